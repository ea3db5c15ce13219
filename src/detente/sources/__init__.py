"""Importers: public datasets and the events of other coders, into the tables of the store."""

from detente.sources.importing import Imported, Skipped, import_all, import_file
from detente.sources.tables import Present, citations, has, load, present, relation

__all__ = [
    "Imported",
    "Present",
    "Skipped",
    "citations",
    "has",
    "import_all",
    "import_file",
    "load",
    "present",
    "relation",
]
