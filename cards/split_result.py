"""A split change as table, chart and words; the whole of a count, the two effects of a rate."""

from __future__ import annotations

from analysis.contributions import ChangeSplit, Contribution
from analysis.rate_change import GroupEffect, RateChange, Reversal
from cards import wording
from cards.base import CardResult, Context, RowChoice, RowLink
from cards.dimensions import POSTEN, Dimension, is_own
from cards.explanation import Explanation, Split
from cards.row_links import row_links
from data_access.aggregate import Werte
from domain import formats
from domain.kennzahlen import Richtung
from exports.table import Cell, Column, Kind, Table
from figures import theme
from figures.effects import Effect, effects
from figures.waterfall import Step, waterfall

SHOWN = 9
FURTHER = "weiter aufteilen"
OVER_ANLIEGEN = (
    "Eine Kundenreaktion kann mehrere Anliegen haben; aufgeteilt sind deshalb die Anliegen, die sich ohne Rest"
    " zusammenzählen."
)
NO_CASES = "In einem der beiden Zeiträume gibt es keine Fälle, aus denen sich die Quote ergibt."
CONTRIBUTION = (
    "Beitrag: Differenz geteilt durch alle Fälle des Vergleichszeitraums; die Beiträge ergeben zusammen genau die"
    " Veränderung."
)
OPPOSED = "Niveau und Struktur wirken gegeneinander."
# How a rate that rose, and one that fell, is told.
DIRECTIONS = {
    Richtung.MEHR: ("besser", "schlechter"),
    Richtung.WENIGER: ("schlechter", "besser"),
    Richtung.NEUTRAL: ("höher", "niedriger"),
}
NOTHING = "Hier gibt es nichts aufzuteilen: In keinem Merkmal kommen zwei verschiedene Posten vor."
EFFECTS = (
    "Niveaueffekt: was die veränderten Quoten der Gruppen bewegen, gewichtet mit ihrem mittleren Anteil."
    " Struktureffekt: was die veränderten Anteile der Gruppen bewegen, gewichtet mit dem Abstand ihrer Quote von der"
    " mittleren Gesamtquote. Zusammen ergeben beide die ganze Veränderung (Zerlegung nach Kitagawa)."
)
NOT_ADDITIVE = "Eine Kundenreaktion kann hier in mehreren Zeilen stehen; die Beiträge ergäben nicht die Veränderung."
IS_DEFINITION = "Dieses Merkmal gehört zur Kennzahl selbst und erklärt ihre Veränderung nicht."


def split_result(explanation: Explanation, split: Split, titel: str, further: bool = False) -> CardResult:
    """The card of a split; with ``further`` the heads of its rows choose the item that is split further."""
    context, change = explanation.context, split.change
    if isinstance(change, ChangeSplit):
        table, words = _count_table(context, split, change, titel), _count_words(context, split, change)
        figure = _count_figure(context, split, change) if change.before or change.after else None
    elif min(_bases(split)) < context.smallest_base:
        return without_result(explanation, titel, f"Prozentpunkte stehen erst ab {context.smallest_base} Fällen.")
    else:
        table, words = _rate_table(context, split, change, titel), _rate_words(context, split, change)
        figure = _rate_figure(context, split, change)
    instead = split.kennzahl is not explanation.asked
    choice = RowChoice(FURTHER, tuple({POSTEN.name: f"{split.dimension.code}.{key}"} for key in split.keys))
    return CardResult(
        table=table,
        words=f"{OVER_ANLIEGEN} {words}" if instead else words,
        figure=figure,
        titel=titel,
        einheit=split.kennzahl.einheit_name,
        kennzahlen=(split.kennzahl.code,),
        row_choice=choice if further else None,
        row_links=_links(explanation, split) if further else (),
    )


def _links(explanation: Explanation, split: Split) -> tuple[RowLink | None, ...]:
    keys = [{split.dimension.merkmal: key} for key in split.keys]
    return row_links(explanation.context, split.kennzahl.code, keys, split.dimension.ebene)


def _bases(split: Split) -> tuple[int, int]:
    """All cases before and now."""
    werte = split.werte.values()
    return sum(one.vergleich_nenner or 0 for one in werte), sum(one.nenner or 0 for one in werte)


def without_result(explanation: Explanation, titel: str, words: str) -> CardResult:
    """The card where nothing can be split, and why."""
    columns = (Column("Posten"), Column("Differenz", Kind.DIFFERENZ))
    kennzahl = explanation.asked
    return CardResult(
        Table(titel, columns, (), None, (words,)), words, einheit=kennzahl.einheit_name, kennzahlen=(kennzahl.code,)
    )


def why_not(explanation: Explanation, dimension: Dimension | None) -> str:
    """Why there is no split by ``dimension``; None: by any."""
    if explanation.unit is None:
        dimension = explanation.beside
    elif dimension is None or not explanation.is_open(dimension):
        return NOTHING if dimension is None else explanation.broken(dimension) or NOTHING
    assert dimension is not None
    if explanation.counted(dimension) is not None:
        return NO_CASES
    return IS_DEFINITION if is_own(explanation.asked, dimension) else NOT_ADDITIVE


def _count_table(context: Context, split: Split, change: ChangeSplit, titel: str) -> Table:
    columns = (
        Column(split.dimension.name),
        Column(context.past_name, Kind.ANZAHL),
        Column(context.now_name, Kind.ANZAHL),
        Column("Differenz", Kind.DIFFERENZ),
        Column("Beitrag", Kind.PROZENTPUNKTE),
        Column("eigene Veränderung", Kind.VERAENDERUNG),
    )
    told = change.before >= context.smallest_base
    rows: list[tuple[Cell, ...]] = []
    for item in change.items:
        own = item.difference / item.before if item.before >= context.smallest_base else None
        name = context.name(split.dimension.merkmal, item.key)
        rows.append((name, item.before, item.after, item.difference, item.of_before if told else None, own))
    relative = change.relative if told else None
    total = ("Gesamt", change.before, change.after, change.difference, relative, relative)
    return Table(titel, columns, tuple(rows), total, tuple(_count_notes(context, change)))


def _count_notes(context: Context, change: ChangeSplit) -> list[str]:
    notes = [CONTRIBUTION, *wording.period_notes(context)]
    if any(item.before < context.smallest_base for item in change.items):
        notes.append(wording.small_base_note(context.smallest_base))
    rest = change.items[SHOWN:]
    if len(rest) > 1:
        together = formats.signed(sum(item.difference for item in rest))
        notes.append(f"Das Diagramm fasst die {len(rest)} kleinsten Beiträge zusammen: {together}.")
    return notes


def _count_words(context: Context, split: Split, change: ChangeSplit) -> str:
    werte = Werte(change.after, change.after, None, change.before, change.before, None)
    told = wording.change_text(split.kennzahl, werte, context.smallest_base)
    first = (
        f"{split.kennzahl.name}: {formats.number(change.after)} ({context.now_name}) gegenüber"
        f" {formats.number(change.before)} ({context.past_name}), {told}."
    )
    along = [item for item in change.items if item.difference * (change.difference or 1) > 0]
    against = [item for item in change.items if item.difference * (change.difference or 1) < 0]
    parts = [first]
    for start, items in (("Größter Beitrag", along), ("Dagegen", against)):
        if items:
            parts.append(f"{start}: {_contribution(context, split, change, items[0])}.")
    return " ".join(parts)


def _contribution(context: Context, split: Split, change: ChangeSplit, item: Contribution) -> str:
    name, difference = context.name(split.dimension.merkmal, item.key), formats.signed(item.difference)
    if item.of_before is None or change.before < context.smallest_base:
        return f"{name} {difference}"
    return f"{name} {difference} ({formats.percentage_points(item.of_before)})"


def _count_figure(context: Context, split: Split, change: ChangeSplit) -> theme.Figure:
    shown = change.items[:SHOWN] if len(change.items) > SHOWN + 1 else change.items
    rest = change.items[len(shown) :]
    steps = [_step(context.name(split.dimension.merkmal, item.key), item.difference) for item in shown]
    if rest:
        steps.append(_step(f"übrige ({len(rest)})", sum(item.difference for item in rest)))
    ends = [
        Step(name, value, formats.number(value), f"{theme.safe(name)}: {formats.number(value)}")
        for name, value in ((context.past_name, change.before), (context.now_name, change.after))
    ]
    return waterfall(ends[0], steps, ends[1], ("weniger", "mehr"))


def _step(name: str, difference: int) -> Step:
    text = formats.signed(difference)
    return Step(name, difference, text, f"{theme.safe(name)}: {text}")


def _rate_table(context: Context, split: Split, change: RateChange, titel: str) -> Table:
    past, now = context.past_name, context.now_name
    columns = (
        Column(split.dimension.name),
        Column(past, Kind.ANTEIL, "Quote"),
        Column(now, Kind.ANTEIL, "Quote"),
        Column(past, Kind.ANTEIL, "Anteil an den Fällen"),
        Column(now, Kind.ANTEIL, "Anteil an den Fällen"),
        Column("Niveaueffekt", Kind.PROZENTPUNKTE, "Beitrag"),
        Column("Struktureffekt", Kind.PROZENTPUNKTE, "Beitrag"),
        Column("zusammen", Kind.PROZENTPUNKTE, "Beitrag"),
    )
    rows = [
        (
            context.name(split.dimension.merkmal, group.key),
            *_rates(context, split.werte[group.key]),
            group.share_before,
            group.share_after,
            group.rate_effect,
            group.mix_against_mean,
            group.rate_effect + group.mix_against_mean,
        )
        for group in change.groups
    ]
    notes = [EFFECTS, *wording.period_notes(context)]
    if any(isinstance(cell, str) for row in rows for cell in row[1:3]):
        notes.append(wording.small_share_note(context.smallest_base))
    total = ("Gesamt", change.before, change.after, 1.0, 1.0, change.rate_effect, change.mix_effect, change.difference)
    return Table(titel, columns, tuple(rows), total, tuple(notes))


def _rates(context: Context, werte: Werte) -> tuple[Cell, Cell]:
    base = context.smallest_base
    return (
        wording.share_cell(werte.vergleich, werte.vergleich_zaehler, werte.vergleich_nenner, base),
        wording.share_cell(werte.wert, werte.zaehler, werte.nenner, base),
    )


def _rate_words(context: Context, split: Split, change: RateChange) -> str:
    points = formats.percentage_points
    parts = [
        f"{split.kennzahl.name}: {formats.percent(change.after)} ({context.now_name}) gegenüber"
        f" {formats.percent(change.before)} ({context.past_name}), {points(change.difference)}.",
        f"Niveaueffekt {points(change.rate_effect)}, Struktureffekt {points(change.mix_effect)}.",
    ]
    if change.reversal is not Reversal.NONE:
        parts.append(_reversal(split, change.reversal))
    elif change.opposed:
        parts.append(OPPOSED)
    return " ".join(parts)


def _reversal(split: Split, reversal: Reversal) -> str:
    """Simpson's case in a sentence."""
    rose = reversal is Reversal.ALL_ROSE_TOTAL_FELL
    up, down = DIRECTIONS[split.kennzahl.richtung]
    each, whole, kind = (up, down, "niedriger") if rose else (down, up, "hoher")
    groups = split.dimension.groups
    return (
        f"In allen {groups} mit Fällen in beiden Zeiträumen wurde die Quote {each}, insgesamt {whole}:"
        f" mehr Fälle in {groups} mit {kind} Quote."
    )


def _rate_figure(context: Context, split: Split, change: RateChange) -> theme.Figure:
    shown = [_effect(context.name(split.dimension.merkmal, group.key), group) for group in change.groups[:SHOWN]]
    whole = Effect(
        "Gesamt", change.rate_effect, change.mix_effect, _hover("Gesamt", change.rate_effect, change.mix_effect)
    )
    return effects([whole, *shown], ("Niveaueffekt", "Struktureffekt"))


def _effect(name: str, group: GroupEffect) -> Effect:
    hover = _hover(name, group.rate_effect, group.mix_against_mean)
    return Effect(name, group.rate_effect, group.mix_against_mean, hover)


def _hover(name: str, rate_effect: float, mix_effect: float) -> str:
    points = formats.percentage_points
    return f"{theme.safe(name)}<br>Niveaueffekt {points(rate_effect)}<br>Struktureffekt {points(mix_effect)}"
