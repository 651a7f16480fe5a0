"""Two deliveries to tell apart, what they count, and the caches that databases share."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from pathlib import Path

import redis

from data_access.aggregate import aggregate
from data_access.warehouse import View, Warehouse
from domain.scope import LOCAL
from domain.selection import Selection, parse_text
from settings import Settings
from tests import oracle
from tests.random_data import KANAL, Lieferung, random_delivery

ASKED = ("kundenreaktionen", "anliegen", "fristquote", "ueberfaellig", "laufzeit_median", "eingaben")
AUSWAHL = {"von": "2018-01", "bis": "2021-03", "vergleich": "ohne"}

FIRST, DATENSTAND = random_delivery(0, size=80)

Numbers = dict[tuple[str, ...], dict[str, float | int | None]]


def turned(lieferung: Lieferung) -> Lieferung:
    """A delivery of the same size with other numbers: every Kundenreaktion came by the next Kanal."""
    kanaele = [row[0] for row in KANAL]
    other = deepcopy(lieferung)
    for row in other["kundenreaktion"]:
        if row["kanal"] is not None:
            row["kanal"] = kanaele[(kanaele.index(row["kanal"]) + 1) % len(kanaele)]
    for row in other["petition_eingabe"]:
        row["art"] = "petition" if row["art"] == "eingabe" else "eingabe"
    return other


SECOND = turned(FIRST)


def expected(lieferung: Lieferung, datenstand: date = DATENSTAND) -> Numbers:
    """What the oracle counts by Kanal, and in all under the empty key."""
    found = oracle.aggregate(lieferung, datenstand, AUSWAHL, ASKED, ["kanal"])
    rows = {**found.zeilen, (): found.summe}
    return {codes: {code: werte[code].wert for code in ASKED} for codes, werte in rows.items()}


def numbers(view: View, selection: Selection | None = None) -> Numbers:
    """The same from a view."""
    found = aggregate(view, selection or chosen(view), ASKED, ("kanal",))
    rows = {**{zeile.codes: zeile.werte for zeile in found.zeilen}, (): found.summe}
    return {codes: {code: werte[code].wert for code in ASKED} for codes, werte in rows.items()}


def chosen(view: View, text: str = "von=2018-01&bis=2021-03&vergleich=ohne") -> Selection:
    selection, problems = parse_text(text, view.catalog.vocabulary)
    assert problems == ()
    return selection


def ask(warehouse: Warehouse) -> Numbers:
    return warehouse.answer(LOCAL, numbers)


class Place:
    """A cache that several databases share: a folder, or that and a Redis."""

    def __init__(self, var_dir: Path, cache_url: str = "") -> None:
        self.var_dir = var_dir
        self.cache_url = cache_url

    def settings(self, database_url: str) -> Settings:
        return Settings(var_dir=self.var_dir, cache_url=self.cache_url, database_url=database_url)

    def replace_every_entry(self, content: bytes) -> int:
        """Put other bytes under every key that is in use; returns how many there were."""
        if self.cache_url:
            with redis.Redis.from_url(self.cache_url) as client:
                keys = client.keys("krm:*")
                for key in keys:
                    client.set(key, content)
                return len(keys)
        files = self.files()
        for file in files:
            # Four bytes in front say until when an entry is valid.
            file.write_bytes(file.read_bytes()[:4] + content)
        return len(files)

    def turn_round_entries(self) -> int:
        """Give every entry the content of another one; returns how many there were."""
        if self.cache_url:
            with redis.Redis.from_url(self.cache_url) as client:
                keys = client.keys("krm:*")
                contents = [client.get(key) for key in keys]
                for key, content in zip(keys, contents[1:] + contents[:1], strict=True):
                    client.set(key, content)
                return len(keys)
        files = self.files()
        rows = [file.read_bytes() for file in files]
        for file, content in zip(files, rows[1:] + rows[:1], strict=True):
            file.write_bytes(content)
        return len(files)

    def files(self) -> list[Path]:
        """The entries of rows; the file in which the library counts them is none."""
        return [file for file in sorted((self.var_dir / "cache" / "rows").iterdir()) if b'"rows"' in file.read_bytes()]
