"""`detente search`: what a user types is words, whatever signs are in it; the index follows the store."""

import json
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.store import open_store
from detente.store.search import query, search


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("treaty lima", '("treaty") AND ("lima")'),
        ('"treaty of lima"', '("treaty of lima")'),
        ("trea*", '("trea"*)'),
        ('"treaty of li"*', '("treaty of li"*)'),
        ("treaty -lima", '("treaty") NOT ("lima")'),
        ("a OR b c", '("a" OR "b") AND ("c")'),
        ("Sino-Soviet", '("Sino-Soviet")'),
        ("words:x NEAR(y)", '("words:x") AND ("NEAR(y)")'),
        ("& treaty !", '("treaty")'),
        ("a OR -b OR", '("a") NOT ("b")'),
    ],
)
def test_what_is_typed_is_words(typed, asked):
    assert query(typed) == asked


@pytest.mark.parametrize("typed", ["", "  ", "-not", '""', "***", "&!"])
def test_nothing_to_look_for(typed):
    with pytest.raises(DetenteError, match="no word to look for"):
        query(typed)


@given(st.text(max_size=40))
def test_no_sign_is_syntax(typed):
    try:
        asked = query(typed)
    except DetenteError:
        return
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE evidence USING fts5(words, codes)")
    index.execute("SELECT * FROM evidence WHERE evidence MATCH ?", [f"words : ({asked})"]).fetchall()


def found(store, typed, **options):
    return [(hit.document, hit.coded, hit.words) for hit in search(store, typed, **options).hits]


def test_all_words_stems_phrases_beginnings_and_accents(store):
    assert len(found(store, "treaties Ancon")) == 2  # stems, and no accents
    assert [words for *_, words in found(store, '"signed the treaty of lima"')] == [
        "On 3 June 1929 the two countries signed the Treaty of Lima."
    ]
    assert len(found(store, "acc*")) == 1
    assert found(store, '"Lima Treaty"') == []
    assert len(found(store, "treaty -Lima")) == 2
    assert len(found(store, "tanks OR sea")) == 2


def test_matches_are_marked(store):
    [hit] = search(store, "tanks").hits
    assert [run for run, match in hit.pieces if match] == ["tanks"]
    assert hit.words == "In the 1970s Peru moved tanks to the border with Chile."


def test_what_is_in_no_evidence_is_found_in_the_text(store):
    [(document, coded, words)] = found(store, "judge")
    assert (document, coded) == ("news", False)
    assert "said the judge" in words
    assert found(store, "judge", within="evidence") == []
    assert [coded for _, coded, _ in found(store, "tanks", within="text")] == [False]


def test_of_two_states_only(store):
    assert found(store, "war", dyad=("PER", "BOL"))[0][0] == "report"
    assert found(store, "war", dyad=("PER", "CHN")) == []
    assert len(found(store, "war", dyad=("PER", "CHL"), within="evidence")) == 2


def test_the_index_follows_the_store(db, texts):
    with open_store(db) as store:
        assert found(store, "railway") == []
    railway = texts.Text("more", "Peru and Chile opened a railway.", records=[
        ("event", "Peru and Chile", {"type": "COOPERATE", "actors": ("CHL", "PER")})])  # fmt: skip
    with open_store(db, write=True) as store:
        texts.put(store, railway, added="2018-01-01")
        assert [coded for _, coded, _ in found(store, "railway")] == [True]
        store.connection.execute("UPDATE documents SET superseded = now() WHERE document = 'more'")
        store.connection.execute("UPDATE records SET superseded = now() WHERE document = 'more'")
        assert found(store, "railway") == []
        assert len(found(store, "treaty")) == 4  # the rest is still there


def test_an_index_of_something_else_is_not_overwritten(db):
    other = db.with_name(db.name + ".search")
    other.write_text("a shopping list, longer than the head of a file of SQLite's")
    with open_store(db) as store, pytest.raises(DetenteError, match="move it away"):
        search(store, "treaty")
    assert other.read_text().startswith("a shopping list")


def test_a_folder_that_cannot_be_written_is_searched_all_the_same(db, monkeypatch):
    from detente.store import search as module

    monkeypatch.setattr(module, "_place", lambda store: db.parent / "no-such-folder" / "x.search")
    with open_store(db) as store:
        assert len(found(store, "treaty")) == 4


def test_the_command(run, db):
    status, out, _ = run("search", '"treaty of lima"', "--db", db, "--format", "json")
    rows = json.loads(out)
    assert status == 0
    assert {row["kinds"] for row in rows} == {"agreement"}
    assert all(len(row["records"]) == 16 for row in rows)
    status, out, _ = run("search", "treaty", "lima", "--db", db)
    assert status == 2  # two words want quotes around them, so that options are not taken for words
    out = run("search", "peace", "--db", db)[1]
    assert "«peace»" in out
    assert '<b>Ruling</b> & "peace"' in out
    assert "nothing" in run("search", "volcano", "--db", db)[1]
    assert run("search", "--db", db, "--", "-x")[0] == 2


def test_what_a_reviewer_rejected_is_not_named_as_a_record(run, db, texts):
    with open_store(db, write=True) as store:
        texts.review(store, "history", texts.history.made()[-1], "reject")
    [row] = json.loads(run("search", "tanks", "--db", db, "--format", "json")[1])
    assert row["records"] == ""
