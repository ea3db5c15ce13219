"""Arms transfers."""

from detente.sources.forms import Select, form
from detente.sources.names import States

# The export has some lines of words before its header, and one row a deal and year of delivery.
FORMS = (
    form("trade register of the web site (CSV)",
         "sipri~at~database~id supplier recipient designation order~date delivery~year tiv~delivery~values",
         {"sipri-arms": Select({
             "deal": "sipri at database id", "category": "armament category", "order_year": "order date",
             "order_estimated": "order date is estimate", "delivered": "numbers delivered",
             "delivered_estimated": "numbers delivered is estimate", "delivery_year": "delivery year",
             "delivery_estimated": "delivery year is estimate", "tiv_unit": "tiv deal unit",
             "tiv": "tiv delivery values", "local_production": "local production",
             "iso3c1": "iso3c_1", "iso3c2": "iso3c_2", "ccode1": "ccode_1", "ccode2": "ccode_2",
         })}, states=(States("supplier", "_1"), States("recipient", "_2"))),
)  # fmt: skip
