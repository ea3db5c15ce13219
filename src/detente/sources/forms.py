"""How a file's columns become a table's: forms of files are told by the columns they have, and are turned by SQL.

A *form* is one way in which a dataset is distributed: the official CSV, an R package's tidy extract, a former
layout. It names the columns that it is known by, and for each table that it makes an expression for each column that
has another name, or has to be worked out. Everything else (types, missing codes) is the dataset's, in
``datasets.toml``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from detente.sources.names import States
from detente.sources.registry import Dataset, dataset

#: What files write for "no value", beside the numbers that a dataset names.
NOTHING = ("", "NA", "N/A", "NaN", "nan", "NULL", "null", "None", ".", "..", "?")

WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT"}
NUMBERS = {"UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT", "DOUBLE", *WHOLE}

#: Temporary macros; `x` may be text (from CSV) or already typed (from Parquet, Stata). Each evaluates its argument
#: once: a macro is put in as an expression, and one that repeats its argument makes plans that grow with their depth.
MACROS = f"""
CREATE OR REPLACE TEMP MACRO as_text(x) AS
    list_filter([trim(CAST(x AS VARCHAR))], lambda said: said NOT IN {NOTHING!r})[1];
CREATE OR REPLACE TEMP MACRO as_number(x, codes) AS
    list_filter([CAST(as_text(x) AS DOUBLE)], lambda said: NOT list_contains(codes, said))[1];
CREATE OR REPLACE TEMP MACRO as_whole(x, codes) AS CAST(as_number(x, codes) AS BIGINT);
CREATE OR REPLACE TEMP MACRO as_day(x) AS CAST(substr(as_text(x), 1, 10) AS DATE);
CREATE OR REPLACE TEMP MACRO day_of(y, m, d) AS
    CASE WHEN y > 0 AND m BETWEEN 1 AND 12 AND d BETWEEN 1 AND 31 THEN make_date(y, m, d) END;
"""
#: 12,500 for 12500.
THOUSANDS = r"-?\d{1,3}(,\d{3})+(\.\d+)?"


YES, NO = ("yes", "true", "1"), ("no", "false", "0")


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
    states: tuple[States, ...] = ()  # columns that name states
    xml: str = ""  # the root of files that are XML

    def fits(self, columns: frozenset[str]) -> bool:
        """Whether a file with these columns is of this form."""
        return bool(self.needs) and self.needs <= columns and not self.lacks & columns


def form(name: str, needs: str, makes: dict[str, Select], *, lacks: str = "", **more: object) -> Form:
    """A form whose column names are written as one string; ~ stands for a blank within a name."""
    return Form(name, _names(needs), makes, lacks=_names(lacks), **more)  # type: ignore[arg-type]


def _names(written: str) -> frozenset[str]:
    return frozenset(name.replace("~", " ") for name in written.split())


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


def select_sql(entry: Dataset, select: Select, has: dict[str, str]) -> str:
    """The SELECT that turns the rows of `sheet` into those of the dataset's table.

    Parameters
    ----------
    entry, select
        The table's columns, and what differs from the file's.
    has
        The types of the columns of `select.rows` by name.
    """
    # Three steps, so that no expression holds another twice: clean text, numbers without codes, the table's types.
    clean, plain, out = [], [], []
    for place, column in enumerate(entry.columns):
        given = select.columns.get(column.name, column.name)
        name, codes = f"c{place}", entry.missing_of(column.name)
        said = quoted(given.lower())
        if isinstance(given, Sql):
            first, second, third = str(given), name, f"CAST({name} AS {column.type})"
        elif given.lower() not in has:
            first, second, third = "NULL", name, f"CAST({name} AS {column.type})"
        elif has[given.lower()] == "DATE" and column.type == "DATE":
            first, second, third = said, name, name
        elif column.type == "DATE":
            first, second, third = f"as_text({said})", name, f"CAST(substr({name}, 1, 10) AS DATE)"
        elif column.type == "BOOLEAN":
            first, second, third = (
                f"lower(as_text({said}))",
                name,
                f"CASE WHEN {name} IN {YES} THEN true WHEN {name} IN {NO} THEN false END",
            )
        elif column.type == "VARCHAR":
            first = f"as_text({said})"
            # Codes for "no value" stand in columns of text too ("-8" as the name of a side).
            second = f"CASE WHEN {name} NOT IN ({_texts(codes)}) THEN {name} END" if codes else name
            third = name
        else:
            typed = has[given.lower()] in NUMBERS
            first = said if typed else f"as_text({said})"
            number_ = name if typed else _double(name)
            second = f"CAST({number_} AS DOUBLE)"
            third = _number(name, column.type, codes)
        clean.append(f"{first} AS {name}")
        plain.append(f"{second} AS {name}")
        out.append(f"{third} AS {quoted(column.name)}")
    where = f" WHERE {select.where}" if select.where else ""
    return (
        f"SELECT {', '.join(out)} FROM (SELECT {', '.join(plain)} FROM "
        f"(SELECT {', '.join(clean)} FROM {select.rows}{where}))"
    )


def _double(name: str) -> str:
    thousands = f"contains({name}, ',') AND regexp_full_match({name}, '{THOUSANDS}')"
    return f"CASE WHEN {thousands} THEN replace({name}, ',', '') ELSE {name} END"


def _number(name: str, type_: str, codes: tuple[int, ...]) -> str:
    cases = [f"WHEN {name} IN ({', '.join(map(str, codes))}) THEN NULL"] if codes else []
    if type_ in WHOLE:
        wrong = f"CAST(error('not a whole number: ' || {name}) AS {type_})"
        cases.append(f"WHEN {name} <> floor({name}) THEN {wrong}")
    return f"CASE {' '.join(cases)} ELSE CAST({name} AS {type_}) END" if cases else f"CAST({name} AS {type_})"


def _texts(codes: tuple[int, ...]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def quoted(name: str) -> str:
    """A name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL: in quotation marks, its own doubled."""
    return "'" + text.replace("'", "''") + "'"


def number(column: str, codes: tuple[int, ...] = (-7, -8, -9)) -> str:
    """SQL for a column as a whole number, codes as null: for expressions that work something out."""
    return f"as_whole({quoted(column)}, {missing(codes)})"


def day(year: str, month: str, dayofmonth: str) -> Sql:
    """SQL for the day that three columns give; null where one of them is unknown."""
    return Sql(f"day_of({number(year)}, {number(month)}, {number(dayofmonth)})")
