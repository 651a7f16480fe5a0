"""Control charts on cards: an indicator over the period and the time before it, judged by the rules of chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import mean

from analysis import narrative
from analysis.control_chart import TRIAL_BELOW, ChartPoint, ControlChart, p_chart, xmr_chart
from analysis.narrative import Rule, Signal, Verdict
from analysis.run_rules import Signal as Found
from cards.base import Context
from cards.entwicklung import BUCKET_MONTHS
from cards.series_breaks import MEASURED_BY_STANDARD, first_bucket, inside, series_breaks
from data_access.aggregate import Werte, Zeile, breakdown
from domain import formats
from domain.kennzahlen import KENNZAHLEN, Einheit, Kennzahl
from domain.zeitraum import Bucket, Monat, Zeitraum, buckets
from figures.breaks import Break

# Buckets before the end of the period that a chart looks back on; a longer period is looked at as a whole.
LOOK_BACK = 24
MOST_SIGNALS = 2
OPEN = "offen_in_frist"
# Single values below this scatter less evenly than the limits suppose.
FEW_PER_BUCKET = 10
# Below this there are no limits at all worth drawing.
FEWEST_PER_BUCKET = 3
NOT_OVER = "nicht beurteilt: unvollständig"
STILL_OPEN = "nicht beurteilt: noch Vorgänge in Frist"
RUN_UP = "Vorlauf"


@dataclass(frozen=True)
class Start:
    """Why new limits begin with a bucket."""

    at: int
    day: date
    label: str


@dataclass(frozen=True)
class Controlled:
    """A control chart on its axis of months, quarters or years.

    The axis begins before the period, where there are data, so that the limits have something to stand on; ``first`` is
    the number of the first bucket of the period itself. ``skipped`` are buckets that cannot be judged, with the reason.
    """

    kennzahl: Kennzahl
    je: str
    axis: tuple[Bucket, ...]
    first: int
    werte: tuple[Werte, ...]
    skipped: dict[int, str]
    starts: tuple[Start, ...]
    breaks: tuple[Break, ...]
    chart: ControlChart

    @property
    def is_share(self) -> bool:
        return self.kennzahl.einheit is Einheit.ANTEIL

    @property
    def trial(self) -> bool:
        """Whether the limits that hold at the end stand on too few points."""
        return self.points_at_end < TRIAL_BELOW

    @property
    def mean_count(self) -> float | None:
        """Mean of the judged values of a count; None for other units or without values."""
        values = [point.value for point in self.chart.points if point.value is not None]
        return mean(values) if values and self.kennzahl.einheit is Einheit.ANZAHL else None

    @property
    def sparse(self) -> bool:
        """Whether a count is too rare for limits."""
        return self.mean_count is not None and self.mean_count < FEWEST_PER_BUCKET

    @property
    def points_at_end(self) -> int:
        """How many values belong to the segment of the latest one."""
        latest = self.chart.latest
        return (
            0 if latest is None else sum(p.segment == latest.segment and p.value is not None for p in self.chart.points)
        )

    @property
    def verdicts(self) -> list[Verdict]:
        """What is told of the period: its signals, and whether the limits at its end stand on too few points."""
        told = self._signals_of_period()
        left_out = tuple(self.axis[at].zeitraum for at in sorted(self.skipped) if at >= self.first)
        judged = any(point.value is not None for point in self.chart.points[self.first :])
        whole = Verdict(told, TRIAL_BELOW, TRIAL_BELOW, self.je, left_out, judged)
        verdicts = [whole] if told or not self.trial else []
        return verdicts + ([Verdict((), self.points_at_end, TRIAL_BELOW, self.je)] if self.trial else [])

    def _signals_of_period(self) -> tuple[Signal, ...]:
        """Each kind of signal once, with its last bucket; the strongest rules first."""
        found: dict[tuple[str, bool], Signal] = {}
        for at in range(self.first, len(self.axis)):
            for one in self.found(at):
                key = one.rule.value, one.up
                before = found[key].count if key in found else 0
                count = before + 1 if one.rule.value == Rule.OUTSIDE.value else one.length
                found[key] = Signal(Rule(one.rule.value), one.up, count, self.axis[at].zeitraum)
        order = [rule.value for rule in Rule]
        return tuple(found[key] for key in sorted(found, key=lambda key: (order.index(key[0]), not key[1])))[
            :MOST_SIGNALS
        ]

    def signals(self, at: int) -> list[str]:
        """The signals of one bucket in words; limits on too few points give none."""
        return [narrative.signal_words(_told(one), self.je) for one in self.found(at)]

    def found(self, at: int) -> tuple[Found, ...]:
        """The same as the rules that fired."""
        point = self.chart.points[at]
        return () if self.chart.segments[point.segment].trial else point.signals

    def remark(self, at: int) -> str:
        """What else is to be known of a bucket."""
        return "; ".join(text for text in (RUN_UP if at < self.first else "", self.skipped.get(at, "")) if text)


def controlled(context: Context, code: str, je: str, new_from: date | None = None) -> Controlled | None:
    """The control chart of an indicator, re-based where its series breaks and at ``new_from``; None without data.

    Only of exact numbers: what chance does to rounded ones is another thing.
    """
    context.view.require_exact()
    window = _window(context, je)
    if window is None:
        return None
    wide = replace(context, selection=replace(context.selection, zeitraum=window, vergleich="ohne"))
    kennzahl, axis = KENNZAHLEN[code], buckets(window, (je,))
    rows = breakdown(wide.view, wide.selection, [code, OPEN], (je,))
    werte = tuple(zeile.werte[code] for zeile in rows)
    breaks = series_breaks(wide, code)
    starts = [Start(first_bucket(change.day, axis), change.day, change.label) for change in breaks]
    if new_from is not None and window.span.von < new_from <= window.span.bis:
        titles = [e.titel for e in context.view.catalog.ereignisse if e.datum_von == new_from]
        starts.append(Start(first_bucket(new_from, axis), new_from, titles[0] if titles else formats.day(new_from)))
    skipped = _skipped(context, kennzahl, je, axis, rows)
    return Controlled(
        kennzahl=kennzahl,
        je=je,
        axis=axis,
        first=first_bucket(context.selection.zeitraum.span.von, axis),
        werte=werte,
        skipped=skipped,
        starts=tuple(start for start in starts if 0 < start.at < len(axis)),
        breaks=tuple(inside(wide, breaks, je)),
        chart=_chart(kennzahl, werte, skipped, [start.at for start in starts]),
    )


def notes(one: Controlled) -> list[str]:
    """How the limits came about, and how far they can be trusted."""
    told = [_method(one)]
    told += [
        f"Neue Grenzen ab {one.axis[start.at].zeitraum.in_words()}: {start.label} ({formats.day(start.day)})."
        for start in one.starts
    ]
    if one.first:
        told.append(f"Der Vorlauf vor {one.axis[one.first].zeitraum.in_words()} gehört nicht zum gewählten Zeitraum.")
    if one.trial:
        points = one.points_at_end
        told.append(
            f"Vorläufige Grenzen: Es gibt erst {points} von {TRIAL_BELOW} Werten, mit jedem weiteren ändern sie sich."
        )
    if one.mean_count is not None and one.mean_count < FEW_PER_BUCKET:
        told.append(f"Bei im Mittel weniger als {FEW_PER_BUCKET} Fällen sind die Grenzen nur ein Anhalt.")
    return told


def _method(one: Controlled) -> str:
    if one.is_share:
        return (
            f"p-Karte: Grenzen exakt nach der Binomialverteilung aus den ersten {TRIAL_BELOW} Werten (99,73 %), je nach"
            " Zahl der Fälle."
        )
    return f"XmR-Karte: Grenzen aus den ersten {TRIAL_BELOW} Werten (Mittel ± 2,66 · mittlere gleitende Spannweite)."


def _window(context: Context, je: str) -> Zeitraum | None:
    """The period, begun so early that there are ``LOOK_BACK`` buckets; within the data, from the start of a bucket."""
    catalog, period = context.view.catalog, context.selection.zeitraum
    if catalog.first_eingang is None:
        return None
    size, data = BUCKET_MONTHS[je], Monat.of(catalog.first_eingang)
    until = min(period.bis, Monat.of(catalog.stand.datenstand))
    start = min(period.von, until.plus(1 - size * LOOK_BACK))
    start = max(start.plus(-(start.index % size)), data)
    return Zeitraum(start, until) if start <= until and period.von <= until else None


def _skipped(
    context: Context, kennzahl: Kennzahl, je: str, axis: Sequence[Bucket], rows: Sequence[Zeile]
) -> dict[int, str]:
    """Buckets of which a part is missing, and those whose deadline state is still open."""
    stand = context.view.catalog.stand.datenstand
    found = {}
    for at, (bucket, row) in enumerate(zip(axis, rows, strict=True)):
        if bucket.span.bis > stand or len(bucket.monate) < BUCKET_MONTHS[je]:
            found[at] = NOT_OVER
        elif kennzahl.code in MEASURED_BY_STANDARD and row.werte[OPEN].wert:
            found[at] = STILL_OPEN
    return found


def _chart(kennzahl: Kennzahl, werte: Sequence[Werte], skipped: dict[int, str], starts: Sequence[int]) -> ControlChart:
    judged = [Werte() if at in skipped else one for at, one in enumerate(werte)]
    if kennzahl.einheit is Einheit.ANTEIL:
        return p_chart([one.zaehler or 0 for one in judged], [one.nenner or 0 for one in judged], starts)
    return xmr_chart([one.wert for one in judged], starts)


def _told(found: Found) -> Signal:
    return Signal(Rule(found.rule.value), found.up, found.length)


def limits_of(point: ChartPoint) -> tuple[float | None, float | None, float | None]:
    """Centre, lower and upper limit of a point; None where there are none."""
    return (None, None, None) if point.limits is None else (point.limits.centre, point.limits.lower, point.limits.upper)
