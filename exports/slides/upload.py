"""A deck that somebody uploads: opened only after its archive has been found harmless."""

from __future__ import annotations

import io
import re
import zipfile
from enum import Enum
from typing import Any

from pptx import Presentation

from safety.archive import CONTENT_TYPES, SHARED_FOLDERS, ArchiveRules, Danger, UnsafeArchiveError, check_archive

LARGEST_BYTES = 20 * 1_000_000
MOST_SLIDES = 300
_ARCHIVE = ArchiveRules(
    folders=SHARED_FOLDERS | {"ppt"},
    macros=re.compile(r"vbaproject|activex|macro", re.IGNORECASE),
    ratio=200,
    members=5_000,
    unpacked=200 * 1_000_000,
)
_MACRO_TYPE = b"macroenabled"


class Refusal(Enum):
    """Why a file is not read."""

    TOO_LARGE = "too large"
    NO_DECK = "no deck"
    MACROS = "macros"
    SUSPICIOUS = "suspicious"
    TOO_MANY_SLIDES = "too many slides"


_REFUSALS = {
    Danger.UNREADABLE: Refusal.NO_DECK,
    Danger.ENCRYPTED: Refusal.SUSPICIOUS,
    Danger.MACROS: Refusal.MACROS,
    Danger.SUSPICIOUS: Refusal.SUSPICIOUS,
}


class UploadRefusedError(Exception):
    """The file is not read; ``reason`` says why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


def open_upload(content: bytes) -> Any:
    """The deck; raises ``UploadRefusedError`` where it is none, carries macros or could do harm."""
    if len(content) > LARGEST_BYTES:
        raise UploadRefusedError(Refusal.TOO_LARGE)
    _check(content)
    try:
        deck = Presentation(io.BytesIO(content))
        count = len(deck.slides)
    # Damaged parts make the library raise almost anything.
    except Exception as error:
        raise UploadRefusedError(Refusal.NO_DECK) from error
    if count > MOST_SLIDES:
        raise UploadRefusedError(Refusal.TOO_MANY_SLIDES)
    return deck


def _check(content: bytes) -> None:
    try:
        check_archive(io.BytesIO(content), _ARCHIVE)
    except UnsafeArchiveError as error:
        raise UploadRefusedError(_REFUSALS[error.danger]) from error
    except OSError as error:
        raise UploadRefusedError(Refusal.NO_DECK) from error
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if _MACRO_TYPE in archive.read(CONTENT_TYPES).lower():
            raise UploadRefusedError(Refusal.MACROS)
