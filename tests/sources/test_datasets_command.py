"""`detente import` and `detente datasets` as a person calls them, and the page of datasets."""

import json
import runpy

import pytest
from typer.testing import CliRunner

from detente.cli import app

NMC = """
    stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version
    USA,2,1816,3823,17,80,254,8659,101,.0396975,2011
    USA,2,2012,655388000,1569,88695,-9,314799,-9,.1393526,2011
    """


@pytest.fixture
def detente(in_process, monkeypatch, tmp_path):
    """Call the command; gives exit status, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        status, out, err = in_process(*arguments)
        return status, out.decode(), err

    return call


def test_import_then_list(detente, write):
    path = write("NMC_5_0.csv", NMC)
    assert detente("import", "nmc", path, "--db", "rel.duckdb") == (0, "nmc 5.0: 2 rows, 1816-2012\n", "")
    assert detente("import", "NMC", path, "--db", "rel.duckdb")[1] == (
        "nmc 5.0: is there already, from the same file; nothing changed\n"
    )
    status, out, _ = detente("datasets", "--db", "rel.duckdb")
    assert status == 0
    assert out.splitlines()[1].split()[0] == "nmc"
    assert "1816-2012" in out
    assert len(out.splitlines()) == 2
    listed = json.loads(detente("datasets", "--db", "rel.duckdb", "--format", "json")[1])
    row = next(row for row in listed if row["name"] == "nmc")
    assert (row["version"], row["rows"], row["first_year"], row["last_year"]) == ("5.0", 2, 1816, 2012)
    assert "Singer" in row["citation"]
    assert next(row for row in listed if row["name"] == "atop")["rows"] is None
    csv = detente("datasets", "--format", "csv")[1]
    assert csv.startswith("name,title,get,version,rows,first_year,last_year,imported,source,citation,licence\n")
    assert detente("datasets", "--format", "md")[1].startswith("| name |")


def test_a_file_is_read_again_on_demand(detente, write):
    path = write("NMC_5_0.csv", NMC)
    detente("import", "nmc", path, "--db", "rel.duckdb")
    out = detente("import", "nmc", path, "--db", "rel.duckdb", "--again")[1]
    assert out == "nmc 5.0: 2 rows, 1816-2012; in the place of version 5.0\n"


def test_coders_of_events_are_listed_too(detente):
    assert json.loads(detente("datasets", "gdelt", "--format", "json")[1])["table"] == "coded_events"
    assert "coded_events" in detente("datasets", "ICEWS")[1]
    assert "text" in detente("datasets", "polecat", "--format", "csv")[1]


def test_one_dataset_is_told_whole(detente, write):
    detente("import", "nmc", write("NMC_5_0.csv", NMC), "--db", "rel.duckdb", "--version", "mine")
    _, out, _ = detente("datasets", "nmc", "--db", "rel.duckdb")
    for said in ("data_nmc", "milex", "@incollection{singer1972,", "version mine", "thousand current USD"):
        assert said in out
    about = json.loads(detente("datasets", "nmc", "--format", "json")[1])
    assert about["table"] == "data_nmc"
    assert {column["name"] for column in about["columns"]} >= {"ccode", "year", "cinc"}
    assert "made-up file" in detente("datasets", "sipri-arms")[1]
    assert "its maintainer does not want" in detente("datasets", "cow-alliances")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["import", "nmc"], "--db FILE"),
        (["import", "nmcc", "--db", "x.duckdb"], "did you mean"),
        (["import", "cow-alliances", "--db", "x.duckdb"], "its maintainer does not want"),
        (["import", "capitals", "--db", "x.duckdb"], "no fixed address"),
        (["import", "gdelt", "--db", "x.duckdb"], "give the files"),
        (["import", "all", "--db", "x.duckdb"], "give a folder"),
        (["import", "all", "absent", "--db", "x.duckdb"], "no such file or folder"),
        (["import", "nmc", "absent.csv", "--db", "x.duckdb"], "no such file"),
        (["datasets", "--db", "absent.duckdb"], "no such file"),
        (["datasets", "rivalrys"], "did you mean"),
    ],
)
def test_what_goes_wrong_is_one_line_and_leaves_no_file(detente, tmp_path, arguments, said):
    status, out, err = detente(*arguments)
    assert status == 2
    assert out == ""
    assert said in err
    assert len(err.splitlines()) == 1
    assert not list(tmp_path.glob("*.duckdb"))


def test_a_folder_is_imported_with_a_word_on_each_file(detente, write, tmp_path):
    write("NMC_5_0.csv", NMC)
    write("other.csv", "a,b\n1,2\n")
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("NMC_5_0.csv", "other.csv"):
        (tmp_path / name).rename(folder / name)
    status, out, err = detente("import", "all", folder, "--db", "rel.duckdb")
    assert status == 0
    assert out == "nmc 5.0: 2 rows, 1816-2012\n"
    assert "other.csv: left out" in err
    assert err.endswith("1 datasets imported, 1 files left out\n")


def test_help_names_the_datasets_command():
    result = CliRunner().invoke(app, ["import", "--help"])
    assert result.exit_code == 0
    assert "detente datasets" in result.output


def test_the_page_is_what_the_table_says(root):
    made = runpy.run_path(str(root / "docs" / "make_datasets.py"))
    assert (root / "docs" / "datasets.md").read_text("utf-8") == made["page"](), "run python docs/make_datasets.py"
