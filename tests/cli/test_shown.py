"""What is shown: texts do not steer the terminal, reviewers who differ are seen, modes can be asked for."""

import io
import json
import os
import pty
import select

import pytest

from detente.cli.terminal import terminal
from detente.store import open_store
from detente.store.reading import stored
from detente.store.reviews import decide

HOSTILE = "[red]\x1b[2J\x1b]0;owned\x07\u202e[/nope]"


@pytest.fixture
def db(run, tmp_path):
    """Two texts, one of which has a title that would steer a terminal."""
    (tmp_path / "n.jsonl").write_text(
        json.dumps({"id": "a", "title": HOSTILE, "text": f"CHN met RUS in 1992. {HOSTILE} RUS blamed CHN."})
        + '\n{"id": "b", "title": "Second", "text": "RUS met CHN in 1993."}\n'
    )
    assert run("add", tmp_path / "n.jsonl", "--db", tmp_path / "r.duckdb").status == 0
    return tmp_path / "r.duckdb"


def judged(db, evidence, **decisions):
    with open_store(db, write=True) as store:
        one = next(each for each in stored(store, with_rejected=True) if evidence in each.record.evidence)
        for reviewer, decision in decisions.items():
            decide(store, one.document.document, one.record, reviewer, decision)
        return one.record.id


def test_a_console_shows_what_would_steer_it_and_keeps_its_own_colours():
    from rich.text import Text

    out = io.StringIO()
    terminal(file=out, force_terminal=True, color_system="standard").print(Text(HOSTILE, style="bold"))
    shown = out.getvalue()
    assert shown.startswith("\x1b[1m")
    assert "�[2J�]0;owned�" in shown  # what Rich takes for a control character it leaves out itself
    assert "\x1b[2J" not in shown


@pytest.mark.parametrize(
    "arguments",
    [["chronology", "CHN", "RUS"], ["check", "CHN", "RUS"], ["changes", "CHN", "RUS", "--since", "2000"],
     ["coverage", "CHN", "RUS"], ["search", "met"], ["chronology", "CHN", "RUS", "--format", "md"],
     ["chronology", "CHN", "RUS", "--format", "ics"], ["brief", "CHN", "RUS"], ["review"]],
)  # fmt: skip
def test_no_output_for_people_has_what_steers(run, db, arguments, monkeypatch, tmp_path):
    (tmp_path / "keys").write_text("q")
    monkeypatch.setattr("sys.stdin", (tmp_path / "keys").open())
    done = run(*arguments, "--db", db)
    assert done.status == 0
    told = done.out.decode() + done.err
    assert told
    assert not {"\x1b", "\x07", "\u202e"} & set(told)


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_on_a_terminal_no_format_steers(command, db, form):
    ours, theirs = pty.openpty()
    process = command("chronology", "CHN", "RUS", "--db", db, "--format", form, stdout=theirs)
    os.close(theirs)
    shown = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            block = os.read(ours, 4096)
        except OSError:  # the other side is closed
            break
        if not block:
            break
        shown += block
    os.close(ours)
    assert process.wait() == 0
    assert b"Meeting" in shown
    assert b"\x1b[2J" not in shown
    assert b"\x1b]0" not in shown


def test_a_name_that_would_steer_is_told_plainly(run, tmp_path):
    done = run("add", tmp_path / "\x1b[2Jnone.txt", "--db", tmp_path / "r.duckdb")
    assert done.status == 2
    assert "\x1b" not in done.err


def test_a_record_on_which_reviewers_differ_is_marked(run, db):
    ident = judged(db, "CHN met RUS", Ana="reject", Bo="accept")
    table = run("chronology", "CHN", "RUS", "--db", db).out.decode()
    assert "≠ reviewers do not agree on it" in " ".join(table.split())
    rows = json.loads(run("chronology", "CHN", "RUS", "--db", db, "--format", "json").out)
    assert [row["disputed"] for row in rows if row["date"] == "1992"] == [True]
    assert sum(row["disputed"] for row in rows) == 1
    for form in ("ics", "timelinejs"):
        shown = run("chronology", "CHN", "RUS", "--db", db, "--format", form, *(["--spans"] * (form == "ics")))
        assert "Reviewers do not agree on it" in shown.out.decode().replace("\r\n ", "")
    assert "reviewers differ: as many of them decided otherwise" in run("brief", "CHN", "RUS", "--db", db).out.decode()
    assert "reviewers do not agree" in run("record", "show", ident, "--db", db).out.decode()


def test_a_disputed_record_that_is_rejected_is_counted(run, db):
    judged(db, "CHN met RUS", Ana="accept", Bo="reject")
    done = run("chronology", "CHN", "RUS", "--db", db)
    assert "1992" not in done.out.decode()
    assert "1 record left out that one reviewer rejected and another accepted" in done.err


def test_reviewers_names_are_no_markup(run, db):
    judged(db, "CHN met RUS", **{"[/nope]": "accept", "Bo": "reject"})
    assert b"[/nope]" in run("review", "--db", db, "--agreement").out


def test_who_else_tells_it_is_as_people_decided(run, tmp_path):
    for name in "one", "two":
        (tmp_path / f"{name}.txt").write_text(f"CHN met RUS in 1992. The {name}.\n")
    db = tmp_path / "r.duckdb"
    run("add", tmp_path / "one.txt", tmp_path / "two.txt", "--db", db)
    with open_store(db, write=True) as store:
        one, two = stored(store)
        store.connection.execute("UPDATE happenings SET happening = 'h'")
        decide(store, two.document.document, two.record, "Ana", "reject")
    shown = run("record", "show", one.record.id, "--db", db, "--format", "json")
    told = {other["document"] for each in json.loads(shown.out) for other in each["told_by"]}
    assert two.document.document not in told


def test_modes_can_be_asked_for(run, tmp_path, db):
    with open_store(db, write=True) as store:
        store.connection.execute("UPDATE events SET mode = 'visit' FROM records r WHERE r.date = '1992' "
                                 "AND (events.document, events.record) = (r.document, r.record)")  # fmt: skip
    for asked in ("visit", "CONSULT/visit", "consult/Visit"):
        rows = json.loads(run("chronology", "CHN", "RUS", "--db", db, "--type", asked, "--format", "json").out)
        assert [row["date"] for row in rows] == ["1992"]
    wrong = run("chronology", "CHN", "RUS", "--db", db, "--type", "vist")
    assert (wrong.status, "did you mean visit?" in wrong.err) == (2, True)


def test_coverage_puts_years_alike_without_a_happening_into_one_row():
    from types import SimpleNamespace

    from detente.cli.coverage import _rows
    from detente.store.coverage import Period

    def period(year, **told):
        return Period(year, year, **told)

    periods = [period(1900, touched=1), period(1901, touched=2), period(1902), period(1903), period(1904, happenings=1),
               period(1905, happenings=1), period(1906)]  # fmt: skip
    rows = [(first, last) for first, last, _ in _rows(SimpleNamespace(periods=periods))]
    assert rows == [(1900, 1901), (1902, 1903), (1904, 1904), (1905, 1905), (1906, 1906)]
