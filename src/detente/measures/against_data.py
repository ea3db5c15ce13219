"""Texts against datasets: what one has and the other lacks.

Each function takes the records of one pair of states and rows of one dataset, and gives findings: years in which both
agree, and those in which only one of them knows of a war, an alliance, a visit, a use of force or a trade figure. A
finding names the records with their sentence and the rows of the dataset, so that a person can decide; nothing is
decided here.

Years are compared with a tolerance (1 year), because texts date loosely: a text that says "in the 1950s" or "from 1941
to 1945" tells of what falls in there. A year that the dataset does not cover is never held against a text, nor is a
record of which the coder is less than `SURE`. What only a dataset has is told for the years that texts cover, from the
first to the last that they date; whether an undated sentence may mean it is said.
"""

from __future__ import annotations

from collections import Counter
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
SURE = 0.5  # confidence from which on a record is held against a dataset
NARROW = 366  # days: what is dated more loosely is held against nothing
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


@dataclass(frozen=True)
class _Texts:
    """What texts tell of two states: dated records with first and last year, and the undated ones."""

    dated: pl.DataFrame
    undated: pl.DataFrame

    def where(self, condition: pl.Expr) -> _Texts:
        return _Texts(self.dated.filter(condition), self.undated.filter(condition))

    @property
    def years(self) -> tuple[int, int] | None:
        """From the first to the last year that they date."""
        years = self.dated.filter("narrow")["year"]
        return (int(years.min()), int(years.max())) if len(years) else None  # type: ignore[arg-type]


def _told(records: Any) -> _Texts:
    import polars as pl

    rows = collected(records, RECORDS, name="records", days=("day",))
    rows = rows.filter(~pl.col("aux").fill_null("").is_in(UNREAL))
    if "last_day" not in rows.columns:
        rows = rows.with_columns(last_day=pl.col("day"))
    if "confidence" not in rows.columns:
        rows = rows.with_columns(confidence=pl.lit(1.0))
    last = pl.col("last_day").cast(pl.Date).fill_null(pl.col("day"))
    rows = rows.with_columns(last_day=last, year=pl.col("day").dt.year(), last_year=last.dt.year())
    rows = rows.with_columns(narrow=(pl.col("last_day") - pl.col("day")).dt.total_days() <= NARROW).sort("day", "id")
    known = pl.col("day").is_not_null()
    return _Texts(rows.filter(known), rows.filter(~known))


def years_of(records: Any) -> tuple[int, int] | None:
    """The years that texts cover: from the first to the last that their records date."""
    return _told(records).years


def _held(
    topic: str,
    texts: _Texts,
    told: _Texts,
    spells: Sequence[Spell],
    dataset: str,
    covered: tuple[int, int],
    tolerance: int,
    words: str,
    *,
    also: _Texts | None = None,
    lacks: str = "the dataset has none",
) -> list[Finding]:
    """What is `told` of a topic against spells.

    `texts` are all records, whose years the texts speak of; `also` are records that tell of a spell too, but would not
    be held against a dataset that has none.
    """
    found: list[Finding] = []
    matched: set[str] = set()
    if texts.years is None:
        return []
    begin, end = texts.years
    telling = [*told.dated.iter_rows(named=True), *(also.dated.iter_rows(named=True) if also else ())]
    loose = told.undated.height + (also.undated.height if also else 0)
    for spell in spells:
        if spell.last < begin or spell.first > end:
            continue
        low, high = spell.first - tolerance, spell.last + tolerance
        own = [row for row in telling if row["year"] <= high and row["last_year"] >= low]
        matched.update(row["id"] for row in own)
        span = f"{spell.first}" if spell.first == spell.last else f"{spell.first}-{spell.last}"
        verdict: Verdict = "both" if own else "only data"
        says = f"{words}, {span}" + (" (where the data end)" if spell.last == covered[1] else "")
        if not own:
            says += ": no text here tells it"
            says += f" with a date ({loose} undated {'sentence' if loose == 1 else 'sentences'} may mean it)" * (
                loose > 0
            )
        found.append(_finding(topic, spell.first, spell.last, verdict, says, own, dataset, spell.row))
    for row in told.dated.iter_rows(named=True):
        held = row["narrow"] and row["confidence"] >= SURE and covered[0] <= row["year"] <= covered[1]
        if row["id"] not in matched and held:
            says = f"{topic} told of in {row['year']}: {lacks}"
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


FORCE = ("ASSAULT", "MOBILIZE", "COERCE")
TREATY = r"(?i)\b(allian|allied|allies|mutual (assistance|aid|defen|help)|common defen)"


def wars(
    records: Any,
    dataset: Any,
    *,
    covered: tuple[int, int],
    name: str = "cow-wars",
    tolerance: int = 1,
    disputes: Any = None,
) -> list[Finding]:
    """Wars between the two: statuses of war against rows `year`, `warnum` of wars in which they fought each other.

    Told fighting (ASSAULT) tells of a war that the dataset has. `disputes` (rows `year`, `dispnum`) say of what only
    texts call a war whether there was a dispute: the Correlates of War count wars from 1,000 battle deaths on.
    """
    import dataclasses

    import polars as pl

    texts = _told(records)
    told = texts.where((pl.col("kind") == "status") & (pl.col("status") == "war") & (pl.col("change") != "ends"))
    fought = texts.where((pl.col("kind") == "event") & (pl.col("type") == "ASSAULT"))
    rows = collected(dataset, ("year", "warnum"), name=name)
    spells = spells_of(rows, key="warnum", words="war")
    lacks = "the dataset has none (it counts wars from 1,000 battle deaths on)"
    found = _held(
        "war", texts, told, spells, name, covered, tolerance, "war between them", also=fought, lacks=lacks
    )  # fmt: skip
    if disputes is None:
        return found
    known: dict[int, list[int]] = {}
    for year, number in collected(disputes, ("year", "dispnum")).select("year", "dispnum").unique().iter_rows():
        known.setdefault(year, []).append(number)
    return [
        dataclasses.replace(each, says=f"{each.says}; disputes in that year: {_numbers(known[each.first])}")
        if each.verdict == "only texts" and each.first in known
        else each
        for each in found
    ]


def _numbers(numbers: list[int]) -> str:
    return ", ".join(str(number) for number in sorted(numbers))


def alliances(records: Any, atop: Any, *, covered: tuple[int, int], tolerance: int = 1) -> list[Finding]:
    """Alliances: statuses of alliance that begin or go on, against treaties that promise help in war (ATOP).

    A treaty whose sentence speaks of an alliance or of mutual assistance tells of one too.
    """
    import polars as pl

    texts = _told(records)
    told = texts.where((pl.col("kind") == "status") & (pl.col("status") == "alliance") & (pl.col("change") != "ends"))
    treaties = texts.where((pl.col("kind") == "agreement") & pl.col("text").str.contains(TREATY))
    rows = collected(alliance_types(atop)).filter(pl.col("active")).with_columns(promise=pl.lit("alliance"))
    spells = spells_of(rows, key="promise", words="ATOP:")
    return _held(
        "alliance", texts, told, spells, "atop", covered, tolerance,
        "help in war promised by treaty, of the two or of many", also=treaties,
        lacks="ATOP has no promise of help in war",
    )  # fmt: skip


def disputes(
    records: Any, mids: Any, *, covered: tuple[int, int], name: str = "cow-mids", tolerance: int = 1
) -> list[Finding]:
    """Fighting that texts tell (ASSAULT) against disputes (rows `year`, `dispnum`).

    Moves and coercion (MOBILIZE, COERCE) and wars tell of a dispute that the dataset has; they alone are held against
    nothing, since a dataset of disputes need not have them.
    """
    import polars as pl

    texts = _told(records)
    event = pl.col("kind") == "event"
    told = texts.where(event & (pl.col("type") == "ASSAULT"))
    also = texts.where((event & pl.col("type").is_in(FORCE[1:])) | (pl.col("status") == "war"))
    rows = collected(mids, ("year", "dispnum"), name=name)
    spells = spells_of(rows, key="dispnum", words="dispute")
    return _held("force", texts, told, spells, name, covered, tolerance, "militarized dispute", also=also)


def visits(
    records: Any,
    dataset: Any,
    *,
    covered: tuple[int, int],
    name: str = "visits",
    tolerance_days: int = 31,
    persons: str = LEADERS,
    years: tuple[int, int] | None = None,
) -> list[Finding]:
    """Visits: CONSULT events of mode visit against rows `start`, `end`, `who` of visits between the two.

    A visit that only texts tell is held against the dataset where the sentence names somebody of the rank that the
    dataset lists: `persons`, a regular expression. Other meetings tell of a listed visit if they are dated to two
    months or better. `years`: those that the texts cover; by default those of `records`.
    """
    import re

    import polars as pl

    texts = _told(records).where(pl.col("type") == "CONSULT")
    rows = collected(dataset, ("start", "end", "who"), name=name, days=("start", "end")).sort("start", "end", "who")
    span = years or texts.years or (9999, -9999)
    known = [row for row in rows.drop_nulls("start").iter_rows(named=True) if span[0] <= row["start"].year <= span[1]]
    close = (pl.col("last_day") - pl.col("day")).dt.total_days() <= CLOSE
    events = list(texts.dated.filter((pl.col("mode") == "visit") & pl.col("narrow") | close).iter_rows(named=True))
    of_rank = re.compile(persons)
    found: list[Finding] = []
    matched: set[str] = set()
    for visit in known:
        own = [row for row in events if _near(row, visit, tolerance_days)]
        matched.update(row["id"] for row in own)
        says = f"visit, {visit['start']}" + ("" if own else ": no text here tells it")
        end = "" if visit["end"] in (None, visit["start"]) else f" to {visit['end']}"
        line = f"{visit['who']}, {visit['start']}{end}"
        year = visit["start"].year
        found.append(_finding("visit", year, year, "both" if own else "only data", says, own, name, line))
    for row in events:
        listed = row["confidence"] >= SURE and covered[0] <= row["year"] <= covered[1] and of_rank.search(row["text"])
        if row["id"] not in matched and row["mode"] == "visit" and listed:
            says = f"visit told of in {row['year']}: the dataset has none"
            found.append(_finding("visit", row["year"], row["year"], "only texts", says, [row], name, ""))
    return sorted(found, key=lambda each: (each.first, each.verdict))


CLOSE = 62  # days


def grouped(
    findings: Iterable[Finding], topic: str, name: str, words: str, years_told: tuple[int, int] | None = None
) -> list[Finding]:
    """What only data have, as one finding: how many of how many, and the years. The rest is as it was."""
    found = list(findings)
    alone = [each for each in found if each.verdict == "only data"]
    if len(alone) < 2:
        return found
    listed = len(alone) + sum(each.verdict == "both" for each in found)
    years = Counter(each.first for each in alone)
    when = ", ".join(f"{year}{f' ({number})' if number > 1 else ''}" for year, number in sorted(years.items()))
    told = f" in the years that the texts date, {years_told[0]}-{years_told[1]}" if years_told else ""
    says = f"{len(alone)} of {listed} {words}{told}: no text here tells them"
    whole = Finding(topic, min(years), max(each.last for each in alone), "only data", says, dataset=name, row=when)
    return [whole, *(each for each in found if each.verdict != "only data")]


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
