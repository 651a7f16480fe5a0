"""The cases while they are being generated, and the profile that spreads them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

Profile = dict[str, Any]

PROFILE_FILE = Path(__file__).with_name("profile.toml")

BESCHWERDE = "beschwerde"
LOB = "lob"
OFFEN = "offen"
ERLEDIGT = "erledigt"
ABGEGEBEN = "abgegeben"
STORNIERT = "storniert"


@dataclass(eq=False, slots=True)
class Anliegen:
    """One matter inside a Kundenreaktion; None means "ohne Angabe"."""

    art: str
    bereich: str | None = None
    thema: str | None = None
    bewertung: str | None = None


@dataclass(eq=False, slots=True)
class Kundenreaktion:
    """One contact; the steps of the generator fill it in the order of its fields."""

    kanal: str
    ombudsstelle: bool
    art: str = ""
    eingang_am: date = date.min
    anliegen: list[Anliegen] = field(default_factory=list)
    personenkreis: tuple[str, ...] = ()
    status: str = OFFEN
    erledigt_am: date | None = None
    melder: str | None = None
    beratungsstelle: str | None = None


def load_profile(path: Path = PROFILE_FILE) -> Profile:
    """The weights of ``profile.toml``."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def weight_on(steps: list[dict[str, Any]], day: date) -> float:
    """The weight of the last step that has begun by that day; the first step has to begin before all cases."""
    return float(next(step["gewicht"] for step in reversed(steps) if step["ab"] <= day))
