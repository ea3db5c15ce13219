"""How the seven kinds of record lie in the store: a table each beside `records`, and parties in `participants`."""

from __future__ import annotations

# Kind -> its table, the fields that are columns of it, and the fields that stand in `participants` under which role.
TABLES: dict[str, str] = {
    "event": "events", "agreement": "agreements", "status": "statuses", "position": "positions", "figure": "figures",
    "office": "offices", "membership": "memberships",
}  # fmt: skip
FIELDS: dict[str, tuple[str, ...]] = {
    "event": ("type", "mode", "aux"),
    "agreement": ("title", "form", "act", "term_years", "value", "currency"),
    "status": ("status", "level", "change"),
    "position": ("issue", "stance"),
    "figure": ("measure", "value", "unit", "bound"),
    "office": ("person", "office", "change"),
    "membership": ("organisation", "change"),
}
ROLES: dict[str, dict[str, str]] = {
    "event": {"actors": "actor", "recipients": "recipient"},
    "agreement": {"parties": "party"},
    "status": {"parties": "party"},
    "position": {"holder": "holder", "toward": "toward"},
    "figure": {"parties": "party"},
    "office": {"state": "state"},
    "membership": {"members": "member"},
}
SECOND_ROLES = ("recipient", "toward")
