"""The documents say what is so: links lead somewhere, commands exist, the codebook has every value of the models."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from detente.record import KINDS
from detente.record import model as models

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "detente"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "bench").rglob("*.md")])
WEIGHTS = SOURCE / "reader" / "weights" / "encoder.onnx"


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, *languages: str) -> list[str]:
    """The contents of a page's fenced blocks in certain languages."""
    text = page.read_text(encoding="utf-8")
    return [
        code
        for language, code in re.findall(r"^```(\w*)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
        if language in languages
    ]


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings make."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_commands_page_is_fresh():
    check = subprocess.run([sys.executable, ROOT / "docs" / "make_cli.py", "--check"], capture_output=True, text=True)
    assert check.returncode == 0, check.stderr


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page):
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    dead = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?:|mailto:", target):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path) if path else page
        if not found.exists() or (anchor and anchor not in anchors(found)):
            dead.append(target)
    assert dead == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_files_named_in_backticks_exist(page):
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"`((?:src|docs|bench|tests|training|examples|requirements|\.ci)/[\w./*-]*)`", text)
    assert [path for path in named if not list(ROOT.glob(path.rstrip("/")))] == []


def test_pages_named_in_the_source_exist():
    named = {
        (path.relative_to(ROOT).as_posix(), found)
        for path in SOURCE.rglob("*")
        if path.suffix in (".py", ".toml", ".csv", ".html")
        for found in re.findall(r"docs/\w+\.md", path.read_text(encoding="utf-8"))
    }
    assert {(where, found) for where, found in named if not (ROOT / found).exists()} == set()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_and_options_exist(page):
    """Each `detente COMMAND --option` in a page's shell blocks is a command that has this option."""
    from typer.main import get_command

    from detente.cli import app

    commands = {
        name: {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        for name, command in get_command(app).commands.items()
    }
    for line in "\n".join(blocks(page, "sh", "bash")).splitlines():
        for call in re.findall(r"(?:^|[|;&/] *)detente +([^|;&#]*)", line):
            command, *arguments = call.split()
            assert command in commands, line
            options = {a.partition("=")[0] for a in arguments if re.match(r"--?[a-z]", a)}
            assert options <= commands[command] | {"--help"}, line


def test_make_targets_in_the_pages_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        named = re.findall(r"`make ([a-z-]+)`", text)
        named += re.findall(r"^make ([a-z-]+)", "\n".join(blocks(page, "sh", "bash")), re.MULTILINE)
        assert set(named) <= targets, name(page)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_codebook_has_every_field_and_value(kind):
    text = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    common = text[text.index("## Every record") : text.index("## Actors")]
    section = re.search(rf"^## {kind}$(.*?)(?=^## )", text, re.DOTALL | re.MULTILINE)
    assert section, f"no section about {kind}"
    for field, about in KINDS[kind].model_fields.items():
        assert f"`{field}`" in section[1] + common, f"{kind}: the field {field} is not explained"
        for value in get_args(about.annotation):
            if isinstance(value, str) and value not in ("", kind):
                assert re.search(rf"\b{re.escape(value.replace('-', ' '))}\b", section[1].replace("-", " ")), value


def test_the_codebook_has_every_event_type_once_in_its_tables():
    text = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\|[^|]*\| `([A-Z]+)` \|", text, re.MULTILINE)
    assert sorted(rows) == sorted(get_args(models.EventType))


def test_the_codebook_has_every_mode():
    from detente.coding.events import MODES_OF

    text = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    listed: dict[str, set[str]] = {}
    for types, modes in re.findall(r"^\| ((?:`[A-Z]+`(?:, )?)+) \| ([a-z].*?) \|$", text, re.MULTILINE):
        for event_type in re.findall(r"[A-Z]+", types):
            listed[event_type] = {mode.strip() for mode in re.sub(r"\(.*?\)", "", modes).split(",")}
    assert listed == {event_type: set(modes) for event_type, modes in MODES_OF.items()}


def test_the_codebooks_dates_are_read_as_it_says():
    """The table of dates in the codebook, run through the date reader."""
    from detente.language.dates import find_dates

    text = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    examples = {
        "on 9 May 1955": "1955-05-09",
        "in May 1955": "1955-05",
        "in 1955": "1955",
        "in the 1950s": "195X",
        "in the 19th century": "18XX",
        "about 1840": "1840~",
        "from 1941 to 1945": "1941/1945",
        "since 1996": "1996/..",
        "until 1917": "../1917",
    }
    for words, date in examples.items():
        assert words in text
        assert f"`{date}`" in text
        assert [d.edtf for d in find_dates(f"They met {words}.")] == [date]
    assert [d.edtf for d in find_dates("They met on 3 March 1969. A month later they met again.")][-1] == "1969-04"


def test_the_architecture_page_has_the_rooms_in_the_order_of_the_contract():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [layers] = [c["layers"] for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|", text[: text.index("## Decisions")], re.MULTILINE)
    place = {
        room.strip().removeprefix("detente."): number
        for number, layer in enumerate(layers)
        for room in layer.split("|")
    }
    assert set(rows) == set(place) - {"errors"}
    assert [place[room] for room in rows] == sorted(place[room] for room in rows)


def test_the_version_stands_in_one_place():
    import detente

    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert detente.__version__ == version
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert not re.search(r'^__version__ *= *"', (SOURCE / "__init__.py").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.slow
def test_the_readmes_python_runs(monkeypatch, capsys):
    """The README's blocks, one after the other in one namespace, as a reader would type them."""
    if not WEIGHTS.exists():
        pytest.skip("the reader has no weights yet")
    monkeypatch.chdir(ROOT)
    namespace: dict = {}
    for block in blocks(ROOT / "README.md", "python"):
        exec(compile(block, "README.md", "exec"), namespace)
    assert namespace["records"]
    assert namespace["frame"].height == len(namespace["records"])
    assert namespace["doc"]._.detente_records
    assert "agreement" in capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_placeholder_is_left(page):
    assert re.findall(r"@[A-Z]{2,}@", page.read_text(encoding="utf-8")) == []
