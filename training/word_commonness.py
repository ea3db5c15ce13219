"""Count in how many sentences of our own texts each word stands: what `detente.store` takes for a common word.

    python training/word_commonness.py > src/detente/ontology/word_commonness.csv

The texts are those in training/written (made up for training, so nobody's rights are touched) and the accounts in
examples. A word counts by its first six letters ("signed" and "signing" are one). Words of a single sentence are left
out: whatever is not in the table is as rare as it gets.
"""

import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORD = re.compile(r"[^\W_]{2,}")


def sentences():
    """The sentences of the texts: lines that are no heading and no coding; the examples are cut at full stops."""
    for path in sorted((ROOT / "training/written").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith(("=", "#", "%", " ")):
                yield line
    for path in sorted((ROOT / "examples").glob("*.txt")):
        yield from re.split(r"(?<=[.!?])\s+", path.read_text(encoding="utf-8"))


def main():
    counts, total = Counter(), 0
    for sentence in sentences():
        total += 1
        counts.update({word[:6] for word in WORD.findall(sentence.lower())})
    out = sys.stdout
    out.write(f"stem,sentences\n,{total}\n")  # the row without a stem: how many sentences there are
    for stem, count in sorted(counts.items()):
        if count > 1 and not stem.isdigit():
            out.write(f"{stem},{count}\n")


if __name__ == "__main__":
    main()
