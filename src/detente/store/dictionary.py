"""What every table and column of the store means: dictionary.toml, as objects."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what it is called, what its rows are, and what each column holds."""

    title: str
    about: str
    columns: dict[str, str]


@cache
def dictionary() -> dict[str, Table]:
    """The tables of schema.sql by name, in the order in which they are best read."""
    found = tomllib.loads(files("detente.store").joinpath("dictionary.toml").read_text("utf-8"))
    return {name: Table(table["title"], table["about"], table["columns"]) for name, table in found.items()}
