"""Memberships: the organisation that the reader points at, by its short code where a table knows it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from detente.coding.phrases import left_edge, right_edge
from detente.language.sentence import Sentence
from detente.ontology import states
from detente.reader.judgement import Judgement


@cache
def forms() -> dict[str, str]:
    """Every form of an organisation or bloc with its code, as texts write it."""
    known = states.organisations()
    return {form.form: form.code for form in states.actor_forms() if form.code in known}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])(?:{'|'.join(re.escape(f) for f in sorted(forms(), key=len, reverse=True))})(?![\w-])"
    )


def complete(judgement: Judgement, sentence: Sentence, document_text: str = "") -> dict[str, Any]:
    """`organisation` and `change`: the code of the form at the anchor, else the name as it stands in the text."""
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
                return {"organisation": states.short_name(forms()[match.group()]), "change": judgement.label}
    start, end = marks[1]
    name = _named(text, start, end)
    if name.casefold() in _folded():
        return {"organisation": states.short_name(_folded()[name.casefold()]), "change": judgement.label}
    if name[:1].islower() and found:  # "the alliance", "the bloc": the organisation that the sentence names
        nearest = min(found, key=lambda m: max(m.start() - end, start - m.end(), 0))
        return {"organisation": states.short_name(forms()[nearest.group()]), "change": judgement.label}
    if (name[:1].islower() or " " not in name) and document_text:
        # "the bloc", "the Pact": the organisation named last before, if a capital noun then one with that noun
        before = list(_pattern().finditer(document_text, max(sentence.start - 20_000, 0), max(sentence.start, 0)))
        if name[:1].isupper():
            before = [m for m in before if name.casefold() in m.group().casefold().split()]
        if before:
            return {"organisation": states.short_name(forms()[before[-1].group()]), "change": judgement.label}
    return {"organisation": name, "change": judgement.label}


@cache
def _folded() -> dict[str, str]:
    return {form.casefold(): code for form, code in forms().items()}


def _named(text: str, start: int, end: int) -> str:
    """The name of an organisation that no table knows: the run of capitalised words around the mark."""
    start = left_edge(text, start)
    if text[start:end][:1].isupper():
        end = right_edge(text, end, links=1) if re.match(r"\s+(?:of|for|on)\s+(?:the\s+)?[A-Z]", text[end:]) else end
        tail = re.match(r"(?:\s+[A-Z][\w’'-]+)+", text[end:])
        end += tail.end() if tail else 0
    return re.sub(r"\s+", " ", text[start:end]).strip(" ,.;:“”\"'‘")
