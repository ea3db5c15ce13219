"""From likely pairs to happenings: what belongs together, without chains that wander off.

If the first telling is likely one with the second, and the second with the third, all three need not be one: "in 1972"
goes well with February and with April, which are two visits. So groups grow from the likeliest pair down, and two
groups become one only if the whole of it still holds:

- their dates have a day in common (or lie no further apart than the pair that joins them may);
- no two tellings stand in one paragraph, where the codebook has each act once;
- on the average their pairs are likely, not only the one that joins them.

Ties are broken by the tellings' own names, so the order in which documents came changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

STRICT = 64  # in groups whose pairs are no more than this, a pair that was never likely counts as unlikely
AVERAGE = -0.1  # what the mean of the pairs' likeness above threshold has to reach


def group(
    count: int,
    i: np.ndarray,
    j: np.ndarray,
    above: np.ndarray,
    first: np.ndarray,
    last: np.ndarray,
    place: np.ndarray,
    slack: np.ndarray,
    floor: np.ndarray,
) -> np.ndarray:
    """For each of `count` tellings the smallest number of a telling of its group.

    Parameters
    ----------
    count
        How many tellings there are.
    i, j, above
        Pairs and their likeness above the threshold; those above 0 may join groups.
    first, last
        The days that each telling's date can mean.
    place
        A number for the paragraph that each stands in.
    slack
        For each pair the days that dates of its group may lie apart.
    floor
        For each telling, what a pair with it counts that was never compared (the negative of its threshold).
    """
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    names = np.arange(count)
    joins = above > 0
    if not joins.any():
        return names
    links = coo_matrix((np.ones(int(joins.sum())), (i[joins], j[joins])), shape=(count, count))
    _, part = connected_components(links, directed=False)
    size = np.bincount(part, minlength=count)
    # Two by themselves have nothing to weigh: most groups are so.
    alone = joins & (size[part[i]] == 2)
    names[j[alone]] = i[alone]
    inner = (part[i] == part[j]) & (size[part[i]] > 2)
    a, b, value, free, where = i[inner], j[inner], above[inner], slack[inner], part[i[inner]]
    order = np.lexsort((b, a, -value, where))
    a, b, value, free, where = a[order], b[order], value[order], free[order], where[order]
    cuts = np.flatnonzero(np.diff(where)) + 1
    starts, ends = np.concatenate(([0], cuts)), np.concatenate((cuts, [len(where)]))
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if end > start:
            rows = slice(start, end)
            pairs = zip(a[rows].tolist(), b[rows].tolist(), value[rows].tolist(), free[rows].tolist(), strict=True)
            _grow(list(pairs), first, last, place, floor, names)
    return names


class _Group:
    """Tellings that are one so far: their common days, their paragraphs, and how they stand to other groups."""

    __slots__ = ("first", "last", "members", "others", "places")

    def __init__(self, member: int, first: int, last: int, place: int) -> None:
        self.members = [member]
        self.first, self.last = first, last
        self.places = {place}
        self.others: dict[int, tuple[float, int]] = {}


def _grow(
    pairs: list[tuple[int, int, float, int]],
    first: np.ndarray,
    last: np.ndarray,
    place: np.ndarray,
    floor: np.ndarray,
    names: np.ndarray,
) -> None:
    """Join groups along the pairs, the likeliest first; the result goes into `names`."""
    groups: dict[int, _Group] = {}
    home: dict[int, int] = {}
    for a, b, value, _ in pairs:
        for one in (a, b):
            if one not in groups:
                groups[one] = _Group(one, int(first[one]), int(last[one]), int(place[one]))
                home[one] = one
        groups[a].others[b] = groups[b].others[a] = (value, 1)
    for a, b, value, slack in pairs:
        if value <= 0:
            break
        one, other = home[a], home[b]
        if one == other:
            continue
        x, y = groups[one], groups[other]
        low, high = max(x.first, y.first), min(x.last, y.last)
        if low - high > slack or not x.places.isdisjoint(y.places):
            continue
        total, known = x.others[other]
        possible = len(x.members) * len(y.members)
        if possible <= STRICT:
            total += float(floor[a]) * (possible - known)
            known = possible
        if total / known < AVERAGE:
            continue
        if len(x.members) < len(y.members):
            one, other, x, y = other, one, y, x
        x.members += y.members
        x.first, x.last = low, high
        x.places |= y.places
        for member in y.members:
            home[member] = one
        del x.others[other], y.others[one]
        for third, (more, pieces) in y.others.items():
            before, count = x.others.get(third, (0.0, 0))
            joined = (before + more, count + pieces)
            x.others[third] = joined
            far = groups[third].others
            del far[other]
            far[one] = joined
        del groups[other]
    for found in groups.values():
        names[found.members] = min(found.members)
