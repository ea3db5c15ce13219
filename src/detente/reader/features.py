"""What the reader sees of a sentence: its words, and the candidates for parties and dates, as arrays.

States are shown to the encoder under stand-in names, the same for every text: what a sentence tells must not hang on
which two states it is about. (The reader knows the grammar of "Peru handed a note to Chile", not the habits of Peru.)
Parties that the sentence leaves out are candidates too: states of the sentences before, of the heading, and those
that the document names most. The same goes for dates.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from detente.language.actors import is_state
from detente.language.sentence import DateMention, Mention, Sentence
from detente.reader.labels import MENTION_KINDS, WORD_KINDS

_WORD = re.compile(r"[^\W_]+(?:['’.](?=[^\W_])[^\W_]+)*\.?(?<=[A-Z]\.)|[^\W_]+(?:['’][^\W_]+)*|\S")
KIND = {kind: number for number, kind in enumerate(MENTION_KINDS)}
_WORD_KIND = {kind: number for number, kind in enumerate(WORD_KINDS)}
FEATURES = 16
VIRTUAL = 8
REACH = 160  # words: what stands behind them the encoder does not see
# (name, adjective, people, capital) that stand in for the first, second, ... state of a sentence.
STAND_INS = (
    ("Sweden", "Swedish", "Swedes", "Stockholm"), ("Portugal", "Portuguese", "Portuguese", "Lisbon"),
    ("Austria", "Austrian", "Austrians", "Vienna"), ("Peru", "Peruvian", "Peruvians", "Lima"),
    ("Greece", "Greek", "Greeks", "Athens"), ("Norway", "Norwegian", "Norwegians", "Oslo"),
    ("Hungary", "Hungarian", "Hungarians", "Budapest"), ("Chile", "Chilean", "Chileans", "Santiago"),
    ("Denmark", "Danish", "Danes", "Copenhagen"), ("Kenya", "Kenyan", "Kenyans", "Nairobi"),
    ("Finland", "Finnish", "Finns", "Helsinki"), ("Bulgaria", "Bulgarian", "Bulgarians", "Sofia"),
)  # fmt: skip
_STAND_IN_FORM = {"name": 0, "historic": 0, "adjective": 1, "people": 2, "capital": 3}


@dataclass(slots=True)
class Candidate:
    """A state, body or group that may be a party: where it stands (word numbers; -1 if not in the sentence).

    Candidates of one `group` are named in one list ("Egypt, Jordan, and Syria") and share their role.
    """

    code: str
    kind: int
    first: int
    last: int
    features: list[float]
    group: int = -1


@dataclass(slots=True)
class DateCandidate:
    """A date that may be a record's: in the sentence, carried from before, from the heading, or none."""

    edtf: str
    kind: int
    first: int
    last: int
    features: list[float]


@dataclass(slots=True)
class View:
    """A sentence as the reader sees it."""

    sentence: Sentence
    words: list[str]
    spans: list[tuple[int, int]]
    word_kinds: list[int]
    actors: list[Candidate]
    dates: list[DateCandidate]


@dataclass(slots=True)
class _Memory:
    """What a reader remembers of the sentences before: who was named when, and the dates last fixed."""

    counts: Counter[str]
    ranked: list[str]
    seen: Counter[str] = field(default_factory=Counter)
    last: dict[str, int] = field(default_factory=dict)
    previous: list[str] = field(default_factory=list)
    paragraph: list[str] = field(default_factory=list)
    paragraph_at: tuple[int, int] = (-1, -1)
    carried: list[DateMention] = field(default_factory=list)
    heading: list[str] = field(default_factory=list)
    heading_dates: list[DateMention] = field(default_factory=list)
    title_dates: list[DateMention] = field(default_factory=list)


def views(sentences: Sequence[Sentence], *, published: str = "") -> list[View]:
    """A view for every sentence of a document, in order; each knows what the ones before it said."""
    counts = Counter(
        code for s in sentences for m in s.mentions for code in m.codes if m.kind not in ("pair", "plural")
    )
    memory = _Memory(counts, [code for code, _ in counts.most_common() if is_state(code)][:3])
    return [_view(sentence, memory, number, published) for number, sentence in enumerate(sentences)]


def _view(sentence: Sentence, memory: _Memory, number: int, published: str) -> View:
    if sentence.paragraph != memory.paragraph_at:
        memory.paragraph_at, memory.paragraph = sentence.paragraph, []
        memory.carried = []
    if sentence.is_heading:
        memory.heading = _codes(sentence.mentions)
        memory.title_dates = memory.title_dates or sentence.dates
        memory.heading_dates = sentence.dates or memory.title_dates
    words, spans, kinds = _words(sentence)
    view = View(sentence, words, spans, kinds, [], [])
    _actors(view, memory, number)
    _dates(view, memory, published)
    here = _codes(sentence.mentions)
    for code in here:
        memory.seen[code] += 1
        memory.last[code] = number
    if here or not sentence.is_heading:
        memory.previous = here or memory.previous
        memory.paragraph = list(dict.fromkeys([*here, *memory.paragraph]))
    fixed = [date for date in reversed(sentence.dates) if date.edtf]
    memory.carried = list({date.edtf: date for date in [*fixed, *memory.carried]}.values())[:CARRIED]
    return view


def _codes(mentions: Sequence[Mention]) -> list[str]:
    return list(dict.fromkeys(code for m in mentions if m.kind != "domestic" for code in m.codes))


def _words(sentence: Sentence) -> tuple[list[str], list[tuple[int, int]], list[int]]:
    """Words for the encoder with their spans in the document; a state's name becomes its stand-in."""
    stand_in: dict[str, tuple[str, str, str, str]] = {}
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    kinds: list[int] = []
    text, base, position = sentence.text, sentence.start, 0
    date_spans = [(d.start, d.end) for d in sentence.dates]

    def plain(begin: int, end: int, kind: str) -> None:
        for match in _WORD.finditer(text, begin, end):
            at = base + match.start()
            is_date = any(a <= at < b for a, b in date_spans)
            words.append(match[0])
            spans.append((at, base + match.end()))
            number = "date" if is_date else "number" if match[0][0].isdigit() and kind == "plain" else kind
            kinds.append(_WORD_KIND[number])

    for mention in sentence.mentions:
        begin, end = mention.start - base, mention.end - base
        if begin < position:
            continue
        plain(position, begin, "plain")
        form = _STAND_IN_FORM.get(mention.kind)
        if form is not None and len(mention.codes) == 1:
            code = mention.codes[0]
            if code not in stand_in:
                stand_in[code] = STAND_INS[len(stand_in) % len(STAND_INS)]
            words.append(stand_in[code][form])
            spans.append((mention.start, mention.end))
            kinds.append(_WORD_KIND["actor"])
        else:
            kind = mention.kind if mention.kind in ("person", "domestic") else "actor"
            plain(begin, end, kind)
        position = end
    plain(position, len(text), "plain")
    return words, spans, kinds


def _at(view: View, start: int, end: int) -> tuple[int, int]:
    """Numbers of the first and last word in a span of the document; (-1, -1) where there is none."""
    first = bisect_right(view.spans, start, key=lambda span: span[1])
    last = bisect_left(view.spans, end, key=lambda span: span[0]) - 1
    return (first, last) if first <= last else (-1, -1)


_COMMA = re.compile(r"^,\s+(?:the\s+)?$")
_AND = re.compile(
    r"^(?:['’]s?)?,?\s+(?:and|or|as well as|along with|&)\s+(?:(?:also|later|the|of|by|with|from)\s+)?"
    r"(?:[A-Z][a-z]+\s+){0,2}$"
)
_PLACE = re.compile(r"\b(?:[Ii]n|[Aa]t|[Ff]rom|[Nn]ear)\s+$")


def coordinated(sentence: Sentence) -> list[int]:
    """For each mention the number of the list that it is named in, -1 for none.

    A list ends with "and" or "or"; commas link only what leads up to that. "In Moscow, Nixon and Brezhnev signed": the
    place before the comma does not belong to it.
    """
    mentions, text, base = sentence.mentions, sentence.text, sentence.start
    groups = [-1] * len(mentions)
    usable = [m.kind not in ("pair", "plural", "domestic") and bool(m.codes) for m in mentions]
    for number in range(1, len(mentions)):
        if not (usable[number - 1] and usable[number]):
            continue
        between = text[mentions[number - 1].end - base : mentions[number].start - base]
        if not _AND.match(between):
            continue
        group = groups[number - 1] if groups[number - 1] >= 0 else number
        groups[number - 1] = groups[number] = group
        left = number - 1
        while left > 0 and usable[left - 1] and groups[left - 1] < 0:
            between = text[mentions[left - 1].end - base : mentions[left].start - base]
            place = mentions[left - 1].kind == "capital" and _PLACE.search(text[: mentions[left - 1].start - base])
            if not _COMMA.match(between) or place:
                break
            left -= 1
            groups[left] = group
    return groups


def _features(code: str, memory: _Memory, number: int, here: Counter[str], *, order: int) -> list[float]:
    total = sum(memory.counts.values()) or 1
    since = number - memory.last[code] if code in memory.last else 99
    ranked = memory.ranked
    return [
        float(order >= 0),
        float(code in memory.previous),
        float(code in memory.paragraph),
        float(code in memory.heading),
        float(bool(ranked) and code == ranked[0]),
        float(len(ranked) > 1 and code == ranked[1]),
        float(len(ranked) > 2 and code == ranked[2]),
        memory.counts[code] / total,
        1.0 / (1 + since),
        float(bool(memory.previous) and memory.previous[0] == code),
        float(bool(memory.previous) and memory.previous[-1] == code),
        float(here[code] > 1),
        float(order == 0),
        float(is_state(code)),
        min(memory.counts[code], 20) / 20,
        min(order, 5) / 5 if order >= 0 else 0.0,
    ]


def _actors(view: View, memory: _Memory, number: int) -> None:
    mentions = view.sentence.mentions
    here = Counter(code for mention in mentions for code in mention.codes)
    groups = coordinated(view.sentence)
    for order, mention in enumerate(mentions):
        first, last = _at(view, mention.start, mention.end)
        if first >= REACH:
            break
        for code in mention.codes:
            features = _features(code, memory, number, here, order=order)
            view.actors.append(Candidate(code, KIND[mention.kind], first, last, features, groups[order]))
    virtual = [*memory.previous, *memory.heading, *memory.ranked, *memory.paragraph]
    unnamed = [code for code in dict.fromkeys(virtual) if code not in here and code != "NSA"][:VIRTUAL]
    for code in [*unnamed, *(["NSA"] if "NSA" not in here else [])]:  # a rebel or a company may always be meant
        features = _features(code, memory, number, here, order=-1)
        view.actors.append(Candidate(code, KIND["virtual"], -1, -1, features))


_HOW = ("full", "month", "year", "decade", "century", "season", "interval", "relative")
CARRIED = 4


def _date_features(edtf: str, how: str, *, order: int, cut: int) -> list[float]:
    length = len(edtf)
    return [
        *(float(how == name) for name in _HOW), float(cut > 0), float(order == 0), min(order, 4) / 4,
        float("/" in edtf), float(length == 10), float(length == 7), float(length == 4), float(edtf.startswith("..")),
    ]  # fmt: skip


def _dates(view: View, memory: _Memory, published: str) -> None:
    def add(edtf: str, how: str, kind: str, order: int, first: int = -1, last: int = -1) -> None:
        # "After 9 May 1900" fixes the year alone, "some days later" the month: what is less precise is offered too.
        precise = "/" not in edtf and edtf[:4].isdigit()
        cuts = [edtf, edtf[:4], edtf[:7]] if precise and len(edtf) == 10 else [edtf, edtf[:4]] if precise else [edtf]
        for cut, value in enumerate(dict.fromkeys(cuts)):
            features = _date_features(value, how, order=order, cut=cut)
            view.dates.append(DateCandidate(value, KIND[kind], first, last, features))

    fixed = [date for date in view.sentence.dates if date.edtf]
    for order, date in enumerate(fixed):
        first, last = _at(view, date.start, date.end)
        if first >= REACH:
            break
        add(date.edtf, date.how, "date", order, first, last)
    for order, (begin, end) in enumerate(pairwise(fixed)):
        if end.edtf.startswith("../") and "/" not in begin.edtf:  # "broke out on 6 May 1998 and lasted until June 2000"
            add(begin.edtf + end.edtf[2:], "interval", "date", order, *_at(view, end.start, end.end))
    for order, date in enumerate(memory.carried):
        add(date.edtf, date.how, "carried", order)
    for order, date in enumerate([date for date in memory.heading_dates if date.edtf][:2]):
        add(date.edtf, date.how, "heading", order)
    if published:
        add(published, "full", "published", 0)
    view.dates.append(DateCandidate("", KIND["none"], -1, -1, [0.0] * FEATURES))
