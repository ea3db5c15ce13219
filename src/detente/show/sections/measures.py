"""Measures in a brief: the level of what the two did to each other, and the ladder of their relationship, as charts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from detente.errors import DetenteError
from detente.ontology.states import name_of
from detente.record import edtf

if TYPE_CHECKING:
    import polars as pl

    from detente.store.reading import Stored

SURE = 0.5  # a status told with less is more likely wrong than right, and one alone moves the ladder
CENTURY = 100  # years that a chart in a page has room for
FEWEST = 2  # rungs of a ladder that is worth drawing


@dataclass(frozen=True)
class Drawn:
    """A chart of the brief: its fragment, its title, the picture, and what it shows in words."""

    anchor: str
    title: str
    svg: Markup
    words: str


def records_frame(told: Iterable[Stored]) -> pl.DataFrame:
    """Records as `measures.ladder` and `measures.alignment` read them, a row a record; `involved` are its actors."""
    import polars as pl

    rows = []
    for one in told:
        record: Any = one.record
        days = edtf.bounds(record.date)
        title = getattr(record, "title", "")
        rows.append({
            "day": (days[0] or days[1]) if days else None, "last_day": days[1] if days else None, "id": record.id,
            "kind": record.kind, "type": getattr(record, "type", ""), "mode": getattr(record, "mode", ""),
            "status": getattr(record, "status", ""), "level": getattr(record, "level", ""),
            "change": getattr(record, "change", ""), "aux": getattr(record, "aux", ""),
            "text": f"{title}: {record.evidence}" if title else record.evidence, "confidence": record.confidence,
            "source": one.document.source, "involved": sorted(record.involved),
            "measure": getattr(record, "measure", ""), "value": getattr(record, "value", None),
            "unit": getattr(record, "unit", ""),
        })  # fmt: skip
    text = ("id", "kind", "type", "mode", "status", "level", "change", "aux", "text", "source", "measure", "unit")
    schema: dict[str, Any] = {
        "day": pl.Date, "last_day": pl.Date, "confidence": pl.Float64, "involved": pl.List(pl.String),
        "value": pl.Float64, **dict.fromkeys(text, pl.String),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def marks(statuses: pl.DataFrame) -> pl.DataFrame:
    """What the sources say that the relationship became: the marks over a chart (`day`, `label`, `side`)."""
    import polars as pl

    from detente.measures.ladder import RUPTURES, ladder

    apart = pl.col("status").is_in(RUPTURES) & (pl.col("change") != "ends")
    side = pl.when(apart).then(pl.lit("conflict")).otherwise(pl.lit("other"))
    return ladder(statuses).select("day", "label", side=side).unique(maintain_order=True)


def drawn(a: str, b: str, events: pl.DataFrame, told: Iterable[Stored]) -> list[Drawn]:
    """The charts that the record has enough for.

    `events` is the events frame of the two, `told` their records: statuses of the two alone, sure ones, are drawn.
    """
    import polars as pl

    from detente.measures.ladder import ladder
    from detente.measures.smooth import relation_level
    from detente.show import charts
    from detente.show.sheet import Caption

    pair = f"{name_of(a)} and {name_of(b)}"
    statuses = records_frame(each for each in told if each.record.kind == "status" and each.record.involved == {a, b})
    statuses = statuses.filter(pl.col("confidence") >= SURE)
    found = []
    events = _recent(events)
    unit = "mean score of events by year, -10 (conflict) to +10 (cooperation); grey: 95% band of the smoothed level"
    try:
        rows = relation_level(events, a, b)
        chart = charts.level_chart(rows, Caption(f"{pair}: level of what they did", unit), marks=marks(statuses))
        words = (
            "Each circle is the mean of a year's events on PLOVER's scale, the larger the more events; the line is "
            "their smoothed level. Where the band is wide the sources tell little."
        )
        found.append(_inline("level", "Level of what they did", chart, words))
    except DetenteError:  # too few years with events for a level
        pass
    rungs = ladder(statuses)
    if rungs.height >= FEWEST:
        chart = charts.ladder_chart(rungs, Caption(f"{pair}: levels of the relationship", "rank; only the order means something"))  # noqa: E501  # fmt: skip
        words = "Steps are what the sources say that the relationship became; only their order means something."
        found.append(_inline("steps", "Levels of the relationship", chart, words))
    return found


def _recent(events: pl.DataFrame) -> pl.DataFrame:
    """The events of the last century, where most are of it: a few of long ago would squeeze the many."""
    import polars as pl

    if events.is_empty():
        return events
    cut = events["day"].max().year - CENTURY  # type: ignore[union-attr]
    late = events.filter(pl.col("day").dt.year() > cut)
    return late if late.height > events.height / 2 else events


def _inline(anchor: str, title: str, chart: Any, words: str) -> Drawn:
    """A chart as an element of the page: as wide as there is room, with ids that no other chart has."""
    from detente.show.chart_files import svg

    picture = svg(chart)
    picture = re.sub(r'\bid="([^"]+)"', rf'id="chart-{anchor}-\1"', picture)
    picture = re.sub(r"url\(#([^)]+)\)", rf"url(#chart-{anchor}-\1)", picture)
    label = f'role="img" aria-label="{title}" style="max-width:100%;height:auto"'
    # Each mark's own words are for the file of a chart; a page says what the picture shows once.
    picture = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", picture)
    return Drawn(
        f"chart-{anchor}", title, Markup(picture.replace("<svg ", f"<svg {label} ", 1)), words
    )  # ours: no input's markup
