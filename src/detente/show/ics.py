"""A chronology as a calendar (iCalendar, RFC 5545), for any calendar program.

A calendar shows days, so only what a source dates to a day, or from one day to another, is put on days: "1992" must not
become an appointment on 1 January. With `spans`, what is dated to a month, a season or a year is a span of all its days
and says so in its summary; what is longer than a year, open or undated is never in. All entries are all-day and block
no time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from detente.record import edtf
from detente.show import words
from detente.show.visible import visible

WIDEST = 366  # days of a span; with a decade as a banner on each of its days nobody would see the rest


@dataclass(frozen=True)
class Appointment:
    """One entry: a stable id, an EDTF date, a line of summary, a text below it, and when it was last changed (UTC)."""

    id: str
    date: str
    summary: str
    description: str
    changed: datetime
    url: str = ""


def calendar(name: str, appointments: Iterable[Appointment], *, spans: bool = False) -> tuple[str, int]:
    """The calendar, and how many entries could not be put on days."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Detente//detente chronology//EN", "CALSCALE:GREGORIAN",
             f"X-WR-CALNAME:{text(name)}"]  # fmt: skip
    left = 0
    for each in appointments:
        days = placed(each.date, spans=spans)
        if days is None:
            left += 1
            continue
        first, last = days
        exact = words.grain(each.date) in ("day", "interval")
        plain = exact and each.date[-1] not in "~?%"
        summary = each.summary if plain else f"[{words.date_words(each.date)}] {each.summary}"
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uid(each.id)}",
            f"DTSTAMP:{each.changed:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{_day(first)}",
            f"DTEND;VALUE=DATE:{_day(last + timedelta(days=1))}",  # the first day that is no longer part of it
            f"SUMMARY:{text(summary)}",
            f"DESCRIPTION:{text(each.description)}",
            "TRANSP:TRANSPARENT",
            *([f"URL:{_address(each.url)}"] if _address(each.url) else []),
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(fold(line) for line in lines), left


def placed(date_: str, *, spans: bool = False) -> tuple[date, date] | None:
    """The first and last day on which an entry stands; None where it has no place in a calendar.

    >>> placed("1992-12-17/1992-12-19")
    (datetime.date(1992, 12, 17), datetime.date(1992, 12, 19))
    >>> placed("1992"), placed("1992-02", spans=True)
    (None, (datetime.date(1992, 2, 1), datetime.date(1992, 2, 29)))
    """
    found = edtf.bounds(date_)
    first, last = found or (None, None)
    if first is None or last is None:
        return None
    if first.year < 1583 or last == date.max:  # the Gregorian calendar, which RFC 5545 means, begins in 1582
        return None
    start, _, end = date_.partition("/")
    to_the_day = all(words.grain(part) == "day" for part in (start, end) if part)
    if (to_the_day or spans) and (last - first).days < WIDEST:
        return first, last
    return None


def uid(ident: str) -> str:
    """A UID that stays the same in every export, so that an import replaces what an earlier one brought."""
    return re.sub(r"[^\w.:-]", "-", ident, flags=re.ASCII) + "@detente"


def text(value: str) -> str:
    r"""A TEXT value: backslash, semicolon and comma escaped, line ends as \n, other control characters made visible.

    >>> text("a;b, c\nd")
    'a\\;b\\, c\\nd'
    """
    value = re.sub(r"([\\;,])", r"\\\1", value)
    value = re.sub(r"\r\n?|\n|\u2028|\u2029", r"\\n", value)
    return visible(re.sub(r"[\ud800-\udfff]", "", value))


def fold(line: str) -> str:
    """A content line with CRLF, cut so that no line is longer than 75 octets and no character is cut in two."""
    cut, room, held = [], 75, 0
    for character in line:
        size = len(character.encode("utf-8"))
        if held + size > room:
            cut.append("\r\n ")
            held, room = 0, 74  # the space at the beginning counts
        cut.append(character)
        held += size
    return "".join(cut) + "\r\n"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _address(url: str) -> str:
    return url if re.fullmatch(r"https?://[!-~]+", url) else ""


def summaries(parts: Sequence[str]) -> str:
    """Several parts of a summary in one line."""
    return ": ".join(part for part in parts if part)
