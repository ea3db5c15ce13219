"""A chronology in TimelineJS' JSON (Knight Lab, JSON format of version 3), to be put on a web page.

A date has the parts that the source gives and no more: a year alone is a year there too. What is vaguer has a first
and a last date and says in `display_date` what the source says. Years before Christ are negative, without a year 0 (44
BC is -44). What has no date has no place on a timeline and is counted.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from detente.record import edtf
from detente.show import words
from detente.show.eras import TURNS
from detente.show.visible import visible

DATE = re.compile(r"(-?\d{4})(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?")


@dataclass(frozen=True)
class Slide:
    """One entry: a stable id, an EDTF date, a headline, paragraphs below it, and its lane."""

    id: str
    date: str
    headline: str
    paragraphs: tuple[str, ...]
    group: str = ""


def timeline(title: str, about: str, slides: Iterable[Slide]) -> tuple[dict[str, Any], int]:
    """The timeline, and how many entries had no date to stand at."""
    events, left = [], 0
    for slide in slides:
        dates = span(slide.date)
        if dates is None:
            left += 1
            continue
        start, end = dates
        event: dict[str, Any] = {"start_date": start}
        if end is not None:
            event["end_date"] = end
        event["display_date"] = words.date_words(slide.date)
        event["text"] = {
            "headline": html.escape(visible(slide.headline)),
            "text": "".join(f"<p>{html.escape(visible(each))}</p>" for each in slide.paragraphs if each),
        }
        if slide.group:
            event["group"] = slide.group
        event["autolink"] = False  # what a text says is shown, and never made to lead anywhere
        event["unique_id"] = re.sub(r"[^\w-]", "-", slide.id)
        events.append(event)
    found: dict[str, Any] = {
        "title": {"text": {"headline": html.escape(title), "text": f"<p>{html.escape(about)}</p>" if about else ""}},
        "events": events,
    }
    if eras := _eras(events):
        found["eras"] = eras
    return found, left


def dumped(found: dict[str, Any]) -> str:
    """The JSON text. `<` is written as an escape, so that the text can stand inside a script element."""
    return json.dumps(found, ensure_ascii=False, indent=1).replace("<", "\\u003c") + "\n"


def span(date: str) -> tuple[dict[str, int], dict[str, int] | None] | None:
    """The start and, where it is another, the end of an EDTF date; None where there is neither.

    >>> span("1992"), span("199X"), span("-0043-03-15")
    (({'year': 1992}, None), ({'year': 1990}, {'year': 1999}), ({'year': -44, 'month': 3, 'day': 15}, None))
    """
    if not date:
        return None
    start, slash, end = date.partition("/")
    if not slash:
        return _one(start)
    opens, ends = start in ("", ".."), end in ("", "..")
    if opens and ends:
        return None
    if opens or ends:  # an open end is said in display_date; to draw it would need a date that nobody gives
        return _one(end if opens else start)
    low, high = _one(start), _one(end)
    if low is None or high is None:
        return None
    return low[0], high[1] or high[0]


def _one(date: str) -> tuple[dict[str, int], dict[str, int] | None] | None:
    body = date.rstrip("~?%")
    if match := re.fullmatch(r"(-?)(\d{2})XX|(-?)(\d{3})X", body):
        size = 100 if match[2] else 10
        first = int(match[2] or match[4]) * size
        years = (first, first + size - 1)
        if match[1] or match[3]:
            years = (-years[1], -years[0])
        return {"year": _year(years[0])}, {"year": _year(years[1])}
    match = DATE.fullmatch(body)
    if not match:
        return None
    year, month, day = int(match[1]), match[2], match[3]
    if month in edtf.SEASONS:
        begin, last = edtf.SEASONS[month]
        return {"year": _year(year), "month": begin}, {"year": _year(year + (last < begin)), "month": last}
    found = {"year": _year(year)}
    if month not in (None, "XX"):
        found["month"] = int(month)
        if day not in (None, "XX"):
            found["day"] = int(day)
    return found, None


def _year(astronomers: int) -> int:
    """Historians' years have no 0: 0 is 1 BC."""
    return astronomers if astronomers > 0 else astronomers - 1


def _eras(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The eras that the brief uses, as far as the events reach."""
    if not events:
        return []
    first = min(event["start_date"]["year"] for event in events)
    last = max(event.get("end_date", event["start_date"])["year"] for event in events)
    found = []
    for position, (begin, name) in enumerate(TURNS):
        end = TURNS[position + 1][0] - 1 if position + 1 < len(TURNS) else last
        low, high = max(begin, first), min(end, last)
        if position == 0:
            low = min(first, high)
        if low < high:
            found.append({"start_date": {"year": low}, "end_date": {"year": high}, "text": {"headline": name}})
    return found
