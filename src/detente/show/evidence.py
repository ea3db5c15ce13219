"""The evidence of a brief: the paragraphs of the sources, each cited sentence numbered, and who cites it.

A line of the brief never stands alone: `Ledger.cite` gives it an id and the numbers of its sentences, and remembers
for each sentence which lines go back to it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from detente.errors import DetenteError
from detente.record import Record


class Source(Protocol):
    """What the brief wants of a document; `detente.text.Document` has it."""

    @property
    def text(self) -> str:
        """The text that the evidence spans count in."""

    @property
    def title(self) -> str:
        """What it is called, or ""."""

    @property
    def published(self) -> str:
        """The day of its publication, or ""."""

    @property
    def source(self) -> str:
        """Its path or address."""

    @property
    def sha256(self) -> str:
        """The fingerprint of its text."""


MOST = 40  # sentences that a line is given the numbers of
R_co = TypeVar("R_co", bound=Record, covariant=True)


@dataclass(frozen=True)
class Statement(Generic[R_co]):
    """A record, the number of the source that it was read from, the happening that it tells, and if it leads that."""

    source: int
    record: R_co
    happening: str = ""
    leads: bool = False


@dataclass(frozen=True)
class Ref:
    """The number of a cited sentence, and where it stands in this brief."""

    label: str
    anchor: str


@dataclass
class Cited:
    """A sentence that lines of the brief rest on, and the links back to them."""

    start: int
    end: int
    ref: Ref = field(default_factory=lambda: Ref("", ""))
    triggers: set[str] = field(default_factory=set)
    back: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Piece:
    """A run of a paragraph: plain text (`cited` None) or a cited sentence, cut so that triggers can be set bold.

    A sentence that runs over a paragraph's end has two pieces; links lead to the one that `begins` it.
    """

    runs: tuple[tuple[str, bool], ...]
    cited: Cited | None
    begins: bool = True


@dataclass(frozen=True)
class Paragraph:
    """A paragraph that holds evidence: its number, the heading above it, its text in pieces."""

    number: int
    heading: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Exhibit:
    """A source and those of its paragraphs that are cited."""

    number: int
    title: str
    source: str
    published: str
    sha256: str
    paragraphs: tuple[Paragraph, ...]
    records: int


class Ledger:
    """Numbers the cited sentences of all sources and keeps the account of who cites them."""

    def __init__(self, sources: Sequence[tuple[Source, Sequence[Record]]]) -> None:
        self.sources = [document for document, _ in sources]
        self._counts = [len(records) for _, records in sources]
        self._cited: list[list[Cited]] = []
        self._lines = 0
        many = len(sources) > 1
        for number, (document, records) in enumerate(sources, 1):
            if any(record.end > len(document.text) for record in records):
                name = document.source or document.title
                raise DetenteError(f"{name}: its records are of another text; code it again")
            sentences = _sentences(records)
            for position, sentence in enumerate(sentences, 1):
                label = f"{number}.{position}" if many else str(position)
                sentence.ref = Ref(label, f"s{label.replace('.', '-')}")
            self._cited.append(sentences)

    def statements(
        self, sources: Sequence[tuple[Source, Sequence[Record]]], happenings: Sequence[Sequence[str]]
    ) -> list[Statement[Record]]:
        """All records with their sources and happenings."""
        return [
            Statement(number, record, happening)
            for number, ((_, records), names) in enumerate(zip(sources, happenings, strict=True))
            for record, happening in zip(records, names, strict=True)
        ]

    def cite(self, statements: Sequence[Statement[Record]], what: str) -> tuple[str, tuple[Ref, ...], int]:
        """An id for a line that rests on these statements, and the numbers of their sentences, the lead's first.

        Where there are too many to be numbered, how many sentences more say it.
        """
        self._lines += 1
        line = f"line{self._lines}"
        refs: list[Ref] = []
        further: set[tuple[int, int]] = set()
        for statement in [*statements[:1], *sorted(statements[1:], key=lambda each: (each.source, each.record.start))]:
            sentence = self.sentence(statement)
            if len(refs) >= MOST and sentence.ref not in refs:
                further.add((statement.source, sentence.start))
                continue
            if statement.record.trigger:
                sentence.triggers.add(statement.record.trigger)
            if sentence.ref in refs:
                continue
            refs.append(sentence.ref)
            figure = f"{statement.record.confidence:.2f}"
            sentence.back.append((line, f"{what} ({figure})" if statement.record.coder else what))
        return line, tuple(refs), len(further)

    def called(self, source: int) -> str:
        """What a source is called, with its number where there are several."""
        name = f"“{_title(self.sources[source], source + 1)}”"
        return f"{name} ({source + 1})" if len(self.sources) > 1 else name

    def sentence(self, statement: Statement[Record]) -> Cited:
        """The numbered sentence that a statement rests on."""
        cited = self._cited[statement.source]
        return cited[bisect_right(cited, statement.record.start, key=lambda each: each.start) - 1]

    def quote(self, statement: Statement[Record]) -> str:
        """The words of the sentence, on one line."""
        sentence = self.sentence(statement)
        return " ".join(self.sources[statement.source].text[sentence.start : sentence.end].split())

    def exhibits(self) -> list[Exhibit]:
        """The appendix: of each source the paragraphs that some line goes back to."""
        return [
            Exhibit(
                number, _title(document, number), document.source, document.published, document.sha256,
                tuple(_paragraphs(document.text, [each for each in cited if each.back])), records,
            )
            for number, (document, cited, records) in enumerate(
                zip(self.sources, self._cited, self._counts, strict=True), 1
            )
        ]  # fmt: skip


def _title(document: Source, number: int) -> str:
    return document.title or document.source.rpartition("/")[2] or f"Source {number}"


def _sentences(records: Sequence[Record]) -> list[Cited]:
    """The evidence spans in the order of the text; spans that overlap become one."""
    merged: list[Cited] = []
    for start, end in sorted({(record.start, record.end) for record in records}):
        if merged and start < merged[-1].end:
            merged[-1].end = max(merged[-1].end, end)
        else:
            merged.append(Cited(start, end))
    return merged


def _paragraphs(text: str, cited: Sequence[Cited]) -> Iterator[Paragraph]:
    heading, number = "", 0
    for match in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text):
        start, end = match.span()
        held = [each for each in cited if each.start < end and each.end > start]
        if not held and is_heading(match[0]):
            heading = match[0].strip()
            continue
        number += 1
        if held:
            yield Paragraph(number, heading, tuple(_pieces(text, start, end, held)))


def is_heading(paragraph: str) -> bool:
    """A short line of its own that does not end like a sentence."""
    line = paragraph.strip()
    return "\n" not in line and len(line) <= 120 and not line.endswith((".", "!", "?", ":", ";", "”", '"', "…"))


def _pieces(text: str, start: int, end: int, cited: Sequence[Cited]) -> Iterator[Piece]:
    at = start
    for sentence in cited:
        first, last = max(sentence.start, at), min(sentence.end, end)
        if first > at:
            yield Piece(((text[at:first], False),), None)
        yield Piece(emphasise(text[first:last], sentence.triggers), sentence, sentence.start >= start)
        at = last
    if at < end:
        yield Piece(((text[at:end], False),), None)


def emphasise(sentence: str, triggers: set[str]) -> tuple[tuple[str, bool], ...]:
    """Cut a sentence where its triggers stand: (text, is a trigger)."""
    words = [re.escape(each) for each in sorted(triggers, key=lambda each: (-len(each), each)) if each.strip()]
    if not words:
        return ((sentence, False),)
    parts = re.split(rf"(?<!\w)({'|'.join(words)})(?!\w)", sentence)
    return tuple((part, bool(position % 2)) for position, part in enumerate(parts) if part)
