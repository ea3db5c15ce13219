"""Numbers that a text states: digits, words, money, shares and ranks, with what bounds them.

The idea: a numeral ("1.25", "two and a half", "sixty-four") may be scaled ("million"), be money (a sign or code
before it, a currency's name after it) or a quantity (a unit after it). What looks the same but states nothing about a
relationship is left out: years and days of dates, clock times, ordinals, lengths, durations, numbers of articles and
resolutions, names such as G20 or T-72, and "the two countries".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from detente.ontology.naming import rows


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in a text. `start` and `end` hold the numeral with its scale and its currency, not its bound."""

    start: int
    end: int
    value: float
    unit: str = "count"
    bound: str = ""


_LARGEST = 1e16  # a longer row of digits is no number of states
# ---------------------------------------------------------------------------------------------------- English numerals
_ONES = {w: n for n, w in enumerate("one two three four five six seven eight nine".split(), 1)}
_TEENS = {
    w: n
    for n, w in enumerate("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(), 10)
}
_TENS = {w: n * 10 for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SMALL = {**_ONES, **_TEENS, **_TENS}
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "milliard": 1e9, "trillion": 1e12,
    "bn": 1e9, "mn": 1e6, "mln": 1e6, "lakh": 1e5, "crore": 1e7, "dozen": 12.0,
}  # fmt: skip
_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "twentieth": 20,
}  # fmt: skip
_ORDINALS = {w: n for n, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)}
_ROUND_ORDINALS = {
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
    **{word.removesuffix("y") + "ieth": n for word, n in _TENS.items()},
}  # fmt: skip
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)


def _one_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"


_BELOW_100 = rf"(?:{_one_of(_TENS)}(?:[-\s]{_one_of(_ONES)}\b)?|{_one_of(_TEENS)}|{_one_of(_ONES)})"
_BELOW_1000 = rf"(?:(?:an?|{_BELOW_100})[-\s]hundred\b(?!-)(?:(?:\s+and)?\s+{_BELOW_100}\b)?|{_BELOW_100}\b)"
# the decimal comma only where a scale or a percentage shows that it is one: "45,5 per cent", "2,3 billion"
_DIGITS = (
    r"(?:\d{1,3},\d{1,2}(?=\s*(?:%|per\s?cent\b|million\b|billion\b|trillion\b|bn\b|mln\b|mn\b))"
    r"|\d{1,3}(?:[,\u00a0\u202f\u2009]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d])"
)
_SCALE = rf"(?:[-\s]*{_one_of(_SCALES)}\b)"
_NUMERAL = re.compile(
    rf"""(?<![\w.,/:-])
    (?: (?P<digits>{_DIGITS}) (?P<dscale>{_SCALE}+|\s?[mk](?![\w'’]))?
          (?P<rest>(?<=billion)\s\d{{1,3}}(?:\.\d+)?\smillion\b|(?<=million)\s\d{{1,3}}(?:\.\d+)?\sthousand\b)?
      | (?!an?\s+hundred\s+and\s+{_BELOW_100}\b)
        (?P<half>half\s+an?|half|an?\s+quarter\s+of\s+an?|an?) \s+ (?P<hscale>{_one_of(_SCALES)}) \b (?:{_SCALE})*
        (?P<more>\s+and\s+an?\s+(?:half|quarter))?
      | (?P<words>{_BELOW_1000}(?:\s+and\s+an?\s+(?:half|quarter))?
          (?:{_SCALE}(?:(?:\s+and)?\s+{_BELOW_1000}(?=\s+(?:thousand|hundred)\b|\b))?)*)
    )""",
    re.X | re.I,
)
_VAGUE = re.compile(
    r"\b(?P<of>(?P<head>tens|dozens|scores|hundreds|thousands|millions|billions)"
    r"(?:\s+of\s+(?P<scale>thousands|millions|billions))?)\b",
    re.I,
)
_VAGUE_VALUE = {
    "tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1e3, "millions": 1e6, "billions": 1e9,
}  # fmt: skip
_FRACTION = re.compile(
    r"\b(?:(?P<n>an?|one|two|three|four|five|six|seven|eight|nine)[-\s](?P<part>third|quarter|fourth|fifth|sixth"
    r"|seventh|eighth|ninth|tenth|twentieth)(?P<s>s?)|(?P<lone>half))\b(?!-)",
    re.I,
)
# "a third of", "up a quarter on 2021", "a tenth.", but not "a third country"
_AFTER_FRACTION = re.compile(
    r"\s*(?:$|[.,;:)\]—–]|\s(?:of|more|less|as|each|by|on|in|from|to|since|over|above|for|the|its|their|and|to|went"
    r"|goes"
    r"|comes?|came|is|was|are|were)\b)",
    re.I,
)
_HALVED = re.compile(r"\bby\s+(?:about\s+|almost\s+|nearly\s+|over\s+|more\s+than\s+)?$", re.I)
_AFTER_HALF = re.compile(r"\s+(?:of|the|its|their|his|her|all|and half|a share)\b|\s*[.,;)]|\s*$", re.I)

# ------------------------------------------------------------------------------------------------- what is no quantity
_DATE_BEFORE = re.compile(rf"(?:{_MONTH}|\b(?:and|to|or|[-–—])\s*\d{{1,2}}\s+{_MONTH})\s*$", re.I)
_DATE_AFTER = re.compile(
    rf"(?:\s*(?:st|nd|rd|th))?(?:\s*(?:and|to|or|,|[-–—])\s*(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?){{0,8}}\s*(?:of\s+)?{_MONTH}"
    rf"|\s*(?:st|nd|rd|th)\b|[./-]\d|:\d\d|\s?(?:[ap]\.?m\b|o'clock|[bB]\.?[cC]\b|AD\b)",
)
_DATE_AFTER_MONTH = re.compile(rf"{_MONTH}\s+(?:\d{{1,2}}(?:st|nd|rd|th)?\s*(?:and|to|or|,|[-–—])\s*)+$", re.I)
_NUMBERED = re.compile(
    r"\b(?:no|nos|nr|number|article|articles|art|resolution|resolutions|chapter|paragraph|paragraphs|section|page|pages"
    r"|protocol|act|law|decree|order|annex|clause|point|phase|stage|round|group\s+of|line|route|highway|unit|track"
    r"|channel|boeing|airbus|flight|task\s+force"
    r"|aged?|the\s+age\s+of|parallel|zone|sector|catch|camp|rule|room|plan|version|part|volume)\.?\s*$",
    re.I,
)
_YEAR_LED = re.compile(
    r"\b(?:in|since|by|of|until|till|from|during|after|before|between|and|to|or|the|its|their|his|her|a|this|that"
    r"|early|late"
    r"|mid|around|through|circa|spring|summer|autumn|fall|winter|year|back|for|on|at|with)[\s-]*$|[-–—/(,]\s*$|^\s*$",
    re.I,
)
_PLURAL = re.compile(r"\s+(?:[a-z][\w-]*\s+){0,2}(?:[a-z]+s|men|people|women|children|personnel|head|troops)\b")
_PAIR = re.compile(
    r"(?:\s+[a-z]+){0,2}?\s+(?:countries|states|nations|governments|sides|parties|leaders|powers|neighbours|neighbors"
    r"|presidents|ministers|premiers|monarchs|kings|emperors|capitals|peoples|republics|kingdoms|empires|koreas"
    r"|germanies"
    r"|chinas|heads|statesmen|rivals|enemies|allies|partners|armies|economies|societies|chancellors|sovereigns|courts"
    r"|foreign|prime|men|houses|halves|others|dynasties|militaries|superpowers|were|are|had|have|was|is|will|would|did"
    r"|agreed|signed|met|also)\b|\s*[.,;:]|\s*$",
    re.I,
)
_PAIR_LED = re.compile(r"\b(?:the|these|those|their|our|all|either\s+of\s+the|between\s+the|his|her|its)\s+$", re.I)
_NOT_ONE = re.compile(
    r"\b(?:no|every|any|some|each|the|this|that|which|only|other|another|number|for|as|with|by|in|at|on|from)\s+$", re.I
)
_AFTER_ONE = re.compile(
    r"\s+(?:of|another|side|hand|party|state|country|power|that|which|who|the|to|and|or|in|is|was|day|year|as|by|on"
    r"|open"
    r"|secret|had|has|could|would|can|may|more|other|after|with|for|step|way|thing|time|word|point|such|from|month|week"
    r"|morning|single|last|major|final|example|factor|reason|result|example)\b|['’]s?\b|\s*[.,;:?!—–)]|\s*$",
    re.I,
)

# ---------------------------------------------------------------------------------------------------------------- bound
_BOUNDS = (
    ("at_least", re.compile(
        r"\b(?:at\s+least|no\s+(?:fewer|less)\s+than|not\s+(?:fewer|less)\s+than|(?:well\s+|far\s+|slightly\s+"
        r"|rather\s+|a\s+little\s+)?"
        r"(?:over|above|more\s+than|beyond)|exceed(?:s|ed|ing)?|in\s+excess\s+of|upwards?\s+of|surpass(?:es|ed|ing)?"
        r"|topp?(?:ed|ing|s)|greater\s+than|passed|a\s+minimum\s+of|past)\s*$", re.I)),
    ("at_most", re.compile(
        r"(?:(?<!\badded\s)(?<!\badds\s)(?<!\badding\s)(?<!\bsummed\s)\bup\s+to"
        r"|\b(?:at\s+(?:the\s+)?(?:very\s+)?most|as\s+(?:much|many|high)\s+as|no\s+(?:more|greater)\s+than"
        r"|not\s+(?:more|exceeding)(?:\s+than)?|fewer\s+than|less\s+than|under|below|short\s+of|a\s+(?:maximum"
        r"|ceiling|limit)\s+of"
        r"|(?:limit|cap|restrict)(?:s|p?ed|ing)?\b[^.;:]{0,60}?\bto))\s*$", re.I)),
    ("about", re.compile(
        r"(?:\b(?:about|around|roughly|approximately|some|nearly|almost|close\s+to|circa|ca?\.|near(?:ing)?"
        r"|an?\s+estimated"
        r"|estimated(?:\s+at)?|perhaps|more\s+or\s+less|in\s+the\s+region\s+of|in\s+the\s+order\s+of|just\s+(?:over"
        r"|under)"
        r"|not\s+quite|approaching|virtually)|[~≈])\s*$", re.I)),
)  # fmt: skip
_BOUND_AFTER = (
    ("at_least", re.compile(
        r"\s*(?:\+|plus\b|or\s+more\b)|(?:\s+\w+){0,2}\s+(?:(?:or|and)\s+more|at\s+(?:the\s+very\s+)?least)\b", re.I)),
    ("at_most", re.compile(r"\s+(?:limit|ceiling|cap)\b|(?:\s+\w+){0,2}\s+at\s+(?:the\s+(?:very\s+)?)?most\b", re.I)),
    ("about", re.compile(r"(?:\s+\w+)?\s+or\s+(?:so|thereabouts)\b", re.I)),
)  # fmt: skip
_DETERMINER = re.compile(r"\b(?:the|an?|his|her|its|their|these|those|another|further|additional)\s+$", re.I)

# ----------------------------------------------------------------------------------------------------------------- rank
_ROLE = (
    r"(?:partners?|suppliers?|sources?|customers?|markets?|buyers?|donors?|investors?|creditors?|lenders?|exporters?"
    r"|importers?|destinations?|traders?|recipients?|clients?|purchasers?|contributors?|providers?|beneficiar(?:y|ies)"
    r"|outlets?|debtors?|givers?|sellers?|employers?|providers?)"
)
_SUPERLATIVE = (
    r"(?:largest|biggest|greatest|most\s+important|top|leading|principal|main|chief|foremost|premier|primary|prime)"
)
_ORDINAL = rf"(?:{'|'.join(_ORDINALS)}|\d{{1,3}}(?:st|nd|rd|th))"
_NUMBER_ONE = r"number[-\s](?:one|two|three|1|2|3)"
_RANK = re.compile(
    rf"""\b(?: (?:(?<=\bamong\s)|(?<=\bone\sof\s))(?:(?:the|its|their)\s)?
         (?P<of>two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|\d{{1,2}})
         \s+{_SUPERLATIVE}(?=(?:\s+[\w-]+){{0,3}}?\s+{_ROLE}\b)
      | (?:top|first|leading)\s+(?P<among>two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|\d{{1,2}})
         (?=(?:\s+[\w-]+){{0,3}}?\s+{_ROLE}\b)
      | (?P<nth>{_ORDINAL}) (?:[-\s]{_SUPERLATIVE})? | (?P<top>{_SUPERLATIVE}|{_NUMBER_ONE}) )
         (?=(?:(?:\s+(?:and|or)\s+[\w-]+)?(?:\s+[\w-]+){{0,3}}?)\s+{_ROLE}\b
           |\s+(?:overseas\s+|foreign\s+)?(?:place|position|rank)\s+among)
      |\brank(?:s|ed|ing)?\s+(?:as\s+)?(?P<ranks>{_ORDINAL}|(?:number\s+)?\d{{1,3}})\b
      |\brank\s+(?P<rank>\d+)\b""",
    re.X | re.I,
)
# "the thirty-first member": how many there are by then
_NTH_MEMBER = re.compile(
    rf"\b(?:(?P<digits>\d{{1,3}})(?:st|nd|rd|th)|(?:(?P<tens>{_one_of(_TENS)})[-\s])?(?P<ord>{_one_of(_ORDINALS)})"
    rf"|(?P<round>{_one_of(_ROUND_ORDINALS)}))(?=\s+(?:and\s+(?:last|final|newest)\s+|full\s+)?(?:member|signatory|ally)\b)",
    re.I,
)
_TIMES = re.compile(r"\b(?P<n>once|twice)(?=\s+(?:an?|each|every|per)\s+(?:year|month|week|quarter|decade)\b)", re.I)


# "gold francs", "transferable roubles": the currency is still its own
_KINDS_OF_MONEY = frozenset("gold silver million billion paper transferable convertible".split())


@dataclass(frozen=True, slots=True)
class _Money:
    code: str
    states: frozenset[str]
    plain: bool
    in_use: bool = True


@cache
def _currencies() -> tuple[dict[str, _Money], dict[str, list[_Money]], dict[str, str]]:
    """Full names ("Kuwaiti dinars"), bare nouns ("dinars": one entry an issuer) and signs ("€"), lower case."""
    full: dict[str, _Money] = {}
    bare: dict[str, list[_Money]] = {}
    signs: dict[str, str] = {}
    for row in rows("currencies.csv"):
        in_use = not row["to"]
        for form in dict.fromkeys([row["singular"], row["plural"]]):
            money = _Money(
                row["code"] or row["plural"], frozenset(row["states"].split()), row["plain"] == "yes", in_use
            )
            if in_use or form not in full:
                full[form] = money
            noun = form.split()[-1]
            # the currency in use comes first among those of one issuer
            bare.setdefault(noun, []).insert(0 if in_use else len(bare.get(noun, [])), money)
        if row["symbol"]:
            signs[row["symbol"]] = row["code"]
        if row["code"]:
            signs.setdefault(row["code"], row["code"])
    signs.update({"US$": "USD", "Rs": "INR", "RMB": "CNY", "L": "GBP"})
    del signs["L"]  # "L" alone is too often an initial
    return full, bare, signs


@cache
def _patterns() -> tuple[
    re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str], dict[str, tuple[str, bool]]
]:
    full, bare, signs = _currencies()
    before = re.compile(rf"(?<![A-Za-z]){_one_of(signs)}\.?\s?$")
    named = re.compile(rf"[-\s]+(?:of\s+)?{_one_of(full)}(?!\w)", re.I)
    noun = re.compile(
        rf"[-\s]+(?:of\s+)?(?:(?P<kind>[A-Za-z][\w-]+)\s+)?(?P<noun>(?i:{_one_of(bare)}))\b|\s?(?P<sign>[€£¥])"
    )
    units = {row["form"].casefold(): (row["unit"], row["counts"] == "yes") for row in rows("units.csv")}
    unit = re.compile(rf"[-\s]*(?P<unit>{_one_of(units)})(?!\w)", re.I)
    # "81.5 billion USD", "40 million RMB"; a code of capitals alone, so that "all" and "top" stay words
    code = re.compile(
        rf"\s?(?P<code>{_one_of(s for s in signs if re.fullmatch('(?:[A-Z]{3}|US[$]|[€£¥₹])', s))})(?!\w)"
    )
    return before, named, noun, code, unit, units


def numeral_value(text: str) -> float:
    """The value of a numeral: "25" is 25, "two hundred and fifty" is 250, "two and a half million" is 2.5e6."""
    total = current = 0.0
    tokens = re.findall(r"[a-z]+|[\d.]+", re.sub(r"(?<=\d)[,\u00a0\u202f\u2009](?=\d)", "", _point(text.casefold())))
    for i, token in enumerate(tokens):
        after_and = i > 1 and tokens[i - 2] == "and"
        if token[0].isdigit():
            current += float(token)
        elif token in _SMALL:
            current += _SMALL[token]
        elif token in ("half", "quarter"):
            part = 0.5 if token == "half" else 0.25
            if after_and and total and not current:  # "a million and a half"
                current = total * part
            else:
                current += part
        elif token in ("a", "an"):
            if i + 1 < len(tokens) and tokens[i + 1] in _SCALES and not current:
                current = 1.0
        elif token in ("hundred", "dozen"):
            current = (current or 1.0) * _SCALES[token]
        elif token in _SCALES:
            current = (current or 1.0) * _SCALES[token]
            total, current = total + current, 0.0
            if i + 1 < len(tokens) and tokens[i + 1] in _SCALES:  # "a thousand million"
                current, total = total, 0.0
    return _exact(total + current)


def _point(text: str) -> str:
    """A decimal comma written as a point: "2,3 billion" and not "1,250 million"."""
    return re.sub(r"(?<=\d),(?=\d{1,2}(?!\d))", ".", text)


def _exact(value: float) -> float:
    """What decimal arithmetic would give: 16.6 billion is 16600000000, not 16600000000.000002."""
    return float(f"{value:.12g}")


def _bound(text: str, start: int, end: int) -> str:
    before = text[max(0, start - 90) : start]
    bare = _DETERMINER.sub("", before)
    for side in (before, bare):
        for name, pattern in _BOUNDS:
            if pattern.search(side):
                # "killing some" is a bound, "not under" and the like stay what the first pattern says
                return name
    after = text[end : end + 40]
    for name, pattern in _BOUND_AFTER:
        if pattern.match(after):
            return name
    return ""


def _is_year(text: str, start: int, end: int) -> bool:
    digits = text[start:end]
    if not re.fullmatch(r"1[0-9]\d\d|20\d\d", digits):
        return False
    if text[end : end + 1] in ("s", "-", "–", "/", "~") or re.search(
        rf"{_MONTH},?\s*$", text[max(0, start - 14) : start]
    ):
        return True
    # "1960 peacekeepers" is a number, "the 1972 accords" and "in 1972 ministers" are not
    return bool(_YEAR_LED.search(text[max(0, start - 14) : start])) or not _PLURAL.match(text, end)


def _is_date_or_label(text: str, start: int, end: int) -> bool:
    before, digits = text[max(0, start - 40) : start], text[start:end]
    if not digits[0].isdigit():
        return bool(re.search(r"\b(?:group\s+of|article|chapter|phase|number|aged?)\s+$", before, re.I))
    small = digits.isdigit() and len(digits) <= 2 and int(digits) <= 31
    if small and (_DATE_BEFORE.search(before) or _DATE_AFTER_MONTH.search(before)):
        return True
    if _DATE_AFTER.match(text, end) or re.match(r"\s?(?:°|º)|[A-Za-z]", text[end : end + 2]):
        return True
    if re.search(r"(?:^|\n)\s*$", before) and re.match(r"[.)]\s", text[end : end + 2]):
        return True  # the number of a list's item
    return bool(_NUMBERED.search(before))


def _money(text: str, start: int, end: int, states: frozenset[str]) -> tuple[int, int, str]:
    """Widens the span over a currency before or after the numeral; unit "" where there is none."""
    before, named, noun, code, _, _ = _patterns()
    full, bare, signs = _currencies()
    if found := before.search(text, max(0, start - 6), start):
        sign = re.sub(r"[.\s]+$", "", found.group())
        unit = signs[sign]
        if after := re.compile(r"[-\s]+(?:US\s+|American\s+)?dollars?\b", re.I).match(text, end):
            end = after.end()
        return found.start(), end, unit
    if found := code.match(text, end):
        return start, found.end(), signs[found["code"]]
    if found := named.match(text, end):
        name = re.sub(r"^[-\s]+(?:of\s+)?|\s+$", "", found.group()).casefold()
        money = full[name]
        if len(name.split()) > 1 or money.plain:
            return start, found.end(), money.code
    if found := noun.match(text, end):
        if found["sign"]:
            return start, found.end(), signs[found["sign"]]
        options = bare.get(found["noun"].casefold(), [])
        kind = found["kind"]
        if not options:
            return start, end, ""
        if kind and kind[0].isupper():
            return start, found.end(), f"{kind} {found['noun']}"
        if kind and kind.casefold() not in _KINDS_OF_MONEY:
            return start, end, ""
        ours = [m for m in options if m.states & states]
        plain = [m for m in options if m.plain]
        # "liras" between Turks and others are Turkish now; one issuer's own word ("tenge") needs no party
        sole = options if len({m.code for m in options}) == 1 else []
        likely = (plain if not ours or any(m.in_use for m in plain) else []) or ours or sole
        return start, found.end(), likely[0].code if likely else found["noun"]
    return start, end, ""


def _raw(text: str, states: frozenset[str]) -> Iterator[tuple[NumberMention, bool]]:
    """Every numeral that is a quantity, with whether it waits for a unit ("200 million in loans")."""
    *_, unit_after, units = _patterns()
    for found in _NUMERAL.finditer(text):
        start, end = found.span()
        numeral = found.group()
        lower = numeral.casefold()
        scaled = bool(found["dscale"] or found["half"] or re.search(rf"\b{_one_of(_SCALES)}\b", lower))
        if (
            found["half"]
            and re.match(r"(?:an?)\s+dozen", lower)
            and re.match(r"\s+(?:days|years|months)", text[end : end + 20])
        ):
            continue
        if found["dscale"] and found["dscale"].strip().casefold() in ("m", "k"):
            digits = float(re.sub(r"[^\d.]", "", found["digits"]))
            value = _exact(digits * (1e6 if "m" in found["dscale"].casefold() else 1e3))
        else:
            value = numeral_value(numeral)
        if value > _LARGEST:
            continue
        left, right, unit = _money(text, start, end, states)
        if not unit and found["dscale"] and found["dscale"].strip() in ("m", "k"):
            continue  # "97 m" is a length
        if unit:
            yield NumberMention(left, right, value, unit, _bound(text, left, right)), False
            continue
        if not scaled and (_is_date_or_label(text, start, end) or _is_year(text, start, end)):
            continue
        if measured := unit_after.match(text, end):
            name, counts = units[re.sub(r"\s+", " ", measured["unit"].casefold())]
            if not counts:
                continue
            yield NumberMention(start, measured.end(), value, name, _bound(text, start, measured.end())), False
            continue
        if re.match(r"-(?!strong|man\b|men\b|member|nation\b|seat)[A-Za-z]|[-–—]\s?\d", text[end : end + 10]):
            continue  # "two-way", "three-year", "1992-95"
        before = text[max(0, start - 30) : start]
        if not scaled and value <= 12 and not numeral[0].isdigit():
            if _PAIR_LED.search(before) and _PAIR.match(text, end):
                continue
            if lower == "one" and (_NOT_ONE.search(before) or _AFTER_ONE.match(text, end)):
                continue
        if re.match(
            r"\s+(?:thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)\b",
            text[end : end + 12],
        ):
            continue
        waits = bool(re.search(r"million|billion|trillion|milliard|bn|mn", lower)) and not re.match(
            r"\s+(?!in\b|of\b|from\b|to\b|for\b|at\b|by\b|a\b|per\b|and\b|or\b|over\b|under\b|on\b|as\b|each\b"
            r"|more\b|less\b|was"
            r"|were\b|is\b|had\b|followed|annually|in\s|since|last\b|this\b|next\b|that\b|the\b|during|after|before"
            r"|within|worth|four|three|two|five|six|nine)[A-Za-z]",
            text[end : end + 12],
        )
        yield NumberMention(start, end, value, "count", _bound(text, start, end)), waits


def _fractions(text: str) -> Iterator[NumberMention]:
    for found in _FRACTION.finditer(text):
        if found["lone"]:
            if not (_AFTER_HALF.match(text, found.end()) or _HALVED.search(text[: found.start()])):
                continue
            value = 50.0
        else:
            word = found["n"].casefold()
            n = 1 if word in ("a", "an") else _ONES[word]
            if n == 1 and not _AFTER_FRACTION.match(text, found.end()):
                continue
            if n >= _PARTS[found["part"].casefold()]:
                continue  # "the four quarters to September"
            value = round(100 * n / _PARTS[found["part"].casefold()], 1)
        yield NumberMention(*found.span(), value, "percent", _bound(text, *found.span()))


def _ranks(text: str) -> Iterator[NumberMention]:
    for found in _RANK.finditer(text):
        name = next(n for n in ("of", "among", "nth", "top", "ranks", "rank") if found[n])
        word = found[name].casefold()
        if name in ("of", "among"):  # "one of its top five suppliers": fifth or better
            yield NumberMention(*found.span(), numeral_value(word), "rank", "at_most")
            continue
        digits = re.search(r"\d+", word)
        value = int(digits.group()) if digits else _ORDINALS.get(word, 0)
        if not value:
            value = next((n for w, n in (("one", 1), ("two", 2), ("three", 3)) if word.endswith(w)), 1)
        start = found.start(name)
        end = found.end() if name in ("nth", "top") else found.end(name)
        yield NumberMention(start, end, float(value), "rank")


def _shared(items: list[tuple[NumberMention, bool]], text: str) -> Iterator[NumberMention]:
    """Gives a number the unit or scale that it leaves to its neighbour.

    "300 million dollars in grants and 200 million in loans": the unit comes from before; "from 120 to 360 million
    dollars": scale and unit come from behind.
    """
    money = ""
    for i, (item, waits) in enumerate(items):
        follower = items[i + 1][0] if i + 1 < len(items) else None
        if (
            follower
            and item.unit == "count"
            and re.fullmatch(r"\s*(?:to|and|or|[-–—])\s*", text[item.end : follower.start])
        ):
            scale = re.search(rf"\b({_one_of(_SCALES)})\b", text[follower.start : follower.end], re.I)
            own = re.search(rf"\b{_one_of(_SCALES)}\b", text[item.start : item.end], re.I)
            if follower.unit not in ("count", "rank", "percent"):
                factor = _SCALES[scale[1].casefold()] if scale and not own and item.value < 1000 else 1.0
                yield NumberMention(item.start, item.end, item.value * factor, follower.unit, item.bound)
                continue
            if follower.unit == "percent":
                yield NumberMention(item.start, item.end, item.value, "percent", item.bound)
                continue
        if (
            follower
            and item.unit == follower.unit
            and re.fullmatch("[A-Z]{3}", item.unit)
            and re.fullmatch(r"\s*(?:to|and|or|[-–—])\s*", text[item.end : follower.start])
            and item.value < 1000 <= follower.value
            and not re.search(rf"\b{_one_of(_SCALES)}\b", text[item.start : item.end], re.I)
            and (scale := re.search(rf"({_one_of(_SCALES)})\b", text[follower.start : follower.end], re.I))
        ):  # "between $2 and $3 billion"
            yield NumberMention(
                item.start, item.end, _exact(item.value * _SCALES[scale[1].casefold()]), item.unit, item.bound
            )
            continue
        if re.fullmatch(r"[A-Z]{3}", item.unit):
            money = item.unit
        yield NumberMention(item.start, item.end, item.value, money if waits and money else item.unit, item.bound)


def find_numbers(text: str, states: Iterable[str] = ()) -> list[NumberMention]:
    """The numbers of a text in order. `states` (codes) decide whose money a bare "dinars" or "pesos" is."""
    found = list(_fractions(text)) + list(_ranks(text))
    taken = [(m.start, m.end) for m in found]
    numerals = [
        (m, waits) for m, waits in _raw(text, frozenset(states)) if not any(m.start < e and s < m.end for s, e in taken)
    ]
    found.extend(_shared(numerals, text))
    taken = [(m.start, m.end) for m in found]
    for m in _VAGUE.finditer(text):
        if any(m.start() < e and s < m.end() for s, e in taken):
            continue
        value = _VAGUE_VALUE[m["head"].casefold()] * (_VAGUE_VALUE[m["scale"].casefold()] if m["scale"] else 1)
        found.append(NumberMention(m.start(), m.end(), float(value), "count", "at_least"))
    for m in _NTH_MEMBER.finditer(text):
        if m["digits"]:
            count = int(m["digits"])
        elif m["round"]:
            count = _ROUND_ORDINALS[m["round"].casefold()]
        else:
            count = _TENS.get((m["tens"] or "").casefold(), 0) + _ORDINALS[m["ord"].casefold()]
        if count > 2:
            found.append(NumberMention(*m.span(), float(count), "count"))
    for m in _TIMES.finditer(text):
        found.append(NumberMention(*m.span(), 1.0 if m["n"].casefold() == "once" else 2.0, "count"))
    return sorted(found, key=lambda m: (m.start, m.end))
