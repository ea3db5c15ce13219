"""How closely two states are aligned, and whether that is an alliance: an answer with its grounds.

Three readings, kept apart because they can disagree:

the treaty
    ATOP's obligations in force in a year. By the strongest promise, after the typology of Leeds, Ritter, Mitchell &
    Long 2002 (International Interactions 28: 237-260): defence, offence, neutrality, non-aggression, consultation. An
    alliance in the narrow sense is a promise of active help in war: defence or offence.
the stage
    After Korolev 2019 and 2020 (see `alignment.toml`): early, moderate, advanced, by criteria that records meet. A
    stage is reached when a criterion of it is met and one of each stage below; `complete` says that all of them are.
    The count begins anew after a rupture: what was built before relations were severed, a rivalry, hostility or war, or
    before an alliance is said to have ended, is not there any more.
the words
    What the sources call it: statuses of alliance, and sentences that deny one.

Evidence are records of the two states. A record that is denied, hypothetical or in the future meets no criterion; one
that denies is listed against it. That no record meets a criterion says that the sources do not tell of it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw

from detente.measures.ladder import RUPTURES
from detente.measures.native import need, opened
from detente.measures.rows import collected, like

if TYPE_CHECKING:
    import polars as pl

TABLE = Path(__file__).with_name("alignment.toml")
OBLIGATIONS = ("atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul")
PROMISES = ("defence", "offence", "neutrality", "non-aggression", "consultation")
COLUMNS = ("day", "id", "kind", "type", "status", "change", "aux", "text")
ATOP_END = 2018  # of version 5.1
Ground = tuple[str, str, tuple[str, ...]]  # for, against, context or unknown; in words; ids of records
UNREAL = ("negated", "hypothetical", "future")


@dataclass(frozen=True)
class Criterion:
    """One criterion: its stage, what it is called, and which records meet it."""

    key: str
    stage: str
    name: str
    about: str
    words: re.Pattern[str]
    regular: re.Pattern[str] | None
    kinds: tuple[str, ...]
    types: tuple[str, ...]
    least: int


def _pattern(text: str) -> re.Pattern[str]:
    """Words of a table: line breaks and the blanks around alternatives mean nothing, a blank within one does."""
    one = re.sub(r"\s*\n\s*", " ", text.strip())
    one = re.sub(r"\s*\|\s*", "|", one).replace(" )", ")")
    return re.compile(rf"\b(?:{one})(?!\w)", re.I)


@cache
def _table() -> tuple[tuple[str, ...], tuple[Criterion, ...], re.Pattern[str]]:
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    criteria = tuple(
        Criterion(
            key, row["stage"], row["name"], row["about"], _pattern(row["words"]),
            _pattern(row["regular"]) if "regular" in row else None,
            tuple(row.get("kinds", ())), tuple(row.get("types", ())), row["least"],
        )
        for key, row in table["criteria"].items()
    )  # fmt: skip
    return tuple(table["stages"]), criteria, _pattern(table["denial"]["words"])


def stages() -> tuple[str, ...]:
    """The stages from none to advanced."""
    return _table()[0]


def criteria() -> tuple[Criterion, ...]:
    """The criteria in the order of their stages."""
    return _table()[1]


def alliance_types(atop: Any) -> Any:
    """The strongest promise of every dyad-year with obligations.

    Parameters
    ----------
    atop
        Columns `ccode1`, `ccode2`, `year`, `atop_defense`, `atop_offense`, `atop_neutral`, `atop_nonagg`, `atop_consul`
        (0/1; in a directed table what 1 owes 2). Any engine.

    Returns
    -------
    A frame of the same engine: `ccode1`, `ccode2`, `year`, `promise` (defence > offence > neutrality > non-aggression >
    consultation; missing where nothing is promised), `active` (whether help in war is promised), and the five columns.
    """
    (frame,), back = opened(atop=atop)
    need(frame, ("ccode1", "ccode2", "year", *OBLIGATIONS), "atop")
    promise = nw.lit(None, nw.String)
    for column, name in reversed(list(zip(OBLIGATIONS, PROMISES, strict=True))):
        promise = nw.when(nw.col(column) == 1).then(nw.lit(name)).otherwise(promise)
    active = (nw.col("atop_defense") == 1) | (nw.col("atop_offense") == 1)
    return back(
        frame.with_columns(promise=promise, active=active)
        .select("ccode1", "ccode2", "year", "promise", "active", *OBLIGATIONS)
        .sort("ccode1", "ccode2", "year")
    )


def _told(records: Any, until: int | None) -> pl.DataFrame:
    import polars as pl

    rows = collected(records, COLUMNS, name="records", days=("day",))
    rows = rows.with_columns(
        pl.col("aux", "type", "status", "change", "text").fill_null(""), year=pl.col("day").dt.year()
    )
    return rows.filter(pl.col("year").is_null() | (pl.col("year") <= until)) if until is not None else rows


def evidence(records: Any, *, until: int | None = None) -> Any:
    """Every record that meets a criterion of alignment or speaks against one.

    Parameters
    ----------
    records
        Records that name both states. Columns `day` (missing: undated), `id`, `kind`, `type` (of events), `status`,
        `change` (of statuses), `aux`, `text` (the sentence, with the title of an instrument). Any engine.
    until
        Only what is dated up to this year (and what is undated).

    Returns
    -------
    A frame of the same engine: `criterion` (key, or `denial` and `alliance` for what the sources call it), `stage`,
    `name`, `for` (whether it speaks for it), `regular` (whether the sentence says that it happens regularly), `year`,
    `day`, `id`, `text`; by criterion and day.
    """
    import polars as pl

    rows = _told(records, until)
    _, all_criteria, denial = _table()
    found: list[dict[str, Any]] = []
    # Regular expressions over the sentences of one pair of states: hundreds of rows, not a column's work.
    for row in rows.iter_rows(named=True):
        base = {"year": row["year"], "day": row["day"], "id": row["id"], "text": row["text"], "regular": False}
        denied = bool(denial.search(row["text"]))
        for each in all_criteria:
            if each.kinds and row["kind"] not in each.kinds:
                continue
            if each.types and row["kind"] == "event" and row["type"] not in each.types:
                continue
            if each.words.search(row["text"]):
                real = row["aux"] not in UNREAL
                regular = each.regular is not None and bool(each.regular.search(row["text"]))
                found.append({**base, "criterion": each.key, "stage": each.stage, "name": each.name, "for": real, "regular": regular})  # noqa: E501  # fmt: skip
        if row["kind"] == "status" and row["status"] == "alliance":
            says = row["change"] != "ends" and not denied
            found.append({**base, "criterion": "alliance", "stage": "", "name": "called an alliance", "for": says})
        if denied:
            found.append({**base, "criterion": "denial", "stage": "", "name": "said to be no alliance", "for": False})
    schema = {
        "criterion": pl.String, "stage": pl.String, "name": pl.String, "for": pl.Boolean, "regular": pl.Boolean,
        "year": pl.Int32, "day": pl.Date, "id": pl.String, "text": pl.String,
    }  # fmt: skip
    order = {key: place for place, key in enumerate([*(each.key for each in all_criteria), "alliance", "denial"])}
    frame = pl.DataFrame(found, schema=schema).unique(["criterion", "id"], keep="first", maintain_order=True)
    frame = frame.sort(pl.col("criterion").replace_strict(order, return_dtype=pl.Int64), "day", "id", nulls_last=True)
    return like(records, frame)


@dataclass(frozen=True)
class Finding:
    """Whether a criterion is met, since when, and by which records; `against` are those that deny it."""

    criterion: Criterion
    met: bool
    since: int | None
    records: tuple[str, ...]
    against: tuple[str, ...]


def last_rupture(records: Any, *, until: int | None = None) -> date | None:
    """The day of the last record that says the two fell out: severed, rivals, hostile, at war, or no longer allied."""
    import polars as pl

    rows = _told(records, until).filter(pl.col("kind") == "status", ~pl.col("aux").is_in(UNREAL))
    over = pl.col("change") == "ends"
    fell_out = (pl.col("status").is_in(RUPTURES) & ~over) | ((pl.col("status") == "alliance") & over)
    return rows.filter(fell_out)["day"].max()  # type: ignore[return-value]


def findings(records: Any, *, until: int | None = None) -> tuple[Finding, ...]:
    """Each criterion with the records that meet it since the last rupture, in the order of the stages.

    Undated records count: that they are of before a rupture cannot be known.
    """
    rupture = last_rupture(records, until=until)
    rows = [
        row
        for row in collected(evidence(records, until=until)).iter_rows(named=True)
        if rupture is None or row["day"] is None or row["day"] > rupture
    ]
    result = []
    for each in criteria():
        own = [row for row in rows if row["criterion"] == each.key]
        speaking = [row for row in own if row["for"]]
        years = sorted({row["year"] for row in speaking if row["year"] is not None})
        regular = any(row["regular"] for row in speaking)
        met = bool(speaking) and (each.least == 1 or regular or len(years) >= each.least)
        at = 0 if each.least == 1 or regular else each.least - 1
        since = years[at] if met and len(years) > at else None
        result.append(Finding(each, met, since, tuple(row["id"] for row in speaking),
                              tuple(row["id"] for row in own if not row["for"])))  # fmt: skip
    return tuple(result)


def stage_of(found: tuple[Finding, ...]) -> tuple[str, bool]:
    """The stage that findings reach, and whether it is complete.

    A stage counts only if each one below it has at least one criterion that is met.
    """
    reached, complete = stages()[0], False
    for stage in stages()[1:]:
        own = [each for each in found if each.criterion.stage == stage]
        if not any(each.met for each in own):
            break
        reached, complete = stage, all(each.met for each in own)
    return reached, complete


def alignment_by_year(records: Any, *, first: int | None = None, last: int | None = None) -> Any:
    """The stage year by year: what the records up to each year show.

    Returns
    -------
    A frame of the same engine: `year`, `stage`, `level` (0 none to 3 advanced), `complete`, `criteria` (keys of those
    met). A stage once reached is kept until a rupture: the criteria ask what has been built, and sources seldom tell
    when it is given up without one; what they tell against it is in `evidence`.
    """
    import polars as pl

    rows = _told(records, None)
    years = rows["year"].drop_nulls()
    if years.is_empty():
        none = {"year": pl.Int32, "stage": pl.String, "level": pl.Int64, "complete": pl.Boolean}
        return like(records, pl.DataFrame(schema={**none, "criteria": pl.List(pl.String)}))
    dated = rows.filter(pl.col("year").is_not_null())
    result: list[dict[str, Any]] = []
    begin, end = first or int(years.min()), last or int(years.max())  # type: ignore[arg-type]
    ruptures = {day.year for year in years.unique() if (day := last_rupture(dated, until=year)) is not None}
    told = collected(evidence(dated))["year"].drop_nulls()
    changes = set(told.to_list())  # no other year can change what is met
    shown: dict[str, Any] = {"stage": stages()[0], "level": 0, "complete": False, "criteria": []}
    for year in range(begin, end + 1):
        if year in changes or year in ruptures or not result:
            found = findings(dated, until=year)
            stage, complete = stage_of(found)
            shown = {"stage": stage, "level": stages().index(stage), "complete": complete,
                     "criteria": [each.criterion.key for each in found if each.met]}  # fmt: skip
        result.append({"year": year, **shown})
    return like(records, pl.DataFrame(result, schema_overrides={"year": pl.Int32, "criteria": pl.List(pl.String)}))


@dataclass(frozen=True)
class Answer:
    """The answer to "Is it an alliance?": a word, the sentence that says it, and grounds with their records."""

    verdict: str
    sentence: str
    stage: str
    complete: bool
    grounds: tuple[Ground, ...]


def is_it_an_alliance(records: Any, atop: Any = None, *, year: int | None = None, covered: int = ATOP_END) -> Answer:
    """Whether two states are allies, as far as treaties and sources tell.

    Parameters
    ----------
    records
        As in `evidence`.
    atop
        Rows of the two states from ATOP (see `alliance_types`), or None where the dataset is not at hand.
    year
        As of this year; None: as of the end of records and of ATOP.
    covered
        The last year that the ATOP table covers.

    Returns
    -------
    `verdict` is one of: `treaty alliance` (help in war is promised), `alliance by the sources` (they call it so and
    nothing denies it), `contested` (called so and denied), `pact without a promise of help` (a weaker obligation),
    `alignment` (no treaty of help, criteria met), `no alliance told`.
    """
    rows = list(collected(evidence(records, until=year)).iter_rows(named=True))
    found = findings(records, until=year)
    stage, complete = stage_of(found)
    grounds: list[Ground] = []
    promise, active, at, lapsed = None, False, None, ""
    if atop is None:
        grounds.append(("unknown", "ATOP is not in the store: whether a treaty promises help was not looked up", ()))
    else:
        promise, active, at, lapsed = _in_force(atop, year, covered, grounds)
    called = [row for row in rows if row["criterion"] == "alliance"]
    yes, ended = [row for row in called if row["for"]], [row for row in called if not row["for"]]
    denied = [row for row in rows if row["criterion"] == "denial"]
    rupture = last_rupture(records, until=year)
    standing = [row for row in yes if rupture is None or (row["day"] is not None and row["day"] > rupture)]
    if yes:
        grounds.append(("for", f"called an alliance by the sources ({_years(yes)})", _ids(yes)))
    if rupture is not None:
        grounds.append(("against", f"they are told to have fallen out, last in {rupture.year}", ()))
    if ended:
        grounds.append(("against", f"an alliance is said to have ended ({_years(ended)})", _ids(ended)))
    if denied:
        grounds.append(("against", f"said to be no alliance ({_years(denied)})", _ids(denied)))
    told = _told(records, year).height
    if not told:
        grounds.append(("unknown", "no record of the two: their alignment was not judged", ()))
    for each in found if told else ():
        if each.met:
            since = f" since {each.since}" if each.since else ""
            grounds.append(("for", f"{each.criterion.stage}: {each.criterion.name}{since}", each.records))
        else:
            few = f" (told of in too few years, {each.criterion.least} needed)" if each.records else ""
            speaks = "against" if each.against else "unknown"  # that none tells of it is no proof that it is not there
            grounds.append(
                (speaks, f"{each.criterion.stage}: no record meets {each.criterion.name}{few}", each.against)
            )
    if active:
        verdict = "treaty alliance"
    elif standing and denied:
        verdict = "contested"
    elif standing and atop is None:
        verdict = "alliance by the sources"
    elif promise is not None:
        verdict = "pact without a promise of help"
    elif stage != stages()[0]:
        verdict = "alignment"
    elif standing:
        verdict = "alliance by the sources"
    else:
        verdict = "no alliance told"
    aligned = _aligned(stage, complete=complete) if told else "No record tells of their alignment."
    said = _sentence(verdict, promise, at, lapsed)
    return Answer(verdict, f"{said} {aligned}", stage, complete, tuple(grounds))


def _in_force(
    atop: Any, year: int | None, covered: int, grounds: list[Ground]
) -> tuple[str | None, bool, int | None, str]:
    """The promise in force in the year, or in the last one that the dataset covers, or the one that lapsed before.

    What is found is said in the grounds.
    """
    import polars as pl

    rows = collected(alliance_types(atop)).filter(pl.col("promise").is_not_null())
    if rows.is_empty():
        grounds.append(("against", f"ATOP (to {covered}) knows of no obligation between them in any year", ()))
        return None, False, None, ""
    upto = rows.filter(pl.col("year") <= year) if year is not None else rows
    spells = _spells(upto)
    for row in spells:
        years = str(row["first"]) if row["first"] == row["last"] else f"{row['first']}-{row['last']}"
        speaks = "for" if row["active"] and row["last"] >= min(year or covered, covered) else "context"
        grounds.append((speaks, f"ATOP: {row['promise']}, {years}", ()))
    at = covered if year is None else min(year, covered)
    if year is None or year > covered:
        grounds.append(("context", f"ATOP ends in {covered}: what was agreed later is not in it", ()))
    now = rows.filter(pl.col("year") == at)
    if now.is_empty():
        grounds.append(("against", f"ATOP: no obligation in {at}", ()))
        return None, False, at, f"{spells[-1]['promise']}, to {spells[-1]['last']}" if spells else ""
    best = min(now["promise"].to_list(), key=PROMISES.index)
    return best, bool(now["active"].any()), at, ""


def _spells(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """Runs of years with the same promise."""
    spells: list[dict[str, Any]] = []
    best = {year: min(group, key=PROMISES.index) for (year,), group in
            ((key, part["promise"].to_list()) for key, part in rows.group_by("year"))}  # fmt: skip
    for year in sorted(best):
        promise = best[year]
        if spells and spells[-1]["last"] == year - 1 and spells[-1]["promise"] == promise:
            spells[-1]["last"] = year
        else:
            spells.append(
                {"first": year, "last": year, "promise": promise, "active": promise in ("defence", "offence")}
            )
    return spells


def _sentence(verdict: str, promise: str | None, at: int | None, lapsed: str) -> str:
    when = f" in {at}" if at else ""
    if verdict in ("alignment", "no alliance told") and lapsed:
        return f"No: no treaty between them was in force{when}; the last promised {lapsed}."
    return {
        "treaty alliance": f"Yes: a treaty in force{when} promises {promise}.",
        "alliance by the sources": "The sources call it an alliance; no treaty was found that promises help in war.",
        "contested": "The sources disagree: some call it an alliance, others say that it is none.",
        "pact without a promise of help": f"No: a treaty in force{when} promises {promise}, but no help in war.",
        "alignment": "No: no treaty promises help in war. The two are aligned short of an alliance.",
        "no alliance told": "No alliance is told of.",
    }[verdict]


def _aligned(stage: str, *, complete: bool) -> str:
    if stage == stages()[0]:
        return "The record meets no criterion of alignment."
    return f"By the record, alignment is {'complete at' if complete else 'at'} the {stage} stage."


def _years(rows: list[dict[str, Any]]) -> str:
    years = sorted({row["year"] for row in rows if row["year"] is not None})
    return ", ".join(map(str, years)) or "undated"


def _ids(rows: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(row["id"] for row in rows)
