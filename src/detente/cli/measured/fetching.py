"""The frames that measures take of two states, out of the store: events, records, rows of datasets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.cli.measured.asked import Result, counted, within_days
from detente.errors import DetenteError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from detente.cli.measured.asked import Asked
    from detente.store import Store


def events_of(store: Store, asked: Asked, *, cut: bool = True) -> tuple[pl.DataFrame, Result]:
    """The events frame of the two states out of the source asked for, and a result that says what was left out."""
    import polars as pl

    result = Result(pl.DataFrame(), "")
    if asked.source == "text":
        from detente.store.reading import events_frame

        frame = events_frame(store, (asked.a, asked.b), with_undated=True, min_confidence=asked.min_confidence)
        undated = frame.filter(pl.col("day").is_null())["id"].n_unique()
        if undated:
            result.notes.append(f"{counted(undated, 'event')} without a date left out")
        frame = frame.filter(pl.col("day").is_not_null())
        result.texts = frame["source"].n_unique()
        if frame.is_empty():
            raise DetenteError(
                f"{store.path}: no dated event between {asked.a} and {asked.b}; "
                f"`detente add FILE... --db {store.path}` adds texts"
            )
    else:
        frame = _coded(store, asked, result)
    if cut:
        frame = within_days(frame, "day", asked)
        if frame.is_empty():
            raise DetenteError(f"no event between {asked.a} and {asked.b} in these years; widen --from and --to")
    if asked.by != "year" and "last_day" in frame.columns:
        from detente.measures.score import EVERY

        wide = frame.filter(
            pl.col("day").dt.truncate(EVERY[asked.by]) != pl.col("last_day").dt.truncate(EVERY[asked.by])
        )
        if lost := wide["id"].n_unique():
            result.notes.append(f"{counted(lost, 'event')} not dated to the {asked.by} left out")
    return frame, result


def _coded(store: Store, asked: Asked, result: Result) -> pl.DataFrame:
    """Events of other coders, with the scores that they had."""
    from detente.sources.events import coders
    from detente.store.counts import frame as coded_frame

    name = asked.source
    frame = coded_frame(store, coders()[name].stored, (asked.a, asked.b), statements=True).drop("reports")
    if frame.is_empty():
        raise DetenteError(
            f"{store.path}: no event of {name} between {asked.a} and {asked.b}; "
            f"get them with `detente import {name} FILE --db {store.path}`"
        )
    result.used.append(name)
    return frame


def records_of(store: Store, asked: Asked, *kinds: str) -> pl.DataFrame:
    """Records that name both states, if they are sure enough: what `measures.ladder` and `measures.alignment` read."""
    from detente.show.sections.measures import SURE, records_frame
    from detente.store.reading import stored

    least = asked.min_confidence or SURE
    return records_frame(stored(store, dyad=(asked.a, asked.b), kinds=kinds, min_confidence=least))


def statuses_of(store: Store, asked: Asked) -> pl.DataFrame:
    """The same of statuses that the two have with each other alone."""
    import polars as pl

    return records_of(store, asked, "status").filter(pl.col("involved").list.len() == 2)


def marks_of(store: Store, asked: Asked) -> pl.DataFrame:
    """What the sources say that the relationship became: the marks over a chart (`day`, `label`, `side`)."""
    from detente.show.sections.measures import marks

    return marks(statuses_of(store, asked))


def rows_of(
    store: Store,
    asked: Asked,
    name: str,
    columns: Sequence[str] | None = None,
    *,
    key: str = "year",
    partners: bool = False,
) -> pl.DataFrame:
    """A dataset's rows on the two states, each under its number of today in all years.

    Rows of dyads are those between the two, with `partners` those of one of them with anyone.
    """
    from detente.sources.tables import as_one_state, relation

    found = relation(store, name, columns)
    codes = [column for column in ("ccode", "ccode1", "ccode2") if column in found.columns]
    wanted = ", ".join(str(number) for numbers in asked.numbers for number in numbers)
    rows = found.filter((" OR " if partners else " AND ").join(f"{column} IN ({wanted})" for column in codes)).pl()
    for code in (asked.a, asked.b):
        rows = as_one_state(rows, code, codes, [key])
    return rows


def numbered(asked: Asked) -> list[str]:
    """A note on each state that has had several COW numbers."""
    return [
        f"{name} has the COW numbers {' and '.join(map(str, numbers))}: its rows under all of them are taken as one"
        for name, numbers in zip(asked.names, asked.numbers, strict=True)
        if len(numbers) > 1
    ]
