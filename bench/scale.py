"""What a large corpus would take: stories a second of one core, and from that core-hours and money.

    python bench/scale.py [--words 400] [--stories 100e6] [--price 0.05] [--spark] [--repeats 3] [--json OUT]

Three kinds of story of the same length are timed, as the Spark engine's workers code them (a line of JSON in, a row of
Arrow out), in one process and on one thread, in seconds of processor time, so that a busy machine disturbs it little:

relations  paragraphs of the accounts in examples/: nearly every sentence holds a record
world      stories of bench/texts/mixed_news.jsonl, one after the other: many states are named, little is between them
local      those of them that name no state, organisation or group: documents that the prefilter passes by

The first two are read, the third is not: the table shows a corpus by the share of stories that name two actors or more.

--spark also runs the engine on this machine, all cores, and compares: its overhead is the time on the clock times the
cores, over the processor time of the coding alone. It means something on an idle machine only.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from itertools import cycle
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SHARES = (0.1, 0.25, 0.5, 1.0)
TIMED = 60  # stories of each kind


def cut(pieces: list[str], words: int, count: int) -> list[str]:
    """So many stories of about so many words each, made of pieces in order, over and over."""
    found, supply = [], cycle(pieces)
    for _ in range(count):
        held: list[str] = []
        while sum(len(piece.split()) for piece in held) < words:
            held.append(next(supply))
        found.append("\n\n".join(held))
    return found


def relations(words: int, count: int) -> list[str]:
    """Stories that are all about relations."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))]
    pieces = [piece for text in texts for piece in text.split("\n\n") if len(piece.split()) > 15]
    return cut(pieces, words, count)


def world(words: int, count: int) -> list[str]:
    """Stories that name states from everywhere."""
    return cut(_mixed_news(), words, count)


def local(words: int, count: int) -> list[str]:
    """Stories that name nobody who could be a party."""
    from detente.language.actors import find_actors

    return cut([text for text in _mixed_news() if not find_actors(text)], words, count)


def _mixed_news() -> list[str]:
    lines = (HERE / "texts" / "mixed_news.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def lines_of(texts: list[str], name: str) -> list[bytes]:
    stories = [{"id": f"{name}-{i}", "text": text, "date": "2020-01-15"} for i, text in enumerate(texts)]
    return [json.dumps(story).encode() for story in stories]


def seconds_a_story(lines: list[bytes], repeats: int) -> tuple[float, float]:
    """Processor seconds, and records, that a story takes: the best of several runs."""
    import pyarrow as pa

    from detente.spark.worker import Coder

    batch = pa.RecordBatch.from_pylist([{"line": line, "file": "news.jsonl"} for line in lines])
    coder = Coder()
    times, records = [], 0
    for _ in range(repeats):
        begin = time.process_time()
        [made] = coder([batch])
        times.append(time.process_time() - begin)
        records = sum(len(row) for row in made.column("coded").to_pylist())
    return min(times) / len(lines), records / len(lines)


def with_spark(lines: list[bytes], coding: float) -> float:
    """Core-seconds of the engine for these lines, over the seconds that coding them takes alone."""
    from detente.spark.engine import code_corpus
    from detente.spark.session import session
    from detente.spark.worker import Coder

    with tempfile.TemporaryDirectory() as folder, session() as spark:
        source = Path(folder) / "news.jsonl"
        source.write_bytes(b"\n".join(lines[:64]) + b"\n")
        code_corpus(spark, str(source), f"{folder}/warm", Coder())  # workers are up, the reader is loaded
        source.write_bytes(b"\n".join(lines) + b"\n")
        begin = time.monotonic()
        code_corpus(spark, str(source), f"{folder}/out", Coder())
        seconds = time.monotonic() - begin
    return seconds * (os.cpu_count() or 1) / coding


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=400, help="length of a story")
    parser.add_argument("--stories", type=float, default=100e6, help="size of the corpus")
    parser.add_argument("--price", type=float, default=0.05, help="money for a core (vCPU) and an hour")
    parser.add_argument("--spark", action="store_true", help="measure what Spark adds")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    arguments = parser.parse_args()

    found: dict = {"words": arguments.words}
    lines: dict[str, list[bytes]] = {}
    for name, make in (("relations", relations), ("world", world), ("local", local)):
        lines[name] = lines_of(make(arguments.words, TIMED), name)
        seconds_a_story(lines[name][:2], 1)
        seconds, records = seconds_a_story(lines[name], arguments.repeats)
        found[name] = {"seconds": seconds, "stories_a_second": 1 / seconds, "records": records}
        print(f"{name:<10} {1 / seconds:7.2f} stories/s a core ({arguments.words} words, {records:.1f} records each)")
    overhead = 1.0
    if arguments.spark:
        mixed = [line for each in zip(*lines.values(), strict=True) for line in each] * 10
        coding = 10 * TIMED * sum(found[name]["seconds"] for name in lines)
        overhead = found["overhead"] = with_spark(mixed, coding)
        print(f"Spark takes {overhead:.2f} times the core-seconds of the coding ({len(mixed)} stories)")
    print(f"\n{arguments.stories:,.0f} stories, {arguments.price} an hour of a core:")
    print("  that are read   core-seconds a story   core-hours      cost   days on 1,000 cores")
    read = max(found["relations"]["seconds"], found["world"]["seconds"])
    for share in SHARES:
        seconds = (share * read + (1 - share) * found["local"]["seconds"]) * overhead
        hours = arguments.stories * seconds / 3600
        cost = hours * arguments.price
        print(f"{share:>15.0%}   {seconds:>20.4f}   {hours:>10,.0f}   {cost:>7,.0f}   {hours / 24_000:>19.2f}")
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
