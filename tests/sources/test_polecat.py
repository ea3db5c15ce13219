"""POLECAT, by its published list of columns: the rows are made up, no real file was at hand."""

from datetime import date

import pytest

from detente.errors import DetenteError
from detente.sources.events import import_events
from detente.sources.polecat import COLUMNS

TITLES = tuple(name.title().replace(" Id", " ID").replace("Cow", "COW") for name in COLUMNS)
ROW = {
    "event id": "2019-0001", "event date": "2019-06-05", "event type": "CONSULT", "event mode": "visit",
    "intensity": "1.5", "contexts": "diplomatic;economic", "actor name": "Xi Jinping", "actor country": "CHN",
    "recipient name": "Russia", "recipient country": "RUS", "source": "A Newspaper", "version": "1",
}  # fmt: skip


def written(path, *rows, header=TITLES, tail=""):
    lines = ["\t".join(header), *["\t".join((ROW | row).get(name, "None") for name in COLUMNS) + tail for row in rows]]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def stored(store, columns):
    return store.connection.execute(f"SELECT {columns} FROM coded_events ORDER BY day, source_id").fetchall()


def test_a_line(store, tmp_path):
    (done,) = import_events(store, "polecat", [written(tmp_path / "ngecEvents.DV.2019.txt", {})])
    assert (done.coder, done.rows, done.malformed) == ("polecat", 1, 0)
    columns = "source_id, day, dyad, actor, recipient, actor_raw, type, mode, contexts, cameo, goldstein, publisher"
    assert stored(store, columns) == [
        ("2019-0001", date(2019, 6, 5), "CHN-RUS", "CHN", "RUS", "Xi Jinping", "CONSULT", "visit",
         "diplomatic economic", "", None, "A Newspaper")
    ]  # fmt: skip


def test_several_countries_are_a_row_for_each_pair(store, tmp_path):
    path = written(tmp_path / "a.txt", {"actor country": "USA; GBR;USA", "recipient country": "RUS;None"})
    import_events(store, "polecat", [path])
    assert stored(store, "source_id, dyad, actor, recipient") == [
        ("2019-0001#GBR>RUS", "GBR-RUS", "GBR", "RUS"),
        ("2019-0001#USA>RUS", "RUS-USA", "USA", "RUS"),
    ]


def test_none_is_nobody(store, tmp_path):
    path = written(tmp_path / "a.txt", {"recipient country": "None", "event mode": "None", "contexts": "None"})
    (done,) = import_events(store, "polecat", [path])
    assert stored(store, "recipient, dyad, mode, contexts") == [("", "", "", "")]
    assert done.unknown_codes == {}


@pytest.mark.parametrize(
    ("header", "tail"),
    [((*TITLES, "Headline", "Body"), ""), (TITLES, "\t\t"), ((*TITLES, "", ""), "\t\t")],
    ids=["more names than columns", "tabs at the end", "tabs at the end of all lines"],
)
def test_headers_that_do_not_fit(store, tmp_path, header, tail):
    (done,) = import_events(store, "polecat", [written(tmp_path / "a.txt", {}, header=header, tail=tail)])
    assert (done.rows, done.malformed) == (1, 0)
    assert stored(store, "dyad, type, publisher") == [("CHN-RUS", "CONSULT", "A Newspaper")]


def test_malformed_lines(store, tmp_path):
    path = written(
        tmp_path / "a.txt", {}, {"event date": "June"}, {"event id": "None"}, {"event type": "WONDER", "event id": "4"}
    )
    (done,) = import_events(store, "polecat", [path])
    assert (done.rows, done.malformed) == (2, 2)
    assert [(bad.line, bad.reason) for bad in done.first_malformed] == [(3, "has no date")]
    assert stored(store, "source_id, type") == [("2019-0001", "CONSULT"), ("4", "")]


def test_another_file_is_refused(store, tmp_path):
    path = tmp_path / "some.txt"
    path.write_text("Event ID\tEvent Date\n1\t2014-05-20\n", encoding="utf-8")
    with pytest.raises(DetenteError, match="is no file of POLECAT events"):
        import_events(store, "polecat", [path])
