"""Visits of foreign leaders to the United States, and travels of its presidents and secretaries of state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def gathered(path: Path, work: Path) -> Iterator[tuple[str, str, str, str, pl.DataFrame]]:
    """To be written."""
    del path, work
    yield from ()
