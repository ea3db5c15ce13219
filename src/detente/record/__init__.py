"""What a record is: the seven kinds, EDTF dates, evidence spans, JSON Lines in and out."""

from detente.record.jsonl import line, read_jsonl, write_jsonl
from detente.record.model import (
    KINDS,
    Agreement,
    Event,
    Figure,
    Membership,
    Office,
    Position,
    Record,
    Status,
    adapter,
)

__all__ = [
    "KINDS",
    "Agreement",
    "Event",
    "Figure",
    "Membership",
    "Office",
    "Position",
    "Record",
    "Status",
    "adapter",
    "line",
    "read_jsonl",
    "write_jsonl",
]
