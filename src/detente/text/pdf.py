"""PDF files: lines put together again to the paragraphs that a reader sees.

A PDF has no paragraphs, only lines at places. A new paragraph begins where the distance to the line above is larger
than the usual one, where a line is indented, where the size of the type changes, or where the line above ends a
sentence short of the margin. Heads and feet of pages (the same line, but for its number, at the edge of page after
page), page numbers, and the small raised numbers of notes are left out. A word that is divided at the end of a line is
joined; its hyphen stays where the text has the word with a hyphen elsewhere, or where a capital or a figure follows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from detente.errors import DetenteError
from detente.text.blocks import closed_up, joined, plain, without_citations

_PAGE_LIMIT = 3_000
_DIVIDED = "\ufffe\x02\u00ad"  # what PDFium writes for the hyphen of a divided word, instead of a line's end
_HYPHEN = _DIVIDED + "\u2010-"
_LINE_END = "\r\n" + _DIVIDED
_SENTENCE_END = re.compile(r"[.!?:][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class _Char:
    text: str
    size: float
    box: tuple[float, float, float, float] | None  # left, bottom, right, top


@dataclass(slots=True)
class Line:
    """A line of a page: its text, the left, right, lower and upper edge in points, and the size of its type."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    page: int


def text_of_pdf(data: bytes, name: str) -> tuple[str, str]:
    """Text and title of a PDF that has text in it (a scan has none and is refused)."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DetenteError(f"{name}: is encrypted; remove its password (print it to a new PDF)") from error
        raise DetenteError(f"{name}: is a damaged PDF; open it in a viewer and print it to a new PDF") from error
    try:
        if len(pdf) > _PAGE_LIMIT:
            raise DetenteError(f"{name}: has {len(pdf)} pages, over the limit of {_PAGE_LIMIT}; split it")
        pages = []
        for number in range(len(pdf)):
            page = pdf[number]
            pages.append(_lines(page, number))
            page.close()
        title = plain(pdf.get_metadata_dict().get("Title", ""))
    except pypdfium2.PdfiumError as error:
        raise DetenteError(f"{name}: is a damaged PDF; open it in a viewer and print it to a new PDF") from error
    finally:
        pdf.close()
    if sum(len(line.text) for page in pages for line in page) < 20 * min(len(pages), 3):
        raise DetenteError(
            f"{name}: is a scan without text in it; run text recognition (OCR) first, "
            "for instance: ocrmypdf IN.pdf OUT.pdf"
        )
    if re.search(r"\.(?:docx?|rtf|indd|tex|dvi|qxd)$|^untitled|^microsoft word", title, re.IGNORECASE):
        title = ""  # the name of the file it was made from
    return joined(paragraphs(without_page_furniture(pages))), title


def _lines(page: Any, number: int) -> list[Line]:
    """The lines of a page with their places, in the order of the page's own text."""
    textpage = page.get_textpage()
    try:
        lines: list[Line] = []
        chars: list[_Char] = []
        for char in _chars(textpage):
            if char.text not in "\r\n":
                chars.append(char)
            if chars and char.text in _LINE_END:
                lines += _line(chars, number)
                chars = []
        return lines + _line(chars, number)
    finally:
        textpage.close()


def _chars(textpage: Any) -> Iterator[_Char]:
    """Character by character, since a page's text as a whole leaves out what has no Unicode value."""
    import ctypes
    import math

    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if not code or 0xD800 <= code < 0xE000:
            continue
        text = chr(code)
        if text.isspace():
            yield _Char(text, 0.0, None)
            continue
        size = pdfium.FPDFText_GetFontSize(textpage, index)
        if pdfium.FPDFText_GetMatrix(textpage, index, ctypes.byref(matrix)):
            size *= math.hypot(matrix.c, matrix.d)  # many programs write size 1 and scale it
        yield _Char(text, size, textpage.get_charbox(index, loose=True))


def _line(chars: list[_Char], number: int) -> list[Line]:
    """The characters up to a line's end as a line; none where they are only space."""
    boxes = [char.box for char in chars if char.box]
    if not boxes:
        return []
    size = Counter(round(char.size, 1) for char in chars if char.box).most_common(1)[0][0]
    bottom, top = median(box[1] for box in boxes), median(box[3] for box in boxes)
    text = _without_note_marks(chars, size, bottom).strip(" \t")
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    return [Line(text, left, right, bottom, top, size, number)] if text else []


def _without_note_marks(chars: list[_Char], usual: float, bottom: float) -> str:
    """The line without small raised figures that follow a word or a stop: the marks of notes."""
    out: list[str] = []
    for char in chars:
        raised = char.box is not None and char.size < 0.9 * usual and char.box[1] > bottom + 0.1 * usual
        if raised and (char.text.isdigit() or char.text in "*†‡,") and out and not out[-1].isspace():
            continue
        out.append(char.text)
    return "".join(out)


def without_page_furniture(pages: list[list[Line]]) -> list[list[Line]]:
    """Pages without running heads, feet and page numbers.

    A line at the upper or lower edge goes if it is a page number, or if it stands apart from the text and the same
    line (but for its number) stands at the same height of other pages too.
    """
    edges = Counter(key for page in pages for key in {_place(line) for line in page if _at_edge(line, page)})
    often = max(2, round(0.3 * len(pages)))
    kept: list[list[Line]] = []
    for page in pages:
        left = page
        for _ in range(2):  # a head or foot has two lines at most
            furniture = {
                id(line)
                for line in left
                if _at_edge(line, left)
                and (_is_page_number(line.text) or (edges[_place(line)] >= often and _stands_apart(line, left)))
            }
            left = [line for line in left if id(line) not in furniture]
        kept.append(left)
    return kept


def _at_edge(line: Line, page: list[Line]) -> bool:
    """Among the two highest or two lowest lines of the page (lines side by side are one)."""
    heights = sorted({round(other.bottom) for other in page})
    return round(line.bottom) in heights[:2] + heights[-2:]


def _stands_apart(line: Line, page: list[Line]) -> bool:
    """Further from its neighbour than lines usually are, or in another size of type."""
    heights = sorted({round(other.bottom) for other in page})
    gaps = [high - low for low, high in pairwise(heights)]
    if not gaps:
        return True
    place = heights.index(round(line.bottom))
    inward = gaps[place - 1] if place > len(heights) // 2 else gaps[min(place, len(gaps) - 1)]
    sizes = Counter(round(other.size) for other in page)
    return inward > 1.3 * median(gaps) or round(line.size) != sizes.most_common(1)[0][0]


def _place(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text.strip().lower()), round(line.bottom / 3)


def _is_page_number(text: str) -> bool:
    number = r"(?:page\s*)?(?:\d{1,3}|[ivxlc]{1,7})(?:\s*(?:/|of)\s*\d{1,4})?"
    return bool(re.fullmatch(rf"[-–—|\s]*{number}[-–—|\s]*", text, re.IGNORECASE))


def paragraphs(pages: Iterable[list[Line]]) -> Iterator[str]:
    """Lines joined to paragraphs, across pages too."""
    lines = [line for page in pages for line in page if without_citations(line.text).strip(" :")]
    if not lines:
        return
    gaps = [
        above.bottom - below.bottom
        for above, below in pairwise(lines)
        if above.page == below.page and 0 < above.bottom - below.bottom < 4 * max(above.size, 1)
    ]
    usual_gap = median(gaps) if gaps else 0.0
    words = Counter(re.findall(r"[\w-]+", " ".join(line.text for line in lines).lower()))
    margins: dict[tuple[int, int], float] = {}  # the right margin of each column, which begins within an inch
    for line in lines:
        for inch in _inches(line):
            margins[line.page, inch] = max(margins.get((line.page, inch), 0.0), line.right)
    block = lines[0].text
    for above, line in pairwise(lines):
        if _begins_paragraph(above, line, usual_gap, min(margins[above.page, inch] for inch in _inches(above))):
            yield _shown(block)
            block = line.text
        else:
            block = _join(block, line.text, words)
    yield _shown(block)


def _inches(line: Line) -> tuple[int, int]:
    """The two overlapping inches in which a line begins, so that an indent does not open a column of its own."""
    return int(line.left // 72) * 2, int((line.left + 36) // 72) * 2 + 1


def _shown(block: str) -> str:
    return closed_up(without_citations(plain(re.sub(r"^[•▪●■◦]\s*|\[\s*\]", "", block))))


def _begins_paragraph(above: Line, line: Line, usual_gap: float, margin: float) -> bool:
    level = above.page == line.page and abs(above.bottom - line.bottom) < 0.4 * above.size
    if level and line.left > above.right - above.size:  # a raised mark or a gap has cut the line in two
        return False
    if abs(above.size - line.size) > 0.6:
        return True
    short = above.right < margin - 0.12 * max(margin - above.left, 1)
    ended = bool(_SENTENCE_END.search(above.text))
    if above.page != line.page or line.bottom > above.bottom:  # the next page or column
        return (ended and (short or line.text[:1].isupper() is False)) or (short and line.text[:1].isupper())
    if usual_gap and above.bottom - line.bottom > 1.35 * usual_gap:
        return True
    if line.left - above.left > 0.8 * line.size and (ended or short):
        return True
    if re.match(r"[•▪●■–—*]\s|\(?\d{1,2}[.)]\s", line.text) and (ended or short):
        return True
    return ended and short and line.text[:1].isupper()


def _join(block: str, line: str, words: Counter[str]) -> str:
    if block[-1:] not in _HYPHEN:
        return f"{block} {line}"
    if block[-2:-1].isspace() or not block[:-1]:  # a dash, not a divided word
        return f"{block} {line}"
    if line[:1].islower():
        return _divided(block[:-1], line, words)
    return f"{block[:-1]}-{line}"


def _divided(block: str, line: str, words: Counter[str]) -> str:
    first = re.search(r"[\w-]*$", block)
    second = re.match(r"[\w-]*", line)
    first_part, second_part = (first[0] if first else "").lower(), (second[0] if second else "").lower()
    hyphened, whole = words[f"{first_part}-{second_part}"], words[f"{first_part}{second_part}"]
    return f"{block}-{line}" if hyphened > whole else f"{block}{line}"
