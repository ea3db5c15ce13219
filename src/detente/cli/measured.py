"""What `detente measure` can measure: what each name says, in which unit, out of which data, and how it is drawn.

The store and the importers give frames, `measures` computes, `show.charts` draws; this module brings them together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import DetenteError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from detente.measures.score import By, Direction, Scale
    from detente.store import Store

FEW_VOTES = 10  # roll calls in a year, below which similarity is a matter of chance
COVERED = 0.2  # of the weight of indicators: an index that rests on less is not drawn
MANY_CUT = 3_000  # events, from which on turning points are looked for in months
MANY_TURNS = 12  # more are too many for a chart
MANY_IDS = 20_000  # events, from which on their ids would be most of what is written


@dataclass(frozen=True)
class Asked:
    """What a user asked for."""

    a: str
    b: str
    by: By = "year"
    source: str = "text"
    since: date | None = None
    until: date | None = None
    min_confidence: float = 0.0
    scale: Scale = "plover"
    direction: Direction = "joint"
    config: Path | None = None

    @property
    def names(self) -> tuple[str, str]:
        """The states' names."""
        from detente.ontology.states import name_of

        return name_of(self.a), name_of(self.b)

    @property
    def cow(self) -> tuple[int, int]:
        """The states' COW numbers of today."""
        return self.numbers[0][0], self.numbers[1][0]

    @property
    def numbers(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """All COW numbers that the two states have had, that of today first."""
        from detente.sources.names import cow_numbers

        for code in (self.a, self.b):
            if not cow_numbers(code):
                raise DetenteError(f"{code} has no COW number, and this measure's data know states by it")
        first, second = cow_numbers(self.a), cow_numbers(self.b)
        if first[0] == second[0]:
            raise DetenteError(f"{self.a} and {self.b} are one state by COW number ({first[0]}): give one and another")
        return first, second


@dataclass
class Result:
    """A measure of two states: rows, the unit, what was used and what has to be said of it, and its chart."""

    rows: pl.DataFrame
    unit: str
    title: str = ""
    used: list[str] = field(default_factory=list)  # datasets
    texts: int = 0  # documents of the store whose records were used
    notes: list[str] = field(default_factory=list)
    shown: tuple[str, ...] = ()  # the columns that a reader's table has room for; none: all
    chart: Callable[[Any], Any] | None = None  # Caption -> chart


@dataclass(frozen=True)
class Measure:
    """One name that `detente measure` knows."""

    name: str
    about: str
    unit: str
    needs: str
    run: Callable[[Store, Asked], Result]
    aliases: tuple[str, ...] = ()


def events_of(store: Store, asked: Asked, *, cut: bool = True) -> tuple[pl.DataFrame, Result]:
    """The events frame of the two states out of the source asked for, and a result that says what was left out."""
    import polars as pl

    result = Result(pl.DataFrame(), "")
    if asked.source == "text":
        from detente.store.reading import events_frame

        frame = events_frame(store, (asked.a, asked.b), with_undated=True, min_confidence=asked.min_confidence)
        undated = frame.filter(pl.col("day").is_null())["id"].n_unique()
        if undated:
            result.notes.append(f"{_count(undated, 'event')} without a date left out")
        frame = frame.filter(pl.col("day").is_not_null())
        result.texts = frame["source"].n_unique()
        if frame.is_empty():
            raise DetenteError(
                f"{store.path}: no dated event between {asked.a} and {asked.b}; "
                f"`detente add FILE... --db {store.path}` adds texts"
            )
    else:
        frame = _coded(store, asked, result)
    if cut:
        if asked.since:
            frame = frame.filter(pl.col("day") >= asked.since)
        if asked.until:
            frame = frame.filter(pl.col("day") <= asked.until)
        if frame.is_empty():
            raise DetenteError(f"no event between {asked.a} and {asked.b} in these years; widen --from and --to")
    if asked.by != "year" and "last_day" in frame.columns:
        from detente.measures.score import EVERY

        wide = frame.filter(
            pl.col("day").dt.truncate(EVERY[asked.by]) != pl.col("last_day").dt.truncate(EVERY[asked.by])
        )
        if lost := wide["id"].n_unique():
            result.notes.append(f"{_count(lost, 'event')} not dated to the {asked.by} left out")
    return frame, result


def _coded(store: Store, asked: Asked, result: Result) -> pl.DataFrame:
    """Events of other coders, with the scores that they had."""
    from detente.sources.events import coders
    from detente.store.counts import frame as coded_frame

    name = asked.source
    frame = coded_frame(store, coders()[name].stored, (asked.a, asked.b), statements=True).drop("reports")
    if frame.is_empty():
        raise DetenteError(
            f"{store.path}: no event of {name} between {asked.a} and {asked.b}; "
            f"get them with `detente import {name} FILE --db {store.path}`"
        )
    result.used.append(name)
    return frame


def records_of(store: Store, asked: Asked, *kinds: str) -> pl.DataFrame:
    """Records that name both states, if they are sure enough: what `measures.ladder` and `measures.alignment` read."""
    from detente.show.sections.measures import SURE, records_frame
    from detente.store.reading import stored

    least = asked.min_confidence or SURE
    return records_frame(stored(store, dyad=(asked.a, asked.b), kinds=kinds, min_confidence=least))


def rows_of(
    store: Store,
    asked: Asked,
    name: str,
    columns: Sequence[str] | None = None,
    *,
    key: str = "year",
    partners: bool = False,
) -> pl.DataFrame:
    """A dataset's rows on the two states, each under its number of today in all years.

    Rows of dyads are those between the two, with `partners` those of one of them with anyone.
    """
    from detente.sources.tables import as_one_state, relation

    found = relation(store, name, columns)
    codes = [column for column in ("ccode", "ccode1", "ccode2") if column in found.columns]
    wanted = ", ".join(str(number) for numbers in asked.numbers for number in numbers)
    rows = found.filter((" OR " if partners else " AND ").join(f"{column} IN ({wanted})" for column in codes)).pl()
    for code in (asked.a, asked.b):
        rows = as_one_state(rows, code, codes, [key])
    return rows


def _numbered(asked: Asked) -> list[str]:
    """A note on each state that has had several COW numbers."""
    return [
        f"{name} has the COW numbers {' and '.join(map(str, numbers))}: its rows under all of them are taken as one"
        for name, numbers in zip(asked.names, asked.numbers, strict=True)
        if len(numbers) > 1
    ]


def marks_of(store: Store, asked: Asked) -> pl.DataFrame:
    """What the sources say that the relationship became: the marks over a chart (`day`, `label`, `side`)."""
    import polars as pl

    from detente.show.sections.measures import marks

    return marks(records_of(store, asked, "status").filter(pl.col("involved").list.len() == 2))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _pair(asked: Asked) -> str:
    first, second = asked.names
    return {
        "joint": f"{first} and {second}",
        "a-to-b": f"{first} towards {second}",
        "b-to-a": f"{second} towards {first}",
    }[asked.direction]


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
    result.title = f"{_pair(asked)}: what they did, by {asked.by}"
    result.shown = ("period", "n", "mean", "net", "cooperation", "conflict", "share", "balance")
    marks = marks_of(store, asked)
    result.chart = lambda caption: charts.score_chart(result.rows, caption, marks=marks)
    return result


def _stock(store: Store, asked: Asked) -> Result:
    from detente.measures.stock import HALF_LIFE, WEIGHT, relation_stock
    from detente.show import charts

    events, result = events_of(store, asked, cut=False)
    rows = relation_stock(events, asked.a, asked.b, by=asked.by, direction=asked.direction, scale=asked.scale)
    result.rows = _within(rows, "period", asked)
    result.unit = f"points, -10 to +10; an event weighs {WEIGHT}, half of the stock fades in {HALF_LIFE:g} years"
    result.title = f"{_pair(asked)}: the relation as a stock of events"
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
    result.title = f"{_pair(asked)}: level of what they did"
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
        statuses = _within(records_of(store, asked, "status").filter(pl.col("involved").list.len() == 2), "day", asked)
        agreements = _within(_agreements(store, asked), "day", asked)
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
    result.title = f"{_pair(asked)}: turning points"
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


def _ladder(store: Store, asked: Asked) -> Result:
    import polars as pl

    from detente.measures.ladder import ladder
    from detente.show import charts

    statuses = records_of(store, asked, "status").filter(pl.col("involved").list.len() == 2)
    rows = _within(ladder(statuses), "day", asked)
    if rows.is_empty():
        raise DetenteError(f"{store.path}: the texts tell no dated status of {asked.a} and {asked.b}; add more of them")
    result = Result(rows, "rank, 0 (war) to 100; only the order means something", texts=statuses["source"].n_unique())
    result.title = f"{_pair(asked)}: the ladder of the relationship"
    result.shown = ("day", "until", "label", "change", "rank")
    if undated := statuses.filter(pl.col("day").is_null() & (pl.col("status") != "other")).height:
        result.notes.append(f"{_count(undated, 'record')} without a date left out")
    result.chart = lambda caption: charts.ladder_chart(result.rows, caption)
    return result


def _atop(store: Store, asked: Asked) -> pl.DataFrame:
    from detente.measures.alignment import OBLIGATIONS

    return rows_of(store, asked, "atop", ("ccode1", "ccode2", "year", *OBLIGATIONS))


def _alliances(store: Store, asked: Asked) -> Result:
    import polars as pl

    from detente.measures.alignment import alliance_types

    rows = alliance_types(_atop(store, asked)).filter(pl.col("ccode1") == asked.cow[0])
    result = Result(
        _years(rows, asked), "obligations in force in a year, 1 yes 0 no; promise: the strongest of them", used=["atop"]
    )
    result.title = f"{_pair(asked)}: treaty obligations"
    result.notes += _numbered(asked)
    result.shown = ("year", "promise", *(name for name in rows.columns if name.startswith("atop_")))
    if rows.is_empty():
        result.notes.append("ATOP knows of no obligation between them in any year")
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
        _years(rows, asked),
        "stage after Korolev: 0 none, 1 early, 2 moderate, 3 advanced",
        used=used,
        texts=records["source"].n_unique(),
        notes=[answer.sentence, "grounds: `detente measure alliance`"],
    )
    result.title = f"{_pair(asked)}: alignment by the record"
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
    result.title = f"{_pair(asked)}: is it an alliance? {answer.sentence}"
    return result


def _aligned(store: Store, asked: Asked) -> tuple[pl.DataFrame, pl.DataFrame | None, list[str]]:
    from detente.sources.tables import has

    records = records_of(store, asked)
    if not has(store, "atop"):
        return records, None, []
    return records, _atop(store, asked), ["atop"]


def dependence_of(store: Store, asked: Asked) -> tuple[pl.DataFrame, list[str], list[str]]:
    """Trade dependence of the two by year, the datasets it is from, and notes."""
    from detente.measures.dependence import trade_dependence
    from detente.sources.tables import has

    notes = _numbered(asked)
    flows = rows_of(store, asked, "cow-trade", ("ccode1", "ccode2", "year", "flow1", "flow2"), partners=True)
    if not has(store, "cow-trade-national"):
        note = "totals are sums over partners; `detente import cow-trade-national` gives the states' own"
        return trade_dependence(flows, dyad=asked.cow), ["cow-trade"], [note, *notes]
    national = rows_of(store, asked, "cow-trade-national", ("ccode", "year", "imports", "exports"))
    return trade_dependence(flows, national, dyad=asked.cow), ["cow-trade", "cow-trade-national"], notes


def _trade(store: Store, asked: Asked) -> Result:
    from detente.show import charts

    rows, used, notes = dependence_of(store, asked)
    if rows.is_empty():
        raise DetenteError(f"the trade data have no row of {asked.a} and {asked.b}")
    unit = "trade in million current US dollars; shares of all trade of each, 0-1"
    result = Result(_years(rows, asked), unit, used=used, notes=notes)
    result.title = f"{_pair(asked)}: trade dependence"
    result.shown = ("year", "trade", "share1", "share2", "asymmetry", "rank1", "rank2", "hhi1", "hhi2")
    first, second = asked.names
    series = [("share1", f"share in the trade of {first}"), ("share2", f"share in the trade of {second}")]
    result.chart = lambda caption: charts.lines_chart(_dated(result.rows), caption, series, percent=True)
    return result


def _similarity(store: Store, asked: Asked) -> Result:
    import polars as pl

    from detente.show import charts

    rows = votes_of(store, asked)
    result = Result(
        _years(rows, asked),
        "coefficients of similarity of votes, -1 or 0 to 1; 1: always alike",
        used=["unga-votes", "unga-roll-calls"],
        notes=_numbered(asked),
    )
    few = result.rows.filter(pl.col("n") < FEW_VOTES)
    if few.height:
        years = ", ".join(f"{year} ({n})" for year, n in few.select("year", "n").iter_rows())
        result.notes.append(f"few roll calls on which both voted, so that a single one decides: {years}")
    result.title = f"{_pair(asked)}: votes in the UN General Assembly"
    result.shown = ("year", "n", "agree", "agree_yn", "s_sq", "pi_sq", "kappa_sq")
    names = [(name, words) for name, words in VOTE_SERIES if name in result.rows.columns]
    result.chart = lambda caption: charts.lines_chart(_dated(result.rows), caption, names)
    return result


VOTE_SERIES = (("agree", "share of agreement"), ("s_sq", "S, squared"), ("kappa_sq", "Cohen's kappa, squared"))


def votes_of(store: Store, asked: Asked) -> pl.DataFrame:
    """Similarity of votes of the two by year, as `measures.similarity` has it."""
    from detente.measures.similarity import vote_similarity
    from detente.sources.tables import relation

    votes = rows_of(store, asked, "unga-votes", ("rcid", "ccode", "vote"), key="rcid")
    rows = vote_similarity(votes, relation(store, "unga-roll-calls", ("rcid", "date")).pl(), counts=False)
    return rows.sort("year")


def _ideal(store: Store, asked: Asked) -> Result:
    import polars as pl

    from detente.show import charts

    a, b = asked.cow
    points = rows_of(store, asked, "ideal-points")
    column = next(name for name in ("idealpointfp", "idealpointall") if name in points.columns)
    one = points.filter(pl.col("ccode") == a).select("year", ideal1=pl.col(column))
    two = points.filter(pl.col("ccode") == b).select("year", ideal2=pl.col(column))
    rows = one.join(two, on="year", how="full", coalesce=True).with_columns(
        distance=(pl.col("ideal1") - pl.col("ideal2")).abs()
    )
    result = Result(
        _years(rows.sort("year"), asked),
        f"ideal points ({column}), standard deviations of the Assembly; distance between them",
        used=["ideal-points"],
        notes=_numbered(asked),
    )
    result.title = f"{_pair(asked)}: ideal points in the UN General Assembly"
    first, second = asked.names
    result.chart = lambda caption: charts.lines_chart(
        _dated(result.rows), caption, [("ideal1", first), ("ideal2", second)]
    )
    return result


def _cooperation(store: Store, asked: Asked) -> Result:
    import polars as pl

    from detente.cli.indicators import indicators
    from detente.measures.cooperation import TABLE, cooperation_intensity
    from detente.show import charts

    values, used, notes, texts = indicators(store, asked)
    rows = cooperation_intensity(values, config=asked.config or TABLE)
    result = Result(
        _years(rows, asked),
        "0 (none) to 1; a mean of the parts that had data, see coverage and parts",
        used=used,
        notes=notes,
        texts=texts,
    )
    result.title = f"{_pair(asked)}: bilateral cooperation intensity"
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
        return charts.lines_chart(_dated(result.rows.with_columns(index=enough)), caption, series)

    result.chart = draw
    return result


def _dated(rows: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    if rows.is_empty():
        raise DetenteError("there is nothing to draw in these years; widen --from and --to")
    first, last = (int(year) for year in (rows["year"].min(), rows["year"].max()))  # type: ignore[arg-type]
    years = pl.Series(range(first, last + 1), dtype=rows["year"].dtype)
    every = pl.DataFrame({"year": years}).join(rows, on="year", how="left")  # a year without data is a gap in the line
    return every.sort("year").with_columns(period=pl.date(pl.col("year"), 1, 1))


def _years(rows: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    import polars as pl

    if asked.since:
        rows = rows.filter(pl.col("year") >= asked.since.year)
    if asked.until:
        rows = rows.filter(pl.col("year") <= asked.until.year)
    return rows


def _within(rows: pl.DataFrame, column: str, asked: Asked) -> pl.DataFrame:
    import polars as pl

    if asked.since:
        rows = rows.filter(pl.col(column) >= asked.since)
    if asked.until:
        rows = rows.filter(pl.col(column) <= asked.until)
    return rows


EVENTS_NEEDED = "events: texts (`detente add`) or, with --source, gdelt, icews, polecat (`detente import`)"
MEASURES = (
    Measure(
        "score",
        "what they did to each other: mean, net, share of cooperation",
        "points, -10 to +10",
        EVENTS_NEEDED,
        _score,
    ),
    Measure(
        "smooth",
        "the level of what they did, with a band that widens where little is told",
        "points, -10 to +10",
        EVENTS_NEEDED,
        _smooth,
        ("relation", "level"),
    ),
    Measure("stock", "past events as a stock that fades and saturates", "points, -10 to +10", EVENTS_NEEDED, _stock),
    Measure(
        "turning-points",
        "when it became another relation, and how sure that is",
        "points; shares",
        EVENTS_NEEDED,
        _turning,
        ("turning",),
    ),
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
    Measure(
        "trade",
        "trade, shares both ways, ranks of partners, concentration",
        "million USD; 0-1",
        "cow-trade; cow-trade-national where imported",
        _trade,
        ("dependence",),
    ),
    Measure(
        "similarity",
        "how alike they vote in the UN General Assembly",
        "-1 or 0 to 1",
        "unga-votes, unga-roll-calls",
        _similarity,
        ("votes",),
    ),
    Measure(
        "ideal-points",
        "ideal points in the UN General Assembly, and their distance",
        "standard deviations",
        "ideal-points",
        _ideal,
    ),
    Measure(
        "cooperation",
        "bilateral cooperation intensity: political, economic, military",
        "0 to 1",
        "any of: texts, unga-votes, cow-trade, comtrade, sipri-arms",
        _cooperation,
        ("bci",),
    ),
)


def measure_named(name: str) -> Measure:
    """The measure of that name.

    Raises
    ------
    DetenteError
        There is none; the message lists them.
    """
    wanted = name.strip().lower().replace("_", "-")
    for each in MEASURES:
        if wanted == each.name or wanted in each.aliases:
            return each
    raise DetenteError(
        f"unknown measure {name!r}: there are {', '.join(each.name for each in MEASURES)} (`detente measure --list`)"
    )
