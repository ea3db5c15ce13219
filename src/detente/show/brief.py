"""The brief of a relationship: what the sources say of two states, sorted for a reader with little time.

`build` puts records into sections of plain lines; `html` and `markdown` only set them. Every line has the numbers of
the sentences that it rests on. Nothing is added to what the sources say, no date is made more exact than it is.

Records that name both states are the body. Those that name one of them and somebody else are "third parties".
Positions, offices, memberships and figures need one of the two states only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from detente.ontology.states import name_of
from detente.record import Agreement, Event, Figure, Membership, Office, Position, Record, Status, edtf
from detente.show import eras, words
from detente.show.evidence import Exhibit, Ledger, Ref, Source, Statement, emphasise
from detente.show.fold import compatible, fold, same, shared
from detente.show.words import date_words

UNCERTAIN = 0.5  # below it the coder's own figure says: more likely wrong than right
LADDER = frozenset({"partnership", "alliance", "diplomatic_relations", "relations_severed", "recognition",
                    "war", "peace", "rivalry", "hostility"})  # fmt: skip
FAMILY_FIRST = frozenset({"CHN", "TWN", "KOR", "PRK", "VNM", "RVN", "KHM"})  # the family name comes first
HEADS = re.compile(
    r"president|premier|prime minister|chancellor|king|queen|emperor|tsar|general secretary|first secretary|chairman|"
    r"leader|foreign minister|minister of foreign affairs|secretary of state"
)
DONE = re.compile(r"sign|ratif|conclu|renew|exten|prolong|announc|issu|negotiat|terminat|withdr|abrogat|adopt|publish")
MADE = re.compile(r"recogni|establish|resum|restor|upgrad|rais|elevat|normali|sever|br[eo]k|declar")
# Words that say what form an instrument has; without others a title names no instrument in particular.
GENERIC = frozenset(
    re.findall(r"\w+", "agreement agreements treaty joint statement declaration communique communiqué memorandum contract "
               "accord pact deal protocol convention document documents the a an of on and for")
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A line of the brief: its fragment, the sentences it rests on, the best confidence among its statements."""

    id: str
    refs: tuple[Ref, ...]
    confidence: float

    @property
    def doubt(self) -> str:
        """The confidence in figures where the line is marked uncertain, else ""."""
        return f"{self.confidence:.2f}" if self.confidence < UNCERTAIN else ""


@dataclass(frozen=True)
class Act:
    """One coded act of an entry: between whom, what in plain words, PLOVER's code."""

    who: str
    what: str
    code: str
    lane: str
    confidence: float

    @property
    def doubt(self) -> str:
        """The confidence in figures where the act is marked uncertain, else ""."""
        return f"{self.confidence:.2f}" if self.confidence < UNCERTAIN else ""


@dataclass(frozen=True)
class Entry(Line):
    """What a sentence tells for one date."""

    date: str
    acts: tuple[Act, ...]
    quote: tuple[tuple[str, bool], ...]

    @property
    def when(self) -> str:
        """The date in words."""
        return date_words(self.date)

    @property
    def vague(self) -> bool:
        """Whether the source dates it no better than a decade, a season or "about"."""
        return words.precision(self.date) == "vague"


@dataclass(frozen=True)
class Row(Line):
    """A row of a table: its cells in the order of the table's columns."""

    cells: tuple[str, ...]
    date: str = ""


@dataclass(frozen=True)
class Cell:
    """What one source sentence puts into a field of a matrix."""

    text: str
    line: Line


@dataclass(frozen=True)
class MatrixRow:
    """A row of a matrix: the issue or organisation, and for each column what is said."""

    name: str
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Third:
    """Another actor in the affairs of the two, with what is told of it."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Standing:
    """One line of "where the relationship stands": a heading, the words, the date."""

    label: str
    rows: tuple[Row, ...]


@dataclass
class Brief:
    """The sections of a brief, ready to be set; `html` and `markdown` set them."""

    a: str
    b: str
    names: tuple[str, str]
    exhibits: list[Exhibit] = field(default_factory=list)
    total: int = 0
    left_out: int = 0
    uncertain: int = 0
    lines: int = 0
    coders: tuple[str, ...] = ()
    span: str = ""
    as_of: str = ""
    standing: list[Standing] = field(default_factory=list)
    ladder: list[Row] = field(default_factory=list)
    ladder_heads: tuple[str, ...] = ("Date", "Status", "Level", "Change")
    mood: list[Row] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    eras: list[eras.Era] = field(default_factory=list)
    undated: list[Entry] = field(default_factory=list)
    agreements: list[Row] = field(default_factory=list)
    visits: list[Row] = field(default_factory=list)
    visit_counts: str = ""
    offices: list[tuple[str, list[Row]]] = field(default_factory=list)
    positions: list[MatrixRow] = field(default_factory=list)
    memberships: list[MatrixRow] = field(default_factory=list)
    figures: list[Row] = field(default_factory=list)
    thirds: list[Third] = field(default_factory=list)

    @property
    def sections(self) -> list[tuple[str, str]]:
        """The sections that have something in them, in their order: (fragment, heading)."""
        every: list[tuple[str, str, object]] = [
            ("stands", "Where the relationship stands", True),
            ("positions", "Positions", self.positions),
            ("ladder", "The ladder of the relationship", self.ladder or self.mood),
            ("chronology", "Chronology", self.entries or self.undated),
            ("agreements", "Agreements", self.agreements),
            ("visits", "Visits and meetings", self.visits),
            ("offices", "Who spoke for each side", self.offices),
            ("memberships", "Memberships", self.memberships),
            ("figures", "Figures", self.figures),
            ("thirds", "Third parties", self.thirds),
            ("reading", "How to read this brief", True),
            ("evidence", "Evidence", self.exhibits),
        ]
        return [(anchor, name) for anchor, name, there in every if there]

    @property
    def title(self) -> str:
        """The two states, as a title."""
        return f"{self.names[0]}–{self.names[1]} relations"

    def html(self) -> str:
        """One self-contained HTML file: no script, no network."""
        from detente.show.html import page

        return page(self)

    def markdown(self) -> str:
        """The same brief as Markdown."""
        from detente.show.markdown import page

        return page(self)


def build(a: str, b: str, sources: Sequence[tuple[Source, Sequence[Record]]]) -> Brief:
    """The brief of states `a` and `b` (actor codes) from documents and the records read from them."""
    return _Builder(a, b, sources).build()


class _Builder:
    def __init__(self, a: str, b: str, sources: Sequence[tuple[Source, Sequence[Record]]]) -> None:
        self.pair = (a, b)
        self.ledger = Ledger(sources)
        everything = [Statement(number, record) for number, (_, records) in enumerate(sources) for record in records]
        self.all = sorted(everything, key=_in_time)
        both = frozenset(self.pair)
        self.body = [each for each in self.all if self._is_body(each.record)]
        self.third = [each for each in self.all
                      if each.record.kind in ("event", "agreement", "status", "position")
                      and each.record.involved & both and not self._is_body(each.record)]  # fmt: skip
        self.people = self._people()
        self.brief = Brief(a, b, (name_of(a), name_of(b)), total=len(everything))

    def _is_body(self, record: Record) -> bool:
        both, involved = frozenset(self.pair), record.involved
        if isinstance(record, Position):
            return bool(both & set(record.holder))
        if isinstance(record, Office | Membership):
            return bool(both & involved)
        if isinstance(record, Figure):
            return bool(involved) and (involved <= both or both <= involved)
        return both <= involved

    def build(self) -> Brief:
        brief = self.brief
        told = self.of(Event) + self.of(Agreement) + self.of(Status) + [
            each for each in self.of(Membership) if each.record.change != "member"
        ]  # fmt: skip
        entries = self.entries(told, "chronology")
        brief.entries = [entry for entry in entries if entry.date]
        brief.undated = [entry for entry in entries if not entry.date]
        brief.eras = eras.divide(brief.entries, lambda entry: entry.date)
        brief.ladder, brief.mood = self.statuses()
        brief.agreements = self.agreements()
        brief.visits, brief.visit_counts = self.visits()
        brief.offices = self.offices()
        brief.positions = self.positions()
        brief.memberships = self.memberships()
        brief.figures = self.figures()
        brief.thirds = self.thirds()
        brief.standing = self.standing()
        brief.exhibits = self.ledger.exhibits()
        shown = {id(each.record) for each in self.body + self.third}
        brief.left_out = sum(id(each.record) not in shown for each in self.all)
        brief.uncertain = sum(each.record.confidence < UNCERTAIN for each in self.body + self.third)
        brief.coders = tuple(sorted({each.record.coder for each in self.all} - {""}))
        brief.span = self.span()
        return brief

    # Statements, lines, names

    def of(self, kind: type, body: bool = True) -> list[Statement]:
        return [each for each in (self.body if body else self.third) if isinstance(each.record, kind)]

    def line(self, group: Sequence[Statement], what: str) -> Line:
        date = date_words(group[0].record.date)
        ident, refs = self.ledger.cite(group, f"{what}, {date}" if date else what)
        self.brief.lines += 1
        return Line(ident, refs, max(each.record.confidence for each in group))

    def row(self, group: Sequence[Statement], what: str, *cells: str) -> Row:
        line = self.line(group, what)
        return Row(line.id, line.refs, line.confidence, cells, group[0].record.date)

    def names(self, codes: Iterable[str]) -> str:
        """Names in one phrase, the two states of the brief first, in its order."""
        rank = {code: position for position, code in enumerate(self.pair)}
        listed = [name_of(code) for code in sorted(codes, key=lambda code: rank.get(code, len(rank)))]
        return " and ".join([", ".join(listed[:-1]), listed[-1]] if len(listed) > 1 else listed)

    def who(self, record: Record) -> str:
        """Between whom: "A → B" for a directed act, "A and B" for a joint one."""
        if isinstance(record, Event):
            if record.recipients:
                return f"{self.names(record.actors) or 'Unnamed'} → {self.names(record.recipients)}"
            return self.names(record.actors)
        if isinstance(record, Position):
            return self.names(record.holder)
        if isinstance(record, Membership):
            return self.names(record.members)
        return self.names(getattr(record, "parties", ()))

    # Chronology

    def entries(self, statements: Sequence[Statement], what: str) -> list[Entry]:
        groups: list[list[Statement]] = []
        for kind, key, alike in (
            (Event, _event_key, None),
            (Agreement, _agreement_key, _same_agreement),
            (Status, _status_key, None),
            (Membership, _membership_key, None),
            (Position, _position_key, _same_position),
        ):
            groups += fold([each for each in statements if isinstance(each.record, kind)], key, alike)
        by_sentence: dict[tuple[str, str], list[list[Statement]]] = {}
        for group in groups:
            anchor = self.ledger.sentence(group[0]).ref.anchor
            by_sentence.setdefault((group[0].record.date, anchor), []).append(group)
        entries = [self.entry(held, what) for held in by_sentence.values()]
        order = {ident: n for n, ident in enumerate(entry.id for entry in entries)}
        return sorted(entries, key=lambda entry: (edtf.sort_key(entry.date), order[entry.id]))

    def entry(self, groups: list[list[Statement]], what: str) -> Entry:
        lead = groups[0][0]
        line = self.line([each for group in groups for each in group], what)
        triggers = {group[0].record.trigger for group in groups} - {""}
        return Entry(
            line.id, line.refs, line.confidence, lead.record.date,
            tuple(self.acts(groups)), emphasise(self.ledger.quote(lead), triggers),
        )  # fmt: skip

    def acts(self, groups: list[list[Statement]]) -> list[Act]:
        """The acts of a sentence; an event that only says that an instrument was signed is folded into it."""
        def place(group: list[Statement]) -> int:
            found = group[0].record.evidence.find(group[0].record.trigger) if group[0].record.trigger else 10**6
            return found if found >= 0 else 10**6

        events = sorted((group for group in groups if group[0].record.kind == "event"), key=place)
        spent: set[int] = set()
        acts = []
        for group in (group for group in groups if group[0].record.kind != "event"):
            record, code = group[0].record, ""
            verbs = DONE if isinstance(record, Agreement) else MADE
            for position, event in enumerate(events):
                told = event[0].record
                assert isinstance(told, Event)
                if told.type in ("SUPPORT", "AGREE", "SANCTION") and not told.aux and told.involved == record.involved \
                        and isinstance(record, Agreement | Status) and verbs.search(told.trigger.lower()):  # fmt: skip
                    spent.add(position)
                    code = code or words.plover(told)
            acts.append(Act(self.who(record), self.what(record), code, _lane(record), _best(group)))
        told_acts = [
            Act(self.who(group[0].record), self.what(group[0].record), self.code(group[0].record),
                _lane(group[0].record), _best(group))
            for position, group in enumerate(events) if position not in spent
        ]  # fmt: skip
        return told_acts + acts

    def what(self, record: Record) -> str:
        """What is told, in plain words."""
        match record:
            case Event():
                return words.event_words(record)
            case Agreement():
                return f"{_capital(record.title)}: {words.ACTS[record.act]}"
            case Status():
                return words.status_words(record)
            case Position():
                return f"{words.STANCES[record.stance]}: {record.issue}"
            case Membership():
                return f"{name_of(record.organisation)}: {words.MEMBERSHIPS[record.change]}"
        return record.kind

    def code(self, record: Record) -> str:
        return words.plover(record) if isinstance(record, Event) else ""

    # Tables

    def statuses(self) -> tuple[list[Row], list[Row]]:
        ladder, mood = [], []
        for group in fold(self.of(Status), _status_key):
            record = group[0].record
            assert isinstance(record, Status)
            if record.status in LADDER:
                ladder.append(self.row(group, "ladder", date_words(record.date), words.STATUSES[record.status],
                                       record.level, words.CHANGES[record.change], self.others(record)))  # fmt: skip
            elif record.level:
                mood.append(self.row(group, "relations", date_words(record.date), record.level,
                                     words.CHANGES[record.change]))  # fmt: skip
        if any(row.cells[4] for row in ladder):
            self.brief.ladder_heads += ("With",)
        else:
            ladder = [replace(row, cells=row.cells[:4]) for row in ladder]
        return _by_date(ladder), _by_date(mood)

    def others(self, record: Record) -> str:
        """Who else is a party, in words; "" where there are only the two."""
        return self.names(record.involved - set(self.pair)) if record.involved - set(self.pair) else ""

    def agreements(self) -> list[Row]:
        """One row an instrument: what was done with it first, and then its renewals and its end."""
        groups = fold(self.of(Agreement), _agreement_key, _same_agreement)
        groups.sort(key=lambda group: edtf.sort_key(group[0].record.date))
        instruments: list[list[list[Statement]]] = []
        for group in groups:
            home = next((each for each in instruments if _one_instrument(each[0][0].record, group[0].record)), None)
            if home:
                home.append(group)
            else:
                instruments.append([group])
        return [self.agreement(instrument) for instrument in instruments]

    def agreement(self, groups: list[list[Statement]]) -> Row:
        records = [group[0].record for group in groups]
        agreements = [record for record in records if isinstance(record, Agreement)]
        later = ("renewed", "withdrawn", "terminated")
        made = [record for record in agreements if record.act not in later]
        after = [record for record in agreements if record.act in later]
        best = max(agreements, key=lambda record: len(record.title))
        term = next((words.term_words(r) for r in agreements if r.term_years is not None), "")
        end = next((_end_year(r) for r in agreements if r.term_years is not None and r.act != "renewed"), "")
        value = next((words.money(r.value, r.currency) for r in agreements if r.value is not None), "")
        parties = {code for record in agreements for code in record.parties}
        return self.row(
            [each for group in groups for each in group], "agreements",
            date_words(agreements[0].date), _capital(best.title), words.form_words(best),
            "; ".join(_acts_dated(made)), self.names(parties),
            f"{term}, to {end}" if term and end else term, value, "; ".join(_acts_dated(after)),
        )  # fmt: skip

    def visits(self) -> tuple[list[Row], str]:
        consults = [each for each in self.of(Event) if each.record.type == "CONSULT"]
        rows, counts = [], dict.fromkeys((self.pair, self.pair[::-1]), 0)
        for group in fold(consults, _event_key):
            event = group[0].record
            assert isinstance(event, Event)
            if event.mode == "visit" and not event.aux:
                for host, guest in counts:
                    if guest in event.actors and host in event.recipients:
                        counts[host, guest] += 1
            rows.append(self.row(group, "visits", date_words(event.date), self.who(event), words.event_words(event),
                                 ", ".join(self.named(group))))  # fmt: skip
        told = [
            f"{name_of(guest)} to {name_of(host)}: {count}" for (host, guest), count in counts.items() if count
        ]  # fmt: skip
        return _by_date(rows), "; ".join(told)

    def named(self, group: Sequence[Statement]) -> list[str]:
        """Persons whom the sources give an office of one of the two states and who are named in the sentence."""
        sentence = self.ledger.quote(group[0])
        return [person for person, name in self.people if re.search(rf"\b{re.escape(name)}\b", sentence)]

    def _people(self) -> list[tuple[str, str]]:
        found: dict[str, str] = {}
        for each in self.of(Office):
            record = each.record
            assert isinstance(record, Office)
            if record.state in self.pair:
                found.setdefault(_fullest(record.person, self.of(Office)), _surname(record.person, record.state))
        return sorted(found.items())

    def offices(self) -> list[tuple[str, list[Row]]]:
        held: dict[str, dict[str, list[Statement]]] = {code: {} for code in self.pair}
        every = self.of(Office)
        for each in every:
            record = each.record
            assert isinstance(record, Office)
            if record.state in held:
                held[record.state].setdefault(_fullest(record.person, every), []).append(each)
        sections = []
        for code, persons in held.items():
            rows = []
            for person, group in persons.items():
                offices = list(dict.fromkeys(each.record.office for each in group))  # type: ignore[union-attr]
                rows.append(self.row(group, "offices", person, ", ".join(offices), "; ".join(_tenure(group))))
            if rows:
                sections.append((name_of(code), rows))
        return sections

    def positions(self) -> list[MatrixRow]:
        groups = fold(self.of(Position), _position_key, _same_position)
        issues: list[tuple[str, list[list[Statement]]]] = []
        for group in groups:
            issue = group[0].record.issue  # type: ignore[union-attr]
            home = next((held for name, held in issues if _same_issue(name, issue)), None)
            if home is None:
                issues.append((issue, [group]))
            else:
                home.append(group)
        rows = []
        for name, held in issues:
            columns: list[list[Cell]] = [[], []]
            for group in held:
                record = group[0].record
                assert isinstance(record, Position)
                line = self.line(group, "positions")
                text = words.STANCES[record.stance]
                if record.date:
                    text += f" ({date_words(record.date)})"
                for column, code in enumerate(self.pair):
                    if code in record.holder:
                        columns[column].append(Cell(text, line))
            rows.append(MatrixRow(_capital(name), tuple(tuple(column) for column in columns)))
        return sorted(rows, key=lambda row: -sum(bool(cell) for cell in row.cells))

    def memberships(self) -> list[MatrixRow]:
        by_body: dict[str, list[list[Statement]]] = {}
        for group in fold(self.of(Membership), _membership_key):
            by_body.setdefault(group[0].record.organisation, []).append(group)  # type: ignore[union-attr]
        rows = []
        for body, groups in sorted(by_body.items()):
            columns: list[list[Cell]] = [[], [], []]
            for group in groups:
                record = group[0].record
                assert isinstance(record, Membership)
                line = self.line(group, "memberships")
                cell = Cell(words.membership_words(record), line)
                for column, code in enumerate(self.pair):
                    if code in record.members:
                        columns[column].append(cell)
                if self.others(record):
                    columns[2].append(Cell(self.others(record), line))
            rows.append(MatrixRow(name_of(body), tuple(tuple(column) for column in columns)))
        return rows

    def figures(self) -> list[Row]:
        order = list(words.MEASURES)
        rows = []
        for group in fold(self.of(Figure), _figure_key):
            figure = group[0].record
            assert isinstance(figure, Figure)
            rows.append((order.index(figure.measure), self.row(
                group, "figures", words.MEASURES[figure.measure], words.figure_words(figure),
                date_words(figure.date), self.names(figure.parties))))  # fmt: skip
        return [row for _, row in sorted(rows, key=lambda pair: (pair[0], edtf.sort_key(pair[1].date)))]

    def thirds(self) -> list[Third]:
        counts: dict[str, int] = {}
        for each in self.third:
            for code in each.record.involved - set(self.pair):
                counts[code] = counts.get(code, 0) + 1
        shares: dict[str, list[Statement]] = {}
        for each in self.third:
            outsiders = each.record.involved - set(self.pair)
            main = min(outsiders, key=lambda code: (-counts[code], code)) if outsiders else ""
            shares.setdefault(main, []).append(each)
        ranked = sorted(shares.items(), key=lambda item: (not item[0], -len(item[1]), item[0]))
        return [
            Third(name_of(code) if code else "Not named in the source", tuple(self.entries(held, "third parties")))
            for code, held in ranked
        ]  # fmt: skip

    # Where it stands

    def standing(self) -> list[Standing]:
        """The latest word of the sources on each question; statements marked uncertain are passed over."""
        events = [each for each in self.of(Event) if not each.record.aux]  # type: ignore[union-attr]
        statuses = self.of(Status)
        agreements = [each for each in self.of(Agreement) if each.record.act in ("signed", "renewed", "in-force")]
        found = [
            Standing("Level of relations", self.latest(statuses, lambda s: s.status == "partnership" and s.level)
                     or self.latest(statuses, lambda s: s.status in ("alliance", "war", "peace", "hostility"))),
            Standing("Diplomatic relations", self.latest(
                statuses, lambda s: s.status in ("diplomatic_relations", "relations_severed", "recognition"))),
            Standing("Last visits", tuple(row for pair in (self.pair, self.pair[::-1])
                                          for row in self.latest(events, _visit(*pair)))),
            Standing("Last meeting or talks", self.latest(
                events, lambda e: e.type == "CONSULT" and e.mode != "visit")),
            Standing("Last agreement", self.latest(agreements, lambda _: True)),
            Standing("Last cooperation", self.latest(events, lambda e: e.type in ("COOPERATE", "AID"))),
            Standing("Last friction between them", self.latest(events, self.friction)),
            Standing("Trade", self.latest(self.of(Figure), lambda f: f.measure == "trade")),
            Standing("Last named in office", self.spokesmen()),
        ]  # fmt: skip
        return [each for each in found if each.rows]

    def latest(self, statements: Sequence[Statement], wanted: Callable[..., object]) -> tuple[Row, ...]:
        fitting = [each for each in statements
                   if each.record.date and each.record.confidence >= UNCERTAIN and wanted(each.record)]  # fmt: skip
        if not fitting:
            return ()
        last = max(fitting, key=lambda each: (_reached(each.record.date), -_in_time(each)[0][1].toordinal()))
        told = [each for each in fitting if each is last or same(each, last)]
        return (self.row([last, *(each for each in told if each is not last)], "where it stands",
                         self.sentence(last.record), date_words(last.record.date)),)  # fmt: skip

    def sentence(self, record: Record) -> str:
        match record:
            case Figure():
                return words.figure_words(record)
            case Status():
                return words.status_words(record) if record.status != "partnership" else _capital(record.level)
            case Agreement():
                term = words.term_words(record)
                return self.what(record) + (f" ({term})" if term else "")
            case Office():
                return f"{record.person}, {record.office} ({name_of(record.state)})"
        return f"{self.who(record)}: {self.what(record)[0].lower()}{self.what(record)[1:]}"

    def friction(self, event: Event) -> bool:
        a, b = self.pair
        sides = (set(event.actors), set(event.recipients))
        return event.type in words.FRICTION and any(x in sides[0] and y in sides[1] for x, y in ((a, b), (b, a)))

    def spokesmen(self) -> tuple[Row, ...]:
        """For each state the head of state or government and the foreign minister last named in office."""
        rows: list[Row] = []
        for code in self.pair:
            offices = [each for each in self.of(Office) if each.record.state == code]  # type: ignore[union-attr]
            gone = {(each.record.person, each.record.office) for each in offices if each.record.change == "leaves"}  # type: ignore[union-attr]
            for foreign in (False, True):
                rows += self.latest(offices, lambda o, foreign=foreign, gone=gone: (
                    o.change != "leaves" and (o.person, o.office) not in gone and HEADS.search(o.office)
                    and foreign == bool(re.search("foreign|secretary of state", o.office))))  # fmt: skip
        return tuple(rows)

    def span(self) -> str:
        years = [year for entry in self.brief.entries if (year := words.first_year(entry.date))]
        if not years:
            return ""
        lasts = [day for entry in self.brief.entries if (day := _reached(entry.date)) > 0]
        latest = max(self.brief.entries, key=lambda entry: _reached(entry.date)) if lasts else None
        self.brief.as_of = latest.when if latest else ""
        return f"{min(years)}–{max(years)}" if min(years) != max(years) else str(min(years))


# What makes two statements of a kind the same statement


def _event_key(each: Statement) -> tuple[object, ...]:
    event = each.record
    assert isinstance(event, Event)
    return event.type, event.mode, frozenset(event.actors), frozenset(event.recipients), event.aux


def _agreement_key(each: Statement) -> tuple[object, ...]:
    record = each.record
    assert isinstance(record, Agreement)
    return record.act, frozenset(record.parties)


def _status_key(each: Statement) -> tuple[object, ...]:
    record = each.record
    assert isinstance(record, Status)
    return record.status, _plain(record.level), record.change, frozenset(record.parties)


def _membership_key(each: Statement) -> tuple[object, ...]:
    record = each.record
    assert isinstance(record, Membership)
    return record.organisation, record.change, frozenset(record.members)


def _position_key(each: Statement) -> tuple[object, ...]:
    record = each.record
    assert isinstance(record, Position)
    return frozenset(record.holder), record.stance


def _figure_key(each: Statement) -> tuple[object, ...]:
    record = each.record
    assert isinstance(record, Figure)
    return record.measure, record.value, record.unit, frozenset(record.parties)


def _same_agreement(one: Statement, other: Statement) -> bool:
    a, b = one.record, other.record
    assert isinstance(a, Agreement)
    assert isinstance(b, Agreement)
    return compatible(a.date, b.date) and _same_title(a.title, b.title) and (a.value is None or a.value == b.value)


def _same_title(one: str, other: str) -> bool:
    first, second = _terms(one), _terms(other)
    if not first - GENERIC or not second - GENERIC:
        return first == second
    return shared(one, other) >= 0.6


def _one_instrument(first: Record, second: Record) -> bool:
    """Whether a later act is done with the instrument of an earlier row."""
    assert isinstance(first, Agreement)
    assert isinstance(second, Agreement)
    if set(first.parties) != set(second.parties) or not _same_title(first.title, second.title):
        return False
    # "A joint statement" of 1996 and one of 2001 are two; a treaty with a name of its own is one.
    named = bool(_terms(first.title) - GENERIC)
    return compatible(first.date, second.date) or (named and second.act not in ("signed", "negotiated", "announced"))


def _same_position(one: Statement, other: Statement) -> bool:
    a, b = one.record, other.record
    assert isinstance(a, Position)
    assert isinstance(b, Position)
    return _same_issue(a.issue, b.issue) and (a.date == b.date or not a.date or not b.date)


def _same_issue(one: str, other: str) -> bool:
    return _terms(one) - GENERIC == _terms(other) - GENERIC if _terms(one) - GENERIC else _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _terms(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower().replace("'s", ""))) - {"the", "a", "an", "of", "s", "in", "to"}


# Dates, names and small words


def _in_time(each: Statement) -> tuple[tuple[date, date], int, int]:
    return edtf.sort_key(each.record.date), each.source, each.record.start


def _lane(record: Record) -> str:
    match record:
        case Status():
            return "relationship"
        case Agreement():
            return "agreements"
        case Event() if record.type == "CONSULT":
            return "visits"
        case Event() if record.type in words.FRICTION:
            return "friction"
    return "cooperation"


def _by_date(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: edtf.sort_key(row.date))


def _best(group: Sequence[Statement]) -> float:
    return max(each.record.confidence for each in group)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _acts_dated(agreements: Sequence[Agreement]) -> list[str]:
    return list(dict.fromkeys(f"{words.ACTS[each.act]} {date_words(each.date)}".strip() for each in agreements))


def _end_year(agreement: Agreement) -> str:
    year = words.first_year(agreement.date)
    exact = words.precision(agreement.date) in ("day", "month", "year")
    return str(year + round(agreement.term_years)) if year and exact and agreement.term_years else ""


def _visit(host: str, guest: str) -> Callable[[Event], bool]:
    return lambda event: event.mode == "visit" and guest in event.actors and host in event.recipients


def _reached(date: str) -> int:
    """The day up to which a date surely reaches: its first day, for an interval its last."""
    found = edtf.bounds(date)
    if found is None:
        return 0
    day = (found[1] or found[0]) if words.precision(date) == "interval" else found[0]
    return day.toordinal() if day else 0


def _surname(person: str, state: str) -> str:
    parts = person.split()
    return parts[0] if state in FAMILY_FIRST else parts[-1]


def _fullest(person: str, offices: Sequence[Statement]) -> str:
    """The fullest form of a name that the sources use: "Yeltsin" is "Boris Yeltsin"."""
    forms = {each.record.person for each in offices if isinstance(each.record, Office)}
    longer = [form for form in forms if form != person and set(person.split()) < set(form.split())]
    return longer[0] if len(longer) == 1 else person


def _tenure(group: Sequence[Statement]) -> list[str]:
    """What is told of a person's time in office: taken, left, and the years in which they are named in it."""
    told, named = [], []
    for each in group:
        record = each.record
        assert isinstance(record, Office)
        if record.change == "holds":
            named.append(record.date)
        else:
            told.append(words.office_words(record))
    dates = [date_words(date) for date in dict.fromkeys(named) if date]
    if len(dates) > 3:
        years = sorted({str(year) for date in named if (year := words.first_year(date))})
        dates = years if len(years) <= 6 else [f"{years[0]} to {years[-1]}"]
    if dates:
        told.append(f"named in office {', '.join(dates)}")
    elif named and not told:
        told.append("named in office, no date")
    return list(dict.fromkeys(told))
