"""A chronology as rows: the same columns for what texts tell and for what other coders' events say.

The columns and their order are part of the format: new ones are added at the end only. Counts are of happenings: a row
is one, however many sources tell it; `reports` says how many records (or, for other coders' events, articles) do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from detente.ontology.states import name_of
from detente.record import Event, edtf
from detente.show import words
from detente.show.parties import sides, who

if TYPE_CHECKING:
    import polars as pl

    from detente.store.chronology import Chronology, Line

# column -> how it is typed: text, texts (a list of text), day, count, number, flag (true or false)
COLUMNS: dict[str, str] = {
    "happening": "text", "date": "text", "first_day": "day", "last_day": "day", "precision": "text", "kind": "text",
    "type": "text", "mode": "text", "who": "text", "what": "text", "actors": "texts", "recipients": "texts",
    "sources": "count", "documents": "texts", "disagreements": "texts", "confidence": "number", "reviewed": "text",
    "provenance": "text", "evidence": "text", "records": "texts", "reports": "count", "url": "text", "part_of": "text",
    "disputed": "flag",
}  # fmt: skip
EPOCH = 719_163  # the number of 1 January 1970, from which Polars counts days
TEXTS = "texts"  # the provenance of lines that come from texts


def row(line: Line, pair: Sequence[str], part_of: str = "") -> dict[str, Any]:
    """One line as a row; `part_of` is the happening that tells it already, see `parts`."""
    record = line.record
    first, last = edtf.bounds(line.date) or (None, None)
    actors, recipients = sides(record)
    return {
        "happening": line.happening, "date": line.date, "first_day": first, "last_day": last,
        "precision": words.grain(line.date), "kind": record.kind, "type": subject(record),
        "mode": getattr(record, "mode", ""), "who": who(record, pair), "what": words.record_words(record, name_of),
        "actors": list(actors), "recipients": list(recipients),
        "sources": len(line.documents), "documents": titles(line), "disagreements": disagreements(line),
        "confidence": line.confidence, "reviewed": line.reviewed, "provenance": TEXTS, "evidence": record.evidence,
        "records": [each.record.id for each in line.tellings], "reports": len(line.tellings), "url": "",
        "part_of": part_of, "disputed": line.disputed,
    }  # fmt: skip


def subject(record: Any) -> str:
    """What kind of thing within its kind: an event's type, an agreement's act, a status, a stance, a measure."""
    for name in ("type", "act", "status", "stance", "measure", "change"):
        if value := getattr(record, name, ""):
            return str(value)
    return ""


def titles(line: Line) -> list[str]:
    """What the documents that tell it are called, the leading one first."""
    named: dict[str, str] = {}
    for each in (line.lead, *line.tellings):
        named.setdefault(each.document.origin, title(each.document))
    return list(named.values())


def disagreements(line: Line) -> list[str]:
    """On what its documents differ, in words that name them by their titles."""
    called = {each.document.origin: title(each.document) for each in line.tellings}
    return [words.difference_words(each, lambda origin: called.get(origin, origin)) for each in line.differences]


def title(document: Any) -> str:
    """What a document is called: its title, else the last part of its path or address, else its own id."""
    return document.title or document.source.rstrip("/").rpartition("/")[2] or document.doc


def frame(chronology: Chronology) -> pl.DataFrame:
    """All of a chronology in the order of time, a row a happening; other coders' events are merged in by their day."""
    import polars as pl

    part_of = parts(chronology.lines)
    told = pl.DataFrame(
        [row(line, chronology.dyad, part_of.get(line.happening, "")) for line in chronology.lines],
        schema=schema(), orient="row",
    )  # fmt: skip
    if chronology.events is None or chronology.events.is_empty():
        return told
    whole = pl.concat([told, events(chronology.events, chronology.dyad)])
    places = [edtf.sort_key(date) for date in told["date"].to_list()]
    day = pl.col("first_day").to_physical().cast(pl.Int64) + EPOCH
    keys = pl.concat([
        pl.DataFrame(places, schema={"from": pl.Int64, "to": pl.Int64}, orient="row"),
        whole[told.height :].select(day.alias("from"), day.alias("to")),
    ])  # fmt: skip
    return whole.hstack(keys).sort("from", "to", maintain_order=True).drop("from", "to")


def events(coded: pl.DataFrame, pair: Sequence[str]) -> pl.DataFrame:
    """Other coders' events, as `coded_events` gives them, in the columns of a chronology."""
    import polars as pl

    sort = coded.select("type", "mode").unique().rows()
    dyads = coded.select("actor", "recipient").unique().rows()
    what = pl.DataFrame([(type_, mode, act_words(type_, mode)) for type_, mode in sort],
                        schema={"type": pl.String, "mode": pl.String, "what": pl.String}, orient="row")  # fmt: skip
    between = pl.DataFrame(
        [(a, b, f"{name_of(a) if a else 'Unnamed'} → {name_of(b) if b else 'Unnamed'}") for a, b in dyads],
        schema={"actor": pl.String, "recipient": pl.String, "who": pl.String}, orient="row",
    )  # fmt: skip
    one = pl.concat_list
    return (
        coded.join(what, on=["type", "mode"], how="left", maintain_order="left")
        .join(between, on=["actor", "recipient"], how="left", maintain_order="left")
        .select(
            happening=pl.concat_str("coder", "source_id", separator=":"),
            date=pl.col("day").dt.to_string("%Y-%m-%d"),
            first_day="day", last_day="day", precision=pl.lit("day"), kind=pl.lit("event"), type="type", mode="mode",
            who="who", what="what",
            actors=pl.when(pl.col("actor") != "").then(one("actor")).otherwise(pl.lit([], dtype=pl.List(pl.String))),
            recipients=pl.when(pl.col("recipient") != "").then(one("recipient"))
            .otherwise(pl.lit([], dtype=pl.List(pl.String))),
            sources=pl.lit(1, dtype=pl.Int64), documents=pl.lit([], dtype=pl.List(pl.String)),
            disagreements=pl.lit([], dtype=pl.List(pl.String)), confidence=pl.lit(None, dtype=pl.Float64),
            reviewed=pl.lit(""), provenance="coder", evidence=pl.lit(""),
            records=pl.lit([], dtype=pl.List(pl.String)), reports=pl.col("reports").cast(pl.Int64), url="url",
            part_of=pl.lit(""), disputed=pl.lit(False),
        )
    )  # fmt: skip


def parts(lines: Sequence[Line]) -> dict[str, str]:
    """Events that only say that an agreement was signed, or a status brought about, with the happening that tells it.

    The sentence "In 1929 they signed a treaty" has two records, the event and the agreement. Who counts events wants
    the one, who lists agreements the other; a reader wants to read it once.
    """
    from detente.show.sections.chronology import says_no_more

    by_sentence: dict[tuple[str, int], list[Line]] = {}
    for line in lines:
        if line.record.kind in ("agreement", "status"):
            for each in line.tellings:
                by_sentence.setdefault((each.document.document, each.record.start), []).append(line)
    found = {}
    for line in lines:
        if isinstance(line.record, Event):
            for each in line.tellings:
                near = by_sentence.get((each.document.document, each.record.start), ())
                whole = next((other for other in near if says_no_more(line.record, other.record)), None)
                if whole is not None:
                    found[line.happening] = whole.happening
                    break
    return found


def act_words(type_: str, mode: str) -> str:
    """A PLOVER type and mode in plain words; one that is unknown is its own word."""
    return words.MODES.get((type_, mode)) or words.TYPES.get(type_) or type_ or "Statement"


def schema() -> dict[str, Any]:
    """The columns with their Polars types."""
    import polars as pl

    types: Mapping[str, Any] = {
        "text": pl.String, "texts": pl.List(pl.String), "day": pl.Date, "count": pl.Int64, "number": pl.Float64,
        "flag": pl.Boolean,
    }  # fmt: skip
    return {name: types[kind] for name, kind in COLUMNS.items()}
