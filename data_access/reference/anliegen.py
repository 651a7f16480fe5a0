"""The Anliegen of one period: how many each reaction carries, of which Art, Bereich, Thema and Bewertung."""

from __future__ import annotations

import random
from collections import defaultdict

from data_access.reference.margins import Counts
from data_access.reference.model import BESCHWERDE, ERLEDIGT, LOB, Anliegen, Kundenreaktion, Profile, weight_on
from data_access.reference.reaktionen import count_by_art, lob_quotas
from data_access.reference.sampling import draw

OHNE = "ohne"
SONSTIGES = "sonstiges"
BEGRUENDET = "begruendet"
UNBEGRUENDET = "unbegruendet"
# One application holds up to three Anliegen: the first and two more.
FURTHER_SEATS = 2
# How far ahead to look for a card that a reaction does not hold yet.
LOOKAHEAD = 60

Card = tuple[str, str]


def add_anliegen(rng: random.Random, counts: Counts, profile: Profile, reactions: list[Kundenreaktion]) -> None:
    """Give every reaction one to three Anliegen with Bereich and Thema; needs Hauptart and Eingang."""
    decks = _decks(counts)
    missing = {art: len(deck) - count_by_art(reactions)[art] for art, deck in decks.items()}
    for reaction in reactions:
        reaction.anliegen.append(Anliegen(reaction.art))
    missing[SONSTIGES] -= _repeat_sonstiges(rng, profile, reactions)
    _fill_further_seats(rng, counts, profile, reactions, missing)
    for art, deck in decks.items():
        if art == BESCHWERDE:
            _deal_beschwerden(rng, profile["anliegen"], reactions, deck)
        else:
            _deal_at_random(rng, reactions, art, deck)


def _decks(counts: Counts) -> dict[str, list[Card]]:
    """Per Art one card of Bereich and Thema for every Anliegen of the period."""
    decks: dict[str, list[Card]] = defaultdict(list)
    for (art, bereich, thema), count in counts.split("anliegen", "art", "bereich", "thema").items():
        decks[art] += [(bereich, thema)] * count
    return decks


def _repeat_sonstiges(rng: random.Random, profile: Profile, reactions: list[Kundenreaktion]) -> int:
    """A second Anliegen for some reactions about something else; returns how many were added."""
    pool = [reaction for reaction in reactions if reaction.art == SONSTIGES]
    drawn = draw(rng, pool, round(len(pool) * profile["anliegen"]["weitere_sonstige"]))
    for reaction in drawn:
        reaction.anliegen.append(Anliegen(SONSTIGES))
    return len(drawn)


def _fill_further_seats(
    rng: random.Random, counts: Counts, profile: Profile, reactions: list[Kundenreaktion], missing: dict[str, int]
) -> None:
    """Place the missing Anliegen in reactions about a Beschwerde; Lob keeps out of the Kanäle whose Lob is given."""
    factor: float = profile["anliegen"]["weitere_bei_ombudsstelle"]
    seats = [reaction for reaction in reactions if reaction.art == BESCHWERDE for _ in range(FURTHER_SEATS)]
    taken = draw(rng, seats, sum(missing.values()), lambda seat: factor if seat.ombudsstelle else 1.0)
    quotas = lob_quotas(counts)
    taken.sort(key=lambda seat: seat.kanal in quotas)
    arts = [art for art, count in missing.items() if art != LOB for _ in range(count)]
    rng.shuffle(arts)
    for seat, art in zip(taken, [LOB] * missing[LOB] + arts, strict=True):
        seat.anliegen.append(Anliegen(art))


def _deal_at_random(rng: random.Random, reactions: list[Kundenreaktion], art: str, deck: list[Card]) -> None:
    rng.shuffle(deck)
    waiting = [anliegen for reaction in reactions for anliegen in reaction.anliegen if anliegen.art == art]
    for anliegen, card in zip(waiting, deck, strict=True):
        _hand_out(anliegen, card)


def _hand_out(anliegen: Anliegen, card: Card) -> None:
    anliegen.bereich, anliegen.thema = (None if code == OHNE else code for code in card)


def _deal_beschwerden(rng: random.Random, weights: Profile, reactions: list[Kundenreaktion], deck: list[Card]) -> None:
    """Deal the cards of the Beschwerden: Themen that follow events first, then the focus of the Ombudsstelle."""
    focus: dict[str, dict[str, float]] = weights["ombudsstelle"]
    with_events: dict[str, list[Profile]] = weights["thema_verlauf"]
    for thema, steps in with_events.items():
        cards = [card for card in deck if card[1] == thema]
        _deal_along_events(rng, reactions, cards, steps, focus["thema"].get(thema, 1.0))
    rest = [place for place, card in enumerate(deck) if card[1] not in with_events]

    def weight(place: int) -> float:
        bereich, thema = deck[place]
        return focus["bereich"].get(bereich, 1.0) * focus["thema"].get(thema, 1.0)

    at_ombudsstelle = [r for r in reactions if r.ombudsstelle]
    own = set(draw(rng, rest, len(_open_seats(at_ombudsstelle)), weight))
    _deal(rng, at_ombudsstelle, [deck[place] for place in rest if place in own])
    elsewhere = [r for r in reactions if not r.ombudsstelle]
    _deal(rng, elsewhere, [deck[place] for place in rest if place not in own])


def _deal_along_events(
    rng: random.Random, reactions: list[Kundenreaktion], cards: list[Card], steps: list[Profile], focus: float
) -> None:
    """Deal the cards of one Thema as first Anliegen, more often where the steps weigh the day of Eingang more."""
    pool = [r for r in reactions if r.art == BESCHWERDE and r.anliegen[0].bereich is None]

    def weight(reaction: Kundenreaktion) -> float:
        return weight_on(steps, reaction.eingang_am) * (focus if reaction.ombudsstelle else 1.0)

    for reaction, card in zip(draw(rng, pool, len(cards), weight), cards, strict=True):
        _hand_out(reaction.anliegen[0], card)


def _open_seats(reactions: list[Kundenreaktion]) -> list[tuple[Kundenreaktion, Anliegen]]:
    return [(r, a) for r in reactions for a in r.anliegen if a.art == BESCHWERDE and a.bereich is None]


def _deal(rng: random.Random, reactions: list[Kundenreaktion], cards: list[Card]) -> None:
    """Deal so that the Beschwerden of one reaction mostly concern one Bereich and different Themen."""
    seats = _open_seats(rng.sample(reactions, len(reactions)))
    order = {bereich: number for number, bereich in enumerate(dict.fromkeys(bereich for bereich, _ in cards))}
    # Dealt from the end of the list; the random part lets neighbouring Bereiche meet in one reaction.
    deck = sorted(cards, key=lambda card: order[card[0]] + 1.3 * rng.random())
    for reaction, anliegen in seats:
        held = {(a.bereich, a.thema or OHNE) for a in reaction.anliegen}
        ahead = range(1, min(LOOKAHEAD, len(deck)) + 1)
        _hand_out(anliegen, deck.pop(-next((step for step in ahead if deck[-step] not in held), 1)))


def assess(rng: random.Random, counts: Counts, profile: Profile, reactions: list[Kundenreaktion]) -> None:
    """Give Beschwerden of finished reactions their Bewertung; the rest stays open or cannot be assessed."""
    weights: dict[str, float] = profile["anliegen"][BEGRUENDET]["thema"]
    finished = [a for r in reactions if r.status == ERLEDIGT for a in r.anliegen if a.art == BESCHWERDE]
    total = counts.total(BEGRUENDET)
    for anliegen in draw(rng, finished, total, lambda a: weights.get(a.thema or "", 1.0)):
        anliegen.bewertung = BEGRUENDET
    rest = [anliegen for anliegen in finished if anliegen.bewertung is None]
    for anliegen in draw(rng, rest, counts.total("beschwerden", bewertung=UNBEGRUENDET)):
        anliegen.bewertung = UNBEGRUENDET
