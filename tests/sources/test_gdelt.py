"""GDELT 1.0 and 2.0: what becomes of a line, of a broken one, of a file that comes again, of a run that is killed."""

import gzip
import os
import signal
import subprocess
import sys
import time
import zipfile
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.ontology.plover import from_cameo
from detente.sources import events, gdelt, icews, polecat
from detente.sources.actor_codes import actor_codes
from detente.sources.events import import_events
from detente.store import open_store

STORED = "source_id, day, dyad, actor, recipient, actor_raw, recipient_raw, cameo, type, mode, reports, url"


@pytest.fixture(scope="session")
def samples(shared):
    return shared / "data" / "events"


def line(number=1, *, columns=61, **values):
    """A line in the official order of columns, as text without its end; what is not given is empty."""
    names = gdelt.COLUMNS_2 if columns == 61 else gdelt.COLUMNS_1[:columns]
    row = {"GlobalEventID": str(number), "Day": "20240115", "EventCode": "042", "GoldsteinScale": "1.9",
           "NumArticles": "3", "Actor1Code": "CHNGOV", "Actor1CountryCode": "CHN", "Actor2Code": "RUS",
           "Actor2CountryCode": "RUS", "DATEADDED": "20240115"} | values  # fmt: skip
    return "\t".join(row.get(name, "") for name in names)


def written(path, *lines, end="\n"):
    path.write_bytes(b"".join((one if isinstance(one, bytes) else one.encode()) + end.encode() for one in lines))
    return path


def stored(store, columns=STORED, where="true"):
    return store.connection.execute(
        f"SELECT {columns} FROM coded_events WHERE {where} ORDER BY day, source_id"
    ).fetchall()


def test_a_line_of_gdelt_2(store, tmp_path):
    path = written(tmp_path / "one.CSV", line(7, SOURCEURL="https://example.org/visit"))
    (done,) = import_events(store, "gdelt", [path])
    assert (done.coder, done.rows, done.malformed) == ("gdelt2", 1, 0)
    assert stored(store) == [
        ("7", date(2024, 1, 15), "CHN-RUS", "CHN", "RUS", "CHNGOV", "RUS", "042", "CONSULT", "visit", 3,
         "https://example.org/visit")
    ]  # fmt: skip


@pytest.mark.parametrize("columns", [57, 58])
def test_both_widths_of_gdelt_1(store, tmp_path, columns):
    path = written(tmp_path / "old.csv", line(7, columns=columns, Day="19821231", SOURCEURL="http://example.org"))
    (done,) = import_events(store, "gdelt", [path])
    assert (done.coder, done.rows, done.first_day) == ("gdelt1", 1, date(1982, 12, 31))
    assert stored(store, "url") == [("http://example.org" if columns == 58 else "",)]


def test_both_widths_of_gdelt_1_in_one_file(store, tmp_path):
    path = written(
        tmp_path / "old.csv", line(1, columns=57), line(2, columns=58), line(3, columns=57)[:40], line(4, columns=58)
    )
    (done,) = import_events(store, "gdelt", [path])
    assert [row[0] for row in stored(store, "source_id")] == ["1", "2", "4"]
    assert [(bad.line, bad.reason) for bad in done.first_malformed] == [(3, "has too few columns")]


def test_who_hosts_is_who_is_visited(store, tmp_path):
    """CAMEO 043 has the host first, PLOVER the visitor."""
    path = written(tmp_path / "visit.CSV", line(1, EventCode="043"))
    import_events(store, "gdelt", [path])
    assert stored(store, "actor, recipient, actor_raw, recipient_raw, dyad") == [
        ("RUS", "CHN", "RUS", "CHNGOV", "CHN-RUS")
    ]


@pytest.mark.parametrize(
    ("code", "day", "state"),
    [
        ("ROM", "20240115", "ROU"),
        ("TMP", "20240115", "TLS"),
        ("WSB", "20240115", "PSE"),
        ("CZE", "19920101", "CSK"),
        ("CZE", "20240115", "CZE"),
        ("EUR", "20240115", ""),
        ("BMU", "20240115", ""),
        ("", "20240115", ""),
    ],
)
def test_countries(store, tmp_path, code, day, state):
    written(tmp_path / "one.CSV", line(1, Actor1CountryCode=code, Actor1Code=code + "GOV", Day=day))
    (done,) = import_events(store, "gdelt", [tmp_path / "one.CSV"])
    assert stored(store, "actor, actor_raw") == [(state, code + "GOV")]
    assert done.unknown_codes == {}


def test_only_two_different_states_are_a_dyad(store, tmp_path):
    path = written(
        tmp_path / "one.CSV",
        line(1, Actor2CountryCode="CHN"),
        line(2, Actor2CountryCode="", Actor2Code="IGOUNO"),
        line(3, Actor1CountryCode="EUR", Actor1Code="IGOEUREEC"),
    )
    import_events(store, "gdelt", [path])
    assert stored(store, "actor, recipient, recipient_raw, dyad") == [
        ("CHN", "CHN", "RUS", ""),
        ("CHN", "", "IGOUNO", ""),
        ("", "RUS", "RUS", ""),
    ]


def test_statements_stay_without_a_type(store, tmp_path):
    import_events(store, "gdelt", [written(tmp_path / "one.CSV", line(1, EventCode="010"))])
    assert stored(store, "cameo, type, mode") == [("010", "", "")]


def test_what_no_table_knows_is_said_and_kept(store, tmp_path):
    path = written(
        tmp_path / "one.CSV", line(1, EventCode="---", Actor1CountryCode="XQX"), line(2, Actor2CountryCode="XQX")
    )
    (done,) = import_events(store, "gdelt", [path])
    assert (done.rows, dict(done.unknown_codes), dict(done.unknown_events)) == (2, {"XQX": 2}, {"---": 1})
    assert "XQX" in str(done)


def test_malformed_lines_are_counted_and_named(store, tmp_path):
    path = written(
        tmp_path / "one.CSV",
        line(1),
        line(2) + "\textra",
        line(3).rsplit("\t", 5)[0],
        line(4, Day="20241399"),
        line("five"),
        "",
        line(6),
    )
    (done,) = import_events(store, "gdelt", [path])
    assert [row[0] for row in stored(store, "source_id")] == ["1", "6"]
    assert done.malformed == 4
    assert [(bad.line, bad.reason) for bad in done.first_malformed] == [
        (2, "has too many columns"), (3, "has too few columns"), (4, "has no date"), (5, "has no id")
    ]  # fmt: skip
    assert "4 malformed lines left out (line 2 has too many columns;" in str(done)


def test_old_windows_characters_lose_no_event(store, tmp_path):
    cp1252 = line(1, SOURCEURL="http://example.org/M!nchen").encode().replace(b"M!n", b"M\xfcn")
    utf8 = line(2, SOURCEURL="http://example.org/Zürich")
    (done,) = import_events(store, "gdelt", [written(tmp_path / "one.CSV", cp1252, utf8)])
    assert done.malformed == 0
    assert stored(store, "url") == [("http://example.org/München",), ("http://example.org/Zürich",)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_quotation_marks_and_line_ends(store, tmp_path, end):
    path = written(
        tmp_path / "one.CSV", line(1, Actor1Name='"', SOURCEURL='http://x/"a'), line(2, SOURCEURL="b"), end=end
    )
    import_events(store, "gdelt", [path])
    assert stored(store, "source_id, url") == [("1", 'http://x/"a'), ("2", "b")]


def test_as_it_is_distributed(store, tmp_path):
    with zipfile.ZipFile(tmp_path / "20240115.export.CSV.zip", "w") as archive:
        archive.writestr("20240115.export.CSV", line(1) + "\n")
    with gzip.open(tmp_path / "20240116.export.CSV.gz", "wb") as out:
        out.write((line(2) + "\n").encode())
    written(tmp_path / "20240117.export.CSV", line(3))
    (tmp_path / "readme.md").write_text("not an export")
    done = import_events(store, "gdelt", [tmp_path])  # the store's own file has another suffix
    assert [one.rows for one in done] == [1, 1, 1]
    assert [row[0] for row in stored(store, "source_id")] == ["1", "2", "3"]


def test_several_files_in_one_archive(store, tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("MANIFEST.TXT", "what is in here\n")
        archive.writestr("__MACOSX/a.CSV", "junk")
        archive.writestr("a.CSV", line(1) + "\n")
        archive.writestr("more/b.CSV", line(2) + "\nbroken\n")
    (done,) = import_events(store, "gdelt", [tmp_path / "all.zip"])
    assert (done.rows, done.malformed) == (2, 1)
    with zipfile.ZipFile(tmp_path / "none.zip", "w") as archive:
        archive.writestr("2019.tab.zip", "an archive in an archive")
    with pytest.raises(DetenteError, match="unpack it and give the folder"):
        import_events(store, "gdelt", [tmp_path / "none.zip"])


def test_a_byte_order_mark_is_no_part_of_the_id(store, tmp_path):
    path = written(tmp_path / "one.CSV", b"\xef\xbb\xbf" + line(1).encode(), line(2))
    assert import_events(store, "gdelt", [path])[0].rows == 2


def test_the_same_file_again_changes_nothing(store, tmp_path):
    path = written(tmp_path / "one.CSV", line(1), line(2))
    import_events(store, "gdelt", [path])
    before = stored(store), store.connection.execute("SELECT * FROM imports").fetchall()
    copy = written(tmp_path / "other name.CSV", line(1), line(2))
    (done,) = import_events(store, "gdelt", [copy])
    assert (done.already, done.rows) == (True, 0)
    assert (stored(store), store.connection.execute("SELECT * FROM imports").fetchall()) == before


def test_again_on_request(store, tmp_path):
    path = written(tmp_path / "one.CSV", line(1), line(2))
    import_events(store, "gdelt", [path])
    (done,) = import_events(store, "gdelt", [path], again=True)
    assert (done.rows, done.replaced) == (2, 0)
    assert stored(store, "import, source_id") == [(2, "1"), (2, "2")]
    assert store.connection.execute("SELECT import FROM imports WHERE superseded IS NULL").fetchall() == [(2,)]


def test_overlapping_files_hold_an_event_once(store, tmp_path):
    import_events(store, "gdelt", [written(tmp_path / "a.CSV", line(1), line(2))])
    (done,) = import_events(store, "gdelt", [written(tmp_path / "b.CSV", line(2, NumArticles="9"), line(3), line(3))])
    assert (done.rows, done.replaced, done.repeated) == (2, 1, 1)
    assert stored(store, "source_id, import, reports") == [("1", 1, 3), ("2", 2, 9), ("3", 2, 3)]


def test_overlapping_files_of_one_run_in_any_order(store, tmp_path):
    paths = [
        written(tmp_path / "a.CSV", line(5), line(6)),
        written(tmp_path / "b.CSV", line(7)),
        written(tmp_path / "c.CSV", line(6, NumArticles="9"), line(8)),
        written(tmp_path / "d.CSV", line(8, NumArticles="9"), line(1)),
    ]
    done = import_events(store, "gdelt", paths)
    assert [one.replaced for one in done] == [0, 0, 1, 1]
    assert sorted(stored(store, "source_id, reports")) == [("1", 3), ("5", 3), ("6", 9), ("7", 3), ("8", 9)]


def test_the_two_gdelts_have_ids_of_their_own(store, tmp_path):
    import_events(
        store, "gdelt", [written(tmp_path / "a.CSV", line(1)), written(tmp_path / "b.CSV", line(1, columns=58))]
    )
    assert sorted(stored(store, "coder, source_id")) == [("gdelt1", "1"), ("gdelt2", "1")]


def test_the_row_of_imports(store, tmp_path):
    path = written(tmp_path / "one.CSV", line(1), line(2, Day="20201231"))
    import_events(store, "gdelt", [path])
    (row,) = store.connection.execute(
        "SELECT import, name, version, source, rows, first_year, last_year, superseded FROM imports"
    ).fetchall()
    assert row == (1, "gdelt", "2.0", str(path), 2, 2020, 2024, None)
    ((citation, licence),) = store.connection.execute("SELECT citation, licence FROM imports").fetchall()
    assert citation.startswith("Leetaru, Kalev and Philip A. Schrodt. 2013.")
    assert "citation" in licence


def test_every_coder_says_how_to_cite_it():
    assert events.coders().keys() == events.CODERS.keys()
    assert all(getattr(one, field) for one in events.coders().values() for field in one.__dataclass_fields__)


def test_every_coder_is_stored_under_the_names_that_its_files_give():
    heads = {
        "gdelt": [line(), line(columns=58)],
        "icews": ["\t".join(icews.NEEDED)],
        "polecat": ["\t".join(polecat.NEEDED)],
    }
    made = {name: {events.CODERS[name]([head]).coder for head in those} for name, those in heads.items()}
    assert {name: set(one.stored) for name, one in events.coders().items()} == made


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"a,b,c\n1,2,3\n", "its lines have 1 columns"),
        (b"\t".join(b"x" for _ in range(16)) + b"\n", "GDELT's mentions"),
        (b"\t".join(b"x" for _ in range(61)) + b"\n", "is no GDELT export"),
        (b"PK\x03\x04 broken", "cannot be read"),
        (b"\x1f\x8b broken", "cannot be read"),
    ],
)
def test_what_is_no_export_gets_one_clear_line(store, tmp_path, content, said):
    path = tmp_path / "some.csv"
    path.write_bytes(content)
    with pytest.raises(DetenteError, match=said) as raised:
        import_events(store, "gdelt", [path])
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)
    assert stored(store) == []


def test_files_before_a_bad_one_stay(store, tmp_path):
    good, bad = written(tmp_path / "a.CSV", line(1)), written(tmp_path / "b.CSV", "no export")
    with pytest.raises(DetenteError, match=r"b\.CSV"):
        import_events(store, "gdelt", [good, bad])
    assert len(stored(store)) == 1
    with pytest.raises(DetenteError, match="no such file"):
        import_events(store, "gdelt", [tmp_path / "none.CSV"])
    with pytest.raises(DetenteError, match="no coder 'gedelt'"):
        import_events(store, "gedelt", [good])


def test_a_file_without_one_good_line_leaves_nothing(store, tmp_path):
    path = written(tmp_path / "a.CSV", *[line(n, Day="20240000") for n in range(3)])
    with pytest.raises(DetenteError, match="holds no event that can be read"):
        import_events(store, "gdelt", [path])
    assert store.connection.execute("SELECT count(*) FROM imports").fetchall() == [(0,)]


def test_an_interruption_leaves_nothing(store, tmp_path, monkeypatch):
    path = written(tmp_path / "a.CSV", line(1), line(2))
    real = events._write

    def interrupted(*arguments):
        real(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(events, "_write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        import_events(store, "gdelt", [path])
    assert stored(store) == []
    monkeypatch.undo()
    assert import_events(store, "gdelt", [path])[0].rows == 2


def test_many_imports_are_brought_into_one_order(store, tmp_path, monkeypatch):
    monkeypatch.setattr("detente.store.sorting._ROW_GROUP", 1)
    import_events(store, "gdelt", [written(tmp_path / "a.CSV", line(1), line(2, Day="20240117"))])
    later = [line(n, Day="20240116", Actor1CountryCode="AUS") for n in range(3, 8)] + [line(8, Day="20240116")]
    import_events(store, "gdelt", [written(tmp_path / "b.CSV", *later)])
    rows = store.connection.execute("SELECT dyad, day, source_id FROM coded_events").fetchall()
    assert rows == sorted(rows)
    assert len(rows) == 8


@pytest.mark.slow
def test_killed_at_any_moment_it_starts_again(tmp_path):
    path = written(tmp_path / "a.CSV", *[line(n) for n in range(100_000)])
    database = tmp_path / "relations.duckdb"
    program = (
        "import sys; from detente.store import open_store; from detente.sources.events import import_events\n"
        "with open_store(sys.argv[1], write=True) as store:\n"
        "    print('begun', flush=True); import_events(store, 'gdelt', [sys.argv[2]])"
    )
    for wait in (0.05, 0.3, 0.6, 0.9, 1.2):
        running = subprocess.Popen([sys.executable, "-c", program, str(database), str(path)], stdout=subprocess.PIPE)
        running.stdout.readline()
        time.sleep(wait)
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()
        with open_store(database, write=True) as store:
            ((events_there, imports_there),) = store.connection.execute(
                "SELECT (SELECT count(*) FROM coded_events), (SELECT count(*) FROM imports)"
            ).fetchall()
            assert (events_there, imports_there) in {(0, 0), (100_000, 1)}
    with open_store(database, write=True) as store:
        import_events(store, "gdelt", [path])
        assert store.connection.execute("SELECT count(*), count(DISTINCT source_id) FROM coded_events").fetchall() == [
            (100_000, 100_000)
        ]


FIELD = st.text(st.characters(blacklist_characters="\t\n\r\x00", blacklist_categories=["Cs"]), max_size=8)


@settings(max_examples=25)
@given(
    rows=st.lists(
        st.one_of(
            st.just("good"),
            st.lists(FIELD, max_size=70).map("\t".join),
            st.binary(max_size=80).map(lambda data: data.replace(b"\n", b" ").replace(b"\r", b" ")),
        ),
        max_size=12,
    )
)
def test_no_line_breaks_another(tmp_path_factory, rows):
    """However a file is damaged, its good lines come in, and the others are counted."""
    folder = tmp_path_factory.mktemp("damaged")
    lines = [line(number) if row == "good" else row for number, row in enumerate(rows, 1)]
    good = [str(number) for number, row in enumerate(rows, 1) if row == "good"]
    path = written(folder / "a.CSV", *[line(n) for n in range(1000, 1250)], *lines)
    with open_store(folder / "relations.duckdb", write=True) as store:
        (done,) = import_events(store, "gdelt", [path])
        found = [row[0] for row in stored(store, "source_id", "source_id NOT LIKE '1___'")]
    assert sorted(found, key=int) == good
    assert done.malformed == len(rows) - len(good) - sum(not row for row in rows), "empty lines are no lines"


def test_every_code_of_cameo_has_its_place(shared):
    """100 % of CAMEO's codes are known; those without a type are statements (01), which PLOVER does not have."""
    import csv

    codes = set()
    for name in ("cameo_eventtypes.csv", "cameo_eventtypes_icews.csv"):
        with (shared / "data" / "codes" / name).open(encoding="utf-8", errors="replace", newline="") as file:
            codes |= {row["code"] if "code" in row else next(iter(row.values())) for row in csv.DictReader(file)}
    codes = {code for code in codes if code.strip().isdigit()}
    assert len(codes) > 300
    meant = {code: from_cameo(code) for code in codes}
    assert [code for code, found in meant.items() if found is None] == []
    assert {code[:2].zfill(2) for code, found in meant.items() if not found.type} == {"01"}
    table = dict(events._cameo_table().select("cameo", "type").rows())
    assert all(table[code] == found.type for code, found in meant.items())


def test_codes_name_states_that_exist():
    from detente.ontology.states import states

    known = {state.code for state in states()}
    for system in ("cameo", "icews", "iso3"):
        codes = actor_codes(system)
        assert {row.state for row in codes} - {""} <= known
        spans = sorted((row.code, row.first, row.last) for row in codes)
        assert all(a[0] != b[0] or a[2] < b[1] for a, b in pairwise(spans)), "a year means two states"
    assert known <= {row.state for row in actor_codes("cameo")}


class TestRealSamples:
    """The numbers were counted in the files themselves (cut, sort, uniq), the rows read there."""

    @pytest.fixture
    def done(self, store, samples):
        names = (
            "gdelt1_sample_57_58_columns.tsv", "gdelt2_20180326044500.export.CSV", "gdelt2_20191024143000.export.CSV"
        )  # fmt: skip
        return import_events(store, "gdelt", [samples / name for name in names])

    def test_all_lines_come_in(self, done):
        assert [(one.coder, one.rows, one.malformed) for one in done] == [
            ("gdelt1", 710, 0), ("gdelt2", 1540, 0), ("gdelt2", 2111, 0)
        ]  # fmt: skip
        assert (done[0].first_day, done[0].last_day) == (date(1982, 1, 2), date(2016, 7, 28))

    def test_every_code_is_known(self, done):
        assert [(dict(one.unknown_codes), dict(one.unknown_events)) for one in done] == [({}, {})] * 3

    def test_who_is_a_state(self, store, done, samples):
        """Every actor with a country code is a state, but for regions and territories."""
        for coder, names, column in (
            ("gdelt1", ["gdelt1_sample_57_58_columns.tsv"], "actor"),
            ("gdelt2", ["gdelt2_20180326044500.export.CSV", "gdelt2_20191024143000.export.CSV"], "recipient"),
        ):
            place = 7 if column == "actor" else 17
            codes = [
                row.split("\t")[place]
                for name in names
                for row in (samples / name).read_text(encoding="utf-8").splitlines()
            ]
            regions = {"AFR", "EUR", "SEA", "MEA", "WST", "SAF", "NMR", "ASA", "LAM", "SAS", "WAF", "CAS", "BMU", "NAF",
                       "CRB", "EAF", "CYM", "GUM", "PRI", "ABW", "MAC", "SAM"}  # fmt: skip
            states = [code for code in codes if code and code not in regions]
            ((found,),) = store.connection.execute(
                "SELECT count(*) FROM coded_events WHERE coder = ? AND "
                + ("CASE WHEN cameo = '043' THEN recipient ELSE actor END" if column == "actor"
                   else "CASE WHEN cameo = '043' THEN actor ELSE recipient END") + " <> ''", [coder]
            ).fetchall()  # fmt: skip
            assert found == len(states)

    def test_single_rows(self, store, done):
        rows = {
            row[0]: row[1:] for row in stored(store, STORED, "source_id IN ('564464522', '881991133', '741917325')")
        }
        assert rows == {
            "564464522": (
                date(2016, 7, 28), "CHN-RUS", "RUS", "CHN", "RUS", "CHN", "020", "REQUEST", "", 2,
                "http://www.freemalaysiatoday.com/category/world/2016/07/29/wwf-calls-for-crack-down-on-tiger-farms/",
            ),
            # the line has Australia, then Italy, and 190 (use of force)
            "881991133": (
                date(2019, 10, 24), "AUS-ITA", "AUS", "ITA", "AUS", "ITA", "190", "ASSAULT", "", 5,
                "https://bwog.com/tag/ur-pen-could-kill-u/",
            ),
            # the line has BRA as the host (043) and AUS as its guest
            "741917325": (
                date(2018, 3, 26), "AUS-BRA", "AUS", "BRA", "AUS", "BRA", "043", "CONSULT", "visit", 2,
                "https://www.pedestrian.tv/news/patricia-piccinini-goma/",
            ),
        }  # fmt: skip
