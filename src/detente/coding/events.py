"""Events: all fields come from the reader; its traits give the mode and whether the act is told as a fact."""

from __future__ import annotations

from typing import Any

from detente.coding.denial import denied
from detente.language.sentence import Sentence
from detente.reader.judgement import Judgement

# PLOVER's modes belong to event types; the reader judges a word's mode apart from its type.
MODES_OF = {
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": ("seize", "restrict", "arrest", "deport", "censor", "withhold", "misinformation", "cyber"),
    "ASSAULT": ("aerial", "heavy-weapons", "firearms", "targeted", "unconventional"),
    "COOPERATE": ("joint", "intelligence"),
}


# "Did not recognise", "did not yield", "did not renew": what is left undone can be an act of these types itself.
OMISSIONS = frozenset(("REJECT", "SANCTION", "PROTEST", "CONCEDE", "ACCUSE"))


def complete(judgement: Judgement, sentence: Sentence, text: str) -> dict[str, Any]:
    """`mode` where the type has it, and `aux`; where the reader saw nothing, a plain "did not" makes it negated."""
    mode, aux = judgement.traits.get("mode", ""), judgement.traits.get("aux", "")
    anchor = judgement.anchor[0] - sentence.start, judgement.anchor[1] - sentence.start
    if not aux and judgement.label not in OMISSIONS and denied(sentence.text, *anchor, reach=1):
        aux = "negated"
    return {
        "mode": mode if mode in MODES_OF.get(judgement.label, ()) else "",
        "aux": aux,
    }
