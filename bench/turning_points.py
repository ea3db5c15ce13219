"""Turning points that the measures find in accounts of China and Russia, against those that histories name.

    python bench/turning_points.py [TEXT_OR_RECORDS...] [--tolerance YEARS] [--since YEAR]

Without arguments: examples/china-russia.txt, and where they lie beside the project ../shared/texts/china-russia.txt and
the hand-coded records ../shared/gold/dev/china-russia.jsonl. Three readings, each with its hits and misses:

cuts     change points of the scores of events (`measures.turning`), from 1945 on
rungs    steps of the ladder that the texts themselves tell (`measures.ladder`): no statistics
either   one of the two
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

import polars as pl

from detente.errors import DetenteError
from detente.measures.ladder import ladder
from detente.measures.turning import compared, turning_points
from detente.record import Record, edtf
from detente.record.model import adapter

ROOT = Path(__file__).resolve().parent.parent
DEFAULT = (
    ROOT / "examples" / "china-russia.txt",
    ROOT.parent / "shared" / "texts" / "china-russia.txt",
    ROOT.parent / "shared" / "gold" / "dev" / "china-russia.jsonl",
)
# First and last year. Sources: the turning points that general histories of the relationship agree on.
HISTORIES = {
    "split (1961)": (1961, 1961),
    "border war (1969)": (1969, 1969),
    "normalisation, end of the Soviet Union (1989-91)": (1989, 1991),
    "strategic partnership (1996)": (1996, 1996),
    "treaty of friendship (2001)": (2001, 2001),
    "Crimea (2014)": (2014, 2014),
    "no limits, invasion of Ukraine (2022)": (2022, 2022),
}
A, B = "CHN", "RUS"


def records(path: Path) -> list[Record]:
    """The records of a text, coded now, or those of a file of records."""
    if path.suffix == ".jsonl":
        lines = path.read_text(encoding="utf-8").splitlines()
        return [adapter.validate_python({"doc": path.stem, **json.loads(line)}) for line in lines if line.strip()]
    import detente

    return detente.code(path.read_text(encoding="utf-8"))


def events(found: list[Record], since: int) -> pl.DataFrame:
    """The events frame of the two states."""
    rows = []
    for record in found:
        days = edtf.bounds(record.date)
        if record.kind != "event" or record.aux or not days or not days[0] or days[0].year < since:
            continue
        for actor in record.actors:
            for recipient in record.recipients or record.actors:
                if {actor, recipient} == {A, B}:
                    rows.append((days[0], actor, recipient, record.type, record.mode, record.confidence, record.id))
    columns = ["day", "actor", "recipient", "type", "mode", "confidence", "id"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def statuses(found: list[Record], since: int) -> pl.DataFrame:
    """The statuses of the two states that are surer than not."""
    rows = []
    for record in found:
        days = edtf.bounds(record.date)
        if record.kind == "status" and set(record.parties) == {A, B} and record.confidence >= 0.5:
            day = (days[0] or days[1]) if days else None
            if day is None or day.year >= since:
                rows.append((day, record.status, record.level, record.change, record.id))
    schema = {"day": pl.Date, "status": pl.String, "level": pl.String, "change": pl.String, "id": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--tolerance", type=int, default=1)
    parser.add_argument("--since", type=int, default=1945)
    given = parser.parse_args()
    for path in given.paths or [path for path in DEFAULT if path.exists()]:
        found = records(path)
        happened = events(found, given.since)
        print(f"\n{path.parent.name}/{path.name}: {happened['id'].n_unique()} dated events since {given.since}")
        try:
            points = turning_points(happened, A, B)
        except DetenteError as error:
            print(f"  {error}")
            continue
        for row in points.iter_rows(named=True):
            print(
                f"  cut {row['day'].year}: {row['before']:+.1f} to {row['after']:+.1f}, "
                f"persists to {row['persists']:.1f} times the penalty, support {row['support']:.2f}, "
                f"{row['low'].year}-{row['high'].year}"
            )
        rungs = ladder(statuses(found, given.since))
        for row in rungs.iter_rows(named=True):
            print(f"  rung {row['day'].year}: {row['label']}")
        report(list(points["day"]), list(rungs["day"]), given.tolerance)


def report(cuts: list[date], rungs: list[date], tolerance: int) -> None:
    """Hits and misses of each reading."""
    readings = {"cuts": cuts, "rungs": rungs, "either": sorted({*cuts, *rungs})}
    hits = {name: compared(days, HISTORIES, tolerance=tolerance) for name, days in readings.items()}
    for name in HISTORIES:
        marks = "  ".join(
            f"{reading} {', '.join(map(str, found[name])) or 'miss':<10}" for reading, found in hits.items()
        )
        print(f"  {name:<50} {marks}")
    for reading, days in readings.items():
        named = sum(bool(years) for years in hits[reading].values())
        near = {year for years in hits[reading].values() for year in years}
        extra = sorted({day.year for day in days} - near)
        print(f"  {reading}: {named} of {len(HISTORIES)} found; turns that histories do not name: {extra or 'none'}")


if __name__ == "__main__":
    main()
