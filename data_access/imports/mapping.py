"""``mapping.toml``: reads foreign files, columns and values as if they were spelled like the contract.

Every fault in it is found at once and named with the place in the file where it stands.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data_access.imports import contract, messages
from data_access.imports.faults import Faults, printable, shown
from data_access.imports.values import as_text

SECTIONS = ("dateien", "spalten", "werte", "ombudsstelle")
DEFAULT_PATTERNS = (re.compile("ombud", re.IGNORECASE),)
LARGEST_BYTES = 1_000_000


@dataclass(frozen=True)
class Mapping:
    """Foreign names (case of files and columns does not matter) and values, and how a note shows the Ombudsstelle."""

    dateien: dict[str, str] = field(default_factory=dict)
    spalten: dict[str, dict[str, str]] = field(default_factory=dict)
    werte: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    ombudsstelle: tuple[re.Pattern[str], ...] = DEFAULT_PATTERNS

    def table(self, file_stem: str) -> str | None:
        """The table that a file (its name without ``.csv``) or sheet brings; None: it is none of ours."""
        name = file_stem.strip().casefold()
        return self.dateien.get(name, name if name in contract.TABLES else None)

    def column(self, table: contract.Table, heading: str) -> str | None:
        """The column of the contract that a heading means; None: it is none of ours."""
        name = heading.strip().casefold()
        return self.spalten.get(table.name, {}).get(name, name if name in table.accepted else None)

    def is_ombudsstelle(self, note: str) -> bool:
        """Whether an Erfasserbemerkung shows that the Ombudsstelle was involved."""
        return any(pattern.search(note) for pattern in self.ombudsstelle)


def read_mapping(path: Path, faults: Faults) -> Mapping:
    """The mapping of the file; what is wrong with it goes to ``faults`` and is left out."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            faults.add(printable(path.name), messages.MAPPING_TOO_LARGE)
            return Mapping()
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        faults.add(printable(path.name), messages.FILE_NOT_READABLE)
    except UnicodeDecodeError:
        faults.add(printable(path.name), messages.MAPPING_NOT_UTF8)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        faults.add(printable(path.name), messages.MAPPING_NOT_TOML, int(line[1]) if line else None)
    else:
        return _Reader(printable(path.name), faults).read(content)
    return Mapping()


class _Reader:
    """Turns the parsed TOML into a Mapping and collects what does not fit."""

    def __init__(self, file: str, faults: Faults) -> None:
        self.file = file
        self.faults = faults

    def read(self, content: dict[str, Any]) -> Mapping:
        for section in content:
            if section not in SECTIONS:
                self._fault(messages.unknown_section(SECTIONS), section)
        return Mapping(
            dateien=self._dateien(self._section(content, "dateien")),
            spalten=self._spalten(self._section(content, "spalten")),
            werte=self._werte(self._section(content, "werte")),
            ombudsstelle=self._patterns(self._section(content, "ombudsstelle")),
        )

    def _fault(self, rule: str, place: str, value: object = None) -> None:
        self.faults.add(self.file, rule, None, shown(place), value)

    def _section(self, parent: dict[str, Any], name: str, place: str | None = None) -> dict[str, Any]:
        found = parent.get(name, {})
        if isinstance(found, dict):
            return found
        self._fault(messages.MAPPING_NOT_A_SECTION, place or name, found)
        return {}

    def _dateien(self, section: dict[str, Any]) -> dict[str, str]:
        read: dict[str, str] = {}
        for foreign, table in section.items():
            if not isinstance(table, str) or table not in contract.TABLES:
                self._fault(messages.unknown_table(contract.TABLES), f"dateien.{foreign}", table)
            else:
                read[foreign.strip().casefold().removesuffix(".csv")] = table
        return read

    def _tables(self, section: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
        for table in section:
            if table not in contract.TABLES:
                self._fault(messages.unknown_table(contract.TABLES), f"{name}.{table}")
        return {
            table: self._section(section, table, f"{name}.{table}") for table in section if table in contract.TABLES
        }

    def _spalten(self, section: dict[str, Any]) -> dict[str, dict[str, str]]:
        read: dict[str, dict[str, str]] = {}
        for table, columns in self._tables(section, "spalten").items():
            accepted = contract.TABLES[table].accepted
            for foreign, column in columns.items():
                if not isinstance(column, str) or column not in accepted:
                    self._fault(messages.unknown_column(accepted), f"spalten.{table}.{foreign}", column)
                else:
                    read.setdefault(table, {})[foreign.strip().casefold()] = column
        return read

    def _werte(self, section: dict[str, Any]) -> dict[str, dict[str, dict[str, str]]]:
        read: dict[str, dict[str, dict[str, str]]] = {}
        for table, columns in self._tables(section, "werte").items():
            translatable = frozenset(contract.TABLES[table].position)
            for column in columns:
                place = f"werte.{table}.{column}"
                if column not in translatable:
                    self._fault(messages.unknown_column(translatable), place)
                    continue
                values = self._section(columns, column, place)
                read.setdefault(table, {})[column] = self._translations(values, place)
        return read

    def _translations(self, values: dict[str, Any], place: str) -> dict[str, str]:
        read: dict[str, str] = {}
        for foreign, own in values.items():
            if isinstance(own, (dict, list)):
                self._fault(messages.MAPPING_NOT_A_VALUE, f"{place}.{foreign}")
            else:
                read[as_text(foreign)] = str(int(own)) if isinstance(own, bool) else str(own)
        return read

    def _patterns(self, section: dict[str, Any]) -> tuple[re.Pattern[str], ...]:
        for key in section:
            if key != "muster":
                self._fault(messages.ONLY_MUSTER, f"ombudsstelle.{key}")
        if "muster" not in section:
            return DEFAULT_PATTERNS
        given = section["muster"]
        patterns = [self._pattern(pattern) for pattern in (given if isinstance(given, list) and given else [given])]
        return tuple(pattern for pattern in patterns if pattern is not None)

    def _pattern(self, given: object) -> re.Pattern[str] | None:
        if isinstance(given, str) and given.strip():
            try:
                return re.compile(given, re.IGNORECASE)
            except (re.error, OverflowError, RecursionError):
                pass
        self._fault(messages.NOT_A_PATTERN, "ombudsstelle.muster", given)
        return None
