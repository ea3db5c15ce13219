"""Kinds of frames: each test that asks for `kind` runs with all of them."""

from __future__ import annotations

import polars as pl
import pytest


class Kind:
    """One kind of frame: `of` makes it from a Polars frame, `polars` goes back."""

    name = "polars"

    def of(self, frame: pl.DataFrame):
        return frame

    def polars(self, native) -> pl.DataFrame:
        assert isinstance(native, pl.DataFrame)
        return native


class Lazy(Kind):
    name = "lazy"

    def of(self, frame: pl.DataFrame):
        return frame.lazy()

    def polars(self, native) -> pl.DataFrame:
        assert isinstance(native, pl.LazyFrame)
        return native.collect()


class Pandas(Kind):
    name = "pandas"

    def of(self, frame: pl.DataFrame):
        return frame.to_pandas()

    def polars(self, native) -> pl.DataFrame:
        import pandas as pd

        assert isinstance(native, pd.DataFrame)
        return pl.from_pandas(native)


class Arrow(Kind):
    name = "pyarrow"

    def of(self, frame: pl.DataFrame):
        return frame.to_arrow()

    def polars(self, native) -> pl.DataFrame:
        return pl.DataFrame(native)


class DuckDB(Kind):
    name = "duckdb"

    def __init__(self):
        import duckdb

        self.connection = duckdb.connect()

    def of(self, frame: pl.DataFrame):
        return self.connection.from_arrow(frame.to_arrow())

    def polars(self, native) -> pl.DataFrame:
        import duckdb

        assert isinstance(native, duckdb.DuckDBPyRelation)
        return native.pl()


@pytest.fixture(params=[Kind, Lazy, Pandas, Arrow, DuckDB], ids=lambda kind: kind.name)
def kind(request) -> Kind:
    return request.param()


def plain(frame: pl.DataFrame) -> list[dict]:
    """Rows in an order of their own, numbers as floats to nine digits, NaN as missing: the same of all kinds."""
    frame = frame.with_columns(pl.selectors.numeric().cast(pl.Float64).fill_nan(None).round_sig_figs(9))
    frame = frame.with_columns(pl.selectors.string().cast(pl.String), pl.selectors.boolean().cast(pl.Float64))
    columns = sorted(frame.columns)
    return frame.select(columns).sort(columns).to_dicts()


@pytest.fixture(scope="session", name="plain")
def plain_fixture():
    return plain
