"""`read`: whatever the user names, turned into documents.

The name's ending says what a file is, unless its first bytes say otherwise: a PDF called `.txt` is read as a PDF.
Every failure is one `DetenteError` that says what to do.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from detente.errors import DetenteError
from detente.text.day import day
from detente.text.document import Document
from detente.text.encoding import decode

LIMIT = 20_000_000  # bytes; a text of this size is 3 million words, a dump rather than an account
# A format with pictures or mark-up in it may be larger than the text that it holds.
CONTAINER_LIMIT = 100_000_000

FORMATS = {
    "": "text",
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".wiki": "mediawiki",
    ".mediawiki": "mediawiki",
    ".wikitext": "mediawiki",
    ".docx": "docx",
    ".pdf": "pdf",
    ".jsonl": "news",
    ".ndjson": "news",
}
_CONTENT_TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "text/x-wiki": "mediawiki",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/jsonl": "news",
    "application/x-ndjson": "news",
    "application/x-jsonlines": "news",
}
# Text, but nothing to read sentence by sentence.
_DATA = {".json", ".csv", ".tsv", ".xml", ".yaml", ".yml", ".toml", ".py", ".js", ".css"}
ADVICE = "give .txt, .md, .html, .wiki, .docx, .pdf or news as .jsonl"

Note = Callable[[str], None]
Problem = Callable[[DetenteError], None]


def read(
    source: str | Path, *, published: str = "", note: Note | None = None, problem: Problem | None = None
) -> Iterator[Document]:
    """The documents of a file, an http(s) address or standard input (`"-"`): one, or of news one a line.

    Parameters
    ----------
    source
        Path, address, or `"-"`.
    published
        Day of publication (ISO), for texts that do not say it themselves; a news story's own date comes first.
    note
        Called with what was assumed (an encoding); by default a Python warning.
    problem
        Called for each line of news that cannot be read, and the other lines are read on. Without it they are raised
        together, as one `DetenteError`, after the last readable line.

    Raises
    ------
    DetenteError
        With what to do, for anything that cannot be read.
    """
    note = note or _warn
    published = day(published, "--published") if published else ""
    if isinstance(source, str) and is_address(source):
        from detente.text.web import fetch

        page = fetch(source)
        kind = _kind_of_page(page.content_type, page.address, page.data)
        yield from _documents(kind, page.data, source, published, note, problem, charset=page.charset)
        return
    if str(source) == "-":
        yield from _standard_input(published, note, problem)
        return
    path = Path(source)
    kind = _kind_of_file(path)
    if kind == "news":
        from detente.text.news import stories

        with path.open("rb") as lines:
            yield from stories(lines, str(path), published=published, problem=problem, note=note)
        return
    limit = LIMIT if kind in ("text", "markdown", "mediawiki") else CONTAINER_LIMIT
    if (size := path.stat().st_size) > limit:
        raise _too_large(str(path), size, limit)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error
    yield from _documents(kind, data, str(path), published, note, problem)


def is_address(source: str) -> bool:
    """Whether this names something on the web rather than a file."""
    return bool(re.match(r"[a-zA-Z][a-zA-Z0-9+.-]+://", source))


def _warn(message: str) -> None:
    warnings.warn(message, stacklevel=3)


def _kind_of_file(path: Path) -> str:
    try:
        if path.is_dir():
            raise DetenteError(f"{path}: is a folder; name a file in it, or {path}/*.txt")
        if not path.exists():
            raise DetenteError(f"{path}: no such file; check the path{_similar(path)}")
        if not path.is_file():
            raise DetenteError(f"{path}: is not a regular file; use - to read a pipe as standard input")
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise _unreadable(path, error) from error
    if not head:
        raise _empty(str(path))
    kind = _sniff(head, str(path))
    if kind:
        return kind
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        if _is_text(head) and suffix not in _DATA:
            return "text"
        raise DetenteError(f"{path}: Détente does not read {suffix} files; {ADVICE}")
    if (kind := FORMATS[suffix]) in ("pdf", "docx"):
        raise DetenteError(f"{path}: is named {suffix} but is none (damaged, or another format); save it again")
    return kind


def _similar(path: Path) -> str:
    """A file beside it with nearly this name, as a hint."""
    from difflib import get_close_matches

    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return ""
    close = get_close_matches(path.name, names, n=1, cutoff=0.75)
    return f" (did you mean {path.parent / close[0]}?)" if close else ""


@dataclass(frozen=True)
class _Magic:
    start: bytes
    kind: str
    advice: str = ""


_MAGIC = (
    _Magic(b"%PDF-", "pdf"),
    _Magic(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", "is an old Word or Office file; save it as .docx"),
    _Magic(b"{\\rtf", "", "is a rich text file; save it as .docx or .txt"),
    _Magic(b"\x89PNG", "", "is a picture; run text recognition (OCR) and give the text"),
    _Magic(b"\xff\xd8\xff", "", "is a picture; run text recognition (OCR) and give the text"),
    _Magic(b"GIF8", "", "is a picture; run text recognition (OCR) and give the text"),
    _Magic(b"II*\0", "", "is a picture; run text recognition (OCR) and give the text"),
    _Magic(b"\x1f\x8b", "", "is compressed; unpack it first (gunzip)"),
    _Magic(b"BZh", "", "is compressed; unpack it first (bunzip2)"),
    _Magic(b"\xfd7zXZ", "", "is compressed; unpack it first (unxz)"),
    _Magic(b"PAR1", "", f"is a Parquet table, not a text; {ADVICE}"),
)


def _sniff(head: bytes, name: str) -> str:
    """What the first bytes say; "" where they leave it to the name."""
    for magic in _MAGIC:
        if head.startswith(magic.start):
            if magic.advice:
                raise DetenteError(f"{name}: {magic.advice}")
            return magic.kind
    if head.startswith(b"PK\x03\x04"):
        if b"opendocument.text" in head:
            raise DetenteError(f"{name}: is an OpenDocument text; save it as .docx")
        if b"epub" in head[:200]:
            raise DetenteError(f"{name}: is an e-book; save its chapters as .html or .txt")
        return "docx"  # the reader of .docx says so where the archive holds something else
    return ""


def _is_text(head: bytes) -> bool:
    return b"\0" not in head or head[:2] in (b"\xff\xfe", b"\xfe\xff")


def _kind_of_page(content_type: str, address: str, data: bytes) -> str:
    if not data:
        raise _empty(address)
    if kind := _sniff(data[:4096], address):
        return kind
    if (kind := _CONTENT_TYPES.get(content_type, "")) in ("pdf", "docx"):
        raise DetenteError(f"{address}: the server calls it {content_type} but it is none; open it in a browser")
    suffix = Path(re.sub(r"[?#].*", "", address)).suffix.lower()
    if kind in ("", "text") and FORMATS.get(suffix) in ("markdown", "mediawiki", "news"):
        return FORMATS[suffix]  # servers call these text/plain or application/octet-stream
    if kind:
        return kind
    if content_type in ("", "application/octet-stream") and _is_text(data[:4096]):
        return "html" if re.match(rb"\s*<(?:!doctype|html)", data[:200], re.IGNORECASE) else FORMATS.get(suffix, "text")
    raise DetenteError(f"{address}: the server sends {content_type or 'something unnamed'}, not a text; {ADVICE}")


def _standard_input(published: str, note: Note, problem: Problem | None) -> Iterator[Document]:
    """News is read line by line as it comes; anything else once it is there whole."""
    stream: IO[bytes] = sys.stdin.buffer
    first = stream.readline(LIMIT)
    name = "standard input"
    if not first.strip():
        first += stream.read(LIMIT)
    if not first:
        raise _empty(name)
    from detente.text.news import fields_of, stories

    if fields_of(first):

        def lines() -> Iterator[bytes]:
            yield first
            yield from stream

        yield from stories(lines(), "-", published=published, problem=problem, note=note)
        return
    data = first + stream.read(LIMIT + 1)
    kind = _sniff(data[:4096], name)
    if not kind:
        if len(data) > LIMIT:
            raise _too_large(name, len(data), LIMIT)
        kind = "html" if re.match(rb"\s*<(?:!doctype html|html)", data[:200], re.IGNORECASE) else "text"
    yield from _documents(kind, data, "-", published, note, problem)


def _documents(
    kind: str, data: bytes, source: str, published: str, note: Note, problem: Problem | None, charset: str = ""
) -> Iterator[Document]:
    """The documents in the bytes of one source, by its format. The heavy readers are imported only here."""
    name = "standard input" if source == "-" else source
    if kind == "news":
        from detente.text.news import stories

        yield from stories(data.splitlines(keepends=True), source, published=published, problem=problem, note=note)
        return
    title = ""
    if kind == "docx":
        from detente.text.docx import text_of_docx

        text, title = text_of_docx(data, name)
    elif kind == "pdf":
        from detente.text.pdf import text_of_pdf

        text, title = text_of_pdf(data, name)
    elif kind == "html":
        from detente.text.html import declared_charset, text_of_html

        markup, remark = decode(data, name, charset or declared_charset(data))
        if remark:
            note(remark)
        text, title, written = text_of_html(markup, name)
        published = published or written
    else:
        text, remark = decode(data, name, charset)
        if remark:
            note(remark)
        if kind == "markdown":
            from detente.text.markdown import text_of_markdown

            text, title, written = text_of_markdown(text)
            published = published or written
        elif kind == "mediawiki":
            from detente.text.mediawiki import text_of_mediawiki

            text = text_of_mediawiki(text)
            title = Path(source).stem.replace("_", " ") if source != "-" else ""
        else:
            title = _first_line(text)
    if not text.strip():
        raise _empty(name)
    if len(text) > LIMIT:
        raise _too_large(name, len(text), LIMIT)
    yield Document(text=text, title=title, published=published, source=source)


def _first_line(text: str) -> str:
    """The title of a plain text: its first line, where that stands alone and is no sentence; else ""."""
    first, _, rest = text.lstrip("\ufeff").lstrip().partition("\n")
    alone = not rest.strip() or not rest.split("\n", 1)[0].strip()
    title = first.strip()
    return title if alone and rest.strip() and len(title) <= 120 and title[-1:] not in ".!?;:," else ""


def _empty(name: str) -> DetenteError:
    return DetenteError(f"{name}: is empty; nothing to read")


def _too_large(name: str, size: int, limit: int) -> DetenteError:
    return DetenteError(
        f"{name}: {size / 1e6:.0f} MB is over the limit of {limit / 1e6:.0f} MB for one text; split it, "
        "or give one story a line as .jsonl"
    )


def _unreadable(path: Path, error: OSError) -> DetenteError:
    reason = (error.strerror or str(error)).lower()
    return DetenteError(f"{path}: cannot be read ({reason}); check its name and permissions")
