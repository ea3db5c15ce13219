"""How likely two tellings are of the same happening.

Two steps. `candidates` finds the pairs that are worth a look: same kind, a dyad in common, types that can be the same
act, dates that touch. `likeness` gives each pair a probability: a logistic function of what can be compared (dates,
parties, direction, wording, title, trigger), with weights from likeness.toml.

Nothing compares all with all. Tellings stand in blocks (kind and dyad), sorted by first day, and each looks only at
those that begin before it ends. Where more than `CROWD` do (years of news of one dyad, vague dates), it looks only at
its neighbours and at those that share a rare word with it.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.ontology import naming
from detente.store.wording import Words, acts_of, words

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

GAP = {"event": 2, "agreement": 400, "status": 400}  # days that two dates may lie apart and still mean one happening
GAP_OF_YEARS = frozenset({"agreement", "status"})  # kinds of which texts give different years: named, or told of once
DAYS = 10  # a date that spans no more gives days
CROWD = 300  # candidates a telling looks at one by one
NEIGHBOURS = 16  # in a crowd, the next ones in time
POSTING = 40  # in a crowd, tellings that may share a word for it to count as rare
RAREST = 6  # words of a telling that are looked up in a crowd
CELL = 16  # days within which tellings of a crowd share rare words
THRONG = 8  # others of the same label and time, beyond which the day alone says little: newspapers tell of many talks
DEEDS = ("AID", "COOPERATE", "RETREAT", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")  # material acts: seldom
ALIKE = 0.4  # cosine from which sentences are no strangers
PARTIES = 12  # parties of a telling that make dyads
CHUNK = 200_000  # pairs that are compared at a time
FAR = 4_000_000  # days: "any time"
VAGUE = 31  # days: a date that is no longer than this is precise
YEAR = 366  # days: a date that is longer says nothing of when
NUMBERED = {"II": "second|two|2", "III": "third|three|3", "IV": "fourth|four|4"}  # "SALT II" is the second of that name
TIMES = 61  # days within which two tellings are of about the same time

FEATURES = (
    "one",  # 1: the weight of this is what holds where nothing else is known
    "cosine",  # of the weighed words of the sentences
    "contained",  # share of the smaller sentence's weighed words that the other has
    "shared",  # weight of shared words, in tens, at most 3
    "names",  # weight of shared words with a capital, in tens, at most 3
    "trigger",  # share of the weighed words of the triggers that they share
    "acts",  # 1 where the triggers have words for the same act (ontology/act_words.csv)
    "told",  # share of the weighed words of either trigger that stand in the other's sentence, the larger
    "title",  # share of the smaller title's weighed words that the other has
    "title_shared",  # weight of shared words of the titles, in tens, at most 3
    "title_apart",  # weight of the words that each title has alone, the smaller of the two, in tens, at most 3
    "label",  # same type, form, status
    "mode",  # same mode, not empty
    "mode_apart",  # both have a mode, not the same
    "act",  # same act or change
    "parties",  # shared parties, as a share of all
    "subset",  # one has all the parties of the other, and they are not the same
    "swapped",  # who acts upon whom is the other way round
    "directed",  # one has a direction, the other none
    "same_day",  # the same day
    "same_date",  # the same date, but no day
    "within",  # one date is within the other
    "wide",  # logarithm of the days that both together span, as a share of that of a century
    "narrow",  # the same of the more precise of the two
    "gap",  # where the dates exclude each other, logarithm of the days between their middles
    "undated_one",
    "undated_both",
    "outside",  # of what has no date, logarithm of the days between what stands around it and the other date
    "same_document",
    "same_sentence",  # of different documents: the very same words
    "amount_apart",  # figures that differ
    "summary",  # of one document, one of them in its first paragraph, which tells in short what others tell at length
    "rivals",  # logarithm of the times (in two months each) at which each may have happened as others tell it, the more
    "stranger",  # in a throng of the same label, how far the sentences are from having words in common
    "around",  # of what has no date, how narrow the days are between which it is told, if the other date is of them
    "only_deed",  # 1 where nothing else that either may be one with is of another time, and words alone do not do it
    "nearest",  # 1 where no other that either may be one with has more words in common with it; each side counts half
)


@cache
def near_types() -> frozenset[tuple[str, str]]:
    """Pairs of different PLOVER types that can be two codings of one act, in both orders."""
    with (naming.HERE / "near_types.csv").open(encoding="utf-8", newline="") as file:
        pairs = [(row["type"], row["other"]) for row in csv.DictReader(file)]
    return frozenset(pairs + [(b, a) for a, b in pairs])


@cache
def settings() -> dict[str, dict[str, float]]:
    """For each group of kinds its weights by feature, and `threshold`."""
    with Path(__file__).with_name("likeness.toml").open("rb") as file:
        return tomllib.load(file)


def group_of(kind: str) -> str:
    """The set of weights that a kind goes by."""
    return kind if kind in settings() else "other"


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


def features(compared: Compared, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """What can be compared of pairs of rows: a row a pair, a column for each of FEATURES.

    The pairs have to be all candidates of their rows: what speaks for one speaks against the others.
    """
    import numpy as np

    out = np.empty((len(i), len(FEATURES)))
    for start in range(0, len(i), CHUNK):
        part = slice(start, start + CHUNK)
        out[part] = _features(compared, i[part], j[part])
    at = {name: place for place, name in enumerate(FEATURES)}
    alike = out[:, at["cosine"]]
    same = (out[:, at["label"]] > 0) & (out[:, at["act"]] > 0)
    best = np.zeros(len(compared.first))
    for side in (i, j):
        np.maximum.at(best, side, alike)
    throng = np.zeros(len(compared.first))
    for side in (i, j):
        np.add.at(throng, side[same], 1)
    beyond = np.log1p(np.maximum(np.minimum(throng[i], throng[j]) - THRONG, 0))
    out[:, at["stranger"]] = beyond * np.maximum(ALIKE - alike, 0) / ALIKE
    count = _times(compared, np.concatenate((i[same], j[same])), np.concatenate((j[same], i[same])))
    out[:, at["rivals"]] = np.log1p(np.maximum(count[i], count[j]))
    deed = np.isin(compared.frame["label"].to_numpy()[i], DEEDS)
    known = (compared.dated[i] | compared.dated[j]) & (out[:, at["gap"]] == 0) & (out[:, at["outside"]] == 0)
    out[:, at["only_deed"]] = deed & same & known & (count[i] <= 1) & (count[j] <= 1)
    out[:, at["nearest"]] = ((alike >= best[i]).astype(float) + (alike >= best[j])) / 2 * (alike > 0)
    return out


def _times(compared: Compared, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """For each row the number of different times that others give for what it may be."""
    import numpy as np

    dated = compared.dated[other] & (compared.last[other] - compared.first[other] <= YEAR)
    spans = FAR // TIMES
    times = np.unique(one[dated] * 2 * spans + compared.last[other[dated]] // TIMES + spans)
    return np.bincount(times // (2 * spans), minlength=len(compared.first)).astype(float)


def _dot(a: Any, b: Any, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.asarray(a[i].multiply(b[j]).sum(axis=1)).ravel()


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)


def _common(one: Words, other: Words, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """The weight of the words that row i of one and row j of the other share."""
    import numpy as np

    found = one.matrix[i].multiply(other.matrix[j])  # a shared word has its weight twice, multiplied
    found.data = np.sqrt(found.data)
    return np.asarray(found.sum(axis=1)).ravel()


def _features(compared: Compared, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    import numpy as np

    frame, evidence, trigger, title = compared.frame, compared.evidence, compared.trigger, compared.title
    column = {
        name: frame[name].to_numpy()
        for name in ("kind", "label", "mode", "act", "document", "date", "evidence", "amount")
    }
    found: dict[str, np.ndarray] = {"one": np.ones(len(i))}
    found["cosine"] = _share(_dot(evidence.matrix, evidence.matrix, i, j), evidence.length[i] * evidence.length[j])
    shared = _common(evidence, evidence, i, j)
    found["contained"] = _share(shared, np.minimum(evidence.total[i], evidence.total[j]))
    found["shared"] = np.minimum(shared / 10, 3)
    found["trigger"] = _share(_common(trigger, trigger, i, j), np.minimum(trigger.total[i], trigger.total[j]))
    found["acts"] = _dot(compared.acts, compared.acts, i, j) > 0
    found["told"] = np.maximum(
        _share(_common(trigger, evidence, i, j), trigger.total[i]),
        _share(_common(trigger, evidence, j, i), trigger.total[j]),
    )
    found["names"] = np.minimum(_common(compared.names, compared.names, i, j) / 10, 3)
    titles = _common(title, title, i, j)
    found["title"] = _share(titles, np.minimum(title.total[i], title.total[j]))
    found["title_shared"] = np.minimum(titles / 10, 3)
    found["title_apart"] = np.minimum((np.minimum(title.total[i], title.total[j]) - titles) / 10, 3)
    found["label"] = column["label"][i] == column["label"][j]
    mode, other_mode = column["mode"][i], column["mode"][j]
    found["mode"] = (mode == other_mode) & (mode != "")
    found["mode_apart"] = (mode != other_mode) & (mode != "") & (other_mode != "")
    found["act"] = column["act"][i] == column["act"][j]
    size = np.asarray(compared.involved.sum(axis=1)).ravel()
    inter = _dot(compared.involved, compared.involved, i, j)
    union = size[i] + size[j] - inter
    found["parties"] = _share(inter, union)
    found["subset"] = (inter == np.minimum(size[i], size[j])) & (inter < union)
    straight = _dot(compared.actors, compared.actors, i, j) + _dot(compared.recipients, compared.recipients, i, j)
    turned = _dot(compared.actors, compared.recipients, i, j) + _dot(compared.recipients, compared.actors, i, j)
    towards = np.asarray(compared.recipients.sum(axis=1)).ravel() > 0
    both = towards[i] & towards[j]
    found["swapped"] = both & (turned > straight)
    found["directed"] = towards[i] != towards[j]
    first_i, first_j, last_i, last_j = compared.first[i], compared.first[j], compared.last[i], compared.last[j]
    dated_i, dated_j = compared.dated[i], compared.dated[j]
    dated = dated_i & dated_j
    same = dated & (first_i == first_j) & (last_i == last_j)
    day = same & (first_i == last_i)
    found["same_day"] = day
    found["same_date"] = same & ~day
    inside = ((first_i <= first_j) & (last_j <= last_i)) | ((first_j <= first_i) & (last_i <= last_j))
    found["within"] = dated & ~same & inside
    century = np.log(36525)
    wide = np.maximum(last_i, last_j) - np.minimum(first_i, first_j) + 1
    narrow = np.minimum(last_i - first_i, last_j - first_j) + 1
    found["wide"] = np.where(dated, np.minimum(np.log(wide) / century, 1.2), 1)
    found["narrow"] = np.where(dated_i | dated_j, np.minimum(np.log(narrow) / century, 1.2), 1)
    # "1994" and "1995" lie a year apart, not a day.
    between = np.abs(first_i + last_i - first_j - last_j) / 2
    found["gap"] = np.where(dated & (np.maximum(first_i - last_j, first_j - last_i) > 0), np.log1p(between), 0)
    found["undated_one"] = dated_i != dated_j
    found["undated_both"] = ~dated_i & ~dated_j
    near_first, near_last = compared.near_first, compared.near_last
    outside = np.maximum(near_first[i] - near_last[j], near_first[j] - near_last[i])
    found["outside"] = np.where(dated, 0, np.log1p(np.maximum(outside, 0)) / 10)
    near = np.maximum(near_last[i], near_last[j]) - np.minimum(near_first[i], near_first[j]) + 1
    narrow_around = np.maximum(1 - np.log(np.maximum(near, 1)) / century, 0)
    found["around"] = np.where(dated | (outside > 0), 0, narrow_around)
    found["same_document"] = column["document"][i] == column["document"][j]
    found["same_sentence"] = (column["evidence"][i] == column["evidence"][j]) & (
        column["document"][i] != column["document"][j]
    )
    amount, other = column["amount"][i].astype(float), column["amount"][j].astype(float)
    with np.errstate(invalid="ignore"):
        found["amount_apart"] = np.abs(amount - other) > 0.005 * np.maximum(np.abs(amount), np.abs(other))
    paragraph = frame["paragraph"].to_numpy()
    found["summary"] = found["same_document"] & (np.minimum(paragraph[i], paragraph[j]) == compared.opening[i])
    found["rivals"] = found["nearest"] = found["stranger"] = found["only_deed"] = np.zeros(
        len(i)
    )  # known only when all pairs are
    return np.column_stack([found[name].astype(float) for name in FEATURES])


def likeness(compared: Compared, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """How probable it is of each pair that both tell one happening, less the threshold of its kind."""
    import numpy as np

    table = features(compared, i, j)
    kinds = compared.frame["kind"].to_numpy()[i]
    out = np.zeros(len(i))
    for kind in np.unique(kinds).tolist():
        those = kinds == kind
        wanted = settings()[group_of(kind)]
        weight = np.array([float(wanted.get(name, 0)) for name in FEATURES])
        out[those] = 1 / (1 + np.exp(-(table[those] @ weight))) - wanted["threshold"]
    return np.round(out, 9)
