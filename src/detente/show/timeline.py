"""The timeline at the head of a brief: one SVG, drawn here, legible in black and white.

A mark's shape says how exactly the source dates the act, its lane what kind of act it is; colour says nothing that
shape does not say. Eras get width by what the sources tell of them, so each has a scale of its own; lines divide them
and the years stand under each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from detente.record import edtf
from detente.show import words
from detente.show.words import date_words, precision

if TYPE_CHECKING:
    from detente.show.brief import Brief
    from detente.show.lines import Act, Entry

LANES = (
    ("relationship", "Relationship"),
    ("agreements", "Agreements"),
    ("visits", "Visits, meetings"),
    ("cooperation", "Cooperation"),
    ("friction", "Friction, force"),
)
ROW = 11  # height of one row of marks
LETTER = 6.1  # width of a letter of a label, on the average
TICKS = (1, 2, 5, 10, 20, 25, 50, 100, 200)


@dataclass(frozen=True)
class Mark:
    """One entry in one lane."""

    lane: str
    date: str
    text: str
    href: str
    label: str = ""


@dataclass
class Scale:
    """Days to pixels, piecewise linear: `knots` are (day, x), one stretch an era."""

    knots: list[tuple[int, float]]
    labels: list[str] = field(default_factory=list)

    def x(self, day: int) -> float:
        """The place of a day."""
        knots = self.knots
        for (low, left), (high, right) in pairwise(knots):
            if day <= high or high == knots[-1][0]:
                share = (day - low) / max(1, high - low)
                return left + min(1.0, max(0.0, share)) * (right - left)
        return knots[-1][1]


def draw(brief: Brief, width: int, ident: str) -> Markup:
    """The timeline as an SVG element of `width` units; empty where the sources date nothing."""
    marks = _marks(brief)
    if not marks:
        return Markup("")
    narrow = width < 600
    left, right = (8, width - 8) if narrow else (132, width - 14)
    scale = _scale(brief, marks, left, right)
    body, y = [], 22.0
    for lane, name in LANES:
        held = [mark for mark in marks if mark.lane == lane]
        if not held:
            continue
        drawn, height = _lane(held, scale, left, right, labelled=lane == "relationship", narrow=narrow)
        top = y + (15 if narrow else 0)
        place = f'x="{left}" y="{y + 9:.1f}"' if narrow else f'x="{left - 12}" y="{y + 13:.1f}" text-anchor="end"'
        body.append(f'<text class="tl-lane" {place}>{escape(name)}</text>')
        body.append(f'<g transform="translate(0 {top:.1f})">{"".join(drawn)}</g>')
        y = top + height + 8
        body.append(f'<line class="tl-rule" x1="{left}" x2="{right}" y1="{y - 2:.1f}" y2="{y - 2:.1f}"/>')
        y += 2
    bottom = y
    axis = _axis(brief, scale, left, right, bottom, narrow)
    title = f"Timeline of {brief.title}"
    return Markup(
        f'<svg class="timeline" id="{ident}" viewBox="0 0 {width} {bottom + 34:.0f}" role="group" '
        f'aria-labelledby="{ident}-t {ident}-d" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{ident}-t">{escape(title)}</title><desc id="{ident}-d">{escape(_description(brief, marks))}</desc>'
        f'<defs><pattern id="{ident}-h" width="4" height="4" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><line class="tl-hatch" x1="0" y1="0" x2="0" y2="4"/></pattern></defs>'
        f"{axis}{''.join(body)}</svg>".replace("url(#h)", f"url(#{ident}-h)")
    )


def _marks(brief: Brief) -> list[Mark]:
    named = {f"{row.date}|{ref.anchor}": row for row in [*brief.conditions, *brief.ladder] for ref in row.refs}
    marks = []
    for entry in brief.entries:
        for lane in dict.fromkeys(act.lane for act in entry.acts):
            acts = [act for act in entry.acts if act.lane == lane]
            label = ""
            if lane == "relationship":
                row = next((named[key] for ref in entry.refs if (key := f"{entry.date}|{ref.anchor}") in named), None)
                if row is None:
                    continue  # a word on the mood of the relationship is in the text, not on the timeline
                label = f"{row.cells[1]} ends" if words.CHANGES["ends"] in row.cells else row.cells[1]
            marks.append(Mark(lane, entry.date, _text(entry, acts), f"#{entry.id}", label))
    return [mark for mark in marks if edtf.bounds(mark.date)]  # before Christ there are no days to draw


def _text(entry: Entry, acts: Sequence[Act]) -> str:
    told = "; ".join(f"{act.who}: {act.what}" for act in acts)
    return f"{date_words(entry.date)}. {told}"


def _description(brief: Brief, marks: Sequence[Mark]) -> str:
    counts = [f"{name.lower()} {number}" for lane, name in LANES
              if (number := sum(mark.lane == lane for mark in marks))]  # fmt: skip
    years = f" from {brief.span.replace('–', ' to ')}" if brief.span else ""
    return f"{len(marks)} marks{years}, in lanes: {', '.join(counts)}. The chronology below has the same acts in words."


def _days(mark: Mark) -> tuple[int, int]:
    low, high = edtf.bounds(mark.date) or (None, None)
    first = (low or high or date.min).toordinal()
    return first, (high or low or date.max).toordinal()


def _scale(brief: Brief, marks: Sequence[Mark], left: float, right: float) -> Scale:
    """Width for each era: a fifth by its years, the rest by its marks."""
    starts = [date(max(era.first, 1), 1, 1).toordinal() for era in brief.eras]
    # `_days` gives an open end the day of the other end, so an interval "since" or "up to" stretches nothing.
    first = min(starts[0], *(_days(mark)[0] for mark in marks))
    last = max(date.fromordinal(max(_days(mark)[1] for mark in marks)).year, brief.eras[-1].last)
    edges = [first, *starts[1:], date(last, 12, 31).toordinal()]
    pairs = list(pairwise(edges))
    counts = [sum(low <= _days(mark)[0] < high for mark in marks) for low, high in pairs]
    spans = [max(1, high - low) for low, high in pairs]
    weights = [max(0.1, 0.2 * span / sum(spans) + 0.8 * count / max(1, sum(counts)))
               for span, count in zip(spans, counts, strict=True)]  # fmt: skip
    knots, x = [(edges[0], left)], left
    for (_, high), weight in zip(pairs, weights, strict=True):
        x += weight / sum(weights) * (right - left)
        knots.append((high, x))
    return Scale(knots)


def _lane(
    marks: Sequence[Mark], scale: Scale, left: float, right: float, *, labelled: bool, narrow: bool
) -> tuple[list[str], float]:
    """The marks of a lane, each in the first row where it touches no other; and the height they take."""
    height = 15 if labelled else ROW
    ends: list[float] = []  # for each row the x up to which it is taken
    drawn = []
    for mark in sorted(marks, key=lambda mark: (_days(mark)[0], _days(mark)[1])):
        low, high = _days(mark)
        x0, x1 = scale.x(low), scale.x(high)
        label = "" if narrow and len(mark.label) > 26 else mark.label
        start, reach = x0 - 5, max(x1, x0 + 7) + 2
        flip = False
        if label:
            # To the right of its mark; where there is no room, to the left; where neither has enough, cut.
            after, before = right - reach - 5, start - left - 5
            flip = after < len(label) * LETTER and before > after
            room = int(max(after, before if flip else 0) / LETTER)
            label = label if len(label) <= room else label[: max(0, room - 1)].rstrip() + "…"
            width = len(label) * LETTER + 8
            start, reach = (start - width, reach) if flip else (start, reach + width)
        row = next((number for number, end in enumerate(ends) if end <= start), len(ends))
        if row == len(ends):
            ends.append(0.0)
        ends[row] = reach
        drawn.append(_shape(mark, x0, x1, row * height + height / 2, right, label, flip))
    return drawn, len(ends) * height


def _shape(mark: Mark, x0: float, x1: float, y: float, right: float, label: str, flip: bool) -> str:
    kind = precision(mark.date)
    square = mark.lane == "friction"
    if kind in ("day", "month"):
        x = (x0 + x1) / 2
        shape = (
            f'<rect class="tl-exact" x="{x - 3.2:.1f}" y="{y - 3.2:.1f}" width="6.4" height="6.4"/>'
            if square else f'<circle class="tl-exact" cx="{x:.1f}" cy="{y:.1f}" r="3.6"/>'
        )  # fmt: skip
        x0, x1 = x - 3.6, x + 3.6
    elif kind == "interval" and mark.date.startswith(("..", "/")):
        x0 = x1 - 24
        shape = (f'<rect class="tl-span" x="{x0:.1f}" y="{y - 2.2:.1f}" width="24" height="4.4"/>'
                 f'<path class="tl-exact" d="M{x0:.1f} {y - 5:.1f} l-6 5 l6 5 z"/>')  # fmt: skip
    elif kind == "interval":
        x1 = max(x1, x0 + 5)
        shape = f'<rect class="tl-span" x="{x0:.1f}" y="{y - 2.2:.1f}" width="{x1 - x0:.1f}" height="4.4"/>'
        if mark.date.endswith(("..", "/")):
            tip = min(x1, right)
            shape += f'<path class="tl-exact" d="M{tip:.1f} {y - 5:.1f} l6 5 l-6 5 z"/>'
    else:
        x1 = max(x1, x0 + 7)
        style = "tl-year" if kind == "year" else "tl-vague"
        fill = "" if kind == "year" else ' fill="url(#h)"'
        shape = (f'<rect class="{style}"{fill} x="{x0:.1f}" y="{y - 3.6:.1f}" width="{x1 - x0:.1f}" '
                 f'height="7.2" rx="{0 if square else 3}"/>')  # fmt: skip
    text = ""
    if label:
        place = f'x="{x0 - 5:.1f}" text-anchor="end"' if flip else f'x="{x1 + 5:.1f}"'
        text = f'<text class="tl-label" {place} y="{y + 3.8:.1f}">{escape(label)}</text>'
    return f'<a href="{escape(mark.href)}"><title>{escape(mark.text)}</title>{shape}{text}</a>'


def _axis(brief: Brief, scale: Scale, left: float, right: float, bottom: float, narrow: bool) -> str:
    taken = left
    parts = [f'<line class="tl-axis" x1="{left}" x2="{right}" y1="{bottom:.1f}" y2="{bottom:.1f}"/>']
    for number, ((low, x0), (high, x1)) in enumerate(pairwise(scale.knots)):
        if number:
            parts.append(f'<line class="tl-turn" x1="{x0:.1f}" x2="{x0:.1f}" y1="4" y2="{bottom + 6:.1f}"/>')
        first, last = date.fromordinal(low).year, date.fromordinal(high).year
        room = max(1, int((x1 - x0) / 34))
        step = next((tick for tick in TICKS if (last - first) / tick <= room), TICKS[-1])
        if number == 0:
            taken = x0 - 34
        years = [first, *range(first // step * step + step, last + 1, step)]
        for year in dict.fromkeys(years):
            x = scale.x(date(year, 1, 1).toordinal())
            parts.append(f'<line class="tl-tick" x1="{x:.1f}" x2="{x:.1f}" y1="{bottom:.1f}" y2="{bottom + 5:.1f}"/>')
            if x - taken >= 32 and x <= right - 6:
                start = x - left < 14
                anchor = ' text-anchor="start"' if start else ' text-anchor="middle"'
                parts.append(f'<text class="tl-year-label"{anchor} x="{x:.1f}" y="{bottom + 18:.1f}">{year}</text>')
                taken = x + 16 if start else x
    return "".join(parts)
