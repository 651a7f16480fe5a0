"""Figures leave the pages: as pictures and copies, collected over pages, as files and full screen."""

from __future__ import annotations

import io
import re
from pathlib import Path
from xml.etree import ElementTree

from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import Page, expect
from pptx import Presentation

from layouts import texts
from tests.e2e.browser import BrowserLog, axe_violations
from tests.e2e.pages import get, open_page, settle, share_menu
from tests.e2e.test_language import english, foreign_numbers, read

CHECK_NUMBER = re.compile(r"KRM-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
ON_THE_CLIPBOARD = """async () => {
  const [item] = await navigator.clipboard.read();
  const found = {};
  for (const type of item.types) found[type] = type === 'image/png' ? (await item.getType(type)).size
    : await (await item.getType(type)).text();
  return found;
}"""


def said(page: Page, slug: str, code: str, **words: str) -> None:
    """Wait until the menu of a card tells this."""
    expect(share_menu(page, slug).get_by_role("status")).to_have_text(texts.SHARE_SENTENCES[code].format(**words))


def do(page: Page, slug: str, action: str) -> None:
    share_menu(page, slug).locator(f"[data-share={action}]").click()


def picture(page: Page, slug: str, ending: str) -> bytes:
    with page.expect_download() as waiting:
        do(page, slug, ending)
    said(page, slug, ending)
    assert waiting.value.suggested_filename == f"{slug}-von_2020-01_bis_2020-12_kanal_email.{ending}"
    return waiting.value.path().read_bytes()


def collected(page: Page) -> list[str]:
    return page.locator(".collection-entry h2").all_inner_texts()


def given(page: Page, ending: str) -> bytes:
    """The file of the Sammelmappe in this format."""
    with page.expect_download() as waiting:
        page.locator(f"[data-collection-file={ending}]").click()
    assert waiting.value.suggested_filename == f"sammelmappe-2021-03-31.{ending}"
    return waiting.value.path().read_bytes()


def test_pictures_and_copies_carry_title_selection_source_and_check_number(page: Page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_page(page, "von=2020-01&bis=2020-12&kanal=email")
    page.locator("[data-theme-switch]").click()

    svg = picture(page, "eingaenge", "svg").decode()
    drawn = " ".join(ElementTree.fromstring(svg).itertext())
    number = CHECK_NUMBER.search(drawn)
    assert number is not None
    for part in ("Eingänge je Monat", "434 Kundenreaktionen", "Zeitraum 2020, Kanal E-Mail", "Datenstand 31.03.2021"):
        assert part in drawn
    assert "intern – nicht weitergeben" in drawn
    assert (
        get(page.url.partition("/?")[0], f"karten/eingaenge.json?{page.url.partition('?')[2]}")["pruefnummer"]
        == number.group()
    )
    assert not re.search(r"(href|src)=[\"']?https?:|@import|@font-face", svg)

    image = Image.open(io.BytesIO(picture(page, "eingaenge", "png")))
    assert image.size == (3200, 1800)
    corner = image.convert("RGB").getpixel((2, 2))
    assert corner == (255, 255, 255)

    do(page, "eingaenge", "bild")
    said(page, "eingaenge", "bild")
    assert page.evaluate(ON_THE_CLIPBOARD)["image/png"] > 10_000

    do(page, "kanaele", "tabelle")
    said(page, "kanaele", "tabelle")
    copied = page.evaluate(ON_THE_CLIPBOARD)
    rows = [line.split("\t") for line in copied["text/plain"].splitlines()]
    assert rows[0][:2] == ["Kanal", "2020"]
    assert rows[1][:2] == ["E-Mail", "434"]
    assert "-" not in rows[0][1]
    assert CHECK_NUMBER.search(copied["text/plain"])
    table = page.evaluate(
        "html => [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('table tr')]"
        ".map(row => [...row.cells].map(cell => cell.textContent))",
        copied["text/html"],
    )
    assert table[1] == rows[1]

    do(page, "eingaenge", "satz")
    said(page, "eingaenge", "satz")
    assert page.evaluate(ON_THE_CLIPBOARD)["text/plain"].startswith("434 Kundenreaktionen (")
    do(page, "eingaenge", "link")
    said(page, "eingaenge", "link")
    assert page.evaluate(ON_THE_CLIPBOARD)["text/plain"] == page.url
    assert axe_violations(page) == []
    assert english(read(page)) == set()


def test_without_a_clipboard_the_sentence_is_shown_to_be_copied_by_hand(page: Page):
    page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'clipboard', {value: undefined});"
        "document.execCommand = () => false;"
    )
    open_page(page, "von=2020-01&bis=2020-12")

    do(page, "eingaenge", "satz")

    said(page, "eingaenge", "verweigert")
    field = share_menu(page, "eingaenge").locator("textarea")
    assert field.input_value().startswith("1.068 Kundenreaktionen")
    assert field.evaluate("field => field.selectionEnd - field.selectionStart === field.value.length")
    with page.expect_download():
        do(page, "eingaenge", "bild")
    said(page, "eingaenge", "bild_datei")


def test_figures_of_two_pages_are_collected_ordered_given_on_and_presented(page: Page, browser_log: BrowserLog):
    open_page(page, "von=2020-01&bis=2020-12&kanal=email")
    do(page, "kanaele", "sammeln")
    said(page, "kanaele", "gesammelt", name="Zugangswege")
    do(page, "kanaele", "sammeln")
    said(page, "kanaele", "schon_da", name="Zugangswege")
    page.goto("/entwicklung?von=2019-01&bis=2019-12&kennzahl=beschwerden")
    settle(page)
    do(page, "verlauf", "sammeln")
    said(page, "verlauf", "gesammelt", name="Beschwerden je Monat")

    page.get_by_role("link", name="Sammelmappe (2)").click()
    expect(page.locator(".collection-finding")).to_have_count(2)
    assert page.title() == f"{texts.COLLECTION} – {texts.BRAND}"
    assert collected(page) == ["Zugangswege", "Beschwerden je Monat"]
    up = page.get_by_role("button", name="Nach oben: Beschwerden je Monat")
    up.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".collection-status")).to_have_text("„Beschwerden je Monat“ steht jetzt an Platz 1 von 2.")
    expect(up).to_be_focused()
    page.get_by_role("textbox", name="Eigener Titel für Zugangswege").fill("Wege zu uns")
    page.keyboard.press("Tab")
    expect(page.locator(".collection-status")).to_have_text("Der Titel ist jetzt „Wege zu uns“.")
    page.reload()
    expect(page.locator(".collection-finding")).to_have_count(2)
    assert collected(page) == ["Beschwerden je Monat", "Wege zu uns"]
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width

    browser_log.expect("status of 429")
    too_many = iter([429])
    page.route(
        "**/sammelmappe/kanaele.json?*",
        lambda route: (
            route.fulfill(status=429, headers={"Retry-After": "1"}) if next(too_many, None) else route.fallback()
        ),
    )
    book = load_workbook(io.BytesIO(given(page, "xlsx")))
    assert next(too_many, None) is None
    expect(page.locator(".collection-status")).to_have_text("Die Datei mit 2 Abbildungen ist gespeichert.")
    assert book.sheetnames[:2] == ["Verlauf", "Wege zu uns"]
    assert book["Wege zu uns"]["B2"].value == 434
    about = [row[1] for row in book["Filter und Definitionen"].iter_rows(values_only=True) if row[0] == "Auswahl"]
    assert about == ["Zeitraum 2019, Vergleich Vorjahr", "Zeitraum 2020, Kanal E-Mail, Vergleich Vorjahr"]
    slides = Presentation(io.BytesIO(given(page, "pptx"))).slides
    shown = [" ".join(shape.text_frame.text for shape in one.shapes if shape.has_text_frame) for one in slides]
    assert len(shown) == 2
    assert "2019" in shown[0]
    assert "Kanal E-Mail" in shown[1]
    assert given(page, "docx").startswith(b"PK")

    page.emulate_media(reduced_motion="reduce")
    present = page.get_by_role("button", name="Vorführen")
    present.focus()
    page.keyboard.press("Enter")
    stage = page.get_by_role("dialog", name="Vorführung")
    expect(stage.get_by_role("heading")).to_have_text("Beschwerden je Monat")
    expect(stage.locator("img")).to_be_visible()
    assert english(read(page)) == set()
    assert foreign_numbers(read(page)) == []
    assert axe_violations(page, "dialog") == []
    page.keyboard.press("ArrowRight")
    expect(stage.get_by_role("heading")).to_have_text("Wege zu uns")
    expect(stage.locator("[data-part=platz]")).to_have_text("2 von 2")
    expect(stage.locator("[data-part=aussage]")).to_contain_text("434")
    assert CHECK_NUMBER.search(stage.locator("[data-part=fusszeile]").inner_text())
    page.keyboard.press("Home")
    expect(stage.get_by_role("heading")).to_have_text("Beschwerden je Monat")
    page.keyboard.press("Escape")
    expect(stage).to_have_count(0)
    expect(present).to_be_focused()

    page.evaluate(
        "() => localStorage.setItem('krm-sammelmappe', JSON.stringify(JSON.parse(localStorage['krm-sammelmappe'])"
        ".map((one, at) => at ? {...one, auswahl: one.auswahl + '&thema=gibtsnicht'} : one)))"
    )
    page.reload()
    expect(page.locator(".collection-entry .notice")).to_contain_text("gibtsnicht")
    browser_log.expect("status of 400")
    page.locator("[data-collection-file=xlsx]").click()
    expect(page.locator(".collection-status")).to_contain_text(
        "Platz 2, „Wege zu uns“: Die Auswahl enthält Unbekanntes"
    )
    assert collected(page) == ["Beschwerden je Monat", "Wege zu uns"]

    page.get_by_role("button", name="Entfernen: Wege zu uns").click()
    expect(page.get_by_role("button", name="Entfernen: Beschwerden je Monat")).to_be_focused()
    clear = page.get_by_role("button", name="Alles entfernen")
    clear.click()
    expect(page.locator(".collection-entry")).to_have_count(1)
    clear.click()
    expect(page.locator(".collection-empty")).to_be_visible()
    assert axe_violations(page) == []


def test_a_page_is_a_file_of_the_selection_that_stands_in_the_address(page: Page, tmp_path: Path):
    open_page(page, "von=2020-01&bis=2020-12")
    page.select_option("#ueberblick--bis", "2020-06")
    settle(page)

    with page.expect_download() as waiting:
        page.get_by_role("link", name="Seite als XLSX").click()

    assert waiting.value.suggested_filename == "seite-ueberblick-von_2020-01_bis_2020-06.xlsx"
    waiting.value.save_as(tmp_path / "seite.xlsx")
    assert "Eingänge je Monat" in load_workbook(tmp_path / "seite.xlsx").sheetnames
