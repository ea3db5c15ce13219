"""`detente review`: by keys through a pipe, in a real terminal, and what comes of it."""

import csv
import importlib.util
import json
import os
import re
import select
import signal
import subprocess
import sys
import time

import pytest

from detente.cli.review_screen import actor, paragraph, parsed, split_actors
from detente.errors import DetenteError
from detente.record import Agreement, Event, Figure
from detente.store import open_store
from detente.store.reading import stored
from detente.store.reviews import history


@pytest.fixture
def db(run, texts, tmp_path):
    """Five records: one.txt has two, two.txt two, the news one each; accusations (0.4) are the least certain."""
    path = tmp_path / "r.duckdb"
    assert run("add", texts, "--db", path).status == 0
    return path


@pytest.fixture
def press(run, monkeypatch, tmp_path):
    """`press(keys, ARGUMENTS)` runs `detente review ARGUMENTS` with keys that come through a pipe."""

    def call(keys, *arguments):
        typed = tmp_path / "typed"
        typed.write_text(keys)
        with typed.open() as file:
            monkeypatch.setattr(sys, "stdin", file)
            return run("review", *arguments)

    return call


def standing(db, **options):
    with open_store(db) as store:
        return {(one.record.trigger, one.record.date): one.reviewed for one in stored(store, **options)}


def test_one_key_a_decision_least_certain_first(press, db):
    done = press("ra", "--db", db, "--reviewer", "ana")
    assert done.status == 0, done.err
    with open_store(db) as store:
        said = [(r.decision, r.judged.trigger, r.reviewer) for r in history(store)]
    assert said == [("reject", "blamed", "ana"), ("accept", "joined", "ana")]  # 0.4, then 0.8
    assert b"1 accepted, 1 rejected, 0 corrected by ana; 4 of 6 left" in done.out
    assert "blamed" not in {trigger for trigger, _ in standing(db)}


def test_texts_judged_in_part_are_gold_only_if_asked_for(press, run, db, tmp_path):
    press("r", "--db", db, "--reviewer", "ana")  # of one.txt, which has two
    refused = run("review", "--export", tmp_path / "gold", "--db", db)
    assert (refused.status, "1 in part; --all takes" in refused.err) == (2, True)
    assert not (tmp_path / "gold").exists()
    assert run("review", "--export", tmp_path / "gold", "--all", "--db", db).status == 0
    assert (tmp_path / "gold" / "one.jsonl").read_text() == ""


def test_document_by_document(press, db):
    press("a" * 3, "--db", db, "--reviewer", "ana", "--order", "document")
    with open_store(db) as store:
        assert [(r.judged.evidence) for r in history(store)] == [
            "CHN met IND in 2018", "RUS met IND in 2019", "CHN met RUS in 1992",
        ]  # fmt: skip


def test_the_evidence_stands_out_in_its_paragraph_and_the_record_is_told_in_words(press, db):
    out = press("q", "--db", db, "--reviewer", "ana").out.decode()
    assert "CHN met RUS in 1992. »USA blamed CHN«." in out
    assert "United States → China · Criticism or accusation · no date" in out
    assert "1 of 6 · 40% sure" in out
    assert "[a] accept  [r] reject  [c] correct  [s] skip  [u] undo  [m] more context  [q] quit" in out


def test_only_a_dyad_or_a_kind(press, db):
    out = press("q", "--db", db, "--dyad", "Russia", "IND").out.decode()
    assert "1 of 1 " in out
    assert "RUS met IND" in out
    assert "1 of 1 " in press("q", "--db", db, "--kind", "membership").out.decode()


def test_a_wrong_value_is_asked_for_again_and_nothing_is_written_until_the_correction_is_done(press, db):
    fields = "c" + "6last year\n1959-13\n1992-12\n" + "3Chian\nChina, NATO\n" + "1thr\n" + "2viol\n"
    done = press(fields + "\n" + "q", "--db", db, "--reviewer", "ana")
    out = done.out.decode()
    assert "date: 'last year' is no EDTF date" in out
    assert "date: '1959-13' is no EDTF date" in out
    assert "unknown state 'Chian': did you mean China (CHN, 710)?" in out
    with open_store(db) as store:
        [review] = history(store)
        [kept] = [one for one in stored(store) if one.reviewed]
    assert review.corrected == {"date": "1992-12", "actors": ["CHN", "NATO"], "type": "THREATEN", "mode": "violence"}
    assert (kept.reviewed, kept.record.type, kept.record.mode, kept.record.date) == (
        "corrected", "THREATEN", "violence", "1992-12",
    )  # fmt: skip
    given_up = press("c61993\n\x1bq", "--db", db, "--reviewer", "ana")
    assert "0 corrected" in given_up.out.decode()


def test_undo_shows_the_record_again(press, db):
    out = press("aauq", "--db", db, "--reviewer", "ana").out.decode()
    assert re.findall(r"^(\d) of 6", out, re.MULTILINE) == ["1", "2", "3", "2"]
    with open_store(db) as store:
        assert len(history(store)) == 1
        [count] = store.connection.execute("SELECT count(*) FROM reviews").fetchone()
    assert count == 3  # two decisions, and that one was taken back
    assert "nothing to undo" in press("uq", "--db", db, "--reviewer", "ana").out.decode()


def test_skipped_records_come_again_and_judged_ones_do_not(press, db):
    press("asq", "--db", db, "--reviewer", "ana")
    assert "1 of 5 " in press("q", "--db", db, "--reviewer", "ana").out.decode()
    assert "1 of 6 " in press("q", "--db", db, "--reviewer", "ana", "--all").out.decode()


def test_more_context_and_help(press, run, tmp_path):
    text = tmp_path / "long.txt"
    text.write_text("First words.\n\nBefore it.\n\nCHN met RUS in 1992.\n\nAfter it.\n\nLast words.\n")
    path = tmp_path / "long.duckdb"
    run("add", text, "--db", path)
    first, second, third = press("mm?q", "--db", path).out.decode().split("1 of 1 ·")[1:]
    assert "Before it" not in first
    assert "Before it" in second
    assert "After it" in second
    assert "First words" not in second
    assert "First words" in third
    assert "Last words" in third
    assert "take your latest decision back" in third


def test_a_second_reviewer_does_not_see_what_the_first_decided(press, db, run):
    press("ar", "--db", db, "--reviewer", "ana")
    out = press("rr", "--db", db, "--reviewer", "bo", "--second").out.decode()
    assert "1 of 2" in out
    shown, _, agreement = out.partition("left\n")
    assert "ana" not in shown
    assert "ana, bo" in agreement
    shown = press("q", "--db", db, "--reviewer", "cy", "--disputed").out.decode()
    assert "disputed: ana: accept" in shown
    assert "1 of 1" in shown
    table = run("review", "--agreement", "--db", db).out.decode()
    assert re.search(r"ana, bo +│ +2 +│ +50% +│ +50% +│ +0\.00", table), table


def test_what_cannot_be_done_is_said_in_one_line(press, run, db, tmp_path):
    for arguments, complaint in [
        (("--db", tmp_path / "none.duckdb"), "there is no such file"),
        (("--db", db, "--kind", "war"), "unknown kind 'war': there are event, agreement"),
        (("--db", db, "--second", "--all"), "exclude each other"),
        (("--db", db, "--dyad", "CHN", "China"), "the same state"),
        (("--db", db, "--export", tmp_path / "gold"), "no text of which every record was judged; run `detente review`"),
    ]:
        done = press("", *arguments)
        assert done.status == 2
        [line] = done.errors
        assert complaint in line
    assert not (tmp_path / "none.duckdb").exists()
    done = run("review", "--agreement", "--db", db)
    assert (done.status, "no record was judged by two" in done.err) == (0, True)


def test_reviews_survive_a_coder_that_finds_nothing(press, run, db, texts, fake_coder, monkeypatch):
    press("ra" + "c6199X\n\n", "--db", db, "--reviewer", "ana")
    before = standing(db)
    assert len(before) == 5
    monkeypatch.setattr(fake_coder, "code", lambda document, **options: [])
    with open_store(db, write=True) as store:  # as if an older coder had made them
        store.connection.execute("UPDATE documents SET coder = 'older'")
    assert run("add", texts, "--db", db).status == 0
    after = standing(db)
    assert after == {key: said for key, said in before.items() if said}
    assert sorted(after.values()) == ["accepted", "corrected"]


def test_gold_is_what_the_scorer_and_the_trainer_read(press, run, db, tmp_path, shared, root, monkeypatch):
    press("r" + "aaaa", "--db", db, "--reviewer", "ana")  # of two.txt one is left
    partly = run("review", "--export", tmp_path / "partly", "--db", db)
    assert "detente: 3 texts with 3 records written" in partly.err
    assert "left out as judged in part only: 1 (--all takes them)" in partly.err
    press("a", "--db", db, "--reviewer", "ana")
    gold = tmp_path / "all" / "train"
    assert run("review", "--export", gold, "--db", db).status == 0
    assert sorted(path.name for path in gold.iterdir()) == [
        "a.jsonl", "a.txt", "b.jsonl", "b.txt", "documents.csv", "one.jsonl", "one.txt", "two.jsonl", "two.txt",
    ]  # fmt: skip
    [line] = (gold / "one.jsonl").read_text().splitlines()
    assert json.loads(line) == {
        "kind": "event", "start": 0, "end": 19, "evidence": "CHN met RUS in 1992", "date": "1992", "type": "CONSULT",
        "mode": "", "actors": ["CHN", "RUS"], "recipients": [], "aux": "", "trigger": "met",
    }  # fmt: skip
    with (gold / "documents.csv").open(newline="") as file:
        assert {row["name"]: row["published"] for row in csv.DictReader(file)} == {
            "a": "2018-04-28", "b": "2019-09-04", "one": "", "two": "",
        }  # fmt: skip
    score = shared / "gold" / "score.py"
    told = subprocess.run([sys.executable, score, gold, gold, "--json"], capture_output=True, text=True, check=True)
    assert json.loads(told.stdout)["ALL"]["strict"] == [1.0, 1.0, 1.0]

    monkeypatch.syspath_prepend(str(root / "training"))
    spec = importlib.util.spec_from_file_location("gold_loader", root / "training" / "gold.py")
    loader = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "gold_loader", loader)
    spec.loader.exec_module(loader)
    monkeypatch.setattr(loader, "SHARED", tmp_path / "all")
    for name in ("plv/train.jsonl", "plover/gsr_odd.jsonl", "plover/gsr_odd.json"):
        (tmp_path / "all" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "all" / name).write_text("[]" if name.endswith(".json") else "")
    loaded = {text.name: text for text in loader.load() if text.source == "train"}
    assert set(loaded) == {"a", "b", "one", "two"}
    assert [loaded["one"].text[r["start"] : r["end"]] for r in loaded["one"].records] == ["CHN met RUS in 1992"]


class TestTyped:
    """What a reviewer types for a field."""

    EVENT = Event(start=0, end=9, evidence="e", type="CONSULT")

    @pytest.mark.parametrize(
        ("name", "typed", "value"),
        [
            ("actors", "China, Soviet Union", ("CHN", "RUS")),
            ("actors", "CHN RUS", ("CHN", "RUS")),
            ("actors", "united states", ("USA",)),
            ("actors", "710; nato; NSA", ("CHN", "NATO", "NSA")),
            ("actors", "-", ()),
            ("type", "supp", "SUPPORT"),
            ("type", "RE", None),
            ("mode", "vis", "visit"),
            ("mode", "aerial", None),
            ("mode", "-", ""),
            ("aux", "neg", "negated"),
            ("trigger", "sat down", "sat down"),
        ],
    )
    def test_of_an_event(self, name, typed, value):
        if value is None:
            with pytest.raises(DetenteError):
                parsed(self.EVENT, name, typed)
        else:
            assert parsed(self.EVENT, name, typed) == value

    def test_of_numbers(self):
        agreement = Agreement(start=0, end=9, evidence="e", title="t")
        assert parsed(agreement, "value", "1,500,000") == 1_500_000
        assert parsed(agreement, "term_years", "-") is None
        with pytest.raises(DetenteError, match="no number"):
            parsed(Figure(start=0, end=1, evidence="e", measure="aid", value=1), "value", "many")

    def test_actors(self):
        assert split_actors("Bosnia and Herzegovina, USA") == ["Bosnia and Herzegovina", "USA"]
        assert actor("European Union") == "EU"


@pytest.mark.parametrize(
    ("around", "shown"),
    [(0, "c\nd"), (1, "b\n\nc\nd\n\ne"), (2, "a\n\nb\n\nc\nd\n\ne\n\nf"), (9, "a\n\nb\n\nc\nd\n\ne\n\nf")],
)
def test_paragraphs_around(around, shown):
    text = "a\n\nb\n\nc\nd\n\ne\n\nf"
    start = text.index("d")
    begins, ends = paragraph(text, start, start + 1, around)
    assert text[begins:ends] == shown


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of Unix")
class TestTerminal:
    """The same in a real terminal: no Enter, and the terminal as it was when it is over."""

    MENU = b"[?] help"

    @pytest.fixture
    def terminal(self, command, db):
        import pty

        opened = []

        def start(*arguments):
            outer, inner = pty.openpty()
            process = command(
                "review", "--db", db, "--reviewer", "ana", *arguments,
                stdin=inner, stdout=inner, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
            opened.append((outer, inner, process))
            return outer, inner, process

        yield start
        for outer, inner, process in opened:
            process.kill()
            process.wait()
            os.close(outer)
            os.close(inner)

    @staticmethod
    def read_until(outer, words, seconds=60.0):
        seen, last = b"", time.monotonic() + seconds
        while words not in seen:
            assert time.monotonic() < last, seen
            if select.select([outer], [], [], 1)[0]:
                seen += os.read(outer, 65536)
        return seen

    def test_each_key_is_a_decision(self, terminal, db):
        import termios

        outer, inner, process = terminal()
        before = termios.tcgetattr(inner)
        seen = self.read_until(outer, self.MENU)
        assert b"\x1b[1;33m" in seen  # the evidence is bold
        keys = b"raasr"  # five keys, five records, no Enter
        for number in range(len(keys)):
            os.write(outer, keys[number : number + 1])
            self.read_until(outer, self.MENU)
        os.write(outer, b"\x1b[A")  # an arrow is no Esc, and no decision
        os.write(outer, b"q")
        assert b"2 accepted, 2 rejected, 0 corrected by ana" in self.read_until(outer, b"left")
        assert process.wait(30) == 0
        assert termios.tcgetattr(inner)[3] == before[3]
        with open_store(db) as store:
            assert [review.decision for review in history(store)] == ["reject", "accept", "accept", "reject"]

    def test_keys_typed_ahead_are_not_lost(self, terminal, db):
        outer, _, process = terminal()
        self.read_until(outer, self.MENU)
        os.write(outer, b"rac619X\x7f93\n\nq")  # a correction with a typing error in it, all at once
        self.read_until(outer, b"left")
        assert process.wait(30) == 0
        with open_store(db) as store:
            reviews = history(store)
        assert [review.decision for review in reviews] == ["reject", "accept", "correct"]
        assert reviews[-1].corrected == {"date": "1993"}

    def test_what_was_decided_is_there_after_kill(self, terminal, db):
        outer, _, process = terminal()
        self.read_until(outer, self.MENU)
        for key in (b"a", b"r"):
            os.write(outer, key)
            self.read_until(outer, self.MENU)
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        with open_store(db) as store:
            assert [review.decision for review in history(store)] == ["accept", "reject"]

    def test_ctrl_c_ends_it_as_q_does(self, terminal):
        import termios

        outer, inner, process = terminal()
        before = termios.tcgetattr(inner)
        self.read_until(outer, self.MENU)
        os.write(outer, b"a")
        self.read_until(outer, self.MENU)
        process.send_signal(signal.SIGINT)
        assert b"1 accepted" in self.read_until(outer, b"left")
        assert process.wait(30) == 0
        assert termios.tcgetattr(inner)[3] == before[3]


def test_help_names_every_key():
    from detente.cli.review_screen import HELP, KEYS

    assert all(re.search(rf"^{key}  {what}", HELP, re.MULTILINE) for key, what in KEYS.items())
