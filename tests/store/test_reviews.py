"""Decisions of people: what stands after corrections, disputes, new coders and new versions of a text."""

import math
import subprocess
import sys
import textwrap
from datetime import datetime

import duckdb
import pytest

from detente.errors import DetenteError
from detente.record import Agreement, Event, Membership, Office
from detente.store import open_store
from detente.store.agreement import agreements, kappa
from detente.store.coded import coded
from detente.store.kinds import FIELDS, ROLES, TABLES
from detente.store.reading import stored
from detente.store.reviews import apply, changed, decide, decisions, history, lost, undo

TEXT = "On 3 June 1929 Peru and Chile signed a treaty. Chile handed Tacna back. Peru thanked Chile."
NOW = datetime(2026, 1, 2)  # noqa: DTZ001


def span(text, words):
    start = text.index(words)
    return {"start": start, "end": start + len(words), "evidence": words}


def event(text, words, **fields):
    given = {"type": "SUPPORT", "actors": ("CHL", "PER"), "confidence": 0.6, "coder": "detente 1", "doc": "d"}
    return Event(**span(text, words), **(given | fields))


def put(store, document, text, records, *, origin="a.txt", version=1):
    """A document with its records as the store keeps them; a record that is there already is coded anew."""
    connection = store.connection
    connection.execute(
        "UPDATE documents SET superseded = ? WHERE origin = ? AND document <> ? AND superseded IS NULL",
        [NOW, origin, document],
    )
    connection.execute("DELETE FROM documents WHERE document = ?", [document])
    connection.execute(
        "INSERT INTO documents (document, doc, origin, place, version, source, sha256, text, scope, coder, added) "
        "VALUES (?, 'd', ?, ?, ?, 'a.txt', '', ?, 'international', 'c', ?)",
        [document, origin, origin, version, text, NOW],
    )
    for table in ("records", "participants", *TABLES.values()):
        connection.execute(f"DELETE FROM {table} WHERE document = ?", [document])
    for record in records:
        fields = record.model_dump()
        row = [fields[name] for name in ("start", "end", "evidence", "trigger", "date")]
        connection.execute(
            "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?, ?, ?, NULL)",
            [record.id, document, record.kind, *row, record.confidence, record.coder, NOW],
        )
        for name, role in ROLES[record.kind].items():
            value = fields[name] or ()
            for place, code in enumerate([value] if isinstance(value, str) else value):
                connection.execute(
                    "INSERT INTO participants VALUES (?, ?, ?, ?, ?)", [document, record.id, role, place, code]
                )
        names = FIELDS[record.kind]
        connection.execute(
            f"INSERT INTO {TABLES[record.kind]} VALUES ({', '.join('?' * (len(names) + 2))})",
            [document, record.id, *(fields[name] for name in names)],
        )


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "r.duckdb", write=True) as opened:
        yield opened


SIGNED = event(TEXT, "On 3 June 1929 Peru and Chile signed a treaty.", trigger="signed", date="1929-06-03")
HANDED = event(TEXT, "Chile handed Tacna back.", type="RETREAT", actors=("CHL",), recipients=("PER",), trigger="handed")
THANKED = event(TEXT, "Peru thanked Chile.", actors=("PER",), recipients=("CHL",), trigger="thanked")


def outcome(store, document="d"):
    """What a document holds after all decisions, as its readers see it."""
    made = {record.id: record for record in coded(store, [document])[document]}
    said = {record: decision for (where, record), decision in decisions(store).items() if where == document}
    kept = [apply(record, said.get(name)) for name, record in made.items()]
    kept += [decision.record for decision in said.values() if not decision.found]
    return sorted((r for r in kept if r is not None), key=lambda r: (r.start, r.id))


def test_records_come_out_of_the_tables_as_they_were_made(store):
    made = [
        SIGNED,
        Agreement(**span(TEXT, "Peru and Chile signed a treaty"), title="treaty", form="treaty", parties=("PER", "CHL"),
                  term_years=5, value=1.5e6, currency="USD", doc="d"),
        Membership(**span(TEXT, "Peru and Chile"), members=("PER",), organisation="LN", change="joins", doc="d"),
        Office(**span(TEXT, "Chile handed"), person="A. Leguía", office="president", state="PER", doc="d"),
    ]  # fmt: skip
    put(store, "d", TEXT, made)
    assert coded(store, ["d"])["d"] == sorted(made, key=lambda r: (r.start, r.end, r.kind))
    assert coded(store, ["d"], records=[SIGNED.id]) == {"d": [SIGNED]}


def test_each_decision_does_what_it_says(store):
    put(store, "d", TEXT, [SIGNED, HANDED, THANKED])
    decide(store, "d", SIGNED, "ana", "accept")
    decide(store, "d", HANDED, "ana", "correct", {"date": "1929", "actors": ["PER"]})
    decide(store, "d", THANKED, "ana", "reject")
    said = decisions(store)
    assert {name: d.reviewed for (_, name), d in said.items()} == {
        SIGNED.id: "accepted", HANDED.id: "corrected", THANKED.id: "rejected",
    }  # fmt: skip
    first, second = outcome(store)
    assert (first.id, first.confidence, first.coder) == (SIGNED.id, 1.0, "detente 1")
    assert (second.id, second.date, second.actors, second.recipients) == (HANDED.id, "1929", ("PER",), ("PER",))
    assert second.coder == "detente 1, corrected"
    assert not any(decision.disputed for decision in said.values())


def test_decisions_are_only_added_and_undo_is_one_more(store):
    put(store, "d", TEXT, [SIGNED, HANDED])
    decide(store, "d", SIGNED, "ana", "accept")
    decide(store, "d", HANDED, "ana", "reject")
    decide(store, "d", HANDED, "bo", "accept")
    assert undo(store, "ana").judged == HANDED
    assert undo(store, "ana").judged == SIGNED
    assert undo(store, "ana") is None
    rows = store.connection.execute("SELECT review, reviewer, decision, undoes FROM reviews ORDER BY review").fetchall()
    assert rows == [
        (1, "ana", "accept", None), (2, "ana", "reject", None), (3, "bo", "accept", None),
        (4, "ana", "undo", 2), (5, "ana", "undo", 1),
    ]  # fmt: skip
    assert [review.review for review in history(store)] == [3]
    assert [record.id for record in outcome(store)] == [SIGNED.id, HANDED.id]


def test_who_changes_their_mind_is_heard_last(store):
    put(store, "d", TEXT, [SIGNED])
    decide(store, "d", SIGNED, "ana", "reject")
    decide(store, "d", SIGNED, "ana", "accept")
    [decision] = decisions(store).values()
    assert (decision.reviewed, decision.disputed, len(decision.reviews)) == ("accepted", False, 1)


def test_of_two_who_differ_the_latest_stands_as_disputed_until_a_third_decides(store):
    put(store, "d", TEXT, [SIGNED])
    decide(store, "d", SIGNED, "ana", "accept")
    decide(store, "d", SIGNED, "bo", "reject")
    [decision] = decisions(store).values()
    assert (decision.reviewed, decision.disputed) == ("rejected", True)
    assert [(one.reviewed, one.disputed) for one in stored(store, with_rejected=True)] == [("rejected", True)]
    decide(store, "d", SIGNED, "cy", "accept")
    [decision] = decisions(store).values()
    assert (decision.reviewed, decision.disputed) == ("accepted", False)


def test_two_corrections_agree_only_if_they_say_the_same(store):
    put(store, "d", TEXT, [SIGNED])
    decide(store, "d", SIGNED, "ana", "correct", {"date": "1929"})
    decide(store, "d", SIGNED, "bo", "correct", {"date": "1930"})
    [decision] = decisions(store).values()
    assert (decision.record.date, decision.disputed) == ("1930", True)
    decide(store, "d", SIGNED, "bo", "correct", {"date": "1929"})
    [decision] = decisions(store).values()
    assert (decision.record.date, decision.disputed) == ("1929", False)


@pytest.mark.parametrize(
    ("decision", "fields", "complaint"),
    [
        ("correct", {"date": "last year"}, "date: 'last year' is no EDTF date"),
        ("correct", {"type": "QUARREL"}, "type: input should be"),
        ("correct", {"evidence": "else"}, "cannot be corrected; it has date, trigger, type"),
        ("correct", {"title": "x"}, "'title' of a record of kind event cannot be corrected"),
        ("correct", None, "fields that it changes"),
        ("accept", {"date": "1929"}, "fields that it changes"),
        ("maybe", None, "unknown decision"),
    ],
)
def test_what_makes_no_sense_is_said_and_not_written(store, decision, fields, complaint):
    put(store, "d", TEXT, [SIGNED])
    with pytest.raises(DetenteError, match=complaint):
        decide(store, "d", SIGNED, "ana", decision, fields)
    with pytest.raises(DetenteError, match="--reviewer"):
        decide(store, "d", SIGNED, " ", "accept")
    assert history(store) == []


def test_every_reader_of_the_store_sees_what_stands(store):
    put(store, "d", TEXT, [SIGNED, HANDED, THANKED])
    decide(store, "d", SIGNED, "ana", "accept")
    decide(store, "d", HANDED, "ana", "correct", {"type": "CONCEDE"})
    decide(store, "d", THANKED, "ana", "reject")
    assert {one.record.trigger: one.reviewed for one in stored(store)} == {"signed": "accepted", "handed": "corrected"}
    assert {one.record.trigger for one in stored(store, with_rejected=True)} == {"signed", "handed", "thanked"}
    assert [one.record.trigger for one in stored(store, types=["CONCEDE"])] == ["handed"]
    assert stored(store, types=["RETREAT"]) == []
    put(store, "d", TEXT, [])  # a coder that finds nothing
    assert {one.record.trigger: one.reviewed for one in stored(store)} == {"signed": "accepted", "handed": "corrected"}
    assert [one.document.origin for one in stored(store, types=["CONCEDE"])] == ["a.txt"]
    store.connection.execute("UPDATE documents SET published = '2020-01-01'")
    put(store, "e", "Nothing of it.", [], version=2)
    assert stored(store) == []
    store.connection.execute("UPDATE documents SET published = '2020-02-02' WHERE document = 'e'")
    assert {one.record.trigger: one.reviewed for one in stored(store, as_of="2020-01-15")} == {
        "signed": "accepted", "handed": "corrected",
    }  # fmt: skip
    assert stored(store, as_of="2020-03-03") == []


class TestCodedAnew:
    """The text is the same, the coder is another."""

    def test_what_was_accepted_stands_against_what_the_new_coder_makes_of_it(self, store):
        put(store, "d", TEXT, [SIGNED])
        decide(store, "d", SIGNED, "ana", "accept")
        vaguer = event(
            TEXT,
            "On 3 June 1929 Peru and Chile signed a treaty.",
            trigger="signed a treaty",
            date="1929",
            coder="detente 2",
        )
        put(store, "d", TEXT, [vaguer, THANKED])
        assert [(r.id, r.date) for r in outcome(store)] == [(vaguer.id, "1929-06-03"), (THANKED.id, "")]

    def test_what_the_new_coder_no_longer_finds_stays_as_a_human_record(self, store):
        put(store, "d", TEXT, [SIGNED, HANDED])
        decide(store, "d", SIGNED, "ana", "accept")
        decide(store, "d", HANDED, "ana", "correct", {"date": "1929"})
        put(store, "d", TEXT, [THANKED])
        found = {name: decision.found for (_, name), decision in decisions(store).items()}
        assert found == {SIGNED.id: False, HANDED.id: False}
        assert [(r.trigger, r.date) for r in outcome(store)] == [
            ("signed", "1929-06-03"),
            ("handed", "1929"),
            ("thanked", ""),
        ]

    def test_what_was_rejected_stays_rejected_in_the_same_words_and_no_further(self, store):
        put(store, "d", TEXT, [SIGNED])
        decide(store, "d", SIGNED, "ana", "reject")
        again = event(
            TEXT, "On 3 June 1929 Peru and Chile signed", trigger="signed", date="1929-06-03", actors=("PER", "CHL")
        )
        put(store, "d", TEXT, [again])
        assert outcome(store) == []
        another = event(TEXT, "On 3 June 1929 Peru and Chile signed", trigger="signed", date="1929")
        put(store, "d", TEXT, [another])
        assert outcome(store) == [another]

    def test_a_correction_that_the_new_coder_makes_by_itself_is_not_doubled(self, store):
        put(store, "d", TEXT, [HANDED])
        decide(store, "d", HANDED, "ana", "correct", {"type": "CONCEDE"})
        mended = event(
            TEXT,
            "Chile handed Tacna back.",
            type="CONCEDE",
            actors=("CHL",),
            recipients=("PER",),
            trigger="handed",
            coder="detente 2",
        )
        put(store, "d", TEXT, [mended])
        assert [(r.id, r.type) for r in outcome(store)] == [(mended.id, "CONCEDE")]
        put(store, "d", TEXT, [HANDED, mended])  # and the mistake along with it
        assert [(r.id, r.type) for r in outcome(store)] == [(HANDED.id, "CONCEDE")]

    def test_two_acts_of_one_sentence_keep_their_own_decisions(self, store):
        text = "Chile criticised and accused Peru."
        both = [
            event(text, text, type="ACCUSE", actors=("CHL",), recipients=("PER",), trigger=t)
            for t in ("criticised", "accused")
        ]
        put(store, "d", text, both)
        decide(store, "d", both[0], "ana", "reject")
        decide(store, "d", both[1], "ana", "accept")
        put(store, "d", text, [both[1].model_copy(update={"id": "x2", "mode": "disapprove", "coder": "detente 2"})])
        assert [(r.id, r.trigger, r.mode) for r in outcome(store)] == [("x2", "accused", "")]

    def test_who_judged_before_and_who_judged_after_judged_the_same_record(self, store):
        put(store, "d", TEXT, [SIGNED])
        decide(store, "d", SIGNED, "ana", "reject")
        later = event(
            TEXT, "On 3 June 1929 Peru and Chile signed a treaty.", trigger="signed", date="1929", coder="detente 2"
        )
        put(store, "d", TEXT, [later])
        decide(store, "d", later, "bo", "accept")
        [(key, decision)] = decisions(store).items()
        assert (key, decision.disputed, len(decision.reviews)) == (("d", later.id), True, 2)


class TestNewVersion:
    """The text is another, of the same origin."""

    def test_a_decision_goes_with_its_sentence(self, store):
        put(store, "d", TEXT, [SIGNED, HANDED])
        decide(store, "d", SIGNED, "ana", "accept")
        decide(store, "d", HANDED, "ana", "reject")
        new = "A heading\n\n" + TEXT.replace(" signed", "\nsigned")
        words = "On 3 June 1929 Peru and Chile\nsigned a treaty."
        coder = event(new, words, trigger="signed", date="1929")
        again = event(
            new, "Chile handed Tacna back.", type="RETREAT", actors=("CHL",), recipients=("PER",), trigger="handed"
        )
        put(store, "e", new, [coder, again], version=2)
        [kept] = outcome(store, "e")
        assert (kept.id, kept.date, kept.evidence) == (coder.id, "1929-06-03", words)
        assert new[kept.start : kept.end] == kept.evidence
        assert lost(store) == []

    def test_a_sentence_that_is_gone_takes_its_decision_with_it_and_that_is_said(self, store):
        put(store, "d", TEXT, [SIGNED, HANDED])
        decide(store, "d", SIGNED, "ana", "accept")
        decide(store, "d", HANDED, "ana", "accept")
        put(store, "e", TEXT.replace("treaty", "protocol"), [], version=2)
        [human] = outcome(store, "e")
        assert (human.trigger, human.start) == ("handed", HANDED.start + 2)
        assert [review.judged for review in lost(store)] == [SIGNED]

    def test_the_old_version_keeps_what_was_decided_in_it(self, store):
        put(store, "d", TEXT, [SIGNED])
        decide(store, "d", SIGNED, "ana", "reject")
        put(store, "e", "Nothing of it.", [], version=2)
        assert decisions(store) == {}
        assert {key: d.reviewed for key, d in decisions(store, ["d"]).items()} == {("d", SIGNED.id): "rejected"}

    def test_of_a_sentence_that_stands_twice_the_right_one_is_found(self, store):
        text = "Peru thanked Chile. Later Peru thanked Chile."
        second = Event(
            start=26, end=45, evidence="Peru thanked Chile.", type="SUPPORT", actors=("PER",), recipients=("CHL",)
        )
        put(store, "d", text, [second])
        decide(store, "d", second, "ana", "accept")
        put(store, "e", "Now. " + text, [], version=2)
        assert [record.start for record in outcome(store, "e")] == [31]


def test_what_is_decided_is_on_the_disk_at_once(tmp_path):
    path = tmp_path / "r.duckdb"
    with open_store(path, write=True) as store:
        put(store, "d", TEXT, [SIGNED, HANDED])
    program = textwrap.dedent("""
        import os, signal, sys
        from detente.store import open_store
        from detente.store.coded import coded
        from detente.store.reviews import decide
        store = open_store(sys.argv[1], write=True)
        for record in coded(store, ["d"])["d"]:
            decide(store, "d", record, "ana", "accept")
        os.kill(os.getpid(), signal.SIGKILL)
    """)
    done = subprocess.run([sys.executable, "-c", program, path])
    assert done.returncode == -9
    with open_store(path) as store:
        assert len(history(store)) == 2


def test_a_record_of_the_superseded_coder_is_not_shown(store):
    put(store, "d", TEXT, [SIGNED])
    store.connection.execute("UPDATE records SET superseded = ?", [NOW])
    assert coded(store, ["d"]) == {"d": []}


def test_the_reviews_cannot_be_written_to_a_file_opened_for_reading(tmp_path):
    path = tmp_path / "r.duckdb"
    with open_store(path, write=True) as store:
        put(store, "d", TEXT, [SIGNED])
    with open_store(path) as store, pytest.raises(duckdb.Error):
        decide(store, "d", SIGNED, "ana", "accept")


# Cohen's kappa as scikit-learn 1.9.1 gives it (cohen_kappa_score) for the two columns of judgements behind each table.
KAPPAS = [
    ([[20, 5, 0], [10, 15, 0], [0, 0, 0]], 0.4),
    ([[40, 3, 2], [5, 20, 1], [4, 2, 23]], 0.734000938820216),
    ([[0, 7, 0], [9, 0, 0], [0, 0, 0]], -0.9692307692307691),
    ([[8, 0, 0], [0, 4, 0], [0, 0, 1]], 1.0),
]


@pytest.mark.parametrize(("table", "expected"), KAPPAS)
def test_kappa_is_that_of_others(table, expected):
    assert kappa(table) == pytest.approx(expected)
    from statsmodels.stats.inter_rater import cohens_kappa

    used = [i for i in range(3) if any(table[i]) or any(row[i] for row in table)]
    assert kappa(table) == pytest.approx(cohens_kappa([[table[i][j] for j in used] for i in used]).kappa)
    metrics = pytest.importorskip("sklearn.metrics")
    pairs = [(i, j) for i in range(3) for j in range(3) for _ in range(table[i][j])]
    assert kappa(table) == pytest.approx(metrics.cohen_kappa_score(*zip(*pairs, strict=True)))


def test_kappa_is_not_defined_where_both_always_say_one_thing():
    assert math.isnan(kappa([[5, 0], [0, 0]]))
    assert math.isnan(kappa([[0, 0], [0, 0]]))


def test_agreement_counts_records_that_both_judged(store):
    put(store, "d", TEXT, [SIGNED, HANDED, THANKED])
    for record, ana, bo in [(SIGNED, "accept", "accept"), (HANDED, "accept", "reject")]:
        decide(store, "d", record, "ana", ana)
        decide(store, "d", record, "bo", bo)
    decide(store, "d", THANKED, "ana", "correct", {"date": "1929"})
    decide(store, "d", THANKED, "bo", "correct", {"date": "1930"})
    [found] = agreements(decisions(store).values())
    assert (found.first, found.second, found.records) == ("ana", "bo", 3)
    assert (found.verdicts, found.outcomes) == (2 / 3, 1 / 3)
    assert found.table == ((1, 1, 0), (0, 0, 0), (0, 0, 1))
    assert found.kappa == pytest.approx((2 / 3 - 1 / 3) / (1 - 1 / 3))


def test_a_correction_keeps_the_id_and_the_evidence():
    mended = changed(SIGNED, {"date": "1929"})
    assert (mended.id, mended.evidence, mended.date) == (SIGNED.id, SIGNED.evidence, "1929")
