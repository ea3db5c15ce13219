"""Markdown as a reader sees it: headings, paragraphs, list items and cells, the marks gone, pictures left out."""

from __future__ import annotations

import re

from detente.text.blocks import closed_up, joined, plain
from detente.text.day import day_in

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*\r?\n", re.DOTALL)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")


def text_of_markdown(markup: str) -> tuple[str, str, str]:
    """Text, title and day of publication; the title from the front matter or the first heading."""
    from markdown_it import MarkdownIt

    title = day = ""
    if front := _FRONT_MATTER.match(markup):
        fields = dict(re.findall(r"^(\w+)[ \t]*:[ \t]*(\S.*?)[ \t\r]*$", front[1], re.MULTILINE))
        title = fields.get("title", "").strip("\"'")
        day = day_in(fields.get("date", "").strip("\"'"))
        markup = markup[front.end() :]
    markup = re.sub(r"^\[\^[^\]\s]+\]:.*(?:\n[ \t]+\S.*)*", "", markup, flags=re.MULTILINE)  # footnotes' texts
    blocks: list[str] = []
    heading = False
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markup):
        if token.type == "heading_open":
            heading = True
        elif token.type == "heading_close":
            heading = False
        elif token.type in ("fence", "code_block"):
            blocks.append(plain(token.content))
        elif token.type == "inline":
            shown = "".join(
                child.content if child.type in ("text", "code_inline") else " "
                for child in token.children or []
                if child.type in ("text", "code_inline", "softbreak", "hardbreak")
            )
            text = closed_up(plain(_FOOTNOTE.sub("", shown)))
            blocks.append(text)
            if heading and not title:
                title = text
    return joined(blocks), title, day
