"""National material capabilities."""

from detente.sources.forms import Select, form

FORMS = (
    form("official CSV (NMC-70-abridged.csv, NMC_5_0.csv) or tidy extract",
         "ccode year milex milper irst pec tpop upop cinc", {"nmc": Select()}),
)  # fmt: skip
