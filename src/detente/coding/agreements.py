"""Agreements: title and form of the instrument that the reader points at, its term and its value.

The idea: an instrument is a noun phrase whose head says what it is ("a five-year *agreement* on the sharing of the
waters", "the *Treaty* of Nanking"). Modifiers before the head and prepositional phrases after it belong to the title
up to the verb, the date or the relative clause that follows. The form is read off the head, through `forms.csv`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from detente.coding.denial import denied
from detente.coding.numbers import find_numbers, numeral_value
from detente.coding.phrases import MONTH, left_edge, official_edge, right_edge
from detente.coding.titles import place_at, title_at
from detente.language.sentence import Sentence
from detente.ontology.naming import rows
from detente.ontology.states import actor_words
from detente.reader.judgement import Judgement


class Instrument(NamedTuple):
    """A noun phrase that means an instrument, and the head word in it."""

    start: int
    end: int
    head_start: int
    head_end: int


@cache
def _forms() -> dict[str, tuple[str, str]]:
    return {row["form"]: (row["record_form"], row["strength"]) for row in rows("forms.csv")}


@cache
def _heads() -> re.Pattern[str]:
    words = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(_forms(), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.I)


# "peace" is an instrument where it is signed or has a place, a date or an adjective of its own, else a state of affairs
_PEACE_MADE = re.compile(
    r"(?:\b(?:sign|conclud|ma[kd]e|sw[eo]re?|dictat|initial|ratif)\w*\s+(?:to\s+)?(?:an?\s+|the\s+)?(?:[\w-]+\s+)?"
    r"|\bseparate\s+"
    r"|\b(?:by|under|in|with|after)\s+(?:the|a)\s+(?:[A-Z]\w+\s+)?)$",
    re.I,
)
_PEACE_SIGNED = re.compile(r"\s+(?:was|were|is)\s+(?:signed|concluded|made|sworn|initialled|ratified)\b", re.I)
_PEACE_OF = re.compile(
    rf"\s+(?:(?:of|at)\s+(?:[A-Z]|\d{{1,2}}\s+{MONTH})|(?:signed|concluded|made|dictated)\s+(?:at|in|on)\b|(?:with|between)\s+[A-Z])"
)


def _is_instrument(text: str, start: int, end: int) -> bool:
    """Whether a head that is only sometimes an instrument is one here."""
    word = text[start:end].casefold()
    if word == "peace":
        before = text[max(0, start - 50) : start]
        return bool(
            _PEACE_SIGNED.match(text, end)
            or (
                (
                    _PEACE_MADE.search(before)
                    and not re.match(r"\s+(?:talks|process|plan|in\s+|to\s)", text[end : end + 40])
                )
                and (
                    _PEACE_OF.match(text, end)
                    or re.search(r"\b(?:sign|conclud|initial|ratif)\w*\s+(?:\w+\s+){0,2}$|separate\s+$", before, re.I)
                )
            )
        ) or bool(text[start].isupper() and re.match(r"\s+of\s+[A-Z]", text[end : end + 40]))
    if _forms()[re.sub(r"\s+", " ", word)][1] != "name":
        # "exchanged instruments of ratification" is what is done with a treaty
        return not re.match(r"instruments?$", word) or not re.match(
            r"\s+of\s+(?:ratification|accession)", text[end : end + 40]
        )
    return text[start].isupper() and (
        left_edge(text, start) < start or bool(re.match(r"\s+of\s+[A-Z]", text[end : end + 40]))
    )


def find_instruments(text: str) -> list[Instrument]:
    """Noun phrases that mean an instrument between states, in order.

    >>> text = "They signed a treaty of friendship and cooperation in Lisbon."
    >>> [text[i.start:i.end] for i in find_instruments(text)]
    ['treaty of friendship and cooperation']
    """
    found: list[Instrument] = []
    for line in re.finditer(r"[^\n]+", text):
        found.extend(
            Instrument(*(offset + line.start() for offset in instrument)) for instrument in _in_line(line.group())
        )
    return found


def _strength(word: str) -> str:
    return _forms()[re.sub(r"\s+", " ", word.casefold())][1]


def _in_line(text: str) -> list[Instrument]:
    found: list[Instrument] = []
    for head in _heads().finditer(text):
        start, end = head.span()
        if not _is_instrument(text, start, end):
            continue
        first = _first_word(text, start)
        if found and start < found[-1].end:
            last = found[-1]
            if _strength(head.group()) == "strong" and _strength(text[last.head_start : last.head_end]) != "strong":
                pass  # "terms of the treaty", "framework for a peace treaty": the instrument is the treaty
            elif not text[last.head_end : start].strip():
                first = last.start  # "treaty text": the last word is the head
            else:
                continue
            found.pop()
        while (
            found
            and first <= found[-1].start
            and (
                _strength(head.group()) == "strong"
                or _strength(text[found[-1].head_start : found[-1].head_end]) != "strong"
            )
        ):
            found.pop()  # "Trade and Investment Framework" was only the beginning of the name
        found.append(Instrument(first, _last_word(text, end, official=text[start].isupper()), start, end))
    return found


def _begins_else(words: str) -> bool:
    """Whether capitalised words after "and" begin another instrument, a state's act or a person and no more title."""
    first = words.split(maxsplit=1)[0]
    if first in actor_words() or words in actor_words() or title_at(words, 0) is not None:
        return True
    return any(_strength(head.group()) == "strong" for head in _heads().finditer(words))


# "(MoU)" between the head and what it is about
_SHORT = re.compile(r"\s+\([A-Z][\w.-]{1,11}\)(?=\s+(?:on|of|for|between|with|concerning|regarding)\s)")


def _last_word(text: str, end: int, *, official: bool) -> int:
    """Where a title ends: a plain noun phrase, or an official title in capitals, over an abbreviation in brackets."""
    last = right_edge(text, end)
    for more in re.finditer(r",?\s+and\s+(?:the\s+)?(?P<next>[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*)", text[end:last]):
        # "the Treaty of Rarotonga and France" goes on to tell of France
        if not re.search(r"\b(?:with|between|among|to)\b", text[end : end + more.start()]) and _begins_else(
            more["next"]
        ):
            last = end + more.start()
            break
    if official:
        last = max(last, official_edge(text, end, _begins_else))
    if (short := _SHORT.match(text, last)) and (further := right_edge(text, short.end())) > short.end():
        return further
    return last


_COORDINATED = re.compile(r"(?<!\w)(?P<word>[A-Z][\w-]+)(?P<list>(?:,\s+[A-Z][\w-]+)*)(?:\s+and|\s+&)\s+$")

# "a trade and cooperation agreement": what an agreement is on, said by two nouns or adjectives before it
_TOPICS = re.compile(
    r"(?<![\w-])(?:trade|commercial|commerce|economic|peace|friendship|political|cultural|scientific|science|technical"
    r"|navigation|investment|promotion|military|security|defen[cs]e|education|partnership|amity|customs|arms|oil|gas"
    r"|energy|financial|monetary|tax|taxation|transport|research|association|cooperation|alliance|neutrality"
    r"|stabili[sz]ation|extradition|fisheries|border|boundary)(?P<list>,\s+[a-z-]+)?,?\s+and\s+$"
)


def _first_word(text: str, head: int) -> int:
    """Where a title begins; "Trade and Investment Framework Agreement" goes back over its "and"."""
    first = left_edge(text, head)
    if first < head and (topic := _TOPICS.search(text, max(0, first - 60), first)):
        return left_edge(text, topic.start())
    if not (text[head].isupper() and first < head and text[first].isupper()):
        return first
    more = _COORDINATED.search(text, max(0, first - 80), first)
    if not more or any(_begins_else(word) for word in re.findall(r"[A-Z][\w-]+", more.group())):
        return first
    begin = left_edge(text, more.start("word"))
    named = re.search(r"(?:[A-Z][\w-]+\s+)?$", text[:begin])
    if place_at(text, first) or (named and place_at(text, named.start())):
        return first  # "Australia, New Zealand and United States Security Treaty"
    words = text[begin : more.start("word")].split()
    if any(_begins_else(word) or not word[0].isupper() for word in words) or not re.search(
        r"(?i:^|\b(?:the|an?|on|new|this|that|its|their|under|by|and|also|signed|concluded|with|to|for)\s+|[“\"(:;•–-]\s*)$",
        text[max(0, begin - 12) : begin],
    ):
        return first
    return begin


_COMMERCE = re.compile(
    r"\b(?:gas|oil|arms|weapons|aircraft|jets?|fighters?|submarines?|tanks|pipeline|supply|sugar|wheat|grain|rice"
    r"|coal|power"
    r"|electricity|reactors?|loan|purchase|sale|export|import|\d[\d.,]*[-\s](?:billion|million)|lithium|missiles?"
    r"|helicopters?)\b",
    re.I,
)
# An "agreement of friendship ..." is a treaty in all but name.
_SOLEMN = re.compile(r"\b(?:agreement|accord)\s+of\s+(?:peace|friendship|alliance|amity)\b", re.I)


def form_of(title: str) -> str:
    """The record's form for a title, by its head: the last head word before "of", "on", "with" and the like.

    >>> form_of("Joint Declaration on the Treaty of Peace"), form_of("deal on wheat")
    ('declaration', 'contract')
    """
    front = re.split(
        r"\s(?:of|on|for|concerning|with|between|to|under|by|in|amending|supplementing|extending)\s", title, maxsplit=1
    )[0]
    hits = [m.group() for m in _heads().finditer(title)]
    for candidates in ([m.group() for m in _heads().finditer(front)][::-1], hits):
        for head in candidates:
            word = re.sub(r"\s+", " ", head.casefold())
            if word == "peace" and len(candidates) > 1:
                continue
            if word.startswith("deal") and _COMMERCE.search(title):
                return "contract"
            if _SOLEMN.search(title):
                return "treaty"
            return _forms()[word][0]
    return "accord" if hits else ""


_NUMERAL = (
    r"(?P<n>an?|half\s+a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty(?:-five)?|thirty"
    r"|forty|fifty|ninety-nine|\d+)"
)
_TERM = re.compile(
    rf"\b{_NUMERAL}[-\s](?P<unit>year|month|week|day)(?:-long)?(?=\s)(?!\s+(?:later|after|ago|before|earlier|since"
    rf"|old))"
    rf"|\b(?:for|over|valid\s+for|(?:term|period|life|duration|truce|lease)\s+of|lasts?(?:ed)?|run\s+for"
    rf"|in\s+force\s+for|made\s+for)\s+(?:the\s+|another\s+|a\s+(?:further\s+)?(?:period|term|space|life"
    rf"|duration)\s+of\s+)?"
    rf"{_NUMERAL.replace('<n>', '<m>')}\s+(?:more\s+)?(?P<units>year|month|week|day)s?\b(?!\s+(?:later|after|ago"
    rf"|before|earlier))",
    re.I,
)
_YEARS = {"year": 1.0, "month": 1 / 12, "week": 7 / 365.25, "day": 1 / 365.25}
# what is said of time but is no term of the instrument
_NO_TERM = re.compile(
    r"\b(?:war|negotiations|talks|after|during|visit|dispute|conflict|occupation|siege|reign)\s*$", re.I
)


_BY_YEARS = re.compile(rf"[^;:]{{0,40}}?\bby\s+(?:another\s+|an?\s+further\s+)?{_NUMERAL}\s+(?:more\s+)?years?\b", re.I)
_RENEWED = re.compile(r"\b(?:renew|extend|prolong|reviv)\w*", re.I)


def _term(sentence: str, title: tuple[int, int], act: str) -> float | None:
    """Years for which the instrument is to hold, where the sentence says so near the title.

    A renewal's term is the one said after the verb: "made for ten years, was prolonged for twenty".
    """
    best: tuple[int, float] | None = None
    if act in ("terminated", "withdrawn"):
        return None
    if renewed := _RENEWED.search(sentence):
        if act == "renewed":
            title = (renewed.start(), renewed.end())
            more = re.match(
                rf"[^;:]{{0,70}}?\bfor\s+(?:another\s+|an?\s+further\s+)?{_NUMERAL}(?=\s+(?:more|in)\b|[,.;])",
                sentence[renewed.end() :],
            )
            more = more or _BY_YEARS.match(sentence, renewed.end())
            if more and (value := numeral_value(more["n"])):
                return int(value)
        else:
            sentence = sentence[: renewed.start()] if renewed.start() > title[1] else sentence
    for match in _TERM.finditer(sentence):
        number, unit = (match["n"], match["unit"]) if match["n"] else (match["m"], match["units"])
        value = 0.5 if number.casefold().startswith("half") else numeral_value(number)
        if not value or _NO_TERM.search(sentence[: match.start()]):
            continue
        if match["n"] and not (title[0] - 30 <= match.start() <= title[1]):
            continue  # "five-year" stands in the noun phrase itself
        years = round(value * _YEARS[unit.casefold()], 3)
        apart = max(match.start() - title[1], title[0] - match.end(), 0)
        if apart <= 110 and (best is None or apart < best[0]):
            best = (apart, years)
    if best is None:
        return None
    return int(best[1]) if float(best[1]).is_integer() else best[1]


_AMOUNT = (
    r"(?:about|some|around|roughly|nearly|over|more\s+than|up\s+to|at\s+least|an\s+estimated|a\s+total\s+of"
    r"|the\s+sum\s+of)?"
)
_WORTH = re.compile(
    rf"\b(?:worth(?:\s+of)?|valued?\s+at|value\s+of|price(?:\s+put)?(?:\s+at|\s+of)?|cost(?:s|ing)?|spend|credit\s+of|loan\s+of"
    rf"|amount(?:ing|s|ed)?\s+to|envelope\s+of)\s*{_AMOUNT}\s*$|\(\s*$",
    re.I,
)
# said of a contract, a bare "for 7 billion" or ", at 26 million euros" is its value as well
_AT_PRICE = re.compile(rf"\b(?:at|for|of)\s+{_AMOUNT}\s*$|[,;]\s*$", re.I)


_OF_TRADE = re.compile(r"\b(?:trade|commerce|turnover|exports?|imports?|exchanges?)\b[^,;.]{0,40}$", re.I)


def _value(sentence: str, title: tuple[int, int], parties: tuple[str, ...], form: str) -> tuple[float | None, str]:
    """Money that the instrument is worth: inside the title ("a $400 billion gas deal") or said of it."""
    best: tuple[int, float, str] | None = None
    others = [i for i in find_instruments(sentence) if i.start >= title[1] or i.end <= title[0]]
    for number in find_numbers(sentence, parties):
        if not re.fullmatch(r"[A-Z]{3}", number.unit):
            continue
        inside = title[0] - 30 <= number.start <= title[1]
        before = sentence[: number.start]
        said = (
            (_WORTH.search(before) and not _OF_TRADE.search(before))
            or (number.start - title[1] in (1, 2, 3))
            or (form == "contract" and _AT_PRICE.search(before))
        )
        if not inside and not said:
            continue
        apart = max(number.start - title[1], title[0] - number.end, 0)
        # "the contract, worth £43bn, is the largest export agreement": what is said of it stands behind it
        rivals = [i for i in others if i.end <= number.start] if said and number.start >= title[1] else others
        if any(max(number.start - i.end, i.start - number.end, 0) < apart for i in rivals):
            continue
        if apart <= 120 and (best is None or apart < best[0]):
            best = (apart, number.value, number.unit)
    if best is None:
        return None, ""
    return (int(best[1]) if float(best[1]).is_integer() else best[1]), best[2]


def tidy_title(title: str) -> str:
    """A title on one line; a year stays only where it is what names the instrument.

    >>> tidy_title("1994 Cairo Agreement"), tidy_title("1937 treaty"), tidy_title("Pinckney treaty of 1795")
    ('Cairo Agreement', '1937 treaty', 'Pinckney treaty')
    """
    title = re.sub(r"\s+", " ", title).strip(' ,.;:“”"‘')
    title = re.sub(r"^(?:1\d|20)\d\d (?=\S+ \S)(?!\S+ (?:of|on|with|for|between)\b)", "", title)
    if (dated := re.search(rf" of (?:\d{{1,2}} )?(?:{MONTH} )?(?:\d{{1,2}}, )?\d{{4}}$", title)) and " " in title[
        : dated.start()
    ]:
        title = title[: dated.start()]
    return title


_MADE = re.compile(
    r"\b(?:sign|conclud|seal|inked|initial|reach|adopt|agree[ds]?\b|issu|exchang|struck|strik"
    r"|enter(?:ed|s|ing)?\s+into\s+(?!force)|made|negotiat|provid|end(?:ed|s)\b|settl)\w*",
    re.I,
)
# a rival is denounced too, and no treaty ends by it
_DENOUNCED = (
    r"(?:treat(?:y|ies)|pacts?|conventions?|agreements?|accords?|alliance|armistice|capitulations|protocols?)\b"
)
# what else the words around a title may say of it, where nothing says that it was signed
_ACTS_SAID = (
    ("in-force", re.compile(
        r"\b(?:(?:enter|c[ao]m|go|w[ei]nt|brought|put)\w*\s+into\s+(?:force|effect)|t(?:ook|akes?)\s+effect)\b", re.I)),
    ("renewed", re.compile(
        r"\b(?:renew|prolong)\w*|\bexten(?:ded|ds|ding|sion)\b"
        r"(?!\s+(?:\w+\s+){0,2}(?:condolences|congratulations|thanks|greetings|invitations?|recognition|credits?|loans?|aid"
        r"|hospitality|support)\b)", re.I)),
    ("ratified", re.compile(r"\bratif\w+", re.I)),
    ("terminated", re.compile(
        r"\b(?:terminat|abrogat|annull|expir|laps)\w+|\b(?:was|were|been|being|be)\s+denounced\b"
        rf"|\b(?:denounc\w+|denunciation\s+of)\s+(?:[\w’'-]+\s+){{0,6}}?{_DENOUNCED}", re.I)),
)  # fmt: skip
_POSSIBLE = re.compile(r"\b(?:can|could|may|might|would|should|shall|to)\s+(?:be\s+|not\s+)*$", re.I)


def _act(label: str, text: str) -> str:
    """The act on an instrument: the reader's, unless the sentence has no word for a signing and one for another act.

    >>> _act("signed", "The Preferential Trade Agreement entered into force on 1 March 2021.")
    'in-force'
    """
    if label not in ("signed", "in-force") or _MADE.search(text):
        return label
    said = [
        act
        for act, words in _ACTS_SAID
        if (found := words.search(text))
        and not _POSSIBLE.search(text[max(0, found.start() - 20) : found.start()])
        and not denied(text, *found.span())
    ]
    return said[0] if len(said) == 1 else label


def complete(judgement: Judgement, sentence: Sentence, document_text: str = "") -> dict[str, Any]:
    """`title`, `form`, `act`, `term_years`, `value` and `currency` of the instrument at the anchor."""
    text = sentence.text
    anchor = judgement.anchor[0] - sentence.start, judgement.anchor[1] - sentence.start
    span = judgement.span[0] - sentence.start, judgement.span[1] - sentence.start
    if denied(text, *anchor):
        return {}  # "did not sign the treaty", "no agreement was reached"
    act = _act(judgement.label, text)
    instruments = find_instruments(text)
    hit = next((i for a in (anchor, span) for i in instruments if i.head_start < a[1] and a[0] < i.head_end), None)
    hit = hit or next((i for a in (anchor, span) for i in instruments if i.start < a[1] and a[0] < i.end), None)
    if hit:
        place = (hit.start, hit.end)
    elif antecedent := _antecedent(text, anchor, sentence, document_text):
        title = antecedent
        place = (anchor[0], anchor[1])
        return {
            "title": title,
            "form": form_of(title) or "treaty",
            "act": act,
            "term_years": _term(text, place, act),
            "value": None,
            "currency": "",
        }
    else:
        # no head word there: a name such as "SALT II" or "Camp David", or a pronoun
        start = left_edge(text, anchor[0]) if 0 <= anchor[0] < len(text) else anchor[0]
        place = (min(start, span[0]), max(anchor[1], span[1]))
    title = tidy_title(text[place[0] : place[1]])
    form = form_of(title) or _form_in_document(title, document_text) or "treaty"
    if hit and re.fullmatch(r"(?:instrument|document|text)", text[hit.head_start : hit.head_end]):
        # "the instrument": what it is was said before
        form = form_of(_last_before(sentence, document_text)) or form
    value, currency = _value(text, place, (*judgement.first, *judgement.second), form)
    return {
        "title": title,
        "form": form,
        "act": act,
        "term_years": _term(text, place, act),
        "value": value,
        "currency": currency,
    }


def _form_in_document(title: str, document_text: str) -> str:
    """The form of a name without a head ("SALT II") where the document uses it with one ("the SALT II treaty")."""
    if not title or not document_text or not title[0].isupper():
        return ""
    found = re.search(rf"{re.escape(title)}\s+(?:[a-z]+\s+)?({_heads().pattern})", document_text)
    return form_of(found.group(1)) if found else ""


_REFERS = re.compile(r"(?:it|its|they|them|which|that|this|these|one|latter|former|both)", re.I)


def _last_before(sentence: Sentence, document_text: str) -> str:
    """The title of the last instrument named before the sentence, in its paragraph."""
    before = document_text[sentence.paragraph[0] : sentence.start]
    instruments = [
        i
        for i in find_instruments(before)
        if not re.fullmatch(r"(?:instrument|document|text)s?", before[i.head_start : i.head_end])
    ]
    return before[instruments[-1].start : instruments[-1].end] if instruments else ""


def _antecedent(text: str, anchor: tuple[int, int], sentence: Sentence, document_text: str) -> str:
    """The instrument that a pronoun or a bare verb ("It was renewed in 1905") takes up from the paragraph."""
    word = text[anchor[0] : anchor[1]]
    verb = re.fullmatch(r"[a-z]+ed|[a-z]*sign\w*|took effect", word)
    if not (_REFERS.fullmatch(word) or verb):
        return ""
    return re.sub(r"\s+", " ", _last_before(sentence, document_text)).strip(' ,.;:“”"‘')
