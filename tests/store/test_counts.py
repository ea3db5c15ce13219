"""Other coders' events out of the store: of a dyad, counted by year, in the order of dyad and day."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.store import counts, open_store, sorting

ROW = (
    "INSERT INTO coded_events VALUES ('{coder}', {number}, '{id}', DATE '{day}', '{dyad}', '{actor}', '{recipient}',"
    " '', '', '', '{type}', '', '', {goldstein}, 1, '', '', '')"
)


def put(store, *rows, number=1):
    """Rows of (id, day, actor, recipient, type), all of one import."""
    for one, day, actor, recipient, kind in rows:
        dyad = counts.dyad_of(actor, recipient) if actor and recipient and actor != recipient else ""
        sql = ROW.format(
            coder="icews", number=number, id=one, day=day, dyad=dyad, actor=actor, recipient=recipient, type=kind,
            goldstein="2" if kind else "NULL",
        )  # fmt: skip
        store.connection.execute(sql)


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "relations.duckdb", write=True) as opened:
        put(
            opened,
            ("1", "2001-07-16", "CHN", "RUS", "SUPPORT"),
            ("2", "2001-07-16", "RUS", "CHN", "SUPPORT"),
            ("3", "2001-01-02", "RUS", "CHN", "CONSULT"),
            ("4", "2002-03-04", "CHN", "RUS", "CONSULT"),
            ("5", "2002-03-05", "CHN", "RUS", ""),
            ("6", "2002-03-06", "CHN", "USA", "ACCUSE"),
            ("7", "2002-03-07", "CHN", "CHN", "COERCE"),
            ("8", "2002-03-08", "", "RUS", "ACCUSE"),
        )
        yield opened


def test_the_events_of_a_dyad_by_day(store):
    assert counts.dyad_events(store, "RUS", "CHN")["source_id"].to_list() == ["3", "1", "2", "4"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"since": "2001-07-16"}, ["1", "2", "4"]),
        ({"until": date(2001, 7, 16)}, ["3", "1", "2"]),
        ({"types": ["CONSULT"]}, ["3", "4"]),
        ({"statements": True}, ["3", "1", "2", "4", "5"]),
        ({"coders": ["gdelt2"]}, []),
        ({"coders": ["icews"], "limit": 1}, ["3"]),
    ],
)
def test_filters(store, wanted, found):
    assert counts.dyad_events(store, "CHN", "RUS", **wanted)["source_id"].to_list() == found


def test_yearly_counts(store):
    assert counts.yearly_counts(store).rows() == [
        ("CHN-RUS", "icews", 2001, "CONSULT", 1, 2.0),
        ("CHN-RUS", "icews", 2001, "SUPPORT", 2, 2.0),
        ("CHN-RUS", "icews", 2002, "CONSULT", 1, 2.0),
        ("CHN-USA", "icews", 2002, "ACCUSE", 1, 2.0),
    ]
    assert counts.yearly_counts(store, dyad=("USA", "CHN"))["events"].to_list() == [1]


def test_a_frame_for_measures(store):
    frame = counts.frame(store, "icews", ("CHN", "RUS"))
    assert frame.columns == ["day", "actor", "recipient", "type", "mode", "confidence", "id", "source", "goldstein",
                             "reports"]  # fmt: skip
    assert frame.row(0) == (date(2001, 1, 2), "RUS", "CHN", "CONSULT", "", None, "icews:3", "icews", 2.0, 1)
    assert counts.frame(store).height == 5
    assert counts.frame(store, ["gdelt1", "gdelt2"]).height == 0


def test_texts_beside_coders(store, monkeypatch):
    """0 within the years that a source covers, null outside."""
    import polars as pl

    told = pl.DataFrame(
        {"day": [date(2000, 5, 1), date(2001, 7, 16), date(2001, 7, 16)], "type": ["CONSULT", "SUPPORT", "SUPPORT"],
         "id": ["a", "b", "b"]}
    )  # fmt: skip
    monkeypatch.setattr("detente.store.reading.events_frame", lambda store, dyad: told)
    assert counts.beside_texts(store, "CHN", "RUS").rows() == [(2000, 1, None), (2001, 1, 3), (2002, None, 1)]
    assert counts.beside_texts(store, "CHN", "RUS", by_type=True).rows()[1:3] == [
        (2001, "CONSULT", 0, 1), (2001, "SUPPORT", 1, 2)
    ]  # fmt: skip
    assert counts.beside_texts(store, "CHN", "BTN").columns == ["year", "texts"]


def test_the_coders_of_a_store(store):
    assert counts.coders_of(store) == {"icews": (8, date(2001, 1, 2), date(2002, 3, 8))}


def test_sorting_changes_the_order_only(store):
    before = sorted(store.connection.execute("SELECT * FROM coded_events").fetchall(), key=str)
    described = store.connection.execute("DESCRIBE coded_events").fetchall()
    assert sorting.sort_events(store) == 8
    after = store.connection.execute("SELECT * FROM coded_events").fetchall()
    assert sorted(after, key=str) == before
    assert [(row[4], row[3]) for row in after] == sorted((row[4], row[3]) for row in after)
    assert store.connection.execute("DESCRIBE coded_events").fetchall() == described
    put(store, ("9", "2003-01-01", "CHN", "RUS", "AID"))  # and it can still be written to
    assert counts.dyad_events(store, "CHN", "RUS").height == 5


def test_when_sorting_is_due(store, monkeypatch):
    monkeypatch.setattr(sorting, "_ROW_GROUP", 1)
    assert sorting.unsorted_share(store) == 0, "one import is in order"
    put(store, *[(str(n), "2004-01-01", "CHN", "RUS", "AID") for n in range(10, 26)], number=2)
    assert sorting.unsorted_share(store) == pytest.approx(16 / 24)
    sorting.sort_events(store)
    assert sorting.unsorted_share(store) == 0


EVENT = st.tuples(
    st.dates(date(1979, 1, 1), date(2024, 12, 31)),
    st.sampled_from(["CHN", "RUS", "USA", ""]),
    st.sampled_from(["CHN", "RUS", "USA", ""]),
    st.sampled_from(["CONSULT", "ACCUSE", ""]),
)


@settings(max_examples=20)
@given(rows=st.lists(EVENT, max_size=30))
def test_counts_are_those_of_counting(tmp_path_factory, rows):
    with open_store(tmp_path_factory.mktemp("counted") / "relations.duckdb", write=True) as store:
        put(store, *[(str(n), *row) for n, row in enumerate(rows)])
        found = counts.yearly_counts(store)
    counted = Counter((counts.dyad_of(a, b), day.year, kind) for day, a, b, kind in rows if a and b and a != b and kind)
    assert {(dyad, year, kind): n for dyad, _, year, kind, n, _ in found.rows()} == counted
