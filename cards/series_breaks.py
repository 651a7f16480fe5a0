"""Days across which a series must not be compared: the deadline rule or a catalogue is another one from there on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest

from cards import standards
from cards.base import Context
from cards.events import concerning
from cards.standards import Change
from domain import formats
from domain.zeitraum import Bucket, DaySpan, buckets
from figures.breaks import Break

# What of an indicator depends on the due date.
MEASURED_BY_STANDARD = frozenset({"fristquote", "fristgerecht", "verspaetet", "ueberfaellig", "offen_in_frist"})
# An event of this Kategorie tells that the catalogues changed: what is filtered or split by them is another thing then.
KATALOG = "Katalog"
CATALOGUES = frozenset({"bereich", "thema", "kanal", "personenkreis"})


def series_breaks(context: Context, kennzahl: str, split: str | None = None) -> list[Change]:
    """All breaks of an indicator from the first day of the comparison to the last day of the period.

    ``split`` is the dimension by which its parts are told apart, if any.
    """
    whole = _whole(context)
    found = []
    if CATALOGUES & {split, *(merkmal for merkmal, _ in context.selection.filter)}:
        found = [
            Change(ereignis.datum_von, ereignis.titel)
            for ereignis in concerning(context)
            if ereignis.kategorie == KATALOG and whole.von < ereignis.datum_von <= whole.bis
        ]
    if kennzahl in MEASURED_BY_STANDARD:
        found += standards.changes(context, whole)
    return sorted(found, key=lambda change: (change.day, change.label))


def before_comparison(context: Context, breaks: Sequence[Change], je: str = "monat") -> list[Change | None]:
    """Per bucket of the period, and last for the period itself: the break between it and its comparison, if any."""
    now = context.selection.zeitraum
    earlier = context.comparison
    if earlier is None:
        return [None] * (len(buckets(now, (je,))) + 1)
    pairs = [
        (past.span if past else None, bucket.span)
        for bucket, past in zip_longest(buckets(now, (je,)), buckets(earlier.zeitraum, (je,)))
        if bucket is not None
    ]
    return [
        _between(breaks, past, span) if past else None for past, span in (*pairs, (earlier.zeitraum.span, now.span))
    ]


def inside(context: Context, breaks: Sequence[Change], je: str = "monat") -> list[Break]:
    """The breaks within the time axis of the period, where bucket ``n`` reaches from n − ½ to n + ½."""
    axis = buckets(context.selection.zeitraum, (je,))
    return [
        Break(at - 0.5 + (change.day - bucket.span.von).days / bucket.span.length, change.label)
        for change in breaks
        for at, bucket in enumerate(axis)
        if bucket.span.von <= change.day <= bucket.span.bis and change.day > axis[0].span.von
    ]


def first_bucket(day: date, axis: Sequence[Bucket]) -> int:
    """Number of the bucket in which ``day`` lies, or of the first one after it; the length of the axis without one."""
    return next((at for at, bucket in enumerate(axis) if bucket.span.bis >= day), len(axis))


def reason(change: Change) -> str:
    """Why no difference and no change is told."""
    return (
        f"Keine Veränderung über den Bruch der Reihe hinweg: {change.label} (ab {formats.day(change.day)})."
        " Die Werte davor und danach sind mit verschiedenem Maß gemessen."
    )


def _between(breaks: Sequence[Change], past: DaySpan, now: DaySpan) -> Change | None:
    """The first break after the beginning of ``past`` and not after the end of ``now``."""
    return next((change for change in breaks if past.von < change.day <= now.bis), None)


def _whole(context: Context) -> DaySpan:
    span = context.selection.zeitraum.span
    earlier = context.comparison
    return span if earlier is None else DaySpan(min(span.von, earlier.span.von), span.bis)
