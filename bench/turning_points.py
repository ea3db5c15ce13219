"""Turning points that the measures find in accounts of relationships, against those that histories name.

    python bench/turning_points.py [--tolerance YEARS] [--only WORD]

For each account the cuts of `measures.turning`, hits and misses, and, since many cuts hit much, what as many cuts at
random places would hit (mean of 2,000 draws). `steps` are the steps of the ladder that the texts themselves tell
(`measures.ladder`), without statistics.

Accounts: examples/*.txt, coded now; where they lie beside the project ../shared/texts (coded now) and hand-coded
records in ../shared/gold. Parameters of the method are the same everywhere.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from detente.errors import DetenteError
from detente.measures.ladder import ladder
from detente.measures.turning import compared, turning_points
from detente.record import Record, edtf
from detente.record.model import adapter

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
# First and last year of each turning point that general histories of a relationship agree on.
CHINA_RUSSIA = {
    "split (1961)": (1961, 1961),
    "border war (1969)": (1969, 1969),
    "normalisation, end of the Soviet Union (1989-91)": (1989, 1991),
    "strategic partnership (1996)": (1996, 1996),
    "treaty of friendship (2001)": (2001, 2001),
    "Crimea (2014)": (2014, 2014),
    "no limits, invasion of Ukraine (2022)": (2022, 2022),
}
ARGENTINA_CHILE = {
    "war of the Confederation, peace (1837-39)": (1837, 1839),
    "treaty of peace and friendship (1855)": (1855, 1855),
    "boundary treaty (1881)": (1881, 1881),
    "Pacts of May (1902)": (1902, 1902),
    "Beagle crisis (1978)": (1978, 1978),
    "treaty of peace (1984)": (1984, 1985),
    "democracy in both, border agreements (1990-91)": (1990, 1991),
    "Maipu treaty (2009)": (2009, 2009),
}
SOVIET_AMERICAN = {
    "no recognition (1917)": (1917, 1918),
    "relations (1933)": (1933, 1933),
    "allies (1941)": (1941, 1941),
    "cold war (1947)": (1945, 1948),
    "Cuban crisis (1962)": (1962, 1962),
    "detente (1972)": (1972, 1972),
    "end of detente (1979)": (1979, 1980),
    "Gorbachev (1985)": (1985, 1985),
    "end of the cold war (1989-91)": (1989, 1991),
}
CHINA_AMERICA = {
    "treaty of Wanghia (1844)": (1844, 1844),
    "exclusion act (1882)": (1882, 1882),
    "open door, Boxer war (1899-1900)": (1899, 1900),
    "allies (1941)": (1941, 1941),
    "People's Republic, Korean war (1949-50)": (1949, 1950),
    "opening (1971-72)": (1971, 1972),
    "relations (1979)": (1979, 1979),
}
GOLD = SHARED / "gold"
AMERICAN = (
    "us-soviet", "ussr", "salt", "detente", "helsinki", "berlin-airlift", "berlin-crises", "u2-incident",
    "cuban-missile-crisis", "collapse-soviet-union", "soviet-invasion-afghanistan",
)  # fmt: skip
CHINESE = ("china-1", "china-2", "china-communique", "china-talks", "hay-and-china", "korean-war")
# Name, the two, first year, turns, files that are read as one account.
ACCOUNTS: tuple[tuple[str, str, str, int, dict[str, tuple[int, int]], tuple[Path, ...]], ...] = (
    ("example", "CHN", "RUS", 1945, CHINA_RUSSIA, (ROOT / "examples" / "china-russia.txt",)),
    ("another text", "CHN", "RUS", 1945, CHINA_RUSSIA, (SHARED / "texts" / "china-russia.txt",)),
    ("hand-coded", "CHN", "RUS", 1945, CHINA_RUSSIA, (GOLD / "dev" / "china-russia.jsonl",)),
    ("both texts", "CHN", "RUS", 1945, CHINA_RUSSIA,
     (ROOT / "examples" / "china-russia.txt", SHARED / "texts" / "china-russia.txt")),
    ("example", "ARG", "CHL", 1816, ARGENTINA_CHILE, (ROOT / "examples" / "argentina-chile.txt",)),
    ("hand-coded", "USA", "RUS", 1900, SOVIET_AMERICAN,
     (*(GOLD / "train" / f"{name}.jsonl" for name in AMERICAN), GOLD / "dev" / "us-soviet-relations.jsonl")),
    ("hand-coded", "USA", "CHN", 1840, CHINA_AMERICA,
     (*(GOLD / "train" / f"{name}.jsonl" for name in CHINESE), GOLD / "dev" / "rapprochement-china.jsonl")),
)  # fmt: skip


def records(path: Path) -> list[Record]:
    """The records of a text, coded now, or those of a file of records."""
    if path.suffix == ".jsonl":
        lines = path.read_text(encoding="utf-8").splitlines()
        return [adapter.validate_python({"doc": path.stem, **json.loads(line)}) for line in lines if line.strip()]
    import detente

    return detente.code(path.read_text(encoding="utf-8"))


def frames(found: Iterable[Record], pair: set[str], since: int) -> dict[str, pl.DataFrame]:
    """Events, statuses and agreements of the two since a year."""
    rows: dict[str, list[Any]] = {"event": [], "status": [], "agreement": []}
    for record in found:
        days = edtf.bounds(record.date)
        first = (days[0] or days[1]) if days else None
        if first is None or first.year < since:
            continue
        when = {"day": first, "last_day": days[1], "id": record.id, "confidence": record.confidence}
        if record.kind == "event" and not record.aux:
            rows["event"] += [
                {**when, "actor": actor, "recipient": recipient, "type": record.type, "mode": record.mode}
                for actor in record.actors
                for recipient in record.recipients or record.actors
                if {actor, recipient} == pair
            ]
        elif record.kind == "status" and set(record.parties) == pair:
            rows["status"].append({**when, "status": record.status, "level": record.level, "change": record.change})
        elif record.kind == "agreement" and set(record.parties) == pair:
            rows["agreement"].append({**when, "form": record.form, "act": record.act})
    own = {"event": ("actor", "recipient", "type", "mode"), "status": ("status", "level", "change"),
           "agreement": ("form", "act")}  # fmt: skip
    common: dict[str, Any] = {"day": pl.Date, "last_day": pl.Date, "id": pl.String, "confidence": pl.Float64}
    return {kind: pl.DataFrame(rows[kind], schema=common | dict.fromkeys(own[kind], pl.String)) for kind in rows}


def by_chance(number: int, first: int, last: int, known: dict[str, tuple[int, int]], tolerance: int) -> float:
    """How many of the turns as many cuts at random years hit."""
    draw = random.Random(1)
    hits = 0
    for _ in range(2_000):
        days = [date(year, 1, 1) for year in draw.sample(range(first, last + 1), number)]
        hits += sum(map(bool, compared(days, known, tolerance=tolerance).values()))
    return hits / 2_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tolerance", type=int, default=1)
    parser.add_argument("--only", default="", help="accounts whose name holds the word, as in USA-RUS or example")
    given = parser.parse_args()
    for name, a, b, since, known, paths in ACCOUNTS:
        title = f"{a}-{b}, {name}"
        there = [path for path in paths if path.exists()]
        if given.only not in title or not there or (name == "both texts" and len(there) < 2):
            continue
        found = [record for path in there for record in records(path)]
        told = frames(found, {a, b}, since)
        print(f"\n{title}: {told['event']['id'].n_unique()} dated events, {told['status'].height} statuses, "
              f"{told['agreement'].height} agreements since {since}")  # fmt: skip
        try:
            points = turning_points(told["event"], a, b, statuses=told["status"], agreements=told["agreement"])
        except DetenteError as error:
            print(f"  {error}")
            continue
        for row in points.iter_rows(named=True):
            print(
                f"  cut {row['day'].year}: acts {_points(row['before'])} to {_points(row['after'])}, standing "
                f"{_points(row['standing_before'])} to {_points(row['standing_after'])}, persists to "
                f"{row['persists']:.1f}, support {row['support']:.2f}, {row['low'].year}-{row['high'].year}"
            )
        steps = ladder(told["status"].filter(pl.col("confidence") >= 0.5))["day"].to_list()
        last = max(frame["day"].max() for frame in told.values() if frame.height)
        span = (min(frame["day"].min() for frame in told.values() if frame.height).year, last.year)
        for reading, days in (("cuts", points["day"].to_list()), ("steps", steps)):
            report(reading, days, span, known, given.tolerance)


def _points(value: float | None) -> str:
    return "  . " if value is None else f"{value:+.1f}"


def report(
    reading: str, days: list[date], span: tuple[int, int], known: dict[str, tuple[int, int]], tolerance: int
) -> None:
    """Hits, misses, and cuts that histories do not name."""
    hits = compared(days, known, tolerance=tolerance)
    near = {year for years in hits.values() for year in years}
    years = sorted({day.year for day in days})
    missed = [name for name, found in hits.items() if not found]
    chance = by_chance(min(len(years), span[1] - span[0]), *span, known, tolerance)
    print(f"  {reading}: {len(known) - len(missed)} of {len(known)} turns hit by {len(years)} (at random "
          f"{chance:.1f}); missed: {', '.join(missed) or 'none'}; not named by histories: "
          f"{', '.join(str(year) for year in years if year not in near) or 'none'}")  # fmt: skip


if __name__ == "__main__":
    main()
