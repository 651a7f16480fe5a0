"""Records of a file to parsed rows of a table. Every fault is collected; none keeps the rest from being looked at.

A row is a tuple of the values of the table's columns and, last, its row number. A cell that is wrong becomes FAULTY, so
that the rules about the other cells of its row still apply. The Erfasserbemerkung ends here: from it only the flag
``ombudsstelle`` leaves this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from data_access.imports import contract, messages
from data_access.imports.faults import BadValueError, Faults, UnreadableFileError, shown
from data_access.imports.mapping import Mapping
from data_access.imports.row_rules import ROW_RULES
from data_access.imports.source import SourceFile
from data_access.imports.values import FAULTY, Cell, as_text, is_empty

Key = tuple[Any, ...]
Row = tuple[Any, ...]
Progress = Callable[[str, int, int | None], None]

PROGRESS_ROWS = 5_000
_UNKNOWN = object()


@dataclass
class TableData:
    """What a file brings: faultless rows by key, rows with faults, and the keys that the latter would have."""

    table: contract.Table
    file: str
    rows: dict[Key, Row] = field(default_factory=dict)
    faulty: list[Row] = field(default_factory=list)
    declared: dict[Key, int] = field(default_factory=dict)
    # False where the file could not be read to its end: what is missing from it proves nothing.
    complete: bool = True
    labels: dict[str, str] = field(default_factory=dict)

    def all_rows(self) -> Iterator[Row]:
        """Every row, with FAULTY in cells that are wrong."""
        return chain(self.rows.values(), self.faulty)

    def label(self, column: str) -> str:
        """How the file spells a column of the contract."""
        return self.labels.get(column, column)

    def has(self, key: Key) -> bool:
        """Whether the file has a row with this key, faulty or not."""
        return key in self.rows or key in self.declared


def parse_file(
    source: SourceFile, mapping: Mapping, faults: Faults, hinweise: list[str], progress: Progress
) -> TableData:
    """All rows of a file; what cannot be read or is wrong goes to ``faults``."""
    data = TableData(source.table, source.name)
    phase = messages.phase_reading(source.name)

    def is_column(heading: str) -> bool:
        return mapping.column(source.table, heading) is not None

    parser: _RowParser | None = None
    count = 0
    try:
        for number, cells in source.records(is_column):
            if not any(cells) or all(is_empty(cell) for cell in cells):
                continue
            if parser is None:
                parser = _RowParser(data, _columns(data, cells, mapping, hinweise), len(cells), mapping, faults)
                continue
            parser.parse(number, cells)
            count += 1
            if count % PROGRESS_ROWS == 0:
                progress(phase, count, None)
        if parser is None:
            raise UnreadableFileError(messages.NO_HEADER)
    except UnreadableFileError as fault:
        data.complete = False
        faults.add(source.name, fault.rule, fault.row)
    progress(phase, count, count)
    return data


def _columns(data: TableData, headings: list[Cell], mapping: Mapping, hinweise: list[str]) -> dict[str, int]:
    """Where the columns stand in the file. UnreadableFileError where they do not suffice."""
    positions: dict[str, int] = {}
    unknown = []
    for index, heading in enumerate(str(cell or "").strip() for cell in headings):
        column = mapping.column(data.table, heading)
        if column is None:
            unknown.append(heading)
        elif column in positions:
            raise UnreadableFileError(messages.column_twice(column))
        else:
            positions[column] = index
            data.labels[column] = column if heading.casefold() == column else f"{shown(heading)} ({column})"
    if not positions:
        raise UnreadableFileError(messages.NO_HEADER)
    missing = [column.name for column in data.table.columns if not column.optional and column.name not in positions]
    if missing:
        raise UnreadableFileError(messages.columns_missing(missing))
    explaining = contract.EXPLAINING_COLUMNS if data.table is contract.MANUELLE_MELDUNG else frozenset()
    named = [shown(heading) for heading in unknown if heading and heading.casefold() not in explaining]
    if named:
        hinweise.append(messages.columns_unknown(data.file, named))
    return positions


@dataclass
class _ColumnReader:
    """Reads one column of a file, and remembers what it has read where values repeat."""

    column: contract.Column
    index: int
    translations: dict[str, str]
    memory: dict[Cell, Any] = field(default_factory=dict)

    def read(self, cell: Cell) -> Any:
        """The value of a cell; BadValueError where it is not what the column asks for."""
        meant = self._translated(cell) if self.translations else cell
        if not is_empty(meant):
            value = self.column.parse(meant)
        elif self.column.optional:
            value = self.column.empty
        else:
            raise BadValueError(messages.REQUIRED)
        if self.column.repeats:
            self.memory[cell] = value
        return value

    def _translated(self, cell: Cell) -> Cell:
        if not isinstance(cell, (str, int, float)):
            return cell
        text = as_text(cell)
        if text in self.translations:
            return self.translations[text]
        if self.column.empty == ():
            return "|".join(self.translations.get(part.strip(), part) for part in text.split("|"))
        return cell


class _RowParser:
    """Parses the records of one file into its TableData."""

    def __init__(
        self, data: TableData, positions: dict[str, int], width: int, mapping: Mapping, faults: Faults
    ) -> None:
        self.data = data
        self.width = width
        self.faults = faults
        self.mapping = mapping
        self.note = positions.get(contract.NOTE)
        self.ombudsstelle = data.table.position.get("ombudsstelle")
        self.rules = ROW_RULES.get(data.table.name)
        translations = mapping.werte.get(data.table.name, {})
        self.template = [column.empty for column in data.table.columns]
        self.readers = [
            (place, _ColumnReader(column, positions[column.name], translations.get(column.name, {})))
            for place, column in enumerate(data.table.columns)
            if column.name in positions
        ]

    def parse(self, number: int, cells: list[Cell]) -> None:
        """Add the record to the table's data, as a row or as faults."""
        if len(cells) != self.width and not self._made_to_fit(cells):
            # Cells are out of place: nothing of them is shown, a note may stand in any column.
            self.faults.add(self.data.file, messages.row_width(len(cells), self.width), number)
            self._declare(self._key_as_written(cells), number)
            return
        values = self.template.copy()
        good = True
        for place, reader in self.readers:
            cell = cells[reader.index]
            value = reader.memory.get(cell, _UNKNOWN)
            if value is _UNKNOWN:
                value = self._read(reader, cell, number)
                good = good and value is not FAULTY
            values[place] = value
        if self.ombudsstelle is not None and values[self.ombudsstelle] is None:
            values[self.ombudsstelle] = self._from_note(cells)
        good = self._keeps_rules(values, number) and good
        self._store(values, number, cells, good)

    def _made_to_fit(self, cells: list[Cell]) -> bool:
        """Empty cells after the last column are no data: spreadsheets like to add them."""
        surplus = cells[self.width :]
        if not surplus or not all(is_empty(cell) for cell in surplus):
            return False
        del cells[self.width :]
        return True

    def _read(self, reader: _ColumnReader, cell: Cell, number: int) -> Any:
        try:
            return reader.read(cell)
        except BadValueError as bad:
            column = self.data.label(reader.column.name)
            self.faults.add(self.data.file, str(bad), number, column, None if is_empty(cell) else cell)
            return FAULTY

    def _from_note(self, cells: list[Cell]) -> int:
        if self.note is None or cells[self.note] is None:
            return 0
        return int(self.mapping.is_ombudsstelle(str(cells[self.note])))

    def _keeps_rules(self, values: list[Any], number: int) -> bool:
        good = True
        for column, rule in self.rules(values) if self.rules else ():
            value = values[self.data.table.position[column]]
            self.faults.add(self.data.file, rule, number, self.data.label(column), value or None)
            good = False
        return good

    def _store(self, values: list[Any], number: int, cells: list[Cell], good: bool) -> None:
        table = self.data.table
        row = (*values, number)
        key: Key = tuple([values[place] for place in table.key_positions]) if table.key else (number,)
        if FAULTY in key:
            key = self._key_as_written(cells)
            good = False
        elif (first := self._row_with(key)) is not None:
            columns = ", ".join(self.data.label(name) for name in table.key)
            text = " / ".join(shown(part) for part in key if part is not None)
            self.faults.add(self.data.file, messages.duplicate_key(first), number, columns, text)
            good = False
        if good:
            self.data.rows[key] = row
        else:
            self.data.faulty.append(row)
            self._declare(key, number)

    def _row_with(self, key: Key) -> int | None:
        row = self.data.rows.get(key)
        return self.data.declared.get(key) if row is None else row[-1]

    def _key_as_written(self, cells: list[Cell]) -> Key:
        """The key of a row that has faults, with the text of the file where a part of it is one of them."""
        parts: list[Any] = []
        by_name = {reader.column.name: reader for _, reader in self.readers}
        for name in self.data.table.key:
            reader = by_name.get(name)
            cell = cells[reader.index] if reader is not None and reader.index < len(cells) else None
            try:
                parts.append(reader.read(cell) if reader is not None else None)
            except BadValueError:
                parts.append(str(cell or "").strip())
        return tuple(parts)

    def _declare(self, key: Key, number: int) -> None:
        self.data.declared.setdefault(key, number)
