"""The Spark engine against the single process: the same records, with processes killed in between."""

import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

import detente
from detente.coding.coder import code
from detente.errors import DetenteError
from detente.record import line
from detente.spark.layout import about, coded
from detente.spark.worker import Coder, plain
from detente.text import Document

spec = importlib.util.spec_from_file_location("stories", Path(__file__).with_name("stories.py"))
stories = importlib.util.module_from_spec(spec)
spec.loader.exec_module(stories)

COUNT = 2_000
CLUSTER = 400

spark_installed = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or importlib.util.find_spec("pandas") is None,
    reason="Spark is not installed (pip install 'detente[spark]')",
)
linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found through /proc")


def write(folder, told, files=3):
    folder.mkdir()
    for number in range(files):
        lines = [json.dumps(story) + "\n" for story in told[number::files]]
        (folder / f"news-{number}.jsonl").write_text("".join(lines))
    return folder


def documents(told):
    return [Document(s["text"], s["title"], s["date"], "news", "", s["id"]) for s in told]


def lines_of(found):
    return Counter(line(record) for one in found for record in one.records)


@pytest.fixture(scope="module")
def told():
    return stories.stories(COUNT)


@pytest.fixture(scope="module")
def expected(told):
    """Story -> the lines of its records, as this process codes it."""
    return {document.id: Counter(map(line, code(document))) for document in documents(told)}


@pytest.fixture(scope="module")
def spark():
    """Spark in this process's JVM, two tasks at a time, each tried up to four times."""
    from detente.spark.session import session

    with session("local[2,4]") as running:
        yield running


def descendants(root):
    """Process -> (parent, command, seconds of processor time) of all that a process has started."""
    found, ticks = {}, os.sysconf("SC_CLK_TCK")
    for entry in Path("/proc").iterdir():
        try:
            stat = (entry / "stat").read_text().rpartition(")")[2].split()
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, ValueError):
            continue
        if entry.name.isdigit():
            found[int(entry.name)] = (int(stat[1]), command, (int(stat[11]) + int(stat[12])) / ticks)
    ours, grown = {root}, True
    while grown:
        more = {pid for pid, (parent, _, _) in found.items() if parent in ours} - ours
        grown = bool(more)
        ours |= more
    return {pid: found[pid] for pid in ours - {root} if pid in found}


def kill_once(root, is_victim, killed, until):
    """Kill the first process that fits with SIGKILL, as soon as it is at work."""
    while not killed and not until():
        processes = descendants(root)
        for pid, (parent, command, seconds) in processes.items():
            if is_victim(processes, pid, parent, command, seconds):
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
                return
        time.sleep(0.05)


@pytest.mark.slow
@spark_installed
@linux
def test_two_thousand_stories_give_the_same_records_after_a_task_was_killed(spark, told, expected, tmp_path):
    from detente.spark.engine import code_corpus

    def is_coding(processes, pid, parent, command, seconds):
        # Workers are forks of pyspark.daemon; loading the reader takes less than the time that this one has worked.
        return "pyspark.daemon" in command and "pyspark.daemon" in processes.get(parent, (0, "", 0))[1] and seconds > 3

    source = write(tmp_path / "news", told)
    killed, over = [], threading.Event()
    killer = threading.Thread(target=kill_once, args=(os.getpid(), is_coding, killed, over.is_set), daemon=True)
    killer.start()
    try:
        done = code_corpus(spark, str(source), str(tmp_path / "out"), Coder())
    finally:
        over.set()
        killer.join()
    assert len(killed) == 1
    assert failed_tasks(spark) >= 1
    found = list(coded(tmp_path / "out"))
    assert {one.document.id: Counter(map(line, one.records)) for one in found} == expected
    assert (done.stories, done.records, done.problems) == (COUNT, sum(map(Counter.total, expected.values())), 0)
    assert len(found) == COUNT
    read = about(tmp_path / "out")
    assert (read["stories"], read["records"], read["coder"]) == (
        done.stories,
        done.records,
        f"detente {detente.__version__}",
    )


def failed_tasks(spark):
    tracker = spark.sparkContext.statusTracker()
    stages = {stage for job in tracker.getJobIdsForGroup(None) for stage in tracker.getJobInfo(job).stageIds}
    infos = [tracker.getStageInfo(stage) for stage in stages]
    return sum(info.numFailedTasks for info in infos if info)


@pytest.mark.slow
@spark_installed
@linux
def test_an_executor_that_is_killed_changes_nothing(told, expected, tmp_path):
    """Two executors with a JVM of their own each; one is killed with all its processes' work."""
    source = write(tmp_path / "news", told[:CLUSTER])
    program = "from detente.cli import main\nif __name__ == '__main__': main()"
    path = os.pathsep.join([str(Path(detente.__file__).parent.parent), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-c", program, "code", "--engine", "spark", "--master", "local-cluster[2,1,1024]",
               str(source), str(tmp_path / "out")]  # fmt: skip

    def is_executor_at_work(processes, pid, parent, command, seconds):
        below = [each for each in processes.values() if each[0] == pid and "pyspark.daemon" in each[1]]
        return "CoarseGrainedExecutorBackend" in command and "java" in command.split()[0] and bool(below)

    killed = []
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path})
    try:
        kill_once(process.pid, is_executor_at_work, killed, lambda: process.poll() is not None)
        _, told_us = process.communicate(timeout=900)
    finally:
        process.kill()
    assert process.returncode == 0, told_us
    assert len(killed) == 1
    assert "Lost executor" in told_us
    found = list(coded(tmp_path / "out"))
    assert {one.document.id for one in found} == {story["id"] for story in told[:CLUSTER]}
    assert all(Counter(map(line, one.records)) == expected[one.document.id] for one in found)


@pytest.mark.slow
@spark_installed
class TestSmall:
    """What else comes in and out; one session for all."""

    def test_bad_lines_are_counted_and_told_and_the_others_coded(self, spark, told, tmp_path):
        from detente.spark.engine import code_corpus

        source = tmp_path / "a b.jsonl"
        good = [json.dumps(story).encode() for story in told[:5]]
        bad = [b"not json", b'{"id": 3}', b'{"id": "x", "text": "caf\xe9"}', b'{"id": "y", "text": "\\ud800"}', b"[1]"]
        source.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join([*good, *bad]) + b"\n\n")
        done = code_corpus(spark, str(source), str(tmp_path / "out"), Coder())
        assert (done.stories, done.problems) == (5, 5)
        assert {file for file, _, _ in done.examples} == {str(source)}
        reasons = " | ".join(reason for _, reason, _ in done.examples)
        for reason in (
            "is not JSON (",
            "has no text",
            "is not UTF-8",
            "holds half a character",
            "is not a JSON object",
        ):
            assert reason in reasons
        assert {one.file for one in coded(tmp_path / "out")} == {str(source)}

    def test_parquet_comes_in(self, spark, told, expected, tmp_path):
        import polars as pl

        from detente.spark.engine import code_corpus

        source = tmp_path / "news"
        source.mkdir()
        frame = pl.DataFrame(told[:20]).with_columns(pl.col("date").str.to_date())
        frame.write_parquet(source / "part.parquet")
        done = code_corpus(spark, str(source), str(tmp_path / "out"), Coder())
        assert done.stories == 20
        assert all(Counter(map(line, one.records)) == expected[one.document.id] for one in coded(tmp_path / "out"))
        pl.DataFrame({"id": ["a"], "body": ["b"]}).write_parquet(source / "part.parquet")
        with pytest.raises(DetenteError, match="has no column text; it has id, body"):
            code_corpus(spark, str(source), str(tmp_path / "other"), Coder())

    def test_settings_keep_what_was_asked_for(self, spark, told, tmp_path):
        from detente.spark.engine import code_corpus

        source = write(tmp_path / "news", told[:40], files=1)
        code_corpus(spark, str(source), str(tmp_path / "out"), Coder(min_confidence=0.9, dyad=("CHN", "RUS")))
        found = [record for one in coded(tmp_path / "out") for record in one.records]
        assert all(record.confidence >= 0.9 and {"CHN", "RUS"} <= record.involved for record in found)

    def test_an_interrupted_run_goes_on_where_it_ended(self, spark, told, expected, tmp_path, monkeypatch):
        from detente.spark import engine

        source, out = write(tmp_path / "news", told[:30]), tmp_path / "out"
        real = engine._tables

        def interrupted(*arguments):
            raise KeyboardInterrupt

        monkeypatch.setattr(engine, "_tables", interrupted)
        with pytest.raises(KeyboardInterrupt):
            engine.code_corpus(spark, str(source), str(out), Coder(), slice_bytes=1)
        monkeypatch.setattr(engine, "_tables", real)
        with pytest.raises(DetenteError, match="no whole output"):
            about(out)
        with pytest.raises(DetenteError, match="go on with --resume"):
            engine.code_corpus(spark, str(source), str(out), Coder(), slice_bytes=1)
        [changed, *_] = sorted(source.iterdir())
        changed.write_text(json.dumps(told[50]) + "\n")  # so this slice is no longer what was coded
        notes = []
        done = engine.code_corpus(spark, str(source), str(out), Coder(), slice_bytes=1, resume=True, note=notes.append)
        assert (done.slices, done.resumed) == (3, 2)
        assert notes == ["2 of 3 slices were there already"]
        found = list(coded(out))
        assert len(found) == 21
        assert all(Counter(map(line, one.records)) == expected[one.document.id] for one in found)
        assert not (out / "_coded").exists()
        again = engine.code_corpus(spark, str(source), str(out), Coder(), slice_bytes=1, resume=True)
        assert again.stories == 21
        with pytest.raises(DetenteError, match="of another input or other settings"):
            engine.code_corpus(spark, str(source), str(out), Coder(scope="all"), resume=True)
        with pytest.raises(DetenteError, match="is there already, and whole"):
            engine.code_corpus(spark, str(source), str(out), Coder())

    def test_what_is_no_corpus_is_said(self, spark, tmp_path):
        from detente.spark.engine import code_corpus

        with pytest.raises(DetenteError, match="nothing that Spark can read"):
            code_corpus(spark, str(tmp_path / "none"), str(tmp_path / "out"), Coder())
        (tmp_path / "texts").mkdir()
        with pytest.raises(DetenteError, match="is empty"):
            code_corpus(spark, str(tmp_path / "texts"), str(tmp_path / "out"), Coder())
        (tmp_path / "texts" / "a.txt").write_text("A text.")
        with pytest.raises(DetenteError, match=r"holds .*a\.txt; the Spark engine reads"):
            code_corpus(spark, str(tmp_path / "texts"), str(tmp_path / "out"), Coder())
        assert not (tmp_path / "out").exists()


class TestWithoutSpark:
    """What needs no Spark."""

    def test_a_worker_gives_what_one_process_gives(self, told):
        import pyarrow as pa

        lines = [json.dumps(story).encode() for story in told[:8]]
        batch = pa.RecordBatch.from_pylist(
            [{"line": each, "file": "file:/data/a%20b.jsonl"} for each in [*lines, b"  ", b"?"]]
        )
        [made] = Coder()([batch])
        rows = made.to_pylist()
        expected = [[record.id for record in code(document)] for document in documents(told[:8])]
        assert [[record["id"] for record in row["coded"] or ()] for row in rows] == [*expected, []]
        assert rows[0]["file"] == "/data/a b.jsonl"
        assert rows[-1]["reason"].startswith("is not JSON")
        assert rows[-1]["document"] is None

    def test_a_story_that_breaks_the_coder_costs_only_itself(self, told, monkeypatch):
        import detente.coding.coder

        def breaks(document, **options):
            raise ValueError("a defect")

        monkeypatch.setattr(detente.coding.coder, "code", breaks)
        [row] = Coder().rows({"line": json.dumps(told[0]).encode(), "file": "f"})
        assert row["reason"] == "could not be coded (ValueError: a defect); please report this text"
        assert row["line"] == told[0]["id"]

    @pytest.mark.parametrize(
        ("spark", "path"),
        [
            ("file:///a/b", "/a/b"),
            ("file:/a%20b", "/a b"),
            ("s3a://bucket/a%20b", "s3a://bucket/a%20b"),
            ("/a%20b", "/a%20b"),
        ],
    )
    def test_local_files_are_named_as_others_name_them(self, spark, path):
        assert plain(spark) == path

    def test_without_the_extra_it_says_so_in_a_line(self, monkeypatch, tmp_path, capsys):
        from detente.cli import main

        monkeypatch.setitem(sys.modules, "pyspark", None)
        monkeypatch.setitem(sys.modules, "pyspark.sql", None)
        monkeypatch.setattr(sys, "argv", ["detente", "code", "--engine", "spark", "in", str(tmp_path / "out")])
        with pytest.raises(SystemExit) as end:
            main()
        [told_us] = capsys.readouterr().err.splitlines()
        assert end.value.code == 2
        assert told_us.startswith("detente: Spark is not installed (")
        assert told_us.endswith("pip install 'detente[spark]'")

    @pytest.mark.parametrize(
        ("arguments", "complaint"),
        [
            (["--engine", "spark", "in"], "takes INPUT and OUTPUT, not 1 paths"),
            (["--engine", "spark", "in", "out", "-o", "x"], "-o, --out-dir, --format, --workers are not for it"),
            (["--master", "local", "in"], "--master goes with --engine spark"),
        ],
    )
    def test_options_that_do_not_go_together(self, arguments, complaint, monkeypatch, capsys):
        from detente.cli import main

        monkeypatch.setattr(sys, "argv", ["detente", "code", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        assert end.value.code == 2
        assert complaint in capsys.readouterr().err
