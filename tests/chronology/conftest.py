"""Peru and Chile as three accounts tell them: the same happenings in other words, with other dates, or not at all."""

import json
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from detente.record import KINDS, Record
from detente.store import open_store
from detente.store.kinds import FIELDS, ROLES, TABLES

BOTH = ("CHL", "PER")


@dataclass
class Text:
    """A text with its records, written down as (kind, first words of the sentence, fields)."""

    name: str
    text: str
    title: str = ""
    published: str = ""
    records: list = field(default_factory=list)

    def made(self) -> list[Record]:
        found = []
        for kind, words, fields in self.records:
            start = self.text.index(words)
            end = self.text.index(".", start) + 1
            common = {"doc": self.name, "start": start, "end": end, "evidence": self.text[start:end]}
            found.append(KINDS[kind](**common, **{"confidence": 0.9, "coder": "hand 1", **fields}))
        return found


HISTORY = Text(
    "history", title="Peru and Chile: a history", published="1990-05-01",
    text=(
        "Peru and Chile\n\n"
        "In 1879 Chile declared war on Peru. The Treaty of Ancón was signed on 20 October 1883.\n\n"
        "On 3 June 1929 the two countries signed the Treaty of Lima. "
        "Chile handed Tacna back to Peru in August 1929.\n\n"
        "In the 1970s Peru moved tanks to the border with Chile."
    ),
    records=[
        ("event", "In 1879", {"type": "ASSAULT", "actors": ("CHL",), "recipients": ("PER",), "date": "1879",
                              "trigger": "declared war"}),
        ("event", "The Treaty of Ancón", {"type": "SUPPORT", "actors": BOTH, "date": "1883-10-20",
                                          "trigger": "signed"}),
        ("agreement", "The Treaty of Ancón", {"title": "Treaty of Ancón", "form": "treaty", "parties": BOTH,
                                              "date": "1883-10-20"}),
        ("agreement", "On 3 June 1929", {"title": "Treaty of Lima", "form": "treaty", "parties": BOTH,
                                         "date": "1929-06-03"}),
        ("event", "Chile handed", {"type": "RETREAT", "mode": "release", "actors": ("CHL",), "recipients": ("PER",),
                                   "date": "1929-08", "trigger": "handed"}),
        ("event", "In the 1970s", {"type": "MOBILIZE", "mode": "weapons", "actors": ("PER",), "recipients": ("CHL",),
                                   "date": "197X", "trigger": "moved", "confidence": 0.4}),
    ],
)  # fmt: skip
REPORT = Text(
    "report", title="The Pacific question", published="2015-03-12",
    text=(
        "In April 1879 Chile declared war on Peru and Bolivia. Peru and Chile signed the Treaty of Ancón on "
        "23 October 1883.\n\n"
        "The Treaty of Lima of 1929 settled the frontier. Peru asked the court in The Hague in January 2008 to draw "
        "the line at sea with Chile."
    ),
    records=[
        ("event", "In April 1879", {"type": "ASSAULT", "actors": ("CHL",), "recipients": ("PER", "BOL"),
                                    "date": "1879-04", "trigger": "declared war", "confidence": 0.95}),
        ("agreement", "Peru and Chile signed", {"title": "Treaty of Ancón", "form": "treaty", "parties": BOTH,
                                                "date": "1883-10-23", "confidence": 0.8}),
        ("agreement", "The Treaty of Lima", {"title": "Treaty of Lima", "form": "treaty", "parties": BOTH,
                                             "date": "1929"}),
        ("event", "Peru asked", {"type": "REQUEST", "actors": ("PER",), "recipients": ("CHL",), "date": "2008-01",
                                 "trigger": "asked"}),
    ],
)  # fmt: skip
NEWS = Text(
    "news", title='<b>Ruling</b> & "peace"',
    text="=2+2 said the judge. On 27 January 2014 Peru and Chile accepted the ruling; both spoke of peace, and left.",
    records=[
        ("event", "On 27 January", {"type": "CONCEDE", "actors": BOTH, "date": "2014-01-27", "trigger": "accepted"}),
        ("status", "On 27 January", {"status": "peace", "parties": BOTH, "change": "continues", "level": "peace"}),
    ],
)  # fmt: skip
# Which records tell the same, by hand: what is tested here is what is done with it.
SAME = [
    ("ASSAULT", "history", "report"),
    ("Treaty of Ancón", "history", "report"),
    ("Treaty of Lima", "history", "report"),
]


def key(record: Record) -> str:
    return getattr(record, "title", "") or getattr(record, "type", "") or record.kind


def put(store, text: Text, *, added: str, origin: str = "", version: int = 1, linked=SAME) -> None:
    """A text and its records as rows of the store, without a coder."""
    document = f"{text.name}-{version}" if version > 1 else text.name
    moment = datetime.fromisoformat(added)
    run = store.connection.execute
    path = f"texts/{text.name}.txt"
    row = {"document": document, "doc": text.name, "origin": origin or path, "place": path, "version": version,
           "title": text.title, "source": path, "published": text.published or None, "sha256": "00", "text": text.text,
           "scope": "international", "coder": "hand 1", "added": moment}  # fmt: skip
    run(f"INSERT INTO documents ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
    from detente.record.edtf import bounds

    for record in text.made():
        first, last = bounds(record.date) or (None, None)
        run("INSERT INTO records BY NAME SELECT ? record, ? document, ? kind, ? start_char, ? end_char, ? evidence, "
            "? trigger_words, ? date, ?::DATE first_day, ?::DATE last_day, ? confidence, ? coder, ? added", [
            record.id, document, record.kind, record.start, record.end, record.evidence, record.trigger, record.date,
            first, last, record.confidence, record.coder, moment])  # fmt: skip
        names = ["document", "record", *FIELDS[record.kind]]
        values = [document, record.id, *(getattr(record, name) for name in FIELDS[record.kind])]
        run(f"INSERT INTO {TABLES[record.kind]} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", values)
        for name, role in ROLES[record.kind].items():
            codes = getattr(record, name)
            for place, code in enumerate([codes] if isinstance(codes, str) else codes):
                run("INSERT INTO participants VALUES (?, ?, ?, ?, ?)", [document, record.id, role, place, code])
        happening = f"h-{key(record)}" if any(k == key(record) and text.name in t for k, *t in linked) else record.id
        run("INSERT INTO happenings VALUES (?, ?, ?)", [document, record.id, happening])


def review(store, document: str, record: Record, decision: str, corrected=None) -> None:
    run = store.connection.execute
    [number] = run("SELECT count(*) + 1 FROM reviews").fetchone()
    run("INSERT INTO reviews VALUES (?, ?, ?, ?, 'Ana', TIMESTAMP '2020-01-01', ?, ?, NULL)",
        [number, document, record.id, record.model_dump_json(), decision,
         json.dumps(corrected) if corrected else None])  # fmt: skip


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """The file of the three accounts, each added some years after the one before. Made once."""
    path = tmp_path_factory.mktemp("chronology") / "relations.duckdb"
    with open_store(path, write=True) as store:
        put(store, HISTORY, added="2001-01-01")
        put(store, REPORT, added="2016-01-01 12:30:00")
        put(store, NEWS, added="2017-01-01")
    return path


@pytest.fixture
def db(made, tmp_path):
    """A file of the three accounts that the test may change."""
    return Path(shutil.copy(made, tmp_path / "relations.duckdb"))


@pytest.fixture
def store(db):
    with open_store(db) as store:
        yield store


@pytest.fixture
def run(in_process):
    """Run `detente ARGUMENTS` in this process: its exit status, standard output and standard error."""

    def call(*arguments):
        status, out, err = in_process(*arguments)
        return status, out.decode(), err

    return call


@pytest.fixture
def texts():
    """The three accounts, and how they come into a store: what tests that change the file need."""
    return SimpleNamespace(history=HISTORY, report=REPORT, news=NEWS, Text=Text, put=put, review=review)
