"""The same happening told by several documents is linked, and what only looks like it is not."""

import importlib.util
import random
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.record import Event
from detente.record.model import adapter
from detente.store import open_store
from detente.store.adding import add
from detente.store.best import best_date, lead
from detente.store.candidates import near_types
from detente.store.grouping import group
from detente.store.happenings import happenings, link, relink
from detente.store.reading import Stored, StoredDocument
from detente.store.tellings import paragraphs, telling
from detente.text import Document

BENCH = Path(__file__).resolve().parent.parent.parent / "bench"


@pytest.fixture(scope="module")
def bench():
    spec = importlib.util.spec_from_file_location("bench_happenings", BENCH / "happenings.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_happenings"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def cases(bench):
    return list(bench.pairs())


def groups(links):
    """A partition that can be compared: sets of keys."""
    found = {}
    for key, name in links.items():
        found.setdefault(name, set()).add(key)
    return {frozenset(keys) for keys in found.values()}


def told(sentence, *, doc="a", type_="CONSULT", actors=("CHN", "USA"), recipients=(), date="", trigger="met", **more):
    record = Event(
        type=type_, actors=actors, recipients=recipients, date=date, trigger=trigger, evidence=sentence, start=0,
        end=len(sentence), doc=doc, **more,
    )  # fmt: skip
    return telling(record, doc, name=f"{doc}-{type_}-{date}-{trigger}-{abs(hash(sentence)) % 1000}")


def one(*rows):
    return len(groups(link(rows))) == 1


# --- the paired texts -------------------------------------------------------------------------------------------------


def test_paired_texts_have_links_and_near_misses(cases):
    assert len(cases) >= 14
    assert {case.part for case in cases} == {"fit", "held"}
    for case in cases:
        labels = list(case.labels.values())
        assert len({key[0] for key in case.labels}) >= 2, case.name
        assert any(labels.count(label) > 1 for label in labels), case.name


@pytest.mark.parametrize(("part", "floor"), [("fit", 0.95), ("held", 0.85)])
def test_links_in_the_paired_texts(bench, cases, part, floor):
    right = found = true = 0
    for case in cases:
        if case.part == part:
            more = bench.pairwise(case.labels, link(case.rows))
            right, found, true = right + more[0], found + more[1], true + more[2]
    assert bench.f1(right / found, right / true) >= floor


@pytest.mark.slow
@pytest.mark.parametrize(("part", "floor"), [("fit", 0.68), ("held", 0.63)])
def test_links_between_gold_records(bench, shared, part, floor):
    case = bench.gold(part)
    right, found, true = bench.pairwise(bench.of_kinds(case, case.labels), bench.of_kinds(case, link(case.rows)))
    assert bench.f1(right / found, right / true) >= floor


def test_links_of_gold_name_records_that_there_are(bench, shared):
    assert {row["document"] for row in bench._table("gold.csv")} <= {
        row["document"] for row in bench._table("parts.csv")
    }
    for part in ("fit", "held"):
        case = bench.gold(part)
        kinds = {row.key: row.kind for row in case.rows}
        together = {}
        for key, label in case.labels.items():
            together.setdefault(label, set()).add(kinds[key])
        assert all(len(each) == 1 for each in together.values())


# --- single questions -------------------------------------------------------------------------------------------------


def test_a_day_and_a_month_tell_one_visit():
    assert one(
        told("Li Peng visited Moscow in December 1996.", doc="a", actors=("CHN",), recipients=("RUS",), date="1996-12",
             mode="visit", trigger="visited"),
        told("On 26 December 1996 Premier Li Peng arrived in Moscow.", doc="b", actors=("CHN",), recipients=("RUS",),
             date="1996-12-26", mode="visit", trigger="arrived"),
    )  # fmt: skip


def test_yearly_summits_are_apart():
    rows = [
        told(f"The presidents met at their yearly summit in {year}.", doc=f"d{year}", date=str(year))
        for year in range(1994, 1999)
    ]  # fmt: skip
    assert len(groups(link(rows))) == 5


def test_days_of_one_month_do_not_chain():
    rows = [told("The negotiators met in Geneva.", doc=f"d{day}", date=f"1985-03-{day:02}") for day in (1, 11, 21)]
    rows.append(told("The negotiators met in Geneva in March 1985.", doc="vague", date="1985-03"))
    found = groups(link(rows))
    assert max(map(len, found)) <= 2
    assert len(found) >= 3


def test_within_a_paragraph_two_records_are_two_acts():
    sentence = "They met on 3 May 1990 in Moscow, and met on 3 May 1990 in Leningrad."
    same = told(sentence, doc="a", date="1990-05-03")
    assert not one(same, replace(same, record="other"))
    assert one(same, replace(same, record="other", document="b"))


def test_other_types_are_linked_only_where_they_may_be_the_same_act():
    sentence = "Britain and Siam concluded a treaty of commerce at Bangkok on 18 April 1855."
    rows = [told(sentence, doc="a", type_="SUPPORT", date="1855-04-18", trigger="concluded")]
    assert not one(*rows, told(sentence, doc="b", type_="ASSAULT", date="1855-04-18", trigger="concluded"))
    assert ("AGREE", "SUPPORT") in near_types()
    assert ("SUPPORT", "AGREE") in near_types()


def test_kinds_are_never_mixed(cases):
    for case in cases:
        kinds = {row.key: row.kind for row in case.rows}
        for keys in groups(link(case.rows)):
            assert len({kinds[key] for key in keys}) == 1


def test_in_a_crowd_rare_words_find_what_belongs_together():
    from detente.store.candidates import CROWD

    names = [f"{first}{second}{third}ov" for first in "BDFGKLMN" for second in "aeiou" for third in "bdfgklmnrst"]
    assert len(names) > CROWD
    rows = []
    for number, name in enumerate(names):
        place, matter = f"{name[::-1].title()}a", f"{name.lower()}ite"
        first = f"{name} met his colleague in {place} to haggle over {matter}."
        second = f"In {place} the talks on {matter} that {name} had come for were long."
        rows.append(told(first, doc=f"a{number:03}", date=f"2019-03-{number % 20 + 1:02}"))
        rows.append(told(second, doc=f"b{number:03}", date="2019-03", trigger="talks"))
    links = link(rows)
    right = sum(links[one.key] == links[other.key] for one, other in zip(rows[::2], rows[1::2], strict=True))
    assert right >= 0.8 * len(names)
    assert max(map(len, groups(links))) <= 4


def test_undated_records_need_words():
    vague = told("The two sides discussed many things.", doc="a", trigger="discussed")
    assert not one(vague, told("They talked about fish.", doc="b", trigger="talked", date="1990-05-03"))


def test_paragraphs_begin_after_blank_lines():
    text = "One.\n\nTwo.\n\n\nThree."
    assert [text[start:].partition(".")[0] for start in paragraphs(text)] == ["One", "Two", "Three"]


def test_groups_stop_where_the_pairs_get_unlikely():
    import numpy as np

    # 0-1 and 2-3 are likely, 1-2 barely, the rest not: one chain, two groups.
    i, j = np.array([0, 2, 1, 0, 0, 1]), np.array([1, 3, 2, 2, 3, 3])
    above = np.array([0.4, 0.4, 0.05, -0.45, -0.45, -0.45])
    zero, places = np.zeros(4, int), np.arange(4)
    found = group(4, i, j, above, zero, zero, places, np.zeros(6, int), np.full(4, -0.5))
    assert found.tolist() == [0, 0, 2, 2]


# --- properties -------------------------------------------------------------------------------------------------------


@given(st.randoms(use_true_random=False), st.integers(0, 13))
def test_the_order_of_records_changes_nothing(cases, shuffler, number):
    case = cases[number % len(cases)]
    rows = list(case.rows)
    shuffler.shuffle(rows)
    assert groups(link(rows)) == groups(link(case.rows))


def test_linking_is_an_equivalence(cases):
    for case in cases:
        links = link(case.rows)
        assert set(links) == {row.key for row in case.rows}
        for key, name in links.items():
            assert links[name] == name  # a group is named after one of its own
            assert name <= key  # the first of them


def test_an_unrelated_document_changes_nothing(cases):
    for case, other in pairwise(cases):
        codes = {code for row in case.rows for code in (*row.actors, *row.recipients)}
        strange = [row for row in other.rows if not codes & {*row.actors, *row.recipients}]
        alone = groups(link(case.rows))
        assert alone <= groups(link([*case.rows, *strange]))


def test_every_row_once_more_in_another_document_is_found(cases):
    for case in cases:
        copies = [replace(row, document=f"{row.document} (copy)") for row in case.rows if row.date]
        links = link([*case.rows, *copies])
        found = sum(links[row.key] == links[f"{row.document} (copy)", row.record] for row in case.rows if row.date)
        assert found >= 0.9 * len(copies), case.name


# --- in the store -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stories(bench):
    """Documents of the paired texts, and what a coder says of each: sha256 -> records."""
    documents, records = [], {}
    for path in sorted((BENCH / "texts/pairs").glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n== "):
            head, _, rest = block.removeprefix("== ").partition("\n")
            for doc, published, title, text, coded in bench._documents(rest):
                document = Document(text, title, published, f"{head.split()[0]}/{doc}")
                documents.append(document)
                records[document.sha256] = [
                    adapter.validate_python({**fields, "doc": document.sha256, "confidence": 0.9})
                    for fields, _ in coded
                ]
    return documents, lambda document: records[document.sha256]


def partition_of(store):
    rows = store.connection.execute("SELECT document, record, happening FROM happenings").fetchall()
    return groups({(document, record): name for document, record, name in rows})


def filled(path, documents, code, batch):
    with open_store(path, write=True) as store:
        add(store, documents, code, coder="test 1", batch=batch)
        return partition_of(store)


@pytest.mark.slow
def test_the_order_of_documents_and_batches_changes_nothing(tmp_path, stories):
    documents, code = stories
    whole = filled(tmp_path / "whole", documents, code, 1000)
    assert max(map(len, whole)) > 1
    other = list(documents)
    random.Random(3).shuffle(other)
    assert filled(tmp_path / "other", other, code, 7) == whole


def test_linking_all_anew_gives_the_same(tmp_path, stories):
    documents, code = stories
    with open_store(tmp_path / "db", write=True) as store:
        add(store, documents[:12], code, coder="test 1", batch=4)
        before = store.connection.execute("SELECT * FROM happenings ORDER BY ALL").fetchall()
        with store.transaction():
            assert relink(store) == len(before)
        assert store.connection.execute("SELECT * FROM happenings ORDER BY ALL").fetchall() == before


def test_every_current_record_is_in_one_happening(tmp_path, stories):
    documents, code = stories
    with open_store(tmp_path / "db", write=True) as store:
        add(store, documents[:9], code, coder="test 1")
        missing = store.connection.execute(
            "SELECT count(*) FROM records ANTI JOIN happenings USING (document, record)"
        ).fetchone()
        assert missing == (0,)
        doubled = store.connection.execute(
            "SELECT count(*) - count(DISTINCT (document, record)) FROM happenings"
        ).fetchone()
        assert doubled == (0,)


def story(name, sentences, published="1970-01-01"):
    return Document("\n\n".join(sentence for sentence, _ in sentences), name, published, name)


def coder_of(*stories):
    """A coder that knows what each sentence of these stories says."""
    known = {sentence: fields for sentences in stories for sentence, fields in sentences}

    def code(document):
        found = []
        for sentence, fields in known.items():
            start = document.text.find(sentence)
            if start >= 0:
                found.append(
                    adapter.validate_python(
                        {"kind": "event", "type": "CONSULT", "mode": "visit", "actors": ("CHN",),
                         "recipients": ("RUS",),
                         "start": start, "end": start + len(sentence), "evidence": sentence, "doc": document.sha256,
                         **fields}
                    )
                )  # fmt: skip
        return found

    return code


def test_a_happening_keeps_its_name(tmp_path):
    first = [("Premier Li Peng visited Moscow on 26 December 1996.", {"date": "1996-12-26", "trigger": "visited"})]
    second = [("Li Peng, the Chinese premier, was in Moscow in December 1996.", {"date": "1996-12", "trigger": "was"})]
    third = [("The premier Li Peng visited Moscow in the last days of 1996.", {"date": "1996", "trigger": "visited"})]
    code = coder_of(first, second, third)
    with open_store(tmp_path / "db", write=True) as store:
        add(store, [story("a", first)], code, coder="test 1")
        (name,) = {each.id for each in happenings(store, ("CHN", "RUS"))}
        for title, sentences in (("b", second), ("c", third)):
            add(store, [story(title, sentences)], code, coder="test 1")
        found = happenings(store, ("CHN", "RUS"))
        assert [each.id for each in found] == [name]
        assert found[0].date == "1996-12-26"
        assert len(found[0].sources) == 3
        assert found[0].disagreements == ()


def test_a_new_version_keeps_the_name(tmp_path):
    sentence = ("Premier Li Peng visited Moscow on 26 December 1996.", {"date": "1996-12-26", "trigger": "visited"})
    more = ("He had never been there before as a premier.", {"date": "1996", "trigger": "been"})
    with open_store(tmp_path / "db", write=True) as store:
        add(store, [story("a", [sentence])], coder_of([sentence]), coder="test 1")
        (name,) = {each.id for each in happenings(store, ("CHN", "RUS"))}
        add(store, [story("a", [sentence, more])], coder_of([sentence]), coder="test 1")
        assert [each.id for each in happenings(store, ("CHN", "RUS"))] == [name]


def test_coding_anew_keeps_the_name(tmp_path):
    sentence = "Premier Li Peng visited Moscow on 26 December 1996."
    with open_store(tmp_path / "db", write=True) as store:
        add(
            store,
            [story("a", [(sentence, {})])],
            coder_of([(sentence, {"date": "1996", "trigger": "visited"})]),
            coder="test 1",
        )
        (name,) = {each.id for each in happenings(store, ("CHN", "RUS"))}
        better = coder_of([(sentence, {"date": "1996-12-26", "trigger": "visited"})])
        add(store, [story("a", [(sentence, {})])], better, coder="test 2")
        found = happenings(store, ("CHN", "RUS"))
        assert [(each.id, each.date) for each in found] == [(name, "1996-12-26")]


# --- what the tellings come to ----------------------------------------------------------------------------------------


def report(date, origin, *, confidence=0.9, published="", reviewed="", actors=("USA",)):
    record = Event(
        type="RETREAT", actors=actors, date=date, evidence="They lifted it.", start=0, end=15, confidence=confidence
    )
    return Stored(record, StoredDocument(origin, origin, origin, 1, origin, origin, published), "h", reviewed)


def test_the_most_precise_date_wins_where_nothing_speaks_against_it():
    assert (
        best_date([report("1949", "a"), report("1949-05", "b"), report("1949-05-12", "c", confidence=0.3)])
        == "1949-05-12"
    )


def test_a_date_with_more_sources_wins():
    told_so = [report("1949-05-11", "a"), report("1949-05-12", "b"), report("1949-05-12", "c")]
    assert best_date(told_so) == "1949-05-12"
    assert lead(told_so).document.origin == "b"


def test_one_document_counts_once():
    often = [report("1949-05-11", "a"), report("1949-05-11", "a"), report("1949-05-12", "b", confidence=0.95)]
    assert best_date(often) == "1949-05-12"


def test_a_person_outweighs_many():
    assert (
        best_date([report("1949-05-11", "a", reviewed="accepted"), *(report("1949-05-12", name) for name in "bcd")])
        == "1949-05-11"
    )


def test_who_wrote_at_the_time_is_believed():
    assert (
        best_date(
            [report("1949-05-11", "a", published="1949-05-13"), report("1949-05-12", "b", published="1999-01-01")]
        )
        == "1949-05-11"
    )


def test_a_vague_date_that_excludes_a_precise_one_can_win():
    assert best_date([report("1949-05-12", "a", confidence=0.3), report("1950", "b"), report("1950", "c")]) == "1950"


def test_no_dates_no_date():
    assert best_date([report("", "a"), report("", "b")]) == ""


# --- what people decide -----------------------------------------------------------------------------------------------


def _visits(tmp_path):
    """Two stories of one visit, one with a wrong year, and the coder that reads them."""
    right = [("Premier Li Peng visited Moscow on 26 December 1996.", {"date": "1996-12-26", "trigger": "visited"})]
    wrong = [("Premier Li Peng visited Moscow late in December.", {"date": "1989-12-26", "trigger": "visited"})]
    store = open_store(tmp_path / "db", write=True)
    return store, [story("a", right), story("b", wrong)], coder_of(right, wrong)


def test_a_correction_is_linked_anew_and_its_undoing_too(tmp_path):
    from detente.store.reading import stored
    from detente.store.reviews import decide, undo

    store, documents, code = _visits(tmp_path)
    with store:
        add(store, documents, code, coder="test 1", batch=1)
        assert len(happenings(store, ("CHN", "RUS"))) == 2
        (late,) = [each for each in stored(store) if each.record.date.startswith("1989")]
        decide(store, late.document.document, late.record, "Ann", "correct", {"date": "1996-12-26"})
        assert [len(each.records) for each in happenings(store, ("CHN", "RUS"))] == [2]
        with store.transaction():
            relink(store)
        assert [len(each.records) for each in happenings(store, ("CHN", "RUS"))] == [2]
        undo(store, "Ann")
        assert len(happenings(store, ("CHN", "RUS"))) == 2


def test_what_stands_by_a_persons_word_has_its_happening(tmp_path):
    from detente.store.reading import stored
    from detente.store.reviews import decide

    store, documents, code = _visits(tmp_path)
    with store:
        add(store, documents[:1], code, coder="test 1")
        (only,) = stored(store)
        decide(store, only.document.document, only.record, "Ann", "accept")
        add(store, documents[:1], lambda document: [], coder="test 2")  # the new coder no longer makes it
        assert [each.reviewed for each in stored(store)] == ["accepted"]
        other = [("Li Peng, the Chinese premier, visited Moscow on 26 December.",
                  {"date": "1996-12-26", "trigger": "visited"})]  # fmt: skip
        add(store, [story("c", other)], coder_of(other), coder="test 2")
        assert [len(each.sources) for each in happenings(store, ("CHN", "RUS"))] == [2]


def test_what_is_looked_at_does_not_grow_with_the_years(tmp_path):
    """Of a dyad with years of news, a story of one day is compared with that of the same days or of the same words."""
    from detente.store.nearby import CROWD, nearby

    told_of = []
    for number in range(2 * CROWD):
        year, day = 1990 + number // 20, number % 20 + 1
        date = "" if number % 10 == 0 else f"{year}" if number % 10 == 1 else f"{year}-03-{day:02}"
        told_of.append([(f"Envoy N{number}ov visited Moscow on {number}.", {"date": date, "trigger": "visited"})])
    again = [("In Moscow the envoy N11ov was a guest.", {"date": "1990", "trigger": "guest"})]
    code = coder_of(*told_of, again)
    with open_store(tmp_path / "db", write=True) as store:
        stories = [story(f"s{number}", sentences) for number, sentences in enumerate(told_of)]
        add(store, [*stories, story("again", again)], code, coder="test 1")
        where = "SELECT r.document, r.record FROM records r WHERE evidence LIKE '%{}%'"
        near = {name: len(nearby(store, store.connection.sql(where.format(name)).pl())) for name in ("N399ov", "guest")}
        assert near["N399ov"] < CROWD / 2
        words = nearby(store, store.connection.sql(where.format("guest")).pl())
        known = store.connection.sql(where.format("N11ov")).pl()
        assert len(words.join(known, on=["document", "record"])) == len(known) == 2
