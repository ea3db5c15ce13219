"""When: the date expressions of a text and their EDTF values.

`find_dates` reads a whole document and gives what a coder works with, intervals put together; `date_rows` gives the
single expressions ("1914-1918" is two), as corpora of time expressions mark them.

>>> [(d.text, d.edtf) for d in find_dates("They met on 23 December 1992 and again a month later.")]
[('23 December 1992', '1992-12-23'), ('a month later', '1993-01')]

The steps: `grammar` (the expressions of English), `finding` (where they stand, and what only looks like one),
`meaning` and `story` (what they mean
where they stand), `intervals` (since, until, from X to Y).
"""

from __future__ import annotations

from collections.abc import Sequence

from ..sentence import DateMention
from .finding import Expression, find, lower
from .intervals import mentions
from .story import resolve

__all__ = ["date_rows", "find_dates"]


def find_dates(text: str, published: str = "", headings: Sequence[tuple[int, int]] = ()) -> list[DateMention]:
    """The dates of a document in order; an interval is one mention.

    `published` is the day of writing of a news text (ISO): it fixes "last month" and "Friday". `headings` are the
    (start, end) of the headings: one that names a single year gives it to what follows.
    An expression that cannot be resolved has `edtf` "" and `how` "unresolved"; `how` is "relative" where the value
    depends on what the text told before.
    """
    low = lower(text)
    return mentions(text, low, _expressions(text, low, published, headings))


def date_rows(text: str, published: str = "", headings: Sequence[tuple[int, int]] = ()) -> list[dict[str, str | int]]:
    """Every single date expression: start, end, text, edtf ("" where it cannot be resolved)."""
    return [
        {"start": e.start, "end": e.end, "text": text[e.start : e.end], "edtf": e.edtf}
        for e in _expressions(text, lower(text), published, headings)
        if e.rule != "sincethen"
    ]


def _expressions(text: str, low: str, published: str, headings: Sequence[tuple[int, int]]) -> list[Expression]:
    found = find(text, low)
    resolve(text, low, found, published, headings)
    return found
