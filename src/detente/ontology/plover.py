"""PLOVER's event types, modes and scores, and the way from CAMEO codes to them."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class EventType:
    """One of the sixteen event types.

    `quad` is one of "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"; `score` runs
    from -10 (conflict) to +10 (cooperation) and is PLOVER's counterpart of the Goldstein scale; `recipient` tells
    whether an event of the type needs one; `modes` maps each mode to what it means.
    """

    name: str
    about: str
    quad: str
    score: float
    recipient: bool
    modes: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class CameoCode:
    """What a CAMEO code says in PLOVER; `type` is empty for statements (01), which PLOVER does not have.

    `swapped` tells that PLOVER's actor is CAMEO's target: a host (043) receives in PLOVER. `goldstein` is the score
    that event datasets coded with CAMEO carry for the code.
    """

    cameo: str
    type: str
    mode: str
    contexts: tuple[str, ...]
    swapped: bool
    goldstein: float | None


@cache
def _table() -> dict[str, dict[str, dict[str, object]]]:
    return tomllib.loads((HERE / "plover.toml").read_text(encoding="utf-8"))


@cache
def event_types() -> dict[str, EventType]:
    """The sixteen types by name, from cooperation to conflict."""
    return {name: EventType(name=name, **row) for name, row in _table()["types"].items()}  # type: ignore[arg-type]


@cache
def contexts() -> dict[str, str]:
    """PLOVER's general contexts, each with what it is about."""
    return {name: str(about) for name, about in _table()["contexts"].items()}


@cache
def _cameo() -> dict[str, CameoCode]:
    with (HERE / "cameo_plover.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["cameo"]: CameoCode(
                row["cameo"],
                row["type"],
                row["mode"],
                tuple(row["contexts"].split()),
                row["swapped"] == "yes",
                float(row["goldstein"]) if row["goldstein"] else None,
            )
            for row in csv.DictReader(file)
        }


def from_cameo(code: str) -> CameoCode | None:
    """PLOVER's type, mode and contexts of a CAMEO code, or of the code above it where it is not in the table.

    Codes are taken as datasets write them: "42" and "042" are the same. None where not even the root is known.

    >>> from_cameo("0841").mode
    'release'
    """
    wanted = code.strip()
    table = _cameo()
    if wanted not in table and f"0{wanted}" in table:  # a spreadsheet has taken the leading zero
        wanted = f"0{wanted}"
    while len(wanted) >= 2:
        if wanted in table:
            return table[wanted]
        wanted = wanted[:-1]
    return None
