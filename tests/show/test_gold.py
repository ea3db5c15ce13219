"""The brief of texts coded by hand: many kinds of date, party and issue that a small record set does not have."""

import re
from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest

from detente.record import read_jsonl
from detente.show import build

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def coded(shared):
    """Path of each coded text, its records, and the two states that it tells most of."""
    found = []
    for path in sorted((shared / "gold").glob("*/*.jsonl")):
        text = path.with_suffix(".txt")
        if path.parent.name not in ("dev", "train") or not text.exists():
            continue
        records = list(read_jsonl(path))
        pairs = Counter(pair for each in records for pair in combinations(sorted(each.involved), 2))
        if pairs:
            found.append((text, records, pairs.most_common(1)[0][0]))
    return found


def test_every_link_of_every_brief_resolves(coded, account):
    for path, records, pair in coded:
        source = replace(account, text=path.read_text(encoding="utf-8"), title=path.stem)
        page = build(*pair, [(source, records)]).html()
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), path.stem
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids), path.stem


def test_every_statement_on_the_two_is_cited(coded, account):
    """All that is in the body of a brief leads to a line: nothing is lost between records and page."""
    for path, records, pair in coded:
        source = replace(account, text=path.read_text(encoding="utf-8"))
        brief = build(*pair, [(source, records)])
        told = {each.ref.anchor for exhibit in brief.exhibits for paragraph in exhibit.paragraphs
                for piece in paragraph.pieces if (each := piece.cited)}  # fmt: skip
        spans = {(each.start, each.end) for each in records if set(pair) <= each.involved}
        assert len(told) >= len({start for start, _ in spans}) * 0.95, path.stem


@pytest.mark.browser
def test_a_full_brief_fits_a_phone(coded, account, browser, tmp_path):
    path, records, pair = max(coded, key=lambda each: len(each[1]))
    source = replace(account, text=path.read_text(encoding="utf-8"), title=path.stem)
    page = tmp_path / "brief.html"
    page.write_text(build(*pair, [(source, records)]).html(), encoding="utf-8")
    phone = browser.new_page(viewport={"width": 375, "height": 700})
    phone.goto(page.as_uri())
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375
    phone.close()
