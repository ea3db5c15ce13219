"""Trade between states: the Correlates of War project's, UN Comtrade's and the International Monetary Fund's."""

from detente.sources.forms import Select, Sql, form, quoted
from detente.sources.names import States

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


#: The panel file has a column an indicator; the wide file a row.
PANEL = {
    "TXG_FOB_USD": "goods, value of exports, free on board (fob), us dollars (txg_fob_usd)",
    "TMG_CIF_USD": "goods, value of imports, cost, insurance, freight (cif), us dollars (tmg_cif_usd)",
}


def imf_panel(columns: list[str]) -> str:
    """The IMF's file with a column an indicator, as rows; years only."""
    about = '"country name", "counterpart country name", "time period" AS year_column'
    rows = [
        f"SELECT {about}, '{code}' AS \"indicator code\", {quoted(column)} AS cell FROM sheet_as_it_is"
        for code, column in PANEL.items()
        if column in columns
    ]
    return (
        f"SELECT * FROM ({' UNION ALL '.join(rows)}) WHERE regexp_full_match(as_text(year_column), '\\d{{4}}') "
        "AND as_text(cell) IS NOT NULL"
    )


_BOTH = {"iso3c1": "iso3c_1", "iso3c2": "iso3c_2", "ccode1": "ccode_1", "ccode2": "ccode_2"}
_IMF = {
    "country": "country name", "counterpart": "counterpart country name", "indicator": "indicator code",
    "year": "year_column", "value": "cell", **_BOTH,
}  # fmt: skip
_IMF_STATES = (States("country name", "_1"), States("counterpart country name", "_2"))
_COMTRADE_STATES = (States("reporteriso", "_1", codes_only=True), States("partneriso", "_2", codes_only=True))

FORMS = (
    form("official CSV (Dyadic_COW_4.0.csv)",
         "ccode1 ccode2 year importer1 importer2 flow1 flow2 smoothflow1 smoothflow2",
         {"cow-trade": Select(rows=BOTH_WAYS)}, version="any_value(version)"),
    form("tidy extract of peacesciencer (cow_trade_ddy)", "ccode1 ccode2 year flow1 flow2 smoothflow1 smoothflow2",
         {"cow-trade": Select()}, official=False, lacks="importer1"),
    form("official CSV (National_COW_4.0.csv) or tidy extract", "ccode year imports exports",
         {"cow-trade-national": Select()}, lacks="imports1"),
    form("official CSV of the web site or the API (TradeData_....csv)",
         "refyear period reporteriso partneriso flowcode cmdcode primaryvalue",
         {"comtrade": Select({
             "year": "refyear", "reporter": "reporterdesc", "partner": "partnerdesc", "iso3c1": "reporteriso",
             "iso3c2": "partneriso", "ccode1": "ccode_1", "ccode2": "ccode_2", "flow": "flowcode",
             "commodity": "cmdcode", "commodity_name": "cmddesc", "classification": "classificationcode",
             "value": "primaryvalue", "net_weight": "netwgt",
             "reporter_period": Sql("as_text(reporteriso) || ' ' || as_text(period)"),
         })}, states=_COMTRADE_STATES),
    form("official CSV, a column a year (DOT_..._timeSeries.csv)",
         "country~name indicator~code counterpart~country~name attribute",
         {"imf-dots": Select(_IMF, where="as_text(\"indicator code\") IN ('TXG_FOB_USD', 'TMG_CIF_USD')")},
         shape=imf_years, states=_IMF_STATES),
    form("official CSV, a column an indicator (DOT_..._panel.csv)",
         "country~name counterpart~country~name time~period " + PANEL["TXG_FOB_USD"].replace(" ", "~"),
         {"imf-dots": Select(_IMF)}, shape=imf_panel, states=_IMF_STATES),
)  # fmt: skip
