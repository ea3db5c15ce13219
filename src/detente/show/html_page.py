"""A brief as one self-contained HTML file: inline style, inline SVG, no script, nothing fetched."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from detente.show import timeline
from detente.show.lines import FEW
from detente.show.sections import figures, ladder, offices, visits

if TYPE_CHECKING:
    from detente.show.brief import Brief

TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["address"] = lambda source: source if source.startswith(("http://", "https://")) else ""
    return environment


def page(brief: Brief) -> str:
    """The whole page."""
    style = Markup((TEMPLATES / "brief.css").read_text(encoding="utf-8"))  # our own file, no input in it
    return _environment().get_template("brief.html.j2").render(
        brief=brief, style=style, few=FEW, figure_heads=figures.HEADS,
        mood_heads=ladder.MOOD_HEADS, office_heads=offices.HEADS, visit_heads=visits.HEADS,
        wide=timeline.draw(brief, 880, "tl-wide"), narrow=timeline.draw(brief, 360, "tl-narrow"),
    )  # fmt: skip
