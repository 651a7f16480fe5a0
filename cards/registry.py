"""All cards by the part of the address that names them."""

from __future__ import annotations

from cards import (
    bereiche_themen,
    eingaenge,
    fristquote,
    gegenueberstellung,
    kanaele,
    kennzahlen,
    kreuztabelle,
    matrix,
    personenkreise,
    regelkarte,
    trichter,
    verlauf,
    verlauf_aufgeteilt,
    vorgaenge,
)
from cards.base import Card

UEBERBLICK: tuple[Card, ...] = (
    kennzahlen.CARD,
    eingaenge.CARD,
    kanaele.CARD,
    personenkreise.CARD,
    fristquote.CARD,
    bereiche_themen.CARD,
)
ENTWICKLUNG: tuple[Card, ...] = (verlauf.CARD, verlauf_aufgeteilt.CARD, regelkarte.CARD)
VERGLEICH: tuple[Card, ...] = (trichter.CARD, matrix.CARD, gegenueberstellung.CARD)
TABELLE: tuple[Card, ...] = (kreuztabelle.CARD,)
VORGAENGE: tuple[Card, ...] = (vorgaenge.CARD,)

CARDS: dict[str, Card] = {
    card.slug: card
    for card in (
        *UEBERBLICK,
        *ENTWICKLUNG,
        *VERGLEICH,
        *TABELLE,
        *VORGAENGE,
    )
}
