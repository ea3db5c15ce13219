"""A stretch of calendar time at the precision of its source, and the arithmetic that relative dates need.

Years are astronomical, as in EDTF: 1 BC is year 0, 490 BC is year -489.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

UNITS = ("day", "week", "month", "season", "half", "year", "decade", "century")
"""From fine to coarse; the order decides what "two weeks later" may do to a date known to the month."""

_RANK = {unit: rank for rank, unit in enumerate(UNITS)}
_MONTHS_IN = {"month": 1, "season": 3, "half": 6, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, week, month, season, year, decade or century.

    `month` is 1 to 12, or 21 to 24 for a season. A decade or century stands in `year` with its first year.
    A week is kept as its first day.
    """

    unit: str
    year: int
    month: int = 0
    day: int = 0
    approximate: bool = False

    @property
    def edtf(self) -> str:
        mark = "~" if self.approximate else ""
        year = f"{self.year:04d}" if self.year >= 0 else f"-{-self.year:04d}"
        if self.unit == "day":
            return f"{year}-{self.month:02d}-{self.day:02d}{mark}"
        if self.unit in ("month", "season"):
            return f"{year}-{self.month:02d}{mark}"
        if self.unit == "week":
            first = date(self.year, self.month, self.day)
            return f"{first.isoformat()}/{(first + timedelta(days=6)).isoformat()}"
        if self.unit == "decade":
            if self.year < 0:  # the 480s BC are -488 to -479: no run of ten that an X could stand for
                return f"{year}/-{-self.year - 9:04d}"
            return f"{self.year // 10:03d}X{mark}"
        if self.unit == "century":
            return f"-{-self.year // 100:02d}XX{mark}" if self.year < 0 else f"{self.year // 100:02d}XX{mark}"
        return year + mark

    @property
    def middle(self) -> float:
        """A point on a scale of months, to tell which of two moments is nearer."""
        base = self.year * 12
        if self.unit in ("day", "week"):
            return base + self.month - 1 + (self.day - 1) / 31
        if self.unit == "month":
            return base + self.month - 0.5
        if self.unit == "season":
            return base + _season_start(self.month) + 0.5
        return base + {"year": 6, "decade": 60, "century": 600}.get(self.unit, 6)

    def at(self, unit: str) -> Moment | None:
        """The `unit` that this lies in, if this is at least that precise."""
        if unit == self.unit:
            return self
        if _RANK[self.unit] > _RANK[unit]:
            return None
        if unit == "month":
            return Moment("month", self.year, self.month) if self.month and self.month < 13 else None
        if unit == "season":
            if not self.month or self.month > 12:
                return None
            season = (self.month % 12) // 3
            if season == 0:
                return Moment("season", self.year - (self.month < 3), 24)
            return Moment("season", self.year, 20 + season)
        if unit == "week":
            monday = as_day(self) - timedelta(days=as_day(self).weekday())
            return Moment("week", monday.year, monday.month, monday.day)
        if unit == "year":
            return Moment("year", self.year)
        if unit == "decade":
            if self.year < 0:
                return Moment("decade", 1 - ((1 - self.year) // 10 * 10 + 9))
            return Moment("decade", self.year // 10 * 10)
        if unit == "century":
            if self.year < 0:
                return Moment("century", -((-self.year) // 100) * 100 or -99)
            return Moment("century", self.year // 100 * 100)
        return None

    def shift(self, count: int, unit: str) -> Moment:
        """This moment moved by `count` units, never more precise than the unit or than itself."""
        if unit in ("day", "week"):
            if self.unit != "day":
                return self
            try:
                moved = as_day(self) + timedelta(days=count * (7 if unit == "week" else 1))
            except (ValueError, OverflowError):
                return Moment("year", self.year)
            return Moment("day", moved.year, moved.month, moved.day)
        own = self.at(unit)
        if own is None:
            return self
        if unit == "month":
            year, month = divmod(own.year * 12 + own.month - 1 + count, 12)
            return Moment("month", year, month + 1)
        if unit == "season":
            year, season = divmod(own.year * 4 + own.month - 21 + count, 4)
            return Moment("season", year, season + 21)
        return Moment(unit, own.year + count * _MONTHS_IN[unit] // 12)


def as_day(moment: Moment) -> date:
    return date(moment.year, moment.month, moment.day)


def _season_start(season: int) -> int:
    return {21: 3, 22: 6, 23: 9, 24: 12}[season]


def from_iso(day: str) -> Moment | None:
    """A Moment for an ISO day ("" or anything else: none)."""
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", day)
    if not match:
        return None
    return day_of(int(match[1]), int(match[2]), int(match[3]))


def day_of(year: int, month: int, day: int) -> Moment | None:
    """The day, or None where the calendar has no such day."""
    if not 1 <= month <= 12:
        return None
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    longest = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    return Moment("day", year, month, day) if 1 <= day <= longest else None
