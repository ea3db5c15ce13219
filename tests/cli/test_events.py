"""`detente import` of other coders' events, and what can be asked of them afterwards."""

import json

import pytest

from detente.sources.gdelt import COLUMNS_2


@pytest.fixture
def export(tmp_path):
    """Two events of GDELT 2.0 between China and Russia, and a broken line."""
    row = {"Day": "20240115", "EventCode": "042", "NumArticles": "3", "Actor1Code": "CHN", "Actor1CountryCode": "CHN",
           "Actor2Code": "RUS", "Actor2CountryCode": "RUS"}  # fmt: skip
    path = tmp_path / "20240115.export.CSV"
    lines = ["\t".join(({"GlobalEventID": number} | row).get(name, "") for name in COLUMNS_2) for number in "12"]
    path.write_text("\n".join([*lines, "broken", ""]), encoding="utf-8")
    return path


def test_import_says_what_it_took_and_what_not(run, tmp_path, export):
    done = run("import", "gdelt", export, "--db", tmp_path / "relations.duckdb")
    assert (done.status, done.err) == (0, "")
    assert "2 events of gdelt2, 2024-01-15 to 2024-01-15, 1 malformed line left out (line 3 has too few columns)" in (
        done.out.decode()
    )
    again = run("import", "gdelt", export, "--db", tmp_path / "relations.duckdb")
    assert "is in the store already (import 1); nothing changed" in again.out.decode()


def test_a_file_of_something_else_is_status_2(run, tmp_path, export):
    done = run("import", "icews", export, "--db", tmp_path / "relations.duckdb")
    assert (done.status, len(done.errors)) == (2, 1)
    assert "is no file of ICEWS events" in done.err


def test_events_beside_texts_in_a_chronology(run, tmp_path, export):
    run("import", "gdelt", export, "--db", tmp_path / "relations.duckdb")
    done = run(
        "chronology", "CHN", "RUS", "--db", tmp_path / "relations.duckdb", "--events", "gdelt", "--format", "csv"
    )
    assert done.status == 0
    assert done.out.decode().count("2024-01-15,2024-01-15,2024-01-15") == 2


@pytest.mark.parametrize("name", ["gdelt", "icews", "polecat"])
def test_datasets_says_how_to_cite_a_coder(run, name):
    done = run("datasets", name, "--format", "json")
    said = json.loads(done.out)
    assert (said["name"], said["table"]) == (name, "coded_events")
    assert said["citation"]
    assert name in run("datasets").out.decode()
