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


def _blocks(parent: Any) -> Iterator[str]:
    from docx.table import Table

    for item in parent.iter_inner_content():
        if isinstance(item, Table):
            seen: set[Any] = set()
            for row in item.rows:
                for cell in row.cells:  # a merged cell comes once for each place that it covers
                    if cell._tc not in seen:
                        seen.add(cell._tc)
                        yield from _blocks(cell)
        elif text := plain(item.text):
            yield text
