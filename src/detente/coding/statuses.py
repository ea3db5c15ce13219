"""Statuses: the level that the text gives a relationship, and how it changes.

A partnership's level is the formal name in the text ("comprehensive strategic partnership"), found through
`levels.csv` and, for names that are not there, by its shape: the words before "partner(ship)". For `other` the level
is the text's own word (rapprochement, detente, warm relations). The remaining statuses say everything with their
name.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from detente.coding.phrases import left_edge
from detente.coding.tables import rows
from detente.language.sentence import Sentence
from detente.reader.judgement import Judgement

_LED = frozenset(
    """
    the a an its their his her this that and or of to as into between with by for in on new former old real true our
    each every no any more long-standing such other same
    """.split()
)
_FOR = re.compile(
    r"\s+(?:of\s+(?:coordination|cooperation)(?:\s+(?:for|in)\s+(?:a|the)\s+new\s+era)?|for\s+(?:a|the)\s+new\s+era"
    r"|for\s+peace\s+and\s+(?:prosperity|development)|without\s+limits)",
    re.I,
)
_CHANGES = (
    ("ends", re.compile(
        r"\b(?:end(?:ed|s|ing)?|cease[ds]?|collapse|dissolv|suspend|lapse|broke|abandon|terminat|no\s+longer)", re.I)),
    ("upgraded", re.compile(
        r"\b(?:upgrad|rais(?:ed|es|ing)|elevat|deepen|strengthen|grow|grew|improv|intensif|closer|warmer)", re.I)),
    ("begins", re.compile(
        r"\b(?:establish|begin|began|proclaim|launch|formed|becom|became|found|announc|enter|set\s+up|sign)", re.I)),
)  # fmt: skip


@cache
def _levels() -> re.Pattern[str]:
    forms = sorted((row["level"] for row in rows("levels")), key=len, reverse=True)
    patterns = "|".join(r"[-\s]+".join(map(re.escape, form.split())) for form in forms)
    return re.compile(rf"(?<![\w-])(?:{patterns})(?![\w-])", re.I)


def partnership_level(text: str, start: int, end: int) -> str:
    """The level of a partnership around the words at `start`..`end`, or the one nearest to them."""
    known = [(m.start(), m.end()) for m in _levels().finditer(text)]
    shaped = [(left_edge(text, m.start()), m.end()) for m in re.finditer(r"\b[Pp]artner(?:ship)?s?\b", text)]
    spans = sorted({*known, *shaped}, key=lambda s: (max(s[0] - end, start - s[1], 0), s[0] - s[1]))
    if not spans:
        return ""
    first, last = spans[0]
    words = text[first:last].split()
    while (first, last) not in known and len(words) > 1 and words[0].casefold().strip('“"') in _LED:
        words = words[1:]
    level = " ".join(words).strip(" “”\"'‘,")
    more = _FOR.match(text, last)
    return level + (re.sub(r"\s+", " ", more.group()) if more else "")


def level_rank(level: str) -> int | None:
    """How close a partnership's level is, 0 to 100, where the table knows it; higher is closer."""
    plain = re.sub(r"[-\s]+", " ", level.casefold())
    ranks = {re.sub(r"[-\s]+", " ", row["level"]): int(row["rank"]) for row in rows("levels")}
    return ranks.get(plain)


_KEEP = re.compile(r"\b(?:relations?|relationship|ties|bonds|cooperation|union|friendship|links)\b", re.I)


def _own_word(text: str, start: int, end: int) -> str:
    """The text's word for a relationship, with its adjective where the noun alone says nothing ("warm relations")."""
    word = text[start:end]
    if _KEEP.fullmatch(word) or not re.search(r"(?:ed|er|ing)$", word):
        start = left_edge(text, start)
    elif re.match(r"\s+(?:relations|ties|relationship)\b", text[end:]) and not word.endswith("ing"):
        end += re.match(r"\s+\w+", text[end:]).end()  # type: ignore[union-attr]
    words = text[start:end].split()
    while len(words) > 1 and (words[0].casefold() in _LED or re.match(r"[A-Z].*[’']s$", words[0])):
        words = words[1:]
    return " ".join(words).strip(" ,.;:“”\"'‘")


def change_of(text: str) -> str:
    """How a status changes by the words of its sentence, where the reader has not said."""
    return next((name for name, pattern in _CHANGES if pattern.search(text)), "continues")


def complete(judgement: Judgement, sentence: Sentence, document_text: str = "") -> dict[str, Any]:
    """`status`, `level` and `change` of the relationship that the reader points at."""
    text = sentence.text
    start, end = (offset - sentence.start for offset in judgement.span)
    if end <= start:
        start, end = (offset - sentence.start for offset in judgement.anchor)
    level = ""
    if judgement.label == "partnership":
        level = partnership_level(text, start, end)
    elif judgement.label == "other":
        level = _own_word(text, start, end)
    return {
        "status": judgement.label,
        "level": level,
        "change": judgement.traits.get("change") or change_of(text),
    }
