"""When: the date expressions of a text and their EDTF values.

`find_dates` reads a whole document in one pass and gives what a coder works with, intervals put together;
`date_rows` gives the single expressions ("1914-1918" is two), as corpora of time expressions mark them.

>>> [(d.text, d.edtf) for d in find_dates("They met on 23 December 1992 and again a month later.")]
[('23 December 1992', '1992-12-23'), ('a month later', '1993-01')]
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from ..sentence import DateMention
from .grammar import EXPRESSION
from .moment import Moment, day_of, from_iso
from .resolve import Context, Expression, resolve

__all__ = ["date_rows", "find_dates"]

_BREAK = re.compile(r"\n\s*\n|\n")


def find_dates(text: str, published: str = "", headings: Sequence[tuple[int, int]] = ()) -> list[DateMention]:
    """The dates of a document, in order; an interval is one mention.

    `published` (ISO day) is the day of writing of a news text: it fixes "last month" and "Friday". `headings` are
    the (start, end) of the document's headings: one that is a single year gives what follows its year.
    """
    return _mentions(text, _expressions(text, published, headings))


def date_rows(text: str, published: str = "", headings: Sequence[tuple[int, int]] = ()) -> list[dict[str, object]]:
    """Every single date expression: start, end, text, edtf ("" where it is not resolved)."""
    return [
        {"start": e.start, "end": e.end, "text": text[e.start : e.end], "edtf": e.edtf}
        for e in _expressions(text, published, headings)
    ]


def _lower(text: str) -> str:
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


_BEFORE_MONTH = re.compile(
    r"\b(?:in|by|of|since|until|till|during|from|to|and|between|before|after|early|late|mid|last|next|this|through|"
    r"for|that|following|previous|or|middle)[\s-]+$"
)
_COUNTED = re.compile(
    r"\s(?:[a-z]+\s)?(?:soldiers|troops|men|people|persons|tons|tonnes|km|kilomet\w+|miles|meters|metres|feet|"
    r"square|dollars|rubles|roubles|yuan|euros|pounds|prisoners|civilians|refugees|aircraft|tanks|ships|planes|guns|"
    r"casualties|deaths|dead|killed|wounded|members|workers|students|advisers|advisors|acres|hectares|barrels|"
    r"fighters|warheads|missiles|marines|sailors|volunteers|rebels|delegates|inhabitants|families|horses|rounds|"
    r"vehicles|houses|villages|copies|words|hours|days|years|months|weeks)\b"
)
_LABEL = re.compile(
    r"(?:resolutions?|articles?|no\.|nos\.|number|pages?|pp?\.|unscr|flight|chapter|section|law|order|directive|"
    r"room|paragraph|paragraphs|vol\.|volume|fig\.|figure|boeing|route|model|#|\u2116)\s?$"
)


def _plausible(match: re.Match[str], text: str, low: str) -> bool:
    rule, start, end = match.lastgroup or "", match.start(), match.end()
    groups = match.groupdict()
    if rule == "my":
        word = groups["my_m"]
        at = match.start("my_m")
        if not text[at].isupper():
            return False
        if groups["my_y"] or groups["my_yr"]:
            return True
        if "." in word or len(word) < 4 and word != "may":
            return False
        if word in ("may", "march"):
            return at > start or bool(_BEFORE_MONTH.search(low[max(0, at - 20) : at])) and not low[end:].startswith(" of ")
        return True
    if rule in ("mdy", "dmy"):
        at = match.start(f"{rule}_m")
        word = groups[f"{rule}_m"]
        if word in ("may", "march", "mar") and not text[at].isupper():
            return False
        if rule == "mdy" and not groups["mdy_y"]:
            return not re.match(r"(?:\s(?:[a-z]+\s)?(?:troops|people|men|soldiers|percent)|,\d{3}|\.\d)", low[end : end + 30])
        return True
    if rule == "season":
        if groups["season_y"] or groups["season_yr"]:
            return True
        name = groups["season_s"]
        before = low[max(0, start - 12) : start]
        if name in ("fall", "spring") and re.match(r"\sof\b|s\b|ed\b", low[end : end + 5]):
            return False
        if start < match.start("season_s"):
            return text[match.start("season_s")].islower() or name != "spring"
        return bool(re.search(r"\b(?:in|by|during|until|since|that|this|of|and|from|to)\s$", before))
    if rule == "year":
        number = groups["year_n"]
        if not re.fullmatch(r"\d{4}", number):
            return True
        before, after = low[max(0, start - 16) : start], low[end : end + 30]
        if re.search(r"[\d][.,:]$|[a-z]-$", before) and not re.search(r"(?:mid|pre|post|early|late)-$", before):
            return False
        if re.match(r",\d{3}|\.\d|:\d|%|\s?(?:per\s?cent|percent|million|billion)", after):
            return False
        if _LABEL.search(before):
            return False
        if _COUNTED.match(after) and not re.search(r"\b(?:in|since|during|until|till)\s$", before):
            return False
        return not re.search(r"[$\u00a3\u20ac]\s?$", before)
    if rule == "decade" and not (groups["decade_n"] or groups["decade_b"]):
        if groups["decade_t"] and not groups["decade_c"]:
            return "the " in match[0] or bool(re.search(r"\bthe\s$", low[max(0, start - 5) : start]))
        return True
    return True


_GLUE_YEAR = re.compile(r"\s*(?:,|and|or|to|through|until|till|[-\u2010-\u2015/]|,\s*and)\s*")


def _expressions(text: str, published: str, headings: Sequence[tuple[int, int]]) -> list[Expression]:
    low = _lower(text)
    found: list[Expression] = []
    at = 0
    while match := EXPRESSION.search(low, at):
        if not _plausible(match, text, low):
            at = match.start() + 1
            while at < len(low) and low[at - 1].isalnum() and low[at].isalnum():
                at += 1
            continue
        groups = {k: v for k, v in match.groupdict().items() if v}
        rule = next(r for r in _order if r in groups)
        at = match.end()
        expression = Expression(match.start(), match.end(), rule, groups)
        found += _with_day_pairs(expression, low, match)
    _resolve_all(text, low, found, published, headings)
    return found


from .grammar import _RULES as _rules  # noqa: E402

_order = [r for r in _rules if r != "daynumber"]
_DAY_BEFORE = re.compile(r"(?<![\w.,:$-])(?:the\s)?([12]\d|3[01]|[1-9])(?:st|nd|rd|th)?\s?(?:[-\u2010-\u2015]|and|to|or)\s?$")
_DAY_AFTER = re.compile(r"\s?(?:[-\u2010-\u2015]|and|to|or)\s?([12]\d|3[01]|[1-9])(?:st|nd|rd|th)?(?![\w:%])(?!\s[a-z]+s\b)(?!,\d)")


def _with_day_pairs(expression: Expression, low: str, match: re.Match[str]) -> list[Expression]:
    """ "3-5 June 1967" and "May 4 and 5": the day that borrows its month from its neighbour is an expression too."""
    if expression.rule == "dmy":
        before = _DAY_BEFORE.search(low, max(0, expression.start - 14), expression.start)
        if before:
            groups = dict(expression.groups) | {"dmy_d": before[1]}
            return [Expression(before.start(1), before.end(1), "dmy", groups), expression]
    if expression.rule == "mdy" and "mdy_y" not in expression.groups:
        after = _DAY_AFTER.match(low, expression.end)
        if after:
            year = re.match(r",?\s(?:of\s)?([12]\d{3})\b", low[after.end() : after.end() + 12])
            groups = dict(expression.groups)
            end = after.end(1)
            if year:
                groups["mdy_y"] = year[1]
                end = after.end() + year.end()
            first = Expression(expression.start, expression.end, "mdy", groups)
            return [first, Expression(after.start(1), end, "mdy", groups | {"mdy_d": after[1]})]
    return [expression]


def _resolve_all(
    text: str, low: str, found: list[Expression], published: str, headings: Sequence[tuple[int, int]]
) -> None:
    context = Context(published=from_iso(published))
    heading_starts = [start for start, _ in headings]
    for i, expression in enumerate(found):
        for following in found[i + 1 : i + 4]:  # "April and June 1955": the year comes with the last
            if not _GLUE_YEAR.fullmatch(low, expression.end if following is found[i + 1] else found[found.index(following) - 1].end, following.start):
                break
            year = following.groups.get(f"{following.rule}_y")
            if year and following.rule in ("my", "dmy", "mdy") and expression.rule in ("my", "dmy", "mdy"):
                from .resolve import month_number, year_number

                own = month_number(expression.groups[f"{expression.rule}_m"])
                theirs = month_number(following.groups[f"{following.rule}_m"])
                context.forced[expression.start] = year_number(year) - (own > theirs)
                break
        begin = max(low.rfind("\n", 0, expression.start), low.rfind(". ", max(0, expression.start - 300), expression.start), expression.start - 300) + 1
        context.before, context.after = low[begin : expression.start], low[expression.end : expression.end + 40]
        resolve(expression, context)
        value = expression.value
        if isinstance(value, Moment):
            if value.unit == "year":
                context.year_given = value
            if value.unit not in ("decade", "century"):
                context.reference = value
    _ = heading_starts, bisect_right, day_of


_INTERVAL = re.compile(r"\s*(?:[-\u2010-\u2015]|to|until|till|through|up to|and)\s*(?:the\s)?")
_FROM = re.compile(r"\b(from|between)\s(?:the\s)?$")
_OPEN = re.compile(r"\b(since|ever since|from|until|till|up to|by|before)\s(?:the\s)?$")


def _mentions(text: str, found: list[Expression]) -> list[DateMention]:
    """Expressions put together: from X to Y, X-Y, until X, since X, by X."""
    low = _lower(text)
    mentions: list[DateMention] = []
    i = 0
    while i < len(found):
        first = found[i]
        second = found[i + 1] if i + 1 < len(found) else None
        lead = _FROM.search(low, max(0, first.start - 14), first.start)
        if second is not None and first.value and second.value:
            glue = low[first.end : second.start]
            joined = _INTERVAL.fullmatch(glue)
            if joined and ("and" not in glue or (lead and lead[1] == "between")):
                edtf = _span(first.edtf, second.edtf)
                if edtf:
                    start = lead.start() if lead else first.start
                    mentions.append(DateMention(start, second.end, text[start : second.end], edtf, "interval"))
                    i += 2
                    continue
        mentions.append(_single(text, low, first))
        i += 1
    return mentions


def _span(first: str, last: str) -> str:
    from ...record.edtf import bounds

    edtf = f"{first}/{last}"
    if "/" in first or "/" in last:
        return ""
    return edtf if bounds(edtf) or first.startswith("-") else ""


def _single(text: str, low: str, expression: Expression) -> DateMention:
    start, edtf, how = expression.start, expression.edtf, expression.how
    opened = _OPEN.search(low, max(0, start - 14), start)
    if opened and edtf and "/" not in edtf:
        word = opened[1]
        on = re.match(r"\s(?:on|onwards?)\b", low[expression.end : expression.end + 10])
        if word.endswith("since") or word == "from" and on:
            return DateMention(opened.start(), expression.end, text[opened.start() : expression.end], f"{edtf}/..", "interval")
        if word in ("until", "till", "up to", "by"):
            return DateMention(opened.start(), expression.end, text[opened.start() : expression.end], f"../{edtf}", "interval")
    return DateMention(start, expression.end, text[start : expression.end], edtf, how)
