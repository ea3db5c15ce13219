"""Statuses: the level that the text gives a relationship, and how it changes.

A partnership's level is the formal name in the text ("comprehensive strategic partnership"), found through
`levels.csv` and, for names that are not there, by its shape: the words before "partner(ship)". For `other` the level
is the text's own word (rapprochement, detente, warm relations). The remaining statuses say everything with their
name.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from detente.coding.denial import denied, postponed
from detente.coding.phrases import left_edge
from detente.language.actors import find_actors
from detente.language.sentence import Sentence
from detente.ontology.naming import rows
from detente.ontology.states import actor_words
from detente.reader.judgement import Judgement

_LED = frozenset(
    """
    the a an its their his her this that and or of to as into between with by for in on new former old real true our
    each every no any more long-standing such other same
    """.split()
)
_CAPITALS = r"[A-Z][\w-]+(?:\s+[A-Z][\w-]+)*"
_FOR = re.compile(
    r"\s+(?:of\s+(?:coordination|cooperation)(?:\s+(?:for|in)\s+(?:a|the)\s+new\s+era)?|for\s+(?:a|the)\s+new\s+era"
    r"|for\s+peace\s+and\s+(?:prosperity|development)|without\s+limits|of\s+mutual\s+trust"
    r"|(?:in|for)\s+the\s+(?:21st|twenty-first)\s+century"
    # "for Peace, Cooperation and Sustainable Development"
    rf"|(?-i:for\s+(?:the\s+)?{_CAPITALS}(?:,\s+{_CAPITALS})*,?\s+and\s+{_CAPITALS}))",
    re.I,
)
_CHANGES = (
    ("ends", re.compile(
        r"\b(?:end(?:ed|s|ing)?|cease[ds]?|collapse|dissolv|suspend|lapse|broke|abandon|terminat|no\s+longer)", re.I)),
    ("upgraded", re.compile(
        r"\b(?:upgrad|rais(?:ed|es|ing)|elevat|lift(?:ed|ing)|promot(?:ed|ing)|deepen|strengthen"
        r"|grow|grew|improv|intensif|closer|warmer)", re.I)),
    ("begins", re.compile(
        r"\b(?:establish|begin|began|proclaim|launch|formed|becom|became|found|announc|enter|set\s+up|sign)", re.I)),
)  # fmt: skip


@cache
def _levels() -> re.Pattern[str]:
    forms = sorted((row["level"] for row in rows("levels.csv")), key=len, reverse=True)
    patterns = "|".join(r"[-\s]+".join(map(re.escape, form.split())) for form in forms)
    return re.compile(rf"(?<![\w-])(?:{patterns})(?![\w-])", re.I)


def partnership_level(text: str, start: int, end: int) -> str:
    """The level of a partnership around the words at `start`..`end`, or the one nearest to them."""
    known = [(m.start(), m.end()) for m in _levels().finditer(text)]
    shaped = [(left_edge(text, m.start()), m.end()) for m in re.finditer(r"\b[Pp]artner(?:ship)?s?\b", text)]
    spans = sorted({*known, *shaped}, key=lambda s: (max(s[0] - end, start - s[1], 0), s[0] - s[1]))
    if not spans:
        return ""
    first, last = spans[0]
    words = _without_parties(text[first:last].split())
    while (first, last) not in known and len(words) > 1 and words[0].casefold().strip('“"') in _LED:
        words = words[1:]
    level = " ".join(words).strip(" “”\"'‘,")
    more = _FOR.match(text, last)
    return level + (re.sub(r"\s+", " ", more.group()) if more else "")


# "Franco-Vietnamese", "Indo-French": the first part stands in no table
_COMBINING = frozenset(
    "franco sino russo anglo indo austro graeco greco turko italo luso hispano ibero dano swedo finno polono us".split()
)


def _without_parties(words: list[str]) -> list[str]:
    """A level without the parties in front of it: "U.S.-Vietnam Comprehensive Partnership"."""
    while len(words) > 1:
        parts = re.split(r"[-–—/]", words[0].strip("“\"'‘"))
        if not all(part in actor_words() or (len(parts) > 1 and part.casefold() in _COMBINING) for part in parts):
            return words
        words = words[1:]
    return words


def level_rank(level: str) -> int | None:
    """How close a partnership's level is, 0 to 100, where the table knows it; higher is closer."""
    plain = re.sub(r"[-\s]+", " ", level.casefold())
    ranks = _ranks()
    if plain in ranks:
        return ranks[plain]
    # "multi-faceted strategic partnership", "strategic partnership for the new era": what is known of it
    known = [name for name in ranks if "partnership" in name and re.search(rf"\b{name}\b", plain)]
    return ranks[max(known, key=len)] if known else None


@cache
def _ranks() -> dict[str, int]:
    return {re.sub(r"[-\s]+", " ", row["level"]): int(row["rank"]) for row in rows("levels.csv")}


_KEEP = re.compile(r"\b(?:relations?|relationship|ties|bonds|cooperation|union|friendship|links)\b", re.I)


def _own_word(text: str, start: int, end: int) -> str:
    """The text's word for a relationship, with its adjective where the noun alone says nothing ("warm relations")."""
    word = text[start:end]
    if _KEEP.fullmatch(word) or not re.search(r"(?:ed|er|ing)$", word):
        start = left_edge(text, start)
    elif re.match(r"\s+(?:relations|ties|relationship)\b", text[end:]) and not word.endswith("ing"):
        end += re.match(r"\s+\w+", text[end:]).end()  # type: ignore[union-attr]
    words = text[start:end].split()
    while len(words) > 1 and (words[0].casefold() in _LED or re.match(r"[A-Z].*[’']s$", words[0])):
        words = words[1:]
    return " ".join(words).strip(" ,.;:“”\"'‘")


def change_of(text: str) -> str:
    """How a status changes by the words of its sentence, where the reader has not said."""
    return next((name for name, pattern in _CHANGES if pattern.search(text)), "continues")


# Decision 8: a mission opened or credentials presented are acts of the sender and no status by themselves; a legation
# that is raised to an embassy is relations upgraded. Where the sentence speaks of relations, it is they that are meant.
_RELATIONS = re.compile(
    r"\b(?:relations?|relationship|ties|links?|contacts?|recogni\w+|normali[sz]\w+|rupture|breach|exchang\w+|"
    r"diplomatic\w*|intercourse|broke\w*|sever\w*|resum\w*|restor\w*)\b",
    re.I,
)
_PARTNERSHIP = re.compile(r"\bpartner(?:ship|s)?\b", re.I)
# "elevated (the relationship) to (the level of) ..."
_UPGRADED = re.compile(
    r"\b(?:upgrad|elevat|rais|lift|promot)(?:e|ed|es|ing|ion)?\b[^;.]{0,80}?\b(?:to|into)\s+(?:[\w’'“\"-]+\s+){0,5}?[“\"]?$",
    re.I,
)
_TO_ALLIANCE = re.compile(
    r"\b(?:upgrad|elevat|rais|lift|promot)\w*\b[^;.]{0,60}?\bto\b[^;.]{0,60}\b(?:alliance|allied|allies|union|community|friendship|level\s+of)\b",
    re.I,
)
_CONSULAR = re.compile(r"\bconsular (?:relations|ties|representation)\b", re.I)
_MISSION = re.compile(
    r"\b(?:embassy|legation|consulate|consular agen(?:cy|t)|mission|liaison office|post|agency)\b|\bcredentials\b", re.I
)
_RAISED = re.compile(
    r"\b(?:rais(?:ed|ing)|elevat(?:ed|ing)|upgrad(?:ed|ing)|became|becom(?:e|es|ing)|turned into|promoted|made)\b"
    r"[^.;]{0,80}\b(?:embass(?:y|ies)|legations?|ambassadorial|rank|status)\b",
    re.I,
)


_BEGINS = re.compile(
    r"\b(?:re-?)?(?:establish\w*|resum\w*|restor\w*|open\w*|enter\w*|normali[sz]\w*|inaugurat\w*|beg[aiu]n\w*|"
    r"commenc\w*|initiat\w*|form(?:ed|ing)|renew\w*|exchang\w*|t(?:ook|aken|aking|ake) up|agree\w*|institut\w*|"
    r"recogni[sz]\w*|accredit\w*|appoint\w*|set up|mend\w*|reviv\w*|returned|sent|received|dates? from|announc\w*)\b",
    re.I,
)
_STOPS = re.compile(
    r"\b(?:interrupt\w*|suspend\w*|sever\w*|broke\w*|br(?:eak|oke) off|ended|terminat\w*|ruptur\w*|cut)\b", re.I
)
_LASTS = re.compile(r"\b(?:maintain\w*|continu\w*|enjoy\w*|kept|remain\w*)\b", re.I)


def _of_relations(change: str, text: str, start: int, end: int) -> str:
    """How diplomatic relations change: "begins" needs a word near by where another tells of an end or of lasting.

    Of the words that begin, stop or last, the one next to what the reader points at decides.
    """
    if change != "begins":
        return change

    def away(match: re.Match[str]) -> int:
        return max(match.start() - end, start - match.end(), 0)

    words = (("begins", _BEGINS), ("ends", _STOPS), ("continues", _LASTS))
    near = [(min(map(away, pattern.finditer(text)), default=None), name) for name, pattern in words]
    found = [(distance, name) for distance, name in near if distance is not None]
    return min(found, key=lambda pair: pair[0])[1] if found else change


# "Adams was recognized as minister", "he was recognised by the governor": an envoy is received, no state or government
# is recognised.
_RECOGNISED_ENVOY = re.compile(
    r"\brecogni[sz]\w+\s+(?:(?!when\b|who\b|while\b)[^\s.;,]+\s+){0,8}?as\s+(?:(?:U\.S\.|[^.;,]){0,60}?\b)?"
    r"(?:envoy|minister|consul|ambassador|chargé|agent|representative|commissioner)\b"
    r"|\b(?:he|she)\s+was\s+(?:\w+ly\s+)?(?:received\s+and\s+)?recogni[sz]ed\s+by\b",
    re.I,
)
_WITHDRAWN = re.compile(
    r"\b(?:withdr[ae]w\w*|revok\w+|rescind\w*|cancel\w*|annul\w*)\s+(?:of\s+)?"
    r"(?:(?:its|their|his|the|all|formal|official|diplomatic|[A-Z][\w.’']+)\s+){0,3}recognition\b"
)
_GOVERNMENT = re.compile(
    r"\b(?:government|independen\w+|sovereign\w*|state|republic|kingdom|regime|régime|council|authority)\b", re.I
)
_EMBASSY = re.compile(r"\b(?:embass(?:y|ies)|legations?|ambassador\w*|diplomatic|ministers?|envoys?)\b", re.I)
_CONSULATE = re.compile(r"\bconsul(?:ate|ates|ar|s)?\b", re.I)


# "The United States continued to recognise the government in exile": nothing begins.
_WENT_ON = re.compile(r"\b(?:continu(?:ed|es|ing)|went\s+on|goes\s+on)\s+(?:to\s+)?(?:\w+ly\s+)?$", re.I)


def _mission_only(text: str) -> bool:
    """Whether a sentence tells of a mission, or of consular relations, and of no diplomatic relations."""
    if _CONSULAR.search(text) and not re.search(r"\bdiplomatic", text, re.I):
        return True
    return bool(_MISSION.search(text)) and not _RELATIONS.search(text)


# "China has not recognised the independence of Abkhazia, which Russia recognised": not between China and Russia.
_INDEPENDENCE = re.compile(r"\bindependence\s+of\s+((?:the\s+)?[A-Z]\w+(?:[\s-]+(?:and\s+)?[A-Z]\w+)*)")


def _of_others(text: str, parties: tuple[str, ...]) -> bool:
    """Whether the state whose independence is recognised, named in the text, is none of the parties."""
    match = _INDEPENDENCE.search(text)
    if match is None:
        return False
    return not any(code in parties for mention in find_actors(match[1]) for code in mention.codes)


def _recognised_envoy(text: str) -> bool:
    match = _RECOGNISED_ENVOY.search(text)
    return match is not None and not _GOVERNMENT.search(match.group())


def complete(judgement: Judgement, sentence: Sentence, document_text: str = "") -> dict[str, Any]:
    """`status`, `level` and `change` of the relationship that the reader points at."""
    text = sentence.text
    start, end = (offset - sentence.start for offset in judgement.span)
    if end <= start:
        start, end = (offset - sentence.start for offset in judgement.anchor)
    change = judgement.traits.get("change") or change_of(text)
    anchor = tuple(offset - sentence.start for offset in judgement.anchor)
    if denied(text, *anchor) and change != "continues":
        return {}
    if _WENT_ON.search(text, 0, max(anchor[0], 0)):
        change = "continues"
    if judgement.label == "recognition":
        if _recognised_envoy(text) or _of_others(text, judgement.first):
            return {}
        if change == "begins" and any(m.start() <= anchor[0] < m.end() for m in _WITHDRAWN.finditer(text)):
            change = "ends"
    if judgement.label == "diplomatic_relations":
        if change in ("begins", "upgraded") and _CONSULATE.search(text) and not _EMBASSY.search(text):
            return {}  # a consulate that is opened or raised is no diplomatic relations
        if _PARTNERSHIP.search(text) and not re.search(r"\bdiplomatic|\bestablish", text, re.I):
            return {}  # "raised relations to a strategic partnership": decision 6, a level and no new relations
        if _TO_ALLIANCE.search(text) and not re.search(
            r"\bdiplomatic|\bestablish|\bambassador|\bembass|\blegation|\bmission|\bconsul|\bcharg", text, re.I
        ):
            return {}  # "relations were elevated to the level of an alliance"
        change = _of_relations(change, text, *anchor)
        if change == "begins" and _mission_only(text):
            if not _RAISED.search(text):
                return {}
            change = "upgraded"
    level = ""
    if judgement.label == "partnership":
        level = partnership_level(text, start, end)
        if change == "begins" and _UPGRADED.search(text[:start]):
            change = "upgraded"  # decision 6
    elif judgement.label == "other":
        level = _own_word(text, start, end)
    own = {"status": judgement.label, "level": level, "change": change}
    later = postponed(text, *anchor)
    if (
        later is not None
        and judgement.date
        and not any(date.edtf == judgement.date for date in sentence.dates if date.start - sentence.start >= later)
    ):
        own["date"] = ""  # "not established until after that war" (1795 stands before it): when, the text does not say
    return own
