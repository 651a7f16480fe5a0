"""Merkmale im Vergleich: by which dimension a change is explained best, and the largest contribution of each."""

from __future__ import annotations

from analysis.contributions import ChangeSplit
from cards.base import Card, CardKind, CardResult, Context, RowChoice
from cards.dimensions import COUNTS, KENNZAHL, NACH, RATES
from cards.explanation import Explanation, Split
from cards.split_result import EFFECTS, NOTHING, without_result
from domain.kennzahlen import CountedOn, Einheit
from exports.table import Cell, Column, Kind, Table

TITEL = "Was am meisten erklärt"
MEASURE = (
    "Erklärt: 0, wenn sich alle Posten im gleichen Verhältnis verändert haben, 1, wenn kein Posten in beiden Zeiträumen"
    " vorkommt (Cramérs V, um den Zufall bereinigt)."
)
NOT_PERSONENKREIS = "Personenkreise fehlen: Eine Kundenreaktion kann mehrere tragen, ihre Beiträge ergäben keine Summe."
ONLY_REAKTION = "Merkmale der Anliegen fehlen aus demselben Grund: Eine Kundenreaktion kann mehrere Anliegen haben."
COUNT_ANLIEGEN = "Wählen Sie dafür als Kennzahl Anliegen oder Beschwerden."


def _build(context: Context) -> CardResult:
    explanation = Explanation(context)
    obstacle = explanation.obstacle()
    if obstacle or not explanation.ranked:
        return without_result(explanation, TITEL, obstacle or NOTHING)
    kennzahl, ranked = explanation.asked, explanation.ranked
    rate = kennzahl.einheit is Einheit.ANTEIL
    columns = [Column("Merkmal"), *(_rate_columns() if rate else _count_columns())]
    rows = [(split.dimension.name, *_row(context, split)) for split in ranked]
    notes = [EFFECTS if rate else MEASURE, NOT_PERSONENKREIS]
    if kennzahl.counted_on is CountedOn.REAKTION:
        notes.append(ONLY_REAKTION if rate else f"{ONLY_REAKTION} {COUNT_ANLIEGEN}")
    return CardResult(
        table=Table(TITEL, tuple(columns), tuple(rows), None, tuple(notes)),
        words=f"{kennzahl.name}: Am meisten erklärt das Merkmal {ranked[0].dimension.name}.",
        einheit=kennzahl.einheit_name,
        kennzahlen=(kennzahl.code,),
        row_choice=RowChoice("danach erklären", tuple({NACH.name: split.dimension.code} for split in ranked)),
    )


def _count_columns() -> list[Column]:
    return [
        Column("erklärt", Kind.VERHAELTNIS),
        Column("Posten mit dem größten Beitrag"),
        Column("Differenz", Kind.DIFFERENZ),
        Column("Beitrag", Kind.PROZENTPUNKTE),
    ]


def _rate_columns() -> list[Column]:
    effects = [Column(name, Kind.PROZENTPUNKTE) for name in ("Niveaueffekt", "Struktureffekt")]
    return [*effects, Column("Gruppe mit dem größten Beitrag"), Column("Beitrag", Kind.PROZENTPUNKTE)]


def _row(context: Context, split: Split) -> tuple[Cell, ...]:
    change, name = split.change, context.name(split.dimension.merkmal, split.keys[0])
    if isinstance(change, ChangeSplit):
        item = change.items[0]
        told = item.of_before if change.before >= context.smallest_base else None
        return split.explained, name, item.difference, told
    group = change.groups[0]
    return change.rate_effect, change.mix_effect, name, group.rate_effect + group.mix_against_mean


CARD = Card(
    "merkmale",
    TITEL,
    "Anzahl",
    (*COUNTS, *RATES),
    _build,
    wide=True,
    kind=CardKind.TABLE,
    options=(KENNZAHL, NACH),
)
