"""What an import says about itself when it is over."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from data_access.imports.faults import ImportFault


@dataclass
class TableCount:
    """Rows of one table: read = new + changed + unchanged; removed ones are stored rows that a delivery replaced."""

    gelesen: int = 0
    neu: int = 0
    geaendert: int = 0
    unveraendert: int = 0
    entfernt: int = 0

    def __bool__(self) -> bool:
        """Whether anything about the table changes."""
        return bool(self.neu or self.geaendert or self.entfernt)

    def add(self, *, changed: bool) -> None:
        """Count a row that is stored already."""
        if changed:
            self.geaendert += 1
        else:
            self.unveraendert += 1

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True)
class ImportResult:
    """Outcome of an import or of a check.

    ``ok``: no faults. ``changed``: the data differ now (after a check: would differ). ``nummer`` is that of the
    importlauf that holds now, None before the first. ``error_count`` can exceed ``len(errors)`` (see ``Faults``).
    """

    ok: bool
    changed: bool
    errors: tuple[ImportFault, ...]
    error_count: int
    hinweise: tuple[str, ...]
    counts: dict[str, TableCount]
    datenstand: date | None
    nummer: int | None
