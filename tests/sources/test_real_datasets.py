"""Every real file: the rows that its description gives, spot values, and codes for "no value" that became null."""

from datetime import date

import polars as pl
import pytest

from detente.sources import import_file, load, present
from detente.store import open_store

# dataset, file, rows, version, first and last year
FILES = [
    ("cow-states", "states/cow_states2016.csv", 243, "2016", 1816, 2016),
    ("cow-states", "states/cow_states.parquet", 243, "2016", 1816, 2016),
    ("cow-states", "states/isard_cw_system.parquet", 243, "2016", 1816, 2016),
    ("cow-state-years", "states/cow_system2016.csv", 15951, "2016", 1816, 2016),
    ("gw-states", "states/gw_states.parquet", 216, "2017", 1816, 2017),
    ("gw-states", "states/isard_gw_system.parquet", 239, "2020", 1816, 2020),
    ("gw-states", "states/beger_gwstates.parquet", 239, "", 1816, 2006),
    ("cow-gw-codes", "states/isard_cw_gw_panel.parquet", 17916, "", 1816, 2025),
    ("gw-cow-codes", "states/isard_gw_cw_panel.parquet", 20990, "", 1816, 2025),
    ("contiguity", "contiguity/cow_contdir_3.2.parquet", 1874, "3.2", 1816, 2016),
    ("contiguity-years", "contiguity/cow_contdird_3.2.csv", 82498, "3.2", 1816, 2016),
    ("colonial-contiguity", "contiguity/cow_contcold_3.1.csv", 14538, "3.1", 1816, 2016),
    ("cow-majors", "powers/cow_majors2016.csv", 14, "2016", 1816, 2016),
    ("cow-majors", "powers/cow_majors2024.csv", 14, "2024", 1816, 2024),
    ("cow-majors", "powers/cow_majors.parquet", 14, "2016", 1816, 2016),
    ("maoz-powers", "powers/maoz_powers.parquet", 20, "", 1816, 2019),
    ("atop", "alliances/atop_5.1_directed_dyadyear.parquet", 273296, "5.1", 1815, 2018),
    ("cow-dyadic-mids", "disputes/cow_dyadic_mid_4.02.csv.gz", 10358, "4.02", 1816, 2014),
    ("cow-mids", "disputes/cow_mid_dirdisps.parquet", 11390, "5.0", 1816, 2014),
    ("cow-mid-disputes", "disputes/cow_mid_disps.parquet", 2436, "5.0", 1816, 2014),
    ("cow-mid-dyad-years", "disputes/cow_mid_ddydisps.parquet", 10234, "5.0", 1816, 2014),
    ("gml-mids", "disputes/gml_dirdisp.parquet", 10276, "2.2.1", 1816, 2010),
    ("gml-mid-disputes", "disputes/gml_mid_disps.parquet", 2174, "2.2.1", 1816, 2010),
    ("gml-mid-dyad-years", "disputes/gml_mid_ddydisps.parquet", 9284, "2.2.1", 1816, 2010),
    ("gml-mid-participants", "disputes/gml_part.parquet", 5217, "2.2.1", 1816, 2010),
    ("cow-inter-wars", "wars/cow_interstate_4.0.csv", 337, "4.0", 1823, 2003),
    ("cow-wars", "wars/cow_war_inter.parquet", 1932, "4.0", 1823, 2003),
    ("cow-intra-wars", "wars/cow_intrastate_5.1.csv", 420, "5.1", 1818, 2014),
    ("cow-intra-war-years", "wars/cow_war_intra.parquet", 1361, "4.1", 1818, 2008),
    ("cow-extra-wars", "wars/cow_extrastate_4.0.csv", 198, "4.0", 1816, 2006),
    ("cow-nonstate-wars", "wars/cow_nonstate_4.0.csv", 62, "4.0", 1818, 2005),
    ("cow-dyadic-wars", "wars/maoz_directed_dyadic_war.csv", 1364, "", 1823, 2003),
    ("ucdp-acd", "wars/ucdp_acd.parquet", 5652, "25.1", 1946, 2024),
    ("ucdp-onsets", "wars/ucdp_onsets.parquet", 10142, "19.1", 1946, 2017),
    ("igo-organisations", "igo/cow_igo_3_igo_year.parquet", 19335, "3.0", 1816, 2014),
    ("igo-dyads", "igo/cow_igo_ndy.parquet", 917695, "3.0", 1816, 2014),
    ("igo-counts", "igo/cow_igo_sy.parquet", 15557, "3.0", 1816, 2014),
    ("nmc", "capabilities/cow_nmc_5.0.csv", 15171, "5.0", 1816, 2012),
    ("nmc", "capabilities/cow_nmc_6.0.parquet", 15951, "6.0", 1816, 2016),
    ("nmc", "capabilities/cow_nmc_7.0.parquet", 17121, "7.0", 1816, 2022),
    ("cow-trade", "trade/cow_trade_4.0_directed.parquet", 1347308, "4.0", 1870, 2014),
    ("cow-trade-national", "trade/cow_trade_4.0_national.parquet", 14410, "4.0", 1870, 2014),
    ("unga-votes", "votes/un_votes.parquet", 870109, "", None, None),
    ("unga-roll-calls", "votes/un_roll_calls.parquet", 6203, "", 1946, 2020),
    ("unga-issues", "votes/un_roll_call_issues.parquet", 5745, "", None, None),
    ("ideal-points", "votes/ideal_points_2025-07.parquet", 11440, "2025-07", 1946, 2024),
    ("ideal-points", "votes/ideal_points_all_2024-06.csv.gz", 11238, "2024-06", 1946, 2023),
    ("ideal-points", "votes/ideal_points_all_2020-04.csv", 10469, "2020-04", 1946, 2019),
    ("ideal-points-important", "votes/ideal_points_important_2020-04.csv", 6443, "2020-04", 1983, 2018),
    ("rivalries", "rivalries/tss_rivalries.parquet", 264, "2021", 1494, 2020),
    ("td-rivalries", "rivalries/td_rivalries.parquet", 197, "2012", 1494, 2010),
    ("arms-races", "rivalries/grh_arms_races.parquet", 71, "", 1854, 1984),
    ("archigos", "leaders/archigos_4.1.parquet", 3409, "4.1", 1840, 2015),
    ("archigos-years", "leaders/archigossums.parquet", 14407, "4.1", 1870, 2015),
    ("leader-codes", "leaders/leader_codes.parquet", 3409, "", None, None),
    ("lead", "leaders/LEAD.parquet", 3409, "", None, None),
    ("leader-willingness", "leaders/lwuf.parquet", 3409, "", None, None),
    ("capitals", "distance/cow_capitals.parquet", 242, "2024", 1816, 2024),
    ("gw-capitals", "distance/gw_capitals.parquet", 264, "2024", 1816, 2024),
    ("minimum-distance", "distance/cow_mindist.parquet", 952244, "CShapes 2.0", 1886, 2019),
    ("gw-minimum-distance", "distance/gw_mindist.parquet", 871034, "CShapes 2.0", 1886, 2019),
    ("democracy", "regime/isard_cw_democracy.parquet", 17706, "", 1816, 2025),
    ("gw-democracy", "regime/isard_gw_democracy.parquet", 20849, "", 1816, 2025),
    ("polity", "regime/polity_states.parquet", 17228, "", 1800, 2016),
    ("gdp-pop", "economy/isard_cw_gdppop.parquet", 16536, "", 1816, 2019),
    ("gw-gdp-pop", "economy/isard_gw_gdppop.parquet", 19667, "", 1816, 2019),
    ("visits", "visits/leaders-to-usa", 3264, "2024-03-07", 1874, 2024),
    ("travels", "visits", 4271, "2024-06-11", 1866, 2025),
]


@pytest.fixture(scope="module")
def one_store(tmp_path_factory):
    with open_store(tmp_path_factory.mktemp("real") / "rel.duckdb", write=True) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "file", "rows", "version", "first", "last"),
    [
        pytest.param(*one, id=f"{one[0]}:{one[1]}", marks=[pytest.mark.slow] if one[2] > 500_000 else [])
        for one in FILES
    ],
)
def test_rows_version_and_years(one_store, data, name, file, rows, version, first, last):
    done = {one.name: one for one in import_file(one_store, name, data / file)}[name]
    assert (done.rows, done.version) == (rows, version)
    if name not in ("unga-votes", "unga-issues"):  # their years are told by the roll calls, if those are there
        assert (done.first_year, done.last_year) == (first, last)
    if file.endswith(".parquet") and name not in ("igo-organisations", "cow-states", "gw-states"):
        same_values(load(one_store, name), pl.read_parquet(data / file), name)


def same_values(table, original, name):
    """Column by column, in order: what the extract has, codes of "no value" as null."""
    from detente.sources.registry import dataset

    entry = dataset(name)
    lower = {column.lower(): column for column in original.columns}
    compared = 0
    for column in entry.columns:
        if column.name not in lower:
            continue
        ours, theirs = table[column.name], original[lower[column.name]]
        codes = entry.missing_of(column.name)
        if theirs.dtype.is_numeric() and ours.dtype.is_numeric():
            decimals = theirs.dtype == pl.Float32
            for code in codes:
                theirs = (
                    theirs.to_frame().select(pl.when(pl.first() == code).then(None).otherwise(pl.first())).to_series()
                )
            assert ours.cast(pl.Float32 if decimals else pl.Float64).equals(
                theirs.cast(pl.Float32 if decimals else pl.Float64), check_names=False
            ), column.name
            compared += 1
        elif ours.dtype == theirs.dtype == pl.Date:
            assert ours.equals(theirs, check_names=False), column.name
            compared += 1
    assert compared >= min(2, len(entry.columns) - 1) or name in ("leader-codes", "unga-votes", "unga-issues")


def test_nothing_is_left_as_a_code(one_store, data):
    """In every table, no number is one of its dataset's codes for "no value"."""
    from detente.sources.registry import dataset

    for name, file, *_ in FILES:
        entry = dataset(name)
        coded = [column for column in entry.columns if entry.missing_of(column.name)]
        if not coded:
            continue
        if name not in present(one_store):
            import_file(one_store, name, data / file)
        table = load(one_store, name)
        for column in coded:
            codes = entry.missing_of(column.name)
            if table[column.name].dtype.is_numeric():
                assert not any((table[column.name] == code).any() for code in codes), (name, column.name)


def test_codes_became_null_and_not_zero(store, data):
    import_file(store, "nmc", data / "capabilities" / "cow_nmc_5.0.csv")
    raw = pl.read_csv(data / "capabilities" / "cow_nmc_5.0.csv", infer_schema_length=None)
    nmc = load(store, "nmc")
    for column in ("milex", "milper", "irst", "pec", "upop"):
        assert nmc[column].null_count() == (raw[column] == -9).sum()
        assert (nmc[column] == 0).sum() == (raw[column] == 0).sum()
    import_file(store, "democracy", data / "regime" / "isard_cw_democracy.parquet")
    germany = load(store, "democracy").filter((pl.col("ccode") == 255) & (pl.col("year") == 1939))
    assert germany["polity2"].to_list() == [-9]  # a score
    import_file(store, "polity", data / "regime" / "polity_states.parquet")
    polity = load(store, "polity")
    assert set(polity["interruption"].drop_nulls().unique()) == {-66, -77, -88}
    assert polity.filter(pl.col("interruption").is_not_null())["polity"].null_count() == polity["polity"].null_count()


def test_three_forms_of_one_list_make_one_table(store, data):
    tables = []
    for file in ("cow_states2016.csv", "cow_states.parquet", "isard_cw_system.parquet"):
        import_file(store, "cow-states", data / "states" / file)
        tables.append(load(store, "cow-states").drop("stateabb", "statenme").sort("ccode", "start"))
    assert tables[0].equals(tables[1])
    assert tables[0].equals(tables[2])
    assert tables[0].filter(pl.col("ccode") == 710)["start"].to_list() == [date(1860, 10, 25)]


def test_wars_from_the_official_list_are_the_tidy_table(store, data):
    """The official list of participants, in years of two states at war, cell by cell as the peer's table."""
    import_file(store, "cow-wars", data / "wars" / "cow_interstate_4.0.csv")
    ours = load(store, "cow-wars")
    import_file(store, "cow-wars", data / "wars" / "cow_war_inter.parquet")
    theirs = load(store, "cow-wars")
    keys = ["resume", "warnum", "ccode1", "ccode2", "year", "sidea1"]
    assert ours.sort(keys).equals(theirs.select(ours.columns).sort(keys))
    participants = load(store, "cow-inter-wars")
    iran = participants.filter((pl.col("warname") == "Iran-Iraq") & (pl.col("ccode") == 630))
    assert iran.select("start1", "end1", "batdeath").rows() == [(date(1980, 9, 22), date(1988, 8, 20), 750000)]


def test_disputes_from_participants_are_the_authors_dyad_years(store, data, tmp_path):
    """The way from participants to dyad-years, on the one list of participants that is there with its dyad-years.

    Six more: Bulgaria, Finland and Romania changed sides within 1944 and so met on opposite sides in that year.
    """
    part = pl.read_parquet(data / "disputes" / "gml_part.parquet")
    made = part.with_columns(
        stabb=pl.lit("X"), revstate=pl.lit(0), revtype1=pl.lit(0), revtype2=pl.lit(0), fatality=pl.lit(0),
        fatalpre=pl.lit(0), hostlev=pl.lit(1),
    )  # fmt: skip
    made.write_csv(tmp_path / "MIDB.csv")
    import_file(store, "cow-mids", tmp_path / "MIDB.csv")
    keys = ["dispnum", "ccode1", "ccode2", "year"]
    ours = load(store, "cow-mids", keys)
    theirs = pl.read_parquet(data / "disputes" / "gml_dirdisp.parquet").select(keys)
    assert theirs.join(ours, on=keys, how="anti").is_empty()
    more = ours.join(theirs, on=keys, how="anti")
    assert (more.height, set(more["year"]), set(more["ccode1"])) == (6, {1944}, {355, 360, 375})


@pytest.mark.slow
def test_votes_by_name_are_votes_by_number(store, data):
    """Voeten's file has COW numbers, the extract has names: the same votes, but for 1990's Germany."""
    import_file(store, "unga-votes", data / "votes" / "un_votes.parquet")
    named = load(store, "unga-votes")
    assert named["ccode"].null_count() == 0
    done = import_file(store, "unga-votes", data / "votes" / "voeten_unvotes_2016.parquet")
    assert [(one.name, one.rows) for one in done] == [
        ("unga-votes", 738764), ("unga-roll-calls", 5429), ("unga-issues", 5182),
    ]  # fmt: skip
    numbered = load(store, "unga-votes")
    both = named.join(numbered, on=["rcid", "ccode"], suffix="_n")
    assert both.height == 738764 - 84
    assert (both["vote"] == both["vote_n"]).all()
    missing = numbered.join(named, on=["rcid", "ccode"], how="anti")
    assert missing["ccode"].unique().to_list() == [255]
    calls = load(store, "unga-roll-calls")
    assert calls.filter(pl.col("rcid") == 2654)["date"].to_list() == [date(1984, 12, 3)]


@pytest.mark.slow
def test_memberships_counted_are_the_counts(store, data):
    import_file(store, "igo", data / "igo" / "cow_igo_3_state_year.parquet")
    import_file(store, "igo-counts", data / "igo" / "cow_igo_sy.parquet")
    igo = load(store, "igo")
    for kind, code in (("full", 1), ("associate", 2), ("observer", 3)):
        counted = igo.filter(pl.col("membership") == code).group_by("ccode", "year").len()
        both = load(store, "igo-counts").join(counted, on=["ccode", "year"], how="left")
        assert (both["len"].fill_null(0) == both[f"sum_igo_{kind}"]).all(), kind
    russia = igo.filter((pl.col("ccode") == 365) & (pl.col("year") == 2014) & (pl.col("membership") == 1))
    china = igo.filter((pl.col("ccode") == 710) & (pl.col("year") == 2014) & (pl.col("membership") == 1))
    assert russia.join(china, on="igo").height == 55
    # The organisations' file has the same memberships, but for what its makers changed in one of the two.
    import_file(store, "igo", data / "igo" / "cow_igo_3_igo_year.parquet")
    other = load(store, "igo")
    both = igo.join(other, on=["ccode", "year", "igo"])
    assert both.height > 0.99 * igo.filter(pl.col("membership").is_not_null()).height
    assert (both["membership"] == both["membership_right"]).mean() > 0.999


def test_indicators_are_put_together_from_files(store, data):
    for file in ("wdi_api_NY.GDP.PCAP.CD_2018-11.csv", "wdi_gdp_current_usd.csv", "wdi_population.csv"):
        import_file(store, "wdi", data / "economy" / file)
    wdi = load(store, "wdi")
    rows = dict(wdi.group_by("indicator").len().rows())
    assert rows == {"NY.GDP.PCAP.CD": 11774, "NY.GDP.MKTP.CD": 13979, "SP.POP.TOTL": 17195}
    assert len(present(store)["wdi"]) == 3
    china = wdi.filter(
        (pl.col("iso3c") == "CHN") & (pl.col("year") == 2017) & (pl.col("indicator") == "NY.GDP.PCAP.CD")
    )
    assert china.select("ccode", "country").rows() == [(710, "China")]
    assert china["value"].item() == pytest.approx(8826.99, abs=0.01)
    assert wdi.filter(pl.col("iso3c") == "WLD")["ccode"].null_count() == wdi.filter(pl.col("iso3c") == "WLD").height
    import_file(store, "wdi", data / "economy" / "wdi_population.csv")  # the same again
    assert load(store, "wdi").height == wdi.height


def test_visits_and_travels_know_their_states(store, data):
    import_file(store, "visits", data / "visits")
    import_file(store, "travels", data / "visits")
    visits, travels = load(store, "visits"), load(store, "travels")
    nixon = travels.filter((pl.col("person_id") == "nixon-richard-m") & (pl.col("iso3c") == "CHN"))
    assert nixon["start"].to_list()[0] == date(1972, 2, 21)
    moscow = travels.filter(pl.col("country") == "U.S.S.R.")
    assert moscow["iso3c"].unique().to_list() == ["RUS"]
    # West Germany has a number of its own, and Germany has its own again from 3 October 1990.
    bonn = travels.filter((pl.col("iso3c") == "DEU") & pl.col("start").is_between(date(1956, 1, 1), date(1990, 10, 2)))
    assert bonn["ccode"].unique().to_list() == [260]
    assert travels.filter((pl.col("iso3c") == "DEU") & (pl.col("start") > date(1991, 1, 1)))[
        "ccode"
    ].unique().to_list() == [255]
    assert visits["iso3c"].null_count() == 4
    assert travels["iso3c"].null_count() == 11
    assert visits.filter(pl.col("id") == 2271).select("visitor", "iso3c", "start").rows() == [
        ("President Quirino", "PHL", date(1950, 2, 1))
    ]


@pytest.mark.slow
def test_a_folder_gives_the_newest_of_each(store, data):
    from detente.sources import Imported, import_all

    done = [one for one in import_all(store, data) if isinstance(one, Imported)]
    got = {one.name: (one.version, one.rows) for one in done}
    assert got["nmc"] == ("7.0", 17121)
    assert got["cow-majors"] == ("2024", 14)
    assert got["ideal-points"] == ("2025-07", 11440)
    assert got["gw-states"] == ("2020", 239)
    assert got["cow-wars"] == ("4.0", 1932)
    assert got["unga-votes"][1] == 870109
    assert got["igo"][1] == 677839
    named = {name for name, *_ in FILES} | {"igo", "wdi", "cow-wars"}
    assert named <= set(got)
