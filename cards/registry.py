"""All cards by the part of the address that names them."""

from __future__ import annotations

from cards import (
    beitraege,
    bereiche_themen,
    berichtswerte,
    bestand,
    datenqualitaet,
    datenstaende,
    eingaenge,
    ereignisliste,
    faellig_liste,
    frist_dauer,
    frist_merkmale,
    frist_regelkarte,
    frist_standards,
    frist_status,
    frist_ziel,
    fristquote,
    gegenueberstellung,
    kanaele,
    kennzahlen,
    kreuztabelle,
    matrix,
    meldungen,
    merkmale_im_vergleich,
    offene_alter,
    ohne_posten,
    personenkreise,
    pruefsummen,
    regelkarte,
    trichter,
    verlauf,
    verlauf_aufgeteilt,
    vorgaenge,
    weiter_aufteilen,
    zeilenbericht,
    zu_und_abgaenge,
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
FRIST: tuple[Card, ...] = (
    frist_ziel.CARD,
    frist_status.CARD,
    fristquote.CARD,
    frist_regelkarte.CARD,
    frist_dauer.CARD,
    frist_merkmale.CARD,
    frist_standards.CARD,
)
VERGLEICH: tuple[Card, ...] = (trichter.CARD, matrix.CARD, gegenueberstellung.CARD)
ERKLAEREN: tuple[Card, ...] = (beitraege.CARD, merkmale_im_vergleich.CARD, weiter_aufteilen.CARD, ohne_posten.CARD)
TABELLE: tuple[Card, ...] = (kreuztabelle.CARD,)
RADAR: tuple[Card, ...] = (offene_alter.CARD, bestand.CARD, faellig_liste.CARD, zu_und_abgaenge.CARD)
VORGAENGE: tuple[Card, ...] = (vorgaenge.CARD,)
EREIGNISSE: tuple[Card, ...] = (ereignisliste.CARD,)
DATEN: tuple[Card, ...] = (
    datenqualitaet.CARD,
    berichtswerte.CARD,
    datenstaende.CARD,
    zeilenbericht.CARD,
    pruefsummen.CARD,
    meldungen.CARD,
    meldungen.JE_JOBCENTER,
)

CARDS: dict[str, Card] = {
    card.slug: card
    for card in (
        *UEBERBLICK,
        *ENTWICKLUNG,
        *FRIST,
        *VERGLEICH,
        *ERKLAEREN,
        *TABELLE,
        *RADAR,
        *VORGAENGE,
        *EREIGNISSE,
        *DATEN,
    )
}
