"""ICEWS: what becomes of a line, both spellings of the header, and of the real sample."""

from datetime import date

import pytest

from detente.errors import DetenteError
from detente.sources.actor_codes import actor_codes
from detente.sources.events import import_events

HEADER = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City",
    "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
ROW = {
    "Event ID": "11", "Event Date": "2014-05-20", "Source Name": "Foreign Affairs (China)",
    "Source Sectors": "Executive,Foreign Ministry,Government", "Source Country": "China", "Event Text": "Make a visit",
    "CAMEO Code": "042", "Intensity": "1.9", "Target Name": "Russia", "Target Sectors": "NA",
    "Target Country": "Russian Federation", "Story ID": "5", "Sentence Number": "2", "Publisher": "A Newspaper",
    "City": "Moscow", "District": "NA", "Province": "Moskva", "Country": "Russian Federation", "Latitude": "55.75",
    "Longitude": "37.61",
}  # fmt: skip
STORED = (
    "source_id, day, dyad, actor, recipient, actor_raw, recipient_raw, cameo, type, mode, goldstein, publisher, story"
)


def written(path, *rows, header=HEADER, quote=""):
    lines = [header, *[[(ROW | row)[name] for name in HEADER] for row in rows]]
    path.write_text(
        "".join("\t".join(f"{quote}{cell}{quote}" for cell in line) + "\n" for line in lines), encoding="utf-8"
    )
    return path


def stored(store, columns=STORED):
    return store.connection.execute(f"SELECT {columns} FROM coded_events ORDER BY day, source_id").fetchall()


@pytest.mark.parametrize(
    ("header", "quote"),
    [(HEADER, ""), (tuple(name.lower().replace(" ", "_") for name in HEADER), ""), (HEADER, '"')],
    ids=["official", "snake case", "quoted"],
)
def test_a_line(store, tmp_path, header, quote):
    (done,) = import_events(store, "icews", [written(tmp_path / "events.tab", {}, header=header, quote=quote)])
    assert (done.coder, done.rows, done.malformed) == ("icews", 1, 0)
    (row,) = stored(store)
    assert row[:10] == ("11/2014-05-20", date(2014, 5, 20), "CHN-RUS", "CHN", "RUS", "Foreign Affairs (China)",
                        "Russia", "042", "CONSULT", "visit")  # fmt: skip
    assert (round(row[10], 3), *row[11:]) == (1.9, "A Newspaper", "5/2")


def test_an_id_may_stand_on_two_days(store, tmp_path):
    path = written(tmp_path / "events.tab", {}, {"Event Date": "2014-05-21"}, {})
    (done,) = import_events(store, "icews", [path])
    assert (done.rows, done.repeated) == (2, 1)


def test_actors_without_a_country(store, tmp_path):
    path = written(tmp_path / "events.tab", {"Source Name": "United Nations", "Source Country": "NA"})
    (done,) = import_events(store, "icews", [path])
    assert stored(store, "actor, actor_raw, dyad") == [("", "United Nations", "")]
    assert done.unknown_codes == {}


def test_malformed_lines(store, tmp_path):
    path = written(tmp_path / "events.tab", {}, {"Event ID": "x"}, {"Event ID": "13", "Event Date": "May 2014"})
    with path.open("a", encoding="utf-8") as out:
        out.write("too\tshort\n")
    (done,) = import_events(store, "icews", [path])
    assert (done.rows, done.malformed) == (1, 3)
    assert [(bad.line, bad.reason) for bad in done.first_malformed] == [
        (3, "has no id"), (4, "has no date"), (5, "has too few columns")
    ]  # fmt: skip


def test_another_file_is_refused(store, tmp_path):
    path = tmp_path / "some.tab"
    path.write_text("Event ID\tEvent Date\tSource Name\n1\t2014-05-20\tChina\n", encoding="utf-8")
    with pytest.raises(DetenteError, match="lacks the columns Source Country, CAMEO Code"):
        import_events(store, "icews", [path])


class TestRealSample:
    """3,705 lines; the numbers were counted in the file, the rows read there."""

    @pytest.fixture
    def sample(self, shared):
        return shared / "data" / "events" / "icews_events.2018.sample.tab"

    @pytest.fixture
    def done(self, store, sample):
        return import_events(store, "icews", [sample])[0]

    def test_all_lines_come_in(self, done):
        assert (done.rows, done.malformed, done.repeated) == (3705, 0, 0)
        assert (done.first_day, done.last_day) == (date(2018, 6, 1), date(2018, 6, 2))
        assert (done.unknown_codes, done.unknown_events) == ({}, {})

    def test_every_country_is_a_state(self, store, done, sample):
        lines = [line.split("\t") for line in sample.read_text(encoding="utf-8").splitlines()[1:]]
        named = sum(line[4] != "NA" for line in lines), sum(line[10] != "NA" for line in lines)
        ((actors, recipients),) = store.connection.execute(
            "SELECT count(*) FILTER (CASE WHEN cameo = '043' THEN recipient ELSE actor END <> ''), "
            "count(*) FILTER (CASE WHEN cameo = '043' THEN actor ELSE recipient END <> '') FROM coded_events"
        ).fetchall()
        assert (actors, recipients) == named

    def test_counts_are_those_of_the_file(self, store, done, sample):
        lines = [line.split("\t") for line in sample.read_text(encoding="utf-8").splitlines()[1:]]
        between = sum({line[4], line[10]} == {"United States", "North Korea"} for line in lines)
        ((found,),) = store.connection.execute("SELECT count(*) FROM coded_events WHERE dyad = 'PRK-USA'").fetchall()
        assert found == between > 100
        statements = sum(line[6].startswith("01") for line in lines)
        assert store.connection.execute("SELECT count(*) FROM coded_events WHERE type = ''").fetchall() == [
            (statements,)
        ]

    def test_what_both_sides_do_is_there_twice(self, store, done):
        """The doubles that docs/events.md warns of: "consult" in each direction, a visit as 042 and as 043."""
        sql = """
            SELECT count(*), count(*) FILTER (EXISTS (
                SELECT 1 FROM coded_events b WHERE b.story = a.story AND b.cameo = $2 AND b.actor = a.{0}
                AND b.recipient = a.{1}))
            FROM coded_events a WHERE dyad <> '' AND cameo = $1
        """
        consult = sql.format("recipient", "actor")
        assert store.connection.execute(consult, ["040", "040"]).fetchall() == [(392, 392)]
        assert store.connection.execute(sql.format("actor", "recipient"), ["042", "043"]).fetchall() == [(124, 123)]

    def test_single_rows(self, store, done):
        rows = {row[0]: row[1:] for row in stored(store)}
        assert rows["32887775/2018-06-01"][:9] == (
            date(2018, 6, 1), "CHN-RUS", "CHN", "RUS", "China", "Russia", "036", "AGREE", ""
        )  # fmt: skip
        assert rows["32887775/2018-06-01"][9:] == (4.0, "Interfax News Service", "47404209/2")
        # hosted (043): in the line Georgia is the source, Nikol Pashinyan (Armenia) the target
        assert rows["32891921/2018-06-01"][:9] == (
            date(2018, 6, 1), "ARM-GEO", "ARM", "GEO", "Nikol Pashinyan", "Georgia", "043", "CONSULT", "visit"
        )  # fmt: skip

    def test_the_same_events_in_the_other_spelling(self, store, done, shared, tmp_path):
        """The R package's table of 1-3 June 2018 has the sample's events under lower-case names."""
        import polars as pl

        before = stored(store)
        table = pl.read_parquet(shared / "data" / "events" / "icews_sample.parquet")
        path = tmp_path / "sample.tab"
        table.drop("year", "yearmonth").write_csv(path, separator="\t", null_value="NA", quote_style="never")
        (again,) = import_events(store, "icews", [path])
        assert (again.rows, again.malformed) == (table.height, 0)
        after = {row[0]: row for row in stored(store)}
        assert again.replaced == 3705
        changed = [(row, after[row[0]]) for row in before if after[row[0]] != row]
        assert [row[0] for row, _ in changed] == ["32899482/2018-06-02", "32899483/2018-06-02"]
        # the table calls the prime minister of Thailand "Gen Prayut Chan-o-cha", the sample without his rank
        assert all((*old[:5], *old[7:]) == (*new[:5], *new[7:]) for old, new in changed)


def test_icews_countries_are_in_the_table_once():
    codes = [row.code for row in actor_codes("icews")]
    assert len(codes) == len(set(codes))
    assert {"China", "Russian Federation", "Congo", "Holy See"} <= set(codes)
