import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from detente.record import Agreement, Event, Office
from detente.show import build

HOSTILE = 'He said </p><script>alert("x")</script> & <img src=x onerror=alert(1)> "quoted" \'too\' {{ 7*7 }}.'


class Page(HTMLParser):
    """Ids, links and everything a browser would fetch."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.ids, self.links, self.fetched, self.tags, self.handlers, self.text = [], [], [], [], [], []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            if name == "href" and tag == "a":
                self.links.append(value)
            elif name in ("src", "href", "srcset", "poster", "data", "action", "xlink:href"):
                self.fetched.append(value)
            if name.startswith("on"):
                self.handlers.append(name)

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture
def page(account, records):
    return build("FRA", "GBR", [(account, records)]).html()


def test_every_internal_link_leads_somewhere_and_no_id_is_there_twice(page):
    seen = Page(page)
    assert len(seen.ids) == len(set(seen.ids))
    inner = [link[1:] for link in seen.links if link.startswith("#")]
    assert len(inner) > 40
    assert set(inner) <= set(seen.ids)


def test_lines_lead_to_the_evidence_and_back(page):
    for line in re.findall(r'<(?:li|tr|dd) id="(line\d+)"', page):
        assert f'href="#{line}"' in page
    for sentence in re.findall(r'<mark id="(s\d+)"', page):
        assert f'href="#{sentence}"' in page


def test_nothing_is_fetched(page):
    seen = Page(page)
    assert seen.fetched == ["data:,"]  # the icon: none
    assert "script" not in seen.tags
    assert not re.search(r"url\((?!#)|@import|@font-face", page)
    assert not [link for link in seen.links if not link.startswith("#")]


def test_an_address_is_a_plain_link_and_a_path_is_none(account, records):
    there = build("FRA", "GBR", [(replace(account, source="https://example.org/a?b=1&c=2"), records)]).html()
    assert [link for link in Page(there).links if not link.startswith("#")] == ["https://example.org/a?b=1&c=2"]
    script = build("FRA", "GBR", [(replace(account, source="javascript:alert(1)"), records)]).html()
    assert not [link for link in Page(script).links if not link.startswith("#")]


def test_hostile_text_is_shown_and_does_nothing(account):
    fields = {"start": 0, "end": len(HOSTILE), "evidence": HOSTILE, "coder": HOSTILE, "date": "1904"}
    records = [
        Event(type="SUPPORT", actors=("FRA", "GBR"), trigger="</p><script>", **fields),
        Event(type="CONSULT", actors=("FRA",), recipients=("<b>",), trigger="said", **fields),
        Agreement(title=HOSTILE, parties=("FRA", "GBR"), currency="<i>", value=1, **fields),
        Office(person="<u>Émile</u>", office=HOSTILE, state="FRA", **fields),
    ]
    source = replace(account, text=HOSTILE, title=HOSTILE, source=HOSTILE, published=HOSTILE)
    brief = build("FRA", "GBR", [(source, records)])
    seen = Page(brief.html())
    assert not {"script", "img", "i", "u"} & set(seen.tags)
    assert not seen.handlers
    assert HOSTILE in "".join(seen.text)
    told = brief.markdown()
    assert "<" not in re.sub(r'<a id="s\d+"></a>', "", told)


def test_the_timeline_is_described_and_its_marks_lead_to_the_chronology(page):
    (title,) = set(re.findall(r'<title id="tl-\w+-t">(.*?)</title>', page))
    assert title == "Timeline of France–United Kingdom relations"
    assert page.count("<desc ") == 2
    for drawing in re.findall(r"<svg class=\"timeline\".*?</svg>", page, re.DOTALL):
        links = re.findall(r'<a href="#(line\d+)"', drawing)
        assert len(links) >= 6
        assert all(f'<li id="{link}"' in page for link in links)


def test_the_timeline_draws_each_precision_its_own_way(page):
    drawing = page[page.index('id="tl-wide"') : page.index('id="tl-narrow"')]
    for shape in ("tl-exact", "tl-span"):
        assert f'class="{shape}"' in drawing
    assert re.search(r'<rect class="tl-exact"[^>]*width="6.4" height="6.4"/>', drawing)  # friction is square


ANY = ("1898", "199X", "18XX", "1898/..", "../1898", "1898~", "1898-22", "1890/1898", "0988")


@pytest.mark.parametrize("date", ANY)
def test_any_single_date_can_be_drawn(account, date):
    event = Event(start=0, end=10, evidence=account.text[:10], type="ASSAULT", actors=("FRA", "GBR"), date=date)
    page = build("FRA", "GBR", [(account, [event])]).html()
    drawing = re.search(r'<svg class="timeline" id="tl-wide".*?</svg>', page, re.DOTALL)
    numbers = [float(number) for number in re.findall(r'\b(?:x|x1|x2|cx)="(-?[\d.]+)"', drawing[0])]
    assert numbers
    assert all(-1 <= number <= 881 for number in numbers)
