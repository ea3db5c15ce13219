"""Whether the words around a span are denied: "were not formally severed", "this was no resumption of relations".

"Not until", "not before" and "only after" deny nothing: the thing did come about, but at the time that follows.
"""

from __future__ import annotations

import re

_NOT = re.compile(
    r"\b(?:not(?!\s+(?:only|merely|just|long)\b)|never|nor|neither|cannot|without)\b|n[’']t\b|\bno(?=\s+(?!longer\b|less\b|later\b))",
    re.I,
)
_LATER = re.compile(r"\b(?:until|till|before|prior\s+to|only\s+(?:after|when|in|on|then|if))\b", re.I)
# What ends the reach of a denial, to either side.
_EDGE = re.compile(
    r"[,;:.—–()]|\b(?:although|though|but|while|whereas|because|since|when|which|who|that|unless|if|as)\b|\band(?=\s+\w+(?:ed|ing)\b)",
    re.I,
)
_REACH = 6  # words between "not" and what it denies: "did not at that time formally resume"


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch around `start`..`end` without an edge in it."""
    edges = [(m.start(), m.end()) for m in _EDGE.finditer(text)]
    first = max((after for before, after in edges if after <= start), default=0)
    last = min((before for before, after in edges if before >= end), default=len(text))
    return first, last


def denied(text: str, start: int, end: int, *, reach: int = _REACH) -> bool:
    """Whether the text says that what stands at `start`..`end` did not happen; "not" stands within `reach` words of it.

    >>> text = "Relations were not severed."
    >>> denied(text, 19, 26), denied("Relations were not resumed until 1962.", 19, 26)
    (True, False)
    """
    first, last = _clause(text, start, end)
    for no in _NOT.finditer(text, first, last):
        if no.end() <= start:
            near = len(text[no.end() : start].split()) <= reach
        else:  # "Diplomatic relations were not broken": the words are the verb's subject, and the verb is denied
            near = no.start() >= end and len(text[end : no.start()].split()) <= reach
        if near and not _LATER.search(text, first, last):
            return True
    return False


def postponed(text: str, start: int, end: int) -> int | None:
    """Where the time begins at which what was first denied came about ("not until 1962"); None if nothing was."""
    first, last = _clause(text, start, end)
    if not _NOT.search(text, first, last):
        return None
    later = _LATER.search(text, end, last) or _LATER.search(text, first, last)
    return later.end() if later else None
