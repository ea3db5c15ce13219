"""Positions: the issue, as a short noun phrase, on which an actor takes a stance.

The reader marks words of the issue; this module makes a phrase of them: "enlargement" in "opposed the enlargement of
NATO" becomes "enlargement of NATO", "accession" in "supports Ukraine's accession to NATO" "Ukraine's accession to
NATO".
"""

from __future__ import annotations

import re
from typing import Any

from detente.coding.phrases import left_edge, phrase_end, right_edge
from detente.language.sentence import Sentence
from detente.reader.judgement import Judgement

_LEADING = re.compile(
    r"^(?:(?:the|a|an|any|all|some|this|that|these|those|its|his|her|their|what|as|for|of|on|to|against|over|with"
    r"|in)\s+)+",
    re.I,
)
_TRAILING = re.compile(
    r"(?:\s+(?:of|on|to|for|and|or|the|a|an|in|with|by|at|from|over|which|that|as|under|upon|through"
    r"|into|without|before|after|during|since|until|than))+$",
    re.I,
)


def tidy_issue(issue: str) -> str:
    """An issue without articles before it and loose words after it.

    >>> tidy_issue("the enlargement of NATO, ")
    'enlargement of NATO'
    """
    issue = re.sub(r"\s+", " ", issue).strip(' ,.;:()“”"‘')
    return _TRAILING.sub("", _LEADING.sub("", issue)).strip(' ,.;:()“”"‘') or issue


def complete(judgement: Judgement, sentence: Sentence, document_text: str = "") -> dict[str, Any]:
    """`issue` and `stance`; the issue is the noun phrase around the words that the reader marked."""
    text = sentence.text
    start, end = (min(max(offset - sentence.start, 0), len(text)) for offset in judgement.span)
    if end <= start:
        start, end = (min(max(offset - sentence.start, 0), len(text)) for offset in judgement.anchor)
    # a mark on an article or preposition means the phrase after it
    if (loose := _LEADING.match(text[start:end] + " ")) and start + loose.end() > end:
        following = re.compile(r"\s*(?:(?:the|a|an|any|its|their)\s+)?([\w’'-]+)").match(text, end)
        if following:
            start, end = following.span(1)
    while start > 0 and re.match(r"[\w.’'-]{2}", text[start - 1 : start + 1]):  # whole words
        start -= 1
    while end < len(text) and re.match(r"[\w’'-]\w", text[end - 1 : end + 1]):
        end += 1
    first = left_edge(text, start, owners=True)
    # on an adjective or a modifying noun ("Moroccan" in "Moroccan autonomy plan") the phrase goes on to its head
    end = max(end, phrase_end(text, start, of=False))
    end = right_edge(text, end, links=2)
    return {"issue": tidy_issue(text[first:end]), "stance": judgement.label}
