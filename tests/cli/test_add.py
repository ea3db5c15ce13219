"""`detente add`: what goes in, what is said, and that a second process waits its turn."""

import hashlib
import json
import os
import shutil
import subprocess
import time

import pytest

from detente.store import open_store
from detente.store.reading import stored


@pytest.fixture
def db(tmp_path):
    return tmp_path / "relations.duckdb"


def held(db):
    """doc (a story's id, a file's name) -> evidence, in order."""
    with open_store(db) as store:
        found = {}
        for one in stored(store):
            name = one.document.doc if len(one.document.doc) < 64 else one.document.source.rpartition("/")[2]
            found.setdefault(name, []).append(one.record.evidence)
        return found


def test_a_folder(run, texts, db):
    done = run("add", texts, "--db", db)
    assert (done.status, done.err) == (0, "")
    assert done.out.decode() == "4 documents added, with 6 records\n"
    assert held(db) == {
        "one.txt": ["CHN met RUS in 1992", "USA blamed CHN"],
        "two.txt": ["IND met PAK in 1999", "IND joined SCO in 2017"],
        "a": ["CHN met IND in 2018"],
        "b": ["RUS met IND in 2019"],
    }


def test_twice_changes_nothing(run, texts, db, tmp_path):
    run("add", texts, "--db", db)
    before = db.read_bytes()
    copy = tmp_path / "copy"
    shutil.copytree(texts, copy)
    for inputs in ([texts], [texts / "*.txt"], [copy], [copy / "news.jsonl", texts / "one.txt"]):
        done = run("add", *inputs, "--db", db)
        assert done.status == 0
        assert done.out.decode().startswith("nothing new; ")
    assert len(db.read_bytes()) == len(before)
    with open_store(db) as store:
        assert store.documents(with_superseded=True).height == 4


def test_patterns_files_and_what_cannot_be_read(run, texts, db):
    (texts / "bad.pdf").write_bytes(b"nothing of the kind")
    done = run("add", texts / "t*.txt", texts / "bad.pdf", texts / "none.txt", "--db", db)
    assert done.status == 2
    assert done.out.decode() == "1 document added, with 2 records\n"
    assert len(done.errors) == 2
    assert list(held(db)) == ["two.txt"]


def test_nothing_to_store_makes_no_file(run, texts, db):
    for inputs in (["none.txt"], [texts / "*.nothing"]):
        done = run("add", *inputs, "--db", db)
        assert (done.status, done.out, len(done.errors)) == (2, b"", 1)
        assert not db.exists()


def test_a_text_that_breaks_the_coder_is_left_out(run, texts, db):
    (texts / "crash.txt").write_text("CRASH\n")
    done = run("add", texts, "--db", db)
    assert done.status == 2
    assert done.out.decode() == "4 documents added, with 6 records; 1 could not be read\n"
    assert "crash.txt: could not be coded" in done.err


def test_a_changed_story_and_a_newer_coder(run, texts, db, fake_coder, monkeypatch):
    run("add", texts, "--db", db)
    (texts / "news.jsonl").write_text(
        '{"id": "a", "text": "CHN met IND in 2018. CHN blamed IND in 2020.", "date": "2018-04-28"}\n'
        '{"id": "b", "text": "RUS met IND in 2019.", "date": "2019-09-04"}\n'
    )
    done = run("add", texts, "--db", db)
    assert done.out.decode() == "0 documents added, 1 changed, with 2 records; 3 already there\n"
    assert held(db)["a"] == ["CHN met IND in 2018", "CHN blamed IND in 2020"]
    monkeypatch.setattr(fake_coder, "CODER", "fake 2")
    done = run("add", texts, "--db", db)
    assert done.out.decode() == "0 documents added, 4 read again, with 7 records\n"


def test_published_and_source(run, texts, db):
    run("add", texts / "one.txt", texts / "news.jsonl", "--db", db, "--published", "2000-05-06", "--source", "The Sun")
    with open_store(db) as store:
        found = {(row["doc"][:5], str(row["published"]), row["source"]) for row in store.documents().to_dicts()}
    assert found == {
        (found_doc(texts / "one.txt"), "2000-05-06", "The Sun"),
        ("a", "2018-04-28", "The Sun"),
        ("b", "2019-09-04", "The Sun"),
    }
    (texts / "more.jsonl").write_text('{"id": "c", "text": "CHN met IND in 2011.", "source": "The Moon"}\n')
    run("add", texts / "more.jsonl", "--db", db, "--source", "The Sun")
    with open_store(db) as store:
        assert {one.document.source for one in stored(store, sources=["The M*"])} == {"The Moon"}


def found_doc(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()[:5]


def test_a_wrong_date_or_scope(run, texts, db):
    done = run("add", texts, "--db", db, "--published", "May")
    assert (done.status, len(done.errors)) == (2, 1)
    assert "YYYY-MM-DD" in done.err
    assert not db.exists()


@pytest.mark.slow
def test_workers_store_the_same(command, texts, tmp_path):
    with (texts / "many.jsonl").open("w") as news:
        for number in range(60):
            news.write(json.dumps({"id": f"m{number}", "text": f"CHN met RUS in {1950 + number}."}) + "\n")
    rows = []
    for workers in (1, 2):
        db = tmp_path / f"{workers}.duckdb"
        process = command("add", texts, "--db", db, "--workers", workers, "--batch", 30)
        out, err = process.communicate()
        assert (process.returncode, err) == (0, b""), err
        assert out == b"64 documents added, with 66 records\n"
        with open_store(db) as store:
            rows.append([(one.record, one.document, one.happening) for one in stored(store)])
    assert rows[0] == rows[1]


def test_standard_input(command, db):
    for text, said in (
        (b"CHN met RUS in 1992.", b"1 document added, with 1 record\n"),
        (b"CHN met RUS in 1993.", b"1 document added, with 1 record\n"),
        (b"CHN met RUS in 1992.", b"nothing new; 1 document already there\n"),
    ):
        process = command("add", "-", "--db", db, stdin=subprocess.PIPE)
        out, err = process.communicate(text)
        assert (out, err, process.returncode) == (said, b"", 0)
    assert sum(map(len, held(db).values())) == 2


def test_records_that_exist_already(run, texts, db, tmp_path, fake_coder, monkeypatch):
    """Coded elsewhere, as JSON Lines or Parquet: nothing is coded again, and the store is the same."""
    run("code", texts / "one.txt", "-o", tmp_path / "one.jsonl")
    run("code", texts / "news.jsonl", "-o", tmp_path / "news.parquet")
    run("add", texts, "--db", db)
    expected = held(db)

    def broken(document, *, scope):
        raise ValueError("nothing is to be coded")

    monkeypatch.setattr(fake_coder, "code", broken)
    other = tmp_path / "other.duckdb"
    made = ["--records", tmp_path / "one.jsonl", "--records", tmp_path / "news.parquet"]
    done = run("add", texts / "one.txt", texts / "news.jsonl", *made, "--db", other)
    assert (done.status, done.err) == (0, "")
    assert done.out.decode() == "3 documents added, with 4 records\n"
    assert held(other) == {name: found for name, found in expected.items() if name != "two.txt"}
    # Records of another text under its name, and files that hold none.
    lines = (tmp_path / "one.jsonl").read_text().replace("CHN met RUS", "USA met RUS")
    (tmp_path / "wrong.jsonl").write_text(lines)
    done = run("add", texts / "one.txt", "--records", tmp_path / "wrong.jsonl", "--db", tmp_path / "third.duckdb")
    assert (done.status, len(done.errors)) == (2, 1)
    assert "is of another text" in done.err
    for name, words in (
        ("none.jsonl", "no such file"),
        ("texts/one.txt", ".jsonl and .parquet"),
        ("texts", "not a record"),
    ):
        done = run("add", texts / "one.txt", "--records", tmp_path / name, "--db", tmp_path / "third.duckdb")
        assert (done.status, len(done.errors)) == (2, 1)
        assert words in done.err
    assert not (tmp_path / "third.duckdb").exists()


# The file


def test_what_is_no_file_of_detente(run, texts, tmp_path):
    import duckdb

    (tmp_path / "garbage").write_bytes(b"hello world" * 1000)
    (tmp_path / "empty").touch()
    duckdb.connect(str(tmp_path / "foreign")).execute("CREATE TABLE a (b INTEGER)").close()
    duckdb.connect(str(tmp_path / "foreign2")).execute("CREATE TABLE meta (b INTEGER)").close()
    with open_store(tmp_path / "newer", write=True) as store:
        store.connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    with open_store(tmp_path / "whole", write=True):
        pass
    data = bytearray((tmp_path / "whole").read_bytes())
    (tmp_path / "cut").write_bytes(data[: len(data) // 2])
    data[4096 : len(data) : 64] = b"\xff" * len(data[4096 : len(data) : 64])
    (tmp_path / "damaged").write_bytes(data)
    said = {
        "garbage": "is no DuckDB file",
        "empty": "is an empty file",
        "foreign": "not one of Détente",
        "foreign2": "not one of Détente",
        "newer": "newer Détente",
        "cut": "damaged",
        "damaged": "damaged",
        ".": "is a folder",
        "nowhere/a.duckdb": "no folder",
    }
    for name, words in said.items():
        path = tmp_path / name
        before = path.read_bytes() if path.is_file() else None
        done = run("add", texts, "--db", path)
        assert (done.status, len(done.errors), done.out) == (2, 1, b""), (name, done.err)
        assert words in done.err, (name, done.err)
        assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_may_not_be_written(run, texts, tmp_path):
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    done = run("add", texts, "--db", folder / "a.duckdb")
    assert (done.status, len(done.errors)) == (2, 1)
    assert "permission" in done.err


def test_a_full_disk(command, texts, db):
    """No file may grow beyond a limit: as on a full disk, a write fails."""
    resource = pytest.importorskip("resource")
    if not hasattr(resource, "prlimit"):
        pytest.skip("this system sets no limits for another process")
    with (texts / "many.jsonl").open("w") as news:
        for number in range(400):
            filling = hashlib.shake_256(str(number).encode()).hexdigest(3000)
            news.write(json.dumps({"id": f"m{number}", "text": f"CHN met RUS in {1600 + number}. {filling}"}) + "\n")
    arguments = ["add", texts / "one.txt", texts / "many.jsonl", "--db", db, "--batch", 20]
    full = command(*arguments)
    resource.prlimit(full.pid, resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))
    out, err = full.communicate()
    assert (full.returncode, out) == (2, b""), err
    [line] = err.decode().splitlines()
    assert f"{db}: cannot be written (could not write" in line
    with open_store(db) as store:
        count = store.documents().height
        assert 0 < count < 401
        assert len(stored(store)) == count + 1
    done = command(*arguments)
    out, err = done.communicate()
    assert (done.returncode, err) == (0, b"")
    assert out.endswith(f"; {count} already there\n".encode())


def test_two_processes_on_one_file(command, texts, db):
    (texts / "slow.txt").write_text("SLOW\n")
    first = command("add", texts / "one.txt", texts / "slow.txt", "--db", db, "--batch", 1)
    try:
        end = time.monotonic() + 30
        while not db.exists():
            assert time.monotonic() < end
            time.sleep(0.05)
        time.sleep(0.5)
        for arguments in (["add", texts / "two.txt"], ["chronology", "CHN", "RUS"]):
            second = command(*arguments, "--db", db)
            out, err = second.communicate()
            [line] = err.decode().splitlines()
            assert (second.returncode, out) == (2, b"")
            assert f"another process ({first.pid}) is " in line
    finally:
        first.terminate()
        first.communicate()
    third = command("add", texts / "two.txt", "--db", db)
    out, err = third.communicate()
    assert (third.returncode, err) == (0, b"")
