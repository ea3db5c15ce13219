"""A held-out text with what the reader proposed for it, as `held_out.py` saves it and the other scripts read it."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from detente.reader.propose import Proposal


@dataclass
class HeldOut:
    """A text's proposals: features, records and which of them are right; sentence by sentence."""

    name: str
    source: str
    fold: int
    gold: list[dict[str, Any]]
    proposals: list[list[Proposal]]
    matrices: list[np.ndarray]
    records: list[list[dict[str, Any] | None]]
    right: list[list[bool]]


def load(folder: Path, folds: Iterable[int]) -> list[HeldOut]:
    """All texts of the folds."""
    found: list[HeldOut] = []
    for fold in folds:
        with (folder / f"fold{fold}.pkl").open("rb") as file:
            found += pickle.load(file)
    return found
