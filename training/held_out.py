"""What the reader proposes for texts that it was not trained on, laid beside their gold records.

`held_out.py` reads every text with the network of the fold that it was left out of, completes each proposal to a
record, and says of each whether the gold has it (same kind and key, same parties: the scorer's level `core`).
"""

from __future__ import annotations

import argparse
import pickle
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from gold import Coded, load, scorer
from held import HeldOut
from model import Reader
from tokenizers import Tokenizer
from train import FOLDS, fold_of

from detente.coding.coder import complete
from detente.language import annotate
from detente.reader import weigh
from detente.reader.features import views
from detente.reader.network import Network
from detente.reader.propose import Proposal, propose
from detente.reader.read import judgement, may_hold_record


def network(checkpoint: Path, base: Path) -> Network:
    """A trained network in full precision."""
    model = Reader(str(base))
    model.load_state_dict(torch.load(checkpoint))
    model.eval()
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    heads = {
        name: value.numpy() for name, value in model.state_dict().items() if not name.startswith(("encoder.", "layer_"))
    }

    def encode(ids: list[int], places: list[int]) -> np.ndarray:
        with torch.no_grad():
            return model.mix(model.encoder(torch.tensor([ids]), output_hidden_states=True).hidden_states)[0].numpy()[
                places
            ]

    return Network(encode, heads, tokenizer)


def read(net: Network, coded: Coded, fold: int) -> HeldOut:
    """Proposals of one text and their verdicts."""
    scope = "international" if coded.scope == "history" else "all"
    seen = views(annotate(coded.text, published=coded.published), published=coded.published)
    proposals = [
        propose(net, net.read(view), scope=scope) if view.words and (scope == "all" or may_hold_record(view)) else []
        for view in seen
    ]
    matrices = weigh.features(proposals) if scope == "international" else []
    records: list[list[dict[str, Any] | None]] = []
    for here in proposals:
        row: list[dict[str, Any] | None] = []
        for p in here:
            done = complete(judgement(p, p.score), p.reading.view.sentence, coded.text)
            row.append(done.model_dump(mode="json") if done else None)
        records.append(row)
    right = verdicts(coded, proposals, records)
    return HeldOut(coded.name, coded.source, fold, coded.records, proposals, matrices, records, right)


def verdicts(
    coded: Coded, proposals: list[list[Proposal]], records: list[list[dict[str, Any] | None]]
) -> list[list[bool]]:
    """Each gold record makes one proposal right: the likeliest of those that agree with it."""
    right = [[False] * len(row) for row in records]
    flat = [(p.score, i, j) for i, row in enumerate(proposals) for j, p in enumerate(row) if records[i][j]]
    flat.sort(reverse=True)
    taken: set[int] = set()
    by_kind = defaultdict(list)
    for number, gold in enumerate(coded.records):
        by_kind[gold["kind"]].append((number, gold))
    for _, i, j in flat:
        record = records[i][j]
        assert record is not None
        for number, gold in by_kind[record["kind"]]:
            if number not in taken and scorer.agrees(gold, record, "core"):
                taken.add(number)
                right[i][j] = True
                break
    return right


def slim(found: HeldOut) -> HeldOut:
    """Without the network's arrays, to keep it small on disk."""
    for row in found.proposals:
        for p in row:
            p.reading = None  # type: ignore[assignment]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--checkpoints", type=Path, required=True, help="folder of fold0.pt, fold1.pt, ...")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--folds", type=int, nargs="*", default=list(range(FOLDS)))
    args = parser.parse_args()
    torch.set_num_threads(1)
    docs = load()
    for fold in args.folds:
        net = network(args.checkpoints / f"fold{fold}.pt", args.base)
        found = [slim(read(net, coded, fold)) for coded in docs if fold_of(coded.name) == fold]
        with (args.out / f"fold{fold}.pkl").open("wb") as file:
            pickle.dump(found, file)
        print(fold, len(found), sum(len(row) for f in found for row in f.records), flush=True)


if __name__ == "__main__":
    main()
