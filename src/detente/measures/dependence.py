"""Trade dependence: how much of a state's trade is with another, who depends more, who is whose largest partner.

For states 1 and 2 in a year, with imports m12 (of 1 from 2) and m21 (of 2 from 1), both as the importer reports them::

    trade     = m12 + m21                              million current US dollars
    share1    = trade / total trade of 1               0-1; share2 likewise
    asymmetry = share1 - share2                        > 0: state 1 depends more
    salience  = sqrt(share1 * share2)                  0-1 (Barbieri 1996, Journal of Peace Research 33(1): 29-49)
    rank1     = place of 2 among the partners of 1 by trade, 1 the largest, equals sharing the better place
    hhi1      = sum over the partners p of 1 of (trade with p / trade of 1 with all partners) squared, 0-1
                (Hirschman 1945; above 0.25 is usually called concentrated)

Total trade of a state is what the national table says (imports + exports) where one is given; else the sum over its
partners. The two differ: sums leave out what is missing, so shares of sums are too high; `missing1` says of how many
partners there is no figure.

Source of the data: COW Dyadic and National Trade (Barbieri, Keshk & Pollins 2009, CMPS 26(5): 471-491). A flow that is
missing makes `trade` and all that follows from it missing; it is never taken as zero.

Caveats: exports of 1 to 2 are 2's imports from 1 (reported cif, by the importer); entrepot trade (Hong Kong,
Rotterdam) is where the importer says; shares of trade say nothing of how easily it could go elsewhere.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from detente.measures.native import need, opened

FLOWS = ("ccode1", "ccode2", "year", "flow1", "flow2")
NATIONAL = ("ccode", "year", "imports", "exports")


def partners(trade: Any) -> Any:
    """Each state's partners by year, from a directed or non-directed table of dyadic trade.

    Parameters
    ----------
    trade
        Columns `ccode1`, `ccode2`, `year`, `flow1` (imports of 1 from 2), `flow2` (imports of 2 from 1), million
        current US dollars, missing where unknown. Dyads may stand once or both ways round.

    Returns
    -------
    A frame of the same engine: `ccode`, `partner`, `year`, `imports`, `exports`, `trade`, `rank` (missing with trade),
    `share_of_partners` (trade over the sum of all partners' trade), `hhi` and `missing` (of `ccode` in that year).
    """
    (frame,), back = opened(trade=trade)
    return back(_partners(frame))


def _partners(frame: Any) -> Any:
    need(frame, FLOWS, "trade")
    one = frame.select(
        "year",
        ccode=nw.col("ccode1"),
        partner=nw.col("ccode2"),
        imports=nw.col("flow1").cast(nw.Float64),
        exports=nw.col("flow2").cast(nw.Float64),
    )
    two = frame.select(
        "year",
        ccode=nw.col("ccode2"),
        partner=nw.col("ccode1"),
        imports=nw.col("flow2").cast(nw.Float64),
        exports=nw.col("flow1").cast(nw.Float64),
    )
    names = ["ccode", "partner", "year", "imports", "exports"]
    # A directed table has each dyad twice, once each way: the mean of two equal figures is the figure.
    both = nw.concat([one.select(names), two.select(names)], how="vertical")
    rows = both.group_by("ccode", "partner", "year").agg(nw.col("imports").mean(), nw.col("exports").mean())
    rows = rows.with_columns(trade=nw.col("imports") + nw.col("exports"))
    rows = rows.with_columns(gap=nw.when(nw.col("trade").is_null()).then(nw.lit(1)).otherwise(nw.lit(0)))
    sums = rows.group_by("ccode", "year").agg(
        nw.col("trade").sum().alias("of_partners"), nw.col("gap").sum().alias("missing")
    )
    sums = sums.with_columns(nw.col("missing").cast(nw.Int64))
    rows = rows.join(sums, on=["ccode", "year"], how="left")
    some = nw.col("of_partners") > 0
    rows = rows.with_columns(share_of_partners=nw.when(some).then(nw.col("trade") / nw.col("of_partners")))
    rows = rows.with_columns(square=nw.col("share_of_partners") * nw.col("share_of_partners"))
    squares = rows.group_by("ccode", "year").agg(nw.col("square").sum().alias("hhi"))
    known = rows.filter(~nw.col("trade").is_null())
    ranks = known.select(
        "ccode",
        "partner",
        "year",
        rank=nw.col("trade").rank("min", descending=True).over("ccode", "year").cast(nw.Int64),
    )
    rows = rows.join(squares, on=["ccode", "year"], how="left").join(ranks, on=["ccode", "partner", "year"], how="left")
    return rows.with_columns(hhi=nw.when(some).then(nw.col("hhi"))).select(
        *names, "trade", "rank", "share_of_partners", "hhi", "of_partners", "missing"
    )


def trade_dependence(trade: Any, national: Any = None, *, dyad: tuple[int, int] | None = None) -> Any:
    """Dependence of both sides of every dyad-year, or of one dyad's.

    Parameters
    ----------
    trade
        As in `partners`; it must hold all partners of the states, or ranks and sums are not what they say.
    national
        Columns `ccode`, `year`, `imports`, `exports`, same unit; None: totals are sums over partners.
    dyad
        Two COW numbers: only their rows, in this order. None: all dyads both ways round.

    Returns
    -------
    A frame of the same engine, one row a directed dyad-year: `ccode1`, `ccode2`, `year`, `imports1`, `exports1`,
    `trade`, and for both sides `total`, `share`, `rank`, `hhi`, `missing` (with 1 and 2), `asymmetry`, `salience`.
    Shares over 1, which tables that contradict each other can give, are left as they are: the data's fault to show.
    """
    given = {"trade": trade} if national is None else {"trade": trade, "national": national}
    frames, back = opened(**given)
    need(frames[0], FLOWS, "trade")
    flows = frames[0]
    if dyad is not None:
        a, b = dyad
        flows = flows.filter(nw.col("ccode1").is_in([a, b]) | nw.col("ccode2").is_in([a, b]))
    rows = _partners(flows)
    if national is None:
        rows = rows.with_columns(total=nw.when(nw.col("of_partners") > 0).then(nw.col("of_partners")))
    else:
        need(frames[1], NATIONAL, "national")
        whole = nw.col("imports").cast(nw.Float64) + nw.col("exports").cast(nw.Float64)
        rows = rows.join(frames[1].select("ccode", "year", total=whole), on=["ccode", "year"], how="left")
        rows = rows.with_columns(total=nw.when(nw.col("total") > 0).then(nw.col("total")))
    rows = rows.with_columns(share=nw.col("trade") / nw.col("total"))
    if dyad is not None:
        rows = rows.filter((nw.col("ccode").is_in([a, b])) & (nw.col("partner").is_in([a, b])))
    sides = ["total", "share", "rank", "hhi", "missing"]
    first = rows.select(
        "year",
        ccode1=nw.col("ccode"),
        ccode2=nw.col("partner"),
        imports1=nw.col("imports"),
        exports1=nw.col("exports"),
        trade=nw.col("trade"),
        **{f"{name}1": nw.col(name) for name in sides},
    )
    second = rows.select(
        "year", ccode2=nw.col("ccode"), ccode1=nw.col("partner"), **{f"{name}2": nw.col(name) for name in sides}
    )
    result = first.join(second, on=["ccode1", "ccode2", "year"], how="left")
    if dyad is not None:
        result = result.filter(nw.col("ccode1") == a)
    result = result.with_columns(
        asymmetry=nw.col("share1") - nw.col("share2"), salience=(nw.col("share1") * nw.col("share2")).sqrt()
    )
    order = [
        "ccode1",
        "ccode2",
        "year",
        "imports1",
        "exports1",
        "trade",
        *(f"{name}{side}" for name in sides for side in (1, 2)),
        "asymmetry",
        "salience",
    ]
    return back(result.select(order).sort("ccode1", "ccode2", "year"))


def largest_partners(trade: Any, ccode: int, year: int, *, count: int = 10) -> Any:
    """The largest trading partners of a state in a year, the largest first: `partner`, `trade`, `rank`, ... ."""
    (frame,), back = opened(trade=trade)
    need(frame, FLOWS, "trade")
    own = (nw.col("year") == year) & ((nw.col("ccode1") == ccode) | (nw.col("ccode2") == ccode))
    rows = _partners(frame.filter(own)).filter(nw.col("ccode") == ccode)
    return back(rows.filter(nw.col("rank") <= count).sort("rank", "partner"))
