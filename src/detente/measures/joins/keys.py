"""What a join goes by: a state's or a pair's code and the year.

Frames hold states (`ccode` or `gwcode`) or pairs of states (`ccode1`, `ccode2`, ...). Each join adds columns and keeps
every row of the frame, once, whatever the dataset lacks. Keys are packed into one whole number, which engines hash
several times faster than three columns; a missing code matches nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from detente.errors import DetenteError
from detente.measures.native import Frame, gathered, need

CODES = ("ccode", "gwcode")
KEY = "detente_key"
NOBODY = -1_000_000_000


def is_dyadic(frame: Frame) -> bool:
    """Whether the frame has pairs of states, by its columns."""
    names = frame.collect_schema().names()
    return any(f"{code}1" in names and f"{code}2" in names for code in CODES)


def code_of(frame: Frame, name: str, *others: Frame) -> str:
    """The kind of code, `ccode` or `gwcode`, that a frame and the tables to join have in common."""
    there = [code for code in CODES if all(_has(each, code) for each in (frame, *others))]
    if there:
        return there[0]
    own = [code for code in CODES if _has(frame, code)]
    if not own:
        raise DetenteError("the frame needs ccode or gwcode, or ccode1 and ccode2 (gwcode1 and gwcode2), and year")
    raise DetenteError(
        f"the frame has {own[0]}, {name} has not: take {name} by {own[0]}, or bring the other code into the frame "
        "first (add_gwcode, add_ccode)"
    )


def _has(frame: Frame, code: str) -> bool:
    names = frame.collect_schema().names()
    return code in names or (f"{code}1" in names and f"{code}2" in names)


def _number(column: str) -> nw.Expr:
    # Engines disagree on whether missing equals missing: a missing code makes a key that no table has.
    return nw.col(column).fill_null(NOBODY).cast(nw.Int64)


def state_key(code: str) -> nw.Expr:
    """A state-year as one number."""
    return _number(code) * 10_000 + _number("year")


def dyad_key(code1: str, code2: str, *, symmetric: bool = False) -> nw.Expr:
    """A dyad-year as one number; of a symmetric relation the lower code goes first, in whichever order it stands."""
    one, two = _number(code1), _number(code2)
    if symmetric:
        one, two = nw.min_horizontal(one, two), nw.max_horizontal(one, two)
    return (one * 10_000 + two) * 10_000 + _number("year")


def join(frame: Frame, table: Frame, key: nw.Expr, table_key: nw.Expr, values: Sequence[str]) -> Frame:
    """The frame with columns of a table that has one row a key."""
    _are_free(frame, values)
    # Keys below 0 have a missing part, on either side.
    right = table.select(table_key.alias(KEY), *values).filter(nw.col(KEY) >= 0)
    return frame.with_columns(key.alias(KEY)).join(right, on=KEY, how="left").drop(KEY)


def join_dyads(
    frame: Frame, table: Frame, values: Sequence[str], *, name: str, symmetric: bool = False, code: str | None = None
) -> Frame:
    """A frame of dyad-years with columns of a table of dyad-years.

    `symmetric`: the table has each dyad once, in either order, and goes with both directions of a directed frame.
    """
    code = code or code_of(frame, name, table)
    one, two = f"{code}1", f"{code}2"
    need(frame, (one, two, "year"), "the frame")
    need(table, (one, two, "year", *values), name)
    key = dyad_key(one, two, symmetric=symmetric)
    return join(frame, table, key, key, values)


def join_states(frame: Frame, table: Frame, values: Sequence[str], *, name: str, code: str | None = None) -> Frame:
    """A frame with columns of a table of state-years: of pairs once a side, with 1 and 2 behind the names."""
    code = code or code_of(frame, name, table)
    need(table, (code, "year", *values), name)
    need(frame, ("year",), "the frame")
    if not is_dyadic(frame):
        return join(frame, table, state_key(code), state_key(code), values)
    for side in "12":
        renamed = table.select(code, "year", *(nw.col(value).alias(f"{value}{side}") for value in values))
        frame = join(
            frame, renamed, state_key(f"{code}{side}"), state_key(code), [f"{value}{side}" for value in values]
        )
    return frame


def zero_within(frame: Frame, columns: Sequence[str], covers: tuple[int, int]) -> Frame:
    """Nothing recorded is 0 in the years that the dataset covers, and missing in all others."""
    first, last = covers
    known = (nw.col("year") >= first) & (nw.col("year") <= last)
    return frame.with_columns(*(nw.when(known).then(nw.col(column).fill_null(0)).alias(column) for column in columns))


def pick(table: Frame, keys: Sequence[str], order: nw.Expr) -> Frame:
    """Of the rows with equal keys the one where `order` is lowest; `order` tells all rows of a key apart."""
    lowest = order.min().over(*keys)
    return table.filter(order == lowest)


def _are_free(frame: Frame, values: Sequence[str]) -> None:
    taken = [value for value in values if value in frame.collect_schema().names()]
    if taken:
        raise DetenteError(f"the frame has {', '.join(taken)} already: drop or rename what another join added")


def whittle(table: Frame, keys: Sequence[str], *criteria: nw.Expr) -> Frame:
    """Of rows with equal keys those that are highest by the first criterion, of these by the second, and so on.

    A missing value is lower than any number; rows that no criterion tells apart all stay.
    """
    for criterion in criteria:
        table = table.with_columns(_criterion=criterion.cast(nw.Float64).fill_null(-1e300))
        table = table.filter(nw.col("_criterion") == nw.col("_criterion").max().over(*keys)).drop("_criterion")
    return table


def numbers_in_words(table: Frame, keys: Sequence[str], number: str, name: str) -> Frame:
    """The numbers that stand under each key, smallest first, as words: `553; 558`."""
    distinct = table.select(*keys, number).unique([*keys, number])
    distinct = distinct.with_columns(_rank=nw.col(number).rank("dense").over(*keys).cast(nw.Int64))
    most = gathered(distinct.select(most=nw.col("_rank").max())).item(0, "most") or 1
    wide = distinct.with_columns(
        *(nw.when(nw.col("_rank") == rank).then(nw.col(number)).alias(f"_{rank}") for rank in range(1, most + 1))
    )
    wide = wide.group_by(*keys).agg(*(nw.col(f"_{rank}").max() for rank in range(1, most + 1)))
    # Words only where there is a number; a float of pandas is written as the whole number that it is.
    words = [
        nw.when(~nw.col(f"_{rank}").is_null())
        .then(nw.col(f"_{rank}").fill_null(0).cast(nw.Int64).cast(nw.String))
        .alias(f"_{rank}")
        for rank in range(1, most + 1)
    ]
    wide = wide.with_columns(*words)
    parts = [nw.col(f"_{rank}") for rank in range(1, most + 1)]
    return wide.select(*keys, nw.concat_str(parts, separator="; ", ignore_nulls=True).alias(name))
