"""Major powers, regional and global powers."""

from detente.sources.forms import Select, day, form, tidy

FORMS = (
    form("official CSV (majors2016.csv)", "ccode styear stmonth stday endyear endmonth endday version",
         {"cow-majors": Select({
             "start": day("styear", "stmonth", "stday"), "end": day("endyear", "endmonth", "endday"),
         })}, lacks="statenme dispnum", version="any_value(version)"),
    tidy("maoz-powers", source="tidy extract of peacesciencer (maoz_powers)"),
)  # fmt: skip
