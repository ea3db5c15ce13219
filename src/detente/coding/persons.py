"""Persons that a text names, with the office that the words around the name give them.

The idea: English gives an office in few ways. The title stands before the name ("Foreign Minister Ali Alatas",
"Presidents Jamil Mahuad and Alberto Fujimori"), after it in apposition ("Boris Pankin, the foreign minister," "João
Lourenço of Angola"), before it with commas ("the foreign minister, Taro Kono,"), or in a predicate ("appointed
William Bullitt as ambassador", "succeeded Uribe as president"). A name is a run of capitalised words with the
particles and numerals that names have; later mentions by the last name alone are the same person.
"""

from __future__ import annotations

import bisect
import re
from collections import deque
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from detente.coding.titles import HONORIFIC, Title, find_titles, is_plural, place_at, tidy_office, title_after
from detente.ontology.naming import rows
from detente.ontology.states import actor_forms, actor_words


class PersonMention(NamedTuple):
    """A name in a text: its span, the fullest form of it in the text, the office ("" if none is said), the state word.

    `state` is the adjective or name as it stands in the text ("Russian", "Mali", "Islamabad's"), not a code.
    """

    start: int
    end: int
    name: str
    office: str = ""
    state: str = ""


_UPPER = "".join(
    re.escape(chr(c))
    for c in (*range(0x41, 0x250), *range(0x1E00, 0x1F00), 0x401, *range(0x410, 0x430))
    if chr(c).isupper()
)
_PARTICLE = (
    r"(?:de\s+la|de\s+los|de\s+las|van\s+den|van\s+der|von\s+der|von\s+und\s+zu|de|da|di|du|del|della|des|dos|das|do"
    r"|von|van"
    r"|der|den|ter|ten|zu|bin|bint|ibn|ben|ould|al|el|la|le|y|e|af|av|ud|ul|ur|Dom|Don|Ter|Al|El|Bin|De|La|Le|Van|Von)"
)
_INITIAL = rf"[{_UPPER}]\."
_WORD = (
    rf"(?:(?:[OD]['’]|Mc|Mac|al-|el-|ad-|ar-|as-|at-|ash-|an-|az-|ud-|Al-|El-)?"
    rf"[{_UPPER}](?:[\w’'‘ʿʾʻ`]*[^\W\d_])?(?:-[\w’']*[^\W\d_])*(?![\w])(?!\.\s?[{_UPPER}]\.))"
)
# "U.S." ends in a stop, the last word of a sentence is no state before the next one's title
_STATE_WORD = rf"[{_UPPER}](?:\w*|(?:\.[{_UPPER}])+\.?)(?:[’']s)?"
_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V|X)|X{1,3})"
_NAME_PART = rf"(?:{_INITIAL}(?:\s?{_INITIAL}){{0,3}}|{_WORD})"
_NAME = (
    rf"(?:{_PARTICLE}\s+)?{_NAME_PART}(?:\s+[“\"][{_UPPER}]\w+[”\"](?=\s+[{_UPPER}]))?"
    rf"(?:(?:\s+{_PARTICLE})?\s+(?!and\b){_NAME_PART}){{0,4}}(?:,?\s+(?:Jr|Sr)\."
    rf"|\s+{_ROMAN}\b)?"
)
# Capitalised words that begin no person's name, or that show that the run is an institution, a place or an instrument
_NO_NAME = frozenset(
    """
    The A An In On At By To From For Of With And But Or As After Before During Since Until When While Where Which Who
    That This These Those His Her Its Their He She It They We I Under Over Between Both Each Neither Either Although
    Though However Despite Following Once Also Then There Here Even If Because Not No Yet So Such Other Another Most
    Many Some All Several Two Three Four Five Six Seven Eight Nine Ten Twenty Thirty Early Late Later Meanwhile Only
    Still Thus Through Within Without Treaty Pact Agreement Accord Accords Protocol Convention Declaration Act Charter
    Communiqué Communique Memorandum Statement Council Union Nations Organization Organisation Committee Commission
    Congress Parliament Senate House Assembly Court Bank Ministry Department Office Agency Administration Government
    Party Army Navy Force Forces Corps Fleet Guard Police Service Republic Kingdom Empire Federation Confederation
    Commonwealth States State Province Region District County City Town Port Sea Ocean River Lake Bay Gulf Strait
    Straits Island Islands Isle Peninsula Mountains Mount Canal Valley Cape Channel Desert War Wars Battle Crisis
    Revolution Conference Summit Peace Doctrine Plan Policy Program Programme Project Initiative Forum Group League
    Alliance Front Movement Community Fund Company Corporation Association Institute University School Church Monday
    Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September
    October November December Spring Summer Autumn Winter Christmas Easter North South East West Northern Southern
    Eastern Western Central Middle New Great Soviet Cold World First Second Third International National European
    African Asian Arab American Pacific Atlantic Mediterranean Security General Supreme Foreign Prime President
    Presidents Premier Minister Ministers Secretary Secretaries King Queen Emperor Chancellor Ambassador Chairman Leader
    Joint Common Free Trade Palace Street Square Airport Bridge Railway Line Road Base Camp Wall Roman Catholic Muslim
    Muslims Christian Christians Jewish Jews Islamic Communist Communists Nationalist Nationalists Today Yesterday
    Tomorrow Legal Normalisation Operation Article Chapter Section Note Notes Letter Embassy Legation Consulate Visit
    Meeting Signature Talks Relations Thereafter Afterwards Nevertheless Nonetheless Moreover Furthermore Consequently
    Therefore Eventually Finally Ultimately Initially Subsequently Instead Similarly Indeed Perhaps Soon Shortly Unlike
    Like Given Having Being Upon Against Amid Among Diplomatic Political Economic Military Affairs Defense Defence
    Treasury Interior Finance Commerce Justice Labour Labor Exterior
    """.split()
)
# Cities and peoples that are also names of persons: after a title they are the person
_NAMESAKES = frozenset(
    "Washington Milan Christian Alexandria Lima Paris Florence Victoria Charlotte Adelaide Jackson".split()
)
# Surnames that are function words elsewhere: "General Secretary To Lam"
_SURNAMES = frozenset(("To", "An"))
_GLUE = re.compile(r"\s+")


_TOKEN = re.compile(r"(?<![\w-])[^\W\d_](?:[\w-]*\w)?(?![\w-])")


@cache
def _state_words() -> frozenset[str]:
    return actor_words() | frozenset(("U.S.", "US", "U.S", "U.K.", "UK", "British"))


@cache
def _seats() -> frozenset[str]:
    return frozenset(f.form for f in actor_forms() if f.kind in ("capital", "seat") and " " not in f.form)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    adjective = (
        rf"(?:(?:{_STATE_WORD}(?:\s+{_STATE_WORD}){{0,2}}"
        r"|his|her|its|their|then|newly\s+appointed|new|former|current)[\s-]+)"
    )
    name = rf"(?:{HONORIFIC}\s+(?:the\s+)?)?(?P<name>{_NAME})"
    return {
        # "Foreign Minister" before X (and Y); "Presidents" before X of A and Y of B
        "named": re.compile(rf",?\s+(?=(?:{HONORIFIC}\s+)?(?:{_PARTICLE}\s+)?[{_UPPER}])"),
        # the leader of the Soviet Union, X
        "of_named": re.compile(
            rf"\s+of\s+(?:the\s+)?[{_UPPER}][\w’'.-]+(?:\s+(?:of\s+)?[{_UPPER}][\w’'.-]+){{0,3}}(?P<comma>,)\s+"
            rf"(?=(?:{HONORIFIC}\s+)?(?:{_PARTICLE}\s+)?[{_UPPER}])"
        ),
        # X, the Russian foreign minister; X of Mali, (then) president
        "apposed": re.compile(
            rf"(?:\s+of\s+(?:the\s+)?(?P<whose>[{_UPPER}][\w’'-]+(?:\s+[{_UPPER}][\w’'-]+)?))?\s*(?:,|\(|–|—|-)\s*"
            r"(?:(?:now|then|both|himself|herself|at\s+the\s+time|still|by\s+then|also|who\s+(?:was|is|became"
            r"|had\s+become))\s+)*"
        ),
        "name": re.compile(name),
        "run": re.compile(rf"(?<![\w.’'-])(?:{HONORIFIC}\s+)?(?P<name>{_NAME})(?![\w-])"),
        "adjective": re.compile(rf"(?P<state>{adjective}+)$"),
        "of": re.compile(rf"\s+of\s+(?:the\s+)?(?P<of>[{_UPPER}][\w’'-]+(?:\s+[{_UPPER}][\w’'-]+){{0,2}})"),
        "more": re.compile(
            rf"(?:\s+of\s+(?:the\s+)?(?:[{_UPPER}][\w’'-]+\s*){{1,3}})?\s*(?:,\s*(?:and\s+)?|\s+and\s+|\s+or\s+"
            rf"|\s*&\s*)"
            rf"(?:of\s+)?(?={HONORIFIC}?\s*(?:{_PARTICLE}\s+)?[{_UPPER}])"
        ),
    }


def _is_state(words: str) -> bool:
    known = _state_words()
    plain = re.sub(r"[’']s?$", "", words.strip())
    return plain in known or plain.removeprefix("the ") in known


def _plausible(name: str, *, titled: bool = False) -> bool:
    words = name.split()
    if titled and len(words) > 1 and words[0] in _SURNAMES:
        words = words[1:]
    if titled and len(words) == 1 and (name in _NAMESAKES or name in _seats()):
        return True  # "President Washington", "King Milan", "Lord Salisbury"
    if not words or any(
        w in _NO_NAME for w in words if not re.fullmatch(r"May|March|April|June|August|King|General|Grant|West", w)
    ):
        return False
    if _is_state(name) or not re.search(r"[^\W\d_]{2}", name):
        return False
    return not (len(words) > 1 and (_is_state(words[-1]) and _is_state(words[0])))


@cache
def _known() -> dict[str, tuple[str, str, str]]:
    """Forms of office holders that the tables know, with their full name, office and state."""
    found: dict[str, tuple[str, str, str]] = {}
    for table in ("persons_a", "persons_b"):
        for row in rows(f"{table}.csv"):
            for form in (row["person"], *row["surname_forms"].split("|")):
                if form.strip():
                    found.setdefault(form.strip(), (row["person"], row["office"], row["state"]))
    return found


def _state_word(words: str) -> str:
    """The state beside a title as it stands in the text, without what is no state ("its", "newly appointed")."""
    words = re.sub(
        r"^(?:(?:the|one\s+of|his|her|its|their|then|newly|appointed|new|former|current)\s+)+", "", words, flags=re.I
    )
    words = re.sub(r"^(?:the|his|her|its|their|then|new|former|current)$", "", words.strip(), flags=re.I)
    return re.sub(r"[’']s?$", "", words)


class _Found(NamedTuple):
    start: int
    end: int
    office: str
    state: str


def _at(text: str, position: int, *, titled: bool = False) -> tuple[int, int] | None:
    """The name that begins at a position (after an honorific), without trailing state or function words."""
    found = _patterns()["name"].match(text, position)
    if not found:
        return None
    start, end = found.span("name")
    titled = titled or start > found.start()
    raw = text[start:end]
    words = list(re.finditer(r"\S+", raw))
    # cut the run where an institution, a weekday or an office begins: "Ali Alatas Monday", "Carter Secretary of State"
    for word in words:
        bare = re.sub(r"[’']s$|,$", "", word.group())
        if bare in _NO_NAME and not (titled and word.start() == 0 and (bare in _NAMESAKES or bare in _SURNAMES)):
            end = start + word.start()
            break
    raw = text[start:end].rstrip(" ,")
    raw = re.sub(r"[’']s?$", "", raw)
    raw = re.sub(r"(?:\s+(?:de|da|di|du|del|von|van|bin|y|e|la|le|el|al))+$", "", raw)
    if not raw or not _plausible(raw, titled=titled):
        return None
    end = start + len(raw)
    peer = _OF_SEAT.match(text, end) if _PEER.search(text[max(0, start - 14) : start]) else None
    if peer and not _is_state(peer["seat"]):
        end = peer.end()  # "Lord Vallance of Balham"
    return start, end


_PEER = re.compile(r"\b(?:Lord|Lady|Baroness|Baron|Viscount|Viscountess)\s+$")
_OF_SEAT = re.compile(rf"\s+of\s+(?P<seat>[{_UPPER}][\w’'-]+(?:\s+[{_UPPER}][\w’'-]+){{0,2}})")


_SENDER = re.compile(r"\bof\s+(?:the\s+)?(?P<state>[A-Z][\w’'. -]+?)\s+to\s+(?:the\s+)?[A-Z]")
_OF = re.compile(r"[^\S\n]+of[^\S\n]+(?:the[^\S\n]+)?(?=[A-Z])")


def _placed(text: str, position: int) -> str:
    """The state between a title and a name without a comma: "Prime Minister of India Narendra Modi"."""
    of = _OF.match(text, position)
    end = place_at(text, of.end()) if of else 0
    return text[position:end] if end else ""


def _leads_another(text: str, title: Title) -> bool:
    """Whether a title after a name and a comma is the next name's: "Xi Jinping, Prime Minister Li Qiang"."""
    end = title.end + len(_placed(text, title.end))
    named = _patterns()["named"].match(text, end)
    return bool(named and "," not in named.group() and _at(text, named.end(), titled=True))


def _titled(text: str) -> list[_Found]:
    patterns = _patterns()
    found: list[_Found] = []
    for title in find_titles(text):
        named = patterns["named"].match(text, title.end) or patterns["of_named"].match(text, title.end)
        placed = "" if named else _placed(text, title.end)
        if placed:
            named = patterns["named"].match(text, title.end + len(placed))
            if named and "," in named.group():
                named = None
        if not named:
            continue
        if re.match(r"\s+(?:bin|bint|ibn)\s", text[title.end : title.end + 6]):
            continue  # "Sultan bin Mohammed" is a name
        # "the Department of State under Secretary Acheson"
        office = re.sub(r"^(?:[\w\s]*\s)?under\s+(?=[A-Z])", "", title.text)
        comma = "," in named.group()
        lower = office[0].islower()
        name = _at(text, named.end(), titled=not comma)
        if not name:
            continue
        if comma and (own := patterns["apposed"].match(text, name[1])) and title_after(text, own.end()):
            continue  # "by the Dey of Algiers, Thomas Jefferson, then minister to France, ...": his own follows
        before = text[max(0, title.start - 60) : title.start]
        adjective = patterns["adjective"].search(before)
        state = adjective["state"].strip() if adjective else ""
        if (
            comma
            and not re.search(
                r"(?:\bthe|\ba|\ban|\bhis|\bher|\bits|\btheir|\bwhose|[’']s|s[’']|"
                + re.escape(state or "\0")
                + r")\s+(?:\w+\s+)?$",
                before,
            )
            and lower
        ):
            continue
        plural = is_plural(office)
        of = patterns["of"].match(text, name[1])
        sender = _SENDER.search(title.text)  # "ambassador of Kazakhstan to Hungary"
        state = re.sub(r"^\s+of\s+(?:the\s+)?", "", placed) or state or (sender["state"] if sender else "")
        found.append(_Found(*name, tidy_office(office), of["of"] if of else state))
        position = name[1]
        while plural and (more := patterns["more"].match(text, position)):
            name = _at(text, more.end(), titled=True)
            if not name:
                break
            of = patterns["of"].match(text, name[1])
            found.append(_Found(*name, tidy_office(office), of["of"] if of else ""))
            position = name[1]
    return found


def _runs(text: str) -> list[_Found]:
    """Runs of capitalised words that may be names, with an office in apposition where there is one."""
    patterns = _patterns()
    found: list[_Found] = []
    for match in patterns["run"].finditer(text):
        start, end = match.span("name")
        while start < end:
            name = _at(text, start)
            if name:
                break
            step = re.match(r"\S+\s*", text[start:end])
            start += step.end() if step else end - start
        else:
            continue
        if not name or name[0] >= end or (found and name[0] < found[-1].end):
            continue
        start, end = name
        words = text[start:end].split()
        while len(words) > 1 and (
            (_is_state(words[0]) and words[0] not in _seats() | _NAMESAKES) or words[0] in _NO_NAME
        ):
            start += len(re.match(r"\S+\s*", text[start:end]).group())  # type: ignore[union-attr]
            words = text[start:end].split()
        comma = patterns["apposed"].match(text, end)
        after = title_after(text, comma.end()) if comma else None
        if after and _leads_another(text, after[0]):
            after = None
        honoured = text[match.start() : match.start("name")].strip()
        single = len(words) == 1
        office, state = "", ""
        if after and comma:
            title, words_before = after
            of = patterns["of"].match(text, title.end)
            state = (of["of"] if of else words_before or comma["whose"] or "").strip()
            office = tidy_office(title.text)
        if single and not after and not honoured and text[start:end] not in _known():
            continue
        if single and _is_state(words[0]):
            continue
        found.append(_Found(start, end, office, state))
    return found


def _found(text: str) -> Iterator[_Found]:
    """Titled names and runs, line by line: neither a name nor its title crosses a line's end into a heading."""
    for line in re.finditer(r"[^\n]+", text):
        # a heading writes common words with capitals ("Roosevelt Pushes Ahead"): only titles show names there
        heading = len(line.group().split()) <= 14 and not re.search(r"[.!?:;,)\]”\"'’]\s*$", line.group())
        items = _titled(line.group()), [] if heading else _runs(line.group())
        for item in _back_to_list(line.group(), items):
            yield item._replace(start=item.start + line.start(), end=item.end + line.start())


def _back_to_list(line: str, items: tuple[list[_Found], list[_Found]]) -> Iterator[_Found]:
    """Gives "X and Y, the defence ministers" to X as well."""
    titled, runs = items
    yield from titled
    office = ""
    for i in range(len(runs) - 1, -1, -1):
        item, follower = runs[i], runs[i + 1] if i + 1 < len(runs) else None
        if (
            follower
            and not item.office
            and re.fullmatch(r"\s*(?:,|,?\s+and)\s+(?:\w+\.?\s)?", line[item.end : follower.start])
        ):
            if office:
                item = item._replace(office=office)
        elif not (follower and not item.office):
            office = ""
        if item.office and not (office and item.office == office):
            tail = line[item.end : item.end + 80]
            office = (
                item.office
                if re.match(r",\s+(?:the\s+|both\s+)?(?:[\w’']+\s+){0,5}?(?:\w+s\b|heads\s)", tail)
                and re.search(rf"^\W+(?:\w+\s+){{0,4}}?{re.escape(item.office.split()[-1])}s\b|heads\sof", tail, re.I)
                else ""
            )
        yield item


def _same_person(short: str, full: str) -> bool:
    a, b = short.casefold().split(), full.casefold().split()
    return len(a) < len(b) and (a == b[-len(a) :] or a == b[: len(a)] or set(a) <= set(b))


def find_persons(text: str) -> list[PersonMention]:
    """The persons named in a text, in order.

    A last name alone is found where the text gives it an office or, elsewhere, the full name.

    >>> [p.name for p in find_persons("President Ahmadou Ahidjo came. Ahidjo signed.")]
    ['Ahmadou Ahidjo', 'Ahmadou Ahidjo']
    """
    spans: dict[tuple[int, int], _Found] = {}
    recent: deque[tuple[int, int]] = deque(maxlen=400)
    for item in _found(text):
        # names come line by line, so that a clash is among the last few
        clash = next((s for s in recent if s in spans and s[0] < item.end and item.start < s[1]), None)
        if clash is None:
            spans[item.start, item.end] = item
            recent.append((item.start, item.end))
        elif not spans[clash].office and item.office:
            del spans[clash]
            spans[item.start, item.end] = item
            recent.append((item.start, item.end))
    names = sorted(
        dict.fromkeys(text[s:e] for s, e in spans), key=lambda n: -len(n.split())
    )  # of like length the first
    by_word: dict[str, list[str]] = {}
    for name in names:
        for word in name.casefold().split():
            by_word.setdefault(word, []).append(name)
    full = {
        name: next((whole for whole in by_word[name.casefold().split()[-1]] if _same_person(name, whole)), name)
        for name in names
    }
    surnames = {f.split()[-1]: f for f in reversed(names) if len(f.split()) > 1}
    taken = sorted(spans)
    for match in _TOKEN.finditer(text):
        whole = surnames.get(match.group())
        if not whole or len(match.group()) < 3 or match.group() in _NO_NAME or _is_state(match.group()):
            continue
        i = bisect.bisect_right(taken, match.span())
        if any(s < match.end() and match.start() < e for s, e in taken[max(0, i - 1) : i + 1]):
            continue
        spans[match.span()] = _Found(*match.span(), "", "")
        full[match.group()] = whole
    return [
        PersonMention(s, e, _GLUE.sub(" ", full[text[s:e]]), item.office, _state_word(item.state))
        for (s, e), item in sorted(spans.items())
    ]


def same_person(short: str, full: str) -> bool:
    """Whether one name is a part of the other, as "Erdoğan" is of "Recep Tayyip Erdoğan"."""
    return short == full or _same_person(short, full) or _same_person(full, short)


# "X became / was elected / had himself crowned", "X, who was sworn in as", "X took up the post of"
_PREDICATE = re.compile(
    r"\b(?:became|becomes?|(?:was|is|were|been|being)\s+(?:re-?)?(?:elected|named|appointed|made|crowned|proclaimed"
    r"|sworn\s+in|installed|inaugurated|confirmed|chosen|nominated)|elected|named|appointed|made|crowned|proclaimed"
    r"|installed|inaugurated|confirmed|chosen|nominated|sworn\s+in|was|is|as|to\s+be|remained|himself|herself"
    r"|(?:post|office|rank|position|job|title|duties)\s+of)\s+(?:as\s+|to\s+be\s+)?",
    re.I,
)
# "elected X king", "appointed X as the first ambassador"
_PREDICATIVE = re.compile(r"\s*,?\s+(?:as\s+|to\s+be\s+|for\s+)?")


_ABSTRACT = {
    "presidency": "president", "premiership": "prime minister", "chancellorship": "chancellor", "throne": "king",
    "crown": "king",
}  # fmt: skip


def office_near(sentence: str, start: int, end: int) -> str:
    """The office that a sentence's predicate gives to the person named at `start`..`end`, or ""."""
    stop = re.compile(r"[.;:]").search(sentence, end)
    window = min(stop.start() if stop else len(sentence), end + 70)
    for match in _PREDICATE.finditer(sentence, end, window):
        if found := title_after(sentence, match.end()):
            return tidy_office(found[0].text)
    if (led := _PREDICATIVE.match(sentence, end)) and (found := title_after(sentence, led.end())):
        return tidy_office(found[0].text)
    # "Serbia's president and X", "the presidency of X", "under X's presidency"
    after = sentence[end : end + 40]
    if said := re.match(r"[’']s?\s+(?:first\s+|second\s+)?(presidency|premiership|chancellorship|reign)\b", after):
        return _ABSTRACT.get(said[1], "")
    if said := re.search(r"\bthe\s+(presidency|premiership|chancellorship|throne|crown)\b", sentence[end : end + 60]):
        return _ABSTRACT.get(said[1], "")
    if re.match(r"[’']s?\s+administration\b|\s+administration\b", after):
        return "president"
    return ""


def _other_first_name(name: str, known: set[str]) -> bool:
    """Whether a full name begins with another letter than all that are known: "Thorvald" is not Jens Stoltenberg."""
    initials = {part[0].casefold() for full in known for part in full.split()[:-1]}
    return len(name.split()) > 1 and bool(initials) and name[0].casefold() not in initials


def holder_of(name: str, state: str = "", year: int | None = None) -> str:
    """The office that the tables of office holders give a person of a state in a year, or ""."""
    best: tuple[int, str] = (0, "")
    for row in _holders().get(name.rsplit(maxsplit=1)[-1].casefold() if name else "", ()):
        if state and row["state"] != state:
            continue
        names = {row["person"], *row["surname_forms"].split("|")} - {""}
        if _other_first_name(name, names) or not any(same_person(name, known) for known in names):
            continue
        first, last = (int(row[k]) if re.fullmatch(r"-?\d+", row[k] or "") else None for k in ("from", "to"))
        in_office = year is not None and (first or year) <= year <= (last or year)
        best = max(best, (2 if in_office else 1, row["office"]), key=lambda b: b[0])
    return best[1]


@cache
def _holders() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for table in ("persons_a", "persons_b"):
        for row in rows(f"{table}.csv"):
            for form in dict.fromkeys(filter(None, [row["person"], *row["surname_forms"].split("|")])):
                found.setdefault(form.split()[-1].casefold(), []).append(row)
    return found
