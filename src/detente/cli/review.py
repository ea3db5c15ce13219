"""`detente review`: people judge what the coder found, a key a decision."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.keys import END, ENTER, ESCAPE, Keys
from detente.cli.states import Db
from detente.errors import DetenteError

if TYPE_CHECKING:
    from rich.console import Console

    from detente.store import Store
    from detente.store.reviews import Decision, Key
    from detente.store.waiting import Waiting, Which


class Order(StrEnum):
    """In which order records come."""

    least_certain = "least-certain"
    document = "document"


def review(
    db: Db,
    dyad: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="A B", help="Only records that touch both states.", show_default=False),
    ] = None,
    reviewer: Annotated[
        str, typer.Option(metavar="NAME", help="Who decides; by default who is logged in.", show_default=False)
    ] = "",
    order: Annotated[Order, typer.Option(help="The doubtful ones first, or text by text.")] = Order.least_certain,
    kind: Annotated[
        list[str] | None, typer.Option(metavar="KIND", help="Only this kind; may be repeated.", show_default=False)
    ] = None,
    second: Annotated[bool, typer.Option("--second", help="Records that others have judged and you have not.")] = False,
    disputed: Annotated[bool, typer.Option("--disputed", help="Records on which reviewers differ.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Judged ones too (with --export: texts judged in part too).")
    ] = False,
    agreement: Annotated[bool, typer.Option("--agreement", help="Print how far reviewers agree, and end.")] = False,
    export: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Write what stands as gold, NAME.txt with NAME.jsonl, and end.", show_default=False
        ),
    ] = None,
) -> None:
    """Go through records one by one: accept, reject or correct each with one key, the sentence before you."""
    from detente.record import KINDS
    from detente.store import open_store
    from detente.store.reviews import lost

    if sum(map(bool, [second, disputed, everything and export is None])) > 1:
        raise DetenteError("--second, --disputed and --all exclude each other")
    if agreement and export is not None:
        raise DetenteError("--agreement and --export exclude each other")
    for name in kind or ():
        if name not in KINDS:
            raise DetenteError(f"unknown kind {name!r}: there are {', '.join(KINDS)}")
    pair = None
    if dyad is not None:
        from detente.cli.states import two

        pair = two(*dyad)
    if agreement:
        with open_store(db) as store:
            _print_agreement(store)
        return
    if export is not None:
        from detente.cli.gold import export_gold

        with open_store(db) as store:
            export_gold(store, export, in_part=everything)
        return
    name = reviewer.strip() or _login()
    with open_store(db, write=_exists(db)) as store:
        which: Which = "second" if second else "disputed" if disputed else "all" if everything else "unreviewed"
        if gone := lost(store):
            _note(f"no longer counted: {len(gone)} decisions whose sentence the newest version of its text has not")
        from detente.store.waiting import queue

        keys = queue(store, name, which=which, order=order.value, dyad=pair, kinds=tuple(kind or ()))
        if not keys:
            _note(f"nothing to review ({which}); --all shows what was judged")
            return
        session = Session(store, name, keys, blind=second)
        with Keys() as pressed, _as_quit():
            session.run(pressed)
        typer.echo(session.summary())
        if second and session.done:
            _print_agreement(store)


def _exists(db: Path) -> bool:
    """A review makes no new file: opening for reading says that there is none."""
    return db.exists()


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise DetenteError("nobody knows who you are; give --reviewer NAME") from None


def _note(message: str) -> None:
    print(f"detente: note: {message}", file=sys.stderr, flush=True)


@contextmanager
def _as_quit() -> Iterator[None]:
    """Ctrl-C ends a session as q does: every decision is kept already."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo()


class Session:
    """A reviewer's way through records. `blind` hides what others decided."""

    def __init__(self, store: Store, reviewer: str, keys: list[Key], *, blind: bool = False) -> None:
        from detente.cli.terminal import terminal

        self.store = store
        self.reviewer = reviewer
        self.keys = keys
        self.blind = blind
        self.console: Console = terminal()
        self.done: list[tuple[int, str]] = []  # place in keys and decision, of this session

    def run(self, pressed: Keys) -> None:
        """Show record after record until the last one, or until the reviewer has had enough."""
        at: int | None = 0
        while at is not None and at < len(self.keys):
            item = self._item(self.keys[at])
            at = at + 1 if item is None else self._judge(item, at, pressed)

    def _item(self, key: Key) -> Waiting | None:
        from detente.store.reviews import decisions
        from detente.store.waiting import waiting

        decision: Decision | None = decisions(self.store, [key[0]]).get(key)
        item = waiting(self.store, key, decision)
        if item is not None and self.blind:
            from dataclasses import replace

            item = replace(item, decision=None)
        return item

    def _judge(self, item: Waiting, at: int, pressed: Keys) -> int | None:
        """One record; gives the place of the one to show next, None to end."""
        from detente.cli import review_screen as screen
        from detente.store.reviews import decide, undo

        around = 0
        place = f"{at + 1} of {len(self.keys)}"
        screen.draw(self.console, item, place, around)
        self._say(screen.menu())
        while True:
            key = pressed.read()
            if key in (END, "q"):
                return None
            if key in ENTER or key == " ":
                continue
            if key == "a":
                decide(self.store, item.document, item.record, self.reviewer, "accept")
                self.done.append((at, "accept"))
                return at + 1
            if key == "r":
                decide(self.store, item.document, item.record, self.reviewer, "reject")
                self.done.append((at, "reject"))
                return at + 1
            if key == "c":
                corrected = self._correct(item, pressed)
                if corrected:
                    decide(self.store, item.document, item.record, self.reviewer, "correct", corrected)
                    self.done.append((at, "correct"))
                    return at + 1
                screen.draw(self.console, item, place, around)
                self._say(screen.menu())
            elif key == "s":
                return at + 1
            elif key == "u":
                if not self.done:
                    self._say("nothing to undo in this session")
                    continue
                undo(self.store, self.reviewer)
                return self.done.pop()[0]
            elif key == "m":
                around += 1
                screen.draw(self.console, item, place, around)
                self._say(screen.menu())
            elif key == "?":
                self._say(screen.HELP)
            elif key.isprintable():
                self._say(screen.menu())

    def _correct(self, item: Waiting, pressed: Keys) -> dict[str, Any] | None:
        """The fields that the reviewer changed; None or nothing where it was given up."""
        from detente.cli import review_screen as screen
        from detente.store.reviews import changed

        names = screen.fields_of(item.record)
        corrected: dict[str, Any] = {}
        if item.decision is not None and item.decision.decision == "correct":  # go on from what stands
            stands = [each for each in item.decision.reviews if each.decision == "correct"][-1]
            corrected = dict(stands.corrected)
        while True:
            record = changed(item.record, corrected)
            for number, name in zip(screen.FIELD_KEYS, names, strict=False):
                mark = " *" if name in corrected else ""
                self._say(f"  [{number}] {name:<11} {screen.shown_value(getattr(record, name))}{mark}")
            self._say("[1-9] change a field  [Enter] done  [Esc] give up")
            key = pressed.read()
            if key in ENTER:
                return corrected
            if key in (END, ESCAPE, "q"):
                return None
            if key not in screen.FIELD_KEYS[: len(names)]:
                continue
            name = names[int(key) - 1]
            value = self._ask(record, name, pressed)
            if value is not None:
                corrected[name] = value[0]
                if getattr(item.record, name) == value[0]:
                    del corrected[name]

    def _ask(self, record: Any, name: str, pressed: Keys) -> tuple[Any] | None:
        """A new value for a field, asked for until it is one; None where the old one is kept."""
        from detente.cli import review_screen as screen
        from detente.store.reviews import changed

        if allowed := screen.choices(record, name):
            self._say(f"  {', '.join(word or '-' for word in allowed)}")
        while True:
            self.console.print(
                f"  {name} ({screen.shown_value(getattr(record, name)) or 'empty'}): ", end="", markup=False
            )
            typed = pressed.line(self._echo)
            self.console.print()
            if not typed:
                return None
            try:
                value = screen.parsed(record, name, typed)
                return (getattr(changed(record, {name: value}), name),)
            except DetenteError as error:
                self._say(f"  {error}")

    def _echo(self, text: str) -> None:
        if self.console.is_terminal:
            sys.stdout.write(text)
            sys.stdout.flush()

    def _say(self, text: str) -> None:
        self.console.print(text, markup=False, soft_wrap=True)

    def summary(self) -> str:
        """What was done in this session, in a line."""
        count = {what: sum(each == what for _, each in self.done) for what in ("accept", "reject", "correct")}
        done = (
            f"{count['accept']} accepted, {count['reject']} rejected, {count['correct']} corrected by {self.reviewer}"
        )
        return f"{done}; {len(self.keys) - len({at for at, _ in self.done})} of {len(self.keys)} left"


def _print_agreement(store: Store) -> None:
    from rich.table import Table
    from rich.text import Text

    from detente.cli.terminal import terminal
    from detente.store.agreement import agreements
    from detente.store.reviews import decisions

    found = agreements(decisions(store).values())
    if not found:
        _note("no record was judged by two reviewers; `detente review --second` shows what others have judged")
        return
    table = Table("reviewers", "records", "same verdict", "same outcome", "kappa")
    for each in found:
        kappa = "–" if each.kappa != each.kappa else f"{each.kappa:.2f}"
        names = Text(f"{each.first}, {each.second}")  # and no markup
        table.add_row(names, str(each.records), f"{each.verdicts:.0%}", f"{each.outcomes:.0%}", kappa)
    terminal().print(table)
