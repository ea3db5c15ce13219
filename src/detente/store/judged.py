"""Records that people corrected, and those that stand by their word alone, as linking sees them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from detente.store.tellings import SIGNING, frame, telling

if TYPE_CHECKING:
    import polars as pl

    from detente.store.database import Store

KEYS = ["document", "record"]


def judged(store: Store, documents: Iterable[str] | None = None) -> pl.DataFrame:
    """A row for each current record of these documents (all of them: None) that people changed or that only they make.

    The columns of `tellings.frame`, and `start`. Records that were accepted as they are need none: they are as stored.
    """
    import polars as pl

    connection = store.connection
    rows = []
    texts: dict[str, str] = {}
    if connection.sql("SELECT count(*) FROM reviews").fetchall() != [(0,)]:
        from detente.store.reviews import decisions

        found = connection.execute(
            "SELECT document, text FROM documents WHERE superseded IS NULL AND origin IN "
            "(SELECT origin FROM documents JOIN reviews USING (document)) AND ($1 IS NULL OR document IN (SELECT "
            "unnest($1::VARCHAR[])))",
            [None if documents is None else list(documents)],
        ).fetchall()
        texts = dict(found)
        for (document, name), decision in decisions(store, texts).items() if texts else ():
            record = decision.record
            if record is not None and (decision.decision == "correct" or not decision.found):
                paragraph = texts[document][: record.start].count("\n\n")
                rows.append((telling(record, document, paragraph, name), record.start))
    starts = pl.DataFrame(
        [(*row.key, start) for row, start in rows],
        schema={"document": pl.String, "record": pl.String, "start": pl.Int32},
        orient="row",
    )
    return frame(row for row, _ in rows).join(starts, on=KEYS, how="left", maintain_order="left")


def with_judged(table: pl.DataFrame, changed: pl.DataFrame) -> pl.DataFrame:
    """A frame of tellings (`tellings.read`) with those rows of `judged` in the place of the coder's."""
    import polars as pl

    if not len(changed):
        return table
    # What stands around it, and the instrument that its sentence tells of, are the same as before.
    old = table.select(*KEYS, was=pl.col("title"), low=pl.col("near_first"), high=pl.col("near_last"))
    signing = (pl.col("kind") == "event") & pl.col("label").is_in(SIGNING)
    undated = pl.col("first").is_null() & pl.col("last").is_null()
    new = changed.join(old, on=KEYS, how="left").with_columns(
        title=pl.when(signing).then(pl.col("was").fill_null("")).otherwise(pl.col("title")),
        near_first=pl.when(undated).then(pl.col("low")),
        near_last=pl.when(undated).then(pl.col("high")),
    )
    kept = table.join(changed, on=KEYS, how="anti")
    return pl.concat([kept, new.select(table.columns).cast(table.schema)]).sort(KEYS)
