"""Every German sentence of the import and of the command line."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal

from domain import formats

# The report

DATENSTAND = "Datenstand"
REPORT_COLUMNS = ("Datei", "Zeile", "Spalte", "Wert", "Regel")

# Progress

PHASE_CHECKING = "Prüfen"
PHASE_WRITING = "Speichern"


def phase_reading(file: str) -> str:
    return f"Lesen {file}"


# The source as a whole

MACROS = "Arbeitsmappen mit Makros werden nicht gelesen; bitte als .xlsx ohne Makros speichern."
SINGLE_CSV = "Bitte den Ordner mit den CSV-Dateien angeben, nicht eine einzelne Datei."
FILE_NOT_READABLE = "Die Datei fehlt oder ist nicht lesbar; bitte Namen und Zugriffsrechte prüfen."
NOT_A_WORKBOOK = "Die Datei ist keine lesbare XLSX-Arbeitsmappe (beschädigt oder mit Kennwort geschützt)."
WORKBOOK_BROKEN = "Die Arbeitsmappe ist beschädigt und lässt sich nicht öffnen."
ARCHIVE_SUSPICIOUS = (
    "Die XLSX-Datei ist auffällig aufgebaut (zu groß im entpackten Zustand oder mit unerwarteten Inhalten) "
    "und wird deshalb nicht gelesen."
)
DEFUSEDXML_MISSING = "XLSX-Dateien werden nur mit dem Schutz durch das Paket defusedxml gelesen; es ist abgeschaltet."
OTHER_IMPORT = "Ein anderer Import in diese Datenbank läuft gerade; bitte warten, bis er fertig ist."
DATABASE_FOLDER_NOT_WRITABLE = "Im Ordner der Datenbank darf nicht geschrieben werden; es wurde nichts geändert."
SCHEMA_NEWER = "Die Datenbank stammt von einer neueren Fassung dieser Anwendung; bitte die Anwendung aktualisieren."
SCHEMA_OUTDATED = (
    "Die Datenbank stammt von einer älteren Fassung dieser Anwendung; "
    "ein Import ohne --nur-pruefen bringt sie auf den neuen Stand."
)


def path_missing(path: str) -> str:
    return f"„{path}“ gibt es nicht."


def path_not_readable(path: str) -> str:
    return f"Der Ordner „{path}“ ist nicht lesbar; bitte die Zugriffsrechte prüfen."


def path_unknown_kind(name: str) -> str:
    return f"„{name}“ ist weder ein Ordner mit CSV-Dateien noch eine XLSX-Datei."


def nothing_to_read(tables: Iterable[str]) -> str:
    return f"Keine Datei und kein Tabellenblatt heißt wie eine der Tabellen: {', '.join(tables)}."


def too_large(largest_bytes: int) -> str:
    return f"Die Datei ist größer als die erlaubten {formats.number(largest_bytes // 1_000_000)} MB."


# A file

NO_HEADER = "Die Kopfzeile mit den Spaltennamen fehlt."
CSV_BROKEN = (
    "Ab dieser Zeile ist die Datei nicht lesbar: Ein Anführungszeichen ist nicht geschlossen oder steht mitten in "
    "einer Zelle, oder eine Zelle ist zu lang. Der Rest der Datei wurde nicht geprüft."
)
UTF16 = "Die Datei ist als UTF-16 gespeichert; bitte als „CSV UTF-8“ speichern."
UNKNOWN_ENCODING = "Die Zeichenkodierung ist weder UTF-8 noch Windows-1252 (cp1252); bitte als „CSV UTF-8“ speichern."
SHEET_BROKEN = "Ab hier ist das Tabellenblatt beschädigt; der Rest wurde nicht geprüft."


def columns_missing(columns: list[str]) -> str:
    word = "Die Spalte fehlt" if len(columns) == 1 else "Die Spalten fehlen"
    return f"{word} in der Kopfzeile: {', '.join(columns)}."


def column_twice(column: str) -> str:
    return f"Zwei Spalten der Kopfzeile bedeuten beide „{column}“."


def second_file(table: str, first: str) -> str:
    return f"Die Tabelle {table} kommt schon aus „{first}“; eine zweite Datei dafür ist nicht erlaubt."


def too_many_rows(most: int) -> str:
    return f"Das Tabellenblatt hat mehr als {formats.number(most)} Zeilen; bitte CSV-Dateien verwenden."


# Notices

DEMO_DATA_BELOW = (
    "Die Datenbank enthält Demodaten; die importierten Daten stehen neben ihnen. "
    "Für eigene Auswertungen bitte eine leere Datenbank verwenden."
)


def file_unknown(name: str) -> str:
    return f"„{name}“ gehört zu keiner Tabelle und wurde nicht gelesen."


def columns_unknown(file: str, columns: list[str]) -> str:
    return f"„{file}“: unbekannte Spalten wurden nicht gelesen: {', '.join(columns)}."


def read_as_cp1252(name: str) -> str:
    return (
        f"„{name}“ ist nicht als UTF-8 gespeichert und wurde als Windows-1252 (cp1252) gelesen; bitte Umlaute prüfen."
    )


def mapping_used(name: str) -> str:
    return f"„{name}“ wurde angewendet."


def bewertung_elsewhere(file: str, count: int) -> str:
    return f"„{file}“: Eine Bewertung haben auch Anliegen, die keine Beschwerde sind; Anzahl: {formats.number(count)}."


def recomputed(count: int) -> str:
    return f"Neu berechnete Fälligkeiten gespeicherter Kundenreaktionen: {formats.number(count)}."


def datenstand_in_future(day: date) -> str:
    return f"Der Datenstand {formats.day(day)} liegt in der Zukunft; bitte die Daten in den Dateien prüfen."


# mapping.toml

MAPPING_TOO_LARGE = "Die Datei ist zu groß für eine mapping.toml."
MAPPING_NOT_UTF8 = "Die Datei ist nicht als UTF-8 gespeichert."
MAPPING_NOT_TOML = "Hier ist die Datei kein gültiges TOML (zum Beispiel fehlt ein Anführungszeichen oder =)."
MAPPING_NOT_A_SECTION = "Hier steht ein Wert, wo ein Abschnitt in eckigen Klammern erwartet wird."
MAPPING_NOT_A_VALUE = "Erwartet wird ein einzelner Wert in Anführungszeichen."
ONLY_MUSTER = "Im Abschnitt [ombudsstelle] gibt es nur „muster“."
NOT_A_PATTERN = "Erwartet wird ein regulärer Ausdruck in Anführungszeichen oder eine Liste davon."


def unknown_section(sections: Iterable[str]) -> str:
    return f"Diesen Abschnitt gibt es nicht; möglich sind {', '.join(sections)}."


def unknown_table(tables: Iterable[str]) -> str:
    return f"Diese Tabelle gibt es nicht; möglich sind {', '.join(tables)}."


def unknown_column(columns: Collection[str]) -> str:
    return f"Diese Spalte gibt es nicht; möglich sind {', '.join(sorted(columns))}."


# A cell

REQUIRED = "Der Wert fehlt."
DATE_IN_TEXT = "Hier steht ein Datum oder eine Uhrzeit statt eines Textes."
INVISIBLE_CHARACTER = "Unsichtbare Zeichen (Steuerzeichen, Zeilenumbruch, Schreibrichtung) sind nicht erlaubt."
CODE_CHARACTERS = "Ein Code besteht nur aus Buchstaben ohne Umlaute, Ziffern und _ . -"
RESERVED_CODE = "Dieser Code ist vergeben; ohne, offen und alle haben in Auswahlen eine eigene Bedeutung."
NOT_A_FLAG = "Erlaubt sind nur 0 und 1."
NOT_A_NUMBER = "Das ist keine Zahl."
THOUSANDS_SEPARATOR = "Mehrdeutig: Zahlen bitte ohne Tausenderpunkt schreiben, Nachkommastellen mit Komma oder Punkt."
NOT_A_DATE = "Das ist kein Datum in der Form 2020-03-13 oder 13.03.2020."
NO_SUCH_DAY = "Diesen Tag gibt es im Kalender nicht."
TIME_OF_DAY = "Hier steht eine Uhrzeit; erwartet wird nur ein Tag."
NOT_A_MONTH = "Das ist kein Monat in der Form 2020-03."
YEAR_OUT_OF_RANGE = "Das Jahr liegt nicht zwischen 1990 und 2100."
FORMULA = "Die Zelle enthält eine Formel; bitte ihren Wert einfügen."
CELL_ERROR = "Die Zelle enthält einen Fehlerwert."


def too_long(length: int, longest: int) -> str:
    return f"Der Text hat {formats.number(length)} Zeichen; erlaubt sind {formats.number(longest)}."


def not_one_of(allowed: Collection[str]) -> str:
    return f"Erlaubt ist nur: {', '.join(allowed)}."


def not_an_integer(low: int, high: int) -> str:
    return f"Erwartet wird eine ganze Zahl von {low} bis {formats.number(high) if high > 9999 else high}."


def too_many_places(places: int) -> str:
    return f"Höchstens {places} Nachkommastellen sind erlaubt."


def out_of_range(low: Decimal | None, high: Decimal | None) -> str:
    return f"Die Zahl muss zwischen {low} und {high} liegen." if low is not None else "Die Zahl ist zu groß."


# A row

ERLEDIGT_BEFORE_EINGANG = "Die Erledigung liegt vor dem Eingang."
OFFEN_WITH_ERLEDIGT_AM = "Eine offene Kundenreaktion hat kein Erledigungsdatum."
PERIOD_REVERSED = "Das Ende liegt vor dem Anfang."
RETURN_NOT_A_COUNT = "Gemeldet werden Anzahlen: ganze Zahlen ab 0; leer heißt nicht gemeldet."
MERKMAL_AND_AUSPRAEGUNG = "Merkmal und Ausprägung sind beide anzugeben oder beide leer."


def row_width(found: int, expected: int) -> str:
    return f"Die Zeile hat {found} Zellen, die Kopfzeile {expected}; fehlt ein Anführungszeichen oder ein Trennzeichen?"


def erledigt_am_missing(status: str) -> str:
    return f"Der Status „{status}“ verlangt ein Erledigungsdatum."


def duplicate_key(first: int) -> str:
    return f"Dieser Schlüssel steht schon in Zeile {first}."


# Rows among each other and with what is stored

NO_STANDARD = "Für diesen Eingang gilt kein Qualitätsstandard."
WITHOUT_ANLIEGEN = "Die Kundenreaktion hat kein Anliegen."
UNKNOWN_REACTION = "Zu diesem Aktenzeichen gibt es keine Kundenreaktion des Jobcenters."
DATENSTAND_UNKNOWN = (
    "Der Datenstand ist unbekannt: In den Dateien steht kein Eingang und keine Erledigung; bitte --datenstand angeben."
)


def unknown_code(table: str) -> str:
    return f"Diesen Code gibt es in der Tabelle {table} nicht."


def after_datenstand(datenstand: date) -> str:
    return f"Das Datum liegt nach dem Datenstand {formats.day(datenstand)}."


def bereich_cycle(codes: Iterable[str]) -> str:
    return f"Bereiche dürfen nicht im Kreis liegen: {' → '.join(codes)}."


def standards_overlap(von: date, bis: date | None) -> str:
    bis_text = formats.day(bis) if bis else "auf weiteres"
    return f"Überschneidet sich mit dem Qualitätsstandard vom {formats.day(von)} bis {bis_text}."


def returns_overlap(von: date, bis: date) -> str:
    return f"Überschneidet sich mit der Meldung dieses Jobcenters vom {formats.day(von)} bis {formats.day(bis)}."


def return_beside_cases(von: date, bis: date) -> str:
    return (
        f"Vom {formats.day(von)} bis {formats.day(bis)} liegen von diesem Jobcenter Einzelfälle vor; eine Meldung für "
        "denselben Zeitraum zählte sie doppelt."
    )


def cases_beside_return(von: date, bis: date) -> str:
    return (
        f"Vom {formats.day(von)} bis {formats.day(bis)} liegt von diesem Jobcenter eine manuelle Meldung vor; "
        "Einzelfälle daneben zählten doppelt. Eine Meldung mit leeren Werten nimmt sie zurück."
    )


def stored_without_standard(count: int, first: date, last: date) -> str:
    return (
        f"Für gespeicherte Kundenreaktionen mit Eingang vom {formats.day(first)} bis {formats.day(last)} gälte kein "
        f"Qualitätsstandard mehr; Anzahl: {formats.number(count)}."
    )


def datenstand_before_stored(latest: date) -> str:
    return f"In der Datenbank stehen schon Daten bis {formats.day(latest)}; der Datenstand darf nicht davor liegen."


# The quality of loaded data

QUALITY_NO_KANAL = "Kundenreaktionen ohne Kanal"
QUALITY_NO_BEREICH = "Anliegen ohne Bereich"
QUALITY_NO_THEMA = "Anliegen ohne Thema"
QUALITY_NO_BEWERTUNG = "Beschwerden erledigter Kundenreaktionen ohne Bewertung"
QUALITY_BEWERTUNG_ELSEWHERE = "Anliegen mit Bewertung, die keine Beschwerde sind"
QUALITY_HAUPTART = "Kundenreaktionen, deren Art keines ihrer Anliegen hat"
QUALITY_DUPLICATES = "Kundenreaktionen, die einer anderen desselben Tages gleichen (doppelt erfasst?)"
QUALITY_LONG_OVERDUE = "Offene Kundenreaktionen, seit über 90 Tagen überfällig (Erledigung nicht erfasst?)"
QUALITY_PETITION = "Petitionen und Eingaben mit unbekanntem Aktenzeichen"
QUALITY_MANUAL_AND_CASES = "Manuelle Meldungen für Zeiträume, aus denen auch Einzelfälle vorliegen"


# The command line

OTHER_DATA_LOADED = "In der Datenbank stehen schon andere Daten; die Demodaten werden nicht daneben geladen."
NOTHING_LOADED = "Es sind noch keine Daten geladen."
DATA_THERE = "Es sind schon Daten geladen; das Schema ist auf dem neuesten Stand."
DATABASE_LOCKED = "Die Datenbank ist gerade gesperrt; bitte später noch einmal versuchen. Es wurde nichts geändert."
DATABASE_ADDRESS_INVALID = "KRM_DATABASE_URL ist keine Adresse, mit der sich eine Datenbank öffnen lässt."
APP_DATABASE_FAILED = (
    "Die Datenbank für eigene Einträge (KRM_APP_DATABASE_URL) ist nicht erreichbar; es wurde nichts geschrieben."
)
NOTHING_TO_CHANGE = "Geprüft: keine Fehler; der Import würde nichts ändern."
WOULD_CHANGE = "Geprüft: keine Fehler; der Import würde die Daten ändern."
COUNT_COLUMNS = ("Tabelle", "gelesen", "neu", "geändert", "unverändert", "entfernt")

USAGE_PREFIX = "Aufruf: "
# What Click itself says in a help, and what people read instead.
WORDS_OF_HELP = {
    "[OPTIONS]": "[ANGABEN]",
    "COMMAND [ARGS]...": "BEFEHL …",
    "Options": "Angaben",
    "Commands": "Befehle",
    "Show this message and exit.": "Zeigt diese Hilfe.",
    "[required]": "[nötig]",
    "[default: ": "[sonst ",
    " PATH": " PFAD",
}
USAGE_UNCLEAR = "Diese Angaben passen nicht zum Befehl; vielleicht ist eine zu viel."

HELP_GROUP = "Daten des Kundenreaktionsmanagements laden und ansehen."
HELP_IMPORT = "Lädt einen Ordner mit CSV-Dateien oder eine XLSX-Datei; alles oder nichts."
HELP_DATENSTAND = "Tag, für den die Daten stehen (2021-03-31 oder 31.03.2021); sonst das jüngste Datum der Dateien."
HELP_MAPPING = "Übersetzt fremde Dateien, Spalten und Werte; sonst die mapping.toml neben den Dateien."
HELP_CHECK_ONLY = "Prüft alles und schreibt nichts."
HELP_ERROR_FILE = "Hierhin werden die Fehler geschrieben, wenn es welche gibt."
HELP_DEMO = "Lädt die mitgelieferten Demodaten."
HELP_ONLY_IF_EMPTY = "Lädt nur, wenn noch keine Daten da sind."
HELP_STAND = "Zeigt, was geladen ist."
HELP_REPORT = "Schreibt den Bericht eines Jahres: xlsx die Feste Auswertung."
HELP_YEAR = "Berichtsjahr, zum Beispiel 2020."
HELP_FORMAT = "Art der Datei."
HELP_TARGET = "Datei, die geschrieben wird; eine vorhandene wird ersetzt."
HELP_REPORT_JOBCENTER = "Code eines Jobcenters, auch mehrfach; sonst alle."
HELP_FORM = "Schreibt die Vorlage, in die ein Jobcenter ohne Einzelfälle seine Zahlen einträgt."
HELP_FORM_JOBCENTER = "Code des Jobcenters."
HELP_FIRST_MONTH = "Erster Monat der Meldung, zum Beispiel 2020-01."
HELP_LAST_MONTH = "Letzter Monat der Meldung, zum Beispiel 2020-12."
HELP_BACKUP = "Schreibt alles in eine Datei: beide Datenbanken und die Einstellungen ohne Geheimnisse."
HELP_TRANSFER = "Zieht mit allem auf einen anderen Rechner oder in eine andere Datenbank um."
HELP_RESTORE = "Liest eine solche Datei in leere Datenbanken, ganz oder gar nicht."
HELP_AUDIT = "Prüft, ob das Protokoll der Ausgaben unverändert ist."
HELP_AUDIT_FILE = "CSV-Datei, in die alle Einträge geschrieben werden."
AUDIT_LOG_EMPTY = "Das Protokoll enthält keinen Eintrag."
HELP_CLEANUP = "Löscht alte Prüfnummern (KRM_PRUEFNUMMERN_JAHRE) und Abmeldungen, die nichts mehr bewirken."
HELP_SNAPSHOT = "Schreibt den Schnappschuss, aus dem die Seiten mit KRM_ANALYTICS=snapshot rechnen."
HELP_SNAPSHOT_FORMAT = "Art der Dateien: duckdb für KRM_ANALYTICS=snapshot, parquet für Spark."
HELP_SNAPSHOT_TARGET = "Ordner, in den geschrieben wird; sonst der, in dem der Server die Dateien sucht."
SNAPSHOT_BUSY = "Ein anderer Befehl schreibt gerade den Schnappschuss; bitte später noch einmal versuchen."
SNAPSHOT_UNREAD = "Die Datenbank hat beim Lesen abgebrochen."
SNAPSHOT_MISSING = "Es gibt noch keinen Schnappschuss; der Befehl krm snapshot schreibt ihn."
SNAPSHOT_CURRENT = "Der Schnappschuss ist auf diesem Stand."
PARQUET_WHERE = "Zu --format parquet gehört --nach ORDNER: der Ordner, aus dem Spark liest."
PARQUET_BUSY = "Ein anderer Befehl schreibt gerade die Parquet-Dateien; bitte später noch einmal versuchen."
PARQUET_MISSING = (
    "Es gibt noch keine Parquet-Dateien, die KRM-Datenbank rechnet selbst; "
    "der Befehl krm snapshot --format parquet schreibt sie."
)
PARQUET_CURRENT = "Die Parquet-Dateien sind auf diesem Stand."
HELP_QUALITY = "Zählt Auffälligkeiten in den geladenen Daten."


def cleaned_up(pruefnummern: int, abmeldungen: int) -> str:
    """What ``krm aufraeumen`` has removed."""
    return f"Gelöschte Prüfnummern: {count(pruefnummern)}, Abmeldungen: {count(abmeldungen)}."


def database_failed(address: str) -> str:
    return (
        f"Die Datenbank {address} ist nicht erreichbar oder hat die Arbeit abgebrochen "
        "(Verbindung, Rechte oder Speicherplatz prüfen); es wurde nichts geändert."
    )


def file_failed(path: str) -> str:
    return f"„{path}“ lässt sich nicht öffnen oder anlegen; bitte die Zugriffsrechte prüfen."


def snapshot_written(nummer: int, datenstand: date) -> str:
    return f"Der Schnappschuss von Import Nr. {nummer}, Datenstand {formats.day(datenstand)}, ist geschrieben."


def snapshot_there(nummer: int, datenstand: date) -> str:
    return f"Der Schnappschuss ist schon auf Import Nr. {nummer}, Datenstand {formats.day(datenstand)}."


def parquet_written(nummer: int, datenstand: date) -> str:
    return f"Die Parquet-Dateien von Import Nr. {nummer}, Datenstand {formats.day(datenstand)}, sind geschrieben."


def parquet_there(nummer: int, datenstand: date) -> str:
    return f"Die Parquet-Dateien sind schon auf Import Nr. {nummer}, Datenstand {formats.day(datenstand)}."


def parquet_outdated(nummer: int) -> str:
    return (
        f"Die Parquet-Dateien sind auf Import Nr. {nummer}, die KRM-Datenbank rechnet selbst; "
        "der Befehl krm snapshot --format parquet bringt sie auf diesen Stand."
    )


def parquet_failed(folder: str) -> str:
    return (
        f"Die Parquet-Dateien in „{folder}“ lassen sich nicht schreiben (Speicherplatz und Zugriffsrechte prüfen); "
        "die vorigen bleiben."
    )


def parquet_not_renewed(reason: str) -> str:
    return (
        f"Die Daten sind geladen, die Parquet-Dateien sind es nicht: {reason} "
        "Bis der Befehl krm snapshot --format parquet gelingt, rechnet die KRM-Datenbank selbst."
    )


def snapshot_failed(folder: str) -> str:
    return (
        f"Der Schnappschuss in „{folder}“ lässt sich nicht schreiben (Speicherplatz, Zugriffsrechte und "
        "KRM_SNAPSHOT_MEGABYTES prüfen); der vorige gilt weiter."
    )


def snapshot_not_renewed(reason: str) -> str:
    return (
        f"Die Daten sind geladen, der Schnappschuss ist es nicht: {reason} "
        "Bis der Befehl krm snapshot gelingt, zeigen die Seiten den Stand davor."
    )


def snapshot_outdated(nummer: int) -> str:
    return f"Der Schnappschuss ist auf Import Nr. {nummer}; der Befehl krm snapshot bringt ihn auf diesen Stand."


def written(path: str) -> str:
    return f"„{path}“ ist geschrieben."


def imported(nummer: int, datenstand: date) -> str:
    return f"Import Nr. {nummer} ist geladen, Datenstand {formats.day(datenstand)}."


def unchanged(nummer: int, datenstand: date) -> str:
    return (
        f"Nichts geändert: Diese Daten sind schon geladen (Import Nr. {nummer}, Datenstand {formats.day(datenstand)})."
    )


def notice(text: str) -> str:
    return f"Hinweis: {text}"


def fault_line(file: str, row: int | None, column: str | None, value: str | None, rule: str) -> str:
    places = [
        file,
        f"Zeile {row}" if row is not None else "",
        f"Spalte {column}" if column else "",
        f"Wert „{value}“" if value is not None else "",
    ]
    return f"{', '.join(place for place in places if place)}: {rule}"


def faults_found(count: int) -> str:
    return (
        "1 Fehler gefunden; es wurde nichts geladen."
        if count == 1
        else (f"{formats.number(count)} Fehler gefunden; es wurde nichts geladen.")
    )


def faults_written(kept: int, found: int, path: str) -> str:
    if kept < found:
        return f"Die ersten {formats.number(kept)} stehen in „{path}“."
    return f"Alle {formats.number(kept)} Fehler stehen in „{path}“." if kept > 1 else f"Er steht auch in „{path}“."


def error_file_failed(path: str) -> str:
    return f"Die Fehlerdatei „{path}“ lässt sich nicht schreiben."


def loaded_stand(nummer: int, datenstand: date, quelle: str, importiert_am: datetime, demo: bool) -> str:
    # SQLite gives the time back without its zone, PostgreSQL in that of the session.
    utc = importiert_am.astimezone(UTC) if importiert_am.tzinfo else importiert_am
    importiert = f"{formats.day(utc.date())} {utc:%H:%M} UTC"
    what = ", Demodaten" if demo else ""
    return f"Datenstand {formats.day(datenstand)}, Import Nr. {nummer} vom {importiert} aus „{quelle}“{what}"


def count(number: int) -> str:
    return formats.number(number)


def counted(number: int, what: str) -> str:
    return f"{formats.number(number):>12}  {what}"


def progress_line(phase: str, done: int, total: int | None) -> str:
    if done == 0:
        return f"{phase} …"
    return f"{phase}: {formats.number(done)}" + (f" von {formats.number(total)}" if total not in (None, done) else "")


def audit_log_whole(number: int, seal: str) -> str:
    return f"Das Protokoll ist unverändert: {number} Einträge, letztes Siegel {seal}."


def audit_log_broken(number: int) -> str:
    return f"Das Protokoll ist verändert worden: Die Kette bricht beim Eintrag {number}."


def usage_help(command: str) -> str:
    return f"Hilfe dazu: {command} --help"


def no_such_command(name: str, similar: Collection[str]) -> str:
    meant = f" Gemeint ist vielleicht {formats.enumeration(sorted(similar), 'oder')}." if similar else ""
    return f"Den Befehl „{name}“ gibt es nicht.{meant}"


def no_such_option(name: str) -> str:
    return f"Die Angabe {name} gibt es bei diesem Befehl nicht."


def parameter_missing(name: str) -> str:
    return f"Die Angabe {name} fehlt."


def option_used_wrongly(name: str, *, needs_value: bool) -> str:
    return f"Nach {name} fehlt der Wert." if needs_value else f"Nach {name} darf kein Wert stehen."


def not_a_choice(name: str, choices: Collection[str]) -> str:
    return f"Für {name} ist möglich: {formats.enumeration(list(choices), 'oder')}."


def bad_value(name: str, rule: str) -> str:
    return f"{name}: {rule}"
