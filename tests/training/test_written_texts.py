"""The notation of our own coded texts, and that every file under training/written follows it."""

import sys
from pathlib import Path

import pytest

from detente.record.model import adapter

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "training" / "written").glob("*.txt"))

STORY = """\
% a remark
== note-1 1999-02-03
# Peru and Kenya
Peru and Kenya signed a treaty of trade on 3 May 1990.
  event SUPPORT KEN PER | 1990-05-03 | signed
  agreement signed treaty KEN PER | 1990-05-03 | treaty of trade | 5 2000000 USD
Peru may blame Kenya.
  event ACCUSE/disapprove PER > KEN | | blame | hypothetical

Trade grew to at least 3 million dollars.
  figure trade KEN PER | 1991 | 3000000 USD at_least
  status partnership upgraded KEN PER | 1991 | strategic partnership
  position support PER > KEN | 1991 | trade
  office takes PER | 1991 | Ana Rey | foreign minister
  membership joins PER | 1992 | OAS
== note-2
Nothing happened.
"""


@pytest.fixture
def written(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "training"))
    monkeypatch.delitem(sys.modules, "written_texts", raising=False)
    import written_texts

    yield written_texts
    sys.modules.pop("written_texts", None)


@pytest.fixture
def items(written, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(STORY, encoding="utf-8")
    return list(written.read(path))


def test_items(items):
    assert [(item["id"], item["date"]) for item in items] == [("note-1", "1999-02-03"), ("note-2", "")]
    assert items[0]["text"] == (
        "Peru and Kenya\n\nPeru and Kenya signed a treaty of trade on 3 May 1990. Peru may blame Kenya.\n\n"
        "Trade grew to at least 3 million dollars."
    )
    assert items[1]["records"] == []


def test_records_stand_at_their_sentence(items):
    text = items[0]["text"]
    assert all(text[r["start"] : r["end"]] == r["evidence"] for r in items[0]["records"])
    assert items[0]["records"][2]["evidence"] == "Peru may blame Kenya."


def test_fields(items):
    event, agreement, accusation, figure, status, position, office, membership = (
        adapter.validate_python(record) for record in items[0]["records"]
    )
    assert (event.type, set(event.actors), event.recipients, event.date) == (
        "SUPPORT",
        {"KEN", "PER"},
        (),
        "1990-05-03",
    )
    assert (agreement.act, agreement.form, agreement.title) == ("signed", "treaty", "treaty of trade")
    assert (agreement.term_years, agreement.value, agreement.currency) == (5, 2_000_000, "USD")
    assert (accusation.mode, accusation.aux) == ("disapprove", "hypothetical")
    assert (accusation.actors, accusation.recipients, accusation.date) == (("PER",), ("KEN",), "")
    assert (figure.measure, figure.value, figure.unit, figure.bound) == ("trade", 3_000_000, "USD", "at_least")
    assert (status.status, status.change, status.level) == ("partnership", "upgraded", "strategic partnership")
    assert (position.stance, position.holder, position.toward) == ("support", ("PER",), ("KEN",))
    assert (office.person, office.office, office.state) == ("Ana Rey", "foreign minister", "PER")
    assert (membership.members, membership.organisation) == (("PER",), "OAS")


@pytest.mark.parametrize(
    "line",
    [
        "  event SUPPORT KEN PER | 1990 | ratified",  # the trigger does not stand in the sentence
        "  treaty signed KEN PER | 1990 | x",  # no such kind
        "  figure trade KEN PER | 1990 | many USD",
        "  event",
    ],
)
def test_a_line_that_is_off_is_named(written, tmp_path, line):
    path = tmp_path / "b.txt"
    path.write_text(f"== a\nPeru and Kenya signed.\n{line}\n", encoding="utf-8")
    with pytest.raises(written.NotationError, match=r"b\.txt, line 3"):
        list(written.read(path))


def test_text_before_the_first_item_is_off(written, tmp_path):
    path = tmp_path / "c.txt"
    path.write_text("Peru and Kenya signed.\n", encoding="utf-8")
    with pytest.raises(written.NotationError, match="line 1"):
        list(written.read(path))


def test_there_are_coded_texts():
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_coded_text_is_valid(written, path):
    from detente.record import edtf

    items = list(written.read(path))
    assert items
    assert len({item["id"] for item in items}) == len(items)
    for item in items:
        for record in item["records"]:
            coded = adapter.validate_python(record)
            assert coded.date == "" or edtf.bounds(coded.date), (item["id"], coded.date)


def test_the_example_of_the_documents_is_valid(written, tmp_path):
    import re
    import textwrap

    page = (ROOT / "docs" / "howto-add.md").read_text(encoding="utf-8")
    example = re.search(r"^    == .*?(?=^\S)", page, re.DOTALL | re.MULTILINE)
    assert example
    path = tmp_path / "d.txt"
    path.write_text(textwrap.dedent(example[0]), encoding="utf-8")
    [item] = written.read(path)
    assert {record["kind"] for record in item["records"]} == {"event", "status", "agreement"}
    for record in item["records"]:
        adapter.validate_python(record)
