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
from collections.abc import Sequence
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
def commonness() -> dict[str, int]:
    """How many of our own texts' sentences hold each stem of the table; of "" how many there are."""
    with (naming.HERE / "word_commonness.csv").open(encoding="utf-8", newline="") as file:
        return {row["stem"]: int(row["sentences"]) for row in csv.DictReader(file)}


@cache
def weights() -> tuple[dict[str, float], float]:
    """The weight of each word of the table, and that of every other word."""
    counts = dict(commonness())
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


@cache
def _acts() -> tuple[tuple[str, str], ...]:
    """Words and the acts that they are used for, a pair for each."""
    with (naming.HERE / "act_words.csv").open(encoding="utf-8", newline="") as file:
        return tuple((word, row["act"]) for row in csv.DictReader(file) for word in dict.fromkeys(row["words"].split()))


def acts_of(triggers: pl.Series) -> pl.Series:
    """For each trigger the acts that its words are used for, as lists."""
    import numpy as np
    import polars as pl

    table = pl.DataFrame(list(_acts()), schema={"word": pl.String, "act": pl.String}, orient="row")
    rows = pl.DataFrame({"row": np.arange(len(triggers), dtype=np.int64), "text": triggers})
    found = (
        rows.with_columns(word=pl.col("text").str.to_lowercase().str.extract_all(WORD))
        .explode("word", empty_as_null=False)
        .join(table, on="word")
        .group_by("row")
        .agg(pl.col("act").unique().sort())
    )
    return rows.join(found, on="row", how="left", maintain_order="left")["act"].fill_null([])


@dataclass(frozen=True)
class Words:
    """The words of some texts as a sparse matrix: a row a text, a column a stem, the stem's weight in the cell."""

    matrix: Any  # scipy.sparse.csr_matrix
    total: np.ndarray  # the sum of the weights of each row
    length: np.ndarray  # the Euclidean length of each row


def words(texts: Sequence[pl.Series], codes: pl.Series) -> list[Words]:
    """The weighed words of some columns of texts, without the names of each row's own `codes` (a list column).

    The matrices have the same columns, so any two can be compared.
    """
    import numpy as np
    import polars as pl
    from scipy.sparse import csr_matrix

    known, rare = weights()
    n = len(codes)
    rows = np.arange(n, dtype=np.int64)
    tokens = (
        pl.DataFrame({"row": np.arange(n * len(texts), dtype=np.int64), "text": pl.concat(texts, rechunk=False)})
        .lazy()
        .select("row", pl.col("text").str.to_lowercase().str.extract_all(WORD).alias("stem"))
        .explode("stem", empty_as_null=False)
        .filter(~pl.col("stem").str.contains(YEAR))
        .with_columns(pl.col("stem").str.slice(0, LETTERS), own=pl.col("row") % max(n, 1))
        .unique()
    )
    named = pl.DataFrame({"own": rows, "code": codes}).explode("code", empty_as_null=False)
    present = set(named["code"].unique().to_list())
    names = [(code, stem) for code, found in _names().items() if code in present for stem in sorted(found)]
    table = pl.DataFrame(names, schema={"code": pl.String, "stem": pl.String}, orient="row")
    parties = named.lazy().join(table.lazy(), on="code").select("own", "stem").unique()
    kept = tokens.join(parties, on=["own", "stem"], how="anti").collect()
    distinct = kept["stem"].unique().sort()
    weight = [known.get(stem, rare) for stem in distinct.to_list()]
    numbers = pl.DataFrame(
        {"stem": distinct, "column": np.arange(len(distinct)), "weight": pl.Series(weight, dtype=pl.Float64)}
    )
    cells = kept.join(numbers.filter(pl.col("weight") > 0), on="stem")
    row, column, value = (cells[name].to_numpy() for name in ("row", "column", "weight"))
    whole = csr_matrix((value, (row, column)), shape=(n * len(texts), len(distinct)))
    return [_weighed(whole[place * n : (place + 1) * n]) for place in range(len(texts))]


def _weighed(matrix: Any) -> Words:
    import numpy as np

    total = np.asarray(matrix.sum(axis=1)).ravel()
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return Words(matrix, total, length)


def likeness_of(one: str, other: str, codes: Sequence[str]) -> float:
    """The share of the smaller sentence's weighed words that the other has, names of `codes` left out; 0 to 1."""
    import polars as pl

    (found,) = words([pl.Series([one, other])], pl.Series([list(codes)] * 2, dtype=pl.List(pl.String)))
    shared = found.matrix[0].multiply(found.matrix[1])
    shared.data = shared.data**0.5
    smaller = min(found.total)
    return float(shared.sum() / smaller) if smaller > 0 else 0.0
