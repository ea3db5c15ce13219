"""Agreements: title and form of the instrument that the reader points at, its term and its value.

The idea: an instrument is a noun phrase whose head says what it is ("a five-year *agreement* on the sharing of the
waters", "the *Treaty* of Nanking"). Modifiers before the head and prepositional phrases after it belong to the title up
to the verb, the date or the relative clause that follows. The form is read off the head, through `forms.csv`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from detente.coding.numbers import find_numbers, numeral_value
from detente.coding.phrases import left_edge, right_edge
from detente.coding.tables import rows
from detente.language.sentence import Sentence
from detente.reader.judgement import Judgement


class Instrument(NamedTuple):
    """A noun phrase that means an instrument, and the head word in it."""

    start: int
    end: int
    head_start: int
    head_end: int


@cache
def _forms() -> dict[str, tuple[str, str]]:
    return {row["form"]: (row["record_form"], row["strength"]) for row in rows("forms")}


@cache
def _heads() -> re.Pattern[str]:
    words = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(_forms(), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.I)


def find_instruments(text: str) -> list[Instrument]:
    """Noun phrases that mean an instrument between states, in order.

    >>> text = "They signed a treaty of friendship and cooperation in Lisbon."
    >>> [text[i.start:i.end] for i in find_instruments(text)]
    ['treaty of friendship and cooperation']
    """
    found: list[Instrument] = []
    for head in _heads().finditer(text):
        if found and head.start() < found[-1].end:
            # a later head inside the phrase wins where it is the phrase's last word: "Memorandum", "peace agreement"
            last = found[-1]
            if head.start() > last.head_end and text[last.head_end : head.start()].strip() == "":
                found.pop()
                start = last.start
            else:
                continue
        else:
            start = -1
        strength = _forms()[re.sub(r"\s+", " ", head.group().casefold())][1]
        start = start if start >= 0 else left_edge(text, head.start())
        end = right_edge(text, head.end())
        named = text[head.start()].isupper()
        if strength == "name" and not named:
            continue  # "peace", "act", "plan" are instruments only as part of a name
        if strength == "name" and start == head.start() and not re.match(r"\s+of\s+[A-Z]", text[head.end() :]):
            continue
        found.append(Instrument(start, end, *head.span()))
    return found


_COMMERCE = re.compile(
    r"\b(?:gas|oil|arms|weapons|aircraft|jets?|fighters?|submarines?|tanks|pipeline|supply|sugar|wheat|grain|rice|coal|power"
    r"|electricity|reactors?|loan|purchase|sale|export|import|\d[\d.,]*[-\s](?:billion|million)|lithium|missiles?|helicopters?)\b",
    re.I,
)
# An "agreement of friendship ..." is a treaty in all but name.
_SOLEMN = re.compile(r"\b(?:agreement|accord)\s+of\s+(?:peace|friendship|alliance|amity)\b", re.I)


def form_of(title: str) -> str:
    """The record's form for a title, by its head: the last head word before "of", "on", "with" and the like.

    >>> form_of("Joint Declaration on the Treaty of Peace"), form_of("30-year gas deal")
    ('declaration', 'contract')
    """
    front = re.split(r"\s(?:of|on|for|concerning|with|between|to|under|by|in)\s", title, maxsplit=1)[0]
    hits = [m.group() for m in _heads().finditer(title)]
    for candidates in ([m.group() for m in _heads().finditer(front)][::-1], hits):
        for head in candidates:
            head = re.sub(r"\s+", " ", head.casefold())
            if head in ("peace",) and len(candidates) > 1:
                continue
            if head.startswith("deal") and _COMMERCE.search(title):
                return "contract"
            if _SOLEMN.search(title):
                return "treaty"
            return _forms()[head][0]
    return "accord" if hits else ""


_NUMERAL = r"(?P<n>an?|half\s+a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty(?:-five)?|thirty|forty|fifty|ninety-nine|\d+)"
_TERM = re.compile(
    rf"\b{_NUMERAL}[-\s](?P<unit>year|month|week|day)(?:-long)?(?=\s)(?!\s+(?:later|after|ago|before|earlier|since|old))"
    rf"|\b(?:for|over|within|valid\s+for|of|lasts?(?:ed)?|run\s+for|in\s+force\s+for|made\s+for)\s+(?:the\s+|another\s+|a\s+(?:further\s+)?(?:period|term|space|life|duration)\s+of\s+)?"
    rf"{_NUMERAL.replace('<n>', '<m>')}\s+(?:more\s+)?(?P<units>year|month|week|day)s?\b(?!\s+(?:later|after|ago|before|earlier))",
    re.I,
)
_YEARS = {"year": 1.0, "month": 1 / 12, "week": 7 / 365.25, "day": 1 / 365.25}
# what is said of time but is no term of the instrument
_NO_TERM = re.compile(r"\b(?:war|negotiations|talks|after|during|visit|dispute|conflict|occupation|siege|reign)\s*$", re.I)


def _term(sentence: str, title: tuple[int, int]) -> float | None:
    """Years for which the instrument is to hold, where the sentence says so near the title."""
    best: tuple[int, float] | None = None
    for match in _TERM.finditer(sentence):
        number, unit = (match["n"], match["unit"]) if match["n"] else (match["m"], match["units"])
        value = 0.5 if number.casefold().startswith("half") else numeral_value(number)
        if not value or _NO_TERM.search(sentence[: match.start()]):
            continue
        if match["n"] and not (title[0] - 30 <= match.start() <= title[1]):
            continue  # "five-year" stands in the noun phrase itself
        years = round(value * _YEARS[unit.casefold()], 3)
        apart = max(match.start() - title[1], title[0] - match.end(), 0)
        if apart <= 110 and (best is None or apart < best[0]):
            best = (apart, years)
    if best is None:
        return None
    return int(best[1]) if float(best[1]).is_integer() else best[1]


_WORTH = re.compile(
    r"\b(?:worth|valued?\s+at|value\s+of|total\s+worth\s+of|price(?:\s+put)?(?:\s+at|\s+of)?|cost(?:s|ing)?|at|for|of|sum\s+of"
    r"|spend|pay|paid|payment\s+of|credit\s+of|loan\s+of|amount(?:ing|s|ed)?\s+to|under\s+which[^.;]{0,60})\s*"
    r"(?:about|some|around|roughly|nearly|over|more\s+than|up\s+to|at\s+least|an\s+estimated)?\s*$|[(,;]\s*$",
    re.I,
)


def _value(sentence: str, title: tuple[int, int], parties: tuple[str, ...]) -> tuple[float | None, str]:
    """Money that the instrument is worth: inside the title ("a $400 billion gas deal") or said of it."""
    best: tuple[int, float, str] | None = None
    for number in find_numbers(sentence, parties):
        if not re.fullmatch(r"[A-Z]{3}", number.unit):
            continue
        inside = title[0] - 30 <= number.start <= title[1]
        if not inside and not _WORTH.search(sentence[: number.start]):
            continue
        apart = max(number.start - title[1], title[0] - number.end, 0)
        if apart <= 120 and (best is None or apart < best[0]):
            best = (apart, number.value, number.unit)
    if best is None:
        return None, ""
    return (int(best[1]) if float(best[1]).is_integer() else best[1]), best[2]


def complete(judgement: Judgement, sentence: Sentence, document_text: str = "") -> dict[str, Any]:
    """`title`, `form`, `act`, `term_years`, `value` and `currency` of the instrument at the anchor."""
    text = sentence.text
    anchor = tuple(offset - sentence.start for offset in judgement.anchor)
    span = tuple(offset - sentence.start for offset in judgement.span)
    instruments = find_instruments(text)
    hit = next((i for a in (anchor, span) for i in instruments if i.head_start < a[1] and a[0] < i.head_end), None)
    hit = hit or next((i for a in (anchor, span) for i in instruments if i.start < a[1] and a[0] < i.end), None)
    if hit:
        place = (hit.start, hit.end)
    else:
        # no head word there: a name such as "SALT II" or "Camp David", or a pronoun
        start = left_edge(text, anchor[0]) if 0 <= anchor[0] < len(text) else anchor[0]
        place = (min(start, span[0]), max(anchor[1], span[1]))
    title = re.sub(r"\s+", " ", text[place[0] : place[1]]).strip(" ,.;:“”\"‘")
    form = form_of(title) or _form_in_document(title, document_text) or "accord"
    value, currency = _value(text, place, (*judgement.first, *judgement.second))
    return {
        "title": title,
        "form": form,
        "act": judgement.label,
        "term_years": _term(text, place),
        "value": value,
        "currency": currency,
    }


def _form_in_document(title: str, document_text: str) -> str:
    """The form of a name without a head ("SALT II") where the document uses it with one ("the SALT II treaty")."""
    if not title or not document_text or not title[0].isupper():
        return ""
    found = re.search(rf"{re.escape(title)}\s+(?:[a-z]+\s+)?({_heads().pattern})", document_text)
    return form_of(found.group(1)) if found else ""
