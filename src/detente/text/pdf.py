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
from detente.text.blocks import joined, plain

_PAGE_LIMIT = 3_000
_HYPHEN = "\u00ad\u2010-\ufffe\x02"
_SENTENCE_END = re.compile(r"[.!?:][\"'”’)\]]*$")


@dataclass
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
    import pypdfium2.raw as pdfium

    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range() if textpage.count_chars() else ""
        lines: list[Line] = []
        index = 0
        for raw in text.splitlines(keepends=True):
            body = raw.rstrip("\r\n")
            kept: list[tuple[str, float]] = []
            boxes: list[tuple[float, float, float, float]] = []
            for offset, char in enumerate(body):
                size = pdfium.FPDFText_GetFontSize(textpage, index + offset)
                kept.append((char, size))
                if not char.isspace():
                    boxes.append(textpage.get_charbox(index + offset, loose=True))
            index += len(raw)
            if not boxes:
                continue
            usual = Counter(round(size, 1) for char, size in kept if not char.isspace()).most_common(1)[0][0]
            shown = _without_note_marks(kept, usual)
            if shown.strip():
                left, bottom = min(box[0] for box in boxes), median(box[1] for box in boxes)
                right, top = max(box[2] for box in boxes), median(box[3] for box in boxes)
                lines.append(Line(shown.strip(" \t"), left, right, bottom, top, usual, number))
        return lines
    finally:
        textpage.close()


def _without_note_marks(chars: list[tuple[str, float]], usual: float) -> str:
    """The line without figures that are much smaller than its type and follow a word or a stop: marks of notes."""
    out: list[str] = []
    for char, size in chars:
        small = usual and size < 0.8 * usual
        if small and (char.isdigit() or char in "*†‡,") and out and not out[-1].isspace():
            continue
        out.append(char)
    return "".join(out)


def without_page_furniture(pages: list[list[Line]]) -> list[list[Line]]:
    """Pages without running heads, feet and page numbers."""
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({_faceless(line.text) for line in _edge(page)})
    often = max(2, round(0.3 * len(pages)))
    kept: list[list[Line]] = []
    for page in pages:
        edge = {id(line) for line in _edge(page)}
        kept.append([
            line for line in page
            if id(line) not in edge
            or not (_is_page_number(line.text) or (len(pages) > 2 and edges[_faceless(line.text)] >= often))
        ])  # fmt: skip
    return kept


def _edge(page: list[Line]) -> list[Line]:
    """The two highest and the two lowest lines."""
    by_height = sorted(page, key=lambda line: -line.top)
    return by_height[:2] + by_height[-2:] if len(by_height) > 4 else by_height[:1] + by_height[1:][-1:]


def _faceless(text: str) -> str:
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", text.strip().lower())


def _is_page_number(text: str) -> bool:
    number = r"(?:page\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of)\s*\d{1,4})?"
    return bool(re.fullmatch(rf"[-–—|\s]*{number}[-–—|\s]*", text, re.IGNORECASE))


def paragraphs(pages: Iterable[list[Line]]) -> Iterator[str]:
    """Lines joined to paragraphs, across pages too."""
    lines = [line for page in pages for line in page]
    if not lines:
        return
    gaps = [
        above.bottom - below.bottom
        for above, below in pairwise(lines)
        if above.page == below.page and 0 < above.bottom - below.bottom < 4 * max(above.size, 1)
    ]
    usual_gap = median(gaps) if gaps else 0.0
    words = Counter(re.findall(r"[\w-]+", " ".join(line.text for line in lines).lower()))
    rights: dict[int, float] = {}
    for line in lines:
        rights[line.page] = max(rights.get(line.page, 0.0), line.right)
    block = lines[0].text
    for above, line in pairwise(lines):
        if _begins_paragraph(above, line, usual_gap, rights[above.page]):
            yield plain(block)
            block = line.text
        else:
            block = _join(block, line.text, words)
    yield plain(block)


def _begins_paragraph(above: Line, line: Line, usual_gap: float, margin: float) -> bool:
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
    if block[-1] in "\u00ad\ufffe\x02" and line[:1].islower():
        return _divided(block[:-1], line, words)
    if not line[:1].islower():
        return f"{block[:-1]}-{line}"
    return _divided(block[:-1], line, words)


def _divided(block: str, line: str, words: Counter[str]) -> str:
    first = re.search(r"[\w-]*$", block)
    second = re.match(r"[\w-]*", line)
    first_part, second_part = (first[0] if first else "").lower(), (second[0] if second else "").lower()
    hyphened, whole = words[f"{first_part}-{second_part}"], words[f"{first_part}{second_part}"]
    return f"{block}-{line}" if hyphened > whole else f"{block}{line}"
