"""A document's sentences with the actors and dates that they name: all that is known before the reader reads.

Sentences come first, then dates over the whole text (a month needs the year before it), then actors: the year of a
sentence decides between namesakes, and persons that the document introduces are learned before the second look.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from detente.language import actors
from detente.language.dates import find_dates
from detente.language.sentence import Mention, Sentence
from detente.language.sentences import split
from detente.ontology.naming import Form
from detente.record import edtf


def annotate(text: str, *, published: str = "", title: str = "") -> list[Sentence]:
    """All sentences of a text, headings included, with mentions and dates (offsets count in `text`)."""
    sentences = split(text)
    headings = [(sentence.start, sentence.end) for sentence in sentences if sentence.is_heading]
    _place_dates(sentences, text, published, headings)
    years = _years(sentences, published)
    known: Counter[str] = Counter()
    first_look: list[list[Mention]] = []
    people: list[tuple[str, str]] = []
    short: list[Form] = []
    for sentence, year in zip(sentences, years, strict=True):
        found = actors.find_actors(sentence.text, year=year, others=_other_years(sentence))
        first_look.append(found)
        known.update(code for mention in found if mention.kind != "person" for code in mention.codes)
        people += actors.introductions(sentence.text, found)
        short += actors.abbreviations(sentence.text, found)
    introduced = actors.learn(people, short)
    for sentence, year, at_first in zip(sentences, years, first_look, strict=True):
        found = at_first
        if introduced or any(mention.kind == "person" for mention in found):
            found = actors.find_actors(
                sentence.text, year=year, known=known, introduced=introduced, others=_other_years(sentence)
            )
        sentence.mentions = [
            Mention(m.start + sentence.start, m.end + sentence.start, m.text, m.kind, m.codes) for m in found
        ]
    actors.resolve(sentences)
    return sentences


def _place_dates(sentences: list[Sentence], text: str, published: str, headings: list[tuple[int, int]]) -> None:
    starts = [sentence.start for sentence in sentences]
    for date in find_dates(text, published=published, headings=headings):
        place = bisect_left(starts, date.start + 1) - 1
        if place >= 0 and date.end <= sentences[place].end:
            sentences[place].dates.append(date)


def _other_years(sentence: Sentence) -> list[int]:
    """All years that the dates of a sentence begin in."""
    bounds = [edtf.bounds(date.edtf) for date in sentence.dates]
    return [first.year for pair in bounds if pair and (first := pair[0] or pair[1])]


def _years(sentences: list[Sentence], published: str) -> list[int | None]:
    """The year that each sentence tells of: its own first date's, else the last one named, else the next one."""
    years: list[int | None] = []
    running = int(published[:4]) if published else None
    for sentence in sentences:
        for date in sentence.dates:
            bounds = edtf.bounds(date.edtf)
            first = bounds and (bounds[0] or bounds[1])
            if first:
                running = first.year
                break
        years.append(running)
    following = next((year for year in years if year is not None), None)
    return [year if year is not None else following for year in years]
