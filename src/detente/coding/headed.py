"""Acts that only a heading states: "Establishment of Diplomatic Relations, 1964." above "The embassy was opened ...".

The codebook's decision 1 makes headings no evidence, with one exception: an act that only the heading states. Decisions
2 and 8 say what then tells it: the envoy who presents credentials, the embassy that opens, is how relations began. So
where no sentence of a section states the status that its heading names, the section's first act that fits it does,
with that act's parties, day and sentence. A heading whose section tells no such act gives nothing: its year alone says
too little, and of whom it speaks is often left to the page's title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.language.sentence import Sentence
from detente.record.model import Event, Record, Status, StatusValue

_RELATIONS = r"(?:diplomatic\s+|friendly\s+|full\s+|formal\s+|official\s+)*(?:relations|ties)"
_BEGIN = (
    r"(?:re-?)?(?:establish(?:ment|ed|ing)|resum(?:ption|ed|ing)|restor(?:ation|ed|ing)|normali[sz](?:ation|ed|ing))"
)
# of a state or a government: not "Mutual Recognition of Diplomas", "Recognition of the Armenian Genocide", "Face ..."
_RECOGNITION = (
    r"(?<!mutual\s)(?<!facial\s)(?<!face\s)(?<!speech\s)\brecogni(?:tion|[sz]ed)\b"
    r"(?!(?:\s+of|\s+and)?\s+(?:[\w’'-]+\s+){0,4}?(?:genocide|holocaust|famine|holodomor|massacres?|crimes?|diplomas?"
    r"|degrees|qualifications?|certificates?|judge?ments?|awards?|rights?|claims?|borders?|boundary|annexation|occupation"
    r"|minorit(?:y|ies)|languages?|services?|standards|licen[cs]es)\b)"
)
_BREAK = r"(?:severance|sever(?:ed|ing)|rupture|break(?:ing)?|broken|suspension|suspended)"


def _either_way(act: str) -> re.Pattern[str]:
    """An act of relations as a heading words it: "Resumption of Relations" or "Relations Resumed"."""
    return re.compile(
        rf"\b{act}\s+(?:of\s+|in\s+)?(?:the\s+)?{_RELATIONS}\b|\b{_RELATIONS}\s+(?:are\s+|were\s+)?{act}\b", re.I
    )


@dataclass(frozen=True, slots=True)
class _Act:
    """What a heading may state, the type of event that carries it out, and words of such events."""

    status: StatusValue
    heading: re.Pattern[str]
    event: str
    done_by: re.Pattern[str]


_ACTS = (
    _Act(
        "recognition",
        re.compile(rf"^(?:(?!non-|withdrawal|refusal|denial).)*{_RECOGNITION}", re.I),
        "SUPPORT",
        re.compile(r"\bcongratulat|\btreat(?:y|ies)\b|\bcredentials\b|\breceived\b|\bindependen|\brecogni", re.I),
    ),
    _Act(
        "diplomatic_relations",
        _either_way(_BEGIN),
        "SUPPORT",
        re.compile(
            r"\bembass|\blegation|\bcredentials\b|\bmission\b|\baccredit|\btreat(?:y|ies)\b|\bambassador|\bminister\b"
            r"|\benvoy|\brepresentative|\brecogni|\bchargé",
            re.I,
        ),
    ),
    _Act(
        "relations_severed",
        _either_way(_BREAK),
        "SANCTION",
        re.compile(r"\bembass|\blegation|\bmission\b|\bambassador|\brecall|\bexpel|\bminister\b|\bclos|\bwithdr", re.I),
    ),
)
_CONSULAR = re.compile(r"\bconsul", re.I)
_YEAR = re.compile(r"\b1\d{3}\b|\b20\d\d\b")
SHARE = 0.9  # of the confidence in the event: how often its day is the one that the heading means


def sections(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, int]]:
    """Each heading with the offset at which its section ends."""
    headings = [sentence for sentence in sentences if sentence.is_heading]
    ends = [following.start for following in headings[1:]] + [sentences[-1].end if sentences else 0]
    yield from zip(headings, ends, strict=True) if headings else ()


def statuses(sentences: Sequence[Sentence], records: Sequence[Record]) -> list[Status]:
    """The statuses that only headings state, told by the first fitting act below them."""
    found = []
    for heading, end in sections(sentences):
        acts = [act for act in _ACTS if act.heading.search(heading.text)]
        if not acts or _CONSULAR.search(heading.text):
            continue
        below = [record for record in records if heading.end <= record.start < end]
        for act in acts:
            if any(record.kind == "status" and record.status == act.status for record in below):
                continue
            event = next((r for r in below if r.kind == "event" and _carries(r, act, heading.text)), None)
            if event is not None and event.kind == "event":
                found.append(_status(event, act))
    return found


def _carries(event: Event, act: _Act, heading: str) -> bool:
    """Whether an event carries out what the heading states: two parties, a day, and of the heading's years."""
    if event.type != act.event or event.aux or len(event.involved) != 2 or len(event.date.strip("~?%")) != 10:
        return False
    years = sorted(_YEAR.findall(heading))
    return (not years or years[0] <= event.date[:4] <= years[-1]) and bool(act.done_by.search(event.evidence))


def _status(event: Event, act: _Act) -> Status:
    return Status(
        doc=event.doc,
        start=event.start,
        end=event.end,
        evidence=event.evidence,
        trigger=event.trigger,
        date=event.date,
        confidence=round(event.confidence * SHARE, 3),
        coder=event.coder,
        parties=tuple(sorted(event.involved)),
        status=act.status,
        change="begins",
    )
