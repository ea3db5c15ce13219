"""Cross-validated events of scope `all` for the PLV and PLOVER sentences, as files that their scorers read.

`any_scope.py HELD_OUT OUT` writes OUT/plv.jsonl and OUT/plover.jsonl: each sentence as read by the network of
the fold that it was left out of.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import held
from train import FOLDS

from detente.reader import weigh


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("held_out", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--folds", type=int, nargs="*", default=list(range(FOLDS)))
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    texts = held.load(args.held_out, args.folds)
    for source in ("plv", "plover"):
        with (args.out / f"{source}.jsonl").open("w", encoding="utf-8") as file:
            for text in (text for text in texts if text.source == source):
                for proposals, records in zip(text.proposals, text.records, strict=True):
                    row = {id(p): record for p, record in zip(proposals, records, strict=True)}
                    events = [p for p in proposals if p.kind == "any" and row[id(p)]]
                    for p, sure in weigh.choose_any(events):
                        record = {**row[id(p)], "doc": text.name.removeprefix("gsr-"), "confidence": sure}
                        file.write(json.dumps(record) + "\n")


if __name__ == "__main__":
    main()
