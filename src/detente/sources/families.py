"""All forms of all datasets: a module for each family."""

from detente.sources import (
    alliances,
    arms,
    capabilities,
    contiguity,
    disputes,
    distance,
    economy,
    igo,
    leaders,
    powers,
    regime,
    rivalries,
    states,
    trade,
    visits,
    votes,
    wars,
)
from detente.sources.forms import Form

FORMS: tuple[Form, ...] = (
    *states.FORMS, *contiguity.FORMS, *powers.FORMS, *alliances.FORMS, *disputes.FORMS, *wars.FORMS, *igo.FORMS,
    *capabilities.FORMS, *trade.FORMS, *votes.FORMS, *rivalries.FORMS, *leaders.FORMS, *distance.FORMS, *regime.FORMS,
    *economy.FORMS, *visits.FORMS, *arms.FORMS,
)  # fmt: skip


def forms_of(name: str) -> tuple[Form, ...]:
    """The forms that make a dataset."""
    return tuple(form for form in FORMS if name in form.makes)
