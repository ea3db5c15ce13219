"""`detente measure` on a small file: every name, every format, and words where data are missing."""

import csv
import io
import json
import re
from datetime import date

import polars as pl
import pytest

from detente.cli.measured import MEASURES
from detente.measures.alignment import OBLIGATIONS
from detente.record import Agreement, Event, Status
from detente.store import open_store
from detente.store.adding import add
from detente.text import Document


def records():
    """Twelve years of Peru and Chile: friendly, then not, then allied."""
    made = []
    for year in range(1990, 2002):
        kind = "SUPPORT" if year < 1994 or year > 1997 else "ACCUSE"
        for half in (2, 8):
            text = f"In {year}-{half:02} Peru and Chile did {kind}."
            made.append(Event(start=0, end=len(text), evidence=text, date=f"{year}-{half:02}-03", type=kind,
                              actors=("PER",), recipients=("CHL",), confidence=0.9))  # fmt: skip
    made.append(Event(start=0, end=9, evidence="Peru sold missiles to Chile.", date="1999", type="AID", actors=("PER",),
                      recipients=("CHL",), confidence=0.8))  # fmt: skip
    made.append(
        Event(start=0, end=9, evidence="Chile once praised Peru.", type="SUPPORT", actors=("CHL",), recipients=("PER",))
    )
    border = "They signed a border treaty in 1998."
    treaty = Agreement(start=0, end=9, evidence=border, title="border treaty", date="1998", parties=("CHL", "PER"))
    made.append(treaty.model_copy(update={"form": "treaty", "confidence": 0.9}))
    for year, status, level, change in (
        (1990, "diplomatic_relations", "", "begins"), (1995, "hostility", "", "begins"),
        (2000, "partnership", "strategic partnership", "begins"),
    ):  # fmt: skip
        made.append(Status(start=0, end=9, evidence=f"{status} in {year}", date=str(year), parties=("CHL", "PER"),
                           status=status, level=level, change=change, confidence=0.9))  # fmt: skip
    return made


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    path = tmp_path_factory.mktemp("measure") / "relations.duckdb"
    text = " ".join(record.evidence for record in records())
    placed = []
    for record in records():
        start = text.index(record.evidence)
        where = {"start": start, "end": start + len(record.evidence), "id": f"r{len(placed)}", "doc": "x"}
        placed.append(record.model_copy(update=where))
    document = Document(text, title="Peru and Chile", source="peru-chile.txt")
    with open_store(path, write=True) as store:
        add(store, [document], lambda _: placed, coder="by hand 1")
        trade = pl.DataFrame(
            [(155, 135, 2000, 60.0, 40.0), (155, 2, 2000, 100.0, 100.0), (135, 2, 2000, 30.0, 70.0)],
            schema=["ccode1", "ccode2", "year", "flow1", "flow2"], orient="row",
        ).with_columns(smoothflow1=pl.col("flow1"), smoothflow2=pl.col("flow2"))  # fmt: skip
        with_dataset(store, "cow-trade", trade)
    return path


def with_dataset(store, name, rows):
    """A dataset's table with these rows, as an import leaves it."""
    from detente.sources.registry import dataset

    entry = dataset(name)
    store.connection.register("rows", rows)
    with store.transaction() as connection:
        connection.execute(f"CREATE TABLE {entry.table} AS SELECT * FROM rows")
        connection.execute(
            "INSERT INTO imports SELECT coalesce(max(import), 0) + 1, ?, '4.0', 'file', '', ?, 2000, 2000, ?, ?, "
            "now(), NULL FROM imports",
            [entry.name, rows.height, entry.citation, entry.licence],
        )
    store.connection.unregister("rows")


@pytest.fixture
def measured(run, db):
    """Run `detente measure NAME Peru Chile --db ...` and read its JSON."""

    def call(name, *options):
        done = run("measure", name, "Peru", "CHL", "--db", db, "--format", "json", *options)
        assert (done.status, done.err) == (0, "")
        return json.loads(done.out)

    return call


def test_score(measured):
    found = measured("score")
    assert (found["measure"], found["a"], found["b"], found["by"]) == ("score", "PER", "CHL", "year")
    rows = {row["period"][:4]: row for row in found["rows"]}
    assert rows["1990"]["n"] == 2
    assert rows["1990"]["mean"] == 4.6
    assert rows["1995"]["net"] == -4.0
    assert rows["1999"]["n"] == 3
    assert len(rows["1999"]["ids"]) == 3
    assert found["notes"] == ["1 event without a date left out"]
    assert found["cite"] == []


def test_months_leave_out_what_is_dated_to_the_year(measured):
    found = measured("score", "--by", "month", "--from", "1999")
    assert found["rows"][0]["period"] == "1999-02-01"
    assert "1 event not dated to the month left out" in found["notes"]


def test_from_and_to(measured):
    assert [row["period"][:4] for row in measured("score", "--from", "1995", "--to", "1996")["rows"]] == [
        "1995",
        "1996",
    ]
    stock = measured("stock", "--from", "1995")["rows"]
    assert stock[0]["period"] == "1995-01-01"
    assert stock[0]["carried"] > 0  # what went before is in it


def test_level_and_turning_points(measured):
    level = measured("relation")["rows"]  # another name of smooth
    assert len(level) == 12
    assert level[5]["level"] < level[0]["level"]
    turns = measured("turning-points")["rows"]
    years = [row["day"][:4] for row in turns]
    assert {"1994", "1998"} <= set(years)  # the acts turn, and back; statuses and agreements mark others
    assert "ACCUSE" in turns[years.index("1994")]["label"]


def test_ladder_and_alignment(measured):
    assert [row["label"] for row in measured("ladder")["rows"]] == [
        "diplomatic relations",
        "hostility",
        "strategic partnership",
    ]
    alignment = {row["year"]: row["stage"] for row in measured("alignment")["rows"]}
    assert alignment[1997] == "none"
    assert alignment[1998] == "early"
    assert alignment[1999] == "moderate"
    answer = measured("alliance")
    assert "aligned short of an alliance" in answer["title"]
    assert any(
        row["speaks"] == "for" and "military-technical" in row["ground"] and row["ids"] for row in answer["rows"]
    )


def test_trade_is_cited(measured):
    found = measured("trade")
    row = found["rows"][0]
    assert (row["ccode1"], row["ccode2"]) == (135, 155)  # Peru first, as asked
    assert row["share1"] == pytest.approx(0.5)
    assert row["share2"] == pytest.approx(1 / 3)
    assert found["datasets"] == ["cow-trade"]
    assert "Barbieri" in found["cite"][0]
    assert "cow-trade-national" in found["notes"][0]


def test_cooperation_says_its_parts(measured):
    row = measured("bci", "--from", "2000", "--to", "2000")["rows"][0]
    assert row["parts"] == "trade"
    assert row["coverage"] == pytest.approx(1 / 6)
    assert row["military"] is None


@pytest.mark.parametrize(
    ("name", "dataset"), [("alliances", "atop"), ("similarity", "unga-votes"), ("ideal-points", "ideal-points")]
)
def test_a_missing_dataset_is_one_line_that_says_how_to_get_it(run, db, name, dataset):
    done = run("measure", name, "PER", "CHL", "--db", db)
    assert done.status == 2
    assert len(done.errors) == 1
    assert f"detente import {dataset} --db {db}" in done.err


def test_missing_events(run, db):
    done = run("measure", "score", "PER", "CHL", "--db", db, "--source", "gdelt")
    assert done.status == 2
    assert "detente import gdelt FILE --db" in done.err
    done = run("measure", "score", "PER", "BOL", "--db", db)
    assert (done.status, len(done.errors)) == (2, 1)
    assert "no dated event between PER and BOL" in done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("scores", "PER", "CHL"), "unknown measure 'scores': there are score, smooth"),
        (("score", "PER", "Peru"), "are the same state"),
        (("score", "PER", "CHL", "--chart", "x.gif"), "a chart is written as .html, .svg or .png"),
        (("score", "PER", "CHL", "--from", "yesterday"), "is no date"),
        (("score", "PER", "CHL", "--from", "2050"), "widen --from and --to"),
        (("alliance", "PER", "CHL", "--chart", "x.png"), "is a table and has no chart"),
    ],
)
def test_words_for_the_user(run, db, tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    done = run("measure", *arguments, "--db", db)
    assert (done.status, done.out) == (2, b"")
    assert message in done.err
    assert len(done.errors) == 1
    assert not list(tmp_path.iterdir())


def test_formats(run, db, tmp_path):
    done = run("measure", "score", "PER", "CHL", "--db", db, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out.decode())))
    assert float(rows[0]["mean"]) == 4.6
    assert rows[0]["ids"].count(";") == 1
    assert "unit: points" in done.err  # what a table of data cannot say itself
    table = run("measure", "score", "PER", "CHL", "--db", db).out.decode()
    assert table.startswith("Peru and Chile: what they did, by year")
    assert re.search(r"^1995 +2 +-2.00 +-4.00 +0 +4.00 +0 +-1.00$", table, re.M)
    markdown = run("measure", "trade", "PER", "CHL", "--db", db, "--format", "md").out.decode()
    assert "| 2000 |" in markdown
    assert "Cite: COW Dyadic Trade" in markdown
    out = tmp_path / "score.parquet"
    assert run("measure", "score", "PER", "CHL", "--db", db, "-o", out).status == 0
    assert pl.read_parquet(out)["n"].sum() == 25


@pytest.mark.parametrize("suffix", [".svg", ".html"])
def test_chart(run, db, tmp_path, suffix):
    chart = tmp_path / f"score{suffix}"
    done = run("measure", "score", "PER", "CHL", "--db", db, "--chart", chart)
    assert (done.status, done.errors) == (0, [str(chart)])
    content = chart.read_text("utf-8")
    assert "Peru and Chile: what they did, by year" in content
    assert "1 text coded by D" in content
    assert "hostility" in content  # the marks of what the sources say


def test_the_list_explains_every_measure(run):
    done = run("measure", "--list")
    text = done.out.decode()
    assert done.status == 0
    for each in MEASURES:
        assert f"\n{each.name}" in f"\n{text}"
        assert each.about in text
        assert f"unit: {each.unit}" in text
        assert f"needs: {each.needs}" in text


def test_years_that_a_dataset_does_not_cover_are_said(measured):
    found = measured("trade", "--from", "2015")
    assert found["rows"] == []
    assert "cow-trade covers 2000-2000; what lies outside is missing" in found["notes"]
    assert "covers" not in " ".join(measured("trade", "--from", "2000")["notes"])


def test_obligations_fit_a_terminal(run, db):
    rows = pl.DataFrame(
        [(155, 135, 2000, 0, 0, 0, 1, 1), (135, 155, 2000, 0, 0, 0, 1, 1)],
        schema=["ccode1", "ccode2", "year", *OBLIGATIONS],
        orient="row",
    )
    with open_store(db, write=True) as store:
        with_dataset(store, "atop", rows)
    done = run("measure", "alliances", "Peru", "Chile", "--db", db)
    lines = done.out.decode().splitlines()
    assert lines[2].split() == ["year", "promise", *"defense offense neutral nonagg consul".split()]
    assert lines[3].split() == ["2000", "non-aggression", "0", "0", "0", "1", "1"]


def test_a_state_is_one_through_its_numbers(run, tmp_path):
    path = tmp_path / "germany.duckdb"
    names = ["ccode1", "ccode2", "year", "atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul"]
    rows = [(one, two, year, 1, 0, 0, 0, 0) for number, year in ((260, 1960), (260, 1990), (255, 1990), (255, 1991))
            for one, two in ((number, 220), (220, number))]  # fmt: skip
    votes = [(rcid, state, "yes") for rcid, states in ((1, (260, 220)), (2, (255, 220))) for state in states]
    with open_store(path, write=True) as store:
        with_dataset(store, "atop", pl.DataFrame(rows, schema=names, orient="row"))
        with_dataset(store, "unga-votes", pl.DataFrame(votes, schema=["rcid", "ccode", "vote"], orient="row"))
        days = pl.DataFrame({"rcid": [1, 2], "date": [date(1989, 10, 1), date(1992, 10, 1)]})
        with_dataset(store, "unga-roll-calls", days)
    done = run("measure", "alliances", "Germany", "France", "--db", path, "--format", "json")
    found = json.loads(done.out)
    assert [(row["ccode1"], row["year"]) for row in found["rows"]] == [(255, 1960), (255, 1990), (255, 1991)]
    assert found["notes"] == ["Germany has the COW numbers 255 and 260: its rows under all of them are taken as one"]
    alike = json.loads(run("measure", "votes", "France", "DEU", "--db", path, "--format", "json").out)
    assert [(row["year"], row["n"], row["agree"]) for row in alike["rows"]] == [(1989, 1, 1.0), (1992, 1, 1.0)]
    assert "few roll calls on which both voted, so that a single one decides: 1989 (1), 1992 (1)" in alike["notes"]
    index = json.loads(run("measure", "bci", "France", "DEU", "--db", path, "--format", "json").out)
    assert index["rows"] == []  # one roll call is no indicator
    assert "votes: 1989, 1992 left out, fewer than 10 roll calls on which both voted" in index["notes"]
    same = run("measure", "votes", "YUG", "SRB", "--db", path)
    assert (same.status, same.err) == (
        2,
        "detente: YUG and SRB are one state by COW number (345): give one and another\n",
    )
