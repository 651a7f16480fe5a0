"""Printed numbers held against exact ones: read them, write others in their precision, say whether they agree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import Enum
from fractions import Fraction

from domain import formats

_NUMBER = re.compile(r"[-\u2212+]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")
_POINTS = re.compile(r"prozentpunkt|\bpp\b", re.IGNORECASE)
_DIGITS = 40


class Urteil(Enum):
    """Whether a printed number is what the data give."""

    STIMMT = "stimmt"
    RUNDUNG = "rundung"
    WEICHT_AB = "weicht_ab"
    NICHT_PRUEFBAR = "nicht_pruefbar"

    @property
    def wrong(self) -> bool:
        """Whether the number should not have been printed like that."""
        return self in (Urteil.RUNDUNG, Urteil.WEICHT_AB)


class Measure(Enum):
    """What a printed number is: a plain one, a percentage, or a difference of percentages."""

    NUMBER = "number"
    PERCENT = "percent"
    POINTS = "points"


@dataclass(frozen=True)
class Printed:
    """A printed number with the text around it. ``value`` is as printed, ``places`` its decimals."""

    before: str
    after: str
    value: Fraction
    places: int
    grouped: bool
    measure: Measure

    def text(self, exact: Fraction) -> str:
        """Another value in the same form and precision, rounded half up."""
        number = formats.number(_half_up(exact, self.places), self.places)
        return f"{self.before}{number if self.grouped else number.replace('.', '')}{self.after}"

    def verdict(self, exact: Fraction) -> Urteil:
        """The same after rounding half up; less than one unit of the last place away; or further."""
        if Fraction(_half_up(exact, self.places)) == self.value:
            return Urteil.STIMMT
        unit = Fraction(1, 10**self.places)
        return Urteil.RUNDUNG if abs(exact - self.value) < unit else Urteil.WEICHT_AB


def read_printed(text: str) -> Printed | None:
    """The one number of a printed statement; None where there is none, or more than one."""
    found = list(_NUMBER.finditer(text))
    if len(found) != 1:
        return None
    digits = found[0].group().replace("\u2212", "-")
    plain = digits.replace(".", "").replace(",", ".")
    after = text[found[0].end() :]
    return Printed(
        before=text[: found[0].start()],
        after=after,
        value=Fraction(plain),
        places=len(digits.partition(",")[2]),
        # A number too short for a separator does not tell whether its like would have one.
        grouped="." in digits or len(plain.partition(".")[0].lstrip("+-")) < 4,
        measure=_measure(after),
    )


def _measure(after: str) -> Measure:
    if _POINTS.search(after):
        return Measure.POINTS
    return Measure.PERCENT if "%" in after or "prozent" in after.lower() else Measure.NUMBER


def _half_up(value: Fraction, places: int) -> Decimal:
    with localcontext(prec=_DIGITS):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
