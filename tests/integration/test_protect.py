"""Protected numbers against the raw rows, and that no exact number leaves by any way."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import create_app
from cards.registry import CARDS
from data_access.aggregate import breakdown
from data_access.reference.generator import DATENSTAND, reference_delivery
from data_access.warehouse import View, Warehouse
from domain.kennzahlen import KENNZAHLEN, CountedOn, Einheit
from domain.merkmale import FILTER, MERKMALE, ZEIT_MERKMALE
from domain.protection import dimensions
from domain.scope import LOCAL
from domain.selection import parse
from layouts.pages.registry import PAGES
from tests import oracle
from tests.api_server import load, settings_in
from tests.integration.test_callback_bodies import UPDATE, body_of
from tests.random_data import Lieferung, random_delivery
from tests.warehouses import import_delivery, uncached_warehouse
from web.card_files import WRITERS

QUESTIONS = 80
Exact = oracle.Werte


# --- the numbers -------------------------------------------------------------------------------------


def rounded(count: int | None) -> int | None:
    """The nearest multiple of 5, found by looking for it."""
    return None if count is None else min(range(0, count + 6, 5), key=lambda multiple: abs(multiple - count))


def protected(
    code: str, exact: tuple[Any, Any, Any], reactions: int, finished: int, deep: bool
) -> tuple[Any, Any, Any]:
    """What may be told of an indicator: value, numerator, denominator; in ``deep`` tables nothing below 8."""
    kennzahl = KENNZAHLEN[code]
    wert, zaehler, nenner = exact
    if kennzahl.einheit is Einheit.TAGE:
        shown = wert is not None and (rounded(finished) or 0) - 2 >= 10
        return (int(wert + 0.5) if shown else None, None, None)
    above, below = (None if deep and (n or 0) < 8 else rounded(n) for n in (zaehler, nenner))
    if kennzahl.einheit is Einheit.ANZAHL:
        return above, above, None
    few = kennzahl.counted_on is CountedOn.ANLIEGEN and (rounded(reactions) or 0) < 10
    return (None if below is None or below < 20 or few else _ratio(above, below), above, below)


def _ratio(above: int | None, below: int) -> float | None:
    return None if above is None else above / below


def months(auswahl: dict[str, str]) -> int:
    """How many months a period holds."""
    first, last = (int(auswahl[name][:4]) * 12 + int(auswahl[name][5:]) for name in ("von", "bis"))
    return last - first + 1


def expected(lieferung: Lieferung, datenstand: date, auswahl: dict[str, str], code: str, nach: list[str]) -> Any:
    """Protected (now, before) per row, rows of nothing but 0 over the whole period left out."""
    asked = (code, "kundenreaktionen", "fristgerecht", "verspaetet")

    below_a_year = auswahl["von"] == auswahl["bis"] or months(auswahl) == 3
    filtered = len({*auswahl} & {*FILTER})

    def shown(werte: dict[str, Exact], by: list[str]) -> tuple[Any, Any]:
        time = below_a_year or bool({*by} & {"monat", "quartal"})
        deep = filtered + len({*by} - {*ZEIT_MERKMALE}) + time >= 2
        one, all_, kept, late = (werte[name] for name in asked)
        now = protected(
            code,
            (one.wert, one.zaehler, one.nenner),
            int(all_.wert or 0),
            int((kept.wert or 0) + (late.wert or 0)),
            deep,
        )
        past = (one.vergleich, one.vergleich_zaehler, one.vergleich_nenner)
        before = (None, None, None)
        if all_.vergleich is not None:
            finished = int((kept.vergleich or 0) + (late.vergleich or 0))
            before = protected(code, past, int(all_.vergleich), finished, deep)
        return now, before

    zeit = [at for at, merkmal in enumerate(nach) if merkmal in ZEIT_MERKMALE]
    found = oracle.aggregate(lieferung, datenstand, auswahl, asked, nach)
    rows = {key: shown(werte, nach) for key, werte in found.zeilen.items()}
    if len(zeit) == len(nach):
        return rows, shown(found.summe, [])
    others = [merkmal for merkmal in nach if merkmal not in ZEIT_MERKMALE]
    whole = oracle.aggregate(lieferung, datenstand, auswahl, asked, others).zeilen
    there = {key for key, werte in whole.items() if any(any(side) for side in shown(werte, others))}
    without = {key: tuple(part for at, part in enumerate(key) if at not in zeit) for key in rows}
    return {key: row for key, row in rows.items() if without[key] in there}, shown(found.summe, [])


def question(rng: random.Random, lieferung: Lieferung, datenstand: date) -> tuple[dict[str, str], str, list[str]]:
    """A random question of the grammar."""
    length = rng.choice([1, 3, 12])
    years = range(2018, datenstand.year)
    first = (rng.choice(years) * 12 + rng.randrange(0, 12, length)) if length < 12 else rng.choice(years) * 12
    months = [f"{at // 12}-{at % 12 + 1:02}" for at in (first, first + length - 1)]
    auswahl = {"von": months[0], "bis": months[1], "vergleich": rng.choice(["vorjahr", "vorperiode", "ohne"])}
    auswahl |= {
        "zeitbezug": rng.choice(["eingang", "erledigung"]),
        "bewertungsbasis": rng.choice(["alle", "bewertete"]),
    }
    room = 3 - (length < 12)
    nach = rng.sample(sorted(MERKMALE), rng.choice([0, 1, 1, 2, room]))
    codes = {name: [row["code"] for row in lieferung[name]] for name in FILTER if name in lieferung}
    codes |= {"art": ["beschwerde", "lob"], "hauptart": ["beschwerde"], "ombudsstelle": ["ja", "nein"]}
    codes |= {"bewertung": ["begruendet", "offen"]}
    for merkmal in rng.sample(sorted(codes), rng.randint(0, max(room - len(nach), 0))):
        auswahl[merkmal] = rng.choice(codes[merkmal])
    return auswahl, rng.choice(sorted(KENNZAHLEN)), nach


def answered(view: View, auswahl: dict[str, str], code: str, nach: list[str]) -> Any:
    selection, problems = parse({**auswahl, "stufe": "geschuetzt"}.items(), view.catalog.vocabulary)
    assert problems == ()
    seen = view.of(selection)

    def shown(werte: Any) -> Any:
        return (werte.wert, werte.zaehler, werte.nenner), (
            werte.vergleich,
            werte.vergleich_zaehler,
            werte.vergleich_nenner,
        )

    rows = breakdown(seen, selection, [code], nach)
    (total,) = breakdown(seen, selection, [code])
    return {row.codes: shown(row.werte[code]) for row in rows}, shown(total.werte[code])


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def loaded(request, new_postgres_database, tmp_path_factory) -> Iterator[tuple[Lieferung, date, Warehouse]]:
    """A delivery large enough for shares and medians."""
    folder = tmp_path_factory.mktemp("protect")
    url = f"sqlite:///{folder / 'krm.sqlite'}" if request.param == "sqlite" else new_postgres_database()
    lieferung, datenstand = random_delivery(7, size=900)
    import_delivery(url, lieferung, datenstand)
    with uncached_warehouse(url, folder) as warehouse:
        yield lieferung, datenstand, warehouse


def test_every_protected_number_is_what_the_raw_rows_round_to(loaded):
    lieferung, datenstand, warehouse = loaded
    rng = random.Random(warehouse.sources().engine.dialect.name)
    view = warehouse.view(LOCAL)
    kinds, asked = set(), 0
    for _ in range(QUESTIONS):
        auswahl, code, nach = question(rng, lieferung, datenstand)
        if dimensions(parse(auswahl.items(), view.catalog.vocabulary)[0], nach) > 3:
            continue
        asked += 1
        rows, total = expected(lieferung, datenstand, auswahl, code, nach)

        assert answered(view, auswahl, code, nach) == (rows, total), (auswahl, code, nach)
        numbers = [part for row in (*rows.values(), total) for side in row for part in side]
        kinds |= {type(part) for part in numbers} | {"several" if len(rows) > 3 else "few"}
    assert asked > QUESTIONS / 2
    assert kinds >= {int, float, type(None), "several"}


# --- the ways out ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The whole application over the reference data."""
    settings = settings_in(tmp_path_factory.mktemp("canaries"))
    load(settings, reference_delivery(), DATENSTAND, demo=True)
    client: FlaskClient = create_app(settings).server.test_client()
    return client


def exact_numbers(client: FlaskClient) -> set[int]:
    """Counts of the default year and the one before that only somebody who sees exact numbers can know."""
    found = set()
    for nach in ("", "thema", "bereich", "monat", "kanal"):
        for code in ("kundenreaktionen", "anliegen", "beschwerden", "begruendet", "fristgerecht"):
            answer = client.get(f"/api/v1/tabelle.json?kennzahl={code}&nach={nach}").get_json()
            for row in (answer["summe"], *answer["zeilen"]):
                found |= {row["wert"], row["vergleich"]}
    # Small numbers, multiples and years stand everywhere for other reasons.
    return {n for n in found if n and n % 5 and n > 100 and not 1990 <= n <= 2100}


def numbers_in(content: bytes) -> set[int]:
    """Every whole number in a file, German thousands separators or not; archives are looked into."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # Fixed parts of the format hold sizes and identifiers, no figures.
            names = [
                name for name in archive.namelist() if re.search(r"sheet\d|chart|shared|slides/slide|embed|notes", name)
            ]
            return set().union(*(numbers_in(archive.read(name)) for name in names))
    text = re.sub(r"KRM-[0-9A-Z-]+", "", content.decode("utf-8", "replace"))
    if text.startswith("<?xml"):
        # Addresses of cells and numbers of shared texts are no figures; what is shown stands between the tags.
        text = " ".join(re.findall(r">([^<]+)<", re.sub(r'<c [^>]*t="s"[^>]*><v>\d+</v></c>', "", text)))
    return {
        int(found.replace(".", ""))
        for found in re.findall(r"(?<![\w.,#-])\d{1,3}(?:\.\d{3})+(?![\w.])|(?<![\w.,])\d+(?!\w|[.,]\d)", text)
    }


def ways_out(client: FlaskClient, query: str) -> Iterable[tuple[str, Any]]:
    """Every address and callback that gives numbers, with its answer."""
    addresses = [f"/api/v1/kennzahlen.json?{query}"]
    addresses += [
        f"/api/v1/tabelle.{end}?kennzahl=anliegen&nach=thema,monat&{query}" for end in ("json", "csv", "xlsx")
    ]
    for slug, card in CARDS.items():
        addresses += [f"/api/v1/karten/{slug}.json?{query}"]
        addresses += [f"/herunterladen/{slug}.{ending}?{query}" for ending in WRITERS]
        addresses += [f"/herunterladen/{name}?{query}" for name, _ in card.other_files]
    for address in addresses:
        yield address, client.get(address)
    registered = client.get("/_dash-dependencies").get_json()
    for callback in registered:
        if callback["clientside_function"] is None and "--auswahl" in str(callback["inputs"]):
            yield callback["inputs"][0]["id"], client.post(UPDATE, json=body_of(callback, lambda: f"?{query}"))


def test_no_exact_number_is_in_any_byte_of_any_card_page_or_file(client: FlaskClient):
    canaries = exact_numbers(client)
    assert len(canaries) > 30
    refused = 0
    for name, response in ways_out(client, "stufe=geschuetzt"):
        if response.status_code == 400:
            refused += 1
            assert "In der Schutzstufe geschützt nicht verfügbar" in response.get_json()["fehler"], name
            continue
        assert response.status_code == 200, (name, response.text[:200])
        assert numbers_in(response.data) & canaries == set(), name
        if not response.data.startswith(b"PK") and "tabelle.csv" not in name:
            assert "geschuetzt" in response.text or "geschützt" in response.text, name
    assert 20 < refused < 200


def test_the_search_for_exact_numbers_would_find_them(client: FlaskClient):
    canaries = exact_numbers(client)
    seen = set()
    for _, response in ways_out(client, ""):
        seen |= numbers_in(response.data) & canaries if response.status_code == 200 else set()

    assert len(canaries - seen) < 5


def test_pages_keep_the_cards_that_can_be_answered_and_say_why_others_are_not(client: FlaskClient):
    texts = {name: response.text for name, response in ways_out(client, "stufe=geschuetzt") if "--auswahl" in name}

    assert len(texts) == len(PAGES)
    page = texts["frist--auswahl"]
    assert "In der Schutzstufe geschützt nicht verfügbar: Diese Auswertung braucht genaue Zahlen." in page
    assert "fristgerecht erledigt, 55" in page
    assert "geschützt: Werte auf 5 gerundet" in page
