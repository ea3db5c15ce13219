"""Titles of office in a text: "deputy prime minister", "secretary of state", "ambassador to Poland".

A title is modifiers, a head, and a complement that belongs to the office: a field ("of state", "for foreign
affairs"), an organ ("of the Communist Party") or, for those who are sent, a place ("in London"). Heads and
modifiers are tables (`office_words.csv`, `titles.csv`), looked up word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from detente.ontology.naming import rows
from detente.ontology.states import actor_forms

HONORIFIC = (
    r"(?:(?:Mr|Mrs|Ms|Dr|Messrs|Prof|M|MM|Mme|Herr|Frau|Señor|Senhor|Signor|Monsieur|Sir|Lord|Lady|Dame|Count|Countess"
    r"|Baron|Viscount|Earl|Duke|Duchess|Marquis|Marquess|Marquess\s+of|Duke\s+of|Earl\s+of|Count\s+of|Lord\s+of|General"
    r"|Gen|Marshal|Field\s+Marshal|Admiral|Commodore|Colonel|Lieutenant|Captain|Major|Brigadier|Commander|Comrade|Sheikh"
    r"|Shaikh|Sayyid|Hajji|Ayatollah|Imam|Mullah|Rear\s+Admiral|Vice\s+Admiral|Reverend|Cardinal|Archbishop|Bishop"
    r"|Businessman)\.?)"
)
_Forms = dict[str, list[tuple[str, ...]]]
_WORD = re.compile(r"[^\W\d_](?:[\w’'.-]*\w)?")
_FIELD = (
    r"(?:foreign|external|internal|home|political|european|african|arab|economic|military|national|security|defen[cs]e|war"
    r"|treasury|navy|army|air|interior|finance|trade|commerce|justice|labou?r|education|health|agriculture|energy|oil"
    r"|transport|information|culture|environment|colonies|state|affairs|near|middle|east|eastern|far|northern|ireland|and"
    r"|the|office|cabinet|armed|forces|exterior|relations|cooperation|development|industry|planning|policy|general|staff)"
)
_OF_FIELD = re.compile(rf"\s+(?:of|for)\s+{_FIELD}(?:\s+(?:for\s+)?{_FIELD}\b){{0,5}}\b(?<!and)(?<!the)", re.I)
_OF_ORGAN = re.compile(
    r"\s+of\s+(?:the\s+)?(?:(?:[A-Z][\w.-]+|communist|conservative|labour|liberal|ruling|central|military|executive|state"
    r"|provisional|transitional|revolutionary)\s+){0,4}(?i:party|junta|committee|council|government|delegation|mission"
    r"|commission|duma|parliament|assembly|senate|general\s+staff|joint\s+chiefs(?:\s+of\s+staff)?|presidium|politburo)\b"
    r"(?:\s+(?:of|to)\s+(?:the\s+)?(?!(?i:foreign)\b)[A-Z][\w.-]+)?"
)
_AND = re.compile(r"[^\S\n]+and[^\S\n]+")
_BLANK = re.compile(r"[^\S\n]+")
_TO_PLACE = re.compile(r"\s+(?:to|in|at)\s+(?:the\s+)?(?=[^\W\d_a-z])")
# only those who are sent have a place
_SENT = re.compile(
    r"(?:ambassador|minister|envoy|emissary|representative|consul|consul[-\s]general|nuncio|resident|legate|delegate"
    r"|chargé(?:\sd['’]affaires)?|attaché|commissioner|plenipotentiary|secretary|agent)s?$",
    re.I,
)


class Title(NamedTuple):
    """A title of office at `start`..`end` of a text, as it stands there."""

    start: int
    end: int
    text: str


@cache
def _heads() -> _Forms:
    forms = {row["form"] for row in rows("office_words.csv") if row["part"] == "head"} | {
        # ranks and forms of address are no offices
        row["form"].casefold()
        for row in rows("titles.csv")
        if row["office_kind"] != "military"
        and not re.search(r"\s(?:to|of|for|in|at)$", row["form"])
        and not re.fullmatch(HONORIFIC, row["form"], re.I)
    }
    plurals = {f"{form}s" for form in forms} | {"secretaries", "deputies", "heads of state", "heads of government"}
    return _by_first_word(forms | plurals)


@cache
def _modifiers() -> _Forms:
    return _by_first_word({row["form"].rstrip("-.") for row in rows("office_words.csv") if row["part"] == "modifier"})


def _by_first_word(forms: set[str]) -> _Forms:
    found: _Forms = {}
    for form in forms:
        words = tuple(form.split())
        found.setdefault(words[0], []).append(words)
    for options in found.values():
        options.sort(key=len, reverse=True)
    return found


@cache
def _places() -> frozenset[str]:
    return frozenset(f.form for f in actor_forms() if f.kind not in ("adjective", "people") and len(f.form) > 2)


@cache
def _states() -> frozenset[str]:
    return frozenset(f.form.casefold() for f in actor_forms())


def _words(text: str, position: int, limit: int = 12) -> list[tuple[str, int]]:
    """The next words in lower case with their ends, as long as only blanks part them; "vice-" is a word of its own."""
    found: list[tuple[str, int]] = []
    while len(found) < limit:
        match = _WORD.match(text, position)
        if not match:
            break
        word, end = match.group().casefold(), match.end()
        if word.startswith("vice-") and word not in _heads():
            found.append(("vice", match.start() + 5))
            word = word[5:]
        found.append((word, end))
        position = end
        if text[end : end + 1] == "." and len(word) <= 4 and "." in word:  # "u.n."
            position = end + 1
        blank = _BLANK.match(text, position)
        if not blank:
            break
        position = blank.end()
    return found


def _length(words: list[tuple[str, int]], at: int, depth: int = 0) -> int:
    """How many words from `at` on are modifiers and a head; 0 where no head follows."""
    if at >= len(words):
        return 0
    best = 0
    for form in _heads().get(words[at][0], ()):
        if form == tuple(word for word, _ in words[at : at + len(form)]):
            best = len(form)
            break
    if depth < 4:
        for form in _modifiers().get(words[at][0].rstrip("."), ()):
            if form == tuple(word.rstrip(".") for word, _ in words[at : at + len(form)]):
                rest = _length(words, at + len(form), depth + 1)
                best = max(best, len(form) + rest if rest else 0)
    return best


def title_at(text: str, position: int, *, joined: bool = True) -> Title | None:
    """The title of office that begins at a position, with its complement and, if `joined`, a second one after "and".

    >>> title_at("Deputy Prime Minister Holm", 0).text
    'Deputy Prime Minister'
    """
    words = _words(text, position)
    count = _length(words, 0)
    if not count:
        return None
    end = words[count - 1][1]
    if text[end : end + 1] == "-" or text[end : end + 1].isalnum():
        return None
    if more := _OF_FIELD.match(text, end) or _OF_ORGAN.match(text, end):
        end = more.end()
    if _SENT.search(text[position:end]) and (to := _TO_PLACE.match(text, end)):
        for size in (4, 3, 2, 1):
            place = re.compile(r"\S+" + r"\s+\S+" * (size - 1)).match(text, to.end())
            name = re.sub(r"[,.;:)’']+s?$", "", place.group()) if place else ""
            if name in _places():
                end = to.end() + len(name)
                break
    if joined and (link := _AND.match(text, end)) and (second := title_at(text, link.end(), joined=False)):
        end = second.end
    return Title(position, end, text[position:end])


def find_titles(text: str) -> Iterator[Title]:
    """The titles of office in a text, in order, each as long as it goes."""
    last = 0
    for match in _WORD.finditer(text):
        word = match.group().casefold()
        if match.start() < last or (
            word not in _heads() and word.rstrip(".") not in _modifiers() and "vice-" not in word
        ):
            continue
        if match.start() and text[match.start() - 1] in "-’'":
            continue
        if title := title_at(text, match.start()):
            last = title.end
            yield title


_CAPITAL = re.compile(r"(?:of\s+)?(?:the\s+)?[^\W\d_a-zß-öø-ÿ][\w.-]*(?:[’']s?)?\s+")
_DETERMINERS = re.compile(
    r"(?:(?:one\s+of|the|an?|his|her|its|their|our|now|then|two|three|new|old|young|first|next|last|both|busy|former)\s+)+"
)


def title_after(text: str, position: int, capitals: int = 3) -> tuple[Title, str] | None:
    """The title that follows determiners and at most `capitals` words of nationality, and those words.

    >>> title_after("the Russian foreign minister", 0)
    (Title(start=12, end=28, text='foreign minister'), 'Russian')
    """
    if led := _DETERMINERS.match(text, position):
        position = led.end()
    start = position
    for _ in range(capitals + 1):
        if title := title_at(text, position):
            return title, text[start:position].strip()
        if inner := _DETERMINERS.match(text, position):
            position = inner.end()
            continue
        word = _CAPITAL.match(text, position)
        if not word:
            return None
        position = word.end()
    return None


def is_plural(title: str) -> bool:
    """Whether a title is that of several persons: "Foreign Ministers", "heads of state"."""
    front = re.split(r"\s(?:of|for|to|in|at)\s", title.strip(), maxsplit=1)[0]
    return bool(re.search(r"(?<![s'’])s$", front)) and not re.search(r"(?:affaires|us)$", front)


def tidy_office(office: str) -> str:
    """An office as records carry it: lower case, singular, without articles before it or its state behind it.

    >>> tidy_office("Foreign Ministers"), tidy_office("Dey of Algiers")
    ('foreign minister', 'dey')
    """
    text = re.sub(r"\s+", " ", office).strip(" ,").casefold()
    text = re.sub(r"^(?:the|then|new|newly appointed|former|current|a|an|his|her|its|their)\s+", "", text)
    if (found := re.search(r"\s+of\s+(?:the\s+)?([^,]+)$", text)) and found[1] in _states():
        text = text[: found.start()]
    text = re.sub(r"\bu\.n\.?(?=\s)", "un", text).rstrip(".")
    head, *rest = re.split(r"(?=\s(?:of|for|to|in|at)\s)", text, maxsplit=1)
    head = re.sub(r"secretaries$", "secretary", head)
    if is_plural(head):
        head = head[:-1]
    return head + "".join(rest)
