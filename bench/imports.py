"""How fast and in how much memory other coders' events are imported, beside DuckDB's own reader of the same file.

    python bench/imports.py [--megabytes N] [--memory 1GB] [--coder gdelt|icews] [--repeats N] [--json OUT]

The file is made of the real samples in ../shared/data/events, repeated under fresh ids until it has N megabytes (1,000
without --megabytes), in a temporary folder. Each of these runs in a process of its own, with the same memory limit for
DuckDB, the fastest of some runs counts, and the most memory that the process ever held is printed:

scan     `SELECT count(*) FROM read_csv(...)`: DuckDB parses the file and keeps nothing
table    `CREATE TABLE ... AS SELECT * FROM read_csv(...)` into a DuckDB file: what one does without Détente
import   `import_events`: hash, codes to PLOVER and states, what is there already, sorted into the store

"of the speed of table" and "of scan" are the import's megabytes a second over those of the other.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
EVENTS = HERE.parent.parent / "shared" / "data" / "events"
SAMPLES = {
    "gdelt": ("gdelt2_20180326044500.export.CSV", "gdelt2_20191024143000.export.CSV"),
    "icews": ("icews_events.2018.sample.tab",),
}


def make(coder: str, megabytes: int, path: Path) -> None:
    """Repeat the samples under ids of their own until the file is as large as asked for."""
    header = b""
    lines: list[bytes] = []
    for name in SAMPLES[coder]:
        text = (EVENTS / name).read_bytes().splitlines(keepends=True)
        if coder == "icews":
            header, text = text[0], text[1:]
        lines += text
    rests = [line.split(b"\t", 1)[1] for line in lines]
    rests = [rest if rest.endswith(b"\n") else rest + b"\n" for rest in rests]
    first = 900_000_000
    with path.open("wb") as out:
        size = out.write(header)
        while size < megabytes * 1_000_000:
            size += out.write(b"".join(b"%d\t%s" % (first + n, rest) for n, rest in enumerate(rests)))
            first += len(rests)


def step(name: str, coder: str, path: Path, memory: str, place: Path) -> None:
    """One run in this process; prints seconds, peak memory in MB and what was counted."""
    import resource

    database = place / f"{name}.duckdb"
    database.unlink(missing_ok=True)
    reader = f"read_csv('{path}', delim='\t', quote='', header={'true' if coder == 'icews' else 'false'})"
    if name == "import":
        from detente.sources.events import import_events
        from detente.store import open_store

        begin = time.perf_counter()
        with open_store(database, write=True) as store:
            rows = import_events(store, coder, [path], memory=memory)[0].rows
        seconds = time.perf_counter() - begin
    else:
        import duckdb

        begin = time.perf_counter()
        with duckdb.connect(str(database)) as connection:
            connection.execute(f"SET memory_limit = '{memory}'")
            sql = f"SELECT count(*) FROM {reader}" if name == "scan" else f"CREATE TABLE events AS FROM {reader}"
            ((rows,),) = connection.execute(sql).fetchall()
        seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "rows": rows}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--memory", default="1GB")
    parser.add_argument("--coder", choices=SAMPLES, default="gdelt")
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        name, path = arguments.step
        step(name, arguments.coder, Path(path), arguments.memory, Path(path).parent)
        return
    if not EVENTS.is_dir():
        sys.exit(f"{EVENTS}: there are no samples on this machine to make a file of")
    with tempfile.TemporaryDirectory(prefix="detente-bench-") as folder:
        path = Path(folder) / "events.csv"
        make(arguments.coder, arguments.megabytes, path)
        size = path.stat().st_size / 1e6
        found = {}
        for name in ("scan", "table", "import"):
            runs = [
                json.loads(
                    subprocess.run(
                        [sys.executable, __file__, "--coder", arguments.coder, "--memory", arguments.memory,
                         "--step", name, str(path)],
                        check=True, capture_output=True, text=True,
                    ).stdout
                )
                for _ in range(arguments.repeats)
            ]  # fmt: skip
            one = min(runs, key=lambda run: run["seconds"])
            found[name] = one | {"mb_per_second": size / one["seconds"], "peak_mb": max(run["peak_mb"] for run in runs)}
        print(f"{size:,.0f} MB, {found['import']['rows']:,} events of {arguments.coder}, {os.cpu_count()} processors, "
              f"DuckDB's memory limit {arguments.memory}")  # fmt: skip
        for name, one in found.items():
            print(f"{name:8s}{one['seconds']:8.2f} s{one['mb_per_second']:8.0f} MB/s   peak {one['peak_mb']:6.0f} MB")
        for name in ("table", "scan"):
            ratio = found["import"]["mb_per_second"] / found[name]["mb_per_second"]
            found[f"speed_of_{name}"] = ratio
            print(f"the import has {ratio:.2f} of the speed of {name}")
        if arguments.json:
            arguments.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
