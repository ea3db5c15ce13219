"""A brief as Markdown, with the sections of the HTML and its evidence as an appendix with anchors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from detente.show.lines import FEW
from detente.show.sections import figures, ladder, offices, visits
from detente.show.visible import visible

if TYPE_CHECKING:
    from detente.show.brief import Brief
    from detente.show.evidence import Exhibit
    from detente.show.lines import Entry, Line, MatrixRow, Row


def page(brief: Brief) -> str:
    """The whole brief."""
    return "\n".join(_lines(brief)).rstrip() + "\n"


def plain(text: str) -> str:
    """Text that no Markdown or HTML reader takes for markup, on one line."""
    one = visible(" ".join(text.split())).replace("&", "&amp;").replace("<", "&lt;")
    one = re.sub(r"([\\`*_\[\]|~>$])", r"\\\1", one)
    return re.sub(r"^(\d+)([.)])(?!\d)|^([#+\-=])", lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", one)


def _lines(brief: Brief) -> Iterable[str]:
    yield f"# {plain(brief.names[0])} and {plain(brief.names[1])}"
    yield ""
    if brief.span:
        yield f"The record of the sources, {brief.span}."
        yield ""
    if len(brief.exhibits) > FEW:
        yield f"- Sources: {len(brief.exhibits)} documents{f', published {brief.published}' if brief.published else ''}"
    else:
        for exhibit in brief.exhibits:
            yield f"- Source{_number(brief, exhibit)}: {_origin(exhibit)}"
    if brief.known_on:
        yield f"- As known on: {brief.known_on}"
    left = f" ({brief.left_out} on others left out)" if brief.left_out else ""
    yield f"- Statements coded: {brief.total}{left}; marked uncertain: {brief.uncertain}"
    if brief.reviewed:
        yield f"- Judged by people: {brief.reviewed}"
    if brief.as_of:
        yield f"- Latest dated act: {brief.as_of}"
    yield f"- Coder: {plain(', '.join(brief.coders)) or 'not stated'}"
    for note in brief.notes:
        yield f"- {plain(note)}"
    yield ""
    yield (
        "Every line has the number of the sentence that it rests on (see Evidence). Dates are as exact as the source. "
        "Lines under a confidence of 0.5 are marked *uncertain* with their figure."
    )
    names = (brief.names[0], brief.names[1])
    for anchor, heading in brief.sections:
        if anchor == "reading":
            continue
        yield ""
        yield f"## {heading}"
        yield ""
        match anchor:
            case "stands":
                for group in brief.standing:
                    for row in group.rows:
                        yield f"- **{group.name}:** {', '.join(plain(cell) for cell in row.cells if cell)} {_refs(row)}"
                if not brief.standing:
                    yield "The sources date nothing of the two states that can be shown here."
            case "positions":
                yield from _matrix(("Issue", *names), brief.positions)
            case "measures":
                for chart in brief.charts:
                    where = "a chart in the HTML brief and of `detente measure`"
                    yield f"- **{plain(chart.title)}:** {where}. {plain(chart.words)}"
            case "ladder":
                if brief.ladder:
                    yield from _table(ladder.HEADS, brief.ladder)
                if brief.conditions:
                    yield from ("", "### Alliance, conflict and recognition", "") if brief.ladder else ()
                    yield from _table(brief.condition_heads, brief.conditions)
                if brief.mood:
                    yield from ("", "### How the sources describe relations", "")
                    yield from _table(ladder.MOOD_HEADS, brief.mood)
            case "chronology":
                for number, era in enumerate(brief.eras):
                    yield from ([""] if number else [])
                    yield from (f"### {era.name} ({era.years})", "")
                    for part in era.parts:
                        if part.name:
                            yield from (f"#### {part.name}", "")
                        yield from _entries(part.entries)
                        if part.name and part is not era.parts[-1]:
                            yield ""
                if brief.undated:
                    yield from ("", "### Without a date in the sources", "")
                    yield from _entries(brief.undated)
            case "agreements":
                yield from _table(brief.agreement_heads, brief.agreements)
            case "visits":
                if brief.visit_counts:
                    yield from (f"Visits told: {plain(brief.visit_counts)}.", "")
                yield from _table(visits.HEADS, brief.visits)
            case "offices":
                for number, group in enumerate(brief.offices):
                    yield from ([""] if number else [])
                    yield from (f"### {plain(group.name)}", "")
                    yield from _table(offices.HEADS, group.rows)
            case "memberships":
                yield from _matrix(("Organisation", *names, "With"), brief.memberships)
            case "figures":
                yield from _table(figures.HEADS, brief.figures)
            case "thirds":
                for number, third in enumerate(brief.thirds):
                    yield from ([""] if number else [])
                    yield from (f"### {plain(third.name)}", "")
                    yield from _entries(third.entries)
            case "sources":
                yield "| No. | Title | Published | Statements |"
                yield "|---|---|---|---|"
                for exhibit in brief.exhibits:
                    yield f"| {exhibit.number} | {plain(exhibit.title)} | {exhibit.published} | {exhibit.records} |"
            case "evidence":
                for exhibit in brief.exhibits:
                    yield from _evidence(brief, exhibit)


def _refs(line: Line) -> str:
    doubt = f" *uncertain {line.doubt}*" if line.doubt else ""
    return _numbers(line) + doubt + "".join(f" *{who.lower()}: {plain(what)}*" for who, what in line.differs)


def _numbers(line: Line) -> str:
    more = f" and {line.more} more" if line.more else ""
    return " ".join(f"[[{ref.label}](#{ref.anchor})]" for ref in line.refs) + more


def _entries(entries: Iterable[Entry]) -> Iterable[str]:
    for entry in entries:
        acts = []
        for act in entry.acts:
            who = f"{plain(act.who)}: " if act.who else ""
            code = f" `{act.code}`" if act.code else ""
            doubt = f" *uncertain {act.doubt}*" if act.doubt else ""
            acts.append(f"{who}{plain(act.what)}{code}{doubt}")
        when = f"**{entry.when}** " if entry.when else ""
        yield f"- {when}{'; '.join(acts)} {_numbers(entry)}  "
        yield f"  {plain(''.join(text for text, _ in entry.quote))}{'  ' if entry.differs else ''}"
        yield from (f"  *{who}: {plain(what)}*" for who, what in entry.differs)


def _table(heads: Sequence[str], rows: Sequence[Row]) -> Iterable[str]:
    yield f"| {' | '.join((*heads, 'Evidence'))} |"
    yield f"|{'---|' * (len(heads) + 1)}"
    for row in rows:
        yield f"| {' | '.join((*(plain(cell) for cell in row.cells), _refs(row)))} |"


def _matrix(heads: Sequence[str], rows: Sequence[MatrixRow]) -> Iterable[str]:
    yield f"| {' | '.join(plain(head) for head in heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        cells = ("; ".join(f"{plain(cell.text)} {_refs(cell.line)}" for cell in cells) for cells in row.cells)
        yield f"| {' | '.join((plain(row.name), *cells))} |"


def _number(brief: Brief, exhibit: Exhibit) -> str:
    return f" {exhibit.number}" if len(brief.exhibits) > 1 else ""


def _origin(exhibit: Exhibit) -> str:
    parts = [plain(exhibit.title), plain(exhibit.source)]
    if exhibit.published:
        parts.append(f"published {plain(exhibit.published)}")
    if exhibit.sha256:
        parts.append(f"sha256 {exhibit.sha256}")
    return ", ".join(part for part in dict.fromkeys(parts) if part)


def _evidence(brief: Brief, exhibit: Exhibit) -> Iterable[str]:
    yield f"### {_number(brief, exhibit).strip() + '. ' if _number(brief, exhibit) else ''}{plain(exhibit.title)}"
    for paragraph in exhibit.paragraphs:
        yield ""
        above = f", {plain(paragraph.heading)}" if paragraph.heading else ""
        yield f"*Paragraph {paragraph.number}{above}*"
        yield ""
        text = []
        for piece in paragraph.pieces:
            words = plain("".join(run for run, _ in piece.runs))
            if piece.cited:
                ref = piece.cited.ref
                anchor = f'<a id="{ref.anchor}"></a>' if piece.begins else ""
                words = f"{anchor}[{ref.label}] **{words}**"
            text.append(words)
        yield "> " + " ".join(part for part in text if part)
    yield ""
