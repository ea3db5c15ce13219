"""Files from their official addresses: kept in the user's cache, hash checked where the version is fixed.

A download that breaks off goes on where it ended, if the server can do that and the file has not changed meanwhile. It
is tried again after a pause, and a server that says nothing is left after a while. Proxies are those of the environment
(HTTPS_PROXY and the like). DETENTE_CACHE names another folder than the user's cache.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from detente.errors import DetenteError
from detente.sources.registry import Dataset

TRIES = 4
PAUSE = 1.0  # seconds before the second try; doubled for each further
SILENCE = 30.0  # seconds that a server may say nothing
BLOCK = 1 << 16
NO_HOST = "no such host, or no network"


def cache_folder() -> Path:
    """Where fetched files are kept."""
    import os

    import pooch

    return Path(os.environ.get("DETENTE_CACHE") or pooch.os_cache("detente")) / "datasets"


def fetched(entry: Dataset, *, refresh: bool = False) -> Iterator[tuple[str, Path]]:
    """The files of a dataset with their addresses, from the cache where they are there.

    Raises
    ------
    DetenteError
        It has no address, its maintainer does not want it fetched, there is no network, or the file is not the one
        that it should be. The message says where a person gets the file.
    """
    if entry.never_fetch:
        raise DetenteError(f"{entry.name} is not fetched: {entry.never_fetch} ({entry.find})")
    if not entry.address:
        raise DetenteError(f"{entry.name} has no fixed address: get the file from {entry.find} and give it with PATH")
    for address in entry.address:
        try:
            yield address, fetch(address, entry.sha256, refresh=refresh)
        except DetenteError as error:
            raise DetenteError(
                f"{entry.name}: {error}; get the file from {entry.find} and give it: detente import {entry.name} PATH"
            ) from error


def fetch(
    address: str, sha256: str = "", *, refresh: bool = False, silence: float = SILENCE, pause: float = PAUSE
) -> Path:
    """A file from an address, as a path in the cache; from there where it has been fetched before.

    Raises
    ------
    DetenteError
        It could not be had, or its hash is another: then nothing of it is kept.
    """
    import pooch

    pooch.get_logger().setLevel("WARNING")
    folder = cache_folder()
    name = file_name(address)
    target = folder / name
    if refresh:
        target.unlink(missing_ok=True)
    try:
        kept = pooch.retrieve(
            url=address,
            known_hash=f"sha256:{sha256}" if sha256 else None,
            fname=name,
            path=folder,
            downloader=_Resuming(folder / "parts", silence, pause),
        )
    except ValueError as error:  # pooch's word for another hash
        if "hash" not in str(error):
            raise
        raise DetenteError(f"{address} is not the file that was expected (its sha256 is another)") from error
    except OSError as error:
        raise DetenteError(f"{folder}: cannot be written ({(error.strerror or str(error)).lower()})") from error
    return Path(kept)


def file_name(address: str) -> str:
    """The name in the cache: the address' own, with what tells addresses of one name apart.

    >>> file_name("https://api.worldbank.org/v2/en/indicator/SP.POP.TOTL?downloadformat=csv")
    'b51c2ac3-SP.POP.TOTL.zip'
    """
    import hashlib

    parts = urlsplit(address)
    name = parts.path.rstrip("/").rsplit("/", 1)[-1] or "file"
    if "downloadformat=csv" in parts.query:
        name += ".zip"  # what the World Bank sends under that name
    return f"{hashlib.sha256(address.encode()).hexdigest()[:8]}-{name}"


class _Resuming:
    """A downloader for pooch: what has come is kept beside the cache until the file is whole."""

    def __init__(self, folder: Path, silence: float, pause: float) -> None:
        self.folder, self.silence, self.pause = folder, silence, pause

    def __call__(self, url: str, output_file: str, _pooch: Any) -> None:
        import httpx

        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / file_name(url)
        problem = ""
        for attempt in range(TRIES):
            if attempt:
                time.sleep(self.pause * 2 ** (attempt - 1))
            try:
                with httpx.Client(follow_redirects=True, timeout=self.silence) as client:
                    self._take(client, url, part)
                part.replace(output_file)
                self._mark(part).unlink(missing_ok=True)
                return
            except httpx.HTTPStatusError as error:
                status = error.response.status_code
                problem = f"{url} answers {status} {error.response.reason_phrase}".rstrip()
                if status not in (408, 425, 429) and status < 500:
                    break  # it will say the same again
            except httpx.TimeoutException:
                problem = f"{url} says nothing for {self.silence:g} seconds"
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                problem = f"{url} cannot be fetched ({_reason(error)})"
                if attempt and NO_HOST in problem:
                    break  # twice is enough where there is no network at all
        raise DetenteError(problem)

    def _take(self, client: Any, url: str, part: Path) -> None:
        """Fetch, or fetch the rest of, a file into `part`."""
        import httpx

        mark = self._mark(part)
        headers = {"Accept-Encoding": "identity", "User-Agent": "detente"}
        have = part.stat().st_size if part.exists() else 0
        validator = ""
        if have and mark.exists():
            with suppress(ValueError):
                validator = json.loads(mark.read_text("utf-8")).get("validator", "")
        if have and validator:
            # The rest only if it is the rest of the same file; a server that cannot do that sends the whole.
            headers |= {"Range": f"bytes={have}-", "If-Range": validator}
        with client.stream("GET", url, headers=headers) as response:
            if response.status_code == 416:  # what is there is more than the file
                part.unlink(missing_ok=True)
                raise httpx.RemoteProtocolError("the part that was there did not fit")
            response.raise_for_status()
            goes_on = response.status_code == 206
            etag = response.headers.get("etag", "")
            strong = etag if etag and not etag.startswith("W/") else response.headers.get("last-modified", "")
            mark.write_text(json.dumps({"validator": strong}), "utf-8")
            with part.open("ab" if goes_on else "wb") as out:
                for block in response.iter_bytes(BLOCK):
                    out.write(block)
            expected = response.headers.get("content-length")
            came = part.stat().st_size - (have if goes_on else 0)
            if expected and came != int(expected):
                raise httpx.RemoteProtocolError(f"broke off after {came:,} of {int(expected):,} bytes")

    @staticmethod
    def _mark(part: Path) -> Path:
        return part.with_name(part.name + ".mark")


def _reason(error: Exception) -> str:
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    low = text.lower()
    if any(word in low for word in ("name resolution", "name or service", "nodename", "getaddrinfo", "no address")):
        return NO_HOST
    return text
