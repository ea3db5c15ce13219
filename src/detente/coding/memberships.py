"""Memberships: the organisation that the reader points at, by its short code where a table knows it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from detente.coding.phrases import left_edge, right_edge
from detente.language.sentence import Sentence
from detente.ontology import states
from detente.ontology.naming import rows
from detente.reader.judgement import Judgement


@cache
def forms() -> dict[str, str]:
    """Every form of an organisation or bloc with its code, as texts write it, and of what else states join."""
    known = states.organisations()
    joined = {row["form"]: row["code"] for row in rows("joined.csv")}
    return joined | {form.form: form.code for form in states.actor_forms() if form.code in known}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])(?:{'|'.join(re.escape(f) for f in sorted(forms(), key=len, reverse=True))})(?![\w-])"
    )


# the verb right before the organisation, "left (the) X", "was admitted to X"
_VERBS = (
    ("leaves", re.compile(
        r"\b(?:left|leav(?:es?|ing)|quit(?:s|ting)?|withdr[ae]w\w*\s+from|withdrawal\s+from|pull(?:ed|s|ing)?\s+out\s+of"
        r"|exit(?:ed|s|ing)?(?:\s+from)?|seceded\s+from|resigned\s+from|walked\s+out\s+of|expelled\s+from)", re.I)),
    ("joins", re.compile(
        r"\b(?:join(?:s|ed|ing)?|re-?join(?:s|ed|ing)?|acced(?:e|es|ed|ing)\s+to|accession\s+to|admi(?:tted|ssion)\s+(?:in)?to"
        r"|enter(?:s|ed|ing)?)", re.I)),
)  # fmt: skip
_BETWEEN = re.compile(r"(?:\s+(?:the|its|their|as|both|newly|founded|former|[A-Z]\w+-(?:based|led)))*\s+$")
_DENIED = re.compile(
    r"\b(?:not|never|to|will|would|may|might|could|wish\w*|plan\w*|want\w*|refus\w+)\s+(?:\w+\s+)?$", re.I
)


def _change(label: str, text: str, start: int) -> str:
    """How a membership changes: by the verb right before the organisation, where there is one; else the reader's.

    >>> _change("joins", "Azerbaijan left the CSTO in 1999.", 20)
    'leaves'
    """
    before = text[max(0, start - 60) : start]
    for change, verbs in _VERBS:
        for verb in verbs.finditer(before):
            if _BETWEEN.fullmatch(before, verb.end()) and not _DENIED.search(before[: verb.start()]):
                return change
    return label


def complete(judgement: Judgement, sentence: Sentence, document_text: str = "") -> dict[str, Any]:
    """`organisation` and `change`: the code of the form at the anchor, else the name as it stands in the text."""
    organisation, start = _organisation(judgement, sentence, document_text)
    return {"organisation": organisation, "change": _change(judgement.label, sentence.text, start)}


def _organisation(judgement: Judgement, sentence: Sentence, document_text: str) -> tuple[str, int]:
    """The organisation's code or name, and where it stands in the sentence."""
    text = sentence.text
    marks = [tuple(offset - sentence.start for offset in pair) for pair in (judgement.anchor, judgement.span)]
    found = list(_pattern().finditer(text))
    for start, end in marks:
        for match in found:
            if match.start() < end and start < match.end():
                # "the League" means the League of Nations, but not in another league's name
                noun = match.group().removeprefix("the ")
                if (
                    noun.istitle()
                    and " " not in noun
                    and re.match(rf"{noun}\s+(?:of|for)\s", text[match.end() - len(noun) :])
                ):
                    continue
                return states.short_name(forms()[match.group()]), _full_name(text, match.start())
    start, end = marks[1]
    first, last = _named(text, start, end)
    name = re.sub(r"\s+", " ", text[first:last]).strip(" ,.;:“”\"'‘")
    if name.casefold() in _folded():
        return states.short_name(_folded()[name.casefold()]), first
    if short := _SHORT.match(text, last):
        return short[1], first
    if name[:1].islower() and found:  # "the alliance", "the bloc": the organisation that the sentence names
        nearest = min(found, key=lambda m: max(m.start() - end, start - m.end(), 0))
        return states.short_name(forms()[nearest.group()]), first
    if (name[:1].islower() or " " not in name) and document_text:
        # "the bloc", "the Pact": the organisation named last before, if a capital noun then one with that noun
        before = list(_pattern().finditer(document_text, max(sentence.start - 20_000, 0), max(sentence.start, 0)))
        if name[:1].isupper():
            before = [m for m in before if name.casefold() in m.group().casefold().split()]
        if before:
            return states.short_name(forms()[before[-1].group()]), first
    if name[:1].isupper() and " " in name and document_text:
        # "the Community of Sahel States (CEN-SAD)" is told once in full
        told = re.search(rf"{re.escape(name)}{_SHORT.pattern}", document_text)
        if told:
            return told[1], first
    return name, first


# "the Community of Portuguese Language Countries (CPLP)": the short name is the text's own
_SHORT = re.compile(r"\s+\((?:the\s+)?[“\"]?([A-Z][A-Z0-9&-]{1,14}[A-Z0-9])[”\"]?\)")


def _full_name(text: str, start: int) -> int:
    """Where the full name begins when what is marked is the abbreviation in brackets behind it."""
    if text[max(0, start - 1) : start] not in ("(", "“", '"'):
        return start
    return left_edge(text, max(0, start - 3))


@cache
def _folded() -> dict[str, str]:
    return {form.casefold(): code for form, code in forms().items()}


def _named(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the name of an organisation that no table knows: the run of capitalised words around the mark."""
    start = left_edge(text, start)
    if text[start:end][:1].isupper():
        end = right_edge(text, end, links=1) if re.match(r"\s+(?:of|for|on)\s+(?:the\s+)?[A-Z]", text[end:]) else end
        tail = re.match(r"(?:\s+[A-Z][\w’'-]+)+", text[end:])
        end += tail.end() if tail else 0
    return start, end
