"""`detente check` of histories against real datasets: what is known to be in each."""

import json

import pytest

pytestmark = pytest.mark.slow

FILES = {
    "cow-states": "states/cow_states.parquet",
    "cow-wars": "wars/cow_war_inter.parquet",
    "cow-mids": "disputes/cow_mid_dirdisps.parquet",
    "atop": "alliances/atop_5.1_directed_dyadyear.parquet",
    "travels": "visits/president-travels",
}


@pytest.fixture(scope="module")
def db(shared, examples, tmp_path_factory):
    from typer.testing import CliRunner

    from detente.cli import app

    if not (shared / "data").is_dir():
        pytest.skip("the real datasets (../shared/data) are not on this machine")
    path = tmp_path_factory.mktemp("real") / "a.duckdb"
    texts = [str(examples / name) for name in ("china-russia.txt", "argentina-chile.txt")]
    more = [str(shared / name) for name in ("texts/china-russia.txt", "gold/dev/us-russia.txt")]
    calls = [["import", name, str(shared / "data" / file)] for name, file in FILES.items()]
    for call in [*calls, ["add", *texts, *more]]:
        done = CliRunner().invoke(app, [*call, "--db", str(path)], catch_exceptions=False)
        assert done.exit_code == 0, done.output
    return path


@pytest.fixture
def found(run, db):
    def call(a, b, *options):
        done = run("check", a, b, "--db", db, "--format", "json", *options)
        assert done.status == 0
        return [row for row in json.loads(done.out) if row["what"] in ("dataset", "untold")]

    return call


def test_a_border_war_is_no_war_of_the_dataset_but_a_dispute(found):
    against = [row for row in found("CHN", "RUS") if row["what"] == "dataset"]
    war = next(row for row in against if row["says"].startswith("war told of in 1969"))
    assert "1,000 battle deaths" in war["says"]
    assert "disputes in that year: 349" in war["says"]
    assert "1969" in war["one_sentence"]
    # the alliance of 1950 stands in both, and a non-aggression pact (1937) is no alliance
    assert not [row for row in against if row["other_document"] == "atop"]


def test_wars_that_only_the_dataset_knows(found):
    wars = [row for row in found("CHN", "RUS") if row["other_document"] == "cow-wars" and row["what"] == "untold"]
    assert all("no text here tells it" in row["says"] for row in wars)
    assert {row["other_sentence"] for row in wars} <= {"war 82, 1900", "war 83, 1900", "war 118, 1929"}


def test_before_both_were_states_datasets_of_states_say_nothing(found):
    """The treaty of alliance of 1819: the Correlates of War count Chile from 1839 and Argentina from 1841 on."""
    assert not [row for row in found("ARG", "CHL") if row["what"] == "dataset" and "1819" in row["one_date"]]


def test_visits_do_not_drown_the_page(found):
    few = [row for row in found("USA", "RUS") if row["other_document"] == "travels"]
    many = [row for row in found("USA", "RUS", "--details") if row["other_document"] == "travels"]
    (whole,) = [row for row in few if row["what"] == "untold"]
    assert "no text here tells them" in whole["says"]
    assert sum(row["what"] == "untold" for row in many) == int(whole["says"].split()[0]) > 3
