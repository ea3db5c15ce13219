"""POLECAT's events: tab-separated with a header, in PLOVER already, countries as ISO codes.

Written after the published list of columns (Halterman et al. 2023, POLECAT's documentation) and what users report of
its files: several countries of one side are separated by semicolons, what is unknown is "None", some files have more
names in the header than columns ("Headline" ...), others empty columns at the end. No real file was at hand.

An event with several countries on a side becomes a row for each pair; its id then names the pair, "ID#USA>CHN".
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.errors import DetenteError
from detente.ontology.plover import event_types
from detente.sources.event_file import Layout, header_names, missing_columns, most_common_width

COLUMNS = (
    "event id", "event date", "event type", "event mode", "intensity", "quad code", "contexts",
    "actor name", "actor country", "actor cow", "primary actor sector", "actor sectors", "actor title",
    "actor name raw", "wikipedia actor id",
    "recipient name", "recipient country", "recipient cow", "primary recipient sector", "recipient sectors",
    "recipient title", "recipient name raw", "wikipedia recipient id",
    "placename", "city", "district", "province", "country", "latitude", "longitude", "geonames id", "raw placename",
    "feature type", "source", "publication date", "story people", "story organizations", "story locations", "language",
    "version",
)  # fmt: skip
NEEDED = ("event id", "event date", "event type", "event mode", "actor country", "recipient country")


def layout(head: Sequence[str]) -> Layout:
    """What the header says; where it has more names than the lines have columns, the published order.

    Raises
    ------
    DetenteError
        It is no header of POLECAT; the message is without the file's name.
    """
    names = header_names(head[0])
    if lacking := missing_columns(names, NEEDED):
        raise DetenteError(f"is no file of POLECAT events: {lacking}; take ngecEvents*.txt")
    width = most_common_width(head[1:]) if len(head) > 1 else len(names)
    if width < len(names):
        names = list(COLUMNS[:width])
    names += [f"unnamed {number}" for number in range(len(names), width)]
    columns = tuple(f"c{number}" for number in range(len(names)))

    def column(name: str) -> str:
        if name not in names:
            return "''"
        text = f"trim({columns[names.index(name)]}, ' \"')"
        return f"CASE WHEN {text} IN ('None', 'NA', 'nan') THEN '' ELSE {text} END"

    day = columns[names.index("event date")]
    kinds = ", ".join(f"'{name}'" for name in event_types())
    event_type = f"upper({column('event type')})"
    pair = "'#' || actor_one || '>' || recipient_one"
    several = "(len(all_actors) > 1 OR len(all_recipients) > 1)"
    return Layout(
        coder="polecat",
        version="",
        columns=columns,
        fields={
            "id": f"{column('event id')} || CASE WHEN {several} THEN {pair} ELSE '' END",
            "day": day,
            "actor_code": "actor_one",
            "recipient_code": "recipient_one",
            "actor_raw": column("actor name"),
            "recipient_raw": column("recipient name"),
            "type": f"CASE WHEN {event_type} IN ({kinds}) THEN {event_type} ELSE '' END",
            "mode": f"lower({column('event mode')})",
            "contexts": f"replace(replace(lower({column('contexts')}), ';', ' '), '  ', ' ')",
            # POLECAT's intensity follows from type and mode on PLOVER's scale; it is no Goldstein score.
            "goldstein": "NULL::FLOAT",
            "reports": "NULL::INTEGER",
            "publisher": column("source"),
            "story": "''",
            "url": "''",
        },
        system="iso3",
        types={day: "DATE"},
        header=True,
        whole=f"{column('event id')} <> ''",
        rows=(
            "(SELECT *, unnest(all_recipients) AS recipient_one FROM (SELECT *, unnest(all_actors) AS actor_one FROM ("
            f"SELECT *, {_list(column('actor country'))} AS all_actors, "
            f"{_list(column('recipient country'))} AS all_recipients FROM {{rows}})))"
        ),
    )


def _list(text: str) -> str:
    """The countries of one side, each once; one that is empty where there is none, so that the event stays."""
    named = f"regexp_replace(upper({text}), '\\bNONE\\b', '', 'g')"
    some = f"list_sort(list_distinct(regexp_extract_all({named}, '[A-Z]+')))"
    return f"CASE WHEN len({some}) = 0 THEN [''] ELSE {some} END"
