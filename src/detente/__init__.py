"""Détente reads the relations between states out of text.

>>> import detente
>>> records = detente.code("On 16 July 2001 China and Russia signed a Treaty of Good-Neighborliness.")
>>> detente.frame(records)  # a Polars frame; .to_pandas() for pandas
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from detente.errors import DetenteError
    from detente.record import Record
    from detente.store import Store
    from detente.text import Document

__all__ = ["DetenteError", "Document", "__version__", "code", "frame", "open", "read"]

# Loaded when first asked for: `import detente` itself costs nothing.
_LAZY = {"DetenteError": "detente.errors", "Document": "detente.text"}


def code(text: str | Document, *, published: str = "", title: str = "", scope: str = "international") -> list[Record]:
    """The records of a text.

    Parameters
    ----------
    text
        A text, or a document as `read` gives it.
    published, title
        Day of publication (ISO) and title of a text; a document brings its own.
    scope
        `"international"` as the codebook has it, or `"all"` for domestic and one-sided events too.
    """
    from detente.coding.coder import code as code_document
    from detente.errors import DetenteError
    from detente.text import Document
    from detente.text.day import day

    if scope not in ("international", "all"):
        raise DetenteError(f"unknown scope {scope!r}: write 'international' or 'all'")
    if isinstance(text, str):
        text = Document(text, title=title, published=day(published, "published") if published else "")
    return code_document(text, scope=scope)


def read(source: str | Path, *, published: str = "") -> list[Document]:
    """The documents of a file or an http(s) address: one, or of news (.jsonl) one a line."""
    from detente.text import read as read_documents

    return list(read_documents(source, published=published))


def frame(records: Iterable[Record]) -> pl.DataFrame:
    """Records as a Polars frame with the same columns for all kinds; `.to_pandas()` gives one of pandas."""
    from detente.record.tables import frame as frame_of

    return frame_of(records)


def open(db: str | Path, *, write: bool = False) -> Store:  # noqa: A001 - the name says what it does
    """The file of a relationship, as `detente add` makes it; with `write`, made where there is none.

    >>> with detente.open("relations.duckdb") as store:  # doctest: +SKIP
    ...     store.records(("China", "Russia"), types=["SUPPORT"], since="1991")

    `store.frame(kind)` and `store.events(dyad)` give frames, `store.add(detente.read("new.txt"))` stores more.

    Raises
    ------
    DetenteError
        There is no such file, it is no file of Détente, or another process has it open.
    """
    from detente.store import open_store

    return open_store(db, write=write)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("detente")
        except PackageNotFoundError:  # run from a checkout that was never installed
            return "0+unknown"
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'detente' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
