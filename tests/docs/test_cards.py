"""The page on the cards is the one that the program makes."""

from __future__ import annotations

from cards.registry import CARDS
from layouts.pages.registry import PAGES
from scripts.cards_doc import TARGET, document


def test_the_page_is_up_to_date():
    assert TARGET.read_text(encoding="utf-8") == document(), "make docs writes it anew"


def test_every_page_and_every_card_has_its_section():
    lines = document().splitlines()

    assert [line for line in lines if line.startswith("## Seite")] == [
        f"## Seite {page.title}" for page in PAGES.values()
    ]
    cards = {card.slug: card for page in PAGES.values() for card in page.cards}
    assert [line for line in lines if line.startswith("### ")] == [
        f"### {card.titel} (`{card.slug}`)" for card in cards.values()
    ]


def test_every_card_stands_on_a_page():
    assert {card.slug for page in PAGES.values() for card in page.cards} == set(CARDS)
