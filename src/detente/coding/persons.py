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
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from detente.coding.tables import rows
from detente.ontology.states import actor_forms


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
_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V|X)|X{1,3})"
_NAME_PART = rf"(?:{_INITIAL}(?:\s?{_INITIAL})*|{_WORD})"
_NAME = (
    rf"(?:{_PARTICLE}\s+)?{_NAME_PART}(?:(?:\s+{_PARTICLE})?\s+(?!and\b){_NAME_PART}){{0,4}}(?:,?\s+(?:Jr|Sr)\."
    rf"|\s+{_ROMAN}\b)?"
)
_HONORIFIC = (
    r"(?:Mr|Mrs|Ms|Dr|Messrs|Prof|M|MM|Mme|Herr|Frau|Señor|Senhor|Signor|Monsieur|Sir|Lord|Lady|Dame|Count|Countess"
    r"|Baron"
    r"|Viscount|Earl|Duke|Duchess|Marquis|Marquess|Marquess\s+of|Duke\s+of|Earl\s+of|Count\s+of|Lord\s+of|General|Gen"
    r"|Marshal|Field\s+Marshal|Admiral|Commodore|Colonel|Lieutenant|Captain|Major|Brigadier|Commander|Comrade|Sheikh"
    r"|Shaikh"
    r"|Sayyid|Hajji|Ayatollah|Imam|Mullah|Rear\s+Admiral|Vice\s+Admiral|Reverend|Cardinal|Archbishop|Bishop"
    r"|Businessman)\.?"
)
_HONORIFIC = f"(?:{_HONORIFIC})"
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
_GLUE = re.compile(r"\s+")


_TOKEN = re.compile(r"(?<![\w-])[^\W\d_](?:[\w-]*\w)?(?![\w-])")


def _alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, folded by common prefix: a thousand titles are tried as one."""
    tree: dict[str, dict] = {}
    for word in words:
        node = tree
        for letter in word.casefold():
            node = node.setdefault(letter, {})
        node[""] = {}

    def fold(node: dict[str, dict]) -> str:
        branches = [
            (r"\s+" if letter == " " else re.escape(letter)) + fold(below)
            for letter, below in sorted(node.items())
            if letter
        ]
        if not branches:
            return ""
        inner = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
        return f"{inner}?" if "" in node else inner

    return fold(tree)


@cache
def _office_pattern() -> str:
    """A title: modifiers, head, and a complement that belongs to the office ("of state", "for foreign affairs")."""
    words = rows("office_words")
    heads = {w["form"] for w in words if w["part"] == "head"} | {
        # ranks and forms of address are no offices
        w["form"].casefold()
        for w in rows("titles")
        if w["office_kind"] != "military"
        and not re.search(r"\s(?:to|of|for|in|at)$", w["form"])
        and not re.fullmatch(_HONORIFIC, w["form"], re.I)
    }
    modifiers = {w["form"] for w in words if w["part"] == "modifier"}
    plural = {f"{h}s" for h in heads} | {"secretaries", "deputies", "heads of state", "heads of government"}
    field = (
        r"(?:foreign|external|internal|home|political|european|african|arab|economic|military|national|security"
        r"|defen[cs]e|war"
        r"|treasury|navy|army|air|interior|finance|trade|commerce|justice|labou?r|education|health|agriculture"
        r"|energy|oil"
        r"|transport|information|culture|environment|colonies|state|affairs|near|middle|east|eastern|far|northern"
        r"|ireland|and"
        r"|the|office|cabinet|armed|forces|exterior|relations|cooperation|development|industry|planning|policy"
        r"|general|staff)"
    )
    organ = (
        r"(?:of\s+(?:the\s+)?(?:(?:[A-Z][\w.-]+|communist|conservative|labour|liberal|ruling|central|military"
        r"|executive|state"
        r"|provisional|transitional|revolutionary)\s+){0,4}(?:party|junta|committee|council|government|delegation"
        r"|mission"
        r"|commission|duma|parliament|assembly|senate|general\s+staff|joint\s+chiefs(?:\s+of\s+staff)?|presidium"
        r"|politburo)"
        r"(?:\s+(?:of|to)\s+(?:the\s+)?(?!(?i:foreign)\b)[A-Z][\w.-]+)?)"
    )
    seats = {f.form for f in actor_forms() if f.kind not in ("adjective", "people") and len(f.form) > 2}
    place = rf"(?:(?:to|in|at)\s+(?:the\s+)?{_alternatives(seats)}(?![\w-]))"
    complement = rf"(?:\s+(?:(?:of|for)\s+{field}(?:\s+(?:for\s+)?{field}\b){{0,5}}\b(?<!and)(?<!the)|{organ}))"
    core = rf"(?:(?:{_alternatives(modifiers)}[\s-]+){{0,4}}(?:{_alternatives(heads | plural)})(?!\w)(?!-\w))"
    # only those who are sent have a place: ambassador, minister, envoy, representative, consul, nuncio, resident
    sent = r"(?<=r)|(?<=rs)|(?<=oy)|(?<=oys)|(?<=ive)|(?<=ives)|(?<=l)|(?<=o)|(?<=es)|(?<=né)|(?<=ent)"
    one = rf"(?i:{core}{complement}?(?:(?:{sent})\s+{place})?)"
    return rf"(?:{one}(?:\s+(?i:and)\s+{one})?)"


@cache
def _state_words() -> frozenset[str]:
    return frozenset(f.form for f in actor_forms()) | frozenset(("U.S.", "US", "U.S", "U.K.", "UK", "British"))


@cache
def _seats() -> frozenset[str]:
    return frozenset(f.form for f in actor_forms() if f.kind in ("capital", "seat") and " " not in f.form)


@cache
def _lower_states() -> frozenset[str]:
    return frozenset(f.form.casefold() for f in actor_forms())


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    office = _office_pattern()
    adjective = (
        rf"(?:(?:[{_UPPER}][\w.]*(?:[’']s)?(?:\s+[{_UPPER}][\w.]*(?:[’']s)?){{0,2}}"
        r"|his|her|its|their|then|newly\s+appointed|new|former|current)[\s-]+)"
    )
    name = rf"(?:{_HONORIFIC}\s+(?:the\s+)?)?(?P<name>{_NAME})"
    return {
        # Foreign Minister X (and Y); Presidents X of A and Y of B
        "before": re.compile(
            rf"(?<![\w-])(?P<office>{office}),?\s+(?=(?:{_HONORIFIC}\s+)?(?:{_PARTICLE}\s+)?[{_UPPER}])"
        ),
        # X, the Russian foreign minister
        "after": re.compile(
            rf"(?:\s+of\s+(?:the\s+)?(?P<whose>[{_UPPER}][\w’'-]+(?:\s+[{_UPPER}][\w’'-]+)?))?\s*(?:,|\(|–|—|-)\s*"
            rf"(?:(?:now|then|both|himself|herself|at\s+the\s+time|still|by\s+then|also|who\s+(?:was|is|became"
            rf"|had\s+become))\s+)*"
            rf"(?:(?:the|a|an|his|her|its|their|our)\s+)?"
            rf"(?P<state>(?:(?:one\s+of\s+)?(?:the\s+)?[{_UPPER}][\w.-]*(?:[’']s?)?\s+){{0,3}}?)(?:(?:two|three|new"
            rf"|old|young|first|last)\s+)?"
            rf"(?P<office>{office})(?:\s+of\s+(?:the\s+)?(?P<of>[{_UPPER}][\w’'-]+(?:\s+[{_UPPER}][\w’'-]+){{0,2}}))?(?![\w-])"
        ),
        "name": re.compile(name),
        "run": re.compile(rf"(?<![\w.’'-])(?:{_HONORIFIC}\s+)?(?P<name>{_NAME})(?![\w-])"),
        "adjective": re.compile(rf"(?P<state>{adjective}+)$"),
        "of": re.compile(rf"\s+of\s+(?:the\s+)?(?P<of>[{_UPPER}][\w’'-]+(?:\s+[{_UPPER}][\w’'-]+){{0,2}})"),
        "more": re.compile(
            rf"(?:\s+of\s+(?:the\s+)?(?:[{_UPPER}][\w’'-]+\s*){{1,3}})?\s*(?:,\s*(?:and\s+)?|\s+and\s+|\s+or\s+"
            rf"|\s*&\s*)"
            rf"(?:of\s+)?(?={_HONORIFIC}?\s*(?:{_PARTICLE}\s+)?[{_UPPER}])"
        ),
    }


def tidy_office(office: str) -> str:
    """An office as records carry it: lower case, singular, without articles before it.

    >>> tidy_office("Foreign Ministers")
    'foreign minister'
    """
    text = _GLUE.sub(" ", office).strip(" ,").casefold()
    text = re.sub(r"^(?:the|then|new|newly appointed|former|current|a|an|his|her|its|their)\s+", "", text)
    if (found := re.search(r"\s+of\s+(?:the\s+)?([^,]+)$", text)) and found[1] in _lower_states():
        text = text[: found.start()]
    text = re.sub(r"\bu\.n\.", "un", text).rstrip(".")
    head, *rest = re.split(r"(?=\s(?:of|for|to|in|at)\s)", text, maxsplit=1)
    head = re.sub(r"secretaries$", "secretary", re.sub(r"(?<=heads)$", "", head))
    if head.startswith("heads"):
        head = "head" + head[5:]
    elif re.search(r"(?<![s'’])s$", head) and not re.search(r"(?:affaires|us)$", head):
        head = head[:-1]
    return head + "".join(rest)


def _is_state(words: str) -> bool:
    known = _state_words()
    plain = re.sub(r"[’']s?$", "", words.strip())
    return plain in known or plain.removeprefix("the ") in known


def _plausible(name: str, *, titled: bool = False) -> bool:
    words = name.split()
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
        for row in rows(table):
            for form in (row["person"], *row["surname_forms"].split("|")):
                if form.strip():
                    found.setdefault(form.strip(), (row["person"], row["office"], row["state"]))
    return found


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
        if bare in _NO_NAME and not (titled and word.start() == 0 and bare in _NAMESAKES):
            end = start + word.start()
            break
    raw = text[start:end].rstrip(" ,")
    raw = re.sub(r"[’']s?$", "", raw)
    raw = re.sub(r"(?:\s+(?:de|da|di|du|del|von|van|bin|y|e|la|le|el|al))+$", "", raw)
    if not raw or not _plausible(raw, titled=titled):
        return None
    return start, start + len(raw)


def _titled(text: str) -> list[_Found]:
    patterns = _patterns()
    found: list[_Found] = []
    for match in patterns["before"].finditer(text):
        office = match["office"]
        office = re.sub(
            r"^(?:[\w\s]*\s)?under\s+(?=[A-Z])", "", office
        )  # "the Department of State under Secretary Acheson"
        comma = text[match.end("office") :].lstrip().startswith(",")
        lower = office[0].islower()
        name = _at(text, match.end(), titled=not comma)
        if not name:
            continue
        before = text[max(0, match.start() - 60) : match.start()]
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
        plural = bool(re.search(r"s(?:\s+(?:of|for)\b.*)?$", tidy_plural(office)))
        of = patterns["of"].match(text, name[1])
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


def tidy_plural(office: str) -> str:
    """The words of an office up to its complement, to see whether it is a plural."""
    return re.split(r"\s(?:of|for|to|in|at)\s", office.strip(), maxsplit=1)[0]


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
        if not name or name[0] >= end:
            continue
        start, end = name
        words = text[start:end].split()
        while len(words) > 1 and (_is_state(words[0]) or words[0] in _NO_NAME):
            start += len(re.match(r"\S+\s*", text[start:end]).group())  # type: ignore[union-attr]
            words = text[start:end].split()
        after = patterns["after"].match(text, end)
        honoured = text[match.start() : match.start("name")].strip()
        single = len(words) == 1
        office, state = "", ""
        if after:
            state = (after["of"] or after["state"] or after["whose"] or "").strip()
            office = tidy_office(after["office"])
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
    names = sorted({text[s:e] for s, e in spans}, key=lambda n: -len(n.split()))
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
        PersonMention(s, e, _GLUE.sub(" ", full[text[s:e]]), item.office, re.sub(r"[’']s?$", "", item.state))
        for (s, e), item in sorted(spans.items())
    ]


def same_person(short: str, full: str) -> bool:
    """Whether one name is a part of the other, as "Erdoğan" is of "Recep Tayyip Erdoğan"."""
    return short == full or _same_person(short, full) or _same_person(full, short)


@cache
def _predicates() -> tuple[re.Pattern[str], ...]:
    office = rf"(?P<office>{_office_pattern()})(?![\w-])"
    led = r"(?:(?:the|a|an|its|his|her|their|first|new|next)\s+){0,2}(?:[A-Z][\w.’']+\s+){0,2}?"
    return (
        # "X became/was elected/had himself crowned emperor", "X, who was sworn in as president"
        re.compile(
            r"[^.;:]{0,60}?\b(?:became|become|becomes|(?:was|is|were|been|had\s+been|being)\s+(?:re-?)?(?:elected|named"
            r"|appointed|made|crowned|proclaimed|sworn\s+in|installed|inaugurated|confirmed|chosen|nominated)"
            r"|(?:elected|named"
            r"|appointed|made|crowned|proclaimed|installed|inaugurated|confirmed|chosen|nominated|sworn\s+in)|(?:was"
            r"|is|as|to"
            r"\s+be|serv(?:ed|es|ing)\s+as|remained|himself|herself|resigned\s+as|arrived\s+as))\s+(?:as\s+"
            r"|to\s+be\s+)?"
            rf"{led}{office}"
        ),
        # "elected X king", "appointed X as the first ambassador to ..."
        re.compile(rf"[^.;:]{{0,60}}?\b(?:post|office|rank|position|job|title|duties)\s+of\s+{led}{office}"),
        re.compile(rf"\s*,?\s+(?:as\s+|to\s+be\s+|for\s+)?{led}{office}"),
    )


_ABSTRACT = {
    "presidency": "president", "premiership": "prime minister", "chancellorship": "chancellor", "throne": "king",
    "crown": "king",
}  # fmt: skip


def office_near(sentence: str, start: int, end: int) -> str:
    """The office that a sentence's predicate gives to the person named at `start`..`end`, or ""."""
    for pattern in _predicates():
        if found := pattern.match(sentence, end):
            return tidy_office(found["office"])
    # "Serbia's president and X", "the presidency of X", "under X's presidency"
    after = sentence[end : end + 40]
    if found := re.match(r"[’']s?\s+(?:first\s+|second\s+)?(presidency|premiership|chancellorship|reign)\b", after):
        return _ABSTRACT.get(found[1], "")
    if found := re.search(r"\bthe\s+(presidency|premiership|chancellorship|throne|crown)\b", sentence[end : end + 60]):
        return _ABSTRACT.get(found[1], "")
    if re.match(r"[’']s?\s+administration\b|\s+administration\b", after):
        return "president"
    return ""


def holder_of(name: str, state: str = "", year: int | None = None) -> str:
    """The office that the tables of office holders give a person of a state in a year, or ""."""
    best: tuple[int, str] = (0, "")
    for row in _holders().get(name.rsplit(maxsplit=1)[-1].casefold() if name else "", ()):
        if state and row["state"] != state:
            continue
        names = {row["person"], *row["surname_forms"].split("|")} - {""}
        if not any(same_person(name, known) for known in names):
            continue
        first, last = (int(row[k]) if re.fullmatch(r"-?\d+", row[k] or "") else None for k in ("from", "to"))
        in_office = year is not None and (first or year) <= year <= (last or year)
        best = max(best, (2 if in_office else 1, row["office"]), key=lambda b: b[0])
    return best[1]


@cache
def _holders() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for table in ("persons_a", "persons_b"):
        for row in rows(table):
            for form in {row["person"], *row["surname_forms"].split("|")} - {""}:
                found.setdefault(form.split()[-1].casefold(), []).append(row)
    return found
