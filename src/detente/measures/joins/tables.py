"""Any other table of states or dyads: what no module here knows by name.

Ruggedness of terrain, ethnic fractionalisation, minimum distances by another hand, your own codings: whatever has one
row for a state, a state-year or a dyad-year.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from detente.errors import DetenteError
from detente.measures.joins.keys import NOBODY, code_of, is_dyadic, join, join_dyads, join_states
from detente.measures.native import gathered, need, opened


def add_columns(frame: Any, table: Any, columns: Sequence[str], *, symmetric: bool = False) -> Any:
    """The frame with columns of a table.

    Parameters
    ----------
    frame
        Dyad-years or state-years.
    table
        By the same code: dyad-years, state-years, or states (no `year`: what does not change). One row a key.
    columns
        What to add; of a table of states to a frame of pairs with 1 and 2 behind.
    symmetric
        A table of dyad-years has each dyad once and holds for both directions.

    Raises
    ------
    DetenteError
        The table has a key twice: rows would multiply.
    """
    (rows, other), back = opened(frame=frame, table=table)
    code = code_of(rows, "table", other)
    names = other.collect_schema().names()
    need(other, columns, "table")
    dyadic = f"{code}1" in names and f"{code}2" in names
    key = [f"{code}1", f"{code}2", "year"] if dyadic else [code, *(["year"] if "year" in names else [])]
    need(other, key, "table")
    most = gathered(other.group_by(*key).agg(n=nw.len()).select(n=nw.col("n").max())).item(0, "n")
    if (most or 0) > 1:
        raise DetenteError(f"the table has {' and '.join(key)} twice or more: make it one row a key first")
    if dyadic:
        if not is_dyadic(rows):
            raise DetenteError("a table of dyads goes with a frame of dyads")
        return back(join_dyads(rows, other, columns, name="table", symmetric=symmetric, code=code))
    if "year" in names:
        return back(join_states(rows, other, columns, name="table", code=code))
    for side in ("1", "2") if is_dyadic(rows) else ("",):
        own = nw.col(f"{code}{side}").fill_null(NOBODY).cast(nw.Int64)
        renamed = other.select(
            nw.col(code).fill_null(NOBODY).cast(nw.Int64).alias("_code"),
            *(nw.col(c).alias(f"{c}{side}") for c in columns),
        )
        rows = join(rows, renamed, own, nw.col("_code"), [f"{c}{side}" for c in columns])
    return back(rows)
