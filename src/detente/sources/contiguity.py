"""Which states touch: direct contiguity as spells and as years, contiguity through dependencies."""

from detente.sources.forms import Select, Sql, form, tidy

# The master list has each pair once; the table has it from either side.
BOTH_WAYS = (
    "(SELECT *, statelno AS one, statehno AS other FROM sheet UNION ALL "
    "SELECT *, statehno AS one, statelno AS other FROM sheet)"
)
MONTH = "make_date(CAST(as_number({0}, []) AS INTEGER) // 100, CAST(as_number({0}, []) AS INTEGER) % 100, 1)"

FORMS = (
    form(
        "official CSV of spells (contdir.csv)",
        "statelno statehno conttype begin end",
        {"contiguity": Select({
            "ccode1": "one", "ccode2": "other",
            "stdate": Sql(MONTH.format('"begin"')), "enddate": Sql(MONTH.format('"end"')),
        }, rows=BOTH_WAYS)},
        version="any_value(version)",
    ),
    tidy("contiguity", source="tidy extract of peacesciencer (cow_contdir)"),
    form("official CSV of dyad-years (contdird.csv)", "state1no state2no year conttype",
         {"contiguity-years": Select({"ccode1": "state1no", "ccode2": "state2no"})}, version="any_value(version)"),
    form("official CSV (contcold.csv)", "statelno statehno year land sea total",
         {"colonial-contiguity": Select({"ccode1": "statelno", "ccode2": "statehno"})}, version="any_value(version)"),
)  # fmt: skip
