"""The brief out of a store: every statement with all its sources."""

import re

import pytest

from detente.show.stored_brief import build_stored
from detente.store import open_store

PAIR = ("PER", "CHL")


def test_a_line_has_the_numbers_of_all_its_sources_and_says_on_what_they_differ(store):
    brief = build_stored(store, *PAIR)
    [ancon] = [entry for entry in brief.entries if "Ancón" in entry.acts[0].what]
    assert [ref.label for ref in ancon.refs] == ["1.2", "2.2"]
    [(what, how)] = ancon.differs
    assert what == "Sources differ"
    assert how == (
        "dated 20 October 1883 by “Peru and Chile: a history” (1), 23 October 1883 by “The Pacific question” (2)"
    )
    assert len(brief.entries) + len(brief.undated) == 8
    page = brief.html()
    assert page.count("Sources differ:") == 2  # in the chronology and in the table of agreements
    assert "*Sources differ: dated 20 October 1883" in brief.markdown()


def test_every_link_leads_somewhere(store):
    page = build_stored(store, *PAIR).html()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_as_of_a_day_only_what_was_published_by_then(store):
    brief = build_stored(store, *PAIR, as_of="2000-01-01")
    assert [exhibit.title for exhibit in brief.exhibits] == ["Peru and Chile: a history"]
    assert brief.notes == ["1 document is left out since nothing says when it was published."]
    assert "As known on" in brief.html()
    assert "- As known on: 2000-01-01" in brief.markdown()


def test_what_is_left_out_is_said(store):
    brief = build_stored(store, *PAIR, most=3)
    assert len(brief.entries) == 3  # those that two sources tell come first
    assert all(len(entry.refs) == 2 for entry in brief.entries)
    assert brief.notes[0].startswith("6 of 9 happenings")
    assert "6 of 9 happenings" in brief.html()


def test_reviews_are_obeyed(db, texts):
    doubted, handed = texts.history.made()[-1], texts.history.made()[-2]
    with open_store(db, write=True) as store:
        texts.review(store, "history", doubted, "accept")
        texts.review(store, "history", handed, "reject")
        brief = build_stored(store, *PAIR)
    assert (brief.uncertain, brief.reviewed) == (0, 1)
    assert "1929-08" not in [entry.date for entry in brief.entries]


def test_many_documents_have_a_section_of_their_own(db, texts):
    with open_store(db, write=True) as store:
        for number in range(60):
            text = texts.Text(
                f"n{number}",
                f"In 2020 Peru and Chile met, says paper {number}.",
                title=f"Paper {number}",
                published=f"2020-01-{number % 28 + 1:02}",
                records=[("event", "In 2020", {"type": "CONSULT", "actors": ("CHL", "PER"), "date": "2020"})],
            )
            texts.put(store, text, added="2020-02-01", linked=[("CONSULT", f"n{number}")])
        brief = build_stored(store, *PAIR)
    [met] = [entry for entry in brief.entries if entry.date == "2020"]
    assert (len(met.refs), met.more) == (40, 20)
    page = brief.html()
    assert 'id="sources"' in page
    assert "63 documents" in page
    assert "and 20 more" in page
    assert brief.published == "1990–2020"
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_the_command(run, db, tmp_path):
    status, out, _ = run("brief", "Peru", "Chile", "--db", db, "-o", "-")
    assert (status, out.startswith("# Peru and Chile\n")) == (0, True)
    page = tmp_path / "brief.html"
    assert run("brief", "Peru", "Chile", "--db", db, "-o", page, "--as-of", "1995")[0] == 0
    assert "Ancón" in page.read_text()
    assert "<b>Ruling</b>" not in run("brief", "Peru", "Chile", "--db", db, "-o", tmp_path / "b.html")[1]
    assert "&lt;b&gt;Ruling" in (tmp_path / "b.html").read_text()


@pytest.mark.parametrize("arguments", [[], ["--db"], ["text.txt", "--db"]])
def test_texts_or_a_file_but_not_both_or_none(run, db, arguments):
    given = [*arguments, db] if arguments and arguments[-1] == "--db" else arguments
    expected = 0 if arguments == ["--db"] else 2
    assert run("brief", "Peru", "Chile", *given)[0] == expected


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_the_screen(store, browser, tmp_path, width):
    path = tmp_path / "brief.html"
    path.write_text(build_stored(store, *PAIR).html(), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_where_it_stands_goes_by_the_best_date_and_names_all_sources(db, texts):
    lima = {"title": "Treaty of Lima", "form": "treaty", "parties": ("CHL", "PER"), "date": "1931", "confidence": 0.6}
    words = "Peru and Chile signed the Treaty of Lima in 1931."
    later = texts.Text("rumour", words, published="1931-05-01", records=[("agreement", "Peru and Chile", lima)])
    with open_store(db, write=True) as store:
        texts.put(store, later, added="2018-01-01", linked=[("Treaty of Lima", "rumour")])
        brief = build_stored(store, *PAIR)
    [last] = next(group for group in brief.standing if group.name == "Last agreement").rows
    assert last.cells[1] == "3 June 1929"
    assert len(last.refs) == 3
    assert last.differs
