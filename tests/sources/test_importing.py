"""What holds for every import: once is enough, versions, wrong files, nothing half-done, what a table says."""

import gzip
import re
import zipfile

import polars as pl
import pytest

from detente.errors import DetenteError
from detente.sources import Imported, Skipped, citations, import_all, import_file, load, present, relation
from detente.sources.families import FORMS, forms_of
from detente.sources.importing import version_in_name
from detente.sources.names import cow_numbers
from detente.sources.registry import dataset, datasets, reference_bibtex
from detente.sources.tables import as_one_state
from detente.store import open_store

MAJORS = """
    stateabb,ccode,styear,stmonth,stday,endyear,endmonth,endday,version
    USA,2,1898,8,13,2016,12,31,2016
    CHN,710,1950,1,1,2016,12,31,2016
    """
NMC = """
    stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version
    USA,2,1816,3823,17,80,254,8659,101,.0396975,2011
    USA,2,2012,655388000,1569,88695,-9,314799,-9,.1393526,2011
    """


def test_the_same_file_twice_changes_nothing(store, write, tmp_path):
    path = write("majors2016.csv", MAJORS)
    (first,) = import_file(store, "cow-majors", path)
    assert (first.rows, first.version, first.already, first.replaced) == (2, "2016", False, None)
    (again,) = import_file(store, "cow-majors", path)
    assert again.already
    zipped = tmp_path / "majors.csv.gz"
    zipped.write_bytes(gzip.compress(path.read_bytes()))
    assert import_file(store, "cow-majors", zipped)[0].already  # the same bytes, packed
    assert store.connection.execute("SELECT count(*) FROM imports").fetchone() == (1,)


def test_another_version_takes_the_place(store, write):
    import_file(store, "cow-majors", write("majors2016.csv", MAJORS))
    newer = write("majors2024.csv", MAJORS.replace("2016", "2024"))
    (done,) = import_file(store, "cow-majors", newer)
    assert (done.version, done.replaced) == ("2024", "2016")
    assert load(store, "cow-majors")["endyear"].unique().to_list() == [2024]
    rows = store.connection.execute("SELECT version, superseded IS NULL FROM imports ORDER BY import").fetchall()
    assert rows == [("2016", False), ("2024", True)]
    assert [one.version for one in present(store)["cow-majors"]] == ["2024"]
    (named,) = import_file(store, "cow-majors", newer, version="mine")
    assert (named.version, named.replaced) == ("mine", "2024")


def test_a_wrong_file_is_said_in_one_line(store, write):
    path = write("capabilities.csv", NMC)
    with pytest.raises(DetenteError) as caught:
        import_file(store, "atop", path)
    said = str(caught.value)
    assert "\n" not in said
    assert "statea" in said  # expected
    assert "milex" in said  # came
    assert not present(store)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (NMC.replace("3823", "many"), "the column milex has 'many' where a number is expected"),
        (NMC.replace(".0396975,2011", ".0396975,2011,1,2,3"), "line 2 has not the 11 cells"),
        (NMC.rstrip()[:-20], "line 3 has not the 11 cells"),
        (NMC.replace("USA,2,1816", '"USA,2,1816'), "line 2 opens a quotation mark"),
        (NMC.replace(",1816,", ",1816.5,"), "not a whole number"),
        (NMC.replace(",17,", ",99999999999,"), "out of range"),
        (NMC.splitlines()[1], "no rows"),
        ("", "is empty"),
        ("\n\n", "is empty"),
    ],
)
def test_a_file_that_is_no_good_changes_nothing(store, write, text, why):
    import_file(store, "nmc", write("NMC_5_0.csv", NMC))
    before = load(store, "nmc")
    with pytest.raises(DetenteError, match=why) as caught:
        import_file(store, "nmc", write("broken.csv", text))
    assert "\n" not in str(caught.value)
    assert load(store, "nmc").equals(before)
    assert len(present(store)["nmc"]) == 1
    import_file(store, "nmc", write("NMC_6_0.csv", NMC.replace("2012", "2016")))  # the store goes on working
    assert load(store, "nmc")["year"].max() == 2016


def test_of_two_editions_in_one_archive_the_longer_is_taken(store, write, tmp_path):
    whole = "stateA,stateB,year,defense,offense,neutral,nonagg,consul\n2,20,1990,1,0,0,0,0\n365,710,1990,0,0,0,1,0\n"
    archive = tmp_path / "atop_5.1.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("atop5_1ddyr_NNA.csv", "".join(whole.splitlines(keepends=True)[:2]))
        out.writestr("atop5_1ddyr.csv", whole)
    (done,) = import_file(store, "atop", archive)
    assert done.rows == 2


def test_bytes_that_are_no_text(store, tmp_path):
    path = tmp_path / "noise.csv"
    path.write_bytes(bytes(range(256)) * 200)
    with pytest.raises(DetenteError) as caught:
        import_file(store, "nmc", path)
    assert str(caught.value).isprintable()


def test_missing_numbers_are_null_and_zeros_stay(store, write):
    import_file(store, "nmc", write("NMC_5_0.csv", NMC.replace(",80,", ",0,").replace("101", "NA")))
    assert load(store, "nmc", ["pec", "upop", "irst"]).rows() == [(254, None, 0), (None, None, 88695)]


def test_old_line_ends_and_old_encodings(store, tmp_path):
    header = (
        "WarNum,WarName,WarType,ccode1,SideA,ccode2,SideB,StartMonth1,StartDay1,StartYear1,EndMonth1,EndDay1,EndYear1,"
        "StartYear2,EndYear2,Initiator,Interven,Outcome,BatDeath,NonStateDeaths,Version"
    )
    row = '300,Première guerre,3,210,Netherlands,-8,Émir,8,26,1816,-9,-9,-7,-8,-8,1,1,1,"1,013",-9,4'
    path = tmp_path / "Extra.csv"
    path.write_bytes("\r".join([header, row]).encode("cp1252"))
    import_file(store, "cow-extra-wars", path)
    table = load(
        store, "cow-extra-wars", ["warname", "ccode2", "sideb", "endyear1", "ongoing", "batdeath", "nonstatedeaths"]
    )
    assert table.rows() == [("Première guerre", None, "Émir", None, 1, 1013, None)]
    path.write_bytes("\r\n".join([header, row]).encode("utf-16"))
    import_file(store, "cow-extra-wars", path)
    assert load(store, "cow-extra-wars", ["warname"]).item() == "Première guerre"


def test_broken_archives_and_other_kinds_of_files(store, write, tmp_path):
    for name, content, why in (
        ("x.zip", b"PK\x03\x04 no archive", "broken archive"),
        ("x.csv.gz", b"no gzip", "broken archive"),
        ("x.xlsx", b"PK", "Excel"),
        ("x.rda", b"RDX", "an R file"),
        ("x.pdf", b"%PDF", "none of the kinds"),
        ("x.parquet", b"PAR0", "no Parquet file"),
        ("x.dta", b"no stata", "Stata"),
        ("x.xml", b"<a><b></a>", "no XML"),
        ("y.xml", b"<other/>", "another kind"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(DetenteError, match=why) as caught:
            import_file(store, "visits" if name.endswith("xml") else "nmc", path)
        assert "\n" not in str(caught.value)
    with pytest.raises(DetenteError, match="no such file"):
        import_file(store, "nmc", tmp_path / "absent.csv")


def test_an_archive_cannot_write_outside(store, write, tmp_path):
    archive = tmp_path / "in" / "evil.zip"
    archive.parent.mkdir()
    with zipfile.ZipFile(archive, "w") as out:
        out.write(write("a.csv", MAJORS), "../../majors2016.csv")
    import_file(store, "cow-majors", archive)
    assert not (tmp_path / "majors2016.csv").exists()
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".csv") == ["a.csv"]


def test_a_folder_is_told_file_by_file(store, write, tmp_path):
    write("majors2016.csv", MAJORS)
    write("majors2024.csv", MAJORS.replace("2016", "2024"))
    write("NMC_5_0.csv", NMC)
    write("broken_atop.csv", "stateA,stateB,year,defense,offense,neutral,nonagg,consul\n2,x,1943,1,1,1,1,1\n")
    write("notes.txt", "nothing, of use\nhere, at all\n")
    write("20180326.export.CSV", "a,b\n1,2\n")
    (tmp_path / "rel.duckdb.tmp").write_text("")
    done = list(import_all(store, tmp_path))
    imported = {one.name: one.version for one in done if isinstance(one, Imported)}
    left = {one.source: one.why for one in done if isinstance(one, Skipped)}
    assert imported == {"cow-majors": "2024", "nmc": "5.0"}
    assert "newer" in left["majors2016.csv"]
    assert "x" in left["broken_atop.csv"]
    assert "no dataset" in left["notes.txt"]
    assert "`detente import gdelt PATH`" in left["20180326.export.CSV"]
    with pytest.raises(DetenteError, match="holds no dataset"):
        list(import_all(store, write("only.txt", "a,b\n1,2\n").parent / "only.txt"))


def test_what_is_not_there_is_said(store, write):
    with pytest.raises(DetenteError, match="detente import nmc --db"):
        load(store, "nmc")
    import_file(store, "nmc", write("NMC_5_0.csv", NMC))
    with pytest.raises(DetenteError, match=r"no column 'cinck'.*cinc"):
        load(store, "nmc", ["cinck"])
    with pytest.raises(DetenteError, match="did you mean"):
        dataset("minimum-distanse")
    assert dataset("cow-capitals").name == "capitals"
    assert relation(store, "nmc", ["year"]).fetchall() == [(1816,), (2012,)]


def test_outputs_can_say_what_they_rest_on(store, write):
    import_file(store, "nmc", write("NMC_5_0.csv", NMC))
    assert citations(store, ["nmc", "atop", "nmc"]) == [
        f"COW National Material Capabilities, version 5.0. {dataset('nmc').citation}"
    ]


def test_a_state_is_one_through_its_numbers():
    assert cow_numbers("YEM") == (679, 678)
    rows = pl.DataFrame(
        [(260, 2, 1960, 1.0), (260, 2, 1990, None), (255, 2, 1990, 3.0), (2, 255, 1950, 4.0), (265, 2, 1960, 5.0)],
        schema={"ccode1": pl.Int16, "ccode2": pl.Int16, "year": pl.Int16, "flow1": pl.Float64},
        orient="row",
    )
    one = as_one_state(rows, "DEU", ["ccode1", "ccode2"], ["year"])
    assert one.schema == rows.schema
    assert sorted(one.rows()) == [(2, 255, 1950, 4.0), (255, 2, 1960, 1.0), (255, 2, 1990, 3.0), (265, 2, 1960, 5.0)]
    assert as_one_state(rows, "USA", ["ccode1", "ccode2"], ["year"]) is rows


def test_the_table_carries_its_dictionary(store, write):
    import_file(store, "nmc", write("NMC_5_0.csv", NMC))
    said = dict(
        store.connection.execute(
            "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'data_nmc'"
        ).fetchall()
    )
    assert "thousand" in said["milex"]
    assert all(said.values())
    row = store.connection.execute("SELECT citation, licence, source, rows FROM imports").fetchone()
    assert "Singer" in row[0]
    assert row[1]
    assert row[2].endswith("NMC_5_0.csv")
    assert row[3] == 2


def test_what_was_imported_is_there_after_closing(tmp_path, write):
    path = tmp_path / "kept.duckdb"
    with open_store(path, write=True) as first:
        import_file(first, "nmc", write("NMC_5_0.csv", NMC))
    with open_store(path) as second:
        assert isinstance(load(second, "nmc"), pl.DataFrame)


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("dyadic_mid_4.03.csv", "4.03"), ("atop5_1ddyr.csv", "5.1"), ("NMC_5_0.csv", "5.0"), ("states2016.csv", "2016"),
        ("IdealpointsJuly2025.dta", "2025-07"), ("IdealpointestimatesAll_Jun2024.csv", "2024-06"),
        ("2025_9_19_ga_voting.csv", "2025-09-19"), ("gml-mida-2.2.1.csv", "2.2.1"),
        ("ideal_points_2025-07.parquet", "2025-07"),
        ("UNVotes.csv", ""), ("API_SP.POP.TOTL_DS2_en_csv_v2_10181232.csv", ""),
    ],
)  # fmt: skip
def test_versions_in_names(name, version):
    assert version_in_name(name) == version


def test_the_table_of_datasets_is_whole():
    types = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "DOUBLE", "VARCHAR", "DATE", "BOOLEAN"}
    for name, entry in datasets().items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
        assert entry.title, name
        assert entry.licence, name
        assert entry.find, name
        assert entry.citation, name
        assert entry.bibtex, name
        assert forms_of(name), f"{name}: no form makes it"
        assert {column.type for column in entry.columns} <= types, name
        assert len({column.name for column in entry.columns}) == len(entry.columns), name
        assert set(entry.missing_in) <= {column.name for column in entry.columns}, name
        assert entry.part in ("", *(column.name for column in entry.columns)), name
        assert not (entry.never_fetch and entry.address), name
    for form in FORMS:
        for name, select in form.makes.items():
            assert set(select.columns) <= {column.name for column in dataset(name).columns}, (form.name, name)
    assert reference_bibtex("leeds2002").startswith("@article{leeds2002,")
    assert dataset("cow-alliances").never_fetch
