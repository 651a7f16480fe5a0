"""Answers as they are compared: everything in them that people or machines read, letter by letter."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from hashlib import blake2b

import brotli
import orjson

# The page itself holds no figures, but hashes that change from start to start.
_MARK = b"KRM-Statistik"
# A page that was laid out has a name of its own each time.
_LAID_OUT = re.compile(rb'"id":"[a-z]+--[0-9a-f]{8}"')


@dataclass(frozen=True)
class Answer:
    """Status and body of an answer as it came."""

    status: int
    body: bytes
    content_type: str = ""
    encoding: str = ""

    def essence(self) -> tuple[int, bytes]:
        """Status and a digest of what is in it."""
        return self.status, blake2b(self._content(), digest_size=16).digest()

    def _content(self) -> bytes:
        body = brotli.decompress(self.body) if self.encoding == "br" else self.body
        if self.content_type.startswith("text/html"):
            return _MARK if _MARK in body else body
        if self.content_type.startswith("application/json"):
            # The order of properties differs from process to process.
            return _LAID_OUT.sub(b"", orjson.dumps(orjson.loads(body), option=orjson.OPT_SORT_KEYS))
        return _parts(body) if body.startswith(b"PK") else body


def _parts(archive: bytes) -> bytes:
    """The parts of a workbook; when it was written does not matter."""
    with zipfile.ZipFile(io.BytesIO(archive)) as book:
        return b"\0".join(name.encode() + b"\0" + book.read(name) for name in book.namelist() if "docProps" not in name)
