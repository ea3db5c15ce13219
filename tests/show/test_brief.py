from dataclasses import replace
from pathlib import Path

import pytest

from detente.record import Event
from detente.show import build
from detente.show.eras import divide

GOLDEN = Path(__file__).parent / "golden" / "france-britain.md"


@pytest.fixture
def brief(account, records):
    return build("FRA", "GBR", [(account, records)])


def test_the_markdown_is_as_agreed(brief):
    """After a wanted change: look at the difference, then write `brief.markdown()` to the golden file."""
    assert brief.markdown() == GOLDEN.read_text(encoding="utf-8")


def test_the_same_records_give_the_same_brief(account, records):
    pages = {build("FRA", "GBR", [(account, order)]).html() for order in (records, records[::-1])}
    assert len(pages) == 1


def test_what_tells_of_others_is_left_out_and_counted(brief):
    assert brief.left_out == 1  # Germany and Russia
    assert [third.name for third in brief.thirds] == ["Germany"]


def test_an_event_that_only_says_that_an_agreement_was_signed_is_told_by_it(brief):
    (entry,) = [entry for entry in brief.entries if entry.date == "1904-04-08"]
    assert [(act.what, act.code) for act in entry.acts] == [("Entente Cordiale: signed", "SUPPORT")]


def test_statements_of_one_act_share_a_line(brief):
    (row,) = brief.agreements
    assert len(row.refs) == 2
    assert row.confidence == 0.9


def test_low_confidence_is_said(brief):
    page = brief.html()
    assert brief.uncertain == 2
    assert "uncertain 0.35" in page
    assert "uncertain 0.42" in page
    assert "uncertain 0.9" not in page


def test_where_it_stands_passes_over_what_is_uncertain(account, records):
    doubtful = [each.model_copy(update={"confidence": 0.2}) for each in records]
    assert build("FRA", "GBR", [(account, doubtful)]).standing == []


def test_what_is_later_but_uncertain_stands_below_the_answer(account, records):
    agreement = next(each for each in records if each.kind == "agreement")
    later = agreement.model_copy(update={"date": "1950-01-01", "title": "later pact", "confidence": 0.3, "id": "later"})
    brief = build("FRA", "GBR", [(account, [*records, later])])
    (answer, doubtful) = next(group for group in brief.standing if group.name == "Last agreement").rows
    assert not answer.doubt
    assert doubtful.doubt == "0.30"
    assert "uncertain 0.30" in brief.html().partition('id="positions"')[0]


def test_who_went_where(brief):
    assert brief.visit_counts == "France to United Kingdom 1; United Kingdom to France 1"
    assert [row.cells[1] for row in brief.visits] == ["United Kingdom → France", "France → United Kingdom"]
    assert brief.visits[0].cells[3] == "Edward VII, Émile Loubet"


def test_every_line_has_evidence(brief):
    lines = [*brief.ladder, *brief.conditions, *brief.mood, *brief.entries, *brief.undated,
             *brief.agreements, *brief.visits, *brief.figures,
             *(row for group in [*brief.standing, *brief.offices] for row in group.rows)]  # fmt: skip
    assert lines
    assert all(line.refs for line in lines)


def test_chronology_is_in_order_and_every_dated_entry_is_in_an_era(brief):
    told = [entry for era in brief.eras for part in era.parts for entry in part.entries]
    assert told == brief.entries


def test_thin_eras_join_and_full_ones_are_divided():
    class Dated:
        def __init__(self, date):
            self.date = date

    (joined,) = divide([Dated("1801"), Dated("1850"), Dated("1920")])
    assert joined.name == "Before the Congress of Vienna to the age of the world wars"
    assert joined.years == "1801–1920"
    (full,) = divide([Dated(str(1950 + number)) for number in range(20)])
    assert [part.name for part in full.parts] == ["1950s", "1960s"]


def test_no_records_give_a_brief_that_says_so(account):
    brief = build("FRA", "GBR", [(account, [])])
    assert "The sources date nothing" in brief.html()
    assert "The sources date nothing" in brief.markdown()


def test_two_sources_number_their_sentences_apart(account, records):
    brief = build("FRA", "GBR", [(account, records), (account, records)])
    assert [ref.label[:2] for ref in brief.agreements[0].refs] == ["1.", "1.", "2.", "2."]
    assert len(brief.exhibits) == 2


def test_what_was_before_christ_is_told_in_order(account):
    text = "They met first. They met again. They met at last."
    records = [
        Event(start=start, end=end, evidence=text[start:end], type="CONSULT", actors=("FRA", "GBR"), date=date)
        for start, end, date in ((0, 15, "-0043-03"), (16, 31, "0020"), (32, 49, "-01XX"))
    ]
    brief = build("FRA", "GBR", [(replace(account, text=text), records)])
    assert [entry.when for entry in brief.entries] == ["2nd century BC", "March 44 BC", "20"]
    assert "2nd century BC to 20" in brief.html()
    assert "March 44 BC" in brief.markdown()
