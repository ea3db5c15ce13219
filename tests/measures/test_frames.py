import datetime as dt
import subprocess
import sys

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente import measures as m
from detente.errors import DetenteError


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def spells(*rows: tuple[int, str, str], code: str = "ccode") -> pl.DataFrame:
    return pl.DataFrame(
        {code: [r[0] for r in rows], "start": [day(r[1]) for r in rows], "end": [day(r[2]) for r in rows]},
        schema={code: pl.Int16, "start": pl.Date, "end": pl.Date},
    )


# 1 is there throughout, 2 leaves in May 1990, 3 comes in June 1990 (2 and 3 share the year but no day), 4 has a gap.
SYSTEM = spells(
    (1, "1988-01-01", "1992-12-31"),
    (2, "1988-01-01", "1990-05-31"),
    (3, "1990-06-01", "1992-12-31"),
    (4, "1988-03-01", "1989-02-01"),
    (4, "1991-12-31", "1992-12-31"),
)


def keys(frame: pl.DataFrame) -> list[tuple]:
    return sorted(frame.select("ccode1", "ccode2", "year").rows())


def test_states_stand_in_every_year_that_they_touch(kind):
    frame = kind.polars(m.state_years(kind.of(SYSTEM)))
    assert sorted(frame.select("ccode", "year").rows()) == sorted(
        [(1, y) for y in range(1988, 1993)]
        + [(2, y) for y in (1988, 1989, 1990)]
        + [(3, y) for y in (1990, 1991, 1992)]
        + [(4, y) for y in (1988, 1989, 1991, 1992)]
    )


def test_dyads_share_a_day(kind):
    frame = kind.polars(m.dyad_years(kind.of(SYSTEM), first=1990, last=1991))
    assert keys(frame) == [
        (1, 2, 1990),
        (1, 3, 1990), (1, 3, 1991),
        (1, 4, 1991),
        (3, 4, 1991),
    ]  # fmt: skip


def test_directed_is_both_ways():
    one, both = m.dyad_years(SYSTEM), m.dyad_years(SYSTEM, directed=True)
    assert keys(both) == sorted(keys(one) + [(b, a, y) for a, b, y in keys(one)])


def test_members_of_the_last_day_stay_on_when_asked():
    assert m.state_years(SYSTEM)["year"].max() == 1992
    later = m.state_years(SYSTEM, last=1995)
    assert sorted(later.filter(pl.col("year") == 1995)["ccode"]) == [1, 3, 4]


def test_a_state_that_comes_back_within_a_year_stands_once():
    system = spells((1, "2000-01-01", "2000-12-31"), (2, "2000-01-01", "2000-02-01"), (2, "2000-10-01", "2000-12-31"))
    assert m.dyad_years(system).rows() == [(1, 2, 2000)]
    assert m.state_years(system).height == 2


@pytest.mark.parametrize("end", [None, "9999-12-31"])
def test_no_end_is_a_member_still(end):
    system = SYSTEM.with_columns(
        end=pl.when(pl.col("end") == day("1992-12-31")).then(pl.lit(end and day(end))).otherwise("end")
    )
    with pytest.raises(DetenteError, match="last=2025"):
        m.state_years(system)
    assert m.dyad_years(system, last=1992).equals(m.dyad_years(SYSTEM))


def test_official_forms_of_lists(kind):
    parts = SYSTEM.select(
        "ccode",
        *(
            getattr(pl.col(column).dt, part)().cast(pl.Int16).alias(f"{prefix}{part}")
            for column, prefix in (("start", "st"), ("end", "end"))
            for part in ("year", "month", "day")
        ),
    )
    named = SYSTEM.rename({"start": "startdate", "end": "enddate"})
    texts = SYSTEM.with_columns(pl.col("start", "end").cast(pl.String))
    expected = keys(m.dyad_years(SYSTEM))
    for system in (parts, named, texts):
        assert keys(kind.polars(m.dyad_years(kind.of(system)))) == expected


def test_flags_and_names_go_along():
    system = SYSTEM.with_columns(
        gwcode=pl.col("ccode"), microstate=(pl.col("ccode") == 4).cast(pl.Int8), name=pl.lit("x")
    )
    system = system.drop("ccode")
    assert m.dyad_years(system).columns == ["gwcode1", "gwcode2", "year", "microstate1", "microstate2"]
    assert m.state_years(system).columns == ["gwcode", "microstate", "name", "year"]


def test_what_the_user_can_mend():
    with pytest.raises(DetenteError, match="days of membership"):
        m.dyad_years(SYSTEM.drop("end"))
    with pytest.raises(DetenteError, match="ccode or gwcode"):
        m.dyad_years(SYSTEM.rename({"ccode": "state"}))
    with pytest.raises(DetenteError, match="system_name"):
        m.dyad_years(SYSTEM.with_columns(gwcode="ccode"))
    with pytest.raises(DetenteError, match="out of order"):
        m.dyad_years(SYSTEM, first=1992, last=1990)
    with pytest.raises(DetenteError, match="no frame"):
        m.dyad_years([1, 2])
    with pytest.raises(DetenteError, match="of Polars and contiguity of pandas"):
        m.add_contiguity(m.dyad_years(SYSTEM), SYSTEM.to_pandas())


day_numbers = st.integers(min_value=0, max_value=1500)
random_spells = st.lists(
    st.tuples(st.integers(min_value=1, max_value=6), day_numbers, day_numbers), min_size=1, max_size=8
)


@settings(max_examples=25)
@given(random_spells)
def test_frames_are_what_counting_days_gives(rows):
    origin = day("2000-01-01")
    rows = [(code, min(a, b), max(a, b)) for code, a, b in rows]
    system = spells(*((c, str(origin + dt.timedelta(a)), str(origin + dt.timedelta(b))) for c, a, b in rows))
    members: dict[dt.date, set[int]] = {}
    for code, a, b in rows:
        for number in range(a, b + 1):
            members.setdefault(origin + dt.timedelta(number), set()).add(code)
    dyads = {(x, y, when.year) for when, codes in members.items() for x in codes for y in codes if x < y}
    states = {(x, when.year) for when, codes in members.items() for x in codes}
    frame = m.dyad_years(system)
    assert frame.is_unique().all()
    assert {*frame.rows()} == dyads
    assert {*m.state_years(system).select("ccode", "year").rows()} == states
    assert {*m.dyad_years(system, directed=True).rows()} == dyads | {(y, x, year) for x, y, year in dyads}


def test_parts_of_days_are_no_names():
    system = SYSTEM.with_columns(statenme=pl.lit("x"), styear=pl.col("start").dt.year(), endday=pl.lit(31))
    assert m.state_years(system).columns == ["ccode", "statenme", "year"]


def test_all_names_are_there_and_cost_nothing_before_they_are_asked_for():
    for name in m.__all__:
        assert callable(getattr(m, name)) or getattr(m, name) is not None
    code = "import sys, detente.measures; print(*(n for n in ('narwhals', 'polars', 'numpy') if n in sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert loaded == []
