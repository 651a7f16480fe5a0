"""Compressed responses: static files as small as possible and computed once, everything else quickly.

Static files are the assets and Dash's component bundles. Their compressed bodies are kept in memory and on
disk under the digest of their content, so a restart or another worker does not compute them again.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import os
import tempfile
import threading
import zlib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs

import brotli
from flask import Flask, Response, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

STATIC_FOLDERS = ("/assets/", "/_dash-component-suites/")
STATIC_TYPES = frozenset(
    {"text/css", "text/javascript", "application/javascript", "application/json", "image/svg+xml", "text/plain"}
)
DYNAMIC_TYPES = frozenset({"text/html", "application/json", "text/csv", "image/svg+xml"})
SMALLEST_DYNAMIC = 1024
# What every visit asks for again although it seldom changes.
REVALIDATED = frozenset({"/_dash-layout", "/_dash-dependencies"})
ONE_YEAR = 365 * 24 * 60 * 60
IMMUTABLE = f"public, max-age={ONE_YEAR}, immutable"
# In order of preference where the client likes both equally.
ENCODINGS = ("br", "gzip")

log = logging.getLogger(__name__)


class CompressedFiles:
    """Compressed bodies by content and encoding: in memory, and on disk where the folder can be written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._memory: dict[tuple[str, str], bytes] = {}
        self._lock = threading.Lock()

    def get(self, content: bytes, digest: str, encoding: str) -> bytes:
        """The content in the encoding, computed at most once; digest is the content's own."""
        key = (digest, encoding)
        if key not in self._memory:
            with self._lock:
                if key not in self._memory:
                    self._memory[key] = self._load(content, digest, encoding)
        return self._memory[key]

    def _load(self, content: bytes, digest: str, encoding: str) -> bytes:
        file = self._folder / f"{digest}.{encoding}"
        stored = _read(file)
        if stored is not None and _is_encoding_of(stored, content, encoding):
            return stored
        body = _compress_best(content, encoding)
        try:
            _write(file, body)
        except OSError as error:
            log.warning("Compressed files are kept in memory only: %s", error)
        return body


def install(server: Flask, cache_dir: Path) -> None:
    """Compress the responses of the server; compressed static files are kept in cache_dir.

    Call it before anything else registers after-request functions: Flask runs them last to first, and bodies
    must be final when they are compressed.
    """
    files = CompressedFiles(cache_dir)

    @server.after_request
    def compress(response: Response) -> Response:
        if request.method in {"GET", "POST"} and "Content-Encoding" not in response.headers:
            if request.method == "GET" and any(folder in request.path for folder in STATIC_FOLDERS):
                _deliver_static(response, files)
            else:
                _deliver_dynamic(response)
                if request.method == "GET" and request.path in REVALIDATED and response.status_code == 200:
                    _deliver_once(response)
        return response


def precompress(client: FlaskClient, page: str = "/") -> int:
    """Request every script and style sheet the page names, in each encoding; returns how many there are.

    Raises RuntimeError if the page or one of its files is not delivered.
    """
    names = _LocalFiles()
    names.feed(_delivered(client.get(page), page).get_data(as_text=True))
    for url in names.urls:
        for encoding in ENCODINGS:
            _delivered(client.get(url, headers={"Accept-Encoding": encoding}, buffered=True), url)
    return len(names.urls)


class _LocalFiles(HTMLParser):
    """Collects the addresses of a page's own scripts and style sheets."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        url = None
        if tag == "script":
            url = values.get("src")
        elif tag == "link" and values.get("rel") == "stylesheet":
            url = values.get("href")
        if url and url.startswith("/") and not url.startswith("//"):
            self.urls.append(url)


def _delivered(response: TestResponse, url: str) -> TestResponse:
    if response.status_code != 200:
        raise RuntimeError(f"{url} answers {response.status_code}")
    return response


def _deliver_static(response: Response, files: CompressedFiles) -> None:
    """Give a static file its cache headers and, where its type gains from it, its compressed body."""
    if response.status_code not in {200, 304}:
        return
    response.headers["Cache-Control"] = IMMUTABLE if _is_fingerprinted(response) else "no-cache"
    if response.status_code != 200 or response.mimetype not in STATIC_TYPES:
        return
    response.direct_passthrough = False
    content = response.get_data()
    digest = hashlib.sha256(content).hexdigest()[:32]
    encoding = accepted_encoding()
    response.vary.add("Accept-Encoding")
    response.headers.pop("Last-Modified", None)
    response.set_etag(digest if encoding is None else f"{digest}-{encoding}")
    if encoding is not None:
        response.headers["Content-Encoding"] = encoding
        response.set_data(files.get(content, digest, encoding))
    response.make_conditional(request)


def _deliver_dynamic(response: Response) -> None:
    """Compress a computed text quickly; streams and short answers stay as they are."""
    if response.mimetype not in DYNAMIC_TYPES or response.direct_passthrough or response.is_streamed:
        return
    response.vary.add("Accept-Encoding")
    encoding = accepted_encoding()
    content = response.get_data()
    if encoding is None or len(content) <= SMALLEST_DYNAMIC:
        return
    etag, _ = response.get_etag()
    if etag is not None:
        response.set_etag(etag, weak=True)
    response.headers["Content-Encoding"] = encoding
    response.set_data(_compress_fast(content, encoding))


def _deliver_once(response: Response) -> None:
    """Let the browser keep an answer for this person alone and ask each time whether it still holds."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag(weak=True)
    response.make_conditional(request)


def _is_fingerprinted(response: Response) -> bool:
    """Whether the address changes with the content: ``?m=`` of assets; Dash itself says it for its bundles."""
    # Not request.args, which raises on bytes that are no UTF-8.
    return "m" in parse_qs(request.query_string.decode(errors="replace")) or response.cache_control.max_age == ONE_YEAR


def accepted_encoding() -> str | None:
    """The encoding the client likes best among ours; None if it accepts neither."""
    accepted = request.accept_encodings
    best = max(ENCODINGS, key=accepted.quality)
    return best if accepted.quality(best) > 0 else None


def _compress_best(content: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(content, mode=brotli.MODE_TEXT, quality=11))
    return gzip.compress(content, compresslevel=9, mtime=0)


def _compress_fast(content: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(content, mode=brotli.MODE_TEXT, quality=4))
    return gzip.compress(content, compresslevel=5, mtime=0)


def _is_encoding_of(body: bytes, content: bytes, encoding: str) -> bool:
    """Whether the stored body still is the content: a damaged file on disk must not reach a browser."""
    try:
        return bool((brotli.decompress(body) if encoding == "br" else gzip.decompress(body)) == content)
    except (brotli.error, zlib.error, OSError, EOFError):
        return False


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _write(file: Path, body: bytes) -> None:
    """Write the file so that readers see all of it or nothing; raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(body)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
