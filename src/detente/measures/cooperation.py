"""Bilateral Cooperation Intensity: one index out of political, economic and military cooperation.

After Papageorgiou & Vysotskaya Guedes Vieira 2023 (Europe-Asia Studies 76(4): 632-658): three dimensions with two
indicators each (official visits and UN votes; trade and energy; arms and exercises). Each indicator is brought to
0-1 between two anchors, a dimension is the weighted mean of its indicators, the index that of its dimensions::

    scaled    = min(1, max(0, (value - low) / (high - low)))
    dimension = sum of w_i scaled_i / sum of w_i            over the indicators that have a value in that year
    index     = sum of w_d dimension_d / sum of w_d         over the dimensions that have one
    coverage  = weight of the indicators with a value / weight of all                                0-1

An indicator without data is left out, never taken as zero; `coverage` and `parts` say what a year's index rests on, and
years with different parts should not be compared. Anchors and weights stand in `cooperation.toml` and are our
convention: we take over the structure of the study (from its abstract; the article itself was not at hand), not its
scaling, so its levels are not reproduced.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import DetenteError
from detente.measures.rows import collected, like

if TYPE_CHECKING:
    import polars as pl

TABLE = Path(__file__).with_name("cooperation.toml")


@dataclass(frozen=True)
class Indicator:
    """One indicator: where it belongs, its weight there, what counts as nothing and as full, its unit."""

    name: str
    dimension: str
    weight: float
    low: float
    high: float
    unit: str


@dataclass(frozen=True)
class Scheme:
    """Indicators, the weights of the dimensions, and the names of bands (upper bound, name)."""

    indicators: tuple[Indicator, ...]
    dimensions: dict[str, float]
    bands: tuple[tuple[float, str], ...]


def scheme(path: str | Path = TABLE) -> Scheme:
    """The composite as a TOML file describes it.

    Raises
    ------
    DetenteError
        The file cannot be read as one.
    """
    try:
        table: dict[str, Any] = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        bands = tuple((float(band["below"]), str(band["name"])) for band in table.pop("bands", []))
        indicators = tuple(
            Indicator(name, dimension, float(row["weight"]), float(row["low"]), float(row["high"]), str(row["unit"]))
            for dimension, about in table.items()
            for name, row in about["indicators"].items()
        )
        found = Scheme(indicators, {name: float(about["weight"]) for name, about in table.items()}, bands)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DetenteError(f"{path}: is no table of indicators ({error}); copy measures/cooperation.toml") from error
    if any(each.high <= each.low or each.weight < 0 for each in indicators) or not indicators:
        raise DetenteError(f"{path}: every indicator needs high > low and a weight that is not negative")
    return found


def cooperation_intensity(values: Any, *, config: str | Path | Scheme = TABLE) -> Any:
    """The index by year.

    Parameters
    ----------
    values
        Column `year`, and a column for each indicator for which there are data, in the unit of the table; missing where
        unknown. Rows may be of one dyad or have key columns (`ccode1`, `ccode2` ...), which are kept. Any engine.
    config
        The table of indicators, or its path.

    Returns
    -------
    A frame of the same engine: the keys, each indicator scaled to 0-1, each dimension, `index` (0-1), `band`,
    `coverage` (0-1), `parts` (the indicators that had a value, by name).
    """
    import polars as pl

    plan = config if isinstance(config, Scheme) else scheme(config)
    rows = collected(values, ("year",), name="values")
    known = [each for each in plan.indicators if each.name in rows.columns]
    if not known:
        names = ", ".join(each.name for each in plan.indicators)
        raise DetenteError(f"no column is an indicator of the table; it knows {names}")
    keys = [name for name in rows.columns if name not in {each.name for each in plan.indicators}]
    result = rows.with_columns(
        ((pl.col(each.name).cast(pl.Float64) - each.low) / (each.high - each.low)).clip(0, 1).fill_nan(None)
        for each in known
    )
    result = result.with_columns(
        _mean([(each.name, each.weight) for each in known if each.dimension == dimension]).alias(dimension)
        for dimension in plan.dimensions
    )
    parts = pl.concat_list(
        pl.when(pl.col(each.name).is_not_null()).then(pl.lit(each.name)) for each in known
    ).list.drop_nulls()
    whole = sum(
        plan.dimensions[each.dimension] * each.weight / _weight(plan, each.dimension) for each in plan.indicators
    )
    had = pl.sum_horizontal(
        pl.col(each.name).is_not_null().cast(pl.Float64)
        * (plan.dimensions[each.dimension] * each.weight / _weight(plan, each.dimension))
        for each in known
    )
    result = result.with_columns(
        index=_mean(list(plan.dimensions.items())), coverage=had / whole, parts=parts.list.join(" ")
    ).with_columns(band=_band(plan))
    scaled = [each.name for each in known]
    return like(values, result.select(*keys, *scaled, *plan.dimensions, "index", "band", "coverage", "parts"))


def _weight(plan: Scheme, dimension: str) -> float:
    return sum(each.weight for each in plan.indicators if each.dimension == dimension)


def _mean(columns: list[tuple[str, float]]) -> pl.Expr:
    """The weighted mean of those columns that have a value; missing where none has."""
    import polars as pl

    if not columns:
        return pl.lit(None, pl.Float64)
    weights = pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.Float64) * weight for name, weight in columns)
    total = pl.sum_horizontal((pl.col(name) * weight).fill_null(0.0) for name, weight in columns)
    return pl.when(weights > 0).then(total / weights)


def _band(plan: Scheme) -> pl.Expr:
    import polars as pl

    expression = pl.lit(None, pl.String)
    for below, name in reversed(plan.bands):
        expression = pl.when(pl.col("index") < below).then(pl.lit(name)).otherwise(expression)
    return pl.when(pl.col("index").is_not_null()).then(expression)
