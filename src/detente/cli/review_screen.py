"""What a reviewer sees: a record in words and in fields, and its sentence in the paragraph where it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from detente.errors import DetenteError
from detente.record import Record
from detente.store.reviews import FIXED

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from detente.store.waiting import Waiting

KEYS = {
    "a": "accept", "r": "reject", "c": "correct", "s": "skip", "u": "undo", "m": "more context", "q": "quit",
}  # fmt: skip
HELP = """\
a  accept        the record is right as it stands
r  reject        the sentence does not say this
c  correct       right but for some fields: change them one after the other
s  skip          decide nothing; it comes again another time
u  undo          take your latest decision back, and see the record again
m  more context  the paragraphs around; once more: the whole text
q  quit          every decision is kept already

While correcting: a field's key, then its new value and Enter. Nothing and Enter keeps the old value, - empties the
field. Enter ends the correction, Esc gives it up. Several states: CHN, Russia, EU. Dates are EDTF: 1992-12-23,
1992-12, 199X, 2013/2025, 2022/.., 1809~. The beginning of a word is enough where a field has a list of them."""
CODES = frozenset({"actors", "recipients", "parties", "holder", "toward", "members"})
FIELD_KEYS = "123456789"


def fields_of(record: Record) -> list[str]:
    """The fields that can be corrected, those of the kind first."""
    own = [name for name in type(record).model_fields if name not in FIXED and name not in ("date", "trigger")]
    return [*own, "date", "trigger"]


def shown_value(value: Any) -> str:
    """A field's value as one reads and writes it."""
    if value is None:
        return ""
    if isinstance(value, tuple | list):
        return ", ".join(value)
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def choices(record: Record, name: str) -> tuple[str, ...]:
    """The words that a field may hold, where the codebook has a list of them."""
    from typing import get_args

    if name == "mode" and record.kind == "event":
        from detente.ontology.plover import event_types

        return ("", *event_types()[record.type].modes)
    return tuple(word for word in get_args(type(record).model_fields[name].annotation) if isinstance(word, str))


def parsed(record: Record, name: str, typed: str) -> Any:
    """What a reviewer typed for a field, as the field's value.

    Raises
    ------
    DetenteError
        It is none: says what it may be.
    """
    typed = typed.strip()
    if typed == "-":
        typed = ""
    if name in CODES:
        return tuple(dict.fromkeys(actor(part) for part in split_actors(typed)))
    if name == "state":
        return actor(typed) if typed else ""
    if allowed := choices(record, name):
        if typed in allowed:
            return typed
        close = [word for word in allowed if typed and word.casefold().startswith(typed.casefold())]
        exact = [word for word in close if word.casefold() == typed.casefold()]
        if len(exact or close) == 1:
            return (exact or close)[0]
        listed = ", ".join(word or '""' for word in (close or allowed))
        raise DetenteError(
            f"{name} {typed!r}: {'which one of' if close else 'is none of'} {listed}{'?' if close else ''}"
        )
    if name in ("term_years", "value"):
        if not typed:
            return None
        try:
            return float(typed.replace(",", ""))
        except ValueError:
            raise DetenteError(f"{name} {typed!r} is no number; write it in digits, 1500000 or 1.5e6") from None
    return typed


def split_actors(typed: str) -> list[str]:
    """Several actors out of one line: parted by commas, or as codes by spaces."""
    if not re.search(r"[,;]", typed) and re.fullmatch(r"(?:[A-Z]{2,}\s+)+[A-Z]{2,}", typed):
        return typed.split()
    return [part.strip() for part in re.split(r"[,;]", typed) if part.strip()]


def actor(written: str) -> str:
    """The code of a state, an organisation or `NSA`, by its code or its name."""
    from detente.ontology.states import OTHER_NAMES, codes_of, find_state, organisations

    if written.upper() in organisations() | set(OTHER_NAMES):
        return written.upper()
    try:
        return find_state(written).code
    except DetenteError:
        named = codes_of(written)
        if len(named) == 1:
            return named[0]
        raise


def paragraph(text: str, start: int, end: int, around: int = 0) -> tuple[int, int]:
    """Where the paragraph of a span stands, with so many paragraphs before and after it; the whole text from 2."""
    if around > 1:
        return 0, len(text)
    breaks = [match.span() for match in re.finditer(r"\n[ \t]*\n\s*", text)]
    before = [last for first, last in breaks if last <= start]
    after = [first for first, last in breaks if first >= end]
    begins, ends = [0, *before], [*after, len(text)]
    return begins[max(0, len(begins) - 1 - around)], ends[min(around, len(ends) - 1)]


def excerpt(item: Waiting, around: int, *, marked: bool) -> Text:
    """The paragraph, the evidence made to stand out and the trigger in it; `marked` for where nothing can be bold."""
    from rich.text import Text

    record, text = item.record, item.text
    begins, ends = paragraph(text, record.start, record.end, around)
    trigger = text.find(record.trigger, record.start, record.end) if record.trigger else -1
    out = Text()
    out.append(text[begins : record.start], style="dim")
    if marked:
        out.append("»")
    evidence = Text(text[record.start : record.end], style="bold yellow")
    if trigger >= 0:
        at = trigger - record.start
        evidence.stylize("underline reverse", at, at + len(record.trigger))
    out.append_text(evidence)
    if marked:
        out.append("«")
    out.append(text[record.end : ends], style="dim")
    return out


def headline(record: Record) -> str:
    """A record in one line of words."""
    from detente.ontology.states import name_of
    from detente.show.words import date_words, record_words

    sides = [getattr(record, name, ()) for name in ("actors", "parties", "holder", "members")]
    first = next((side for side in sides if side), ())
    if state := getattr(record, "state", ""):
        first = (state,)
    second = getattr(record, "recipients", ()) or getattr(record, "toward", ())
    parties = ", ".join(map(name_of, first)) or "(nobody named)"
    if second:
        parties += f" → {', '.join(map(name_of, second))}"
    told = {"negated": "did not happen", "future": "foretold", "hypothetical": "only possible"}
    aux = told.get(getattr(record, "aux", ""), "")
    return " · ".join(filter(None, [parties, record_words(record, name_of), aux, date_words(record.date) or "no date"]))


def draw(console: Console, item: Waiting, place: str, around: int) -> None:
    """One record on the screen."""
    from rich.table import Table
    from rich.text import Text

    record = item.record
    if console.is_terminal:
        console.clear()
    whence = " · ".join(filter(None, [item.source, item.title if item.title != item.source else "", item.published]))
    console.print(Text(f"{place} · {record.confidence:.0%} sure · {whence}", style="dim"), soft_wrap=True)
    console.print()
    console.print(excerpt(item, around, marked=not console.color_system))
    console.print()
    console.print(Text(headline(record), style="bold"))
    grid = Table.grid(padding=(0, 2))
    for name in fields_of(record):
        if value := shown_value(getattr(record, name)):
            grid.add_row(Text(name, style="cyan"), Text(value))
    console.print(grid)
    if item.decision is not None:
        console.print(Text(verdicts(item), style="magenta"))
    console.print()


def verdicts(item: Waiting) -> str:
    """What was decided about a record before, in a line."""
    if item.decision is None:
        return ""
    said = []
    for review in item.decision.reviews:
        fields = "; ".join(f"{name} {shown_value(value)!r}" for name, value in review.corrected.items())
        said.append(
            f"{review.reviewer}: {review.decision}{f' ({fields})' if fields else ''}, {review.decided:%Y-%m-%d}"
        )
    return f"{'disputed: ' if item.decision.disputed else ''}{' · '.join(said)}"


def menu() -> str:
    """The keys, in a line."""
    return "  ".join(f"[{key}] {what}" for key, what in KEYS.items()) + "  [?] help"
