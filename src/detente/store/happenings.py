"""One happening told by many documents.

`link` looks at tellings (store/tellings.py) and says which are of the same happening. It is a pure function: the same
tellings give the same groups, whatever their order. `relink` does it in the store for what a batch of documents
changed, and only for that: it looks for the tellings that the changed ones are likely one with, for those that these
are likely one with, and so on until nothing new is found. Groups are made within what was found, so the result is the
one that linking everything anew would give.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.store.judged import judged, with_judged
from detente.store.nearby import forget, learn, nearby
from detente.store.tellings import CURRENT, Key, Telling, frame, read

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from duckdb import DuckDBPyConnection

    from detente.store.compared import Compared
    from detente.store.database import Store
    from detente.store.differences import Difference
    from detente.store.reading import Stored, StoredDocument

UNLIKELY = -0.45  # likeness above threshold below which a pair is not worth remembering


@dataclass(frozen=True)
class Happening:
    """Something that happened, as all its sources tell it.

    id             stable: the id of the record that it was first told by
    kind           of its records
    best           the record that stands for it (store/best.py)
    date           the most precise date that no better source contradicts, EDTF
    records        all that tell it, the leading one first, then in the order of `reading.order`
    sources        the documents that tell it, one of each origin, in the order of `records`
    disagreements  where the sources cannot all be right
    """

    id: str
    kind: str
    best: Stored
    date: str
    records: tuple[Stored, ...]
    sources: tuple[StoredDocument, ...]
    disagreements: tuple[Difference, ...]


def happenings(store: Store, dyad: Sequence[str] | None = None, **asked: Any) -> list[Happening]:
    """What happened, each thing once, in the order of its best date; undated ones last.

    Parameters
    ----------
    store
        An open store.
    dyad
        Codes of two actors.
    asked
        Filters of `reading.stored`: kinds, types, since, until, min_confidence, sources, third, as_of. They choose the
        records that happenings are made of.
    """
    from detente.store.reading import stored

    return told(stored(store, dyad=dyad, **asked))


def told(records: Iterable[Stored]) -> list[Happening]:
    """The happenings that these records tell, in the order of their best dates."""
    from detente.record import edtf
    from detente.store.reading import order

    groups: dict[str, list[Stored]] = {}
    for each in records:
        groups.setdefault(each.happening or f"{each.document.document} {each.record.id}", []).append(each)
    found = [_happening(group) for group in groups.values()]
    return sorted(found, key=lambda each: (*edtf.sort_key(each.date), *order(each.best)))


def _happening(group: Sequence[Stored]) -> Happening:
    from detente.store.best import lead
    from detente.store.differences import differences
    from detente.store.reading import order

    best = lead(group)
    records = (best, *sorted((each for each in group if each is not best), key=order))
    sources = {each.document.origin: each.document for each in reversed(records)}
    return Happening(
        best.happening or best.record.id,
        best.record.kind,
        best,
        best.record.date,
        records,
        tuple(sources[origin] for origin in dict.fromkeys(each.document.origin for each in records)),
        differences([(each.record, each.document.origin) for each in records]),
    )


def link(records: Iterable[Telling]) -> dict[Key, Key]:
    """For each telling's key the key of the first telling (by name) of its happening.

    Two tellings are of one happening where the values are equal; a telling that nothing else tells is its own.
    """
    table = frame(records)
    keys = list(zip(table["document"].to_list(), table["record"].to_list(), strict=True))
    return {key: keys[name] for key, name in zip(keys, partition(table).tolist(), strict=True)}


def partition(table: pl.DataFrame) -> np.ndarray:
    """For each row of a frame of tellings (sorted by document and record) the first row of its happening."""
    import numpy as np

    from detente.store.compared import prepare

    if not len(table):
        return np.array([], np.int64)
    compared = prepare(table)
    return _grouped(compared, *_pairs(compared))


def _pairs(compared: Compared) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    from detente.store.candidates import candidates
    from detente.store.likeness import likeness

    i, j = candidates(compared)
    above = likeness(compared, i, j)
    worth = above > UNLIKELY
    return i[worth], j[worth], above[worth]


def _grouped(compared: Compared, i: np.ndarray, j: np.ndarray, above: np.ndarray) -> np.ndarray:
    import polars as pl

    from detente.store.candidates import GAP
    from detente.store.grouping import group
    from detente.store.likeness import group_of, settings

    kind = compared.frame["kind"]
    kinds = kind.unique().to_list()
    thresholds = {each: -float(settings()[group_of(each)]["threshold"]) for each in kinds}
    floor = kind.replace_strict(thresholds, return_dtype=pl.Float64).to_numpy()
    slack = kind.replace_strict(GAP, default=7, return_dtype=pl.Int64).to_numpy()
    place = compared.frame.select(pl.struct("document", "paragraph", "kind").rank("dense")).to_series().to_numpy()
    return group(len(kind), i, j, above, compared.first, compared.last, place, slack[i], floor)


def relink(store: Store, documents: Iterable[str] | None = None) -> int:
    """Link anew what a change of these documents touches; all of the file where `documents` is None.

    To be called within a transaction, after the documents' records were written or superseded. Fills the table
    `happenings`, in which every record stands that is current or was when its document was replaced: alone in its
    happening where nothing else tells it. A happening keeps its name: that of the record that it was first told by.
    Where a new record joins two happenings the older name stays; where one falls apart, it stays with the record that
    it is named after; where a document is coded anew, with the records of the same sentences.

    Returns how many records were looked at.
    """
    import numpy as np
    import polars as pl

    from detente.store.compared import prepare

    connection = store.connection
    if documents is None:
        table = _standing(store)
        found = pl.Series(partition(table))
        gone = connection.sql("SELECT * FROM happenings").pl()
        connection.execute("DELETE FROM happenings")
        _write(store, table.with_columns(group=found), gone)
        forget(store)
        return len(table)
    changed = pl.DataFrame({"document": sorted(set(documents))}, schema={"document": pl.String})
    learn(store, changed)
    connection.register("changed_documents", changed)
    try:
        gone = connection.sql(
            "SELECT * FROM happenings WHERE happening IN "
            "(SELECT happening FROM happenings JOIN changed_documents USING (document))"
        ).pl()
        start = connection.sql(
            "SELECT r.document, r.record FROM records r JOIN documents d USING (document) "
            f"JOIN changed_documents USING (document) WHERE {CURRENT}"
        ).pl()
    finally:
        connection.unregister("changed_documents")
    # What may be one with the changed ones is judged anew, for what speaks for one pair speaks against others; and so
    # is what it was one with until now, and what it turns out to be one with.
    theirs = judged(store, changed["document"]).select("document", "record")
    inside = _with_candidates(store, pl.concat([start, theirs, gone.select("document", "record")]).unique())
    compared: Compared | None = None
    table = seen = inside
    i = j = above = np.array([], np.int64)
    while True:
        wide = nearby(store, inside)
        if compared is None or len(wide.join(seen, on=["document", "record"], how="anti")):
            seen = wide
            table = _standing(store, wide)
            if not len(table):
                break
            compared = prepare(table)
            i, j, above = _pairs(compared)
        known = table.join(
            inside.with_columns(known=True), on=["document", "record"], how="left", maintain_order="left"
        )
        marks = known["known"].fill_null(value=False).to_numpy()
        reached = marks.copy()
        joins = above > 0
        while (touched := joins & (reached[i] != reached[j])).any():
            reached[i[touched]] = reached[j[touched]] = True
        if (reached == marks).all():
            break
        inside = pl.concat([inside, table.filter(pl.Series(reached & ~marks)).select("document", "record")])
        inside = _with_mates(store, inside)
    connection.register("gone_documents", changed)
    connection.register("gone_records", inside)
    try:
        gone = connection.sql(
            "SELECT * FROM happenings WHERE document IN (SELECT document FROM gone_documents) "
            "OR (document, record) IN (SELECT (document, record) FROM gone_records)"
        ).pl()
        connection.execute(
            "DELETE FROM happenings WHERE document IN (SELECT document FROM gone_documents) "
            "OR (document, record) IN (SELECT (document, record) FROM gone_records)"
        )
    finally:
        connection.unregister("gone_documents")
        connection.unregister("gone_records")
    if compared is None:
        return 0
    grouped = pl.Series(_grouped(compared, i, j, above))
    own = table.with_columns(group=grouped).join(inside, on=["document", "record"], how="semi", maintain_order="left")
    _write(store, own, gone)
    return len(own)


def _standing(store: Store, records: pl.DataFrame | None = None) -> pl.DataFrame:
    """The tellings of these records (columns document and record; all: None) as they stand after people's judgement."""
    table = read(store, records)
    changed = judged(store, None if records is None else records["document"].unique())
    if records is not None:
        changed = changed.join(records, on=["document", "record"], how="semi")
    return with_judged(table, changed)


def _with_candidates(store: Store, records: pl.DataFrame) -> pl.DataFrame:
    """Records (columns document and record), those that may be one with them, and all that were one with these."""
    return _with_mates(store, nearby(store, records))


def _with_mates(store: Store, records: pl.DataFrame) -> pl.DataFrame:
    """Records and all that were one with any of them until now."""
    import polars as pl

    store.connection.register("these_records", records)
    try:
        mates = store.connection.sql(
            "SELECT document, record FROM happenings WHERE happening IN "
            "(SELECT happening FROM happenings JOIN these_records USING (document, record))"
        ).pl()
    finally:
        store.connection.unregister("these_records")
    return pl.concat([records, mates]).unique()


def _write(store: Store, rows: pl.DataFrame, before: pl.DataFrame) -> None:
    """Name the groups and write them. `before` are the rows that the records had until now."""
    import polars as pl

    if not len(rows):
        return
    keys = ["document", "record"]
    connection = store.connection
    added = connection.sql("SELECT document, added FROM documents").pl()
    told = rows.select(*keys, "kind", "group", "start").join(added, on="document", how="left")
    # The oldest telling first: the happening is named after it, unless it has a name already.
    told = told.sort("added", "document", "start", "record").with_row_index("order")
    claims = _claims(connection, told, before)
    # How old a name is: the age of the record that it is named after, as far as that is known here.
    ages = told.group_by("record").agg(pl.col("order").min().alias("age")).rename({"record": "happening"})
    claims = (
        claims.join(ages, on="happening", how="left")
        .with_columns(own=pl.col("record") == pl.col("happening"))
        .sort(["again", "age", "own", "order"], descending=[False, False, True, False], nulls_last=True)
    )
    # Each name goes to one group (that of its own record), each group takes its oldest name.
    claims = claims.unique("happening", keep="first", maintain_order=True)
    claims = claims.unique("group", keep="first", maintain_order=True).select("group", old="happening")
    fresh = told.unique("group", keep="first", maintain_order=True).select("group", "document", fresh="record")
    named = fresh.join(claims, on="group", how="left")
    taken = set(named["old"].drop_nulls().to_list()) | set(
        connection.sql("SELECT DISTINCT happening FROM happenings").pl()["happening"].to_list()
    )
    names: dict[int, str] = {}
    for group, document, new, old in named.sort("group").iter_rows():
        name = old
        if name is None:
            # The same text under two names has the same records; a happening of its own needs a name of its own.
            name = new if new not in taken else f"{new}-{document[:8]}"
            taken.add(name)
        names[group] = name
    table = rows.select(*keys, happening=pl.col("group").replace_strict(names, return_dtype=pl.String))
    connection.register("new_happenings", table)
    try:
        connection.execute("INSERT INTO happenings SELECT document, record, happening FROM new_happenings")
    finally:
        connection.unregister("new_happenings")


def _claims(connection: DuckDBPyConnection, told: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Which group has a claim to which name: its records had it, or records of the same words before coding anew."""
    import polars as pl

    keys = ["document", "record"]
    columns = ["group", "record", "order", "happening", "again"]
    had = told.join(before, on=keys).with_columns(again=False).select(columns)
    lost = before.join(told, on=keys, how="anti")
    if not len(lost):
        return had
    connection.register("lost_happenings", lost)
    try:
        stood = connection.sql(
            "SELECT l.document, r.kind, r.start_char AS start, l.happening FROM lost_happenings l "
            "JOIN records r USING (document, record)"
        ).pl()
    finally:
        connection.unregister("lost_happenings")
    again = told.join(stood, on=["document", "kind", "start"]).with_columns(again=True).select(columns)
    return pl.concat([had, again])
