"""A small record set made by hand: France and Britain at the beginning of the twentieth century."""

from dataclasses import dataclass

import pytest

from detente.record import KINDS, Record

TEXT = """France and Britain

From Fashoda to the Entente

In September 1898 French and British troops met at Fashoda, and France withdrew in November. Tension lasted into the \
following years. King Edward VII visited Paris in May 1903, and President Émile Loubet returned the visit in July 1903.

On 8 April 1904 France and the United Kingdom signed the Entente Cordiale. Britain recognised the French position in \
Morocco. France supports free passage through Suez.

The war and after

From 1914 to 1918 the two countries fought Germany as allies. In the 1920s trade was about £100 million a year. \
The Entente Cordiale of April 1904 had been signed in London. Germany criticised France in 1905.
"""


@dataclass(frozen=True)
class Account:
    """A document as far as the brief wants it."""

    text: str
    title: str = "France and Britain"
    published: str = ""
    source: str = "france-britain.txt"
    sha256: str = "ab" * 32


def record(kind: str, words: str, text: str = TEXT, **fields) -> Record:
    """A record whose evidence is the sentence of the text that begins with these words."""
    start = text.index(words)
    end = text.find(". ", start)
    end = len(text.rstrip()) if end < 0 else end + 1
    end = min(end, text.find("\n", start) if "\n" in text[start:] else end)
    return KINDS[kind](start=start, end=end, evidence=text[start:end], coder="hand 1", **fields)


@pytest.fixture
def account() -> Account:
    return Account(TEXT)


@pytest.fixture
def records() -> list[Record]:
    both = ("FRA", "GBR")
    return [
        record("event", "In September 1898", type="MOBILIZE", actors=both, trigger="met", date="1898-09",
               confidence=0.35),
        record("event", "In September 1898", type="RETREAT", mode="withdraw", actors=("FRA",), recipients=("GBR",),
               trigger="withdrew", date="1898-11", confidence=0.9),
        record("status", "Tension lasted", status="hostility", parties=both, change="continues", level="tension"),
        record("event", "King Edward", type="CONSULT", mode="visit", actors=("GBR",), recipients=("FRA",),
               trigger="visited", date="1903-05", confidence=0.95),
        record("event", "King Edward", type="CONSULT", mode="visit", actors=("FRA",), recipients=("GBR",),
               trigger="returned the visit", date="1903-07", confidence=0.92),
        record("office", "King Edward", person="Edward VII", office="king", state="GBR", date="1903-05"),
        record("office", "King Edward", person="Émile Loubet", office="president", state="FRA", date="1903-07"),
        record("event", "On 8 April 1904", type="SUPPORT", actors=both, trigger="signed", date="1904-04-08",
               confidence=0.97),
        record("agreement", "On 8 April 1904", title="Entente Cordiale", form="accord", parties=both, act="signed",
               date="1904-04-08", confidence=0.9),
        record("position", "Britain recognised", holder=("GBR",), issue="the French position in Morocco",
               stance="recognise", toward=("FRA",), date="1904-04-08", confidence=0.8),
        record("position", "France supports", holder=("FRA",), issue="free passage through Suez", stance="support",
               toward=("GBR",), confidence=0.42),
        record("status", "From 1914", status="alliance", parties=both, change="continues", date="1914/1918"),
        record("figure", "In the 1920s", measure="trade", value=1e8, unit="GBP", bound="about", parties=both,
               date="192X"),
        record("agreement", "The Entente Cordiale of April", title="Entente Cordiale", form="accord", parties=both,
               act="signed", date="1904-04", confidence=0.7),
        record("event", "Germany criticised", type="ACCUSE", mode="disapprove", actors=("DEU",), recipients=("FRA",),
               trigger="criticised", date="1905"),
        record("event", "Germany criticised", type="ACCUSE", mode="disapprove", actors=("DEU",), recipients=("RUS",),
               trigger="criticised", date="1905"),
        record("membership", "From 1914", members=both, organisation="NATO", change="founds", date="1949"),
    ]  # fmt: skip
