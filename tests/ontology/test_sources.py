"""Every table of `ontology` names its source, version and date."""

import tomllib
from datetime import date
from pathlib import Path

import detente.ontology

ROOM = Path(detente.ontology.__file__).parent
DESCRIPTIONS = {"SOURCES.toml"}


def _described() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for path in [ROOM / "SOURCES.toml", *sorted((ROOM / "SOURCES.d").glob("*.toml"))]:
        found |= tomllib.loads(path.read_text(encoding="utf-8"))
    return found


def test_every_table_has_a_source():
    tables = {path.name for path in ROOM.iterdir() if path.suffix in {".csv", ".toml"}} - DESCRIPTIONS
    described = _described()
    assert tables - described.keys() == set()
    assert described.keys() - tables == set()


def test_sources_are_complete():
    for name, section in _described().items():
        assert section.get("source"), name
        assert section.get("version"), name
        date.fromisoformat(str(section["date"]))
