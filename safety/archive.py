"""Office files are ZIP archives: found harmless here before any library unpacks or parses them.

The archive is unpacked once for counting: headers can lie about sizes, bytes cannot.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import BinaryIO

CONTENT_TYPES = "[Content_Types].xml"
SHARED_FOLDERS = frozenset({"docProps", "_rels", "customXml", "docMetadata"})
_CHUNK = 1 << 16
_ENCRYPTED = 0x1


class Danger(Enum):
    """Why an archive is not opened."""

    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    SUSPICIOUS = "suspicious"


class UnsafeArchiveError(Exception):
    """The archive must not be opened; ``danger`` says why."""

    def __init__(self, danger: Danger) -> None:
        super().__init__(danger.value)
        self.danger = danger


@dataclass(frozen=True)
class ArchiveRules:
    """What an archive of one kind may hold: sizes in bytes, its folders and the names of its members.

    ``ratio`` is the highest of unpacked to packed bytes of one member; a name in which ``macros`` is found tells of
    programs inside.
    """

    folders: frozenset[str]
    macros: re.Pattern[str]
    ratio: int
    members: int
    unpacked: int
    names: re.Pattern[str] = re.compile(r".+", re.DOTALL)


def check_archive(source: Path | BinaryIO, rules: ArchiveRules) -> None:
    """Raise ``UnsafeArchiveError`` unless the archive keeps the rules; OSError where it cannot be read at all."""
    try:
        with zipfile.ZipFile(source) as archive:
            members = archive.infolist()
            _check_members(members, rules)
            _count_bytes(archive, members, rules.unpacked)
    # Unknown ways of packing and wrong passwords are RuntimeErrors.
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        raise UnsafeArchiveError(Danger.UNREADABLE) from error


def _check_members(members: list[zipfile.ZipInfo], rules: ArchiveRules) -> None:
    names = [member.filename for member in members]
    if len(members) > rules.members:
        raise UnsafeArchiveError(Danger.SUSPICIOUS)
    if CONTENT_TYPES not in names:
        raise UnsafeArchiveError(Danger.UNREADABLE)
    if any(rules.macros.search(name) for name in names):
        raise UnsafeArchiveError(Danger.MACROS)
    if len(set(names)) != len(names) or not all(_is_expected(name, rules) for name in names):
        raise UnsafeArchiveError(Danger.SUSPICIOUS)
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise UnsafeArchiveError(Danger.ENCRYPTED)
    if sum(member.file_size for member in members) > rules.unpacked:
        raise UnsafeArchiveError(Danger.SUSPICIOUS)
    if any(member.file_size > rules.ratio * max(member.compress_size, 1) for member in members):
        raise UnsafeArchiveError(Danger.SUSPICIOUS)


def _is_expected(name: str, rules: ArchiveRules) -> bool:
    if name == CONTENT_TYPES:
        return True
    parts = PurePosixPath(name).parts
    return bool(parts) and rules.names.fullmatch(name) is not None and ".." not in parts and parts[0] in rules.folders


def _count_bytes(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], most: int) -> None:
    unpacked = 0
    for member in members:
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > most:
                    raise UnsafeArchiveError(Danger.SUSPICIOUS)
