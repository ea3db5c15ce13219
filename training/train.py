"""Train the reader. `train.py fold K` trains without fold K and saves it; `train.py all` trains on everything.

Seeded; the same sentences, seed and machine give the same weights.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
from examples import examples
from gold import load
from model import ANY, Prepared, Reader, loss
from tokenizers import Tokenizer

from detente.reader.network import tokenise

FOLDS = 4
WEIGHT = {"train": 2.5}  # real histories count for more than the many written for training


def fold_of(name: str) -> int:
    """A text's fold, by its name alone: stable when texts are added."""
    stem = name[:-1] if name.startswith("contrast-") else name  # variants of one sentence stay together
    return int(hashlib.sha256(stem.encode()).hexdigest(), 16) % FOLDS


def prepare(tokenizer: Tokenizer, docs) -> list[Prepared]:
    """Every sentence tokenised; those too long for the encoder are cut."""
    found = []
    for number, coded in enumerate(docs):
        for example in examples(coded, number):
            if not example.view.words:
                continue
            ids, heads = tokenise(tokenizer, example.view.words)
            targets = [t for t in example.targets if t.word < len(heads)]
            cut(example.view, len(heads))
            found.append(Prepared(example, ids, heads, targets, WEIGHT.get(coded.source, 1.0)))
    return found


def cut(view, words: int) -> None:
    """Forget the words that the encoder does not see."""
    view.words, view.spans, view.word_kinds = view.words[:words], view.spans[:words], view.word_kinds[:words]
    view.actors = [c for c in view.actors if c.last < words]
    view.dates = [d for d in view.dates if d.last < words]


def collate(batch: list[Prepared]):
    width, words = max(len(p.ids) for p in batch), max(len(p.heads) for p in batch)
    ids, mask = np.zeros((len(batch), width), np.int64), np.zeros((len(batch), width), np.int64)
    heads, kinds = np.zeros((len(batch), words), np.int64), np.zeros((len(batch), words), np.int64)
    word_mask = np.zeros((len(batch), words), np.float32)
    for row, p in enumerate(batch):
        ids[row, : len(p.ids)], mask[row, : len(p.ids)] = p.ids, 1
        heads[row, : len(p.heads)], word_mask[row, : len(p.heads)] = p.heads, 1
        kinds[row, : len(p.heads)] = p.example.view.word_kinds[: len(p.heads)]
    return tuple(torch.from_numpy(x) for x in (ids, mask, heads, kinds, word_mask))


def batches(items: list[Prepared], size: int, rng: random.Random):
    """Batches of sentences of like length, in random order."""
    order = sorted(items, key=lambda p: len(p.ids) + rng.random() * 12)
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(groups)
    return groups


def train(
    items: list[Prepared], base: str, *, epochs: int, seed: int, rate: float, log: str, minutes: float = 1e9
) -> Reader:
    torch.manual_seed(1)  # runs that are to be averaged begin alike
    model = Reader(base)
    torch.manual_seed(seed)
    rng = random.Random(seed)
    model.train()
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    body = [p for n, p in model.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": rate, "weight_decay": 0.01}, {"params": heads, "lr": 1e-3, "weight_decay": 0.01}]
    )
    size = 16
    total = epochs * math.ceil(len(items) / size)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1.0, s / (0.06 * total)) * max(0.02, 1 - s / total)
    )
    average: dict[str, torch.Tensor] = {}
    averaged = 0
    start = time.time()
    step = 0
    for epoch in range(epochs):
        running = 0.0
        groups = batches(items, size, rng)
        for batch in groups:
            value = loss(model, batch, tensors=collate(batch))
            optimiser.zero_grad()
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            step += 1
            running += float(value.detach())
        if epoch >= epochs - 3:  # average the last epochs' weights
            averaged += 1
            for name, tensor in model.state_dict().items():
                if tensor.dtype.is_floating_point:
                    average[name] = average.get(name, 0) + tensor.float()
        print(
            f"{log} epoch {epoch + 1}/{epochs} loss {running / len(groups):.3f} {time.time() - start:.0f} s", flush=True
        )
    state = model.state_dict()
    state.update({name: tensor / averaged for name, tensor in average.items()})
    model.load_state_dict(state)
    model.eval()
    sharpen(model, items, seed=seed)
    return model


def sharpen(model: Reader, items: list[Prepared], *, seed: int, epochs: int = 6, rate: float = 1e-3) -> None:
    """Train the columns of scope `all` once more, in place, on the single sentences that were coded for it.

    Among so many histories these columns get few steps of their own. Only their last layer moves: whatever the reader
    says of histories stays as it is.
    """
    head = model.column_out
    own = torch.zeros(head.out_features, 1)
    own[ANY] = 1
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    for parameter in (head.weight, head.bias):
        parameter.requires_grad_(True)
    single = [item for item in items if item.example.scope != "history"]
    optimiser = torch.optim.Adam([head.weight, head.bias], lr=rate)
    rng = random.Random(seed)
    for _ in range(epochs):
        for batch in batches(single, 16, rng):
            value = loss(model, batch, tensors=collate(batch))
            optimiser.zero_grad()
            value.backward()
            head.weight.grad *= own
            head.bias.grad *= own[:, 0]
            optimiser.step()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", help="fold or all")
    parser.add_argument("fold", nargs="?", type=int, default=-1)
    parser.add_argument("--base", required=True, help="folder of the encoder's base weights")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    tokenizer = Tokenizer.from_file(f"{args.base}/tokenizer.json")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    docs = load()
    kept = [d for d in docs if fold_of(d.name) != args.fold]
    items = prepare(tokenizer, kept)
    print(f"{len(kept)} texts, {len(items)} sentences, {sum(len(p.targets) for p in items)} records", flush=True)
    model = train(items, args.base, epochs=args.epochs, seed=args.seed, rate=args.rate, log=f"{args.what} {args.fold}")
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), args.out)


if __name__ == "__main__":
    main()
