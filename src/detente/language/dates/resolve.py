"""From the words of a date expression to the time that they mean, given what the text has told before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .grammar import DECADES, HOLIDAYS, MONTHS, NUMBERS, ORDINALS, SEASONS, WEEKDAYS
from .moment import Moment, as_day, day_of, from_iso

Groups = dict[str, str]


@dataclass(slots=True)
class Expression:
    """A date expression before and after resolution. `value` is a Moment, an EDTF string or None (unresolved)."""

    start: int
    end: int
    rule: str
    groups: Groups
    value: Moment | str | None = None
    how: str = ""
    follows: str = ""

    @property
    def edtf(self) -> str:
        if self.value is None:
            return ""
        return self.value if isinstance(self.value, str) else self.value.edtf


@dataclass(slots=True)
class Context:
    """What has been told so far: the last moment of the narrative, and the day of publication."""

    published: Moment | None = None
    reference: Moment | None = None
    year_given: Moment | None = None
    before: str = ""
    after: str = ""
    forced: dict[int, int] = field(default_factory=dict)

    @property
    def now(self) -> Moment | None:
        return self.reference or self.published


def number(word: str) -> int | None:
    word = re.sub(r"\s+", " ", word)
    return int(word) if word.isdigit() else NUMBERS.get(word)


def year_number(words: str) -> int:
    digits = int(re.search(r"\d+", words)[0])  # type: ignore[index]
    return 1 - digits if re.search(r"b\.?c", words) else digits


def month_number(word: str) -> int:
    return MONTHS[word.rstrip(".")]


def direction(words: str) -> int:
    """-1 for the previous, 1 for the following, 0 for the same."""
    if re.search(r"previous|preceding|prior|last|past", words):
        return -1
    if re.search(r"next|following|succeeding|subsequent|ensuing|coming", words):
        return 1
    return 0


def deictic(words: str) -> bool:
    """Seen from the day of writing ("last year") and not from the story ("the previous year")."""
    return bool(re.fullmatch(r"(?:last|next|this|past|the past|coming|the coming)\s*(?:year)?", words.strip()))


def resolve_year(groups: Groups, rule: str, context: Context) -> int | None:
    """The year that the expression itself names, directly or as "of that year"."""
    if groups.get(f"{rule}_y"):
        return year_number(groups[f"{rule}_y"])
    words = groups.get(f"{rule}_yr")
    if words:
        base = context.published if deictic(words) and context.published else context.now
        if base:
            own = base.at("year")
            return own.year + direction(words) if own else None
    return None


def nearest_year(make: Callable[[int], Moment | None], context: Context) -> Moment | None:
    """A month or day without a year: in the year of the narrative, or in the next where that is plainly nearer."""
    base = context.now
    if base is None or base.at("year") is None:
        return None
    if context.published and context.reference is None or base is context.published:
        return news_year(make, context)
    year = base.year
    same = make(year)
    if base.unit in ("day", "month", "season", "week"):
        later = make(year + 1)
        if same and later and base.middle - same.middle > 8 and later.middle - base.middle < 5:
            return later
    return same


_AHEAD = re.compile(r"\b(?:will|would|shall|to be|is to|are to|plans?|planned|expected|scheduled|due|upcoming|until|by)\b")


def news_year(make: Callable[[int], Moment | None], context: Context) -> Moment | None:
    published = context.published
    assert published is not None
    ahead = bool(_AHEAD.search(context.before))
    options = [m for y in (published.year - 1, published.year, published.year + 1) if (m := make(y))]
    if ahead:
        coming = [m for m in options if m.middle >= published.middle - 0.6]
        return coming[0] if coming else None
    past = [m for m in options if m.middle <= published.middle + 0.6]
    return past[-1] if past else None


def resolve(found: Expression, context: Context) -> None:
    """Fill in `value` and `how`."""
    found.value, found.how = _RESOLVERS[found.rule](found, context)
    if found.value is None:
        found.how = "unresolved"


Answer = tuple[Moment | str | None, str]


def _iso(found: Expression, context: Context) -> Answer:
    g = found.groups
    return day_of(int(g["iso_y"]), int(g["iso_m"]), int(g["iso_d"])), "full"


def _num(found: Expression, context: Context) -> Answer:
    g = found.groups
    first, second, year = int(g["num_a"]), int(g["num_b"]), int(g["num_y"])
    if g["num_s"] == ".":
        return day_of(year, second, first), "full"
    if first == second or (first > 12) != (second > 12):
        return (day_of(year, second, first) if first > 12 else day_of(year, first, second)), "full"
    return Moment("year", year), "year"  # 4/5/1992: April or May


def _day(found: Expression, context: Context) -> Answer:
    g, rule = found.groups, found.rule
    month = month_number(g[f"{rule}_m"])
    day = int(re.sub(r"\D", "", g[f"{rule}_d"]))
    year = resolve_year(g, rule, context)
    if year is None and found.start in context.forced:
        year = context.forced[found.start]
    if year is not None:
        return day_of(year, month, day), "full"
    return nearest_year(lambda y: day_of(y, month, day), context), "relative"


def _month(found: Expression, context: Context) -> Answer:
    g = found.groups
    month = month_number(g["my_m"])
    year = resolve_year(g, "my", context)
    if year is None and found.start in context.forced:
        year = context.forced[found.start]
    if year is not None:
        return Moment("month", year, month), "month"
    which = g.get("my_w")
    if which:
        return _which(which, lambda y: Moment("month", y, month), context), "relative"
    return nearest_year(lambda y: Moment("month", y, month), context), "relative"


def _season(found: Expression, context: Context) -> Answer:
    g = found.groups
    season = SEASONS[g["season_s"]]
    year = resolve_year(g, "season", context)
    if year is not None:
        return Moment("season", year, season), "season"
    which = g.get("season_w")
    if which and not re.fullmatch(r"(?:the|this|that)\s*", which):
        return _which(which, lambda y: Moment("season", y, season), context), "relative"
    return nearest_year(lambda y: Moment("season", y, season), context), "relative"


def _which(which: str, make: Callable[[int], Moment], context: Context) -> Moment | None:
    """ "last July", "the following spring": the nearest one before or after the moment of speaking."""
    base = context.published if deictic(which) and context.published else context.now
    if base is None or base.at("year") is None:
        return None
    step = direction(which)
    options = [make(base.year + n) for n in (-1, 0, 1)]
    if base.unit == "year":
        return options[1 + step]
    if step == 0:
        return options[1]
    inside = base.at(options[0].unit)
    if step < 0:
        before = [m for m in options if m.middle < base.middle and m != inside]
        return before[-1] if before else None
    after = [m for m in options if m.middle > base.middle and m != inside]
    return after[0] if after else None


_HALVES = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}


def _half(found: Expression, context: Context) -> Answer:
    g = found.groups
    parts = 2 if g["half_u"] == "half" else 4
    part = _HALVES.get(g["half_n"], parts)
    if part > parts:
        return None, ""
    if g.get("half_d"):
        first = int(g["half_d"])
        if parts == 4:
            return Moment("decade", first), "decade"
        return f"{first + (part - 1) * 5:04d}/{first + part * 5 - 1:04d}", "interval"
    if g.get("half_c"):
        century = _ordinal(g["half_c"]) - 1
        length = 100 // parts
        first = century * 100 + (part - 1) * length
        return f"{first:04d}/{first + length - 1:04d}", "interval"
    year = year_number(g["half_y"]) if g.get("half_y") else None
    if year is None:
        base = context.now
        own = base.at("year") if base else None
        if own is None:
            return None, ""
        year = own.year + direction(g.get("half_yr") or "")
    return _part_of_year(year, part, parts), "interval"


def _part_of_year(year: int, part: int, parts: int) -> str:
    length = 12 // parts
    first = Moment("month", year, (part - 1) * length + 1)
    return f"{first.edtf}/{first.shift(length - 1, 'month').edtf}"


def _quarter(found: Expression, context: Context) -> Answer:
    name = found.groups["quarter_n"]
    parts = 4 if name[0] == "q" else 2
    if int(name[1]) > parts:
        return None, ""
    return _part_of_year(int(found.groups["quarter_y"][:4]), int(name[1]), parts), "interval"


def _decade(found: Expression, context: Context) -> Answer:
    g = found.groups
    if g.get("decade_n"):
        first = int(g["decade_n"])
        return Moment("century" if first % 100 == 0 and first < 2000 else "decade", first), "decade"
    if g.get("decade_b"):
        return Moment("decade", 1 - (int(g["decade_b"]) + 9)), "decade"
    tens = int(g["decade_s"]) if g.get("decade_s") else DECADES[g["decade_t"]]
    prefix = {"nineteen": 1900, "eighteen": 1800, "seventeen": 1700}.get(g.get("decade_c") or "")
    if prefix is None:
        base = context.now
        prefix = 1900
        if base and base.unit != "century" and base.year < 1900:
            prefix = base.year // 100 * 100
    return Moment("decade", prefix + tens), "decade"


def _ordinal(word: str) -> int:
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else ORDINALS[word]


def _century(found: Expression, context: Context) -> Answer:
    g = found.groups
    n = _ordinal(g["century_n"])
    if not 1 <= n <= 21:
        return None, ""
    if re.search(r"\bb\.?c", g.get("century_b") or ""):
        return Moment("century", -(n - 1) * 100 or -99), "century"
    if g.get("century_t"):
        return Moment("year", (n - 1) * 100, approximate=True), "year"
    return Moment("century", (n - 1) * 100), "century"


def _holiday(found: Expression, context: Context) -> Answer:
    g = found.groups
    month, day = HOLIDAYS[re.sub(r"\s+", " ", g["holiday_n"])]
    if g.get("holiday_y"):
        return day_of(int(g["holiday_y"][:4]), month, day), "full"
    return nearest_year(lambda y: day_of(y, month, day), context), "relative"


def _shift(found: Expression, context: Context) -> Answer:
    g = found.groups
    count = number(g["shift_n"])
    unit = re.sub(r"s$", "", g["shift_u"]).replace("centurie", "century")
    if unit == "fortnight":
        count, unit = (count or 0) * 2, "week"
    way = -1 if re.match(r"earlier|before|previously|prior|ago", g["shift_d"]) else 1
    back_from_now = re.match(r"ago|from", g["shift_d"])
    base = context.published if back_from_now and context.published else context.now
    if base is None or count is None:
        return None, ""
    return base.shift(way * count, unit), "relative"


def _step(found: Expression, context: Context) -> Answer:
    g = found.groups
    which, unit = g["step_w"], g["step_u"]
    base = context.published if deictic(which) and context.published else context.now
    if base is None:
        return None, ""
    if unit in SEASONS:
        season = SEASONS[unit]
        if direction(which):
            return _which(which, lambda y: Moment("season", y, season), context), "relative"
        return nearest_year(lambda y: Moment("season", y, season), context), "relative"
    if unit == "fortnight":
        return None, ""
    own = base.at(unit)
    if own is None:
        return (base if direction(which) >= 0 else None), "relative"
    return own.shift(direction(which), unit) if direction(which) else own, "relative"


def _dayafter(found: Expression, context: Context) -> Answer:
    g = found.groups
    if context.now is None:
        return None, ""
    own = context.now.at(g["dayafter_u"])
    if own is None:
        return None, ""
    way = -1 if g["dayafter_d"] in ("before", "previous") else 1
    return own.shift(way, g["dayafter_u"]), "relative"


def _year(found: Expression, context: Context) -> Answer:
    words = found.groups["year_n"]
    approximate = bool(re.match(r"around|about|circa|approximately|roughly|c\.|ca", found.groups["year"]))
    return Moment("year", year_number(words), approximate=approximate), "year"


def _yearpart(found: Expression, context: Context) -> Answer:
    if context.now is None:
        return None, ""
    return context.now.at(found.groups["yearpart_u"]), "relative"


def _shortyear(found: Expression, context: Context) -> Answer:
    if context.year_given is None:
        return None, ""
    year = context.year_given.year // 100 * 100 + int(found.groups["shortyear_n"])
    return (Moment("year", year) if year > context.year_given.year else None), "year"


def _weekday(found: Expression, context: Context) -> Answer:
    g = found.groups
    wanted = WEEKDAYS[g["weekday_n"]]
    which = g.get("weekday_w") or ""
    base = context.published or context.now
    if base is None or base.unit != "day" or base.year < 1:
        return None, ""
    today = as_day(base).weekday()
    back, ahead = (today - wanted) % 7, (wanted - today) % 7
    if context.published:
        step = direction(which)
        if step < 0:
            return base.shift(-(back or 7), "day"), "relative"
        if step > 0 or _AHEAD.search(context.before):
            return base.shift(ahead or (7 if step else 0), "day"), "relative"
        return base.shift(-back, "day"), "relative"
    return base.shift(ahead, "day"), "relative"


_DAYWORDS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}


def _dayword(found: Expression, context: Context) -> Answer:
    if context.published is None:
        return None, ""
    return context.published.shift(_DAYWORDS[found.groups["dayword_n"]], "day"), "relative"


def _dayonly(found: Expression, context: Context) -> Answer:
    base = context.now
    month = base.at("month") if base else None
    if month is None:
        return None, ""
    day = int(re.sub(r"\D", "", found.groups["dayonly_d"]))
    return day_of(month.year, month.month, day), "relative"


_RESOLVERS: dict[str, Callable[[Expression, Context], Answer]] = {
    "iso": _iso, "num": _num, "dmy": _day, "mdy": _day, "my": _month, "half": _half, "quarter": _quarter,
    "season": _season, "decade": _decade, "century": _century, "holiday": _holiday, "shift": _shift, "step": _step,
    "dayafter": _dayafter, "year": _year, "yearpart": _yearpart, "shortyear": _shortyear, "weekday": _weekday,
    "dayword": _dayword, "dayonly": _dayonly,
}  # fmt: skip

__all__ = ["Context", "Expression", "Sequence", "from_iso", "resolve"]
