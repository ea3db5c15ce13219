"""Which proposals are records, and how sure that is.

The network looks at one word of one sentence. Here each proposal is weighed with what stands around it: rival labels,
how clear its parties and date are, what the sentence and the paragraph already told. A small ensemble of decision
trees, trained on proposals for texts that the network had not seen, gives the probability that the record is right;
that probability is the record's confidence.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from detente.language.actors import is_state
from detente.reader.labels import ACTS, EVENT_TYPES, MEASURES, MEMBER_CHANGES, OFFICE_CHANGES, STANCES, STATUSES
from detente.reader.network import WEIGHTS
from detente.reader.propose import Proposal

KINDS = ("event", "agreement", "status", "position", "figure", "office", "membership")
_LABELS = {
    (kind, label): number
    for kind, labels in (
        ("event", EVENT_TYPES), ("agreement", ACTS), ("status", STATUSES), ("position", STANCES),
        ("figure", MEASURES), ("office", OFFICE_CHANGES), ("membership", MEMBER_CHANGES),
    )
    for number, label in enumerate(labels)
}  # fmt: skip
# Records that the codebook pairs (decisions 3 to 9, 13, 19): signing is SUPPORT and an agreement, recognising SUPPORT
# and a status. Where one of a pair is told, the other is likely, and with the same parties.
_PAIRS = (
    *((("agreement", act), ("event", "SUPPORT")) for act in ("signed", "ratified", "renewed", "announced")),
    (("agreement", "negotiated"), ("event", "CONSULT")),
    *((("agreement", act), ("event", "SANCTION")) for act in ("terminated", "withdrawn")),
    *(
        (("status", value), ("event", "SUPPORT"))
        for value in ("recognition", "diplomatic_relations", "partnership", "alliance", "peace")
    ),
    *((("status", value), ("agreement", "signed")) for value in ("alliance", "peace")),
    (("status", "partnership"), ("event", "AGREE")),
    (("status", "relations_severed"), ("event", "SANCTION")),
    (("status", "war"), ("event", "ASSAULT")),
    (("position", "support"), ("event", "SUPPORT")),
    (("position", "recognise"), ("event", "SUPPORT")),
    *(
        (("position", stance), ("event", type_))
        for stance in ("oppose", "not_recognise")
        for type_ in ("REJECT", "ACCUSE")
    ),
)  # fmt: skip
COMPANIONS: dict[tuple[str, str], frozenset[tuple[str, str]]] = {
    key: frozenset(b if a == key else a for a, b in _PAIRS if key in (a, b)) for pair in _PAIRS for key in pair
}
# Records at least this sure are kept. Where probabilities are calibrated, F1 is highest at about half of itself
# (Lipton, Elkan, Naryanaswamy 2014).
KEPT = 0.25
# Scope `all`: the first type of a sentence, and further ones (cross-validated: training/any_scope.py).
ANY_FIRST, ANY_MORE = 0.15, 0.8
SAME_ACT = 3  # words: the same type between the same parties within them is one act


def features(sentences: Sequence[Sequence[Proposal]]) -> list[np.ndarray[Any, np.dtype[np.float32]]]:
    """For each sentence of a document a matrix (proposals, features)."""
    found = []
    told: list[dict[tuple[str, str, frozenset[str]], float]] = []
    paragraph: tuple[int, int] | None = None
    in_paragraph: dict[tuple[str, str, frozenset[str]], float] = {}  # the likeliest of each record so far
    since = 0  # sentences of the paragraph so far
    total = len(sentences)
    for number, proposals in enumerate(sentences):
        rows = []
        if proposals:
            here = proposals[0].reading.view.sentence
            if here.paragraph != paragraph:
                paragraph, in_paragraph, since = here.paragraph, {}, 0
        for proposal in proposals:
            rows.append(_row(proposal, proposals, in_paragraph, since, told, number / max(total, 1)))
        said = {_key(p): p.score for p in proposals if p.score >= 0.3}
        for key, score in said.items():
            in_paragraph[key] = max(in_paragraph.get(key, 0.0), score)
        since += 1
        told.append(said)
        found.append(np.array(rows, dtype=np.float32) if rows else np.zeros((0, 0), dtype=np.float32))
    return found


def _key(proposal: Proposal) -> tuple[str, str, frozenset[str]]:
    return proposal.kind, proposal.label, frozenset(proposal.first + proposal.second)


def _row(
    p: Proposal,
    proposals: Sequence[Proposal],
    in_paragraph: dict[Any, float],
    since: int,
    told: list[dict[Any, float]],
    place: float,
) -> list[float]:
    view, parties = p.reading.view, p.first + p.second
    chosen = [max(p.roles[code]) for code in parties if code in p.roles]
    left = [max(pair) for code, pair in p.roles.items() if code not in parties]
    sides = [max(a, b) - min(a, b) for code, (a, b) in p.roles.items() if code in parties]
    explicit = {c.code for c in view.actors if c.first >= 0}
    others = [q for q in proposals if q.word != p.word or (q.kind, q.label) != (p.kind, p.label)]
    same = [q for q in others if q.kind == p.kind]
    same_label = [q.score for q in same if q.label == p.label]
    key = _key(p)
    clash = [q.score for q in same if abs(q.word - p.word) <= 1]
    columns = p.reading.columns
    kinds = dict.fromkeys(KINDS, 0.0)
    for q in others:
        if q.kind in kinds:
            kinds[q.kind] = max(kinds[q.kind], q.score)
    likelihood = sum(math.log(min(max(x, 0.02), 0.98)) for x in chosen)
    likelihood += sum(math.log(1 - min(max(x, 0.02), 0.98)) for x in left)
    companions = [q for q in others if (q.kind, q.label) in COMPANIONS.get((p.kind, p.label), ())]
    agreeing = [q.score for q in companions if set(q.first + q.second) == set(parties)]
    low, high = max(0, p.word - 1), min(len(columns), p.word + 2)
    return [
        KINDS.index(p.kind), _LABELS[p.kind, p.label], p.score, *p.rivals,
        max(clash, default=0.0), max(same_label, default=0.0), max((q.score for q in same), default=0.0),
        sum(q.score for q in same), float(len(p.first)), float(len(p.second)), float(len(set(parties))),
        min(chosen, default=0.0), max(left, default=0.0), sum(chosen) / max(len(chosen), 1), min(sides, default=0.0),
        float(sum(code in explicit for code in parties)), float(sum(code not in explicit for code in parties)),
        float("NSA" in parties), float(sum(is_state(code) for code in parties)),
        p.date_score, float(p.date_kind), float(len(p.date)), float(p.date == ""),
        float(len(view.words)), p.word / max(len(view.words), 1), float(view.sentence.is_heading), place,
        in_paragraph.get(key, 0.0),
        max((said.get(key, 0.0) for said in told[-40:]), default=0.0),
        float(since), *kinds.values(),
        float(bool(p.traits.get("aux"))), float(columns[low:high, :].max()), float(p.span[1] - p.span[0]),
        float(len(explicit)), float(p.variant), likelihood,
        max((q.score for q in companions), default=0.0), max(agreeing, default=0.0), p.mass,
    ]  # fmt: skip


class Trees:
    """An ensemble of decision trees as flat arrays: margins add up, the logistic function makes them probabilities."""

    def __init__(self, arrays: dict[str, np.ndarray[Any, Any]]) -> None:
        self._feature, self._threshold = arrays["feature"], arrays["threshold"]
        self._left, self._right, self._value = arrays["left"], arrays["right"], arrays["value"]
        self._roots, self._base, self._depth = arrays["roots"], float(arrays["base"]), int(arrays["depth"])

    def probability(self, rows: np.ndarray[Any, np.dtype[np.float32]]) -> np.ndarray[Any, np.dtype[np.float64]]:
        """(n,) probabilities for (n, features) rows; all trees and rows step down together."""
        node = np.broadcast_to(self._roots, (len(rows), len(self._roots))).copy()
        index = np.arange(len(rows))[:, None]
        for _ in range(self._depth):
            leftward = rows[index, self._feature[node]] <= self._threshold[node]
            node = np.where(leftward, self._left[node], self._right[node])
        return 1.0 / (1.0 + np.exp(-(self._base + self._value[node].sum(axis=1))))


@cache
def shipped() -> Trees:
    """The trees that ship in the package."""
    with np.load(WEIGHTS / "trees.npz") as file:
        return Trees({name: file[name] for name in file.files})


def choose(
    proposals: Sequence[Proposal], confidence: Sequence[float], *, threshold: float = KEPT
) -> list[tuple[Proposal, float]]:
    """The proposals of a sentence that are kept, in the order of their words, each with its confidence."""
    kept: list[tuple[Proposal, float]] = []
    for p, sure in sorted(zip(proposals, confidence, strict=True), key=lambda pair: -pair[1]):
        if sure < threshold or not complete(p):
            continue
        if not any(_same_act(p, q) for q, _ in kept):
            kept.append((p, float(sure)))
    return sorted(kept, key=lambda pair: (pair[0].word, pair[0].kind, pair[0].label))


def choose_any(proposals: Sequence[Proposal]) -> list[tuple[Proposal, float]]:
    """Events of scope `all`: a sentence's likeliest type, and others only where they are all but certain.

    A type's likeliest word stands for it: one sentence seldom tells an act of a type twice.
    """
    best: dict[str, Proposal] = {}
    for p in proposals:
        if p.label not in best or p.score > best[p.label].score:
            best[p.label] = p
    ranked = sorted(best.values(), key=lambda p: -p.score)
    kept = [p for rank, p in enumerate(ranked) if p.score >= (ANY_MORE if rank else ANY_FIRST)]
    return sorted(((p, p.score) for p in kept), key=lambda pair: (pair[0].word, pair[0].label))


def complete(p: Proposal) -> bool:
    """Whether a proposal names the parties that its kind needs."""
    count = len(set(p.first + p.second))
    if p.kind in ("agreement", "status"):
        return count >= 2
    if p.kind == "event":
        return count >= 2 or (not p.first and count == 1)  # "came under international sanctions"
    return count >= 1


def _same_act(p: Proposal, q: Proposal) -> bool:
    """Whether two proposals of a sentence are one record told once."""
    if p.kind != q.kind:
        return False
    if p.word == q.word:
        return p.label == q.label or p.kind != "agreement"
    same = p.label == q.label and set(p.first + p.second) == set(q.first + q.second)
    return same and (p.kind == "status" or abs(p.word - q.word) <= SAME_ACT)
