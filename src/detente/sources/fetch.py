"""Files from their official addresses: kept in the user's cache, hash checked where the version is fixed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from detente.errors import DetenteError
from detente.sources.registry import Dataset


def fetched(entry: Dataset, *, refresh: bool = False) -> Iterator[tuple[str, Path]]:
    """To be written."""
    del refresh
    raise DetenteError(f"{entry.name}: give the file with PATH; get it from {entry.find}")
    yield
