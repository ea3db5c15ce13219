"""What the engine writes is read back, and taken in by `detente add`, without Spark."""

import importlib.util
import json
from pathlib import Path

import pytest

from detente.errors import DetenteError
from detente.record import line
from detente.record.tables import COLUMNS, schema
from detente.spark.layout import DOCUMENT_COLUMNS, LAYOUT, MARK, PROBLEM_COLUMNS, about, coded, events, is_output
from detente.spark.worker import Coder
from detente.store import open_store
from detente.store.coded import coded as in_store

spec = importlib.util.spec_from_file_location("stories", Path(__file__).with_name("stories.py"))
stories = importlib.util.module_from_spec(spec)
spec.loader.exec_module(stories)


@pytest.fixture
def news(tmp_path):
    path = tmp_path / "news.jsonl"
    told = stories.stories(6)
    path.write_text("".join(json.dumps(story) + "\n" for story in [*told, {"id": "none", "text": "It rained."}]))
    return path


@pytest.fixture
def output(news, tmp_path):
    """A folder as the engine writes it: what a worker makes of each line, in flat tables."""
    import polars as pl

    from detente.coding.coder import CODER

    folder = tmp_path / "out"
    rows = [
        row for text in news.read_bytes().splitlines() for row in Coder().rows({"line": text, "file": f"file:{news}"})
    ]
    records = [{**record, "document": row["document"]} for row in rows for record in row["coded"]]
    tables = {
        "documents": pl.DataFrame([{name: row[name] for name in DOCUMENT_COLUMNS} for row in rows]),
        "records": pl.DataFrame(records, schema={**schema(), "document": pl.String}),
        "problems": pl.DataFrame(schema=dict.fromkeys(PROBLEM_COLUMNS, pl.String)),
    }
    for name, frame in tables.items():
        (folder / name).mkdir(parents=True)
        frame[: len(frame) // 2].write_parquet(folder / name / "part-0.parquet")
        frame[len(frame) // 2 :].write_parquet(folder / name / "part-1.parquet")
    made = {"layout": LAYOUT, "coder": CODER, "scope": "international", "dyad": None, "min_confidence": 0.0}
    (folder / MARK).write_text(json.dumps(made))
    return folder


def test_documents_come_back_with_their_records(output, news):
    from detente.coding.coder import code
    from detente.text import read

    found = {one.document.id: one for one in coded(output)}
    documents = {document.id: document for document in read(news)}
    assert {name: one.document for name, one in found.items()} == documents
    for name, document in documents.items():
        assert sorted(map(line, found[name].records)) == sorted(map(line, code(document)))
    assert found["none"].records == ()


def test_records_have_the_columns_of_every_other_table_of_records():
    from detente.spark.layout import record_struct

    assert [field.name for field in record_struct()] == list(COLUMNS)


def test_add_takes_it_in_as_if_it_had_coded_it(output, news, tmp_path, monkeypatch, capsys):
    import sys

    from detente.cli import main

    def add(*arguments):
        monkeypatch.setattr(sys, "argv", ["detente", "add", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, capsys.readouterr()

    one, other = tmp_path / "one.duckdb", tmp_path / "other.duckdb"
    assert add(output, "--db", one)[0] == 0
    assert add(news, "--db", other)[0] == 0
    held = []
    for path in (one, other):
        with open_store(path) as store:
            rows = store.connection.execute(
                "SELECT document, doc, origin, place, title, source, published, sha256, text, scope, coder "
                "FROM documents ORDER BY doc"
            ).fetchall()
            held.append(
                (rows, {key: sorted(map(line, made)) for key, made in in_store(store, [r[0] for r in rows]).items()})
            )
    assert held[0] == held[1]
    assert "7 documents already there" in add(news, "--db", one)[1].out
    assert "7 documents already there" in add(output, "--db", other)[1].out


def test_events_are_those_that_the_store_gives_to_measures(output, news, tmp_path):
    from detente.coding.coder import CODER, code
    from detente.store.adding import add
    from detente.store.reading import events_frame
    from detente.text import read

    with open_store(tmp_path / "r.duckdb", write=True) as store:
        add(store, read(news), code, coder=CODER)
        stored = events_frame(store)
    ours = events(output).collect()
    names = ["day", "last_day", "actor", "recipient", "type", "mode", "confidence", "source"]
    assert ours.columns == [*names[:7], "id", "source"]
    assert sorted(ours.select(names).rows()) == sorted(stored.select(names).rows())
    assert len(ours) > 0


def test_a_run_that_has_not_ended_is_not_taken_for_whole(output):
    assert is_output(output)
    (output / MARK).rename(output / "_detente.json.part")
    assert not is_output(output)
    with pytest.raises(DetenteError, match="with --resume"):
        about(output)


def test_the_layout_of_a_newer_version_is_not_guessed(output):
    (output / MARK).write_text(json.dumps({"layout": LAYOUT + 1}))
    with pytest.raises(DetenteError, match="newer Détente"):
        list(coded(output))
