"""Import: files to parsed rows to checks to one transaction."""

from data_access.imports.faults import ImportFault, ImportRefusedError
from data_access.imports.outcome import ImportResult, TableCount
from data_access.imports.report import write_error_csv
from data_access.imports.run import run_import
from data_access.imports.source import Limits

__all__ = [
    "ImportFault",
    "ImportRefusedError",
    "ImportResult",
    "Limits",
    "TableCount",
    "run_import",
    "write_error_csv",
]
