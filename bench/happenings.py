"""How well records of the same happening are linked, and how fast.

    python bench/happenings.py                 # precision, recall, F1 of links; records a second
    python bench/happenings.py --part fit      # the texts that the weights were made on
    python bench/happenings.py --errors        # wrong and missing links, without the sentences
    python bench/happenings.py --cross         # the fit part, each group of texts by weights made on the others
    python bench/happenings.py --fit           # make src/detente/store/likeness.toml anew
    python bench/happenings.py --reader        # links between our reader's own records too (reads the texts: minutes)
    python bench/happenings.py --rows 100000   # how many rows the speed is measured on
    python bench/happenings.py --scale 100000  # what linking takes while a store of news grows to so many records

Gold records stand beside the project (../shared/gold); bench/links says which of them tell the same happening, and
which texts are `held` out. The paired texts are in bench/texts/pairs.
"""

import argparse
import csv
import json
import re
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from detente.record.model import adapter
from detente.store import likeness as likeness_module
from detente.store.candidates import candidates
from detente.store.compared import prepare
from detente.store.happenings import link, partition
from detente.store.likeness import FEATURES, features
from detente.store.tellings import Telling, frame, tellings

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared/gold"
PAIRS = ROOT / "bench/texts/pairs"
LINKS = ROOT / "bench/links"
CODED = ("event", "agreement", "status", "membership")  # kinds whose links were coded in the gold texts
WEIGHTS = ROOT / "src/detente/store/likeness.toml"


@dataclass
class Case:
    """Texts of which it is known which records tell the same: the tellings, and for each key its happening's label."""

    name: str
    part: str
    rows: list[Telling]
    labels: dict[tuple[str, str], str]
    kinds: tuple[str, ...]


# --- the paired texts -------------------------------------------------------------------------------------------------


def _codes(text):
    return tuple(code for code in text.split() if code != "-")


def _record(line):
    """A line of coding as the fields of a record, and its link."""
    cells = [cell.strip() for cell in line.split("|")]
    kind, *words = cells[0].split()
    rest = " ".join(words)
    if kind == "event":
        what, _, who = rest.partition(" ")
        left, _, right = who.partition(">")
        kind_of, _, mode = what.partition("/")
        fields = {
            "type": kind_of,
            "mode": mode,
            "actors": _codes(left),
            "recipients": _codes(right),
            "trigger": cells[2],
        }
    elif kind == "agreement":
        fields = {"act": words[0], "form": words[1], "parties": _codes(" ".join(words[2:])), "title": cells[2]}
    elif kind == "status":
        fields = {"status": words[0], "change": words[1], "parties": _codes(" ".join(words[2:])), "level": cells[2]}
    elif kind == "membership":
        fields = {"change": words[0], "members": _codes(" ".join(words[1:])), "organisation": cells[2]}
    elif kind == "office":
        person, _, office = cells[2].partition(";")
        fields = {"change": words[0], "state": words[1], "person": person.strip(), "office": office.strip()}
    elif kind == "position":
        left, _, right = " ".join(words[1:]).partition(">")
        fields = {"stance": words[0], "holder": _codes(left), "toward": _codes(right), "issue": cells[2]}
    else:
        parties = _codes(" ".join(words[3:]))
        fields = {"measure": words[0], "value": float(words[1]), "unit": words[2], "parties": parties}
    return {"kind": kind, "date": cells[1], **fields}, cells[3] if len(cells) > 3 else ""


def _documents(block):
    """The documents of a group: name, day, title, text, and records with their links."""
    for part in re.split(r"^# ", block, flags=re.MULTILINE)[1:]:
        head, *lines = part.rstrip().split("\n")
        name, published, title = head.split(" ", 2)
        text, records, start, end = "", [], 0, 0
        for line in lines:
            if line.startswith("  "):
                fields, label = _record(line)
                fields |= {"start": start, "end": end, "evidence": text[start:end]}
                records.append((fields, label))
            elif line.strip():
                text += "" if not text or text.endswith("\n\n") else " "
                start = len(text)
                text += line.strip()
                end = len(text)
            else:
                text += "\n\n"
        yield name, published, title, text, records


def pairs():
    """The groups of paired texts."""
    for path in sorted(PAIRS.glob("*.txt")):
        for block in re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            head, _, rest = block.partition("\n")
            name, _, held = head.partition(" ")
            rows, labels = [], {}
            for doc, _published, _title, text, records in _documents(rest):
                document = f"{name}/{doc}"
                made = [adapter.validate_python({**fields, "id": f"{n:03}"}) for n, (fields, _) in enumerate(records)]
                rows += tellings(made, text, document)
                for record, (_, label) in zip(made, records, strict=True):
                    labels[document, record.id] = (
                        f"{name} {record.kind} {label}" if label else f"{document} {record.id}"
                    )
            every = ("event", "agreement", "status", "membership", "office", "position", "figure")
            yield Case(name, "held" if held.strip() == "held" else "fit", rows, labels, every)


# --- the gold texts ---------------------------------------------------------------------------------------------------


def _table(name):
    with (LINKS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def gold_file(document):
    return next(GOLD.glob(f"*/{document}.jsonl"))


def gold(part):
    """The gold records of the texts of a part, as if read by a perfect reader."""
    told = {(row["document"], f"{int(row['record']):03}"): row["happening"] for row in _table("gold.csv")}
    rows, labels = [], {}
    for document in (row["document"] for row in _table("parts.csv") if row["part"] == part):
        path = gold_file(document)
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        made = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            fields = json.loads(line)
            fields |= {"evidence": text[fields["start"] : fields["end"]], "id": f"{number:03}"}
            made.append(adapter.validate_python(fields))
            labels[document, f"{number:03}"] = told.get((document, f"{number:03}"), f"{document} {number}")
        rows += tellings(made, text, document)
    return Case("gold", part, rows, labels, CODED)


# --- scores -----------------------------------------------------------------------------------------------------------


def together(groups):
    """Pairs of keys that stand in one group."""
    members = defaultdict(list)
    for key, name in groups.items():
        members[name].append(key)
    return {(a, b) for keys in members.values() for a in keys for b in keys if a < b}


def pairwise(truth, found):
    """Right, found and true pairs."""
    a, b = together(truth), together(found)
    return len(a & b), len(b), len(a)


def b_cubed(truth, found):
    """Precision and recall of the group that each record finds itself in, on the average of all records."""
    of_truth, of_found = defaultdict(set), defaultdict(set)
    for key in truth:
        of_truth[truth[key]].add(key)
        of_found[found[key]].add(key)
    precision = recall = 0.0
    for key in truth:
        common = len(of_truth[truth[key]] & of_found[found[key]])
        precision += common / len(of_found[found[key]])
        recall += common / len(of_truth[truth[key]])
    return precision / len(truth), recall / len(truth)


def f1(precision, recall):
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def of_kinds(case, groups):
    wanted = {row.key for row in case.rows if row.kind in case.kinds}
    return {key: name for key, name in groups.items() if key in wanted}


def report(name, results):
    """A line: pairs of all cases together, B-cubed over all records."""
    right = found = true = 0
    truths, founds = {}, {}
    for case, links in results:
        truth, linked = of_kinds(case, case.labels), of_kinds(case, links)
        more = pairwise(truth, linked)
        right, found, true = right + more[0], found + more[1], true + more[2]
        truths |= {(case.name, *key): (case.name, label) for key, label in truth.items()}
        founds |= {(case.name, *key): (case.name, label) for key, label in linked.items()}
    precision, recall = right / max(found, 1), right / max(true, 1)
    b = b_cubed(truths, founds)
    print(
        f"{name:34} {len(truths):6} {true:6}   {precision:.3f} {recall:.3f} {f1(precision, recall):.3f}"
        f"    {b[0]:.3f} {b[1]:.3f} {f1(*b):.3f}"
    )
    return f1(precision, recall)


def by_kind(results):
    for kind in CODED:
        part = [(replace(case, kinds=(kind,)), links) for case, links in results]
        if any(row.kind == kind for case, _ in part for row in case.rows):
            report(f"  {kind}", part)


def errors(case, links):
    """Wrong and missing links by name and coding."""
    rows = {row.key: row for row in case.rows}
    truth, found = together(of_kinds(case, case.labels)), together(of_kinds(case, links))

    def say(key):
        row = rows[key]
        who = f"{'+'.join(row.actors)}>{'+'.join(row.recipients)}".strip(">")
        return f"{key[0]}:{key[1]} {row.label} {row.act} {who} [{row.date}] {row.title or row.trigger}"

    for title, which in (("wrong", found - truth), ("missing", truth - found)):
        for a, b in sorted(which):
            print(f"{title:8} {rows[a].kind[:6]:6} {say(a)}  ==  {say(b)}")


# --- weights ----------------------------------------------------------------------------------------------------------


def examples(cases):
    """For each group of weights the features of candidate pairs and whether they are one."""
    found = defaultdict(lambda: ([], [], []))
    for case in cases:
        table = frame(case.rows)
        compared = prepare(table)
        i, j = candidates(compared)
        keys = list(zip(table["document"].to_list(), table["record"].to_list(), strict=True))
        kinds = np.array(table["kind"].to_list())
        values = features(compared, i, j)
        same = np.array([case.labels[keys[a]] == case.labels[keys[b]] for a, b in zip(i, j, strict=True)])
        for kind in case.kinds:
            those = kinds[i] == kind
            x, y, _ = found[likeness_module.group_of(kind)]
            x.append(values[those])
            y.append(same[those])
    return {name: (np.concatenate(x), np.concatenate(y)) for name, (x, y, _) in found.items()}


STRANGER = -2.5  # a weight by hand: histories have no throngs to learn it from
BY_HAND = ("membership", "other")  # too few coded links to learn from
NEVER_NEGATIVE = ("cosine", "contained", "shared", "names", "acts", "trigger", "told", "title", "title_shared",
                  "label", "mode", "act", "parties", "same_day", "same_date", "within", "same_sentence", "summary",
                  "nearest", "around", "only_deed")  # fmt: skip
NEVER_POSITIVE = ("title_apart", "mode_apart", "swapped", "directed", "gap", "undated_one", "undated_both", "wide",
                  "amount_apart", "rivals", "outside")  # fmt: skip


def learn(x, y, strength=1.0):
    """Logistic regression, with a pull towards zero and no weight whose sign makes no sense."""
    from scipy.optimize import minimize

    y = y.astype(float)
    held = np.array([0.0 if name == "one" else strength for name in FEATURES])

    def loss(w):
        z = x @ w
        value = np.sum(np.logaddexp(0, z) - y * z) + 0.5 * np.sum(held * w * w)
        return value, x.T @ (1 / (1 + np.exp(-z)) - y) + held * w

    limits = [
        (0, None) if name in NEVER_NEGATIVE else (None, 0) if name in NEVER_POSITIVE else (None, None)
        for name in FEATURES
    ]
    return minimize(loss, np.zeros(x.shape[1]), jac=True, bounds=limits, method="L-BFGS-B").x


def use(weights):
    """Let the package use these weights."""
    likeness_module.settings.cache_clear()
    settings = dict(likeness_module.settings()) | weights
    likeness_module.settings = lambda: settings
    likeness_module.settings.cache_clear = lambda: None


def made(cases, threshold=None):
    """Weights by kind, made on these cases; kinds of which there are too few examples keep theirs."""
    out = {}
    for name, (x, y) in examples(cases).items():
        if name not in BY_HAND and y.sum() >= 15:
            weight = learn(x, y)
            out[name] = {"threshold": (threshold or {}).get(name, 0.5)} | {
                feature: round(float(value), 2)
                for feature, value in zip(FEATURES, weight, strict=True)
                if abs(value) >= 0.005 and feature != "stranger"
            }
            out[name]["stranger"] = STRANGER
    return out


def written(weights):
    """The weights as TOML."""
    lines = [
        "# What speaks for two tellings being of one happening, and against: logistic weights by kind of record.",
        "# Source: bench/happenings.py --fit, on the texts marked `fit` in bench/links and bench/texts/pairs;",
        "# thresholds, `stranger`, `other` and `membership` by hand.",
    ]
    for name, values in weights.items():
        lines += ["", f"[{name}]", *(f"{feature} = {value}" for feature, value in values.items())]
    return "\n".join(lines) + "\n"


THEMES = {
    "china": "rapprochement-china china-talks china-communique china-1 china-2 china-russia hay-and-china",
    "soviet": "us-soviet us-soviet-relations ussr us-russia detente salt helsinki collapse-soviet-union "
    "soviet-invasion-afghanistan horn-of-africa gulf-war",
}


def folds(case):
    """The fit part cut by theme: texts that tell of the same things stay together."""
    theme = {name: title for title, names in THEMES.items() for name in names.split()}
    america = "french-alliance jay-treaty pickney-treaty xyz louisiana-purchase florida war-of-1812 rush-bagot".split()
    america += ["webster-treaty", "barbary-wars"]
    parts = defaultdict(list)
    for row in case.rows:
        parts[theme.get(row.document, "america" if row.document in america else "others")].append(row)
    return [
        Case(f"gold {name}", "fit", rows, {row.key: case.labels[row.key] for row in rows}, case.kinds)
        for name, rows in sorted(parts.items())
    ]


# --- our reader's records ---------------------------------------------------------------------------------------------


def read_by_us(case):
    """Our reader's records of the case's gold texts, with the labels of the gold records that they match."""
    import detente
    from detente.cli.code import Coder

    code = Coder()
    rows, labels = [], {}
    for document in dict.fromkeys(row.document for row in case.rows):
        path = gold_file(document)
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        wanted = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        read = next(iter(detente.read(path.with_suffix(".txt"))))
        taken = set()
        records = code(read)
        of_id = {row.record: row for row in tellings(records, text, document)}
        for record in records:
            match = next((n for n, other in enumerate(wanted) if n not in taken and _matches(other, record)), None)
            if match is None:
                continue
            taken.add(match)
            rows.append(of_id[record.id])
            labels[document, record.id] = case.labels[document, f"{match:03}"]
    return Case("read", case.part, rows, labels, case.kinds)


def _matches(wanted, record):
    """Whether a record is the gold one: kind, overlap of evidence, and the same type, form, status."""
    if wanted["kind"] != record.kind:
        return False
    shared = min(wanted["end"], record.end) - max(wanted["start"], record.start)
    if shared * 2 < min(wanted["end"] - wanted["start"], record.end - record.start):
        return False
    field = {"event": "type", "agreement": "act", "status": "status", "membership": "organisation"}.get(record.kind)
    return field is not None and wanted[field] == getattr(record, field)


# --- speed ------------------------------------------------------------------------------------------------------------


def many(count, seed=7):
    """Rows made of real ones: gold records moved in time and given to other dyads, some told two or three times."""
    rng = np.random.default_rng(seed)
    base = [row for part in ("fit", "held") for row in gold(part).rows if row.first is not None]
    codes = "USA CHN RUS GBR FRA DEU IND JPN TUR IRN ISR EGY KOR PRK UKR POL SAU PAK BRA MEX ZAF NGA VNM IDN".split()
    share = 1 / np.arange(1, len(codes) + 1)
    share /= share.sum()
    rows, number = [], 0
    while len(rows) < count:
        row = base[int(rng.integers(len(base)))]
        first = int(rng.integers(16_000, 20_000))
        one, two = rng.choice(len(codes), 2, replace=False, p=share)
        for _ in range(int(rng.choice([1, 1, 1, 2, 3]))):
            words = row.evidence.split()
            keep = rng.random(len(words)) > 0.2
            day = first + int(rng.integers(2))
            rows.append(
                replace(
                    row, document=f"d{number // 5:07}", record=f"{number:08}", actors=(codes[one],),
                    recipients=(codes[two],) if row.kind in ("event", "position") else (), first=day, last=day,
                    evidence=" ".join(word for word, kept in zip(words, keep, strict=True) if kept), paragraph=number,
                )
            )  # fmt: skip
            if row.kind in ("agreement", "status", "figure", "membership"):
                rows[-1] = replace(rows[-1], actors=(codes[one], codes[two]))
            number += 1
    return rows[:count]


def speed(count):
    """Print how many rows a second are linked."""
    table = frame(many(count))
    before, busy = time.perf_counter(), time.process_time()
    found = partition(table)
    took, busy = time.perf_counter() - before, time.process_time() - busy
    sizes = Counter(Counter(found.tolist()).values())
    print(f"\nlink: {count:,} rows in {took:.1f} s, {count / took:,.0f} a second ({busy:.1f} s of processors); "
          f"{len(set(found.tolist())):,} happenings, the largest of {max(sizes)}")  # fmt: skip


# --- a growing store --------------------------------------------------------------------------------------------------


def news():
    """Stories about states and what our coder makes of them: the texts that a growing store is made of."""
    import detente.coding.coder
    from detente.text import Document

    told = [json.loads(line) for line in (ROOT / "bench/texts/mixed_news.jsonl").read_text().splitlines()]
    told = [story for story in told if story["topic"] == "states"]
    for path in sorted((GOLD / "train-written").glob("news*.texts.jsonl")):
        told += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = []
    for story in told:
        document = Document(story["text"], story.get("title", ""), story["date"], story["id"])
        if records := detente.coding.coder.code(document):
            found.append((document, records))
    return found


def moved(written, days):
    """An EDTF date so many days later, as precise as it was."""
    from datetime import timedelta

    from detente.record import edtf

    days_of = edtf.bounds(written)
    if not days_of or None in days_of:
        return re.sub(r"\d{4}", lambda year: f"{int(year[0]) + days // 365:04}", written)
    span = (days_of[1] - days_of[0]).days
    first = days_of[0] + timedelta(days=days)
    if span == 0:
        return first.isoformat()
    return f"{first:%Y-%m}" if span < 32 else f"{first:%Y}" if span < 367 else f"{first:%Y}/{first.year + span // 366}"


def stories(count, years=10, seed=11):
    """News of some years, in the order of their days, until they hold about `count` records: (Document, records).

    A thing happens between two states (the frequent ones are of a large share of all) and is told by one to eight
    stories of the same days, each in somewhat other words. Words, dates and parties are those of stories that our coder
    has read, moved to the day and the states; names in them are other ones each time.
    """
    from datetime import date, timedelta

    from detente.text import Document

    rng = np.random.default_rng(seed)
    base = news()
    codes = sorted({code for _, records in base for record in records for code in record.involved})
    share = 1 / np.arange(1, len(codes) + 1)
    share /= share.sum()
    size = np.mean([len(records) for _, records in base])
    tellers = (1, 1, 1, 1, 2, 2, 3, 8)
    events = int(count / size / np.mean(tellers)) + 1
    begins = date(2010, 1, 1)
    made, number = [], 0
    for happened in np.sort(rng.integers(0, years * 365, events)).tolist():
        document, records = base[int(rng.integers(len(base)))]
        day = begins + timedelta(days=happened)
        shift = (day - date.fromisoformat(document.published)).days
        named = sorted({code for record in records for code in record.involved})
        new = dict(zip(named, rng.choice(codes, len(named), replace=False, p=share).tolist(), strict=True))
        names = {}
        for _ in range(int(rng.choice(tellers))):
            number += 1
            text, rows = "", []
            for record in records:
                words = [
                    names.setdefault(word, f"{word[:2]}{rng.integers(10**6)}") if word[0].isupper() and place else word
                    for place, word in enumerate(record.evidence.split())
                    if rng.random() > 0.15
                ] or ["It"]
                sentence = " ".join(words)
                text += "\n\n" if text else ""
                fields = record.model_dump(mode="python") | {
                    "start": len(text), "end": len(text) + len(sentence), "evidence": sentence,
                    "date": moved(record.date, shift), "id": f"{number:08}-{len(rows):02}",
                    "trigger": record.trigger if record.trigger in sentence else "",
                }  # fmt: skip
                for name, value in fields.items():
                    if isinstance(value, tuple):
                        fields[name] = tuple(new.get(code, code) for code in value)
                    elif name == "state":
                        fields[name] = new.get(value, value)
                text += sentence
                rows.append(fields)
            published = day + timedelta(days=int(rng.integers(4)))
            document = Document(text, f"Story {number}", published.isoformat(), f"{number:07}.txt")
            made.append((published, number, document, rows))
    for _, _, document, rows in sorted(made, key=lambda each: each[:2]):
        yield document, [type_of(fields) for fields in rows]


def type_of(fields):
    """A record out of its fields, unchecked: they were checked when they were coded."""
    from detente.record import KINDS

    return KINDS[fields["kind"]].model_construct(**fields)


def scale(count, batch=1000, steps=10):
    """Print what linking takes while a store grows to `count` records, batch by batch as `detente add` makes them."""
    import tempfile

    import detente.store.happenings as module
    from detente.store import open_store
    from detente.store.adding import Adder, Incoming
    from detente.store.shelf import place_of

    taken = []
    inner = module.relink

    def timed(store, documents=None):
        before, busy = time.perf_counter(), time.process_time()
        looked = inner(store, documents)
        taken.append((time.perf_counter() - before, time.process_time() - busy, len(documents or ()), looked))
        return looked

    module.relink = timed
    print(f"\n{'records':>9} {'stories':>8} {'batches':>7}  {'seconds':>8} {'of processors':>13}  a 1,000 stories")
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "db", write=True) as store:
        adder = Adder(store, batch)
        known = {}

        def incoming():
            for document, records in stories(count):
                known[document.source] = records
                yield Incoming(document, place_of(document.source, document), "bench 1", "international")

        done, at, began = 0, 0, time.perf_counter()
        for number, document in adder.wanted(incoming()):
            records = known.pop(document.source)
            adder.put(number, records)
            done += len(records)
            if done * steps >= count * (at + 1):
                at += 1
                show(taken, done)
        adder.flush()
        show(taken, done)
        whole = sum(wall for wall, *_ in taken)
        busy = sum(cpu for _, cpu, *_ in taken)
        [(rows, groups)] = store.connection.sql("SELECT count(*), count(DISTINCT happening) FROM happenings").fetchall()
        print(f"relink: {rows:,} records into {groups:,} happenings in {whole:.0f} s ({busy:.0f} s of processors), "
              f"{rows / max(busy, 1e-9):,.0f} a second; with all else {time.perf_counter() - began:.0f} s")  # fmt: skip
        before, cpu = time.perf_counter(), time.process_time()
        old = dict(store.connection.sql("SELECT document || record, happening FROM happenings").fetchall())
        with store.transaction():
            inner(store)
        new = dict(store.connection.sql("SELECT document || record, happening FROM happenings").fetchall())
        a, b = together(old), together(new)
        print(f"all anew: {time.perf_counter() - before:.0f} s ({time.process_time() - cpu:.0f} s of processors); "
              f"of {len(b):,} links {len(a & b):,} were there, and {len(a - b):,} others")  # fmt: skip
    module.relink = inner


def show(taken, done, seen=[0]):  # noqa: B006 (what was printed before)
    part = taken[seen[0] :]
    seen[0] = len(taken)
    if part:
        wall, busy, documents = (sum(each[n] for each in part) for n in range(3))
        print(f"{done:9,} {documents:8,} {len(part):7}  {wall:8.1f} {busy:13.1f}  {1000 * busy / documents:.2f}",
              flush=True)  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=["fit", "held"])
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--cross", action="store_true")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--reader", action="store_true")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--scale", type=int, metavar="N")
    arguments = parser.parse_args()
    if arguments.scale:
        scale(arguments.scale)
        return
    texts = list(pairs())
    parts = [arguments.part] if arguments.part else ["fit", "held"]
    golds = {part: gold(part) for part in {*parts, "fit"}} if GOLD.is_dir() else {}
    if not golds:
        print(
            "the gold texts (../shared/gold) are not on this machine; only the paired texts are scored", file=sys.stderr
        )
    if arguments.fit:
        cases = [*folds(golds["fit"]), *(case for case in texts if case.part == "fit")]
        kept = likeness_module.settings()
        thresholds = {name: values["threshold"] for name, values in kept.items()}
        weights = kept | made(cases, thresholds)
        WEIGHTS.write_text(written(weights), encoding="utf-8")
        use(weights)
    print(f"{'':34} {'records':>6} {'links':>5}   pairwise P R F1         B-cubed P R F1")
    if arguments.cross:
        own = [case for case in texts if case.part == "fit"]
        labels = {key: label for case in own for key, label in case.labels.items()}
        cases = [*folds(golds["fit"])]
        cases.append(Case("pairs", "fit", [row for case in own for row in case.rows], labels, own[0].kinds))
        results = []
        kept = likeness_module.settings()
        for number, case in enumerate(cases):
            use(kept | made([other for other in cases if other is not case],
                            {name: values["threshold"] for name, values in kept.items()}))  # fmt: skip
            results.append((cases[number], link(case.rows)))
            report(case.name, results[-1:])
        report("fit, cross-validated", results)
        by_kind(results)
        if arguments.errors:
            for case, links in results:
                errors(case, links)
        return
    for part in parts:
        results = [(case, link(case.rows)) for case in texts if case.part == part]
        report(f"paired texts, {part}", results)
        if part in golds:
            more = [(golds[part], link(golds[part].rows))]
            report(f"gold records, {part}", more)
            by_kind(more)
            results += more
            if arguments.reader:
                read = read_by_us(golds[part])
                report(f"our reader's records, {part}", [(read, link(read.rows))])
        if arguments.errors:
            for case, links in results:
                errors(case, links)
    if arguments.rows:
        speed(arguments.rows)


if __name__ == "__main__":
    main()
