"""Joins on small frames, alike in all kinds of frames; against the field's own tables see test_oracle.py."""

import datetime as dt

import polars as pl
import pytest

from detente import measures as m
from detente.errors import DetenteError

YEARS = range(1990, 1994)


def dyads(*pairs: tuple[int, int], years=YEARS, code: str = "ccode") -> pl.DataFrame:
    rows = [(a, b, year) for a, b in pairs for year in years]
    return pl.DataFrame(rows, schema={f"{code}1": pl.Int16, f"{code}2": pl.Int16, "year": pl.Int16}, orient="row")


def states(*codes: int, years=YEARS, code: str = "ccode") -> pl.DataFrame:
    rows = [(a, year) for a in codes for year in years]
    return pl.DataFrame(rows, schema={code: pl.Int16, "year": pl.Int16}, orient="row")


def by_year(frame: pl.DataFrame, column: str, **where: int) -> list:
    for name, value in where.items():
        frame = frame.filter(pl.col(name) == value)
    return frame.sort("year")[column].to_list()


BOTH_WAYS = dyads((1, 2), (2, 1), (1, 3))


def test_rows_stay_as_they_are():
    frame = BOTH_WAYS.sample(fraction=1, shuffle=True, seed=3).with_columns(mine=pl.int_range(pl.len()))
    nmc = states(1, 2).with_columns(
        pl.lit(1.0).alias(name) for name in ("milex", "milper", "irst", "pec", "tpop", "upop", "cinc")
    )
    joined = m.add_nmc(frame, nmc)
    assert joined.select(frame.columns).equals(frame)
    assert m.add_nmc(frame.to_pandas(), nmc.to_pandas())["mine"].tolist() == frame["mine"].to_list()
    assert joined.filter(pl.col("ccode2") == 3)["cinc2"].null_count() == 4


def test_contiguity(kind):
    spells = pl.DataFrame(
        [
            (1, 2, 1, dt.date(1990, 1, 1), dt.date(1991, 5, 1)),
            (1, 2, 4, dt.date(1991, 6, 1), dt.date(1992, 12, 1)),
            (1, 3, 0, dt.date(1990, 1, 1), dt.date(1992, 12, 1)),  # none, beside ...
            (1, 3, 2, dt.date(1991, 1, 1), dt.date(1991, 12, 1)),  # ... a relation
        ],
        schema={"ccode1": pl.Int16, "ccode2": pl.Int16, "conttype": pl.Int8, "stdate": pl.Date, "enddate": pl.Date},
        orient="row",
    )
    mirror = spells.rename({"ccode1": "ccode2", "ccode2": "ccode1"}).select(spells.columns)
    table = kind.of(pl.concat([spells, mirror]))
    frame = kind.of(BOTH_WAYS)
    first, last = (kind.polars(m.add_contiguity(frame, table, take=take)) for take in ("first", "last"))
    for one, two in ((1, 2), (2, 1)):
        assert by_year(first, "conttype", ccode1=one, ccode2=two) == [1, 1, 4, None]
        assert by_year(last, "conttype", ccode1=one, ccode2=two) == [1, 4, 4, None]
    assert by_year(first, "conttype", ccode1=1, ccode2=3) == [0, 2, 0, None]
    masked = kind.polars(m.add_contiguity(frame, table, none_masks=True))
    assert by_year(masked, "conttype", ccode1=1, ccode2=3) == [0, 0, 0, None]
    of_states = kind.polars(m.add_contiguity(kind.of(states(1, 2, 3, 9)), table))
    assert by_year(of_states, "land", ccode=1) == [1, 1, 0, None]
    assert by_year(of_states, "sea", ccode=1) == [0, 1, 1, None]
    assert by_year(of_states, "land", ccode=9) == [0, 0, 0, None]


def test_obligations_of_either_or_of_ones_own(kind):
    none = {"atop_offense": 0, "atop_neutral": 0, "atop_nonagg": 0, "atop_consul": 0}
    atop = pl.DataFrame([
        {"ccode1": 1, "ccode2": 2, "year": 1990, "atop_defense": 1, **none},
        {"ccode1": 2, "ccode2": 1, "year": 1990, "atop_defense": 0, **none},
        {"ccode1": 1, "ccode2": 3, "year": 1992, "atop_defense": 0, **none},
    ])  # fmt: skip
    either = kind.polars(m.add_atop(kind.of(BOTH_WAYS), kind.of(atop)))
    own = kind.polars(m.add_atop(kind.of(BOTH_WAYS), kind.of(atop), own_direction=True))
    assert by_year(either, "atop_defense", ccode1=2, ccode2=1) == [1, 0, 0, None]
    assert by_year(own, "atop_defense", ccode1=2, ccode2=1) == [0, 0, 0, None]
    assert by_year(own, "atop_defense", ccode1=1, ccode2=2) == [1, 0, 0, None]
    assert by_year(own, "atop_alliance", ccode1=1, ccode2=3) == [0, 0, 1, None]  # a treaty without any of the five


def test_majors_by_calendar_year(kind):
    majors = pl.DataFrame({"ccode": [1, 2], "styear": [1990, 1991], "endyear": [1991, 1992]})
    frame = kind.polars(m.add_majors(kind.of(dyads((1, 2))), kind.of(majors)))
    assert by_year(frame, "cowmaj1") == [1, 1, 0, None]
    assert by_year(frame, "cowmaj2") == [0, 1, 1, None]
    frame = kind.polars(m.add_majors(kind.of(dyads((1, 2))), kind.of(majors), last=1993))
    assert by_year(frame, "cowmaj2") == [0, 1, 1, 1]


def test_symmetric_tables_go_with_both_directions(kind):
    shared = dyads((2, 1), years=(1990, 1991)).with_columns(dyadigos=pl.Series([4, 5], dtype=pl.Int16))
    frame = kind.polars(m.add_igos(kind.of(BOTH_WAYS), kind.of(shared)))
    for one, two in ((1, 2), (2, 1)):
        assert by_year(frame, "dyadigos", ccode1=one, ccode2=two) == [4, 5, None, None]
    assert by_year(frame, "dyadigos", ccode1=1, ccode2=3) == [None] * 4


def test_rivals_go_on_as_austria_and_end_with_the_data(kind):
    rivals = pl.DataFrame(
        {"tssr_id": [7], "ccode1": [300], "ccode2": [325], "start": [1900], "end": [1920],
         "positional": [1], "spatial": [None], "ideological": [None], "interventionary": [None]},
        schema_overrides={"spatial": pl.Int8, "ideological": pl.Int8, "interventionary": pl.Int8},
    )  # fmt: skip
    frame = dyads((300, 325), (305, 325), years=(1918, 1919, 1920, 1921))
    joined = kind.polars(m.add_rivalries(kind.of(frame), kind.of(rivals)))
    assert by_year(joined, "ongoingrivalry", ccode1=300) == [1, 0, 0, None]
    assert by_year(joined, "ongoingrivalry", ccode1=305) == [0, 1, 1, None]
    assert by_year(joined, "spatial", ccode1=305) == [0, 0, 0, None]
    assert by_year(joined, "tssr_id", ccode1=305) == [None, 7, 7, None]
    of_states = kind.polars(m.add_rivalries(kind.of(states(325, years=(1918, 1921))), kind.of(rivals)))
    assert by_year(of_states, "n_positional") == [1, None]


def disputes(*rows: dict) -> pl.DataFrame:
    base = {
        "ccode1": 1, "ccode2": 2, "year": 1990, "midongoing": 1, "midonset": 0, "sidea1": 1, "sidea2": 0, "orig1": 1,
        "orig2": 1, "fatality": 0, "hostlev": 3, "mindur": 5, "maxdur": 5, "recip": 0, "stmon": 6,
    }  # fmt: skip
    sides = {f"{name}{side}": 0 for name in ("fatality", "fatalpre", "hiact", "hostlev") for side in "12"}
    return pl.DataFrame([{"dispnum": number, **base, **sides, **row} for number, row in enumerate(rows, 1)])


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ([{"fatality": 6}, {"midonset": 1}], 2),
        ([{"fatality": 1}, {"fatality": 2}], 2),
        ([{"fatality": -9}, {"fatality": 0, "hostlev": 5}], 1),  # unknown is more than none ...
        ([{"fatality": -9}, {"fatality": 1, "hostlev": 1}], 2),  # ... and less than some
        ([{"hostlev": 4}, {"hostlev": 5}], 2),
        ([{"mindur": 6}, {"maxdur": 9}], 1),
        ([{}, {"maxdur": 9}], 2),
        ([{}, {"recip": 1}], 2),
        ([{"stmon": 7}, {"stmon": 2}], 2),
        ([{}, {}], 1),
    ],
)
def test_one_dispute_a_dyad_year(rows, kept):
    assert m.one_dispute_a_dyad_year(disputes(*rows))["dispnum"].to_list() == [kept]


def test_disputes_and_who_began_them(kind):
    mids = disputes({"midonset": 1}, {"year": 1991, "sidea1": 0, "orig1": 0}, {"year": 1992, "fatality": 2})
    frame = kind.of(dyads((1, 2)))
    joined = kind.polars(m.add_gml_mids(frame, kind.of(mids), initiator="sidea-all-joiners"))
    assert by_year(joined, "gmlmidongoing") == [1, 1, 1, None]
    assert by_year(joined, "gmlmidonset") == [1, 0, 0, None]
    assert by_year(joined, "init1") == [1, 1, 1, None]
    assert by_year(joined, "init2") == [0, 0, 0, None]
    few = kind.polars(m.add_gml_mids(frame, kind.of(mids), keep=["dispnum"]))
    assert few.columns == ["ccode1", "ccode2", "year", "dispnum", "gmlmidongoing", "gmlmidonset"]
    with pytest.raises(DetenteError, match="no column hostile"):
        m.add_gml_mids(frame, kind.of(mids), keep=["hostile"])


def test_directions_swap_columns():
    mids = disputes({"hostlev1": 5, "hostlev2": 1})
    pairs = {
        f"{n}{a}": f"{n}{b}"
        for n in ("ccode", "sidea", "orig", "fatality", "fatalpre", "hiact", "hostlev")
        for a, b in ("12", "21")
    }
    both = pl.concat([mids, mids.rename(pairs).select(mids.columns)])
    joined = m.add_gml_mids(dyads((1, 2), (2, 1), years=[1990]), both)
    one, two = (joined.filter(pl.col("ccode1") == code) for code in (1, 2))
    assert one["hostlev1"].item() == two["hostlev2"].item() == 5
    assert two.rename(pairs).select(one.columns).equals(one)


def test_peace_years(kind):
    # Years 1990-1997 without 1993; an event in 1991 and 1992; nobody knows 1996.
    frame = dyads((1, 2), years=[1990, 1991, 1992, 1994, 1995, 1996, 1997]).with_columns(
        warongoing=pl.Series([0, 1, 1, 0, 0, None, 0], dtype=pl.Int8)
    )
    frame = pl.concat([frame, dyads((1, 3), years=[1995]).with_columns(warongoing=pl.lit(0, pl.Int8))]).reverse()
    joined = kind.polars(m.add_peace_years(kind.of(frame), "warongoing"))
    assert by_year(joined, "warspell", ccode2=2) == [0, 1, 0, 0, 1, None, None]
    assert by_year(joined, "warspell", ccode2=3) == [0]
    joined = kind.polars(m.add_peace_years(kind.of(frame), "warongoing", name="calm", restart_after_gaps=True))
    assert by_year(joined, "calm", ccode2=2) == [0, 1, 0, 0, 1, None, None]
    with pytest.raises(DetenteError, match="no column conflict"):
        m.add_peace_years(kind.of(frame), "conflict")


def test_peace_begins_anew_after_a_gap_when_asked():
    frame = dyads((1, 2), years=[1990, 1991, 1994, 1995]).with_columns(warongoing=pl.lit(0))
    assert by_year(m.add_peace_years(frame, "warongoing"), "warspell") == [0, 1, 2, 3]
    assert by_year(m.add_peace_years(frame, "warongoing", restart_after_gaps=True), "warspell") == [0, 1, 0, 1]


def test_distance_of_capitals(kind):
    capitals = pl.DataFrame(
        [
            (1, dt.date(1990, 1, 1), dt.date(1991, 6, 30), 0.0, 0.0),
            (1, dt.date(1991, 7, 1), dt.date(1992, 12, 31), 0.0, 90.0),
            (2, dt.date(1990, 1, 1), dt.date(1992, 12, 31), 0.0, 180.0),
        ],
        schema={"ccode": pl.Int16, "stdate": pl.Date, "enddate": pl.Date, "lat": pl.Float64, "lng": pl.Float64},
        orient="row",
    )
    half = 6378.137 * 3.141592653589793
    frame = kind.of(BOTH_WAYS)
    first, last = (kind.polars(m.add_capital_distance(frame, kind.of(capitals), take=t)) for t in ("first", "last"))
    for one, two in ((1, 2), (2, 1)):
        assert by_year(first, "capdist", ccode1=one, ccode2=two)[:3] == pytest.approx([half, half, half / 2])
        assert by_year(last, "capdist", ccode1=one, ccode2=two)[:3] == pytest.approx([half, half / 2, half / 2])
        assert by_year(last, "capdist", ccode1=one, ccode2=two)[3] is None
    assert by_year(first, "capdist", ccode1=1, ccode2=3) == [None] * 4
    nearest = kind.polars(m.add_capital_distance(kind.of(states(1, 2, 3)), kind.of(capitals)))
    assert by_year(nearest, "mincapdist", ccode=2)[:3] == pytest.approx([half, half, half / 2])
    assert by_year(nearest, "mincapdist", ccode=3) == [None] * 4


def test_great_circle():
    # Moscow to Beijing, by hand of the haversine formula on the same sphere.
    import math

    b1, l1, b2, l2 = map(math.radians, (55.75, 37.62, 39.91, 116.39))
    h = math.sin((b2 - b1) / 2) ** 2 + math.cos(b1) * math.cos(b2) * math.sin((l2 - l1) / 2) ** 2
    expected = 2 * 6378.137 * math.asin(math.sqrt(h))
    assert float(m.great_circle(55.75, 37.62, 39.91, 116.39)) == pytest.approx(expected, rel=1e-12)
    assert float(m.great_circle(10.0, 20.0, 10.0, 20.0)) == 0
    assert float(m.great_circle(90.0, 0.0, -90.0, 50.0)) == pytest.approx(math.pi * 6378.137)


def test_codes_and_a_missing_code_matches_nothing(kind):
    concordance = pl.DataFrame(
        {"gwcode": [260, 678, 9], "ccode": [255, None, 9], "year": [1990, 1990, 1990]},
        schema={"gwcode": pl.Int16, "ccode": pl.Int16, "year": pl.Int16},
    )
    frame = dyads((9, 260), (9, 678), years=[1990, 1991], code="gwcode")
    coded = m.add_ccode(kind.of(frame), kind.of(concordance))
    assert by_year(kind.polars(coded), "ccode2", gwcode2=260) == [255, None]
    table = pl.DataFrame({"ccode": [255, 9, None], "year": [1990, 1990, 1990], "score": [1.0, 2.0, 3.0]})
    joined = kind.polars(m.add_columns(coded, kind.of(table), ["score"]))
    assert joined.height == 4
    assert by_year(joined, "score2", gwcode2=260) == [1.0, None]
    assert by_year(joined, "score2", gwcode2=678) == [None, None]
    assert by_year(joined, "score1", gwcode2=678) == [2.0, None]


def test_leaders_of_a_state_that_is_two_in_the_other_list(kind):
    leaders = pl.DataFrame({
        "gwcode": [345, 340, 2], "year": [1990] * 3, "leadertransition": [0, 0, 1], "irregular": [0, 1, 0],
        "n_leaders": [1, 1, 2], "jan1obsid": ["Y", "S", "A"], "dec31obsid": ["Y", "S", "B"],
    })  # fmt: skip
    links = pl.DataFrame({"gwcode": [345, 340, 2], "ccode": [345, 345, 2], "year": [1990] * 3})
    joined = kind.polars(m.add_leaders(kind.of(states(2, 345, years=[1990])), kind.of(leaders), kind.of(links)))
    columns = ["leadertransition", "irregular", "n_leaders", "jan1obsid", "dec31obsid"]
    two, yugoslavia = joined.sort("ccode").select(columns).rows()
    assert two == (1, 0, 2, "A", "B")
    assert yugoslavia == (1, 1, 2, "Y", "S")
    with pytest.raises(DetenteError, match="concordance"):
        m.add_leaders(kind.of(states(2)), kind.of(leaders))


def test_intra_wars(kind):
    wars = pl.DataFrame({
        "warnum": [5, 6, 6, 7], "warname": list("abbc"), "wartype": ["local issues"] * 4,
        "year": [1990, 1990, 1991, 1990],
        "cowintraonset": [0, 1, 0, 1], "cowintraongoing": [1] * 4, "resume_combat": [0] * 4,
        "primary_state": [1, 1, 1, 0],
        "ccodea": [1, 1, 1, 1], "ccodeb": [-8] * 4, "intnl": [0] * 4, "outcome": [1] * 4,
        "sideadeaths": [900, -9, -9, 1], "sidebdeaths": [1, 10, 10, 1],
    })  # fmt: skip
    joined = kind.polars(m.add_intra_wars(kind.of(states(1, 2)), kind.of(wars), covers=(1990, 1992)))
    assert by_year(joined, "warnum", ccode=1) == [6, 6, None, None]
    assert by_year(joined, "intrawarnums", ccode=1) == ["5; 6", "6", None, None]
    assert by_year(joined, "sideadeaths", ccode=1) == [None] * 4
    assert by_year(joined, "cowintraongoing", ccode=1) == [1, 1, 0, None]
    assert by_year(joined, "cowintraongoing", ccode=2) == [0, 0, 0, None]


def test_conflicts_and_their_onsets(kind):
    conflicts = pl.DataFrame({
        "conflict_id": [11, 11, 12], "year": [1990, 1992, 1990], "gwno_a": [1, 1, 1],
        "incompatibility": ["territory"] * 3,
        "intensity_level": [1, 2, 1], "type_of_conflict": ["intrastate", "intrastate", "II"],
        "start_date2": [dt.date(1990, 2, 1), dt.date(1992, 3, 1), dt.date(1989, 1, 1)],
    })  # fmt: skip
    frame = kind.of(states(1, code="gwcode"))
    joined = kind.polars(m.add_ucdp_conflicts(frame, kind.of(conflicts)))
    assert by_year(joined, "ucdpongoing") == [1, 0, 1, None]
    assert by_year(joined, "ucdponset") == [1, 0, 0, None]
    assert by_year(joined, "conflict_ids") == ["11; 12", None, "11", None]
    assert by_year(joined, "maxintensity") == [1, None, 2, None]
    episodes = kind.polars(m.add_ucdp_conflicts(frame, kind.of(conflicts), types=["intrastate"], onset="episode"))
    assert by_year(episodes, "ucdponset") == [1, 0, 1, None]


def test_leader_years(kind):
    spells = pl.DataFrame({
        "obsid": ["A", "B"], "gwcode": [1, 1], "leader": ["a", "b"], "gender": ["F", "M"], "yrborn": [1940, None],
        "startdate": [dt.date(1990, 5, 1), dt.date(1991, 2, 2)],
        "enddate": [dt.date(1991, 2, 1), dt.date(1991, 12, 31)],
    })  # fmt: skip
    frame = kind.polars(m.leader_years(kind.of(spells))).sort("obsid", "year")
    assert frame.select("obsid", "year", "yrinoffice").rows() == [("A", 1990, 1), ("A", 1991, 2), ("B", 1991, 1)]
    assert frame["leaderage"].cast(pl.Float64).fill_nan(None).to_list() == [50, 51, None]


def test_what_the_user_can_mend(kind):
    frame = kind.of(BOTH_WAYS)
    with pytest.raises(DetenteError, match="its columns are"):
        m.add_contiguity(frame, kind.of(BOTH_WAYS))
    with pytest.raises(DetenteError, match="by ccode"):
        m.add_nmc(frame, kind.of(states(1, code="gwcode")))
    twice = pl.concat([states(1), states(1)]).with_columns(x=pl.lit(1))
    with pytest.raises(DetenteError, match="twice"):
        m.add_columns(frame, kind.of(twice), ["x"])
    once = kind.of(states(1).with_columns(x=pl.lit(1)))
    with pytest.raises(DetenteError, match="x1 already"):
        m.add_columns(m.add_columns(frame, once, ["x"]), once, ["x"])
    with pytest.raises(DetenteError, match="write 'first' or 'last'"):
        m.add_capital_distance(frame, once, take="middle")
