"""Where the sources of one happening differ: not in how exactly they tell it, but so that not all can be right.

"1929" and "3 June 1929" do not differ; "20 October" and "23 October" do. What is told to hold or to go on may be dated
to any day of it, so there dates do not differ.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from detente.record import Agreement, Event, Figure, Record, edtf

LASTING = frozenset({"continues", "holds", "member", "in-force"})


@dataclass(frozen=True)
class Difference:
    """A field on which sources differ, and who says what: each value with the sources that give it, best first.

    field   date, value, term_years, or direction (who acts towards whom: actors and recipients)
    told    pairs of a value and the names of its sources
    """

    field: str
    told: tuple[tuple[Any, tuple[str, ...]], ...]


def differences(told: Sequence[tuple[Record, str]]) -> tuple[Difference, ...]:
    """On what these records of one happening differ; each with the name of its source, the leading one first."""
    found = []
    asked: list[tuple[str, list[tuple[Any, str]]]] = [
        ("date", list(_dates(told))), ("direction", list(_directions(told))), *_amounts(told),
    ]  # fmt: skip
    for name, values in asked:
        groups: dict[Hashable, dict[str, None]] = {}
        for value, source in values:
            groups.setdefault(value, {})[source] = None
        if len(groups) > 1:
            found.append(Difference(name, tuple((value, tuple(sources)) for value, sources in groups.items())))
    return tuple(found)


def _dates(told: Iterable[tuple[Record, str]]) -> list[tuple[str, str]]:
    """The dates that some other date excludes; of those that say the same, the vaguer ones are not among them."""
    dated = [
        (record.date, source, days)
        for record, source in told
        if not LASTING & {getattr(record, "change", ""), getattr(record, "act", "")}
        and (days := edtf.bounds(record.date)) is not None
    ]
    return [
        (date, source)
        for date, source, days in dated
        if any(_apart(days, other) for _, _, other in dated)
    ]  # fmt: skip


def _apart(one: edtf.Bounds, other: edtf.Bounds) -> bool:
    (first, last), (begin, end) = one, other
    return bool((last and begin and last < begin) or (end and first and end < first))


def _directions(told: Iterable[tuple[Record, str]]) -> list[tuple[tuple[Any, Any], str]]:
    """Who acts towards whom, where one source has it the other way round."""
    directed = [(record, source) for record, source in told if isinstance(record, Event) and record.recipients]
    turned = any(
        set(one.actors) & set(other.recipients) and set(one.recipients) & set(other.actors)
        for one, _ in directed for other, _ in directed
    )  # fmt: skip
    return [((record.actors, record.recipients), source) for record, source in directed] if turned else []


def _amounts(told: Iterable[tuple[Record, str]]) -> list[tuple[str, list[tuple[Any, str]]]]:
    """Values and terms, as (number, unit)."""
    values: list[tuple[Any, str]] = []
    terms: list[tuple[Any, str]] = []
    for record, source in told:
        if isinstance(record, Figure) and not record.bound:
            values.append(((record.value, record.unit), source))
        elif isinstance(record, Agreement):
            if record.value is not None:
                values.append(((record.value, record.currency), source))
            if record.term_years is not None:
                terms.append((record.term_years, source))
    one_unit = len({unit for (_, unit), _ in values}) == 1
    return [("value", values if one_unit else []), ("term_years", terms)]
