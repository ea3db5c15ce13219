"""Our own coded texts, in a notation that a person can write and check.

== ID [DATE OF PUBLICATION]
# A heading
A sentence on a line of its own.
  event TYPE[/mode] ACTORS > RECIPIENTS | date | trigger [| aux]
  agreement ACT FORM PARTIES | date | title [| term_years value currency]
  status STATUS CHANGE PARTIES | date | level
  position STANCE HOLDER > TOWARD | date | issue
  figure MEASURE PARTIES | date | value unit [bound]
  office CHANGE STATE | date | person | office
  membership CHANGE MEMBERS | date | organisation
The next sentence of the paragraph.

A blank line begins a new paragraph. A sentence without indented lines holds no record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class NotationError(ValueError):
    """A line that does not follow the notation; the message names file and line."""


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Items with `id`, `date`, `text` and `records` in the codebook's fields."""
    item: dict[str, Any] | None = None
    gap = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("== "):
            if item:
                yield item
            name, _, date = line[3:].strip().partition(" ")
            item, gap = {"id": name, "date": date.strip(), "text": "", "records": [], "_at": (0, 0)}, ""
        elif item is None:
            if line.strip() and not line.startswith("%"):
                raise NotationError(f"{path}, line {number}: text before the first '== ID' line")
        elif not line.strip():
            gap = "\n\n" if item["text"] else ""
        elif line.startswith("  "):
            try:
                item["records"].append(_record(line.strip(), item))
            except (ValueError, IndexError) as error:
                raise NotationError(f"{path}, line {number}: {line.strip()!r}: {error}") from error
        else:
            heading = line.startswith("# ")
            sentence = line[2:].strip() if heading else line.strip()
            if heading and item["text"]:
                gap = "\n\n"
            start = len(item["text"]) + len(gap)
            item["text"] += gap + sentence
            item["_at"] = (start, start + len(sentence))
            gap = "\n\n" if heading else " "
    if item:
        yield item


def _record(line: str, item: dict[str, Any]) -> dict[str, Any]:
    head, *cells = [cell.strip() for cell in line.split("|")]
    kind, *words = head.split()
    start, end = item["_at"]
    evidence = item["text"][start:end]
    record: dict[str, Any] = {"kind": kind, "start": start, "end": end, "evidence": evidence, "date": cells[0]}
    if kind == "event":
        type_, _, mode = words[0].partition("/")
        first, second = _sides(words[1:])
        aux = cells[2] if len(cells) > 2 else ""
        _stands(cells[1], evidence)
        record |= {"type": type_, "mode": mode, "actors": first, "recipients": second, "trigger": cells[1], "aux": aux}
    elif kind == "agreement":
        more = cells[2].split() if len(cells) > 2 else []
        numbers = [None if word in ("-", "null") else float(word) for word in more[:2]] + [None, None]
        record |= {"act": words[0], "form": words[1], "parties": words[2:], "title": cells[1]}
        record |= {"term_years": numbers[0], "value": numbers[1], "currency": more[2] if len(more) > 2 else ""}
    elif kind == "status":
        record |= {
            "status": words[0],
            "change": words[1],
            "parties": words[2:],
            "level": cells[1] if len(cells) > 1 else "",
        }
    elif kind == "position":
        first, second = _sides(words[1:])
        record |= {"stance": words[0], "holder": first, "toward": second, "issue": cells[1]}
    elif kind == "figure":
        value, unit, *bound = cells[1].split()
        record |= {
            "measure": words[0],
            "parties": words[1:],
            "value": float(value),
            "unit": unit,
            "bound": "".join(bound),
        }
    elif kind == "office":
        record |= {
            "change": words[0],
            "state": words[1] if len(words) > 1 else "",
            "person": cells[1],
            "office": cells[2],
        }
    elif kind == "membership":
        record |= {"change": words[0], "members": words[1:], "organisation": cells[1]}
    else:
        raise ValueError(f"unknown kind {kind!r}")
    return record


def _sides(words: list[str]) -> tuple[list[str], list[str]]:
    if ">" in words:
        at = words.index(">")
        return words[:at], words[at + 1 :]
    return words, []


def _stands(trigger: str, evidence: str) -> None:
    if re.sub(r"\s+", " ", trigger).lower() not in evidence.lower():
        raise ValueError(f"the trigger {trigger!r} does not stand in the sentence")


def main() -> None:
    """Check files: `python written_texts.py FILE...` prints what they hold, or the first line that is off."""
    import sys
    from collections import Counter

    from detente.record.model import adapter

    for name in sys.argv[1:]:
        kinds: Counter[str] = Counter()
        items = list(read(Path(name)))
        for item in items:
            for record in item["records"]:
                adapter.validate_python(record)
                kinds[record["kind"]] += 1
                kinds[record.get("type", "")] += 1
        print(name, len(items), "items", dict(kinds))


if __name__ == "__main__":
    main()
