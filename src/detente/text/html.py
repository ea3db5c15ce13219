"""Web pages: the running text of an article, its headings, its title and its day.

An encyclopedia article is recognised by its content element. Everything around and between its paragraphs that is not
part of the account goes: boxes, navigation, tables, pictures with their captions, notes and the marks of notes, and
the closing sections that list sources. What is left are headings, paragraphs, list items and quotations, in order.

Other pages (newspapers, ministries) have their article found by trafilatura first, whose result goes the same way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from detente.errors import DetenteError
from detente.text.blocks import SOURCES, closed_up, joined, plain, without_citations
from detente.text.day import day_in

# Not part of the account, wherever it stands. By element ...
_NO_TEXT = (
    "script", "style", "noscript", "template", "head", "button", "select", "iframe", "object", "svg", "math", "audio",
    "video", "canvas", "input", "textarea", "img", "link", "meta", "rt", "rp",
)  # fmt: skip
_DROPPED_TAGS = ("nav", "aside", "footer", "form", "table", "figure", "figcaption", "dialog", "menu")
# ... and by class, as MediaWiki and other encyclopedias give them.
_DROPPED_CLASSES = (
    "infobox", "navbox", "vertical-navbox", "sidebar", "ambox", "tmbox", "metadata", "hatnote", "dablink", "toc",
    "thumb", "thumbcaption", "gallery", "reflist", "refbegin", "references", "mw-references-wrap", "reference",
    "mw-editsection", "mw-jump-link", "mw-indicators", "noprint", "catlinks", "printfooter", "shortdescription",
    "portal", "portalbox", "portal-bar", "sistersitebox", "side-box", "authority-control",
    "navigation-not-searchable", "mw-empty-elt", "mw-collapsible-toggle", "Inline-Template", "noexcerpt",
    "geo-nondefault", "citation-needed-content", "stub", "mwe-math-element", "tooltip", "footnote", "footnotes",
    "footnote-ref", "breadcrumb", "breadcrumbs", "share", "social", "cookie", "cookies", "related", "newsletter",
    "advert", "advertisement", "comments", "visually-hidden", "screen-reader-text", "sr-only", "noscript",
    "wikitable", "mw-cite-backlink", "magnify", "haudio", "listen", "ext-phonos", "mw-kartographer-container",
)  # fmt: skip
_DROPPED_IDS = (
    "toc", "siteSub", "contentSub", "jump-to-nav", "mw-navigation", "footer", "catlinks", "coordinates", "siteNotice",
    "mw-panel", "comments", "sidebar",
)  # fmt: skip
_DROPPED_ROLES = ("navigation", "banner", "contentinfo", "search", "complementary", "note", "dialog", "presentation")
# Where encyclopedias keep an article's text.
_ARTICLE = (
    '//*[contains(concat(" ",normalize-space(@class)," ")," mw-parser-output ")]',
    '//*[@id="mw-content-text"]',
    '//*[@id="bodyContent"]',
    '//body[contains(@class,"parsoid-body") or contains(@class,"mw-body-content")]',
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Elements that end a paragraph; what is neither here nor dropped is part of its line.
_BLOCKS = frozenset((
    "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "header",
    "hgroup", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "ul", "caption", "tbody", "thead",
    "tfoot", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "head", "list", "item", "quote",
))  # fmt: skip
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{2,40})""")


def declared_charset(data: bytes) -> str:
    """The encoding that a page claims for itself in its first lines, "" where it claims none."""
    match = _CHARSET.search(data, 0, 4096) or _XML_CHARSET.search(data[:200])
    return match[1].decode("ascii", "replace") if match else ""


def text_of_html(markup: str, name: str) -> tuple[str, str, str]:
    """Text, title and day of publication of a page.

    An encyclopedia's day is the day its page was begun or last changed, not one that "last month" counts from: such
    articles get none.
    """
    from lxml import etree, html

    # lxml refuses a str that declares an encoding of its own
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup, count=1)
    try:
        tree = html.document_fromstring(markup, parser=html.HTMLParser(encoding=None, huge_tree=True))
    except (etree.ParserError, ValueError) as error:
        raise _without_text(name) from error
    metadata = _Metadata(tree)
    article = _encyclopedia_article(tree)
    if article is not None:
        _drop(article)
        blocks = list(_without_sources(_blocks(article)))
        title, day = metadata.heading or metadata.title, ""
    else:
        title, day = metadata.title or metadata.heading, metadata.published
        blocks = _page_blocks(tree, markup)
    if not any(level == 0 for level, _ in blocks):
        raise _without_text(name)
    if title and not any(_same(title, text) for _, text in blocks[:3]):
        blocks.insert(0, (1, title))
    return joined(text for _, text in _without_empty_sections(blocks)), title, day


Block = tuple[int, str]  # level of a heading (1 to 6), 0 for a paragraph


def _encyclopedia_article(tree: Any) -> Any | None:
    """The element with the article; of several (talk snippets, previews) the one with the most paragraphs."""
    for path in _ARTICLE:
        found = tree.xpath(path)
        if found:
            return max(found, key=lambda element: len(element.findall(".//p")))
    return None


def _page_blocks(tree: Any, markup: str) -> list[Block]:
    """A page of another kind: trafilatura's idea of its article, else all of its text that is not navigation."""
    import logging

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs what we say better
    from trafilatura import bare_extraction

    found = bare_extraction(
        markup, include_comments=False, include_tables=False, include_formatting=False, favor_recall=True,
        with_metadata=False, deduplicate=False,
    )  # fmt: skip
    body = getattr(found, "body", None)
    extracted = list(_without_sources(_blocks(body))) if body is not None else []
    chosen = tree.xpath('//main | //*[@role="main"]') or tree.xpath("//article") or [tree]
    main = chosen[0] if len(chosen) == 1 else tree
    _drop(main, keep_most=True)
    own = list(_without_sources(_blocks(main)))
    # Trafilatura looks for one article and on plain pages keeps only a part of it.
    return own if _length(extracted) < 0.5 * _length(own) and _is_prose(own) else extracted or own


def _length(blocks: list[Block]) -> int:
    return sum(len(text) for level, text in blocks if level == 0)


def _is_prose(blocks: list[Block]) -> bool:
    """Most of it in sentences, not in the short scraps of menus."""
    prose = sum(len(text) for level, text in blocks if level == 0 and len(text) > 80)
    return prose > 0.6 * max(_length(blocks), 1)


def _drop(tree: Any, *, keep_most: bool = False) -> None:
    """Cut out what is no part of the account.

    `keep_most` spares an element with most of the page's text: old pages lay out all of it in one table or form.
    """
    from lxml import etree

    etree.strip_elements(tree, *_NO_TEXT, with_tail=False)
    etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction)
    tags, classes, ids, roles = set(_DROPPED_TAGS), set(_DROPPED_CLASSES), set(_DROPPED_IDS), set(_DROPPED_ROLES)
    most = 0.5 * len(tree.text_content()) if keep_most else float("inf")
    for element in list(tree.iterdescendants()):
        if not isinstance(element.tag, str):
            continue
        style = element.get("style", "").replace(" ", "").lower()
        if (
            element.tag in tags
            or classes.intersection(element.get("class", "").split())
            or element.get("id") in ids
            or element.get("role") in roles
            or "display:none" in style
            or element.get("hidden", "until-found") != "until-found"  # a folded section of a page for telephones
            or element.get("aria-hidden") == "true"
            or (element.tag == "header" and element.getparent() is not None and element.getparent().tag == "body")
        ) and len(element.text_content()) <= most:
            _cut(element)


def _cut(element: Any) -> None:
    """Remove an element but leave the text after it in place."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail or ""
    if tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)


def _blocks(root: Any) -> Iterator[Block]:
    """The blocks in reading order, by an explicit stack: a page may be nested deeper than Python recurses."""
    line: list[str] = []
    level = 0
    broken = False  # the line so far ends with a line break

    def flush() -> Iterator[Block]:
        text = closed_up(without_citations(plain("".join(line))))
        line.clear()
        if re.search(r"\w", text):
            yield level, text

    # (element, entering)
    stack: list[tuple[Any, bool]] = [(root, True)]
    while stack:
        element, entering = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if entering:
            if tag == "br" or tag == "lb":
                if broken:  # two in a row are how old pages part paragraphs
                    yield from flush()
                line.append(" ")
                broken = True
            elif tag in _BLOCKS:
                yield from flush()
                level = _heading(element) or level
            if tag and element.text:
                line.append(element.text)
                broken = broken and element.text.isspace()
            stack.append((element, False))
            stack.extend((child, True) for child in reversed(element))
        else:
            if tag in _BLOCKS:
                yield from flush()
                if _heading(element):
                    level = 0
            if element is not root and element.tail:
                line.append(element.tail)
                broken = broken and element.tail.isspace()
    yield from flush()


def _heading(element: Any) -> int:
    """The level of a heading; trafilatura writes them as `head` with the level in `rend`."""
    if element.tag == "head":
        return _HEADINGS.get(element.get("rend", "h2"), 2)
    return _HEADINGS.get(element.tag, 0)


def _without_sources(blocks: Iterator[Block]) -> Iterator[Block]:
    """Leave out a section that only lists sources, down to the next heading of its level or a higher one."""
    dropped = 0
    for level, text in blocks:
        if level and (not dropped or level <= dropped):
            dropped = level if SOURCES.fullmatch(text.strip(" :.")) else 0
        if not dropped:
            yield level, text


def _without_empty_sections(blocks: list[Block]) -> Iterator[Block]:
    """Leave out a heading at the very end: what it headed has been dropped."""
    last = max((index for index, (level, _) in enumerate(blocks) if level == 0), default=-1)
    yield from blocks[: last + 1]


def _same(title: str, text: str) -> bool:
    fold = re.compile(r"\W+")
    return fold.sub("", title).casefold() == fold.sub("", text).casefold()


class _Metadata:
    """What a page says of itself in its head."""

    _DAYS = (
        "article:published_time", "og:article:published_time", "datePublished", "date", "dc.date", "dc.date.issued",
        "dcterms.issued", "dcterms.created", "dcterms.date", "pubdate", "publishdate", "publish-date", "publish_date",
        "parsely-pub-date", "sailthru.date", "article.published", "citation_publication_date", "citation_date",
    )  # fmt: skip

    def __init__(self, tree: Any) -> None:
        self.meta: dict[str, str] = {}
        for element in tree.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop") or ""
            if name and element.get("content"):
                self.meta.setdefault(name.lower(), element.get("content"))
        heading = tree.xpath('//h1[@id="firstHeading"]') or tree.xpath("//h1")
        self.heading = plain(heading[0].text_content()) if heading else ""
        title = tree.xpath("//head/title")
        named = self.meta.get("og:title") or (title[0].text_content() if title else "")
        # "Relations of A and B - Wikipedia": the site's name is no part of the title.
        self.title = plain(re.split(r"\s+[|—–-]\s+(?=[^|—–-]{1,40}$)", plain(named))[0])
        self.published = self._published(tree)

    def _published(self, tree: Any) -> str:
        candidates = [self.meta.get(name.lower(), "") for name in self._DAYS]
        candidates += self._linked_data(tree)
        candidates += [element.get("datetime", "") for element in tree.xpath("//time[@pubdate]")]
        candidates += [
            element.get("datetime") or element.get("content") or ""
            for element in tree.xpath('//*[@itemprop="datePublished"]')
        ]
        times = {element.get("datetime", "")[:10] for element in tree.xpath("//article//time | //main//time")}
        if len(times) == 1:  # several would be of other stories too
            candidates += times
        for text in candidates:
            if day := day_in(text):
                return day
        return ""

    @staticmethod
    def _linked_data(tree: Any) -> list[str]:
        found: list[str] = []
        for element in tree.xpath('//script[@type="application/ld+json"]'):
            try:
                pending: list[Any] = [json.loads(element.text or "")]
            except (ValueError, RecursionError):
                continue
            while pending:
                item = pending.pop()
                if isinstance(item, list):
                    pending.extend(item)
                elif isinstance(item, dict):
                    if isinstance(item.get("datePublished"), str):
                        found.append(item["datePublished"])
                    pending.extend(item.get("@graph", []) if isinstance(item.get("@graph"), list) else [])
        return found


def _without_text(name: str) -> DetenteError:
    return DetenteError(
        f"{name}: holds no running text (a page drawn by scripts, or only links); open it in a browser, "
        "and save what you see as .txt or .pdf"
    )
