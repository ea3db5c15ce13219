"""Wars of the Correlates of War project, and armed conflicts of the Uppsala Conflict Data Program."""

from detente.sources.forms import Form, Select, Sql, day, form, number, tidy


def _phase(which: int, first: str = "start", last: str = "end") -> tuple[Sql, Sql]:
    return (
        day(f"{first}year{which}", f"{first}month{which}", f"{first}day{which}"),
        day(f"{last}year{which}", f"{last}month{which}", f"{last}day{which}"),
    )


(START1, END1), (START2, END2) = _phase(1), _phase(2)

# Two states of opposite sides are at war in each year that has a day on which both fought, by phases of the war: the
# same state may have several rows (it left, came back, changed sides).
WAR_YEARS = f"""(
    WITH fought AS MATERIALIZED (
        SELECT warnum, ccode, side, initiator, outcome, batdeath, 0 AS resume, {START1} AS first, {END1} AS last
        FROM sheet WHERE {START1} IS NOT NULL
        UNION ALL
        SELECT warnum, ccode, side, initiator, NULL, batdeath, 1, {START2}, {END2}
        FROM sheet WHERE {START2} IS NOT NULL
    ), together AS (
        SELECT a.warnum, a.ccode AS ccode1, b.ccode AS ccode2, a.side AS sidea1, b.side AS sidea2,
               a.initiator AS began1, b.initiator AS began2, a.outcome AS outcome1, b.outcome AS outcome2,
               a.batdeath AS batdeath1, b.batdeath AS batdeath2, a.resume, greatest(a.first, b.first) AS day,
               unnest(range(year(greatest(a.first, b.first)), year(least(a.last, b.last)) + 1)) AS year
        FROM fought AS a JOIN fought AS b
          ON a.warnum = b.warnum AND a.resume = b.resume AND a.ccode <> b.ccode AND a.side <> b.side
         AND greatest(a.first, b.first) <= least(a.last, b.last)
    ), years AS (
        SELECT * FROM together
        QUALIFY row_number() OVER (PARTITION BY warnum, ccode1, ccode2, year, sidea1, sidea2, resume ORDER BY day) = 1
    )
    SELECT *, row_number() OVER (
        PARTITION BY warnum, ccode1, ccode2, resume ORDER BY year, CAST(sidea1 AS INTEGER)) = 1 AS onset
    FROM years
    ORDER BY resume, CAST(warnum AS INTEGER), CAST(ccode1 AS INTEGER), CAST(ccode2 AS INTEGER), year
)"""

#: UCDP writes codes where the tidy table has words.
INCOMPATIBILITY = (
    "CASE as_text(incompatibility) WHEN '1' THEN 'territory' WHEN '2' THEN 'government' WHEN '3' THEN 'both' "
    "ELSE as_text(incompatibility) END"
)
CONFLICT = (
    "CASE as_text(type_of_conflict) WHEN '1' THEN 'extrasystemic' WHEN '2' THEN 'interstate' "
    "WHEN '3' THEN 'intrastate' WHEN '4' THEN 'II' ELSE as_text(type_of_conflict) END"
)


def _listed() -> str:
    """A row for each combination of the states that the official file lists in one cell."""
    sides = ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd")
    split = ", ".join(f"string_split(coalesce(as_text({side}), ''), ',') AS {side}" for side in sides)
    rows = "(SELECT * REPLACE (" + split + ") FROM sheet)"
    for side in sides:
        rows = f"(SELECT * REPLACE (unnest({side}) AS {side}) FROM {rows})"
    return rows


def _dates(table: dict[str, str], first: str, last: str, phases: int) -> dict[str, str]:
    """styear1 ... endday1 from a file's startmo1, startdy1, startyr1 ..."""
    for which in range(1, phases + 1):
        table[f"styear{which}"] = f"{first}{which}"
        table[f"endyear{which}"] = f"{last}{which}"
    return table


def _extrastate() -> Form:
    return form(
        "official CSV (Extra-StateWarData_v4.0.csv)",
        "warnum warname wartype ccode1 sidea ccode2 sideb startyear1 endyear1 nonstatedeaths",
        {"cow-extra-wars": Select({
            "styear1": "startyear1", "stmon1": "startmonth1", "stday1": "startday1", "endmon1": "endmonth1",
            "styear2": "startyear2", "intervener": "interven",
            "ongoing": Sql("CASE WHEN as_text(endyear1) = '-7' THEN 1 ELSE 0 END"),
        })},
        version="any_value(version)",
    )  # fmt: skip


FORMS = (
    form("official CSV of participants (Inter-StateWarData_v4.0.csv)",
         "warnum warname wartype ccode statename side startyear1 startmonth1 startday1 endyear1 initiator batdeath",
         {"cow-wars": Select({
             "cowinterongoing": Sql("1"), "cowinteronset": Sql("CASE WHEN onset THEN 1 ELSE 0 END"),
             "initiator1": Sql(f"CASE WHEN {number('began1')} = 1 THEN 1 ELSE 0 END"),
             "initiator2": Sql(f"CASE WHEN {number('began2')} = 1 THEN 1 ELSE 0 END"),
         }, rows=WAR_YEARS),
          "cow-inter-wars": Select({
              "start1": START1, "end1": END1, "start2": START2, "end2": END2,
          })},
         version="any_value(version)"),
    tidy("cow-wars", source="tidy extract of peacesciencer (cow_war_inter)"),
    form("official CSV of wars (INTRA-STATE WARS v5.1 CSV.csv)",
         "warnum warname v5regionnum wartype ccodea sidea sideb intnl startyr1 endyr1 deathssidea totalbdeaths",
         {"cow-intra-wars": Select({
             **_dates({}, "startyr", "endyr", 4), "stmon1": "startmo1", "stday1": "startdy1", "endmon1": "endmo1",
             "endday1": "enddy1", "durationdays": "wduratdays",
             "ongoing": Sql("CASE WHEN '-7' IN (as_text(endyr1), as_text(endyr2), as_text(endyr3), as_text(endyr4)) "
                            "THEN 1 ELSE 0 END"),
         })}, lacks="ccodeb", version="any_value(version)"),
    tidy("cow-intra-war-years", source="tidy extract of peacesciencer (cow_war_intra)"),
    _extrastate(),
    form("official CSV (Non-StateWarData_v4.0.csv)",
         "warnum warname wartype sidea1 sideb1 startyear endyear sideadeaths sidebdeaths totalcombatdeaths",
         {"cow-nonstate-wars": Select({
             "styear": "startyear", "stmon": "startmonth", "stday": "startday", "endmon": "endmonth",
         })}, version="any_value(version)"),
    form("official CSV (directed_dyadic_war.csv)", "warnum disno statea stateb warstrtyr year batdtha batdthb",
         {"cow-dyadic-wars": Select({
             "dispnum": "disno", "ccode1": "statea", "ccode2": "stateb",
             "start": day("warstrtyr", "warstrtmnth", "warstrtday"), "end": day("warendyr", "warendmnth", "warenday"),
             "role1": "warolea", "role2": "waroleb", "outcome1": "outcomea", "batdeath1": "batdtha",
             "batdeath2": "batdthb", "batdeaths": "batdths",
         })}),
    form("official CSV (ucdp-prio-acd-251.csv)",
         "conflict_id location side_a year intensity_level type_of_conflict start_date start_date2 ep_end gwno_a",
         {"ucdp-acd": Select({
             "incompatibility": Sql(INCOMPATIBILITY), "type_of_conflict": Sql(CONFLICT),
         }, rows=_listed())}, version="any_value(version)"),
    tidy("ucdp-acd", source="tidy extract of peacesciencer (ucdp_acd)", lacks="location"),
    tidy("ucdp-onsets", source="tidy extract of peacesciencer (ucdp_onsets)"),
)  # fmt: skip
