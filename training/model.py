"""The reader's network: a MiniLM encoder, columns over words, roles over candidates.

A word's columns say what hangs on it (an event of a type, an agreement's act, ...). For a word and its column, each
candidate party gets the scores of two roles (first: actors, parties, holder; second: recipients, toward), and each
candidate date one. A party may stand in several places of a sentence: its score is the highest of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from examples import Example, Target, same_date
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import AutoModel

from detente.reader.features import FEATURES
from detente.reader.labels import ANCHORS, COLUMN, COLUMNS, MENTION_KINDS, ROLE_COLUMN, TRAITS, WORD_KINDS

WIDTH = 128
BUCKETS = 14
N_ANCHORS, N_TRAITS = len(ANCHORS), len(TRAITS)
ANY = [n for n, (kind, _) in enumerate(ANCHORS) if kind == "any"]


def bucket(anchor: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Signed distance in words from the anchor to a candidate, in `BUCKETS` steps; 0 for one outside the sentence."""
    distance = first - anchor
    size = np.minimum(np.log2(np.abs(distance) + 1).astype(int), 5)
    return np.where(first < 0, 0, np.where(distance < 0, 1 + size, 7 + size)).astype(np.int64)


@dataclass
class Prepared:
    """An example as arrays."""

    example: Example
    ids: list[int]
    heads: list[int]
    targets: list[Target]
    weight: float = 1.0


class Reader(nn.Module):
    """Encoder and heads."""

    def __init__(self, base: str, attention: str = "sdpa") -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base, add_pooling_layer=False, attn_implementation=attention)
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        size = self.encoder.config.hidden_size
        layers = self.encoder.config.num_hidden_layers + 1
        self.layer_share = nn.Parameter(torch.linspace(-1.0, 1.0, layers))
        self.layer_scale = nn.Parameter(torch.ones(()))
        self.word_kind = nn.Embedding(len(WORD_KINDS), size)
        nn.init.normal_(self.word_kind.weight, std=0.02)
        self.column_in = nn.Linear(size, 256)
        self.column_out = nn.Linear(256, len(COLUMNS))
        nn.init.constant_(self.column_out.bias, -4.0)
        self.query = nn.Linear(size, WIDTH)
        self.key = nn.Linear(size, WIDTH)
        self.label = nn.Embedding(N_ANCHORS, WIDTH)
        self.kind = nn.Embedding(len(MENTION_KINDS), WIDTH)
        self.features = nn.Linear(FEATURES, WIDTH)
        self.date_features = nn.Linear(FEATURES, WIDTH)
        self.distance = nn.Embedding(BUCKETS, WIDTH)
        self.near = nn.Linear(2, WIDTH)
        self.role_in = nn.Linear(2 * WIDTH, WIDTH)
        self.role_out = nn.Linear(WIDTH, 4)  # first, second, date, gate of a list
        self.drop = nn.Dropout(0.15)

    def mix(self, layers) -> Tensor:
        """A learned mean of the encoder's layers: the last one alone was trained to sum up sentences, not words."""
        share = self.layer_share.softmax(0)
        return sum(share[n] * layer for n, layer in enumerate(layers)) * self.layer_scale

    def encode(self, ids: Tensor, mask: Tensor, heads: Tensor, kinds: Tensor) -> Tensor:
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
            layers = self.encoder(ids, attention_mask=mask, output_hidden_states=True).hidden_states
        hidden = self.mix([layer.float() for layer in layers])
        words = hidden.gather(1, heads[..., None].expand(-1, -1, hidden.shape[-1]))
        return self.drop(words + self.word_kind(kinds))

    def columns(self, words: Tensor) -> Tensor:
        return self.column_out(self.drop(F.gelu(self.column_in(words))))

    def roles(
        self, words: Tensor, anchor: dict[str, Tensor], candidate: dict[str, Tensor], features: nn.Linear
    ) -> Tensor:
        """Scores (anchors, candidates, 4) of candidates at anchors."""
        state = words[anchor["row"], anchor["word"]]
        query = self.query(state) + self.label(anchor["label"])
        span = words[candidate["row"][:, None], candidate["first"].clamp(min=0)[:, None]].squeeze(1)
        last = words[candidate["row"][:, None], candidate["last"].clamp(min=0)[:, None]].squeeze(1)
        inside = (candidate["first"] >= 0).float()[:, None]
        key = self.key((span + last) / 2 * inside) + self.kind(candidate["kind"]) + features(candidate["features"])
        q, k = query[anchor["pair"]], key[candidate["pair"]]
        near = self.distance(anchor["bucket"]) + self.near(anchor["near"])
        return self.role_out(self.drop(F.gelu(self.role_in(torch.cat([q + k + near, q * k], -1)))))


def pairs(view, anchor_word: int, *, dates: bool) -> tuple[np.ndarray, np.ndarray]:
    """For an anchor and all candidates of its sentence: distance buckets and whether each is the nearest on its side."""
    candidates = view.dates if dates else view.actors
    first = np.array([c.first for c in candidates], dtype=np.int64)
    near = np.zeros((len(candidates), 2), dtype=np.float32)
    inside = first >= 0
    before = np.where(inside & (first < anchor_word), anchor_word - first, 10**6)
    after = np.where(inside & (first >= anchor_word), first - anchor_word, 10**6)
    if inside.any():
        near[:, 0] = (before == before.min()) & (before < 10**6)
        near[:, 1] = (after == after.min()) & (after < 10**6)
    return bucket(np.array(anchor_word), first), near


def candidate_tensors(views: list, *, dates: bool) -> tuple[dict[str, Tensor], list[int]]:
    rows, firsts, lasts, kinds, features, starts = [], [], [], [], [], [0]
    for row, view in enumerate(views):
        for c in view.dates if dates else view.actors:
            rows.append(row)
            firsts.append(c.first)
            lasts.append(c.last)
            kinds.append(c.kind)
            features.append(c.features)
        starts.append(len(rows))
    table = {
        "row": torch.tensor(rows, dtype=torch.long),
        "first": torch.tensor(firsts, dtype=torch.long),
        "last": torch.tensor(lasts, dtype=torch.long),
        "kind": torch.tensor(kinds, dtype=torch.long),
        "features": torch.tensor(features, dtype=torch.float32).reshape(-1, FEATURES),
    }
    return table, starts


def role_scores(model: Reader, words: Tensor, views: list, anchors: list[tuple[int, int, int]], *, dates: bool):
    """Scores for anchors (row, word, label) against all candidates of their sentences; a list of (candidates, 4)."""
    table, starts = candidate_tensors(views, dates=dates)
    pair_a, pair_c, buckets, nears, sizes = [], [], [], [], []
    for number, (row, word, _) in enumerate(anchors):
        span = range(starts[row], starts[row + 1])
        pair_a += [number] * len(span)
        pair_c += span
        b, n = pairs(views[row], word, dates=dates)
        buckets.append(b)
        nears.append(n)
        sizes.append(len(span))
    anchor = {
        "row": torch.tensor([a[0] for a in anchors]),
        "word": torch.tensor([a[1] for a in anchors]),
        "label": torch.tensor([a[2] for a in anchors]),
        "pair": torch.tensor(pair_a, dtype=torch.long),
        "bucket": torch.from_numpy(np.concatenate(buckets)),
        "near": torch.from_numpy(np.concatenate(nears)),
    }
    table["pair"] = torch.tensor(pair_c, dtype=torch.long)
    scores = model.roles(words, anchor, table, model.date_features if dates else model.features)
    return scores.split(sizes)


def loss(model: Reader, batch: list[Prepared], *, tensors) -> Tensor:
    """Words, roles and dates of a batch of sentences."""
    ids, mask, heads, kinds, word_mask = tensors
    words = model.encode(ids, mask, heads, kinds)
    logits = model.columns(words)
    rows, length, _ = logits.shape
    target = torch.zeros_like(logits)
    weight = word_mask[..., None].expand_as(logits).clone()
    weight[..., N_ANCHORS : N_ANCHORS + N_TRAITS] = 0
    any_columns = torch.tensor(ANY)
    anchors: list[tuple[int, int, int]] = []
    golds: list[Target] = []
    inside0 = N_ANCHORS + N_TRAITS
    with torch.no_grad():
        best = (logits + (word_mask[..., None] - 1) * 1e4).argmax(1)
    for row, item in enumerate(batch):
        scope = item.example.scope
        if scope == "history":
            weight[row][:, any_columns] = 0
        else:
            weight[row][:, :inside0] = 0
            weight[row][:, any_columns] = word_mask[row][:, None].expand(-1, len(ANY))
            weight[row][:, inside0:] = 0
        for t in item.targets:
            word = t.word if 0 <= t.word < length else int(best[row, t.column])
            if t.word < 0:  # the likeliest word carries it; the others are left alone
                weight[row, :, t.column] = 0
            target[row, word, t.column] = 1
            weight[row, word, t.column] = 1
            if scope == "history" and t.trait_group == "event":
                any_column = COLUMN[("any", ANCHORS[t.column][1])]
                target[row, word, any_column] = 1
                weight[row, word, any_column] = 0.5
            if scope == "history" and t.trait_group in ("event", "status"):
                low, high = _traits(t.trait_group)
                weight[row, word, low:high] = 1
                for trait in t.traits:
                    target[row, word, trait] = 1
            if t.span[0] >= 0:
                column = COLUMN[("inside", t.trait_group)]
                target[row, t.span[0] : t.span[1] + 1, column] = 1
            if t.roles:
                anchors.append((row, word, ROLE_COLUMN[t.column]))
                golds.append(t)
    raw = F.binary_cross_entropy_with_logits(logits, target, weight=weight, reduction="none")
    share = torch.tensor([item.weight for item in batch])
    by_row = raw[..., :inside0].sum((1, 2)) + 0.3 * raw[..., inside0:].sum((1, 2))
    total = (by_row * share).sum() / rows
    if not anchors:
        return total
    views = [item.example.view for item in batch]
    scores = role_scores(model, words, views, anchors, dates=False)
    dated = role_scores(model, words, views, anchors, dates=True)
    role_loss = logits.new_zeros(())
    date_loss = logits.new_zeros(())
    for (row, _, _), t, score, date_score in zip(anchors, golds, scores, dated, strict=True):
        codes: dict[str, int] = {}
        index = torch.tensor([codes.setdefault(c.code, len(codes)) for c in views[row].actors], dtype=torch.long)
        score = _share(score, views[row].actors)
        if codes:
            shape = (len(codes), 2)
            peak = torch.full(shape, -1e4).scatter_reduce(0, index[:, None].expand(-1, 2), score[:, :2], "amax")
            gold = torch.zeros(shape)
            for code, n in codes.items():
                gold[n, 0] = float(code in t.first)
                gold[n, 1] = float(code in t.second)
            role_loss = role_loss + batch[row].weight * F.binary_cross_entropy_with_logits(peak, gold, reduction="sum")
        if t.dated:
            right = torch.tensor([same_date(t.date, d.edtf) for d in views[row].dates])
            if right.any():
                logp = date_score[:, 2].log_softmax(0)
                date_loss = date_loss - batch[row].weight * logp[right].logsumexp(0)
    return total + (role_loss + date_loss) / rows


def _share(score: Tensor, candidates: list) -> Tensor:
    """Scores (candidates, outputs), those in a list drawn to their list's mean as far as their gate says."""
    groups = sorted({c.group for c in candidates} - {-1})
    if not groups:
        return score
    place = {group: n for n, group in enumerate(groups)}
    index = torch.tensor([place.get(c.group, -1) for c in candidates])
    inside = index >= 0
    size = torch.zeros(len(groups)).index_add(0, index[inside], torch.ones(int(inside.sum())))
    total = torch.zeros(len(groups), score.shape[1]).index_add(0, index[inside], score[inside])
    mean = (total / size[:, None])[index.clamp(min=0)]
    return score + torch.where(inside[:, None], score[:, 3:4].sigmoid() * (mean - score), torch.zeros_like(score))


def _traits(group: str) -> tuple[int, int]:
    change = COLUMN[("change", "begins")]
    return (N_ANCHORS, change) if group == "event" else (change, N_ANCHORS + N_TRAITS)
