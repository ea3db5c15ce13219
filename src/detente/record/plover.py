"""Events in PLOVER's own JSON, as its gold standard records and the tools of that family write it.

PLOVER has events only, so records of other kinds have no such form. Its `date` is a single day: it is given where ours
is one, and left empty where the text says less; `dateEDTF`, `dateStart` and `dateEnd` hold what the text does say. A
joint act has all its participants in `source` and no `target`, as in the gold standard.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from detente.record.edtf import bounds
from detente.record.model import Event

ActorText = Callable[[Event, str], str]


def plover(event: Event, *, actor_text: ActorText = lambda event, code: code) -> dict[str, Any]:
    """One event with PLOVER's field names. `actor_text` gives the words of the text that mean an actor's code."""
    first, last = bounds(event.date) or (None, None)
    source = [{"actorText": actor_text(event, code), "code": code} for code in event.actors]
    target = [{"actorText": actor_text(event, code), "code": code} for code in event.recipients]
    found: dict[str, Any] = {
        "id": event.id,
        "date": first.isoformat() if first and first == last else "",
        "dateEDTF": event.date,
        "dateStart": first.isoformat() if first else "",
        "dateEnd": last.isoformat() if last else "",
        "source": source,
        "target": target,
        "event": event.type,
        "mode": event.mode,
        "eventText": event.trigger,
        "aux": event.aux,
        "text": event.evidence,
        "textInfo": {"doc": event.doc, "start": event.start, "end": event.end},
        "language": "en",
        "coder": event.coder,
        "confidence": event.confidence,
        "version": "0.5b1",
    }
    return found


def plover_line(event: Event, *, actor_text: ActorText = lambda event, code: code) -> str:
    """The same as one line of JSON."""
    return json.dumps(plover(event, actor_text=actor_text), ensure_ascii=False)
