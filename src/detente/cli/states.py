"""The two states that a command is about, and the file that it asks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.errors import DetenteError

State = Annotated[str, typer.Argument(help="A state: code (CHN), COW number (710) or name.", show_default=False)]
Db = Annotated[Path, typer.Option("--db", metavar="DB", help="The file that `detente add` made.", show_default=False)]
MinConfidence = Annotated[
    float, typer.Option(min=0.0, max=1.0, metavar="X", help="Only records at least this sure, or reviewed.")
]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of", metavar="DATE", help="Only documents published by that day: what was known then.", show_default=False
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="OUT", help="A file; - or none: standard output.", show_default=False),
]


def two(a: str, b: str, what: str = "a dyad") -> tuple[str, str]:
    """The codes of two different states."""
    from detente.ontology.states import find_state

    first, second = find_state(a).code, find_state(b).code
    if first == second:
        raise DetenteError(f"{a} and {b} are the same state ({first}); {what} is about two")
    return first, second


def actor(written: str) -> str:
    """The code of a state or an organisation."""
    from detente.ontology.states import find_state, organisations

    return written.upper() if written.upper() in organisations() else find_state(written).code


def moment(written: str, option: str, *, last: bool = False) -> str:
    """A day as a user writes it, as ISO: of a month or a year, its first or its `last` day."""
    from detente.record import edtf

    if not written:
        return ""
    days = edtf.bounds(written)
    day = days[last] if days else None
    if day is None:
        raise DetenteError(f"{option} {written!r} is no date; write 1992, 1992-03, 1992-03-18 or another EDTF date")
    return day.isoformat()


def types_of(written: list[str]) -> tuple[str, ...]:
    """What `--type` names, in the codebook's spelling: event types and modes, forms, acts, statuses, stances ..."""
    import difflib
    from typing import get_args

    from detente.ontology.plover import event_types
    from detente.record import KINDS
    from detente.store.filters import LABELS

    named = {
        str(value)
        for kind, names in LABELS.items() for name in names
        for value in get_args(KINDS[kind].model_fields[name].annotation)
    }  # fmt: skip
    modes = {each for name, about in event_types().items() for mode in about.modes for each in (mode, f"{name}/{mode}")}
    known = {each.casefold(): each for each in named | modes}
    for each in written:
        if each.casefold() not in known:
            near = difflib.get_close_matches(each.casefold(), known, n=1)
            hint = (
                f"did you mean {known[near[0]]}?"
                if near
                else f"there are {', '.join(sorted(named))}, and modes of events"
            )
            raise DetenteError(f"unknown type {each!r}: {hint}")
    return tuple(known[each.casefold()] for each in written)


def patterns(sources: list[str]) -> tuple[str, ...]:
    """Parts of names of sources as patterns; who writes `*` or `?` has written one."""
    return tuple(source if set(source) & set("*?[") else f"*{source}*" for source in sources)
