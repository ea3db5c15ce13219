"""How a file's columns become a table's: forms of files are told by the columns they have, and are turned by SQL.

A *form* is one way in which a dataset is distributed: the official CSV, an R package's tidy extract, a former
layout. It names the columns that it is known by, and for each table that it makes an expression for each column that
has another name, or has to be worked out. Everything else (types, missing codes) is the dataset's, in
``datasets.toml``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from detente.sources.registry import Dataset, dataset

#: What files write for "no value", beside the numbers that a dataset names.
NOTHING = ("", "NA", "N/A", "NaN", "nan", "NULL", "null", "None", ".", "..", "?")

WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT"}

#: Temporary macros; `x` may be text (from CSV) or already typed (from Parquet, Stata).
MACROS = f"""
CREATE OR REPLACE TEMP MACRO as_text(x) AS
    CASE WHEN trim(CAST(x AS VARCHAR)) IN {NOTHING!r} THEN NULL ELSE trim(CAST(x AS VARCHAR)) END;
CREATE OR REPLACE TEMP MACRO as_double(x) AS CAST(
    CASE WHEN contains(as_text(x), ',') AND regexp_full_match(as_text(x), '-?\\d{{1,3}}(,\\d{{3}})+(\\.\\d+)?')
         THEN replace(as_text(x), ',', '') ELSE as_text(x) END AS DOUBLE);
CREATE OR REPLACE TEMP MACRO as_number(x, codes) AS
    CASE WHEN list_contains(codes, as_double(x)) THEN NULL ELSE as_double(x) END;
CREATE OR REPLACE TEMP MACRO as_whole(x, codes) AS
    CASE WHEN as_number(x, codes) = floor(as_number(x, codes)) THEN CAST(as_number(x, codes) AS BIGINT)
         WHEN as_number(x, codes) IS NULL THEN NULL
         ELSE CAST(error('not a whole number: ' || CAST(x AS VARCHAR)) AS BIGINT) END;
CREATE OR REPLACE TEMP MACRO as_day(x) AS CAST(substr(as_text(x), 1, 10) AS DATE);
CREATE OR REPLACE TEMP MACRO as_flag(x) AS
    CASE lower(as_text(x)) WHEN 'yes' THEN true WHEN 'true' THEN true WHEN '1' THEN true
                           WHEN 'no' THEN false WHEN 'false' THEN false WHEN '0' THEN false END;
CREATE OR REPLACE TEMP MACRO day_of(y, m, d) AS
    CASE WHEN y > 0 AND m BETWEEN 1 AND 12 AND d BETWEEN 1 AND 31 THEN make_date(y, m, d) END;
"""


class Sql(str):
    """An expression that already has the column's type; a plain string names a column of the file."""

    __slots__ = ()


@dataclass(frozen=True)
class Select:
    """How one table is made: expressions by column (default: the file's column of that name), rows, rows from."""

    columns: dict[str, str] = field(default_factory=dict)
    where: str = ""
    rows: str = "sheet"  # SQL for FROM; `sheet` is the file as it is


@dataclass(frozen=True)
class Form:
    """One way in which datasets are distributed."""

    name: str
    needs: frozenset[str]
    makes: dict[str, Select]
    official: bool = True
    version: str = ""  # SQL that gives the version from the rows, where the file says it
    hint: str = ""  # what the file is usually called: decides where two datasets have files with the same columns
    headerless: str = ""  # a regular expression for the first line of files without column names
    delimiter: str = "\t"  # of those
    lacks: frozenset[str] = frozenset()
    shape: Callable[[list[str]], str] | None = None  # SQL for `sheet` from all the columns (wide files)

    def fits(self, columns: frozenset[str]) -> bool:
        """Whether a file with these columns is of this form."""
        return not self.headerless and self.needs <= columns and not self.lacks & columns


def form(name: str, needs: str, makes: dict[str, Select], *, lacks: str = "", **more: object) -> Form:
    """A form whose column names are written as one string."""
    return Form(name, frozenset(needs.split()), makes, lacks=frozenset(lacks.split()), **more)  # type: ignore[arg-type]


def tidy(name: str, *, hint: str = "", source: str = "tidy extract", lacks: str = "", **renamed: str) -> Form:
    """The form whose columns are the table's own, but for those given as table_column="file_column"."""
    entry = dataset(name)
    needs = {renamed.get(column.name, column.name).lower() for column in entry.columns}
    if not hint and source.endswith(")"):
        hint = source[source.index("(") + 1 : -1].lower()
    return Form(
        source,
        frozenset(needs),
        {name: Select(dict(renamed))},
        official=False,
        hint=hint,
        lacks=frozenset(lacks.split()),
    )


def missing(codes: tuple[int, ...]) -> str:
    """A list of codes as SQL."""
    return "CAST([" + ", ".join(map(str, codes)) + "] AS DOUBLE[])"


def typed(expression: str, type_: str, codes: tuple[int, ...]) -> str:
    """An expression over the file's column as the type of the table's."""
    if type_ == "VARCHAR":
        # Codes for "no value" stand in columns of text too ("-8" as the name of a side).
        return f"CASE WHEN as_text({expression}) IN ({_texts(codes)}) THEN NULL ELSE as_text({expression}) END"
    if type_ == "DATE":
        return f"as_day({expression})"
    if type_ == "BOOLEAN":
        return f"as_flag({expression})"
    if type_ in WHOLE:
        return f"CAST(as_whole({expression}, {missing(codes)}) AS {type_})"
    return f"CAST(as_number({expression}, {missing(codes)}) AS {type_})"


def _texts(codes: tuple[int, ...]) -> str:
    return ", ".join(f"'{code}'" for code in codes) or "''"


def select_sql(entry: Dataset, select: Select, has: frozenset[str]) -> str:
    """The SELECT that turns the rows of `sheet`, which has these columns, into those of the dataset's table."""
    outputs = []
    for column in entry.columns:
        given = select.columns.get(column.name, column.name)
        if isinstance(given, Sql):
            expression = f"CAST({given} AS {column.type})"
        elif given.lower() in has:
            expression = typed(quoted(given.lower()), column.type, entry.missing_of(column.name))
        else:
            expression = f"CAST(NULL AS {column.type})"
        outputs.append(f"{expression} AS {quoted(column.name)}")
    where = f" WHERE {select.where}" if select.where else ""
    return f"SELECT {', '.join(outputs)} FROM {select.rows}{where}"


def quoted(name: str) -> str:
    """A name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def number(column: str, codes: tuple[int, ...] = (-7, -8, -9)) -> str:
    """SQL for a column as a whole number, codes as null: for expressions that work something out."""
    return f"as_whole({quoted(column)}, {missing(codes)})"


def day(year: str, month: str, dayofmonth: str) -> Sql:
    """SQL for the day that three columns give; null where one of them is unknown."""
    return Sql(f"day_of({number(year)}, {number(month)}, {number(dayofmonth)})")
