"""`detente record show`: one record with its evidence in context, and all that is known of it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.frames import on_paper
from detente.cli.output import opened
from detente.cli.states import Db, Output
from detente.show.visible import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from detente.record import Record
    from detente.store.whole import Version, Whole

TWICE = frozenset({"id", "doc", "start", "end", "evidence", "date", "kind", "confidence", "coder"})  # told otherwise


class Form(StrEnum):
    """How a record is shown."""

    text = "text"
    json = "json"


class Action(StrEnum):
    """What is done with a record."""

    show = "show"


def record(
    action: Annotated[Action, typer.Argument(help="What to do: show it.", show_default=False)],
    ident: Annotated[str, typer.Argument(metavar="ID", help="A record's id, or its beginning.", show_default=False)],
    db: Db,
    form: Annotated[Form, typer.Option("--format", help="How it is written.")] = Form.text,
    output: Output = None,
) -> None:
    """Print a record with its evidence in its paragraph, its document, reviews, and who else tells the happening."""
    assert action is Action.show
    from detente.store import open_store
    from detente.store.whole import whole

    with open_store(db) as store:
        found = whole(store, ident)
    if form is Form.json:
        import json

        with opened(output) as out:
            out.write((json.dumps([_plain(each) for each in found], ensure_ascii=False, indent=1) + "\n").encode())
        return

    def draw(console: Console) -> None:
        for number, each in enumerate(found):
            if number:
                console.print()
            _draw(console, each)

    on_paper(draw, output)


def _plain(found: Whole) -> dict[str, Any]:
    decision = found.decision
    return {
        "record": found.record.model_dump(mode="json"),
        "stands": decision.record.model_dump(mode="json") if decision and decision.record else None,
        "superseded": found.superseded.isoformat() if found.superseded else None,
        "document": _version(found.version),
        "versions": [_version(each) for each in found.versions],
        "before": found.before,
        "after": found.after,
        "reviews": [
            {"reviewer": each.reviewer, "decided": each.decided.isoformat(), "decision": each.decision,
             "corrected": dict(each.corrected)}
            for each in (decision.reviews if decision else ())
        ],
        "happening": found.happening,
        "told_by": [
            {"document": each.document, "title": each.title, "source": each.source, "published": each.published,
             "record": each.record.model_dump(mode="json")}
            for each in found.others
        ],
    }  # fmt: skip


def _version(each: Version) -> dict[str, Any]:
    return {
        "document": each.document, "version": each.version, "title": each.title, "source": each.source,
        "published": each.published, "sha256": each.sha256, "coder": each.coder, "added": each.added.isoformat(),
        "superseded": each.superseded.isoformat() if each.superseded else None,
    }  # fmt: skip


def _draw(console: Console, found: Whole) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from detente.show.parties import who
    from detente.show.rows import title
    from detente.show.words import date_words, record_words

    decision = found.decision
    record = decision.record if decision and decision.record else found.record
    from detente.ontology.states import name_of

    head = f"{who(record)}: {record_words(record, name_of)}".removeprefix(": ")
    console.print(Text(visible(head), style="bold"))
    console.print(Text(f"{date_words(record.date) or 'undated'} · {record.kind} · {record.id}", style="dim"))
    console.print()
    console.print(Padding(_in_context(found), (0, 0, 0, 2)))
    console.print()

    fields = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    fields.add_column(style="dim", no_wrap=True)
    fields.add_column(overflow="fold")

    def line(name: str, value: str) -> None:
        if value:
            fields.add_row(Text(name), Text(visible(value)))

    line("date", f"{record.date}" if record.date else "none in the text")
    for name, value in record.model_dump(mode="json").items():
        if name not in TWICE and value not in (None, "", [], ()):
            was = getattr(found.record, name)
            now = getattr(record, name)
            line(name, _value(value) + (f"  (coder: {_value(was) or 'none'})" if was != now else ""))
    line("confidence", f"{found.record.confidence:.2f}")
    line("coder", found.record.coder)
    line("sentence", f"characters {found.record.start}–{found.record.end}")
    version = found.version
    line("document", title(_Named(version)))
    line("source", version.source)
    line("published", version.published or "not known")
    line("sha256", version.sha256)
    if len(found.versions) > 1:
        line("versions", "; ".join(
            f"{each.version} added {each.added:%Y-%m-%d}{' (this one)' if each is version else ''}"
            for each in found.versions))  # fmt: skip
    line("added", f"{version.added:%Y-%m-%d %H:%M}")
    if version.superseded or found.superseded:
        line("superseded", f"{(version.superseded or found.superseded):%Y-%m-%d %H:%M}")
    if decision is None or not decision.reviews:
        line("reviews", "none")
    for each in decision.reviews if decision else ():
        changed = ", ".join(f"{name} → {_value(value) or 'none'}" for name, value in each.corrected.items())
        line(
            "review", f"{each.decision} by {each.reviewer}, {each.decided:%Y-%m-%d}{f': {changed}' if changed else ''}"
        )
    if decision and decision.disputed:
        line("", "reviewers do not agree")
    line("happening", found.happening)
    console.print(fields)
    console.print()
    if found.others:
        console.print(Text("The same happening is told by", style="bold"))
        for other in found.others:
            console.print(Text.assemble(
                ("  " + (date_words(other.record.date) or "undated"), "bold"), "  ", visible(title(_Named(other))),
                (f"  {other.record.id}", "dim")))  # fmt: skip
            console.print(Padding(Text(f"“{_line(other.record.evidence)}”"), (0, 0, 0, 4)))
    else:
        console.print(Text("No other document tells this happening.", style="dim"))


class _Named:
    """What `title` wants of a document."""

    def __init__(self, each: Any) -> None:
        self.title, self.source, self.doc = each.title, each.source, each.document


def _in_context(found: Whole) -> Text:
    """The paragraph with the evidence set off: by colour on a terminal, and always by brackets."""
    from rich.text import Text

    record: Record = found.record
    shown = Text(_line(found.before), style="dim")
    if found.before:
        shown.append(" ")
    shown.append("⟦", style="bold")
    evidence = Text(_line(record.evidence), style="bold")
    if record.trigger:
        evidence.highlight_words([record.trigger], style="reverse", case_sensitive=True)
    shown.append_text(evidence)
    shown.append("⟧", style="bold")
    if found.after:
        shown.append(" " + _line(found.after), style="dim")
    return shown


def _line(text: str) -> str:
    return visible(" ".join(text.split()))


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return f"{value:.15g}" if isinstance(value, float) else "" if value is None else str(value)
