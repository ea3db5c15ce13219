"""Where the date expressions of a text are: the grammar's matches without those that mean something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .grammar import DASH, EXPRESSION, MONTH
from .moment import Moment


@dataclass(slots=True)
class Expression:
    """A date expression: the rule that found it, the parts that the rule names, and later what it means.

    `value` is a Moment, an EDTF interval that has no unit of its own, or None as long as it is not resolved.
    """

    start: int
    end: int
    rule: str
    groups: dict[str, str]
    value: Moment | str | None = None
    how: str = "unresolved"

    @property
    def edtf(self) -> str:
        """The value as EDTF, "" where there is none."""
        if self.value is None:
            return ""
        return self.value if isinstance(self.value, str) else self.value.edtf

    def part(self, name: str) -> str:
        """What the rule's group `name` matched, "" if it did not take part."""
        return self.groups.get(f"{self.rule}_{name}", "")


def lower(text: str) -> str:
    """Lower case at the same length, so that offsets stay (only a few letters, as Turkish I with a dot, lengthen)."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def find(text: str, low: str) -> list[Expression]:
    """All date expressions of a text in order; `low` is `lower(text)`."""
    found: list[Expression] = []
    at = 0
    while match := EXPRESSION.search(low, at):
        at = match.end()
        rule = match.lastgroup or ""
        check = _CHECKS.get(rule)
        lone = rule == "shortyear" and not (found and found[-1].end == match.start() - 1)
        if lone or (check is not None and not check(match, text, low)):
            word = _WORD.match(low, match.start())
            at = word.end() if word else match.start() + 1
            continue
        groups = {name: part for name, part in match.groupdict().items() if part}
        new = _with_neighbour(Expression(match.start(), match.end(), rule, groups), low)
        if found and found[-1].rule == "dayonly" and new[0].start < found[-1].end:
            found.pop()  # "the 3rd and the 5th of June": a day of June, not of the month last named
        found += new
        at = max(at, found[-1].end)
    return found


_WORD = re.compile(r"\w+|.", re.DOTALL)

# A day that borrows its month from its neighbour: the 3 of "3-5 June 1967" and "3/5 June", the 5 of "May 4 and 5".
_DAY_BEFORE = re.compile(
    r"(?:(?<![\w.,:$/\u2010-\u2015-])|(?<=\b\d[-\u2013])|(?<=\b\d\d[-\u2013]))((?:[12]\d|3[01]|[1-9])(?:st|nd|rd|th|d)?)"
    rf"(?:\s?{DASH}\s?|/|,?\s(?:and|to|or|until|through)\s(?:the\s)?|,\s)$"
)
_DAY_AFTER = re.compile(
    rf"(?:\s?{DASH}\s?|/|\s(?:and|to|or|until|through)\s(?:the\s)?)"
    r"(?P<day>[12]\d|3[01]|[1-9])(?:st|nd|rd|th|d)?(?![\w:%/])(?!\s[a-z-]+s\b|,\d|\.\d)(?P<year>,?\s(?:of\s)?[12]\d{3}\b)?"
)


def _day_of_month(words: str) -> int:
    return int(re.sub(r"\D", "", words))


def _with_neighbour(expression: Expression, low: str) -> list[Expression]:
    rule = expression.rule
    if rule == "dmy" and expression.part("d"):
        days = [expression]
        while len(days) < 6 and (before := _DAY_BEFORE.search(low, max(0, days[0].start - 16), days[0].start)):
            if len(days) > 1 and _day_of_month(before[1]) >= _day_of_month(days[0].part("d")):
                break  # "1, 2 and 3 June", but not "in 12, 2 and 3 June"
            days.insert(0, Expression(before.start(1), before.end(1), rule, expression.groups | {"dmy_d": before[1]}))
        return days
    if rule == "mdy" and not expression.part("y"):
        after = _DAY_AFTER.match(low, expression.end)
        if after:
            groups = dict(expression.groups)
            if after["year"]:
                groups["mdy_y"] = after["year"].strip(" ,of\n")
            first = Expression(expression.start, expression.end, rule, groups)
            return [first, Expression(after.start("day"), after.end(), rule, groups | {"mdy_d": after["day"]})]
    return [expression]


# What looks like a date and is none ---------------------------------------------------------------------------------

Check = Callable[[re.Match[str], str, str], bool]

_BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|by|of|since|until|till|during|from|to|and|between|before|after|for|through|on|or|throughout|a|an|the)"
    r"\s|[(,]\s?|[-\u2010-\u2015])$"
)
_COUNTED = re.compile(  # "1500 soldiers", "2000 armed men"
    r"\s(?:[a-z-]+\s)?(?:soldiers|troops|men|women|people|persons|tons|tonnes|km|kilomet\w+|miles|met(?:er|re)s|feet|"
    r"square|dollars|rubles|roubles|yuan|euros|pounds|francs|marks|rupees|prisoners|civilians|refugees|aircraft|tanks|"
    r"ships|planes|guns|casualties|deaths|dead|killed|wounded|injured|members|workers|students|advis[eo]rs|acres|"
    r"hectares|barrels|fighters|warheads|missiles|marines|sailors|volunteers|rebels|delegates|inhabitants|families|"
    r"horses|rounds|vehicles|houses|homes|villages|copies|words|hours|minutes|days|years|months|weeks|megawatts|mw|"
    r"companies|firms|police|officers|peacekeepers|observers|settlers|kg|kilograms|bodies|victims|hostages|cases|jobs)\b"
)
_LABEL = re.compile(  # "Resolution 1441", "Article 1990", "Flight 1549"
    r"(?:\b(?:resolutions?|articles?|no\.|nos\.|number|numbers|pages?|pp?\.|unscr|flight|chapter|section|sections|"
    r"law|order|directive|room|paragraphs?|vol\.|volume|fig\.|figure|boeing|airbus|route|model|windows|channel|over|(?<!later\s)(?<!earlier\s)than|nearly|almost|some|"
    r"exceed|exceeding|total\sof)|#|\u2116)\s?$"
)
_YEARLY = re.compile(r"\b(?:in|since|during|until|till|from|by|of|for|the|early|late|mid)[\s-]$")


_TO_MONTH = re.compile(rf"\s(?:to|through|until)\s(?:the\send\sof\s|early[\s-]|mid[\s-]|late[\s-])?(?:{MONTH})")
_HEGIRA = re.compile(r"\s(?:ah\b|a\.h\.|of\sthe\s(?:hegira|hijra))")
_HEGIRA_LAST = 1500  # a later year behind a month of the Hegira is of our era
_HEGIRA_BEFORE = re.compile(
    r"\b(?:ah|a\.h\.|muharram|safar|rabi\S*(?:\si{1,2})?|jumad\S*(?:\si{1,2})?|rajab|sha['\u2019]?ban|ramadan|shawwal|dhu\S*)\s$"
)


def _month(match: re.Match[str], text: str, low: str) -> bool:
    word, at = match["my_m"], match.start("my_m")
    if not text[at].isupper():
        return False
    if match["my_y"] or match["my_yr"]:
        return True
    if len(word.rstrip(".")) < 4 and word != "may":
        return False
    if word.rstrip(".") not in ("may", "march", "april", "june", "august", "july"):
        return True
    after = low[match.end() : match.end() + 24]
    if word == "march" and _TO_MONTH.match(after):
        return True  # "from late March to early May"
    if at > match.start() or re.search(
        r"\b(?:in|by|of|since|until|during|from|to|between)\s$", low[max(0, at - 10) : at]
    ):
        return not (
            word == "march"
            and re.match(r"\s(?:on|to|toward)\b", after)
            and not low[max(0, at - 4) : at].endswith("in ")
        )
    if text[match.end() : match.end() + 2].strip()[:1].isupper() and word in ("april", "june", "august"):
        return False
    if word in ("may", "march"):
        if (
            word == "march"
            and re.match(r"\s(?:on|of|to|through|toward)\b", after)
            and low[max(0, at - 4) : at] != "in "
        ):
            return False
        if word == "may" and re.match(rf"\s?{DASH}", after):
            return True
        before = low[max(0, at - 12) : at]
        if re.search(r"\bthe\s$", before):
            return bool(re.match(r"\s[a-z]{4}", after))
        return bool(_BEFORE_MONTH.search(before))
    name_before = re.search(r"([A-Z][a-z]+)\s$", text[max(0, at - 14) : at])  # "Queen April", "Saint August"
    return not (
        name_before and word in ("april", "june", "august") and not _starts_sentence(text, at - len(name_before[0]))
    )


def _starts_sentence(text: str, at: int) -> bool:
    return not text[max(0, at - 3) : at].strip() or text[max(0, at - 2) : at].strip()[-1:] in ".!?:;\"'\u201d"


def _day(match: re.Match[str], text: str, low: str) -> bool:
    rule = match.lastgroup
    word, at = match[f"{rule}_m"].rstrip("."), match.start(f"{rule}_m")
    if word in ("may", "march", "mar", "sep", "dec", "jan", "oct", "jun", "jul") and not text[at].isupper():
        return False
    if rule == "dmy":
        following = low[match.end() : match.end() + 10]
        if word == "may" and not match["dmy_y"] and re.match(r"\s(?:be|have|not)\b", following):
            return False
        return text[at].isupper() or bool(match["dmy_y"])
    if text[match.start("mdy_d") : match.end("mdy_d")].endswith("D"):
        return False  # "in May 3D printing came"
    if match["mdy_y"]:
        return True
    after = low[match.end() : match.end() + 30]
    return not (
        re.match(r",\d{3}|\.\d|\s?%|\s?per\s?cent", after)
        or (not match["mdy_d"][-1].isalpha() and _COUNTED.match(after))
    )


def _season(match: re.Match[str], text: str, low: str) -> bool:
    if match["season_y"] or match["season_yr"]:
        return True
    name, at, end = match["season_s"], match.start("season_s"), match.end("season_s")
    before, after = low[max(0, at - 20) : at], low[end : end + 16]
    capital = text[at].isupper()
    verb = re.match(r"\s(?:of|from|to|in|into|within|apart|back|on|short)\b|\s?-", after)
    if verb and (
        name == "fall" or (name == "spring" and not (verb[0].strip() in ("of", "to", "in") and at > match.start()))
    ):
        return False
    campaign = re.match(r"\s(?:offensive|campaign|semester|election|session|maneuvers|manoeuvres)", after)
    if (
        capital
        and not (at == match.start() and _starts_sentence(text, at))
        and re.match(r"\s[A-Z]", text[end : end + 2])
    ):
        return False  # the Winter War, the Summer Palace
    if re.match(r"\s(?:palace|residence|resort|home|house|camp|olympic|games|clothing|capital|quarters|school)", after):
        return False
    if match["season_w"] and match["season_w"].strip() != "the":
        return True
    if at > match.start() and name not in ("spring", "fall"):
        return True
    preposed = re.search(
        r"\b(?:in|by|during|until|till|since|of|from|to|and|or|before|through|early|late|mid)[\s-]$", before
    )
    if name in ("spring", "fall"):
        if at > match.start():  # "the spring", "early fall"
            return bool(
                campaign
                or re.search(
                    r"\b(?:in|by|during|until|since|over|of|and|throughout|spent|for|early|late|mid)[\s-](?:the\s)?$",
                    before,
                )
                or (name == "spring" and re.search(r"\b(?:from|to|between|before|after)\s(?:the\s)?$", before))
            )
        return bool(campaign or (preposed and not before.endswith(("to ", "and ", "or ")))) or (
            capital and _starts_sentence(text, at) and not re.match(r"\s[a-z]+s?\b", after)
        )
    return True


def _year(match: re.Match[str], text: str, low: str) -> bool:
    number, at = match["year_n"], match.start("year_n")
    if not number.isdigit():
        return True
    before, after = low[max(0, at - 16) : at], low[match.end() : match.end() + 40]
    if re.search(r"\d[.,:/]$|[a-z][-/]$", before) and not re.search(r"(?:mid|pre|post|early|late|\d{4})[-/]$", before):
        return False
    if re.match(
        r",\d{3}|\.\d|:\d|\s?%|\s?(?:per\s?cent|percent|[mb]illion|thousand)\b|\s?[x\u00d7]\s?\d|-(?:man|strong|mile|km|page|pound|ton)\b",
        after,
    ):
        return False
    if _LABEL.search(before) or re.search(r"[$\u00a3\u20ac]\s?$", before):
        return False
    if _HEGIRA.match(after) or (int(number) < _HEGIRA_LAST and _HEGIRA_BEFORE.search(before)):
        return False  # a year of another era; "Ramadan 2015" is of ours
    counted = _COUNTED.match(after)
    if counted:
        return bool(re.search(r"\b(?:in|since|during|until|till)\s$", before)) and at == match.start()
    return True


def _decade(match: re.Match[str], text: str, low: str) -> bool:
    if not match["decade_t"] or match["decade_c"]:
        return True
    if re.search(
        r"\b(?:his|her|their|my|our)\s(?:early\s|late\s|mid-?)?$", low[max(0, match.start() - 14) : match.start()]
    ):
        return False  # a man in his fifties
    if re.search(
        r"ties\s(?:and|or)\s(?:early\s|late\s|mid-?)?$", low[max(0, match.start() - 16) : match.start("decade_t")]
    ):
        return True  # "the seventies and eighties"
    return bool(re.search(r"\bthe\s", low[max(0, match.start() - 5) : match.start("decade_t")]))


def _century(match: re.Match[str], text: str, low: str) -> bool:
    return not re.search(r"\b(?:his|her)\s$", low[max(0, match.start() - 5) : match.start()])


def _holiday(match: re.Match[str], text: str, low: str) -> bool:
    if match["holiday_y"]:
        return True
    before = low[max(0, match.start() - 12) : match.start()]
    return text[match.start()].isupper() and bool(
        re.search(r"\b(?:on|at|by|before|after|until|since|over|around|during|and|last|next|this)\s(?:the\s)?$", before)
    )


def _dayword(match: re.Match[str], text: str, low: str) -> bool:
    return True


def _bareyear(match: re.Match[str], text: str, low: str) -> bool:
    return not re.search(r"[\d.,:-]$", low[max(0, match.start() - 1) : match.start()])


def _step(match: re.Match[str], text: str, low: str) -> bool:
    last = re.search(r"\blast\s*$", match["step_w"] or "")  # "the last day of the congress" leans on no date
    return not (last and re.match(r"\sof\b", low[match.end() : match.end() + 4]))


_CHECKS: dict[str, Check] = {
    "my": _month, "dmy": _day, "mdy": _day, "season": _season, "year": _year, "decade": _decade, "century": _century,
    "holiday": _holiday, "step": _step, "dayword": _dayword, "bareyear": _bareyear,
}  # fmt: skip
