"""Paragraphs and headings put together as a document's text has them: apart by blank lines, white space made plain."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Soft hyphens, zero-width characters, direction marks and byte order marks: invisible, but they split words.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACE = re.compile(r"\s+")
# What notes leave in running text: "[12]", "[a]", "[note 3]", "[citation needed]", "[1][2]:45".
_CITATION = re.compile(
    r"(?:(?<=\S)\[[a-z]{1,2}\](?!\w)"  # after a word, as a note stands; "[t]he" is an editor's letter
    r"|\s?\[(?:\d{1,3}(?:[,–-]\s?\d{1,3})*|(?:note|nb|n|notes|fn|lower-alpha)\.?\s\w{1,4}"
    r"|citation needed|clarification needed|when\?|who\?|by whom\?|which\?|where\?|page needed|better source needed"
    r"|failed verification|dubious(?: – discuss)?|original research\?|update|edit|further explanation needed"
    r"|according to whom\?|verification needed|full citation needed|unreliable source\??|needs update)\])"
    r"(?::\s?\d+(?:[–-]\d+)?)?",
    re.IGNORECASE,
)

# Closing sections that list sources instead of telling anything.
SOURCES = re.compile(
    r"(?:see also|references(?: and notes)?|notes(?: and references| and citations)?|footnotes|endnotes|citations"
    r"|external links|further reading|bibliography|works cited|sources(?: and further reading)?|literature"
    r"|primary sources|secondary sources|historiography and memory|explanatory notes|general references|notelist)",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """One block's text on one line."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()


def without_citations(text: str) -> str:
    """The text without the marks of its notes: what stands in square brackets for a note, not for a word.

    >>> without_citations("They signed it.[12][citation needed] The treaty[a] lapsed [in 1980].")
    'They signed it. The treaty lapsed [in 1980].'
    """
    return _CITATION.sub("", text)


def closed_up(text: str) -> str:
    """The text without the gap that a dropped link or note leaves before a stop, as in "see the note ." here."""
    return plain(re.sub(r"\s+([.,;:])(?=\s|$)", r"\1", text))


def joined(blocks: Iterable[str]) -> str:
    """Blocks as a text: a blank line between two, empty ones left out."""
    return "\n\n".join(block for block in blocks if block)
