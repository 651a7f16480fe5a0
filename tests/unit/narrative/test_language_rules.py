"""Whatever the figures are, the sentences keep the rules of the language and of honest words."""

from __future__ import annotations

import re
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.narrative import (
    Contribution,
    Facts,
    Fristlage,
    Point,
    Rule,
    Signal,
    Verdict,
    describe_course,
    headline,
    rate_range,
    still_needed,
)
from analysis.narrative.words import causal_words, strong_words
from data_access.aggregate import Werte
from domain.kennzahlen import KENNZAHLEN, CountedOn, Einheit, Kennzahl
from domain.merkmale import MERKMALE
from domain.zeitraum import Monat, Zeitraum, comparison
from tests.unit.narrative.facts import Ereignis, divided

TITLES = ("Umstellung der Hotline", "Deutlich mehr  Personal wegen Corona", "Austausch mit Pentacon e.V.", "Was nun?")
NAMES = ("Leistung", "Kosten der Unterkunft", "E-Mail", "stark nachgefragt")
SINGULAR = {
    "Kundenreaktion",
    "Beschwerde",
    "Petition",
    "Eingabe",
    "Lob",
    "Idee",
    "Ereignis",
    "Prozentpunkt",
    "Tag",
    "Monat",
    "Quartal",
    "Jahr",
    "Fall",
}
PLURAL = {
    "Kundenreaktionen",
    "Beschwerden",
    "Petitionen",
    "Eingaben",
    "Lobe",
    "Loben",
    "Ideen",
    "Ereignisse",
    "Ereignissen",
    "Prozentpunkte",
    "Prozentpunkten",
    "Tage",
    "Tagen",
    "Monate",
    "Monaten",
    "Quartale",
    "Quartalen",
    "Jahre",
    "Jahren",
    "Fälle",
    "Fällen",
}
SINGULAR_VERBS = {"ging", "wurde", "war", "ist", "entfällt", "muss"}
PLURAL_VERBS = {"gingen", "wurden", "waren", "sind", "entfallen", "müssen"}
ENGLISH = {"the", "of", "and", "more", "less", "than", "none", "nan", "inf", "true", "false", "month", "year", "was"}
# "fristgerecht" is a code and a German word alike.
CODES = {code for code in (*KENNZAHLEN, *MERKMALE) if code != "fristgerecht"}
NUMBER = r"(\d{1,3}(?:\.\d{3})*(?:,\d+)?)"

COUNTS = st.one_of(st.integers(0, 3), st.integers(4, 30), st.integers(31, 20_000))


@st.composite
def shares(draw) -> tuple[int, int]:
    nenner = draw(COUNTS)
    return draw(st.integers(0, nenner)), nenner


@st.composite
def werte_of(draw, kennzahl: Kennzahl) -> Werte:
    """Values as the computation answers them, with and without a comparison."""
    compared = draw(st.booleans())
    if kennzahl.einheit is Einheit.ANZAHL:
        if kennzahl.counted_on is CountedOn.PETITION and draw(st.integers(0, 9)) == 0:
            return Werte()
        now, before = draw(COUNTS), draw(COUNTS) if compared else None
        return Werte(now, now, None, before, before, None)
    if kennzahl.einheit is Einheit.TAGE:
        tage = st.none() | st.integers(0, 80).map(lambda quarters: quarters / 4)
        return Werte(wert=draw(tage), vergleich=draw(tage) if compared else None)
    now, before = draw(shares()), draw(shares())
    if kennzahl.einheit is Einheit.VERHAELTNIS:
        now, before = now[::-1], before[::-1]
    return Werte(divided(*now), *now, *((divided(*before), *before) if compared else ()))


@st.composite
def periods(draw) -> Zeitraum:
    start = Monat(draw(st.integers(2018, 2021)), draw(st.sampled_from([1, 1, 1, 3, 4, 10, 12])))
    return Zeitraum(start, start.plus(draw(st.sampled_from([0, 1, 2, 11, 11, 23, 35]))))


@st.composite
def verdicts(draw) -> Verdict | None:
    if draw(st.integers(0, 4)) == 0:
        return None
    signals = st.builds(Signal, st.sampled_from(Rule), st.booleans(), st.integers(1, 14), st.none() | periods())
    several = st.lists(signals, max_size=2).map(tuple)
    buckets = st.sampled_from(["monat", "quartal", "jahr"])
    left_out = st.lists(periods(), max_size=2).map(tuple)
    parts = (several, st.integers(0, 40), st.just(12), buckets, left_out, st.booleans())
    verdict: Verdict = draw(st.builds(Verdict, *parts))
    return verdict


@st.composite
def contributions(draw, change: float | int | None, whole: bool) -> Contribution | None:
    """A part of the change: a true fraction of it, all of it, more than it or against it."""
    if draw(st.integers(0, 3)) == 0:
        return None
    share = draw(st.sampled_from([-0.5, 0.1, 0.25, 1 / 3, 0.5, 0.61, 2 / 3, 0.672, 0.75, 1, 1.2]))
    part = (change or draw(st.sampled_from([3, 12]))) * share
    merkmal = draw(st.sampled_from(sorted(MERKMALE)))
    code = draw(st.sampled_from(["ja", "nein", MERKMALE[merkmal].ohne]))
    if merkmal != "ombudsstelle" and code != MERKMALE[merkmal].ohne:
        code = "leistung"
    elif merkmal in ("ombudsstelle", "monat", "quartal", "jahr"):
        code = "ja"
    return Contribution(merkmal, code, draw(st.sampled_from(NAMES)), round(part) if whole else part)


@st.composite
def any_facts(draw) -> Facts:
    kennzahl = KENNZAHLEN[draw(st.sampled_from(sorted(KENNZAHLEN)))]
    zeitraum = draw(periods())
    stand = zeitraum.span.von + timedelta(days=draw(st.integers(-40, 1500)))
    werte = draw(werte_of(kennzahl))
    change = None if werte.differenz is None else werte.differenz
    return Facts(
        kennzahl=kennzahl,
        zeitraum=zeitraum,
        datenstand=stand,
        werte=werte,
        vergleich=comparison(zeitraum, draw(st.sampled_from(["vorjahr", "vorperiode", "ohne"])), stand),
        smallest_base=draw(st.sampled_from([0, 20, 20, 50])),
        verdict=draw(verdicts()),
        contribution=draw(contributions(change, kennzahl.einheit is Einheit.ANZAHL)),
        events=draw(st.lists(st.builds(Ereignis, st.just(zeitraum.span.von), st.sampled_from(TITLES)), max_size=3)),
        auswahl=draw(st.sampled_from(["", "Kanal E-Mail, Bereich ohne Angabe"])),
        zeitbezug=draw(st.sampled_from(["eingang", "erledigung"])),
        bewertungsbasis=draw(st.sampled_from(["alle", "bewertete"])),
        data_from=draw(st.none() | st.dates(date(2016, 1, 1), date(2020, 1, 1))),
    )


def in_own_words(text: str) -> str:
    """The text without the names and titles that others have chosen."""
    for foreign in (*TITLES, *NAMES):
        text = text.replace(re.sub(" +", " ", foreign), "…")
    return text


def broken_rules(text: str) -> list[str]:
    """Which rules of form, number and honest words a sentence breaks."""
    own = in_own_words(text)
    lower = set(re.findall(r"[a-zäöüß]+", own.lower()))
    broken = {
        "starts with a capital": not text[0].isupper(),
        "ends with one full stop": not text.endswith(".") or text.endswith(".."),
        "single spaces": bool(re.search(r"\s{2}|^\s|\s$|[\t\r\n]| [.,;:)]|\( ", text)),
        "balanced brackets": text.count("(") != text.count(")") or ") (" in text,
        "no sign behind um": bool(re.search(r"\bum\s[+−±-]", own)),
        "no doubled sign": bool(re.search(r"[+−±-][+−±]|[+−±][\d.,]+(\s\S+)? (mehr|weniger)\b", own)),
        "signs in brackets only": bool(re.search(r"(?<![(])(?<!; )[+−±]\d", own)),
        "true minus": bool(re.search(r"(?<![\w-])-\d", own)),
        "no-break space before a unit": bool(
            re.search(r"\d (%|Prozentpunkt|Tage?n?\b|Monate?n?\b|Quartal|Jahre?n?\b)", own)
        ),
        "no strong word": bool(strong_words(own)),
        "no causal word": bool(causal_words(own)),
        "no English": bool(lower & ENGLISH),
        "no raw code": "_" in own or bool(set(re.findall(r"\w+", own)) & CODES),
        "number agrees": bool(disagreements(own)),
    }
    return [rule for rule, is_broken in broken.items() if is_broken]


def disagreements(own: str) -> list[str]:
    """Numbers whose noun or verb has the wrong number."""
    wrong = []
    for found in re.finditer(rf"(?<![\d.,]){NUMBER}[ \u00a0](\w+)", own):
        number, word = found.groups()
        if word in (PLURAL if number == "1" else SINGULAR):
            wrong.append(found.group())
    wrong += [found.group() for found in re.finditer(r"\bk?ein\w* (\w+)", own) if found[1] in PLURAL]
    for found in re.finditer(rf"\b([a-zäöü]+)(?: es)? (k?ein\w*|{NUMBER})(?!\w|[.,]\d)", own):
        verb, number = found[1], found[2]
        one = number == "1" or not number[0].isdigit()
        if verb in (PLURAL_VERBS if one else SINGULAR_VERBS):
            wrong.append(found.group())
    return wrong


@settings(max_examples=700, deadline=None)
@given(any_facts())
def test_headlines_keep_the_rules(given_facts: Facts):
    told = headline(given_facts)

    assert 3 <= len(told) <= 5
    assert {text: broken_rules(text) for text in told if broken_rules(text)} == {}


@settings(max_examples=300, deadline=None)
@given(st.builds(Fristlage, COUNTS, COUNTS, COUNTS, COUNTS), periods(), st.integers(500, 1000), st.booleans())
def test_sentences_on_deadlines_keep_the_rules(lage: Fristlage, zeitraum: Zeitraum, thousandths: int, running: bool):
    last_day = zeitraum.span.von if running else None
    told = [
        rate_range(zeitraum, lage, 20, last_day),
        still_needed(zeitraum, lage, thousandths / 1000, 20, zeitraum.span.bis, last_day),
    ]

    assert {text: broken_rules(text) for text in told if broken_rules(text)} == {}


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(KENNZAHLEN)), st.lists(st.none() | COUNTS, max_size=14), st.booleans())
def test_text_alternatives_keep_the_rules(code: str, counts: list[int | None], running: bool):
    kennzahl = KENNZAHLEN[code]
    scale = {Einheit.ANTEIL: 20_000, Einheit.TAGE: 4, Einheit.VERHAELTNIS: 100}.get(kennzahl.einheit)
    werte = [count if count is None or scale is None else count / scale for count in counts]
    months = [Monat(2020, 1).plus(step) for step in range(len(werte))]
    points = [Point(Zeitraum(month, month), wert) for month, wert in zip(months, werte, strict=True)]
    if points and running:
        points[-1] = Point(points[-1].zeitraum, points[-1].wert, points[-1].zeitraum.span.von)

    told = re.split(r"(?<=\.) (?=[A-ZÄÖÜ])", describe_course(kennzahl, points))

    assert {text: broken_rules(text) for text in told if broken_rules(text)} == {}


def test_the_rules_find_what_is_wrong():
    wrong = {
        "Im Jahr 2020 sank die Zahl um −36,6\u00a0%.": ["no sign behind um", "signs in brackets only"],
        "Im März 2020 ging 2 Petitionen ein, −3 weniger als im März 2019.": [
            "no doubled sign",
            "signs in brackets only",
            "number agrees",
        ],
        "Im März 2020 gingen keine Petitionen ein.": ["number agrees"],
        "Im März 2020 lag der Wert bei 1 Tagen": [
            "ends with one full stop",
            "no-break space before a unit",
            "number agrees",
        ],
        "die Zahl sank deutlich  wegen Corona.": [
            "starts with a capital",
            "single spaces",
            "no strong word",
            "no causal word",
        ],
        "Die laufzeit_median war none.": ["no English", "no raw code"],
        "Es waren 3 (bis 31.03.2021) (-3).": ["balanced brackets", "true minus"],
    }

    assert {text: broken_rules(text) for text in wrong} == wrong
