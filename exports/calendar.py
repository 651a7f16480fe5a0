"""Calendar files (RFC 5545): one all-day entry per day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//KRM-Statistik//Fristen//DE"
# Octets of a line without its line break.
_LONGEST_LINE = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class DayEntry:
    """An all-day entry: its day, an identifier that stays the same from file to file, title and text."""

    day: date
    uid: str
    title: str
    text: str


def calendar(name: str, stand: date, entries: Iterable[DayEntry]) -> bytes:
    """The file; equal input gives equal bytes, because its clock is the Datenstand. It needs at least one entry."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{_escaped(name)}")
    for entry in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{entry.uid}",
            f"DTSTAMP:{stand:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(entry.title)}",
            f"DESCRIPTION:{_escaped(entry.text)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _escaped(text: str) -> str:
    """Text without control characters, with what separates values made harmless."""
    return "".join(c for c in text.translate(_ESCAPES) if c == "\t" or (ord(c) >= 32 and ord(c) != 127))


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, no character torn apart; every further one begins with a space."""
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _LONGEST_LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece += character
        size += octets
    return "\r\n".join([*pieces, piece])
