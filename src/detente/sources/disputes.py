"""Militarized interstate disputes: the Correlates of War project's, Gibler, Miller and Little's, Maoz and others'."""

from detente.sources.forms import Form, Select, Sql, day, form, number, tidy

# Participants on opposite sides, in each year in which both were in the dispute. Days do not decide: the authors' own
# dyad-years have pairs that share a year but no day. A state that left and came back, or changed sides, has several
# rows: the onset is the first year of the two spells that meet, and of two that meet in one year the earlier is kept.
DYAD_YEARS = f"""(
    WITH spell AS MATERIALIZED (
        SELECT dispnum, {number("ccode")} AS ccode, {number("styear")} AS styear, {number("endyear")} AS endyear,
               {number("sidea")} AS sidea,  fatality, fatalpre, hiact, hostlev, orig
        FROM sheet
    ), together AS (
        SELECT a.dispnum, a.ccode AS ccode1, b.ccode AS ccode2, a.sidea AS sidea1, b.sidea AS sidea2,
               a.fatality AS fatality1, b.fatality AS fatality2, a.fatalpre AS fatalpre1, b.fatalpre AS fatalpre2,
               a.hiact AS hiact1, b.hiact AS hiact2, a.hostlev AS hostlev1, b.hostlev AS hostlev2,
               a.orig AS orig1, b.orig AS orig2, greatest(a.styear, b.styear) AS first,
               unnest(range(greatest(a.styear, b.styear), least(a.endyear, b.endyear) + 1)) AS year
        FROM spell AS a JOIN spell AS b ON a.dispnum = b.dispnum AND a.ccode <> b.ccode AND a.sidea <> b.sidea
         AND greatest(a.styear, b.styear) <= least(a.endyear, b.endyear)
    )
    SELECT * FROM together
    QUALIFY row_number() OVER (PARTITION BY dispnum, ccode1, ccode2, year ORDER BY first) = 1
    ORDER BY CAST(dispnum AS DOUBLE), ccode1, ccode2, year
)"""

MIDB = "dispnum stabb ccode stday stmon styear endday endmon endyear sidea fatality fatalpre hiact hostlev orig"
MIDA = "dispnum stmon styear endmon endyear outcome settle fatality mindur maxdur hiact hostlev recip"

# Sides of the dyadic file are coded 1 for A and 2 for B.
_SIDE = "CASE {0} WHEN 1 THEN 1 WHEN 2 THEN 0 WHEN 0 THEN 0 END"
_DYADIC = {
    "dispnum": "disno", "ccode1": "statea", "ccode2": "stateb", "styear": "strtyr", "stmon": "strtmnth",
    "stday": "strtday", "endyear": "endyear", "endmon": "endmnth", "endday": "endday",
    "start": day("strtyr", "strtmnth", "strtday"), "end": day("endyear", "endmnth", "endday"),
    "sidea1": Sql(_SIDE.format(number("sideaa"))), "sidea2": Sql(_SIDE.format(number("sideab"))),
    "revstate1": "revstata", "revstate2": "revstatb", "revtype1": "revtypea", "revtype2": "revtypeb",
    "fatality1": "fatleva", "fatality2": "fatlevb", "hiact1": "highmcaa", "hiact2": "highmcab",
    "hostlev1": "hihosta", "hostlev2": "hihostb", "orig1": "orignata", "orig2": "orignatb",
    "settle": "settlmnt", "fatality": "fatlev", "hiact": "highact", "hostlev": "hihost",
}  # fmt: skip


def _dyad_years() -> Select:
    return Select(
        {"dispongoing": Sql("1"), "disponset": Sql("CASE WHEN year = first THEN 1 ELSE 0 END")}, rows=DYAD_YEARS
    )


def _disputes(name: str, hint: str) -> Form:
    return form(f"tidy extract of peacesciencer ({hint}mid_disps)",
                "dispnum styear stmon outcome settle fatality mindur maxdur hiact hostlev recip",
                {name: Select()}, hint=hint, official=False, lacks="ccode ccode1 endyear")  # fmt: skip


FORMS = (
    form("official CSV of participants (MIDB 5.0.csv)", MIDB + " revstate revtype1 revtype2",
         {"cow-mids": _dyad_years(), "cow-mid-participants": Select()}, lacks="incidnum"),
    form("official CSV of disputes (MIDA 5.0.csv)", MIDA + " ongo2014", {"cow-mid-disputes": Select()},
         lacks="incidnum"),
    tidy("cow-mids", source="tidy extract of peacesciencer (cow_mid_dirdisps)"),
    tidy("cow-mid-dyad-years", source="tidy extract of peacesciencer (cow_mid_ddydisps)"),
    _disputes("cow-mid-disputes", "cow_"),
    form("official CSV (dyadic_mid_4.03.csv)", "disno dyindex statea stateb strtmnth strtyr fatleva hihosta year",
         {"cow-dyadic-mids": Select(_DYADIC)}),
    tidy("gml-mids", source="official CSV of directed dispute-years (gml-ddy-disputes-2.2.1.csv)"),
    form("official CSV of disputes (gml-mida-2.2.1.csv)", MIDA, {"gml-mid-disputes": Select()}, hint="gml",
         lacks="ongo2014 ccode ccode1"),
    _disputes("gml-mid-disputes", "gml_"),
    tidy("gml-mid-dyad-years", source="tidy extract of peacesciencer (gml_mid_ddydisps)"),
    tidy("gml-mid-participants", source="tidy extract of peacesciencer (gml_part)"),
)  # fmt: skip
