"""When reactions come in and how they end: Eingang, deadline state, Erledigung."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from data_access.reference.margins import Counts
from data_access.reference.model import ABGEGEBEN, ERLEDIGT, Kundenreaktion, Profile, weight_on
from data_access.reference.sampling import draw
from domain.frist import FristStatus, IsHoliday, Qualitaetsstandard, faellig_am, is_working_day, standard_for

Weights = dict[int, float]


def assign_eingang(rng: random.Random, counts: Counts, profile: Profile, reactions: list[Kundenreaktion]) -> None:
    """Spread the reactions of every Kanal over the days of the period: season, weekday and what the Kanal allowed."""
    days = [counts.first + timedelta(days=n) for n in range((counts.last - counts.first).days + 1)]
    is_holiday = holiday_rule(profile)
    for kanal in dict.fromkeys(reaction.kanal for reaction in reactions):
        own = [reaction for reaction in reactions if reaction.kanal == kanal]
        weights = [_eingang_weight(profile, kanal, day, is_holiday) for day in days]
        for reaction, day in zip(own, rng.choices(days, weights, k=len(own)), strict=True):
            reaction.eingang_am = day


def _eingang_weight(profile: Profile, kanal: str, day: date, is_holiday: IsHoliday) -> float:
    spread, channel = profile["eingang"], profile["kanal"][kanal]
    weight = spread["monate"][day.month - 1] * spread["wochentage"][day.weekday()]
    open_door = 1.0 if is_working_day(day, is_holiday) else channel["am_arbeitsfreien_tag"]
    return float(weight * open_door * weight_on(channel["stufen"], day))


def holiday_rule(profile: Profile) -> IsHoliday:
    """Whether a day is one of the profile's public holidays."""
    holidays: frozenset[date] = frozenset(profile["eingang"]["feiertage"])
    return holidays.__contains__


class Outcomes:
    """Gives the reactions of one period their deadline states, exactly as many of each as the margins ask for."""

    def __init__(
        self, rng: random.Random, profile: Profile, standards: list[Qualitaetsstandard], datenstand: date
    ) -> None:
        self._rng = rng
        self._bearbeitung = profile["bearbeitung"]
        self._is_holiday = holiday_rule(profile)
        self._standards = standards
        self._datenstand = datenstand

    def assign(self, counts: Counts, jobcenter: str, reactions: list[Kundenreaktion]) -> None:
        """Set status and Erledigung of all reactions; what has no other state is finished in time."""
        due = {r: self._due(r.eingang_am, jobcenter) for r in reactions}
        free = dict.fromkeys(reactions)

        def take(count: int, weight: Callable[[Kundenreaktion], float]) -> list[Kundenreaktion]:
            drawn = draw(self._rng, list(free), count, weight)
            for reaction in drawn:
                del free[reaction]
            return drawn

        states = {state: counts.total(state.value) for state in FristStatus}
        take(states[FristStatus.UEBERFAELLIG], lambda r: self._overdue_weight(due[r]))
        take(states[FristStatus.OFFEN_IN_FRIST], lambda r: self._open_weight(r.eingang_am, due[r]))
        for reaction in take(states[FristStatus.VERSPAETET], lambda r: self._late_weight(r.eingang_am, due[r])):
            self._finish(reaction, ERLEDIGT, self._late_days(reaction.eingang_am, due[reaction]))
        handed_over = counts.total("kundenreaktionen") - sum(states.values())
        for reaction in take(handed_over, lambda r: sum(self._handover_days(r.eingang_am).values())):
            self._finish(reaction, ABGEGEBEN, self._handover_days(reaction.eingang_am))
        for reaction in free:
            self._finish(reaction, ERLEDIGT, self._timely_days(reaction.eingang_am, due[reaction]))

    def _due(self, eingang: date, jobcenter: str) -> date:
        standard = standard_for(eingang, jobcenter, self._standards)
        if standard is None:
            raise ValueError(f"no standard is valid on {eingang.isoformat()}")
        return faellig_am(eingang, standard, self._is_holiday)

    def _finish(self, reaction: Kundenreaktion, status: str, days: Weights) -> None:
        (after,) = self._rng.choices(list(days), list(days.values()))
        reaction.status = status
        reaction.erledigt_am = reaction.eingang_am + timedelta(days=after)

    def _timely_days(self, eingang: date, due: date) -> Weights:
        return self._possible(eingang, 0, (due - eingang).days, partial(self._gamma, self._scale(eingang)))

    def _late_days(self, eingang: date, due: date) -> Weights:
        first = (due - eingang).days + 1
        mean: float = self._bearbeitung["verspaetung_mittel"]
        longest: int = first + self._bearbeitung["verspaetung_hoechstens"]
        return self._possible(eingang, first, longest, lambda days: math.exp((first - days) / mean))

    def _handover_days(self, eingang: date) -> Weights:
        return self._possible(eingang, 0, self._bearbeitung["abgabe_hoechstens"], lambda _: 1.0)

    def _possible(self, eingang: date, first: int, last: int, weight: Callable[[int], float]) -> Weights:
        """Weights of the days after the Eingang on which a case can end: working days up to the Datenstand."""
        last = min(last, (self._datenstand - eingang).days)
        return {
            days: weight(days)
            for days in range(first, last + 1)
            if is_working_day(eingang + timedelta(days=days), self._is_holiday)
        }

    def _scale(self, eingang: date) -> float:
        return weight_on(self._bearbeitung["skala"], eingang)

    def _gamma(self, scale: float, days: int) -> float:
        shape: float = self._bearbeitung["form"]
        return float((days + 0.5) ** (shape - 1) * math.exp(-(days + 0.5) / scale))

    def _overdue_weight(self, due: date) -> float:
        overdue = (self._datenstand - due).days
        return math.exp(-overdue / self._bearbeitung["ueberfaellig_mittel"]) if overdue > 0 else 0.0

    def _open_weight(self, eingang: date, due: date) -> float:
        """How much likelier a case not yet due is still open than finished; 0 for one that is due."""
        if due < self._datenstand:
            return 0.0
        age = (self._datenstand - eingang).days
        gamma = partial(self._gamma, self._scale(eingang))
        still_open = sum(gamma(days) for days in range(age + 1, (due - eingang).days + 1))
        return still_open / sum(self._timely_days(eingang, due).values())

    def _late_weight(self, eingang: date, due: date) -> float:
        """Answers are late when work piles up; 0 where no late day lies before the Datenstand."""
        return self._scale(eingang) ** 2 if self._late_days(eingang, due) else 0.0
