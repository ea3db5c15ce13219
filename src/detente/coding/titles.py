"""Titles of office in a text: "deputy prime minister", "secretary of state", "ambassador to Poland".

A title is modifiers, a head, and a complement that belongs to the office: a field ("of state", "for foreign
affairs"), an organ ("of the Communist Party") or, for those who are sent, a place ("in London"). Heads,
modifiers, fields and the regions that envoys are sent to are tables (`office_words.csv`, `titles.csv`,
`office_fields.csv`, `regions.csv`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from detente.ontology.naming import rows
from detente.ontology.states import actor_forms, actor_words

_ADDRESS = (
    r"(?:(?:Mr|Mrs|Ms|Dr|Messrs|Prof|M|MM|Mme|Herr|Frau|Señor|Senhor|Signor|Monsieur|Sir|Lord|Lady|Dame|Baroness|Viscountess|Count|Countess"
    r"|Baron|Viscount|Earl|Duke|Duchess|Marquis|Marquess|Marquess\s+of|Duke\s+of|Earl\s+of|Count\s+of|Lord\s+of|General"
    r"|Gen|Marshal|Field\s+Marshal|Admiral|Commodore|Colonel|Lieutenant|Captain|Major|Brigadier|Commander|Comrade|Sheikh"
    r"|Shaikh|Sayyid|Hajji|Ayatollah|Imam|Mullah|Rear\s+Admiral|Vice\s+Admiral|Reverend|Cardinal|Archbishop|Bishop"
    r"|Businessman|Shri|Sri|Smt|Shrimati|Kumari|H\.\s?E|HE|HRH|HM|Hon|Hon['’]ble|Honou?rable|Rt\.?\s+Hon|Dato['’]?(?:\s+Seri)?"
    r"|Datuk(?:\s+Seri)?|Tan\s+Sri|Tun|Pehin|Ing|Eng|Drs|(?:His|Her)\s+(?:Excellency|Majesty|(?:Royal\s+)?Highness))\.?)"
)
# one after the other: "H.E. Mr. Dr."
HONORIFIC = rf"(?:{_ADDRESS}(?:\s+{_ADDRESS})*)"
_Forms = dict[str, list[tuple[str, ...]]]
_WORD = re.compile(r"[^\W\d_](?:[\w’'.-]*\w)?")
_OF_AFFAIRS = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?(?:[A-Z][\w-]+,?\s+(?:and\s+)?){1,6}Affairs\b")
# Indian and other services tell secretaries apart in brackets: "Secretary (East)"
_DIVISION = re.compile(r"[^\S\n]+\([A-Z][\w&. ]{0,24}\)(?=[^\S\n]+[A-Z])")
_OF_ORGAN = re.compile(
    r"\s+of\s+(?:the\s+)?(?:(?:[A-Z][\w.-]+|communist|conservative|labour|liberal|ruling|central|military|executive|state"
    r"|provisional|transitional|revolutionary)\s+){0,4}(?i:party|junta|committee|council|government|delegation|mission"
    r"|commission|duma|parliament|assembly|senate|agency|organi[sz]ation|service|bank|ministry|department|bureau|directorate"
    r"|board|authority|office|court|union|federation|congress|conference|court|house\s+of\s+(?:representatives|commons|lords|peoples)"
    r"|rada|seimas|saeima|riigikogu|storting|folketing|riksdag|althingi|bundestag|bundesrat|knesset|majlis|majilis|mazhilis"
    r"|hural|khural|diet|(?:lok|rajya)\s+sabha|general\s+staff|joint\s+chiefs(?:\s+of\s+staff)?|presidium|politburo)\b"
)
_REPUBLIC = re.compile(r"\s+of\s+the\s+(?:republic|kingdom|federation|union)$", re.I)
_HOUSE = re.compile(r"(?<=house)\s+of\s+(?:representatives|commons|lords|peoples)\b", re.I)
_OF_PLACE = re.compile(r"\s+(?:of|to)\s+(?:the\s+)?(?!(?i:foreign)\b)(?=[A-Z])")
_AND = re.compile(r"[^\S\n]+(?:and|&|[-–—])[^\S\n]+")
_BLANK = re.compile(r"[^\S\n]+")
_TO_PLACE = re.compile(r"\s+(?:to|in|at)\s+(?:the\s+)?(?=[^\W\d_a-z])")
# only those who are sent have a place
_SENT = re.compile(
    r"(?:ambassador|minister|envoy|emissary|representative|consul|consul[-\s]general|nuncio|resident|legate|delegate"
    r"|chargé(?:\sd['’]affaires)?|attaché|commissioner|plenipotentiary|secretary|agent)s?$",
    re.I,
)
_FOR_PLACE = re.compile(r"\s+(?:for|on)\s+(?:the\s+)?(?=[A-Z])")
_SENT_FOR = re.compile(
    r"(?:envoy|representative|coordinator|negotiator|emissary|adviser|advisor|mediator|rapporteur)s?$", re.I
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
        and not re.search(r"\b(?:highness|majesty|excellency|honou?r)$", row["form"], re.I)
    }
    plurals = {f"{form}s" for form in forms} | {"secretaries", "deputies", "heads of state", "heads of government"}
    return _by_first_word(forms | plurals)


@cache
def _modifiers() -> _Forms:
    return _by_first_word({row["form"].rstrip("-.") for row in rows("office_words.csv") if row["part"] == "modifier"})


class _Complements(NamedTuple):
    """How a title goes on with the fields of its office."""

    of: re.Pattern[str]  # "Minister" of Trade, Industry and Tourism
    further: re.Pattern[str]  # "High Representative for Foreign Affairs" and Security Policy
    at: re.Pattern[str]  # "Secretary" at the Ministry of Energy


@cache
def _complements() -> _Complements:
    forms = sorted((row["form"] for row in rows("office_fields.csv")), key=len, reverse=True)
    field = rf"(?:{'|'.join(forms)}|and|the)\b".replace(" ", r"\s+")
    whole = r"(?<!\band)(?<!\bthe)"
    patterns = (
        rf"\s+(?:of|for)\s+{field}(?:(?:,\s+{field}(?:\s+{field})?)+(?=,?\s+and\s+{field}))?"
        rf"(?:,?\s+and\s+{field}|\s+(?:for\s+)?{field}){{0,7}}{whole}",
        rf"(?:,|\s+and)\s+{field}(?:\s+{field}){{0,3}}{whole}",
        rf"\s+(?:at|in)\s+the\s+(?:ministry|department|office)\s+(?:of|for)\s+{field}(?:\s+{field}){{0,5}}{whole}",
    )
    return _Complements(*(re.compile(pattern, re.I) for pattern in patterns))


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
def _regions() -> frozenset[str]:
    """Where envoys are sent that is no state."""
    return frozenset(row["form"] for row in rows("regions.csv"))


@cache
def _states() -> frozenset[str]:
    return frozenset(form.casefold() for form in actor_words())


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


def _is_head(words: list[tuple[str, int]], at: int) -> bool:
    """Whether a word alone is a head: "first and president" would be no one office."""
    return at < len(words) and (words[at][0],) in _heads().get(words[at][0], ())


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
                after = at + len(form)
                # "Agriculture and Livestock Minister": a second field, and no second office
                linked = words[after : after + 1] and words[after][0] == "and" and not _is_head(words, after + 1)
                rest = _length(words, after + bool(linked), depth + 1)
                best = max(best, len(form) + bool(linked) + rest if rest else 0)
    return best


# what offices are called for short, in capitals only
SHORT = {
    "pm": "prime minister",
    "dpm": "deputy prime minister",
    "eam": "external affairs minister",
    "nsa": "national security adviser",
}


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
    if words[count - 1][0] in SHORT:
        short = text[: words[count - 1][1]][-len(words[count - 1][0]) :]
        after = _BLANK.match(text, end)
        if not short.isupper() or after is None or title_at(text, after.end(), joined=False):
            return None  # "3 pm", "the NSA director"
    if text[end : end + 1] == "-" or text[end : end + 1].isalnum():
        return None
    if republic := _REPUBLIC.search(text[position:end]):
        if re.match(r"\s+of\s+(?:the\s+)?[A-Z]", text[end : end + 20]):
            end = position + republic.start()  # "President of the Republic of Kazakhstan": the republic is the state
    elif house := _HOUSE.match(text, end):
        end = house.end()
    head = end
    field, organ = _complements().of.match(text, end) or _OF_AFFAIRS.match(text, end), _OF_ORGAN.match(text, end)
    if field and not (organ and organ.end() > field.end()):
        end = field.end()
    elif organ:
        end = organ.end()
        if of := _OF_PLACE.match(text, end):
            word = re.compile(r"[\w.-]+").match(text, of.end())
            end = place_at(text, of.end()) or (word.end() if word else end)
    elif re.search(r"\s(?:of|for)\s", text[position:end]) and (more := _complements().further.match(text, end)):
        link = _AND.match(text, end)
        if link is None or title_at(text, link.end(), joined=False) is None:
            end = more.end()
    if more := _complements().at.match(text, end):
        end = more.end()
    if _SENT.search(text[position:end]) or (end > head and _SENT.search(text[position:head])):
        # "ambassador of Kazakhstan to Hungary"
        of = _OF_PLACE.match(text, end)
        own = place_at(text, of.end()) if of and "of" in of.group() else 0
        to = _TO_PLACE.match(text, own or end) or (
            _FOR_PLACE.match(text, end) if _SENT_FOR.search(text[position:end]) else None
        )
        if to and (place := place_at(text, to.end())):
            end = place
    if division := _DIVISION.match(text, end):
        end = division.end()
    if joined and (link := _AND.match(text, end)) and (second := title_at(text, link.end(), joined=False)):
        end = second.end
    return Title(position, end, text[position:end])


_FIVE_WORDS_TO_ONE = tuple(re.compile(r"\S+" + r"[^\S\n]+\S+" * more) for more in (4, 3, 2, 1, 0))


def place_at(text: str, position: int) -> int:
    """Where the known place that begins at a position ends, the longest of them; 0 where there is none."""
    for words in _FIVE_WORDS_TO_ONE:
        place = words.match(text, position)
        name = re.sub(r"[,.;:)’']+s?$", "", place.group()) if place else ""
        if name and (name in _places() or name in _regions()):
            return position + len(name)
    return 0


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
    # "ambassador of kazakhstan to hungary"
    if (found := re.search(r"\s+of\s+(?:the\s+)?([^,]+?)(?=\s+(?:to|in|at)\s)", text)) and found[1] in _states():
        text = text[: found.start()] + text[found.end() :]
    text = re.sub(r"\bu\.n\.?(?=\s)", "un", text).rstrip(".")
    text = SHORT.get(text, text)
    head, *rest = re.split(r"(?=\s(?:of|for|to|in|at)\s)", text, maxsplit=1)
    head = re.sub(r"secretaries$", "secretary", head)
    if is_plural(head):
        head = head[:-1]
    return head + "".join(rest)
