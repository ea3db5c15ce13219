"""The file of a relationship: documents, records, reviews, datasets and what joins them, in one DuckDB file."""

from detente.store.database import Store, open_store

__all__ = ["Store", "open_store"]
