"""Alliances and what they oblige to."""

from detente.sources.forms import Select, form, tidy

_COW = {
    "cow_defense": "defense", "cow_neutral": "neutrality", "cow_nonagg": "nonaggression", "cow_entente": "entente",
}  # fmt: skip

FORMS = (
    form("official CSV of directed dyad-years (atop5_1ddyr.csv)",
         "statea stateb year defense offense neutral nonagg consul",
         {"atop": Select({
             "ccode1": "statea", "ccode2": "stateb", "atop_defense": "defense", "atop_offense": "offense",
             "atop_neutral": "neutral", "atop_nonagg": "nonagg", "atop_consul": "consul",
         })}),
    tidy("atop", source="tidy extract of peacesciencer (atop_alliance)"),
    form("official CSV of directed dyad-years (alliance_v4.1_by_directed_yearly.csv)",
         "version4id ccode1 ccode2 defense neutrality nonaggression entente year",
         {"cow-alliances": Select(_COW)}, version="any_value(version)"),
)  # fmt: skip
