"""A stretch of calendar time at the precision of its source, and the arithmetic that relative dates need.

Years are astronomical, as in EDTF: 1 BC is year 0, 490 BC is year -489.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_RANK = {unit: rank for rank, unit in enumerate(("day", "week", "month", "season", "year", "decade", "century"))}
_YEARS = {"year": 1, "decade": 10, "century": 100}
_SEASON_START = {21: 3, 22: 6, 23: 9, 24: 12}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, week, month, season, year, decade or century.

    `month` is 1 to 12, or 21 to 24 for a season. A decade or century stands in `year` with its first year, a week
    is kept as its Monday.
    """

    unit: str
    year: int
    month: int = 0
    day: int = 0
    approximate: bool = False

    @property
    def edtf(self) -> str:
        """The moment as EDTF, at its own precision."""
        mark = "~" if self.approximate else ""
        year = f"{self.year:04d}" if self.year >= 0 else f"-{-self.year:04d}"
        if self.unit == "day":
            return f"{year}-{self.month:02d}-{self.day:02d}{mark}"
        if self.unit in ("month", "season"):
            return f"{year}-{self.month:02d}{mark}"
        if self.unit == "week":
            sunday = self._date() + timedelta(days=6)
            return f"{self._date().isoformat()}/{sunday.isoformat()}"
        if self.unit == "decade":
            if self.year < 0:  # the 480s BC are -0488 to -0479: no ten years that share their first three digits
                return f"{year}/{self.year + 9:05d}"
            return f"{self.year // 10:03d}X{mark}"
        if self.unit == "century":
            if self.year == -99:
                return "-0099/0000"
            return f"-{-self.year // 100:02d}XX{mark}" if self.year < 0 else f"{self.year // 100:02d}XX{mark}"
        return year + mark

    @property
    def rank(self) -> int:
        """0 for a day up to 6 for a century."""
        return _RANK[self.unit]

    @property
    def middle(self) -> float:
        """A point on a scale of months, to tell which of two moments is nearer."""
        base = self.year * 12.0
        if self.unit in ("day", "week"):
            return base + self.month - 1 + (self.day - 1) / 31
        if self.unit == "month":
            return base + self.month - 0.5
        if self.unit == "season":
            return base + _SEASON_START[self.month] + 0.5
        return base + 6 * _YEARS[self.unit]

    @property
    def span(self) -> tuple[float, float]:
        """First and last point on the scale of `middle`. The winter of 1864 may be either end of that year."""
        base = self.year * 12.0
        if self.rank < 3:
            return self.middle, self.middle
        if self.unit == "season":
            if self.month == 24:
                return base, base + 14
            return base + _SEASON_START[self.month] - 1, base + _SEASON_START[self.month] + 2
        return base, base + 12 * _YEARS[self.unit]

    def at(self, unit: str) -> Moment | None:
        """The `unit` that this lies in; None where this is coarser than the unit."""
        if unit == self.unit:
            return self
        if self.rank > _RANK[unit]:
            return None
        if unit == "week":
            return _week(self._date()) if self.year > 0 else None
        if unit == "month":
            return Moment("month", self.year, self.month)
        if unit == "season":
            season = 20 + (self.month % 12) // 3 or 24
            return Moment("season", self.year - (self.month < 3), 24 if season == 20 else season)
        if unit == "year":
            return Moment("year", self.year)
        # the 480s BC are 489 to 480 BC, the 5th century BC is 500 to 401 BC
        if self.year < 1:
            before = 1 - self.year
            return Moment("decade", -(before // 10 * 10 + 8)) if unit == "decade" else bc_century((before + 99) // 100)
        length = _YEARS[unit]
        return Moment(unit, self.year // length * length)

    def shift(self, count: int, unit: str) -> Moment:
        """This moment `count` units later: a week as a day, never more precise than this moment is."""
        if unit in ("day", "week"):
            if self.rank > _RANK[unit] or self.year < 1:
                return self
            try:
                moved = self._date() + timedelta(days=count * (7 if unit == "week" else 1))
            except (ValueError, OverflowError):
                return Moment("year", self.year)
            return _week(moved) if self.unit == "week" else Moment("day", moved.year, moved.month, moved.day)
        own = self.at(unit)
        if own is None:
            return self
        if unit == "month":
            year, month = divmod(own.year * 12 + own.month - 1 + count, 12)
            return Moment("month", year, month + 1)
        if unit == "season":
            year, season = divmod(own.year * 4 + own.month - 21 + count, 4)
            return Moment("season", year, season + 21)
        year = own.year + count * _YEARS[unit]
        return Moment(unit, year) if -9999 < year < 10000 else own

    def _date(self) -> date:
        return date(self.year, self.month, self.day)


def _week(day: date) -> Moment:
    monday = day - timedelta(days=day.weekday()) if day.toordinal() > 6 else day
    return Moment("week", monday.year, monday.month, monday.day)


def bc_century(n: int) -> Moment:
    """The n-th century before Christ, by EDTF's digits: 03XX stands for 399 to 300 BC, the fourth."""
    return Moment("century", -(n - 1) * 100 if n > 1 else -99)


def weekday(day: Moment) -> int:
    """0 for Monday."""
    return day._date().weekday()


def from_iso(day: str) -> Moment | None:
    """The Moment of an ISO day; None for "" or anything else."""
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", day)
    return day_of(int(match[1]), int(match[2]), int(match[3])) if match and int(match[1]) else None


def day_of(year: int, month: int, day: int) -> Moment | None:
    """The day, or None where the calendar has no such day."""
    if not 1 <= month <= 12 or not 1 <= day <= month_length(year, month):
        return None
    return Moment("day", year, month, day)


def month_length(year: int, month: int) -> int:
    """28 to 31; in the Gregorian calendar, carried back before its beginning as EDTF does."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
