"""The annual report on the page Berichte: texts are written, saved, kept from others' hands, and come with the file."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
from docx.oxml.ns import qn
from playwright.sync_api import Page, expect

from tests.e2e.browser import BrowserLog, axe_violations
from tests.e2e.pages import settle

ADDRESS = "/berichte/jahresbericht/texte"
FIELD = "#berichtstext-massnahmen"
OTHER_FIELD = "#berichtstext-impulse"
SAVE = "[data-text-save]"
STATE = f"{FIELD}-stand"


def open_texts(page: Page) -> None:
    page.goto("/berichte")
    page.locator(".report-texts > summary").click()
    expect(page.locator("#berichtstext-meldung")).to_have_text("Die Texte für Jobcenter Dresden, 2020 sind geladen.")


def saved_elsewhere(page: Page, text: str, version: int) -> None:
    """Somebody else saves a text."""
    body = {"jahr": "2020", "jobcenter": "dresden", "stelle": "massnahmen", "text": text, "fassung": version}
    assert page.request.post(ADDRESS, data=body).ok


def faults(page: Page) -> list[str]:
    found = []
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        over = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{width}: sideways by {over}"] if over > 0 else []
        for theme in ("light", "dark"):
            page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme; }", theme)
            found += [f"{width} {theme}: {fault}" for fault in axe_violations(page)]
    page.set_viewport_size({"width": 1440, "height": 900})
    return found


def words_of(file: Path) -> str:
    body = docx.Document(BytesIO(file.read_bytes())).element.body
    return " ".join(node.text or "" for node in body.iter(qn("w:t")))


def test_a_text_outlives_a_lost_connection_another_year_and_a_reload_and_stands_in_the_report(
    watched: tuple[Page, BrowserLog],
):
    page, log = watched
    log.expect("Failed to load resource")
    open_texts(page)
    assert faults(page) == []

    page.fill(FIELD, "Neue Sprechzeiten\n\n- dienstags\n- donnerstags")
    page.context.set_offline(True)
    page.click(SAVE)
    expect(page.locator(STATE)).to_contain_text("Der Server ist nicht erreichbar; nichts wurde gespeichert.")
    page.context.set_offline(False)
    page.select_option("#berichte--jahr", "2019")
    expect(page.locator(FIELD)).to_have_value("")
    page.select_option("#berichte--jahr", "2020")
    expect(page.locator(FIELD)).to_have_value("Neue Sprechzeiten\n\n- dienstags\n- donnerstags")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.locator(".report-texts > summary").click()
    expect(page.locator(STATE)).to_have_text("Noch nicht gespeichert.")
    assert page.locator(FIELD).input_value().startswith("Neue Sprechzeiten")

    # The file holds what is saved, so that what is not yet is saved first.
    with page.expect_download() as download:
        page.get_by_role("button", name="Jahresbericht herunterladen (Word)").click()

    told = words_of(Path(download.value.path()))
    assert "Neue Sprechzeiten dienstags donnerstags" in told
    assert "Welche Maßnahmen wurden ergriffen oder sind vorgesehen?]" not in told
    expect(page.locator(STATE)).to_have_text("Gespeichert.")


def test_nobody_overwrites_what_somebody_else_has_saved_meanwhile(watched: tuple[Page, BrowserLog]):
    page, log = watched
    log.expect("status of 409")
    open_texts(page)
    version = page.request.get(ADDRESS + "?jahr=2020&jobcenter=dresden").json()["texte"]["massnahmen"]["fassung"]
    saved_elsewhere(page, "Text der Kollegin", version)
    page.fill(FIELD, "Mein Text")
    page.fill(OTHER_FIELD, "Ein Impuls")

    page.click(SAVE)

    expect(page.locator(STATE)).to_contain_text("Inzwischen hat jemand anderes diesen Text geändert.")
    expect(page.locator(f"{FIELD}-anderer")).to_have_text("Text der Kollegin")
    assert page.locator(FIELD).input_value() == "Mein Text"
    expect(page.locator(f"{OTHER_FIELD}-stand")).to_have_text("Gespeichert.")
    expect(page.locator("#berichtstext-meldung")).to_have_text(
        "Nicht alles ist gespeichert. Ihre Texte stehen noch da."
    )
    assert faults(page) == []
    page.get_by_role("button", name="Bei meinem Text bleiben: Maßnahmen").click()
    page.click(SAVE)
    expect(page.locator(STATE)).to_have_text("Gespeichert.")
    kept = page.request.get(ADDRESS + "?jahr=2020&jobcenter=dresden").json()["texte"]
    assert (kept["massnahmen"]["text"], kept["impulse"]["text"]) == ("Mein Text", "Ein Impuls")
