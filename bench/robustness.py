"""Whether a sentence keeps its codes when it is said differently, and what is coded where there is nothing to code.

    python bench/robustness.py [--show] [--json OUT]

survival      Of the events coded in a base sentence ("Poland expelled two diplomats of Russia ..."), the share that is
              coded again, with the same type and parties (`core`), and the same direction as well (`strict`), when
                swap       the two states are swapped for two others, in six ways (the codes swapped likewise),
                reversal   the two change places (and so do actor and recipient),
                passive    active becomes passive,
                adjective, capital, leader   a name gives way to one of these.
correct       Of all sentences, the share whose expected event (type and parties; and direction) is coded. Survival
              without it could be had by coding nothing.
false alarms  Records per 1,000 sentences on texts that are not about what passes between states: the other stories of
              mixed_news.jsonl, and quiet.jsonl, which is full of states' names and of words like "attack".

With --show, every loss and every false alarm is listed.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

TEXTS = Path(__file__).resolve().parent / "texts"
FORMS = ("passive", "adjective", "capital", "leader")
# Pairs that take the places of A and B; a sentence whose own states are among them skips that pair.
SWAPS = (("KEN", "ZAF"), ("MEX", "COL"), ("IND", "IRN"), ("POL", "UKR"), ("JPN", "IDN"), ("FRA", "EGY"))
Codes = tuple[str, frozenset[str], frozenset[str]]  # type, actors, recipients


def states() -> dict[str, dict[str, str]]:
    """Name, adjective, capital and leader of each state, by code."""
    with (TEXTS / "states.csv").open(encoding="utf-8") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def sets() -> list[dict]:
    """The sentence sets."""
    return [json.loads(line) for line in (TEXTS / "robustness.jsonl").read_text(encoding="utf-8").splitlines()]


def filled(pattern: str, a: str, b: str, names: dict[str, dict[str, str]]) -> str:
    """A pattern with two states in it."""
    column = {"": "name", ".adj": "adjective", ".capital": "capital", ".leader": "leader"}
    place = {"A": names[a], "B": names[b]}
    return re.sub(r"\{([AB])(\.\w+)?\}", lambda m: place[m[1]][column[m[2] or ""]], pattern)


def events(text: str) -> list[Codes]:
    """Type, actors and recipients of the events of a sentence."""
    from detente.coding.coder import code
    from detente.text import Document

    return [
        (record.type, frozenset(record.actors), frozenset(record.recipients))
        for record in code(Document(text))
        if record.kind == "event"
    ]


def core(event: Codes) -> tuple[str, frozenset[str]]:
    """Type and parties, whoever acts."""
    return event[0], event[1] | event[2]


def renamed(event: Codes, change: dict[str, str]) -> Codes:
    """An event with its states swapped."""
    return event[0], *(frozenset(change.get(c, c) for c in codes) for codes in event[1:])


def shared(wanted: list, found: list) -> int:
    """How many of the wanted are found, each once."""
    return sum((Counter(wanted) & Counter(found)).values())


class Tally:
    """Counts of one change: events of the base, and how many survive."""

    def __init__(self) -> None:
        self.sentences = self.expected = self.expected_strict = 0
        self.events = self.core = self.strict = 0

    def add(self, base: list[Codes], found: list[Codes], expected: Codes) -> bool:
        """Count a sentence; whether everything survived."""
        self.sentences += 1
        self.expected += core(expected) in [core(event) for event in found]
        self.expected_strict += expected in found
        self.events += len(base)
        survived = shared([core(event) for event in base], [core(event) for event in found])
        self.core += survived
        self.strict += shared(base, found)
        return survived == len(base)


def robustness(show: bool) -> dict:
    """Survival and correctness by kind of change."""
    names = states()
    tallies: dict[str, Tally] = defaultdict(Tally)
    by_type: dict[str, Tally] = defaultdict(Tally)

    def look(change: str, item: dict, text: str, base: list[Codes], expected: Codes) -> None:
        found = events(text)
        survived = tallies[change].add(base, found, expected)
        if change != "base":
            by_type[item["type"]].add(base, found, expected)
        if show and not survived:
            print(f"lost  {change:9} {item['id']:12} {text}\n        {spell(base)} -> {spell(found)}")

    for item in sets():
        a, b = item["pair"]
        expected = (
            (item["type"], frozenset({a, b}), frozenset())
            if item.get("joint")
            else (item["type"], frozenset({a}), frozenset({b}))
        )
        text = filled(item["base"], a, b, names)
        base = events(text)
        tallies["base"].add(base, base, expected)
        if show and core(expected) not in [core(event) for event in base]:
            print(f"wrong base      {item['id']:12} {text}\n        {spell(base)}")
        for form in FORMS:
            if item.get(form):
                look(form, item, filled(item[form], a, b, names), base, expected)
        swaps = [("swap", pair) for pair in SWAPS if not set(pair) & {a, b}]
        for kind, (x, y) in (*swaps, ("reversal", (b, a))):
            change = {a: x, b: y}
            moved = [renamed(event, change) for event in base]
            look(kind, item, filled(item["base"], x, y, names), moved, renamed(expected, change))

    print(f"{'':12}{'sentences':>10}{'correct':>10}{'directed':>10}{'events':>10}{'core':>10}{'strict':>10}")
    for change in ("base", "swap", "reversal", *FORMS):
        print(row(change, tallies[change]))
    total = Tally()
    for change, tally in tallies.items():
        if change != "base":
            for field in vars(total):
                setattr(total, field, getattr(total, field) + getattr(tally, field))
    print(row("all changes", total))
    print("\nby type, all changes")
    for name in sorted(by_type):
        print(row(name, by_type[name]))
    return {change: vars(tally) for change, tally in (*tallies.items(), ("all", total))}


def row(name: str, tally: Tally) -> str:
    """A line of the table: shares of what should be there, and of what was there before."""
    shares = (
        (tally.expected, tally.sentences), (tally.expected_strict, tally.sentences), None,
        (tally.core, tally.events), (tally.strict, tally.events),
    )  # fmt: skip
    cells = [f"{tally.events:>10}" if s is None else f"{s[0] / s[1] if s[1] else 0:>10.3f}" for s in shares]
    return f"{name:12}{tally.sentences:>10}{''.join(cells)}"


def spell(found: list[Codes]) -> str:
    """Events in a line."""
    return "; ".join(f"{t} {'+'.join(sorted(x))}>{'+'.join(sorted(y))}" for t, x, y in found) or "nothing"


def false_alarms(show: bool) -> dict:
    """Records on texts that are not about states."""
    from detente.coding.coder import code
    from detente.language.sentences import split
    from detente.text import Document

    def stories(name: str) -> list[dict]:
        return [json.loads(line) for line in (TEXTS / name).read_text(encoding="utf-8").splitlines()]

    news = stories("mixed_news.jsonl")
    about = [story for story in news if story["topic"] == "states"]
    groups = {
        "news": [story for story in news if story["topic"] != "states"],
        "quiet": stories("quiet.jsonl"),
    }
    print()
    figures = {}
    for name, group in groups.items():
        sentences, kinds = 0, Counter()
        for story in group:
            sentences += len(split(story["text"]))
            for record in code(Document(story["text"], published=story["date"])):
                kinds[record.kind] += 1
                if show:
                    print(f"false alarm  {story['id']} {record.kind} {record.confidence} {record.evidence}")
        total = sum(kinds.values())
        figures[name] = {"sentences": sentences, "records": total, "kinds": dict(kinds)}
        print(f"false alarms, {name}: {total} records in {sentences} sentences,", end=" ")
        print(f"{1000 * total / sentences:.1f} per 1,000 ({', '.join(f'{k} {n}' for k, n in kinds.most_common())})")
    total, sentences = (sum(f[key] for f in figures.values()) for key in ("records", "sentences"))
    print(f"false alarms, both: {1000 * total / sentences:.1f} per 1,000 sentences")
    held = sum(any(r.kind == "event" for r in code(Document(s["text"], published=s["date"]))) for s in about)
    print(f"of the {len(about)} stories about states, {held} hold an event")
    return figures


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="list losses and false alarms")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    arguments = parser.parse_args()
    found = {"robustness": robustness(arguments.show), "false_alarms": false_alarms(arguments.show)}
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
