"""Writes the tables of docs/store.md out of src/detente/store/dictionary.toml. `--check` fails where they are stale."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

DOCS = Path(__file__).resolve().parent
PAGE = DOCS / "store.md"
DICTIONARY = DOCS.parent / "src" / "detente" / "store" / "dictionary.toml"
BEGIN = "<!-- made by docs/make_store.py: change dictionary.toml, not what follows -->"
END = "<!-- end of what is made -->"


def tables() -> str:
    """Every table with its columns."""
    parts = []
    for name, table in tomllib.loads(DICTIONARY.read_text("utf-8")).items():
        rows = "\n".join(f"| `{column}` | {text} |" for column, text in table["columns"].items())
        parts.append(f"### {name}\n\n{table['about']}\n\n| column | |\n|---|---|\n{rows}\n")
    return "\n".join(parts)


def main() -> int:
    """Write the page, or with --check say whether it is as it should be."""
    text = PAGE.read_text("utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    fresh = f"{head}{BEGIN}\n\n{tables()}\n{END}{tail}"
    if "--check" in sys.argv:
        if fresh != text:
            print(f"{PAGE}: is stale; run python docs/make_store.py", file=sys.stderr)
            return 1
        return 0
    PAGE.write_text(fresh, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
