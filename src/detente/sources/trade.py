"""Trade between states: the Correlates of War project's, UN Comtrade's and the International Monetary Fund's."""

from detente.sources.forms import Select, Sql, form, quoted

_FLOWS = ("flow1", "flow2", "smoothflow1", "smoothflow2")
_ANY = "coalesce(" + ", ".join(f"as_number({flow}, [-9])" for flow in _FLOWS) + ") IS NOT NULL"
# The official file has each dyad once, with flow1 the imports of ccode1: turned round, importer and exporter change.
BOTH_WAYS = (
    f"(SELECT ccode1, ccode2, year, flow1, flow2, smoothflow1, smoothflow2 FROM sheet WHERE {_ANY} UNION ALL "
    f"SELECT ccode2, ccode1, year, flow2, flow1, smoothflow2, smoothflow1 FROM sheet WHERE {_ANY})"
)


def imf_years(columns: list[str]) -> str:
    """The wide file of the IMF, a column a year, as rows; months and quarters are other columns (1990M1, 1990Q1)."""
    years = ", ".join(quoted(name) for name in columns if name.isdigit() and len(name) == 4)
    return (
        f"SELECT * FROM (UNPIVOT (SELECT * FROM sheet_as_it_is WHERE lower(\"attribute\") = 'value') "
        f"ON {years} INTO NAME year_column VALUE cell) WHERE as_text(cell) IS NOT NULL"
        if years
        else "SELECT *, NULL AS year_column, NULL AS cell FROM sheet_as_it_is WHERE false"
    )


_NAMED = {
    "iso3c1": Sql("n1.iso3c"), "iso3c2": Sql("n2.iso3c"),
}  # fmt: skip

FORMS = (
    form("official CSV (Dyadic_COW_4.0.csv)",
         "ccode1 ccode2 year importer1 importer2 flow1 flow2 smoothflow1 smoothflow2",
         {"cow-trade": Select(rows=BOTH_WAYS)}, version="any_value(version)"),
    form("tidy extract of peacesciencer (cow_trade_ddy)", "ccode1 ccode2 year flow1 flow2 smoothflow1 smoothflow2",
         {"cow-trade": Select()}, official=False, lacks="importer1"),
    form("official CSV (National_COW_4.0.csv) or tidy extract", "ccode year imports exports",
         {"cow-trade-national": Select()}, version=""),
)  # fmt: skip
