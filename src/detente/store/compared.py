"""Tellings made ready for comparison: what `candidates` and `likeness` look up of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.store.wording import Words, acts_of, words

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

FAR = 4_000_000  # days: "any time"
NUMBERED = {"II": "second|two|2", "III": "third|three|3", "IV": "fourth|four|4"}  # "SALT II" is the second of that name


@dataclass(frozen=True)
class Compared:
    """Tellings made ready for comparison: everything that a pair's features are looked up in."""

    frame: pl.DataFrame
    first: np.ndarray
    last: np.ndarray
    dated: np.ndarray
    evidence: Words
    trigger: Words
    title: Words
    names: Words
    acts: Any
    involved: Any
    actors: Any
    recipients: Any
    near_first: np.ndarray  # as first and last, but of what has no date the days around which it is told
    near_last: np.ndarray
    opening: np.ndarray  # the number of the first paragraph with a record, of each row's document


def prepare(frame: pl.DataFrame) -> Compared:
    """Look at each telling once: its words, parties and days."""
    import numpy as np
    import polars as pl

    first, last = frame["first"].to_numpy().astype(float), frame["last"].to_numpy().astype(float)
    # "From 2022 on" says when it began, "by 1970" that it was before its end, most likely not long before.
    first, last = np.where(np.isnan(first), last - 730, first), np.where(np.isnan(last), first + 365, last)
    dated = ~np.isnan(first)
    first, last = np.where(dated, first, -FAR), np.where(dated, last, FAR)
    codes = frame.select(pl.concat_list("actors", "recipients").list.unique(maintain_order=True)).to_series()
    capitals = frame["evidence"].str.extract_all(r"\p{Lu}[\p{L}\p{N}]+").list.join(" ")
    titles = frame["title"]
    for number, said in NUMBERED.items():
        titles = titles.str.replace_all(rf"(?i)\b({said})\b", number)
    evidence, trigger, title, names = words([frame["evidence"], frame["trigger"], titles, capitals], codes)
    acts = _codes(acts_of(frame["trigger"]), {})
    numbers: dict[str, int] = {}
    involved = _codes(codes, numbers)
    actors, recipients = _codes(frame["actors"], numbers), _codes(frame["recipients"], numbers)
    return Compared(
        frame.with_columns(codes.alias("involved")),
        first.astype(np.int64),
        last.astype(np.int64),
        dated,
        evidence,
        trigger,
        title,
        names,
        acts,
        involved,
        actors,
        recipients,
        np.where(dated, first, frame["near_first"].fill_null(-FAR).to_numpy()).astype(np.int64),
        np.where(dated, last, frame["near_last"].fill_null(FAR).to_numpy()).astype(np.int64),
        frame.select(pl.col("paragraph").min().over("document")).to_series().to_numpy(),
    )


def _codes(lists: pl.Series, numbers: dict[str, int]) -> Any:
    """Lists of codes as a sparse matrix of ones. Matrices made with the same `numbers` can be compared."""
    import numpy as np
    from scipy.sparse import csr_matrix

    rows, columns = [], []
    for row, codes in enumerate(lists.to_list()):
        for code in dict.fromkeys(codes):
            rows.append(row)
            columns.append(numbers.setdefault(code, len(numbers)))
    # Room for every code there can be.
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(lists), 20_000))
