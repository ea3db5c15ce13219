"""The command line with a coder of a few lines, so that what is tested is the command line."""

import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest

import detente

# "CHN met RUS in 1992." is a meeting, "CHN blamed RUS." an accusation that it is not sure of.
FAKE = textwrap.dedent("""
    import os, re, sys, time, types

    def code(document, *, scope="international"):
        from detente.record import Event, Membership
        if "CRASH" in document.text:
            raise ValueError("a defect")
        if "SLOW" in document.text:
            time.sleep(60)
        found = []
        for match in re.finditer(r"([A-Z]{3}) (met|blamed|joined) (\\\\w+)(?: in (\\\\d{4}))?", document.text):
            first, verb, second, year = match.groups()
            common = dict(doc=document.id or document.sha256, start=match.start(), end=match.end(), evidence=match[0],
                          date=year or "", trigger=verb, coder=f"fake {scope} {document.published}".strip())
            if verb == "met":
                found.append(Event(type="CONSULT", actors=(first, second), confidence=0.9, **common))
            elif verb == "blamed":
                found.append(Event(type="ACCUSE", actors=(first,), recipients=(second,), confidence=0.4, **common))
            else:
                found.append(Membership(members=(first,), organisation=second, confidence=0.8, **common))
        return found

    module = types.ModuleType("detente.coding.coder")
    module.code = code
    module.CODER = os.environ.get("FAKE_CODER", "fake 1")
    sys.modules["detente.coding.coder"] = module
""").replace("\\\\", "\\")


@dataclass
class Done:
    status: int
    out: bytes
    err: str

    @property
    def errors(self):
        return self.err.splitlines()


@pytest.fixture
def fake_coder(monkeypatch):
    """The coder of this process replaced."""
    monkeypatch.setitem(sys.modules, "detente.coding.coder", None)
    exec(FAKE, {})  # sets the module, which monkeypatch takes away again
    return sys.modules["detente.coding.coder"]


@pytest.fixture
def run(fake_coder, in_process):
    """Run `detente ARGUMENTS` in this process."""
    return lambda *arguments: Done(*in_process(*arguments))


@pytest.fixture
def command(tmp_path_factory):
    """Start `detente ARGUMENTS` as a process of its own, with the same coder in it and in its workers."""
    folder = tmp_path_factory.mktemp("fake")
    (folder / "sitecustomize.py").write_text(FAKE)
    source = str(Path(detente.__file__).parent.parent)
    path = os.pathsep.join([str(folder), source, os.environ.get("PYTHONPATH", "")])
    start = [sys.executable, "-c", "from detente.cli import main\nif __name__ == '__main__': main()"]

    def popen(*arguments, **options):
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
        return subprocess.Popen([*start, *map(str, arguments)], env={**os.environ, "PYTHONPATH": path}, **options)

    return popen


@pytest.fixture
def texts(tmp_path):
    """A folder with two texts, news, and nothing else."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "one.txt").write_text("CHN met RUS in 1992. USA blamed CHN.\n")
    (folder / "two.txt").write_text("IND met PAK in 1999. IND joined SCO in 2017.\n")
    (folder / "news.jsonl").write_text(
        '{"id": "a", "text": "CHN met IND in 2018.", "date": "2018-04-28"}\n'
        '{"id": "b", "text": "RUS met IND in 2019.", "date": "2019-09-04"}\n'
    )
    return folder
