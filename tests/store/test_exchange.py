"""Out as plain files and back again, with nothing changed; and every column is described."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest

import detente
from detente.errors import DetenteError
from detente.record import Agreement, Event, Figure, Membership, Office, Position, Status, adapter
from detente.record.atomic import beside
from detente.store import open_store
from detente.store.adding import add
from detente.store.dictionary import Table, dictionary
from detente.store.exchange import PACKAGE, RECORDS, export, restore
from detente.store.reading import stored
from detente.store.reviews import decide
from detente.text import Document

ROOT = Path(__file__).resolve().parents[2]


def code(document):
    """One record of each kind."""
    common = {"doc": document.key, "start": 0, "end": len(document.text), "evidence": document.text, "coder": "c 1"}
    return [
        Event(type="CONSULT", mode="visit", actors=("CHN",), recipients=("RUS",), date="1992-12-17", **common),
        Agreement(title="“Treaty”\nof 92", form="treaty", parties=("CHN", "RUS"), value=1e9, currency="USD", **common),
        Status(parties=("CHN", "RUS"), status="partnership", date="1996/..", change="begins", **common),
        Position(holder=("RUS",), issue="Taiwan 台灣", stance="support", **common),
        Figure(measure="trade", value=0.1 + 0.2, unit="USD", parties=("CHN", "RUS"), date="-0489", **common),
        Office(person="Boris Yeltsin", office="president", state="", **common),
        Membership(members=("CHN", "RUS"), organisation="SCO", confidence=0.123, **common),
    ]


@pytest.fixture
def db(tmp_path):
    """A file with two versions, a review, a dataset and other coders' events."""
    path = tmp_path / "a.duckdb"
    with open_store(path, write=True) as store:
        for text in ("They met.", "They met and agreed."):
            add(store, [Document(text, source="/a.txt", published="2001-02-03")], code, coder="c 1")
        add(store, [Document("They met, it is said.", source="/b.txt")], code, coder="c 1")
        first = stored(store, kinds=["event"])[0]
        decide(store, first.document.document, first.record, "Ada", "correct", {"type": "SUPPORT", "mode": ""})
        connection = store.connection
        connection.execute("INSERT INTO imports VALUES (1, 'cow-wars', '4.0', '/w.csv', 'aa', 2, 1823, 1991, "
                           "'Sarkees & Wayman 2010', 'free', now()::TIMESTAMP, NULL)")  # fmt: skip
        connection.execute("CREATE TABLE data_cow_wars AS SELECT 710::SMALLINT AS ccode1, 1.5::DECIMAL(6,2) AS share, "
                           "'x' AS \"end\", NULL::DATE AS day, [1, 2]::UTINYINT[] AS years")  # fmt: skip
        columns = [row[0] for row in connection.execute("DESCRIBE coded_events").fetchall()]
        values = {"import": "1", "day": "DATE '1992-03-04'", "goldstein": "2.5", "reports": "3"}
        connection.execute(f"INSERT INTO coded_events VALUES ({', '.join(values.get(c, repr(c)) for c in columns)})")
    return path


def everything(path):
    with duckdb.connect(str(path), read_only=True) as connection:
        names = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
        types = connection.execute(
            "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() ORDER BY ALL"
        ).fetchall()
        return types, {name: connection.execute(f'SELECT * FROM "{name}" ORDER BY ALL').fetchall() for name in names}


def test_there_and_back(db, tmp_path):
    with open_store(db) as store:
        out = export(store, tmp_path / "out")
    back = restore(tmp_path / "out", tmp_path / "b.duckdb")
    assert everything(tmp_path / "b.duckdb") == everything(db)
    assert (out.tables, out.rows) == (back.tables, back.rows)
    assert out.records == back.records == 14
    with open_store(db) as one, open_store(tmp_path / "b.duckdb", write=True) as two:
        assert stored(one) == stored(two)
        assert [each.reviewed for each in stored(two) if each.reviewed] == ["corrected"]
        assert add(two, [Document("They met, it is said.", source="/b.txt")], code, coder="c 1").known == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.duckdb", "b.duckdb", "out"]


def test_what_a_killed_run_left_is_cleared_away(db, tmp_path):
    for name in (".out.abc.part", ".b.duckdb.abc.part", ".c.duckdb.abc.part", ".out.new.part"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "half").write_text("x")
    for name in (".out.abc.part", ".b.duckdb.abc.part"):
        os.utime(tmp_path / name, (1e9, 1e9))
    with open_store(db) as store:
        export(store, tmp_path / "out")
    restore(tmp_path / "out", tmp_path / "b.duckdb")
    # Another file's, and one that somebody is just beginning, are left alone.
    assert sorted(path.name for path in tmp_path.glob(".*")) == [".c.duckdb.abc.part", ".out.new.part"]


def test_what_another_process_is_making_is_left_alone(tmp_path):
    hold = (
        "import sys\nfrom detente.record.atomic import beside\n"
        "with beside(sys.argv[1]) as made:\n    print(made, flush=True)\n    sys.stdin.read()"
    )
    source = str(Path(detente.__file__).parent.parent)
    other = subprocess.Popen([sys.executable, "-c", hold, str(tmp_path / "out")], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": source})  # fmt: skip
    theirs = Path(other.stdout.readline().strip())
    os.utime(theirs, (1e9, 1e9))
    with beside(tmp_path / "out"):
        assert theirs.is_dir()
    other.kill()
    other.wait()
    os.utime(theirs, (1e9, 1e9))
    with beside(tmp_path / "out"):
        assert not theirs.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_of_the_file_that_was_asked_for(db, tmp_path, monkeypatch):
    with open_store(db) as store:
        export(store, tmp_path / "out")

    def full(*_, **__):
        raise duckdb.IOException('IO Error: Could not write file "x": No space left on device')

    monkeypatch.setattr("duckdb.connect", full)
    with pytest.raises(DetenteError) as error:
        restore(tmp_path / "out", tmp_path / "b.duckdb")
    assert str(error.value).startswith(f"{tmp_path / 'b.duckdb'}: cannot be written (no space left on device)")
    assert not list(tmp_path.glob(".*"))


def test_the_records_as_json_lines(db, tmp_path):
    with open_store(db) as store:
        export(store, tmp_path / "out")
        expected = {one.record.id: one.record for one in stored(store)}
    lines = (tmp_path / "out" / RECORDS).read_text("utf-8").splitlines()
    found = {record.id: record for record in map(adapter.validate_json, lines)}
    assert found == expected
    assert "SUPPORT" in {record.type for record in found.values() if record.kind == "event"}


def test_the_data_package(db, tmp_path):
    """What the specification asks for (Data Package 2.0: package, resource, table schema), and that it is true."""
    more = {"data_cow_wars": Table("Wars", "A war a row.", {"ccode1": "COW number of side A"})}
    with open_store(db) as store:
        export(store, tmp_path / "out", more=more)
    folder = tmp_path / "out"
    package = json.loads((folder / PACKAGE).read_text("utf-8"))
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert re.fullmatch(r"[a-z0-9._/-]+", package["name"])
    assert package["created"].endswith("+00:00")
    names = [resource["name"] for resource in package["resources"]]
    assert len(names) == len(set(names))
    assert {resource["path"] for resource in package["resources"]} | {PACKAGE} == {p.name for p in folder.iterdir()}
    types = {"string", "integer", "number", "boolean", "date", "datetime", "object", "array"}
    for resource in package["resources"]:
        assert re.fullmatch(r"[a-z0-9._/-]+", resource["name"])
        data = (folder / resource["path"]).read_bytes()
        assert resource.get("bytes", len(data)) == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert resource["title"]
        assert resource["description"]
        if resource["name"] == "records-jsonl":
            assert "type" not in resource
            continue
        assert (resource["type"], resource["format"]) == ("table", "parquet")
        assert resource["schema"]["missingValues"] == []  # an empty text is a text
        table = pl.read_parquet(folder / resource["path"])
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == table.columns
        assert resource["rows"] == table.height
        assert {field["type"] for field in fields} <= types
        for field in fields:
            if not resource["name"].startswith("data_"):
                assert field["description"], (resource["name"], field["name"])
            if field.get("constraints", {}).get("required"):
                assert table[field["name"]].null_count() == 0
        assert set(resource["schema"].get("primaryKey", ())) <= set(table.columns)
    [wars] = [resource for resource in package["resources"] if resource["name"] == "data_cow_wars"]
    assert wars["schema"]["fields"][0]["description"] == "COW number of side A"
    assert "Sarkees & Wayman" in wars["description"]


def test_every_column_is_described(tmp_path):
    with open_store(tmp_path / "new.duckdb", write=True) as store:
        rows = store.connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal ORDER BY column_index"
        )
        there = {}
        for table, column in rows.fetchall():
            there.setdefault(table, []).append(column)
    assert {name: list(table.columns) for name, table in dictionary().items()} == there
    for name, table in dictionary().items():
        assert table.title, name
        for column, text in {"": table.about, **table.columns}.items():
            assert text.endswith("."), f"{name}.{column}"
            assert "\n" not in text, f"{name}.{column}"


def test_the_page_has_every_table():
    check = subprocess.run([sys.executable, ROOT / "docs" / "make_store.py", "--check"], capture_output=True, text=True)
    assert check.returncode == 0, check.stderr


def test_an_export_replaces_nothing(db, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").touch()
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    with open_store(db) as store:
        for name, words in (("full", "not empty"), ("file", "is a file"), ("no/where", "no folder")):
            with pytest.raises(DetenteError, match=words):
                export(store, tmp_path / name)
        assert export(store, tmp_path / "empty").records == 14
        before = sorted(tmp_path.rglob("*"))
        store.connection.execute("CREATE TEMP TABLE records AS SELECT 1 AS x")  # breaks what comes after the tables
        with pytest.raises(duckdb.Error):
            export(store, tmp_path / "broken")
    assert sorted(tmp_path.rglob("*")) == before


def test_restore_checks_what_it_reads(db, tmp_path):
    with open_store(db) as store:
        export(store, tmp_path / "out")
    target, package = tmp_path / "b.duckdb", tmp_path / "out" / PACKAGE
    whole = {path: path.read_bytes() for path in (tmp_path / "out").iterdir()}

    def said():
        with pytest.raises(DetenteError) as caught:
            restore(tmp_path / "out", target)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.duckdb", "out"]
        for path, data in whole.items():
            path.write_bytes(data)
        return str(caught.value)

    events = tmp_path / "out" / "events.parquet"
    data = bytearray(events.read_bytes())
    data[len(data) // 2] ^= 1
    events.write_bytes(data)
    assert "events.parquet: is not as it was written" in said()
    events.unlink()
    assert "events.parquet: is missing" in said()
    package.unlink()
    assert "has no datapackage.json" in said()
    for broken in ("", "[]", "{}", '{"detente": {"schema": 1}, "resources": [{"name": "a"}]}', '{"detente": 1}'):
        package.write_text(broken)
        assert "is not what `detente export` writes" in said()
    package.write_text(whole[package].decode().replace('"schema": 1', '"schema": 99'))
    assert "newer Détente" in said()
    package.write_text(whole[package].decode().replace('"path": "events.parquet"', '"path": "../a.duckdb"'))
    assert "outside of the folder" in said()
    with pytest.raises(DetenteError, match="no such folder"):
        restore(tmp_path / "nowhere", target)


def test_restore_replaces_nothing(db, tmp_path):
    with open_store(db) as store:
        export(store, tmp_path / "out")
    before = db.read_bytes()
    with pytest.raises(DetenteError, match="holds documents already"):
        restore(tmp_path / "out", db)
    assert db.read_bytes() == before
    with open_store(tmp_path / "empty.duckdb", write=True):
        pass
    restore(tmp_path / "out", tmp_path / "empty.duckdb")
    assert everything(tmp_path / "empty.duckdb") == everything(db)
    (tmp_path / "text").write_text("mine")
    with pytest.raises(DetenteError, match="no DuckDB file"):
        restore(tmp_path / "out", tmp_path / "text")
    assert (tmp_path / "text").read_text() == "mine"


def test_nothing_of_a_package_runs_as_sql(db, tmp_path):
    """A package from a stranger may say what it likes: names and types are no statements."""
    with open_store(db) as store:
        export(store, tmp_path / "out")
    package = tmp_path / "out" / PACKAGE
    told = json.loads(package.read_text("utf-8"))
    [wars] = [resource for resource in told["resources"] if resource["name"] == "data_cow_wars"]
    wars["schema"]["fields"][0]["duckdbType"] = "INTEGER); DROP TABLE documents; --"
    wars["name"] = 'x" (y INTEGER); DROP TABLE documents; --'
    package.write_text(json.dumps(told))
    restore(tmp_path / "out", tmp_path / "b.duckdb")
    with open_store(tmp_path / "b.duckdb") as store:
        assert store.documents().height == 2
        assert store.connection.execute(f'SELECT count(*) FROM "{wars["name"].replace(chr(34), chr(34) * 2)}"')
