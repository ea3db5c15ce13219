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


#: Forms of which no real file was at hand: they follow the source's documentation and were tested on made-up files.
MADE_UP = frozenset(
    {
        "official CSV of directed dyad-years (atop5_1ddyr.csv)",
        "official CSV of directed dyad-years (alliance_v4.1_by_directed_yearly.csv)",
        "official CSV of spells (contdir.csv)",
        "official CSV of participants (MIDB 5.0.csv)",
        "official CSV of disputes (MIDA 5.0.csv)",
        "official CSV of disputes (gml-mida-2.2.1.csv)",
        "official file of dyad-years (dyadic_formatv3.csv)",
        "official CSV (ucdp-prio-acd-251.csv)",
        "official CSV (Dyadic_COW_4.0.csv)",
        "official text (1March_Archigos_4.1.txt) or Stata file",
        "official text of microstates (microstates.txt)",
        "official text (ksgmdw.txt, iisystem.dat)",
        "file of the UN Library (2025_9_19_ga_voting.csv)",
        "trade register of the web site (CSV)",
        "official CSV of the web site or the API (TradeData_....csv)",
        "official CSV, a column a year (DOT_..._timeSeries.csv)",
        "official CSV, a column an indicator (DOT_..._panel.csv)",
    }
)


#: Forms of which a real file was at hand in one layout or version, and none in another.
PARTLY_MADE_UP = {
    "official CSV (NMC-70-abridged.csv, NMC_5_0.csv) or tidy extract": "the archives of 6.0 and 7.0 on made-up files",
    "official CSV (National_COW_4.0.csv) or tidy extract": "the official CSV on a made-up file",
    "official CSV (p5v2018) or table of the R package states": "the official CSV on a made-up file",
    "official CSV of directed dispute-years (gml-ddy-disputes-2.2.1.csv)": "only on an extract with its columns",
    "official file of state-years (state_year_formatv3.csv) or that of igoR": "the official CSV on a made-up file",
    "official file of organisation-years (igo_year_formatv3.csv) or that of igoR": "only on that of igoR",
    "data of Voeten (UNVotes.csv)": "as CSV on a made-up file",
    "the bank's download (API_NY.GDP.MKTP.CD_....csv, WDICSV.csv)": "not on WDICSV.csv",
}


def described(form: Form) -> str:
    """A form as pages and commands name it, with what no real file was at hand of."""
    if form.name in MADE_UP:
        return f"{form.name}; tested on a made-up file"
    partly = PARTLY_MADE_UP.get(form.name)
    return f"{form.name}; tested {partly}" if partly else form.name
