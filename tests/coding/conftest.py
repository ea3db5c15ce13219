"""Cases as JSON Lines: a sentence of our own, what is to be read in it, and, for known failures, why it is not yet."""

import json
from pathlib import Path

import pytest

from detente.language.sentence import Sentence
from detente.reader.judgement import Judgement

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list:
    """The cases of a file; a known failure is a strict xfail, so that a cure is noticed."""
    rows = [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    return [
        pytest.param(
            row,
            id=row["label"],
            marks=[pytest.mark.xfail(strict=True, reason=row["known_failure"])] if "known_failure" in row else [],
        )
        for row in rows
    ]


def judged(case: dict, kind: str, label: str) -> tuple[Judgement, Sentence, str]:
    """The judgement that a reader would give at the case's anchor, with the sentence that holds it."""
    text = case["text"]
    start = -1
    for _ in range(case.get("nth", 0) + 1):
        start = text.index(case["anchor"], start + 1)
    end = start + len(case["anchor"])
    before = text[:start]
    first = max((before.rfind(mark) + len(mark) for mark in (". ", "\n") if mark in before), default=0)
    stop = text.find(". ", end)
    last = stop + 1 if stop >= 0 else len(text)
    sentence = Sentence(first, last, text[first:last], (0, len(text)))
    codes = tuple(case.get("states", ()))
    return Judgement(kind, label, (start, end), (start, end), codes, (), case.get("date", "")), sentence, text
