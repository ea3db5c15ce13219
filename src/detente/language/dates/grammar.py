"""The date expressions of English as one regular expression.

Every alternative is one expression in the sense of TIMEX2: its modifiers ("early", "the end of", "later that")
belong to it, the prepositions that place an act ("in", "by", "since", "until") do not; intervals of two
expressions are put together afterwards. The expression runs over lower-cased text; what needs a capital ("May",
"March") is checked on the original.

All repeats are bounded or possessive, so the time is linear in the length of the text.
"""

from __future__ import annotations

import re

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
    name: n
    for n, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
}  # fmt: skip
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
NUMBERS = {word: n for n, word in enumerate(_SMALL) if n} | {
    "a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "a dozen": 12, "a couple of": 2, "twenty-one": 21, "twenty-two": 22, "twenty-three": 23, "twenty-four": 24,
    "twenty-five": 25,
}  # fmt: skip
ORDINALS = {
    word: n
    for n, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first".split(),
        start=1,
    )
}  # fmt: skip
DECADES = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
    "nineties": 90,
}  # fmt: skip
HOLIDAYS = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "new year's eve": (12, 31),
    "new year's day": (1, 1), "new years day": (1, 1), "all saints' day": (11, 1), "bastille day": (7, 14),
    "may day": (5, 1),
}  # fmt: skip


def _any(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


S = r"(?:[^\S\n]{1,3}+(?:\n[^\S\n]{0,3}+)?|\n[^\S\n]{0,3}+)"  # a space or a line break, no blank line
DASH = r"[-\u2010-\u2015\u2212]"
FULL_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
MONTH = rf"(?:{FULL_MONTH}\b|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?!\d)"
BC = rf"(?:{S}?(?:b\.c\.(?:e\.)?|bce?)(?![a-z]))"
AD = rf"(?:{S}(?:a\.d\.|ad|c\.e\.|ce)(?![a-z]))"
YEAR4 = r"(?:1\d{3}|20\d\d)(?![\d\w])"
YEAR = rf"(?:{YEAR4}{AD}?|\d{{1,4}}{BC}|(?:a\.d\.|ad){S}\d{{1,4}}(?!\d))"
SAME = r"(?:that\s(?:very\s)?same|this\ssame|the\s(?:very\s)?same|that|this|the)"
STEP = r"(?:the\s)?(?:next|following|succeeding|subsequent|ensuing|previous|preceding|prior|last|past|coming)"
UNIT = r"(?:day|week|fortnight|month|season|year|decade|century|spring|summer|autumn|fall|winter)"
WHICH = rf"(?:{SAME}|{STEP})"
PART = (
    rf"(?:(?:the\s)?(?:very\s)?(?:early|mid|middle|late|beginning|start|end|close|latter|first|last|final|closing|opening)"
    rf"(?:\s(?:part|days?|weeks?|months?|years?))?\s(?:of|in)\s(?:the\s)?"
    rf"|(?:the\s)?(?:very\s)?(?:early|mid|late|later)(?:{DASH}\s?|\s)(?:to{DASH}(?:mid|late){DASH}?\s?)?(?:in\s)?)"
)
APPROX = r"(?:(?:around|about|circa|approximately|roughly|c\.|ca\.?)\s?)"
NUMBER = rf"(?:\d{{1,3}}|{_any(NUMBERS)}|several|a\sfew|some|many)"
COUNT_UNIT = r"(?:day|week|fortnight|month|year|decade|centurie|century)s?"
WEEKDAY = rf"(?:{_any(WEEKDAYS)})"
CENTURY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{_any(list(ORDINALS))})"


def _of_year(rule: str) -> str:
    return rf"(?:(?:,?\s(?:of\s)?|\sin\s)(?P<{rule}_y>{YEAR})|\sof\s(?P<{rule}_yr>(?:{SAME}|{STEP})\syear))"


_RULES: dict[str, str] = {
    # 1992-12-23, 1992/12/23, 12/23/1992
    "iso": r"(?P<iso_y>[12]\d{3})(?P<iso_s>[-/])(?P<iso_m>[01]\d)(?P=iso_s)(?P<iso_d>[0-3]\d)(?![\d/-])",
    "num": r"(?P<num_a>[0-3]?\d)(?P<num_s>[-/.])(?P<num_b>[0-3]?\d)(?P=num_s)(?P<num_y>[12]\d{3})(?![\d/-])",
    # 23 December 1992, the 23rd of December, Friday 3 May of that year
    "dmy": rf"(?:{WEEKDAY},?\s)?(?:the\s)?(?P<dmy_d>{DAY})\s(?:day\s)?(?:of\s)?(?P<dmy_m>{MONTH})"
    rf"(?:{_of_year('dmy')})?",
    # December 23, 1992; December 23rd
    "mdy": rf"(?:{WEEKDAY},?\s)?(?P<mdy_m>{MONTH})\s(?:the\s)?(?P<mdy_d>{DAY})(?!\s?[:%]|\sa\.?m\b|\sp\.?m\b)"
    rf"(?:{_of_year('mdy')})?",
    # the end of December 1992, mid-June, late last July, March of the same year
    "my": rf"(?:(?:the\s)?(?:month\sof\s))?{PART}?(?P<my_w>(?:{STEP}|this|that)\s)?(?P<my_m>{MONTH})"
    rf"(?:{_of_year('my')})?",
    # the second half of 1941, the first quarter of the 19th century
    "half": rf"(?:the\s)?(?P<half_n>first|second|third|fourth|last|latter|1st|2nd|3rd|4th)\s"
    rf"(?P<half_u>half|quarter)\sof\s(?:the\s)?(?:(?P<half_y>{YEAR})(?!s)|(?P<half_yr>(?:{SAME}|{STEP})?\s?year)"
    rf"|(?P<half_d>1\d\d0|20\d0)s|(?P<half_c>{CENTURY})(?:\s|-)century)",
    "quarter": rf"(?P<quarter_n>[qh][1-4])\s(?P<quarter_y>{YEAR4})",
    # the summer of 1992, early spring, last winter
    "season": rf"{PART}?(?P<season_w>{WHICH}\s)?(?P<season_s>spring|summer|autumn|fall|winter)\b"
    rf"(?:{_of_year('season')}(?:(?:/|{DASH})(?P<season_e>\d\d(?:\d\d)?)(?!\d))?)?",
    # the early 1990s, the nineties, the 480s BC
    "decade": rf"{APPROX}?{PART}?(?:the\s)?(?P<decade_w>(?:late|early|mid)\s)?"
    rf"(?:(?P<decade_n>1\d\d0|20\d0)['\u2019]?s\b|(?P<decade_b>\d{{2,3}}0)s{BC}"
    rf"|['\u2018\u2019](?P<decade_s>\d0)s\b|(?P<decade_c>nineteen|eighteen|seventeen)?(?:\s|-)?"
    rf"(?P<decade_t>{_any(DECADES)})\b)",
    # the 16th century, the early nineteenth and twentieth centuries, the 4th century BC
    "century": rf"(?P<century_t>(?:the\s)?turn\sof\s)?{PART}?(?:the\s)?(?:late{DASH}|early{DASH}|mid{DASH})?"
    rf"(?P<century_n>{CENTURY})(?:(?:\s|-)centur(?:y|ies)(?P<century_b>{BC})?"
    rf"|(?=\s(?:and|to|or|through)\s(?:the\s)?(?:early\s|late\s|mid-?\s?)?{CENTURY}(?:\s|-)centur(?:y|ies)))",
    # Christmas 1963
    "holiday": rf"(?P<holiday_n>{_any(HOLIDAYS)})\b(?:(?:,?\s(?:of\s)?)(?P<holiday_y>{YEAR4}))?",
    # three years later, a month earlier, two years ago, five days after
    "shift": rf"(?:(?:just|only|almost|nearly|about|some|over|exactly|barely|less\sthan|more\sthan)\s)?"
    rf"(?P<shift_n>{NUMBER})(?:\s(?P<shift_u>{COUNT_UNIT}))\s(?P<shift_d>later|earlier|before|after|afterwards?|"
    rf"thereafter|hence|previously|prior|ago|from\snow|on)\b(?:\s(?:to|from)\b)?",
    # the next day, the following spring, the same month, later that year, the end of the month
    "step": rf"{PART}?(?:(?:later|earlier|late|early)\s(?:in\s|on\s)?)?(?P<step_w>{WHICH})\s(?P<step_u>{UNIT})\b",
    "dayafter": r"(?:the\s)(?P<dayafter_u>day|week|month|year)\s(?P<dayafter_d>before|after|following|previous)\b",
    # the year 1955, 490 BC, around 1809, early in 1862
    "year": rf"{APPROX}?{PART}?(?:the\s)?(?:years?\s)?(?P<year_n>{YEAR})",
    "yearpart": rf"{PART}(?:the\s)?(?P<yearpart_u>month|year|decade|century|week)\b",
    "shortyear": rf"(?<=\d{{4}}[-\u2013/])(?P<shortyear_n>\d\d)(?![\d\w])",
    "weekday": rf"(?:(?P<weekday_w>last|next|this|that|the\sfollowing|the\sprevious|the\ssame)\s)?"
    rf"(?P<weekday_n>{WEEKDAY})\b",
    "dayword": r"(?P<dayword_n>yesterday|today|tonight|tomorrow)\b",
    # the 23rd (of the month last named); 5 in "May 4 and 5"
    "dayonly": r"the\s(?P<dayonly_d>(?:[12]\d|3[01]|[1-9])(?:st|nd|rd|th))\b(?=[,.;:)]|\s(?:of\sthe\smonth|the|a|an|he|she|"
    r"it|they|and|to|in|at|by|with|after|when|from)\b)",
    "daynumber": r"(?P<daynumber_d>[12]\d|3[01]|[1-9])(?!\d)",
}


def _compile() -> re.Pattern[str]:
    names = "|".join(f"(?P<{name}>{rule})" for name, rule in _RULES.items() if name != "daynumber")
    return re.compile(rf"(?<![\w$\u00a3\u20ac])(?:{names})".replace(r"\s", S))


EXPRESSION = _compile()
