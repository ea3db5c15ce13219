"""The order of the rows of `coded_events`: by dyad and day, so that a query for one dyad reads a few row groups.

DuckDB keeps the least and the greatest value of each column for every 122,880 rows and passes over those that cannot
hold what is asked for. Each import is written in order; after many small ones (GDELT comes every fifteen minutes) each
stretch of rows holds all dyads again, and the table is worth writing anew.
"""

from __future__ import annotations

from detente.store.database import Store

_ROW_GROUP = 122_880  # rows for which DuckDB keeps bounds
_KEY = "coded_events_sorted"  # the last import that the last sorting took in


def unsorted_share(store: Store) -> float:
    """The share of the events' rows that stand in imports after the last sorting, beyond what is in order anyway.

    0 for a table of few rows, and where all of it came with one import: that is in order as it is.
    """
    connection = store.connection
    ((total, first),) = connection.execute("SELECT count(*), min(import) FROM coded_events").fetchall()
    if total < 8 * _ROW_GROUP:
        return 0.0
    last = connection.execute("SELECT value FROM meta WHERE key = ?", [_KEY]).fetchall()
    ((since,),) = connection.execute(
        "SELECT count(*) FROM coded_events WHERE import > ?", [int(last[0][0]) if last else first]
    ).fetchall()
    return float(since) / float(total)


def sort_events(store: Store) -> int:
    """Write the events' table anew in the order of dyad, day and id, in one transaction; how many rows it has.

    It needs about as much room on the disk as the table has. Nothing else is changed.
    """
    with store.transaction() as connection:
        ((made,),) = connection.execute("SELECT sql FROM duckdb_tables() WHERE table_name = 'coded_events'").fetchall()
        connection.execute(made.replace("coded_events", "coded_events_in_order", 1))
        connection.execute("INSERT INTO coded_events_in_order SELECT * FROM coded_events ORDER BY dyad, day, source_id")
        connection.execute("DROP TABLE coded_events")
        connection.execute("ALTER TABLE coded_events_in_order RENAME TO coded_events")
        ((rows, last),) = connection.execute("SELECT count(*), max(import) FROM coded_events").fetchall()
        connection.execute("DELETE FROM meta WHERE key = ?", [_KEY])
        connection.execute("INSERT INTO meta VALUES (?, ?)", [_KEY, str(last or 0)])
    return int(rows)
