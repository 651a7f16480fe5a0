"""What people do: open a page with its callbacks, change a filter, take a file, ask the interface."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.rollen import Rolle
from layouts.pages.registry import PAGES
from tests.trust.load.people import EXACT

CALLBACK = "/_dash-update-component"
PATHS = ("/", "/", "/", "/entwicklung", "/frist", "/radar", "/vergleich", "/erklaeren", "/tabelle")
YEAR = "von=2020-01&bis=2020-12"
# Selections that everybody may make, then those of people who see exact numbers.
SELECTIONS = (YEAR, f"{YEAR}&bereich=leistungsgewaehrung", f"{YEAR}&kanal=email", "von=2019-01&bis=2019-12")
EXACT_SELECTIONS = (
    *SELECTIONS,
    f"{YEAR}&art=beschwerde&bewertung=begruendet,teilweise",
    f"{YEAR}&personenkreis=corona&vergleich=ohne",
    "von=2020-07&bis=2021-03&vergleich=vorperiode&thema=bearbeitungsdauer,bescheide",
    "von=2018-01&bis=2020-12&ombudsstelle=ja",
)
TABLES = ("kennzahl=beschwerden&nach=monat", "kennzahl=kundenreaktionen&nach=kanal", "kennzahl=fristquote&nach=quartal")
EXACT_TABLES = (*TABLES, "kennzahl=beschwerden&nach=thema,bereich", "kennzahl=laufzeit_p90&nach=monat,personenkreis")
FILES = ("eingaenge.csv", "eingaenge.xlsx", "kanaele.csv", "bereiche-themen.xlsx", "fristquote.csv")


@dataclass(frozen=True)
class Question:
    """One request: ``kind`` is what it is called in the report; with a ``body`` it is sent as JSON."""

    kind: str
    path: str
    body: str = ""


# What somebody does between two pauses: requests that a browser sends one after the other.
Step = tuple[Question, ...]


class Callbacks:
    """Bodies of callback requests, made from what the server says of its callbacks."""

    def __init__(self, dependencies: Sequence[Mapping[str, Any]]) -> None:
        self._by_input = {
            f"{entry['inputs'][0]['id']}.{entry['inputs'][0]['property']}": entry
            for entry in dependencies
            if not entry.get("clientside_function")
        }

    def question(self, kind: str, changed: str, value: object) -> Question:
        """The request after the one input ``changed`` has got its value."""
        entry = self._by_input[changed]
        names = [name.rsplit(".", 1) for name in entry["output"].strip(".").split("...")]
        outputs: Any = [{"id": name, "property": prop} for name, prop in names]
        body = {
            "output": entry["output"],
            "outputs": outputs if entry["output"].startswith("..") else outputs[0],
            "inputs": [{**entry["inputs"][0], "value": value}],
            "changedPropIds": [changed],
            "state": [],
        }
        return Question(kind, CALLBACK, json.dumps(body))


class Walks:
    """Endless walks of one role; the same seed gives the same walk."""

    def __init__(self, rolle: Rolle, callbacks: Callbacks) -> None:
        self._callbacks = callbacks
        self._selections = EXACT_SELECTIONS if rolle in EXACT else SELECTIONS
        self._tables = EXACT_TABLES if rolle in EXACT else TABLES

    def steps(self, seed: int) -> Iterator[Step]:
        """One step after the other, for ever."""
        rng = random.Random(seed)
        while True:
            path = rng.choice(PATHS)
            yield self._opened(path, rng.choice(self._selections))
            for _ in range(rng.randint(1, 4)):
                yield rng.choice((self._filtered, self._filtered, self._file, self._asked))(rng, path)

    def _opened(self, path: str, selection: str) -> Step:
        address = {"pfad": path, "suche": f"?{selection}"}
        return (
            Question("html", f"{path}?{selection}"),
            Question("layout", "/_dash-layout"),
            Question("layout", "/_dash-dependencies"),
            self._callbacks.question("seite", "adresse.data", address),
            self._shown(path, selection),
        )

    def _filtered(self, rng: random.Random, path: str) -> Step:
        return (self._shown(path, rng.choice(self._selections)),)

    def _file(self, rng: random.Random, _path: str) -> Step:
        return (Question("datei", f"/herunterladen/{rng.choice(FILES)}?{rng.choice(self._selections)}"),)

    def _asked(self, rng: random.Random, _path: str) -> Step:
        selection, table = rng.choice(self._selections), rng.choice(self._tables)
        return (
            Question("api", f"/api/v1/kennzahlen.json?{selection}"),
            Question("api", f"/api/v1/tabelle.json?{table}&{selection}"),
        )

    def _shown(self, path: str, selection: str) -> Question:
        return self._callbacks.question("filter", f"{PAGES[path].slug}--auswahl.data", selection)
