"""The page Vergleich over the reference data: the funnel, the matrix with its shares, A against B."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.binomial import binomial
from analysis.funnel import Position, funnel_limits, position
from cards.gegenueberstellung import BOTH, BOTH_REAKTIONEN, EQUAL, SHOWN
from cards.trichter import NO_CASES, NOT_CHANCE, PLACES
from domain.kennzahlen import KENNZAHLEN
from tests.api_server import ApiServer

Y2020 = {"von": "2020-01", "bis": "2020-12"}
MULTIPLE = "Mehrfachnennungen"


def card(reference: ApiServer, slug: str, **choices: str) -> Any:
    return reference.json(f"karten/{slug}.json", **(Y2020 | choices))


def rows(table: Any) -> dict[str, list[Any]]:
    return {row[0]: row[1:] for row in table["zeilen"]}


def kennzahlen(reference: ApiServer, **selection: str) -> dict[str, Any]:
    return dict(reference.json("kennzahlen.json", **(Y2020 | selection))["kennzahlen"])


# --- funnel -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gruppe", ["bereich", "thema", "kanal"])
@pytest.mark.parametrize("kennzahl", ["begruendetenquote", "fristquote", "ombudsquote"])
def test_every_group_lies_where_its_own_count_puts_it_around_the_rate_of_the_selection(
    reference: ApiServer, kennzahl: str, gruppe: str
):
    table = card(reference, "trichter", kennzahl=kennzahl, gruppe=gruppe)
    whole = kennzahlen(reference)[kennzahl]

    assert table["summe"][1:4] == [whole["nenner"], whole["zaehler"], pytest.approx(whole["wert"])]
    for name, (size, hits, share, place, *limits) in rows(table).items():
        if not size:
            assert (share, place, limits) == (None, NO_CASES, [None] * 4)
            continue
        expected = funnel_limits(size, whole["wert"])
        assert place == PLACES[position(binomial(size, whole["wert"]), hits)], name
        assert share == (pytest.approx(hits / size) if size >= 20 else f"{hits} von {size}")
        assert limits == [expected.lower_95, expected.upper_95, expected.lower_998, expected.upper_998]


def test_groups_stand_by_name_and_are_never_ranked(reference: ApiServer):
    names = list(rows(card(reference, "trichter", kennzahl="ombudsquote", gruppe="kanal")))

    assert names == ["Brief", "E-Mail", "Fax", "online", "persönlich", "telefonisch"]


def test_the_words_name_only_what_lies_outside(reference: ApiServer):
    table = card(reference, "trichter", kennzahl="ombudsquote", gruppe="kanal")
    outside = {name for name, row in rows(table).items() if row[3] != PLACES[Position.INSIDE]}

    assert "telefonisch" in outside
    for name in rows(table):
        assert (f"{name} (" in table["worte"]) == (name in outside), name
    assert NOT_CHANCE in table["worte"]
    assert NOT_CHANCE in table["hinweise"]


def test_a_rate_of_reactions_by_thema_is_a_multiple_answer_and_one_of_anliegen_is_not(reference: ApiServer):
    by_reaction = card(reference, "trichter", kennzahl="fristquote", gruppe="thema")
    by_anliegen = card(reference, "trichter", kennzahl="begruendetenquote", gruppe="thema")

    assert sum(row[0] for row in rows(by_reaction).values()) > by_reaction["summe"][1]
    assert any(note.startswith(MULTIPLE) for note in by_reaction["hinweise"])
    assert sum(row[0] for row in rows(by_anliegen).values()) == by_anliegen["summe"][1]
    assert not any(note.startswith(MULTIPLE) for note in by_anliegen["hinweise"])


def test_one_group_alone_is_not_compared(reference: ApiServer):
    words = card(reference, "trichter", gruppe="kanal", kanal="email")["worte"]

    assert words == "Für einen Vergleich braucht es mindestens zwei Gruppen mit Fällen."


def test_one_jobcenter_is_no_group(reference: ApiServer):
    answer = reference.get("karten/trichter.json", gruppe="jobcenter")

    assert answer.status_code == 400
    assert "jobcenter" in answer.get_json()["fehler"]


# --- matrix -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zaehlt", ["beschwerden", "begruendet", "anliegen", "lob", "kundenreaktionen"])
def test_the_margins_of_the_matrix_come_from_their_own_queries(reference: ApiServer, zaehlt: str):
    table = card(reference, "matrix", zaehlt=zaehlt)
    by_thema = reference.json("tabelle.json", **Y2020, kennzahl=zaehlt, nach="thema")
    additive = zaehlt != "kundenreaktionen"

    assert table["summe"][-1] == kennzahlen(reference)[zaehlt]["wert"]
    assert sorted(row[-1] for row in rows(table).values()) == sorted(
        row["wert"] for row in by_thema["zeilen"] if row["wert"]
    )
    for row in [*table["zeilen"], table["summe"]]:
        assert sum(row[1:-1]) == row[-1] if additive else sum(row[1:-1]) >= row[-1]
    assert any(note.startswith(MULTIPLE) for note in table["hinweise"]) is not additive


@pytest.mark.parametrize("anteil", ["zeile", "spalte", "gesamt"])
def test_shares_of_the_matrix_are_of_the_row_the_column_or_everything(reference: ApiServer, anteil: str):
    counts = card(reference, "matrix")
    shares = card(reference, "matrix", anteil=anteil)
    columns, everything = counts["summe"][1:], counts["summe"][-1]

    for counted, shared in zip([*counts["zeilen"], counts["summe"]], [*shares["zeilen"], shares["summe"]], strict=True):
        assert shared[0] == counted[0]
        assert shared[-1] == counted[-1]
        for at, count in enumerate(counted[1:]):
            base = {"zeile": counted[-1], "spalte": columns[at], "gesamt": everything}[anteil]
            assert shared[at + 1] == (pytest.approx(count / base) if base >= 20 else f"{count} von {base}")


# --- A against B --------------------------------------------------------------------------------------


def sides(table: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values of A and of B by the code of the indicator."""
    by_name = {KENNZAHLEN[code].name: code for code in SHOWN}
    found = {by_name[row[0]]: row for row in table["zeilen"]}
    return {code: row[2] for code, row in found.items()}, {code: row[3] for code, row in found.items()}


def of_interface(reference: ApiServer, field: str = "wert", **selection: str) -> dict[str, Any]:
    found = kennzahlen(reference, **selection)
    return {code: found[code][field] for code in SHOWN}


def test_without_a_choice_b_is_the_comparison_period(reference: ApiServer):
    table = card(reference, "a-gegen-b", bereich="grundsicherung")
    a, b = sides(table)

    assert a == of_interface(reference, bereich="grundsicherung")
    assert b == of_interface(reference, "vergleich", bereich="grundsicherung")
    assert table["hinweise"][:2] == [
        "A: Zeitraum 2020, Bereich Grundsicherung.",
        "B: Zeitraum 2019, Bereich Grundsicherung.",
    ]


def test_no_difference_is_told_across_a_change_of_the_standard(reference: ApiServer):
    table = card(reference, "a-gegen-b")
    differences = {row[0]: row[4] for row in table["zeilen"]}

    assert differences["Fristquote"] is None
    assert differences["Begründetenquote"] == pytest.approx(360 / 1906 - 648 / 3466)
    assert any(note.startswith("Fristquote: Keine Veränderung") for note in table["hinweise"])
    assert "Fristquote" not in table["worte"]
    same_period = card(reference, "a-gegen-b", gegen_zeitraum="gleich", gegen_kanal="email")
    assert {row[0]: row[4] for row in same_period["zeilen"]}["Fristquote"] is not None


def test_b_takes_another_value_of_any_dimension_and_everything_else_from_a(reference: ApiServer):
    choice = {"kanal": "email", "bereich": "grundsicherung"}
    table = card(
        reference, "a-gegen-b", **choice, gegen_zeitraum="gleich", gegen_kanal="telefon", gegen_thema="bescheide"
    )
    a, b = sides(table)

    assert a == of_interface(reference, **choice)
    assert b == of_interface(reference, bereich="grundsicherung", kanal="telefon", thema="bescheide")
    assert not {BOTH, BOTH_REAKTIONEN} & set(table["hinweise"])


def test_all_of_a_dimension_are_everything_without_that_filter(reference: ApiServer):
    table = card(reference, "a-gegen-b", kanal="email", gegen_zeitraum="gleich", gegen_kanal="alle")

    assert sides(table)[1] == of_interface(reference)
    assert BOTH in table["hinweise"]


@pytest.mark.parametrize(
    ("merkmal", "chosen", "others"),
    [
        ("kanal", "email,fax", "brief,online,persoenlich,telefon,ohne"),
        ("bereich", "leistungsgewaehrung", "arbeitsvermittlung,eingangszone,sonstige,ohne"),
    ],
)
def test_the_rest_is_everything_with_another_value(reference: ApiServer, merkmal: str, chosen: str, others: str):
    choice = {merkmal: chosen, "gegen_zeitraum": "gleich", f"gegen_{merkmal}": "alle_uebrigen"}
    table = card(reference, "a-gegen-b", **choice)

    assert sides(table)[1] == of_interface(reference, **{merkmal: others})


def test_reactions_with_anliegen_on_both_sides_count_on_both_and_the_card_says_so(reference: ApiServer):
    rest = {"gegen_zeitraum": "gleich", "gegen_bereich": "alle_uebrigen"}
    table = card(reference, "a-gegen-b", bereich="grundsicherung", **rest)
    a, b = sides(table)

    assert a["anliegen"] + b["anliegen"] == 2145
    assert a["kundenreaktionen"] + b["kundenreaktionen"] > 1068
    assert BOTH_REAKTIONEN in table["hinweise"]
    assert table["hinweise"][1] == "B: Zeitraum 2020, Bereich außer Grundsicherung."


def test_the_rest_of_personenkreise_are_reactions_that_carry_none_of_them(reference: ApiServer):
    rest = {"gegen_zeitraum": "gleich", "gegen_personenkreis": "alle_uebrigen"}
    table = card(reference, "a-gegen-b", personenkreis="corona,eu_migranten", **rest)
    a, b = sides(table)

    assert a["kundenreaktionen"] + b["kundenreaktionen"] == 1068
    assert a["anliegen"] + b["anliegen"] == 2145
    assert not {BOTH, BOTH_REAKTIONEN} & set(table["hinweise"])


def test_the_rest_of_everything_is_told_to_be_nothing_of_its_own(reference: ApiServer):
    table = card(reference, "a-gegen-b", gegen_zeitraum="gleich", gegen_thema="alle_uebrigen")

    assert table["worte"] == EQUAL
    assert any(note.startswith("Thema: A umfasst alle") for note in table["hinweise"])


def test_shares_of_few_cases_are_told_as_numbers_without_a_difference(reference: ApiServer):
    table = card(reference, "a-gegen-b", kanal="fax", gegen_zeitraum="gleich", gegen_kanal="email")
    row = next(row for row in table["zeilen"] if row[0] == "Fristquote")

    assert row[2] == f"{kennzahlen(reference, kanal='fax')['fristgerecht']['wert']} von 13"
    assert row[4] is None
