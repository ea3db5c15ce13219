"""How fast `detente search` answers: a store with a million sentences of evidence, and as many paragraphs as they fill.

    python bench/search.py [--sentences N] [--keep FOLDER]

Sentences are put together from the first half of one and the second half of another sentence of bench/texts, so that
words are as frequent as in news; each is the evidence of one event between two of twenty states. Printed are the time
that the first search takes to make the index, its size, and for each query the number of hits and the fastest of three.
The file is made in a temporary folder and deleted; --keep keeps it, and another run finds it there.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
STATES = "USA CHN RUS GBR FRA DEU JPN IND PAK ISR EGY CUB KOR PRK VNM IRN IRQ TUR POL CZE".split()
A_DOCUMENT = 10  # sentences
QUERIES = (
    ("treaty", None), ("treaty", ("USA", "CHN")), ('"foreign minister"', None), ("agree*", None),
    ("minister talks OR met -trade", None), ("the", None),
)  # fmt: skip


def sentences() -> list[str]:
    """All sentences of the texts, of a usual length."""
    lines = [line for path in sorted(HERE.glob("texts/*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    stories = [text for line in lines if (text := json.loads(line).get("text"))]
    found = (each for story in stories for each in re.split(r"(?<=[.!?])\s+", story))
    return sorted({each for each in found if 40 < len(each) < 400})


def make(path: Path, count: int) -> None:
    """A store with so many sentences of evidence."""
    import polars as pl

    from detente.store import open_store

    real = sentences()
    draw = random.Random(1)
    with open_store(path, write=True) as store:
        for first in range(0, count, 100_000):
            documents, records, parties = [], [], []
            for number in range(first // A_DOCUMENT, min(first + 100_000, count) // A_DOCUMENT):
                text = ""
                for place in range(A_DOCUMENT):
                    begins, ends = draw.choice(real).split(), draw.choice(real).split()
                    sentence = " ".join(begins[: len(begins) // 2] + ends[len(ends) // 2 :])
                    key = (f"d{number}", f"{number:010x}{place:06x}")
                    records.append((*key, len(text), len(text) + len(sentence), sentence))
                    a, b = draw.sample(STATES, 2)
                    parties += [(*key, "actor", 0, a), (*key, "recipient", 0, b)]
                    text += sentence + ("\n\n" if place % 3 == 2 else " ")
                documents.append((f"d{number}", text))
            for name, rows, columns in (
                ("documents", documents, ["document", "text"]),
                ("records", records, ["document", "record", "start_char", "end_char", "evidence"]),
                ("participants", parties, ["document", "record", "role", "place", "code"]),
            ):
                store.connection.register(name + "_given", pl.DataFrame(rows, schema=columns, orient="row"))
            store.connection.execute("""
                INSERT INTO documents BY NAME SELECT document, document AS doc, document AS origin, document AS place,
                1 AS version, '' AS sha256, text, 'all' AS scope, 'bench 1' AS coder, now()::TIMESTAMP AS added
                FROM documents_given;
                INSERT INTO records BY NAME SELECT *, 'event' AS kind, 1.0 AS confidence, 'bench 1' AS coder,
                now()::TIMESTAMP AS added FROM records_given;
                INSERT INTO participants BY NAME SELECT * FROM participants_given;
                INSERT INTO events SELECT document, record, 'CONSULT', '', '' FROM records_given;
            """)


def main() -> None:
    """Make, index, ask."""
    from detente.store import open_store
    from detente.store.search import search

    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--sentences", type=int, default=1_000_000)
    wanted.add_argument("--keep", type=Path)
    asked = wanted.parse_args()
    with tempfile.TemporaryDirectory(prefix="detente-") as scratch:
        path = (asked.keep or Path(scratch)) / f"search-{asked.sentences}.duckdb"
        if not path.exists():
            make(path, asked.sentences)
        index = path.with_name(path.name + ".search")
        index.unlink(missing_ok=True)
        with open_store(path) as store:
            begun = time.perf_counter()
            search(store, "treaty")
            print(f"{asked.sentences:,} sentences: index made in {time.perf_counter() - begun:.0f} s, "
                  f"{index.stat().st_size / 1e6:.0f} MB; the store has {path.stat().st_size / 1e6:.0f} MB")  # fmt: skip
            for words, dyad in QUERIES:
                times = []
                for _ in range(3):
                    begun = time.perf_counter()
                    found = search(store, words, dyad=dyad)
                    times.append(time.perf_counter() - begun)
                of = f" of {' and '.join(dyad)}" if dyad else ""
                print(
                    f"{words}{of}: {found.sentences:,} sentences, {found.paragraphs:,} paragraphs, {min(times):.2f} s"
                )


if __name__ == "__main__":
    main()
