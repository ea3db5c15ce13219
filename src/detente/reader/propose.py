"""From the network's numbers to proposals: every record that a sentence might hold, with all that speaks for it.

Proposals are many and cheap; `weigh` decides which of them are records.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from detente.reader.labels import ANCHORS, AUX, COLUMN, INSIDE, MODES, ROLE_COLUMN, STATUS_CHANGES
from detente.reader.network import Network, Reading

FLOOR = 0.06
NEAR = 2  # words: within them one column proposes once
# A stance's issue or a status has no one word that must carry it: what its neighbours hold counts as well.
DIFFUSE = ("status", "position")
AROUND = np.ones(9)
PARTY = 0.5
DOUBT = 0.2
# Types that go from one side to the other; the rest (AGREE, CONSULT, SUPPORT, COOPERATE, ASSAULT, RETREAT) may be
# joint.
DIRECTED = frozenset("ACCUSE AID COERCE CONCEDE MOBILIZE PROTEST REJECT REQUEST SANCTION THREATEN".split())
KINDS_OF_STATE_PAIR = ("event", "agreement", "status")


@dataclass(slots=True)
class Proposal:
    """A record that may be there. `roles` holds (first, second) probabilities of each code that may be a party."""

    reading: Reading
    kind: str
    label: str
    word: int
    span: tuple[int, int]
    score: float
    roles: dict[str, tuple[float, float]]
    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()
    date: str = ""
    date_score: float = 0.0
    date_kind: int = 0
    traits: dict[str, str] = field(default_factory=dict)
    rivals: tuple[float, float] = (0.0, 0.0)
    mass: float = 0.0  # of the column over the words around
    variant: int = 0  # 0 the parties that the network chooses, 1 one more, 2 one fewer


def propose(network: Network, reading: Reading, *, scope: str) -> list[Proposal]:
    """Every proposal of a sentence, in the order of its words."""
    columns = reading.columns
    wanted = [n for n, (kind, _) in enumerate(ANCHORS) if kind != "any" or scope == "all"]
    anchors: list[tuple[int, int]] = []
    for column in wanted:
        scores = columns[:, column]
        mass = np.convolve(scores, AROUND)[4:-4] if ANCHORS[column][0] in DIFFUSE else scores
        for word in np.flatnonzero((mass >= FLOOR) & (scores >= FLOOR / 4)).tolist():
            low, high = max(0, word - NEAR), word + NEAR + 1
            if scores[word] >= scores[low:high].max():
                anchors.append((word, column))
    if not anchors:
        return []
    anchors.sort()
    parties, dates = network.roles(reading, [(word, ROLE_COLUMN[column]) for word, column in anchors])
    found: list[Proposal] = []
    for number, (word, column) in enumerate(anchors):
        proposal = _proposal(reading, word, column, parties[number], dates[number])
        found += [proposal, *_variants(proposal)]
    return found


def _variants(proposal: Proposal) -> list[Proposal]:
    """The same proposal with one party more, and one fewer, where the network is not sure of them."""
    roles, chosen = proposal.roles, {*proposal.first, *proposal.second}
    if proposal.kind in ("office", "any"):
        return []
    found = []
    rest = sorted((code for code in roles if code not in chosen), key=lambda code: -max(roles[code]))
    if rest and max(roles[rest[0]]) >= DOUBT:
        code = rest[0]
        second = roles[code][1] > roles[code][0] and proposal.kind in ("event", "position")
        first = proposal.first if second else (*proposal.first, code)
        other = (*proposal.second, code) if second else proposal.second
        found.append(_with(proposal, first, other, 1))
    sure = [code for code in chosen if code in roles]
    least = min(sure, key=lambda code: (max(roles[code]), code), default="")
    if len(chosen) > (2 if proposal.kind in KINDS_OF_STATE_PAIR else 1) and max(roles[least]) <= 1 - DOUBT:
        first = tuple(code for code in proposal.first if code != least)
        found.append(_with(proposal, first, tuple(code for code in proposal.second if code != least), 2))
    return found


def _with(proposal: Proposal, first: tuple[str, ...], second: tuple[str, ...], variant: int) -> Proposal:
    actors, recipients = set(first), set(second)
    if proposal.kind == "event":
        _orient(actors, recipients, proposal.roles, proposal.label)
    return replace(proposal, first=tuple(sorted(actors)), second=tuple(sorted(recipients)), variant=variant)


def _proposal(reading: Reading, word: int, column: int, parties: np.ndarray, dates: np.ndarray) -> Proposal:
    kind, label = ANCHORS[column]
    roles: dict[str, tuple[float, float]] = {}
    for candidate, (first, second) in zip(reading.view.actors, parties.tolist(), strict=True):
        known = roles.get(candidate.code, (0.0, 0.0))
        roles[candidate.code] = (max(known[0], first), max(known[1], second))
    proposal = Proposal(
        reading, kind, label, word, _span(reading, kind, word), float(reading.columns[word, column]), roles
    )
    _choose_parties(proposal)
    _choose_date(proposal, dates)
    _choose_traits(proposal)
    proposal.rivals = _rivals(reading, kind, word, column)
    proposal.mass = float(reading.columns[max(0, word - 4) : word + 5, column].sum())
    return proposal


def _rivals(reading: Reading, kind: str, word: int, column: int) -> tuple[float, float]:
    """How strongly other labels of the kind claim the word, and the same label another word nearby."""
    same = [n for n, (k, _) in enumerate(ANCHORS) if k == kind and n != column]
    others = float(reading.columns[word, same].max()) if same else 0.0
    around = reading.columns[max(0, word - 8) : word + 9, column].copy()
    around[min(word, 8)] = 0
    return others, float(around.max())


def _choose_parties(proposal: Proposal) -> None:
    roles, kind = proposal.roles, proposal.kind
    first = {code for code, (a, b) in roles.items() if a >= PARTY and (a >= b or kind not in ("event", "any"))}
    second = {code for code, (a, b) in roles.items() if b >= PARTY and code not in first}
    if kind == "office":
        first, second = set(sorted(roles, key=lambda c: -roles[c][0])[:1]), set()
    elif kind in ("figure", "membership", "agreement", "status"):
        second = set()
    if kind in (*KINDS_OF_STATE_PAIR, "any") and len(first | second) < 2:  # the likeliest other: an act has two sides
        rest = [code for code in roles if code not in first | second and code != "NSA"]
        rest.sort(key=lambda code: -max(roles[code]))
        for code in rest[: 2 - len(first | second)]:
            if max(roles[code]) >= 0.15:
                (second if kind in ("event", "any") and roles[code][1] > roles[code][0] else first).add(code)
    elif kind in ("position", "membership") and not first and roles:
        first = {max(roles, key=lambda code: roles[code][0])}
        second -= first
    if kind in ("event", "any"):
        _orient(first, second, roles, proposal.label)
    proposal.first, proposal.second = tuple(sorted(first)), tuple(sorted(second))


def _orient(first: set[str], second: set[str], roles: dict[str, tuple[float, float]], label: str) -> None:
    """An act between two parties has an actor, and one of a directed type somebody at the other end; in place."""
    leaning = {code: roles[code][0] - roles[code][1] for code in sorted(first | second)}
    if len(leaning) < 2:
        return
    if not first:
        actor = max(leaning, key=lambda code: leaning[code])
        first.add(actor)
        second.discard(actor)
    elif not second and label in DIRECTED:
        recipient = min(leaning, key=lambda code: leaning[code])
        second.add(recipient)
        first.discard(recipient)


def _choose_date(proposal: Proposal, dates: np.ndarray) -> None:
    mass: dict[str, float] = {}
    for candidate, p in zip(proposal.reading.view.dates, dates.tolist(), strict=True):
        mass[candidate.edtf] = mass.get(candidate.edtf, 0.0) + p
    proposal.date = max(mass, key=lambda edtf: mass[edtf])
    proposal.date_score = mass[proposal.date]
    proposal.date_kind = next(c.kind for c in proposal.reading.view.dates if c.edtf == proposal.date)


def _choose_traits(proposal: Proposal) -> None:
    row = proposal.reading.columns[proposal.word]
    if proposal.kind in ("event", "any"):
        aux = max(AUX, key=lambda name: row[COLUMN["aux", name]])
        proposal.traits["aux"] = aux if row[COLUMN["aux", aux]] >= 0.5 else ""
        mode = max(MODES, key=lambda name: row[COLUMN["mode", name]])
        proposal.traits["mode"] = mode if row[COLUMN["mode", mode]] >= 0.5 else ""
    elif proposal.kind == "status":
        proposal.traits["change"] = max(STATUS_CHANGES, key=lambda name: row[COLUMN["change", name]])


def _span(reading: Reading, kind: str, word: int) -> tuple[int, int]:
    """The words around the anchor that belong to it, as a span of the document."""
    first = last = word
    column = COLUMN.get(("inside", "event" if kind == "any" else kind))
    if column is not None and kind in (*INSIDE, "any"):
        inside = reading.columns[:, column] >= 0.5
        while first > 0 and inside[first - 1]:
            first -= 1
        while last + 1 < len(inside) and inside[last + 1]:
            last += 1
    return reading.view.spans[first][0], reading.view.spans[last][1]
