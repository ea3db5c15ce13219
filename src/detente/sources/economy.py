"""GDP and population."""

from detente.sources.forms import tidy

FORMS = (
    tidy("gdp-pop", source="tidy extract of isard (cw_gdppop)"),
    tidy("gw-gdp-pop", source="tidy extract of isard (gw_gdppop)"),
)
