"""What the reader judges of every word: the columns of its heads, in the order of the weights."""

from __future__ import annotations

EVENT_TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
ACTS = ("negotiated", "signed", "ratified", "renewed", "announced", "withdrawn", "terminated", "in-force")
STATUSES = (
    "diplomatic_relations", "relations_severed", "recognition", "alliance", "rivalry",
    "hostility", "war", "peace", "partnership", "other",
)  # fmt: skip
STANCES = ("support", "oppose", "neutral", "recognise", "not_recognise")
MEASURES = (
    "trade", "contract_value", "aid", "meetings", "visits", "documents", "members",
    "troops", "casualties", "share", "rank", "other",
)  # fmt: skip
OFFICE_CHANGES = ("holds", "takes", "leaves")
MEMBER_CHANGES = ("founds", "joins", "leaves", "member")
STATUS_CHANGES = ("begins", "ends", "upgraded", "continues")
AUX = ("negated", "future", "hypothetical")
MODES = (
    "visit", "third-party", "multilateral", "phone", "withdraw", "release", "disarm", "ceasefire", "access", "resign",
    "assist", "change", "yield", "meet", "disapprove", "investigate", "allege", "restrict", "arrest", "relations",
    "expel", "territory", "violence", "demo", "riot", "strike", "boycott", "obstruct", "convict", "discontinue",
    "troops", "weapons", "police", "militia", "seize", "deport", "censor", "withhold", "cyber", "aerial",
    "heavy-weapons", "firearms", "targeted", "unconventional", "joint", "intelligence",
)  # fmt: skip

# Anchors: the words on which a record hangs. "any" columns are the event types of scope `all`, where domestic and
# one-sided acts count too.
ANCHORS: tuple[tuple[str, str], ...] = (
    *(("event", label) for label in EVENT_TYPES),
    *(("agreement", label) for label in ACTS),
    *(("status", label) for label in STATUSES),
    *(("position", label) for label in STANCES),
    *(("figure", label) for label in MEASURES),
    *(("office", label) for label in OFFICE_CHANGES),
    *(("membership", label) for label in MEMBER_CHANGES),
    *(("any", label) for label in EVENT_TYPES),
)
# Traits are judged at an anchor only.
TRAITS: tuple[tuple[str, str], ...] = (
    *(("aux", label) for label in AUX),
    *(("mode", label) for label in MODES),
    *(("change", label) for label in STATUS_CHANGES),
)
# Whether a word belongs to the words of a record of that kind (trigger, title, issue, ...).
INSIDE = ("event", "agreement", "status", "position", "office")
COLUMNS = (*ANCHORS, *TRAITS, *(("inside", kind) for kind in INSIDE))
COLUMN = {column: number for number, column in enumerate(COLUMNS)}
# Parties of any event are judged as those of the codebook's event of its type.
ROLE_COLUMN = tuple(COLUMN["event", label] if kind == "any" else number for number, (kind, label) in enumerate(ANCHORS))

MENTION_KINDS = (
    "virtual", "name", "adjective", "people", "capital", "seat", "historic", "organisation", "group", "person",
    "pair", "plural", "domestic", "date", "published", "carried", "heading", "none",
)  # fmt: skip
WORD_KINDS = ("plain", "actor", "person", "domestic", "date", "number")
