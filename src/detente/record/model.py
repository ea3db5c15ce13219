"""The seven kinds of record. The codebook (docs/codebook.md) defines what each field means.

A record always points at its evidence: the character span of the sentence that states it, in exactly the text whose
sha256 (or, for news, whose id) stands in `doc`.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator, model_validator

from detente.record import edtf

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Form = Literal["treaty", "declaration", "communique", "statement", "memorandum", "contract", "accord", "other"]
Act = Literal["negotiated", "signed", "ratified", "renewed", "announced", "withdrawn", "terminated", "in-force"]
StatusValue = Literal[
    "diplomatic_relations", "relations_severed", "recognition", "alliance", "rivalry",
    "hostility", "war", "peace", "partnership", "other",
]  # fmt: skip
Change = Literal["begins", "ends", "upgraded", "continues"]
Stance = Literal["support", "oppose", "neutral", "recognise", "not_recognise"]
Measure = Literal[
    "trade", "contract_value", "aid", "meetings", "visits", "documents", "members",
    "troops", "casualties", "share", "rank", "other",
]  # fmt: skip
Codes = tuple[str, ...]


class _Common(BaseModel):
    """What every record has: evidence (never empty), date, confidence, and who coded it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = ""
    doc: str = ""
    start: int = Field(ge=0)
    end: int
    evidence: str = Field(min_length=1)
    date: str = ""
    trigger: str = ""
    confidence: float = Field(default=1.0, ge=0, le=1)
    coder: str = ""

    @field_validator("date")
    @classmethod
    def _is_edtf(cls, value: str) -> str:
        if not edtf.valid(value):
            raise ValueError(f"{value!r} is no EDTF date (level 0 or 1)")
        return value

    @model_validator(mode="after")
    def _name(self) -> _Common:
        if self.end <= self.start:
            raise ValueError("the evidence span is empty")
        if not self.id:  # stable: the same document, span and fields always give the same id
            fields = self.model_dump(exclude={"id", "confidence", "coder", "evidence"}, mode="json")
            digest = hashlib.sha256(repr(sorted(fields.items())).encode()).hexdigest()
            object.__setattr__(self, "id", digest[:16])
        return self

    @property
    def involved(self) -> frozenset[str]:
        """Every actor code that the record names, whatever its role."""
        found: set[str] = set()
        for name in ("actors", "recipients", "parties", "holder", "toward", "members"):
            found.update(getattr(self, name, ()))
        found.add(getattr(self, "state", ""))
        return frozenset(found - {""})


class Event(_Common):
    """An interaction between at least two international actors, in PLOVER's categories."""

    kind: Literal["event"] = "event"
    type: EventType
    mode: str = ""
    actors: Codes = ()
    recipients: Codes = ()
    aux: Literal["", "future", "hypothetical", "negated"] = ""


class Agreement(_Common):
    """An instrument between states, and what was done with it."""

    kind: Literal["agreement"] = "agreement"
    title: str
    form: Form = "other"
    parties: Codes = ()
    act: Act = "signed"
    term_years: float | None = None
    value: float | None = None
    currency: str = ""


class Status(_Common):
    """What a relationship is, from a date."""

    kind: Literal["status"] = "status"
    parties: Codes = ()
    status: StatusValue
    level: str = ""
    change: Change = "continues"


class Position(_Common):
    """The stance of one actor on an issue."""

    kind: Literal["position"] = "position"
    holder: Codes = ()
    issue: str
    stance: Stance
    toward: Codes = ()


class Figure(_Common):
    """A number that the text states about the relationship."""

    kind: Literal["figure"] = "figure"
    measure: Measure
    value: float
    unit: str = "count"
    bound: Literal["", "at_least", "at_most", "about"] = ""
    parties: Codes = ()


class Office(_Common):
    """A person in an office of a state."""

    kind: Literal["office"] = "office"
    person: str
    office: str
    state: str = ""
    change: Literal["holds", "takes", "leaves"] = "holds"


class Membership(_Common):
    """A state in an organisation or standing group."""

    kind: Literal["membership"] = "membership"
    members: Codes = ()
    organisation: str
    change: Literal["founds", "joins", "leaves", "member"] = "member"


Record = Annotated[Event | Agreement | Status | Position | Figure | Office | Membership, Field(discriminator="kind")]
KINDS: dict[str, type[_Common]] = {
    "event": Event, "agreement": Agreement, "status": Status, "position": Position,
    "figure": Figure, "office": Office, "membership": Membership,
}  # fmt: skip
adapter: TypeAdapter[Record] = TypeAdapter(Record)
