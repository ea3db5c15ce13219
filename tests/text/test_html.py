"""Saved pages: what is part of the account stays, all else goes."""

from pathlib import Path

import pytest

from detente.errors import DetenteError
from detente.text import read
from detente.text.blocks import without_citations
from detente.text.html import declared_charset, text_of_html

DATA = Path(__file__).parent / "data"
SENTENCE = "The two countries signed a treaty of friendship in Lisbon on 3 May 1999 and spoke of further visits."


def page(body, head=""):
    return text_of_html(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>", "page")


def test_an_encyclopedia_article():
    [document] = read(DATA / "encyclopedia.html")
    assert document.title == "Argentina–Chile relations"
    assert document.published == ""  # the day when the page was begun is no day of publication
    assert document.text.split("\n\n") == [
        "Argentina–Chile relations",
        (
            "Argentina–Chile relations are the interstate relations between Argentina and Chile. They share a border "
            "of 5,308 km."
        ),
        "History",
        "Boundary treaty",
        "On 23 July 1881 the two countries signed the Boundary Treaty. It was ratified in October (22 October).",
        (
            "In 1978, Buenos Aires rejected the award; the Holy See mediated and the Treaty of Peace and Friendship "
            "followed in 1984."
        ),
        "We shall be brothers.",
        "In 1991 the presidents settled 22 of 24 disputes.",
        "In 1998 they agreed on the ice field.",
        "Parliament ratified it in 1999.",
        "Resident diplomatic missions",
        "Argentina has an embassy in Santiago.",
    ]


def test_a_newspaper_page():
    [document] = read(DATA / "newspaper.html")
    assert (document.title, document.published) == ("Warsaw and Kyiv sign grain accord", "2023-04-18")
    blocks = document.text.split("\n\n")
    assert blocks[0] == "Warsaw and Kyiv sign grain accord"
    assert "A dispute of months" in blocks
    assert sum(block.endswith(".") for block in blocks) == 4
    for noise in ("recipes", "privacy", "Lorries", "rights reserved", "Sport", "dataLayer"):
        assert noise not in document.text


def test_the_user_knows_better_when_it_was_published():
    [document] = read(DATA / "newspaper.html", published="2020-01-01")
    assert document.published == "2020-01-01"


def test_a_page_full_of_script():
    script = "<script>" + 'var a = {"b": "The minister visited Rome"};' * 50_000 + "</script>"
    with pytest.raises(DetenteError, match="drawn by scripts"):
        page("<div id='root'></div>" + script)
    text, _, _ = page(f"{script}<div><p>{SENTENCE}</p><p>{SENTENCE}</p></div>{script}")
    assert text == f"{SENTENCE}\n\n{SENTENCE}"


def test_an_old_page_laid_out_in_a_form_and_a_table():
    text, _, _ = page(
        f"<form><table><tr><td><a href='/'>Home</a></td><td>{f'<p>{SENTENCE}</p>' * 5}</td></tr></table></form>"
    )
    assert text.count(SENTENCE) == 5


def test_paragraphs_parted_by_line_breaks():
    text, _, _ = page(f"<h1>Two countries</h1>{SENTENCE}<br><br>{SENTENCE}<br>{SENTENCE}<br/>\n<br/>{SENTENCE}")
    assert text.split("\n\n") == ["Two countries", SENTENCE, f"{SENTENCE} {SENTENCE}", SENTENCE]


def test_sections_folded_on_a_telephone_are_read():
    text, _, _ = page(
        '<div class="mw-parser-output"><p>Lead.</p><h2>History</h2>'
        f'<section hidden="until-found"><p>{SENTENCE}</p></section><p hidden>Never shown.</p></div>'
    )
    assert text == f"Lead.\n\nHistory\n\n{SENTENCE}"


def test_a_link_or_a_mark_does_not_cut_a_sentence():
    text, _, _ = page(
        '<div class="mw-parser-output"><p>On&nbsp;<a>3 May</a> <b>Spain</b><sup class="reference">[1]</sup>, which '
        "was<!-- so --> neutral, re&shy;cognised it.</p></div>"
    )
    assert text == "On 3 May Spain, which was neutral, recognised it."


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("signed it.[12][citation needed] Then", "signed it. Then"),
        ("the treaty[a] and the note[note 3]:14 were", "the treaty and the note were"),
        ("“[t]he treaty [in 1980] and [1981]”", "“[t]he treaty [in 1980] and [1981]”"),
        ("as of 2020[update] [3][4]", "as of 2020"),
    ],
)
def test_marks_of_notes(written, shown):
    assert without_citations(written) == shown


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta name="dc.date" content="2011-07-02">', "2011-07-02"),
        ('<script type="application/ld+json">{"@graph":[{"datePublished":"2012-03-04T08:00"}]}</script>', "2012-03-04"),
        ('<script type="application/ld+json">{broken</script>', ""),
        ('<meta name="date" content="last week">', ""),
    ],
)
def test_the_day_that_a_page_gives(head, day):
    assert page(f"<p>{SENTENCE}</p>", head)[2] == day


def test_declared_encoding(tmp_path):
    assert declared_charset(b'<meta charset="koi8-r">') == "koi8-r"
    assert declared_charset(b'<?xml version="1.0" encoding="iso-8859-2"?>') == "iso-8859-2"
    path = tmp_path / "a.html"
    words = "Polska i Litwa zawarły unię w Lublinie, a Żmudź należała do Litwy. " * 3
    path.write_bytes(f'<meta charset="iso-8859-2"><body><p>{words}</p></body>'.encode("iso-8859-2"))
    [document] = read(path)
    assert document.text == words.strip()


@pytest.mark.parametrize("markup", ["<html></html>", "<!-- nothing -->", "<p> </p>", "<div><img src='a.png'></div>"])
def test_nothing_to_read(markup):
    with pytest.raises(DetenteError, match="no running text"):
        text_of_html(markup, "page")
