"""Calendar files as RFC 5545 wants them: lines, folding, escaping, all-day entries."""

from __future__ import annotations

from datetime import date

from exports.calendar import DayEntry, calendar

STAND = date(2021, 3, 31)


def file(*entries: DayEntry) -> str:
    return calendar("KRM-Fristen", STAND, entries).decode()


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_an_entry_lasts_one_day_and_keeps_its_identifier():
    text = file(DayEntry(date(2020, 12, 31), "20201231-a@krm-statistik", "2 Vorgänge fällig", "A-1"))

    assert unfolded(text) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//KRM-Statistik//Fristen//DE",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:KRM-Fristen",
        "BEGIN:VEVENT",
        "UID:20201231-a@krm-statistik",
        "DTSTAMP:20210331T000000Z",
        "DTSTART;VALUE=DATE:20201231",
        "DTEND;VALUE=DATE:20210101",
        "SUMMARY:2 Vorgänge fällig",
        "DESCRIPTION:A-1",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_what_separates_values_is_escaped_and_control_characters_are_dropped():
    text = file(DayEntry(STAND, "u", "a;b,c\\d", "eins\r\nzwei\x00\x07"))

    assert "SUMMARY:a\\;b\\,c\\\\d" in unfolded(text)
    assert "DESCRIPTION:eins\\nzwei" in unfolded(text)


def test_a_text_cannot_begin_a_line_of_its_own():
    text = file(DayEntry(STAND, "u", "x\r\nEND:VCALENDAR", "y"))

    assert text.count("\r\nEND:VCALENDAR") == 1


def test_long_lines_are_folded_at_75_octets_between_characters():
    title = "ä" * 200 + "€" * 100 + "x" * 100
    text = calendar("KRM", STAND, [DayEntry(STAND, "u", title, "y")])
    lines = text.split(b"\r\n")

    assert max(len(line) for line in lines) in (74, 75)
    assert all(line.decode() for line in lines[:-1])
    assert f"SUMMARY:{title}" in unfolded(text.decode())
    assert b"\n" not in text.replace(b"\r\n", b"")
