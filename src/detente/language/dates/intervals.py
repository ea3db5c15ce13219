"""Date expressions put together as a coder reads them: from X to Y, X-Y, since X, until X, by X, after X."""

from __future__ import annotations

import re

from ..sentence import DateMention
from .finding import Expression
from .grammar import DASH
from .meaning import starts_from_next
from .moment import Moment
from .wording import AFTER_OTHER_CALENDAR, OTHER_CALENDAR, STYLE_IN_BRACKETS

_TO = re.compile(
    rf"(?:\s?{DASH}\s?|\s?/\s?|,?\s(?:to|until|till|through|up\sto|and)\s)(?:as\slate\sas\s|about\s)?(?:the\s|in\s|on\s)?"
)
_FROM = re.compile(r"\b(from|between)\s(?:the\s|about\s|around\s)?$")
_OPEN = re.compile(
    r"\b(?P<since>(?:ever\s)?since)\s(?:the\s|at\sleast\s|about\s)?$|\b(?P<until>until|till)\s(?:the\s|at\sleast\s)?$|\b(?P<upto>up\sto|through)\s$"
    r"|\b(?P<by>by|(?:no|not)\slater\sthan)\s(?:the\s)?$|\b(?P<before>(?<!not\s)before|prior\sto)\s(?:the\s)?$|\b(?P<from>from|as\sof|(?:beginning|starting)\s(?:in|on|from))\s(?:the\s)?$"
    r"|\b(?P<after>after|following)\s(?:the\s)?$"
)
JULIAN_LAST = 1923  # when Greece, the last of the states, left the Julian calendar
_NOT = re.compile(r"\b(?:not|never|n't|n\u2019t|only|cannot|no|delayed|postponed|deferred|took)\b[^.;]*$")


def mentions(text: str, low: str, found: list[Expression]) -> list[DateMention]:
    """One mention for each expression, or for two that make an interval."""
    out: list[DateMention] = []
    i = 0
    while i < len(found):
        first = found[i]
        if i + 1 < len(found) and (day := _two_calendars(low, first, found[i + 1])):
            last = i + 1
            if i + 2 < len(found) and found[i + 2].rule == "year":  # "25 October (7 November) 1917"
                last += bool(AFTER_OTHER_CALENDAR.fullmatch(low, found[i + 1].end, found[i + 2].start))
            start, end = first.start, found[last].end
            how = "full" if "full" in (first.how, found[i + 1].how) else "relative"
            out.append(DateMention(start, end, text[start:end], day.edtf, how))
            i = last + 1
            continue
        if i + 1 < len(found) and first.value and found[i + 1].rule == "year":
            year = found[i + 1]
            if STYLE_IN_BRACKETS.fullmatch(low, first.end, year.start):  # "27 August (N.S.) 1610"
                out.append(DateMention(first.start, year.end, text[first.start : year.end], first.edtf, "full"))
                i += 2
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


def _two_calendars(low: str, first: Expression, second: Expression) -> Moment | None:
    """The Gregorian day, the later one, of "25 October (7 November)", "June 30 (June 18, O.S.)" or "8/18 January"."""
    a, b = first.value, second.value
    if not (isinstance(a, Moment) and isinstance(b, Moment)) or a.unit != "day" or b.unit != "day":
        return None
    slash = low[first.end : second.start].strip() == "/"
    if not (slash or OTHER_CALENDAR.fullmatch(low, first.end, second.start)) or a.year < 1:
        return None
    lead = next((days for days in (10, 11, 12, 13) if b.shift(days, "day") == a or a.shift(days, "day") == b), None)
    if lead is None or (slash and a.year > JULIAN_LAST):  # "the talks of 8/18 January 1995" went on for ten days
        return None
    return a if b.shift(lead, "day") == a else b


def _joined(text: str, low: str, first: Expression, second: Expression) -> DateMention | None:
    glue = low[first.end : second.start]
    if not first.value or not second.value or not _TO.fullmatch(glue):
        return None
    lead = _FROM.search(low, max(0, first.start - 20), first.start)
    spoken = re.search(r"[a-z]+", glue)
    loose = spoken and spoken[0] == "and" and not (lead and lead[1] == "between")
    if loose and not _one_time(low, first, second):
        return None
    start = lead.start() if lead else first.start
    edtf = span(first, second)
    return DateMention(start, second.end, text[start : second.end], edtf, "interval") if edtf else None


def _one_time(low: str, first: Expression, second: Expression) -> bool:
    """Whether two are one time, as "the late 1960s and early 1970s" or "the 1880s and 1890s"."""
    a, b = first.value, second.value
    if first.rule != second.rule or first.rule not in ("decade", "century"):
        return False
    late, early = first.groups[first.rule], second.groups[second.rule]
    if re.search(r"\blate", late) and re.search(r"\bearly", early):
        return True
    listed = re.search(r"(?:0s|ties|th|st|nd|rd),\s(?:the\s)?$", low[max(0, first.start - 12) : first.start])
    return isinstance(a, Moment) and a.shift(1, first.rule) == b and not listed


def span(first: Expression, second: Expression) -> str:
    """The EDTF interval of two expressions, "" where they are in no order."""
    a, b = first.value, second.value
    if isinstance(a, Moment) and isinstance(b, Moment) and "/" not in a.edtf + b.edtf and a.middle < b.middle:
        return f"{a.edtf}/{b.edtf}"
    return ""


def _single(text: str, low: str, found: Expression) -> DateMention:
    start, end, edtf, how = found.start, found.end, found.edtf, found.how
    lead = _OPEN.search(low, max(0, start - 20), start) if edtf and "/" not in edtf else None
    if edtf and "/" not in edtf and re.match(r"\sonwards?\b", low[end : end + 9]):
        start, edtf, how = (lead.start() if lead else start), f"{edtf}/..", "interval"
    elif lead:
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
