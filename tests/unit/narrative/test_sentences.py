"""Sentences word for word. ``~`` stands for a no-break space."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.narrative import Contribution, Facts, Rule, Verdict, headline
from data_access.aggregate import Werte
from domain.kennzahlen import KENNZAHLEN
from tests.unit.narrative.facts import USUAL, Ereignis, count, days, facts, period, rate, signal

LEISTUNG = "Leistung"


def nbsp(text: str) -> str:
    return text.replace("~", "\u00a0")


def thema(differenz: float, name: str = LEISTUNG) -> Contribution:
    return Contribution("thema", "leistung", name, differenz)


VALUES: dict[str, tuple[Facts, str]] = {
    "plural with a fall": (
        facts("beschwerden", count(634, 1000)),
        "Im Jahr 2020 gingen 634 Beschwerden ein, 366 weniger als im Jahr 2019 (−36,6~%).",
    ),
    "plural with a rise and thousands": (
        facts("kundenreaktionen", count(1684, 1478)),
        "Im Jahr 2020 gingen 1.684 Kundenreaktionen ein, 206 mehr als im Jahr 2019 (+13,9~%).",
    ),
    "singular": (
        facts("petitionen", count(1, 4), "2020-03"),
        "Im März 2020 ging eine Petition ein, 3 weniger als im März 2019.",
    ),
    "zero after zero": (
        facts("eingaben", count(0, 0), "2020-03"),
        "Im März 2020 ging keine Eingabe ein, ebenso wie im März 2019.",
    ),
    "to zero from a large base": (
        facts("lob", count(0, 25)),
        "Im Jahr 2020 ging kein Lob ein; im Jahr 2019 waren es 25 (−100,0~%).",
    ),
    "to zero from one": (
        facts("anliegen", count(0, 1), "2020-05"),
        "Im Mai 2020 ging kein Anliegen ein; im Mai 2019 war es eines.",
    ),
    "from zero": (
        facts("petitionen", count(3, 0)),
        "Im Jahr 2020 gingen 3 Petitionen ein, im Jahr 2019 keine (neu).",
    ),
    "from zero to one, neuter": (
        facts("lob", count(1, 0), "2020-07"),
        "Im Juli 2020 ging ein Lob ein, im Juli 2019 keines (neu).",
    ),
    "unchanged plural": (
        facts("beschwerden", count(40, 40)),
        "Im Jahr 2020 gingen 40 Beschwerden ein, ebenso viele wie im Jahr 2019.",
    ),
    "unchanged singular": (
        facts("ideen", count(1, 1)),
        "Im Jahr 2020 ging eine Idee oder Anregung ein, ebenso wie im Jahr 2019.",
    ),
    "one more, neuter": (
        facts("anliegen", count(31, 30), period("2020-01", "2020-03")),
        "Im 1. Quartal 2020 gingen 31 Anliegen ein, eines mehr als im 1. Quartal 2019 (+3,3~%).",
    ),
    "a change that rounds to nothing": (
        facts("anliegen", count(10001, 10000)),
        "Im Jahr 2020 gingen 10.001 Anliegen ein, eines mehr als im Jahr 2019 (weniger als 0,1~%).",
    ),
    "adjective and months of one year": (
        facts("begruendet", count(152, 190), period("2020-04", "2020-08")),
        "Von April bis August 2020 gingen 152 begründete Beschwerden ein,"
        " 38 weniger als von April bis August 2019 (−20,0~%).",
    ),
    "several years against the years before": (
        facts("kundenreaktionen", count(2752, 2000), period("2019", "2020"), compare="vorperiode"),
        "In den Jahren 2019 und 2020 gingen 2.752 Kundenreaktionen ein,"
        " 752 mehr als in den Jahren 2017 und 2018 (+37,6~%).",
    ),
    "month against the month before, over the turn of the year": (
        facts("kundenreaktionen", count(90, 100), "2020-01", compare="vorperiode"),
        "Im Januar 2020 gingen 90 Kundenreaktionen ein, 10 weniger als im Dezember 2019 (−10,0~%).",
    ),
    "no comparison chosen": (
        facts("kundenreaktionen", count(1068), compare="ohne"),
        "Im Jahr 2020 gingen 1.068 Kundenreaktionen ein.",
    ),
    "partial month": (
        facts("kundenreaktionen", count(44, 60), "2021-03", stand=date(2021, 3, 18)),
        "Im März 2021 (bis 18.03.2021) gingen 44 Kundenreaktionen ein,"
        " 16 weniger als im März 2020 (bis 18.03.2020; −26,7~%).",
    ),
    "partial year with a filter": (
        facts("beschwerden", count(240, 230), "2021", auswahl="Kanal E-Mail"),
        "Im Jahr 2021 (bis 31.03.2021; Kanal E-Mail) gingen 240 Beschwerden ein,"
        " 10 mehr als im Jahr 2020 (bis 31.03.2020; +4,3~%).",
    ),
    "by the date of completion": (
        facts("kundenreaktionen", count(749, 1), "2020", zeitbezug="erledigung"),
        "Im Jahr 2020 wurden 749 Kundenreaktionen abgeschlossen, 748 mehr als im Jahr 2019.",
    ),
    "addressed to the Ombudsstelle": (
        facts("ombudsstelle", count(464, 400)),
        "Im Jahr 2020 gingen 464 Kundenreaktionen an die Ombudsstelle, 64 mehr als im Jahr 2019 (+16,0~%).",
    ),
    "Ombudsstelle by the date of completion": (
        facts("ombudsstelle", count(1, 0), zeitbezug="erledigung"),
        "Im Jahr 2020 wurde eine Kundenreaktion an die Ombudsstelle abgeschlossen, im Jahr 2019 keine (neu).",
    ),
    "deadline state": (
        facts("fristgerecht", count(1008, 1500)),
        "Von den Kundenreaktionen mit Eingang im Jahr 2020 wurden 1.008 fristgerecht erledigt,"
        " 492 weniger als im Jahr 2019 (−32,8~%).",
    ),
    "deadline state without a case": (
        facts("ueberfaellig", count(0, 2)),
        "Von den Kundenreaktionen mit Eingang im Jahr 2020 war keine am Datenstand offen und überfällig;"
        " im Jahr 2019 waren es 2.",
    ),
    "rate": (
        facts("fristquote", rate((1008, 1068), (1554, 1684))),
        "Von den fälligen Kundenreaktionen mit Eingang im Jahr 2020 wurden 94,4~% fristgerecht erledigt"
        " (1.008 von 1.068), 2,1~Prozentpunkte mehr als im Jahr 2019 (92,3~%).",
    ),
    "rate of the assessed only": (
        facts("begruendetenquote", rate((360, 1906), (648, 3466)), bewertungsbasis="bewertete"),
        "Von den bewerteten Beschwerden mit Eingang im Jahr 2020 waren 18,9~% begründet"
        " (360 von 1.906), 0,2~Prozentpunkte mehr als im Jahr 2019 (18,7~%).",
    ),
    "rate unchanged": (
        facts("ombudsquote", rate((40, 80), (30, 60)), period("2020-10", "2020-12")),
        "Von den Kundenreaktionen mit Eingang im 4. Quartal 2020 gingen 50,0~% an die Ombudsstelle"
        " (40 von 80), ebenso viel wie im 4. Quartal 2019 (50,0~%).",
    ),
    "rate that moves by less than is shown": (
        facts("ombudsquote", rate((5001, 10000), (5000, 10000))),
        "Von den Kundenreaktionen mit Eingang im Jahr 2020 gingen 50,0~% an die Ombudsstelle"
        " (5.001 von 10.000), kaum anders als im Jahr 2019 (50,0~%).",
    ),
    "rate over a small base": (
        facts("fristquote", rate((5, 8), (7, 9)), "2020-03"),
        "Von 8 fälligen Kundenreaktionen mit Eingang im März 2020 wurden 5 fristgerecht erledigt;"
        " im März 2019 waren es 7 von 9.",
    ),
    "rate over one, compared with a large base": (
        facts("begruendetenquote", rate((0, 1), (30, 40)), "2020-03"),
        "Von einer Beschwerde mit Eingang im März 2020 war keine begründet; im März 2019 waren es 75,0~% (30 von 40).",
    ),
    "rate compared with a single case": (
        facts("fristquote", rate((45, 50), (1, 1)), "2020-03"),
        "Von den fälligen Kundenreaktionen mit Eingang im März 2020 wurden 90,0~% fristgerecht erledigt (45 von 50);"
        " im März 2019 war es eine von einer.",
    ),
    "median in days": (
        facts("laufzeit_median", days(8.0, 9.0)),
        "Bei den erledigten Kundenreaktionen mit Eingang im Jahr 2020 lag die Laufzeit im Median bei 8~Tagen,"
        " 1~Tag weniger als im Jahr 2019 (9~Tage).",
    ),
    "nine of ten in days, by the date of completion": (
        facts("laufzeit_p90", days(19.5, 1.0), "2020-06", zeitbezug="erledigung"),
        "Bei den erledigten Kundenreaktionen mit Abschluss im Juni 2020 lagen neun von zehn Laufzeiten bei höchstens"
        " 19,5~Tagen, 18,5~Tage mehr als im Juni 2019 (1~Tag).",
    ),
    "ratio": (
        facts("anliegen_je_reaktion", rate((2145, 1068), (3936, 1684))),
        "Auf eine Kundenreaktion mit Eingang im Jahr 2020 kamen 2,01 Anliegen, 0,33 weniger als im Jahr 2019 (2,34).",
    ),
    "rate without a case below it": (
        facts("fristquote", rate((0, 0), (45, 50)), "2021-03"),
        "Von den Kundenreaktionen mit Eingang im März 2021 ist keine fällig; eine Fristquote gibt es nicht.",
    ),
    "share of nothing": (
        facts("begruendetenquote", rate((0, 0), (0, 0)), "2020-03"),
        "Im März 2020 ging keine Beschwerde ein; eine Begründetenquote gibt es nicht.",
    ),
    "share of nothing by the date of completion": (
        facts("ombudsquote", rate((0, 0), (0, 0)), "2020-03", zeitbezug="erledigung"),
        "Im März 2020 wurde keine Kundenreaktion abgeschlossen; einen Anteil der Ombudsstelle gibt es nicht.",
    ),
    "duration without a finished case": (
        facts("laufzeit_median", days(None), "2021-03"),
        "Von den Kundenreaktionen mit Eingang im März 2021 ist keine erledigt; eine Laufzeit gibt es nicht.",
    ),
    "petitions under a filter that does not concern them": (
        facts("petitionen", Werte(), auswahl="Kanal Fax"),
        "Petitionen folgen nur dem Zeitraum und dem Jobcenter; für diese Auswahl gibt es keine Zahl.",
    ),
}


@pytest.mark.parametrize(("given", "expected"), VALUES.values(), ids=VALUES.keys())
def test_the_first_sentence_states_value_and_comparison(given: Facts, expected: str):
    assert headline(given)[0] == nbsp(expected)


SMALL = facts("petitionen", count(3, 6))
LARGE = facts("beschwerden", count(634, 1000))
RESTRICTIONS: dict[str, tuple[Facts, str]] = {
    "small base of a count": (
        SMALL,
        "Eine Veränderung in Prozent steht hier nicht: Die Basis 6 liegt unter 20.",
    ),
    "small base of a rate": (
        facts("fristquote", rate((45, 50), (7, 9))),
        "Eine Veränderung in Prozentpunkten steht hier nicht: Die Basis 9 liegt unter 20.",
    ),
    "small base of a rate without comparison": (
        facts("fristquote", rate((5, 8)), compare="ohne"),
        "Ein Anteil in Prozent steht hier nicht: Die Basis 8 liegt unter 20.",
    ),
    "first year": (
        facts("kundenreaktionen", count(1500), "2018"),
        "Ein Vergleich ist nicht möglich: Für das Jahr 2017 liegen keine Daten vor.",
    ),
    "first months": (
        facts("kundenreaktionen", count(150), "2018-03"),
        "Ein Vergleich ist nicht möglich: Für den März 2017 liegen keine Daten vor.",
    ),
    "nothing to divide by in the comparison": (
        facts("fristquote", rate((45, 50), (0, 0)), period("2020-04", "2020-06")),
        "Ein Vergleich ist nicht möglich: Von den Kundenreaktionen mit Eingang im 2. Quartal 2019 ist keine fällig.",
    ),
    "no duration in the comparison": (
        facts("laufzeit_median", days(8.0), period("2020-04", "2020-05")),
        "Ein Vergleich ist nicht möglich: Für April bis Mai 2019 gibt es keinen Wert.",
    ),
    "comparison older than the data": (
        facts("kundenreaktionen", count(1684, 700), "2019", data_from=date(2018, 7, 2)),
        "Die Daten beginnen am 02.07.2018, nach dem Anfang des Vergleichszeitraums.",
    ),
    "period older than the data": (
        facts("kundenreaktionen", count(700), "2018", compare="ohne", data_from=date(2018, 7, 2)),
        "Die Daten beginnen am 02.07.2018, nach dem Anfang des Zeitraums.",
    ),
    "value of the comparison where the period has none": (
        facts("fristquote", rate((0, 0), (45, 50)), "2021-03"),
        "Im März 2020 waren es 90,0~% (45 von 50).",
    ),
    "ratio of the comparison where the period has none": (
        facts("anliegen_je_reaktion", rate((0, 0), (20, 10)), "2021-03"),
        "Im März 2020 waren es 2,00 Anliegen.",
    ),
    "one day in the comparison where the period has none": (
        facts("laufzeit_median", days(None, 1.0), "2021-03"),
        "Im März 2020 war es 1~Tag.",
    ),
}


@pytest.mark.parametrize(("given", "expected"), RESTRICTIONS.values(), ids=RESTRICTIONS.keys())
def test_the_second_sentence_says_what_restricts_the_comparison(given: Facts, expected: str):
    assert headline(given)[1] == nbsp(expected)


VERDICTS: dict[str, tuple[Verdict | None, str]] = {
    "no signal": (USUAL, "Kein Signal – übliche Schwankung."),
    "run": (
        Verdict((signal(Rule.RUN, 8),), 24, 12),
        "Signal: 8~Monate in Folge unter dem Mittel.",
    ),
    "run with its end": (
        Verdict((signal(Rule.RUN, 9, high=True, last="2020-12"),), 24, 12),
        "Signal: 9~Monate in Folge über dem Mittel, zuletzt im Dezember 2020.",
    ),
    "one point outside": (
        Verdict((signal(Rule.OUTSIDE, 1, last="2020-04"),), 24, 12),
        "Signal: 1~Monat unter der unteren Grenze, im April 2020.",
    ),
    "trend and points outside": (
        Verdict((signal(Rule.TREND, 7), signal(Rule.OUTSIDE, 2, high=True)), 24, 12),
        "Signal: 7~Monate in Folge mit fallenden Werten; außerdem 2~Monate über der oberen Grenze.",
    ),
    "two of three quarters": (
        Verdict((signal(Rule.TWO_OF_THREE, 2, high=True),), 12, 12, "quartal"),
        "Signal: 2 von 3~Quartalen nahe der oberen Grenze.",
    ),
    "rising years": (
        Verdict((signal(Rule.TREND, 7, high=True),), 12, 12, "jahr"),
        "Signal: 7~Jahre in Folge mit steigenden Werten.",
    ),
    "too few months": (
        Verdict(points=5, needed=12),
        "Für ein Urteil über Signale sind 12~Monate nötig, vorhanden sind 5.",
    ),
    "one quarter only": (
        Verdict(points=1, needed=12, bucket="quartal"),
        "Für ein Urteil über Signale sind 12~Quartale nötig, vorhanden ist eines.",
    ),
    "some months left out": (
        Verdict((), 24, 12, left_out=(period("2020-11"), period("2020-12"))),
        "Kein Signal – übliche Schwankung; nicht beurteilt: November 2020 und Dezember 2020.",
    ),
    "a signal beside a month left out": (
        Verdict((signal(Rule.OUTSIDE, 1, last="2020-04"),), 24, 12, left_out=(period("2020-12"),)),
        "Signal: 1~Monat unter der unteren Grenze, im April 2020; nicht beurteilt: Dezember 2020.",
    ),
    "no month that can be judged": (
        Verdict((), 24, 12, left_out=(period("2020-12"),), judged=False),
        "Noch kein Urteil über Signale; nicht abgeschlossen: Dezember 2020.",
    ),
    "not judged": (None, "Auf Signale wurde diese Auswahl nicht geprüft."),
}


@pytest.mark.parametrize(("verdict", "expected"), VERDICTS.values(), ids=VERDICTS.keys())
def test_the_verdict_names_the_rule_that_fired(verdict: Verdict | None, expected: str):
    assert headline(facts("beschwerden", count(634, 1000), verdict=verdict))[1] == nbsp(expected)


CONTRIBUTIONS: dict[str, tuple[Werte, str, Contribution, str]] = {
    "a fraction that is true": (
        count(634, 1000),
        "beschwerden",
        thema(-244),
        "Zwei Drittel des Rückgangs entfallen auf das Thema Leistung (244 von 366).",
    ),
    "a fraction that is nearly true": (
        count(634, 1000),
        "beschwerden",
        thema(-246),
        "Rund zwei Drittel des Rückgangs entfallen auf das Thema Leistung (246 von 366).",
    ),
    "half of a rise": (
        count(200, 100),
        "kundenreaktionen",
        Contribution("kanal", "email", "E-Mail", 50),
        "Die Hälfte des Anstiegs entfällt auf den Kanal E-Mail (50 von 100).",
    ),
    "no fraction fits": (
        count(634, 1000),
        "beschwerden",
        Contribution("bereich", "grundsicherung", "Grundsicherung", -220),
        "Vom Rückgang um 366 entfallen 220 auf den Bereich Grundsicherung (60,1~%).",
    ),
    "a change of few cases": (
        count(37, 40),
        "beschwerden",
        Contribution("art", "ohne", "ohne Angabe", -1),
        "Vom Rückgang um 3 entfällt 1 auf Fälle ohne Angabe zur Art.",
    ),
    "the whole change": (
        count(150, 100),
        "beschwerden",
        Contribution("bewertung", "offen", "ohne Bewertung", 50),
        "Der ganze Anstieg um 50 entfällt auf Fälle ohne Bewertung.",
    ),
    "more than the whole change": (
        count(634, 1000),
        "beschwerden",
        thema(-400),
        "Größte Veränderung: 400 weniger beim Thema Leistung, 34 mehr bei allem Übrigen.",
    ),
    "no change on the whole": (
        count(100, 100),
        "kundenreaktionen",
        Contribution("ombudsstelle", "ja", "ja", 12),
        "Größte Veränderung: 12 mehr bei Kundenreaktionen an die Ombudsstelle, 12 weniger bei allem Übrigen.",
    ),
    "against the change": (
        count(90, 100),
        "kundenreaktionen",
        Contribution("art", "lob", "Lob", 20),
        "Größte Veränderung: 20 mehr bei der Art Lob, 30 weniger bei allem Übrigen.",
    ),
    "percentage points": (
        rate((850, 1000), (700, 1000)),
        "fristquote",
        Contribution("bereich", "eingangszone", "Eingangszone", 0.05),
        "Ein Drittel des Anstiegs entfällt auf den Bereich Eingangszone (5,0 von 15,0~Prozentpunkten).",
    ),
    "percentage points without a fraction": (
        rate((790, 1000), (811, 1000)),
        "fristquote",
        Contribution("monat", "2020-03", "März 2020", -0.0126),
        "Vom Rückgang um 2,1~Prozentpunkte entfallen 1,3 auf den März 2020 (60,0~%).",
    ),
    "a quarter of the year": (
        count(200, 100),
        "kundenreaktionen",
        Contribution("quartal", "2020-Q1", "1. Quartal 2020", 25),
        "Ein Viertel des Anstiegs entfällt auf das 1. Quartal 2020 (25 von 100).",
    ),
}


@pytest.mark.parametrize(("werte", "code", "part", "expected"), CONTRIBUTIONS.values(), ids=CONTRIBUTIONS.keys())
def test_the_largest_contribution_is_a_fraction_only_where_that_is_true(werte, code, part, expected):
    assert headline(facts(code, werte, contribution=part))[2] == nbsp(expected)


def test_an_event_of_the_period_is_told_by_its_month_without_a_cause():
    told = headline(
        facts("beschwerden", count(634, 1000), events=[Ereignis(date(2020, 3, 19), "Umstellung der Hotline")])
    )

    assert told[-1] == "Im März 2020 begann: Umstellung der Hotline."


def test_of_several_events_the_first_is_named():
    events = [Ereignis(date(2020, 2, 27), "Pandemieplan"), Ereignis(date(2020, 3, 19), "Umstellung der Hotline")]

    told = headline(facts("beschwerden", count(634, 1000), events=events))

    assert told[-1] == "Im Zeitraum begannen 2 Ereignisse, das erste im Februar 2020: Pandemieplan."


@pytest.mark.parametrize(
    ("title", "ending"),
    [
        ("Austausch mit Pentacon e.V.", "begann: Austausch mit Pentacon e.V."),
        (" Neue\n Hotline ", "begann: Neue Hotline."),
        ("Was nun?", "begann: „Was nun?“."),
        ("Schließung (Haus A)", "begann: Schließung (Haus A)."),
    ],
)
def test_a_title_keeps_its_own_marks_and_the_sentence_gets_one_full_stop(title: str, ending: str):
    told = headline(facts("beschwerden", count(634, 1000), events=[Ereignis(date(2020, 3, 19), title)]))

    assert told[-1] == f"Im März 2020 {ending}"


def test_the_whole_head_of_a_page():
    told = headline(
        facts(
            "beschwerden",
            count(634, 1000),
            verdict=Verdict((signal(Rule.RUN, 8, last="2020-12"),), 24, 12),
            contribution=thema(-246),
            events=[Ereignis(date(2020, 3, 19), "Umstellung der Hotline")],
        )
    )

    assert told == [
        nbsp("Im Jahr 2020 gingen 634 Beschwerden ein, 366 weniger als im Jahr 2019 (−36,6~%)."),
        nbsp("Signal: 8~Monate in Folge unter dem Mittel, zuletzt im Dezember 2020."),
        "Rund zwei Drittel des Rückgangs entfallen auf das Thema Leistung (246 von 366).",
        "Im März 2020 begann: Umstellung der Hotline.",
    ]


def test_without_contribution_and_event_the_head_still_has_three_sentences():
    assert headline(LARGE)[1:] == [
        "Kein Signal – übliche Schwankung.",
        "Für diesen Zeitraum ist kein Ereignis eingetragen.",
    ]


def test_a_period_after_the_datenstand_is_said_to_have_no_data_yet():
    given = facts("beschwerden", count(0, 0), "2022", events=[Ereignis(date(2022, 3, 1), "Umzug")])

    assert headline(given) == [
        "Für das Jahr 2022 gibt es noch keine Daten.",
        "Der Datenstand ist der 31.03.2021.",
        "Ein Vergleich ist noch nicht möglich.",
    ]


def test_a_later_period_without_a_chosen_comparison_says_that_none_is_chosen():
    assert headline(facts("beschwerden", count(0), "2022", compare="ohne"))[2] == "Ein Vergleich ist nicht gewählt."


@pytest.mark.parametrize(
    "given",
    [
        facts("kundenreaktionen", count(1684, 700), "2019", data_from=date(2018, 7, 2), contribution=thema(500)),
        facts("fristquote", rate((5, 8), (7, 9)), contribution=thema(-0.1)),
        facts("ombudsquote", rate((5001, 10000), (5000, 10000)), contribution=thema(0.0001)),
        facts("beschwerden", count(634, 1000), compare="ohne", contribution=thema(-244)),
    ],
    ids=["incomplete comparison", "small base", "no visible change", "no comparison"],
)
def test_a_change_that_cannot_be_shared_out_has_no_contribution(given: Facts):
    assert not any(LEISTUNG in text for text in headline(given))


def test_the_smallest_base_is_the_one_that_is_given():
    given = facts("petitionen", count(3, 6), smallest_base=5)

    assert headline(given)[0] == nbsp("Im Jahr 2020 gingen 3 Petitionen ein, 3 weniger als im Jahr 2019 (−50,0~%).")
    assert not any("Basis" in text for text in headline(given))


def test_a_base_that_just_reaches_the_smallest_one_carries_percentages():
    counted = headline(facts("petitionen", count(40, 20), contribution=thema(10)))
    shared = headline(facts("fristquote", rate((15, 20), (14, 20))))

    assert counted[0].endswith(nbsp("20 mehr als im Jahr 2019 (+100,0~%)."))
    assert counted[2] == "Die Hälfte des Anstiegs entfällt auf das Thema Leistung (10 von 20)."
    assert nbsp("wurden 75,0~% fristgerecht erledigt (15 von 20), 5,0~Prozentpunkte mehr") in shared[0]
    assert not any("Basis" in text for text in (*counted, *shared))


def test_a_base_just_below_the_smallest_one_carries_none():
    counted = headline(facts("petitionen", count(38, 19), contribution=thema(9)))
    shared = headline(facts("fristquote", rate((0, 0), (15, 20)), "2020-03"))

    assert "%" not in "".join(counted)
    assert counted[3] == "Vom Anstieg um 19 entfallen 9 auf das Thema Leistung."
    assert shared[1] == nbsp("Im März 2019 waren es 75,0~% (15 von 20).")


def test_however_much_there_is_to_say_five_sentences_are_the_most():
    told = headline(
        facts(
            "fristquote",
            rate((5, 8)),
            "2018",
            data_from=date(2018, 7, 2),
            events=[Ereignis(date(2018, 3, 19), "Umstellung der Hotline")],
        )
    )

    assert [text.split()[0] for text in told] == ["Von", "Ein", "Die", "Kein", "Im"]


def test_a_period_that_starts_on_the_datenstand_is_told():
    assert headline(facts("beschwerden", count(2, 0), "2021-03", stand=date(2021, 3, 1)))[0] == (
        "Im März 2021 (bis 01.03.2021) gingen 2 Beschwerden ein, im März 2020 (bis 01.03.2020) keine (neu)."
    )


def test_data_that_begin_in_the_first_month_of_the_comparison_need_no_word():
    told = headline(facts("kundenreaktionen", count(1684, 1500), "2019", data_from=date(2018, 1, 2)))

    assert not any("Die Daten beginnen" in text for text in told)


def test_every_indicator_has_its_sentence():
    werte = {"anzahl": count(3, 2), "anteil": rate((30, 50), (20, 50)), "tage": days(3.0, 2.0)}
    told = {
        code: headline(facts(code, werte.get(kennzahl.einheit.value, rate((30, 20), (30, 25)))))[0]
        for code, kennzahl in KENNZAHLEN.items()
    }

    assert all("2019" in text and " mehr als " in text for text in told.values())
    assert len(set(told.values())) == len(KENNZAHLEN)
