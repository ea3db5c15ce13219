"""The downloader against a server on this machine that fails, breaks off, hangs and forgets."""

import hashlib
import http.server
import re
import threading
import time

import pytest

from detente.errors import DetenteError
from detente.sources.fetch import fetch, fetched, file_name
from detente.sources.registry import dataset, datasets

CONTENT = b"".join(b"%07d\n" % number for number in range(40_000))
HASH = hashlib.sha256(CONTENT).hexdigest()


class Server(http.server.ThreadingHTTPServer):
    """Answers as `plan` says, one entry a request; then properly. `requests` are (path, Range, If-Range)."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.plan, self.requests, self.etag, self.content = [], [], '"one"', CONTENT
        self.ending = threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/data/file.csv"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        server = self.server
        asked, condition = self.headers.get("Range"), self.headers.get("If-Range")
        server.requests.append((self.path, asked, condition))
        what = server.plan.pop(0) if server.plan else "well"
        if isinstance(what, int):
            self.send_response(what)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if what == "hang":
            server.ending.wait(20)
            self.close_connection = True
            return
        start = 0
        if asked and condition == server.etag and what != "whole":
            start = int(re.fullmatch(r"bytes=(\d+)-", asked)[1])
        body = server.content[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", server.etag)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(server.content) - 1}/{len(server.content)}")
        self.end_headers()
        if what == "break":
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            self.close_connection = True
            self.connection.close()
            return
        self.wfile.write(body)


@pytest.fixture
def server(tmp_path, monkeypatch):
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "cache"))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    running = Server()
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield running
    running.ending.set()
    running.shutdown()
    running.server_close()


def test_a_file_is_fetched_once(server):
    path = fetch(server.url, HASH, pause=0)
    assert path.read_bytes() == CONTENT
    assert fetch(server.url, HASH, pause=0) == path
    assert len(server.requests) == 1
    assert path.name.endswith("-file.csv")
    fetch(server.url, HASH, refresh=True, pause=0)
    assert len(server.requests) == 2


def test_failures_are_tried_again(server):
    server.plan = [503, 429, 500]
    assert fetch(server.url, HASH, pause=0).read_bytes() == CONTENT
    assert len(server.requests) == 4


def test_what_is_not_there_is_asked_for_once(server):
    server.plan = [404] * 5
    with pytest.raises(DetenteError, match="answers 404"):
        fetch(server.url, pause=0)
    assert len(server.requests) == 1


def test_a_broken_download_goes_on_where_it_ended(server):
    server.plan = ["break", "break"]
    assert fetch(server.url, HASH, pause=0).read_bytes() == CONTENT
    ranges = [asked for _, asked, _ in server.requests]
    assert ranges[0] is None
    assert ranges[1].startswith("bytes=")
    first, second = (int(asked[6:-1]) for asked in ranges[1:])
    assert 0 < first < second < len(CONTENT)


def test_it_goes_on_in_another_run_too(server):
    server.plan = ["break"] * 4
    with pytest.raises(DetenteError, match="cannot be fetched"):
        fetch(server.url, HASH, pause=0)
    before = len(server.requests)
    assert fetch(server.url, HASH, pause=0).read_bytes() == CONTENT
    assert server.requests[before][1].startswith("bytes=")


def test_a_file_that_changed_meanwhile_is_fetched_anew(server):
    server.plan = ["break"] * 4
    with pytest.raises(DetenteError):
        fetch(server.url, HASH, pause=0)
    server.etag, server.content = '"two"', CONTENT[::-1]
    path = fetch(server.url, hashlib.sha256(CONTENT[::-1]).hexdigest(), pause=0)
    assert path.read_bytes() == CONTENT[::-1]


def test_a_server_without_ranges_sends_the_whole(server):
    server.plan = ["break", "whole"]
    assert fetch(server.url, HASH, pause=0).read_bytes() == CONTENT


def test_another_hash_is_refused(server):
    with pytest.raises(DetenteError, match="not the file that was expected"):
        fetch(server.url, "0" * 64, pause=0)
    kept = fetch(server.url, HASH, pause=0)  # nothing of the refused one was kept
    assert kept.read_bytes() == CONTENT
    assert len(server.requests) == 2


def test_a_server_that_hangs_is_left(server):
    server.plan = ["hang"] * 4
    begun = time.monotonic()
    with pytest.raises(DetenteError, match=r"says nothing for 0\.2 seconds"):
        fetch(server.url, silence=0.2, pause=0)
    assert time.monotonic() - begun < 10


def test_no_network_says_where_a_person_gets_the_file(server, monkeypatch):
    url = server.url
    server.shutdown()
    server.server_close()
    monkeypatch.setattr("detente.sources.fetch.PAUSE", 0)
    with pytest.raises(DetenteError, match="cannot be fetched"):
        fetch(url, pause=0)


def test_messages_of_datasets(server, monkeypatch):
    with pytest.raises(DetenteError, match="its maintainer does not want") as caught:
        list(fetched(dataset("cow-alliances")))
    assert "PATH" in str(caught.value)
    with pytest.raises(DetenteError, match="no fixed address"):
        list(fetched(dataset("capitals")))

    def no_network(address, sha256="", *, refresh=False):
        raise DetenteError(f"{address} cannot be fetched (no such host, or no network)")

    monkeypatch.setattr("detente.sources.fetch.fetch", no_network)
    with pytest.raises(DetenteError, match=r"correlatesofwar\.org/data-sets.*detente import nmc PATH"):
        list(fetched(dataset("nmc")))


def test_addresses_and_hashes_are_well_formed():
    for name, entry in datasets().items():
        for address in entry.address:
            assert re.match(r"https?://[\w.-]+/", address), name
            assert file_name(address)
        assert re.fullmatch(r"([0-9a-f]{64})?", entry.sha256), name
        assert not entry.sha256 or len(entry.address) == 1, name
