"""What cannot both be right is found, and what is only told differently is not."""

import pytest

from detente.record.model import adapter
from detente.store.contradictions import contradictions, denied, figures, memberships, offices, statuses
from detente.store.happenings import told
from detente.store.reading import Stored, StoredDocument


def says(kind, *, doc="a", happening="", published="", **fields):
    sentence = fields.pop("evidence", f"A sentence of {doc} about {kind} in {fields.get('date', 'no year')}.")
    start = fields.pop("start", 0)
    record = adapter.validate_python(
        {
            "kind": kind,
            "doc": doc,
            "start": start,
            "end": start + len(sentence),
            "evidence": sentence,
            "confidence": 0.9,
            **fields,
        }
    )
    return Stored(record, StoredDocument(doc, doc, doc, 1, doc, doc, published), happening)


def event(type_, date, *, actors=("RUS",), recipients=("USA",), **more):
    return says("event", type=type_, date=date, actors=actors, recipients=recipients, **more)


def found(*records):
    return [(each.what, each.says) for each in contradictions(told(records))]


# --- of one happening -------------------------------------------------------------------------------------------------


def test_days_that_exclude_each_other():
    rows = [event("RETREAT", day, doc=day, happening="h") for day in ("1949-05-11", "1949-05-12", "1949-05", "1949")]
    assert found(*rows) == [("date", "dates exclude each other: 1949-05-11 and 1949-05-12")] or found(*rows) == [
        ("date", "dates exclude each other: 1949-05-12 and 1949-05-11")
    ]


def test_precision_is_no_contradiction():
    rows = [event("RETREAT", day, doc=day, happening="h") for day in ("1949-05-12", "1949-05", "1949", "194X")]
    assert found(*rows) == []


def test_dates_of_different_happenings_may_differ():
    assert found(event("RETREAT", "1949", happening="h"), event("RETREAT", "1950", happening="i", doc="b")) == []


def test_the_other_way_round():
    rows = [
        event("ASSAULT", "1812", happening="h"),
        event("ASSAULT", "1812", happening="h", doc="b", actors=("USA",), recipients=("RUS",)),
    ]
    assert [what for what, _ in found(*rows)] == ["direction"]


def test_joint_and_directed_is_no_contradiction():
    rows = [
        event("CONSULT", "1812", happening="h"),
        event("CONSULT", "1812", happening="h", doc="b", actors=("USA", "RUS"), recipients=()),
    ]
    assert found(*rows) == []


def agreement(doc, **fields):
    return says(
        "agreement", doc=doc, happening="h", title="gas contract", parties=("CHN", "RUS"), date="2014-05-21", **fields
    )


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        ({"value": 4e11, "currency": "USD"}, {"value": 4.5e11, "currency": "USD"}, ["value"]),
        ({"value": 4e11, "currency": "USD"}, {"value": 4.02e11, "currency": "USD"}, []),  # 400 billion, rounded
        ({"value": 4e11, "currency": "USD"}, {"value": 2.5e12, "currency": "CNY"}, []),
        ({"term_years": 30}, {"term_years": 25}, ["term"]),
        ({"term_years": 30}, {}, []),
    ],
)
def test_values_and_terms(one, other, what):
    assert [name for name, _ in found(agreement("a", **one), agreement("b", **other))] == what


def test_the_same_two_sentences_contradict_each_other_once():
    sentences = "The treaty was signed on 3 May 1990.", "The treaty was signed on 4 May 1990."
    rows = []
    for number, (sentence, date) in enumerate(zip(sentences, ("1990-05-03", "1990-05-04"), strict=True)):
        doc = "ab"[number]
        rows.append(event("SUPPORT", date, doc=doc, happening="e", evidence=sentence, recipients=()))
        rows.append(
            says(
                "agreement",
                doc=doc,
                happening="t",
                title="treaty",
                parties=("RUS", "USA"),
                date=date,
                evidence=sentence,
            )
        )
    assert len(found(*rows)) == 1


# --- across happenings ------------------------------------------------------------------------------------------------


def test_told_and_denied():
    rows = [
        event("SUPPORT", "1985", doc="a", trigger="ratified", recipients=(), actors=("RUS", "USA"),
              evidence="Moscow and Washington ratified the Archangel cable treaty in 1985."),
        event("SUPPORT", "1985", doc="b", trigger="never ratified", recipients=(), actors=("RUS", "USA"), aux="negated",
              evidence="The Archangel cable treaty was never ratified by Moscow and Washington in 1985."),
        event("SUPPORT", "1986", doc="c", trigger="hailed", recipients=(), actors=("RUS", "USA"),
              evidence="The two capitals hailed a new season of the ballet."),
    ]  # fmt: skip
    assert [(each.one.document.doc, each.other.document.doc) for each in denied(rows)] == [("a", "b")]


def status(name, change, date, doc, parties=("RUS", "USA"), **more):
    return says("status", status=name, change=change, date=date, doc=doc, parties=parties, **more)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("relations_severed", "continues", "1917/1933"), ("diplomatic_relations", "continues", "1920/1925"), 1),
        (("relations_severed", "continues", "1917/1933"), ("diplomatic_relations", "begins", "1933-11-16"), 0),
        (("relations_severed", "continues", "1917/1933"), ("diplomatic_relations", "begins", "1924-02-01"), 1),
        (("relations_severed", "continues", "1917/1933"), ("diplomatic_relations", "ends", "1924-02-01"), 0),
        (("alliance", "continues", "1941/1945"), ("hostility", "continues", "1943"), 0),  # a year may mean a week of it
        (("alliance", "continues", "1941/1945"), ("rivalry", "continues", "1942/1944"), 1),
        (("war", "continues", "1812/1814"), ("partnership", "continues", "1815/1820"), 0),
        (("partnership", "continues", "1992/1999"), ("hostility", "continues", "1993/1995"), 0),  # these can be at once
    ],
)
def test_statuses_that_cannot_be_at_once(one, other, expected):
    assert len(list(statuses([status(*one, "a"), status(*other, "b")]))) == expected


def test_statuses_of_other_parties_do_not_count():
    rows = [
        status("war", "continues", "1914/1918", "a"),
        status("alliance", "continues", "1914/1918", "b", ("GBR", "USA")),
    ]
    assert list(statuses(rows)) == []


def office(person, date, doc, change="holds", title="president", state="USA"):
    return says("office", person=person, office=title, state=state, change=change, date=date, doc=doc)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("Richard Nixon", "1972-02-21", "a"), ("Lyndon Johnson", "1972-02", "b")], 1),
        ([("Richard Nixon", "1972-02-21", "a"), ("President Nixon", "1972-02-21", "b")], 0),
        ([("Richard Nixon", "1972", "a"), ("Lyndon Johnson", "1972", "b")], 0),  # the year may have had two
        ([("Richard Nixon", "1974-08", "a"), ("Gerald Ford", "1974-08", "b"),
          ("Gerald Ford", "1974-08-09", "c", "takes")], 0),
        ([("Thomas Jefferson", "1809-03", "a"), ("James Madison", "1809-03", "a")], 0),  # one text: a handover
        ([("Nelson Aldrich", "1905-03", "a", "holds", "senator"),
          ("Henry Cabot Lodge", "1905-03", "b", "holds", "senator")], 0),
    ],
)  # fmt: skip
def test_two_persons_in_one_office(rows, expected):
    assert len(list(offices([office(*row) for row in rows]))) == expected


def membership(change, date, doc):
    return says("membership", members=("IDN",), organisation="UN", change=change, date=date, doc=doc)


def test_joining_twice():
    twice = [membership("joins", "1950-09-28", "a"), membership("joins", "1951", "b")]
    assert [each.says for each in memberships(twice)] == ["IDN joins UN: 1950-09-28 and 1951"]
    again = [
        membership("joins", "1950", "a"),
        membership("leaves", "1965-01", "c"),
        membership("joins", "1966-09", "b"),
    ]
    assert list(memberships(again)) == []
    assert list(memberships([membership("joins", "1950-09-28", "a"), membership("joins", "1950", "b")])) == []


def trade(value, doc, bound="", date="2023", sentence="Trade between the two reached a record that year."):
    return says(
        "figure", measure="trade", value=value, unit="USD", bound=bound, parties=("CHN", "RUS"), date=date, doc=doc,
        evidence=f"{sentence}",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((240e9, ""), (190e9, ""), 1),
        ((240e9, ""), (240.1e9, ""), 0),  # rounded to ten billion
        ((240.1e9, ""), (240.9e9, ""), 1),
        ((240e9, "about"), (225e9, ""), 0),
        ((200e9, "at_least"), (240e9, ""), 0),
        ((250e9, "at_least"), (240.1e9, ""), 1),
        ((200e9, "at_most"), (240.1e9, ""), 1),
    ],
)
def test_figures_beyond_rounding(one, other, expected):
    rows = [trade(one[0], "a", one[1]), trade(other[0], "b", other[1])]
    assert len(list(figures(rows))) == expected


def test_figures_of_one_text_or_of_other_years_are_no_contradiction():
    assert list(figures([trade(240e9, "a"), trade(190e9, "a")])) == []
    assert list(figures([trade(240e9, "a"), trade(190e9, "b", date="2022")])) == []


def test_figures_about_other_things_are_no_contradiction():
    rows = [trade(240e9, "a"), trade(19e9, "b", sentence="Sales of grain fell after the bad harvest in Siberia.")]
    assert list(figures(rows)) == []
