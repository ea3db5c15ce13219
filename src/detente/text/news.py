"""News as JSON Lines: one story a line, with `id`, `text`, `date` and, where known, `title` and `source`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from detente.errors import DetenteError
from detente.text.day import day
from detente.text.document import Document

STORY_LIMIT = 20_000_000  # characters; one line larger than any text that is read whole
_FIELDS = "one JSON object a line with id, text and date"


def fields_of(line: bytes) -> frozenset[str]:
    """The names of a line's fields; none where it is prose rather than a JSON object."""
    if not line.lstrip().startswith(b"{"):
        return frozenset()
    try:
        return frozenset(json.loads(line))
    except (ValueError, RecursionError):
        return frozenset()


def is_story(line: bytes) -> bool:
    """Whether a line has what makes a story of news."""
    return {"id", "text"} <= fields_of(line)


def stories(
    lines: Iterable[bytes],
    source: str,
    *,
    published: str = "",
    note: Callable[[str], None] = lambda message: None,
    problem: Callable[[DetenteError], None] | None = None,
) -> Iterator[Document]:
    """The stories, one after the other as the lines come; a line that is none goes to `problem` with its number.

    Without `problem` the bad lines are raised together once the good ones have been read.
    """
    name = "standard input" if source == "-" else source
    bad: list[str] = []
    found = False
    for number, raw in enumerate(lines, 1):
        line = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if not line.strip():
            continue
        try:
            document = _story(line, f"{name}, line {number}", source, published, note)
        except DetenteError as error:
            if problem is None:
                bad.append(str(error))
            else:
                problem(error)
            found = True
            continue
        found = True
        yield document
    if bad:
        raise DetenteError("\n".join(bad))
    if not found:
        raise DetenteError(f"{name}: is empty; nothing to read")


def _story(line: bytes, where: str, source: str, published: str, note: Callable[[str], None]) -> Document:
    if len(line) > STORY_LIMIT:
        raise DetenteError(f"{where}: over {STORY_LIMIT // 1_000_000} MB in one story; split it")
    try:
        story = json.loads(line)
    except UnicodeDecodeError as error:
        raise DetenteError(f"{where}: is not UTF-8; save the file as UTF-8") from error
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "nested too deeply")
        raise DetenteError(f"{where}: is not JSON ({reason.lower()}); write {_FIELDS}") from error
    if not isinstance(story, dict):
        raise DetenteError(f"{where}: is not a JSON object; write {_FIELDS}")
    text, name = story.get("text"), story.get("id")
    if not isinstance(text, str) or not text.strip():
        raise DetenteError(f"{where}: has no text; write {_FIELDS}")
    try:
        f"{text}{name}{story.get('title')}{story.get('source')}".encode()
    except UnicodeEncodeError as error:
        raise DetenteError(f"{where}: holds half a character (\\ud8.. without its other half)") from error
    if isinstance(name, bool) or not isinstance(name, (str, int)) or name == "":
        raise DetenteError(f"{where}: has no id; write {_FIELDS}")
    written = story.get("date")
    if written in (None, ""):
        written = published
    else:
        try:
            written = day(str(written), where)
        except DetenteError as error:
            note(f"{error}; the story is read without a date")
            written = published
    title, origin = story.get("title"), story.get("source")
    return Document(
        text=text,
        title=title if isinstance(title, str) else "",
        published=written,
        source=origin if isinstance(origin, str) and origin else source,
        id=str(name),
    )
