"""The reading of a whole document: where its story stands when each date expression is reached.

A narrative has a moving "now", the last moment that it told. A month without a year belongs to the year of that
moment or, where the story runs on, to the next one; a moment that is only mentioned (the year in a treaty's name, a
date in brackets, what "had" happened before) does not move it. Which mentions move the story cannot be told one by
one: the next dates show whether "in 2005" was a step or a glance ahead. So several stories are followed side by side
(a beam search), each leap in time has its cost, and the cheapest story gives the values.

A news text has a second "now", the day of writing, for "last month", "Friday" and months without a year.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .finding import Expression
from .grammar import DASH
from .meaning import Context, Maker, beside, direction, in_news, leaves_year_open, meaning
from .moment import Moment, from_iso
from .wording import (
    DATED,
    aside,
    coming,
    dateline,
    foretold,
    named_year,
    part_of,
    pluperfect,
    sentence_around,
    shared_year,
    year_number,
)


@dataclass(slots=True)
class Costs:
    """What a story pays; one unit is about the leap to a date some years ahead.

    A leap forward of n months costs `ahead * log(1 + n / ahead_months)`, one backward `back + back_more * log(1 + n /
    back_months)`, in a pluperfect clause less by the factor `pluperfect`; an expression that names its year pays the
    share `named` of it, or the cost of being a mere mention.
    """

    ahead: float = 0.6
    ahead_months: float = 3.0
    back: float = 0.3
    back_more: float = 0.8
    back_months: float = 3.0
    longest: float = 120.0
    pluperfect: float = 0.6
    named: float = 0.6
    leave_year: float = 0.8  # "in March" after "In 1950" is not in 1951
    leave_sentence: float = 2.5  # nor in another year than the one named in the same sentence
    section: float = 0.8  # back to the year in the title or heading
    mention_year: float = 1.0
    mention_first: float = 2.5  # "In 2005, ..." at the head of a sentence is rarely a mere mention
    mention_day: float = 2.0
    mention_day_first: float = 3.5
    mention_heading: float = 3.0
    mention_end: float = 0.6  # the end of an interval
    mention_cue: float = 0.3  # "since 1957", "(1954)", "had been signed in 1951"
    mention_ahead: float = 0.4  # "until 1976", "planned for 1976"
    stale_day: float = 0.6  # going on from a moment before the one named last
    stale_year: float = 0.2
    stale_relative: float = 2.0  # the same for "that year", "a month later"
    passed_over: float = 2.0  # counting "two years later" from elsewhere than the date named before it in the sentence
    lost: float = 3.0  # to leave "that year" without a value where a year was named before


COSTS = Costs()
BEAM = 8


@dataclass(frozen=True, slots=True)
class Story:
    """One way to read the document so far: what it cost, where the story stands and what the last expression meant."""

    cost: float = 0.0
    now: Moment | None = None
    part: str = ""
    paragraph: int = -1  # where `now` was told
    sentence: int = -1
    latest: Moment | None = None
    value: Moment | str | None = None
    how: str = ""
    previous: Story | None = None


@dataclass(slots=True)
class _Place:
    """Where an expression stands."""

    paragraph: int = -1
    paragraph_end: int = -1
    sentence: tuple[int, int] = (0, 0)
    heading: bool = False
    second: bool = False  # the end of an interval, the second of a pair
    section: int | None = None  # the single year in the heading above
    first_year: int | None = None  # the first year that the document names


Reading = tuple[Moment | str | None, str, bool, float]
"""A value, how it was read, whether the story moves there, and the cost."""


def resolve(text: str, low: str, found: list[Expression], published: str, headings: Sequence[tuple[int, int]]) -> None:
    """Fill in `value` and `how` of all expressions of a document: those of the story with the fewest leaps."""
    context = Context(today=from_iso(published))
    place = _Place(first_year=next((year for e in found if (year := named_year(e)) is not None), None))
    heading_starts = {start for start, _ in headings}
    stories = [Story()]
    for i, expression in enumerate(found):
        _locate(place, text, low, found, i, heading_starts)
        start, end = place.sentence
        context.said = text[max(start, expression.start - 200) : expression.start]
        context.before = low[max(start, expression.start - 200) : expression.start]
        context.after = low[expression.end : min(end, expression.end + 60)]
        context.year = shared_year(found, i, low)
        context.coming = coming(found, i, end)
        if context.today and (day := dateline(expression, text, context.today)):
            context.today = day
            stories = [_next(story, place, (day, "full", False, 0.0), expression) for story in stories]
            continue
        best: dict[tuple[Moment | None, str], Story] = {}
        for story in stories:
            context.now, context.latest = story.now, story.latest
            for reading in _readings(found, i, low, context, story, place):
                new = _next(story, place, reading, expression)
                known = best.get((new.now, new.part))
                if known is None or known.cost > new.cost:
                    best[new.now, new.part] = new
        stories = sorted(best.values(), key=lambda story: story.cost)[:BEAM]
    last: Story | None = stories[0]
    for expression in reversed(found):
        if last is None:
            break
        expression.value = last.value
        expression.how = "unresolved" if last.value is None else last.how
        last = last.previous


_PAIR = re.compile(rf"\s?{DASH}\s?|\s(?:to|until|through|and|or)\s")


def _locate(place: _Place, text: str, low: str, found: list[Expression], i: int, heading_starts: set[int]) -> None:
    own = found[i]
    if own.start >= place.paragraph_end:
        end = low.find("\n", own.start)
        place.paragraph, place.paragraph_end = own.start, len(low) if end < 0 else end
        line_start = max(low.rfind("\n", max(0, own.start - 200), own.start) + 1, own.start - 200)
        line = low[line_start : min(place.paragraph_end, line_start + 100)]
        place.heading = line_start in heading_starts or (
            not heading_starts and len(line) < 90 and not line.rstrip().endswith((".", ":", ";", ",", "!", "?", '"'))
        )
    if own.start >= place.sentence[1]:
        place.sentence = sentence_around(text, own.start)
    before = found[i - 1] if i else None
    place.second = before is not None and _named(before) and bool(_PAIR.fullmatch(low, before.end, own.start))
    if place.heading and own.rule == "year":
        alone = not place.second and not (i + 1 < len(found) and found[i + 1].start < place.paragraph_end)
        place.section = year_number(own.part("n")) if alone else None


def _next(story: Story, place: _Place, reading: Reading, found: Expression) -> Story:
    value, how, moves, cost = reading
    place_in_time = _winter(found) or (value if isinstance(value, Moment) else _year_of(found))
    latest = place_in_time or story.latest
    if moves and place_in_time:
        return Story(
            story.cost + cost,
            place_in_time,
            part_of(found),
            place.paragraph,
            place.sentence[0],
            latest,
            value,
            how,
            story,
        )
    return Story(story.cost + cost, story.now, story.part, story.paragraph, story.sentence, latest, value, how, story)


def _year_of(found: Expression) -> Moment | None:
    """The year in which a named half or quarter lies."""
    named = found.rule in ("half", "quarter") and found.part("y")
    return Moment("year", year_number(found.part("y"))) if named else None


def _winter(found: Expression) -> Moment | None:
    """The middle of a winter that names both its years: in spring after "the winter of 1733-34" it is 1734."""
    two = found.rule == "season" and found.part("s") == "winter" and found.part("y") and found.part("e")
    return Moment("month", year_number(found.part("y")) + 1, 1) if two else None


def _named(found: Expression) -> bool:
    return found.rule in ("iso", "num", "year", "bareyear", "shortyear") or found.rule in DATED


# The readings of one expression ---------------------------------------------------------------------------------------


def _readings(
    found: list[Expression], i: int, low: str, context: Context, story: Story, place: _Place
) -> Iterator[Reading]:
    own = found[i]
    make = leaves_year_open(own, context)
    if make is not None:
        yield from _open_year(found, i, make, context, story, place)
        return
    value, how = meaning(own, context)
    neighbour = beside(found, i, low, context)
    if neighbour is not None:
        value, how = neighbour, "relative"
    if isinstance(value, str) and (year := _year_of(own)):
        yield value, how, True, COSTS.named * (_leap(story.now, story.part, year, "") if story.now else 0.0)
        if story.now:
            yield value, how, False, _mention(year, story.now, context, place)
    elif not isinstance(value, Moment) or value.unit in ("decade", "century"):
        yield value, how, False, COSTS.lost if value is None and story.now is None and story.latest else 0.0
    elif how == "relative":
        from_today = context.base(own.part("w") + own.part("yr")) is context.today
        cost = 0.0 if from_today else _stale(story, COSTS.stale_relative) + _passed_over(found, i, low, story, place)
        yield value, how, _goes_on(own, value, context), cost
    elif story.now is None:
        yield value, how, True, 0.0
        if value.rank >= 4:
            yield value, how, False, COSTS.mention_year
    else:
        yield value, how, True, COSTS.named * _leap(story.now, story.part, value, part_of(own))
        yield value, how, False, _mention(value, story.now, context, place)


def _open_year(
    found: list[Expression], i: int, make: Maker, context: Context, story: Story, place: _Place
) -> Iterator[Reading]:
    """A month, day or season without a year."""
    now, part = story.now, part_of(found[i])
    told_here = now is not None and story.paragraph == place.paragraph
    if context.today:
        past = now is not None and told_here and now.year < context.today.year
        if now is None or not past or (now.rank >= 4 and story.sentence != place.sentence[0]):
            value = in_news(make, context)
            yield value, "relative", value is not None, 0.0
            return
    if now is None:
        value = make(place.first_year) if place.first_year is not None else None
        yield value, "relative", value is not None, COSTS.mention_year
        return
    none = True
    named_before = any(e.rule == "year" and e.start >= place.sentence[0] for e in found[max(0, i - 3) : i])
    for year in (now.year - 1, now.year, now.year + 1):
        value = make(year)
        if value is None:
            continue
        none = False
        cost = _leap(now, story.part, value, part, pluperfect(context.before)) + _stale(story, 1.0)
        if named_before and story.latest and story.latest.year != now.year:
            cost += COSTS.leave_sentence
        if year != now.year and now.rank >= 4 and not (story.part == "late" and year > now.year):
            cost += COSTS.leave_year
        yield value, "relative", True, cost
    if place.section is not None and not told_here and place.section != now.year:
        section = Moment("year", place.section)
        for year in (place.section, place.section + 1):
            value = make(year)
            if value is not None:
                none = False
                yield value, "relative", True, COSTS.section + _leap(section, "", value, part)
    if none:  # 30 February
        yield None, "", False, 0.0


def _leap(now: Moment, now_part: str, to: Moment, to_part: str, told_back: bool = False) -> float:
    """What it costs the story to go from one moment to another: little forward, more backward."""
    low, high = _span(now, now_part)
    to_low, to_high = _span(to, to_part)
    if to_low > high:
        return COSTS.ahead * math.log1p(min(to_low - high, COSTS.longest) / COSTS.ahead_months)
    if low > to_high:
        cost = COSTS.back + COSTS.back_more * math.log1p(min(low - to_high, COSTS.longest) / COSTS.back_months)
        return cost * COSTS.pluperfect if told_back else cost
    return 0.0


def _span(moment: Moment, part: str) -> tuple[float, float]:
    low, high = moment.span
    if moment.unit == "year":
        return (low + 7, high) if part == "late" else (low, high - 7) if part == "early" else (low, high)
    return low, high


def _mention(value: Moment, now: Moment, context: Context, place: _Place) -> float:
    """The cost of a named date that does not move the story."""
    first = len(context.before) < 14
    if value.rank >= 4:
        cost = COSTS.mention_first if first else COSTS.mention_year
    else:
        cost = COSTS.mention_day_first if first else COSTS.mention_day
    if place.heading:
        cost = COSTS.mention_heading
    if place.second:
        cost = COSTS.mention_end
    if aside(context.before, context.after) or (value.year < now.year and pluperfect(context.before)):
        cost = COSTS.mention_cue
    if value.year > now.year and foretold(context.before):
        cost = min(cost, COSTS.mention_ahead)
    return cost


def _stale(story: Story, weight: float) -> float:
    """What it costs to go on from a moment before the one that was named last."""
    latest, now = story.latest, story.now
    if latest is None or now is None or latest.rank > 4 or latest.year == now.year:
        return 0.0
    return weight * (COSTS.stale_day if latest.rank < 4 else COSTS.stale_year)


def _passed_over(found: list[Expression], i: int, low: str, story: Story, place: _Place) -> float:
    """What it costs to count "two years later" from another date than the one named just before in the sentence."""
    latest, now = story.latest, story.now
    before = found[i - 1] if i else None
    if before is None or latest is None or now is None or latest.year == now.year or before.start < place.sentence[0]:
        return 0.0
    bracketed = re.search(r"[()\[\]]", low[max(place.sentence[0], before.start - 12) : found[i].start])
    counted = found[i].rule == "shift" and found[i].part("d") in ("later", "earlier")
    return COSTS.passed_over if counted and _named(before) and not bracketed else 0.0


def _goes_on(found: Expression, value: Moment, context: Context) -> bool:
    """Whether the story moves to a relative date: to "a month later", not to "a year earlier" or "that year"."""
    now = context.now
    if now is None:
        return True
    if value.rank > now.rank and value.year == now.year:
        return False
    if found.rule == "shift" and (
        re.match("earlier|before|prev|prior|ago", found.part("d")) or value.middle < now.middle
    ):
        return False
    if found.rule == "step" and direction(found.part("w")) < 0:
        return False
    if found.rule == "neighbour" and found.part("d") in ("before", "previous"):
        return False
    return not aside(context.before, context.after)
