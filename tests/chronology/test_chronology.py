"""`detente chronology` and what it stands on."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.store import open_store
from detente.store.chronology import chronology, coded_events, within

GOLDEN = Path(__file__).parent / "golden"
PER_CHL = ("PER", "CHL")


@pytest.mark.parametrize(
    "name", ["chronology.txt", "chronology.csv", "chronology.md", "chronology.ics", "chronology.json"]
)
def test_outputs_are_as_agreed(run, db, tmp_path, name, monkeypatch):
    """After a wanted change: look at the difference, then write the output to the golden file."""
    monkeypatch.delenv("COLUMNS", raising=False)
    form = {".txt": "table", ".json": "timelinejs"}.get(Path(name).suffix, Path(name).suffix[1:])
    status, out, _ = run("chronology", "Peru", "CHL", "--db", db, "--format", form)
    assert status == 0
    assert out == (GOLDEN / name).read_bytes().decode()


def test_a_table_fits_eighty_columns(run, db, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    _, out, _ = run("chronology", "Peru", "Chile", "--db", db)
    assert max(map(len, out.splitlines())) <= 80


def test_a_line_a_happening_with_all_its_sources(store):
    found = chronology(store, PER_CHL)
    [war] = [line for line in found.lines if line.happening == "h-ASSAULT"]
    assert war.date == "1879-04"  # the most precise leads
    assert war.documents == ("texts/report.txt", "texts/history.txt")
    assert len(found.lines) == 9
    assert len(chronology(store, PER_CHL, records=True).lines) == 12


def test_where_sources_differ_is_marked_and_where_one_is_vaguer_is_not(store):
    differing = {line.happening: line.differences for line in chronology(store, PER_CHL).lines if line.differences}
    assert set(differing) == {"h-Treaty of Ancón"}
    [difference] = differing["h-Treaty of Ancón"]
    assert difference.told == (("1883-10-20", ("texts/history.txt",)), ("1883-10-23", ("texts/report.txt",)))


def test_order_is_by_first_day_the_more_precise_first_and_the_undated_last(run, db, tmp_path):
    _, out, _ = run("chronology", "PER", "CHL", "--db", db, "--format", "json")
    dates = [row["date"] for row in json.loads(out)]
    assert dates == [
        "1879-04",
        "1883-10-20",
        "1883-10-20",
        "1929-06-03",
        "1929-08",
        "197X",
        "2008-01",
        "2014-01-27",
        "",
    ]


@pytest.mark.parametrize(
    ("options", "dates"),
    [
        (["--from", "1972", "--to", "1973"], ["197X"]),  # the 1970s can be 1972
        (["--from", "2008-02"], ["2014-01-27"]),
        (["--to", "187X"], ["1879-04"]),
        (["--type", "request"], ["2008-01"]),
        (["--kind", "agreement"], ["1883-10-20", "1929-06-03"]),
        (["--third-party", "Bolivia"], ["1879-04"]),
        (["--min-confidence", "0.95"], ["1879-04"]),
        (["--source", "news"], ["2014-01-27", ""]),
        (["--as-of", "1999"], ["1879", "1883-10-20", "1883-10-20", "1929-06-03", "1929-08", "197X"]),
        (["--reviewed"], []),
    ],
)
def test_filters(run, db, options, dates):
    status, out, _ = run("chronology", "PER", "CHL", "--db", db, "--format", "json", *options)
    assert (status, [row["date"] for row in json.loads(out)]) == (0, dates)


def test_what_is_left_out_is_said(run, db):
    assert "1 document left out" in run("chronology", "PER", "CHL", "--db", db, "--as-of", "2016")[2]
    assert "1 happening without a date left out" in run("chronology", "PER", "CHL", "--db", db, "--from", "1900")[2]
    assert "4 lines more left out" in run("chronology", "PER", "CHL", "--db", db, "--limit", "4")[2]


def test_reviews_have_the_last_word(run, db, texts):
    mobilise, retreat = texts.history.made()[-1], texts.history.made()[-2]
    with open_store(db, write=True) as store:
        texts.review(store, "history", mobilise, "accept")
        texts.review(store, "history", retreat, "reject")
    _, out, _ = run("chronology", "PER", "CHL", "--db", db, "--reviewed", "--format", "json")
    [row] = json.loads(out)
    assert (row["date"], row["reviewed"], row["confidence"]) == ("197X", "accepted", 1.0)
    _, out, _ = run("chronology", "PER", "CHL", "--db", db, "--format", "json")
    assert "1929-08" not in [row["date"] for row in json.loads(out)]


def test_a_newer_version_takes_the_place_of_the_older(db, texts):
    with open_store(db, write=True) as store:
        store.connection.execute("UPDATE documents SET superseded = '2020-01-01' WHERE document = 'report'")
        store.connection.execute("UPDATE records SET superseded = '2020-01-01' WHERE document = 'report'")
        texts.put(store, texts.report, added="2020-01-01", version=2)
        lines = chronology(store, PER_CHL).lines
    assert {len(line.documents) for line in lines if line.happening.startswith("h-Treaty")} == {2}


EVENT = {
    "coder": "gdelt2", "import": 1, "source_id": "1", "day": date(2014, 1, 27), "dyad": "CHL-PER", "actor": "CHL",
    "recipient": "PER", "actor_raw": "", "recipient_raw": "", "cameo": "040", "type": "CONSULT", "mode": "",
    "contexts": "", "goldstein": 1.0, "reports": 7, "publisher": "", "story": "", "url": "https://example.org/a",
}  # fmt: skip


@pytest.fixture
def imported(db):
    rows = [
        EVENT,
        EVENT | {"source_id": "2", "coder": "icews", "day": date(1995, 1, 1), "type": "", "actor": ""},
        EVENT | {"source_id": "3", "day": date(1990, 1, 1), "dyad": "CHN-PER"},
    ]
    with open_store(db, write=True) as store:
        store.connection.register("given", pl.DataFrame(rows))
        store.connection.execute("INSERT INTO coded_events BY NAME SELECT * FROM given")
    return db


def test_other_coders_events_come_only_when_named_and_say_whose_they_are(run, imported):
    def provenance(*options):
        _, out, _ = run("chronology", "PER", "CHL", "--db", imported, "--format", "json", *options)
        return [(row["date"], row["provenance"]) for row in json.loads(out) if row["provenance"] != "texts"]

    assert provenance() == []
    assert provenance("--events", "all") == [("1995-01-01", "icews"), ("2014-01-27", "gdelt2")]
    assert provenance("--events", "gdelt") == [("2014-01-27", "gdelt2")]
    assert provenance("--events", "all", "--to", "2000") == [("1995-01-01", "icews")]
    assert provenance("--events", "all", "--type", "CONSULT") == [("2014-01-27", "gdelt2")]
    _, out, err = run("chronology", "PER", "CHL", "--db", imported, "--events", "all", "--source", "news")
    assert "gdelt" not in out
    assert "asks for texts" in err
    table = run("chronology", "PER", "CHL", "--db", imported, "--events", "all")[1]
    assert "From" in table
    assert "8 happenings and 2 events of other coders" in table


def test_events_are_limited_in_the_query_and_counted(imported):
    with open_store(imported) as store:
        found, count = coded_events(store, PER_CHL, ("gdelt2", "icews"), limit=1)
    assert (found.height, count) == (1, 2)


def test_a_spreadsheet_computes_nothing(run, db):
    with open_store(db, write=True) as store:
        store.connection.execute("UPDATE documents SET title = '=cmd()|x' WHERE document = 'news'")
        store.connection.execute("UPDATE records SET evidence = '+1' || chr(10) || '\",x' WHERE document = 'news'")
    _, out, _ = run("chronology", "PER", "CHL", "--db", db, "--format", "csv", "--source", "news")
    for row in csv.DictReader(io.StringIO(out)):
        assert (row["documents"], row["evidence"]) == ("'=cmd()|x", "'+1\n\",x")


def test_parquet_and_files_by_their_names(run, db, tmp_path):
    out = tmp_path / "c.parquet"
    assert run("chronology", "PER", "CHL", "--db", db, "-o", out)[0] == 0
    frame = pl.read_parquet(out)
    assert frame.height == 9
    assert frame.schema["documents"] == pl.List(pl.String)
    assert run("chronology", "PER", "CHL", "--db", db, "-o", tmp_path / "c.ics")[0] == 0
    assert (tmp_path / "c.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


@pytest.mark.parametrize(
    "arguments",
    [["PER", "PER"], ["PER", "Chiel"], ["PER", "CHL", "--from", "soon"], ["PER", "CHL", "--kind", "event2"],
     ["PER", "CHL", "--type", "CONSLUT"],
     ["PER", "CHL", "-o", "no/such/folder.csv"], ["PER", "CHL", "--third-party", "Nowhere"]],
)  # fmt: skip
def test_what_cannot_be_is_said_in_one_line(run, db, arguments):
    status, out, err = run("chronology", *arguments, "--db", db)
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_no_file(run, tmp_path):
    status, _, err = run("chronology", "PER", "CHL", "--db", tmp_path / "no.duckdb")
    assert status == 2
    assert "no such file" in err


def test_dates_before_christ_are_before_all_days():
    assert within("-0043", None, date(1, 1, 1))
    assert not within("-0043", date(1, 1, 1), None)


def test_an_escape_sequence_in_a_text_does_not_reach_the_terminal(run, db):
    with open_store(db, write=True) as store:
        store.connection.execute("UPDATE agreements SET title = chr(27) || '[2JTreaty' WHERE document = 'history'")
        store.connection.execute("UPDATE records SET evidence = chr(27) || '[2Jtreaty' WHERE document = 'history'")
        store.connection.execute("UPDATE documents SET title = chr(27) || '[2J' WHERE document = 'history'")
        [ident] = store.connection.execute("SELECT record FROM records WHERE kind = 'agreement' LIMIT 1").fetchone()
    for command in (
        ["chronology", "PER", "CHL"],
        ["changes", "PER", "CHL", "--since", "1990"],
        ["search", "treaty"],
        ["record", "show", ident],
    ):
        status, out, _ = run(*command, "--db", db)
        assert status == 0
        assert "\x1b" not in out


def test_a_calendar_of_records_has_an_entry_for_each(run, db):
    _, out, _ = run("chronology", "PER", "CHL", "--db", db, "--records", "--format", "ics")
    uids = [line for line in out.split("\r\n") if line.startswith("UID:")]
    assert len(uids) == len(set(uids)) == 4  # both days of the Treaty of Ancón, that of Lima, that of the ruling
