"""Every table of the reference, cell by cell: what the R package peacesciencer makes of the same data.

The tables and how they were made are described beside them (../shared/data/oracle/README.md). Rows and values must be
the same, whole numbers and words exactly, other numbers within 1e-9 of themselves (1e-12 near zero). Where the peer is
at fault the case says what is wrong (`fault`), which cells differ for that reason, and everything else is compared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pytest

from detente import measures as m

LAST = 2025  # the year to which the reference carries present members on
KEYS = ["obsid", "ccode", "gwcode", "ccode1", "gwcode1", "ccode2", "gwcode2", "year"]
G20 = {  # names of states in the roll calls -> COW codes, as the reference takes them
    "United States": 2, "Canada": 20, "Mexico": 70, "Brazil": 140, "Argentina": 160, "United Kingdom": 200,
    "France": 220, "Federal Republic of Germany": 260, "Germany": 255, "Italy": 325, "Russia": 365,
    "South Africa": 560, "Turkey": 640, "Saudi Arabia": 670, "China": 710, "South Korea": 732, "Japan": 740,
    "India": 750, "Indonesia": 850, "Australia": 900,
}  # fmt: skip


class Data:
    """The datasets and the reference, read once."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._read: dict[str, pl.DataFrame] = {}

    def __call__(self, name: str) -> pl.DataFrame:
        if name not in self._read:
            self._read[name] = pl.read_parquet(self.folder / f"{name}.parquet")
        return self._read[name]

    def oracle(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self.folder / "oracle" / f"{name}.parquet")

    # The frames of the reference's calls, made by ours (that they are the reference's, the tests of keys say).
    @property
    def cow(self) -> pl.DataFrame:
        return self._made("cow", lambda: m.dyad_years(self("states/isard_cw_system"), last=LAST))

    @property
    def gw(self) -> pl.DataFrame:
        return self._made("gw", lambda: m.dyad_years(self("states/isard_gw_system"), last=LAST))

    @property
    def cow_states(self) -> pl.DataFrame:
        return self._made("cow_states", lambda: m.state_years(self("states/isard_cw_system"), last=LAST))

    @property
    def gw_states(self) -> pl.DataFrame:
        return self._made("gw_states", lambda: m.state_years(self("states/isard_gw_system"), last=LAST))

    def subset(self, system: str) -> pl.DataFrame:
        """Directed dyads of the states that ever were major powers to 2020, and all of three years."""
        code, list_ = ("ccode", "states/isard_cw_system") if system == "cow" else ("gwcode", "states/isard_gw_system")
        majors = self("powers/cow_majors")["ccode"].unique().to_list()

        def make() -> pl.DataFrame:
            frame = m.dyad_years(self(list_), last=LAST, directed=True)
            of_majors = pl.col(f"{code}1").is_in(majors) & pl.col(f"{code}2").is_in(majors) & (pl.col("year") <= 2020)
            return frame.filter(of_majors | pl.col("year").is_in([1873, 1926, 1987]))

        return self._made(f"{system}_subset", make)

    def _made(self, name: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        if name not in self._read:
            self._read[name] = make()
        return self._read[name]


@pytest.fixture(scope="module")
def data(shared: Path) -> Data:
    folder = shared / "data"
    if not (folder / "oracle").is_dir():
        pytest.skip("the reference tables (../shared/data/oracle) are not on this machine")
    return Data(folder)


@dataclass(frozen=True)
class Case:
    """How a table of the reference is made by ours."""

    make: Callable[[Data], pl.DataFrame]
    fault: str = ""
    """What the peer does wrong."""
    differs: tuple[str, ...] = ()
    """Columns with cells that differ for that reason ..."""
    where: pl.Expr | None = None
    """... in these rows of the reference, ..."""
    unknown: bool = False
    """... where ours is missing."""


GWCODES, CCODES = "states/isard_cw_gw_panel", "states/isard_gw_cw_panel"
ATOP, CONTIGUITY, NMC, MAJORS = (
    "alliances/atop_5.1_directed_dyadyear",
    "contiguity/cow_contdir_3.2",
    "capabilities/cow_nmc_7.0",
    "powers/cow_majors",
)
INTRASTATE = ["intrastate"]


def cow_mids(d: Data, frame: pl.DataFrame, keep: list[str] | None = None) -> pl.DataFrame:
    return m.add_cow_mids(frame, d("disputes/cow_mid_dirdisps"), d("disputes/cow_mid_disps"), keep=keep)


def peace(d: Data, prefix: str, last: int, event: str = "ongoing") -> pl.DataFrame:
    frame = d.cow.filter(pl.col("year") <= last)
    joined = (
        cow_mids(d, frame, ["dispnum"])
        if prefix == "cow"
        else m.add_gml_mids(frame, d("disputes/gml_dirdisp"), keep=["dispnum"])
    )
    return m.add_peace_years(joined, f"{prefix}mid{event}", name=f"{prefix}midspell")


RIVALS = "it marks all dyads of the years after the data's last (2020) as rivals; nothing is known of them"
CASES = {
    "cow_nondirected_keys": Case(lambda d: d.cow),
    "gw_nondirected_keys": Case(lambda d: d.gw),
    "cow_directed_S_keys": Case(lambda d: d.subset("cow")),
    "gw_directed_S_keys": Case(lambda d: d.subset("gw")),
    "cow_stateyears": Case(lambda d: d.cow_states),
    "gw_stateyears": Case(lambda d: d.gw_states),
    # every dyad-year
    "cow_n_atop": Case(lambda d: m.add_atop(d.cow, d(ATOP))),
    "cow_n_atop_ndirF": Case(lambda d: m.add_atop(d.cow, d(ATOP), own_direction=True)),
    "cow_n_capital_distance": Case(lambda d: m.add_capital_distance(d.cow, d("distance/cow_capitals"))),
    "cow_n_contiguity": Case(lambda d: m.add_contiguity(d.cow, d(CONTIGUITY), none_masks=True)),
    "cow_n_contiguity_last": Case(lambda d: m.add_contiguity(d.cow, d(CONTIGUITY), take="last", none_masks=True)),
    "cow_n_cow_mids": Case(lambda d: cow_mids(d, d.cow)),
    "cow_n_cow_mids_peace_years": Case(lambda d: peace(d, "cow", 2014)),
    "cow_n_cow_mids_spells": Case(lambda d: peace(d, "cow", 2014)),
    "cow_n_cow_trade": Case(lambda d: m.add_trade(d.cow, d("trade/cow_trade_4.0_directed"))),
    "cow_n_cow_wars": Case(lambda d: m.add_inter_wars(d.cow, d("wars/cow_war_inter"))),
    "cow_n_gml_mids": Case(lambda d: m.add_gml_mids(d.cow, d("disputes/gml_dirdisp"))),
    "cow_n_gml_mids_peace_years": Case(lambda d: peace(d, "gml", 2010)),
    "cow_n_gml_mids_spells": Case(lambda d: peace(d, "gml", 2010)),
    "cow_n_gml_mids_spells_onset": Case(lambda d: peace(d, "gml", 2010, "onset")),
    "cow_n_igos": Case(lambda d: m.add_igos(d.cow, d("igo/cow_igo_ndy"))),
    "cow_n_majors": Case(lambda d: m.add_majors(d.cow, d(MAJORS), last=LAST)),
    "cow_n_minimum_distance": Case(lambda d: m.add_minimum_distance(d.cow, d("distance/cow_mindist"))),
    "cow_n_strategic_rivalries": Case(
        lambda d: m.add_rivalries(d.cow, d("rivalries/tss_rivalries")),
        fault=RIVALS,
        differs=("ongoingrivalry",),
        where=pl.col("year") > 2020,
        unknown=True,
    ),
    # directed, a subset
    "cow_d_S_archigos": Case(lambda d: m.add_leaders(d.subset("cow"), d("leaders/archigossums"), d(CCODES))),
    "cow_d_S_atop": Case(lambda d: m.add_atop(d.subset("cow"), d(ATOP), own_direction=True)),
    "cow_d_S_capital_distance": Case(lambda d: m.add_capital_distance(d.subset("cow"), d("distance/cow_capitals"))),
    "cow_d_S_capital_distance_last": Case(
        lambda d: m.add_capital_distance(d.subset("cow"), d("distance/cow_capitals"), take="last")
    ),
    "cow_d_S_contiguity": Case(lambda d: m.add_contiguity(d.subset("cow"), d(CONTIGUITY), none_masks=True)),
    "cow_d_S_cow_mids": Case(lambda d: cow_mids(d, d.subset("cow"))),
    "cow_d_S_cow_wars": Case(lambda d: m.add_inter_wars(d.subset("cow"), d("wars/cow_war_inter"))),
    "cow_d_S_democracy": Case(lambda d: m.add_democracy(d.subset("cow"), d("regime/isard_cw_democracy"))),
    "cow_d_S_gml_mids": Case(
        lambda d: m.add_gml_mids(d.subset("cow"), d("disputes/gml_dirdisp"), initiator="sidea-all-joiners")
    ),
    "cow_d_S_gwcode": Case(lambda d: m.add_gwcode(d.subset("cow"), d(GWCODES))),
    "cow_d_S_igos": Case(lambda d: m.add_igos(d.subset("cow"), d("igo/cow_igo_ndy"))),
    "cow_d_S_majors": Case(lambda d: m.add_majors(d.subset("cow"), d(MAJORS), last=LAST)),
    "cow_d_S_minimum_distance": Case(lambda d: m.add_minimum_distance(d.subset("cow"), d("distance/cow_mindist"))),
    "cow_d_S_nmc": Case(lambda d: m.add_nmc(d.subset("cow"), d(NMC))),
    "cow_d_S_sim_gdp_pop": Case(lambda d: m.add_gdp_pop(d.subset("cow"), d("economy/isard_cw_gdppop"))),
    "cow_d_S_strategic_rivalries": Case(lambda d: m.add_rivalries(d.subset("cow"), d("rivalries/tss_rivalries"))),
    "gw_d_S_archigos": Case(lambda d: m.add_leaders(d.subset("gw"), d("leaders/archigossums"))),
    "gw_d_S_capital_distance": Case(lambda d: m.add_capital_distance(d.subset("gw"), d("distance/gw_capitals"))),
    "gw_d_S_ccode": Case(lambda d: m.add_ccode(d.subset("gw"), d(CCODES))),
    "gw_d_S_democracy": Case(lambda d: m.add_democracy(d.subset("gw"), d("regime/isard_gw_democracy"))),
    "gw_d_S_minimum_distance": Case(lambda d: m.add_minimum_distance(d.subset("gw"), d("distance/gw_mindist"))),
    "gw_d_S_sim_gdp_pop": Case(lambda d: m.add_gdp_pop(d.subset("gw"), d("economy/isard_gw_gdppop"))),
    # state-years
    "cow_s_archigos": Case(
        lambda d: m.add_leaders(d.cow_states, d("leaders/archigossums"), d(CCODES)),
        fault="Yugoslavia 2006 begins with one leader and ends with another, yet has no transition and one leader",
        differs=("leadertransition", "n_leaders"),
        where=(pl.col("ccode") == 345) & (pl.col("year") == 2006),
    ),
    "cow_s_capital_distance": Case(
        lambda d: m.add_capital_distance(d.cow_states, d("distance/cow_capitals"), system=d("states/isard_cw_system"))
    ),
    "cow_s_contiguity": Case(lambda d: m.add_contiguity(d.cow_states, d(CONTIGUITY), none_masks=True)),
    "cow_s_cow_trade": Case(lambda d: m.add_trade(d.cow_states, d("trade/cow_trade_4.0_national"))),
    "cow_s_cow_wars_intra": Case(
        lambda d: m.add_intra_wars(d.cow_states, d("wars/cow_war_intra")),
        fault="unknown deaths stand there as -9, as if a number; a war that resumed within a year is listed twice",
        differs=("sideadeaths", "sidebdeaths", "intrawarnums"),
        where=(pl.col("sideadeaths") < 0)
        | (pl.col("sidebdeaths") < 0)
        | pl.col("intrawarnums").is_in(["547; 547", "623; 623"]),
    ),
    "cow_s_democracy": Case(lambda d: m.add_democracy(d.cow_states, d("regime/isard_cw_democracy"))),
    "cow_s_gml_mids": Case(
        lambda d: m.add_gml_mids(d.cow_states, d("disputes/gml_part"), known_leaders=True),
        fault="it writes 0 for the years after the data's last (2010)",
        differs=("gmlmidongoing", "gmlmidonset", "gmlmidongoing_init", "gmlmidonset_init"),
        where=pl.col("year") > 2010,
        unknown=True,
    ),
    "cow_s_gwcode": Case(lambda d: m.add_gwcode(d.cow_states, d(GWCODES))),
    "cow_s_igos": Case(lambda d: m.add_igos(d.cow_states, d("igo/cow_igo_sy"))),
    "cow_s_majors": Case(lambda d: m.add_majors(d.cow_states, d(MAJORS), last=LAST)),
    "cow_s_minimum_distance": Case(lambda d: m.add_minimum_distance(d.cow_states, d("distance/cow_mindist"))),
    "cow_s_nmc": Case(lambda d: m.add_nmc(d.cow_states, d(NMC))),
    "cow_s_sim_gdp_pop": Case(lambda d: m.add_gdp_pop(d.cow_states, d("economy/isard_cw_gdppop"))),
    "cow_s_strategic_rivalries": Case(lambda d: m.add_rivalries(d.cow_states, d("rivalries/tss_rivalries"))),
    "gw_s_archigos": Case(lambda d: m.add_leaders(d.gw_states, d("leaders/archigossums"))),
    "gw_s_capital_distance": Case(
        lambda d: m.add_capital_distance(d.gw_states, d("distance/gw_capitals"), system=d("states/isard_gw_system"))
    ),
    "gw_s_ccode": Case(lambda d: m.add_ccode(d.gw_states, d(CCODES))),
    "gw_s_democracy": Case(lambda d: m.add_democracy(d.gw_states, d("regime/isard_gw_democracy"))),
    "gw_s_minimum_distance": Case(lambda d: m.add_minimum_distance(d.gw_states, d("distance/gw_mindist"))),
    "gw_s_sim_gdp_pop": Case(lambda d: m.add_gdp_pop(d.gw_states, d("economy/isard_gw_gdppop"))),
    "gw_s_ucdp_acd_intrastate": Case(lambda d: m.add_ucdp_conflicts(d.gw_states, d("wars/ucdp_acd"), types=INTRASTATE)),
    "gw_s_ucdp_onsets": Case(
        lambda d: m.add_ucdp_onsets(d.gw_states, d("wars/ucdp_onsets")),
        fault="it writes 0 for the years outside of the data's (1946 to 2017)",
        differs=("sumnewconf", "sumonset1", "sumonset2", "sumonset3", "sumonset5", "sumonset10"),
        where=~pl.col("year").is_between(1946, 2017),
        unknown=True,
    ),
    "gw_s_ucdp_peace_years": Case(
        lambda d: m.add_peace_years(
            m.add_ucdp_conflicts(d.gw_states, d("wars/ucdp_acd"), types=INTRASTATE).filter(
                pl.col("year").is_between(1946, 2019)
            ),
            "ucdpongoing",
        )
    ),
    # leaders
    "leaderyears_archigos": Case(lambda d: m.leader_years(d("leaders/archigos_4.1"))),
    # similarity
    "unvotes_similarity_g20": Case(
        lambda d: m.vote_similarity(
            d("votes/un_votes").with_columns(
                ccode=pl.col("country").replace_strict(G20, default=None, return_dtype=pl.Int16)
            ),
            d("votes/un_roll_calls"),
        )
    ),
}
OTHERWISE = {  # compared by tests of their own, below
    "counts_per_year", "leaderyears_cow", "alliance_similarity_atop", "cow_s_creg", "cow_s_rugged_terrain",
    "cow_n_minimum_distance_plus", "gw_n_minimum_distance_plus",
}  # fmt: skip
BIG = {name for name in CASES if name.startswith(("cow_n_", "gw_n_")) or "nondirected" in name}


class Differing(NamedTuple):
    column: str
    cells: int


def differing(reference: pl.DataFrame, ours: pl.DataFrame, keys: list[str], skip: set[str]) -> list[Differing]:
    """Columns in which two tables with the same keys differ."""
    found = []
    for column in reference.columns:
        if column in keys or column in skip:
            continue
        assert column in ours.columns, f"{column} is missing from ours: {ours.columns}"
        expected, got = reference[column], ours[column]
        if expected.dtype.is_numeric():
            assert got.dtype.is_numeric(), column
            expected, got = expected.cast(pl.Float64), got.cast(pl.Float64)
            same = ((expected - got).abs() <= 1e-9 * expected.abs() + 1e-12).fill_null(value=False)
            same |= expected.is_null() & got.is_null()
        else:
            same = expected.eq_missing(got)
        if not same.all():
            found.append(Differing(column, (~same).sum()))
    return found


def aligned(reference: pl.DataFrame, ours: pl.DataFrame, name: str) -> tuple[pl.DataFrame, pl.DataFrame, list[str]]:
    """Both in the order of their keys, which must be the same."""
    keys = [key for key in KEYS if key in reference.columns]
    own, other = ("gwcode", "ccode") if name.startswith("gw") else ("ccode", "gwcode")
    if any(key.startswith(own) for key in keys):
        keys = [key for key in keys if not key.startswith(other)]
    ours = ours.with_columns(pl.col(key).cast(reference.schema[key]) for key in keys)
    assert ours.height == reference.height
    assert ours.select(keys).is_unique().all(), "a key stands twice"
    reference, ours = reference.sort(keys), ours.sort(keys)
    assert ours.select(keys).equals(reference.select(keys)), "other rows"
    return reference, ours, keys


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in BIG else []) for name in CASES]
)
def test_table(name: str, data: Data):
    case = CASES[name]
    made = case.make(data)
    if name == "unvotes_similarity_g20":
        made = made.filter(pl.col("ccode1").is_not_null())
    reference, ours, keys = aligned(data.oracle(name), made, name)
    skip = {column for column in reference.columns if column.startswith("iso3c")}
    if case.where is None:
        assert differing(reference, ours, keys, skip) == []
        return
    at_fault = reference.select(case.where.fill_null(value=False)).to_series()
    assert at_fault.any(), "the peer has mended it: compare all"
    assert differing(reference.filter(~at_fault), ours.filter(~at_fault), keys, skip) == []
    assert differing(reference.filter(at_fault), ours.filter(at_fault), keys, skip | {*case.differs}) == []
    if case.unknown:
        there = ours.filter(at_fault).select(case.differs)
        assert there.null_count().row(0) == (there.height,) * there.width


def test_every_table_of_the_reference_is_compared(data: Data):
    there = {path.stem for path in (data.folder / "oracle").glob("*.parquet")}
    assert there == {*CASES} | OTHERWISE


def test_counts_per_year(data: Data):
    counts = data.oracle("counts_per_year").sort("year")
    cow, gw = data("states/isard_cw_system"), data("states/isard_gw_system")
    made = {
        "cow_nondirected": data.cow,
        "gw_nondirected": data.gw,
        "cow_directed": m.dyad_years(cow, last=LAST, directed=True),
        "gw_directed": m.dyad_years(gw, last=LAST, directed=True),
        "cow_nondirected_mryF": m.dyad_years(cow),
        "gw_nondirected_mryF": m.dyad_years(gw),
        "cow_states": data.cow_states,
        "gw_states": data.gw_states,
        "cow_states_mryF": m.state_years(cow),
        "gw_states_mryF": m.state_years(gw),
    }
    assert {*made} == {*counts.columns} - {"year"}
    for name, frame in made.items():
        ours = counts.select("year").join(frame.group_by("year").len(), on="year", how="left")["len"]
        assert ours.cast(pl.Int64).to_list() == counts[name].cast(pl.Int64).to_list(), name


def test_dyads_that_share_a_year_but_no_day_follow_from_dates(data: Data):
    for false, frame in (("states/peace_false_cow_dyads", data.cow), ("states/peace_false_gw_dyads", data.gw)):
        keys = [name for name in data(false).columns if name not in ("in_ps", "microstate1", "microstate2")]
        assert data(false).height
        assert frame.join(data(false), on=keys, how="semi").height == 0


def test_disputes_are_whittled_as_the_peer_bundles_them(data: Data):
    for whole, parts, disputes, names in (
        ("disputes/cow_mid_ddydisps", "disputes/cow_mid_dirdisps", data("disputes/cow_mid_disps"), ("cowmid", "disp")),
        ("disputes/gml_mid_ddydisps", "disputes/gml_dirdisp", None, ("gmlmid", "mid")),
    ):
        ours = m.one_dispute_a_dyad_year(data(parts), disputes)
        ours = ours.rename({f"{names[1]}ongoing": f"{names[0]}ongoing", f"{names[1]}onset": f"{names[0]}onset"})
        reference, ours, keys = aligned(data(whole), ours.select(data(whole).columns), "cow")
        assert differing(reference, ours, keys, set()) == []


def test_contiguity_is_that_of_the_projects_own_dyad_years(data: Data):
    """The peer lets a spell of "no contiguity" hide a border that runs beside it; the official file has the border."""
    official = pl.read_csv(data.folder / "contiguity" / "cow_contdird_3.2.csv").select(
        ccode1=pl.col("state1no").cast(pl.Int16), ccode2=pl.col("state2no").cast(pl.Int16),
        year=pl.col("year").cast(pl.Int16), official="conttype",
    )  # fmt: skip
    # In 29 dyad-years the relation changed, and the official file has two rows.
    types = official.group_by("ccode1", "ccode2", "year").agg(pl.col("official"))
    keys = ["ccode1", "ccode2", "year"]
    for take in ("first", "last"):
        ours = m.add_contiguity(data.cow.filter(pl.col("year") <= 2016), data(CONTIGUITY), take=take)
        both = ours.join(types, on=keys, how="left")
        assert both["conttype"].null_count() == 0
        wrong = both.filter(
            pl.when(pl.col("official").is_null())
            .then(pl.col("conttype") != 0)
            .otherwise(~pl.col("official").list.contains(pl.col("conttype").cast(pl.Int64)))
        )
        assert wrong.height == 0
    peer = m.add_contiguity(data.cow, data(CONTIGUITY), none_masks=True)
    differ = data.cow.with_columns(
        ours=m.add_contiguity(data.cow, data(CONTIGUITY))["conttype"], peer=peer["conttype"]
    ).filter(pl.col("ours") != pl.col("peer"))
    assert (differ["peer"] == 0).all()
    assert differ.height == 690


def test_all_participants_were_in_their_disputes(data: Data):
    """The peer leaves out those whose leader is not known, as the United States in 1816."""
    ours = m.add_gml_mids(data.cow_states, data("disputes/gml_part"))
    assert ours.filter(pl.col("ccode") == 2, pl.col("year") == 1816)["gmlmidongoing"].item() == 1
    ongoing = data("disputes/gml_dirdisp").select(ccode="ccode1", year="year").unique()
    assert (
        ours.join(ongoing, on=["ccode", "year"], how="semi")["gmlmidongoing"].to_list().count(1)
        == ours["gmlmidongoing"].sum()
    )


def test_leader_years_of_members(data: Data):
    """The peer lacks one: Souvanna Phouma led Laos, a member from 23 October 1953, in that year."""
    ours = m.leader_years(
        data("leaders/archigos_4.1"), system=data("states/isard_cw_system"), concordance=data(GWCODES)
    )
    more = (pl.col("obsid") == "LAO-1951") & (pl.col("year") == 1953)
    assert ours.filter(more).height == 1
    reference, ours, keys = aligned(data.oracle("leaderyears_cow"), ours.filter(~more), "cow")
    assert differing(reference, ours, keys, set()) == []


def test_alliance_similarity(data: Data):
    reference = data.oracle("alliance_similarity_atop")
    ours = m.alliance_similarity(data(ATOP), data.cow_states)
    assert (
        ours.height
        == data.cow.filter(pl.col("year") <= 2018).height
        + ours.join(data.cow, on=["ccode1", "ccode2", "year"], how="anti").height
    )
    ours = ours.join(reference, on=["ccode1", "ccode2", "year"], how="semi")
    reference, ours, keys = aligned(reference, ours, "cow")
    assert differing(reference, ours, keys, set()) == []


@pytest.mark.slow
@pytest.mark.parametrize(("system", "more", "others"), [("cow", 19_825, 93), ("gw", None, None)])
def test_minimum_distance_by_another_table(system: str, more: int | None, others: int | None, data: Data):
    """The peer's other table is not at hand: all but the dyad-years that it has more, or other, are ours."""
    reference = data.oracle(f"{system}_n_minimum_distance_plus")
    frame = data.cow if system == "cow" else data.gw
    bundled = m.add_minimum_distance(frame, data(f"distance/{system}_mindist"))
    reference, bundled, keys = aligned(reference, bundled, system)
    theirs, ours = reference["mindist"], bundled["mindist"]
    assert (theirs.is_null() & ours.is_not_null()).sum() == 0
    if more is not None:
        assert (theirs.is_not_null() & ours.is_null()).sum() == more
        assert ((theirs - ours).abs() > 1e-9 * theirs).sum() == others
    # And any table of minimum distances joins: the reference, taken for one, gives itself.
    code = "ccode" if system == "cow" else "gwcode"
    itself = reference.select(f"{code}1", f"{code}2", "year", "mindist").drop_nulls()
    reference, ours, keys = aligned(reference, m.add_minimum_distance(frame, itself), system)
    assert differing(reference, ours, keys, set()) == []


@pytest.mark.parametrize(("name", "constant"), [("cow_s_rugged_terrain", True), ("cow_s_creg", False)])
def test_any_other_table(name: str, constant: bool, data: Data):
    """Their sources are not at hand; what the reference says of each state joins back to each of its years."""
    reference = data.oracle(name)
    values = [column for column in reference.columns if column not in ("ccode", "cw_name", "year")]
    key = ["ccode"] if constant else ["ccode", "year"]
    table = reference.select(*key, *values).filter(~pl.all_horizontal(pl.col(values).is_null())).unique()
    reference, ours, keys = aligned(reference, m.add_columns(data.cow_states, table, values), name)
    assert differing(reference, ours, keys, set()) == []
