"""Documents into the store, batch by batch: a batch is a transaction, and what is there is not read again.

`shelf` knows when a document is there; `writing` writes a batch. Here is the order of things: documents come in, those
that are wanted are given out to be coded, come back with records, wait for a batch to be full, and are stored.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from detente.errors import DetenteError
from detente.store.shelf import Incoming, Known, Shelf, alike, known_documents, numbered, place_of, wants_coding
from detente.store.writing import Batch, write

if TYPE_CHECKING:
    from detente.record import Record
    from detente.store.database import Store
    from detente.text import Document

BATCH = 200  # documents that are stored together, while storing takes little time
BATCH_LIMIT = 2_000  # and at most: what an interruption may cost
SECONDS = 10.0  # of reading that may be lost
SHARE = 4  # times as long as a batch takes to be stored is read before the next: storing takes a fifth of the time
CHARACTERS = 20_000_000  # held in memory
LOOKED_UP = 256  # documents that are looked up together
LOOKED_UP_CHARACTERS = 4_000_000

Outcome = Literal["known", "new", "version", "recoded", "retired"]
Problem = Callable[[DetenteError], None]


@dataclass
class Added:
    """What came of it, in documents; `records` are those that these brought.

    new       seen for the first time
    version   another text where one was known
    recoded   the same text, read again by a newer coder, in another scope or with a day of publication
    known     left alone
    retired   known from elsewhere, but their place held another text until now
    failed    could not be coded
    """

    new: int = 0
    version: int = 0
    recoded: int = 0
    known: int = 0
    retired: int = 0
    failed: int = 0
    records: int = 0

    @property
    def written(self) -> int:
        """How many documents were stored."""
        return self.new + self.version + self.recoded


def _raise(error: DetenteError) -> None:
    raise error


@dataclass
class Adder:
    """Takes documents in: `wanted` says which are to be coded, `put` takes their records, `flush` ends a batch.

    Only one batch of texts is held in memory. What has been flushed stays, whatever happens then.

    `batch` fixes how many documents are stored together. Without it they are 200, or what was read in ten seconds;
    where linking them with a large store takes longer, batches grow with that, up to 2,000.
    """

    store: Store
    batch: int | None = None
    seconds: float = SECONDS
    problem: Problem = _raise
    count: Added = field(default_factory=Added)
    settled: int = 0  # documents that nothing more is to be done about but to store them
    _number: int = 0
    _coming: dict[int, Incoming] = field(default_factory=dict)  # being coded
    _pending: set[tuple[str, str]] = field(default_factory=set)  # contents that are not in the store yet
    _held: list[tuple[Incoming, list[Record] | None]] = field(default_factory=list)
    _characters: int = 0
    _since: float = 0.0
    _took: float = 0.0  # how long it took to store the last batch
    _flushing: bool = False

    def wanted(self, incoming: Iterable[Incoming]) -> Iterator[tuple[int, Document]]:
        """The documents that have to be coded, each with the number under which `put` expects its records.

        Documents that bring records of their own are put at once.
        """
        for group in _groups(numbered(incoming)):
            hashes, origins = [each.document.sha256 for each in group], [each.origin for each in group]
            shelf = Shelf(known_documents(self.store, hashes=hashes, origins=origins))
            for each in group:
                step = "skip" if each.content in self._pending else shelf.step(each)
                if step == "skip":
                    self.count.known += 1
                    self.settled += 1
                elif step == "retire":
                    self._hold(each, None)
                elif _is_whole(each.document):
                    self._pending.add(each.content)
                    if each.records is not None:
                        self._hold(each, list(each.records))
                        continue
                    self._number += 1
                    self._coming[self._number] = each
                    yield self._number, each.document
                else:
                    self.count.failed += 1
                    self.settled += 1
                    self.problem(DetenteError(f"{each.place}: holds half a character (a lone surrogate); save it anew"))

    def put(self, number: int, records: Iterable[Record]) -> None:
        """The records of a document that `wanted` gave out."""
        self._hold(self._coming.pop(number), list(records))

    def failed(self, number: int) -> None:
        """A document that `wanted` gave out could not be coded: the next run will try again."""
        self._pending.discard(self._coming.pop(number).content)
        self.count.failed += 1
        self.settled += 1

    def _hold(self, incoming: Incoming, records: list[Record] | None) -> None:
        self.settled += 1
        if not self._held:
            self._since = time.monotonic()
        self._held.append((incoming, records))
        self._characters += len(incoming.document.text)
        if self._is_due(len(self._held), time.monotonic() - self._since):
            self.flush()

    def _is_due(self, held: int, seconds: float) -> bool:
        if self._characters >= CHARACTERS:
            return True
        if self.batch is not None:
            return held >= self.batch or seconds >= self.seconds
        worth = SHARE * self._took
        return held >= BATCH_LIMIT or (held >= BATCH and seconds >= worth) or seconds >= max(self.seconds, worth)

    def flush(self) -> None:
        """Store what is held, all of it or nothing.

        Raises
        ------
        DetenteError
            It cannot be written (no space left, for example); what was stored before is whole.
        """
        if not self._held or self._flushing:  # an interruption within a flush rolls it back, and does not try again
            return
        self._flushing = True
        began = time.monotonic()
        with self.store.transaction():
            outcomes = _write(self.store, self._held)
        for (incoming, records), outcome in zip(self._held, outcomes, strict=True):
            setattr(self.count, outcome, getattr(self.count, outcome) + 1)
            if outcome not in ("known", "retired"):
                self.count.records += len(records or ())
            self._pending.discard(incoming.content)
        self._held, self._characters, self._flushing = [], 0, False
        self._took = time.monotonic() - began


def add(
    store: Store,
    documents: Iterable[Document],
    code: Callable[[Document], list[Record]],
    *,
    coder: str,
    scope: str = "international",
    batch: int | None = None,
) -> Added:
    """Code and store documents; those that are there are left alone. `shelf` says when they are.

    Parameters
    ----------
    store
        Opened for writing.
    documents
        As `detente.read` gives them. They are taken one after the other, so there may be any number.
    code
        Makes the records of a document.
    coder, scope
        Who makes the records (name and version), and of which events.
    batch
        How many documents are stored together; `Adder` says what is done without it.
    """
    adder = Adder(store, batch)
    incoming = (Incoming(document, place_of(document.source, document), coder, scope) for document in documents)
    try:
        for number, document in adder.wanted(incoming):
            adder.put(number, code(document))
    finally:
        adder.flush()
    return adder.count


def _groups(incoming: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    """Documents that are looked up together: not so many that their texts fill the memory, none waits for long."""
    group: list[Incoming] = []
    characters, since = 0, time.monotonic()
    for each in incoming:
        group.append(each)
        characters += len(each.document.text)
        late = time.monotonic() - since > 0.5
        if len(group) >= LOOKED_UP or characters >= LOOKED_UP_CHARACTERS or late:
            yield group
            group, characters, since = [], 0, time.monotonic()
    if group:
        yield group


def _is_whole(document: Document) -> bool:
    """Whether all characters can be written: half of a pair, out of broken JSON, cannot."""
    try:
        f"{document.text}{document.title}{document.source}{document.id}".encode()
    except UnicodeEncodeError:
        return False
    return True


def _write(store: Store, held: list[tuple[Incoming, list[Record] | None]]) -> list[Outcome]:
    from detente.store.happenings import relink

    known = known_documents(
        store,
        hashes=[each.document.sha256 for each, _ in held],
        origins=[each.origin for each, _ in held],
        news_ids=[each.document.id for each, _ in held],
    )
    batch = Batch(Shelf(known))
    now = datetime.now(UTC).replace(tzinfo=None)
    outcomes = [
        _settle(store, batch, incoming, records, now + timedelta(microseconds=number))
        for number, (incoming, records) in enumerate(held)
    ]
    write(store, batch)
    if batch.touched:
        relink(store, documents=batch.touched)
    return outcomes


def _settle(store: Store, batch: Batch, incoming: Incoming, records: list[Record] | None, moment: datetime) -> Outcome:
    """A document's place among what is there; `batch` takes what is to be written."""
    shelf, document = batch.shelf, incoming.document
    same = shelf.by_content.get(incoming.content)
    own = shelf.current.get(incoming.origin)
    if records is None:
        if shelf.step(incoming) != "retire" or own is None:
            return "known"
        batch.retire(own, moment)
        return "retired"
    if same is None:
        return _new(store, batch, incoming, records, moment)
    if same.superseded is None:
        if same.document in batch.inserted or not wants_coding(same, incoming):
            return "known"
        outcome: Outcome = "recoded"
    else:  # the text of an earlier version is back
        if (current := shelf.current.get(same.origin)) is not None:
            batch.retire(current, moment)
        same.version, same.superseded, same.place = shelf.versions[same.origin] + 1, None, incoming.place
        outcome = "version"
    same.scope, same.coder = incoming.scope, incoming.coder
    same.published, same.title = document.published or same.published, document.title or same.title
    batch.revise(same, records, moment)
    return outcome


def _new(store: Store, batch: Batch, incoming: Incoming, records: list[Record], moment: datetime) -> Outcome:
    """A text that nobody has seen: the next version of its origin, or of a story with its id, or a new document."""
    shelf, document = batch.shelf, incoming.document
    before = shelf.current.get(incoming.origin) or next(
        (one for one in shelf.stories(document.id) if _is_of(store, batch, one, incoming)), None
    )
    origin = before.origin if before else incoming.origin
    key = hashlib.sha256("\0".join([origin, document.id, document.sha256]).encode()).hexdigest()[:32]
    version = shelf.versions.get(origin, 0) + 1
    known = Known(
        key, document.id, document.sha256, origin, incoming.place, version, incoming.scope, incoming.coder,
        document.published, document.title, None,
    )  # fmt: skip
    if before is not None:
        batch.retire(before, moment)
    batch.insert(known, document, records, moment)
    return "new" if version == 1 else "version"


def _is_of(store: Store, batch: Batch, known: Known, incoming: Incoming) -> bool:
    """Whether a story is another version of one with its id from another file."""
    if known.place == incoming.place:
        return False  # both stand in the file at once
    document = incoming.document
    if document.title and (document.title, document.published) == (known.title, known.published):
        return True
    there = batch.inserted.get(known.document)
    return alike(document, there[1].text if there else store.text(known.document))
