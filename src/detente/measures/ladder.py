"""The ladder of a relationship: which level two states said they were on, from when to when.

Levels come from records of status (`partnership` with the name of its level, and the conditions: alliance, diplomatic
relations, severed, hostility, rivalry, war, peace). Each has a rank between 0 and 100 that orders them; only the order
means something. Ranks of partnerships: `ontology/levels.csv`; of conditions: `conditions.csv` beside this file.

A rung lasts until the next record that changes the relationship. That a text tells of no end is no proof that there was
none: `until` is when the sources next say something else.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from detente.measures.rows import collected, like
from detente.ontology import naming

RUPTURES = ("war", "hostility", "relations_severed", "rivalry")
LIFTS = ("recognition", "diplomatic_relations", "peace")
COLUMNS = ("day", "status", "level", "change", "id")


@cache
def condition_ranks() -> dict[str, int]:
    """Status -> rank of conditions that are no partnership, from war (0) to alliance (90)."""
    with Path(__file__).with_name("conditions.csv").open(encoding="utf-8", newline="") as file:
        return {row["status"]: int(row["rank"]) for row in csv.DictReader(file)}


@cache
def condition_points() -> dict[str, float]:
    """Status -> points from -10 (war) to 10, in the zones of a relation after Yan & Zhou 2004 (docs/measures.md)."""
    with Path(__file__).with_name("conditions.csv").open(encoding="utf-8", newline="") as file:
        return {row["status"]: float(row["points"]) for row in csv.DictReader(file)}


@cache
def level_ranks() -> dict[str, int]:
    """Name of a level of partnership -> rank."""
    return {row["level"]: int(row["rank"]) for row in naming.rows("levels.csv")}


def rank_of(status: str, level: str = "") -> int | None:
    """The rank of a status; of a partnership with a name that no table has, that of the longest name it contains.

    >>> rank_of("war") < rank_of("diplomatic_relations") < rank_of("partnership", "strategic partnership")
    True
    """
    if status != "partnership":
        return condition_ranks().get(status)
    name = " ".join(level.lower().split())
    ranks = level_ranks()
    if name in ranks:
        return ranks[name]
    inside = [known for known in ranks if known in name]
    return ranks[max(inside, key=len)] if inside else ranks["partnership"]


def points_of(status: str, level: str = "", *, ended: bool = False) -> float | None:
    """A rung in points from -10 to 10; partnerships lie between relations and alliance, in proportion to their rank.

    >>> points_of("war"), points_of("alliance"), points_of("rivalry", ended=True)
    (-10.0, 9.0, 0.0)
    """
    points = condition_points()
    if ended:
        return points[_left(status)]
    if status != "partnership":
        return points.get(status)
    ranks, rank = condition_ranks(), rank_of(status, level)
    if rank is None:
        return None
    low, high = "diplomatic_relations", "alliance"
    share = (rank - ranks[low]) / (ranks[high] - ranks[low])
    return points[low] + share * (points[high] - points[low])


def ladder(statuses: Any, *, partnerships_only: bool = False) -> Any:
    """The rungs in order of time.

    Parameters
    ----------
    statuses
        Columns `day` (first day; undated rows are left out), `status`, `level`, `change`, `id`; optionally `confidence`
        and `last_day`. Rows are of one pair of states. Any engine.
    partnerships_only
        Leave out conditions such as alliance or war.

    Returns
    -------
    A frame of the same engine: `day`, `until` (day of the next change, missing for the last), `status`, `level`,
    `label`, `change`, `rank`, `ids` (the records that say so). The same level told again is no new rung. Recognition,
    relations and peace lift a relationship that stood lower; they do not end a partnership or an alliance. Nor does a
    lower or vaguer name end a higher partnership: sources shorten names, and seldom tell of a step down. An end
    (`change` "ends") leads to the rank of what it leaves: of war, hostility or rivalry, peace; else relations.
    """
    import polars as pl

    rows = collected(statuses, COLUMNS, name="statuses", days=("day",)).filter(
        pl.col("day").is_not_null() & (pl.col("status") != "other")
    )
    if partnerships_only:
        rows = rows.filter(pl.col("status") == "partnership")
    rungs: list[dict[str, Any]] = []
    for row in rows.sort("day", "status", "level", "change", "id").iter_rows(named=True):
        ended = row["change"] == "ends"
        rank = _after_end(row["status"]) if ended else rank_of(row["status"], row["level"])
        if rank is None:
            continue
        last = rungs[-1] if rungs else None
        if last is not None and (last["status"], last["level"], last["ended"]) == (row["status"], row["level"], ended):
            last["ids"].append(row["id"])
            continue
        if last is not None and not ended and rank <= last["rank"] and _stays(row["status"], last):
            continue
        rungs.append({
            "day": row["day"], "status": row["status"], "level": row["level"], "label": _label(row, ended=ended),
            "change": row["change"], "rank": rank, "ended": ended, "ids": [row["id"]],
        })  # fmt: skip
    for rung, following in pairwise(rungs):
        rung["until"] = following["day"]
    schema: dict[str, Any] = {
        "day": pl.Date, "until": pl.Date, "status": pl.String, "level": pl.String, "label": pl.String,
        "change": pl.String, "rank": pl.Int64, "ids": pl.List(pl.String),
    }  # fmt: skip
    return like(statuses, pl.DataFrame([{name: rung.get(name) for name in schema} for rung in rungs], schema=schema))


def _stays(status: str, last: dict[str, Any]) -> bool:
    """Whether a lower rung leaves the higher one standing."""
    return status in LIFTS or (status == "partnership" == last["status"] and not last["ended"])


def _label(row: dict[str, Any], *, ended: bool) -> str:
    name = row["level"] or row["status"].replace("_", " ")
    return f"{name} ends" if ended else str(name)


def _left(status: str) -> str:
    """The condition that is left when another has ended."""
    if status in ("diplomatic_relations", "recognition"):
        return "relations_severed"
    return "peace" if status in ("war", "hostility", "rivalry") else "diplomatic_relations"


def _after_end(status: str) -> int | None:
    return condition_ranks().get(_left(status))


def rung_of(rungs: Any, day: date) -> dict[str, Any] | None:
    """The rung on which the two stood on a day, as far as the sources tell; None before the first."""
    rows = [row for row in collected(rungs, ("day", "label")).iter_rows(named=True) if row["day"] <= day]
    return rows[-1] if rows else None
