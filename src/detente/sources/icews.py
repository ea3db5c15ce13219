"""ICEWS' coded events: tab-separated with a header, in CAMEO, actors by name and country by its English name.

The official releases name the columns "Event ID", "Event Date" ...; what others made of them has event_id, event_date
..., in quotation marks where a data archive has converted the file. Any order of columns will do: the header decides.

An Event ID alone is not unique (some stand on two days), so the store's id is number and day, "32889836/2018-06-01".
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.errors import DetenteError
from detente.sources.event_file import Layout, header_names, missing_columns

NEEDED = (
    "event id", "event date", "source name", "source country", "cameo code", "intensity", "target name",
    "target country",
)  # fmt: skip


def layout(head: Sequence[str]) -> Layout:
    """What the header says.

    Raises
    ------
    DetenteError
        It is no header of ICEWS; the message is without the file's name.
    """
    names = header_names(head[0])
    if lacking := missing_columns(names, NEEDED):
        raise DetenteError(
            f"is no file of ICEWS events: {lacking}; take events.YEAR.*.tab, or unpack the archive that it came in"
        )
    columns = tuple(f"c{number}" for number in range(len(names)))
    number, day = columns[names.index("event id")], columns[names.index("event date")]
    quoted = head[0].startswith('"')
    if quoted:  # the reader sees quotation marks as letters, so that a stray one in a name breaks nothing
        number, day = f"TRY_CAST(trim({number}, '\"') AS BIGINT)", f"TRY_CAST(trim({day}, '\"') AS DATE)"

    def column(name: str) -> str:
        if name not in names:
            return "''"
        text = columns[names.index(name)]
        text = f"trim({text}, '\"')" if quoted else text
        return f"CASE WHEN {text} IN ('NA', 'NULL') THEN '' ELSE {text} END"

    return Layout(
        coder="icews",
        version="",
        columns=columns,
        fields={
            "id": f"{number}::VARCHAR || '/' || {day}::VARCHAR",
            "day": day,
            "actor_code": column("source country"),
            "recipient_code": column("target country"),
            "actor_raw": column("source name"),
            "recipient_raw": column("target name"),
            "cameo": column("cameo code"),
            "goldstein": f"TRY_CAST({column('intensity')} AS FLOAT)",
            "reports": "NULL::INTEGER",
            "publisher": column("publisher"),
            "story": f"concat_ws('/', nullif({column('story id')}, ''), nullif({column('sentence number')}, ''))",
            "url": "''",
        },
        system="icews",
        types={} if quoted else {number: "BIGINT", day: "DATE"},
        header=True,
        whole=f"{number} IS NOT NULL AND {day} IS NOT NULL",
    )
