"""Visits of foreign leaders to the United States, and travels of its presidents and secretaries of state.

The Office of the Historian keeps them as XML: a file a decade (visits) or a person (travels). They are read entry by
entry; everything after that is done by columns as for other files.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import DetenteError
from detente.sources.forms import Form, Select
from detente.sources.names import States

if TYPE_CHECKING:
    import polars as pl
    from lxml.etree import _Element

VISIT = ("id", "start", "end", "visitor", "country", "country_id", "purpose")
TRAVEL = ("id", "start", "end", "office", "person", "person_id", "country", "country_id", "places", "purpose")

_CODES = (States("country", "_of", day="TRY_CAST(start AS DATE)", or_named="country_id"),)
_MAPPED = {"iso3c": "iso3c_of", "ccode": "ccode_of"}

FORMS = (
    Form("XML files of visits (1950.xml ...)", frozenset(), {"visits": Select(_MAPPED)}, states=_CODES, xml="visits"),
    Form("XML files of travels (nixon-richard-m.xml ...)", frozenset(), {"travels": Select(_MAPPED)}, states=_CODES,
         xml="trips"),
)  # fmt: skip


def entries(path: Path, label: str) -> tuple[str, pl.DataFrame, str]:
    """The entries of one file: its root's name, a row an entry (all text), and the day of its latest change.

    Raises
    ------
    DetenteError
        It is no XML, or none of these files.
    """
    import polars as pl
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.parse(path, parser).getroot()
    except (etree.XMLSyntaxError, OSError) as error:
        raise DetenteError(f"{label}: is no XML that can be read ({error})") from error
    if root.tag not in ("visits", "trips"):
        raise DetenteError(f"{label}: is XML of another kind (<{root.tag}>)")
    found = [_visit(one) if root.tag == "visits" else _trip(one) for one in root if isinstance(one.tag, str)]
    changed = max((_text(one, "last-modified-datetime") for one in root if isinstance(one.tag, str)), default="")[:10]
    columns = VISIT if root.tag == "visits" else TRAVEL
    return (
        str(root.tag),
        pl.DataFrame(found, schema=dict.fromkeys(columns, pl.String), orient="row").with_columns(
            file=pl.lit(path.name)
        ),
        changed,
    )


def _text(one: _Element, tag: str) -> str:
    found = one.find(tag)
    return " ".join("".join(map(str, found.itertext())).split()) if found is not None else ""


def _identifier(one: _Element, tag: str) -> str:
    """`saudi-arabia` as the name that it stands for."""
    found = one.find(tag)
    return str(found.get("id") or "") if found is not None else ""


def _visit(one: _Element) -> tuple[str, ...]:
    return (
        _text(one, "id"), _text(one, "start-date"), _text(one, "end-date"), _text(one, "visitor"), _text(one, "from"),
        _identifier(one, "from"), _text(one, "description"),
    )  # fmt: skip


def _trip(one: _Element) -> tuple[str, ...]:
    return (
        _text(one, "id"), _text(one, "start-date"), _text(one, "end-date"), _text(one, "role"), _text(one, "name"),
        str(one.get("who") or ""), _text(one, "country"), _identifier(one, "country"), _text(one, "locale"),
        _text(one, "remarks"),
    )  # fmt: skip
