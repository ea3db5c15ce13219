"""What the sources say of two states, sorted into what is theirs and what is others', with a ledger of citations.

Records that name both states are the body of a brief. Those that name one of them and somebody else are the business
of third parties. Positions, offices, memberships and figures need one of the two states only.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar, cast

from detente.ontology.states import name_of
from detente.record import Figure, Membership, Office, Position, Record, edtf
from detente.show import words
from detente.show.evidence import Ledger, Source, Statement
from detente.show.lines import Line, Row
from detente.show.parties import names, who
from detente.store.best import lead
from detente.store.differences import differences
from detente.store.reading import Stored, StoredDocument

R = TypeVar("R", bound=Record)


class Account:
    """The statements of the sources on states `a` and `b`, in the order of time."""

    def __init__(
        self,
        a: str,
        b: str,
        sources: Sequence[tuple[Source, Sequence[Record]]],
        happenings: Sequence[Sequence[str]] | None = None,
        disputed: Collection[tuple[int, str]] = (),
    ) -> None:
        self.pair = (a, b)
        self.disputed = frozenset(disputed)  # number of the source and id of each record on which reviewers differ
        self.ledger = Ledger(sources)
        self.all = sorted(led(self.ledger, self.ledger.statements(sources, happenings or linked(sources))), key=in_time)
        self.body = [each for each in self.all if self.is_body(each.record)]
        self.third = [each for each in self.all if self.is_third(each.record)]
        self.lines = 0

    def is_body(self, record: Record) -> bool:
        """Whether a record tells of the two states, or of one where one is enough."""
        both, involved = frozenset(self.pair), record.involved
        if isinstance(record, Position):
            return bool(both & set(record.holder))
        if isinstance(record, Office | Membership):
            return bool(both & involved)
        if isinstance(record, Figure):
            return bool(involved) and (involved <= both or both <= involved)
        return both <= involved

    def is_third(self, record: Record) -> bool:
        """Whether a record tells of one of the two states and somebody else."""
        kinds = ("event", "agreement", "status", "position")
        return record.kind in kinds and bool(record.involved & set(self.pair)) and not self.is_body(record)

    def of(self, kind: type[R]) -> list[Statement[R]]:
        """The statements of a kind in the body."""
        return [cast("Statement[R]", each) for each in self.body if isinstance(each.record, kind)]

    def line(self, group: Sequence[Statement[Record]], what: str) -> Line:
        """A line that rests on these statements; `what` names it where the evidence links back."""
        self.lines += 1
        ident, refs, more = self.ledger.cite(group, what)
        return Line(ident, refs, best(group), more=more, differs=self.differs(group))

    def differs(self, group: Sequence[Statement[Record]]) -> tuple[tuple[str, str], ...]:
        """On what the sources of each happening among these statements differ, and whether reviewers do, in words."""
        happenings: dict[str, list[tuple[Record, str]]] = {}
        for each in group:
            happenings.setdefault(each.happening, []).append((each.record, self.ledger.called(each.source)))
        found = tuple(
            ("Sources differ", words.difference_words(each, str))
            for happening, told in happenings.items() if happening and len(told) > 1
            for each in differences(told)
        )  # fmt: skip
        if any((each.source, each.record.id) in self.disputed for each in group):
            found += (("Reviewers differ", "as many of them decided otherwise"),)
        return found

    def row(self, group: Sequence[Statement[Record]], what: str, *cells: str) -> Row:
        """A row of a table that rests on these statements."""
        line = self.line(group, what)
        date = group[0].record.date
        return Row(line.id, line.refs, line.confidence, cells, date, more=line.more, differs=line.differs)

    def names(self, codes: Iterable[str]) -> str:
        """Names in one phrase, the two states first, in the brief's order, then the others as the source has them."""
        return names(codes, self.pair)

    def others(self, record: Record) -> str:
        """Who else takes part, in words; "" where there are only the two."""
        return self.names(sorted(record.involved - set(self.pair)))

    def who(self, record: Record) -> str:
        """Between whom: "A → B" for a directed act, "A and B" for a joint one."""
        return who(record, self.pair)

    def what(self, record: Record) -> str:
        """What is told, in plain words."""
        return words.record_words(record, name_of)


def linked(sources: Sequence[tuple[Source, Sequence[Record]]]) -> list[list[str]]:
    """For each record of each source the name of its happening, as far as these sources tell."""
    from detente.store.happenings import link
    from detente.store.tellings import paragraphs, telling

    told = []
    for number, (document, records) in enumerate(sources):
        starts = paragraphs(document.text)
        told += [
            telling(record, f"{number:06}", bisect_right(starts, record.start), f"{place:06}")
            for place, record in enumerate(records)
        ]
    first = link(told)
    return [
        ["-".join(first[f"{number:06}", f"{place:06}"]) for place in range(len(records))]
        for number, (_, records) in enumerate(sources)
    ]


def led(ledger: Ledger, statements: Sequence[Statement[Record]]) -> list[Statement[Record]]:
    """The statements, those marked that lead their happening: the best dated that no better source contradicts."""
    groups: dict[str, list[int]] = {}
    for number, each in enumerate(statements):
        groups.setdefault(each.happening, []).append(number)
    leaders: set[int] = set()
    for happening, members in groups.items():
        if happening and len(members) > 1:
            told = {number: _as_stored(ledger, statements[number]) for number in members}
            first = lead(list(told.values()))
            leaders.update(number for number in members if told[number] is first)
        else:
            leaders.update(members)
    return [replace(each, leads=number in leaders) for number, each in enumerate(statements)]


def _as_stored(ledger: Ledger, each: Statement[Record]) -> Stored:
    source = ledger.sources[each.source]
    published = source.published if re.fullmatch(r"\d{4}-\d\d-\d\d", source.published) else ""
    name = f"{each.source:06}"
    document = StoredDocument(name, name, name, 1, source.title, source.source, published)
    return Stored(each.record, document, each.happening)


def best(group: Sequence[Statement[Record]]) -> float:
    """The best confidence among statements of the same thing."""
    return max(each.record.confidence for each in group)


def in_time(each: Statement[Record]) -> tuple[tuple[int, int], int, int]:
    """Chronological order; within a date the order of the sources."""
    return edtf.sort_key(each.record.date), each.source, each.record.start


def by_date(rows: Iterable[Row]) -> list[Row]:
    """Rows in chronological order, the undated last."""
    return sorted(rows, key=lambda row: edtf.sort_key(row.date))
