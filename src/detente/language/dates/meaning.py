"""What each kind of date expression means, given where the story stands and when the text was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .finding import Expression
from .grammar import DECADES, HOLIDAYS, ORDINALS, SEASONS, WEEKDAYS
from .moment import Moment, bc_century, day_of, month_length, weekday
from .wording import MONTHLY, looks_ahead, month_number, number, ordinal, part_of, year_number

Meaning = tuple[Moment | str | None, str]
"""The value (a Moment, an EDTF interval, None where there is none) and how it was read."""

Maker = Callable[[int], Moment | None]
"""Gives a month, day or season the year that its expression leaves open."""


@dataclass(slots=True)
class Context:
    """What is known when an expression is reached.

    `today`: the day of writing, of a news text or of its dateline. `now`: where the story stands. `latest`: what the
    expression before meant. `before`, `after`: the words around the expression in its sentence, lower case; `said`:
    the words before in their own letters. `year`: shared with a neighbour. `coming`: the next month with a year in the
    sentence.
    """

    today: Moment | None = None
    now: Moment | None = None
    latest: Moment | None = None
    before: str = ""
    said: str = ""
    after: str = ""
    year: int | None = None
    coming: Moment | None = None

    def base(self, words: str) -> Moment | None:
        """The moment that "last", "next", "this" or "the previous" start from."""
        return self.today if self.today and _deictic(words) else self.now or self.today

    @property
    def ahead(self) -> bool:
        """Whether the clause looks forward from the day of writing."""
        return looks_ahead(self.said, self.after)


def meaning(found: Expression, context: Context) -> Meaning:
    """What an expression means where it stands; a month or day without a year is read by `leaves_year_open`."""
    return _RULES[found.rule](found, context)


def leaves_year_open(found: Expression, context: Context) -> Maker | None:
    """For an expression that gives month, day or season and no hint at the year: how to complete it."""
    rule = found.rule
    if rule not in (*MONTHLY, "season", "holiday") or context.year is not None:
        return None
    if any(found.part(name) for name in ("y", "yr", "next")) or (
        rule != "dmy" and found.part("w").strip() not in ("", "the")
    ):
        return None
    if rule == "season":
        season = SEASONS[found.part("s")]
        return lambda year: Moment("season", year, season)
    if rule == "holiday":
        month, day = HOLIDAYS[re.sub(r"\s+", " ", found.part("n"))]
    else:
        month = month_number(found.part("m"))
        if rule == "my":
            return lambda year: Moment("month", year, month)
        day = _day_number(found)
    return lambda year: day_of(year, month, day)


def in_news(make: Maker, context: Context) -> Moment | None:
    """A month or day as seen from the day of writing: the next one where the clause looks forward, else the last."""
    today = context.today
    if today is None:
        return None
    options = [moment for year in (today.year - 1, today.year, today.year + 1) if (moment := make(year))]
    inside = next((moment for moment in options if today.at(moment.unit) == moment), None)
    if inside:
        return inside
    if context.ahead:
        return next((moment for moment in options if moment.middle > today.middle), None)
    return next((moment for moment in reversed(options) if moment.middle < today.middle), None)


def beside(found: Sequence[Expression], i: int, low: str, context: Context) -> Moment | None:
    """A count of days or years that starts from the expression next to it.

    "five days after 1 May 1900"; "left on Friday, three days after the polls had closed", which was on Tuesday.
    """
    own = found[i]
    if own.rule != "shift" or own.part("d") not in ("after", "before", "from now"):
        return None
    way = -1 if own.part("d") == "before" else 1
    if starts_from_next(found, i, low):
        value, _ = meaning(found[i + 1], context)
        return _moved(value, own, way, context) if isinstance(value, Moment) else None
    behind_comma = i > 0 and re.fullmatch(r",\s", low[found[i - 1].end : own.start])
    if behind_comma and context.latest and re.match(r"\s[a-z]", low[own.end : own.end + 2]):
        return _moved(context.latest, own, -way, context)
    return None


def starts_from_next(found: Sequence[Expression], i: int, low: str) -> bool:
    """Whether a count of days or years starts from the named date behind it: "five days after 1 May 1900"."""
    own = found[i]
    if own.rule != "shift" or own.part("d") not in ("after", "before", "from now") or i + 1 == len(found):
        return False
    following = found[i + 1]
    adjacent = re.fullmatch(r"\s(?:the\s)?", low[own.end : following.start])
    named = following.rule in ("iso", "year") or (following.rule in MONTHLY and bool(following.part("y")))
    return bool(adjacent) and named


def direction(words: str) -> int:
    """-1 for the previous, 1 for the following, 0 for the same."""
    if re.search(r"\b(?:previous|preceding|prior|last|past|before)\b", words):
        return -1
    return 1 if re.search(r"\b(?:next|following|succeeding|subsequent|ensuing|coming|new|after)\b", words) else 0


def _deictic(words: str) -> bool:
    """Seen from the day of writing ("last year"), not from the story ("the previous year")."""
    seen = re.match(r"(?:last|next|this(?!\s(?:very\s)?same)|past|(?:the\s)?(?:past|coming))\b", words)
    return bool(seen) or words.strip() == "the last"


def _own_year(found: Expression, context: Context) -> int | None:
    """The year in the expression itself ("of 1992", "of that year") or of the one that it is joined to."""
    if found.part("y"):
        return year_number(found.part("y"))
    words = found.part("yr")
    base = context.base(words) if words else None
    counted = re.fullmatch(r"(.+?)\s+years?\s+(later|earlier)", words)
    if base and counted:  # "on 6 June three years later"
        return base.year + number(counted[1]) * (1 if counted[2] == "later" else -1)
    if base:
        return base.year + direction(words)
    if found.part("next") and context.now:  # "3 May following"
        month = month_number(found.part("m")) if found.part("m") else 12
        return context.now.year + (context.now.rank >= 4 or month <= context.now.month)
    return context.year


def _day_number(found: Expression) -> int:
    return ordinal(found.part("w")) if found.part("w") else ordinal(found.part("d"))


def _how(found: Expression, context: Context, absolute: str) -> str:
    return absolute if found.part("y") or context.year is not None else "relative"


def _which(words: str, make: Maker, context: Context) -> Moment | None:
    """The one before, after or around where we stand: "last July", "the following spring", "that December"."""
    base = context.base(words)
    if base is None:
        return None
    options = [m for n in (-1, 0, 1) if (m := make(base.year + n))]
    if not options:
        return None
    step = direction(words)
    if base.rank >= 4:
        return make(base.year + step)
    inside = base.at(options[0].unit)
    if step < 0:
        return next((m for m in reversed(options) if m.middle < base.middle and m != inside), None)
    if step > 0:  # "the following August" in July is hardly the next month
        gap = 1.2 if options[0].unit == "month" and not _deictic(words) else 0
        later = make(base.year + 2)
        return next((m for m in (*options, later) if m and m.middle > base.middle + gap and m != inside), None)
    if inside in options:
        return inside
    return make(base.year)


# The rules ------------------------------------------------------------------------------------------------------------


def _iso(found: Expression, context: Context) -> Meaning:
    return day_of(int(found.part("y")), int(found.part("m")), int(found.part("d"))), "full"


def _num(found: Expression, context: Context) -> Meaning:
    first, second, year = int(found.part("a")), int(found.part("b")), int(found.part("y"))
    if found.part("s") == ".":
        return day_of(year, second, first), "full"
    if first > 12 or first == second:
        return day_of(year, second, first), "full"
    if second > 12:
        return day_of(year, first, second), "full"
    return Moment("year", year), "year"  # 4/5/1992: April or May


def _day(found: Expression, context: Context) -> Meaning:
    year = _own_year(found, context)
    if year is None:
        return None, ""
    return day_of(year, month_number(found.part("m")), _day_number(found)), _how(found, context, "full")


def _month(found: Expression, context: Context) -> Meaning:
    month = month_number(found.part("m"))
    year = _own_year(found, context)
    if year is not None:
        return Moment("month", year, month), _how(found, context, "month")
    which = found.part("w")
    if context.coming and which.startswith("that") and re.search(r"\b(?:who|which|had)\b", context.before):
        # "the envoy, who had arrived that March, was received on 7 June 1925"
        return Moment("month", context.coming.year - (month > context.coming.month), month), "relative"
    return _which(which, lambda y: Moment("month", y, month), context), "relative"


def _edge(found: Expression, context: Context) -> Meaning:
    """The last day of August."""
    last = found.part("n") == "last"
    n = 1 if last else ordinal(found.part("n"))
    if found.part("a"):
        return (Moment("day", int(found.part("a")), 12, 31) if last else day_of(int(found.part("a")), 1, n)), "full"
    if found.part("m"):
        month = month_number(found.part("m"))
        year = _own_year(found, context)
        if year is None and context.today:
            own = in_news(lambda y: Moment("month", y, month), context)
        elif year is None:
            own = Moment("month", context.now.year, month) if context.now else None
        else:
            own = Moment("month", year, month)
    else:
        unit = "month" if "month" in found.part("u") else "year"
        base = context.base(found.part("u"))
        own = base.at(unit) if base else None
        own = own.shift(direction(found.part("u")), unit) if own else None
    if own is None:
        return None, ""
    month = own.month or (12 if last else 1)
    day = month_length(own.year, month) if last else n
    return day_of(own.year, month, day), "full" if found.part("y") else "relative"


def _season(found: Expression, context: Context) -> Meaning:
    season = SEASONS[found.part("s")]
    year = _own_year(found, context)
    if year is not None:
        return Moment("season", year, season), _how(found, context, "season")
    return _which(found.part("w").strip(), lambda y: Moment("season", y, season), context), "relative"


_PARTS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}


def _half(found: Expression, context: Context) -> Meaning:
    parts = 2 if found.part("u") == "half" else 4
    part = _PARTS.get(found.part("n"), parts)
    if part > parts:
        return None, ""
    if found.part("d"):
        first = int(found.part("d"))
        if parts == 4:
            return Moment("decade", first), "decade"
        return f"{first + part * 5 - 5:04d}/{first + part * 5 - 1:04d}", "interval"
    if found.part("c"):
        length = 100 // parts
        first = (ordinal(found.part("c")) - 1) * 100 + (part - 1) * length
        return f"{first:04d}/{first + length - 1:04d}", "interval"
    year = _own_year(found, context)
    if year is None:
        if not found.part("yr") or context.now is None:
            return None, ""
        year = context.now.year
    return _part_of_year(year, part, parts), "interval"


def _part_of_year(year: int, part: int, parts: int) -> str:
    length = 12 // parts
    first = Moment("month", year, (part - 1) * length + 1)
    return f"{first.edtf}/{first.shift(length - 1, 'month').edtf}"


def _tenth(found: Expression, context: Context) -> Meaning:
    """The second decade of the nineteenth century."""
    century, words = ordinal(found.part("c")), found.part("n")
    n = 1 if words == "opening" else ordinal(words) if words in ORDINALS else 10
    return (Moment("decade", (century - 1) * 100 + (n - 1) * 10) if 1 <= century <= 21 else None), "decade"


def _quarter(found: Expression, context: Context) -> Meaning:
    name = found.part("n")
    parts = 4 if name[0] == "q" else 2
    if int(name[1]) > parts:
        return None, ""
    return _part_of_year(year_number(found.part("y")), int(name[1]), parts), "interval"


def _decade(found: Expression, context: Context) -> Meaning:
    if found.part("n"):
        first = int(found.part("n"))  # the 1900s are a century, the 2000s mostly a decade
        unit = "century" if first % 100 == 0 and first < 2000 else "decade"
        return Moment(unit, first), unit
    if found.part("b"):
        return Moment("decade", -int(found.part("b")) - 8), "decade"
    tens = int(found.part("s")) if found.part("s") else DECADES[found.part("t")]
    century = {"nineteen": 1900, "eighteen": 1800, "seventeen": 1700}.get(found.part("c"))
    if century is None:
        base = context.now or context.today
        century = min(base.year // 100 * 100, 1900) if base and base.year >= 1000 else 1900
    return Moment("decade", century + tens), "decade"


def _century(found: Expression, context: Context) -> Meaning:
    n = ordinal(found.part("n"))
    if not 1 <= n <= 21:
        return None, ""
    if re.search(r"b\.?c", found.part("b")):
        return bc_century(n), "century"
    return Moment("century", (n - 1) * 100), "century"


def _holiday(found: Expression, context: Context) -> Meaning:
    month, day = HOLIDAYS[re.sub(r"\s+", " ", found.part("n"))]
    return day_of(year_number(found.part("y")), month, day), "full"


def _shift(found: Expression, context: Context) -> Meaning:
    words = found.part("d")
    base = context.today if context.today and re.match(r"ago|from", words) else context.now or context.today
    if base is None:
        return None, ""
    back = bool(re.match(r"earlier|before|previously|prior|ago", words))
    return _moved(base, found, -1 if back else 1, context), "relative"


_MONTHS = {"year": 12, "decade": 120, "century": 1200}
_DAY_PARTS = ("morning", "afternoon", "evening", "night")


def _moved(base: Moment, found: Expression, way: int, context: Context) -> Moment | None:
    """`base` moved by the expression's count and unit, to the precision that such a count has."""
    unit = re.sub(r"s$", "", found.part("u")).replace("centurie", "century")
    if found.part("v"):  # several weeks, a few years
        return base.at("year") if unit in ("day", "week", "month", "fortnight") else None
    half = 0.5 if found.part("h") or found.part("g") else 0.0
    share = re.match(r"(half|a\s+quarter|three\s+quarters)\b", found.part("n"))
    if share:
        count, half = 0, {"h": 0.5, "a": 0.25, "t": 0.75}[share[1][0]]
        if unit not in _MONTHS:
            return base.at("month") or base.at("year")
    else:
        count = number(found.part("n"))
    if unit == "fortnight":
        count, unit = 2 * count, "week"
    if half and unit in _MONTHS:
        months = round((count + half) * _MONTHS[unit])
        if unit == "year" and base.rank < 4:
            moved = base.shift(way * months, "month")
            return moved.at("year") if count else moved  # "half a year later" is six months later
        return base.shift(way * (months // 12), "year").at("year" if unit == "year" else "decade")
    moved = base.shift(way * count, unit)
    if unit == "week" and moved.unit == "day" and not found.part("n").isdigit():
        exact = found.part("n") == "one" or (count == 1 and context.today is not None)
        return moved if exact else moved.at("month")
    return moved


def _neighbour(found: Expression, context: Context) -> Meaning:
    """The day before, the month after."""
    base = context.now or context.today
    unit = "day" if found.part("u") in _DAY_PARTS else found.part("u")
    own = base.at(unit) if base else None
    if own is None:
        return base, "relative"
    return own.shift(-1 if found.part("d") in ("before", "previous") else 1, unit), "relative"


def _step(found: Expression, context: Context) -> Meaning:
    """The next day, the following year, that month, the end of the year."""
    if found.part("v"):
        base = context.base(found.part("v"))
        return (base.at("year") if base else None), "relative"
    which, unit = found.part("w"), found.part("u")
    unit = "day" if unit in _DAY_PARTS else unit
    base = context.base(which)
    if base is None or unit == "fortnight":
        return None, ""
    own = base.at(unit)
    if own is None:
        return base, "relative"
    if base is context.today and not which and part_of(found) == "late" and not context.ahead:
        return own.shift(-1, unit), "relative"  # "talks had failed by the end of the year"
    return own.shift(direction(which), unit), "relative"


def _sincethen(found: Expression, context: Context) -> Meaning:
    now = context.now
    return (f"{now.edtf}/.." if now and "/" not in now.edtf else None), "interval"


def _year(found: Expression, context: Context) -> Meaning:
    words = found.groups["year"]
    approximate = bool(re.match(r"around|about|circa|approximately|roughly|c\.|ca|~", words))
    return Moment("year", year_number(found.part("n")), approximate=approximate), "year"


def _shortyear(found: Expression, context: Context) -> Meaning:
    latest = context.latest
    if latest is None:
        return None, ""
    if found.part("o"):
        year = latest.year // 10 * 10 + int(found.part("o"))
    else:
        year = latest.year // 100 * 100 + int(found.part("n"))
    return (Moment("year", year) if latest.year < year else None), "year"


def _bareyear(found: Expression, context: Context) -> Meaning:
    return Moment("year", 1 - int(found.part("n"))), "year"


def _weekday(found: Expression, context: Context) -> Meaning:
    base = context.today or context.now
    if base is None or base.unit != "day" or base.year < 1:
        return None, ""
    wanted, now = WEEKDAYS[found.part("n")], weekday(base)
    back, ahead = (now - wanted) % 7, (wanted - now) % 7
    step = direction(found.part("w"))
    if context.today:
        if step < 0:
            return base.shift(-(back or 7), "day"), "relative"
        if step > 0:
            return base.shift(ahead or 7, "day"), "relative"
        return base.shift(ahead if context.ahead else -back, "day"), "relative"
    return base.shift(-back if step < 0 else ahead, "day"), "relative"


def _dayword(found: Expression, context: Context) -> Meaning:
    if context.today is None:
        return None, ""
    word = found.part("n").replace("-", "")
    days = -2 if word.endswith("before yesterday") else 2 if word.endswith("after tomorrow") else 0
    return context.today.shift(days or {"yesterday": -1, "tomorrow": 1}.get(word, 0), "day"), "relative"


def _dayonly(found: Expression, context: Context) -> Meaning:
    return _of_month(context.base("the"), 0, found.part("d"))


def _dayof(found: Expression, context: Context) -> Meaning:
    """The 5th of the following month; the 12th instant."""
    if found.part("i"):
        step = -1 if found.part("u") else 1 if found.part("p") else 0
        return _of_month(context.today or context.now, step, found.part("d"))
    return _of_month(context.base(found.part("m")), direction(found.part("m")), found.part("d"))


def _of_month(base: Moment | None, step: int, day: str) -> Meaning:
    """The day of the month that lies `step` months from `base`."""
    month = base.at("month") if base else None
    if month is None:
        return None, ""
    month = month.shift(step, "month")
    return day_of(month.year, month.month, ordinal(day)), "relative"


_RULES: dict[str, Callable[[Expression, Context], Meaning]] = {
    "iso": _iso, "num": _num, "dmy": _day, "mdy": _day, "edge": _edge, "my": _month, "half": _half,
    "quarter": _quarter, "season": _season, "decade": _decade, "century": _century, "holiday": _holiday,
    "shift": _shift, "neighbour": _neighbour, "step": _step, "sincethen": _sincethen, "year": _year,
    "shortyear": _shortyear, "bareyear": _bareyear, "weekday": _weekday, "dayword": _dayword, "dayonly": _dayonly,
    "dayof": _dayof, "tenth": _tenth,
}  # fmt: skip
