"""Texts against datasets: what one has and the other lacks.

Each function takes the records of one pair of states and rows of one dataset, and gives findings: years in which both
agree, and those in which only one of them knows of a war, an alliance, a visit, a use of force or a trade figure. A
finding names the records with their sentence and the rows of the dataset, so that a person can decide; nothing is
decided here.

Years are compared with a tolerance (1 year), because texts date loosely. A year that the dataset does not cover is
never held against a text, and a text that says nothing of an old war is only held against years that texts tell of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from detente.measures.alignment import UNREAL, alliance_types
from detente.measures.rows import collected

if TYPE_CHECKING:
    import polars as pl

Verdict = Literal["both", "only texts", "only data", "differ"]
LEADERS = (
    r"(?i)(?<!to the )(?<!vice )(?<!vice-)\b(president|secretary of state|prime minister|premier|chancellor|chairman|"
    r"king|queen|emperor|leader|general secretary)\b"
)
RECORDS = ("day", "id", "kind", "type", "status", "change", "aux", "text")
FACTOR = 1.5  # figures that lie further apart than this are told to differ


@dataclass(frozen=True)
class Finding:
    """What texts and a dataset say of one thing: topic, first and last year, verdict, in words, and where it stands."""

    topic: str
    first: int
    last: int
    verdict: Verdict
    says: str
    records: tuple[str, ...] = ()
    sentence: str = ""
    dataset: str = ""
    row: str = ""


@dataclass(frozen=True)
class Spell:
    """Years in which a dataset has something, and the row that says so."""

    first: int
    last: int
    row: str


def _told(records: Any) -> pl.DataFrame:
    import polars as pl

    rows = collected(records, RECORDS, name="records", days=("day",))
    real = ~pl.col("aux").fill_null("").is_in(UNREAL)
    return rows.filter(pl.col("day").is_not_null() & real).with_columns(year=pl.col("day").dt.year()).sort("day", "id")


def _held(
    topic: str,
    records: pl.DataFrame,
    told: pl.DataFrame,
    spells: Sequence[Spell],
    dataset: str,
    covered: tuple[int, int],
    tolerance: int,
    words: str,
) -> list[Finding]:
    """What is `told` of a topic against spells; `records` are all records, whose years the texts speak of."""
    found: list[Finding] = []
    matched: set[str] = set()
    years = records["year"]
    if years.is_empty():
        return []
    begin, end = int(years.min()), int(years.max())  # type: ignore[arg-type]
    for spell in spells:
        if spell.last < begin - tolerance or spell.first > end + tolerance:
            continue
        low, high = spell.first - tolerance, spell.last + tolerance
        own = [row for row in told.iter_rows(named=True) if low <= row["year"] <= high]
        matched.update(row["id"] for row in own)
        span = f"{spell.first}" if spell.first == spell.last else f"{spell.first}-{spell.last}"
        verdict: Verdict = "both" if own else "only data"
        says = f"{words}, {span}" if own else f"{words}, {span}: the texts do not tell of it"
        found.append(_finding(topic, spell.first, spell.last, verdict, says, own, dataset, spell.row))
    for row in told.iter_rows(named=True):
        if row["id"] not in matched and covered[0] <= row["year"] <= covered[1]:
            says = f"told of in {row['year']}: the dataset has none"
            found.append(_finding(topic, row["year"], row["year"], "only texts", says, [row], dataset, ""))
    return sorted(found, key=lambda each: (each.first, each.verdict))


def _finding(
    topic: str,
    first: int,
    last: int,
    verdict: Verdict,
    says: str,
    rows: Iterable[dict[str, Any]],
    dataset: str,
    row: str,
) -> Finding:
    own = list(rows)
    return Finding(
        topic,
        first,
        last,
        verdict,
        says,
        tuple(dict.fromkeys(each["id"] for each in own)),
        own[0]["text"] if own else "",
        dataset,
        row,
    )


def spells_of(rows: pl.DataFrame, *, key: str, words: str) -> list[Spell]:
    """Runs of consecutive years of one `key` (a war's number, a promise): rows with columns `year` and `key`."""
    spells: list[Spell] = []
    for row in rows.sort(key, "year").unique([key, "year"], maintain_order=True).iter_rows(named=True):
        name = f"{words} {row[key]}".strip()
        if spells and spells[-1].row.startswith(f"{name},") and spells[-1].last == row["year"] - 1:
            spells[-1] = Spell(spells[-1].first, row["year"], f"{name}, {spells[-1].first}-{row['year']}")
        else:
            spells.append(Spell(row["year"], row["year"], f"{name}, {row['year']}"))
    return sorted(spells, key=lambda spell: spell.first)


def wars(
    records: Any, dataset: Any, *, covered: tuple[int, int], name: str = "cow-wars", tolerance: int = 1
) -> list[Finding]:
    """Wars between the two: statuses of war against rows `year`, `warnum` of wars in which they fought each other."""
    import polars as pl

    every = _told(records)
    told = every.filter((pl.col("kind") == "status") & (pl.col("status") == "war") & (pl.col("change") != "ends"))
    rows = collected(dataset, ("year", "warnum"), name=name)
    return _held(
        "war", every, told, spells_of(rows, key="warnum", words="war"), name, covered, tolerance, "war between them"
    )


def alliances(records: Any, atop: Any, *, covered: tuple[int, int], tolerance: int = 1) -> list[Finding]:
    """Alliances: statuses of alliance that begin or go on, against treaties that promise help in war (ATOP)."""
    import polars as pl

    every = _told(records)
    told = every.filter((pl.col("kind") == "status") & (pl.col("status") == "alliance") & (pl.col("change") != "ends"))
    rows = collected(alliance_types(atop)).filter(pl.col("active")).with_columns(promise=pl.lit("alliance"))
    spells = spells_of(rows, key="promise", words="ATOP:")
    return _held("alliance", every, told, spells, "atop", covered, tolerance, "help in war promised")


def disputes(
    records: Any, mids: Any, *, covered: tuple[int, int], name: str = "cow-mids", tolerance: int = 1
) -> list[Finding]:
    """Acts of force that texts tell (MOBILIZE, COERCE, ASSAULT) against disputes (rows `year`, `dispnum`)."""
    import polars as pl

    every = _told(records)
    told = every.filter((pl.col("kind") == "event") & pl.col("type").is_in(["ASSAULT", "MOBILIZE", "COERCE"]))
    rows = collected(mids, ("year", "dispnum"), name=name)
    spells = spells_of(rows, key="dispnum", words="dispute")
    return _held("force", every, told, spells, name, covered, tolerance, "militarized dispute")


def visits(
    records: Any,
    dataset: Any,
    *,
    covered: tuple[int, int],
    name: str = "visits",
    tolerance_days: int = 31,
    persons: str = LEADERS,
) -> list[Finding]:
    """Visits: CONSULT events of mode visit against rows `start`, `end`, `who` of visits between the two.

    A visit that only texts tell is held against the dataset where the sentence names somebody of the rank that the
    dataset lists: `persons`, a regular expression.
    """
    import re

    import polars as pl

    told = _told(records).filter((pl.col("type") == "CONSULT") & (pl.col("mode") == "visit"))
    rows = collected(dataset, ("start", "end", "who"), name=name, days=("start", "end")).sort("start", "end", "who")
    known = list(rows.filter(pl.col("start").is_not_null()).iter_rows(named=True))
    events = list(told.iter_rows(named=True))
    of_rank = re.compile(persons)
    found: list[Finding] = []
    matched: set[str] = set()
    for visit in known:
        own = [row for row in events if _near(row, visit, tolerance_days)]
        matched.update(row["id"] for row in own)
        year = visit["start"].year
        says = f"visit, {visit['start']}" if own else f"visit, {visit['start']}: the texts do not tell of it"
        found.append(
            _finding(
                "visit",
                year,
                year,
                "both" if own else "only data",
                says,
                own,
                name,
                f"{visit['who']}, {visit['start']} to {visit['end']}",
            )
        )
    for row in events:
        listed = covered[0] <= row["year"] <= covered[1] and of_rank.search(row["text"])
        if row["id"] not in matched and listed:
            says = f"visit told of in {row['year']}: the dataset has none"
            found.append(_finding("visit", row["year"], row["year"], "only texts", says, [row], name, ""))
    return sorted(found, key=lambda each: (each.first, each.verdict))


def _near(row: dict[str, Any], visit: dict[str, Any], days: int) -> bool:
    first, last = row["day"], row.get("last_day") or row["day"]
    start, end = visit["start"], visit["end"] or visit["start"]
    return (first - end).days <= days and (start - last).days <= days


def trade(figures: Any, flows: Any, *, name: str = "cow-trade", factor: float = FACTOR) -> list[Finding]:
    """Trade figures of texts against a dataset.

    Parameters
    ----------
    figures
        Columns `day`, `id`, `text`, `value` (US dollars) of figures of trade between the two.
    flows
        Columns `year`, `trade` (million current US dollars, missing where unknown).
    name
        Of the dataset.
    factor
        How far apart figures may lie: sources differ in what they count.
    """
    import polars as pl

    told = collected(figures, ("day", "id", "text", "value"), name="figures", days=("day",)).filter(
        pl.col("day").is_not_null() & (pl.col("value") > 0)
    )
    known = dict(collected(flows, ("year", "trade"), name=name).drop_nulls().select("year", "trade").iter_rows())
    found = []
    for row in told.with_columns(year=pl.col("day").dt.year()).sort("day", "id").iter_rows(named=True):
        there = known.get(row["year"])
        if not there:
            continue
        said = row["value"] / 1e6
        ratio = max(said, there) / min(said, there)
        verdict: Verdict = "both" if ratio <= factor else "differ"
        says = f"trade {said:,.0f} million USD in the text, {there:,.0f} in the dataset"
        found.append(
            _finding(
                "trade",
                row["year"],
                row["year"],
                verdict,
                says,
                [row],
                name,
                f"{row['year']}: {there:,.0f} million USD",
            )
        )
    return found


def table(findings: Iterable[Finding]) -> pl.DataFrame:
    """Findings as rows: `topic`, `first`, `last`, `verdict`, `says`, `records`, `sentence`, `dataset`, `row`."""
    import polars as pl

    schema: dict[str, Any] = {
        "topic": pl.String,
        "first": pl.Int64,
        "last": pl.Int64,
        "verdict": pl.String,
        "says": pl.String,
        "records": pl.List(pl.String),
        "sentence": pl.String,
        "dataset": pl.String,
        "row": pl.String,
    }
    return pl.DataFrame([{**vars(each), "records": list(each.records)} for each in findings], schema=schema)
