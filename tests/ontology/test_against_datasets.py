"""The tables against the field's own lists: every state, number and capital of the Correlates of War project."""

import csv

import polars as pl

from detente.ontology import states as tables

# A number without a state of its own code, and capitals that are no name for their state in English texts: those of
# the German states before 1871, cities renamed since (Saigon), the plain Victoria.
NOT_CODED = {89, 396, 397}
NO_SEAT = {
    "Hannover", "Munich", "Karlsruhe", "Dresden", "Stuttgart", "Kassel", "Darmstadt", "Ludwigslust", "Schwerin",
    "Ho Chi Minh City", "Victoria", "Zanzibar City",
}  # fmt: skip


def test_every_state_of_the_system_is_known(shared):
    with (shared / "data" / "states" / "cow_states2016.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert tables.state_of_number(int(row["ccode"]), year=int(row["endyear"])), row


def test_capitals_mean_their_state_while_they_are_capitals(shared):
    for system, column in (("cow", "ccode"), ("gw", "gwcode")):
        frame = pl.read_parquet(shared / "data" / "distance" / f"{system}_capitals.parquet")
        for row in frame.iter_rows(named=True):
            if row[column] in NOT_CODED or row["capital"] in NO_SEAT:
                continue
            first, last = row["stdate"].year, min(row["enddate"].year, 2024)
            # The lists begin before some states and let some capitals outlive theirs: one year of the span must agree.
            agreeing = [
                year
                for year in range(first, last + 1)
                if (state := tables.state_of_number(row[column], system=system, year=year))
                and state.code in tables.codes_of(row["capital"], year)
            ]
            assert agreeing, row
