"""Democracy."""

from detente.sources.forms import Select, Sql, form, tidy

_BREAK = Sql("CASE WHEN as_text(polity) IN ('-66', '-77', '-88') THEN CAST(as_text(polity) AS SMALLINT) END")

FORMS = (
    tidy("democracy", source="tidy extract of isard (cw_democracy)"),
    tidy("gw-democracy", source="tidy extract of isard (gw_democracy)"),
    form("official CSV (p5v2018) or table of the R package states", "ccode year polity",
         {"polity": Select({"interruption": _BREAK})}, lacks="euds"),
)  # fmt: skip
