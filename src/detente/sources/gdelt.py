"""GDELT's events: 1.0 (57 columns before April 2013, 58 with the address since) and 2.0 (61 columns).

Tab-separated, without a header. The columns are those of the two codebooks, "GDELT Data Format Codebook V 1.03" (2013)
and "GDELT Event Codebook V2.0" (2015).
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.errors import DetenteError
from detente.sources.event_file import Layout, most_common_width

_ACTOR = (
    "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
).split()
_PLACE_1 = "Type FullName CountryCode ADM1Code Lat Long FeatureID".split()
_PLACE_2 = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()


def _columns(place: Sequence[str]) -> tuple[str, ...]:
    return (
        *"GlobalEventID Day MonthYear Year FractionDate".split(),
        *(f"Actor{number}{name}" for number in (1, 2) for name in _ACTOR),
        *"IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale".split(),
        *"NumMentions NumSources NumArticles AvgTone".split(),
        *(f"{whose}Geo_{name}" for whose in ("Actor1", "Actor2", "Action") for name in place),
        "DATEADDED",
        "SOURCEURL",
    )


COLUMNS_1 = _columns(_PLACE_1)
COLUMNS_2 = _columns(_PLACE_2)

#: Other files that GDELT publishes beside the events, by their number of columns.
_OTHER_FILES = {16: "mentions", 27: "the knowledge graph", 11: "the knowledge graph of version 1"}

_FIELDS = {
    "id": "GlobalEventID::VARCHAR",
    "day": "Day",
    "actor_code": "Actor1CountryCode",
    "recipient_code": "Actor2CountryCode",
    "actor_raw": "Actor1Code",
    "recipient_raw": "Actor2Code",
    "cameo": "EventCode",
    "goldstein": "TRY_CAST(GoldsteinScale AS FLOAT)",
    "reports": "TRY_CAST(NumArticles AS INTEGER)",
    "publisher": "''",
    "story": "''",
    "url": "coalesce(SOURCEURL, '')",
}
_TYPES = {"GlobalEventID": "BIGINT", "Day": "DATE"}


def layout(head: Sequence[str]) -> Layout:
    """What kind of GDELT file begins with these lines.

    Raises
    ------
    DetenteError
        It is none; the message, without the file's name, says what it is taken for.
    """
    width = most_common_width(head)
    header = head[0].split("\t")[0].strip('"').lower() == "globaleventid"
    lines = head[1:] if header else head
    if width not in (57, 58, 61) or (lines and not any(line.split("\t")[0].isdigit() for line in lines)):
        taken_for = f" (these are GDELT's {_OTHER_FILES[width]})" if width in _OTHER_FILES else ""
        raise DetenteError(
            f"is no GDELT export of events{taken_for}: its lines have {width} columns, those of GDELT 1.0 have 57 or "
            "58 and of GDELT 2.0 61, separated by tabs; take a file named *.export.CSV, or YEAR.csv of GDELT 1.0"
        )
    first = width != 61
    return Layout(
        coder="gdelt1" if first else "gdelt2",
        version="1.0" if first else "2.0",
        columns=COLUMNS_1 if first else COLUMNS_2,
        fields=_FIELDS,
        system="cameo",
        types=_TYPES,
        date_format="%Y%m%d",
        header=header,
        shortest=57 if first else 0,
        rising=True,
    )
