"""The glossary explains every German noun of the code, and no other."""

from __future__ import annotations

import re

from data_access import schema
from domain.kennzahlen import KENNZAHLEN, Einheit, Part, Richtung
from domain.merkmale import MERKMALE
from domain.selection import PARAMETER, SINGLE_VALUES
from layouts.pages.registry import PAGES
from tests.docs.markdown import NAME, ROOT, table_rows, text
from tests.packages import PACKAGES
from web.api_answers import VALUE_FIELDS
from web.api_request import TABLE_PARAMETER

ENGLISH = {"id", "kundenreaktion_id"}


def explained() -> list[str]:
    """Every term of the glossary; ``table.column`` counts as the column."""
    rows = table_rows(text(ROOT / "docs/glossar.md"))
    return [name.rpartition(".")[2] for row in rows for name in NAME.findall(row[0])]


def nouns_of_the_database() -> set[str]:
    tables = schema.metadata.tables.values()
    columns = {column.name for table in tables for column in table.columns}
    fixed = {
        *schema.STATUS,
        *schema.ART,
        *schema.BEWERTUNG,
        *schema.MELDER,
        *schema.TRAEGERFORM,
        *schema.TAGEART,
        *schema.PETITIONSART,
    }
    return {table.name for table in tables} | columns | fixed


def nouns_of_the_computation() -> set[str]:
    parts = {part.column for part in Part}
    values = {code for merkmal in MERKMALE.values() for code in (*merkmal.werte, merkmal.ohne)}
    units = {unit.value for unit in Einheit} | {direction.value for direction in Richtung}
    return {*KENNZAHLEN, *MERKMALE, *parts, *values, *units, *VALUE_FIELDS}


def nouns_of_the_address() -> set[str]:
    values = {code for codes in SINGLE_VALUES.values() for code in codes}
    # gegen_bereich is a bereich on the other side, kennzahl2 a second kennzahl.
    choices = {
        word.rstrip("23") for page in PAGES.values() for option in page.options for word in option.name.split("_")
    }
    return {*PARAMETER, *TABLE_PARAMETER, *values, *choices}


def test_nouns_of_the_database_are_explained():
    assert nouns_of_the_database() - ENGLISH - set(explained()) == set()


def test_indicators_dimensions_and_their_codes_are_explained():
    inside = {name for row in table_rows(text(ROOT / "docs/glossar.md")) for name in NAME.findall(row[1])}

    assert nouns_of_the_computation() - set(explained()) - inside == set()


def test_parameters_of_the_address_are_explained():
    assert nouns_of_the_address() - set(explained()) == set()


def test_no_noun_is_explained_twice():
    terms = explained()

    assert sorted(terms) == sorted(set(terms))


def test_every_explained_noun_is_used():
    files = [
        file for folder in PACKAGES for file in (ROOT / folder).rglob("*") if file.suffix in {".py", ".csv", ".toml"}
    ]
    words = set(re.findall(r"\w+", "\n".join(file.read_text(encoding="utf-8").lower() for file in files)))

    unused = [term for term in explained() if not any(term.lower() in word for word in words)]

    assert unused == []
