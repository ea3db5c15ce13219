"""Date expressions put together as a coder reads them: from X to Y, X-Y, since X, until X, by X, after X."""

from __future__ import annotations

import re

from ..sentence import DateMention
from .finding import Expression
from .grammar import DASH
from .meaning import starts_from_next
from .moment import Moment
from .wording import OTHER_CALENDAR

_TO = re.compile(
    rf"(?:\s?{DASH}\s?|\s?/\s?|,?\s(?:to|until|till|through|up\sto|and)\s)(?:as\slate\sas\s|about\s)?(?:the\s|in\s|on\s)?"
)
_FROM = re.compile(r"\b(from|between)\s(?:the\s|about\s|around\s)?$")
_OPEN = re.compile(
    r"\b(?P<since>(?:ever\s)?since)\s(?:the\s|at\sleast\s|about\s)?$|\b(?P<until>until|till)\s(?:the\s|at\sleast\s)?$|\b(?P<upto>up\sto|through)\s$"
    r"|\b(?P<by>by|no\slater\sthan)\s(?:the\s)?$|\b(?P<before>before|prior\sto)\s(?:the\s)?$|\b(?P<from>from|as\sof|beginning\sin|starting\sin)\s$"
    r"|\b(?P<after>after|following)\s(?:the\s)?$"
)
_NOT = re.compile(r"\b(?:not|never|n't|n\u2019t|only|cannot|no|delayed|postponed|deferred|took)\b[^.;]*$")


def mentions(text: str, low: str, found: list[Expression]) -> list[DateMention]:
    """One mention for each expression, or for two that make an interval."""
    out: list[DateMention] = []
    i = 0
    while i < len(found):
        first = found[i]
        if i + 1 < len(found) and (mention := _two_calendars(text, low, first, found[i + 1])):
            year = i + 2 < len(found) and found[i + 2].rule == "year" and low[mention.end - 1] != ")"
            last = found[i + 2].end if year and _CLOSE.fullmatch(low, found[i + 1].end, found[i + 2].start) else mention.end
            out.append(DateMention(mention.start, last, text[mention.start : last], mention.edtf, mention.how))
            i += 3 if last > mention.end else 2
            continue
        if i + 1 < len(found) and (mention := _joined(text, low, first, found[i + 1])):
            out.append(mention)
            i += 2
            continue
        if first.value is not None and starts_from_next(found, i, low):
            end = found[i + 1].end
            out.append(DateMention(first.start, end, text[first.start : end], first.edtf, first.how))
            i += 2
            continue
        out.append(_single(text, low, first))
        i += 1
    return out


_CLOSE = re.compile(r"\s?[)\]],?\s")


def _two_calendars(text: str, low: str, first: Expression, second: Expression) -> DateMention | None:
    """ "25 October (7 November) 1917", "June 30 (June 18, O.S.)": the later day is the Gregorian one."""
    a, b = first.value, second.value
    if not (isinstance(a, Moment) and isinstance(b, Moment)) or a.unit != "day" or b.unit != "day":
        return None
    if not OTHER_CALENDAR.fullmatch(low, first.end, second.start) or a.year < 1:
        return None
    lead = next((days for days in (10, 11, 12, 13) if b.shift(days, "day") == a or a.shift(days, "day") == b), None)
    if lead is None:
        return None
    later = a if b.shift(lead, "day") == a else b
    how = "full" if "full" in (first.how, second.how) else "relative"
    return DateMention(first.start, second.end, text[first.start : second.end], later.edtf, how)


def _joined(text: str, low: str, first: Expression, second: Expression) -> DateMention | None:
    glue = low[first.end : second.start]
    if not first.value or not second.value or not _TO.fullmatch(glue):
        return None
    lead = _FROM.search(low, max(0, first.start - 20), first.start)
    spoken = re.search(r"[a-z/]+", glue)
    if spoken and (spoken[0] == "/" or (spoken[0] == "and" and not (lead and lead[1] == "between"))):
        if not _late_and_early(first, second):
            return None
    start = lead.start() if lead else first.start
    edtf = span(first, second)
    return DateMention(start, second.end, text[start : second.end], edtf, "interval") if edtf else None


def _late_and_early(first: Expression, second: Expression) -> bool:
    """ "The late 1960s and early 1970s" is one time."""
    return (
        first.rule == second.rule and first.rule in ("decade", "century")
        and bool(re.search(r"\blate", first.groups[first.rule])) and bool(re.search(r"\bearly", second.groups[second.rule]))
    )  # fmt: skip


def span(first: Expression, second: Expression) -> str:
    """The EDTF interval of two expressions, "" where they are in no order."""
    a, b = first.value, second.value
    if isinstance(a, Moment) and isinstance(b, Moment) and "/" not in a.edtf + b.edtf and a.middle < b.middle:
        return f"{a.edtf}/{b.edtf}"
    return ""


def _single(text: str, low: str, found: Expression) -> DateMention:
    start, end, edtf, how = found.start, found.end, found.edtf, found.how
    lead = _OPEN.search(low, max(0, start - 20), start) if edtf and "/" not in edtf else None
    if lead:
        word = lead.lastgroup
        if word in ("since", "from"):
            start, edtf, how = lead.start(), f"{edtf}/..", "interval"
        elif (word == "until" and not _NOT.search(low, max(0, start - 100), lead.start())) or word in (
            "by",
            "before",
            "upto",
        ):
            start, edtf, how = lead.start(), f"../{edtf}", "interval"
        elif word == "after" and isinstance(found.value, Moment) and found.value.rank < 4:
            start, edtf = lead.start(), Moment("year", found.value.year).edtf
    return DateMention(start, end, text[start:end], edtf, how)
