"""MediaWiki mark-up: the article's text without templates, notes, pictures, tables and categories; headings kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from detente.text.blocks import SOURCES, closed_up, joined, plain, without_citations

_DROPPED_TAGS = frozenset((
    "ref", "references", "gallery", "table", "math", "timeline", "imagemap", "score", "syntaxhighlight", "source",
    "style", "templatestyles", "mapframe", "maplink", "graph", "indicator", "section",
))  # fmt: skip
# Namespaces whose links show a picture or file a page away instead of a word. (A leading colon makes them a word.)
# A link to the same article in another language ("de:") shows nothing either.
_NAMESPACES = re.compile(
    r"\s*(?:(?i:file|image|media|category|datei|bild|fichier|archivo)|[a-z]{2,3}(?:-[a-z-]{2,12})?)\s*:"
)


def _argument(number: int) -> Callable[[Any], str]:
    def take(template: Any) -> str:
        return str(template.get(number).value) if template.has(number) else ""

    return take


def _last(template: Any) -> str:
    values = [param for param in template.params if not param.showkey]
    return str(values[-1].value) if values else ""


def _convert(template: Any) -> str:
    return " ".join(filter(None, (_argument(1)(template), _argument(2)(template))))


def _prefixed(prefix: str) -> Callable[[Any], str]:
    return lambda template: prefix + _argument(1)(template)


def _fixed(text: str) -> Callable[[Any], str]:
    return lambda _: text


# Templates that show words of the sentence they stand in; without them it would have a hole.
_SHOWN: dict[str, Callable[[Any], str]] = {
    "lang": _argument(2), "langx": _argument(2), "transl": _last, "transliteration": _last, "nowrap": _argument(1),
    "nobr": _argument(1), "nobold": _argument(1), "small": _argument(1), "abbr": _argument(1), "em": _argument(1),
    "strong": _argument(1), "ill": _argument(1), "interlanguage link": _argument(1), "flag": _argument(1),
    "flagcountry": _argument(1), "flagu": _argument(1), "flagdeco": _fixed(""), "convert": _convert, "cvt": _convert,
    "circa": _prefixed("c. "), "c.": _prefixed("c. "), "as of": _prefixed("As of "), "us$": _prefixed("US$"),
    "usd": _prefixed("US$"), "spnd": _fixed(" – "), "snd": _fixed(" – "), "ndash": _fixed(" – "), "mdash": _fixed("—"),
    "nbsp": _fixed(" "), "zwsp": _fixed(""), "quote": _argument(1), "blockquote": _argument(1), "'": _fixed("'"),
    "percent": _fixed("%"), "us": _fixed("U.S."), "uss": _prefixed("USS "), "hms": _prefixed("HMS "),
    "start date": lambda t: "-".join(filter(None, (_argument(n)(t) for n in (1, 2, 3)))),
}  # fmt: skip


def _without_tables(markup: str) -> str:
    """The mark-up without tables, however they are nested. One never closed stays: it would take all the rest."""
    kept: list[str] = []
    opened: list[int] = []  # where in `kept` the open tables begin
    for line in markup.splitlines(keepends=True):
        start = line.lstrip(" :*#")
        if start.startswith("{|"):
            opened.append(len(kept))
            kept.append(line)
        elif start.startswith("|}") and not start.startswith("|}}") and opened:
            del kept[opened.pop() :]
        else:
            kept.append(line)
    return "".join(kept)


def text_of_mediawiki(markup: str) -> str:
    """The text as a reader of the article sees it, a block a paragraph."""
    import mwparserfromhell
    from mwparserfromhell import nodes

    if re.match(r"\s*#REDIRECT\b", markup, re.IGNORECASE):
        return ""
    # A page may begin with its export's magic words; they show nothing.
    markup = re.sub(r"__[A-Z]{3,}__", "", markup)
    markup = _without_tables(markup)
    blocks: list[str] = []
    line: list[str] = []
    dropped = 0

    def render(code: Any) -> str:
        out: list[str] = []
        for node in code.nodes:
            if isinstance(node, nodes.Text):
                out.append(str(node.value))
            elif isinstance(node, nodes.HTMLEntity):
                out.append(node.normalize())
            elif isinstance(node, nodes.Wikilink):
                if not _NAMESPACES.match(str(node.title)):
                    target = str(node.title).lstrip(":").split("#")[0]
                    out.append(render(node.text) if node.text is not None else target)
            elif isinstance(node, nodes.ExternalLink):
                if node.title is not None:
                    out.append(render(node.title))
            elif isinstance(node, nodes.Template):
                shown = _SHOWN.get(str(node.name).strip().lower().replace("_", " "))
                if shown:
                    out.append(render(mwparserfromhell.parse(shown(node))))
            elif isinstance(node, nodes.Tag):
                tag = str(node.tag).lower()
                if tag in _DROPPED_TAGS:
                    continue
                if tag in ("br", "hr"):
                    out.append(" ")
                elif node.wiki_markup and tag in ("li", "dt", "dd"):
                    out.append("\n\n")  # "*", "#", ":", ";" open an item
                elif node.contents is not None:
                    out.append(render(node.contents))
            elif isinstance(node, nodes.Heading):
                out.append(f"\n\n\x01{node.level}{render(node.title)}\x01\n\n")
        return "".join(out)

    for raw in re.split(r"\n\s*\n|\n(?=\x01)", render(mwparserfromhell.parse(markup))):
        block = raw.strip()
        if heading := re.fullmatch(r"\x01(\d)(.*)\x01", block, re.DOTALL):
            level, title = int(heading[1]), plain(heading[2])
            if not dropped or level <= dropped:
                dropped = level if SOURCES.fullmatch(title) else 0
            line = [] if dropped else [title]
        else:
            line = [] if dropped else [closed_up(without_citations(plain(block)))]
        blocks.extend(text for text in line if re.search(r"\w", text))
    return joined(blocks)
