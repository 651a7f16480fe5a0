"""Embeds: issue, list and revoke them for those who may; show them to everybody who has the address, and only that.

What is shown was frozen when it was issued. Whatever is wrong with an address, the answer is the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from secrets import token_hex
from typing import Any

from flask import Flask, Response, g, jsonify, request
from sqlalchemy import Connection
from werkzeug.exceptions import Forbidden, NotFound

from app_data.database import AppDatabase
from app_data.einbettungen import (
    Content,
    Einbettung,
    add_embed,
    list_embeds,
    open_embeds_of,
    read_embed,
    revoke_embed,
)
from cards.base import Context, at_level, read_query
from cards.registry import CARDS
from data_access.warehouse import View, Warehouse
from domain import formats
from domain.scope import Scope, Stufe
from exports.card_file import CardFile
from exports.picture import has_picture, pictures
from settings import Settings
from web import errors, texts
from web.card_files import card_file
from web.check_numbers import register_figures
from web.embed_page import PICTURE, STYLE_HASH, embed_page
from web.embed_token import EmbedKey
from web.same_origin import own_json, require_own_page
from web.secret_key import secret_key
from web.several_files import may_see

USUAL_DAYS, MOST_DAYS = 90, 400
# Two embeds of one figure with Datenstände closer than this would show single cases as their difference.
DAYS_BETWEEN = 28
SVG_TYPE = "image/svg+xml"


def register(
    server: Flask, warehouse: Warehouse, scope: Callable[[], Scope], settings: Settings, database: AppDatabase
) -> None:
    """Add ``/e/TOKEN``, ``.svg`` and ``.png``, ``POST /einbetten/SLUG``, and list and ``DELETE`` of the embeds."""
    key: list[EmbedKey] = []

    def embed_key() -> EmbedKey:
        # Made with the first embed or call, not at the start: a machine without embeds needs no key.
        if not key:
            key.append(EmbedKey(secret_key(settings.secret_key, settings.var_dir)))
        return key[0]

    @server.get("/e/<path:token>", endpoint="einbettung")
    def show(token: str) -> Response:
        name, dot, ending = token.rpartition(".")
        picture = ending if dot and ending in ("svg", "png") else ""
        found = _opened(database, embed_key(), name if picture else token)
        return _frozen(found, token, picture, settings.frame_ancestors)

    @server.post("/einbetten/<slug>", endpoint="einbetten")
    def issue(slug: str) -> Response:
        card, days = CARDS.get(slug), own_json().get("tage", USUAL_DAYS)
        if card is None:
            raise NotFound
        if not may_see(card):
            raise Forbidden
        if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= MOST_DAYS:
            return errors.answer(texts.EMBED_DAYS.format(most=MOST_DAYS), 400)

        def compute(view: View) -> tuple[CardFile, str]:
            view.require_current()
            text = request.query_string.decode(errors="replace")
            context, _ = read_query(text, card.options, view, settings.quelle, settings.smallest_base)
            return card_file(card, _protected(context)), view.catalog.stand.version

        file, version = warehouse.answer(scope(), compute)
        now = datetime.now(UTC).replace(microsecond=0)
        about = _about(file, version, now, now + timedelta(days=days))
        content = _content(embed_key(), about, file)
        with database.writing() as connection:
            refusal = _too_soon(connection, about, now)
            if refusal:
                return errors.answer(refusal, 400)
            add_embed(connection, about, content)
        register_figures([file])
        return jsonify({"satz": texts.EMBED_ISSUED.format(titel=about.titel), **_entry(embed_key(), about, now)})

    @server.get("/einbettungen.json", endpoint="einbettungen")
    def listed() -> Response:
        now = datetime.now(UTC)
        with database.reading() as connection:
            found = list_embeds(connection)
        response = jsonify({"einbettungen": [_entry(embed_key(), one, now) for one in found]})
        response.headers["Cache-Control"] = "private, no-store"
        return response

    @server.delete("/einbettungen/<kennung>", endpoint="einbettung_widerrufen")
    def revoke(kennung: str) -> Response:
        require_own_page()
        with database.writing() as connection:
            done = revoke_embed(connection, kennung, datetime.now(UTC))
        return jsonify({"satz": texts.EMBED_REVOKED}) if done else errors.answer(texts.EMBED_GONE, 404)


def _protected(context: Context) -> Context:
    """The same figure with protected numbers, whoever issues it."""
    wanted = replace(context.selection, stufe=Stufe.GESCHUETZT.value)
    view = context.view.of(wanted)
    return replace(context, view=view, selection=at_level(wanted, view))


def _about(file: CardFile, version: str, now: datetime, until: datetime) -> Einbettung:
    return Einbettung(
        kennung=token_hex(16),
        karte=file.karte,
        auswahl=file.auswahl,
        titel=file.titel,
        untertitel=file.untertitel,
        datenstand=file.meta.datenstand,
        stand_version=version,
        pruefnummer=file.meta.pruefnummer,
        ausgestellt_von=g.principal.kennung if "principal" in g else "",
        erstellt_am=now,
        laeuft_ab_am=until,
    )


def _content(key: EmbedKey, about: Einbettung, file: CardFile) -> Content:
    svg, png = pictures(file) if has_picture(file) else (b"", b"")
    page = embed_page(file, picture=bool(svg))
    return Content(page, svg, png, key.seal(about.kennung, (page, svg, png)))


def _too_soon(connection: Connection, about: Einbettung, now: datetime) -> str:
    """Why the figure must not be embedded with this Datenstand; empty where it may be."""
    for other in open_embeds_of(connection, about.karte, about.auswahl, now):
        apart = abs((about.datenstand - other.datenstand).days)
        if other.stand_version != about.stand_version and apart < DAYS_BETWEEN:
            return texts.EMBED_TOO_SOON.format(stand=formats.day(other.datenstand), days=DAYS_BETWEEN)
    return ""


def _entry(key: EmbedKey, about: Einbettung, now: datetime) -> dict[str, Any]:
    """One embed as the page lists it; addresses only while they open."""
    address = f"/e/{key.token(about.kennung, about.laeuft_ab_am)}" if about.is_open(now) else ""
    state = "offen" if address else "widerrufen" if about.widerrufen_am else "abgelaufen"
    return {
        "kennung": about.kennung,
        "titel": about.titel,
        "untertitel": about.untertitel,
        "pruefnummer": about.pruefnummer,
        "datenstand": formats.day(about.datenstand),
        "erstellt": formats.day(about.erstellt_am.date()),
        "bis": formats.day(about.laeuft_ab_am.date()),
        "zustand": state,
        "adresse": address,
    }


def _opened(database: AppDatabase, key: EmbedKey, token: str) -> Content | None:
    """The content behind an address; None for whatever is wrong with it."""
    now = datetime.now(UTC)
    kennung = None if request.query_string else key.read(token, now)
    if kennung is None:
        return None
    with database.reading() as connection:
        found = read_embed(connection, kennung)
    if found is None or not found[0].is_open(now):
        return None
    content = found[1]
    genuine = compare_digest(key.seal(kennung, (content.seite, content.svg, content.png)), content.siegel)
    return content if genuine else None


def _frozen(content: Content | None, token: str, picture: str, ancestors: str) -> Response:
    """Page or picture, or the one answer to everything else; no cookie, no script, nothing from outside."""
    body = {"": content.seite, "svg": content.svg, "png": content.png}[picture] if content else b""
    if not body:
        response = Response(texts.EMBED_MISSING, status=404, content_type="text/html; charset=utf-8")
    elif picture:
        response = Response(body, content_type=SVG_TYPE if picture == "svg" else "image/png")
    else:
        response = Response(body.replace(PICTURE, f"/e/{token}.svg".encode()), content_type="text/html; charset=utf-8")
    # A picture of its own carries its styles within; as a page it may not do more than the page does.
    styles = "'unsafe-inline'" if body and picture == "svg" else STYLE_HASH
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; img-src 'self' data:; style-src {styles}; frame-ancestors {ancestors};"
        " base-uri 'none'; form-action 'none'; sandbox"
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, max-age=300" if body else "no-store"
    # Pictures are meant to be shown elsewhere.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
