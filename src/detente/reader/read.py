"""A document's views in, judgements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from threadpoolctl import ThreadpoolController

from detente.language.sentence import Sentence
from detente.reader import network, weigh
from detente.reader.features import View, views
from detente.reader.judgement import Judgement
from detente.reader.network import Network
from detente.reader.propose import Proposal, propose


@dataclass(frozen=True, slots=True)
class Reader:
    """The learned part: a network that proposes, trees that weigh."""

    network: Network
    trees: weigh.Trees

    def judge(
        self,
        sentences: Sequence[Sentence],
        *,
        published: str = "",
        scope: str = "international",
        prefilter: bool = True,
    ) -> list[tuple[Sentence, Judgement]]:
        """Everything that the reader finds in a document, in the order of the text.

        With `prefilter`, sentences that cannot hold a record are not read; the judgements are the same without it.
        """
        with _one_thread().limit(limits=1, user_api="blas"):
            return self._judge(views(sentences, published=published), scope=scope, prefilter=prefilter)

    def _judge(self, seen: Sequence[View], *, scope: str, prefilter: bool) -> list[tuple[Sentence, Judgement]]:
        related = scope == "all" or _relates(seen)
        if prefilter and not related:
            return []
        proposals = [
            propose(self.network, self.network.read(view), scope=scope)
            if view.words and not (prefilter and scope == "international" and not may_hold_record(view))
            else []
            for view in seen
        ]
        if not related:
            return []
        found: list[tuple[Sentence, Judgement]] = []
        coded = [
            [p for p in here if p.kind != "any"] if scope == "all" or may_hold_record(view) else []
            for view, here in zip(seen, proposals, strict=True)
        ]
        confidence = iter(self._weigh(coded))
        for view, here, rows in zip(seen, proposals, coded, strict=True):
            kept = weigh.choose(rows, [next(confidence) for _ in rows])
            if scope == "all":
                kept = [pair for pair in kept if pair[0].kind != "event"]
                kept += weigh.choose_any([p for p in here if p.kind == "any"])
            found += [(view.sentence, judgement(p, sure)) for p, sure in kept]
        return found

    def _weigh(self, proposals: Sequence[Sequence[Proposal]]) -> list[float]:
        """The confidence of all proposals of a document, in one pass through the trees."""
        matrices = [matrix for matrix in weigh.features(proposals) if len(matrix)]
        return self.trees.probability(np.concatenate(matrices)).tolist() if matrices else []


@cache
def _one_thread() -> ThreadpoolController:
    """The heads' products are small: a BLAS that spreads them over threads spends its time waiting."""
    return ThreadpoolController()


def _relates(seen: Sequence[View]) -> bool:
    """Whether a document names two actors at all: without them it tells of no relation."""
    codes = {c.code for view in seen for c in view.actors if c.first >= 0 and c.code != "NSA"}
    return len(codes) >= 2


def may_hold_record(view: View) -> bool:
    """Whether a sentence may hold a record: it is no heading (codebook, decision 1) and somebody may be a party."""
    return not view.sentence.is_heading and any(c.code != "NSA" for c in view.actors)


def judgement(p: Proposal, confidence: float) -> Judgement:
    """A proposal as the judgement that the coding modules complete."""
    anchor = p.reading.view.spans[p.word]
    kind = "event" if p.kind == "any" else p.kind
    return Judgement(kind, p.label, anchor, p.span, p.first, p.second, p.date, confidence, p.traits)


@cache
def shipped() -> Reader:
    """The reader with the weights of the package."""
    return Reader(network.shipped(), weigh.shipped())
