"""How much of what two sentences say is the same: words weighed by how rare they are, names of the parties left out.

Two accounts of an act share the words that are particular to it: who came, where, for how many weeks, under which
title. That both have "the", "signed" or "China" says next to nothing. So each word has a weight, the logarithm of how
few of our own texts' sentences hold it (ontology/word_commonness.csv), and the names of the record's own parties have
none. The table is fixed: what else is in the file changes nothing about two sentences.
"""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from detente.ontology import naming

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

LETTERS = 6  # of a word stand for it: "signed" and "signing", "visit" and "visited" are the same here
WORD = r"[\p{L}\p{N}]{2,}"
YEAR = r"^(1[0-9]{3}|20[0-9]{2}|[0-9]{2})$"  # dates are compared as dates
EVERYWHERE = 1.0  # what is subtracted from a weight: words of every third sentence weigh nothing


@cache
def weights() -> tuple[dict[str, float], float]:
    """The weight of each word of the table, and that of every other word."""
    with (naming.HERE / "word_commonness.csv").open(encoding="utf-8", newline="") as file:
        counts = {row["stem"]: int(row["sentences"]) for row in csv.DictReader(file)}
    total = counts.pop("")
    found = {stem: max(0.0, math.log(total / count) - EVERYWHERE) for stem, count in counts.items()}
    return found, math.log(total) - EVERYWHERE


@cache
def _names() -> dict[str, frozenset[str]]:
    """For each code the stems of its names, adjectives and people; capitals stay words, they say where."""
    found: dict[str, set[str]] = {}
    for form in naming.forms():
        if form.kind in ("name", "historic", "adjective", "people", "organisation"):
            for code in form.codes:
                found.setdefault(code, set()).update(
                    word[:LETTERS] for word in re.findall(r"[^\W_]{2,}", form.form.lower())
                )
    return {code: frozenset(stems) for code, stems in found.items()}


@dataclass(frozen=True)
class Words:
    """The words of some texts as a sparse matrix: a row a text, a column a stem, the stem's weight in the cell."""

    matrix: Any  # scipy.sparse.csr_matrix
    total: np.ndarray  # the sum of the weights of each row
    length: np.ndarray  # the Euclidean length of each row


def words(texts: pl.Series, codes: pl.Series, stems: dict[str, int]) -> Words:
    """The weighed words of texts, without the names of each text's own `codes` (a list column).

    `stems` numbers the columns; matrices made with the same dictionary can be compared. It grows by what is new.
    """
    import numpy as np
    import polars as pl
    from scipy.sparse import csr_matrix

    known, rare = weights()
    n = len(texts)
    tokens = (
        pl.DataFrame({"row": np.arange(n, dtype=np.int64), "text": texts})
        .with_columns(pl.col("text").str.to_lowercase().str.extract_all(WORD).alias("stem"))
        .select("row", "stem")
        .explode("stem", empty_as_null=False)
        .filter(~pl.col("stem").str.contains(YEAR))
        .with_columns(pl.col("stem").str.slice(0, LETTERS))
        .unique(maintain_order=False)
    )
    named = pl.DataFrame({"row": np.arange(n, dtype=np.int64), "code": codes}).explode("code", empty_as_null=False)
    present = set(named["code"].unique().to_list())
    names = [(code, stem) for code, found in _names().items() if code in present for stem in sorted(found)]
    if names:
        table = pl.DataFrame(names, schema={"code": pl.String, "stem": pl.String}, orient="row")
        tokens = tokens.join(
            named.join(table, on="code").select("row", "stem").unique(), on=["row", "stem"], how="anti"
        )
    distinct = tokens["stem"].unique().sort().to_list()
    for stem in distinct:
        stems.setdefault(stem, len(stems))
    numbers = pl.DataFrame(
        {
            "stem": distinct,
            "column": [stems[stem] for stem in distinct],
            "weight": [known.get(stem, rare) for stem in distinct],
        },
        schema={"stem": pl.String, "column": pl.Int64, "weight": pl.Float64},
    ).filter(pl.col("weight") > 0)
    cells = tokens.join(numbers, on="stem").sort("row", "column")
    matrix = csr_matrix(
        (cells["weight"].to_numpy(), (cells["row"].to_numpy(), cells["column"].to_numpy())), shape=(n, len(stems))
    )
    total = np.asarray(matrix.sum(axis=1)).ravel()
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return Words(matrix, total, length)


def widen(matrix: Any, columns: int) -> Any:
    """The same matrix with more (empty) columns."""
    from scipy.sparse import csr_matrix

    return csr_matrix((matrix.data, matrix.indices, matrix.indptr), shape=(matrix.shape[0], columns))
