"""Measures of relations between states: data frames in, data frames of the same kind out.

A name is imported from its module when it is first asked for, so that `import detente.measures` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# name -> module. One line each; add yours at the end of its block.
_LAZY = {
    "dyad_years": "frames",
    "state_years": "frames",
    # joins
    "add_atop": "joins.alliances",
    "add_capital_distance": "joins.distance",
    "add_ccode": "joins.codes",
    "add_columns": "joins.tables",
    "add_contiguity": "joins.contiguity",
    "add_cow_mids": "joins.disputes",
    "add_democracy": "joins.regime",
    "add_gdp_pop": "joins.economy",
    "add_gml_mids": "joins.disputes",
    "add_gwcode": "joins.codes",
    "add_igos": "joins.igo",
    "add_inter_wars": "joins.wars",
    "add_intra_wars": "joins.wars",
    "add_leaders": "joins.leaders",
    "add_majors": "joins.powers",
    "add_minimum_distance": "joins.distance",
    "add_nmc": "joins.capabilities",
    "add_peace_years": "joins.peace_years",
    "add_rivalries": "joins.rivalries",
    "add_trade": "joins.trade",
    "add_ucdp_conflicts": "joins.wars",
    "add_ucdp_onsets": "joins.wars",
    "great_circle": "joins.distance",
    "leader_years": "joins.leaders",
    "one_dispute_a_dyad_year": "joins.disputes",
    # similarity
    "add_ideal_point_distance": "similarity",
    "alliance_similarity": "portfolios",
    "vote_similarity": "similarity",
    # events, statuses, trade
    "alignment_by_year": "alignment",
    "alliance_types": "alignment",
    "cooperation_intensity": "cooperation",
    "is_it_an_alliance": "alignment",
    "largest_partners": "dependence",
    "partners": "dependence",
    "relation_level": "smooth",
    "relation_score": "score",
    "relation_stock": "stock",
    "trade_dependence": "dependence",
    "turning_points": "turning",
}

__all__ = sorted(_LAZY)  # noqa: PLE0605 - a list of names, from the table above


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAZY})
