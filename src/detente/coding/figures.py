"""Figures: the number that the reader points at, with its unit and bound."""

from __future__ import annotations

from typing import Any

from detente.coding.numbers import NumberMention, find_numbers
from detente.language.sentence import Sentence
from detente.reader.judgement import Judgement

__all__ = ["NumberMention", "complete", "find_numbers"]


def complete(judgement: Judgement, sentence: Sentence, document_text: str = "") -> dict[str, Any]:
    """`measure`, `value`, `unit` and `bound` of the number at the anchor; nothing when the sentence states none.

    For a rank only ranks are looked at, for a share percentages come first: "the third-largest buyer, with 12 per
    cent" states both.
    """
    numbers = find_numbers(sentence.text, (*judgement.first, *judgement.second))
    if not numbers:
        return {}
    start, end = (offset - sentence.start for offset in judgement.anchor)

    def distance(number: NumberMention) -> tuple[int, int]:
        apart = max(number.start - end, start - number.end, 0)
        wanted = {"rank": ("rank",), "share": ("percent",)}.get(judgement.label)
        mismatch = bool(wanted) != (number.unit == "rank") if judgement.label != "share" else number.unit != "percent"
        return (apart if apart == 0 else apart + 40 * mismatch, -(number.end - number.start))

    nearest = min(numbers, key=distance)
    value = int(nearest.value) if nearest.value.is_integer() else nearest.value
    return {"measure": judgement.label, "value": value, "unit": nearest.unit, "bound": nearest.bound}
