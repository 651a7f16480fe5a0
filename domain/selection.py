"""The one value that travels through the application: a frozen filter selection.

Its canonical text is the address, the cache key's last part, the log line and the base of file names; its words are
the subtitle of every chart and the filter sheet of every file. Parsing never raises: what is unknown is dropped and
reported.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from urllib.parse import parse_qsl, urlencode

from domain import formats
from domain.merkmale import FILTER, MERKMALE
from domain.zeitraum import Monat, Zeitraum, default_zeitraum

SINGLE_VALUES: dict[str, dict[str, str]] = {
    "vergleich": {"vorjahr": "Vorjahr", "vorperiode": "Vorperiode", "ohne": "ohne"},
    "zeitbezug": {"eingang": "nach Eingang", "erledigung": "nach Erledigung"},
    "bewertungsbasis": {"alle": "alle Beschwerden", "bewertete": "nur bewertete"},
    "stufe": {"genau": "intern (genau)", "geschuetzt": "geschützt (gerundet)"},
}
NAMES = {
    "von": "von",
    "bis": "bis",
    "vergleich": "Vergleich",
    "zeitbezug": "Zeitbezug",
    "bewertungsbasis": "Basis der Begründetenquote",
    "stufe": "Schutzstufe",
}
PARAMETER: tuple[str, ...] = ("von", "bis", "vergleich", *FILTER, "zeitbezug", "bewertungsbasis", "stufe")


class Fault(Enum):
    """What is wrong with a parameter."""

    PARAMETER = "unbekannter Parameter"
    WERT = "unbekannter Wert"
    MONAT = "kein Monat"
    MEHRFACH = "mehrfach angegeben"
    UNVOLLSTAENDIG = "von oder bis fehlt"
    VERKEHRT = "von liegt nach bis"


@dataclass(frozen=True)
class Problem:
    """A part of an address that was dropped, and why."""

    art: Fault
    parameter: str
    wert: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """What a selection can choose from: the Datenstand and, per filter, the known codes with their names."""

    datenstand: date
    names: Mapping[str, Mapping[str, str]]

    def knows(self, merkmal: str, code: str) -> bool:
        """Whether ``code`` is a value of this filter; the code for "ohne Angabe" always is one."""
        return code in self.names[merkmal] or (code == MERKMALE[merkmal].ohne and merkmal != "ombudsstelle")

    def name(self, merkmal: str, code: str) -> str:
        """The name of a code as people read it; a code without a name stands for itself."""
        if code == MERKMALE[merkmal].ohne:
            return MERKMALE[merkmal].ohne_name
        return self.names[merkmal].get(code, code)


@dataclass(frozen=True)
class Selection:
    """A filter selection. ``filter`` holds (dimension, sorted codes) in the fixed order of the dimensions."""

    zeitraum: Zeitraum
    vergleich: str = "vorjahr"
    filter: tuple[tuple[str, tuple[str, ...]], ...] = ()
    zeitbezug: str = "eingang"
    bewertungsbasis: str = "alle"
    stufe: str | None = None

    def codes(self, merkmal: str) -> tuple[str, ...]:
        """Chosen codes of a dimension; empty means all."""
        return dict(self.filter).get(merkmal, ())

    def with_filter(self, merkmal: str, codes: Iterable[str]) -> Selection:
        """The same selection with another choice of one dimension (none: all)."""
        chosen = {**dict(self.filter), merkmal: tuple(sorted(set(codes)))}
        return replace(self, filter=tuple((code, chosen[code]) for code in FILTER if chosen.get(code)))

    def parameter(self) -> dict[str, str]:
        """Canonical query parameters: the period always, everything else where it is not the default."""
        pairs = {"von": str(self.zeitraum.von), "bis": str(self.zeitraum.bis)}
        if self.vergleich != "vorjahr":
            pairs["vergleich"] = self.vergleich
        pairs |= {merkmal: ",".join(codes) for merkmal, codes in self.filter}
        if self.zeitbezug != "eingang":
            pairs["zeitbezug"] = self.zeitbezug
        if self.bewertungsbasis != "alle":
            pairs["bewertungsbasis"] = self.bewertungsbasis
        if self.stufe is not None:
            pairs["stufe"] = self.stufe
        return pairs

    def text(self) -> str:
        """Canonical query text, ``von=2020-01&bis=2020-12&kanal=email,telefon``."""
        return urlencode(self.parameter(), safe=",")

    def filters_in_words(self, vocabulary: Vocabulary) -> list[tuple[str, str]]:
        """The active filters as (name, value in words), without period and comparison."""
        words = [
            (
                MERKMALE[merkmal].name,
                formats.enumeration([vocabulary.name(merkmal, code) for code in codes], "oder"),
            )
            for merkmal, codes in self.filter
        ]
        for parameter, default in (("zeitbezug", "eingang"), ("bewertungsbasis", "alle")):
            chosen = getattr(self, parameter)
            if chosen != default:
                words.append((NAMES[parameter], SINGLE_VALUES[parameter][chosen]))
        return words

    def filters_told(self, vocabulary: Vocabulary, without: Collection[str] = ()) -> list[str]:
        """The same as ``Kanal E-Mail``, ``without`` those of these names."""
        words = self.filters_in_words(vocabulary)
        return [formats.labelled(name, value) for name, value in words if name not in without]

    def in_words(self, vocabulary: Vocabulary, *, compared: bool = True) -> str:
        """``Zeitraum 2020, Kanal E-Mail, Vergleich Vorjahr``; the last part only for what is ``compared``."""
        told = [f"Zeitraum {self.zeitraum.in_words()}", *self.filters_told(vocabulary)]
        told += [f"Vergleich {SINGLE_VALUES['vergleich'][self.vergleich]}"] if compared else []
        return ", ".join(told)


def parse(pairs: Iterable[tuple[str, str]], vocabulary: Vocabulary) -> tuple[Selection, tuple[Problem, ...]]:
    """Selection from query parameters, and what had to be dropped; never raises."""
    problems: list[Problem] = []
    given = _collect(pairs, problems)
    selection = Selection(_zeitraum(given, vocabulary.datenstand, problems))
    for parameter, allowed in SINGLE_VALUES.items():
        for wert in given.get(parameter, []):
            if wert in allowed:
                selection = replace(selection, **{parameter: wert})  # type: ignore[arg-type]
            else:
                problems.append(Problem(Fault.WERT, parameter, wert))
    for merkmal in FILTER:
        codes = given.get(merkmal, [])
        problems += [Problem(Fault.WERT, merkmal, code) for code in codes if not vocabulary.knows(merkmal, code)]
        known = [code for code in codes if vocabulary.knows(merkmal, code)]
        if known:
            selection = selection.with_filter(merkmal, known)
    return selection, tuple(problems)


def parse_text(text: str, vocabulary: Vocabulary) -> tuple[Selection, tuple[Problem, ...]]:
    """The same from the text behind the question mark of an address."""
    return parse(parse_qsl(text.removeprefix("?"), keep_blank_values=True), vocabulary)


def _collect(pairs: Iterable[tuple[str, str]], problems: list[Problem]) -> dict[str, list[str]]:
    given: dict[str, list[str]] = {}
    for parameter, text in pairs:
        if parameter not in PARAMETER:
            problems.append(Problem(Fault.PARAMETER, parameter, text))
            continue
        values = text.split(",") if parameter in FILTER else [text]
        given.setdefault(parameter, []).extend(value.strip() for value in values if value.strip())
    for parameter, values in given.items():
        if parameter not in FILTER and len(set(values)) > 1:
            problems.append(Problem(Fault.MEHRFACH, parameter, ", ".join(values)))
            del values[1:]
    return given


def _zeitraum(given: Mapping[str, list[str]], datenstand: date, problems: list[Problem]) -> Zeitraum:
    months: dict[str, Monat] = {}
    for parameter in ("von", "bis"):
        for wert in given.get(parameter, [])[:1]:
            month = Monat.parse(wert)
            if month:
                months[parameter] = month
            else:
                problems.append(Problem(Fault.MONAT, parameter, wert))
    if len(months) == 2:
        if months["von"] <= months["bis"]:
            return Zeitraum(months["von"], months["bis"])
        problems.append(Problem(Fault.VERKEHRT, "von", f"{months['von']} – {months['bis']}"))
    elif len(months) == 1 and not any(problem.art is Fault.MONAT for problem in problems):
        missing = "bis" if "von" in months else "von"
        problems.append(Problem(Fault.UNVOLLSTAENDIG, missing))
    return default_zeitraum(datenstand)
