"""Which records of the store may be of one happening with given ones: found without reading what is far from them.

For as long as a file is open for writing, its connection has two temporary tables: for each record the blocks that it
stands in (kind and two parties, or one where one is all there is) with its days, and the rare words of its sentence.
They are made when records are first linked, and what a batch changes is brought up to date with it.

In a block of which no more than `CROWD` records lie within the time that is asked for, all of them are near (in a large
file: `CROWD_OF_LARGE`). In a larger one, near are those within days of a record, where both give days; and where one of
them is vague or has no date, those that share a rare word with it. A record without date lies there within a year of
its document's publication. So what a batch costs depends mostly on what was told of the same days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from detente.store.database import Store

CROWD = 100  # records of a block, beyond which only those of the same days or words are near
LARGE = 20_000  # places of records in blocks
CROWD_OF_LARGE = 24
POSTING = 40  # records of a block that may share a word for it to count as rare
COMMON = 3  # of our own texts' sentences that may hold a rare word
LETTERS = 6  # of a word stand for it, as in store/wording.py

# Days since 1970. "From 2022 on" says when it began, "by 1970" that it was before its end. `since` and `until` are the
# days that a record is looked for in a crowd; `precise` are dates that give a day or a month.
_BLOCKS = """
INSERT INTO nearby_blocks
WITH given AS ({given}),
these AS (
    SELECT DISTINCT document, record, g.kind, d.published - DATE '1970-01-01' AS published,
           coalesce(g.first, g.last - 730) AS first, coalesce(g.last, g.first + 365) AS last
    FROM given g JOIN documents d USING (document)),
sides AS (SELECT DISTINCT document, record, code FROM {participants} SEMI JOIN these USING (document, record)
          WHERE code <> ''),
dyads AS (SELECT document, record, kind, a.code AS one, b.code AS other
          FROM sides a JOIN sides b USING (document, record) JOIN these USING (document, record)
          WHERE a.code < b.code AND kind IN ('event', 'agreement', 'status', 'figure')),
placed AS (SELECT * FROM dyads UNION ALL
           SELECT document, record, kind, code, '' FROM sides JOIN these USING (document, record)
           ANTI JOIN dyads USING (document, record))
SELECT hash(placed.kind, one, other), hash(document, record), document, record, first, last,
       coalesce(first, published - 366), coalesce(last, published + 31), coalesce(last - first <= 31, false),
       CASE WHEN placed.kind IN ('agreement', 'status') THEN 401 ELSE 8 END
FROM placed JOIN these USING (document, record)
"""
_WORDS = f"""
INSERT INTO nearby_words
WITH given AS ({{given}}),
words AS (
    SELECT document, record, unnest(regexp_extract_all(lower(evidence), '[\\p{{{{L}}}}\\p{{{{N}}}}]{{{{3,}}}}')) AS word
    FROM given),
spoken AS (SELECT DISTINCT document, record, left(word, {LETTERS}) AS stem FROM words)
SELECT hash(document, record), hash(stem) FROM spoken ANTI JOIN common_words USING (stem)
"""
_OF_RECORDS = (
    "SELECT document, record, kind, first_day - DATE '1970-01-01' AS first, last_day - DATE '1970-01-01' AS last, "
    "evidence FROM records"
)
_NEAR = f"""
WITH own AS MATERIALIZED (
    SELECT * FROM nearby_blocks SEMI JOIN wanted_records USING (document, record)),
spans AS (SELECT block, min(coalesce(first - slack, -4000000)) AS low, max(coalesce(last + slack, 4000000)) AS high
          FROM own GROUP BY block),
inside AS MATERIALIZED (
    SELECT b.*, count(*) OVER (PARTITION BY block) AS many
    FROM nearby_blocks b JOIN spans USING (block)
    WHERE b.first IS NULL OR (b.first <= high AND b.last >= low)),
crowd AS MATERIALIZED (SELECT * FROM inside WHERE many > {{crowd}}),
here AS MATERIALIZED (SELECT * FROM own WHERE block IN (SELECT block FROM crowd)),
days AS (
    SELECT DISTINCT block, unnest(range(first // 16 - 1, last // 16 + 2)) AS cell FROM here WHERE precise),
same_days AS (
    SELECT DISTINCT c.key, c.document, c.record FROM crowd c JOIN days d ON d.block = c.block AND d.cell = c.first // 16
    WHERE c.precise),
spoken AS (SELECT block, stem, any_value(key) AS key, min(coalesce(since - slack, -4000000)) AS low,
                  max(coalesce(until + slack, 4000000)) AS high, bool_or(NOT precise) AS vague
           FROM here JOIN nearby_words USING (key) GROUP BY block, stem),
shared AS (
    SELECT c.document, c.record, c.precise, vague, count(*) OVER (PARTITION BY c.block, w.stem) AS size
    FROM crowd c JOIN nearby_words w USING (key) JOIN spoken s ON s.block = c.block AND s.stem = w.stem
    WHERE coalesce(c.since, -4000000) <= high AND coalesce(c.until, 4000000) >= low)
SELECT document, record FROM inside WHERE many <= {{crowd}}
UNION SELECT document, record FROM same_days
UNION SELECT document, record FROM shared WHERE size BETWEEN 2 AND {POSTING} AND (vague OR NOT precise)
UNION SELECT document, record FROM wanted_records
"""


def forget(store: Store) -> None:
    """Drop what is known of the file; it is looked at anew when it is needed next."""
    store.connection.execute("DROP TABLE IF EXISTS temp.nearby_blocks; DROP TABLE IF EXISTS temp.nearby_words")


def learn(store: Store, documents: pl.DataFrame) -> None:
    """Know the records of these documents (column document) as they are now; of all where nothing is known yet."""
    import polars as pl

    from detente.store.judged import judged
    from detente.store.wording import commonness

    connection = store.connection
    known = connection.sql(
        "SELECT count(*) FROM duckdb_tables() WHERE temporary AND table_name = 'nearby_blocks'"
    ).fetchall() != [(0,)]
    common = pl.DataFrame({"stem": [stem for stem, count in commonness().items() if stem and count > COMMON]})
    connection.register("common_words", common)
    connection.register("learnt_documents", documents)
    try:
        wanted = ""
        if known:
            gone = "SELECT key FROM nearby_blocks SEMI JOIN learnt_documents USING (document)"
            connection.execute(f"DELETE FROM nearby_words WHERE key IN ({gone})")
            connection.execute("DELETE FROM nearby_blocks WHERE document IN (SELECT document FROM learnt_documents)")
            wanted = "SEMI JOIN learnt_documents USING (document)"
        else:
            connection.execute(
                "CREATE TEMP TABLE nearby_blocks (block UBIGINT, key UBIGINT, document VARCHAR, record VARCHAR, "
                "first INTEGER, last INTEGER, since INTEGER, until INTEGER, precise BOOLEAN, slack INTEGER); "
                "CREATE TEMP TABLE nearby_words (key UBIGINT, stem UBIGINT)"
            )
        connection.execute(_BLOCKS.format(given=f"{_OF_RECORDS} {wanted}", participants="participants"))
        connection.execute(_WORDS.format(given=f"{_OF_RECORDS} {wanted}"))
        changed = judged(store, documents["document"].to_list() if known else None)
        if len(changed):
            codes = changed.select("document", "record", code=pl.concat_list("actors", "recipients")).explode("code")
            connection.register("judged_records", changed)
            connection.register("judged_participants", codes)
            gone = "SELECT hash(document, record) FROM judged_records"
            for table in ("nearby_words", "nearby_blocks"):
                connection.execute(f"DELETE FROM {table} WHERE key IN ({gone})")
            given = "SELECT document, record, kind, first, last, evidence FROM judged_records"
            connection.execute(_BLOCKS.format(given=given, participants="judged_participants"))
            connection.execute(_WORDS.format(given=given))
            connection.unregister("judged_records")
            connection.unregister("judged_participants")
    finally:
        connection.unregister("common_words")
        connection.unregister("learnt_documents")


def nearby(store: Store, records: pl.DataFrame) -> pl.DataFrame:
    """Records (columns document and record) and all that may be of one happening with one of them."""
    store.connection.register("wanted_records", records)
    try:
        [(blocks,)] = store.connection.sql("SELECT count(*) FROM nearby_blocks").fetchall()
        return store.connection.sql(_NEAR.format(crowd=CROWD_OF_LARGE if blocks > LARGE else CROWD)).pl()
    finally:
        store.connection.unregister("wanted_records")
