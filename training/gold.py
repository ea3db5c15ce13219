"""The coded texts to learn from, as documents with their records."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import written_texts

ROOT = Path(__file__).resolve().parent
SHARED = ROOT.parent.parent / "shared" / "gold"


def _scorer() -> Any:
    """The scorer that lies beside the gold; None where ../shared is missing."""
    path = SHARED / "score.py"
    if not path.is_file():
        return None
    spec = importlib.util.spec_from_file_location("gold_score", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


scorer = _scorer()


@dataclass
class Coded:
    """A text with its gold records. `scope`: "history" (coded in full), "types" (PLV: a type per sentence), "any"."""

    name: str
    text: str
    published: str
    records: list[dict[str, Any]]
    source: str
    scope: str = "history"
    pairs: list[dict[str, Any]] = field(default_factory=list)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _written(folder: Path, source: str) -> list[Coded]:
    found = []
    for texts in sorted(folder.glob("*.texts.jsonl")):
        records: dict[str, list[dict[str, Any]]] = {}
        for record in _lines(texts.with_name(texts.name.replace(".texts.", ".records."))):
            records.setdefault(record["doc"], []).append(record)
        for item in _lines(texts):
            found.append(Coded(item["id"], item["text"], item.get("date", ""), records.get(item["id"], []), source))
    return found


def load() -> list[Coded]:
    """Everything that may be trained on: the repo's own sentences and, where present, the shared gold."""
    found = [
        Coded(item["id"], item["text"], item["date"], item["records"], "own")
        for path in sorted((ROOT / "written").glob("*.txt"))
        for item in written_texts.read(path)
    ]
    if not SHARED.is_dir():
        return found
    for path in sorted((SHARED / "train").glob("*.txt")):
        found.append(
            Coded(path.stem, path.read_text(encoding="utf-8"), "", _lines(path.with_suffix(".jsonl")), "train")
        )
    found += _written(SHARED / "train-written", "written")
    for item in _lines(SHARED / "plv" / "train.jsonl"):
        found.append(Coded(item["id"], item["text"], item["date"], [], "plv", "types", item["pairs"]))
    texts = {item["id"]: item for item in _lines(SHARED / "plover" / "gsr_odd.jsonl")}
    for record in json.loads((SHARED / "plover" / "gsr_odd.json").read_text(encoding="utf-8")):
        item = texts[str(record["n"])]
        found.append(Coded(f"gsr-{record['n']}", item["text"], item["date"], [], "plover", "any", [record]))
    return found
