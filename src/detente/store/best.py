"""What the tellings of one happening come to: which date to believe, and which record leads.

**The best date** is the most precise one that no better source contradicts. A date is contradicted by tellings whose
days exclude it; of two dates that exclude each other the better is the one with the more weight behind it. The weight
of a document is

- 1,000 where a person accepted or corrected its record;
- else its record's confidence, once for each document however often it tells the happening, and half as much again
  where it was published within a year of the days that it gives: who writes at the time seldom mistakes the year.

Dates that agree support each other: "May 1949" and "12 May 1949" are one side, "11 May 1949" is another, and May 1949
speaks for both.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from detente.record import edtf
from detente.store.reading import Stored, order

REVIEWED = 1_000.0
AT_THE_TIME = 1.5
YEAR = 366  # days


def best_date(told: Sequence[Stored]) -> str:
    """The most precise date that no better source contradicts; "" where none of them has a date."""
    dated = [(each, days) for each in told if (days := _days(each.record.date)) is not None]
    if not dated:
        return next((each.record.date for each in sorted(told, key=order) if each.record.date), "")
    weights = [_weight(each, days) for each, days in dated]

    def side(days: tuple[date, date], *, with_it: bool) -> float:
        """The weight of the documents whose days have one in common with these, or none."""
        heaviest: dict[str, float] = {}
        for (each, other), weight in zip(dated, weights, strict=True):
            touch = days[0] <= other[1] and other[0] <= days[1]
            if touch == with_it:
                origin = each.document.origin
                heaviest[origin] = max(heaviest.get(origin, 0.0), weight)
        return sum(heaviest.values())

    sides = {days: (side(days, with_it=True), side(days, with_it=False)) for _, days in dated}
    stands = [(each, days) for each, days in dated if sides[days][0] >= sides[days][1]]
    if not stands:  # every date has more against it than for it: the one with the least against it
        least = min(against - own for own, against in sides.values())
        stands = [(each, days) for each, days in dated if sides[days][1] - sides[days][0] == least]

    def rank(pair: tuple[Stored, tuple[date, date]]) -> tuple[object, ...]:
        each, days = pair
        reviewed = each.reviewed in ("accepted", "corrected")
        return (days[1] - days[0]).days, -sides[days][0], not reviewed, -each.record.confidence, order(each)

    return min(stands, key=rank)[0].record.date


def lead(told: Sequence[Stored]) -> Stored:
    """The record that stands for the happening: judged by a person, with the best date, surest."""
    day = best_date(told)

    def rank(each: Stored) -> tuple[object, ...]:
        return (
            each.record.date != day,
            each.reviewed not in ("accepted", "corrected"),
            -each.record.confidence,
            order(each),
        )

    return min(told, key=rank)


def _days(written: str) -> tuple[date, date] | None:
    """The days of a date that is no open interval."""
    found = edtf.bounds(written)
    return (found[0], found[1]) if found and found[0] and found[1] else None


def _weight(each: Stored, days: tuple[date, date]) -> float:
    if each.reviewed in ("accepted", "corrected"):
        return REVIEWED
    weight = each.record.confidence
    if each.document.published:
        published = date.fromisoformat(each.document.published)
        if -YEAR <= (published - days[1]).days <= YEAR:
            weight *= AT_THE_TIME
    return weight
