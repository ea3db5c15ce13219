"""`detente code`: inputs, formats, failures."""

import json
import os
import signal
import subprocess
import time

import pytest

from detente.record import read_jsonl


def rows(data):
    return [json.loads(line) for line in data.decode().splitlines()]


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def test_records_on_standard_output(run, texts):
    done = run("code", texts / "one.txt")
    assert (done.status, done.err) == (0, "")
    assert [(row["kind"], row["type"], row["date"]) for row in rows(done.out)] == [
        ("event", "CONSULT", "1992"),
        ("event", "ACCUSE", ""),
    ]
    assert run("code", texts / "one.txt", "-o", "-").out == done.out


def test_one_file_for_all(run, texts, tmp_path):
    done = run("code", texts / "one.txt", texts / "two.txt", "-o", tmp_path / "all.jsonl")
    assert (done.status, done.out, done.err) == (0, b"", "")
    assert [record.kind for record in read_jsonl(tmp_path / "all.jsonl")] == ["event", "event", "event", "membership"]


def test_a_file_for_each(run, texts, tmp_path):
    done = run("code", texts / "one.txt", texts / "two.txt", texts / "news.jsonl", "--out-dir", tmp_path / "a" / "b")
    assert (done.status, done.out, done.err) == (0, b"", "")
    assert files(tmp_path / "a" / "b") == ["news.jsonl", "one.jsonl", "two.jsonl"]
    assert [row["doc"] for row in rows((tmp_path / "a" / "b" / "news.jsonl").read_bytes())] == ["a", "b"]


def test_a_text_without_records_has_its_file(run, tmp_path):
    (tmp_path / "calm.txt").write_text("Nothing happened.")
    assert run("code", tmp_path / "calm.txt", "--out-dir", tmp_path / "out").status == 0
    assert (tmp_path / "out" / "calm.jsonl").read_bytes() == b""


def test_folders_and_patterns_are_written_out(run, texts):
    whole = run("code", texts)
    assert [row["date"] for row in rows(whole.out)] == ["2018", "2019", "1992", "", "1999", "2017"]
    assert run("code", str(texts / "*.txt"), str(texts / "one.txt")).out == b"".join(
        run("code", texts / name).out for name in ("one.txt", "two.txt")
    )
    nothing = run("code", str(texts / "*.pdf"))
    assert (nothing.status, len(nothing.errors)) == (2, 1)
    (texts / "empty").mkdir()
    assert "no text in this folder" in run("code", texts / "empty").err


def test_records_beside_their_texts_are_not_read_as_news(run, texts):
    before = run("code", texts).out
    (texts / "one.jsonl").write_bytes(before)
    assert run("code", texts).out == before
    (texts / "bad.jsonl").write_bytes(b'{"kind": "event"}\n' * 100)
    done = run("code", texts / "bad.jsonl")
    assert (done.status, len(done.errors)) == (2, 21)
    assert "80 more lines" in done.errors[-1]


def test_every_failure_is_one_line_and_the_rest_is_done(run, texts, tmp_path):
    (texts / "empty.txt").write_bytes(b"")
    (texts / "binary.txt").write_bytes(bytes(range(256)) * 10)
    (texts / "crash.txt").write_text("CRASH")
    with (texts / "news.jsonl").open("a") as news:
        news.write('{"id": "c"\n')
    done = run(
        "code", texts / "missing.txt", texts / "empty.txt", texts / "one.txt", texts / "binary.txt",
        texts / "crash.txt", texts / "news.jsonl", texts / "two.txt", "--out-dir", tmp_path / "out",
    )  # fmt: skip
    assert done.status == 2
    assert files(tmp_path / "out") == ["news.jsonl", "one.jsonl", "two.jsonl"]
    assert len(rows((tmp_path / "out" / "news.jsonl").read_bytes())) == 2
    named = ["missing.txt", "empty.txt", "binary.txt", "crash.txt", "news.jsonl, line 3"]
    assert len(done.errors) == len(named)
    for line, name in zip(done.errors, named, strict=True):
        assert line.startswith("detente: ")
        assert name in line
        assert "Traceback" not in line


def test_where_all_fails_nothing_is_written(run, tmp_path):
    out = tmp_path / "out.jsonl"
    out.write_text("of yesterday")
    assert run("code", tmp_path / "missing.txt", "-o", out).status == 2
    assert out.read_text() == "of yesterday"
    assert run("code", tmp_path / "missing.txt", "--out-dir", tmp_path / "dir").status == 2
    assert files(tmp_path / "dir") == []


def test_a_disk_that_is_full_leaves_the_old_file(run, texts, tmp_path, monkeypatch):
    from detente.cli import output

    out = tmp_path / "out.jsonl"
    out.write_text("of yesterday")

    def full(self, records):
        self.out.write(b"half a rec")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(output._Lines, "write", full)
    done = run("code", texts / "one.txt", "-o", out)
    assert (done.status, len(done.errors)) == (2, 1)
    assert "no space left" in done.err
    assert out.read_text() == "of yesterday"
    assert files(tmp_path) == ["out.jsonl", "texts"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")  # noqa: PTH110
def test_standard_output_that_is_full_is_said(command, texts):
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        process = command("code", texts / "one.txt", stdout=full)
        err = process.stderr.read().decode()
        process.stderr.close()
    assert process.wait(20) == 2
    assert err.startswith("detente: standard output: cannot be written")
    assert len(err.splitlines()) == 1


def test_a_file_that_breaks_its_parser_costs_nothing_else(run, texts, monkeypatch):
    from detente.text import docx

    def broken(data, name):
        raise RecursionError("maximum recursion depth exceeded")

    monkeypatch.setattr(docx, "text_of_docx", broken)
    (texts / "a.docx").write_bytes(b"PK\x03\x04")
    done = run("code", texts)
    assert (done.status, len(done.errors), len(rows(done.out))) == (2, 1, 6)
    assert "a.docx: could not be read (RecursionError" in done.err


def test_csv_has_stable_columns(run, texts, tmp_path):
    from detente.record.tables import COLUMNS

    assert run("code", texts, "-o", tmp_path / "all.csv").status == 0
    import polars as pl

    frame = pl.read_csv(tmp_path / "all.csv", infer_schema=False)
    assert frame.columns == list(COLUMNS)
    meeting = frame.row(2, named=True)
    assert (meeting["actors"], meeting["recipients"], meeting["first_day"], meeting["last_day"]) == (
        "CHN RUS", None, "1992-01-01", "1992-12-31",
    )  # fmt: skip
    assert run("code", texts, "--format", "csv").out == (tmp_path / "all.csv").read_bytes()


def test_parquet(run, texts, tmp_path):
    import polars as pl

    assert run("code", texts, "--format", "parquet", "--out-dir", tmp_path / "out").status == 0
    assert files(tmp_path / "out") == ["news.parquet", "one.parquet", "two.parquet"]
    frame = pl.read_parquet(tmp_path / "out" / "two.parquet")
    assert frame["kind"].to_list() == ["event", "membership"]
    assert frame["members"].to_list() == [None, ["IND"]]
    assert frame.schema["first_day"] == pl.Date


def test_parquet_of_more_records_than_are_held(run, texts, tmp_path, monkeypatch):
    import polars as pl

    from detente.cli import output

    monkeypatch.setattr(output, "HELD", 2)
    assert run("code", texts, "-o", tmp_path / "all.parquet").status == 0
    whole = pl.read_parquet(tmp_path / "all.parquet")
    assert whole.height == 6
    monkeypatch.undo()


def test_plover_has_the_gold_standard_s_field_names(run, texts, shared):
    done = run("code", texts, "--format", "plover")
    found = rows(done.out)
    assert [row["event"] for row in found] == ["CONSULT", "CONSULT", "CONSULT", "ACCUSE", "CONSULT"]
    gold = json.loads((shared / "gold" / "plover" / "gsr_odd.json").read_text())
    names = {"id", "date", "source", "target", "event", "mode", "eventText", "text", "textInfo", "language", "coder"}
    assert names <= {name for record in gold for name in record}
    assert all(names <= set(row) for row in found)
    assert {name for row in found for side in ("source", "target") for actor in row[side] for name in actor} == {
        "actorText", "code",
    }  # fmt: skip


def test_filters(run, texts):
    both = rows(run("code", texts, "--dyad", "Russia", "710").out)
    assert [(row["actors"], row["date"]) for row in both] == [(["CHN", "RUS"], "1992")]
    assert len(rows(run("code", texts, "--min-confidence", "0.85").out)) == 4
    assert rows(run("code", texts / "one.txt", "--scope", "all").out)[0]["coder"] == "fake all"
    assert rows(run("code", texts / "one.txt", "--published", "1993-01-01").out)[0]["coder"] == (
        "fake international 1993-01-01"
    )


@pytest.mark.parametrize(
    "options",
    [
        ("--dyad", "Chian", "Russia"),
        ("--dyad", "China", "CHN"),
        ("--published", "last week"),
        ("--format", "xlsx"),
        ("--scope", "some"),
        ("--min-confidence", "2"),
        ("--workers", "0"),
        ("-o", "a.jsonl", "--out-dir", "b"),
        ("-o", "no/such/folder/a.jsonl"),
        ("--resume",),
    ],
)
def test_wrong_options_are_said_before_anything_is_read(run, texts, tmp_path, monkeypatch, options):
    monkeypatch.chdir(tmp_path)
    done = run("code", texts / "one.txt", *options)
    assert (done.status, done.out) == (2, b"")
    assert "Traceback" not in done.err
    assert files(tmp_path) == ["texts"]


def test_an_unknown_state_gets_a_hint(run, texts):
    assert "China" in run("code", texts, "--dyad", "Chian", "Russia").err


def test_nothing_to_read_is_a_usage_error(run):
    assert run("code").status == 2


def test_an_input_is_never_overwritten(run, texts):
    before = (texts / "news.jsonl").read_bytes()
    for options in (("-o", texts / "news.jsonl"), ("--out-dir", texts)):
        done = run("code", texts / "news.jsonl", *options)
        assert done.status == 2
        assert "is one of the inputs" in done.err
        assert (texts / "news.jsonl").read_bytes() == before


def test_two_inputs_for_one_name(run, texts, tmp_path):
    (tmp_path / "one.md").write_text("# IND met CHN in 1954.")
    done = run("code", texts / "one.txt", tmp_path / "one.md", "--out-dir", tmp_path / "out")
    assert (done.status, len(done.errors)) == (2, 1)
    assert files(tmp_path / "out") == ["one.jsonl"]
    assert len(rows((tmp_path / "out" / "one.jsonl").read_bytes())) == 2


def test_a_link_and_a_device_as_output(run, texts, tmp_path):
    (tmp_path / "real.jsonl").write_text("old")
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "real.jsonl")
    assert run("code", texts / "one.txt", "-o", tmp_path / "link.jsonl").status == 0
    assert (tmp_path / "link.jsonl").is_symlink()
    assert len((tmp_path / "real.jsonl").read_text().splitlines()) == 2
    assert run("code", texts / "one.txt", "-o", "/dev/null").status == 0
    assert not os.path.isfile("/dev/null")  # noqa: PTH113


def test_standard_input(command):
    process = command("code", "-", stdin=subprocess.PIPE)
    out, err = process.communicate(b"CHN met RUS in 1992.")
    assert (process.returncode, err) == (0, b"")
    assert rows(out)[0]["date"] == "1992"


@pytest.mark.slow
@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_workers_change_nothing(command, texts, tmp_path, form):
    news = "".join(
        json.dumps(
            {"id": f"n{number}", "text": f"CHN met RUS in {1900 + number}." + (" CRASH" if number == 50 else "")}
        )
        + "\n"
        for number in range(100)
    )
    (texts / "more.jsonl").write_text(news)
    (texts / "empty.txt").write_text("")
    results = []
    for workers in (1, 3):
        out = tmp_path / f"{workers}.{form}"
        process = command("code", texts, texts / "missing.txt", "-o", out, "--workers", workers)
        _, err = process.communicate()
        assert process.returncode == 2
        results.append((out.read_bytes(), sorted(err.splitlines())))
    assert results[0] == results[1]
    assert results[0][0].count(b"\n") == 105 + (form == "csv")
    assert len(results[0][1]) == 3


@pytest.mark.slow
@pytest.mark.parametrize(("workers", "number"), [(1, signal.SIGINT), (2, signal.SIGINT), (1, signal.SIGTERM)])
def test_interrupted_and_resumed(command, run, texts, tmp_path, workers, number):
    (texts / "zzz.txt").write_text("SLOW")
    process = command("code", texts, "--out-dir", tmp_path / "out", "--workers", workers, start_new_session=True)
    deadline = time.monotonic() + 30
    while not (tmp_path / "out" / "two.jsonl").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.3)
    os.killpg(process.pid, number)  # as a terminal does: every process of the group
    _, err = process.communicate(timeout=20)
    assert process.returncode == 128 + number
    assert b"Traceback" not in err
    assert files(tmp_path / "out") == ["news.jsonl", "one.jsonl", "two.jsonl"]
    (texts / "zzz.txt").write_text("CHN met RUS in 1992.")
    (tmp_path / "out" / "one.jsonl").write_text("done before\n")
    assert run("code", texts, "--out-dir", tmp_path / "out", "--resume").status == 0
    assert files(tmp_path / "out") == ["news.jsonl", "one.jsonl", "two.jsonl", "zzz.jsonl"]
    assert (tmp_path / "out" / "one.jsonl").read_text() == "done before\n"


def test_a_reader_that_has_had_enough(command, tmp_path):
    (tmp_path / "a.txt").write_text("CHN met RUS in 1992. " * 20_000)
    process = command("code", tmp_path / "a.txt")
    process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(20) == 0
    assert err == b""


def test_progress_is_for_terminals_only(command, texts, tmp_path):
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    process = command("code", texts, texts / "missing.txt", "-o", tmp_path / "out.jsonl", stderr=theirs)
    process.stdout.close()
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # Linux says so at the end
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert process.wait(20) == 2
    assert b"missing.txt" in shown
    assert b"\x1b[" in shown
