"""The date expressions of English as one regular expression.

Every rule is one expression in the sense of TIMEX2: its modifiers ("early", "the end of", "later that") belong to it,
the prepositions that place an act ("in", "by", "since", "until") do not; intervals of two expressions are put together
afterwards (`intervals`). The expression runs over lower-cased text; what needs a capital ("May", "March") is checked
on the original (`finding`).

Every repeat is bounded or possessive, so that the time is linear in the length of the text. Of the rules the first
that matches at a place wins: the longer expression stands before the shorter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
WEEKDAYS = {
    day: n for n, day in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}  # fmt: skip
_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBERS = (
    {word: n for n, word in enumerate(_ONES + _TEENS, start=1)}
    | {word: n * 10 for n, word in enumerate(_TENS, start=2)}
    | {f"{ten}-{one}": n * 10 + m for n, ten in enumerate(_TENS, 2) for m, one in enumerate(_ONES, 1)}
    | {"a": 1, "an": 1, "a couple of": 2, "a dozen": 12, "a hundred": 100, "a hundred and fifty": 150}
    | {f"{one} hundred": n * 100 for n, one in enumerate(_ONES[:3], 1)}
    | {
        f"{one} hundred and {ten}": n * 100 + m * 10
        for n, one in enumerate(_ONES[:3], 1)
        for m, ten in enumerate(_TENS, 2)
    }
)
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
ORDINALS = (
    {word: n for n, word in enumerate(_ORDINALS, start=1)}
    | {f"twenty-{word}": n + 20 for n, word in enumerate(_ORDINALS[:9], start=1)}
    | {"thirtieth": 30, "thirty-first": 31}
)
DECADES = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
    "nineties": 90,
}  # fmt: skip
HOLIDAYS = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new year's day": (1, 1), "all saints' day": (11, 1), "bastille day": (7, 14),
    "may day": (5, 1), "armistice day": (11, 11),
}  # fmt: skip


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


SPACE = r"(?:[^\S\n]{1,3}+(?:\n[^\S\n]{0,3}+)?+|\n[^\S\n]{0,3}+)"
"""What stands between two words: a space or a line break, no blank line. Written \\s in the rules below."""

DASH = r"[-\u2010-\u2015\u2212]"
MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?"
)
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|d)?(?![\dst])"  # "2d" and "3d" in older prints
BC = r"(?:\s?(?:b\.\s?c\.(?:\s?e\.)?|bce?)(?![a-z]))"
AD = r"(?:\s(?:a\.d\.|ad|c\.e\.|ce)(?![a-z]))"
YEAR4 = r"(?:1\d{3}|20\d\d)(?!\w)"
YEAR = rf"(?:{YEAR4}{AD}?|\d{{1,4}}{BC}|(?:a\.d\.|ad)\s\d{{1,4}}(?!\w)|\d{{3}}{AD})"
SAME = r"(?:that\s(?:very\s)?same|this\s(?:very\s)?same|the\s(?:very\s)?same|the\s(?:selfsame|said)|that|this)"
STEP = (
    r"(?:the\s)?(?:immediately\s)?"
    r"(?:next|following|succeeding|subsequent|ensuing|previous|preceding|prior|last|past|coming|new)"
)
WHICH = rf"(?:{SAME}|{STEP})"
PART = (  # early, the end of, the closing days of, late in, early to mid
    r"(?:(?!(?:beginning|start|end)\sin\s)(?:the\s)?(?:very\s)?"
    r"(?:early|mid|middle|late|beginning|start|end|close|latter|first|second|last|final|closing|opening|turn|rest|eve)"
    r"(?:\s(?:part|days?|weeks?|months?|years?|half))?\s(?:of|in)\s(?:the\s)?"
    rf"|(?:the\s)?(?:very\s)?(?:early|mid|late|later)(?:(?:{DASH}|\s)to{DASH}?\s?(?:mid|late|early))?(?:{DASH}\s?|\s))"
)
APPROX = r"(?:(?:(?:around|about|circa|approximately|roughly)\s|c\.\s?|ca\.?\s|~))"
NUMBER = rf"(?:\d{{1,3}}|{_any(NUMBERS)})"
VAGUE = r"(?:several|(?:only\s|just\s)?a\sfew|some|many)"
WEEKDAY = _any(WEEKDAYS)
CENTURY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{_any(ORDINALS)})"


def _of_year(rule: str) -> str:
    """The year behind a month: ", 1992", " of 1992", or words that lead to it, " of that year"."""
    return (
        rf"(?:(?:,?\s(?:of\s)?|\sin\s(?:the\syear\s)?|,|\s?{DASH}\s?)(?P<{rule}_y>{YEAR})(?!\s?,\d{{3}})"
        rf"|(?:\s(?:of|in)\s|,?\s)(?P<{rule}_yr>{WHICH}\syear|the\syear\s(?:after|before|following)"
        rf"|(?:\d{{1,3}}|{_any(NUMBERS)})\syears?\s(?:later|earlier))\b"
        rf"|\s(?P<{rule}_next>following|next)\b(?!\s[a-z]))"
    )


RULES: dict[str, str] = {
    # 1992-12-23, 1992/12/23
    "iso": r"(?P<iso_y>[12]\d{3})(?P<iso_s>[-/])(?P<iso_m>[01]\d)(?P=iso_s)(?P<iso_d>[0-3]\d)(?![\d/-])",
    # 12/23/1992, 23.12.1992
    "num": r"(?P<num_a>[0-3]?\d)(?P<num_s>[-/.])(?P<num_b>[0-3]?\d)(?P=num_s)(?P<num_y>[12]\d{3})(?![\d/-])",
    # 23 December 1992, the 23rd of December, Friday 3 May of that year, 15-May-2001
    "dmy": rf"(?:(?:{WEEKDAY}),?\s)?(?:(?:the\s)?(?P<dmy_d>{DAY})(?:\s(?:day\s)?(?:of\s)?|{DASH})"
    rf"|the\s(?P<dmy_w>{_any(ORDINALS)})\sof\s)(?P<dmy_m>{MONTH})(?:{_of_year('dmy')})?",
    # December 23, 1992; December 23rd; May the 5th
    "mdy": rf"(?:(?:{WEEKDAY}),?\s)?(?P<mdy_m>{MONTH})\s(?:the\s)?(?P<mdy_d>{DAY})(?!\s?[:%]|\s[ap]\.?m\b)"
    rf"(?:{_of_year('mdy')})?",
    # the last day of August, the second day of the month, the first day of 1992
    "edge": rf"the\s(?:very\s)?(?P<edge_n>last|{_any(ORDINALS)}|{DAY})\sday\sof\s(?:the\smonth\sof\s)?"
    rf"(?:(?P<edge_m>{MONTH})(?:{_of_year('edge')})?|(?P<edge_u>(?:the|{WHICH})\s(?:month|year))\b|(?P<edge_a>{YEAR4}))",
    # the end of December 1992, mid-June, late last July, March of the same year
    "my": rf"(?:the\smonth\sof\s|{PART})?(?P<my_w>{WHICH}\s)?(?P<my_m>{MONTH})"
    rf"(?:{_of_year('my')}|(?!\s(?:the\s)?{DAY}(?![\w:%]|,\d)))",
    # the second decade of the nineteenth century
    "tenth": rf"(?:the\s)?(?P<tenth_n>{_any(_ORDINALS[:10])}|last|final|closing|opening)\sdecade\sof\s"
    rf"the\s(?P<tenth_c>{CENTURY})(?:\s|{DASH})century",
    # the second half of 1941, the first quarter of the 19th century, the latter half of the year
    "half": r"(?:the\s)?(?P<half_n>first|second|third|fourth|last|latter|1st|2nd|3rd|4th)\s"
    r"(?P<half_u>half|quarter)\sof\s"
    rf"(?:(?:the\s)?(?P<half_d>1\d\d0|20\d0)s|(?P<half_y>{YEAR})|(?P<half_yr>(?:the|{WHICH})\syear)\b"
    rf"|the\s(?P<half_c>{CENTURY})(?:\s|{DASH})century)",
    "quarter": rf"(?P<quarter_n>[qh][1-4])\s(?:of\s)?(?P<quarter_y>{YEAR4})",
    # the summer of 1992, early spring, last winter, the winter of 1812-13
    "season": rf"{PART}?(?P<season_w>{WHICH}\s|the\s)?(?P<season_s>spring|summer|autumn|fall|winter)\b"
    rf"(?:{_of_year('season')}(?:(?:/|{DASH})(?P<season_e>\d\d(?:\d\d)?|[1-9])(?!\d))?)?",
    # the early 1990s, the nineties, '90s, the 480s BC
    "decade": rf"{APPROX}?{PART}?(?:the\s)?(?P<decade_w>(?:late|early|mid)\s)?(?:"
    rf"(?P<decade_n>1\d\d0|20\d0)['\u2019]?s\b|(?P<decade_b>\d{{2,3}}0)s{BC}|['\u2018\u2019](?P<decade_s>\d0)s\b"
    rf"|(?:(?P<decade_c>nineteen|eighteen|seventeen)(?:\s|-))?(?P<decade_t>{_any(DECADES)})\b)",
    # the 16th century, the early nineteenth and twentieth centuries, the 4th century BC
    "century": rf"{PART}?(?:the\s)?(?:(?:late|early|mid){DASH})?(?P<century_n>{CENTURY})"
    rf"(?:(?:\s|{DASH})centur(?:y|ies)\b(?P<century_b>{BC})?"
    rf"|(?=\s(?:and|to|or|through)\s(?:the\s)?(?:early\s|late\s|mid-?\s?)?{CENTURY}(?:\s|{DASH})centur(?:y|ies)))",
    # Christmas 1963, New Year's Day of 1990
    "holiday": rf"(?P<holiday_n>{_any(HOLIDAYS)})\b(?:(?:,?\s(?:of\s)?)(?P<holiday_y>{YEAR4}))?",
    # three years later, a month earlier, two years ago, five days after, half a year later
    "shift": r"(?:(?:just|only|almost|nearly|about|some|over|exactly|barely|less\sthan|more\sthan|not)\s)?"
    rf"(?:(?P<shift_n>half\san?|(?:a|three)\squarters?\sof\sa|{NUMBER})(?P<shift_h>\sand\sa\shalf)?|(?P<shift_v>{VAGUE}))"
    r"\s(?:short\s|full\s|long\s)?(?P<shift_u>days?|weeks?|fortnights?|months?|years?|decades?|century|centuries)"
    r"(?P<shift_g>\sand\sa\shalf)?\s"
    r"(?P<shift_d>later|earlier|before|after|afterwards?|thereafter|hence|previously|prior|ago|from\snow|on(?=[,.;]))\b"
    r"(?:\s(?:to|from)\b)?",
    # the day before, the month after, the year following
    "neighbour": r"the\s(?P<neighbour_u>day|week|month|year|morning|evening|night)\s"
    r"(?P<neighbour_d>before|after|following|previous)\b(?!\s(?:yesterday|tomorrow|last)\b)",
    # the 5th of the following month, the first of the month, the 12th instant
    "dayof": rf"the\s(?P<dayof_d>{_any(ORDINALS)}|(?:[12]\d|3[01]|[1-9])(?:st|nd|rd|th|d))"
    rf"(?:\sof\s(?P<dayof_m>(?:the|{WHICH}|last|next)\smonth\b(?:\s(?:before|after|following)\b)?)"
    r"|\s(?:(?P<dayof_i>inst(?:ant\b|\.)|(?P<dayof_u>ult(?:imo\b|\.))|(?P<dayof_p>prox(?:imo\b|\.)))))",
    # the next day, that same month, later that year, the end of the month, this fiscal year
    "step": r"(?:(?:"
    rf"(?:{PART}|(?:later|earlier|late|early)\s(?:in\s|on\s)?)?(?P<step_w>{WHICH})"
    rf"|(?:{PART}|(?:later|earlier|late|early)\s(?:in|on)\s)(?P<step_the>the\s(?!morning|afternoon|evening|night)|(?=year)))\s?"
    r"(?:fiscal\s|calendar\s)?(?P<step_u>day|week|fortnight|month|year|decade|century|morning|afternoon|evening|night)"
    rf"(?!(?<=year)\s{YEAR}))\b"
    # the days, weeks and years to come
    rf"|(?P<step_v>{STEP}\s(?:few\s|several\s)?(?:days|weeks|months))\b(?!\s(?:of|in)\b)",
    # ever since, since then: a beginning without an end
    "sincethen": r"(?P<sincethen_w>ever\ssince|since\sthen|since\sthat\s(?:time|day|date)|from\sthen\son"
    r"|from\sthat\s(?:time|day)\s(?:on|onwards?))(?!\s(?:the|a|an|his|her|its|their|\d+|[a-z]+ed)\b)",
    # the year 1955, 490 BC, around 1809, early in 1862
    "year": rf"{APPROX}?{PART}?(?:the\syears?\s(?:of\s)?|year\s|fy\s?)?(?P<year_n>{YEAR})",
    # -18 in 1914-18, /42 in 1941/42, -9 in 1908-9; the 499 of 499-493 BC
    "shortyear": r"(?:(?<=\d{4}[-\u2010-\u2015/])(?P<shortyear_n>\d\d)"
    r"|(?<=\d{4}[-\u2010-\u2015])(?P<shortyear_o>[1-9]))(?![\w-]|[.,:/]\d)",
    "bareyear": rf"(?P<bareyear_n>\d{{1,4}})"
    rf"(?=(?:\s?{DASH}\s?|\s(?:and|to|or|until|through)\s)\d{{1,4}}(?P<bareyear_b>{BC}))",
    "weekday": rf"(?P<weekday_w>{WHICH}\s)?(?P<weekday_n>{WEEKDAY})\b"
    rf"(?!,?\s(?:the\s)?(?:{DAY}\s(?:of\s)?)?(?:{MONTH})\b)",
    "dayword": r"(?P<dayword_n>the\sday\s(?:before\syesterday|after\stomorrow)|yesterday|"
    r"today|to-day|tonight|to-night|tomorrow|to-morrow)\b",
    # the 23rd, of the month last named
    "dayonly": r"(?:the\s)(?P<dayonly_d>(?:[12]\d|3[01]|[1-9])(?:st|nd|rd|th|d))"
    r"(?=[,.;:)]|\s(?:(?:the|a|an|he|she|it|they|and|to|in|at|by|with|after|when|from|his|her|its)\b))",
}


def _compile() -> re.Pattern[str]:
    rules = "|".join(f"(?P<{name}>{rule})" for name, rule in RULES.items())
    return re.compile(rf"(?<![\w$\u00a3\u20ac])(?=[\w'\u2018\u2019~])(?:{rules})".replace(r"\s", SPACE))


EXPRESSION = _compile()
