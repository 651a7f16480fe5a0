"""A folder of CSV files or one XLSX workbook as files of the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from data_access.imports import contract, messages
from data_access.imports.csv_files import Records, open_csv
from data_access.imports.faults import Faults, ImportRefusedError, printable
from data_access.imports.mapping import Mapping
from data_access.imports.workbook import Workbook, open_workbook

MAPPING_FILE = "mapping.toml"
MEGABYTE = 1_000_000

IsColumn = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Limits:
    """Largest files that an import accepts, in megabytes (``KRM_IMPORT_…_MEGABYTES``)."""

    csv_megabytes: int = 2_048
    xlsx_megabytes: int = 20


@dataclass(frozen=True)
class SourceFile:
    """A CSV file or sheet that brings one table; ``records`` may raise UnreadableFileError at any row."""

    table: contract.Table
    name: str
    records: Callable[[IsColumn], Records]


@dataclass(frozen=True)
class _Found:
    """A file or sheet before it is known what it brings; ``stem`` is what names the table."""

    name: str
    stem: str
    records: Callable[[IsColumn], Records]


def find_mapping(source: Path, given: Path | None) -> Path | None:
    """The mapping to use: the given one, else ``mapping.toml`` in the folder (of the workbook). None: there is none."""
    if given is not None:
        return given
    beside = (source if source.is_dir() else source.parent) / MAPPING_FILE
    return beside if beside.is_file() else None


@contextmanager
def open_source(
    source: Path, mapping: Mapping, limits: Limits, faults: Faults, hinweise: list[str]
) -> Iterator[list[SourceFile]]:
    """The files of the contract that the source has, in the contract's order. ImportRefusedError where it has none."""
    if source.is_dir():
        yield _files_of_contract(_csv_files(source, limits, hinweise), mapping, faults, hinweise)
    elif source.suffix.lower() == ".xlsx" and source.is_file():
        with open_workbook(source, limits.xlsx_megabytes * MEGABYTE) as book:
            yield _files_of_contract(_sheets(source, book), mapping, faults, hinweise)
    else:
        raise ImportRefusedError(_why_not(source))


def _why_not(source: Path) -> str:
    if not source.exists():
        return messages.path_missing(printable(source))
    if source.suffix.lower() == ".xlsm":
        return messages.MACROS
    return (
        messages.SINGLE_CSV if source.suffix.lower() == ".csv" else messages.path_unknown_kind(printable(source.name))
    )


def _csv_files(folder: Path, limits: Limits, hinweise: list[str]) -> list[_Found]:
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    except OSError as error:
        raise ImportRefusedError(messages.path_not_readable(printable(folder))) from error
    found = []
    for path in files:
        if path.suffix.lower() == ".csv":
            found.append(_Found(printable(path.name), path.stem, _csv_records(path, limits, hinweise)))
        elif path.name.lower() != MAPPING_FILE:
            hinweise.append(messages.file_unknown(printable(path.name)))
    return found


def _csv_records(path: Path, limits: Limits, hinweise: list[str]) -> Callable[[IsColumn], Records]:
    def records(is_column: IsColumn) -> Records:
        file = open_csv(path, limits.csv_megabytes * MEGABYTE)
        if file.encoding == "cp1252":
            hinweise.append(messages.read_as_cp1252(printable(path.name)))
        yield from file.records(is_column)

    return records


def _sheets(source: Path, book: Workbook) -> list[_Found]:
    def records_of(sheet: str) -> Callable[[IsColumn], Records]:
        return lambda _is_column: book.records(sheet)

    return [
        _Found(printable(f"{source.name} › {sheet}"), sheet, records_of(sheet))
        for sheet in book.sheets
        if sheet.casefold() not in contract.EXPLAINING_SHEETS
    ]


def _files_of_contract(found: list[_Found], mapping: Mapping, faults: Faults, hinweise: list[str]) -> list[SourceFile]:
    files: dict[str, SourceFile] = {}
    for file in found:
        table = mapping.table(file.stem)
        if table is None:
            hinweise.append(messages.file_unknown(file.name))
        elif table in files:
            faults.add(file.name, messages.second_file(table, files[table].name))
        else:
            files[table] = SourceFile(contract.TABLES[table], file.name, file.records)
    if not files:
        raise ImportRefusedError(messages.nothing_to_read(contract.TABLES))
    return [files[table] for table in contract.TABLES if table in files]
