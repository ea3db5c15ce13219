"""What `detente measure` can measure: what each name says, in which unit, out of which data, and how it is drawn.

The store and the importers give frames (`fetching`), `measures` computes, `show.charts` draws; the modules here bring
them together, one for each family of measures, with a table of its measures at its end.
"""

from __future__ import annotations

from detente.cli.measured import cooperation, events, standing, trade_and_votes
from detente.cli.measured.asked import Asked, Measure, Result
from detente.errors import DetenteError

__all__ = ["MEASURES", "Asked", "Measure", "Result", "measure_named"]

MEASURES = (*events.MEASURES, *standing.MEASURES, *trade_and_votes.MEASURES, *cooperation.MEASURES)


def measure_named(name: str) -> Measure:
    """The measure of that name.

    Raises
    ------
    DetenteError
        There is none; the message lists them.
    """
    wanted = name.strip().lower().replace("_", "-")
    for each in MEASURES:
        if wanted == each.name or wanted in each.aliases:
            return each
    raise DetenteError(
        f"unknown measure {name!r}: there are {', '.join(each.name for each in MEASURES)} (`detente measure --list`)"
    )
