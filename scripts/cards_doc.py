"""Write docs/cards.md: every page and card as it is registered, so that the page never says more than the program."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cards.base import Card
from cards.options import Option
from domain.kennzahlen import KENNZAHLEN
from layouts.pages.registry import PAGES, Page

TARGET = Path(__file__).resolve().parents[1] / "docs" / "cards.md"
HEAD = (
    "# Seiten und Karten\n\n"
    "Aus dem Programm erzeugt mit `make docs`; bitte nicht von Hand ändern. Jede Karte beantwortet eine Frage für die"
    " Auswahl der Filterleiste ([Parameter](api.md)) und ihre eigene Auswahl. Ihre Zahlen gibt es unter der"
    " angegebenen Adresse als JSON, CSV und XLSX.\n"
)
DEPENDS = "je nach geladenen Daten"


def document() -> str:
    """The whole page as Markdown."""
    first: dict[str, Page] = {}
    for page in PAGES.values():
        for card in page.cards:
            first.setdefault(card.slug, page)
    return "\n".join([HEAD, *(_page(page, first) for page in PAGES.values()), _definitions()])


def _page(page: Page, first: Mapping[str, Page]) -> str:
    """A page with the cards that stand on it first; the others are described on the page before."""
    lines = [f"## Seite {page.title}", "", f"Adresse: `{page.path}`. {_headline(page)}".rstrip()]
    if page.options:
        lines += ["", "| Auswahl | Bezeichnung | Werte | Standard |", "|---|---|---|---|"]
        lines += [_option(option) for option in page.options]
    again = ", ".join(f"{card.titel} (`{card.slug}`)" for card in page.cards if first[card.slug] is not page)
    lines += ["", f"Oben beschrieben und auch hier: {again}."] if again else []
    return "\n".join([*lines, "", *(_card(card) for card in page.cards if first[card.slug] is page)])


def _headline(page: Page) -> str:
    if page.told_choice:
        return f"Die Sätze am Kopf nennen die gewählte Kennzahl (`{page.told_choice}`)."
    names = " und ".join(KENNZAHLEN[code].name for code in page.told)
    return f"Die Sätze am Kopf nennen: {names}." if names else ""


def _option(option: Option) -> str:
    if option.highest is not None:
        values = "ganze Zahl ab 1"
    elif callable(option.values):
        values = DEPENDS
    else:
        values = ", ".join(f"`{code}` {name}" for code, name in option.values.items())
    return f"| `{option.name}` | {option.label} | {values} | `{option.default}` |"


def _card(card: Card) -> str:
    path = f"/api/v1/karten/{card.slug}"
    lines = [
        f"### {card.titel} (`{card.slug}`)",
        "",
        f"- Einheit: {card.einheit}",
        f"- Adresse: `{path}.json`, `{path}.csv`, `{path}.xlsx`",
    ]
    names = ", ".join(kennzahl.name for kennzahl in card.definitions())
    lines += [f"- [Kennzahlen](#definitionen): {names}"] if names else []
    options = ", ".join(f"`{option.name}`" for option in card.options)
    lines += [f"- Auswahl: {options}"] if options else []
    return "\n".join([*lines, ""])


def _definitions() -> str:
    """The definitions of all indicators that stand on a card, once."""
    used = {code for page in PAGES.values() for card in page.cards for code in card.kennzahlen}
    rows = [
        f"| {kennzahl.name} | `{code}` | {kennzahl.einheit_name} | {kennzahl.definition} |"
        for code, kennzahl in KENNZAHLEN.items()
        if code in used
    ]
    head = ["## Definitionen", "", "| Kennzahl | Code | Einheit | Definition |", "|---|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def main() -> None:
    """Write the page."""
    TARGET.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()
