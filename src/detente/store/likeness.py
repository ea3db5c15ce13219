"""How likely two tellings are of the same happening.

`likeness` gives each pair that `candidates` found a probability: a logistic function of what can be compared (dates,
parties, direction, wording, title, trigger), with weights from likeness.toml.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.store.compared import FAR

if TYPE_CHECKING:
    import numpy as np

    from detente.store.compared import Compared
    from detente.store.wording import Words

THRONG = 8  # others of the same label and time, beyond which the day alone says little: newspapers tell of many talks
DEEDS = ("AID", "COOPERATE", "RETREAT", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")  # material acts: seldom
ALIKE = 0.4  # cosine from which sentences are no strangers
CHUNK = 200_000  # pairs that are compared at a time
YEAR = 366  # days: a date that is longer says nothing of when
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
def settings() -> dict[str, dict[str, float]]:
    """For each group of kinds its weights by feature, and `threshold`."""
    with Path(__file__).with_name("likeness.toml").open("rb") as file:
        return tomllib.load(file)


def group_of(kind: str) -> str:
    """The set of weights that a kind goes by."""
    return kind if kind in settings() else "other"


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
