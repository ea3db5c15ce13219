"""Addresses: one page fetched within limits of time, size and redirects."""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import dataclass

from detente.errors import DetenteError


@dataclass(frozen=True)
class Limits:
    """What a page may cost: seconds over all, seconds of silence, bytes, redirects."""

    total: float = 60.0
    silence: float = 15.0
    size: int = 20_000_000
    redirects: int = 5


@dataclass(frozen=True)
class Page:
    """What an address gave: its bytes and what the server says of them; the address after redirects."""

    address: str
    data: bytes
    content_type: str
    charset: str


LIMITS = Limits()


def fetch(address: str, limits: Limits | None = None) -> Page:
    """Fetch one page; every failure is a `DetenteError` with what to do.

    The work is done in a thread of its own that is left behind when the time is up: a server that sends a byte now
    and then keeps every single read within its time limit, for ever.
    """
    limits = limits or LIMITS
    if not address.lower().startswith(("http://", "https://")):
        raise DetenteError(f"{address}: only http and https addresses are read; save the page and give the file")
    result: queue.SimpleQueue[Page | DetenteError] = queue.SimpleQueue()

    def work() -> None:
        try:
            result.put(_get(address, limits))
        except DetenteError as error:
            result.put(error)
        except Exception as error:  # whatever goes wrong must reach the waiting side
            result.put(DetenteError(f"{address}: could not be fetched ({error}); open it in a browser and save it"))

    threading.Thread(target=work, name="fetch", daemon=True).start()
    try:
        outcome = result.get(timeout=limits.total)
    except queue.Empty:
        raise _too_slow(address, limits.total) from None
    if isinstance(outcome, DetenteError):
        raise outcome
    return outcome


def _get(address: str, limits: Limits) -> Page:
    import httpx

    begin = time.monotonic()
    headers = {
        "User-Agent": "detente (reads texts on the relations between states)",
        "Accept": "text/html, */*;q=0.5",
    }
    try:
        with (
            httpx.Client(
                follow_redirects=True, max_redirects=limits.redirects, timeout=limits.silence, headers=headers
            ) as client,
            client.stream("GET", address) as response,
        ):
            if response.status_code != 200:
                raise DetenteError(f"{address}: the server answers {_status(response)}; check the address")
            declared = response.headers.get("content-length", "")
            if declared.isdigit() and int(declared) > limits.size:
                raise _too_big(address, limits.size)
            parts: list[bytes] = []
            size = 0
            for part in response.iter_bytes(65_536):
                size += len(part)
                if size > limits.size:
                    raise _too_big(address, limits.size)
                if time.monotonic() - begin > limits.total:
                    raise _too_slow(address, limits.total)
                parts.append(part)
            content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            return Page(str(response.url), b"".join(parts), content_type, response.charset_encoding or "")
    except httpx.TooManyRedirects as error:
        raise DetenteError(
            f"{address}: redirects more than {limits.redirects} times; open it in a browser and give the last address"
        ) from error
    except httpx.TimeoutException as error:
        raise _too_slow(address, limits.silence) from error
    except httpx.UnsupportedProtocol as error:
        raise DetenteError(f"{address}: leads to what is no web page; save it and give the file") from error
    except httpx.InvalidURL as error:
        raise DetenteError(f"{address}: is not an address ({error}); copy it from a browser") from error
    except httpx.ConnectError as error:
        raise DetenteError(f"{address}: no connection ({error}); check the address and the network") from error
    except httpx.HTTPError as error:
        reason = str(error) or type(error).__name__
        raise DetenteError(f"{address}: the connection broke ({reason}); try again, or save the page") from error


def _status(response: object) -> str:
    code, phrase = getattr(response, "status_code", 0), getattr(response, "reason_phrase", "")
    return f"{code} {phrase}".strip()


def _too_slow(address: str, seconds: float) -> DetenteError:
    return DetenteError(
        f"{address}: no answer within {seconds:.0f} s; try again later, or save the page and give the file"
    )


def _too_big(address: str, size: int) -> DetenteError:
    return DetenteError(f"{address}: over the limit of {size / 1e6:.0f} MB; save the part you need and give the file")
