"""How fast and how lightly the measures work, beside a trusted peer and beside plain pandas.

    python bench/measures.py [--only frame|votes|portfolios] [--repeats N] [--data FOLDER] [--json OUT]

frame       every dyad of states 1816-2025 with ten joins (contiguity, major powers, alliances, capabilities,
            organisations, distance of capitals, minimum distance, rivalries, inter-state wars, disputes): 1,126,380
            rows. The peer is the R package peacesciencer 1.2.9. It is not on this machine: its figures (17.16 s in a
            warm process, the median of three runs; 1.90 GiB at most resident) are those that were measured for the
            reference tables, on a machine of the same class (2 cores, 24 GiB), where R used one core. Ours are made,
            like the peer's, from data already in memory, on all cores that there are, the median of the runs;
            `processor_seconds` is what all cores together took. Memory is the most that a process of its own, with
            all that it loads, held.
votes       similarity of votes in the UN General Assembly, all coefficients, all dyads, 1946-2020, beside pandas as one
            would write it: votes merged with themselves on the roll call, year by year, sums by group. Both in one
            run on the same data, pandas once, ours the median; all values are compared, also which are missing.
portfolios  similarity of alliance portfolios, all dyads, 1816-2018; no peer.

`--data` is the folder of datasets as R's tables in Parquet (else ../shared/data).
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DATA = ROOT.parent / "shared" / "data"
PEER_SECONDS, PEER_GIB = 17.16, 1.90
MEASURES = ("frame", "votes", "portfolios")


def table(data: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(data / f"{name}.parquet")


def ten_joins(data: Path) -> Callable[[], pl.DataFrame]:
    """The peer's task, on data that are already in memory."""
    from detente import measures as m

    states = table(data, "states/isard_cw_system").lazy()
    contiguity = table(data, "contiguity/cow_contdir_3.2").lazy()
    majors = table(data, "powers/cow_majors").lazy()
    atop = table(data, "alliances/atop_5.1_directed_dyadyear").lazy()
    nmc = table(data, "capabilities/cow_nmc_7.0").lazy()
    igos = table(data, "igo/cow_igo_ndy").lazy()
    capitals = table(data, "distance/cow_capitals").lazy()
    distances = table(data, "distance/cow_mindist").lazy()
    rivalries = table(data, "rivalries/tss_rivalries").lazy()
    wars = table(data, "wars/cow_war_inter").lazy()
    mids = table(data, "disputes/gml_mid_ddydisps").lazy()

    def run() -> pl.DataFrame:
        frame = m.dyad_years(states, last=2025)
        frame = m.add_contiguity(frame, contiguity)
        frame = m.add_majors(frame, majors, last=2025)
        frame = m.add_atop(frame, atop)
        frame = m.add_nmc(frame, nmc)
        frame = m.add_igos(frame, igos)
        frame = m.add_capital_distance(frame, capitals)
        frame = m.add_minimum_distance(frame, distances)
        frame = m.add_rivalries(frame, rivalries)
        # Wars and disputes both have sidea1 and sidea2; the peer tells them apart with .x and .y.
        frame = m.add_inter_wars(frame, wars).rename({"sidea1": "war_sidea1", "sidea2": "war_sidea2"})
        return m.add_gml_mids(frame, mids).collect()

    return run


def timed(run: Callable[[], object], repeats: int) -> float:
    """Seconds on the clock, the median of several runs."""
    seconds = []
    for _ in range(repeats):
        begin = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


def frame(data: Path, repeats: int) -> dict[str, float]:
    child = subprocess.run(
        [sys.executable, __file__, "--memory-of-frame", "--data", str(data)], check=True, capture_output=True, text=True
    )
    rows, columns, kib = map(int, child.stdout.split())
    run, begin = ten_joins(data), time.process_time()
    seconds = timed(run, repeats)
    busy = (time.process_time() - begin) / repeats
    return {
        "rows": rows, "columns": columns, "seconds": round(seconds, 2), "processor_seconds": round(busy, 2),
        "peer_seconds": PEER_SECONDS,
        "times_faster": round(PEER_SECONDS / seconds, 1), "gib": round(kib / 2**20, 2), "peer_gib": PEER_GIB,
        "share_of_memory": round(kib / 2**20 / PEER_GIB, 2),
    }  # fmt: skip


def plain_votes(votes, rollcalls):
    """Similarity of votes as one would write it in pandas: merge on the roll call, sums by dyad, year by year."""
    import pandas as pd

    votes = votes.merge(rollcalls, on="rcid")
    votes["x"] = votes["vote"].map({"yes": 1, "abstain": 2, "no": 3})
    done = []
    for year, of_year in votes.groupby(votes["date"].dt.year):
        part = of_year[["rcid", "country", "x"]]
        pairs = part.merge(part, on="rcid", suffixes=("1", "2"))
        pairs = pairs[pairs["country1"] < pairs["country2"]]
        x, y = pairs["x1"], pairs["x2"]
        d = x - y
        cells = {f"n{a}{b}": (x == a) & (y == b) for a in (1, 2, 3) for b in (1, 2, 3)}
        pairs = pairs.assign(n=1, same=d == 0, absolute=d.abs(), squared=d**2, xx=x**2, yy=y**2, **cells)
        sums = pairs.drop(columns="rcid").groupby(["country1", "country2"]).sum()
        done.append(sums.assign(year=year).reset_index())
    t = pd.concat(done)
    n = t["n"]
    t["agree"] = t["same"] / n
    t["agree_yn"] = (t["n11"] + t["n33"]) / (t["n11"] + t["n33"] + t["n13"] + t["n31"])
    t["s_abs"] = 1 - 2 * t["absolute"] / (2 * n)
    t["s_sq"] = 1 - 2 * t["squared"] / (4 * n)
    both = t["xx"] + t["yy"]
    scott, cohen = both - (t["x1"] + t["x2"]) ** 2 / (2 * n), both - 2 * t["x1"] * t["x2"] / n
    t["pi_sq"] = 1 - t["squared"] / scott.where(scott > 1e-9 * both)
    t["kappa_sq"] = 1 - t["squared"] / cohen.where(cohen > 1e-9 * both)
    rows = [t[[f"n{a}{b}" for b in (1, 2, 3)]].sum(axis=1) / n for a in (1, 2, 3)]
    columns = [t[[f"n{a}{b}" for a in (1, 2, 3)]].sum(axis=1) / n for b in (1, 2, 3)]
    for name, chance in (
        ("pi_nom", sum(((r + c) / 2) ** 2 for r, c in zip(rows, columns, strict=True))),
        ("kappa_nom", sum(r * c for r, c in zip(rows, columns, strict=True))),
    ):
        t[name] = (t["agree"] - chance) / (1 - chance).where(1 - chance > 1e-12)
    return t


def votes(data: Path, repeats: int) -> dict[str, float]:
    from detente.measures import vote_similarity
    from detente.measures.similarity import COEFFICIENTS

    cast, calls = table(data, "votes/un_votes"), table(data, "votes/un_roll_calls").select("rcid", "date")
    seconds = timed(lambda: vote_similarity(cast, calls), repeats)
    ours = vote_similarity(cast, calls)
    cast_pandas, calls_pandas = cast.to_pandas(), calls.to_pandas()
    calls_pandas["date"] = calls_pandas["date"].astype("datetime64[s]")
    begin = time.perf_counter()
    theirs = plain_votes(cast_pandas, calls_pandas)
    plain = time.perf_counter() - begin
    both = ours.join(
        pl.from_pandas(theirs.drop(columns=["same"])).with_columns(pl.col("year").cast(pl.Int16)),
        on=["country1", "country2", "year"], how="full", suffix="_plain",
    )  # fmt: skip
    alone = both.filter(pl.col("n").is_null() | pl.col("n_plain").is_null()).height
    missing = sum(
        both.filter(pl.col(name).is_null() != pl.col(f"{name}_plain").fill_nan(None).is_null()).height
        for name in COEFFICIENTS
    )
    differ = max(
        float((both[name] - both[f"{name}_plain"].fill_nan(None)).abs().max() or 0.0) for name in ["n", *COEFFICIENTS]
    )
    return {
        "dyad_years": ours.height, "seconds": round(seconds, 2), "pandas_seconds": round(plain, 2),
        "times_faster": round(plain / seconds, 1), "rows_of_one_only": alone,
        "values_missing_in_one_only": missing, "greatest_difference": differ,
    }  # fmt: skip


def portfolios(data: Path, repeats: int) -> dict[str, float]:
    from detente.measures import alliance_similarity, state_years

    atop = table(data, "alliances/atop_5.1_directed_dyadyear")
    members = state_years(table(data, "states/isard_cw_system"), last=2018)
    seconds = timed(lambda: alliance_similarity(atop, members), repeats)
    return {"dyad_years": alliance_similarity(atop, members).height, "seconds": round(seconds, 2)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=MEASURES)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--memory-of-frame", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if not given.data.is_dir():
        sys.exit(f"the datasets are not at {given.data}: say --data FOLDER")
    if given.memory_of_frame:
        result = ten_joins(given.data)()
        print(result.height, result.width, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        return
    figures = {}
    for name in [given.only] if given.only else MEASURES:
        figures[name] = globals()[name](given.data, given.repeats)
        print(name, *(f"{key}={value}" for key, value in figures[name].items()), flush=True)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
