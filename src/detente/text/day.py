"""Days of publication, as metadata and users write them."""

from __future__ import annotations

import re
from datetime import date

from detente.errors import DetenteError


def day(value: str, what: str) -> str:
    """An ISO day out of an ISO date or time; anything else is refused with the name of where it stood."""
    if found := day_in(value):
        return found
    raise DetenteError(f"{what}: {value!r} is not a day; write it as YYYY-MM-DD, for instance 2024-05-16")


def day_in(value: str) -> str:
    """The ISO day of an ISO date or time, "" where it is none.

    >>> day_in("2024-05-16T10:00:00Z"), day_in("20240516"), day_in("16 May")
    ('2024-05-16', '2024-05-16', '')
    """
    match = re.fullmatch(r"(\d{4})(-?)(\d{2})\2(\d{2})(?:[T ].*)?", value.strip())
    try:
        return date(int(match[1]), int(match[3]), int(match[4])).isoformat() if match else ""
    except ValueError:  # 30 February
        return ""
