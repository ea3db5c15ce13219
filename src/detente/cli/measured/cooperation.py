"""Bilateral cooperation intensity: an index of all that a store has of two states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.cli.measured.asked import Asked, Measure, Result, within_years
from detente.cli.measured.indicators import indicators
from detente.cli.measured.trade_and_votes import dated

if TYPE_CHECKING:
    from detente.store import Store

COVERED = 0.2  # of the weight of indicators: an index that rests on less is not drawn


def _cooperation(store: Store, asked: Asked) -> Result:
    import polars as pl

    from detente.measures.cooperation import TABLE, cooperation_intensity
    from detente.show import charts

    values, used, notes, texts = indicators(store, asked)
    rows = cooperation_intensity(values, config=asked.config or TABLE)
    result = Result(
        within_years(rows, asked),
        "0 (none) to 1; a mean of the parts that had data, see coverage and parts",
        used=used,
        notes=notes,
        texts=texts,
    )
    result.title = f"{asked.pair}: bilateral cooperation intensity"
    result.shown = (
        "year",
        *(name for name in ("political", "economic", "military") if name in rows.columns),
        "index",
        "band",
        "coverage",
        "parts",
    )
    series = [(name, name) for name in ("index", "political", "economic", "military") if name in rows.columns]

    def draw(caption: Any) -> Any:
        enough = pl.when(pl.col("coverage") > COVERED).then(pl.col("index"))  # one indicator is no index
        return charts.lines_chart(dated(result.rows.with_columns(index=enough)), caption, series)

    result.chart = draw
    return result


MEASURES = (
    Measure(
        "cooperation",
        "bilateral cooperation intensity: political, economic, military",
        "0 to 1",
        "any of: texts, unga-votes, cow-trade, comtrade, sipri-arms",
        _cooperation,
        ("bci",),
    ),
)
