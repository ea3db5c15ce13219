"""The brief in a real browser: on a phone, on a desk, on paper."""

import pytest

from detente.show import build

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def visited(browser, tmp_path_factory):
    """Opens a page at a width and gives it with what it said on the console and what it asked the network for."""

    def visit(brief, width):
        path = tmp_path_factory.mktemp("brief") / "brief.html"
        path.write_text(brief.html(), encoding="utf-8")
        page = browser.new_page(viewport={"width": width, "height": 800})
        said, asked = [], []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        return page, said, [url for url in asked if url != path.as_uri() and not url.startswith("data:")]

    return visit


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_no_sideways_scrolling_no_errors_no_network(visited, account, records, width):
    page, said, asked = visited(build("FRA", "GBR", [(account, records)]), width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (said, asked) == ([], [])
    visible = "[...document.querySelectorAll('svg.timeline')].filter(each => each.getClientRects().length).length"
    assert page.evaluate(visible) == 1
    page.close()


def test_a_line_leads_to_its_sentence_and_back(visited, account, records):
    page, *_ = visited(build("FRA", "GBR", [(account, records)]), 375)
    page.click("#chronology .refs a >> nth=0")
    assert page.evaluate("document.querySelector('mark:target').getBoundingClientRect().top") < 800
    page.click(".back a >> nth=0")
    assert page.evaluate("document.querySelector(':target').id").startswith("line")
    page.close()


def test_a_long_word_does_not_break_the_phone(visited, account, records):
    long = [each.model_copy(update={"title": "Überkontinentalfreundschaftsvertrag" * 4}) if each.kind == "agreement"
            else each for each in records]  # fmt: skip
    page, *_ = visited(build("FRA", "GBR", [(account, long)]), 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_it_prints_on_a4(visited, account, records):
    page, *_ = visited(build("FRA", "GBR", [(account, records)]), 1280)
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('nav')).display") == "none"
    page.close()
