"""The reader's network at run time: the encoder through ONNX Runtime, the small heads in NumPy.

One sentence a pass: no padding, so a sentence always gets the same numbers, whatever is read with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from detente.reader.features import Candidate, DateCandidate, View
from detente.reader.labels import COLUMNS

WEIGHTS = Path(__file__).parent / "weights"
LENGTH = 160  # word pieces that the encoder takes; the rest of a longer sentence is not seen
Array = np.ndarray[Any, np.dtype[np.floating[Any]]]  # float32 throughout; NumPy's stubs do not follow it


def _gelu(x: Array) -> Array:
    return 0.5 * x * (1.0 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x)))


def sigmoid(x: Array) -> Array:
    """The logistic function, elementwise."""
    return 1.0 / (1.0 + np.exp(-np.clip(x, -30, 30)))


def bucket(anchor: int, first: np.ndarray[Any, np.dtype[np.int64]]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Signed distance in words from the anchor to candidates, in steps; 0 for one outside the sentence."""
    distance = first - anchor
    size = np.minimum(np.log2(np.abs(distance) + 1).astype(np.int64), 5)
    return np.where(first < 0, 0, np.where(distance < 0, 1 + size, 7 + size))


def nearest(anchor: int, first: np.ndarray[Any, np.dtype[np.int64]]) -> Array:
    """(candidates, 2): whether a candidate is the nearest before, or behind, the anchor."""
    near = np.zeros((len(first), 2), dtype=np.float32)
    before, behind = (first >= 0) & (first < anchor), first >= anchor
    if before.any():
        near[:, 0] = before & (first == first[before].max())
    if behind.any():
        near[:, 1] = behind & (first == first[behind].min())
    return near


def share(scores: Array, candidates: list[Candidate]) -> Array:
    """(anchors, candidates, outputs) scores, those in a list drawn to their list's mean as far as their gate says."""
    groups = np.array([c.group for c in candidates])
    gate = sigmoid(scores[..., 3:4])
    for group in {c.group for c in candidates} - {-1}:
        members = groups == group
        mean = scores[:, members].mean(axis=1, keepdims=True)
        scores[:, members] += gate[:, members] * (mean - scores[:, members])
    return scores


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence as the network reads it; `words` (n, width), `columns` (n, columns) as probabilities."""

    view: View
    words: Array
    columns: Array


def tokenise(tokenizer: Any, words: list[str]) -> tuple[list[int], list[int]]:
    """Word pieces and, for each word that they reach, the place of its first piece."""
    encoding = tokenizer.encode(words, is_pretokenized=True)
    heads: list[int] = []
    for position, word in enumerate(encoding.word_ids[:LENGTH]):
        if word is None:
            continue
        # A lone accent or an invisible character has no piece: it shares the place of the word before it, so that
        # the words behind it stay in step.
        heads += [heads[-1] if heads else 0] * (word - len(heads))
        if word == len(heads):
            heads.append(position)
    return encoding.ids[:LENGTH], heads


class Network:
    """Encoder and heads. `encode(ids, heads)` gives the encoder's state (words, width) at each word's first piece."""

    def __init__(
        self, encode: Callable[[list[int], list[int]], Array], heads: Mapping[str, Array], tokenizer: Any
    ) -> None:
        self._encode = encode
        self._w = {name: np.asarray(value, dtype=np.float32) for name, value in heads.items()}
        self._tokenizer = tokenizer

    def _linear(self, name: str, x: Array) -> Array:
        return x @ self._w[f"{name}.weight"].T + self._w[f"{name}.bias"]

    def read(self, view: View) -> Reading:
        """Judge every word of a sentence."""
        ids, heads = tokenise(self._tokenizer, view.words)
        words = self._encode(ids, heads) + self._w["word_kind.weight"][view.word_kinds[: len(heads)]]
        logits = self._linear("column_out", _gelu(self._linear("column_in", words)))
        return Reading(view, words, sigmoid(logits))

    def roles(self, reading: Reading, anchors: list[tuple[int, int]]) -> tuple[Array, Array]:
        """For anchors (word, column): probabilities of roles (anchors, actors, 2) and of dates (anchors, dates)."""
        parties = share(self._scores(reading, anchors, reading.view.actors, "features"), reading.view.actors)
        dates = self._scores(reading, anchors, reading.view.dates, "date_features")[..., 2]
        dates = np.exp(dates - dates.max(axis=1, keepdims=True))
        return sigmoid(parties[..., :2]), dates / dates.sum(axis=1, keepdims=True)

    def _scores(
        self,
        reading: Reading,
        anchors: list[tuple[int, int]],
        candidates: list[Candidate] | list[DateCandidate],
        features: str,
    ) -> Array:
        if not candidates:
            return np.zeros((len(anchors), 0, 4), dtype=np.float32)
        reach = len(reading.words)
        first = np.array([c.first if c.last < reach else -1 for c in candidates], dtype=np.int64)
        last = np.array([c.last if c.last < reach else -1 for c in candidates], dtype=np.int64)
        inside = (first >= 0).astype(np.float32)[:, None]
        span = (reading.words[np.maximum(first, 0)] + reading.words[np.maximum(last, 0)]) / 2 * inside
        key = (
            self._linear("key", span)
            + self._w["kind.weight"][[c.kind for c in candidates]]
            + self._linear(features, np.array([c.features for c in candidates], dtype=np.float32))
        )
        words = np.array([word for word, _ in anchors])
        query = self._linear("query", reading.words[words]) + self._w["label.weight"][[column for _, column in anchors]]
        place = np.stack([self._w["distance.weight"][bucket(word, first)] for word, _ in anchors])
        place = place + self._linear("near", np.stack([nearest(word, first) for word, _ in anchors]))
        q, k = query[:, None, :], key[None, :, :]
        joint = np.concatenate([q + k + place, np.broadcast_to(q * k, place.shape)], axis=-1)
        return self._linear("role_out", _gelu(self._linear("role_in", joint)))


@cache
def shipped() -> Network:
    """The network with the weights that ship in the package."""
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # workers scale over documents; and one thread always adds in the same order
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(WEIGHTS / "encoder.onnx"), options, providers=["CPUExecutionProvider"])
    with np.load(WEIGHTS / "heads.npz") as file:
        heads = {name: file[name] for name in file.files}
    tokenizer = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()

    def encode(ids: list[int], places: list[int]) -> Array:
        (state,) = session.run(None, {"ids": np.array([ids], dtype=np.int64)})
        return state[0][places]

    if heads["column_out.bias"].shape[0] != len(COLUMNS):
        raise RuntimeError("the weights do not fit the labels: run `make train`")
    return Network(encode, heads, tokenizer)
