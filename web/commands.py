"""The command line ``flask --app app krm …``: load data, see what is loaded, count what looks odd in it.

Exit codes: 0 done, 1 refused (faults in the files, a path or database that cannot be used), 2 wrong usage.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click
from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from app_data.errors import AppDatabaseUnavailableError
from data_access.demo import load_demo
from data_access.engine import reading_engine, writing_engine
from data_access.errors import DatabaseUnavailableError, NoDataError
from data_access.holdings import Holdings, read_holdings
from data_access.imports import ImportRefusedError, ImportResult, Limits, messages, run_import, write_error_csv
from data_access.imports.faults import BadValueError, printable
from data_access.imports.values import day
from data_access.quality import check_quality
from data_access.spark.errors import SparkAddressError, SparkPackagesError
from domain.version import VERSION
from settings import Settings
from web import snapshot_commands, texts, transfer_commands
from web.audit_check import BrokenAuditLogError, check_audit_log
from web.cleanup import clean_up
from web.progress import ProgressLine
from web.report_errors import ReportRefusedError
from web.snapshot_commands import SnapshotRefusedError
from web.transfer_commands import TransferRefusedError
from web.usage import GermanGroup

ERRORS_ON_SCREEN = 100
REPORT_FORMATS = ("docx", "xlsx")
ERROR_FILE = Path("import-fehler.csv")
# Locked: SQLite says so in words, PostgreSQL with these states.
LOCKED_STATES = ("55P03", "40P01")


class _Day(click.ParamType[date]):
    name = "DATUM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return day(value)
        except BadValueError as error:
            self.fail(str(error), param, ctx)


_path = click.Path(path_type=Path)


def register(server: Flask, settings: Settings) -> None:
    """Give the server its commands, in the group ``krm``."""
    krm = GermanGroup("krm", help=messages.HELP_GROUP)
    server.cli.add_command(krm)

    @krm.command("import", help=messages.HELP_IMPORT)
    @click.argument("path", type=_path, metavar="PFAD")
    @click.option("--datenstand", type=_Day(), help=messages.HELP_DATENSTAND)
    @click.option("--mapping", type=_path, help=messages.HELP_MAPPING)
    @click.option("--nur-pruefen", is_flag=True, help=messages.HELP_CHECK_ONLY)
    @click.option("--fehlerdatei", type=_path, default=ERROR_FILE, show_default=True, help=messages.HELP_ERROR_FILE)
    def import_command(
        path: Path, datenstand: date | None, mapping: Path | None, nur_pruefen: bool, fehlerdatei: Path
    ) -> None:
        limits = Limits(settings.import_csv_megabytes, settings.import_xlsx_megabytes)
        with (
            _sentences(settings),
            ProgressLine() as progress,
            _writing_engine(settings, creates=not nur_pruefen) as engine,
        ):
            result = run_import(
                engine,
                path,
                datenstand=datenstand,
                mapping=mapping,
                check_only=nur_pruefen,
                limits=limits,
                progress=progress,
            )
        _report(result, check_only=nur_pruefen, error_file=fehlerdatei)
        if not nur_pruefen:
            _renew_snapshot(settings)

    @krm.command("demo", help=messages.HELP_DEMO)
    @click.option("--wenn-leer", is_flag=True, help=messages.HELP_ONLY_IF_EMPTY)
    def demo_command(wenn_leer: bool) -> None:
        with _sentences(settings), ProgressLine() as progress, _writing_engine(settings) as engine:
            result = load_demo(engine, only_if_empty=wenn_leer, progress=progress)
        if result is None:
            click.echo(messages.DATA_THERE)
        else:
            _report(result, check_only=False, error_file=ERROR_FILE)
        _renew_snapshot(settings)

    @krm.command("snapshot", help=messages.HELP_SNAPSHOT)
    @click.option(
        "--format",
        "ending",
        type=click.Choice(snapshot_commands.FORMATS),
        default=snapshot_commands.FORMATS[0],
        show_default=True,
        help=messages.HELP_SNAPSHOT_FORMAT,
    )
    @click.option("--nach", type=_path, metavar="ORDNER", help=messages.HELP_SNAPSHOT_TARGET)
    def snapshot_command(ending: str, nach: Path | None) -> None:
        if _sqlite_file_missing(settings):
            _give_up(messages.NOTHING_LOADED)
        with _sentences(settings), ProgressLine() as progress:
            sentence = snapshot_commands.write(settings, ending, nach, progress)
        click.echo(sentence)

    @krm.command("stand", help=messages.HELP_STAND)
    def stand_command() -> None:
        holdings = _holdings(settings)
        _show_holdings(holdings)
        if sentence := snapshot_commands.told(settings, holdings.stand):
            click.echo(sentence)

    @krm.command("pruefen", help=messages.HELP_QUALITY)
    def quality_command() -> None:
        if _holdings(settings).stand is None:
            click.echo(messages.NOTHING_LOADED)
            return
        with _sentences(settings), _reading(settings) as connection:
            found = check_quality(connection)
        for rule, count in found.items():
            click.echo(messages.counted(count, rule))

    @krm.command("sicherung", help=messages.HELP_BACKUP)
    @click.argument("path", type=_path, metavar="PFAD")
    def backup_command(path: Path) -> None:
        with _sentences(settings):
            click.echo(transfer_commands.write(settings, path, VERSION))

    transfer = GermanGroup("umzug", help=messages.HELP_TRANSFER)
    krm.add_command(transfer)

    @transfer.command("schreiben", help=messages.HELP_BACKUP)
    @click.argument("path", type=_path, metavar="PFAD")
    def write_command(path: Path) -> None:
        with _sentences(settings):
            click.echo(transfer_commands.write(settings, path, VERSION))

    @transfer.command("lesen", help=messages.HELP_RESTORE)
    @click.argument("path", type=_path, metavar="PFAD")
    def read_command(path: Path) -> None:
        with _sentences(settings):
            click.echo(transfer_commands.read(settings, path))

    @krm.command("protokoll", help=messages.HELP_AUDIT)
    @click.option("--nach", type=_path, metavar="PFAD", help=messages.HELP_AUDIT_FILE)
    def audit_command(nach: Path | None) -> None:
        with _sentences(settings):
            try:
                last = check_audit_log(settings, nach)
            except BrokenAuditLogError as error:
                _give_up(messages.audit_log_broken(error.number))
            click.echo(messages.AUDIT_LOG_EMPTY if last is None else messages.audit_log_whole(last.nummer, last.siegel))

    @krm.command("aufraeumen", help=messages.HELP_CLEANUP)
    def cleanup_command() -> None:
        with _sentences(settings):
            click.echo(messages.cleaned_up(*clean_up(settings, datetime.now(UTC))))

    @krm.command("bericht", help=messages.HELP_REPORT)
    @click.option("--jahr", required=True, help=messages.HELP_YEAR)
    @click.option("--format", "ending", type=click.Choice(REPORT_FORMATS), required=True, help=messages.HELP_FORMAT)
    @click.option("--nach", type=_path, required=True, help=messages.HELP_TARGET)
    @click.option("--jobcenter", multiple=True, help=messages.HELP_REPORT_JOBCENTER)
    def report_command(jahr: str, ending: str, nach: Path, jobcenter: tuple[str, ...]) -> None:
        # The figures need much that the other commands start faster without.
        from web.report_files import write_report

        with _sentences(settings):
            click.echo(messages.written(printable(write_report(settings, jahr, ending, nach, jobcenter))))

    @krm.command("meldevorlage", help=messages.HELP_FORM)
    @click.option("--jobcenter", required=True, help=messages.HELP_FORM_JOBCENTER)
    @click.option("--von", required=True, help=messages.HELP_FIRST_MONTH)
    @click.option("--bis", required=True, help=messages.HELP_LAST_MONTH)
    @click.option("--nach", type=_path, required=True, help=messages.HELP_TARGET)
    def form_command(jobcenter: str, von: str, bis: str, nach: Path) -> None:
        # As above.
        from web.report_files import write_form

        with _sentences(settings):
            click.echo(messages.written(printable(write_form(settings, jobcenter, von, bis, nach))))


@contextmanager
def _writing_engine(settings: Settings, *, creates: bool = True) -> Iterator[Engine]:
    # A check leaves no trace: not even the folder of a database that does not exist yet.
    without_trace = not creates and _sqlite_file_missing(settings)
    engine = create_engine("sqlite://") if without_trace else writing_engine(settings.krm_url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _reading(settings: Settings) -> Iterator[Connection]:
    engine = reading_engine(settings.krm_url, settings.statement_seconds, pool_size=1)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _holdings(settings: Settings) -> Holdings:
    with _sentences(settings):
        if _sqlite_file_missing(settings):
            return Holdings(None, {})
        with _reading(settings) as connection:
            return read_holdings(connection)


def _sqlite_file_missing(settings: Settings) -> bool:
    url = make_url(settings.krm_url)
    return url.get_backend_name() == "sqlite" and url.database is not None and not Path(url.database).exists()


@contextmanager
def _sentences(settings: Settings) -> Iterator[None]:
    """End with one German sentence and exit code 1 where the work cannot be done."""
    try:
        yield
    except (ImportRefusedError, ReportRefusedError, SnapshotRefusedError, TransferRefusedError) as error:
        _give_up(str(error))
    except SparkPackagesError:
        _give_up(texts.SPARK_PACKAGES)
    except SparkAddressError:
        _give_up(texts.SETTING_INVALID.format(name="KRM_ANALYTICS"))
    except NoDataError:
        _give_up(messages.NOTHING_LOADED)
    except DatabaseUnavailableError:
        _give_up(messages.database_failed(_address(settings)))
    except AppDatabaseUnavailableError:
        _give_up(messages.APP_DATABASE_FAILED)
    except (ArgumentError, NoSuchModuleError, ImportError):
        _give_up(messages.DATABASE_ADDRESS_INVALID)
    except SQLAlchemyError as error:
        _give_up(messages.DATABASE_LOCKED if _is_locked(error) else messages.database_failed(_address(settings)))
    except OSError as error:
        _give_up(messages.file_failed(printable(error.filename or "")))


def _is_locked(error: SQLAlchemyError) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    return "locked" in str(error.orig) or getattr(error.orig, "sqlstate", None) in LOCKED_STATES


def _address(settings: Settings) -> str:
    """Where the database is, without user, password or options."""
    url = make_url(settings.krm_url)
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return f"{url.host or ''}{f':{url.port}' if url.port else ''}/{url.database or ''}"


def _give_up(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    raise SystemExit(1)


def _report(result: ImportResult, *, check_only: bool, error_file: Path) -> None:
    for text in result.hinweise:
        click.echo(messages.notice(text))
    if not result.ok:
        _report_faults(result, error_file)
    if check_only:
        click.echo(messages.WOULD_CHANGE if result.changed else messages.NOTHING_TO_CHANGE)
    elif result.nummer is not None and result.datenstand is not None:
        sentence = messages.imported if result.changed else messages.unchanged
        click.echo(sentence(result.nummer, result.datenstand))
    _show_counts(result)


def _report_faults(result: ImportResult, error_file: Path) -> NoReturn:
    for fault in result.errors[:ERRORS_ON_SCREEN]:
        line = messages.fault_line(fault.file, fault.row, fault.column, fault.value, fault.rule)
        click.echo(line, err=True)
    click.echo(messages.faults_found(result.error_count), err=True)
    try:
        write_error_csv(result.errors, error_file)
    except OSError:
        _give_up(messages.error_file_failed(printable(error_file)))
    _give_up(messages.faults_written(len(result.errors), result.error_count, printable(error_file)))


def _renew_snapshot(settings: Settings) -> None:
    """Where pages read a snapshot, bring it to what has just been loaded."""
    with _sentences(settings), ProgressLine() as progress:
        sentence = snapshot_commands.write_after_import(settings, progress)
    if sentence:
        click.echo(sentence)


def _show_counts(result: ImportResult) -> None:
    rows = [(name, *(messages.count(number) for number in c.as_dict().values())) for name, c in result.counts.items()]
    for row in (messages.COUNT_COLUMNS, *rows):
        click.echo(f"{row[0]:<20}" + "".join(f"{cell:>13}" for cell in row[1:]))


def _show_holdings(holdings: Holdings) -> None:
    stand = holdings.stand
    if stand is None:
        click.echo(messages.NOTHING_LOADED)
    else:
        click.echo(messages.loaded_stand(stand.nummer, stand.datenstand, stand.quelle, stand.importiert_am, stand.demo))
    for table, rows in holdings.rows.items():
        click.echo(messages.counted(rows, table))
