"""What is there is left alone, what has changed is a new version, and nothing is lost."""

import re

import pytest

from detente.errors import DetenteError
from detente.record import Event
from detente.store import open_store
from detente.store.adding import Adder, add
from detente.store.reading import stored
from detente.store.shelf import Incoming, numbered, place_of
from detente.text import Document


def code(document):
    """ "CHN met RUS in 1992." is a meeting."""
    return [
        Event(
            doc=document.key, start=match.start(), end=match.end(), evidence=match[0], date=match[3], trigger="met",
            type="CONSULT", actors=(match[1], match[2]), confidence=0.9, coder="plain 1.0",
        )
        for match in re.finditer(r"([A-Z]{3}) met ([A-Z]{3}) in (\d{4})", document.text)
    ]  # fmt: skip


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "a.duckdb", write=True) as opened:
        yield opened


def take(store, *documents, coder="plain 1.0", scope="international", coded=None):
    """Add documents; what was coded is put on a list."""

    def noted(document):
        if coded is not None:
            coded.append(document.text)
        return code(document)

    return add(store, documents, noted, coder=coder, scope=scope)


def file(name, text, **more):
    return Document(text, source=f"/texts/{name}", **more)


def story(number, text, *, place="/texts/news.jsonl", **more):
    return Document(text, id=number, source=place, **more)


def versions(store):
    rows = store.connection.execute(
        "SELECT regexp_replace(origin, '.*/', ''), version, text, superseded IS NULL FROM documents ORDER BY ALL"
    )
    return rows.fetchall()


def evidence(store):
    return [one.record.evidence for one in stored(store)]


def dump(store):
    """Everything but the moments at which it was written."""
    connection = store.connection
    tables = "participants events agreements statuses positions figures offices memberships happenings".split()
    found = {table: connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall() for table in tables}
    for table in ("documents", "records"):
        sql = f"SELECT * EXCLUDE (added) REPLACE (superseded IS NULL AS superseded) FROM {table} ORDER BY ALL"
        found[table] = connection.execute(sql).fetchall()
    return found


def test_a_document_and_its_records(store):
    document = file("one.txt", "CHN met RUS in 1992. Then USA met CHN in 1995.", title="One", published="1999-12-31")
    count = take(store, document)
    assert (count.new, count.records, count.written, count.known) == (1, 2, 1, 0)
    first, second = stored(store)
    assert (first.record, second.record) == tuple(code(document))
    assert (first.document.title, first.document.published, first.document.version) == ("One", "1999-12-31", 1)
    assert first.document.origin == first.document.source == "/texts/one.txt"
    assert first.document.doc == document.sha256
    assert store.text(first.document.document) == document.text
    assert first.happening
    assert first.happening != second.happening


def test_the_same_document_is_not_coded_again(store):
    one, coded = file("one.txt", "CHN met RUS in 1992."), []
    take(store, one, coded=coded)
    before = dump(store)
    count = take(store, one, file("copy.txt", one.text), Document(one.text), coded=coded)
    assert (count.known, count.written, len(coded)) == (3, 0, 1)
    assert dump(store) == before


def test_the_same_text_twice_in_one_run(store):
    count = take(store, file("one.txt", "CHN met RUS in 1992."), file("two.txt", "CHN met RUS in 1992."))
    assert (count.new, count.known) == (1, 1)


def test_a_document_without_records_is_not_coded_again(store):
    coded = []
    for _ in range(2):
        take(store, file("dull.txt", "Nothing happened."), coded=coded)
    assert coded == ["Nothing happened."]


def test_a_changed_file_is_a_new_version(store):
    take(store, file("one.txt", "CHN met RUS in 1992."))
    count = take(store, file("one.txt", "CHN met RUS in 1993."))
    assert (count.version, count.new) == (1, 0)
    assert versions(store) == [
        ("one.txt", 1, "CHN met RUS in 1992.", False),
        ("one.txt", 2, "CHN met RUS in 1993.", True),
    ]
    assert evidence(store) == ["CHN met RUS in 1993"]
    kept = store.connection.execute(
        "SELECT count(*) FROM records r JOIN documents d USING (document) WHERE r.superseded = d.superseded"
    ).fetchone()
    assert kept == (1,)


def test_a_file_that_is_changed_back(store):
    a, b = "CHN met RUS in 1992.", "CHN met RUS in 1993."
    for text in (a, b, a):
        take(store, file("one.txt", text))
    assert versions(store) == [("one.txt", 2, b, False), ("one.txt", 3, a, True)]
    assert evidence(store) == ["CHN met RUS in 1992"]
    rows = store.connection.execute("SELECT count(*), count(*) FILTER (superseded IS NULL) FROM records").fetchone()
    assert rows == (3, 1)
    assert store.connection.execute("SELECT count(*) FROM events").fetchone() == (2,)
    assert take(store, file("one.txt", a)).known == 1


def test_versions_within_one_batch_are_those_of_several(tmp_path):
    texts = ["CHN met RUS in 1992.", "CHN met RUS in 1993.", "USA met RUS in 1993."]
    dumps = []
    for batch in (1, 2, 100):
        with open_store(tmp_path / f"{batch}.duckdb", write=True) as store:
            adder = Adder(store, batch)
            for text in texts:  # as when a file changes while it is read again and again
                document = file("one.txt", text)
                for number, wanted in adder.wanted([Incoming(document, "/texts/one.txt", "plain 1.0")]):
                    adder.put(number, code(wanted))
            adder.flush()
            dumps.append(dump(store))
            assert evidence(store) == ["USA met RUS in 1993"]
    assert dumps[0] == dumps[1] == dumps[2]


def test_an_older_version_elsewhere_changes_nothing(store):
    take(store, file("one.txt", "CHN met RUS in 1992."))
    take(store, file("one.txt", "CHN met RUS in 1993."))
    before = dump(store)
    assert take(store, file("backup.txt", "CHN met RUS in 1992.")).known == 1
    assert dump(store) == before


def test_a_file_that_turns_into_a_copy_of_another(store):
    take(store, file("one.txt", "CHN met RUS in 1992."), file("two.txt", "USA met RUS in 1995."))
    count = take(store, file("one.txt", "USA met RUS in 1995."))
    assert (count.retired, count.written) == (1, 0)
    assert evidence(store) == ["USA met RUS in 1995"]
    assert take(store, file("one.txt", "USA met RUS in 1995.")).known == 1


def test_a_newer_coder_replaces_records_and_keeps_the_old(store):
    document = file("one.txt", "CHN met RUS in 1992. IND met PAK in 1999.")
    take(store, document)

    def newer(document):
        return [record.model_copy(update={"confidence": 0.5, "coder": "plain 1.1"}) for record in code(document)[:1]]

    count = add(store, [document], newer, coder="plain 1.1")
    assert (count.recoded, count.records) == (1, 1)
    [one] = stored(store)
    assert (one.record.coder, one.record.confidence, one.record.id) == ("plain 1.1", 0.5, code(document)[0].id)
    rows = store.connection.execute("SELECT coder, superseded IS NULL FROM records ORDER BY ALL").fetchall()
    assert rows == [("plain 1.0", False), ("plain 1.0", False), ("plain 1.1", True)]
    assert store.connection.execute("SELECT count(*) FROM events").fetchone() == (2,)
    assert store.connection.execute("SELECT count(*) FROM participants").fetchone() == (4,)
    assert versions(store)[0][1] == 1
    assert take(store, document, coder="plain 1.1").known == 1


def test_an_older_coder_does_not_undo_the_newer_ones_work(store):
    document = file("one.txt", "CHN met RUS in 1992.")
    take(store, document, coder="plain 0.10.0")
    assert take(store, document, coder="plain 0.9.1").known == 1
    assert take(store, document, coder="plain 0.10.1").recoded == 1
    assert take(store, document, coder="other 0.1").recoded == 1


def test_reviews_outlive_a_newer_coder(store):
    from detente.store.reviews import decide

    document = file("one.txt", "CHN met RUS in 1992. IND met PAK in 1999.")
    take(store, document)
    china, india = stored(store)
    decide(store, china.document.document, china.record, "Ada", "correct", {"date": "1992-12"})
    decide(store, india.document.document, india.record, "Ada", "reject")
    take(store, document, coder="plain 2.0")
    [one] = stored(store)
    assert (one.record.date, one.reviewed) == ("1992-12", "corrected")


def test_another_scope_is_coded_again(store):
    document = file("one.txt", "CHN met RUS in 1992.")
    take(store, document)
    assert take(store, document, scope="all").recoded == 1
    assert take(store, document, scope="all").known == 1


def test_a_day_of_publication_that_becomes_known(store):
    take(store, file("one.txt", "CHN met RUS in 1992."))
    assert take(store, file("copy.txt", "CHN met RUS in 1992.", published="1993-01-02")).recoded == 1
    assert stored(store)[0].document.published == "1993-01-02"
    assert take(store, file("one.txt", "CHN met RUS in 1992.")).known == 1
    assert take(store, file("copy.txt", "CHN met RUS in 1992.", published="2020-01-01")).known == 1
    assert take(store, file("one.txt", "CHN met RUS in 1992.", published="1993-01-03")).recoded == 1


# News


def test_stories_of_one_file_with_one_id_are_both_kept(store):
    stories = [
        story("a", "CHN met RUS in 1992."),
        story("a", "CHN met RUS in 1993."),
        story("a", "CHN met RUS in 1992."),
    ]
    count = take(store, *stories)
    assert (count.new, count.known) == (2, 1)
    assert [origin for origin, *_ in versions(store)] == ["news.jsonl#a", "news.jsonl#a~2"]
    before = dump(store)
    assert take(store, *stories).known == 3
    assert dump(store) == before


def test_a_story_changed_in_its_file(store):
    take(store, story("a", "CHN met RUS in 1992."), story("b", "USA met RUS in 1995."))
    count = take(store, story("a", "IND met PAK in 1999."), story("b", "USA met RUS in 1995."))
    assert (count.version, count.known) == (1, 1)
    assert evidence(store) == ["USA met RUS in 1995", "IND met PAK in 1999"]


MONDAY, TUESDAY = "/texts/monday.jsonl", "/texts/tuesday.jsonl"


def test_a_story_corrected_in_the_next_file(store):
    first = story("a", "On Sunday, the paper says, CHN met RUS in 1992.", place=MONDAY)
    second = story("a", "On Sunday, the paper says, CHN met RUS in 1993.", place=TUESDAY)
    assert take(store, first).new == 1
    assert take(store, second).version == 1
    assert evidence(store) == ["CHN met RUS in 1993"]
    before = dump(store)
    count = take(store, first, second)  # the folder once more
    assert count.known == 2
    assert dump(store) == before


def test_papers_that_number_their_stories_from_one(store):
    ours = [story("1", "CHN met RUS in 1992, the paper says."), story("2", "USA met RUS in 1995, we hear.")]
    theirs = [story("1", "Heavy snow: IND met PAK in 1999.", place=MONDAY), story("2", "Nothing else.", place=MONDAY)]
    take(store, *ours)
    assert take(store, *theirs).new == 2
    assert take(store, *ours, *theirs).known == 4
    assert len(evidence(store)) == 3


def test_a_story_with_the_same_title_and_day_is_the_same_story(store):
    about = {"title": "Talks", "published": "1992-03-04"}
    take(store, story("1", "CHN met RUS in 1992.", **about))
    assert take(store, story("1", "Quite other words: USA met PAK in 1993.", place=MONDAY, **about)).version == 1


def test_occurrences_are_counted_in_each_file():
    texts = [("f", "a", "x"), ("f", "a", "y"), ("f", "a", "x"), ("f", "b", "y"), ("g", "a", "y")]
    incoming = [Incoming(Document(text, id=number), place, "c 1") for place, number, text in texts]
    assert [each.occurrence for each in numbered(incoming)] == [1, 2, 1, 1, 1]


def test_places():
    text = Document("x")
    assert place_of("https://example.org/a?b", text) == "https://example.org/a?b"
    assert place_of("/a/../b.txt", text) == "/b.txt"
    assert place_of("-", text) == place_of("", text) == f"text:{text.sha256[:16]}"


# Batches


def test_a_failed_batch_leaves_nothing_behind(store, monkeypatch):
    from detente.store import happenings

    take(store, file("one.txt", "CHN met RUS in 1992."))
    before = dump(store)

    def broken(store, documents):
        raise RuntimeError("a defect")

    with monkeypatch.context() as patch:
        patch.setattr(happenings, "relink", broken)
        with pytest.raises(RuntimeError, match="a defect"):
            take(store, file("one.txt", "CHN met RUS in 1993."), file("two.txt", "IND met PAK in 1999."))
    assert dump(store) == before
    assert take(store, file("two.txt", "IND met PAK in 1999.")).new == 1


def test_a_text_that_cannot_be_coded_is_tried_again(store):
    def fails(document):
        if "1999" in document.text:
            raise DetenteError("no")
        return code(document)

    documents = [file("one.txt", "CHN met RUS in 1992."), file("two.txt", "IND met PAK in 1999.")]
    with pytest.raises(DetenteError):
        add(store, documents, fails, coder="plain 1.0")
    assert len(evidence(store)) == 1  # what was coded is kept
    assert take(store, *documents).new == 1


def test_half_a_character(store):
    with pytest.raises(DetenteError, match="half a character"):
        take(store, file("one.txt", "CHN met RUS in 1992. \ud800"))
    problems = []
    adder = Adder(store, problem=problems.append)
    assert list(adder.wanted([Incoming(file("one.txt", "\ud800"), "/texts/one.txt", "c 1")])) == []
    assert adder.count.failed == len(problems) == 1


def test_documents_are_taken_one_by_one(store):
    """What is held does not grow with the number of documents."""
    from detente.store.adding import LOOKED_UP

    given, held = 0, []

    def many():
        nonlocal given
        for number in range(3 * LOOKED_UP):
            given += 1
            yield story(str(number), f"CHN met RUS in {1000 + number}.")

    adder = Adder(store, batch=50)
    for number, _ in adder.wanted(Incoming(each, "/texts/n.jsonl", "c 1") for each in many()):
        held.append(given - number)
        adder.put(number, [])
    adder.flush()
    assert max(held) <= LOOKED_UP
    assert adder.count.new == 3 * LOOKED_UP


def test_slow_reading_is_stored_by_time(store):
    adder = Adder(store, batch=1000, seconds=0.0)
    for number, _ in adder.wanted([Incoming(file("one.txt", "Nothing."), "/texts/one.txt", "c 1")]):
        adder.put(number, [])
    assert adder.count.new == 1


def test_batches_grow_where_storing_takes_long(store):
    adder = Adder(store)
    adder._took = 0.1
    assert adder._is_due(200, 0.5)
    assert not adder._is_due(199, 0.5)
    assert adder._is_due(1, 10)
    adder._took = 5.0
    assert not adder._is_due(1000, 15)
    assert adder._is_due(200, 21)
    assert adder._is_due(2000, 0)
    adder.batch = 7
    assert adder._is_due(7, 0)
