"""Offices: the person that the reader points at, under the fullest name the document gives, and the office.

The office is looked for where English puts it, nearest first: beside the name in the sentence; in the sentence's
predicate ("elected king", "succeeded Uribe as president"); beside another mention of the same person in the document;
with the counterpart or predecessor ("his Iranian counterpart", "X succeeded Y"); and last in the tables of office
holders.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from detente.coding.persons import PersonMention, find_persons, holder_of, office_near, same_person
from detente.coding.successions import change
from detente.coding.titles import tidy_office
from detente.language.sentence import Sentence
from detente.ontology.naming import state_codes
from detente.ontology.states import actor_forms
from detente.reader.judgement import Judgement

__all__ = ["PersonMention", "complete", "find_persons"]

# "Ebrahim Raisi, his Iranian counterpart": the office is that of the other person of the sentence
_COUNTERPART = re.compile(r"\b(?:counterparts?|colleagues?|opposite\s+numbers?|hosts?|guests?|visitors?)\b", re.I)
_SUCCESSION = re.compile(
    r"\b(?:succe(?:eded|eds|ssors?|eding)|replac(?:ed|es|ing|ement)|predecessors?|followed|took\s+over\s+from|ousted"
    r"|deposed"
    r"|overthrew|toppled|unseated|defeated|gave\s+way\s+to)\b",
    re.I,
)


@lru_cache(maxsize=8)
def _persons(document_text: str) -> tuple[PersonMention, ...]:
    return tuple(find_persons(document_text))


def _anchored(persons: tuple[PersonMention, ...], judgement: Judgement, sentence: Sentence) -> PersonMention | None:
    inside = [p for p in persons if p.start < sentence.end and sentence.start < p.end]
    start, end = judgement.anchor
    hits = [p for p in inside if p.start < end and start < p.end]
    return max(hits, key=lambda p: (bool(p.office), p.end - p.start), default=None)


def complete(judgement: Judgement, sentence: Sentence, document_text: str = "") -> dict[str, Any]:
    """`person`, `office` and `change`; `office` is "" where neither the document nor a table says it.

    Nothing where the anchor is no name and no pronoun for one.
    """
    text = document_text or sentence.text
    offset = 0 if document_text else sentence.start
    persons = _persons(text)
    if offset:
        persons = tuple(p._replace(start=p.start + offset, end=p.end + offset) for p in persons)
    here = _anchored(persons, judgement, sentence)
    if here is None:
        start, end = judgement.anchor
        word = sentence.text[start - sentence.start : end - sentence.start].strip(" ,.;:'’")
        if re.fullmatch(r"(?:s?he|his|her|him|who)", word, re.I):
            # "He resigned": the person last named in the paragraph
            named = [p for p in persons if sentence.paragraph[0] <= p.start < start]
            if not named:
                return {}
            here = named[-1]._replace(office="")
        elif word[:1].isupper():
            here = PersonMention(start, end, word)
        else:
            return {}
    state = judgement.first[0] if judgement.first else ""
    year = int(judgement.date[:4]) if re.match(r"\d{4}", judgement.date) else None
    inside = [p for p in persons if sentence.start <= p.start < sentence.end]
    office = (
        here.office
        or office_near(sentence.text, here.start - sentence.start, here.end - sentence.start)
        or _from_document(here, persons)
        or _from_others(here, inside, persons, sentence)
        or _from_paragraph(here, persons, sentence, text)
        or holder_of(here.name, state, year)
    )
    within = [p._replace(start=p.start - sentence.start, end=p.end - sentence.start) for p in inside]
    told = change(
        sentence.text, within, here._replace(start=here.start - sentence.start, end=here.end - sentence.start)
    )
    own = {"person": here.name, "office": tidy_office(office) if office else "", "change": told or judgement.label}
    if (
        here.office
        and (said := _state_of(here))
        and f"pro-{here.state}" not in text[max(0, here.start - 120) : here.start]
    ):
        own["state"] = said
    return own


# these serve an organisation, whatever their own state; of two offices one may be another state's
_INTERNATIONAL = re.compile(r"\b(?:un|eu|nato|secretary[- ]general|commissioner|high\s+representative|and)\b")


# a state's "UN ambassador" is the state's, the "UN special envoy" the organisation's
_OWN = r"(?!ambassador|permanent|representative)"
_BODIES = (
    (
        "EU",
        re.compile(rf"^eu\s{_OWN}|^european\s+(?:\w+\s+)*commissioner|high\s+representative\s+(?:.*\s)?for\s+foreign"),
    ),
    ("UN", re.compile(rf"^un\s{_OWN}|\bof\s+the\s+united\s+nations$")),
    ("NATO", re.compile(rf"^nato\s{_OWN}|\bof\s+nato$")),
)


@cache
def _codes() -> dict[str, str]:
    """The names and adjectives that mean one state only, with its code."""
    found: dict[str, set[str]] = {}
    for form in actor_forms():
        if form.kind in ("name", "adjective", "historic"):
            found.setdefault(form.form, set()).add(form.code)
    known = state_codes()
    return {form: min(codes) for form, codes in found.items() if len(codes) == 1 and codes <= known}


def _state_of(person: PersonMention) -> str:
    """The state that stands beside the title itself: "Norway's Minister of Defence X", "Prime Minister of India X"."""
    for code, offices in _BODIES:
        if offices.search(person.office):
            return code
    words = re.sub(r"^(?:the|then|former)\s+|\s+(?:former|then|new|first|last)$", "", person.state)
    words = re.sub(r"[’']s?$", "", words)
    if not words or _INTERNATIONAL.search(person.office):
        return ""
    return _codes().get(words, "")


_HIS_PREDECESSOR = re.compile(
    r"\b(?:his|her)\s+(?:\w+\s+)?(?:predecessor|successor|replacement)\s*,?\s+(?:[A-Z]\w*\.?\s+)?$", re.I
)


def _from_paragraph(here: PersonMention, persons: tuple[PersonMention, ...], sentence: Sentence, text: str) -> str:
    """The office of whom "his predecessor, X" means: the last person with an office before, in the paragraph."""
    if not _HIS_PREDECESSOR.search(sentence.text[: max(here.start - sentence.start, 0)]):
        return ""
    before = [p for p in persons if sentence.paragraph[0] <= p.start < here.start and p.office]
    if not before:
        return ""
    # "Ambassador X presented his credentials to President Y. His predecessor": the subject of the sentence before
    stop = max((m.end() for m in re.finditer(r"\w{3}[.!?]\s", text[: before[-1].start])), default=0)
    return next(p.office for p in before if p.start >= stop)


def _from_document(here: PersonMention, persons: tuple[PersonMention, ...]) -> str:
    """The office beside another mention of the person: the nearest one before, else the nearest after."""
    others = [p for p in persons if p.office and (p.name == here.name or same_person(here.name, p.name))]
    before = [p for p in others if p.end <= here.start]
    if before:
        return before[-1].office
    return others[0].office if others else ""


def _from_others(
    here: PersonMention, inside: list[PersonMention], persons: tuple[PersonMention, ...], sentence: Sentence
) -> str:
    """The office of a counterpart or predecessor that the sentence names."""
    after = sentence.text[here.end - sentence.start :][:60]
    before = sentence.text[: here.start - sentence.start][-50:]
    if not (_COUNTERPART.search(after) or _COUNTERPART.search(before) or _SUCCESSION.search(sentence.text)):
        return ""
    for other in sorted((p for p in inside if p.name != here.name), key=lambda p: abs(p.start - here.start)):
        if office := other.office or _from_document(other, persons):
            return office
    return ""
