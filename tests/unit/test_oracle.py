"""The oracle itself, held against small cases worked out by hand."""

import random
from dataclasses import astuple
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.oracle import (
    ANLIEGEN_COUNTS,
    KENNZAHLEN,
    REACTION_COUNTS,
    Lieferung,
    Result,
    Row,
    Werte,
    aggregate,
    default_period,
    faellig_am,
    quantile,
)
from tests.random_data import random_breakdown, random_delivery, random_selection

DATENSTAND = date(2021, 3, 31)
YEAR = {"von": "2020-01", "bis": "2020-12"}
NULL = Werte(None, None, None, None, None, None, None, None)
PETITIONS = ("petitionen", "eingaben")


def day(text: str) -> date:
    return date.fromisoformat(text)


def standard(frist_tage: int, tageart: str = "Kalendertage", shift: int = 0, **other: Any) -> Row:
    row = {"jobcenter": None, "gueltig_von": date(2010, 1, 1), "gueltig_bis": None, "bezeichnung": "Frist"}
    return {**row, "frist_tage": frist_tage, "tageart": tageart, "verschiebe_auf_werktag": shift, **other}


def reaktion(aktenzeichen: str, eingang_am: str, erledigt_am: str | None = None, **other: Any) -> Row:
    """A Kundenreaktion: open, or finished where `erledigt_am` is given."""
    return {
        "jobcenter": "a",
        "aktenzeichen": aktenzeichen,
        "eingang_am": day(eingang_am),
        "erledigt_am": day(erledigt_am) if erledigt_am else None,
        "status": "erledigt" if erledigt_am else "offen",
        "art": "beschwerde",
        "ombudsstelle": 0,
        **other,
    }


def anliegen(aktenzeichen: str, lfd_nr: int = 1, art: str = "beschwerde", **other: Any) -> Row:
    return {"jobcenter": "a", "aktenzeichen": aktenzeichen, "lfd_nr": lfd_nr, "art": art, **other}


def petition(kennung: str, eingang_am: str, art: str = "petition", **other: Any) -> Row:
    return {"jobcenter": "a", "kennung": kennung, "art": art, "eingang_am": day(eingang_am), **other}


def delivery(reaktionen: list[Row], anliegen_rows: list[Row] | None = None, **other: list[Row]) -> Lieferung:
    """A Lieferung; without Anliegen given, every Kundenreaktion gets one Beschwerde."""
    if anliegen_rows is None:
        anliegen_rows = [{**anliegen(row["aktenzeichen"]), "jobcenter": row["jobcenter"]} for row in reaktionen]
    bereiche = [("oben", None), ("mitte", "oben"), ("unten", "mitte"), ("daneben", None)]
    return {
        "jobcenter": [{"code": "a", "bundesland": "SN"}, {"code": "b", "bundesland": "BY"}],
        "bereich": [{"code": code, "uebergeordnet": above} for code, above in bereiche],
        "qualitaetsstandard": [standard(21)],
        "kundenreaktion": reaktionen,
        "anliegen": anliegen_rows,
        **other,
    }


def ask(lieferung: Lieferung, nach: str = "", ebene: int | None = None, **auswahl: str) -> Result:
    """All indicators, by default for the year 2020 at the end of March 2021; `nach` separated by commas."""
    period = {} if "von" in auswahl else YEAR
    return aggregate(lieferung, DATENSTAND, {**period, **auswahl}, KENNZAHLEN, nach.split(",") if nach else [], ebene)


def total(result: Result, kennzahl: str) -> int | float | None:
    return result.summe[kennzahl].wert


def rows(result: Result, kennzahl: str, field: str = "wert") -> dict[Any, int | float | None]:
    """One field of one indicator per row; the key of a single dimension is its bare code."""
    return {key[0] if len(key) == 1 else key: getattr(values[kennzahl], field) for key, values in result.zeilen.items()}


# --- counting units ----------------------------------------------------------------------------------


def test_a_thema_filter_means_exists_for_reactions_and_satisfying_rows_for_anliegen() -> None:
    # 1 has "dauer" twice, 2 has "dauer" and "ton", 3 only "ton": a join would count 3 reactions.
    lieferung = delivery(
        [reaktion("1", "2020-05-04"), reaktion("2", "2020-05-04"), reaktion("3", "2020-05-04")],
        [
            anliegen("1", 1, thema="dauer"),
            anliegen("1", 2, thema="dauer"),
            anliegen("2", 1, thema="dauer"),
            anliegen("2", 2, thema="ton"),
            anliegen("3", 1, thema="ton"),
        ],
    )
    result = ask(lieferung, thema="dauer")
    assert (total(result, "kundenreaktionen"), total(result, "anliegen")) == (2, 3)
    assert result.summe["anliegen_je_reaktion"] == Werte(1.5, 3, 2, None, None, None, None, None)


def test_all_anliegen_filters_must_hold_for_one_and_the_same_anliegen() -> None:
    lieferung = delivery(
        [reaktion("1", "2020-05-04")],
        [
            anliegen("1", 1, thema="dauer", bewertung="begruendet"),
            anliegen("1", 2, thema="ton", bewertung="unbegruendet"),
        ],
    )
    assert total(ask(lieferung, thema="dauer", bewertung="begruendet"), "kundenreaktionen") == 1
    assert total(ask(lieferung, thema="dauer", bewertung="unbegruendet"), "kundenreaktionen") == 0


def test_a_breakdown_by_thema_names_a_reaction_several_times_and_is_not_additive() -> None:
    # 1 has "dauer" twice and "ton" once: one reaction in both rows, three Anliegen, two reactions in all.
    lieferung = delivery(
        [reaktion("1", "2020-05-04"), reaktion("2", "2020-05-04")],
        [
            anliegen("1", 1, thema="dauer"),
            anliegen("1", 2, thema="dauer"),
            anliegen("1", 3, thema="ton"),
            anliegen("2", 1),
        ],
    )
    result = ask(lieferung, "thema")
    assert rows(result, "kundenreaktionen") == {"dauer": 1, "ton": 1, "ohne": 1}
    assert rows(result, "anliegen") == {"dauer": 2, "ton": 1, "ohne": 1}
    assert total(result, "kundenreaktionen") == 2
    assert (result.additiv["kundenreaktionen"], result.additiv["anliegen"]) == (False, True)


def test_anliegen_and_personenkreise_of_one_reaction_do_not_multiply_each_other() -> None:
    # Two Anliegen and two Personenkreise would be four rows of a join.
    lieferung = delivery(
        [reaktion("1", "2020-05-04", personenkreis=("p", "q"))],
        [anliegen("1", 1), anliegen("1", 2)],
    )
    result = ask(lieferung, "personenkreis")
    assert total(result, "anliegen") == 2
    assert rows(result, "anliegen") == {"p": 2, "q": 2}
    assert rows(result, "kundenreaktionen") == {"p": 1, "q": 1}
    assert (result.additiv["kundenreaktionen"], result.additiv["anliegen"]) == (False, False)


def test_a_personenkreis_filter_selects_reactions_and_shows_all_their_personenkreise() -> None:
    lieferung = delivery(
        [
            reaktion("1", "2020-05-04", personenkreis=("p", "q")),
            reaktion("2", "2020-05-04", personenkreis=("q",)),
            reaktion("3", "2020-05-04", personenkreis=()),
        ]
    )
    assert rows(ask(lieferung, "personenkreis", personenkreis="p"), "kundenreaktionen") == {"p": 1, "q": 1}
    assert rows(ask(lieferung, "personenkreis", personenkreis="p,ohne"), "kundenreaktionen") == {
        "p": 1,
        "q": 1,
        "ohne": 1,
    }
    assert total(ask(lieferung, personenkreis="q"), "kundenreaktionen") == 2


def test_rows_of_thema_and_personenkreis_hold_both_and_count_each_reaction_once() -> None:
    lieferung = delivery(
        [
            reaktion("1", "2020-05-04", personenkreis=("p", "q")),
            reaktion("2", "2020-05-04", personenkreis=("p",)),
        ],
        [anliegen("1", 1, thema="t"), anliegen("1", 2, thema="t"), anliegen("2", 1, thema="u")],
    )
    result = ask(lieferung, "personenkreis,thema")
    assert rows(result, "kundenreaktionen") == {("p", "t"): 1, ("q", "t"): 1, ("p", "u"): 1}
    assert rows(result, "anliegen") == {("p", "t"): 2, ("q", "t"): 2, ("p", "u"): 1}


def test_a_breakdown_shows_only_the_satisfying_anliegen() -> None:
    lieferung = delivery(
        [reaktion("1", "2020-05-04")],
        [anliegen("1", 1, thema="t", art="lob"), anliegen("1", 2, thema="u")],
    )
    assert rows(ask(lieferung, "thema", art="lob"), "kundenreaktionen") == {"t": 1}


def test_the_same_aktenzeichen_in_two_jobcenter_are_two_reactions() -> None:
    lieferung = delivery([reaktion("1", "2020-05-04"), reaktion("1", "2020-05-04", jobcenter="b")])
    assert rows(ask(lieferung, "jobcenter"), "kundenreaktionen") == {"a": 1, "b": 1}
    assert total(ask(lieferung), "anliegen") == 2


def test_storniert_is_counted_nowhere_and_abgegeben_only_as_received() -> None:
    lieferung = delivery(
        [
            reaktion("1", "2020-05-04", "2020-05-05", status="storniert"),
            reaktion("2", "2020-05-04", "2020-05-05", status="abgegeben"),
        ]
    )
    result = ask(lieferung)
    assert (total(result, "kundenreaktionen"), total(result, "anliegen")) == (1, 1)
    assert [total(result, k) for k in REACTION_COUNTS[2:]] == [0, 0, 0, 0]
    assert total(result, "laufzeit_median") is None
    assert result.summe["fristquote"] == Werte(None, 0, 0, None, None, None, None, None)


def test_art_belongs_to_the_anliegen_and_hauptart_to_the_reaction() -> None:
    lieferung = delivery(
        [reaktion("1", "2020-05-04", art="lob"), reaktion("2", "2020-05-04")],
        [anliegen("1", 1, "lob"), anliegen("1", 2, "idee"), anliegen("2", 1)],
    )
    result = ask(lieferung, "hauptart,art")
    assert rows(result, "anliegen") == {("lob", "lob"): 1, ("lob", "idee"): 1, ("beschwerde", "beschwerde"): 1}
    assert [total(ask(lieferung, hauptart="lob"), k) for k in ("lob", "ideen", "beschwerden")] == [1, 1, 0]
    assert total(ask(lieferung, art="lob"), "anliegen") == 1


def test_the_ombudsstelle_comes_from_the_remark_unless_it_is_given() -> None:
    lieferung = delivery(
        [
            reaktion("1", "2020-05-04", ombudsstelle=None, erfasserbemerkung="über OMBUDSstelle"),
            reaktion("2", "2020-05-04", ombudsstelle=0, erfasserbemerkung="Ombudsstelle"),
            reaktion("3", "2020-05-04", ombudsstelle=1),
            reaktion("4", "2020-05-04", ombudsstelle=None),
        ]
    )
    result = ask(lieferung, "ombudsstelle")
    assert rows(result, "kundenreaktionen") == {"ja": 2, "nein": 2}
    assert result.summe["ombudsquote"] == Werte(0.5, 2, 4, None, None, None, None, None)
    assert rows(result, "ombudsquote") == {"ja": 1.0, "nein": 0.0}


# --- the tree of Bereiche and empty values -----------------------------------------------------------


def test_a_bereich_filter_includes_descendants_at_any_depth_but_not_its_parent() -> None:
    lieferung = delivery(
        [reaktion("1", "2020-05-04")],
        [
            anliegen("1", lfd_nr, bereich=bereich)
            for lfd_nr, bereich in enumerate(("oben", "mitte", "unten", "daneben", None), 1)
        ],
    )
    assert total(ask(lieferung, bereich="oben"), "anliegen") == 3
    assert total(ask(lieferung, bereich="mitte"), "anliegen") == 2
    assert total(ask(lieferung, bereich="unten,ohne"), "anliegen") == 2
    assert rows(ask(lieferung, "bereich"), "anliegen") == {
        "oben": 1,
        "mitte": 1,
        "unten": 1,
        "daneben": 1,
        "ohne": 1,
    }
    result = ask(lieferung, "bereich", ebene=1)
    assert rows(result, "anliegen") == {"oben": 3, "daneben": 1, "ohne": 1}
    assert rows(result, "kundenreaktionen") == {"oben": 1, "daneben": 1, "ohne": 1}


def test_offen_means_no_bewertung_of_any_art() -> None:
    lieferung = delivery(
        [reaktion("1", "2020-05-04")],
        [anliegen("1", 1), anliegen("1", 2, "lob"), anliegen("1", 3, bewertung="teilweise")],
    )
    assert rows(ask(lieferung, "bewertung"), "anliegen") == {"offen": 2, "teilweise": 1}
    assert total(ask(lieferung, bewertung="offen"), "anliegen") == 2


def test_the_begruendetenquote_is_about_beschwerden_alone_and_changes_its_denominator() -> None:
    # Four Beschwerden: one begruendet, one teilweise, two without Bewertung. The Lob counts for neither.
    lieferung = delivery(
        [reaktion("1", "2020-05-04")],
        [
            anliegen("1", 1, bewertung="begruendet"),
            anliegen("1", 2, bewertung="teilweise"),
            anliegen("1", 3),
            anliegen("1", 4),
            anliegen("1", 5, "lob", bewertung="begruendet"),
        ],
    )
    assert total(ask(lieferung), "begruendet") == 1
    assert astuple(ask(lieferung).summe["begruendetenquote"])[:3] == (0.25, 1, 4)
    assessed = ask(lieferung, bewertungsbasis="bewertete")
    assert astuple(assessed.summe["begruendetenquote"])[:3] == (0.5, 1, 2)


# --- deadlines and Laufzeit --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("eingang_am", "unshifted", "shifted"),
    [
        ("2020-03-13", "2020-04-03", "2020-04-03"),
        ("2020-03-20", "2020-04-10", "2020-04-14"),  # Karfreitag, then a weekend and Ostermontag
        ("2020-09-12", "2020-10-03", "2020-10-05"),  # holiday on a Saturday
        ("2020-10-28", "2020-11-18", "2020-11-19"),  # Buß- und Bettag, in Saxony alone
        ("2020-12-11", "2021-01-01", "2021-01-04"),  # Neujahr on a Friday
    ],
)
def test_21_calendar_days_in_saxony(eingang_am: str, unshifted: str, shifted: str) -> None:
    row = reaktion("1", eingang_am)
    assert faellig_am(row, [standard(21)], "SN") == day(unshifted)
    assert faellig_am(row, [standard(21, shift=1)], "SN") == day(shifted)


def test_the_holidays_are_those_of_the_land() -> None:
    assert faellig_am(reaktion("1", "2020-10-28"), [standard(21, shift=1)], "BY") == day("2020-11-18")


def test_working_days_skip_weekends_and_holidays() -> None:
    # Thursday 09.04.2020: Friday to Monday are Easter; 14., 15. and 16. are the three working days.
    assert faellig_am(reaktion("1", "2020-04-09"), [standard(3, "Arbeitstage")], "SN") == day("2020-04-16")
    # Saturday 01.02.2020: Monday is the first working day.
    assert faellig_am(reaktion("1", "2020-02-01"), [standard(1, "Arbeitstage")], "SN") == day("2020-02-03")


def test_the_standard_is_chosen_by_eingang_and_the_own_one_wins_while_it_is_valid() -> None:
    standards = [
        standard(14, gueltig_bis=day("2019-12-31")),
        standard(21, gueltig_von=day("2020-01-01")),
        standard(5, gueltig_von=day("2020-02-01"), gueltig_bis=day("2020-02-29"), jobcenter="a"),
        standard(1, gueltig_von=day("2020-02-01"), jobcenter="b"),
    ]
    due = {
        eingang_am: faellig_am(reaktion("1", eingang_am), standards, "SN")
        for eingang_am in ("2019-12-31", "2020-01-01", "2020-02-29", "2020-03-01")
    }
    assert due == {
        "2019-12-31": day("2020-01-14"),
        "2020-01-01": day("2020-01-22"),
        "2020-02-29": day("2020-03-05"),
        "2020-03-01": day("2020-03-22"),
    }


def test_deadline_states_change_on_the_day_after_the_due_date() -> None:
    # At the Datenstand 31.03.2021 an Eingang of 10.03. is due on that very day.
    lieferung = delivery(
        [
            reaktion("1", "2020-05-04", "2020-05-25"),  # day 21: in time
            reaktion("2", "2020-05-04", "2020-05-26"),  # day 22: late
            reaktion("3", "2021-03-09"),  # due yesterday: overdue
            reaktion("4", "2021-03-10"),  # due today: open in time
            reaktion("5", "2021-03-10", "2021-03-10", status="abgegeben"),
        ]
    )
    result = ask(lieferung, von="2020-01", bis="2021-03")
    states = ("fristgerecht", "verspaetet", "ueberfaellig", "offen_in_frist")
    assert [total(result, state) for state in states] == [1, 1, 1, 1]
    assert astuple(result.summe["fristquote"])[:3] == (1 / 3, 1, 3)


def test_quantiles_interpolate_between_neighbours() -> None:
    # Days 1, 2, 3, 10. Median between 2 and 3; P90 at place 2.7: 3 + 0.7 * 7 = 7.9. The open one is left out.
    ends = ("2020-05-05", "2020-05-06", "2020-05-07", "2020-05-14")
    lieferung = delivery(
        [reaktion(end, "2020-05-04", end) for end in ends] + [reaktion("open", "2020-05-04")],
    )
    result = ask(lieferung)
    assert result.summe["laufzeit_median"] == Werte(2.5, None, None, None, None, None, None, None)
    assert total(result, "laufzeit_p90") == pytest.approx(7.9, abs=1e-12)
    assert quantile([], Fraction(1, 2)) is None


def test_a_laufzeit_counts_a_reaction_once_however_many_anliegen_it_has() -> None:
    # Days 0 and 10: the median of both is 5, weighted by the three Anliegen it would be 0.
    lieferung = delivery(
        [reaktion("1", "2020-05-04", "2020-05-04"), reaktion("2", "2020-05-04", "2020-05-14")],
        [anliegen("1", 1), anliegen("1", 2), anliegen("1", 3), anliegen("2", 1)],
    )
    assert total(ask(lieferung), "laufzeit_median") == 5.0


def test_zeitbezug_erledigung_counts_by_the_day_of_completion() -> None:
    lieferung = delivery(
        [
            reaktion("1", "2019-12-30", "2020-01-02"),
            reaktion("2", "2020-12-30", "2021-01-02"),
            reaktion("3", "2020-05-04"),
            reaktion("4", "2019-12-30", "2020-01-02", status="abgegeben"),
        ]
    )
    assert total(ask(lieferung), "kundenreaktionen") == 2
    result = ask(lieferung, "monat", zeitbezug="erledigung")
    assert total(result, "kundenreaktionen") == 2
    assert rows(result, "kundenreaktionen")["2020-01"] == 2
    assert total(result, "laufzeit_median") == 3.0


# --- periods and comparisons -------------------------------------------------------------------------


def test_the_default_period_is_the_last_year_that_is_over() -> None:
    assert default_period(date(2021, 3, 31)) == ("2020-01", "2020-12")
    assert default_period(date(2020, 12, 31)) == ("2020-01", "2020-12")
    assert default_period(date(2020, 12, 30)) == ("2019-01", "2019-12")
    lieferung = delivery([reaktion("1", "2020-05-04")])
    result = aggregate(lieferung, DATENSTAND, {}, ["anliegen"], ["jahr"])
    assert rows(result, "anliegen") == {"2020": 1}


def test_the_value_fields_of_counts_and_rates() -> None:
    # 2019: two Beschwerden, one begruendet. 2020: three, all begruendet.
    reaktionen = [reaktion(str(n), f"{year}-05-04") for n, year in enumerate((2019, 2019, 2020, 2020, 2020))]
    bewertungen = ("begruendet", None, "begruendet", "begruendet", "begruendet")
    lieferung = delivery(reaktionen, [anliegen(str(n), bewertung=bewertung) for n, bewertung in enumerate(bewertungen)])
    summe = ask(lieferung).summe
    assert summe["beschwerden"] == Werte(3, 3, None, 2, 2, None, 1, 0.5)
    assert summe["begruendetenquote"] == Werte(1.0, 3, 3, 0.5, 1, 2, 0.5, 1.0)
    assert summe["lob"] == Werte(0, 0, None, 0, 0, None, 0, None)
    assert summe["laufzeit_median"] == NULL


def test_the_prior_year_is_cut_at_the_day_of_the_datenstand_and_the_leap_day_becomes_28_02() -> None:
    lieferung = delivery(
        [
            reaktion("0", "2019-01-01"),
            reaktion("1", "2019-02-28"),
            reaktion("2", "2019-03-01"),  # after the cut
            reaktion("3", "2020-02-29"),
        ]
    )
    auswahl = {"von": "2020-01", "bis": "2020-03"}
    result = aggregate(lieferung, date(2020, 2, 29), auswahl, ["kundenreaktionen"], ["monat"])
    assert result.summe["kundenreaktionen"] == Werte(1, 1, None, 2, 2, None, -1, -0.5)
    assert rows(result, "kundenreaktionen", "vergleich") == {"2020-01": 1, "2020-02": 1, "2020-03": None}
    assert rows(result, "kundenreaktionen") == {"2020-01": 0, "2020-02": 1, "2020-03": 0}


@pytest.mark.parametrize(("datenstand", "vergleich"), [("2021-03-10", 2), ("2021-03-31", 3), ("2021-03-30", 3)])
def test_the_prior_period_is_cut_after_as_many_days_but_never_longer_than_itself(
    datenstand: str, vergleich: int
) -> None:
    # Nine days after 01.02. is 10.02.; 29 days after it is 02.03., so the end of February holds.
    lieferung = delivery(
        [
            reaktion("1", "2021-02-01"),
            reaktion("2", "2021-02-10"),
            reaktion("3", "2021-02-11"),
            reaktion("4", "2021-03-01"),
        ]
    )
    auswahl = {"von": "2021-03", "bis": "2021-03", "vergleich": "vorperiode"}
    result = aggregate(lieferung, day(datenstand), auswahl, ["kundenreaktionen"], [])
    assert result.summe["kundenreaktionen"].vergleich == vergleich


@pytest.mark.parametrize(("vergleich", "expected"), [("vorjahr", 2), ("vorperiode", 1)])
def test_a_period_that_ends_on_the_datenstand_is_over_and_its_comparison_is_not_cut(
    vergleich: str, expected: int
) -> None:
    # February 2021 is shorter than February 2020 and than January 2021, whose last days count all the same.
    lieferung = delivery([reaktion("1", "2020-02-28"), reaktion("2", "2020-02-29"), reaktion("3", "2021-01-31")])
    auswahl = {"von": "2021-02", "bis": "2021-02", "vergleich": vergleich}
    result = aggregate(lieferung, date(2021, 2, 28), auswahl, ["kundenreaktionen"], [])
    assert result.summe["kundenreaktionen"].vergleich == expected


def test_a_comparison_wholly_before_the_first_eingang_is_null_and_otherwise_zero() -> None:
    # The first Eingang is that of a counted reaction, whatever the filter: 15.03.2019.
    lieferung = delivery(
        [
            reaktion("0", "2019-01-01", status="storniert"),
            reaktion("1", "2019-03-15", jobcenter="b"),
            reaktion("2", "2020-05-04"),
        ]
    )
    result = ask(lieferung, "monat", jobcenter="a")
    assert result.summe["kundenreaktionen"] == Werte(1, 1, None, 0, 0, None, 1, None)
    vergleich = rows(result, "kundenreaktionen", "vergleich")
    assert [vergleich[f"2020-{month:02}"] for month in range(1, 13)] == [None, None, *[0] * 10]
    assert ask(lieferung, von="2020-01", bis="2020-02").summe["kundenreaktionen"].vergleich is None
    assert ask(lieferung, vergleich="ohne").summe["kundenreaktionen"].vergleich is None


def test_a_comparison_cut_before_the_first_eingang_is_null() -> None:
    # Cut at 10.03.2020, five days before the first Eingang; on 15.03. there is something to compare with.
    lieferung = delivery([reaktion("1", "2020-03-15"), reaktion("2", "2021-03-02")])
    for datenstand, vergleich in (("2021-03-10", None), ("2021-03-15", 1)):
        auswahl = {"von": "2021-03", "bis": "2021-03"}
        result = aggregate(lieferung, day(datenstand), auswahl, ["kundenreaktionen"], ["monat"])
        assert result.summe["kundenreaktionen"].vergleich == vergleich
        assert rows(result, "kundenreaktionen", "vergleich") == {"2021-03": vergleich}


def test_a_period_after_the_datenstand_has_zeros_and_no_comparison() -> None:
    lieferung = delivery([reaktion("1", "2019-05-04"), reaktion("2", "2021-03-02")])
    for vergleich in ("vorjahr", "vorperiode"):
        result = ask(lieferung, "monat", von="2021-04", bis="2021-05", vergleich=vergleich)
        assert result.summe["kundenreaktionen"] == Werte(0, 0, None, None, None, None, None, None)
        assert rows(result, "kundenreaktionen", "vergleich") == {"2021-04": None, "2021-05": None}


def test_quarters_hold_only_the_months_of_the_selection_and_pair_by_position() -> None:
    lieferung = delivery(
        [
            reaktion("1", "2019-09-30"),  # before the comparison period
            reaktion("2", "2019-10-01"),
            reaktion("3", "2019-12-31"),
            reaktion("4", "2020-01-31"),
            reaktion("5", "2020-02-01"),
            reaktion("6", "2020-06-01"),  # second quarter, but not selected
        ]
    )
    result = ask(lieferung, "quartal", von="2020-02", bis="2020-05", vergleich="vorperiode")
    # February and March stand beside October to December, April and May beside January alone.
    assert rows(result, "kundenreaktionen") == {"2020-Q1": 1, "2020-Q2": 0}
    assert rows(result, "kundenreaktionen", "vergleich") == {"2020-Q1": 2, "2020-Q2": 1}


def test_a_bucket_without_partner_at_its_position_has_no_comparison() -> None:
    lieferung = delivery([reaktion("1", "2019-01-01"), reaktion("2", "2020-02-01")])
    result = ask(lieferung, "quartal", von="2020-03", bis="2020-04", vergleich="vorperiode")
    assert rows(result, "kundenreaktionen", "vergleich") == {"2020-Q1": 1, "2020-Q2": None}


def test_several_time_dimensions_share_the_finest_list_of_buckets() -> None:
    lieferung = delivery([reaktion("1", "2019-11-04"), reaktion("2", "2020-01-04")])
    result = ask(lieferung, "jahr,monat", von="2019-12", bis="2020-01", vergleich="vorperiode")
    assert rows(result, "kundenreaktionen") == {("2019", "2019-12"): 0, ("2020", "2020-01"): 1}
    assert rows(result, "kundenreaktionen", "vergleich")["2020", "2020-01"] == 1


def test_rows_are_all_buckets_times_the_combinations_of_either_period() -> None:
    # "mail" occurs in 2020 only, "fax" in the months of 2019 only, "brief" outside both.
    lieferung = delivery(
        [
            reaktion("1", "2019-05-04", kanal="fax"),
            reaktion("2", "2020-06-04", kanal="mail"),
            reaktion("3", "2018-06-04", kanal="brief"),
        ]
    )
    result = ask(lieferung, "kanal,monat", von="2020-05", bis="2020-06")
    assert rows(result, "kundenreaktionen") == {
        ("fax", "2020-05"): 0,
        ("fax", "2020-06"): 0,
        ("mail", "2020-05"): 0,
        ("mail", "2020-06"): 1,
    }
    assert result.zeilen["fax", "2020-05"]["kundenreaktionen"].vergleich == 1
    assert result.zeilen["fax", "2020-05"]["fristquote"].wert is None
    assert set(ask(lieferung, "kanal", vergleich="ohne").zeilen) == {("mail",)}


def test_empty_months_are_rows_even_when_nothing_is_selected() -> None:
    result = ask(delivery([]), "monat", von="2020-01", bis="2020-03")
    assert rows(result, "kundenreaktionen") == {"2020-01": 0, "2020-02": 0, "2020-03": 0}
    assert ask(delivery([]), "monat,kanal").zeilen == {}
    assert ask(delivery([])).zeilen[()]["kundenreaktionen"] == Werte(0, 0, None, None, None, None, None, None)


# --- Petitionen and Eingaben -------------------------------------------------------------------------


def petitions() -> Lieferung:
    return delivery(
        [reaktion("1", "2019-05-04"), reaktion("2", "2020-05-04")],
        petition_eingabe=[
            petition("1", "2020-02-03", aktenzeichen="2"),
            petition("2", "2020-02-03", jobcenter="b"),
            petition("3", "2020-02-03", "eingabe", jobcenter="b", erledigt_am=day("2021-01-04")),
            petition("4", "2019-11-04"),
        ],
    )


def test_petitions_follow_period_and_jobcenter() -> None:
    assert ask(petitions()).summe["petitionen"] == Werte(2, 2, None, 1, 1, None, 1, 1.0)
    assert total(ask(petitions(), jobcenter="b"), "petitionen") == 1
    assert total(ask(petitions(), zeitbezug="erledigung"), "eingaben") == 0
    later = ask(petitions(), zeitbezug="erledigung", von="2021-01", bis="2021-01")
    assert total(later, "eingaben") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bereich", "oben"),
        ("thema", "ohne"),
        ("kanal", "ohne"),
        ("personenkreis", "ohne"),
        ("art", "beschwerde"),
        ("hauptart", "beschwerde"),
        ("ombudsstelle", "nein"),
        ("bewertung", "offen"),
    ],
)
def test_petitions_are_null_under_any_other_filter(name: str, value: str) -> None:
    result = aggregate(petitions(), DATENSTAND, {**YEAR, name: value}, KENNZAHLEN, ["jobcenter"])
    for kennzahl in PETITIONS:
        assert result.summe[kennzahl] == NULL
        assert all(row[kennzahl] == NULL for row in result.zeilen.values())


def test_petitions_bring_their_own_jobcenter_rows_for_their_own_indicators_only() -> None:
    result = ask(petitions(), "jobcenter")
    assert rows(result, "petitionen") == {"a": 1, "b": 1}
    assert rows(result, "eingaben") == {"a": 0, "b": 1}
    assert rows(result, "kundenreaktionen") == {"a": 1, "b": 0}
    alone = aggregate(petitions(), DATENSTAND, YEAR, ["kundenreaktionen"], ["jobcenter"])
    assert rows(alone, "kundenreaktionen") == {"a": 1}


def test_petitions_before_the_first_eingang_give_a_row_but_no_comparison() -> None:
    lieferung = delivery(
        [reaktion("1", "2020-05-04")],
        petition_eingabe=[petition("1", "2019-05-04", jobcenter="b"), petition("2", "2020-05-04")],
    )
    result = ask(lieferung, "jobcenter")
    assert rows(result, "petitionen") == {"a": 1, "b": 0}
    assert rows(result, "petitionen", "vergleich") == {"a": None, "b": None}
    assert set(ask(lieferung, "jobcenter", vergleich="ohne").zeilen) == {("a",)}


def test_petitions_are_null_in_rows_of_other_dimensions_but_keep_their_total() -> None:
    result = ask(petitions(), "jobcenter,kanal")
    assert list(result.zeilen) == [("a", "ohne")]
    assert result.zeilen["a", "ohne"]["petitionen"] == NULL
    assert total(result, "petitionen") == 2
    assert (result.additiv["petitionen"], ask(petitions(), "monat").additiv["petitionen"]) == (False, True)


# --- questions the contract does not know ------------------------------------------------------------


@pytest.mark.parametrize(
    ("auswahl", "kennzahl", "nach", "ebene"),
    [
        ({"kannal": "mail"}, "lob", [], None),
        ({"von": "2020-01"}, "lob", [], None),
        ({"von": "2020-02", "bis": "2020-01"}, "lob", [], None),
        ({"vergleich": "vorvorjahr"}, "lob", [], None),
        ({}, "lobe", [], None),
        ({}, "lob", ["woche"], None),
        ({}, "lob", ["art", "art"], None),
        ({}, "lob", ["monat", "art", "kanal", "thema"], None),
        ({}, "lob", ["bereich"], 2),
    ],
)
def test_questions_outside_the_contract_are_refused(
    auswahl: dict[str, str], kennzahl: str, nach: list[str], ebene: int | None
) -> None:
    with pytest.raises(ValueError, match=r"."):
        aggregate(delivery([]), DATENSTAND, auswahl, [kennzahl], nach, ebene)


# --- what must hold on any data ----------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(40))
def test_rows_of_random_questions_add_up_where_they_should_and_never_exceed_the_total(seed: int) -> None:
    lieferung, datenstand = random_delivery(seed, 80)
    rng = random.Random(seed)
    auswahl = random_selection(rng, lieferung, datenstand)
    nach, ebene = random_breakdown(rng)
    result = aggregate(lieferung, datenstand, auswahl, KENNZAHLEN, nach, ebene)
    for kennzahl in (*REACTION_COUNTS, *ANLIEGEN_COUNTS):
        summe = result.summe[kennzahl].wert or 0
        values = [row[kennzahl].wert or 0 for row in result.zeilen.values()]
        assert sum(values) == summe if result.additiv[kennzahl] else sum(values) >= summe
        assert all(value <= summe for value in values)


@pytest.mark.parametrize("seed", range(20))
def test_every_counted_reaction_of_random_data_has_one_state_or_was_handed_over(seed: int) -> None:
    lieferung, datenstand = random_delivery(seed)
    auswahl = {"von": "2018-01", "bis": "2021-12"}
    summe = aggregate(lieferung, datenstand, auswahl, KENNZAHLEN, []).summe
    statuses = [row["status"] for row in lieferung["kundenreaktion"]]
    states = [summe[k].wert or 0 for k in ("fristgerecht", "verspaetet", "ueberfaellig", "offen_in_frist")]
    assert summe["kundenreaktionen"].wert == len(statuses) - statuses.count("storniert")
    assert summe["kundenreaktionen"].wert == sum(states) + statuses.count("abgegeben")
    assert sum(states[:2]) == statuses.count("erledigt")


@pytest.mark.parametrize("seed", range(10))
def test_an_uncut_comparison_equals_the_answer_for_its_own_period(seed: int) -> None:
    lieferung, _ = random_delivery(seed)
    now = aggregate(lieferung, DATENSTAND, YEAR, KENNZAHLEN, []).summe
    then = aggregate(lieferung, DATENSTAND, {"von": "2019-01", "bis": "2019-12"}, KENNZAHLEN, []).summe
    assert {k: werte.vergleich for k, werte in now.items()} == {k: werte.wert for k, werte in then.items()}
