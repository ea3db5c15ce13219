import json
from datetime import datetime

import pytest

from detente.store import open_store
from detente.store.changes import changes
from detente.store.moments import stored_at

PAIR = ("PER", "CHL")


def told(store, day):
    return {
        (each.kind, each.line.happening.removeprefix("h-"))
        for each in changes(store, PAIR, datetime.fromisoformat(day))
    }


def test_since_before_the_beginning_all_is_new(store):
    kinds = {each.kind for each in changes(store, PAIR, datetime(2000, 1, 1))}  # noqa: DTZ001 - as the file keeps time
    assert kinds == {"new", "contradicted"}


def test_new_better_dated_contradicted_and_confirmed(store):
    found = changes(store, PAIR, datetime(2015, 1, 1))  # noqa: DTZ001
    kinds = {(each.kind, each.line.happening) for each in found if each.line.happening.startswith("h-")}
    assert kinds == {
        ("better", "h-ASSAULT"), ("confirmed", "h-ASSAULT"), ("contradicted", "h-Treaty of Ancón"),
        ("confirmed", "h-Treaty of Ancón"), ("confirmed", "h-Treaty of Lima"),
    }  # fmt: skip
    [better] = [each for each in found if each.kind == "better"]
    assert (better.before.date, better.after.date, better.by.document.doc) == ("1879", "1879-04", "report")
    [contradicted] = [each for each in found if each.kind == "contradicted"]
    assert contradicted.by.document.doc == "report"
    assert sum(each.kind == "new" for each in found) == 3


def test_nothing_since_the_last(store):
    assert told(store, "2017-01-01") == set()


def test_withdrawn_by_a_review_and_back_when_it_is_undone(db, texts):
    with open_store(db, write=True) as store:
        texts.review(store, "history", texts.history.made()[-1], "reject")
        [change] = changes(store, PAIR, datetime(2019, 1, 1))  # noqa: DTZ001
        assert (change.kind, change.why, change.after) == ("withdrawn", "rejected by Ana", None)
        assert told(store, "2021-01-01") == set()  # known by then
        store.connection.execute("INSERT INTO reviews SELECT 2, document, record, judged, reviewer, "
                                 "TIMESTAMP '2022-01-01', 'undo', NULL, 1 FROM reviews")  # fmt: skip
        assert told(store, "2019-01-01") == set()
        [change] = changes(store, PAIR, datetime(2021, 1, 1))  # noqa: DTZ001
        assert change.kind == "new"


def test_withdrawn_by_a_newer_version_and_settled_by_it(db, texts):
    newer = texts.Text("report", "Peru and Chile signed the Treaty of Ancón on 20 October 1883.", records=[
        ("agreement", "Peru and Chile signed", {"title": "Treaty of Ancón", "form": "treaty", "parties": ("CHL", "PER"),
                                                "date": "1883-10-20"})])  # fmt: skip
    with open_store(db, write=True) as store:
        store.connection.execute("UPDATE documents SET superseded = '2020-01-01' WHERE document = 'report'")
        store.connection.execute("UPDATE records SET superseded = '2020-01-01' WHERE document = 'report'")
        texts.put(store, newer, added="2020-01-01", version=2)
        found = changes(store, PAIR, datetime(2019, 1, 1))  # noqa: DTZ001
    kinds = {(each.kind, each.line.happening.removeprefix("h-")) for each in found if "h-" in each.line.happening}
    assert ("settled", "Treaty of Ancón") in kinds
    assert ("redated", "ASSAULT") in kinds  # 1879-04 is told no more: 1879 is left
    [gone] = [each for each in found if each.kind == "withdrawn"]
    assert gone.line.record.type == "REQUEST"
    assert "newer version" in gone.why


def test_the_file_as_it_stood(store):
    assert len(stored_at(store, PAIR, datetime(2001, 1, 1))) == 6  # noqa: DTZ001
    assert stored_at(store, PAIR, datetime(2000, 12, 31)) == []  # noqa: DTZ001


def test_the_command(run, db):
    rows = json.loads(run("changes", "Peru", "CHL", "--db", db, "--since", "2015", "--format", "json")[1])
    [row] = [row for row in rows if row["change"] == "contradicted"]
    assert row["before"] == "agreed"
    assert row["after"] == "dated 20 October 1883 by Peru and Chile: a history, 23 October 1883 by The Pacific question"
    assert row["evidence"] == "Peru and Chile signed the Treaty of Ancón on 23 October 1883."
    table = run("changes", "Peru", "CHL", "--db", db, "--since", "2015")[1]
    assert "Better dated (1)" in table
    assert "1879 → April 1879" in table
    assert "Nothing." in run("changes", "PER", "CHL", "--db", db, "--since", "2018")[1]


@pytest.mark.parametrize("name", ["texts/report.txt", "report.txt", "The Pacific question", "report", "rep"])
def test_after_a_document_however_it_is_named(run, db, name):
    rows = json.loads(run("changes", "PER", "CHL", "--db", db, "--after", name, "--format", "json")[1])
    assert {row["document"] for row in rows} == {'<b>Ruling</b> & "peace"'}


@pytest.mark.parametrize("options", [[], ["--since", "2015", "--after", "report"], ["--after", "nothing"],
                                     ["--since", "soon"], ["--after", ""]])  # fmt: skip
def test_what_cannot_be(run, db, options):
    status, out, err = run("changes", "PER", "CHL", "--db", db, *options)
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_a_document_that_was_coded_anew_dates_the_same_happening_better(db, texts):
    old = texts.news.made()[0]
    anew = texts.Text("news", texts.news.text, texts.news.title, records=[
        ("event", "On 27 January", {"type": "CONCEDE", "actors": ("CHL", "PER"), "date": "2014-01", "coder": "hand 2",
                                    "trigger": "accepted"})])  # fmt: skip
    with open_store(db, write=True) as store:
        run = store.connection.execute
        run("UPDATE records SET superseded = '2020-01-01' WHERE record = ?", [old.id])
        run("DELETE FROM happenings WHERE record = ?", [old.id])
        run("CREATE TEMP TABLE kept AS SELECT * FROM documents WHERE document = 'news'")
        run("DELETE FROM documents WHERE document = 'news'")
        texts.put(store, anew, added="2020-01-01")
        run("DELETE FROM documents WHERE document = 'news'")
        run("INSERT INTO documents SELECT * FROM kept")
        found = changes(store, PAIR, datetime(2019, 1, 1))  # noqa: DTZ001
    assert [(each.kind, each.before.date, each.after.date) for each in found] == [("redated", "2014-01-27", "2014-01")]
