"""Measures of what two states did to each other: score, level, stock, turning points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.cli.measured.asked import Asked, Measure, Result, within_days
from detente.cli.measured.fetching import events_of, marks_of, records_of, statuses_of

if TYPE_CHECKING:
    import polars as pl

    from detente.store import Store

MANY_CUT = 3_000  # events, from which on turning points are looked for in months
MANY_TURNS = 12  # more are too many for a chart
MANY_IDS = 20_000  # events, from which on their ids would be most of what is written
NEEDED = "events: texts (`detente add`) or, with --source, gdelt, icews, polecat (`detente import`)"


def _score(store: Store, asked: Asked) -> Result:
    from detente.measures.score import relation_score
    from detente.show import charts

    events, result = events_of(store, asked)
    result.rows = relation_score(events, asked.a, asked.b, by=asked.by, direction=asked.direction, scale=asked.scale)
    if events.height > MANY_IDS:
        result.rows = result.rows.drop("ids")
        result.notes.append(
            f"{events.height:,} events: those of a period are listed by "
            f"`detente chronology {asked.a} {asked.b} --events {asked.source} --from --to`"
        )
    result.unit = (
        f"points of the {asked.scale} scale, -10 (conflict) to +10 (cooperation); net is their sum by {asked.by}"
    )
    result.title = f"{asked.pair}: what they did, by {asked.by}"
    result.shown = ("period", "n", "mean", "net", "cooperation", "conflict", "share", "balance")
    marks = marks_of(store, asked)
    result.chart = lambda caption: charts.score_chart(result.rows, caption, marks=marks)
    return result


def _stock(store: Store, asked: Asked) -> Result:
    from detente.measures.stock import HALF_LIFE, WEIGHT, relation_stock
    from detente.show import charts

    events, result = events_of(store, asked, cut=False)
    rows = relation_stock(events, asked.a, asked.b, by=asked.by, direction=asked.direction, scale=asked.scale)
    result.rows = within_days(rows, "period", asked)
    result.unit = f"points, -10 to +10; an event weighs {WEIGHT}, half of the stock fades in {HALF_LIFE:g} years"
    result.title = f"{asked.pair}: the relation as a stock of events"
    marks = marks_of(store, asked)
    result.chart = lambda caption: charts.stock_chart(result.rows, caption, marks=marks)
    return result


def _smooth(store: Store, asked: Asked) -> Result:
    import polars as pl

    from detente.measures.smooth import relation_level
    from detente.show import charts

    events, result = events_of(store, asked)
    result.rows = relation_level(events, asked.a, asked.b, by=asked.by, direction=asked.direction, scale=asked.scale)
    result.unit = f"mean score by {asked.by}, -10 (conflict) to +10 (cooperation); grey: 95% band of the smoothed level"
    result.title = f"{asked.pair}: level of what they did"
    spread = result.rows.select(pl.col("level").max() - pl.col("level").min()).item()
    if spread < 2 * float(result.rows["sd"].min() or 0):  # type: ignore[arg-type]
        result.notes.append("the level hardly moves: these events do not show that it changed beyond their own scatter")
    marks = marks_of(store, asked)
    result.chart = lambda caption: charts.level_chart(result.rows, caption, marks=marks)
    return result


def _turning(store: Store, asked: Asked) -> Result:
    import polars as pl

    from detente.measures.smooth import relation_level
    from detente.measures.turning import turning_points
    from detente.show import charts

    events, result = events_of(store, asked)
    labels: dict[str, str] = {}
    statuses = agreements = None
    by = asked.by
    if asked.source == "text":
        told = records_of(store, asked, "event")
        by_record = dict(zip(told["id"], told["text"], strict=True))
        labels = {key: by_record.get(record, "") for key, record in events.select("id", "record").iter_rows()}
        statuses = within_days(statuses_of(store, asked), "day", asked)
        agreements = within_days(_agreements(store, asked), "day", asked)
        for frame in (statuses, agreements):
            labels |= dict(zip(frame["id"], frame["text"], strict=True))
    elif events.height > MANY_CUT:
        by = "month"
        result.notes.append(f"{events.height:,} events: turns are looked for by month")
    result.rows = turning_points(
        events, asked.a, asked.b, statuses=statuses, agreements=agreements, direction=asked.direction,
        scale=asked.scale, by=by, labels=labels,
    )  # fmt: skip
    result.unit = (
        "mean scores of acts before and after, and the standing, -10 to +10; persists: largest multiple of the "
        f"standard penalty; support: share of bootstrap samples with the same turn within a year; by {by}"
    )
    result.title = f"{asked.pair}: turning points"
    result.shown = ("day", "before", "after", "standing_after", "persists", "support", "label")
    if result.rows.is_empty():
        result.notes.append("no turn stands out from what is told")

    def draw(caption: Any) -> Any:
        level = relation_level(events, asked.a, asked.b, by=asked.by, direction=asked.direction, scale=asked.scale)
        if result.rows.height > MANY_TURNS:
            result.notes.append(f"the chart shows the {MANY_TURNS} turns with most support")
        sides = {side: pl.coalesce(side, f"standing_{side}") for side in ("before", "after")}
        most = result.rows.sort("support", "day", descending=[True, False]).head(MANY_TURNS).sort("day")
        points = most.with_columns(**sides).with_columns(change=pl.col("after") - pl.col("before"))
        return charts.turning_chart(level, points, caption)

    result.chart = draw
    return result


def _agreements(store: Store, asked: Asked) -> pl.DataFrame:
    """Instruments of the two states alone, as `measures.turning` reads them."""
    import polars as pl

    from detente.record import edtf
    from detente.show.sections.measures import SURE
    from detente.store.reading import stored

    rows = []
    least = asked.min_confidence or SURE
    for each in stored(store, dyad=(asked.a, asked.b), kinds=("agreement",), min_confidence=least):
        record: Any = each.record
        days = edtf.bounds(record.date)
        if days and len(record.involved) == 2:
            rows.append({
                "day": days[0] or days[1], "last_day": days[1], "id": record.id, "form": record.form, "act": record.act,
                "confidence": record.confidence, "text": record.evidence,
            })  # fmt: skip
    schema: dict[str, Any] = {"day": pl.Date, "last_day": pl.Date, "confidence": pl.Float64}
    return pl.DataFrame(rows, schema=dict.fromkeys(("id", "form", "act", "text"), pl.String) | schema)


MEASURES = (
    Measure(
        "score",
        "what they did to each other: mean, net, share of cooperation",
        "points, -10 to +10",
        NEEDED,
        _score,
    ),
    Measure(
        "smooth",
        "the level of what they did, with a band that widens where little is told",
        "points, -10 to +10",
        NEEDED,
        _smooth,
        ("relation", "level"),
    ),
    Measure("stock", "past events as a stock that fades and saturates", "points, -10 to +10", NEEDED, _stock),
    Measure(
        "turning-points",
        "when it became another relation, and how sure that is",
        "points; shares",
        NEEDED,
        _turning,
        ("turning",),
    ),
)
