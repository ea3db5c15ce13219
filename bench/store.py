"""How fast the store answers as other coders' events grow: 10 thousand, 1 million and, on request, 50 million rows.

    python bench/store.py [--rows N ...] [--imports N] [--memory 4GB] [--sort] [--json OUT]

The rows are made of the real samples in ../shared/data/events: all columns of a row are those of a real event, but its
two states are drawn from another real event, its day from 1979 to 2024, and its id is fresh. They are written as so
many imports (10 without --imports), each in order, as `detente import` does; --sort then brings them into one order.
The file is made in a temporary folder and deleted. 50 million rows take some minutes and 6 GB of room.

chronology      `dyad_events` and the chronology's `coded_events` of China and Russia, and of the largest dyad
yearly counts   `yearly_counts` of all dyads by year and type, against the same written by hand for plain DuckDB

Each is timed as the fastest of five, on the clock and, in brackets, in processor time of all threads, which a busy
machine disturbs less; "first" is the first query after the file has been opened.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
EVENTS = HERE.parent.parent / "shared" / "data" / "events"
SAMPLES = (
    ("gdelt", "gdelt1_sample_57_58_columns.tsv"),
    ("gdelt", "gdelt2_20180326044500.export.CSV"),
    ("gdelt", "gdelt2_20191024143000.export.CSV"),
    ("icews", "icews_events.2018.sample.tab"),
)
BY_HAND = """
    SELECT dyad, coder, year(day) AS year, type, count(*) AS events, avg(goldstein) AS goldstein
    FROM coded_events WHERE dyad <> '' AND type <> '' GROUP BY ALL ORDER BY ALL
"""


def make(path: Path, rows: int, imports: int, memory: str) -> None:
    """A store with so many events, resampled from real ones."""
    from detente.sources.events import import_events
    from detente.store import open_store

    with open_store(path, write=True) as store:
        connection = store.connection
        for coder, name in SAMPLES:
            import_events(store, coder, [EVENTS / name])
        connection.execute(f"SET memory_limit = '{memory}'")
        connection.execute("CREATE TEMP TABLE real AS SELECT row_number() OVER () - 1 AS n, * FROM coded_events")
        connection.execute("DELETE FROM coded_events")
        ((count,),) = connection.execute("SELECT count(*) FROM real").fetchall()
        done = 0
        for number in range(1, imports + 1):
            part = rows * number // imports - done
            # Multiplicative hashing draws the rows: the same file each time, on any number of threads.
            connection.execute(
                f"""
                INSERT INTO coded_events
                SELECT w.coder, {number}, (100000000 + i)::VARCHAR, DATE '1979-01-01' + (hash(i, 3) % 16802)::INTEGER,
                       d.dyad, d.actor, d.recipient, d.actor_raw, d.recipient_raw,
                       w.cameo, w.type, w.mode, w.contexts, w.goldstein, w.reports, w.publisher, w.story, w.url
                FROM (SELECT i, (hash(i, 1) % {count})::BIGINT AS what, (hash(i, 2) % {count})::BIGINT AS who
                      FROM range({done}, {done + part}) r(i))
                JOIN real w ON w.n = what JOIN real d ON d.n = who
                ORDER BY dyad, 4, 3
                """
            )
            done += part


def fastest(function: Callable[[], object], repeats: int = 5) -> tuple[float, float]:
    """Seconds on the clock, and of processor time, each of the run that took least of it."""
    clock, processor = [], []
    for _ in range(repeats):
        begin, begun = time.perf_counter(), time.process_time()
        function()
        clock.append(time.perf_counter() - begin)
        processor.append(time.process_time() - begun)
    return min(clock), min(processor)


def measure(path: Path, memory: str, *, sort: bool) -> dict:
    """Times of the queries, in seconds."""
    from detente.store import open_store
    from detente.store.chronology import coded_events
    from detente.store.counts import dyad_events, yearly_counts

    found: dict = {}
    if sort:
        from detente.store.sorting import sort_events

        with open_store(path, write=True) as store:
            store.connection.execute(f"SET memory_limit = '{memory}'")
            found["sorting"] = fastest(lambda: sort_events(store), 1)
    coders = ("gdelt1", "gdelt2", "icews", "polecat")
    with open_store(path) as store:
        found["China-Russia, first"] = fastest(lambda: dyad_events(store, "CHN", "RUS"), 1)
        found["China-Russia, events"] = dyad_events(store, "CHN", "RUS").height
        found["China-Russia"] = fastest(lambda: dyad_events(store, "CHN", "RUS"))
        found["China-Russia, for the chronology"] = fastest(lambda: coded_events(store, ("CHN", "RUS"), coders))
        sql = "SELECT dyad, count(*) FROM coded_events WHERE dyad <> '' GROUP BY dyad ORDER BY 2 DESC LIMIT 1"
        ((largest, number),) = store.connection.execute(sql).fetchall()
        a, b = largest.split("-")
        found[f"largest ({largest}), events"] = number
        found["largest, a year"] = fastest(lambda: dyad_events(store, a, b, "2024-01-01", "2024-12-31"))
        found["largest, all"] = fastest(lambda: dyad_events(store, a, b), 2)
        ours = fastest(lambda: yearly_counts(store))
        plain = fastest(lambda: store.connection.cursor().sql(BY_HAND).pl())
        found |= {"yearly counts": ours, "yearly counts by hand": plain}
        found |= {"ratio": ours[0] / plain[0], "ratio in processor time": ours[1] / plain[1]}
        assert yearly_counts(store).select("dyad", "coder", "year", "type", "events").equals(
            store.connection.cursor().sql(BY_HAND.replace("year(day)", "year(day)::INTEGER")).pl().select(
                "dyad", "coder", "year", "type", "events")), "the two count differently"  # fmt: skip
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--imports", type=int, default=10)
    parser.add_argument("--memory", default="4GB")
    parser.add_argument("--sort", action="store_true")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    if not EVENTS.is_dir():
        sys.exit(f"{EVENTS}: there are no samples on this machine to make rows of")
    results = {}
    for rows in arguments.rows:
        with tempfile.TemporaryDirectory(prefix="detente-bench-") as folder:
            path = Path(folder) / "store.duckdb"
            begin = time.perf_counter()
            make(path, rows, arguments.imports, arguments.memory)
            made = time.perf_counter() - begin
            found = measure(path, arguments.memory, sort=arguments.sort)
            print(f"{rows:,} rows in {arguments.imports} imports, {os.cpu_count()} processors; "
                  f"made in {made:.0f} s, {path.stat().st_size / 1e6:,.0f} MB")  # fmt: skip
            for name, value in found.items():
                if isinstance(value, tuple):
                    print(f"  {name:36s}{value[0]:12.3f} s  ({value[1]:.3f} s)")
                else:
                    print(f"  {name:36s}{value:12.3f}" if isinstance(value, float) else f"  {name:36s}{value:12,}")
            results[rows] = found | {"making": made, "megabytes": path.stat().st_size / 1e6}
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
