"""Successions in office: who takes and who leaves where one person replaces another.

English says it with few verbs, between the two names: "X succeeded Y", "X, who replaced Y", "X took over from Y",
"X was replaced by Y", "X gave way to Y", "X was appointed, replacing Y".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from detente.coding.persons import PersonMention

# "replaced (the foreign minister) Y", "succeeded by (his deputy) Y"; not "replaced the treaty that Y signed"
_TITLE = r"(?:\s+(?!(?:that|which|where|when|while|because|after|before|with)\b)[\w’'.-]+){0,7}?\s+$"
_ADVERB = r"(?:(?:subsequently|later|formally|then|also|officially|soon|eventually|himself|herself)\s+)?"
# "X succeeded Y", "X took over (as ambassador) from Y"
_TAKES = re.compile(
    rf"(?P<who>\bwho\s+(?:had\s+)?)?\b{_ADVERB}(?:(?:succeed|replac)(?:ed|s|es|ing)(?!\s+(?:by|in|at)\b)"
    rf"|t(?:ook|akes?|aking|aken)\s+over(?:\s+as\s+(?:[\w-]+\s+){{1,5}}?)?\s*from){_TITLE}"
)
_PASSIVE = re.compile(r"\b(?:be|been|being|was|were|is|are|to)\s+(?:\w+ly\s+)?$")
_LEAVES = re.compile(
    rf"\b(?:(?:be|been|being|was|is)\s+{_ADVERB}(?:succeeded|replaced)\b[^;.]{{0,40}}?\bby"
    rf"|(?:gave|gives|made|makes)\s+way\s+(?:to|for)|handed\s+over\s+to){_TITLE}"
)
_DATED = re.compile(r"[^,;.]*\b\d{4}\b")
_REACH = 100  # characters between the names


def change(text: str, persons: Sequence[PersonMention], here: PersonMention) -> str:
    """Whether the person at `here` "takes" or "leaves" an office in a sentence, or "" where no succession is told.

    `persons` are the sentence's, with offsets in `text`.
    """
    ordered = sorted(persons, key=lambda person: person.start)
    for first, second in pairwise(ordered):
        if here not in (first, second) or second.start - first.end > _REACH or first.name == second.name:
            continue
        between = text[first.end : second.start]
        if _LEAVES.search(between):
            return "leaves" if here == first else "takes"
        taken = _TAKES.search(between)
        if taken and not _PASSIVE.search(between[: taken.start()]):
            if here == second:
                return "leaves"
            # "X, who succeeded Y, presented his credentials": unless the clause has its own date, he holds the office
            return "" if taken["who"] and not _DATED.match(text, second.end) else "takes"
    return ""
