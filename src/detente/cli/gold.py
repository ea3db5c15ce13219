"""What people let stand, written as gold in the codebook's format: NAME.txt with NAME.jsonl for each text."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente.record import Record
    from detente.store import Store

NOT_GOLD = ("id", "doc", "confidence", "coder")


def gold_line(record: Record) -> str:
    """A record with the fields of the codebook, and those alone."""
    fields: dict[str, Any] = record.model_dump(mode="json")
    first = {name: fields.pop(name) for name in ("kind", "start", "end", "evidence", "date")}
    trigger = {"trigger": fields.pop("trigger")}
    rest = {name: value for name, value in fields.items() if name not in NOT_GOLD}
    return json.dumps(
        {**first, **rest, **(trigger if trigger["trigger"] or record.kind == "event" else {})}, ensure_ascii=False
    )


def export_gold(store: Store, folder: Path, *, in_part: bool = False) -> None:
    """Write the texts whose records were all judged, or with `in_part` those of which some were.

    A table, documents.csv, says of each text where it comes from, when it was published and who judged it.
    """
    from detente.cli.run import stem
    from detente.record.atomic import atomic
    from detente.store.waiting import read_through

    found = read_through(store)
    wanted = [each for each in found if each.whole or in_part]
    if not wanted:
        raise DetenteError(
            f"{store.path}: no text of which every record was judged"
            + (
                f" ({len(found)} in part; --all takes what was judged in them)"
                if found
                else "; run `detente review` first"
            )
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DetenteError(f"{folder}: no such folder can be made; choose another one") from error
    names: set[str] = set()
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(["name", "title", "source", "news_id", "published", "sha256", "reviewers", "records", "judged"])
    for each in wanted:
        plain = stem(each.news_id or each.source or each.sha256[:16])
        name, number = plain, 1
        while name in names:
            number += 1
            name = f"{plain}-{number}"
        names.add(name)
        with atomic(folder / f"{name}.txt") as out:
            out.write(each.text.encode())
        with atomic(folder / f"{name}.jsonl") as out:
            out.write("".join(gold_line(record) + "\n" for record in each.standing).encode())
        about = [name, each.title, each.source, each.news_id, each.published, each.sha256, " ".join(each.reviewers)]
        rows.writerow([*about, each.records, each.judged])
    with atomic(folder / "documents.csv") as out:
        out.write(table.getvalue().encode())
    left = len(found) - len(wanted)
    records = sum(len(each.standing) for each in wanted)
    note = f"; left out as judged in part only: {left} (--all takes them)" if left else ""
    print(f"detente: {len(wanted)} texts with {records} records written to {folder}{note}", file=sys.stderr)
