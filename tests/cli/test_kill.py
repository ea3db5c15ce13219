"""`kill -9` while documents are added: what was stored is whole, and the next run goes on from there."""

import json
import random
import signal
import sys
import time

import pytest

from detente.errors import DetenteError
from detente.store import open_store

TABLES = "documents records participants events agreements statuses positions figures offices memberships happenings"
STATES = "CHN RUS USA IND PAK JPN KOR VNM".split()
KILLS = 12
COUNT = 300


def write_news(path, count):
    """Short stories of one to three sentences; a third of them tell what another one tells."""
    chance = random.Random(3)
    told = []
    with path.open("w") as news:
        for number in range(count):
            sentences = []
            for _ in range(chance.randint(1, 3)):
                if told and chance.random() < 0.3:
                    sentences.append(chance.choice(told))
                else:
                    a, b = chance.sample(STATES, 2)
                    sentences.append(f"{a} {chance.choice(['met', 'blamed'])} {b} in {chance.randint(1950, 2019)}.")
                    told.append(sentences[-1])
            story = {"id": f"s{number}", "date": "2020-01-01", "text": f"Story {number}. {' '.join(sentences)}"}
            news.write(json.dumps(story) + "\n")


def dump(store):
    """All that is stored, but for the moments at which it was."""
    found = {}
    for table in TABLES.split():
        has_times = table in ("documents", "records")
        but = "EXCLUDE (added) REPLACE (superseded IS NULL AS superseded)" if has_times else ""
        found[table] = store.connection.execute(f"SELECT * {but} FROM {table} ORDER BY ALL").fetchall()
    return found


def check_whole(store):
    """Every document that is there has all its records, once, with all that belongs to them."""
    from tests_fake_coder import code

    from detente.text import Document

    rows = store.connection.execute("SELECT document, text, doc, strftime(published, '%Y-%m-%d') FROM documents")
    expected = {
        (document, record.id)
        for document, text, doc, day in rows.fetchall()
        for record in code(Document(text, published=day, id=doc))
    }
    for table in ("records", "happenings"):
        found = store.connection.execute(f"SELECT document, record FROM {table}").fetchall()
        assert len(found) == len(set(found))
        assert set(found) == expected
    sides = store.connection.execute("SELECT document, record FROM participants GROUP BY ALL HAVING count(*) = 2")
    assert set(sides.fetchall()) == expected


@pytest.mark.slow
def test_killed_at_any_moment_nothing_is_half(command, fake_coder, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "tests_fake_coder", fake_coder)
    news = tmp_path / "news.jsonl"
    write_news(news, COUNT)
    arguments = ["add", news, "--batch", 10, "--db"]
    undisturbed = command(*arguments, tmp_path / "undisturbed.duckdb")
    began = time.monotonic()
    assert undisturbed.wait() == 0, undisturbed.stderr.read()
    whole = time.monotonic() - began

    db = tmp_path / "killed.duckdb"
    chance = random.Random(time.time_ns())  # other moments each time; what it finds is a defect whenever it is found
    killed, seen = 0, [0]
    while killed < KILLS:
        process = command(*arguments, db)
        time.sleep(chance.uniform(0.05, whole / 2))
        process.send_signal(signal.SIGKILL)
        if process.wait() == 0:  # it was faster
            break
        killed += 1
        if not db.exists():
            continue
        try:
            with open_store(db) as store:
                check_whole(store)
                seen.append(store.documents().height)
        except DetenteError as error:  # killed before there was anything to keep
            assert "holds nothing yet" in str(error) or "empty file" in str(error)
    assert seen == sorted(seen)  # what was stored once stays
    assert killed >= 3
    assert any(0 < number < COUNT for number in seen), seen
    last = command(*arguments, db)
    assert last.wait() == 0, last.stderr.read()

    with open_store(db) as store, open_store(tmp_path / "undisturbed.duckdb") as other:
        check_whole(store)
        assert store.documents().height == COUNT
        one, two = dump(store), dump(other)
        for table in TABLES.split():
            assert one[table] == two[table], table


def test_interrupted_it_keeps_what_was_read(command, tmp_path):
    news = tmp_path / "news.jsonl"
    write_news(news, 20)
    with news.open("a") as out:
        out.write(json.dumps({"id": "slow", "text": "SLOW. CHN met RUS in 1992."}) + "\n")
    for stop, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        db = tmp_path / f"{stop.name}.duckdb"
        process = command("add", news, "--db", db)
        wait_for(db)
        time.sleep(1.5)
        process.send_signal(stop)
        assert process.wait(timeout=20) == status, process.stderr.read()
        with open_store(db) as store:
            assert store.documents().height == 20


def wait_for(path):
    end = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < end
        time.sleep(0.05)
