"""Which pairs of tellings are worth comparing.

Those of the same kind that have a dyad in common, types that can be the same act, and dates that touch. Nothing
compares all with all. Tellings stand in blocks (kind and dyad), sorted by first day, and each looks only at those that
begin before it ends. Where more than `CROWD` do (years of news of one dyad, vague dates), it looks only at its
neighbours and at those that share a rare word with it.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import TYPE_CHECKING

from detente.ontology import naming
from detente.store.compared import FAR

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    from detente.store.compared import Compared

GAP = {"event": 2, "agreement": 400, "status": 400}  # days that two dates may lie apart and still mean one happening
GAP_OF_YEARS = frozenset({"agreement", "status"})  # kinds of which texts give different years: named, or told of once
DAYS = 10  # a date that spans no more gives days
CROWD = 300  # candidates a telling looks at one by one
NEIGHBOURS = 16  # in a crowd, the next ones in time
POSTING = 40  # in a crowd, tellings that may share a word for it to count as rare
RAREST = 6  # words of a telling that are looked up in a crowd
CELL = 16  # days within which tellings of a crowd share rare words
PARTIES = 12  # parties of a telling that make dyads
VAGUE = 31  # days: a date that is no longer than this is precise


@cache
def near_types() -> frozenset[tuple[str, str]]:
    """Pairs of different PLOVER types that can be two codings of one act, in both orders."""
    with (naming.HERE / "near_types.csv").open(encoding="utf-8", newline="") as file:
        pairs = [(row["type"], row["other"]) for row in csv.DictReader(file)]
    return frozenset(pairs + [(b, a) for a, b in pairs])


def blocks(frame: pl.DataFrame) -> pl.DataFrame:
    """Which tellings may be compared at all: columns `block` and `row`, a row for each block that a telling is in.

    Events, agreements and statuses stand in a block for each dyad of their parties; those with a single party (a
    summit of an organisation) in one for it. An office stands in one for each word of the person's name, a membership
    for each member, a position for each holder, a figure for its measure and each dyad.
    """
    import polars as pl

    rows = frame.with_row_index("row").with_columns(pl.col("involved").list.head(PARTIES).list.sort())
    paired = rows.filter(pl.col("kind").is_in(["event", "agreement", "status", "figure"]))
    what = pl.when(pl.col("kind").is_in(["status", "figure"])).then(pl.col("label")).otherwise(pl.lit(""))
    one = paired.select("row", "kind", "involved", what.alias("what")).explode("involved", empty_as_null=False)
    two = one.join(one.select("row", other="involved"), on="row").filter(pl.col("involved") < pl.col("other"))
    alone = one.join(two.select("row").unique(), on="row", how="anti").with_columns(other=pl.lit(""))
    dyads = pl.concat([two, alone]).select(
        "row", block=pl.concat_str("kind", "what", "involved", "other", separator="|")
    )
    own = [dyads]
    for kind, inside in (("position", "label"), ("membership", "label")):
        part = rows.filter(pl.col("kind") == kind)
        side = "actors"
        own.append(
            part.select("row", "kind", inside, side)
            .explode(side, empty_as_null=False)
            .select("row", block=pl.concat_str("kind", inside, side, separator="|"))
        )
    person = rows.filter(pl.col("kind") == "office").select(
        "row",
        "kind",
        state=pl.col("actors").list.first().fill_null(""),
        word=pl.col("label").str.to_lowercase().str.extract_all(r"\p{L}{2,}"),
    )
    own.append(
        person.explode("word", empty_as_null=False).select(
            "row", block=pl.concat_str("kind", "state", "word", separator="|")
        )
    )
    return pl.concat(own).unique().sort("block", "row")


def candidates(compared: Compared) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of rows worth comparing, each once, the smaller row first; sorted."""
    import numpy as np
    import polars as pl

    frame = compared.frame
    gaps = frame["kind"].replace_strict(GAP, default=7, return_dtype=pl.Int64).to_numpy()
    # Same words beside each other within a day: in a crowd neighbours are likelier to be of one happening.
    signature = frame["evidence"].hash(seed=0).to_numpy()
    table = blocks(frame)
    block = table["block"].rank("dense").to_numpy().astype(np.int64) if len(table) else np.array([], np.int64)
    row = table["row"].to_numpy().astype(np.int64)
    order = np.lexsort((row, signature[row], compared.first[row], block))
    block, row = block[order], row[order]
    scale = 4 * FAR
    begins = block * scale + compared.first[row] + FAR
    ends = block * scale + np.minimum(compared.last[row] + gaps[row], FAR) + FAR
    until = np.searchsorted(begins, ends, side="right")
    here = np.arange(len(row))
    many = until - here - 1
    crowded = many > CROWD
    reach = np.where(crowded, np.minimum(NEIGHBOURS, many), many)
    left, right = _runs(here, reach)
    found = [(row[left], row[right])]
    if crowded.any():
        found.append(_by_rare_words(compared, block, row, here, until, crowded))
    i, j = np.concatenate([a for a, _ in found]), np.concatenate([b for _, b in found])
    low, high = np.minimum(i, j), np.maximum(i, j)
    both = np.unique(low * len(frame) + high)
    low, high = both // max(len(frame), 1), both % max(len(frame), 1)
    fits = _can_be_one(compared, low, high)
    return low[fits], high[fits]


def _runs(here: np.ndarray, reach: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each place with each of the `reach` places after it."""
    import numpy as np

    left = np.repeat(here, reach)
    starts = np.repeat(np.cumsum(reach) - reach, reach)
    return left, left + 1 + np.arange(len(left)) - starts


def _by_rare_words(
    compared: Compared, block: np.ndarray, row: np.ndarray, here: np.ndarray, until: np.ndarray, crowded: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of a crowd that share a rare word: within a few days, or at any time where one of the dates is vague."""
    import numpy as np
    import polars as pl

    inside = np.isin(block, np.unique(block[crowded]))
    where = here[inside]
    spot = pl.DataFrame({"place": where, "block": block[where], "row": row[where]})
    matrix = compared.evidence.matrix
    rows = np.unique(row[where])
    part = matrix[rows].tocoo()
    cells = pl.DataFrame({"row": rows[part.row], "stem": part.col.astype(np.int64), "weight": part.data})
    cells = (
        cells.sort(["row", "weight", "stem"], descending=[False, True, False])
        .group_by("row", maintain_order=True)
        .head(RAREST)
        .select("row", "stem")
    )
    span = compared.last - compared.first
    vague = span > VAGUE
    posts = spot.join(cells, on="row")
    at = posts["row"].to_numpy()
    posts = posts.with_columns(cell=pl.Series(compared.first[at] // CELL), vague=pl.Series(vague[at]))
    precise = posts.filter(~pl.col("vague"))
    dated = pl.concat([precise, precise.with_columns(pl.col("cell") + 1)])
    anytime = posts.with_columns(cell=pl.lit(FAR, dtype=pl.Int64))
    found = []
    for posted, only_vague in ((dated, False), (anytime, True)):
        sized = posted.with_columns(size=pl.len().over("block", "stem", "cell"))
        table = sized.filter(pl.col("size").is_between(2, POSTING))
        a = table.select("block", "stem", "cell", "place", "row", "vague")
        pairs = a.join(a, on=["block", "stem", "cell"], suffix="_b").filter(pl.col("place") < pl.col("place_b"))
        if only_vague:
            pairs = pairs.filter(pl.col("vague") | pl.col("vague_b"))
        pairs = pairs.select("place", "place_b").unique()
        left, right = pairs["place"].to_numpy(), pairs["place_b"].to_numpy()
        keep = right < until[left]
        found.append((row[left[keep]], row[right[keep]]))
    return np.concatenate([a for a, _ in found]), np.concatenate([b for _, b in found])


def _can_be_one(compared: Compared, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """Whether two tellings can be of one happening at all, whatever their words."""
    import numpy as np
    import polars as pl

    frame = compared.frame
    kind = frame["kind"].to_numpy()
    names = sorted(set(frame["label"].unique().to_list()))
    number = {name: place for place, name in enumerate(names)}
    label = frame["label"].replace_strict(number, return_dtype=pl.Int64).to_numpy() if len(frame) else np.array([], int)
    same = label[i] == label[j]
    near = np.zeros(len(i), bool)
    pairs = np.array(
        [number[a] * len(names) + number[b] for a, b in near_types() if a in number and b in number], dtype=np.int64
    )
    near = np.isin(label[i] * len(names) + label[j], pairs)
    # Forms of an instrument are not held against it: one text's accord is another's treaty. A name is no label either.
    free = np.isin(kind[i], ["agreement", "office"])
    fits = same | free | ((kind[i] == "event") & near)
    document, paragraph = frame["document"].to_numpy(), frame["paragraph"].to_numpy()
    # Within a paragraph the codebook has each act once: two records of it are two acts.
    fits &= ~((document[i] == document[j]) & (paragraph[i] == paragraph[j]))
    # A few days may be a slip where both give days; that months or years exclude each other is none.
    apart = np.maximum(compared.first[i] - compared.last[j], compared.first[j] - compared.last[i]) > 0
    longer = np.maximum(compared.last[i] - compared.first[i], compared.last[j] - compared.first[j])
    fits &= ~apart | (longer <= DAYS) | np.isin(kind[i], list(GAP_OF_YEARS))
    act = frame["act"].to_numpy()
    fits &= ~(np.isin(kind[i], ["office"]) & (act[i] != act[j]))
    fits &= ~(np.isin(kind[i], ["status"]) & ((act[i] == "ends") != (act[j] == "ends")))
    return fits
