"""The brief of a relationship: what the sources say of two states, for a reader with little time.

`build` sorts records into sections of plain lines; `Brief.html` and `Brief.markdown` only set them. Every line has the
numbers of the sentences that it rests on. Nothing is added to what the sources say, no date is made more exact.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from detente.ontology.states import name_of
from detente.record import Record
from detente.show import words
from detente.show.account import Account
from detente.show.eras import Era, closing, divide, years
from detente.show.evidence import Exhibit, Source
from detente.show.lines import FEW, UNCERTAIN, Entry, Group, MatrixRow, Row, Rung
from detente.show.sections import (
    agreements,
    chronology,
    figures,
    ladder,
    memberships,
    offices,
    positions,
    standing,
    thirds,
    visits,
)
from detente.show.sections.measures import Drawn
from detente.show.visible import visible


@dataclass
class Brief:
    """The sections of a brief, ready to be set as HTML or Markdown."""

    names: tuple[str, str]
    total: int
    left_out: int = 0
    uncertain: int = 0
    lines: int = 0
    coders: tuple[str, ...] = ()
    span: str = ""
    as_of: str = ""
    known_on: str = ""
    reviewed: int = 0
    notes: list[str] = field(default_factory=list)
    standing: list[Group] = field(default_factory=list)
    positions: list[MatrixRow] = field(default_factory=list)
    ladder: list[Rung] = field(default_factory=list)
    condition_heads: tuple[str, ...] = ()
    conditions: list[Row] = field(default_factory=list)
    mood: list[Row] = field(default_factory=list)
    charts: list[Drawn] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    eras: list[Era[Entry]] = field(default_factory=list)
    undated: list[Entry] = field(default_factory=list)
    agreement_heads: tuple[str, ...] = ()
    agreements: list[Row] = field(default_factory=list)
    visits: list[Row] = field(default_factory=list)
    visit_counts: str = ""
    offices: list[Group] = field(default_factory=list)
    memberships: list[MatrixRow] = field(default_factory=list)
    figures: list[Row] = field(default_factory=list)
    thirds: list[Group] = field(default_factory=list)
    exhibits: list[Exhibit] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The two states, as a title."""
        return f"{self.names[0]}–{self.names[1]} relations"

    @property
    def sections(self) -> list[tuple[str, str]]:
        """The sections that have something in them, in their order: (fragment, heading)."""
        every: list[tuple[str, str, object]] = [
            ("stands", "Where the relationship stands", True),
            ("positions", "Positions", self.positions),
            ("ladder", "The ladder of the relationship", self.ladder or self.conditions or self.mood),
            ("measures", "The relationship in measures", self.charts),
            ("chronology", "Chronology", self.entries or self.undated),
            ("agreements", "Agreements", self.agreements),
            ("visits", "Visits and meetings", self.visits),
            ("offices", "Who spoke for each side", self.offices),
            ("memberships", "Memberships", self.memberships),
            ("figures", "Figures", self.figures),
            ("thirds", "Third parties", self.thirds),
            ("sources", "Sources", len(self.exhibits) > FEW),
            ("reading", "How to read this brief", True),
            ("evidence", "Evidence", self.exhibits),
        ]
        return [(anchor, name) for anchor, name, there in every if there]

    @property
    def published(self) -> str:
        """From when to when the sources were published, as far as they say, in years."""
        days = sorted(exhibit.published[:4] for exhibit in self.exhibits if exhibit.published)
        return "" if not days else days[0] if days[0] == days[-1] else f"{days[0]}–{days[-1]}"

    def html(self) -> str:
        """One self-contained HTML file: no script, no network."""
        from detente.show.html_page import page

        return visible(page(self))

    def markdown(self) -> str:
        """The same brief as Markdown."""
        from detente.show.markdown_page import page

        return visible(page(self))


def build(
    a: str,
    b: str,
    sources: Sequence[tuple[Source, Sequence[Record]]],
    *,
    happenings: Sequence[Sequence[str]] | None = None,
    disputed: Collection[tuple[int, str]] = (),
) -> Brief:
    """The brief of the states `a` and `b` (actor codes) from documents and the records read from them.

    `happenings` names, for each record of each source, the happening that it tells; a store knows them. Without it the
    texts in hand are compared here. `disputed` are records on which reviewers differ: number of the source and id.
    """
    account = Account(a, b, sources, happenings, disputed)
    brief = Brief((name_of(a), name_of(b)), total=len(account.all))
    told = chronology.entries(account, chronology.told(account), "chronology")
    brief.entries = [entry for entry in told if entry.date]
    brief.undated = [entry for entry in told if not entry.date]
    brief.eras = divide(brief.entries)
    brief.standing = standing.standing(account)
    brief.positions = positions.positions(account)
    brief.ladder = ladder.ladder(account)
    brief.condition_heads, brief.conditions = ladder.conditions(account)
    brief.mood = ladder.mood(account)
    brief.agreement_heads, brief.agreements = agreements.agreements(account)
    brief.visits, brief.visit_counts = visits.visits(account)
    brief.offices = offices.offices(account)
    brief.memberships = memberships.memberships(account)
    brief.figures = figures.figures(account)
    brief.thirds = thirds.thirds(account)
    shown = account.body + account.third
    brief.left_out = len(account.all) - len(shown)
    brief.uncertain = sum(each.record.confidence < UNCERTAIN for each in shown)
    brief.lines = account.lines
    brief.coders = tuple(sorted({each.record.coder for each in account.all} - {""}))
    brief.span = years([entry.date for entry in brief.entries], to_the_end=True)
    if brief.entries:
        brief.as_of = words.date_words(max((closing(entry.date) for entry in brief.entries), key=standing.reached))
    brief.exhibits = account.ledger.exhibits()  # last: it lists the lines that cite each sentence
    return brief
