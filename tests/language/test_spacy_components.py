"""Détente inside a spaCy pipeline."""

import sys
import types

import pytest

spacy = pytest.importorskip("spacy")

import detente.language.spacy_components  # noqa: E402, F401  (registers the factories where the package is not installed)
from detente.record import Event  # noqa: E402

TEXT = "On 16 July 2001 Beijing and the Kremlin signed a treaty. The two countries kept it."


def test_actors_and_dates_are_spans():
    nlp = spacy.blank("en")
    nlp.add_pipe("detente_actors")
    nlp.add_pipe("detente_dates")
    doc = nlp(TEXT)
    actors = {span.text: span.label_ for span in doc.spans["detente_actors"]}
    assert actors["Beijing"] == "CHN"
    assert "RUS" in actors.values()
    assert sorted(actors["The two countries"].split()) == ["CHN", "RUS"]
    assert [(span.text, span.label_) for span in doc.spans["detente_dates"]] == [("16 July 2001", "2001-07-16")]


def test_dates_of_news():
    nlp = spacy.blank("en")
    nlp.add_pipe("detente_dates", config={"published": "2010-05-06"})
    doc = nlp("They met last month.")
    assert [span.label_ for span in doc.spans["detente_dates"]] == ["2010-04"]


def test_records(monkeypatch):
    record = Event(start=0, end=4, evidence="They", type="CONSULT")
    fake = types.SimpleNamespace(code=lambda document, *, scope: [record])
    monkeypatch.setitem(sys.modules, "detente.coding.coder", fake)
    nlp = spacy.blank("en")
    nlp.add_pipe("detente_records")
    assert nlp(TEXT)._.detente_records == (record,)
    assert [doc._.detente_records for doc in nlp.pipe([TEXT, TEXT])] == [(record,)] * 2


def test_an_empty_text():
    nlp = spacy.blank("en")
    nlp.add_pipe("detente_actors")
    nlp.add_pipe("detente_dates")
    doc = nlp("")
    assert [len(doc.spans[key]) for key in ("detente_actors", "detente_dates")] == [0, 0]


def test_a_pipeline_comes_back_from_disk(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("detente_dates", config={"published": "2010-05-06"})
    nlp.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert again.pipe_names == ["detente_dates"]
    doc = again("They met last month.")
    assert [span.label_ for span in doc.spans["detente_dates"]] == ["2010-04"]
