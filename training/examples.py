"""Gold records laid over what the reader sees: for every sentence, the words, roles and dates that it should choose."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from gold import Coded

from detente.coding.numbers import find_numbers
from detente.language import annotate
from detente.reader.features import View, views
from detente.reader.labels import COLUMN, INSIDE
from detente.record import edtf

_STOP = frozenset(
    "a an the to of in on at by for with from and or as had has have was were is are be been being would will could "
    "should may might did do does not never no its his their her".split()
)
_INSTRUMENTS = re.compile(
    r"^(?:treat(?:y|ies)|pacts?|conventions?|protocols?|accords?|agreements?|deals?|contracts?|communiqu[eé]s?|"
    r"declarations?|statements?|memorand(?:um|a)|alliances?|charters?|armistices?|truces?|act|acts|settlement|"
    r"arrangements?|understanding|notes?|capitulations|ceasefire|concordat|modus|compact|entente|covenant)$",
    re.IGNORECASE,
)
FOLD = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}


@dataclass(slots=True)
class Target:
    """One gold record on a sentence. `word` is -1 where the text does not say which word carries it."""

    column: int
    word: int
    span: tuple[int, int]
    traits: list[int]
    trait_group: str
    first: frozenset[str]
    second: frozenset[str]
    date: str
    roles: bool = True
    dated: bool = True
    record: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Example:
    """A sentence with all that is to be learned from it."""

    view: View
    targets: list[Target]
    scope: str
    doc: int


def examples(coded: Coded, number: int) -> list[Example]:
    """Every sentence of a coded text as an example."""
    seen = views(annotate(coded.text, published=coded.published), published=coded.published)
    found = [Example(view, [], coded.scope, number) for view in seen]
    if coded.scope == "history":
        for record in coded.records:
            place = _place(record, found)
            if place is not None:
                target = _target(record, place.view, coded.text)
                if target:
                    place.targets.append(target)
    elif found:
        place = max(found, key=lambda example: len(example.view.words))
        if coded.scope == "types":
            for root in {FOLD.get(pair["root"], pair["root"]) for pair in coded.pairs}:
                for label in ("CONCEDE", "RETREAT") if root == "YIELD" else (root,):
                    place.targets.append(_bare(("any", label)))
        else:
            place.targets.append(_plover(coded.pairs[0], place.view, coded.text))
    return found


def _bare(column: tuple[str, str]) -> Target:
    return Target(COLUMN[column], -1, (-1, -1), [], "", frozenset(), frozenset(), "", False, False)


def _plover(record: dict[str, Any], view: View, text: str) -> Target:
    label = FOLD.get(record["event"].upper(), record["event"].upper())
    target = _bare(("any", label))
    words = [w for w in str(record.get("eventText", "")).split() if w.lower() not in _STOP]
    for word in words[:1]:
        for n, (a, b) in enumerate(view.spans):
            if text[a:b].lower() == word.lower():
                target.word = n
                break
    target.first, target.second = _codes(record.get("source")), _codes(record.get("target"))
    here = {candidate.code for candidate in view.actors}
    target.roles = bool(target.first | target.second) and (target.first | target.second) <= here
    return target


def _codes(side: Any) -> frozenset[str]:
    """The state codes of a side of a PLOVER record; a side that is a bare string names nobody."""
    return frozenset(
        str(p.get("code", ""))[:3] for p in (side if isinstance(side, list) else []) if isinstance(p, dict)
    )


def _place(record: dict[str, Any], found: list[Example]) -> Example | None:
    def shared(example: Example) -> int:
        s = example.view.sentence
        return min(record["end"], s.end) - max(record["start"], s.start)

    best = max(found, key=shared, default=None)
    return best if best is not None and shared(best) > 0 else None


def _words_of(view: View, start: int, end: int) -> list[int]:
    return [n for n, (a, b) in enumerate(view.spans) if a < end and b > start]


def _locate(view: View, text: str, phrase: str) -> list[int]:
    """Numbers of the words of a phrase in the sentence: as it stands, else its longest run of words that stands."""
    s = view.sentence
    if not phrase:
        return []
    at = s.text.find(phrase)
    if at < 0:
        at = s.text.lower().find(phrase.lower())
    if at >= 0:
        return _words_of(view, s.start + at, s.start + at + len(phrase))
    parts = [p for p in re.split(r"\s*(?:\.\.\.|…|/)\s*", phrase) if p]
    if len(parts) > 1:
        return _locate(view, text, parts[0])
    tokens = [w for w in re.findall(r"[\w’'-]+", phrase) if w.lower() not in _STOP]
    for size in (3, 2, 1):
        for i in range(len(tokens) - size + 1):
            match = re.search(r"\b" + r"\W+".join(map(re.escape, tokens[i : i + size])) + r"\b", s.text, re.IGNORECASE)
            if match and (size > 1 or len(tokens[i]) > 3):
                return _words_of(view, s.start + match.start(), s.start + match.end())
    return []


def _content(view: View, text: str, words: list[int]) -> int:
    for n in words:
        a, b = view.spans[n]
        if text[a:b].lower() not in _STOP and text[a:b][0].isalnum():
            return n
    return words[0] if words else -1


def _number(view: View, text: str, record: dict[str, Any]) -> int:
    """The first word of the number that a figure states."""
    s = view.sentence
    value = float(record["value"])
    for number in find_numbers(s.text, tuple(record.get("parties") or ())):
        if abs(number.value - value) <= 1e-6 * max(1.0, abs(value)):
            words = _words_of(view, s.start + number.start, s.start + number.end)
            if words:
                return words[0]
    return -1


def _target(record: dict[str, Any], view: View, text: str) -> Target | None:
    kind = record["kind"]
    label = {
        "event": "type", "agreement": "act", "status": "status", "position": "stance",
        "figure": "measure", "office": "change", "membership": "change",
    }[kind]  # fmt: skip
    column = COLUMN.get((kind, record.get(label, "")))
    if column is None:
        return None
    as_set = lambda *names: frozenset(  # noqa: E731
        code
        for name in names
        for code in ([record[name]] if isinstance(record.get(name), str) else record.get(name) or [])
        if code
    )
    first = as_set("actors", "parties", "holder", "members", "state")
    second = as_set("recipients", "toward")
    traits: list[int] = []
    words: list[int] = []
    word = -1
    if kind == "event":
        words = _locate(view, text, record["trigger"])
        word = _content(view, text, words)
        for trait in (("aux", record.get("aux", "")), ("mode", record.get("mode", ""))):
            if trait in COLUMN:
                traits.append(COLUMN[trait])
    elif kind == "agreement":
        words = _locate(view, text, record["title"])
        heads = [n for n in words if _INSTRUMENTS.match(text[slice(*view.spans[n])])]
        word = heads[0] if heads else words[-1] if words else -1
    elif kind == "position":
        words = _locate(view, text, record["issue"])
        word = _content(view, text, words)
    elif kind == "office":
        words = _locate(view, text, record["office"])
        names = _locate(view, text, record["person"])
        word = names[-1] if names else -1
    elif kind == "membership":
        for candidate in view.actors:
            if candidate.code == record["organisation"] and candidate.first >= 0:
                word = candidate.first
                break
        else:
            names = _locate(view, text, record["organisation"])
            word = names[0] if names else -1
    elif kind == "figure":
        word = _number(view, text, record)
    elif kind == "status":
        traits.append(COLUMN[("change", record.get("change", "continues"))])
        words = _locate(view, text, record.get("level", "")) if record["status"] in ("other", "partnership") else []
        if words:
            word = words[-1]
    span = (words[0], words[-1]) if words and kind in INSIDE else (-1, -1)
    return Target(column, word, span, traits, kind, first, second, record.get("date", ""), record=record)


def same_date(a: str, b: str) -> bool:
    """Whether two EDTF dates are the same days."""
    return a == b or (edtf.bounds(a) is not None and edtf.bounds(a) == edtf.bounds(b))
