"""A deck that somebody uploads: opened only after its archive has been found harmless."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from enum import Enum
from pathlib import PurePosixPath
from typing import Any

from pptx import Presentation

LARGEST_BYTES = 20 * 1_000_000
MOST_SLIDES = 300
_LARGEST_UNPACKED, _LARGEST_RATIO, _MOST_MEMBERS = 200 * 1_000_000, 200, 5_000
_CHUNK = 1 << 16
_FOLDERS = frozenset({"ppt", "docProps", "_rels", "customXml", "docMetadata"})
_CONTENT_TYPES = "[Content_Types].xml"
_MACRO = re.compile(r"vbaproject|activex|macro", re.IGNORECASE)
_MACRO_TYPE = b"macroenabled"
_ENCRYPTED = 0x1


class Refusal(Enum):
    """Why a file is not read."""

    TOO_LARGE = "too large"
    NO_DECK = "no deck"
    MACROS = "macros"
    SUSPICIOUS = "suspicious"
    TOO_MANY_SLIDES = "too many slides"


class UploadRefusedError(Exception):
    """The file is not read; ``reason`` says why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


def open_upload(content: bytes) -> Any:
    """The deck; raises ``UploadRefusedError`` where it is none, carries macros or could do harm."""
    if len(content) > LARGEST_BYTES:
        raise UploadRefusedError(Refusal.TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise UploadRefusedError(Refusal.NO_DECK) from error
    try:
        deck = Presentation(io.BytesIO(content))
        count = len(deck.slides)
    # Damaged parts make the library raise almost anything.
    except Exception as error:
        raise UploadRefusedError(Refusal.NO_DECK) from error
    if count > MOST_SLIDES:
        raise UploadRefusedError(Refusal.TOO_MANY_SLIDES)
    return deck


def _check(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(members) > _MOST_MEMBERS or len(set(names)) != len(names):
        raise UploadRefusedError(Refusal.SUSPICIOUS)
    if _CONTENT_TYPES not in names:
        raise UploadRefusedError(Refusal.NO_DECK)
    if any(_MACRO.search(name) for name in names):
        raise UploadRefusedError(Refusal.MACROS)
    if any(member.flag_bits & _ENCRYPTED for member in members) or not all(map(_is_expected, names)):
        raise UploadRefusedError(Refusal.SUSPICIOUS)
    if sum(member.file_size for member in members) > _LARGEST_UNPACKED:
        raise UploadRefusedError(Refusal.SUSPICIOUS)
    if any(member.file_size > _LARGEST_RATIO * max(member.compress_size, 1) for member in members):
        raise UploadRefusedError(Refusal.SUSPICIOUS)
    _count_bytes(archive, members)
    if _MACRO_TYPE in archive.read(_CONTENT_TYPES).lower():
        raise UploadRefusedError(Refusal.MACROS)


def _is_expected(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return name == _CONTENT_TYPES or (bool(parts) and ".." not in parts and parts[0] in _FOLDERS)


def _count_bytes(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Headers can lie about sizes, bytes cannot."""
    unpacked = 0
    for member in members:
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > _LARGEST_UNPACKED:
                    raise UploadRefusedError(Refusal.SUSPICIOUS)
