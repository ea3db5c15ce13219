"""Measures of relations between states: data frames in, data frames of the same kind out.

A name is imported from its module when it is first asked for, so that `import detente.measures` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# name -> module. One line each; add yours at the end of its block.
_LAZY = {
    "dyad_years": "frames",
    "state_years": "frames",
}

__all__ = sorted(_LAZY)  # noqa: PLE0605 - a list of names, from the table above


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAZY})
