"""`detente check` on a small file: two sentences a line of output, each with its document and day."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from detente.cli import app
from detente.errors import DetenteError
from detente.record.model import adapter
from detente.store import open_store
from detente.store.adding import add
from detente.text import Document

MAY_11 = "On 11 May 1949 Moscow lifted the blockade of the city and let the trains of the Western powers in."
MAY_12 = "Moscow lifted the blockade of the city on 12 May 1949, and the trains of the Western powers rolled in."
FIELDS = {
    "kind": "event",
    "type": "RETREAT",
    "actors": ("RUS",),
    "recipients": ("USA",),
    "trigger": "lifted the blockade",
}


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    path = tmp_path_factory.mktemp("check") / "a.duckdb"
    dates = {MAY_11: "1949-05-11", MAY_12: "1949-05-12"}

    def code(document):
        fields = {"start": 0, "end": len(document.text), "evidence": document.text, "doc": document.sha256}
        return [adapter.validate_python({**FIELDS, **fields, "date": dates[document.text]})]

    with open_store(path, write=True) as store:
        add(
            store,
            [Document(MAY_11, "One", "1980-01-02", "one.txt"), Document(MAY_12, "Another", "", "another.txt")],
            code,
            coder="test 1",
        )
    return path


def run(*arguments):
    return CliRunner().invoke(app, ["check", *map(str, arguments)], catch_exceptions=False)


def test_both_sentences_and_why(db):
    shown = run("RUS", "USA", "--db", db).output
    assert "1 contradiction" in shown
    assert "dates exclude each other" in shown
    for words in ("On 11 May 1949", "on 12 May 1949", "One, 1980-01-02", "Another"):
        assert words in " ".join(shown.split())


def test_json_and_csv(db):
    (row,) = json.loads(run("Russia", "2", "--db", db, "--format", "json").output)
    assert row["what"] == "date"
    assert {row["one_sentence"], row["other_sentence"]} == {MAY_11, MAY_12}
    assert {row["one_date"], row["other_date"]} == {"1949-05-11", "1949-05-12"}
    (same,) = csv.DictReader(io.StringIO(run("RUS", "USA", "--db", db, "--format", "csv").output))
    assert same["says"] == row["says"]


def test_markdown_into_a_file(db, tmp_path):
    out = tmp_path / "check.md"
    run("RUS", "USA", "--db", db, "-o", out)
    assert out.read_text().startswith("# Russia and United States: 1 contradiction")


def test_only_what_was_known_then(db):
    assert "no contradiction" in run("RUS", "USA", "--db", db, "--as-of", "1985").output


def test_other_states_and_other_kinds(db):
    assert "no contradiction" in run("RUS", "CHN", "--db", db).output
    assert "no contradiction" in run("RUS", "USA", "--db", db, "--what", "office").output
    assert "1 contradiction" in run("RUS", "USA", "--db", db, "--what", "date").output


@pytest.mark.parametrize("arguments", [("RUS", "RUS"), ("RUS", "Atlantis"), ("RUS", "USA", "--what", "colour")])
def test_bad_input(db, arguments):
    with pytest.raises(DetenteError):
        run(*arguments[:2], "--db", db, *arguments[2:])
