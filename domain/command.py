"""Understands a typed command: „Beschwerden Leistungsgewährung 2020 nach Thema gegen Vorjahr“.

A deterministic reader over our own names: indicators, dimensions, catalogue values, periods, comparison. The longest
name that fits wins; what no name fits is reported, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain import formats
from domain.kennzahlen import KENNZAHLEN
from domain.merkmale import FILTER, MERKMALE
from domain.selection import SINGLE_VALUES, Selection, Vocabulary
from domain.zeitraum import MAX_JAHR, MIN_JAHR, Monat, Zeitraum, default_zeitraum

KENNZAHL_SYNONYMS = {
    "kundenreaktionen": ("Reaktionen", "Kundenreaktion", "Eingänge"),
    "anliegen_je_reaktion": ("Anliegen je Reaktion",),
    "beschwerden": ("Beschwerde",),
    "begruendet": ("begründete", "begründet"),
    "begruendetenquote": ("Begründetenquote", "Anteil begründeter Beschwerden"),
    "ideen": ("Ideen", "Anregungen"),
    "ombudsquote": ("Ombudsquote",),
    "fristquote": ("21-Tage-Quote", "21 Tage", "Frist", "Fristeinhaltung"),
    "fristgerecht": ("fristgerecht",),
    "verspaetet": ("verspätet", "verspätete"),
    "ueberfaellig": ("überfällig", "überfällige"),
    "offen_in_frist": ("noch in Frist",),
    "laufzeit_median": ("Laufzeit", "Bearbeitungszeit", "Median"),
    "laufzeit_p90": ("P90",),
}
MERKMAL_SYNONYMS = {
    "thema": ("Themen",),
    "bereich": ("Bereiche", "Bereichen"),
    "kanal": ("Kanäle", "Kanälen", "Zugangsweg", "Zugangswege", "Zugangswegen"),
    "personenkreis": ("Personenkreise", "Personenkreisen", "Personengruppe"),
    "art": ("Art", "Arten"),
    "monat": ("Monaten",),
    "quartal": ("Quartalen",),
    "jahr": ("Jahren",),
}
VALUE_SYNONYMS = {("ombudsstelle", "ja"): ("Ombudsstelle",)}
VERGLEICH_WORDS = {
    "vorjahr": ("gegen Vorjahr", "gegen das Vorjahr", "zum Vorjahr", "Vergleich Vorjahr"),
    "vorperiode": ("gegen Vorperiode", "gegen die Vorperiode", "zur Vorperiode", "Vergleich Vorperiode"),
    "ohne": ("ohne Vergleich",),
}
_BREAKDOWN = ("nach", "je", "pro")
_IGNORED = frozenset(
    {"und", "der", "die", "das", "den", "im", "in", "fuer", "von", "alle", "bei", "mit", "zeige", "jahr"}
)
_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_WORD = re.compile(r"[^\s,;]+")


@dataclass(frozen=True)
class Command:
    """What was understood: indicators, dimensions to break down by, the selection, each part in words, the rest."""

    kennzahlen: tuple[str, ...]
    nach: tuple[str, ...]
    selection: Selection
    understood: tuple[str, ...]
    unknown: tuple[str, ...]


def read_command(text: str, vocabulary: Vocabulary, current: Selection | None = None) -> Command:
    """Read a command; what it does not name stays as in ``current`` (default: the default period). Never raises."""
    reader = _Reader(vocabulary, current or Selection(default_zeitraum(vocabulary.datenstand)))
    reader.read([word.strip(".!?") for word in _WORD.findall(text)])
    return Command(
        tuple(dict.fromkeys(reader.kennzahlen)),
        tuple(dict.fromkeys(reader.nach)),
        reader.result(),
        tuple(reader.understood),
        tuple(reader.unknown),
    )


def folded(text: str) -> str:
    """Lower case without umlauts, so that „Begruendet“ and „begründet“ are the same word."""
    return text.lower().translate(_FOLD)


@dataclass
class _Reader:
    vocabulary: Vocabulary
    current: Selection
    kennzahlen: list[str] = field(default_factory=list)
    nach: list[str] = field(default_factory=list)
    filters: dict[str, list[str]] = field(default_factory=dict)
    zeitraum: Zeitraum | None = None
    vergleich: str = ""
    understood: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._names = _names(self.vocabulary)
        self._longest = max(len(words) for words in self._names)

    def read(self, words: Sequence[str]) -> None:
        """Read word by word; every rule takes as many words as it understands."""
        plain = [folded(word) for word in words]
        at = 0
        while at < len(words):
            taken = self._breakdown(plain, at) or self._period(plain, at) or self._name(plain, at)
            if not taken:
                taken = 1
                if plain[at] and plain[at] not in _IGNORED:
                    self.unknown.append(words[at])
            at += taken

    def result(self) -> Selection:
        """The current selection with everything that was named."""
        chosen = self.current
        for merkmal, codes in self.filters.items():
            chosen = chosen.with_filter(merkmal, codes)
        return Selection(
            zeitraum=self.zeitraum or chosen.zeitraum,
            vergleich=self.vergleich or chosen.vergleich,
            filter=chosen.filter,
            zeitbezug=chosen.zeitbezug,
            bewertungsbasis=chosen.bewertungsbasis,
        )

    def _breakdown(self, words: Sequence[str], at: int) -> int:
        if words[at] not in _BREAKDOWN or at + 1 >= len(words):
            return 0
        for code, names in _merkmal_names().items():
            if words[at + 1] in names:
                self.nach.append(code)
                self.understood.append(f"nach {MERKMALE[code].name}")
                return 2
        return 0

    def _name(self, words: Sequence[str], at: int) -> int:
        for length in range(min(self._longest, len(words) - at), 0, -1):
            found = self._names.get(tuple(words[at : at + length]))
            if found:
                self._take(*found)
                return length
        return 0

    def _take(self, kind: str, code: str) -> None:
        if kind == "kennzahl":
            self.kennzahlen.append(code)
            self.understood.append(KENNZAHLEN[code].name)
        elif kind == "vergleich":
            self.vergleich = code
            self.understood.append(f"Vergleich {SINGLE_VALUES['vergleich'][code]}")
        else:
            self.filters.setdefault(kind, []).append(code)
            self.understood.append(f"{MERKMALE[kind].name}: {self.vocabulary.name(kind, code)}")

    def _period(self, words: Sequence[str], at: int) -> int:
        start = _one_period(words, at, self.vocabulary.datenstand)
        if start is None:
            return 0
        zeitraum, taken = start
        if at + taken < len(words) and words[at + taken] == "bis":
            end = _one_period(words, at + taken + 1, self.vocabulary.datenstand)
            if end is not None and taken == 1 and (number := _month_number(words[at])) is not None:
                zeitraum = _before(number, end[0].bis)
            if end is not None and zeitraum.von <= end[0].bis:
                zeitraum, taken = Zeitraum(zeitraum.von, end[0].bis), taken + 1 + end[1]
        self.zeitraum = zeitraum
        self.understood.append(f"Zeitraum {zeitraum.in_words()}")
        return taken


def _one_period(words: Sequence[str], at: int, datenstand: date) -> tuple[Zeitraum, int] | None:
    """A year, a quarter or a month at this place, and how many words it takes; a month may lack its year."""
    rest = words[at : at + 3]
    if not rest:
        return None
    if (year := _year(rest[0])) is not None:
        return Zeitraum(Monat(year, 1), Monat(year, 12)), 1
    if (month := Monat.parse(rest[0])) is not None:
        return Zeitraum(month, month), 1
    number = _month_number(rest[0])
    if number is not None:
        named = _year(rest[1]) if len(rest) > 1 else None
        known = Monat(named if named is not None else _latest_year(number, datenstand), number)
        return Zeitraum(known, known), 1 if named is None else 2
    return _quarter(rest)


def _before(month: int, end: Monat) -> Zeitraum:
    """„März bis Mai 2020“: a month without a year is the last one before the end."""
    start = Monat(end.jahr if month <= end.monat else end.jahr - 1, month)
    return Zeitraum(start, start)


def _quarter(rest: Sequence[str]) -> tuple[Zeitraum, int] | None:
    short = re.fullmatch(r"q([1-4])", rest[0])
    spelled = re.fullmatch(r"([1-4])", rest[0]) if len(rest) > 1 and rest[1] == "quartal" else None
    match, used = (short, 1) if short else (spelled, 2)
    if match is None or len(rest) <= used or (year := _year(rest[used])) is None:
        return None
    first = Monat(year, int(match.group(1)) * 3 - 2)
    return Zeitraum(first, first.plus(2)), used + 1


def _year(word: str) -> int | None:
    if len(word) == 4 and word.isascii() and word.isdigit() and MIN_JAHR <= int(word) <= MAX_JAHR:
        return int(word)
    return None


def _month_number(word: str) -> int | None:
    names = [folded(name) for name in formats.MONATE]
    short = [folded(name.strip(".")) for name in formats.MONATE_KURZ]
    for listed in (names, short):
        if word in listed:
            return listed.index(word) + 1
    return None


def _latest_year(month: int, datenstand: date) -> int:
    """The last year in which this month is over at the Datenstand."""
    return datenstand.year if Monat(datenstand.year, month).last_day <= datenstand else datenstand.year - 1


def _merkmal_names() -> dict[str, set[str]]:
    return {
        code: {folded(code), *(folded(name) for name in (merkmal.name.split()[0], *MERKMAL_SYNONYMS.get(code, ())))}
        for code, merkmal in MERKMALE.items()
    }


def _names(vocabulary: Vocabulary) -> dict[tuple[str, ...], tuple[str, str]]:
    """Every name as folded words with what it stands for; where two things share a name, the first one listed wins."""
    listed: list[tuple[str, tuple[str, str]]] = []
    for code, kennzahl in KENNZAHLEN.items():
        listed += [(name, ("kennzahl", code)) for name in (kennzahl.name, *KENNZAHL_SYNONYMS.get(code, ()))]
    for code, words in VERGLEICH_WORDS.items():
        listed += [(name, ("vergleich", code)) for name in words]
    for merkmal in FILTER:
        for code, name in _values(vocabulary, merkmal).items():
            synonyms = VALUE_SYNONYMS.get((merkmal, code), ())
            listed += [(one, (merkmal, code)) for one in (name, *synonyms)]
    names: dict[tuple[str, ...], tuple[str, str]] = {}
    for name, meaning in listed:
        names.setdefault(tuple(folded(word) for word in _WORD.findall(name)), meaning)
    return names


def _values(vocabulary: Vocabulary, merkmal: str) -> Mapping[str, str]:
    """Names of the values of a filter; plain yes and no say nothing without the question."""
    if merkmal == "ombudsstelle":
        return {"ja": "an die Ombudsstelle", "nein": "nicht an die Ombudsstelle"}
    return vocabulary.names[merkmal]
