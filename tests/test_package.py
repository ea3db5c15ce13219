"""What `import detente` offers, and that it costs nothing until it is used."""

import json
import subprocess
import sys

import pytest

import detente


def test_everything_promised_is_there():
    for name in detente.__all__:
        assert getattr(detente, name) is not None
        assert name in dir(detente)
    public = {name for name in vars(detente) if not name.startswith("_")}
    helpers = {"annotations", "Iterable", "Path", "TYPE_CHECKING", "Any"}
    rooms = {name for name in public if f"detente.{name}" in sys.modules}
    assert public - helpers - rooms <= set(detente.__all__)


def test_what_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        detente.nothing_of_the_kind  # noqa: B018


def test_the_version_stands_in_one_place(root):
    import tomllib

    written = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert detente.__version__ in (written, "0+unknown")  # the latter in a checkout that is not installed


def test_importing_it_loads_nothing():
    script = "import detente, sys, json; print(json.dumps([m for m in sys.modules if m.startswith('detente.')]))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_reading_and_coding(tmp_path, monkeypatch):
    import types

    path = tmp_path / "a.txt"
    path.write_text("China and Russia met in 1992.")
    [document] = detente.read(path, published="1993-04-05")
    assert (document.text, document.published) == ("China and Russia met in 1992.", "1993-04-05")

    seen = []
    fake = types.SimpleNamespace(code=lambda document, *, scope: seen.append((document, scope)) or [])
    monkeypatch.setitem(sys.modules, "detente.coding.coder", fake)
    assert detente.code(document) == []
    assert detente.code("Two met.", published="2001-02-03", title="T", scope="all") == []
    assert seen[0] == (document, "international")
    assert (seen[1][0].text, seen[1][0].published, seen[1][0].title, seen[1][1]) == (
        "Two met.",
        "2001-02-03",
        "T",
        "all",
    )
    with pytest.raises(detente.DetenteError, match="scope"):
        detente.code("x", scope="some")
    with pytest.raises(detente.DetenteError, match="YYYY-MM-DD"):
        detente.code("x", published="May")


def test_frame():
    assert detente.frame([]).height == 0
