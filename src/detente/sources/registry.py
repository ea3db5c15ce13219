"""Which datasets there are: their tables, what each column holds, how to cite them, where they come from.

The facts stand in ``datasets.toml`` and ``references.toml`` beside this file.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from detente.errors import DetenteError

HERE = Path(__file__).parent

#: Sources of coded events: they fill the table `coded_events` and are imported by modules of their own.
EVENTS = {
    "gdelt": "GDELT 1.0 and 2.0 events",
    "icews": "ICEWS coded events",
    "polecat": "POLECAT coded events",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a dataset's table. `text` says what it holds and in which unit."""

    name: str
    type: str
    text: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset: one table in the store. Fields as in the head of ``datasets.toml``."""

    name: str
    title: str
    cite: tuple[str, ...]
    licence: str
    find: str
    columns: tuple[Column, ...]
    address: tuple[str, ...] = ()
    sha256: str = ""
    never_fetch: str = ""
    note: str = ""
    part: str = ""
    missing: tuple[int, ...] = ()
    missing_in: dict[str, tuple[int, ...]] = field(default_factory=dict)
    span: tuple[str, ...] = ("year", "year")
    years_from: str = ""
    by_last_year: dict[int, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        """The name of its table in the store."""
        return "data_" + self.name.replace("-", "_")

    @property
    def citation(self) -> str:
        """What to cite, as a text."""
        return "; ".join(reference_text(key) for key in self.cite)

    @property
    def bibtex(self) -> str:
        """What to cite, as BibTeX."""
        return "\n\n".join(reference_bibtex(key) for key in self.cite)

    def missing_of(self, column: str) -> tuple[int, ...]:
        """The numbers that mean "no value" in a column."""
        return self.missing_in.get(column, self.missing)


@cache
def datasets() -> dict[str, Dataset]:
    """All datasets by name, in the order of the table."""
    with (HERE / "datasets.toml").open("rb") as file:
        return {name: _dataset(name, fields) for name, fields in tomllib.load(file).items()}


def _dataset(name: str, fields: dict[str, Any]) -> Dataset:
    address = fields.get("address", ())
    return Dataset(
        name=name,
        title=fields["title"],
        cite=tuple(fields["cite"]),
        licence=fields["licence"],
        find=fields["find"],
        columns=tuple(_column(line) for line in fields["columns"].strip().splitlines()),
        address=(address,) if isinstance(address, str) else tuple(address),
        sha256=fields.get("sha256", ""),
        never_fetch=fields.get("never_fetch", ""),
        note=fields.get("note", ""),
        part=fields.get("part", ""),
        missing=tuple(fields.get("missing", ())),
        missing_in={column: tuple(codes) for column, codes in fields.get("missing_in", {}).items()},
        span=() if fields.get("no_years") or "years_from" in fields else tuple(fields.get("span", ("year", "year"))),
        years_from=fields.get("years_from", ""),
        by_last_year={int(year): version for year, version in fields.get("by_last_year", {}).items()},
        aliases=tuple(fields.get("aliases", ())),
    )


def _column(line: str) -> Column:
    name, type_, text = line.split(maxsplit=2)
    return Column(name, type_, text)


def dataset(name: str) -> Dataset:
    """The dataset of that name.

    Raises
    ------
    DetenteError
        There is none; the message names the nearest.
    """
    wanted = name.strip().casefold().replace("_", "-")
    known = datasets()
    if wanted in known:
        return known[wanted]
    for entry in known.values():
        if wanted in entry.aliases:
            return entry
    names = [*known, *(alias for entry in known.values() for alias in entry.aliases), *EVENTS, "all"]
    close = (
        difflib.get_close_matches(wanted, names, n=3, cutoff=0.5)
        or [known_name for known_name in names if wanted and wanted in known_name][:3]
    )
    hint = f"did you mean {' or '.join(close)}?" if close else "`detente datasets` lists them"
    raise DetenteError(f"unknown dataset {name!r}: {hint}")


@cache
def _references() -> dict[str, dict[str, Any]]:
    with (HERE / "references.toml").open("rb") as file:
        return tomllib.load(file)


def reference_text(key: str) -> str:
    """A reference as a line: authors, year, title, where.

    >>> reference_text("singer1987")[:34]
    'Singer, J. David. 1987. Reconstruc'
    """
    entry = _references()[key]
    authors = str(entry["author"]).strip("{}").split(" and ")
    names = authors[0] if len(authors) == 1 else ", ".join(authors[:-1]) + " and " + authors[-1]
    names = names.replace(" and others", " et al.")
    said = [
        names,
        *([str(entry["year"])] if "year" in entry else []),
        str(entry["title"]).replace("{", "").replace("}", ""),
    ]
    if "journal" in entry:
        number = f"({entry['number']})" if "number" in entry else ""
        said.append(f"{entry['journal']} {entry['volume']}{number}: {entry['pages']}")
    elif "booktitle" in entry:
        said.append(f"In {entry['editor']} (ed.), {entry['booktitle']}. {entry['publisher']}")
    else:
        said.append(str(entry.get("publisher") or entry["howpublished"]))
    return ". ".join(part.rstrip(".") for part in said) + ("" if said[-1].startswith("http") else ".")


def reference_bibtex(key: str) -> str:
    """A reference as an entry of BibTeX."""
    entry = dict(_references()[key])
    kind = entry.pop("type", "article")
    lines = [f"  {name} = {{{value}}}" for name, value in entry.items()]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}"
