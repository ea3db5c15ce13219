"""Who is meant: states, organisations, groups and persons in a sentence.

Forms come from the tables of `ontology`; the year of the sentence decides where a form has changed its owner, and the
document itself adds the persons that it introduces ("Russian Foreign Minister Andrei Kozyrev"). "The two countries" is
marked here as a mention without codes; `resolve` gives it the pair that the document is about, or leaves it open.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby

from detente.language.sentence import Mention, Sentence
from detente.ontology import naming as tables
from detente.ontology.naming import Form

_WORD = re.compile(r"(?<![\w])(?:[A-ZÀ-ÞŁŠŽ]|al-|el-|the (?=[A-Z])|von |de |bin )")
_LOWER_WORD = re.compile(r"\b[a-z]{3,}\b")
BEFORE = 160  # characters before a mention in which its introduction stands
OUT_OF_OFFICE = 6  # years before and after an office in which its holder still stands for the state
BEFORE_ITS_TIME = 15  # years before an organisation or group begins in which its name may still mean it
AFTER_ITS_TIME = 50  # years after a group's end in which its name may still mean it
_FOLLOWS = re.compile(r"[\w]")
_GROUP = (
    r"(?:countries|nations|states|governments|sides|powers|leaders|presidents|peoples|neighbou?rs|parties|republics|"
    r"empires|kingdoms|capitals|foreign ministers|ministers|prime ministers|giants|rivals|allies|armies|monarchs|"
    r"emperors|kings|delegations|heads of state|economies|militaries|premiers|chanceries|chancelleries|courts|crowns|"
    r"cabinets|monarchies|sovereigns|rulers|dynasties|thrones|realms|principalities|duchies|sultanates|emirates|"
    r"khanates|navies|fleets|ambassadors|plenipotentiaries|negotiators|chancellors|dictators|statesmen|legislatures)"
)
_PAIR = re.compile(
    rf"\b(?:the|these|those|our|their|its|both|all|two)?\s*(?:two|both)\s+(?:[a-z]+\s+)?{_GROUP}\b"
    r"|\b(?:either|neither|each) (?:side|country|government|state|power|party|of the two)\b"
    r"|\b(?:each other|one another|the pair|bilateral|mutual(?:ly)?|the countries|the sides|both)\b",
    re.IGNORECASE,
)
_COUNTS = {"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_SEVERAL = re.compile(rf"\b(?:the|these|those|all)\s+({'|'.join(_COUNTS)})\s+(?:[a-z]+\s+)?{_GROUP}\b", re.IGNORECASE)
_REACH_BACK = 6  # sentences in which the states of "the three powers" must have been named
_PLURAL = re.compile(r"\b(?:they|their|them)\b", re.IGNORECASE)
_NOT_STATE_NEXT = re.compile(r"\s+(?:Street|Avenue|Road|Square|University|Hotel|Airport|School|Hospital|Times|Post)\b")
# A person's name in the name of an instrument or a doctrine does not act: "the Monroe Doctrine", "Kellogg–Briand Pact".
_NOT_PERSON_NEXT = re.compile(
    r"\s+(?:Doctrine|Plan|Pact|Line|Declaration|Corollary|Treaty|Amendment|Note|Round|Mission|Report|Commission|"
    r"Memorandum|Agreement|Convention|Proposal|Initiative|Act|Affair|Telegram|Era|Years?|"
    r"(?:treaty|doctrine|plan|pact|convention|memorandum|declaration)(?!\s+to\b))\b|\s?[–—-]\s?[A-Z]"
)
# A place in the title of an instrument does not act: "the Treaty of Belgrade", "the Tashkent Declaration".
_TITLE_BEFORE = re.compile(
    r"\b(?:Treat(?:y|ies)|Peace|Convention|Congress|Truce|Armistice|Protocols?|Pact|Accords?|Agreements?|Charter|"
    r"Preliminaries|Capitulations?|Conference|Declaration)\s+of\s+$"
)
_TITLE_NEXT = re.compile(
    r"\s+(?:Treaty|Convention|Protocols?|Accords?|Agreements?|Declaration|Pact|Conference|Congress|Round|"
    r"Communiqu[eé]|Memorandum|Charter|Programme|Award|Armistice|Principles)\b"
)
# "the Sultan of Morocco", "Tsar Boris of Bulgaria": the throne is the other state's.
_THRONES = frozenset(("Sultan", "sultan", "Shah", "Tsar", "Kaiser", "Doge", "Padishah"))
_OTHER_THRONE = re.compile(r"\s+(?:[A-Z][\w’'-]+\s+)?(?:[IVX]+\s+)?of\s+(?:the\s+)?[A-Z]")
_NAME_GOES_ON = re.compile(r"\s[A-ZÀ-ÞŁŠŽ]")
_NUMERAL = re.compile(r"\s([IVX]+)(?![\w.’'])")
_RULER = re.compile(r"(?:King|Queen|Emperor|Empress|Sultan|Tsar|Shah|Pope|Prince|Khedive)\b")
_NOT_PERSON_BEFORE = re.compile(r"[A-Z]\w+\s?[–—-]\s?$")


@cache
def _index() -> dict[str, list[Form]]:
    """Forms by their first word, the longest first."""
    found: dict[str, list[Form]] = {}
    for form in tables.forms():
        found.setdefault(_first_word(form.form), []).append(form)
    for forms in found.values():
        forms.sort(key=lambda form: -len(form.form))
    return found


@cache
def _domestic() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = {row.form: row.code for row in tables.domestic()}
    words = sorted(rows, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b"), rows


def _first_word(form: str) -> str:
    match = re.match(r"[^\W\d_]+|\d+", form)  # as `_matches` cuts a text: "G20" begins with "G"
    return match[0] if match else form


def _matches(
    text: str, year: int | None, known: Counter[str], extra: dict[str, list[Form]], others: Sequence[int]
) -> Iterator[tuple[int, int, Form]]:
    """Forms in the text, left to right, at each place the longest one that the year allows.

    A person who is out of time ("King Francis" in 1861) leaves the title and what else is a person's name in these
    words ("Francis II"), but no state's name: "Hamilton Jordan" is nobody's king and not Jordan either.
    """
    index, position, refused = _index(), 0, 0
    for word in re.finditer(r"(?<![^\W_])[^\W\d_]+|(?<!\w)\d+(?=\w)", text):
        if word.start() < position:
            continue
        candidates = index.get(word[0], [])
        if word[0] in extra:
            candidates = sorted([*extra[word[0]], *candidates], key=lambda form: -len(form.form))
        if not candidates and word[0].isupper() and len(word[0]) > 3:
            candidates = index.get(word[0].title(), [])
        if word.start() < refused:
            candidates = [form for form in candidates if form.kind in ("person", "introduced")]
        here = [form for form in candidates if _is_at(form.form, text, word.start())]
        for length, group in groupby(here, key=lambda form: len(form.form)):
            chosen = _choose(list(group), year, known, others)
            end = word.start() + length
            part = refused > end and chosen is not None and chosen.kind == "person" and _NAME_GOES_ON.match(text, end)
            if chosen is not None and not part:
                position = end
                yield word.start(), end, chosen
                break
            refused = max(refused, end)


def _is_at(form: str, text: str, start: int) -> bool:
    """Whether a form, or the same in capitals, stands there as whole words."""
    end = start + len(form)
    if not text.startswith(form, start):
        here = text[start:end] if text[start + 1 : start + 2].isupper() else ""
        if not (here.isupper() and here == form.upper()):
            return False
    return form[-1] in "-–" or not (end < len(text) and _FOLLOWS.match(text[end]))


def _of_another_time(row: Form, year: int | None) -> bool:
    """Whether words mean another group or organisation than this, or no actor at all, in a year that it does not fit.

    In small letters they are anybody's out of its years: "the frontline states" of 2022 are not those of 1980.
    """
    if row.kind not in ("group", "organisation") or year is None:
        return False
    late = row.kind == "group" and year > row.last + (0 if row.form.islower() else AFTER_ITS_TIME)
    return late or year < row.first - BEFORE_ITS_TIME


def _choose(rows: list[Form], year: int | None, known: Counter[str], others: Sequence[int] = ()) -> Form | None:
    """The row that the year and the document's states speak for; None where two are left with different codes."""
    own = [row for row in rows if row.kind == "introduced"]
    if own:
        return own[-1]
    rows = [row for row in rows if row.codes] or rows
    persons = all(row.kind == "person" for row in rows)
    fitting = [row for row in rows if row.fits(year)]
    if not fitting and persons:  # in office in another year of the sentence, else named before or after the years there
        fitting = [row for row in rows if any(row.fits(other) for other in others)]
        fitting = fitting or [row for row in rows if row.fits(year, OUT_OF_OFFICE)]
        if not fitting:
            return None
    if not fitting and all(_of_another_time(row, year) for row in rows):
        return None  # "the four powers" of 1864 are not those of 1945, "the League" of 1526 is not that of Nations
    fitting = fitting or rows
    if len({row.codes for row in fitting}) > 1:
        best = max(known[code] for row in fitting for code in row.codes or ("",))
        fitting = [row for row in fitting if any(known[code] == best for code in row.codes)] if best else fitting
        if len({row.codes for row in fitting}) > 1 and persons:
            return None
    return fitting[0]


def find_actors(
    text: str,
    *,
    year: int | None = None,
    known: Counter[str] | None = None,
    introduced: dict[str, list[Form]] | None = None,
    others: Sequence[int] = (),
) -> list[Mention]:
    """Mentions in a text, in order and without overlap; offsets count in `text`.

    `year` is the year that the text tells of, `known` how often the document names each state, `introduced` the
    persons that it has introduced, `others` further years in which persons of this text may be in office.
    """
    known = known if known is not None else Counter()
    found: list[Mention] = []
    for start, end, form in _matches(text, year, known, introduced or {}, others):
        if not form.codes or _NOT_STATE_NEXT.match(text, end):
            continue
        if form.kind == "capital" and (
            _TITLE_NEXT.match(text, end) or _TITLE_BEFORE.search(text[max(0, start - 32) : start])
        ):
            continue
        if form.form in _THRONES and _OTHER_THRONE.match(text, end):
            continue
        owner = found[-1] if found and found[-1].kind == "adjective" and found[-1].end == start - 1 else None
        if form.kind == "seat" and owner and owner.codes != form.codes:
            continue  # "the German Colonial Office" is not the British one
        kind = "person" if form.kind == "introduced" else form.kind
        if kind == "person" and (
            _NOT_PERSON_NEXT.match(text, end) or _NOT_PERSON_BEFORE.search(text[max(0, start - BEFORE) : start])
        ):
            continue
        numeral = _NUMERAL.match(text, end) if kind == "person" else None
        # "King Tupou" is in the table, "King Tupou I" in the text
        last = numeral.end() if numeral and (len(numeral[1]) > 1 or _RULER.match(form.form)) else end
        found.append(Mention(start, last, text[start:last], kind, form.codes))
    taken = [(mention.start, mention.end) for mention in found]
    for kind, pattern in (("pair", _PAIR), ("several", _SEVERAL), ("plural", _PLURAL)):
        for match in pattern.finditer(text):
            if all(match.end() <= a or match.start() >= b for a, b in taken):
                found.append(Mention(match.start(), match.end(), match[0], kind))
                taken.append((match.start(), match.end()))
    pattern, codes = _domestic()
    for match in pattern.finditer(text):
        if all(match.end() <= a or match.start() >= b for a, b in taken):
            code = codes[match[0]]
            found.append(Mention(match.start(), match.end(), match[0], "domestic", (code,) if code else ()))
    return sorted(found, key=lambda mention: mention.start)


_TITLE = (
    r"(?:(?:[Vv]ice|[Dd]eputy|[Aa]cting|[Ff]ormer|[Ff]irst|[Pp]rime|[Ff]oreign|[Dd]efen[cs]e|[Ff]inance|[Ii]nterior|"
    r"[Ss]upreme|[Gg]eneral|[Gg]rand|[Cc]rown|[Cc]hief|[Ss]tate|[Pp]arty|[Ss]pecial|[Ss]enior|[Tt]rade|[Nn]ational|"
    r"[Ss]ecurity|[Uu]nder|[Aa]ssistant|[Cc]ommunist|[Rr]evolutionary)[\s-]+)*"
    r"(?:[Pp]resident|[Pp]remier|[Mm]inister|[Ss]ecretary(?:[\s-][Gg]eneral)?|[Cc]hancellor|[Kk]ing|[Qq]ueen|[Ee]mperor|"
    r"[Ee]mpress|[Tt]sar|[Cc]zar|[Ss]ultan|[Ss]hah|[Ee]mir|[Pp]rince|[Ll]eader|[Cc]hairman|[Aa]mbassador|[Ee]nvoy|"
    r"[Cc]onsul|[Gg]overnor|[Vv]iceroy|[Dd]ictator|[Aa]dvis[eo]r|[Ss]ecretary|[Cc]ommissioner|[Gg]eneral|[Mm]arshal|"
    r"[Aa]dmiral|[Cc]ommodore|[Cc]olonel|[Dd]iplomat|[Nn]egotiator|[Vv]izier|[Pp]lenipotentiary|[Ss]tatesman|"
    r"[Cc]ommander|[Rr]egent|[Gg]eneralissimo|[Ff]ührer|[Dd]uce)"
)
_PARTICLE = r"(?:de|del|la|von|van|der|bin|ibn|al|el|di|da|dos|y|Abdul)"
_NAME = (
    rf"(?:[A-ZÀ-ÞŁŠŽ][\w’'-]+|[A-Z]\.)(?:\s+(?:{_PARTICLE}\s+)*(?:al-|el-)?"
    r"(?:[A-ZÀ-ÞŁŠŽ][\w’'-]+|[A-Z]\.|[IVX]+\b)){0,4}"
)
_AFTER_STATE = re.compile(rf"(?:['’]s)?\s+(?:[a-z]+\s+)?(?:{_TITLE})(?:\s+(?:and|of)\s+[\w\s]{{2,24}}?)?,?\s+({_NAME})")
_TITLE_OF = re.compile(rf"\b{_TITLE}\s+({_NAME})\s+of\s+(?:the\s+)?$")
_APPOSITION = re.compile(rf"({_NAME}),\s+(?:the|an?|then|its)\s+(?:\w+\s+)?$")
_UNDER = re.compile(rf"\s+under\s+(?:{_TITLE}\s+)?({_NAME})")
_AFTER_TITLE = re.compile(rf"\s+(?:{_TITLE})")


def introductions(text: str, mentions: Iterable[Mention]) -> list[tuple[str, str]]:
    """(name, code) of the persons whom a sentence introduces as acting for a state."""
    found = []
    for mention in mentions:
        if len(mention.codes) != 1 or mention.kind in ("person", "domestic", "nsa", "group"):
            continue
        match = _AFTER_STATE.match(text, mention.end) or _UNDER.match(text, mention.end)
        if match:
            found.append((match[1], mention.codes[0]))
        before = text[max(0, mention.start - BEFORE) : mention.start]
        match = _TITLE_OF.search(before)
        if match:
            found.append((match[1], mention.codes[0]))
        match = _APPOSITION.search(before)
        if match and _AFTER_TITLE.match(text, mention.end):
            found.append((match[1], mention.codes[0]))
    return [(name.removesuffix("’s").removesuffix("'s"), code) for name, code in found]


_ABBREVIATION = re.compile(r"\s*\((?:the\s+|also\s+)?[\"“'‘]?([A-Z](?:[A-Z&-]|\.(?=[A-Z]))[A-Z.&-]{0,6})[\"”'’]?\)")


def abbreviations(text: str, mentions: Iterable[Mention]) -> list[Form]:
    """Short forms that a sentence gives to actors: "the Palestinian Authority (PA)".

    A state's must be made of its initials, since what stands in brackets behind a state may be another thing; a body's
    or a movement's may come from another language ("the Free Aceh Movement (GAM)").
    """
    found = []
    for mention in mentions:
        match = _ABBREVIATION.match(text, mention.end)
        if match is None or not mention.codes or mention.kind in ("person", "domestic"):
            continue
        letters = iter("".join(word[0] for word in re.findall(r"[^\W\d_]+", mention.text)).upper())
        of_initials = all(letter in letters for letter in re.sub(r"\W", "", match[1]))
        if (of_initials or not any(map(is_state, mention.codes))) and not tables.is_actor(match[1]):
            found.append(Form(match[1], mention.codes, mention.kind))
    return found


def learn(persons: Iterable[tuple[str, str]], short: Iterable[Form] = ()) -> dict[str, list[Form]]:
    """The forms under which a document may name again the persons that it introduced, and the short forms it gave."""
    forms: dict[str, list[Form]] = {}
    for form in short:
        forms.setdefault(_first_word(form.form), []).append(form)
    for name, code in persons:
        words = name.split()
        texts = {name, words[-1]} if len(words[-1]) > 2 and not re.fullmatch(r"[IVX]+", words[-1]) else {name}
        for text in texts:
            if tables.is_actor(text):
                continue
            forms.setdefault(_first_word(text), []).append(Form(text, (code,), "introduced"))
    return forms


def resolve(sentences: list[Sentence]) -> None:
    """Give "the two countries", "the three powers" and "they" their states, in place.

    The pair is the document's dominant one where these two hold at least half of all mentions of states; else the last
    two states named before. Where fewer than two were named the mention stays open. "The three powers" are the last
    three that were named together, or that a few sentences name between them.
    """
    counts: Counter[str] = Counter(
        code for sentence in sentences for mention in sentence.mentions for code in mention.codes if is_state(code)
    )
    top = [code for code, _ in counts.most_common(2)]
    dominant = len(top) == 2 and sum(counts[code] for code in top) * 2 >= sum(counts.values())
    recent: list[str] = []
    named: list[dict[str, None]] = []  # the states that each of the last sentences names
    for sentence in sentences:
        named = [*named[-_REACH_BACK:], {}]
        for number, mention in enumerate(sentence.mentions):
            if mention.kind == "several":
                match = _SEVERAL.fullmatch(mention.text)
                codes = _together(named, _COUNTS[match[1].lower()]) if match else ()
                # a group like any other once it is known; open, it is a plural that the reader may yet understand
                sentence.mentions[number] = replace(mention, kind="group" if codes else "plural", codes=codes)
            elif mention.kind in ("pair", "plural"):
                here = _last_two(recent)
                pair = here if mention.kind == "plural" and here else (tuple(top) if dominant else here)
                if mention.kind == "plural":
                    pair = _listed(sentence, number) or pair
                if pair:
                    sentence.mentions[number] = replace(mention, codes=tuple(sorted(pair)))
            else:
                recent.extend(code for code in mention.codes if is_state(code))
                named[-1].update((code, None) for code in mention.codes if is_state(code))
        del recent[:-24]


def _together(named: list[dict[str, None]], count: int) -> tuple[str, ...]:
    """The last `count` states that one sentence, or the last few between them, name: no more and no fewer."""
    for states in reversed(named):
        if len(states) == count:
            return tuple(sorted(states))
    between: dict[str, None] = {}
    for states in reversed(named):
        between.update(states)
        if len(between) >= count:
            return tuple(sorted(between)) if len(between) == count else ()
    return ()


_BETWEEN = re.compile(r"(?:['’]s?)?(?:,|,?\s(?:and|or))\s(?:the\s)?")


def _listed(sentence: Sentence, number: int) -> tuple[str, ...]:
    """The states that "they" or "their" stands for where a list of three or more went before in the sentence."""
    before = [m for m in sentence.mentions[:number] if m.kind != "domestic"]
    states: list[str] = []
    after: Mention | None = None
    for mention in reversed(before):
        if len(mention.codes) != 1 or not is_state(mention.codes[0]):
            break
        glue = sentence.text[mention.end - sentence.start : after.start - sentence.start] if after else ", "
        if not _BETWEEN.fullmatch(glue):
            break
        states.append(mention.codes[0])
        after = mention
    return tuple(sorted(set(states))) if len(set(states)) >= 3 else ()


def _last_two(recent: list[str]) -> tuple[str, ...]:
    seen: list[str] = []
    for code in reversed(recent):
        if code not in seen:
            seen.append(code)
        if len(seen) == 2:
            return tuple(seen)
    return ()


@cache
def is_state(code: str) -> bool:
    """Whether a code is a state's (three letters of ISO or of the codebook), not a body's, NSA or WEST."""
    return code in tables.state_codes()
