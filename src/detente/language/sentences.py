"""Where sentences, paragraphs and headings begin and end.

Edited prose breaks sentences predictably, so a few rules with a list of abbreviations do better here than a
statistical splitter, and many times faster. Blank lines part paragraphs. A line break inside a paragraph is a space
where the text is wrapped at a fixed width, and the end of an item where it is a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from detente.language.sentence import Sentence

_BLOCK = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr st messrs mm mme prof gen lt col maj capt cmdr adm sgt brig rev hon sen rep gov pres amb sec jr "
    "sr co inc ltd corp bros no nos vol vols pp art arts fig cf ca al approx est vs dept ft mt jan feb mar apr "
    "jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun viz eg ie etc "
    "lieut adml cdr cmdt cdte gral cnel ing lic arq dra sra srta mgr msgr abp bp fr ste rs tk fl sh".split()
)
# In capitals these are names: "a stake in BP."
_CAPITAL_NAMES = frozenset(("BP", "ING"))
# An abbreviation such as "U.S." ends a sentence only before a word that rarely follows it inside one.
_OPENERS = frozenset(
    "The In On At It He She They We A An But This These Those However After Before When While During By For From As If "
    "Although Since Both Its His Their There Such Under With Yet And Or To So Because Not No Nor Neither Only Even Now "
    "Then Thus Later Thereafter Afterwards Subsequently Meanwhile Moreover Nevertheless Finally Instead Until Once "
    "Soon Here That What Who Where Her Our Another Each Every Despite Through Throughout Between Among Against Without "
    "Within Some Several Many Two Three Four Five Six Seven Eight Nine Ten Twelve".split()
)
_END = re.compile(r"[.!?…]+[\"'”’)\]»]*(?=\s+[\"'“‘(\[«¿]*[A-Z0-9À-Þ])|[.!?][”’\"]?\[\d+\](?=\s)")
_CALENDAR = re.compile(r"[NO]\.?S|[BA]\.?[CDH]")
_LAST_WORD = re.compile(r"([\w.]+)\.$")
# "Recognition, 1921." closes with a year set off by a comma; "Peru recognised Kenya in 1963." is a sentence, and so is
# what ends in "on 3 March, 1963."
_YEAR_HEADING = re.compile(
    r"\b(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)(?:[^\W\d]+|\([^\W\d]+\)),\s+"
    r"\d{4}(?:\s*[–—-]\s*(?:\d{4}|\d{2}|present))?\.$"
)
_MARKS = re.compile(r"^(?:#{1,6}\s+|=+\s*|[*•·-]\s+)")


def is_heading(block: str) -> bool:
    """A short line of its own without a sentence's end: "1990s", "Recognition, 1921.", "Early relations"."""
    line = block.strip()
    if not line or "\n" in line or len(line.split()) > 24:
        return False
    if _titled(line) and _YEAR_HEADING.search(line):
        return not any(_breaks(line))
    if len(line) > 120 or len(line.split()) > 16:
        return False
    if _MARKS.match(line) and line[0] in "#=":
        return True
    if line[-1] not in '.!?;:,”"':
        return True
    return len(line.split()) <= 14 and bool(_YEAR_HEADING.search(line)) and not any(_breaks(line))


def _titled(line: str) -> bool:
    """Whether a line is written as titles are: all its longer words begin with a capital."""
    words = re.findall(r"[^\W\d_]{5,}", line)
    return len(words) > 2 and all(word[0].isupper() for word in words)


def _breaks(text: str) -> Iterator[int]:
    """Offsets just behind the ends of sentences inside a paragraph."""
    for match in _END.finditer(text):
        before = text[max(0, match.start() - 24) : match.start() + 1]
        last = _LAST_WORD.search(before)
        if last and match[0] in (".)", ".]") and _CALENDAR.fullmatch(last[1]):
            continue  # "on 27 August (N.S.) 1610"
        if last and text[match.start()] == "." and match.end() - match.start() == 1:
            word = last[1]
            following = re.match(r"\s+[\"'“‘(\[«]*([\w’']+)", text[match.end() :])
            opener = following[1] if following else ""
            if (word.lower() in _ABBREVIATIONS and word not in _CAPITAL_NAMES) and not (
                word.lower() in ("co", "inc", "etc", "jr", "sr", "st", "ltd", "corp", "bros") and opener in _OPENERS
            ):
                continue
            if re.fullmatch(r"[a-z]", word) and before[max(0, last.start() - 1) : last.start()] not in ("'", "’"):
                continue  # "(r. 1851-68)", "p. 34", "Husayn b. Ali"
            if re.fullmatch(r"[A-Z]", word) and opener not in _OPENERS:
                continue  # an initial: "Harry S. Truman"
            if re.fullmatch(r"[A-Za-z](?:\.[A-Za-z])+", word) and opener not in _OPENERS:
                continue  # "U.S. forces"; "the U.S. The agreement" breaks
        yield match.end()


def _lines(block: str) -> Iterator[tuple[int, int]]:
    """A block's parts: the whole where its lines are wrapped prose, else each line by itself."""
    rows = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", block)]
    wrapped = len(rows) > 1 and all(end - start > 45 for start, end in rows[:-1])
    ended = sum(block[end - 1] in ".!?;:" for _, end in rows[:-1])
    if len(rows) == 1 or (wrapped and ended * 2 <= len(rows) - 1):
        yield 0, len(block)
    else:
        yield from rows


def split(text: str) -> list[Sentence]:
    """Every sentence of a text in order, with its paragraph and the heading above it; headings are marked as such."""
    found: list[Sentence] = []
    heading = ""
    for block in _BLOCK.finditer(text):
        if is_heading(block[0]):
            heading = _MARKS.sub("", block[0].strip()).strip(" =")
            start, end = _trim(text, block.start(), block.end())
            found.append(Sentence(start, end, text[start:end], (start, end), heading, is_heading=True))
            continue
        for low, high in _lines(block[0]):
            part = block[0][low:high]
            cuts = [0, *_breaks(part), len(part)]
            for a, b in pairwise(cuts):
                start, end = _trim(text, block.start() + low + a, block.start() + low + b)
                if start < end:
                    paragraph = (block.start(), block.end())
                    found.append(Sentence(start, end, text[start:end], paragraph, heading))
    if all(sentence.is_heading for sentence in found):  # a line of text without a full stop heads nothing
        return [replace(sentence, is_heading=False, heading="") for sentence in found]
    return found


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
