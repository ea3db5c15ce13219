"""EDTF dates (Library of Congress, levels 0 and 1) as the codebook uses them: their first and last day.

A date keeps the precision of its source. `bounds` turns it into the days that queries and sorting need; it never
makes the date itself more precise.

>>> bounds("1992-12")
(datetime.date(1992, 12, 1), datetime.date(1992, 12, 31))
>>> bounds("199X")
(datetime.date(1990, 1, 1), datetime.date(1999, 12, 31))
>>> bounds("2022/..")
(datetime.date(2022, 1, 1), None)

Years before Christ (1 BC is 0000, 490 BC is -0489) are valid dates, but Python's calendar begins with year 1: their
`bounds` are None, and they sort before all others, in their order.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

SEASONS = {"21": (3, 5), "22": (6, 8), "23": (9, 11), "24": (12, 2)}
_PLAIN = re.compile(r"(\d{4})(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?")

Bounds = tuple[date | None, date | None]


def bounds(edtf: str) -> Bounds | None:
    """First and last day of an EDTF date; None where it is empty or no date; an open end of an interval is None.

    Winter (24) runs into the following year's February, as the codebook's scorer has it.
    """
    text = edtf.strip()
    if "/" in text:
        start, _, end = text.partition("/")
        opens, ends = start in ("", ".."), end in ("", "..")
        low, high = (None if opens else bounds(start)), (None if ends else bounds(end))
        if (opens and ends) or (not opens and low is None) or (not ends and high is None):
            return None
        first, last = low[0] if low else None, high[1] if high else None
        return None if first and last and first > last else (first, last)
    text = text.rstrip("~?%")
    if re.fullmatch(r"\d{2}XX", text):
        return _years(int(text[:2]) * 100, 100)
    if re.fullmatch(r"\d{3}X", text):
        return _years(int(text[:3]) * 10, 10)
    match = _PLAIN.fullmatch(text)
    if not match or match[1] == "0000":
        return None
    year, month, day = int(match[1]), match[2], match[3]
    try:
        if month in (None, "XX"):
            return _years(year, 1)
        if month in SEASONS and day is None:
            begin, end_month = SEASONS[month]
            end_year = year + 1 if end_month < begin else year
            return date(year, begin, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])
        if day in (None, "XX"):
            return date(year, int(month), 1), date(year, int(month), monthrange(year, int(month))[1])
        exact = date(year, int(month), int(day))
        return exact, exact
    except ValueError:  # month 13, 30 February
        return None


def _years(first: int, count: int) -> Bounds:
    return date(max(first, 1), 1, 1), date(first + count - 1, 12, 31)


_BEFORE_CHRIST = re.compile(
    r"(?:-\d{4}|0000)(?:-(?:0[1-9]|1[0-2]|2[1-4])(?:-(?:0[1-9]|[12]\d|3[01]))?)?[~?%]?|-\d{2}XX|-\d{3}X"
)


def valid(edtf: str) -> bool:
    """Whether the codebook allows this date; the empty string (no date in the text) is allowed."""
    if edtf == "" or bounds(edtf) is not None:
        return True
    start, slash, end = edtf.partition("/")
    if not _BEFORE_CHRIST.fullmatch(start if start not in ("", "..") else end):
        return False
    return not slash or end in ("", "..") or start in ("", "..") or valid(end)


def sort_key(edtf: str) -> tuple[int, int]:
    """Where a date stands in a chronology, as numbers of days: by its first, the more precise before the vaguer.

    The one order of dates for all outputs. The undated stand last. What is only said to have lasted up to a day stands
    at that day, and not before all that is known. Days before Christ are numbered so that their order is right; no
    calendar counts them.

    >>> sorted(["1992", "", "../1991", "-0043-03", "1992-05", "-01XX"], key=sort_key)
    ['-01XX', '-0043-03', '../1991', '1992', '1992-05', '']
    """
    found = bounds(edtf)
    if found is None:
        if not edtf or not valid(edtf):
            return date.max.toordinal(), date.max.toordinal()
        start, _, end = edtf.partition("/")
        first, last = (start if start not in ("", "..") else end), (end if end not in ("", "..") else start)
        return _day_before_christ(first, 0), _day_before_christ(last, 1)
    low, high = found
    first_day = low or high or date.min
    return first_day.toordinal(), (high or date.max).toordinal()


def _day_before_christ(edtf: str, end: int) -> int:
    """The number of the first (0) or last (1) day that a date before Christ can mean."""
    if (days := bounds(edtf)) is not None:  # an interval that ends after Christ
        return (days[end] or date.min).toordinal()
    late = "0" if end else "9"  # of the 440s BC, -0449 is the first year and -0440 the last
    found = re.match(r"(-?\d{2}[\dX]{2})(?:-(\d\d))?(?:-(\d\d))?", edtf)
    if found is None:
        return date.max.toordinal()
    year = int(found[1].replace("X", late))
    month, day = (int(found[number] or (12, 31)[number - 2] * end) for number in (2, 3))
    return (year - 2) * 12 * 31 + month * 31 + day
