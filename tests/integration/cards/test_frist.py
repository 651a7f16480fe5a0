"""The cards of the page 21-Tage-Standard against the raw rows: every cell, over random and reference data."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

import pytest

from domain import formats
from domain.formats import NBSP
from domain.kennzahlen import KENNZAHLEN
from tests import control_oracle, oracle
from tests.card_oracle import SMALLEST_BASE, STATES, Auswahl, World, differences, share_cell
from tests.random_data import random_selection

REFERENCE_SELECTIONS: tuple[Auswahl, ...] = (
    {"von": "2020-01", "bis": "2020-12"},
    {"von": "2021-01", "bis": "2021-12"},
    {"von": "2018-01", "bis": "2021-03", "zeitbezug": "erledigung", "vergleich": "vorperiode"},
    {"von": "2021-01", "bis": "2021-03", "vergleich": "ohne", "kanal": "brief"},
    {"von": "2020-07", "bis": "2020-12", "vergleich": "vorperiode"},
    {"von": "2019-01", "bis": "2019-12"},
)
SELECTIONS_PER_WORLD = 25
OUTLOOKS = ("sicher erreicht", "noch erreichbar", "nicht mehr erreichbar")


@pytest.fixture(scope="module")
def asked(random_worlds: list[World], reference_world: World) -> list[tuple[World, Auswahl]]:
    """Worlds with selections of them."""
    found = [(reference_world, auswahl) for auswahl in REFERENCE_SELECTIONS]
    for at, world in enumerate(random_worlds):
        rng = random.Random(300 + at)
        selections = [random_selection(rng, world.lieferung, world.datenstand) for _ in range(SELECTIONS_PER_WORLD)]
        found += [(world, auswahl) for auswahl in selections]
    return found


def months_of(world: World, auswahl: Auswahl) -> list[tuple[str, dict[str, oracle.Werte]]]:
    """Per month, and last in total: the deadline states and their rate."""
    codes = [*STATES, "fristquote", "kundenreaktionen"]
    answers = {code: world.answer(auswahl, code, "monat") for code in codes}
    rows = [(key[0], {code: answers[code].zeilen[key][code] for code in codes}) for key in answers["fristquote"].zeilen]
    return [*rows, ("Gesamt", {code: answers[code].summe[code] for code in codes})]


def counts(werte: dict[str, oracle.Werte]) -> list[int]:
    """The four states."""
    return [int(werte[state].wert or 0) for state in STATES]


def test_the_states_of_every_month_are_those_of_its_cases(asked: list[tuple[World, Auswahl]]):
    for world, auswahl in asked:
        expected = []
        for name, werte in months_of(world, auswahl):
            four, all_ = counts(werte), int(werte["kundenreaktionen"].wert or 0)
            expected.append([name, *four, sum(four), all_ - sum(four)])

        assert differences(world.card("frist-status", auswahl), expected) == [], (world.name, auswahl)


def test_the_rate_of_every_month_has_its_range_and_is_compared_only_where_both_mean_the_same(
    asked: list[tuple[World, Auswahl]],
):
    seen = Counter[str]()
    for world, auswahl in asked:
        expected = []
        rows, periods = months_of(world, auswahl), world.periods(auswahl)
        open_ = world.undecided(auswahl, "fristquote", "monat")
        for at, (name, werte) in enumerate(rows):
            kept, late, overdue, waiting = counts(werte)
            rate, total = werte["fristquote"], sum(counts(werte))
            row: list[Any] = [name, kept, late, overdue, waiting, share_cell(rate.zaehler, rate.nenner)]
            row += [share_cell(kept, total), share_cell(kept + waiting, total)]
            if world.is_compared(auswahl):
                past = share_cell(rate.vergleich_zaehler, rate.vergleich_nenner)
                months = periods.months if name == "Gesamt" else [periods.months[at]]
                same = not has_break(world, auswahl, months) and not open_[() if name == "Gesamt" else (name,)]
                told = same and isinstance(row[5], float) and isinstance(past, float)
                row += [past, rate.differenz if told else None]
                seen["told" if told else "broken" if has_break(world, auswahl, months) else "open"] += 1
            expected.append(row)

        assert differences(world.card("fristquote", auswahl), expected) == [], (world.name, auswahl)
    assert min(seen.values()) > 10
    assert set(seen) == {"told", "broken", "open"}


def has_break(world: World, auswahl: Auswahl, months: list[oracle.Monat], split: str | None = None) -> bool:
    """Whether the yardstick changes between the comparison of these months and their end."""
    periods = world.periods(auswahl)
    distance = 12 if periods.vergleich == "vorjahr" else len(periods.months)
    first = oracle.first_day(oracle.months_back(months[0], distance))
    return world.has_break(auswahl, "fristquote", split, first, oracle.last_day(months[-1]))


def test_what_a_target_still_needs_is_counted_case_by_case(asked: list[tuple[World, Auswahl]]):
    seen: set[str] = set()
    for world, auswahl in asked:
        card = world.card("frist-ziel", auswahl)
        if auswahl.get("zeitbezug") == "erledigung":
            assert "Nach Erledigung gezählt ist nichts mehr offen." in card["worte"]
        periods = world.periods(auswahl)
        rows = months_of(world, auswahl)
        undecided = [
            (name, werte, [periods.months[at]]) for at, (name, werte) in enumerate(rows[:-1]) if counts(werte)[3]
        ]
        shown = [*undecided, ("Gesamt", rows[-1][1], periods.months)]
        targets = [target_of(world, auswahl, months) for _, _, months in shown]
        expected = []
        for (name, werte, _), target in zip(shown, targets, strict=True):
            kept, late, overdue, waiting = counts(werte)
            total = kept + late + overdue + waiting
            row: list[Any] = [name, kept, total, waiting, share_cell(kept, total), share_cell(kept + waiting, total)]
            if any(one is not None for one in targets):
                row += [None, None, ""] if target is None else [target, *outlook(kept, waiting, total, target)]
                seen.add(str(row[-1]))
            expected.append(row)

        assert differences(card, expected) == [], (world.name, auswahl)
    assert {"sicher erreicht", "noch erreichbar", "nicht mehr erreichbar", "keine Fälle", ""} <= seen


def target_of(world: World, auswahl: Auswahl, months: list[oracle.Monat]) -> float | None:
    """The Zielquote that holds on the first and on the last day."""
    first = world.target(auswahl, oracle.first_day(months[0]))
    return first if first == world.target(auswahl, oracle.last_day(months[-1])) else None


def outlook(kept: int, waiting: int, total: int, target: float) -> tuple[int, str]:
    """How many of the waiting cases must be in time, found by trying one after the other."""
    if not total:
        return 0, "keine Fälle"
    enough = [more for more in range(waiting + 1) if Fraction(kept + more, total) >= Fraction(str(target))]
    if not enough:
        return ceil(Fraction(str(target)) * total) - kept, OUTLOOKS[2]
    return enough[0], OUTLOOKS[0] if enough[0] == 0 else OUTLOOKS[1]


@pytest.mark.parametrize("nach", ["bereich", "thema", "kanal", "personenkreis"])
def test_the_rate_of_every_group_is_that_of_its_cases(asked: list[tuple[World, Auswahl]], nach: str):
    for world, auswahl in asked[:: 3 if nach != "kanal" else 1]:
        rates, waiting = world.answer(auswahl, "fristquote", nach), world.answer(auswahl, "offen_in_frist", nach)
        open_ = world.undecided(auswahl, "fristquote", nach)
        broken = world.is_compared(auswahl) and has_break(world, auswahl, world.periods(auswahl).months, nach)
        expected = []
        for key in [*rates.zeilen, ()]:
            rate = (rates.zeilen.get(key) or rates.summe)["fristquote"]
            inside = (waiting.zeilen.get(key) or waiting.summe)["offen_in_frist"].wert
            now, past = (
                share_cell(rate.zaehler, rate.nenner),
                share_cell(rate.vergleich_zaehler, rate.vergleich_nenner),
            )
            name = world.name_of(nach, key[0]) if key else "Gesamt"
            row: list[Any] = [name, rate.nenner, rate.zaehler, now, inside]
            if world.is_compared(auswahl):
                told = not broken and not open_[key] and isinstance(now, float) and isinstance(past, float)
                row += [past, rate.differenz if told else None]
            expected.append(row)
        rest = {"ohne Angabe"}
        groups = sorted(expected[:-1], key=lambda row: (row[0] in rest, -(row[1] or 0), row[0]))
        card = world.card("frist-merkmale", auswahl, nach=nach)

        assert differences(card, [*groups, expected[-1]]) == [], (world.name, auswahl)


def test_the_share_finished_within_so_many_days_counts_the_open_cases_too(asked: list[tuple[World, Auswahl]]):
    drawn = 0
    for world, auswahl in asked:
        card = world.card("frist-dauer", auswahl)
        finished, waiting = lasting(world, auswahl, world.periods(auswahl).current())
        if len(finished) + len(waiting) < SMALLEST_BASE:
            assert card["zeilen"] == []
            continue
        past = None
        if world.is_compared(auswahl):
            earlier = world.periods(auswahl).comparison()
            assert earlier is not None
            past = lasting(world, auswahl, earlier)
            past = past if len(past[0]) + len(past[1]) >= SMALLEST_BASE else None
        last = card["zeilen"][-1][0]
        expected: list[list[Any]] = []
        for day in range(last + 1):
            row = [day, finished_within(finished, waiting, day), sum(one <= day for one in finished)]
            row.append(sum(age < day for age in waiting))
            expected.append(row + ([finished_within(*past, day)] if past else []))
        expected.append(["Gesamt", None, len(finished), len(waiting), *([None] if past else [])])
        drawn += 1

        assert differences(card, expected) == [], (world.name, auswahl)
        assert last == last_day_shown(finished, waiting)
        assert in_nine_of_ten(finished, waiting) in card["worte"].replace(NBSP, " ")
    assert drawn > 20


def lasting(world: World, auswahl: Auswahl, period: oracle.Period) -> tuple[list[int], list[int]]:
    """Days until finished, and ages of the open, of the selected Kundenreaktionen of a period."""
    filters = oracle.wanted(auswahl)
    finished, waiting = [], []
    for one in oracle.counted_reactions(world.lieferung):
        day = one.erledigt_am if auswahl.get("zeitbezug") == "erledigung" else one.eingang_am
        if day is None or not period.start <= day <= period.end or not oracle.reaction_matches(one, filters):
            continue
        if not any(oracle.anliegen_matches(anliegen, filters) for anliegen in one.anliegen):
            continue
        if one.status == "erledigt" and one.erledigt_am:
            finished.append((one.erledigt_am - one.eingang_am).days)
        elif one.status == "offen":
            waiting.append((world.datenstand - one.eingang_am).days)
    return finished, waiting


def finished_within(finished: list[int], waiting: list[int], day: int) -> float | None:
    """The product of Kaplan and Meier day by day, exact; None where nothing is known of that day any more."""
    left = Fraction(1)
    for one in range(day + 1):
        at_risk = sum(days >= one for days in (*finished, *waiting))
        if at_risk:
            left *= Fraction(at_risk - finished.count(one), at_risk)
    known = left == 0 or day <= max((*finished, *waiting))
    return float(1 - left) if known else None


def days_until(finished: list[int], waiting: list[int], share: float) -> int | None:
    """The first day within which so large a share is finished."""
    reached = (finished_within(finished, waiting, day) for day in sorted({*finished, *waiting}))
    pairs = zip(sorted({*finished, *waiting}), reached, strict=True)
    return next((day for day, part in pairs if part is not None and part >= share - 1e-12), None)


def last_day_shown(finished: list[int], waiting: list[int]) -> int:
    """The axis ends where 99 % are finished, between day 28 and day 120."""
    nearly = days_until(finished, waiting, 0.99)
    return min(max(max((*finished, *waiting)) if nearly is None else nearly, 28), 120)


def in_nine_of_ten(finished: list[int], waiting: list[int]) -> str:
    days = days_until(finished, waiting, 0.9)
    if days is None:
        return "9 von 10 Fällen? Noch nicht bestimmbar"
    return f"9 von 10 Fällen? {days} {'Tag' if days == 1 else 'Tage'} (so lange"


def test_the_control_chart_of_the_rate_leaves_out_what_is_not_decided(asked: list[tuple[World, Auswahl]]):
    told: set[str] = set()
    for world, auswahl in asked:
        card = world.card("frist-regelkarte", auswahl)
        expected = control_oracle.chart(world, auswahl, "fristquote", "monat")
        rows = [] if expected is None else expected.rows
        for row in [*card["zeilen"], *rows]:
            row[-2] = "; ".join(sorted(row[-2].replace(NBSP, " ").split("; ")))

        assert differences(card, rows) == [], (world.name, auswahl)
        if expected is None or all(row[1] is None for row in rows):
            continue
        last = oracle.last_day(world.periods(auswahl).months[-1])
        reliability = reliability_of(expected, world.target(auswahl, last))
        assert reliability in card["worte"].replace(NBSP, " "), (world.name, auswahl)
        assert f"Streuung: {spread_of(expected)}." in card["worte"], (world.name, auswahl)
        told |= {reliability, spread_of(expected)}
    assert len(told) >= 4


def reliability_of(chart: control_oracle.Chart, target: float | None) -> str:
    """The target against the limits of the latest decided month."""
    if target is None:
        return "Verlässlichkeit: kein Urteil, zum Standard ist keine Zielquote hinterlegt."
    aim = formats.percent(target).replace(NBSP, " ")
    if chart.trial:
        return f"Verlässlichkeit: noch kein Urteil zum Ziel von {aim}, die Grenzen sind vorläufig."
    assert chart.latest is not None
    limits = chart.latest[1]
    assert limits is not None
    if limits.lower >= target:
        return f"Verlässlichkeit: ● das Ziel wird regelmäßig erreicht ({aim})."
    if limits.upper < target:
        return f"Verlässlichkeit: ○ das Ziel wird so nicht erreicht ({aim})."
    return f"Verlässlichkeit: ◐ das Ziel wird mal erreicht, mal verfehlt ({aim})."


def spread_of(chart: control_oracle.Chart) -> str:
    """The verdict on the latest decided month."""
    if chart.trial:
        return "noch kein Urteil, die Grenzen sind vorläufig"
    assert chart.latest is not None
    signals = chart.latest[2]
    if not signals:
        return "≈ übliche Schwankung"
    return "▲ besser als bisher üblich" if signals[0][1] else "▼ schlechter als bisher üblich"


def test_all_recorded_standards_of_the_selection_are_listed_and_those_that_applied_are_marked(
    asked: list[tuple[World, Auswahl]],
):
    for world, auswahl in asked:
        period = world.periods(auswahl).current()
        names = {row["code"]: row["name"] for row in world.lieferung["jobcenter"]} | {None: "alle"}
        selected = {*(auswahl.get("jobcenter", "").split(",") if auswahl.get("jobcenter") else names)}
        expected = {
            (
                row["gueltig_von"].isoformat(),
                None if row["gueltig_bis"] is None else row["gueltig_bis"].isoformat(),
                names[row["jobcenter"]],
                rule_text(row),
                None if row["zielquote"] is None else float(row["zielquote"]),
                row["bezeichnung"],
                "ja"
                if row["gueltig_von"] <= period.end and (row["gueltig_bis"] or date.max) >= period.start
                else "nein",
            )
            for row in world.lieferung["qualitaetsstandard"]
            if row["jobcenter"] is None or row["jobcenter"] in selected
        }
        card = world.card("frist-standards", auswahl)

        assert {tuple(row) for row in card["zeilen"]} == expected
        starts = [row[0] for row in card["zeilen"]]
        assert starts == sorted(starts, reverse=True)


def rule_text(row: dict[str, Any]) -> str:
    shifted = ", verschoben auf den nächsten Werktag" if row["verschiebe_auf_werktag"] else ""
    return f"{row['frist_tage']} {row['tageart']}{shifted}"


def test_the_names_of_the_states_are_those_of_the_indicators(reference_world: World):
    card = reference_world.card("frist-status", REFERENCE_SELECTIONS[0])

    assert [column["name"] for column in card["spalten"]][1:5] == [KENNZAHLEN[state].name for state in STATES]
    assert card["zeilen"][0][0] == "2020-01"
    assert sum(row[1] for row in card["zeilen"]) == card["summe"][1] == 1008
