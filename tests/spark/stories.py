"""Short stories out of templates: no two alike, most with something to code, some without."""

from __future__ import annotations

import random
from typing import Any

STATES = ("China", "Russia", "India", "Pakistan", "France", "Germany", "Peru", "Chile", "Egypt", "Israel", "Japan",
          "Turkey", "Iran", "Iraq", "Kenya", "Uganda", "Mexico", "Cuba", "Poland", "Ukraine")  # fmt: skip
LINES = (
    "On {day} {a} and {b} signed a treaty of friendship.",
    "{a} accused {b} of violating its airspace.",
    "The foreign ministers of {a} and {b} met in {year}.",
    "{a} imposed sanctions on {b} in {month} {year}.",
    "{a} and {b} resumed diplomatic relations on {day}.",
    "{a} asked {b} to withdraw its troops.",
    "{a} joined the United Nations in {year}.",
    "Trade between {a} and {b} reached US$ {number} billion in {year}.",
    "{a} sent {number},000 tons of wheat to {b}.",
    "The harvest was good in {a}, and prices fell.",
)
MONTHS = "January February March April May June July August September October November December".split()


def stories(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """So many stories with id, text, date and title; the same seed always gives the same."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        a, b = chance.sample(STATES, 2)
        year, month, day = chance.randint(1950, 2020), chance.randrange(12), chance.randint(1, 28)
        fill = {"a": a, "b": b, "year": year, "month": MONTHS[month], "day": f"{day} {MONTHS[month]} {year}",
                "number": chance.randint(2, 90)}  # fmt: skip
        text = " ".join(line.format(**fill) for line in chance.sample(LINES, chance.randint(1, 2)))
        found.append(
            {"id": f"story-{number}", "text": text, "date": f"{year}-{month + 1:02}-{day:02}", "title": f"{a}: {b}"}
        )
    return found
