"""Charts of measures: Altair specifications, and files that need no network.

Drawn for paper: one ink. What is told apart is told apart by dash, shape and place, never by colour alone. Each chart
says its unit and its sources in the lines under its title; a mark's tooltip (HTML) names the records behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from detente.errors import DetenteError

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

INK, GREY, PALE = "#1a1a1a", "#6f6f6f", "#d9d9d9"
WIDTH, HEIGHT = 760, 300
FORMATS = (".html", ".svg", ".png")
FONT = "Georgia, 'Times New Roman', serif"
DASHES = ([1, 0], [6, 4], [2, 2], [8, 3, 2, 3])  # of up to four series
LONGEST = 66  # letters of a mark's name
NAMED_ROWS = 12  # rows of marks with names over a chart; what would stand in one more is a mark without a name
RANKS = 100  # the highest rank of a ladder
PLACES: tuple[tuple[Literal["left", "right"], int, int], ...] = (
    ("left", 6, -9),
    ("right", -6, -9),
    ("left", 6, 10),
    ("right", -6, 10),
)  # of a rung's name around its dot
LETTER = 5.6  # width of a letter of a mark's name, in pixels


@dataclass(frozen=True)
class Caption:
    """What is said over a chart: its title, the unit of its axis, where its data come from."""

    title: str
    unit: str
    source: str = ""

    def params(self) -> Any:
        """As Altair takes it."""
        import altair as alt

        lines = [self.unit, *([f"Source: {self.source}"] if self.source else [])]
        wrapped = [part for line in lines for part in _wrapped(line, 118)]
        return alt.TitleParams(self.title, subtitle=wrapped, anchor="start", offset=14)


def _wrapped(line: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(line, width) or [""]


def _styled(chart: alt.LayerChart | alt.VConcatChart | alt.Chart) -> Any:
    return (
        chart.configure(font=FONT, background="white")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK,
            titleColor=INK,
            gridColor="#ececec",
            domainColor=GREY,
            tickColor=GREY,
            titleFontWeight="normal",
            labelFontSize=12,
            titleFontSize=12,
        )
        .configure_title(fontSize=17, subtitleFontSize=12, subtitleColor=GREY, color=INK, subtitlePadding=4)
        .configure_legend(
            labelColor=INK,
            titleColor=INK,
            labelFontSize=12,
            orient="bottom",
            title=None,
            symbolSize=80,
            symbolStrokeWidth=1.6,
        )
    )


def _time(field: str = "period") -> Any:
    import altair as alt

    return alt.X(
        f"{field}:T", title=None, scale=alt.Scale(type="utc"), axis=alt.Axis(format="%Y", labelOverlap=True, grid=False)
    )


def _day(field: str = "period", title: str = "from") -> Any:
    import altair as alt

    return alt.Tooltip(f"utcyearmonthdate({field}):T", title=title, format="%-d %B %Y")


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

    `rows` as of `measures.smooth.relation_level`; `marks` as in `marked`.
    """
    import altair as alt
    import polars as pl

    rows = _behind(rows)
    axis = alt.Axis(title="points")
    band = (
        alt.Chart(rows)
        .mark_area(color=PALE, opacity=0.8)
        .encode(x=_time(), y=alt.Y("low:Q", axis=axis, scale=alt.Scale(zero=False)), y2="high:Q")
    )
    line = alt.Chart(rows).mark_line(color=INK, strokeWidth=2).encode(x=_time(), y=alt.Y("level:Q", axis=axis))
    seen = rows.filter(pl.col("n") > 0)
    tips = [
        _day(),
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
            x=_time(),
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
    return _put(alt.layer(band, _zero(), line, *over, circles), caption, marks)


def turning_chart(level: pl.DataFrame, points: pl.DataFrame, caption: Caption) -> Any:
    """The smoothed level with a rule at each turning point, and bars for the days between which they may lie.

    `level` as of `measures.smooth.relation_level`, `points` as of `measures.turning.turning_points`.
    """
    import altair as alt
    import polars as pl

    names = pl.format("{}: {} to {}", pl.col("day").dt.year(), pl.col("before").round(1), pl.col("after").round(1))
    side = pl.when(pl.col("change") > 0).then(pl.lit("cooperation")).otherwise(pl.lit("conflict"))
    marks = points.select("day", label=names, side=side)
    rules = alt.Chart(points.select("day")).mark_rule(color=INK, strokeDash=[5, 4]).encode(x=_time("day"))
    bars = [
        alt.Chart(points.select("low", "high")[[row]])
        .mark_rule(color=INK, strokeWidth=4, opacity=0.55)
        .encode(x=_time("low"), x2="high:T", y=alt.value(HEIGHT - 4 - 8 * row))
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
            x=_time(),
            y=alt.Y("value:Q", axis=alt.Axis(title="sum of scores, points")),
            fill=fill,
            tooltip=[
                _day(),
                alt.Tooltip("side:N"),
                alt.Tooltip("value:Q", format=".1f"),
                alt.Tooltip("n:Q", title="events"),
                *([alt.Tooltip("events:N", title="records")] if "events" in sides.columns else []),
            ],
        )
    )
    return _put(alt.layer(bars, _zero()), caption, marks)


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
    line = alt.Chart(rows).mark_line(color=INK, strokeWidth=1.6).encode(x=_time(), y=y)
    moved = rows.filter(pl.col("n") > 0)
    dots = (
        alt.Chart(moved)
        .mark_point(color=INK, filled=True, size=26, opacity=1)
        .encode(
            x=_time(),
            y=y,
            tooltip=[
                _day(),
                alt.Tooltip("stock:Q", format=".2f"),
                alt.Tooltip("n:Q", title="events"),
                *([alt.Tooltip("events:N", title="records")] if "events" in moved.columns else []),
            ],
        )
    )
    return _put(alt.layer(_zero(), line, dots), caption, marks)


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
        .encode(x=_time(), y=y)
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
            x=_time(),
            y=y,
            shape=shape,
            tooltip=[_day(), alt.Tooltip("series:N"), alt.Tooltip("value:Q", format=".3~p" if percent else ".4~g")],
        )
    )
    return _put(alt.layer(*lines, dots), caption, marks)


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
    steps = alt.Chart(rows).mark_line(color=INK, strokeWidth=2, interpolate="step-after").encode(x=_time("day"), y=y)
    dots = (
        alt.Chart(rows)
        .mark_point(color=INK, filled=True, size=40, opacity=1)
        .encode(x=_time("day"), y=y, tooltip=[_day("day", "from"), "label:N", alt.Tooltip("rank:Q")])
    )
    names = []
    for place, (align, dx, dy) in enumerate(PLACES):
        own = rows.filter(rows["place"] == place)
        if not own.is_empty():
            text = alt.Chart(own).mark_text(align=align, dx=dx, dy=dy, fontSize=11, color=INK)
            names.append(text.encode(x=_time("day"), y=y, text="label:N"))
    return _put(alt.layer(steps, dots, *names), caption, None)


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


def marked(marks: pl.DataFrame, first: Any, last: Any) -> Any:
    """A strip of marks over a chart: `day`, `label`, `side` (cooperation, conflict or other).

    Up-pointing triangles for cooperation, crosses for conflict, diamonds for what is neither.
    """
    import altair as alt
    import polars as pl

    marks = _placed(marks.filter(pl.col("day").is_between(first, last)).sort("day"), first, last)
    if marks.is_empty():
        return None
    x = alt.X("day:T", scale=alt.Scale(type="utc", domain=[_stamp(first), _stamp(last)]), axis=None)
    base = alt.Chart(marks)
    y = alt.Y("row:O", axis=None)
    shape = alt.Shape(
        "side:N",
        scale=alt.Scale(domain=["cooperation", "conflict", "other"], range=["triangle-up", "cross", "diamond"]),
        legend=None,
    )
    points = base.mark_point(color=INK, filled=True, size=48, opacity=1).encode(
        x=x, y=y, shape=shape, tooltip=[_day("day", "day"), alt.Tooltip("label:N")]
    )
    left = (
        base.transform_filter("!datum.flipped")
        .mark_text(align="left", dx=7, fontSize=11, color=INK)
        .encode(x=x, y=y, text="short:N")
    )
    right = (
        base.transform_filter("datum.flipped")
        .mark_text(align="right", dx=-7, fontSize=11, color=INK)
        .encode(x=x, y=y, text="short:N")
    )
    rows = marks["row"].n_unique()
    return alt.layer(points, left, right).properties(width=WIDTH, height=16 * rows + 6)


def _placed(marks: pl.DataFrame, first: Any, last: Any) -> pl.DataFrame:
    """Rows for marks so that names do not lie over each other; a name near the right edge stands left of its mark."""
    import polars as pl

    span = max(1, (last - first).days)
    ends: list[float] = []
    rows, shorts, flipped = [], [], []
    for day, label in marks.select("day", "label").iter_rows():
        x = (day - first).days / span * WIDTH
        short = label if len(label) <= LONGEST else label[: LONGEST - 1].rstrip() + "…"
        width = len(short) * LETTER + 16
        turn = x + width > WIDTH
        low, high = (x - width, x + 10) if turn else (x - 6, x + width)
        row = next((place for place, end in enumerate(ends) if end <= low), len(ends))
        if row >= NAMED_ROWS:
            short, turn = "", False
            row = min(range(NAMED_ROWS), key=lambda place: ends[place])
            high = max(ends[row], x + 10)
        if row == len(ends):
            ends.append(high)
        else:
            ends[row] = high
        rows.append(row)
        shorts.append(short)
        flipped.append(turn)
    return marks.with_columns(
        pl.Series("row", rows, pl.Int64),
        pl.Series("short", shorts, pl.String),
        pl.Series("flipped", flipped, pl.Boolean),
    )


def _stamp(day: Any) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _put(chart: Any, caption: Caption, marks: pl.DataFrame | None) -> Any:
    """The chart with its caption, under a strip of marks where there are any."""
    import altair as alt

    body = chart.properties(width=WIDTH, height=HEIGHT)
    strip = None
    if marks is not None and not marks.is_empty():
        first, last = _extent(chart)
        if first is not None:
            strip = marked(marks, first, last)
            body = body.encode() if strip is None else _with_domain(body, first, last)
    whole = (
        alt.vconcat(strip, body, spacing=2).properties(title=caption.params())
        if strip is not None
        else body.properties(title=caption.params())
    )
    return _styled(whole)


def _extent(chart: Any) -> tuple[Any, Any]:
    days = []
    for layer in chart.layer:
        data = layer.data
        column = next((name for name in ("period", "day") if name in getattr(data, "columns", ())), None)
        if column:
            days += [data[column].min(), data[column].max()]
    return (min(days), max(days)) if days else (None, None)


def _with_domain(chart: Any, first: Any, last: Any) -> Any:
    for layer in chart.layer:
        x = getattr(layer.encoding, "x", None)
        if x is not None and hasattr(x, "scale"):
            x.scale.domain = [_stamp(first), _stamp(last)]
    return chart


def write(chart: Any, out: BinaryIO, suffix: str) -> None:
    """Write a chart as `.html` (with all scripts inside), `.svg` or `.png` (twice the size, for print).

    Raises
    ------
    DetenteError
        Another suffix.
    """
    if suffix not in FORMATS:
        raise DetenteError(f"a chart is written as .html, .svg or .png, not as {suffix or 'a file without ending'}")
    if suffix == ".html":
        out.write(chart.to_html(inline=True).encode())
        return
    import vl_convert

    specification = chart.to_json()
    if suffix == ".svg":
        out.write(vl_convert.vegalite_to_svg(specification).encode())
    else:
        out.write(vl_convert.vegalite_to_png(specification, scale=2))


def svg(chart: Any) -> str:
    """A chart as an SVG element, for a page."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(chart.to_json()))


def suffix_of(path: Path) -> str:
    """The ending that decides the format of a chart.

    Raises
    ------
    DetenteError
        It is none that a chart is written in.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise DetenteError(f"{path}: a chart is written as .html, .svg or .png; end the name with one of them")
    return suffix
