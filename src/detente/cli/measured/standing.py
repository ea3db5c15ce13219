"""Measures of what two states are to each other: ladder of the relationship, military alignment, treaty obligations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.cli.measured.asked import Asked, Measure, Result, counted, within_days, within_years
from detente.cli.measured.fetching import numbered, records_of, rows_of, statuses_of
from detente.errors import DetenteError

if TYPE_CHECKING:
    import polars as pl

    from detente.store import Store


def _ladder(store: Store, asked: Asked) -> Result:
    import polars as pl

    from detente.measures.ladder import ladder
    from detente.show import charts

    statuses = statuses_of(store, asked)
    rows = within_days(ladder(statuses), "day", asked)
    if rows.is_empty():
        raise DetenteError(f"{store.path}: the texts tell no dated status of {asked.a} and {asked.b}; add more of them")
    result = Result(rows, "rank, 0 (war) to 100; only the order means something", texts=statuses["source"].n_unique())
    result.title = f"{asked.pair}: the ladder of the relationship"
    result.shown = ("day", "until", "label", "change", "rank")
    if undated := statuses.filter(pl.col("day").is_null() & (pl.col("status") != "other")).height:
        result.notes.append(f"{counted(undated, 'record')} without a date left out")
    result.chart = lambda caption: charts.ladder_chart(result.rows, caption)
    return result


def _alignment(store: Store, asked: Asked) -> Result:
    import polars as pl

    from detente.measures.alignment import alignment_by_year, is_it_an_alliance
    from detente.show import charts

    records, atop, used = _aligned(store, asked)
    rows = alignment_by_year(records)
    if rows.is_empty():
        raise DetenteError(f"{store.path}: no dated record of {asked.a} and {asked.b}; add texts first")
    answer = is_it_an_alliance(records, atop, year=asked.until.year if asked.until else None)
    result = Result(
        within_years(rows, asked),
        "stage after Korolev: 0 none, 1 early, 2 moderate, 3 advanced",
        used=used,
        texts=records["source"].n_unique(),
        notes=[answer.sentence, "grounds: `detente measure alliance`"],
    )
    result.title = f"{asked.pair}: alignment by the record"
    steps = pl.col("stage") != pl.col("stage").shift(1).fill_null("")

    def draw(caption: Any) -> Any:
        rows = result.rows.filter(steps | (pl.col("year") == pl.col("year").max()))
        last = pl.when(steps).then(pl.col("stage")).otherwise(pl.lit(""))
        rows = rows.with_columns(label=last, day=pl.date(pl.col("year"), 1, 1), rank=pl.col("level"))
        return charts.ladder_chart(rows, caption, top=3, axis="stage")

    result.chart = draw
    return result


def _alliance(store: Store, asked: Asked) -> Result:
    import polars as pl

    from detente.measures.alignment import is_it_an_alliance

    records, atop, used = _aligned(store, asked)
    answer = is_it_an_alliance(records, atop, year=asked.until.year if asked.until else None)
    texts = dict(zip(records["id"], records["text"], strict=True))
    rows = [
        {"speaks": speaks, "ground": words, "records": len(ids), "ids": list(ids), "says": texts[ids[0]] if ids else ""}
        for speaks, words, ids in answer.grounds
    ]
    schema: dict[str, Any] = {
        "speaks": pl.String,
        "ground": pl.String,
        "records": pl.Int64,
        "ids": pl.List(pl.String),
        "says": pl.String,
    }
    result = Result(pl.DataFrame(rows, schema=schema), answer.verdict, used=used, texts=records["source"].n_unique())
    result.shown = ("speaks", "ground", "records", "says")
    result.title = f"{asked.pair}: is it an alliance? {answer.sentence}"
    return result


def _aligned(store: Store, asked: Asked) -> tuple[pl.DataFrame, pl.DataFrame | None, list[str]]:
    from detente.sources.tables import has

    records = records_of(store, asked)
    if not has(store, "atop"):
        return records, None, []
    return records, _atop(store, asked), ["atop"]


def _alliances(store: Store, asked: Asked) -> Result:
    import polars as pl

    from detente.measures.alignment import alliance_types

    rows = alliance_types(_atop(store, asked)).filter(pl.col("ccode1") == asked.cow[0])
    unit = "obligations in force in a year, 1 yes 0 no; promise: the strongest of them"
    result = Result(within_years(rows, asked), unit, used=["atop"])
    result.title = f"{asked.pair}: treaty obligations"
    result.notes += numbered(asked)
    result.shown = ("year", "promise", *(name for name in rows.columns if name.startswith("atop_")))
    if rows.is_empty():
        result.notes.append("ATOP knows of no obligation between them in any year")
    return result


def _atop(store: Store, asked: Asked) -> pl.DataFrame:
    from detente.measures.alignment import OBLIGATIONS

    return rows_of(store, asked, "atop", ("ccode1", "ccode2", "year", *OBLIGATIONS))


MEASURES = (
    Measure("ladder", "the levels of the relationship, from when to when", "rank", "texts (`detente add`)", _ladder),
    Measure(
        "alignment",
        "stage of military alignment by year (Korolev)",
        "0 none to 3 advanced",
        "texts (`detente add`); atop where imported",
        _alignment,
    ),
    Measure(
        "alliance",
        "is it an alliance? An answer with its grounds",
        "a word",
        "texts (`detente add`); atop where imported",
        _alliance,
    ),
    Measure("alliances", "treaty obligations by year", "0/1", "atop", _alliances),
)
