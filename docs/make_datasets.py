"""Writes docs/datasets.md from the table of datasets: `python docs/make_datasets.py` (`--check` only compares)."""

from __future__ import annotations

import sys
from pathlib import Path

PAGE = Path(__file__).with_name("datasets.md")
HEAD = """\
# Datasets

*Made by `python docs/make_datasets.py` from `src/detente/sources/datasets.toml`; change the table, not this page.*

```console
$ detente datasets                                  # what can be imported
$ detente datasets nmc                              # its columns, forms, caveats, how to cite it
$ detente import nmc --db rel.duckdb                # from its official address
$ detente import nmc NMCv7.zip --db rel.duckdb      # from a file
$ detente import all FOLDER --db rel.duckdb         # all that a folder holds, the newest of each
$ detente datasets --db rel.duckdb                  # what is there: version, rows, years, when
```

In Python: `detente.sources.load(store, "nmc")` gives a Polars frame, `relation` a DuckDB relation, and
`citations(store, names)` the lines that an output prints for the datasets it used.

## What holds for all

- **Files** are told by their columns, not by their names: CSV and other delimited text, Stata (`.dta`, needs
  pandas), Parquet, XML; also gzipped, in ZIP archives and in archives within those. Latin-1, UTF-16, byte order
  marks and lines that end in CR are mended on the way. Excel, SPSS and R files are not read: save them as CSV.
- **Every form of a dataset ends in the same table** with the columns below. Where a file has no such column, it is
  null.
- **No value is null, never zero and never a code.** Codes such as -9 are named with each dataset; NA, NaN, `.`,
  `..`, `?` and empty cells count as no value everywhere. A cell that is neither a number nor one of these ends the
  import with its text, and nothing changes. Where -9 is a value (Polity scores) it stays one.
- **Days** are dates (ISO 8601). Where a part of a day is unknown the date is null, and the parts stand in columns
  of their own.
- **States** keep the numbers of the dataset: `ccode` is the Correlates of War number, `gwcode` that of Gleditsch
  and Ward. Where a dataset has names only, they are looked up among the names that Détente knows; what is not found
  stays null, and the import says how many rows and which names. From 5 May 1955 to 2 October 1990 the Federal
  Republic of Germany is 260.
- **Versions** come from `--version`, else from the last year (where that tells), the file's own column or its name.
- **Once is enough.** The same file again, packed or not, changes nothing. Another file takes the place of the
  table, in one transaction; the former import stays in `imports`, marked as superseded. Tables that are put
  together from several files (`wdi`, `gw-states`, `visits`, `travels`, `sipri-arms`, `comtrade`, `imf-dots`)
  replace only the rows of their part.
- **Fetched files** are kept in the user's cache (`DETENTE_CACHE` names another folder), a broken download goes on
  where it ended, and `--refresh` fetches anew. Hashes are checked for the files whose very bytes were at hand;
  other addresses are checked for being whole, and by their columns. Proxies are those of the environment.
- **The dictionary is in the file:** tables and columns carry these texts as comments of DuckDB.
- **All is free to use, but not without a citation.** `detente datasets NAME` gives it as text and as BibTeX.

## Made from official files, and how it compares

- `cow-wars` is made of the official list of participants: a row for each war, pair of opposite sides and year that
  has a day on which both fought. It equals the table of the R package peacesciencer in all its 1,932 rows and all
  columns.
- `cow-mids` is made of the participants' file (MIDB) if that is what is given: opposite sides, years in which both
  took part. On the participants of Gibler, Miller and Little the same rule gives all of their 10,276 dyad-years and
  six more: Bulgaria, Finland and Romania changed sides within 1944. The onset is the first year of a spell in
  common; in that data four rows of one dispute differ.
- `unga-votes` by the names of the extract and by the numbers of Voeten's file are the same votes by the same states
  in all roll calls that both have, but for 84 votes of Germany in 1990 (260 by name, 255 by number).
- `igo` from the file of state-years has exactly the numbers of memberships of `igo-counts`. The file of
  organisation-years has some other memberships (its makers changed one and not the other) and cannot tell missing
  from no state: only memberships are taken from it.
- `contiguity-years` and `contiguity` are two files of the source, and differ in places.

## Tables
"""


def page() -> str:
    """The whole page."""
    from detente.sources.families import described, forms_of
    from detente.sources.registry import datasets

    parts = [HEAD, "\n| dataset | what it is | how to get it |\n|---|---|---|\n"]
    for entry in datasets().values():
        got = "fetched" if entry.address else "from a file"
        parts.append(f"| [{entry.name}](#{entry.name}) | {entry.title} | {got} |\n")
    parts.append("| gdelt, icews, polecat | events of other coders: [events.md](events.md) | from files |\n")
    for name, entry in datasets().items():
        parts.append(f"\n### {name}\n\n{entry.title}. Table `{entry.table}`.\n\n")
        parts.append("| column | type | what it holds |\n|---|---|---|\n")
        parts += [f"| `{column.name}` | {column.type} | {_cell(column.text)} |\n" for column in entry.columns]
        parts.append("\n")
        if entry.missing:
            parts.append(f"- codes for no value: {', '.join(map(str, entry.missing))}\n")
        for column, codes in entry.missing_in.items():
            parts.append(f"- codes for no value in `{column}`: {', '.join(map(str, codes))}\n")
        for form in dict.fromkeys(described(form) for form in forms_of(name)):
            parts.append(f"- form: {form}\n")
        if entry.by_last_year:
            told = ", ".join(f"{version} ends in {year}" for year, version in entry.by_last_year.items())
            parts.append(f"- versions: {told}\n")
        if entry.never_fetch:
            parts.append(f"- not fetched: {entry.never_fetch}\n")
        for address in entry.address:
            parts.append(f"- address: <{address}>{' (hash checked)' if entry.sha256 else ''}\n")
        parts.append(f"- find: {_linked(entry.find)}\n")
        if entry.note:
            parts.append(f"- note: {entry.note}\n")
        parts.append(f"- licence: {entry.licence}\n- cite: {entry.citation}\n")
    return "".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _linked(text: str) -> str:
    return " ".join(f"<{word}>" if word.startswith("http") else word for word in text.split())


if __name__ == "__main__":
    if "--check" in sys.argv:
        if PAGE.read_text("utf-8") != page():
            sys.exit("docs/datasets.md is not what the table of datasets says: run python docs/make_datasets.py")
    else:
        PAGE.write_text(page(), "utf-8")
