"""Word files: headings, paragraphs and the cells of tables, in the order of the page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from detente.errors import DetenteError
from detente.text.blocks import joined, plain

_UNPACKED_LIMIT = 200_000_000  # bytes of a .docx once unpacked: a small file may blow up to gigabytes


def text_of_docx(data: bytes, name: str) -> tuple[str, str]:
    """Text and title of a .docx file. Notes, comments, heads and feet of pages are not part of the account."""
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "word/document.xml" not in archive.namelist():
                raise DetenteError(f"{name}: is an archive, not a Word text; unpack it, or save the text as .docx")
            if sum(entry.file_size for entry in archive.infolist()) > _UNPACKED_LIMIT:
                raise DetenteError(f"{name}: unpacks to over {_UNPACKED_LIMIT // 1_000_000} MB; save the text as .txt")
        document = docx.Document(io.BytesIO(data))
    except DetenteError:
        raise
    except Exception as error:  # python-docx lets the errors of zipfile, lxml and its own through
        raise DetenteError(f"{name}: is damaged or no Word text; open it in Word and save it again") from error
    blocks = list(_blocks(document))
    if not blocks:
        raise DetenteError(f"{name}: holds no text (pictures only?); run text recognition (OCR) and give the text")
    title = plain(document.core_properties.title or "")
    if not title or title.lower() in ("word document", "document"):
        titled = [p for p in document.paragraphs[:10] if p.style is not None and p.style.name == "Title"]
        title = plain(titled[0].text) if titled else ""
    return joined(blocks), title


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Text that is not shown: taken out under tracked changes, or a second copy for older programs.
_HIDDEN = frozenset(
    {f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_SPACES = frozenset({f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"})


def _blocks(document: Any) -> Iterator[str]:
    """Paragraph by paragraph as the file has them, in cells, text boxes and content controls too; no table of contents.

    python-docx gives only paragraphs and tables that stand directly in the body, and none of what tracked changes add.
    """
    contents = {style.style_id for style in document.styles if style.name and style.name.lower().startswith("toc ")}
    for paragraph in document.element.body.iter(f"{_W}p"):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if style is not None and style.get(f"{_W}val") in contents:
            continue
        if any(ancestor.tag in _HIDDEN for ancestor in paragraph.iterancestors()):
            continue
        if text := plain("".join(_pieces(paragraph))):
            yield text


def _pieces(paragraph: Any) -> Iterator[str]:
    """The text of a paragraph without that of text boxes in it, which have paragraphs of their own."""
    pending = list(reversed(paragraph))
    while pending:
        element = pending.pop()
        if element.tag in _HIDDEN or element.tag == f"{_W}p":
            continue
        if element.tag == f"{_W}t":
            yield element.text or ""
        elif element.tag in _SPACES:
            yield "-" if element.tag == f"{_W}noBreakHyphen" else " "
        pending.extend(reversed(element))
