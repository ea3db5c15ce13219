"""Train the trees that weigh proposals, on proposals for held-out texts; report everything cross-validated.

Each fold's proposals come from a network that did not see the fold; the trees used on a fold are trained without it.
`--out` writes trees.npz, trained on all folds, for the package.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from typing import Any

import held
import numpy as np
from gold import scorer
from held import HeldOut
from sklearn.ensemble import HistGradientBoostingClassifier
from train import FOLDS

from detente.reader import weigh

WEIGHT = {"train": 3.0, "written": 1.0, "own": 1.0}  # how much a text counts: real histories more than written ones


def rows_of(found: list[HeldOut]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Feature rows of all proposals that could be completed, whether each is right, and its weight."""
    rows, right, weight = [], [], []
    for text in found:
        if not text.matrices:
            continue
        for matrix, verdicts, records, proposals in zip(
            text.matrices, text.right, text.records, text.proposals, strict=True
        ):
            for row, verdict, record, proposal in zip(matrix, verdicts, records, proposals, strict=True):
                if record is not None and weigh.complete(proposal):
                    rows.append(row)
                    right.append(verdict)
                    weight.append(WEIGHT[text.source])
    return np.array(rows, np.float32), np.array(right), np.array(weight)


def fit(found: list[HeldOut], seed: int = 0) -> HistGradientBoostingClassifier:
    """Small trees, strongly regularised: there are few right proposals to learn from."""
    rows, right, weight = rows_of(found)
    model = HistGradientBoostingClassifier(
        max_iter=300, learning_rate=0.03, max_leaf_nodes=20, min_samples_leaf=60, l2_regularization=10.0, max_bins=64,
        max_features=0.4, random_state=seed, early_stopping=False,
    )  # fmt: skip
    return model.fit(rows, right, sample_weight=weight)


def arrays(model: HistGradientBoostingClassifier) -> dict[str, np.ndarray]:
    """The trees as flat arrays; a leaf points at itself."""
    feature, threshold, left, right, value, roots = [], [], [], [], [], []
    depth = 0
    for (predictor,) in model._predictors:
        base = len(feature)
        roots.append(base)
        for number, node in enumerate(predictor.nodes):
            leaf = bool(node["is_leaf"])
            feature.append(0 if leaf else node["feature_idx"])
            threshold.append(0.0 if leaf else node["num_threshold"])
            left.append(base + (number if leaf else node["left"]))
            right.append(base + (number if leaf else node["right"]))
            value.append(node["value"] if leaf else 0.0)
            depth = max(depth, int(node["depth"]))
    return {
        "feature": np.array(feature, np.int16), "threshold": np.array(threshold, np.float32),
        "left": np.array(left, np.int32), "right": np.array(right, np.int32), "value": np.array(value, np.float32),
        "roots": np.array(roots, np.int32), "base": np.array(model._baseline_prediction.ravel()[0]), "depth": np.array(depth),
    }  # fmt: skip


def decode(text: HeldOut, trees: weigh.Trees) -> list[dict[str, Any]]:
    """The records of a text that the trees keep."""
    kept: list[dict[str, Any]] = []
    for matrix, proposals, records in zip(text.matrices, text.proposals, text.records, strict=True):
        usable = [n for n, record in enumerate(records) if record is not None]
        if not usable:
            continue
        sure = trees.probability(matrix)[usable]
        index = {id(proposals[n]): n for n in usable}
        for proposal, confidence in weigh.choose([proposals[n] for n in usable], sure.tolist()):
            kept.append({**records[index[id(proposal)]], "confidence": confidence})  # type: ignore[dict-item]
    return kept


def tally(gold: list[dict[str, Any]], predicted: list[dict[str, Any]], table: dict) -> None:
    for kind in weigh.KINDS:
        g = [r for r in gold if r["kind"] == kind]
        p = [r for r in predicted if r["kind"] == kind]
        for level in scorer.LEVELS:
            own = scorer.matching(g, p, level)
            for name in (kind, "ALL"):
                t = table[name, level]
                t[0] += len(own)
                t[1] += len(g)
                t[2] += len(p)


def show(title: str, table: dict) -> None:
    print(title)
    for name in (*weigh.KINDS, "ALL"):
        cells = []
        for level in scorer.LEVELS:
            hit, gold, predicted = table[name, level]
            precision, recall, f1 = scorer.f1(hit, gold, predicted)
            cells.append(f"{precision:.2f} / {recall:.2f} / {f1:.3f}")
        print(f"  {name:<11}{table[name, 'core'][1]:>5}{table[name, 'core'][2]:>6}   " + "   ".join(cells))


def calibration(pairs: list[tuple[float, bool]]) -> float:
    """Expected calibration error over ten equal bins, weighted by how many records fall into each."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in pairs:
        bins[min(int(confidence * 10), 9)].append((confidence, right))
    total = sum(map(len, bins.values()))
    error = 0.0
    for number in sorted(bins):
        said = np.mean([c for c, _ in bins[number]])
        true = np.mean([r for _, r in bins[number]])
        error += len(bins[number]) / total * abs(said - true)
        print(
            f"  confidence {number / 10:.1f}-{number / 10 + 0.1:.1f}: {len(bins[number]):5d} records, said {said:.2f}, right {true:.2f}"
        )
    return float(error)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("held_out", type=Path, help="folder of fold0.pkl, fold1.pkl, ...")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--folds", type=int, nargs="*", default=list(range(FOLDS)))
    args = parser.parse_args()
    found = [text for text in held.load(args.held_out, args.folds) if text.source in WEIGHT]
    tables: dict[str, dict] = {source: defaultdict(lambda: [0, 0, 0]) for source in ("train", "written")}
    pairs: list[tuple[float, bool]] = []
    for fold in args.folds:
        rest, here = [t for t in found if t.fold != fold], [t for t in found if t.fold == fold]
        trees = weigh.Trees(arrays(fit(rest)))
        for text in here:
            kept = decode(text, trees)
            if text.source in tables:
                tally(text.gold, kept, tables[text.source])
            for kind in weigh.KINDS:
                g, p = [r for r in text.gold if r["kind"] == kind], [r for r in kept if r["kind"] == kind]
                own = scorer.matching(g, p, "core")
                pairs += [(r["confidence"], n in own) for n, r in enumerate(p)]
    for source, table in tables.items():
        show(f"cross-validated on {source}: gold, predicted, precision / recall / F1 at detect, core, strict", table)
    print(f"calibration error {calibration(pairs):.3f} over {len(pairs)} records")
    if args.out:
        np.savez_compressed(args.out / "trees.npz", **arrays(fit(found)))


if __name__ == "__main__":
    main()
