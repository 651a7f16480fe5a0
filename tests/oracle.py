"""Brute-force second opinion on every number: plain Python over the raw rows of a Lieferung.

The oracle imports nothing of the application. It loops over the rows of the import files, collects
sets of keys and counts them, so that each rule can be read off in one place. It is made for small data.

A Lieferung maps an import file name to its rows; a row maps column names to typed values (`date`,
`int`, `str`, `tuple[str, ...]` for `personenkreis`, `None` for empty).
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Any

import holidays

Row = dict[str, Any]
Lieferung = dict[str, list[Row]]
Monat = tuple[int, int]
Key = tuple[str, ...]

ZEITMERKMALE = ("monat", "quartal", "jahr")
REAKTIONSMERKMALE = ("jobcenter", "kanal", "personenkreis", "hauptart", "ombudsstelle")
ANLIEGENMERKMALE = ("bereich", "thema", "art", "bewertung")
MERKMALE = ZEITMERKMALE + REAKTIONSMERKMALE + ANLIEGENMERKMALE

REACTION_COUNTS = (
    "kundenreaktionen",
    "ombudsstelle",
    "fristgerecht",
    "verspaetet",
    "ueberfaellig",
    "offen_in_frist",
)
ANLIEGEN_COUNTS = ("anliegen", "beschwerden", "begruendet", "lob", "ideen")
PETITION_COUNTS = ("petitionen", "eingaben")
RATES = ("anliegen_je_reaktion", "begruendetenquote", "ombudsquote", "fristquote")
QUANTILES = ("laufzeit_median", "laufzeit_p90")
KENNZAHLEN = REACTION_COUNTS + ANLIEGEN_COUNTS + PETITION_COUNTS + RATES + QUANTILES

PARAMETERS = (
    "von",
    "bis",
    "vergleich",
    "zeitbezug",
    "bewertungsbasis",
    *REAKTIONSMERKMALE,
    *ANLIEGENMERKMALE,
)


@dataclass(frozen=True)
class Werte:
    """The eight value fields of the contract; counts are `int`, everything divided is `float`."""

    wert: int | float | None
    zaehler: int | None
    nenner: int | None
    vergleich: int | float | None
    vergleich_zaehler: int | None
    vergleich_nenner: int | None
    differenz: int | float | None
    veraenderung: float | None


@dataclass(frozen=True)
class Result:
    """The whole answer: `summe` per Kennzahl, `zeilen` per combination of codes in the order of `nach`."""

    summe: dict[str, Werte]
    zeilen: dict[Key, dict[str, Werte]]
    additiv: dict[str, bool]


@dataclass(frozen=True)
class Anliegen:
    """One Anliegen with codes as rows show them (NULL is already `ohne` or `offen`)."""

    key: tuple[str, str, int]
    merkmale: dict[str, str]
    bereich_path: list[str]


@dataclass(frozen=True)
class Reaktion:
    """One counted Kundenreaktion with its Anliegen; `personenkreise` is `(ohne,)` when it has none."""

    key: tuple[str, str]
    merkmale: dict[str, str]
    personenkreise: tuple[str, ...]
    status: str
    eingang_am: date
    erledigt_am: date | None
    faellig_am: date
    anliegen: list[Anliegen]


@dataclass
class Cell:
    """What falls into one row: keys only, so that nothing can be counted twice."""

    reaktionen: set[tuple[str, str]] = field(default_factory=set)
    anliegen: set[tuple[str, str, int]] = field(default_factory=set)
    petitionen: set[tuple[str, str]] = field(default_factory=set)
    eingaben: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True)
class Zahl:
    """One indicator in one period, exact."""

    wert: Fraction | None
    zaehler: int | None = None
    nenner: int | None = None


@dataclass(frozen=True)
class Period:
    """Months of a period and its last counted day (`end`), which a cut moves before the last month's end."""

    months: list[Monat]
    end: date

    @property
    def start(self) -> date:
        return first_day(self.months[0])


# --- deadlines ---------------------------------------------------------------------------------------


def faellig_am(row: Row, standards: Iterable[Row], bundesland: str) -> date:
    """Due date of a Kundenreaktion row: by the standard valid at its Eingang, the Jobcenter's own first."""
    eingang: date = row["eingang_am"]
    valid = [s for s in standards if s["gueltig_von"] <= eingang <= (s.get("gueltig_bis") or date.max)]
    own = [s for s in valid if s.get("jobcenter") == row["jobcenter"]]
    general = [s for s in valid if s.get("jobcenter") is None]
    standard = (own or general)[0]

    due = eingang
    if standard["tageart"] == "Arbeitstage":
        for _ in range(standard["frist_tage"]):
            due = due + timedelta(days=1)
            while not is_working_day(due, bundesland):
                due = due + timedelta(days=1)
    else:
        due = eingang + timedelta(days=standard["frist_tage"])
    if standard["verschiebe_auf_werktag"]:
        while not is_working_day(due, bundesland):
            due = due + timedelta(days=1)
    return due


def is_working_day(day: date, bundesland: str) -> bool:
    """Monday to Friday and no holiday of the Land."""
    return day.weekday() < 5 and day not in public_holidays(bundesland, day.year)


@cache
def public_holidays(bundesland: str, year: int) -> frozenset[date]:
    """Statutory holidays of a Land."""
    return frozenset(holidays.country_holidays("DE", subdiv=bundesland, years=year))


def deadline_state(reaktion: Reaktion, datenstand: date) -> str | None:
    """One of the four deadline states, or `None` for a Kundenreaktion that was handed over."""
    if reaktion.status == "erledigt" and reaktion.erledigt_am:
        return "fristgerecht" if reaktion.erledigt_am <= reaktion.faellig_am else "verspaetet"
    if reaktion.status == "offen":
        return "ueberfaellig" if datenstand > reaktion.faellig_am else "offen_in_frist"
    return None


# --- periods -----------------------------------------------------------------------------------------


def default_period(datenstand: date) -> tuple[str, str]:
    """`von` and `bis` of the last calendar year that is over on the Datenstand."""
    year = datenstand.year if datenstand >= date(datenstand.year, 12, 31) else datenstand.year - 1
    return f"{year}-01", f"{year}-12"


def first_day(month: Monat) -> date:
    return date(month[0], month[1], 1)


def last_day(month: Monat) -> date:
    return date(month[0], month[1], monthrange(*month)[1])


def year_before(day: date) -> date:
    """The same calendar day one year earlier; 29.02. becomes 28.02."""
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def months_back(month: Monat, count: int) -> Monat:
    number = month[0] * 12 + month[1] - 1 - count
    return number // 12, number % 12 + 1


def months_between(von: str, bis: str) -> list[Monat]:
    """All months from `von` to `bis`, both included."""
    first = (int(von[:4]), int(von[5:]))
    last = (int(bis[:4]), int(bis[5:]))
    if first > last:
        raise ValueError(f"{von} is later than {bis}")
    months = [first]
    while months[-1] < last:
        months.append(months_back(months[-1], -1))
    return months


@dataclass(frozen=True)
class Periods:
    """The months of the selection and how they are compared.

    `first_eingang` is the earliest Eingang of all counted Kundenreaktionen, whatever is filtered.
    """

    months: list[Monat]
    vergleich: str
    datenstand: date
    first_eingang: date | None

    def current(self) -> Period:
        return Period(self.months, last_day(self.months[-1]))

    def comparison(self) -> Period | None:
        """The comparison period, cut like for like; `None` where the cut leaves nothing.

        It may lie before the data: then it has combinations (of Petitionen), but no number is compared.
        """
        if self.vergleich == "ohne":
            return None
        distance = 12 if self.vergleich == "vorjahr" else len(self.months)
        earlier = [months_back(month, distance) for month in self.months]
        start, end = first_day(earlier[0]), last_day(earlier[-1])
        if last_day(self.months[-1]) > self.datenstand:
            if self.vergleich == "vorjahr":
                cut = year_before(self.datenstand)
            else:
                cut = start + (self.datenstand - first_day(self.months[0]))
            end = min(end, cut)
        return Period(earlier, end) if start <= end else None

    def is_before_the_data(self, end: date) -> bool:
        """Whether a time that ends on `end` lies wholly before the first Eingang."""
        return self.first_eingang is None or end < self.first_eingang

    def pairs(self, zeit: Sequence[str]) -> dict[Key, Key | None]:
        """Every time bucket of the selection with the comparison bucket at its position, if it has one."""
        pairs: dict[Key, Key | None] = dict.fromkeys(buckets(self.months, zeit))
        earlier = self.comparison()
        if earlier is None:
            return pairs
        for bucket, (partner, months) in zip(pairs, buckets(earlier.months, zeit).items(), strict=False):
            end = min(last_day(months[-1]), earlier.end)
            if first_day(months[0]) <= end and not self.is_before_the_data(end):
                pairs[bucket] = partner
        return pairs


def time_codes(month: Monat, zeit: Sequence[str]) -> Key:
    """The codes of a month for the time dimensions of `nach`."""
    year, number = month
    codes = {
        "monat": f"{year}-{number:02}",
        "quartal": f"{year}-Q{(number + 2) // 3}",
        "jahr": f"{year}",
    }
    return tuple(codes[merkmal] for merkmal in zeit)


def buckets(months: list[Monat], zeit: Sequence[str]) -> dict[Key, list[Monat]]:
    """Time buckets in order with their months; one bucket `()` when `nach` has no time dimension.

    Several time dimensions share one list of buckets: the finest of them decides.
    """
    result: dict[Key, list[Monat]] = {}
    for month in months:
        result.setdefault(time_codes(month, zeit), []).append(month)
    return result


# --- rows --------------------------------------------------------------------------------------------


def counted_reactions(lieferung: Lieferung) -> list[Reaktion]:
    """All Kundenreaktionen but the cancelled ones, with their Anliegen and due dates."""
    land = {row["code"]: row["bundesland"] for row in lieferung["jobcenter"]}
    parent = {row["code"]: row.get("uebergeordnet") for row in lieferung.get("bereich", [])}
    anliegen: dict[tuple[str, str], list[Anliegen]] = defaultdict(list)
    for row in lieferung.get("anliegen", []):
        anliegen[row["jobcenter"], row["aktenzeichen"]].append(_anliegen(row, parent))
    return [
        Reaktion(
            key=(row["jobcenter"], row["aktenzeichen"]),
            merkmale={
                "jobcenter": row["jobcenter"],
                "kanal": row.get("kanal") or "ohne",
                "hauptart": row["art"],
                "ombudsstelle": "ja" if is_ombudsstelle(row) else "nein",
            },
            personenkreise=tuple(row.get("personenkreis") or ("ohne",)),
            status=row["status"],
            eingang_am=row["eingang_am"],
            erledigt_am=row.get("erledigt_am"),
            faellig_am=faellig_am(row, lieferung["qualitaetsstandard"], land[row["jobcenter"]]),
            anliegen=anliegen[row["jobcenter"], row["aktenzeichen"]],
        )
        for row in lieferung.get("kundenreaktion", [])
        if row["status"] != "storniert"
    ]


def is_ombudsstelle(row: Row) -> bool:
    """A given 0 or 1 wins; otherwise the Erfasserbemerkung decides by the default pattern."""
    if row.get("ombudsstelle") is not None:
        return bool(row["ombudsstelle"])
    return "ombud" in (row.get("erfasserbemerkung") or "").lower()


def _anliegen(row: Row, parent: dict[str, str | None]) -> Anliegen:
    path = [row.get("bereich") or "ohne"]
    while (above := parent.get(path[-1])) is not None:
        path.append(above)
    return Anliegen(
        key=(row["jobcenter"], row["aktenzeichen"], row["lfd_nr"]),
        merkmale={
            "bereich": path[0],
            "thema": row.get("thema") or "ohne",
            "art": row["art"],
            "bewertung": row.get("bewertung") or "offen",
        },
        bereich_path=path,
    )


# --- filters -----------------------------------------------------------------------------------------


def wanted(auswahl: dict[str, str]) -> dict[str, set[str]]:
    """The filters that are set, as sets of codes."""
    unknown = set(auswahl) - set(PARAMETERS)
    if unknown:
        raise ValueError(f"unknown parameters {sorted(unknown)}")
    filters = REAKTIONSMERKMALE + ANLIEGENMERKMALE
    return {name: set(auswahl[name].split(",")) for name in filters if auswahl.get(name)}


def reaction_matches(reaktion: Reaktion, filters: dict[str, set[str]]) -> bool:
    """Whether every filter on the Kundenreaktion itself holds."""
    for merkmal in ("jobcenter", "kanal", "hauptart", "ombudsstelle"):
        if merkmal in filters and reaktion.merkmale[merkmal] not in filters[merkmal]:
            return False
    if "personenkreis" in filters:
        return any(kreis in filters["personenkreis"] for kreis in reaktion.personenkreise)
    return True


def anliegen_matches(anliegen: Anliegen, filters: dict[str, set[str]]) -> bool:
    """Whether every filter on Anliegen holds for this one; a Bereich stands for all below it as well."""
    for merkmal in ("thema", "art", "bewertung"):
        if merkmal in filters and anliegen.merkmale[merkmal] not in filters[merkmal]:
            return False
    if "bereich" in filters:
        return any(bereich in filters["bereich"] for bereich in anliegen.bereich_path)
    return True


def is_left_out(values: dict[str, set[str]], left_out: dict[str, set[str]]) -> bool:
    """Whether something carries a value that is to be left out; a Bereich stands for itself alone here."""
    return any(values[merkmal] & codes for merkmal, codes in left_out.items() if merkmal in values)


# --- cells -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """Everything that stays the same between the current and the comparison period."""

    lieferung: Lieferung
    reaktionen: dict[tuple[str, str], Reaktion]
    filters: dict[str, set[str]]
    left_out: dict[str, set[str]]
    date_column: str
    only_assessed: bool
    datenstand: date
    ebene: int | None


def cells(question: Question, period: Period, nach: Sequence[str]) -> dict[Key, Cell]:
    """Sort the selected rows of a period into cells; keys as in the rows of the answer."""
    result: dict[Key, Cell] = defaultdict(Cell)
    for reaktion in question.reaktionen.values():
        day = getattr(reaktion, question.date_column)
        if day is None or not period.start <= day <= period.end:
            continue
        own = {merkmal: {code} for merkmal, code in reaktion.merkmale.items()}
        own["personenkreis"] = set(reaktion.personenkreise)
        if not reaction_matches(reaktion, question.filters) or is_left_out(own, question.left_out):
            continue
        for anliegen in reaktion.anliegen:
            values = {merkmal: {code} for merkmal, code in anliegen.merkmale.items()}
            if not anliegen_matches(anliegen, question.filters) or is_left_out(values, question.left_out):
                continue
            for kreis in reaktion.personenkreise:
                codes = _codes(reaktion, anliegen, kreis, day, question.ebene)
                cell = result[tuple(codes[merkmal] for merkmal in nach)]
                cell.reaktionen.add(reaktion.key)
                cell.anliegen.add(anliegen.key)
    return result


def _codes(reaktion: Reaktion, anliegen: Anliegen, kreis: str, day: date, ebene: int | None) -> dict[str, str]:
    zeit = dict(zip(ZEITMERKMALE, time_codes((day.year, day.month), ZEITMERKMALE), strict=True))
    codes = {**zeit, **reaktion.merkmale, **anliegen.merkmale, "personenkreis": kreis}
    if ebene == 1:
        codes["bereich"] = anliegen.bereich_path[-1]
    return codes


def petition_cells(question: Question, period: Period, nach: Sequence[str]) -> dict[Key, Cell]:
    """The same for Petitionen and Eingaben, which know only time and Jobcenter."""
    result: dict[Key, Cell] = defaultdict(Cell)
    for row in question.lieferung.get("petition_eingabe", []):
        day = row.get(question.date_column)
        if day is None or not period.start <= day <= period.end:
            continue
        if "jobcenter" in question.filters and row["jobcenter"] not in question.filters["jobcenter"]:
            continue
        if row["jobcenter"] in question.left_out.get("jobcenter", ()):
            continue
        zeit = time_codes((day.year, day.month), ZEITMERKMALE)
        codes = {**dict(zip(ZEITMERKMALE, zeit, strict=True)), "jobcenter": row["jobcenter"]}
        cell = result[tuple(codes[merkmal] for merkmal in nach)]
        target = {"petition": cell.petitionen, "eingabe": cell.eingaben}[row["art"]]
        target.add((row["jobcenter"], row["kennung"]))
    return result


def petitions_apply(filters: dict[str, set[str]], nach: Sequence[str]) -> bool:
    """Whether Petitionen and Eingaben have a number at all under these filters and this breakdown."""
    return set(filters) <= {"jobcenter"} and set(nach) <= {*ZEITMERKMALE, "jobcenter"}


# --- indicators --------------------------------------------------------------------------------------


def measure(cell: Cell, petitions: Cell | None, question: Question) -> dict[str, Zahl]:
    """All indicators over one cell; `petitions` is `None` where they have no number."""
    reaktionen = [question.reaktionen[key] for key in cell.reaktionen]
    anliegen = [a.merkmale for r in reaktionen for a in r.anliegen if a.key in cell.anliegen]
    beschwerden = [a for a in anliegen if a["art"] == "beschwerde"]
    begruendet = [a for a in beschwerden if a["bewertung"] == "begruendet"]
    bewertete = [a for a in beschwerden if a["bewertung"] != "offen"]
    ombudsstelle = [r for r in reaktionen if r.merkmale["ombudsstelle"] == "ja"]
    states = [deadline_state(r, question.datenstand) for r in reaktionen]
    fristgerecht = [s for s in states if s == "fristgerecht"]
    verspaetet = [s for s in states if s == "verspaetet"]
    ueberfaellig = [s for s in states if s == "ueberfaellig"]
    laufzeiten = [(r.erledigt_am - r.eingang_am).days for r in reaktionen if r.status == "erledigt" and r.erledigt_am]
    return {
        "kundenreaktionen": _count(reaktionen),
        "anliegen": _count(anliegen),
        "anliegen_je_reaktion": _rate(anliegen, reaktionen),
        "beschwerden": _count(beschwerden),
        "begruendet": _count(begruendet),
        "begruendetenquote": _rate(begruendet, bewertete if question.only_assessed else beschwerden),
        "lob": _count([a for a in anliegen if a["art"] == "lob"]),
        "ideen": _count([a for a in anliegen if a["art"] == "idee"]),
        "ombudsstelle": _count(ombudsstelle),
        "ombudsquote": _rate(ombudsstelle, reaktionen),
        "fristquote": _rate(fristgerecht, fristgerecht + verspaetet + ueberfaellig),
        "fristgerecht": _count(fristgerecht),
        "verspaetet": _count(verspaetet),
        "ueberfaellig": _count(ueberfaellig),
        "offen_in_frist": _count([s for s in states if s == "offen_in_frist"]),
        "laufzeit_median": Zahl(quantile(laufzeiten, Fraction(1, 2))),
        "laufzeit_p90": Zahl(quantile(laufzeiten, Fraction(9, 10))),
        "petitionen": Zahl(None) if petitions is None else _count(petitions.petitionen),
        "eingaben": Zahl(None) if petitions is None else _count(petitions.eingaben),
    }


def _count(things: Collection[object]) -> Zahl:
    return Zahl(Fraction(len(things)), len(things))


def _rate(above: Collection[object], below: Collection[object]) -> Zahl:
    wert = Fraction(len(above), len(below)) if below else None
    return Zahl(wert, len(above), len(below))


def quantile(values: Sequence[int], share: Fraction) -> Fraction | None:
    """Quantile by linear interpolation between neighbours (type 7), exact; `None` of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def to_werte(kennzahl: str, now: Zahl, before: Zahl | None) -> Werte:
    """Both periods as the eight value fields; `before` is `None` where nothing may be compared."""
    then = before or Zahl(None)
    differenz = None if now.wert is None or then.wert is None else now.wert - then.wert
    veraenderung = None if differenz is None or not then.wert else differenz / then.wert
    is_count = kennzahl in REACTION_COUNTS + ANLIEGEN_COUNTS + PETITION_COUNTS

    def number(value: Fraction | None) -> int | float | None:
        if value is None:
            return None
        return int(value) if is_count else float(value)

    return Werte(
        wert=number(now.wert),
        zaehler=now.zaehler,
        nenner=now.nenner,
        vergleich=number(then.wert),
        vergleich_zaehler=then.zaehler,
        vergleich_nenner=then.nenner,
        differenz=number(differenz),
        veraenderung=None if veraenderung is None else float(veraenderung),
    )


def is_additive(kennzahl: str, nach: Sequence[str]) -> bool:
    """Whether the rows of a breakdown add up to the total, by the kind of indicator and dimension alone."""
    if kennzahl in ANLIEGEN_COUNTS:
        return "personenkreis" not in nach
    if kennzahl in REACTION_COUNTS:
        return not set(nach) & {*ANLIEGENMERKMALE, "personenkreis"}
    if kennzahl in PETITION_COUNTS:
        return set(nach) <= {*ZEITMERKMALE, "jobcenter"}
    return False


# --- the answer --------------------------------------------------------------------------------------


def aggregate(
    lieferung: Lieferung,
    datenstand: date,
    auswahl: dict[str, str],
    kennzahlen: Sequence[str],
    nach: Sequence[str],
    ebene: int | None = None,
    left_out: dict[str, set[str]] | None = None,
) -> Result:
    """Answer `kennzahlen` broken down by `nach` for the query parameters `auswahl`, without what is `left_out`.

    Raises `ValueError` for parameters, indicators or breakdowns the contract does not know.
    """
    _check(kennzahlen, nach, ebene)
    counted = counted_reactions(lieferung)
    question = Question(
        lieferung=lieferung,
        reaktionen={reaktion.key: reaktion for reaktion in counted},
        filters=wanted(auswahl),
        left_out=left_out or {},
        date_column=_choice(auswahl, "zeitbezug", {"eingang": "eingang_am", "erledigung": "erledigt_am"}),
        only_assessed=_choice(auswahl, "bewertungsbasis", {"alle": False, "bewertete": True}),
        datenstand=datenstand,
        ebene=ebene,
    )
    if ("von" in auswahl) != ("bis" in auswahl):
        raise ValueError("von and bis belong together")
    von, bis = (auswahl["von"], auswahl["bis"]) if "von" in auswahl else default_period(datenstand)
    periods = Periods(
        months=months_between(von, bis),
        vergleich=_choice(auswahl, "vergleich", {name: name for name in ("vorjahr", "vorperiode", "ohne")}),
        datenstand=datenstand,
        first_eingang=min((reaktion.eingang_am for reaktion in counted), default=None),
    )
    return Result(
        summe=_rows(question, periods, kennzahlen, [])[()],
        zeilen=_rows(question, periods, kennzahlen, nach),
        additiv={kennzahl: is_additive(kennzahl, nach) for kennzahl in kennzahlen},
    )


def _choice(auswahl: dict[str, str], name: str, values: dict[str, Any]) -> Any:
    """The value a switch stands for; the first one is the default."""
    chosen = auswahl.get(name, next(iter(values)))
    if chosen not in values:
        raise ValueError(f"{name}={chosen}")
    return values[chosen]


def _check(kennzahlen: Sequence[str], nach: Sequence[str], ebene: int | None) -> None:
    if set(kennzahlen) - set(KENNZAHLEN):
        raise ValueError(f"unknown indicators in {kennzahlen}")
    if set(nach) - set(MERKMALE) or len(set(nach)) != len(nach) or len(nach) > 3:
        raise ValueError(f"impossible breakdown {nach}")
    if ebene not in (None, 1):
        raise ValueError(f"unknown level {ebene}")


def _rows(
    question: Question, periods: Periods, kennzahlen: Sequence[str], nach: Sequence[str]
) -> dict[Key, dict[str, Werte]]:
    zeit = [merkmal for merkmal in nach if merkmal in ZEITMERKMALE]
    other = [merkmal for merkmal in nach if merkmal not in ZEITMERKMALE]
    order = [*zeit, *other]
    current, earlier = periods.current(), periods.comparison()

    now = cells(question, current, order)
    then = cells(question, earlier, order) if earlier else {}
    with_petitions = petitions_apply(question.filters | question.left_out, nach)
    petitions_now = petition_cells(question, current, order) if with_petitions else {}
    petitions_then = petition_cells(question, earlier, order) if with_petitions and earlier else {}

    occurring = {*now, *then}
    if set(kennzahlen) & set(PETITION_COUNTS):
        occurring |= {*petitions_now, *petitions_then}
    combinations = {key[len(zeit) :] for key in occurring} if other else {()}

    def zahlen(found: dict[Key, Cell], petitions: dict[Key, Cell], key: Key) -> dict[str, Zahl]:
        return measure(found.get(key, Cell()), petitions.get(key, Cell()) if with_petitions else None, question)

    rows: dict[Key, dict[str, Werte]] = {}
    for bucket, partner in periods.pairs(zeit).items():
        for combination in combinations:
            values = zahlen(now, petitions_now, bucket + combination)
            before = None if partner is None else zahlen(then, petitions_then, partner + combination)
            codes = dict(zip(order, bucket + combination, strict=True))
            rows[tuple(codes[merkmal] for merkmal in nach)] = {
                kennzahl: to_werte(kennzahl, values[kennzahl], None if before is None else before[kennzahl])
                for kennzahl in kennzahlen
            }
    return rows
