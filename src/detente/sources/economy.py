"""GDP, population and other indicators of the economy."""

from __future__ import annotations

from detente.sources.forms import Select, Sql, form, quoted, tidy
from detente.sources.names import States

CODE = r"[A-Z]{2}\.[A-Z]{3}\.[A-Z0-9.]+"
#: The long file of the data package says its indicator nowhere but in its name.
NAMED = (
    f"CASE WHEN regexp_matches(file_label, '{CODE}') THEN rtrim(regexp_extract(file_label, '{CODE}'), '.') "
    "WHEN contains(lower(file_label), 'gdp') THEN 'NY.GDP.MKTP.CD' "
    "WHEN contains(lower(file_label), 'pop') THEN 'SP.POP.TOTL' "
    "ELSE error('does not say which indicator it holds: put its code in the name, such as NY.GDP.MKTP.CD.csv') END"
)


def wide(columns: list[str]) -> str:
    """The bank's own file, a column a year, as rows."""
    years = [name for name in columns if name.isdigit() and len(name) == 4]
    about = '"country name", "country code", "indicator code"'
    if not years:
        return f"SELECT {about}, NULL AS year_column, NULL AS cell FROM sheet_as_it_is WHERE false"
    listed = ", ".join(map(quoted, years))
    return (
        f"SELECT * FROM (UNPIVOT (SELECT {about}, {listed} FROM sheet_as_it_is) ON {listed} "
        "INTO NAME year_column VALUE cell) WHERE as_text(cell) IS NOT NULL"
    )


_CODES = (States("country code", "_of", codes_only=True),)

FORMS = (
    tidy("gdp-pop", source="tidy extract of isard (cw_gdppop)"),
    tidy("gw-gdp-pop", source="tidy extract of isard (gw_gdppop)"),
    form("the bank's download (API_NY.GDP.MKTP.CD_....csv, WDICSV.csv)",
         "country~name country~code indicator~name indicator~code",
         {"wdi": Select({
             "iso3c": "country code", "country": "country name", "indicator": "indicator code", "year": "year_column",
             "value": "cell", "ccode": "ccode_of",
         })}, lacks="counterpart~country~code", shape=wide, states=_CODES),
    form("long form of the data packages (gdp.csv, population.csv)",
         "country~name country~code year value",
         {"wdi": Select({
             "iso3c": "country code", "country": "country name", "indicator": Sql(NAMED), "ccode": "ccode_of",
         }, where="as_text(value) IS NOT NULL")}, states=_CODES),
)  # fmt: skip
