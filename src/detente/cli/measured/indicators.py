"""The indicators of bilateral cooperation intensity, out of whatever a store has.

A source that is not there gives no column; a year that a source does not cover, or of which texts tell nothing of the
kind, gives no value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.cli.measured.fetching import records_of
from detente.cli.measured.trade_and_votes import FEW_VOTES, dependence_of, votes_of
from detente.errors import DetenteError

if TYPE_CHECKING:
    import polars as pl

    from detente.cli.measured.asked import Asked
    from detente.store import Store

FUELS = "27"  # heading of mineral fuels in the Harmonized System, which Comtrade uses


def indicators(store: Store, asked: Asked) -> tuple[pl.DataFrame, list[str], list[str], int]:
    """Yearly values (`year` and a column an indicator), the datasets they are from, notes, how many texts were used."""
    import polars as pl

    from detente.sources.tables import has

    parts: list[pl.DataFrame] = []
    used: list[str] = []
    notes: list[str] = []
    texts = 0
    records = records_of(store, asked, "event").filter(pl.col("day").is_not_null())
    for name, frame in (("visits", _visits(store, asked)), ("exercises", _exercises(records))):
        if not frame.is_empty():
            parts.append(frame)
            texts = records["source"].n_unique()
            notes.append(f"{name}: as often as the texts tell; years of which they tell none are missing, not zero")
    if has(store, "unga-votes") and has(store, "unga-roll-calls"):
        votes = votes_of(store, asked)
        parts.append(votes.filter(pl.col("n") >= FEW_VOTES).select(pl.col("year").cast(pl.Int64), votes="agree"))
        if few := votes.filter(pl.col("n") < FEW_VOTES)["year"].to_list():
            years = ", ".join(map(str, few))
            notes.append(f"votes: {years} left out, fewer than {FEW_VOTES} roll calls on which both voted")
        used += ["unga-votes", "unga-roll-calls"]
    if has(store, "cow-trade"):
        parts.append(_trade(store, asked))
        used += ["cow-trade", *(["cow-trade-national"] if has(store, "cow-trade-national") else [])]
    if has(store, "sipri-arms"):
        parts.append(_arms(store, asked))
        used.append("sipri-arms")
    if has(store, "comtrade") and not (energy := _energy(store, asked)).is_empty():
        parts.append(energy)
        used.append("comtrade")
    if not parts:
        raise DetenteError(
            f"{store.path}: nothing to measure cooperation by; add texts, or `detente import unga-votes` or `cow-trade`"
        )
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.join(part, on="year", how="full", coalesce=True)
    return whole.sort("year"), used, notes, texts


def _per_year(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    import polars as pl

    return frame.group_by(year=pl.col("day").dt.year().cast(pl.Int64)).agg(pl.len().cast(pl.Float64).alias(name))


def _visits(store: Store, asked: Asked) -> pl.DataFrame:
    """Visits a year, both ways; what several texts tell of one visit counts once."""
    import polars as pl

    from detente.store.reading import events_frame

    events = events_frame(store, (asked.a, asked.b), min_confidence=asked.min_confidence)
    visits = events.filter((pl.col("type") == "CONSULT") & (pl.col("mode") == "visit")).unique("id")
    return _per_year(visits, "visits")


def _exercises(records: pl.DataFrame) -> pl.DataFrame:
    """Joint exercises a year, by the words that the criterion of alignment has; one a day of a year counts once."""
    import polars as pl

    from detente.measures.alignment import evidence

    told = evidence(records).filter((pl.col("criterion") == "exercises") & pl.col("for"))
    return _per_year(told.unique("day"), "exercises")


def _trade(store: Store, asked: Asked) -> pl.DataFrame:
    import polars as pl

    rows, _, _ = dependence_of(store, asked)
    return rows.select(pl.col("year").cast(pl.Int64), trade=(pl.col("share1") + pl.col("share2")) / 2)


def _arms(store: Store, asked: Asked) -> pl.DataFrame:
    """The larger direction's share in the seller's exports and the buyer's imports of arms, by SIPRI's values."""
    import polars as pl

    from detente.sources.tables import relation

    arms = relation(store, "sipri-arms", ("iso3c1", "iso3c2", "delivery_year", "tiv")).pl().drop_nulls()
    arms = arms.rename({"delivery_year": "year"}).with_columns(pl.col("year").cast(pl.Int64))
    shares = []
    for seller, buyer in ((asked.a, asked.b), (asked.b, asked.a)):
        own = (pl.col("iso3c1") == seller) & (pl.col("iso3c2") == buyer)
        shares.append(
            arms.group_by("year").agg(
                between=pl.col("tiv").filter(own).sum(),
                sold=pl.col("tiv").filter(pl.col("iso3c1") == seller).sum(),
                bought=pl.col("tiv").filter(pl.col("iso3c2") == buyer).sum(),
            )
        )
    both = pl.concat(shares).filter((pl.col("sold") > 0) & (pl.col("bought") > 0))
    share = (pl.col("between") / pl.col("sold") + pl.col("between") / pl.col("bought")) / 2
    return both.group_by("year").agg(arms=share.max())


def _energy(store: Store, asked: Asked) -> pl.DataFrame:
    """The larger direction's share in the seller's exports and the buyer's imports of mineral fuels."""
    import polars as pl

    from detente.sources.tables import relation

    flows = relation(store, "comtrade", ("year", "period", "iso3c1", "iso3c2", "flow", "commodity", "value")).pl()
    fuels = flows.filter((pl.col("commodity") == FUELS) & (pl.col("period") == pl.col("year")))
    fuels = fuels.with_columns(pl.col("year").cast(pl.Int64))
    shares = []
    for seller, buyer in ((asked.a, asked.b), (asked.b, asked.a)):
        sold = fuels.filter((pl.col("iso3c1") == seller) & (pl.col("flow") == "X"))
        bought = fuels.filter((pl.col("iso3c1") == buyer) & (pl.col("flow") == "M"))
        exports = _share(sold, buyer, "exported")
        imports = _share(bought, seller, "imported")
        joined = exports.join(imports, on="year", how="inner")
        shares.append(joined.select("year", energy=(pl.col("exported") + pl.col("imported")) / 2))
    return pl.concat(shares).group_by("year").agg(pl.col("energy").max())


def _share(flows: pl.DataFrame, partner: str, name: str) -> pl.DataFrame:
    import polars as pl

    sums = flows.group_by("year").agg(
        own=pl.col("value").filter(pl.col("iso3c2") == partner).sum(),
        world=pl.col("value").filter(pl.col("iso3c2") == "W00").sum(),
    )
    return sums.filter(pl.col("world") > 0).select("year", (pl.col("own") / pl.col("world")).alias(name))
