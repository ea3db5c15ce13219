"""What the datasets in a file and its texts say of two states: frames for `detente.measures.against_data`.

Two things are told apart. What speaks against a text: a war, an alliance, fighting or a visit that a text tells of and
the dataset does not know in the years that it covers, and trade figures that lie far apart. And what only a dataset
has, in the years that the texts cover; many of a kind are one line unless details are asked for.
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
SHOWN = ("only texts", "differ", "only data")
USE_OF_FORCE = 4  # hostility level of the Correlates of War: use of force; 5 is war


@dataclass(frozen=True)
class Against:
    """A finding that speaks against a text, the record that it is about, and how the dataset is cited."""

    finding: Finding
    record: Stored | None
    citation: str


def findings(store: Store, dyad: tuple[str, str], *, details: bool = False, **asked: Any) -> Iterator[Against]:
    """All that the datasets of the file and its texts do not both say of two states."""
    from detente.measures.against_data import grouped, years_of
    from detente.ontology.states import find_state
    from detente.sources.tables import present
    from detente.store.reading import stored

    there = present(store)
    numbers = tuple(find_state(code).cow for code in dyad)
    if not there or None in numbers:
        return
    told = {each.record.id: each for each in stored(store, dyad=dyad, **asked)}
    records = _records(list(told.values()))
    years_told = years_of(records)
    members = _both_states(store, numbers) if "cow-states" in there else None
    for name, compare, topic, words in _COMPARISONS:
        if name not in there or not len(records):
            continue
        imports = there[name]
        years = [year for each in imports for year in (each.first_year, each.last_year) if year is not None]
        covered = (min(years), max(years)) if years else (0, 0)
        if members and name not in ("visits", "travels"):
            covered = (max(covered[0], members), covered[1])
        found = compare(store, numbers, records, covered)
        for finding in found if details or not words else grouped(found, topic, name, words, years_told):
            if finding.verdict in SHOWN:
                record = next((told[each] for each in finding.records if each in told), None)
                yield Against(finding, record, imports[0].citation)


def _both_states(store: Store, numbers: Any) -> int | None:
    """The first year in which both are members of the system of states: before, datasets of states have neither."""
    import polars as pl

    from detente.sources.tables import load

    rows = load(store, "cow-states").filter(pl.col("ccode").is_in(numbers))
    first = rows.group_by("ccode").agg(pl.col("styear").min())["styear"]
    return int(first.max()) if len(first) == 2 else None  # type: ignore[arg-type]


def _records(told: list[Stored]) -> pl.DataFrame:
    """Records as `measures` wants them, undated ones without a day."""
    import polars as pl

    from detente.record import edtf

    rows = []
    for each in told:
        first, last = edtf.bounds(each.record.date) or (None, None)
        fields = {name: getattr(each.record, name, "") for name in _TEXTS}
        fields["actors"] = " ".join(getattr(each.record, "actors", ()))
        when = {"day": first or last, "last_day": last, "value": getattr(each.record, "value", None)}
        sure = 1.0 if each.reviewed in ("accepted", "corrected") else each.record.confidence
        title = getattr(each.record, "title", "")
        text = (
            f"{each.record.evidence} ({title})" if title and title not in each.record.evidence else each.record.evidence
        )
        rows.append(
            when | {"id": each.record.id, "kind": each.record.kind, "text": text, "confidence": sure} | fields
        )  # fmt: skip
    schema: dict[str, Any] = {"day": pl.Date, "last_day": pl.Date, "value": pl.Float64, "confidence": pl.Float64}
    return pl.DataFrame(rows, schema=schema | dict.fromkeys(("id", "kind", "text", "actors", *_TEXTS), pl.String))


def _between(store: Store, name: str, numbers: Any) -> pl.DataFrame:
    """A dataset's rows on the two states, whichever comes first, each under its number of today in all years."""
    import polars as pl

    from detente.ontology.states import find_state
    from detente.sources.names import cow_numbers
    from detente.sources.tables import as_one_state, load

    one, other = (find_state(str(number)).code for number in numbers)
    first, second = (pl.col(column).is_in(cow_numbers(one)) for column in ("ccode1", "ccode2"))
    third, fourth = (pl.col(column).is_in(cow_numbers(other)) for column in ("ccode1", "ccode2"))
    rows = load(store, name).filter((first & fourth) | (third & second))
    keys = [key for key in ("year", "dispnum", "warnum") if key in rows.columns]
    for code in (one, other):
        rows = as_one_state(rows, code, ("ccode1", "ccode2"), keys)
    return rows


def _wars(store: Store, numbers: Any, records: pl.DataFrame, covered: tuple[int, int]) -> list[Finding]:
    from detente.measures.against_data import wars
    from detente.sources.tables import present

    rows = _between(store, "cow-wars", numbers)
    if not {"year", "warnum"} <= set(rows.columns):
        return []
    mids = _between(store, "cow-mids", numbers) if "cow-mids" in present(store) else None
    return wars(records, rows, covered=covered, disputes=mids)


def _disputes(store: Store, numbers: Any, records: pl.DataFrame, covered: tuple[int, int]) -> list[Finding]:
    """Disputes in which one of the two used force."""
    import polars as pl

    from detente.measures.against_data import disputes

    rows = _between(store, "cow-mids", numbers)
    levels = [pl.col(name) for name in ("hostlev1", "hostlev2") if name in rows.columns]
    if levels:
        rows = rows.filter(pl.max_horizontal(levels) >= USE_OF_FORCE)
    return disputes(records, rows, covered=covered)


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


def _visits(name: str, who: str, office: str = "") -> Callable[..., list[Finding]]:
    """Visits of leaders to the United States (`visits`), or of its presidents or secretaries of state (`travels`)."""

    def compare(store: Store, numbers: Any, records: pl.DataFrame, covered: tuple[int, int]) -> list[Finding]:
        import polars as pl

        from detente.measures.against_data import LEADERS, visits, years_of
        from detente.ontology.states import find_state
        from detente.sources.tables import load

        if UNITED_STATES not in numbers:
            return []
        other = find_state(str(next(number for number in numbers if number != UNITED_STATES))).code
        guest = "USA" if name == "travels" else other
        rows = load(store, name).filter(pl.col("iso3c") == other)
        if office:
            rows = rows.filter(pl.col("office") == office)
        rows = rows.select("start", "end", who=pl.col(who))
        ours = records.filter(
            pl.when(pl.col("mode") == "visit").then(pl.col("actors") == guest).otherwise(pl.lit(value=True))
        )
        persons = _OFFICES.get(office, LEADERS)
        return visits(ours, rows, covered=covered, name=name, years=years_of(records), persons=persons)

    return compare


UNITED_STATES = 2  # the only state whose visits there are data of
_OFFICES = {
    "president": r"(?i)(?<!to the )(?<!vice )(?<!vice-)\bpresident\b",
    "secretary": r"(?i)\bsecretary of state\b",
}
# Dataset, comparison, topic, and what many of a kind are called in one line ("": each is a line of its own).
_COMPARISONS: tuple[tuple[str, Callable[..., list[Finding]], str, str], ...] = (
    ("cow-wars", _wars, "war", ""),
    ("atop", _alliances, "alliance", ""),
    ("cow-mids", _disputes, "force", "militarized disputes with use of force"),
    ("cow-trade", _trade, "trade", ""),
    ("visits", _visits("visits", "visitor"), "visit", "visits of leaders to the United States"),
    ("travels", _visits("travels", "person", "president"), "visit", "travels of presidents of the United States"),
    ("travels", _visits("travels", "person", "secretary"), "visit", "travels of secretaries of state"),
)
