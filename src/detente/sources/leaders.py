"""Leaders and their time in office."""

from detente.sources.forms import Select, form, tidy

FORMS = (
    form("official text (1March_Archigos_4.1.txt) or Stata file",
         "obsid leadid ccode leader startdate enddate entry exit exitcode gender yrborn",
         {"archigos": Select({"gwcode": "ccode"})}),
    tidy("archigos", source="tidy extract of peacesciencer (archigos)"),
    tidy("archigos-years", source="tidy extract of peacesciencer (archigossums)"),
    tidy("leader-codes", source="tidy extract of peacesciencer (leader_codes)"),
    tidy("lead", source="tidy extract of peacesciencer (LEAD)"),
    tidy("leader-willingness", source="tidy extract of peacesciencer (lwuf)"),
)  # fmt: skip
