"""From other coders' codes and names of countries to the codes of `ontology/states.csv`: actor_codes.csv."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from detente.ontology.states import states

TABLE = Path(__file__).with_name("actor_codes.csv")
FIRST_YEAR, LAST_YEAR = 0, 9999


@dataclass(frozen=True, slots=True)
class ActorCode:
    """What a coder's code or name of a country means in a span of years.

    `state` is empty for regions ("EUR", Europe) and for territories that are no state of their own ("BMU", Bermuda).
    """

    code: str
    state: str
    first: int = FIRST_YEAR
    last: int = LAST_YEAR


@cache
def actor_codes(system: str) -> tuple[ActorCode, ...]:
    """All codes of a system: "cameo" (GDELT), "icews" (English names) or "iso3" (POLECAT).

    States that the system writes with our own code are not in the table and stand for themselves.
    """
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["system"] == system or (system, row["system"]) == ("iso3", "cameo")
        ]
    written = tuple(
        ActorCode(row["code"], row["state"], int(row["from"] or FIRST_YEAR), int(row["to"] or LAST_YEAR))
        for row in rows
    )
    if system == "icews":
        return written
    known = {row.code for row in written}
    return written + tuple(ActorCode(state.code, state.code) for state in states() if state.code not in known)
