"""The sentences of the annual report: grammar of none, one and many, and the rules that all sentences keep."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.narrative import annual
from analysis.narrative.annual import Bereich, Named, Pair, ReportYear
from analysis.narrative.annual.pairs import movement
from domain.formats import NBSP
from domain.zeitraum import Monat, Zeitraum, comparison
from tests.unit.narrative.test_language_rules import NAMES, broken_rules

PERIOD = Zeitraum(Monat(2020, 1), Monat(2020, 12))
LATER, MEANWHILE = date(2021, 3, 31), date(2020, 8, 15)
COUNTS = st.one_of(st.integers(0, 3), st.integers(4, 30), st.integers(31, 20_000))


def year(stand: date = LATER, *, compared: bool = True, smallest_base: int = 20) -> ReportYear:
    return ReportYear(PERIOD, stand, comparison(PERIOD, "vorjahr", stand) if compared else None, smallest_base)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            annual.volume(year(), Pair(0, 1), Pair(0, 1)),
            "Im Jahr 2020 ging keine Kundenreaktion ein. Im Jahr 2019 war es eine Kundenreaktion mit insgesamt einem"
            " Anliegen. Die Zahl der Kundenreaktionen sank von 1 auf 0, die Zahl der Anliegen sank von 1 auf 0.",
        ),
        (
            annual.volume(year(MEANWHILE), Pair(1, 0), Pair(2, 0)),
            "Im Jahr 2020 (bis 15.08.2020) ging eine Kundenreaktion mit insgesamt 2 Anliegen ein. Im Jahr 2019 (bis"
            " 15.08.2019) war es keine Kundenreaktion. Die Zahl der Kundenreaktionen stieg von 0 auf 1, die Zahl der"
            " Anliegen stieg von 0 auf 2. Auf eine Kundenreaktion kamen im Mittel 2,00 Anliegen.",
        ),
        (
            annual.volume(year(compared=False), Pair(40), Pair(40)),
            "Im Jahr 2020 gingen 40 Kundenreaktionen mit insgesamt 40 Anliegen ein. Auf eine Kundenreaktion kamen im"
            " Mittel 1,00 Anliegen.",
        ),
        (
            annual.channel(year(MEANWHILE), Named("Fax", Pair(1, 0)), Pair(8, 30)),
            "Über den Zugangsweg „Fax“ ging eine Kundenreaktion ein (1 von 8), im Vorjahreszeitraum war es keine"
            " (0,0_%).",
        ),
        (annual.other_channels(year(), Pair(0, 0), [], Pair(5, 5)), ""),
        (annual.kinds(0, [("beschwerde", 0)]), ""),
        (annual.kinds(1, [("beschwerde", 0), ("lob", 1)]), "Das eine Anliegen war ein Lob."),
        (
            annual.kinds(3, [("beschwerde", 1), ("idee", 2)]),
            "Von den 3 Anliegen war eine Beschwerde und 2 Ideen oder Anregungen.",
        ),
        (
            annual.complaints(year(), Pair(0, 40), Pair(0, 1)),
            "Im Jahr 2020 wurde keine Beschwerde erfasst, im Vorjahr waren es 40.",
        ),
        (
            annual.complaints(year(), Pair(30, 30), Pair(1, 0)),
            "Im Jahr 2020 wurden 30 Beschwerden erfasst, im Vorjahr waren es 30. Begründet war davon eine (3,3_%), im"
            " Vorjahr war es keine. Der Anteil der begründeten Beschwerden stieg um 3,3_Prozentpunkte von 0,0_% auf"
            " 3,3_%.",
        ),
        (
            annual.praise(year(), Pair(2, 4), [Named("Fax", Pair(1, 2)), Named("Brief", Pair(1, 1))]),
            "Als Lob wurden 2 Anliegen erfasst, im Vorjahr waren es 4. Am häufigsten kam Lob über die Zugangswege"
            " „Fax“ und „Brief“ (je 1 von 2). Im Vorjahr kam es am häufigsten über den Zugangsweg „Fax“ (2 von 4).",
        ),
        (
            annual.ombudsstelle(year(), Pair(0, 0), Pair(9, 9)),
            "Im Jahr 2020 ging keine Kundenreaktion an die Ombudsstelle, im Vorjahr war es keine.",
        ),
        (
            annual.ombudsstelle(year(), Pair(1, 3), Pair(9, 40)),
            "Im Jahr 2020 ging eine Kundenreaktion an die Ombudsstelle, im Vorjahr waren es 3. Das ist 1 von 9, im"
            " Vorjahr waren es 7,5_% (3 von 40).",
        ),
        (
            annual.petitions(year(), Pair(1, 0), Pair(0, 2)),
            "Im Jahr 2020 ging eine Petition ein, im Vorjahr war es keine. An Eingaben ging keine ein, im Vorjahr"
            " waren es 2.",
        ),
        (
            annual.bodies(year(), [Named("Caritas", Pair(1))]),
            "An die Ombudsstelle wandte sich eine Einrichtung: Caritas (1).",
        ),
        (
            annual.own_contacts(year(), Pair(0, 2), Pair(10, 40)),
            "Ohne Unterstützung Dritter kam keine der Kundenreaktionen an die Ombudsstelle, im Vorjahr waren es 2"
            " (5,0_%).",
        ),
        (
            annual.states_sentence(1, 2, 0),
            "Verspätet erledigt wurde eine. Am Datenstand sind 2 offen und überfällig, keine ist offen und noch in"
            " Frist.",
        ),
        (
            annual.standard_sentence([("Standard", "21 Kalendertage"), ("Sonderregel", "1 Arbeitstag")]),
            "Für die Eingänge des Jahres gelten die Standards „Standard“ (21 Kalendertage ab Eingang) und"
            " „Sonderregel“ (1 Arbeitstag ab Eingang).",
        ),
    ],
)
def test_none_one_and_many_are_told_in_their_own_form(told: str, expected: str):
    assert told == expected.replace("_", NBSP)


def test_a_change_is_told_in_percent_from_the_smallest_base_on_and_never_from_nothing():
    assert movement("die Zahl", Pair(10, 20), 20) == f"die Zahl sank um 50,0{NBSP}%"
    assert movement("die Zahl", Pair(10, 19), 20) == "die Zahl sank von 19 auf 10"
    assert movement("die Zahl", Pair(3, 0), 0) == "die Zahl stieg von 0 auf 3"
    assert movement("die Zahl", Pair(20_000, 20_001), 20) == f"die Zahl sank um weniger als 0,1{NBSP}%"
    assert movement("die Zahl", Pair(5, 5), 20) == "die Zahl blieb gleich"
    assert movement("die Zahl", Pair(5), 20) == ""


@st.composite
def material(draw: Any) -> list[str]:
    """Every sentence of a report with numbers that fit together."""
    stand, compared = draw(st.sampled_from([LATER, MEANWHILE])), draw(st.booleans())
    reported = year(stand, compared=compared, smallest_base=draw(st.sampled_from([0, 20, 50])))

    def pair(most: Pair | None = None) -> Pair:
        now = draw(COUNTS if most is None else st.integers(0, most.now))
        past = draw(COUNTS if most is None else st.integers(0, most.past or 0)) if compared else None
        return Pair(now, past)

    def named(count: int, most: Pair) -> list[Named]:
        return [Named(name, pair(most)) for name in NAMES[:count]]

    total = pair()
    part, parts = pair(total), named(3, total)
    below = Bereich("Kosten der Unterkunft", part, themen=tuple(parts))
    arten = [(code, draw(COUNTS)) for code in ("beschwerde", "lob", "idee", "sonstiges")]
    return [
        annual.volume(reported, total, Pair(total.now * 2, None if total.past is None else total.past * 2)),
        annual.channel(reported, Named("E-Mail", part), total),
        annual.other_channels(reported, part, parts, total),
        annual.sonderlage(reported, Named("E-Mail", part), total),
        annual.kinds(sum(count for _, count in arten), arten),
        annual.complaints(reported, total, part),
        annual.praise(reported, total, parts),
        *annual.bereich_paragraphs(reported, Bereich("Leistung", part, (below,), direct=part), total),
        *annual.bereich_paragraphs(reported, below, total),
        annual.themen_sentence(reported, "im Bereich Leistung", parts),
        annual.ombudsstelle(reported, part, total),
        annual.hauptarten(arten),
        annual.top_kanal(reported, Named("E-Mail", Pair(min(part.now, 3))), Pair(max(part.now, 3)), total),
        annual.personenkreise(reported, parts, part, total),
        annual.own_contacts(reported, part, total),
        annual.bodies(reported, parts),
        annual.petitions(reported, total, part),
        annual.states_sentence(part.now, draw(COUNTS), draw(COUNTS)),
    ]


@settings(max_examples=150)
@given(material())
def test_every_sentence_of_the_report_keeps_the_rules_of_the_language(told: list[str]):
    assert [(text, broken_rules(text)) for text in told if text and broken_rules(text)] == []
