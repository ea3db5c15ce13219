"""The command as a whole: help, version, what starting it loads; `dates` and `brief`."""

import json
import subprocess
import sys
import types

import pytest

HEAVY = {
    "spacy", "polars", "pandas", "numpy", "altair", "onnxruntime", "tokenizers", "duckdb", "httpx", "trafilatura",
    "lxml", "docx", "pypdfium2", "mwparserfromhell", "jinja2", "fastapi", "torch",
}  # fmt: skip


@pytest.mark.parametrize("arguments", [["--help"], ["code", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments):
    script = (
        "import sys, atexit, json\n"
        "show = lambda: print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})), file=sys.stderr)\n"
        "atexit.register(show)\n"
        f"sys.argv = ['detente', *{arguments!r}]\n"
        "from detente.cli import main\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0
    assert "detente" in done.stdout
    assert HEAVY & set(json.loads(done.stderr.splitlines()[-1])) == set()


def test_every_command_and_option_is_explained():
    from detente.cli import app

    assert app.registered_commands
    for registered in app.registered_commands:
        assert registered.callback.__doc__, registered.name
    from typer.main import get_command

    for name, command in get_command(app).commands.items():
        for parameter in command.params:
            assert getattr(parameter, "help", ""), f"{name} {parameter.name}"


def test_version(run):
    import detente

    done = run("--version")
    assert (done.status, done.out.decode()) == (0, f"detente {detente.__version__}\n")


def test_unknown_command(run):
    assert run("cod").status == 2


def test_dates(run, tmp_path):
    (tmp_path / "a.txt").write_text("China and Russia met on 16 July 2001.\n\nThey met again in 2002.")
    (tmp_path / "n.jsonl").write_text('{"id": "s1", "text": "They met last month.", "date": "2010-05-06"}\n')
    done = run("dates", tmp_path / "a.txt", tmp_path / "n.jsonl", tmp_path / "none.txt", "--out-dir", tmp_path / "out")
    assert (done.status, len(done.errors)) == (2, 1)
    lines = [json.loads(line) for line in (tmp_path / "out" / "a.jsonl").read_text().splitlines()]
    text = (tmp_path / "a.txt").read_text()
    assert [(text[line["start"] : line["end"]], line["edtf"]) for line in lines] == [
        ("16 July 2001", "2001-07-16"),
        ("2002", "2002"),
    ]
    [line] = [json.loads(line) for line in (tmp_path / "out" / "n.jsonl").read_text().splitlines()]
    assert (line["doc"], line["edtf"]) == ("s1", "2010-04")
    assert run("dates", tmp_path / "a.txt").out.decode() == (tmp_path / "out" / "a.jsonl").read_text()


@pytest.fixture
def fake_brief(monkeypatch):
    seen = []

    class Brief:
        def html(self):
            return "<p>brief</p>"

        def markdown(self):
            return "brief"

    def build(a, b, coded):
        seen.append((a, b, [(document.source, len(records)) for document, records in coded]))
        return Brief()

    monkeypatch.setitem(sys.modules, "detente.show.brief", types.SimpleNamespace(build=build))
    return seen


def test_brief(run, texts, tmp_path, fake_brief):
    out = tmp_path / "brief.html"
    done = run("brief", "China", "365", texts / "one.txt", texts / "none.txt", "-o", out)
    assert (done.status, done.out.decode(), len(done.errors)) == (2, f"{out}\n", 1)
    assert out.read_text() == "<p>brief</p>"
    assert fake_brief == [("CHN", "RUS", [(str(texts / "one.txt"), 2)])]
    assert run("brief", "CHN", "RUS", texts / "one.txt", "-o", tmp_path / "brief.md").status == 0
    assert (tmp_path / "brief.md").read_text() == "brief"
    assert run("brief", "CHN", "RUS", texts / "one.txt").out == b"brief"


@pytest.mark.parametrize(
    ("a", "b", "out"),
    [("China", "CHN", "b.html"), ("Chian", "RUS", "b.html"), ("CHN", "RUS", "b.pdf"), ("CHN", "RUS", "no/b.html")],
)
def test_briefs_that_cannot_be(run, texts, tmp_path, fake_brief, a, b, out):
    done = run("brief", a, b, texts / "one.txt", "-o", tmp_path / out)
    assert (done.status, len(done.errors)) == (2, 1)
    assert not (tmp_path / out).exists()
    assert fake_brief == []


def test_no_brief_of_nothing(run, tmp_path, fake_brief):
    assert run("brief", "CHN", "RUS", tmp_path / "none.txt", "-o", tmp_path / "b.html").status == 2
    assert not (tmp_path / "b.html").exists()
