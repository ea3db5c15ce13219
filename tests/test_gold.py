"""The reader against texts coded by hand: floors under what it has reached.

The figures themselves are in docs/accuracy.md. A floor goes up when the reader gets
better, and down only with a reason.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict

import pytest

from detente.coding.coder import code
from detente.record import line
from detente.text import read

# F1 by kind, at the scorer's levels `core` and `strict`.
CORE = {"event": 0.62, "agreement": 0.7, "status": 0.6, "position": 0.4, "office": 0.85, "ALL": 0.65}
STRICT = {"event": 0.44, "ALL": 0.45}


@pytest.fixture(scope="module")
def scores(shared, tmp_path_factory):
    """The scorer's table for gold/dev, which is never trained on."""
    gold = shared / "gold" / "dev"
    out = tmp_path_factory.mktemp("dev")
    for path in sorted(gold.glob("*.txt")):
        (document,) = read(path)
        (out / f"{path.stem}.jsonl").write_text("".join(line(r) + "\n" for r in code(document)), encoding="utf-8")
    command = [sys.executable, str(shared / "gold" / "score.py"), str(gold), str(out), "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.parametrize(("level", "floors"), [("core", CORE), ("strict", STRICT)])
def test_no_kind_falls_below_its_floor(scores, level, floors):
    reached = {kind: scores[kind][level][2] for kind in floors}
    assert {kind: f1 for kind, f1 in reached.items() if f1 < floors[kind]} == {}


def test_confidence_means_something(shared):
    """Records said to be sure are right far more often than those said to be doubtful."""
    sys.path.insert(0, str(shared / "gold"))
    try:
        import score
    finally:
        sys.path.pop(0)
    right: dict[bool, list[bool]] = defaultdict(list)
    for path in sorted((shared / "gold" / "dev").glob("*.txt")):
        (document,) = read(path)
        predicted = [json.loads(line(record)) for record in code(document)]
        gold = score.load(path.with_suffix(".jsonl"))
        for kind in score.KINDS:
            mine = [record for record in predicted if record["kind"] == kind]
            own = score.matching([record for record in gold if record["kind"] == kind], mine, "core")
            for number, record in enumerate(mine):
                right[record["confidence"] >= 0.7].append(number in own)
    sure, doubtful = (sum(right[key]) / len(right[key]) for key in (True, False))
    assert sure > 0.7
    assert sure > doubtful + 0.2
