"""Whatever goes in comes out again; filters, order, versions by day of publication, events for measures."""

import itertools
import string
from datetime import date
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.errors import DetenteError
from detente.record import KINDS, Agreement, Event, Figure, Membership, Position, Status, edtf, line
from detente.store import open_store
from detente.store.adding import Added, add
from detente.store.filters import filter_of
from detente.store.reading import events_frame, frame, left_out, order, stored
from detente.text import Document

# Any record

YEARS = st.integers(1, 2400).map("{:04}".format)
DATES = st.one_of(
    st.just(""),
    st.dates(date(1, 1, 1), date(2400, 12, 31)).map(date.isoformat),
    st.builds("{}-{:02}".format, YEARS, st.one_of(st.integers(1, 12), st.integers(21, 24))),
    st.builds("{}{}".format, YEARS, st.sampled_from(["", "~", "?", "%"])),
    st.builds("{:03}X".format, st.integers(1, 240)),
    st.builds("{:02}XX".format, st.integers(1, 24)),
    st.builds("{}/..".format, YEARS),
    st.builds("../{}".format, YEARS),
    st.builds("{0}/{0}-12".format, YEARS),
    st.builds("-{:04}".format, st.integers(1, 3000)),
    st.sampled_from(["0000", "-0489/-0479", "-0044-03-15", "-0031/0014", "../-0479", "-01XX"]),
).filter(edtf.valid)
# Everything that UTF-8 can write.
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
CODES = st.lists(st.text(string.ascii_uppercase, min_size=2, max_size=5), max_size=4).map(tuple)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


def values(name, annotation):
    """A strategy for a field, by its type."""
    if literals := [value for value in get_args(annotation) if isinstance(value, str)]:
        return st.sampled_from(literals)
    if annotation is float:
        return NUMBERS
    if annotation == float | None:
        return st.none() | NUMBERS
    if annotation is str:
        return CODES.map(lambda codes: "".join(codes[:1])) if name == "state" else TEXT
    return CODES


def records(model):
    own = {
        name: values(name, field.annotation)
        for name, field in model.model_fields.items()
        if name not in ("id", "doc", "start", "end", "evidence", "date", "trigger", "confidence", "coder")
    }
    return st.builds(
        model, doc=st.just("d"), start=st.integers(0, 10**6), end=st.integers(10**6 + 1, 2**31 - 1),
        evidence=TEXT.filter(bool), date=DATES, trigger=TEXT, confidence=st.floats(0, 1), coder=TEXT, **own,
    )  # fmt: skip


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory):
    with open_store(tmp_path_factory.mktemp("shared") / "a.duckdb", write=True) as store:
        yield store


NUMBERED = itertools.count()


@settings(max_examples=25)
@given(st.lists(st.one_of([records(model) for model in KINDS.values()]), max_size=8))
def test_any_record_comes_out_as_it_went_in(shared_store, found):
    """A whole list at once: tables of several kinds, codes in their order, ids and JSON the same."""
    name = f"d{next(NUMBERED)}"
    document = Document("x", id=name, source="/news.jsonl")
    given = {record.id: record for record in (each.model_copy(update={"doc": name}) for each in found)}
    add(shared_store, [document], lambda _: list(given.values()), coder="c 1")
    out = stored(shared_store, sources=[name])
    assert {one.record.id: one.record for one in out} == given
    assert {line(one.record) for one in out} == {line(record) for record in given.values()}
    assert [order(one) for one in out] == sorted(order(one) for one in out)


# Filters

FIRST = Document("China and Russia.", source="texts/first.txt", published="2001-05-05")
SECOND = Document("Other things.", source="The Times", id="t1")


def common(document, start, when):
    return {"doc": document.key, "start": start, "end": start + 5, "evidence": "It is.", "date": when, "coder": "c 1"}


def coded(document):
    if document.id:
        return [
            Event(
                type="ACCUSE", actors=("USA",), recipients=("CHN",), confidence=0.3, **common(document, 0, "1992-03")
            ),
            Membership(members=("CHN", "RUS"), organisation="SCO", **common(document, 6, "")),
        ]
    return [
        Event(type="CONSULT", actors=("CHN", "RUS"), confidence=0.9, **common(document, 0, "1992")),
        Event(type="AID", actors=("RUS",), recipients=("CHN", "VNM"), **common(document, 6, "1992-01-01")),
        Agreement(
            title="Treaty", form="treaty", act="signed", parties=("RUS", "CHN"), **common(document, 12, "2001-07")
        ),
        Status(parties=("CHN", "RUS"), status="alliance", **common(document, 18, "1950/..")),
        Position(holder=("CHN",), issue="war", stance="oppose", toward=("USA",), **common(document, 24, "../1917")),
        Figure(measure="trade", value=5, parties=("CHN", "USA"), **common(document, 30, "199X")),
        Event(type="ASSAULT", actors=("GRC",), recipients=("IRN",), **common(document, 36, "-0489")),
        Event(type="AID", aux="negated", actors=("USA",), recipients=("RUS",), **common(document, 42, "1992-05")),
    ]


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "a.duckdb", write=True) as opened:
        add(opened, [FIRST, SECOND], coded, coder="c 1")
        yield opened


def dates(found):
    return [one.record.date for one in found]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"dyad": ("CHN", "RUS")}, ["1950/..", "1992-01-01", "1992", "2001-07", ""]),
        ({"dyad": ("RUS", "CHN"), "third": "VNM"}, ["1992-01-01"]),
        ({"third": "USA"}, ["../1917", "199X", "1992-03", "1992-05"]),
        ({"kinds": ["agreement", "position"]}, ["../1917", "2001-07"]),
        ({"types": ["CONSULT", "treaty", "alliance"]}, ["1950/..", "1992", "2001-07"]),
        ({"types": ["member", "oppose", "trade", "signed"]}, ["../1917", "199X", "2001-07", ""]),
        ({"since": "1992-02", "until": "1992"}, ["1950/..", "199X", "1992", "1992-03", "1992-05"]),
        ({"since": "2001-07-31"}, ["1950/..", "2001-07"]),
        ({"since": "2001-08"}, ["1950/.."]),
        ({"until": "1917"}, ["-0489", "../1917"]),
        ({"until": "1949"}, ["-0489", "../1917"]),
        ({"min_confidence": 0.95, "until": "1992-01"}, ["-0489", "../1917", "1950/..", "199X", "1992-01-01"]),
        ({"sources": ["The Times"]}, ["1992-03", ""]),
        ({"sources": ["t1"]}, ["1992-03", ""]),
        ({"sources": ["*first.txt"], "kinds": ["status"]}, ["1950/.."]),
        ({"sources": ["nobody"]}, []),
        ({"as_of": "2001-05"}, ["-0489", "../1917", "1950/..", "199X", "1992-01-01", "1992", "1992-05", "2001-07"]),
        ({"as_of": "2001-05-04"}, []),
    ],
)  # fmt: skip
def test_filters(store, asked, expected):
    assert sorted(dates(stored(store, **asked))) == sorted(expected)
    assert dates(stored(store, **asked)) == sorted(expected, key=lambda when: (*edtf.sort_key(when), when))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"dyad": ("CHN", "CHN")}, "two different states"),
        ({"dyad": ("CHN",)}, "two different states"),
        ({"kinds": ["events"]}, "unknown kind 'events'"),
        ({"since": "May 1992"}, "write YYYY"),
        ({"until": "1992-13"}, "write YYYY"),
        ({"since": "../1992"}, "write YYYY"),
    ],
)
def test_questions_that_make_no_sense(store, asked, words):
    with pytest.raises(DetenteError, match=words):
        stored(store, **asked)


@settings(max_examples=15)
@given(
    found=st.lists(st.one_of([records(model) for model in KINDS.values()]), min_size=1, max_size=8),
    since=st.none() | YEARS,
    until=st.none() | YEARS,
)
def test_sql_and_python_ask_the_same(shared_store, found, since, until):
    """A corrected record is asked in Python what the others are asked in SQL."""
    name = f"q{next(NUMBERED)}"
    given = {record.id: record for record in (each.model_copy(update={"doc": name}) for each in found)}
    add(shared_store, [Document("x", id=name, source="/q.jsonl")], lambda _: list(given.values()), coder="c 1")
    asked = {"since": since, "until": until}
    passed = {one.record.id for one in stored(shared_store, sources=[name], **asked)}
    assert passed == {record.id for record in given.values() if filter_of(**asked).takes(record)}


def test_the_order_of_time(store):
    assert dates(stored(store)) == [
        "-0489", "../1917", "1950/..", "199X", "1992-01-01", "1992", "1992-03", "1992-05", "2001-07", "",
    ]  # fmt: skip


# Versions and days


def test_what_was_known_then(tmp_path):
    def versions(document):
        year = document.text[-5:-1]
        return [Event(type="CONSULT", actors=("CHN", "RUS"), **common(document, 0, year))]

    with open_store(tmp_path / "a.duckdb", write=True) as store:
        for text, day in (("They met in 1991.", "2000-01-01"), ("They met in 1992.", "2005-01-01")):
            add(store, [Document(text, source="/page.html", published=day)], versions, coder="c 1")
        add(store, [Document("Long ago: 1990.", source="/undated.txt")], versions, coder="c 1")
        assert dates(stored(store)) == ["1990", "1992"]
        assert dates(stored(store, as_of="2004")) == ["1991"]
        assert dates(stored(store, as_of="2005-01-01")) == ["1992"]
        assert dates(stored(store, as_of="1999")) == []
        assert (left_out(store, "1999"), left_out(store, None)) == (1, 0)

        def newer(document):
            return [record.model_copy(update={"coder": "c 2"}) for record in versions(document)]

        add(store, [Document("They met in 1992.", source="/page.html", published="2005-01-01")], newer, coder="c 2")
        # Only the last coding of a version is read, whether it was coded again or not.
        assert [one.record.coder for one in stored(store, as_of="2006")] == ["c 2"]
        assert [one.record.coder for one in stored(store, as_of="2004")] == ["c 1"]


# Frames


def test_frames(store):
    table = frame(store, "agreement", dyad=("CHN", "RUS"))
    [row] = table.to_dicts()
    assert (row["title"], row["parties"], row["date"], row["first_day"]) == (
        "Treaty",
        ["RUS", "CHN"],
        "2001-07",
        date(2001, 7, 1),
    )
    assert (row["source"], row["published"], row["reviewed"]) == ("texts/first.txt", date(2001, 5, 5), "")
    assert row["happening"]
    assert "actors" not in row
    assert frame(store, "office").height == 0
    with pytest.raises(DetenteError, match="unknown kind"):
        frame(store, "events")


def test_events_for_measures(store):
    table = events_frame(store, ("CHN", "RUS"))
    rows = [
        (str(row["day"]), str(row["last_day"]), row["actor"], row["recipient"], row["type"]) for row in table.to_dicts()
    ]
    assert sorted(rows) == [
        ("1992-01-01", "1992-01-01", "RUS", "CHN", "AID"),
        ("1992-01-01", "1992-12-31", "CHN", "RUS", "CONSULT"),
        ("1992-01-01", "1992-12-31", "RUS", "CHN", "CONSULT"),
    ]
    assert table["id"].n_unique() == 2
    everything = events_frame(store)
    assert ("RUS", "VNM") in set(everything.select("actor", "recipient").rows())
    assert "negated" not in everything.columns
    assert everything.filter(actor="USA", recipient="RUS").height == 0  # it did not happen
    assert everything.filter(actor="GRC").height == 0  # no day before Christ
    assert events_frame(store, with_undated=True).filter(actor="GRC")["day"].to_list() == [None]


def test_a_happening_is_counted_once(tmp_path):
    dated = iter(["1992-12", "1992-12-17", "1992"])

    def talks(document):
        return [Event(type="CONSULT", actors=("CHN",), recipients=("RUS",), **common(document, 0, next(dated)))]

    with open_store(tmp_path / "a.duckdb", write=True) as store:
        add(store, [Document(f"Text {n}.", source=f"/{n}.txt") for n in range(3)], talks, coder="c 1")
        store.connection.execute("UPDATE happenings SET happening = 'h'")
        [row] = events_frame(store, ("CHN", "RUS")).to_dicts()
        assert (row["id"], str(row["day"]), row["documents"], row["source"]) == ("h", "1992-12-17", 3, "/1.txt")


# The front door


def test_open(store, tmp_path):
    store.close()
    with detente.open(tmp_path / "a.duckdb") as opened:
        assert len(opened.records(("China", 365))) == 5
        assert opened.records(("China", "RUS"), kinds=["status"])[0].status == "alliance"
        assert opened.frame("event", ("CHN", "Vietnam")).height == 1
        assert opened.events(("China", "Russia")).height == 3
        assert opened.stored(("China", "Russia"))[0].document.doc == FIRST.key
        documents = opened.documents()
        assert documents["source"].to_list() == ["texts/first.txt", "The Times"]
        assert opened.text(documents["document"][0]) == FIRST.text
        for wrong, words in ((("China", "Chian"), "did you mean"), ("CHN", "two states"), (("CHN",), "two states")):
            with pytest.raises(DetenteError, match=words):
                opened.records(wrong)
        with pytest.raises(DetenteError, match="holds no document"):
            opened.text("nothing")
    with pytest.raises(DetenteError, match="no such file"):
        detente.open(tmp_path / "none.duckdb")


def test_open_and_add(tmp_path):
    with detente.open(tmp_path / "new.duckdb", write=True) as opened:
        done = opened.add([FIRST], code=coded, coder="c 1")
        assert done == Added(new=1, records=8)
        with pytest.raises(DetenteError, match="name and a version"):
            opened.add([FIRST], code=coded)
        with pytest.raises(DetenteError, match="unknown scope"):
            opened.add([FIRST], scope="some")
