"""PLOVER's types and the conversion from CAMEO."""

from typing import get_args

import pytest

from detente.ontology import plover
from detente.record.model import EventType


def test_types_are_those_of_the_record():
    assert set(plover.event_types()) == set(get_args(EventType))


def test_quads_and_scores_agree():
    for event_type in plover.event_types().values():
        assert event_type.quad in {f"{a} {b}" for a in ("verbal", "material") for b in ("cooperation", "conflict")}
        assert (event_type.score > 0) == event_type.quad.endswith("cooperation"), event_type.name
        assert event_type.about


def test_table_uses_known_types_modes_and_contexts():
    for code in plover._cameo().values():
        if not code.type:
            assert code.cameo.startswith("01")
            assert not code.mode
            continue
        assert code.mode in {"", *plover.event_types()[code.type].modes}, code
        assert set(code.contexts) <= set(plover.contexts()), code
        assert code.goldstein is None or -10 <= code.goldstein <= 10


@pytest.mark.parametrize(
    ("cameo", "type_", "mode"),
    [
        ("042", "CONSULT", "visit"),
        ("42", "CONSULT", "visit"),
        ("043", "CONSULT", "visit"),
        ("057", "SUPPORT", ""),
        ("055", "CONCEDE", ""),
        ("023", "REQUEST", "assist"),
        ("1056", "REQUEST", "yield"),
        ("085", "RETREAT", ""),
        ("0871", "RETREAT", "ceasefire"),
        ("1121", "ACCUSE", "allege"),
        ("161", "SANCTION", "withdraw"),
        ("163", "COERCE", "restrict"),
        ("195", "ASSAULT", "aerial"),
        ("20", "ASSAULT", ""),
        ("0319", "AGREE", ""),
        ("011", "", ""),
    ],
)
def test_from_cameo(cameo, type_, mode):
    found = plover.from_cameo(cameo)
    assert (found.type, found.mode) == (type_, mode)


def test_hosts_are_swapped_and_nonsense_is_none():
    assert plover.from_cameo("043").swapped
    assert not plover.from_cameo("042").swapped
    assert plover.from_cameo("99") is None
    assert plover.from_cameo("") is None
