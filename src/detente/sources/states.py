"""Which states there are, when: the lists of the Correlates of War project and of Gleditsch and Ward."""

from detente.sources.forms import Form, Select, Sql, day, form, tidy

# Lists write "still exists" as a day in the year 9999; an end that is not given is null.
END = 'CASE WHEN year(as_day("end")) < 9000 THEN as_day("end") END'
#: Gleditsch and Ward date as day:month:year or day/month/year.
GW_DAY = (
    "make_date(CAST(regexp_extract({0}, '(\\d+)$', 1) AS INTEGER), "
    "CAST(regexp_extract({0}, '^\\d+\\D(\\d+)', 1) AS INTEGER), CAST(regexp_extract({0}, '^(\\d+)', 1) AS INTEGER))"
)


def _parts(of: str) -> dict[str, str]:
    """Year, month and day of the first and the last day, from the two dates."""
    start = "as_day(start)"
    return {
        "styear": Sql(f"year({start})"), "stmonth": Sql(f"month({start})"), "stday": Sql(f"day({start})"),
        "endyear": Sql(f"year({of})"), "endmonth": Sql(f"month({of})"), "endday": Sql(f"day({of})"),
        "start": Sql(start), "end": Sql(of),
    }  # fmt: skip


def _gw_file(name: str, microstate: int, hint: str = "") -> Form:
    columns = {
        "gwcode": "field_1", "stateabb": "field_2", "statename": "field_3", "microstate": Sql(str(microstate)),
        "start": Sql(GW_DAY.format("trim(field_4)")), "end": Sql(GW_DAY.format("trim(field_5)")),
    }  # fmt: skip
    return Form(
        name, frozenset(), {"gw-states": Select(columns, where="try_cast(field_1 AS INTEGER) IS NOT NULL")}, hint=hint,
        headerless=r"\d+\t[^\t]*\t[^\t]*\t\d+\D\d+\D\d{4}\s*\t\d+\D\d+\D\d{4}\s*",
    )  # fmt: skip


FORMS = (
    form(
        "official CSV (states2016.csv)",
        "stateabb ccode statenme styear stmonth stday endyear endmonth endday version",
        {"cow-states": Select({
            "start": day("styear", "stmonth", "stday"), "end": day("endyear", "endmonth", "endday"),
        })},
        version="any_value(version)",
    ),
    form("tidy extract of isard (cw_system)", "ccode cw_abb cw_name start end",
         {"cow-states": Select({"stateabb": "cw_abb", "statenme": "cw_name", **_parts(END)})}, official=False,
         hint="cw_system"),
    form("table of the R package states (cowstates)", "cowcode cowc country_name start end microstate",
         {"cow-states": Select({"ccode": "cowcode", "stateabb": "cowc", "statenme": "country_name", **_parts(END)})},
         official=False),
    form("official CSV (system2016.csv)", "stateabb ccode year version", {"cow-state-years": Select()},
         lacks="milex cinc", version="any_value(version)"),
    form("tidy extract of peacesciencer (gw_states)", "gwcode stateabb statename startdate enddate",
         {"gw-states": Select({"microstate": Sql("0"), "start": "startdate", "end": "enddate"})}, official=False,
         hint="gw_states"),
    form("tidy extract of isard (gw_system)", "gwcode gw_abb gw_name microstate start end",
         {"gw-states": Select({"stateabb": "gw_abb", "statename": "gw_name", "end": Sql(END)})}, official=False,
         hint="gw_system"),
    form("table of the R package states (gwstates)", "gwcode gwc country_name start end microstate",
         {"gw-states": Select({
             "stateabb": "gwc", "statename": "country_name", "end": Sql(END),
             "microstate": Sql("CASE WHEN CAST(microstate AS BOOLEAN) THEN 1 ELSE 0 END"),
         })}, official=False),
    _gw_file("official text of microstates (microstates.txt)", 1, "microstate"),
    _gw_file("official text (ksgmdw.txt, iisystem.dat)", 0),
    tidy("cow-gw-codes", hint="cw_gw"),
    tidy("gw-cow-codes", hint="gw_cw"),
)  # fmt: skip
