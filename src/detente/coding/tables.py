"""The ontology's tables that coding reads, as rows of strings, each read once."""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `ontology/NAME.csv`; none when there is no such table."""
    path = files("detente.ontology") / f"{name}.csv"
    return tuple(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))) if path.is_file() else ()
