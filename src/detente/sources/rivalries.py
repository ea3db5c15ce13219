"""Strategic rivalries and arms races."""

from detente.sources.forms import tidy

FORMS = (
    tidy("rivalries", source="tidy extract of peacesciencer (tss_rivalries)"),
    tidy("td-rivalries", source="tidy extract of peacesciencer (td_rivalries)"),
    tidy("arms-races", source="tidy extract of peacesciencer (grh_arms_races)"),
)
