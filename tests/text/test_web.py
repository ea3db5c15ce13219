"""Addresses, against a server on loopback that behaves, and misbehaves, in the ways of the web."""

import contextlib
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from detente.errors import DetenteError
from detente.text import read
from detente.text.web import Limits, fetch

SENTENCE = "Kenya and Uganda signed a treaty on the lake in Kampala on 30 November 1999, and kept it ever since then."
PAGE = f"<html><head><title>Two states</title></head><body><p>{SENTENCE}</p></body></html>"
SHORT = Limits(total=1.0, silence=0.5)
SMALL = Limits(total=120.0, silence=60.0, size=100_000, redirects=3)  # a busy machine is no failure


class Handler(BaseHTTPRequestHandler):
    stopping = threading.Event()

    def do_GET(self):
        name = self.path.lstrip("/").partition("?")[0].replace(".", "_").replace("-", "_")
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the reader had enough
            getattr(self, f"page_{name}", self.page_missing)()

    def log_message(self, *args):
        pass

    def answer(self, data, content_type="text/html; charset=utf-8", **headers):
        self.send_response(200)
        if content_type:
            self.send_header("Content-Type", content_type)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data if isinstance(data, bytes) else data.encode())

    def redirect(self, target):
        self.send_response(302)
        self.send_header("Location", target)
        self.end_headers()

    def page_ok(self):
        self.answer(PAGE)

    def page_latin(self):
        self.answer(PAGE.replace("lake", "café").encode("latin-1"), "text/html; charset=iso-8859-1")

    def page_notes_txt(self):
        self.answer(SENTENCE, "text/plain")

    def page_article_wiki(self):
        self.answer(f"== History ==\n{SENTENCE}<ref>x</ref>", "text/plain")

    def page_news_jsonl(self):
        self.answer(f'{{"id": "k1", "text": "{SENTENCE}", "date": "1999-12-01"}}\n', "application/octet-stream")

    def page_unnamed(self):
        self.answer(PAGE, "")

    def page_picture(self):
        self.answer(b"\x89PNG\r\n\x1a\n", "image/png")

    def page_video(self):
        self.answer(b"\x00\x01\x02", "video/mp4")

    def page_json(self):
        self.answer("{}", "application/json")

    def page_no_pdf(self):
        self.answer("hello", "application/pdf")

    def page_empty(self):
        self.answer(b"")

    def page_missing(self):
        self.send_error(404)

    def page_broken(self):
        self.send_error(503)

    def page_once(self):
        self.redirect("/ok")

    def page_loop(self):
        self.redirect("/loop")

    def page_away(self):
        self.redirect("ftp://example.org/x")

    def page_silent(self):
        self.stopping.wait(60)

    def page_dripping_head(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.stopping.wait(0.1):
            self.wfile.write(b"a")
            self.wfile.flush()

    def page_dripping(self):
        self.answer(b"<html>")
        while not self.stopping.wait(0.1):
            self.wfile.write(b"a")
            self.wfile.flush()

    def page_endless(self):
        self.answer(b"<html>")
        while not self.stopping.is_set():
            self.wfile.write(b"<p>Kenya and Uganda.</p>" * 100)

    def page_announced(self):
        self.answer(b"x", Content_Length="999999999")

    def page_cut(self):
        self.answer(b"<html>", Content_Length="1000")


@pytest.fixture(scope="module")
def site():
    Handler.stopping.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    Handler.stopping.set()
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def direct(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ok", f"Two states\n\n{SENTENCE}"),
        ("once", f"Two states\n\n{SENTENCE}"),
        ("unnamed", f"Two states\n\n{SENTENCE}"),
        ("latin", f"Two states\n\n{SENTENCE.replace('lake', 'café')}"),
        ("notes.txt", SENTENCE),
        ("article.wiki", f"History\n\n{SENTENCE}"),
        ("news.jsonl", SENTENCE),
    ],
)
def test_pages(site, name, text):
    [document] = read(f"{site}/{name}")
    assert document.text == text
    assert document.source == f"{site}/{name}"


@pytest.mark.parametrize(
    ("name", "limits", "said"),
    [
        ("nowhere", SMALL, "404"),
        ("broken", SMALL, "503"),
        ("loop", SMALL, "redirects more than 3 times"),
        ("away", SMALL, "no web page"),
        ("endless", SMALL, "over the limit"),
        ("announced", SMALL, "over the limit"),
        ("cut", SMALL, "connection broke"),
        ("silent", SHORT, "no answer within"),
        ("dripping", SHORT, "no answer within 1 s"),
        ("dripping-head", SHORT, "no answer within 1 s"),
    ],
)
def test_limits(site, name, limits, said):
    begin = time.monotonic()
    with pytest.raises(DetenteError) as caught:
        fetch(f"{site}/{name}", limits)
    assert said in str(caught.value)
    assert str(caught.value).startswith(f"{site}/{name}: ")
    assert "\n" not in str(caught.value)
    assert time.monotonic() - begin < 60


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("picture", "picture"),
        ("video", "the server sends video/mp4"),
        ("json", "the server sends application/json"),
        ("no_pdf", "but it is none"),
        ("empty", "is empty"),
    ],
)
def test_what_is_no_text(site, name, said):
    with pytest.raises(DetenteError, match=said):
        list(read(f"{site}/{name}"))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://example.org/a.txt", "only http and https"),
        ("file:///etc/hosts", "only http and https"),
        ("http://127.0.0.1:9/a", "no connection"),
        ("http://no-such-host.invalid/", "no connection"),
        ("http://a:port/", "not an address"),
        ("http://", "not an address|lead"),
    ],
)
def test_addresses_that_lead_nowhere(address, said):
    with pytest.raises(DetenteError, match=said):
        list(read(address))
