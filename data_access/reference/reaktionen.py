"""The Kundenreaktionen of one period: Kanal, Ombudsstelle, Hauptart, Personenkreise and who wrote."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable

from data_access.reference.margins import Counts
from data_access.reference.model import BESCHWERDE, LOB, Kundenreaktion, Profile
from data_access.reference.sampling import draw

Codes = tuple[str, ...]
SIDES = (True, False)


def build_reactions(rng: random.Random, counts: Counts) -> list[Kundenreaktion]:
    """All counted reactions of the period with Kanal, Ombudsstelle and Hauptart, in random order."""
    reactions = [
        Kundenreaktion(kanal, ombudsstelle)
        for ombudsstelle in SIDES
        for (kanal,), count in _of_side(counts.split, ombudsstelle, "kanal").items()
        for _ in range(count)
    ]
    rng.shuffle(reactions)
    _assign_hauptart(rng, counts, reactions)
    return reactions


def _of_side(lookup: Callable[..., dict[Codes, int]], ombudsstelle: bool, by: str) -> dict[Codes, int]:
    """Reactions per code at the Ombudsstelle, or elsewhere as the rest of all."""
    special = lookup("kundenreaktionen", by, ombudsstelle="ja")
    if ombudsstelle:
        return special
    return {codes: count - special[codes] for codes, count in lookup("kundenreaktionen", by).items()}


def lob_quotas(counts: Counts) -> dict[str, int]:
    """How much Lob came through the Kanäle whose Lob is given; the rest came through the others."""
    return {kanal: count for (kanal,), count in counts.split("lob", "kanal").items()}


def _assign_hauptart(rng: random.Random, counts: Counts, reactions: list[Kundenreaktion]) -> None:
    """Lob first, because its Kanäle are given; what is left at the end is Beschwerde."""
    hauptarten = {side: _of_side(counts.split, side, "hauptart") for side in SIDES}
    quotas = lob_quotas(counts)
    for kanal, count in quotas.items():
        _mark(draw(rng, [r for r in reactions if r.kanal == kanal and not r.ombudsstelle], count), LOB)
    rest_of_lob = {True: hauptarten[True][LOB,], False: hauptarten[False][LOB,] - sum(quotas.values())}
    for side in SIDES:
        elsewhere = [r for r in reactions if r.ombudsstelle is side and r.kanal not in quotas]
        _mark(draw(rng, elsewhere, rest_of_lob[side]), LOB)
        for (art,), count in hauptarten[side].items():
            if art not in (LOB, BESCHWERDE):
                _mark(draw(rng, [r for r in reactions if r.ombudsstelle is side and not r.art], count), art)
    _mark((r for r in reactions if not r.art), BESCHWERDE)


def _mark(reactions: Iterable[Kundenreaktion], art: str) -> None:
    for reaction in reactions:
        reaction.art = art


def assign_personenkreise(
    rng: random.Random, counts: Counts, profile: Profile, codes: list[str], reactions: list[Kundenreaktion]
) -> None:
    """Give every reaction its Personenkreise, in the order of the catalogue's codes; needs Eingang and Anliegen."""
    chosen: dict[Kundenreaktion, set[str]] = {reaction: set() for reaction in reactions}
    for side in SIDES:
        pool = [r for r in reactions if r.ombudsstelle is side]
        single = {code: count for (code,), count in _of_side(counts.split, side, "personenkreis").items()}
        unions = _of_side(counts.unions, side, "personenkreis")
        overlapping = {code for union in unions for code in union}
        for union, count in unions.items():
            _place_overlapping(rng, pool, chosen, {code: single[code] for code in union}, count)
        for code in (code for code in single if code not in overlapping):
            _place_sonderlage(rng, pool, chosen, profile["sonderlage"][code], code, single[code])
    for reaction, own in chosen.items():
        reaction.personenkreis = tuple(code for code in codes if code in own)


def _place_overlapping(
    rng: random.Random,
    pool: list[Kundenreaktion],
    chosen: dict[Kundenreaktion, set[str]],
    single: dict[str, int],
    union: int,
) -> None:
    """Place two groups so that ``union`` reactions carry at least one of them; the surplus carries both."""
    both = sum(single.values()) - union
    for reaction in draw(rng, pool, both):
        chosen[reaction] |= single.keys()
    for code, count in single.items():
        free = [r for r in pool if not chosen[r] & single.keys()]
        for reaction in draw(rng, free, count - both):
            chosen[reaction].add(code)


def _place_sonderlage(
    rng: random.Random,
    pool: list[Kundenreaktion],
    chosen: dict[Kundenreaktion, set[str]],
    sonderlage: Profile,
    code: str,
    count: int,
) -> None:
    """Mark reactions that were received in the special situation and speak of one of its Themen."""
    themen: dict[str, float] = sonderlage["thema"]

    def weight(reaction: Kundenreaktion) -> float:
        if reaction.eingang_am < sonderlage["ab"]:
            return 0.0
        return sum(themen.get(anliegen.thema or "", 0.0) for anliegen in reaction.anliegen)

    for reaction in draw(rng, pool, count, weight):
        chosen[reaction].add(code)


def assign_melder(rng: random.Random, profile: Profile, reactions: list[Kundenreaktion]) -> None:
    """Who wrote: bodies nearly always at the Ombudsstelle, customers elsewhere. Never a person's name."""
    elsewhere: dict[str, float] = profile["melder"]
    bodies: list[Profile] = profile["ombudsstelle"]["melder"]
    for reaction in reactions:
        if not reaction.ombudsstelle:
            (reaction.melder,) = rng.choices(list(elsewhere), list(elsewhere.values()))
            continue
        usual = "mit_personenkreis" if reaction.personenkreis else "ohne_personenkreis"
        group = reaction.art if any(reaction.art in body for body in bodies) else usual
        (body,) = rng.choices(bodies, [body.get(group, 0.0) for body in bodies])
        reaction.melder, reaction.beratungsstelle = body["melder"], body.get("beratungsstelle")


def count_by_art(reactions: list[Kundenreaktion]) -> Counter[str]:
    """How many reactions have each Hauptart."""
    return Counter(reaction.art for reaction in reactions)
