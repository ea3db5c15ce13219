"""A text with what is known of where it comes from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """One text to be read; every offset that Détente gives counts the characters of `text`.

    text       paragraphs separated by blank lines, headings as lines of their own; of a .txt file exactly what it holds
    title      the text's own title, "" where none is known
    published  the day it was published as an ISO date, "" where that is not known
    source     path or address it was read from, "" for a text that came from elsewhere
    sha256     of `text` in UTF-8: what records cite as `doc`
    id         a news story's own id, "" for any other text
    """

    text: str
    title: str = ""
    published: str = ""
    source: str = ""
    sha256: str = field(default="")
    id: str = ""

    def __post_init__(self) -> None:
        """Name the text by its content where the caller did not."""
        if not self.sha256:
            digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
            object.__setattr__(self, "sha256", digest)

    @property
    def key(self) -> str:
        """What records write as `doc`: the news story's id, else the hash of the text."""
        return self.id or self.sha256
