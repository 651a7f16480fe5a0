"""Every number, percentage, difference and date as German text.

Rounding is half up ("kaufmännisch") on the decimal value a person would write down: a float is first turned into its
shortest decimal form, so that 0.0835 is 8.35 % and becomes 8,4 %, not 8,3 %.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

NBSP = "\u00a0"
MINUS = "\u2212"
NONE = "–"

# How a chart writes a whole number itself, with the separators of its layout (d3-format).
IN_CHART = ",d"

# Differences of floats carry noise in the 16th digit; twelve digits hold every figure of this domain exactly.
_DIGITS = Context(prec=12)
_GERMAN = str.maketrans(",.", ".,")

MONATE = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
MONATE_KURZ = ("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sep.", "Okt.", "Nov.", "Dez.")


def rounded(value: float | int | Decimal, places: int) -> Decimal:
    """``value`` half up to ``places`` decimals."""
    exact = _DIGITS.create_decimal(value if isinstance(value, Decimal) else repr(value))
    return exact.quantize(_unit(places), ROUND_HALF_UP)


def number(value: float | int | Decimal, places: int = 0) -> str:
    """``1068 → 1.068``, ``2.0084 → 2,01`` (places=2), negative numbers with a true minus."""
    if places == 0 and type(value) is int:
        return _count(value)
    return _written(rounded(value, places))


@lru_cache(maxsize=4096)
def _count(value: int) -> str:
    """A whole number: most numbers of a page are counts, the same small ones again and again."""
    return _written(Decimal(value))


def _written(exact: Decimal) -> str:
    """A number with all its decimal places."""
    text = f"{exact.copy_abs():,f}".translate(_GERMAN)
    return MINUS + text if exact < 0 else text


def signed(value: float | int | Decimal, places: int = 0) -> str:
    """``53 → +53``, ``-366 → −366``; what rounds to zero is ``±0``."""
    exact = value if places == 0 and type(value) is int else rounded(value, places)
    if exact == 0:
        return "±" + number(0, places)
    return number(exact, places) if exact < 0 else "+" + number(exact, places)


def percent(fraction: float, places: int = 1) -> str:
    """``0.9438 → 94,4 %``."""
    return number(_hundredfold(fraction), places) + NBSP + "%"


def percent_change(fraction: float, places: int = 1) -> str:
    """``-0.3658 → −36,6 %``, ``0.139 → +13,9 %``."""
    return signed(_hundredfold(fraction), places) + NBSP + "%"


def percentage_points(fraction: float, places: int = 1, *, short: bool = False) -> str:
    """Difference of two shares: ``0.0019 → +0,2 Prozentpunkte`` (``short``: ``+0,2 Pp.``)."""
    return signed(_hundredfold(fraction), places) + NBSP + ("Pp." if short else "Prozentpunkte")


def days(value: float) -> str:
    """``8 → 8 Tage``, ``1 → 1 Tag``, ``8.5 → 8,5 Tage``."""
    text = number(value, 0 if rounded(value, 1) == rounded(value, 0) else 1)
    return text + NBSP + ("Tag" if text == "1" else "Tage")


def day(day: date) -> str:
    """``13.03.2020``."""
    return f"{day:%d.%m.%Y}"


def moment(at: datetime) -> str:
    """``22.11.2026, 10:35 Uhr``: a point in time (with its zone) as the clocks here show it."""
    here = at.astimezone(ZoneInfo("Europe/Berlin"))
    return f"{day(here.date())}, {here:%H:%M} Uhr"


def monat(year: int, month: int, *, short: bool = False) -> str:
    """``März 2020``; ``short``: ``Feb. 2020``, as written on axes."""
    return f"{(MONATE_KURZ if short else MONATE)[month - 1]}{NBSP if short else ' '}{year}"


def enumeration(parts: list[str], bindewort: str = "und") -> str:
    """``[a, b, c] → a, b und c``."""
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + f" {bindewort} " + parts[-1]


def labelled(label: str, name: str) -> str:
    """``Bereich Grundsicherung``; a name that says its label itself stands alone: ``Jobcenter Dresden``."""
    return name if name.startswith(f"{label} ") else f"{label} {name}"


def _hundredfold(fraction: float) -> Decimal:
    return _DIGITS.create_decimal(repr(float(fraction))).scaleb(2)


@lru_cache
def _unit(places: int) -> Decimal:
    """The last of so many decimal places."""
    return Decimal(1).scaleb(-places)
