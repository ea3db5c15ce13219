"""What stands in a text does not steer the terminal or the page that it is shown on."""

from __future__ import annotations

import re

# Control characters but tab and line feed, and those that turn the direction of what follows them.
_STEERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    r"""A text in which what would steer (an escape sequence, a change of direction) is shown, and does nothing.

    Each such character becomes one other character, so that offsets stay.

    >>> visible("a\x1b[2Jb\u202ec")
    'a�[2Jb�c'
    """
    return _STEERS.sub("�", text)
