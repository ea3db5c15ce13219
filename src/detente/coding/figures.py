"""Figures: the number that the reader points at, with its unit and bound."""

from __future__ import annotations

import re
from typing import Any

from detente.coding.numbers import NumberMention, find_numbers
from detente.language.sentence import Sentence
from detente.reader.judgement import Judgement

__all__ = ["NumberMention", "complete", "find_numbers"]

_FIRST = re.compile(r"\b(?:largest|biggest|greatest|main|leading|principal|top|foremost|most\s+important)\b", re.I)


def complete(judgement: Judgement, sentence: Sentence, document_text: str = "") -> dict[str, Any]:
    """`measure`, `value`, `unit` and `bound` of the number at the anchor; nothing when the sentence states none.

    For a rank only ranks are looked at, for a share percentages where there are any: "the third-largest buyer, with 12
    per cent" states both. A superlative alone ("remains its largest source of gas") is the first rank.
    """
    numbers = find_numbers(sentence.text, (*judgement.first, *judgement.second))
    start, end = (offset - sentence.start for offset in judgement.anchor)
    stated = any(number.start < end and start < number.end for number in numbers)
    if not stated and sentence.text[max(start, 0) : end].isdigit():
        return {}  # digits that state no number, as in "a 50-50 venture"
    if judgement.label in ("rank", "share"):
        fitting = [number for number in numbers if number.unit == ("rank" if judgement.label == "rank" else "percent")]
        if judgement.label == "rank" and not fitting:
            first = _FIRST.search(sentence.text[max(start, 0) : end])
            return {"measure": "rank", "value": 1, "unit": "rank", "bound": ""} if first else {}
        numbers = fitting or numbers
    if not numbers:
        return {}

    def distance(number: NumberMention) -> tuple[int, int]:
        apart = max(number.start - end, start - number.end, 0)
        mismatch = number.unit == "rank" and judgement.label not in ("rank", "share")
        return (apart if apart == 0 else apart + 40 * mismatch, -(number.end - number.start))

    nearest = min(numbers, key=distance)
    value = int(nearest.value) if nearest.value.is_integer() else nearest.value
    return {"measure": judgement.label, "value": value, "unit": nearest.unit, "bound": nearest.bound}
