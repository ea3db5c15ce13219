"""What the datasets in a file say against its texts: frames for `detente.measures.against_data`.

Only what speaks against a text is kept: a war, alliance or visit that a text tells of and the dataset does not know in
the years that it covers, and trade figures that lie far apart. That texts are silent on what a dataset has is no
contradiction; `detente coverage` is about that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from detente.measures.against_data import Finding
    from detente.store import Store
    from detente.store.reading import Stored

_TEXTS = ("type", "mode", "status", "change", "aux", "measure", "unit")
AGAINST = ("only texts", "differ")


@dataclass(frozen=True)
class Against:
    """A finding that speaks against a text, the record that it is about, and how the dataset is cited."""

    finding: Finding
    record: Stored | None
    citation: str


def findings(store: Store, dyad: tuple[str, str], **asked: Any) -> Iterator[Against]:
    """All that the datasets of the file say against its texts on two states."""
    from detente.ontology.states import find_state
    from detente.sources.tables import present
    from detente.store.reading import stored

    there = present(store)
    numbers = tuple(find_state(code).cow for code in dyad)
    if not there or None in numbers:
        return
    told = {each.record.id: each for each in stored(store, dyad=dyad, **asked)}
    records = _records(list(told.values()))
    for name, compare in _COMPARISONS.items():
        if name not in there or not len(records):
            continue
        imports = there[name]
        years = [year for each in imports for year in (each.first_year, each.last_year) if year is not None]
        covered = (min(years), max(years)) if years else (0, 0)
        for finding in compare(store, numbers, records, covered):
            if finding.verdict in AGAINST:
                record = next((told[each] for each in finding.records if each in told), None)
                yield Against(finding, record, imports[0].citation)


def _records(told: list[Stored]) -> pl.DataFrame:
    """Records as `measures` wants them; those that are told to have happened at no certain year are left out."""
    import polars as pl

    from detente.record import edtf

    rows = []
    for each in told:
        days = edtf.bounds(each.record.date)
        if days and days[0] and days[1] and (days[1] - days[0]).days <= 366:
            fields = {name: getattr(each.record, name, "") for name in _TEXTS}
            fields["actors"] = " ".join(getattr(each.record, "actors", ()))
            when = {"day": days[0], "last_day": days[1], "value": getattr(each.record, "value", None)}
            rows.append(when | {"id": each.record.id, "kind": each.record.kind, "text": each.record.evidence} | fields)
    schema: dict[str, Any] = {"day": pl.Date, "last_day": pl.Date, "value": pl.Float64}
    return pl.DataFrame(rows, schema=schema | dict.fromkeys(("id", "kind", "text", "actors", *_TEXTS), pl.String))


def _between(store: Store, name: str, numbers: Any) -> pl.DataFrame:
    """A dataset's rows on the two states, whichever comes first."""
    import polars as pl

    from detente.sources.tables import load

    rows = load(store, name)
    one, other = numbers
    return rows.filter(
        ((pl.col("ccode1") == one) & (pl.col("ccode2") == other))
        | ((pl.col("ccode1") == other) & (pl.col("ccode2") == one))
    )


def _wars(store: Store, numbers: Any, records: pl.DataFrame, covered: tuple[int, int]) -> list[Finding]:
    from detente.measures.against_data import wars

    rows = _between(store, "cow-wars", numbers)
    return wars(records, rows, covered=covered) if {"year", "warnum"} <= set(rows.columns) else []


def _alliances(store: Store, numbers: Any, records: pl.DataFrame, covered: tuple[int, int]) -> list[Finding]:
    from detente.measures.against_data import alliances

    return alliances(records, _between(store, "atop", numbers), covered=covered)


def _trade(store: Store, numbers: Any, records: pl.DataFrame, covered: tuple[int, int]) -> list[Finding]:
    import polars as pl

    from detente.measures.against_data import trade

    told = records.filter((pl.col("kind") == "figure") & (pl.col("measure") == "trade") & (pl.col("unit") == "USD"))
    flows = _between(store, "cow-trade", numbers)
    both = flows.with_columns(trade=pl.col("flow1") + pl.col("flow2")).select("year", "trade")
    return trade(told, both)


def _visits(name: str, who: str) -> Callable[..., list[Finding]]:
    """Visits of leaders to the United States (`visits`), or of theirs abroad (`travels`)."""

    def compare(store: Store, numbers: Any, records: pl.DataFrame, covered: tuple[int, int]) -> list[Finding]:
        import polars as pl

        from detente.measures.against_data import visits
        from detente.ontology.states import find_state
        from detente.sources.tables import load

        if UNITED_STATES not in numbers:
            return []
        other = find_state(str(next(number for number in numbers if number != UNITED_STATES))).code
        guest = "USA" if name == "travels" else other
        rows = load(store, name).filter(pl.col("iso3c") == other).select("start", "end", who=pl.col(who))
        return visits(records.filter(pl.col("actors") == guest), rows, covered=covered, name=name)

    return compare


UNITED_STATES = 2  # the only state whose visits there are data of
_COMPARISONS: dict[str, Callable[..., list[Finding]]] = {
    "cow-wars": _wars,
    "atop": _alliances,
    "cow-trade": _trade,
    "visits": _visits("visits", "visitor"),
    "travels": _visits("travels", "person"),
}
