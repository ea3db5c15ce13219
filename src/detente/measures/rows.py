"""Small results in the caller's kind of frame, lists and texts included.

Group-wise arithmetic runs where the data is (see `native`). What is a recursion over time (a stock, a smoother,
change points) works on the handful of rows that are left by then: `collected` fetches them as a Polars frame, and
`like` hands a result back in the kind of frame that the caller gave.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from detente.errors import DetenteError
from detente.measures.native import KINDS, need, opened

if TYPE_CHECKING:
    import polars as pl


def collected(
    frame: Any, columns: tuple[str, ...] = (), *, name: str = "frame", days: tuple[str, ...] = ()
) -> pl.DataFrame:
    """Any frame's rows as a Polars frame in memory, once it is sure to have the columns; `days` are made dates."""
    (given,), _ = opened(**{name: frame})
    need(given, columns, name)
    found: Any = given
    if days:
        found = dated(found, *days)
    if not isinstance(found, nw.LazyFrame):
        return found.to_polars()
    return found.collect("polars").to_native()


def dated(frame: Any, *columns: str) -> Any:
    """The same with these columns as dates; texts (2001-07-16) and the objects that pandas may hold are taken."""
    schema = frame.collect_schema()
    objects = [name for name in columns if schema[name] == nw.Object]
    if objects and frame.implementation.is_pandas():
        import pandas as pd

        native = frame.to_native()
        frame = nw.from_native(native.assign(**{name: pd.to_datetime(native[name]) for name in objects}))
    texts = [name for name in columns if schema[name] == nw.String]
    if texts:
        frame = frame.with_columns(nw.col(*texts).str.to_datetime(format="%Y-%m-%d"))
    return frame.with_columns(nw.col(*columns).cast(nw.Date))


def like(frame: Any, rows: pl.DataFrame) -> Any:
    """Polars rows in the kind of frame that `frame` is."""
    found = nw.from_native(frame)
    kind = found.implementation
    if kind.is_polars():
        return rows.lazy() if isinstance(found, nw.LazyFrame) else rows
    if kind.is_pandas_like():
        return rows.to_pandas()
    arrow = rows.to_arrow()
    if kind.is_pyarrow():
        return arrow
    if kind.is_duckdb():  # a relation's own `query` runs on its own connection and finds `arrow` by its name here
        made = frame.query("detente_like", "select * from arrow")
        return made.materialize() if hasattr(made, "materialize") else made.execute()
    if kind.is_pyspark() or kind.is_pyspark_connect():
        return frame.sparkSession.createDataFrame(arrow)
    raise DetenteError(f"frames of {kind} cannot be handed back: give {KINDS}")


def listed(frame: Any, by: str, column: str) -> Any:
    """For each value of `by` the sorted list of `column`: a Narwhals frame with the two columns.

    Narwhals has no aggregation into lists, so each engine does it in its own words.
    """
    kind, native = frame.implementation, frame.to_native()
    if kind.is_polars():
        import polars as pl

        return nw.from_native(native.group_by(by).agg(pl.col(column).sort()))
    if kind.is_pandas_like():
        lists = native.sort_values(column).groupby(by, sort=False)[column].agg(list)
        return nw.from_native(lists.reset_index())
    if kind.is_duckdb():
        return nw.from_native(
            native.aggregate(f'"{by}", list("{column}" ORDER BY "{column}") AS "{column}"', f'"{by}"')
        )
    if kind.is_pyspark() or kind.is_pyspark_connect():
        from pyspark.sql import functions

        lists = native.groupBy(by).agg(functions.sort_array(functions.collect_list(column)).alias(column))
        return nw.from_native(lists)
    raise DetenteError(f"lists of {column} cannot be made in {kind}: give {KINDS}")
