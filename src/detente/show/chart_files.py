"""Charts as files that need no network, and as elements of a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

from detente.errors import DetenteError

FORMATS = (".html", ".svg", ".png")


def write(chart: Any, out: BinaryIO, suffix: str) -> None:
    """Write a chart as `.html` (with all scripts inside), `.svg` or `.png` (twice the size, for print).

    Raises
    ------
    DetenteError
        Another suffix.
    """
    if suffix not in FORMATS:
        raise DetenteError(f"a chart is written as .html, .svg or .png, not as {suffix or 'a file without ending'}")
    if suffix == ".html":
        out.write(chart.to_html(inline=True).encode())
        return
    import vl_convert

    specification = chart.to_json()
    if suffix == ".svg":
        out.write(vl_convert.vegalite_to_svg(specification).encode())
    else:
        out.write(vl_convert.vegalite_to_png(specification, scale=2))


def svg(chart: Any) -> str:
    """A chart as an SVG element, for a page."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(chart.to_json()))


def suffix_of(path: Path) -> str:
    """The ending that decides the format of a chart.

    Raises
    ------
    DetenteError
        It is none that a chart is written in.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise DetenteError(f"{path}: a chart is written as .html, .svg or .png; end the name with one of them")
    return suffix
