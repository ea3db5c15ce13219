"""From bytes to text, without guessing silently.

UTF-8 is what texts are written in; a byte order mark or the rhythm of zero bytes gives UTF-16 away. What is neither is
most likely an old Windows file: its curly quotes and accents are single bytes of Windows-1252. That reading is taken,
and said, only where it makes sense as a Western European text; bytes of another alphabet would come out as rows of
accented letters, and are refused.
"""

from __future__ import annotations

import codecs
import re

from detente.errors import DetenteError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Control characters that no text holds: all but tab, line ends, form feed and escape.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 65_536


def decode(data: bytes, name: str, charset: str = "") -> tuple[str, str]:
    """The text of `data`, every character kept (line ends too), and a note where its encoding had to be assumed.

    `charset` is what a server or a page declares; it is tried after UTF-8, which servers often forget to declare.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return _checked(data[len(mark) :].decode(encoding), name), ""
            except UnicodeDecodeError as error:
                raise _wrong_encoding(name, f"begins as {encoding.upper()} but breaks at byte {error.start}") from error
    if encoding := _unmarked_utf16(data):
        try:
            return _checked(data.decode(encoding), name), ""
        except UnicodeDecodeError:
            pass
    try:
        return _checked(data.decode("utf-8"), name), ""
    except UnicodeDecodeError as error:
        broken = error.start
    if b"\0" in data[:_SAMPLE]:
        raise _binary(name)
    if charset:
        try:
            return _checked(data.decode(charset), name), ""
        except (LookupError, UnicodeError):  # an encoding that is unknown, wrong, or a joke ("undefined")
            pass
    try:
        text = _checked(data.decode("cp1252"), name)
    except UnicodeDecodeError as error:
        raise _wrong_encoding(name, f"is not UTF-8 (byte {broken})") from error
    if not _looks_western(text):
        raise _wrong_encoding(name, f"is not UTF-8 (byte {broken})")
    return text, f"{name}: not UTF-8 (byte {broken}); read as Windows-1252"


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 without a mark: in Latin text every other byte is zero."""
    sample = data[: _SAMPLE // 2 * 2]
    if len(sample) < 4 or len(data) % 2:
        return ""
    even, odd, half = sample[::2].count(0), sample[1::2].count(0), len(sample) // 2
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def _checked(text: str, name: str) -> str:
    sample = text[:_SAMPLE]
    if "\0" in sample or len(_CONTROL.findall(sample)) > 0.005 * len(sample):
        raise _binary(name)
    return text


def _looks_western(text: str) -> bool:
    """Accents and curly quotes are rare among letters in a Western text, and never stand in rows."""
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample))
    high = sum(char > "\x7f" for char in sample)
    return high <= 0.12 * max(letters, 1) and not re.search(r"[À-ÿ]{5}", sample)


def _binary(name: str) -> DetenteError:
    return DetenteError(
        f"{name}: is a binary file, not a text; give .txt, .md, .html, .wiki, .docx, .pdf or news as .jsonl"
    )


def _wrong_encoding(name: str, what: str) -> DetenteError:
    return DetenteError(f"{name}: {what}; save it as UTF-8 (for instance: iconv -f KOI8-R -t UTF-8 OLD > NEW)")
