import json
from itertools import pairwise

from detente.store import open_store
from detente.store.whole import paragraph


def agreement(texts):
    return next(each for each in texts.history.made() if each.kind == "agreement")


def test_a_record_with_all_that_is_known_of_it(run, db, texts):
    record = agreement(texts)
    with open_store(db, write=True) as store:
        texts.review(store, "history", record, "correct", {"form": "accord"})
    status, out, _ = run("record", "show", record.id[:6], "--db", db)
    assert status == 0
    assert "⟦The Treaty of Ancón was signed on 20" in " ".join(out.split())
    assert "In 1879 Chile declared war on Peru." in out  # the paragraph around it
    assert "accord  (coder: treaty)" in out
    assert "correct by Ana, 2020-01-01: form → accord" in out
    assert "The same happening is told by\n  23 October 1883  The Pacific question" in out


def test_as_json(run, db, texts):
    record = agreement(texts)
    [found] = json.loads(run("record", "show", record.id, "--db", db, "--format", "json")[1])
    assert found["record"] == record.model_dump(mode="json")
    assert [each["title"] for each in found["told_by"]] == ["The Pacific question"]
    assert (found["document"]["title"], found["reviews"]) == ("Peru and Chile: a history", [])


def test_an_ambiguous_beginning_is_listed(run, db, texts):
    ids = sorted(each.id for text in (texts.history, texts.report, texts.news) for each in text.made())
    first = next(one[0] for one, other in pairwise(ids) if one[0] == other[0])
    status, out, err = run("record", "show", first, "--db", db)
    assert (status, out) == (2, "")
    assert f"{sum(each[0] == first for each in ids)} records have an id that begins so" in err
    assert all(each in err for each in ids if each[0] == first)


def test_no_such_record(run, db):
    for ident in ("zzz", "", "%"):
        assert run("record", "show", ident, "--db", db)[0] == 2


def test_a_rejected_record_is_shown_with_who_rejected_it(run, db, texts):
    record = agreement(texts)
    with open_store(db, write=True) as store:
        texts.review(store, "history", record, "reject")
    assert "reject by Ana" in run("record", "show", record.id, "--db", db)[1]


def test_the_paragraph_of_a_span():
    text = "One.\n\nTwo. Three. Four.\n\nFive."
    assert paragraph(text, 11, 17) == ("Two. ", " Four.")
    assert paragraph(text, 0, 4) == ("", "")
