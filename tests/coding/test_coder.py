"""The whole way, from a text to its records, with the weights of the package."""

import os
import subprocess
import sys

import pytest

from detente.coding.coder import code
from detente.reader.network import WEIGHTS
from detente.record import Record, edtf
from detente.record.model import adapter
from detente.text import Document, read

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (WEIGHTS / "encoder.onnx").exists(), reason="the reader has no weights: run `make train`"),
]


def lines(records: list[Record]) -> list[str]:
    return [record.model_dump_json() for record in records]


@pytest.fixture(scope="module")
def account() -> Document:
    from pathlib import Path

    [document] = read(Path(__file__).resolve().parents[2] / "examples" / "china-russia.txt")
    return document


@pytest.fixture(scope="module")
def records(account) -> list[Record]:
    return code(account)


def test_an_account_gives_records_of_most_kinds(records):
    assert len(records) > 100
    assert {"event", "agreement", "status", "position", "figure", "office"} <= {record.kind for record in records}


def test_records_are_valid(records):
    for record in records:
        assert adapter.validate_json(record.model_dump_json()) == record
        assert 0 < record.confidence <= 1
        assert record.date == "" or edtf.bounds(record.date)


def test_the_offsets_give_the_evidence_and_the_evidence_holds_the_trigger(records, account):
    for record in records:
        assert record.doc == account.sha256
        assert account.text[record.start : record.end] == record.evidence
        assert record.trigger in record.evidence


def test_records_stand_in_the_order_of_the_text_each_with_an_id_of_its_own(records):
    assert [record.start for record in records] == sorted(record.start for record in records)
    assert len({record.id for record in records}) == len(records)


def test_the_same_text_gives_the_same_bytes_with_and_without_the_prefilter(records, account):
    assert lines(code(account)) == lines(records)
    assert lines(code(account, prefilter=False)) == lines(records)


def test_scope_all_is_read_the_same_twice():
    document = Document("Police in Lima arrested ten students in May 1990. Kenya protested to Peru the next day.")
    found = lines(code(document, scope="all"))
    assert found == lines(code(document, scope="all", prefilter=False))
    assert found


def test_a_news_item_is_named_by_its_id():
    document = Document("Peru and Kenya signed a trade agreement on 3 May 1990.", id="item-7")
    found = code(document)
    assert found
    assert {record.doc for record in found} == {"item-7"}


@pytest.mark.parametrize("text", ["", "   \n\n  ", "The kettle sang, and the cat slept by the fire.", "Peru is large."])
def test_nothing_to_code(text):
    assert code(Document(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Peru and Kenya met. " * 300,
        "word " * 200_000,
        "x" * 1_000_000,
        ".,;:!?-–—()[]\"'“”" * 2_000,
        "Peru, " * 3_000 + "Kenya.",
        "\u0000\u200b\ufeff Peru \ud7ff met Kenya \U0001f54a in 1990.",
        "1990 " * 5_000,
    ],
    ids=["the same over and over", "one line", "one word", "punctuation", "a list", "odd characters", "years"],
)
def test_hostile_texts_are_read(text):
    for record in code(Document(text)):
        assert text[record.start : record.end] == record.evidence


def test_the_same_bytes_in_every_process(root, tmp_path):
    """Python shuffles sets anew in every process: nothing ("Jimmy Carter", "Carter Presidency") may hang on that."""
    text = (
        "Egypt and Israel\n\nThe Carter Presidency began in 1977. President Jimmy Carter met President Anwar Sadat of "
        "Egypt and Prime Minister Menachem Begin of Israel at Camp David in September 1978. Carter praised both sides."
    )
    path = tmp_path / "text.txt"
    path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-c", "from detente.cli import main; main()", "code", str(path), str(root / "examples")]
    outputs = {
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2", "3", "4")
    }
    assert len(outputs) == 1
    assert outputs.pop()
