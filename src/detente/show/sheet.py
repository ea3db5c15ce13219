"""The sheet that a chart of a measure stands on: one ink, an axis of days, a caption, a strip of marks over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

INK, GREY, PALE = "#1a1a1a", "#6f6f6f", "#d9d9d9"
WIDTH, HEIGHT = 760, 300
FONT = "Georgia, 'Times New Roman', serif"
LONGEST = 66  # letters of a mark's name
LETTER = 5.6  # width of a letter of a mark's name, in pixels
NAMED_ROWS = 12  # rows of marks with names over a chart; what would stand in one more is a mark without a name


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


def time_axis(field: str = "period") -> Any:
    """The axis of days under a chart: years, whatever the time zone of who looks at it."""
    import altair as alt

    return alt.X(
        f"{field}:T", title=None, scale=alt.Scale(type="utc"), axis=alt.Axis(format="%Y", labelOverlap=True, grid=False)
    )


def day_told(field: str = "period", title: str = "from") -> Any:
    """A line of a tooltip with a day."""
    import altair as alt

    return alt.Tooltip(f"utcyearmonthdate({field}):T", title=title, format="%-d %B %Y")


def on_sheet(chart: Any, caption: Caption, marks: pl.DataFrame | None) -> Any:
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
        x=x, y=y, shape=shape, tooltip=[day_told("day", "day"), alt.Tooltip("label:N")]
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
