"""Frames of any kind in, frames of the same kind out.

A measure is written once, in Narwhals' expressions, and runs where the caller's data is: pandas, Polars (eager or
lazy), DuckDB relations, PySpark. This module opens what the caller gave, makes small tables of our own in the same
engine (the years to spread spells over, results of matrix products), and gives back.

Rows of an eager frame that gets new columns keep their order. Rows of a lazy engine have none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import narwhals as nw

from detente.errors import DetenteError

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from typing_extensions import TypeIs

# A frame as the measures see it. Narwhals has two classes, for eager and for lazy engines; what the measures use of
# them (select, filter, join, group_by, with_columns) is the same, so that one name stands for both.
Frame = nw.LazyFrame[Any]

ROW = "detente_row"
KINDS = "a pandas, Polars or PyArrow frame, a DuckDB relation or a PySpark DataFrame"


def _is_lazy(frame: Frame | nw.DataFrame[Any]) -> TypeIs[Frame]:
    return isinstance(frame, nw.LazyFrame)


def opened(**given: Any) -> tuple[list[Frame], Callable[[Frame], Any]]:
    """What the caller gave, ready for expressions, and the way back to the kind of the first one.

    Eager Polars frames are opened lazily, so that a measure is one plan; PyArrow tables go through Polars. Names are
    those that the caller knows: they stand in the message when a frame is of another kind than the first.

    Raises
    ------
    DetenteError
        An argument is no frame, or two are of different engines.
    """
    frames: list[Frame] = []
    eager = False
    first, first_kind = "", None
    for name, native in given.items():
        try:
            frame = nw.from_native(native)
        except TypeError as error:
            raise DetenteError(f"{name} is no frame but {type(native).__name__}: give {KINDS}") from error
        kind = frame.implementation
        if first_kind is None:
            first, first_kind = name, kind
            eager = not _is_lazy(frame)
        elif kind is not first_kind:
            raise DetenteError(
                f"{first} is of {_word(first_kind)} and {name} of {_word(kind)}: give all frames in the same kind "
                f"(for instance nw.from_native({name}).to_{'pandas' if first_kind.is_pandas() else 'polars'}())"
            )
        if kind.is_pyarrow():
            # Arrow's own engine lacks windows; Polars reads its memory as it is.
            import polars as pl

            frame = nw.from_native(pl.DataFrame(native).lazy())
        elif kind.is_polars() and not _is_lazy(frame):
            frame = frame.lazy()
        frames.append(cast("Frame", frame))

    through_polars = eager and first_kind is not None and (first_kind.is_polars() or first_kind.is_pyarrow())
    if through_polars and first == "frame":
        frames[0] = _numbered(frames[0])

    def back(result: Frame) -> Any:
        if not through_polars:
            return result.to_native()
        collected = result.collect().to_polars()
        if ROW in collected.columns:
            # Joins of Polars scatter rows; putting them back costs less than to join in order.
            row = collected[ROW]
            collected = collected.drop(ROW)
            if not row.is_sorted():
                collected = collected[row.arg_sort()]
        return collected if first_kind is not None and first_kind.is_polars() else collected.to_arrow()

    return frames, back


def _numbered(frame: Frame) -> Frame:
    native = nw.to_native(frame)
    return cast("Frame", nw.from_native(native.with_row_index(ROW)))


def _word(kind: nw.Implementation) -> str:
    return {"PANDAS": "pandas", "POLARS": "Polars", "DUCKDB": "DuckDB", "PYSPARK": "PySpark", "PYARROW": "PyArrow"}.get(
        kind.name, str(kind.value)
    )


def gathered(frame: Frame) -> nw.DataFrame[Any]:
    """The rows themselves, for tables that are small or that matrices are made of."""
    return frame.collect() if _is_lazy(frame) else cast("nw.DataFrame[Any]", frame)


def array(frame: nw.DataFrame[Any], column: str, *, missing: float | None = None) -> np.ndarray:
    """A column as a NumPy array; of a column of numbers with holes give what stands in the holes (`missing`)."""
    series = frame.get_column(column)
    if missing is not None:
        series = series.fill_null(missing)
    return series.to_numpy()


def given_back(columns: Mapping[str, np.ndarray | pl.Series], like: Frame) -> Frame:
    """A new table in the engine of `like`; NaN in a column of floats becomes missing."""
    native = nw.to_native(like)
    kind = like.implementation
    if kind.is_polars():
        import polars as pl

        return nw.from_native(pl.LazyFrame(dict(columns)).with_columns(pl.selectors.float().fill_nan(None)))
    if kind.is_pandas():
        import numpy as np
        import pandas as pd

        arrays = {name: np.asarray(values) for name, values in columns.items()}
        return cast("Frame", nw.from_native(pd.DataFrame(arrays)))
    import pyarrow as pa

    arrow = pa.table(
        {
            name: values.to_arrow() if hasattr(values, "to_arrow") else pa.array(values, from_pandas=True)
            for name, values in columns.items()
        }
    )
    if kind.is_duckdb():
        # A relation's own `query` runs on the relation's own connection, and DuckDB finds `arrow` by its name here.
        made = native.query("detente_like", "select * from arrow")
        return cast("Frame", nw.from_native(made.materialize() if hasattr(made, "materialize") else made.execute()))
    if kind.is_pyspark():
        session = native.sparkSession
        names = list(columns)
        rows = list(zip(*(arrow.column(name).to_pylist() for name in names), strict=True))
        return cast("Frame", nw.from_native(session.createDataFrame(rows, _spark_schema(arrow))))
    raise DetenteError(f"frames of {_word(kind)} are not supported: give {KINDS}")


def _spark_schema(table: Any) -> str:
    import pyarrow as pa

    words = {
        pa.int8(): "tinyint",
        pa.int16(): "smallint",
        pa.int32(): "int",
        pa.int64(): "bigint",
        pa.float64(): "double",
        pa.string(): "string",
        pa.large_string(): "string",
    }
    return ", ".join(f"`{field.name}` {words[field.type]}" for field in table.schema)


def years_between(first: int, last: int, like: Frame) -> Frame:
    """One row a year, column `year`, in the engine of `like`."""
    import numpy as np

    return given_back({"year": np.arange(first, last + 1, dtype=np.int16)}, like)


def need(frame: Frame, columns: Sequence[str], name: str) -> None:
    """Ask for columns before an engine fails on them in its own words."""
    there = frame.collect_schema().names()
    lacking = [column for column in columns if column not in there]
    if lacking:
        raise DetenteError(f"{name} has no column {', '.join(lacking)}; its columns are {', '.join(there)}")


def with_days(frame: Frame, **days: str) -> Frame:
    """The same with days as whole numbers, `with_days(frame, _start="stdate")`: 19180311 is 11 March 1918.

    Numbers compare alike in all engines. Dates do not: what Parquet has as dates pandas reads as Python objects or
    as times, Spark and DuckDB differ in what they cast. Also taken: texts as 1918-03-11. A missing day stays missing.
    """
    schema = frame.collect_schema()
    texts = [column for column in days.values() if schema[column] == nw.String]
    objects = [column for column in days.values() if schema[column] == nw.Object]
    if objects and frame.implementation.is_pandas():
        import pandas as pd

        native = nw.to_native(frame)
        frame = cast(
            "Frame", nw.from_native(native.assign(**{column: pd.to_datetime(native[column]) for column in objects}))
        )

    def number(column: str) -> nw.Expr:
        day = nw.col(column)
        if column in texts:
            day = day.str.to_datetime(format="%Y-%m-%d")
        return day_number(day.dt.year(), day.dt.month(), day.dt.day())

    return frame.with_columns(**{name: number(column) for name, column in days.items()})


def day_number(year: nw.Expr, month: nw.Expr, day: nw.Expr) -> nw.Expr:
    """A day as a number, 19180311. Of floats (exact to 2**53), since pandas has no whole number that is missing."""
    return year.cast(nw.Float64) * 10_000 + month.cast(nw.Float64) * 100 + day.cast(nw.Float64)


def span(frame: Frame, low: nw.Expr, high: nw.Expr) -> tuple[int | None, int | None]:
    """The lowest of one expression and the highest of another, as whole numbers."""
    row = gathered(frame.select(low=low.min(), high=high.max()))
    values = (row.item(0, "low"), row.item(0, "high"))
    low_value, high_value = (None if value is None or value != value else int(value) for value in values)
    return low_value, high_value


def spread(spells: Frame, start: nw.Expr, end: nw.Expr, first: int, last: int) -> Frame:
    """One row a spell and calendar year (`year`) from the year `start` to the year `end`, within a window."""
    years = years_between(first, last, spells)
    return spells.join(years, how="cross").filter(start <= nw.col("year"), end >= nw.col("year"))
