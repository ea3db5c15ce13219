"""What a document on its way in is to the store: known, new, another version of one that is there.

What a document is recognised by, in this order:

1. **Its content.** A text (for news: a text with its id) that is there is not read again, wherever it comes from. It is
   coded again if the coder is newer, the scope another, or if its day of publication has become known.
2. **Its place.** Another text at the same path or address is a new version of what was read there. For news the place
   is the file and the story's id; a second story of one file with the same id is a document of its own.
3. **A story's id.** A story with the id of one from another file is a new version of it if the two are alike (same day
   and title, or half of their words); if not, two papers count their stories from 1, and both are kept.

An older version that turns up again in another place is known and left alone. At its own place it is what the file
says now, and becomes the current version again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from detente.text import Document

if TYPE_CHECKING:
    from detente.record import Record
    from detente.store.database import Store

ALIKE = 0.5  # share of words that two versions of a story have in common
Step = Literal["skip", "code", "retire"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document on its way in.

    document    the text
    place       absolute path or address that it was read from; for a text from nowhere a name made of its hash
    occurrence  1, and counting for stories of one file with the same id but another text
    coder       name and version of whoever makes its records
    scope       international | all
    records     where they exist already, made elsewhere; None: to be coded
    """

    document: Document
    place: str
    coder: str
    scope: str = "international"
    occurrence: int = 1
    records: tuple[Record, ...] | None = None

    @property
    def origin(self) -> str:
        """Where its versions belong together."""
        if not self.document.id:
            return self.place
        again = f"~{self.occurrence}" if self.occurrence > 1 else ""
        return f"{self.place}#{self.document.id}{again}"

    @property
    def content(self) -> tuple[str, str]:
        """What makes it the same document, wherever it comes from."""
        return self.document.id, self.document.sha256


def place_of(source: str, document: Document) -> str:
    """Where a document was read: absolute path or address of its input; made of its content where there is none."""
    if not source or source == "-":
        return f"text:{document.sha256[:16]}"
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]+://", source):
        return source
    return str(Path(source).resolve())


def numbered(incoming: Iterable[Incoming]) -> Iterator[Incoming]:
    """The same, with stories of one file that share an id but no text told apart by their `occurrence`.

    Only one file's ids are held at a time, as hashes.
    """
    place = ""
    seen: dict[int, list[int]] = {}
    for each in incoming:
        if not each.document.id:
            yield each
            continue
        if each.place != place:
            place, seen = each.place, {}
        texts = seen.setdefault(hash(each.document.id), [])
        text = hash(each.document.sha256)
        if text not in texts:
            texts.append(text)
        number = texts.index(text) + 1
        yield each if number == 1 else replace(each, occurrence=number)


@dataclass(slots=True)
class Known:
    """A row of `documents`, without its text."""

    document: str
    news_id: str
    sha256: str
    origin: str
    place: str
    version: int
    scope: str
    coder: str
    published: str
    title: str
    superseded: datetime | None

    @property
    def content(self) -> tuple[str, str]:
        """What makes it the same document."""
        return self.news_id, self.sha256


def wants_coding(known: Known, incoming: Incoming) -> bool:
    """Whether a document that is there, with this very text, is to be coded again."""
    if known.scope != incoming.scope:
        return True
    if known.coder != incoming.coder and not _is_newer(known.coder, incoming.coder):
        return True
    document = incoming.document
    if document.published and document.published != known.published:
        return not known.published or known.place == incoming.place
    return bool(document.title) and document.title != known.title and known.place == incoming.place


def _is_newer(coder: str, than: str) -> bool:
    """Whether a coder is a later version of another. What cannot be compared is not.

    >>> _is_newer("detente 0.10.1", "detente 0.9"), _is_newer("detente 0.9", "other 0.1")
    (True, False)
    """
    (name, _, version), (other, _, other_version) = coder.rpartition(" "), than.rpartition(" ")
    numbers, others = _numbers(version), _numbers(other_version)
    return name == other and bool(numbers and others) and numbers > others


def _numbers(version: str) -> tuple[int, ...]:
    match = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(map(int, match[0].split("."))) if match and "unknown" not in version else ()


class Shelf:
    """The documents that a batch may have to do with, as they stand."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.by_content: dict[tuple[str, str], Known] = {}
        self.current: dict[str, Known] = {}
        self.of_news_id: dict[str, list[Known]] = {}
        self.versions: dict[str, int] = {}
        for each in known:
            self.put(each)

    def put(self, each: Known) -> None:
        """One more document; of two with the same content the current one counts."""
        other = self.by_content.get(each.content)
        if other is None or other.superseded is not None:
            self.by_content[each.content] = each
        self.versions[each.origin] = max(self.versions.get(each.origin, 0), each.version)
        if each.superseded is None:
            self.current[each.origin] = each
            stories = self.of_news_id.setdefault(each.news_id, [])
            if each.news_id and each not in stories:
                stories.append(each)

    def retire(self, known: Known, moment: datetime) -> None:
        """A document that is no longer current."""
        known.superseded = moment
        if self.current.get(known.origin) is known:
            del self.current[known.origin]
        if known.news_id:
            self.of_news_id[known.news_id].remove(known)

    def stories(self, news_id: str) -> list[Known]:
        """The current documents with a story's id, wherever they come from."""
        return self.of_news_id.get(news_id, []) if news_id else []

    def step(self, incoming: Incoming) -> Step:
        """What is to be done about a document, told without reading it."""
        same = self.by_content.get(incoming.content)
        if same is None:
            return "code"
        if same.superseded is None:
            if wants_coding(same, incoming):
                return "code"
            # This place held another text until now, and what it holds now is known from elsewhere.
            own = self.current.get(incoming.origin)
            return "retire" if own is not None and own is not same else "skip"
        current = self.current.get(same.origin)
        return "code" if current is None or current.place == incoming.place else "skip"


_KNOWN = (
    "document, news_id, sha256, origin, place, version, scope, coder, "
    "coalesce(strftime(published, '%Y-%m-%d'), ''), title, superseded"
)


def known_documents(
    store: Store, *, hashes: Iterable[str] = (), origins: Iterable[str] = (), news_ids: Iterable[str] = ()
) -> list[Known]:
    """The stored documents that have one of these hashes, origins or news ids, and all versions of each."""
    asked = {"sha256": set(hashes), "origin": set(origins), "news_id": set(news_ids) - {""}}
    parts = {
        f"SELECT origin FROM documents WHERE {column} IN (SELECT unnest(?::VARCHAR[]))": list(values)
        for column, values in asked.items()
        if values
    }
    if not parts:
        return []
    sql = f"SELECT {_KNOWN} FROM documents WHERE origin IN ({' UNION '.join(parts)}) ORDER BY added, document"
    return [Known(*row) for row in store.connection.execute(sql, list(parts.values())).fetchall()]


def alike(document: Document, text: str) -> bool:
    """Whether a story has at least half of its words in common with a text.

    >>> alike(Document("China and Russia met on 3 May."), "China and Russia met on 4 May.")
    True
    """
    ours, theirs = ({*re.findall(r"\w+", one.casefold())} for one in (document.text, text))
    return len(ours & theirs) >= ALIKE * len(ours | theirs)
