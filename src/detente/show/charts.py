"""Charts of measures, as Altair specifications.

Drawn for paper: one ink. What is told apart is told apart by dash, shape and place, never by colour alone. Each chart
says its unit and its sources in the lines under its title; a mark's tooltip (HTML) names the records behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from detente.show.sheet import GREY, HEIGHT, INK, LETTER, PALE, WIDTH, Caption, day_told, on_sheet, time_axis

if TYPE_CHECKING:
    import polars as pl

DASHES = ([1, 0], [6, 4], [2, 2], [8, 3, 2, 3])  # of up to four series
RANKS = 100  # the highest rank of a ladder
PLACES: tuple[tuple[Literal["left", "right"], int, int], ...] = (
    ("left", 6, -9),
    ("right", -6, -9),
    ("left", 6, 10),
    ("right", -6, 10),
)  # of a rung's name around its dot


def _behind(rows: pl.DataFrame) -> pl.DataFrame:
    """The list of events as words for a tooltip: the first few ids, and how many there are."""
    import polars as pl

    if "ids" not in rows.columns:
        return rows
    few = pl.col("ids").list.head(5).list.join(", ")
    more = pl.when(pl.col("ids").list.len() > 5).then(pl.lit(" …")).otherwise(pl.lit(""))
    return rows.with_columns(events=few + more).drop("ids")


def _zero() -> Any:
    import altair as alt
    import polars as pl

    return alt.Chart(pl.DataFrame({"zero": [0.0]})).mark_rule(color=GREY, strokeWidth=0.8).encode(y="zero:Q")


def level_chart(
    rows: pl.DataFrame, caption: Caption, *, marks: pl.DataFrame | None = None, over: Sequence[Any] = ()
) -> Any:
    """The smoothed level with its band, the observed means as circles that grow with the number of events.

    `rows` as of `measures.smooth.relation_level`; `marks` as in `sheet.marked`.
    """
    import altair as alt
    import polars as pl

    rows = _behind(rows)
    axis = alt.Axis(title="points")
    band = (
        alt.Chart(rows)
        .mark_area(color=PALE, opacity=0.8)
        .encode(x=time_axis(), y=alt.Y("low:Q", axis=axis, scale=alt.Scale(zero=False)), y2="high:Q")
    )
    line = alt.Chart(rows).mark_line(color=INK, strokeWidth=2).encode(x=time_axis(), y=alt.Y("level:Q", axis=axis))
    seen = rows.filter(pl.col("n") > 0)
    tips = [
        day_told(),
        alt.Tooltip("n:Q", title="events"),
        alt.Tooltip("mean:Q", format=".2f"),
        alt.Tooltip("level:Q", format=".2f"),
        alt.Tooltip("low:Q", format=".2f"),
        alt.Tooltip("high:Q", format=".2f"),
        *([alt.Tooltip("events:N", title="records")] if "events" in seen.columns else []),
    ]
    circles = (
        alt.Chart(seen)
        .mark_point(color=INK, fill="white", filled=False, strokeWidth=1, opacity=1)
        .encode(
            x=time_axis(),
            y=alt.Y("mean:Q", axis=axis),
            size=alt.Size(
                "n:Q",
                scale=alt.Scale(range=[18, 220], zero=True),
                legend=alt.Legend(
                    title="events",
                    titleOrient="left",
                    values=_counts(seen),
                ),
            ),
            tooltip=tips,
        )
    )
    return on_sheet(alt.layer(band, _zero(), line, *over, circles), caption, marks)


def turning_chart(level: pl.DataFrame, points: pl.DataFrame, caption: Caption) -> Any:
    """The smoothed level with a rule at each turning point, and bars for the days between which they may lie.

    `level` as of `measures.smooth.relation_level`, `points` as of `measures.turning.turning_points`.
    """
    import altair as alt
    import polars as pl

    names = pl.format("{}: {} to {}", pl.col("day").dt.year(), pl.col("before").round(1), pl.col("after").round(1))
    side = pl.when(pl.col("change") > 0).then(pl.lit("cooperation")).otherwise(pl.lit("conflict"))
    marks = points.select("day", label=names, side=side)
    rules = alt.Chart(points.select("day")).mark_rule(color=INK, strokeDash=[5, 4]).encode(x=time_axis("day"))
    bars = [
        alt.Chart(points.select("low", "high")[[row]])
        .mark_rule(color=INK, strokeWidth=4, opacity=0.55)
        .encode(x=time_axis("low"), x2="high:T", y=alt.value(HEIGHT - 4 - 8 * row))
        for row in range(points.height)
    ]
    said = f"{caption.unit}; dashed: the turns; bars: the days between which each may lie, the first at the bottom"
    return level_chart(level, replace(caption, unit=said), marks=marks, over=(rules, *bars))


def _counts(rows: pl.DataFrame) -> list[int]:
    """Three numbers of events that a legend of sizes shows."""
    most = int(rows["n"].max() or 1)  # type: ignore[arg-type]
    return sorted({1, max(1, round(most / 2)), most})


def score_chart(rows: pl.DataFrame, caption: Caption, *, marks: pl.DataFrame | None = None) -> Any:
    """Cooperation upwards (filled), conflict downwards (hollow), the mean as a line over both.

    `rows` as of `measures.score.relation_score`.
    """
    import altair as alt
    import polars as pl

    rows = _behind(rows.with_columns(below=-pl.col("conflict")))
    sides = pl.concat(
        [
            rows.select("period", "n", *_if(rows, "events"), value=pl.col("cooperation"), side=pl.lit("cooperation")),
            rows.select("period", "n", *_if(rows, "events"), value=pl.col("below"), side=pl.lit("conflict")),
        ]
    )
    fill = alt.Fill(
        "side:N",
        scale=alt.Scale(domain=["cooperation", "conflict"], range=[GREY, "white"]),
        legend=alt.Legend(title=None, orient="bottom"),
    )
    width = max(1.0, min(14.0, 0.8 * WIDTH / max(1, _span(rows))))
    bars = (
        alt.Chart(sides)
        .mark_bar(stroke=INK, strokeWidth=0.8, size=width)
        .encode(
            x=time_axis(),
            y=alt.Y("value:Q", axis=alt.Axis(title="sum of scores, points")),
            fill=fill,
            tooltip=[
                day_told(),
                alt.Tooltip("side:N"),
                alt.Tooltip("value:Q", format=".1f"),
                alt.Tooltip("n:Q", title="events"),
                *([alt.Tooltip("events:N", title="records")] if "events" in sides.columns else []),
            ],
        )
    )
    return on_sheet(alt.layer(bars, _zero()), caption, marks)


def _if(rows: pl.DataFrame, name: str) -> list[str]:
    return [name] if name in rows.columns else []


def _span(rows: pl.DataFrame) -> float:
    """How many of the shortest steps between rows there are from the first to the last."""
    days = rows["period"].sort()
    if len(days) < 2:
        return 1
    step = days.diff().drop_nulls().dt.total_days().min()
    return float((days[-1] - days[0]).days / max(1, step or 1))


def stock_chart(rows: pl.DataFrame, caption: Caption, *, marks: pl.DataFrame | None = None) -> Any:
    """The stock as a line, with a dot where events moved it; without a dot it only faded."""
    import altair as alt
    import polars as pl

    rows = _behind(rows)
    y = alt.Y("stock:Q", axis=alt.Axis(title="points"), scale=alt.Scale(domain=[-10, 10]))
    line = alt.Chart(rows).mark_line(color=INK, strokeWidth=1.6).encode(x=time_axis(), y=y)
    moved = rows.filter(pl.col("n") > 0)
    dots = (
        alt.Chart(moved)
        .mark_point(color=INK, filled=True, size=26, opacity=1)
        .encode(
            x=time_axis(),
            y=y,
            tooltip=[
                day_told(),
                alt.Tooltip("stock:Q", format=".2f"),
                alt.Tooltip("n:Q", title="events"),
                *([alt.Tooltip("events:N", title="records")] if "events" in moved.columns else []),
            ],
        )
    )
    return on_sheet(alt.layer(_zero(), line, dots), caption, marks)


def lines_chart(
    rows: pl.DataFrame,
    caption: Caption,
    names: Sequence[tuple[str, str]],
    *,
    axis: str = "",
    percent: bool = False,
    marks: pl.DataFrame | None = None,
) -> Any:
    """Several series over `period`, told apart by dash and by shape; a gap in a series is a gap in its line.

    `names`: (column, what it is called).
    """
    import altair as alt
    import polars as pl

    told = [(column, name) for column, name in names if rows[column].count()]
    names = told or names  # a series without a value is not in the legend either
    long = pl.concat(
        [rows.select("period", value=pl.col(column).cast(pl.Float64), series=pl.lit(name)) for column, name in names]
    )
    domain = [name for _, name in names]
    y = alt.Y("value:Q", axis=alt.Axis(title=axis or None, format=".0%" if percent else "~g"))
    lines = [
        alt.Chart(long.filter(pl.col("series") == name))
        .mark_line(color=INK, strokeWidth=1.6, strokeDash=dash, invalid="break-paths-show-domains")
        .encode(x=time_axis(), y=y)
        for name, dash in zip(domain, DASHES, strict=False)
    ]
    shape = alt.Shape(
        "series:N",
        scale=alt.Scale(domain=domain, range=["circle", "square", "triangle-up", "diamond"]),
        legend=alt.Legend(title=None, orient="bottom"),
    )
    dots = (
        alt.Chart(long.filter(pl.col("value").is_not_null()))
        .mark_point(color=INK, fill="white", size=24, opacity=1, strokeWidth=1)
        .encode(
            x=time_axis(),
            y=y,
            shape=shape,
            tooltip=[day_told(), alt.Tooltip("series:N"), alt.Tooltip("value:Q", format=".3~p" if percent else ".4~g")],
        )
    )
    return on_sheet(alt.layer(*lines, dots), caption, marks)


def ladder_chart(rows: pl.DataFrame, caption: Caption, *, top: int = RANKS, axis: str = "rank") -> Any:
    """The levels of the relationship as steps, each with its name where there is room for it.

    `rows`: `day`, `rank` (0 to `top`), `label`, sorted.
    """
    import altair as alt

    rows = _named(rows, top)
    y = alt.Y(
        "rank:Q",
        axis=alt.Axis(title=axis, grid=True, tickCount=min(top, 10)),
        scale=alt.Scale(domain=[0, top], nice=False),
    )
    steps = (
        alt.Chart(rows).mark_line(color=INK, strokeWidth=2, interpolate="step-after").encode(x=time_axis("day"), y=y)
    )
    dots = (
        alt.Chart(rows)
        .mark_point(color=INK, filled=True, size=40, opacity=1)
        .encode(x=time_axis("day"), y=y, tooltip=[day_told("day", "from"), "label:N", alt.Tooltip("rank:Q")])
    )
    names = []
    for place, (align, dx, dy) in enumerate(PLACES):
        own = rows.filter(rows["place"] == place)
        if not own.is_empty():
            text = alt.Chart(own).mark_text(align=align, dx=dx, dy=dy, fontSize=11, color=INK)
            names.append(text.encode(x=time_axis("day"), y=y, text="label:N"))
    return on_sheet(alt.layer(steps, dots, *names), caption, None)


def _named(rows: pl.DataFrame, top: int) -> pl.DataFrame:
    """A column `place`: where the name of a rung stands (of PLACES), -1 where it would lie over another or a step."""
    import polars as pl

    days = rows["day"].to_list()
    first, span = days[0], max(1, (days[-1] - days[0]).days)
    xs = [(day - first).days / span * WIDTH for day in days]
    ys = [HEIGHT * (1 - rank / top) for rank in rows["rank"]]
    steps = [(x, *sorted((ys[at], ys[at + 1]))) for at, x in enumerate(xs[1:])]  # the risers: x, top, bottom
    taken: list[tuple[float, float, float, float]] = []
    places = []
    for x, y, label in zip(xs, ys, rows["label"], strict=True):
        width = len(label) * LETTER
        for place, (align, dx, dy) in enumerate(PLACES):
            left = x + dx - (width if align == "right" else 0)
            box = (left, left + width, y + dy - 7, y + dy + 7)
            over = any(
                box[0] < other[1] and other[0] < box[1] and box[2] < other[3] and other[2] < box[3] for other in taken
            )
            cut = any(box[0] < at < box[1] and box[2] < bottom and top < box[3] for at, top, bottom in steps)
            if not over and not cut and box[0] >= 0 and box[1] <= WIDTH + 40 and box[3] <= HEIGHT:
                taken.append(box)
                places.append(place)
                break
        else:
            places.append(-1)
    return rows.with_columns(pl.Series("place", places, pl.Int64))
