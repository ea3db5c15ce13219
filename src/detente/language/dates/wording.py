"""The words around a date expression: sentence, tense, dateline, and the expression that it shares its year with."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .finding import Expression
from .grammar import DASH, MONTHS, NUMBERS, ORDINALS
from .moment import Moment, day_of

MONTHLY = ("my", "dmy", "mdy")
"""The rules whose expressions name a month and may name the year."""

DATED = (*MONTHLY, "season", "edge", "holiday")


def number(words: str) -> int:
    """twenty-one, 14, a."""
    words = re.sub(r"\s+", " ", words)
    return int(words) if words.isdigit() else NUMBERS[words]


def ordinal(words: str) -> int:
    """first, 21st."""
    digits = re.match(r"\d+", words)
    return int(digits[0]) if digits else ORDINALS[re.sub(r"\s", "", words)]


def year_number(words: str) -> int:
    """1992, AD 30, 490 BC (as -489)."""
    digits = re.search(r"\d+", words)
    year = int(digits[0]) if digits else 0
    return 1 - year if re.search(r"b\.?\s?c", words) else year


def month_number(words: str) -> int:
    """1 for january and for jan."""
    return MONTHS[words.rstrip(".")]


def named_year(found: Expression) -> int | None:
    """The year that the expression names itself."""
    if found.rule == "year":
        return year_number(found.part("n"))
    return year_number(found.part("y")) if found.rule in DATED and found.part("y") else None


_SENTENCE_END = re.compile(
    r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\bGen)[.!?][\"')\]\u201d\u2019]{0,2}\s+(?=[\"'(\u201c\u2018]?[A-Z\u00c0-\u00de])|\n"
)


def sentence_around(text: str, at: int) -> tuple[int, int]:
    """Start and end of the sentence at `at`; roughly, and at most a few hundred characters away."""
    start = max(0, at - 400)
    for match in _SENTENCE_END.finditer(text, start, at):
        start = match.end()
    match_after = _SENTENCE_END.search(text, at, at + 600)
    return start, match_after.start() + 1 if match_after else min(len(text), at + 600)


_JOINED = re.compile(
    rf"\s*(?:,|,?\sand|,?\sor|to|through|until|till|{DASH}|/)\s*(?:again\s)?(?:in\s|on\s|by\s)?(?:the\s)?"
)
_AFTER_YEAR = re.compile(r"[,:]?\s(?:on\s|in\s)?(?:the\s)?")
_STYLE = r"(?:[on]\.?\s?s\.?|(?:old|new)\sstyle)"
STYLE_IN_BRACKETS = re.compile(rf"\s?[(\[]{_STYLE}[)\]],?\s")
"""What stands between day and year in "27 August (N.S.) 1610"."""

AFTER_OTHER_CALENDAR = re.compile(rf"(?:,?\s{_STYLE})?\s?[)\]],?\s")
"""What stands before the year in "15 January (5 January O.S.) 1582"."""

OTHER_CALENDAR = re.compile(r"\s?[(\[]\s?(?:[on]\.?\s?s\.?,?\s|(?:old|new)\sstyle,?\s|julian,?\s|gregorian,?\s)?")


def shared_year(found: Sequence[Expression], i: int, low: str) -> int | None:
    """The year that a month or day without one shares with its neighbour.

    "April and June 1955", "25 October (7 November) 1917", "In 1961, on 13 August".
    """
    own = found[i]
    if own.rule not in (*MONTHLY, "season") or any(own.part(name) for name in ("y", "yr", "next")):
        return None
    if own.part("w").strip() not in ("", "the") and own.rule != "dmy":
        return None
    if i and found[i - 1].rule == "year" and _AFTER_YEAR.fullmatch(low, found[i - 1].end, own.start):
        return named_year(found[i - 1])
    if i and own.rule in ("dmy", "mdy") and found[i - 1].rule in ("dmy", "mdy"):
        before = named_year(found[i - 1])
        if before is not None and OTHER_CALENDAR.fullmatch(low, found[i - 1].end, own.start):
            return before - (_month(found[i - 1]) == 1 and _month(own) == 12)
    end = own.end
    for j in range(i + 1, min(i + 5, len(found))):
        following = found[j]
        if following.rule not in (*MONTHLY, "season", "year"):
            return None
        if following.rule == "year":
            bracket = j == i + 2 and AFTER_OTHER_CALENDAR.fullmatch(low, end, following.start)
            style = j == i + 1 and STYLE_IN_BRACKETS.fullmatch(low, end, following.start)
            return named_year(following) if bracket or style else None
        joined = _JOINED.fullmatch(low, end, following.start) or OTHER_CALENDAR.fullmatch(low, end, following.start)
        if not joined:
            return None
        year = named_year(following)
        if year is not None:
            if "season" in (own.rule, following.rule):
                return year
            return year - (_month(own) > _month(following))
        end = following.end
    return None


def _month(found: Expression) -> int:
    return month_number(found.part("m"))


def coming(found: Sequence[Expression], i: int, sentence_end: int) -> Moment | None:
    """The next expression of the sentence that has a month and a year."""
    for following in found[i + 1 : i + 4]:
        if following.start >= sentence_end:
            return None
        if following.rule in MONTHLY and following.part("y"):
            return Moment("month", year_number(following.part("y")), month_number(following.part("m")))
    return None


def dateline(found: Expression, text: str, published: Moment) -> Moment | None:
    """The day from which a dispatch sees "yesterday" ("QUITO, May 3.-"), the last such day up to its publication."""
    line = text.rfind("\n", max(0, found.start - 80), found.start) + 1
    if found.rule not in ("mdy", "dmy") or found.part("w") or found.start - line > 60:
        return None
    place = re.fullmatch(r"[A-Z\u00c0-\u00de][^\n.;:!?]*[,(]\s?(?:[A-Z][\w.]+,?\s)?", text[line : found.start])
    rest = text[found.end : found.end + 30]
    if not place or not re.match(rf"\s?(?:\([^)\n]+\)\s)?(?:[.:,)]?\s?{DASH}|[.:]\s)", rest):
        return None
    month, day = month_number(found.part("m")), ordinal(found.part("d"))
    if found.part("y"):
        return day_of(year_number(found.part("y")), month, day)
    options = (day_of(year, month, day) for year in (published.year, published.year - 1))
    return next((m for m in options if m and m.middle <= published.middle + 0.1), None)


_FUTURE = re.compile(
    r"\b(?:(?:will|would|shall|should|may|must|(?:is|are|was|were|due)\sto|to)\s(?:[a-z]+ly\s|not\s)?be\s[a-z]+"
    r"|expects|foresees|awaits|will|would|shall|should|may|must|(?:is|are|was|were)\sto|due|scheduled|expected|planned|slated"
    r"|(?:agree|plan|promis|vow|pledg|decid|intend|hop|expect|schedul|propos|invit|ask|order|want|threaten|prepar)[a-z]*"
    r"\s(?:\S+\s){0,6}to\s(?!the\b|an?\b|its\b|their\b|his\b|her\b)[a-z]+)\b"
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|said|told|met|went|came|began|took|held|left|sent|made|gave|won|lost|spoke|flew|cut|put|set|"
    r"shot|[a-z]{2,}ed)\b"
)


def looks_ahead(before: str, after: str) -> bool:
    """Whether a clause, in its own letters, looks forward from the day of writing: its last cue decides."""
    if re.search(r"\b(?:until|till|through)\s(?:the\s)?$", before):
        return not re.search(r"\bfrom\b", before)
    future = max((match.end() for match in _FUTURE.finditer(before)), default=-1)
    past = max((match.end() for match in _PAST.finditer(before)), default=-1)
    if max(future, past) < 0 and len(before) < 12:  # "From March they will"
        first = re.search(r"\b(?:will|shall|is\sto|are\sto)\b", after)
        return bool(first) and not _PAST.search(after, 0, first.start() if first else 0)
    return future >= max(past, 0)


_PLUPERFECT = re.compile(
    r"\bhad\s(?:[a-z]+ly\s|been\s|already\s|first\s|long\s|never\s|not\s|just\s){0,3}"
    r"[a-z]+(?:ed|en|n|t|ld|ne|de|ung|ood|ome|un)\b"
)


def pluperfect(before: str) -> bool:
    """Whether the clause tells what had happened before."""
    return bool(_PLUPERFECT.search(before))


_ASIDE = re.compile(
    r"\b(?:since|as\sof|dating\sfrom|dated|founded\sin|born\sin|beginning\sin|starting\sin)\s(?:the\s)?$|.\([^)]*$"
)


def aside(before: str, after: str) -> bool:
    """Whether a date is only mentioned: "since 1957", "(1954)", "the 1949 agreement"."""
    return bool(_ASIDE.search(before)) or (before.endswith("the ") and bool(re.match(r"\s[a-z]", after)))


def foretold(before: str) -> bool:
    """Whether a date is one that lies ahead of the story: "lasted until", "planned for"."""
    ahead = re.search(r"\b(?:planned|scheduled|would|will|to\sbe|expected|until|till)\b[^.;]*$", before)
    return bool(ahead) and not re.search(r"\b(?:no|not|never)\b", before)


def part_of(found: Expression) -> str:
    """Whether the expression says "late" or "early", as "the last days of 1887" does."""
    words = found.groups[found.rule]
    if re.match(r"(?:the\s)?(?:very\s)?(?:late|end|close|last|final|closing|latter)\b", words):
        return "late"
    return "early" if re.match(r"(?:the\s)?(?:very\s)?(?:early|beginning|start|first|opening)\b", words) else ""
