"""Other coders' events (GDELT, ICEWS, POLECAT) out of the store: of one dyad, counted by year, as a frame for measures.

Statements (CAMEO 01), which PLOVER does not have, are left out unless asked for. Counts are of coded events, and those
are reports more than happenings: a coder writes the same deed again with each newspaper that tells it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from detente.store.database import Store

_COLUMNS = (
    "coder", "source_id", "day", "dyad", "actor", "recipient", "actor_raw", "recipient_raw", "cameo", "type", "mode",
    "contexts", "goldstein", "reports", "publisher", "story", "url", "import",
)  # fmt: skip


def dyad_of(a: str, b: str) -> str:
    """How `coded_events` names the dyad of two states.

    >>> dyad_of("RUS", "CHN")
    'CHN-RUS'
    """
    return "-".join(sorted((a, b)))


def dyad_events(
    store: Store,
    a: str,
    b: str,
    since: date | str | None = None,
    until: date | str | None = None,
    types: Sequence[str] = (),
    *,
    coders: Sequence[str] = (),
    statements: bool = False,
    limit: int | None = None,
) -> pl.DataFrame:
    """The events between two states, by day.

    Parameters
    ----------
    store
        Open for reading.
    a, b
        State codes; the order does not matter.
    since, until
        First and last day, as dates or in ISO form.
    types
        PLOVER's types, modes or both ("CONSULT/visit"); all without them.
    coders
        "gdelt1", "gdelt2", "icews", "polecat"; all without them.
    statements
        Those without a PLOVER type too.
    limit
        At most so many, the earliest ones; `number_of_events` says how many there are.

    Returns
    -------
    A row an event, ordered by day, coder and id: coder, source_id, day, dyad, actor, recipient, actor_raw,
    recipient_raw, cameo, type, mode, contexts, goldstein, reports, publisher, story, url, import.
    """
    where, values = _where(dyad_of(a, b), since, until, types, coders, statements)
    sql = f"SELECT {', '.join(_COLUMNS)} FROM coded_events WHERE {where} ORDER BY day, coder, source_id"
    if limit is not None:
        sql += f" LIMIT {int(limit)}"
    return _frame(store, sql, values)


def yearly_counts(
    store: Store,
    *,
    dyad: tuple[str, str] | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    types: Sequence[str] = (),
    coders: Sequence[str] = (),
    statements: bool = False,
) -> pl.DataFrame:
    """How many events of each type a dyad has in each year.

    Arguments are those of `dyad_events`; without `dyad`, of all pairs of states. Coders are counted apart, since the
    same deed is in several of them.

    Returns
    -------
    dyad, coder, year, type, events (number), goldstein (their mean, null where the coder gives none); ordered by the
    first four. Years without an event have no row.
    """
    where, values = _where(dyad_of(*dyad) if dyad else None, since, until, types, coders, statements)
    sql = f"""
        SELECT dyad, coder, year(day)::INTEGER AS year, type, count(*) AS events, avg(goldstein) AS goldstein
        FROM coded_events WHERE {where}
        GROUP BY ALL ORDER BY dyad, coder, year, type
    """
    return _frame(store, sql, values)


def number_of_events(
    store: Store,
    a: str,
    b: str,
    since: date | str | None = None,
    until: date | str | None = None,
    types: Sequence[str] = (),
    *,
    coders: Sequence[str] = (),
    statements: bool = False,
) -> int:
    """How many events `dyad_events` has without a limit."""
    where, values = _where(dyad_of(a, b), since, until, types, coders, statements)
    ((count,),) = store.connection.execute(f"SELECT count(*) FROM coded_events WHERE {where}", values).fetchall()
    return int(count)


def frame(
    store: Store,
    coder: str | Sequence[str] = (),
    dyad: tuple[str, str] | None = None,
    *,
    since: date | str | None = None,
    until: date | str | None = None,
    statements: bool = False,
) -> pl.DataFrame:
    """Events as measures take them, by day.

    Returns
    -------
    day (date), actor, recipient (state codes), type, mode (PLOVER), confidence (null: the coders give none), id
    ("icews:32887775/2018-06-01"), source (the coder), goldstein (null where there is none), reports; of all pairs of
    states, or of one.
    """
    coders = [coder] if isinstance(coder, str) and coder else list(coder)
    where, values = _where(dyad_of(*dyad) if dyad else None, since, until, (), coders, statements)
    sql = f"""
        SELECT day, actor, recipient, type, mode, NULL::DOUBLE AS confidence,
               coder || ':' || source_id AS id, coder AS source, goldstein, reports
        FROM coded_events WHERE {where} ORDER BY day, source, id
    """
    return _frame(store, sql, values)


def beside_texts(store: Store, a: str, b: str, *, by_type: bool = False) -> pl.DataFrame:
    """What the texts of this store tell of two states, counted beside what other coders tell: a row a year.

    Texts are counted in happenings (a deed that several documents tell is one), coders in their events, which are
    reports: the levels are not comparable, their ups and downs are. 0 means that nothing was told in a year that the
    source covers; years before its first and after its last event (of the texts: of this dyad) are null.

    Returns
    -------
    year, type (with `by_type`), texts, and a column for each coder that has an event of the dyad; by year and type.
    """
    import polars as pl

    from detente.store.reading import events_frame

    keys = ["year", "type"] if by_type else ["year"]
    told = (
        events_frame(store, (a, b))
        .select("id", "type", year=pl.col("day").dt.year())
        .unique()
        .group_by(keys)
        .agg(pl.col("id").n_unique().cast(pl.Int64).alias("texts"))
    )
    coded = yearly_counts(store, dyad=(a, b))
    if coded.is_empty():
        return told.sort(keys)
    wide = (
        coded.group_by([*keys, "coder"])
        .agg(pl.col("events").sum())
        .sort("coder")
        .pivot("coder", index=keys, values="events")
    )
    columns = [name for name in wide.columns if name not in keys]
    spans = {coder: (first.year, last.year) for coder, (_, first, last) in coders_of(store).items()}
    years = told["year"].drop_nulls().to_list() or [0]
    spans["texts"] = (min(years), max(years))
    return (
        told.join(wide, on=keys, how="full", coalesce=True)
        .select(*keys, *(_within(name, *spans[name]) for name in ("texts", *columns)))
        .sort(keys)
    )


def _within(column: str, first: int, last: int) -> pl.Expr:
    """Zero for a missing count within the years that a source covers."""
    import polars as pl

    return pl.when(pl.col("year").is_between(first, last)).then(pl.col(column).fill_null(0)).otherwise(pl.col(column))


def coders_of(store: Store) -> dict[str, tuple[int, date, date]]:
    """The coders whose events the store has: number of events, first and last day."""
    rows = store.connection.execute(
        "SELECT coder, count(*), min(day), max(day) FROM coded_events GROUP BY coder"
    ).fetchall()
    return {coder: (number, first, last) for coder, number, first, last in sorted(rows)}


def _frame(store: Store, sql: str, values: list[Any]) -> pl.DataFrame:
    # On a cursor of its own: a result that somebody else has not read to its end stays as it is.
    with store.connection.cursor() as cursor:
        return cursor.sql(sql, params=values).pl()


def _where(
    dyad: str | None,
    since: date | str | None,
    until: date | str | None,
    types: Sequence[str],
    coders: Sequence[str],
    statements: bool,
) -> tuple[str, list[Any]]:
    """The conditions that all queries share. `dyad` comes first: the table is in its order."""
    conditions, values = (["dyad = ?"], [dyad]) if dyad else (["dyad <> ''"], [])
    more: list[tuple[str, Any]] = []
    if since:
        more.append(("day >= ?::DATE", since))
    if until:
        more.append(("day <= ?::DATE", until))
    if types:
        more.append(("len(list_intersect([type, mode, type || '/' || mode], ?)) > 0", list(types)))
    if coders:
        more.append(("list_contains(?, coder)", list(coders)))
    if not statements:
        conditions.append("type <> ''")
    return " AND ".join([*conditions, *(sql for sql, _ in more)]), [*values, *(value for _, value in more)]
