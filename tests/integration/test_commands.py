"""The command line: what it prints, where, and with which exit code."""

import csv
import re
import sqlite3
from contextlib import closing
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import insert

from data_access import schema
from data_access.engine import writing_engine
from data_access.imports import messages
from data_access.imports.faults import ImportFault
from data_access.imports.report import write_error_csv
from settings import Settings
from tests.deliveries import anliegen, reaktion, small_delivery, write_folder
from web.commands import register


@pytest.fixture
def database(tmp_path):
    """The file of a database that does not exist yet, in a folder that does not either."""
    return tmp_path / "var" / "krm.sqlite"


@pytest.fixture
def krm(database, tmp_path, monkeypatch):
    """Runs ``flask krm …`` in an application of its own, in an empty current folder."""
    folder = tmp_path / "hier"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def run(*arguments, url=None, **settings):
        server = Flask("krm_statistik")
        register(server, Settings(database_url=url or f"sqlite:///{database}", **settings))
        return server.test_cli_runner().invoke(args=["krm", *(str(argument) for argument in arguments)])

    return run


@pytest.fixture
def folder(tmp_path):
    return write_folder(small_delivery(), tmp_path / "lieferung")


@pytest.fixture
def faulty(tmp_path):
    """A folder in which 150 reactions have an unknown Kanal."""
    lieferung = small_delivery()
    lieferung["kundenreaktion"] += [reaktion(f"F-{n}", kanal="taube") for n in range(150)]
    lieferung["anliegen"] += [anliegen(f"F-{n}") for n in range(150)]
    return write_folder(lieferung, tmp_path / "falsch")


def test_import_creates_the_database_and_says_what_it_has_loaded(krm, folder, database):
    result = krm("import", folder)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "Import Nr. 1 ist geladen, Datenstand 02.11.2020."
    assert lines[1].split() == list(messages.COUNT_COLUMNS)
    assert ["kundenreaktion", "3", "3", "0", "0", "0"] in [line.split() for line in lines]
    assert database.exists()


def test_the_same_import_again_says_that_nothing_changed(krm, folder):
    krm("import", folder)
    result = krm("import", folder)
    assert result.exit_code == 0
    assert result.stdout.startswith("Nichts geändert: Diese Daten sind schon geladen (Import Nr. 1,")


def test_faults_appear_on_stderr_the_first_hundred_and_all_in_a_file(krm, faulty, tmp_path):
    result = krm("import", faulty)
    assert (result.exit_code, result.stdout) == (1, "")
    lines = result.stderr.splitlines()
    assert lines[0] == (
        "kundenreaktion.csv, Zeile 5, Spalte kanal, Wert „taube“: Diesen Code gibt es in der Tabelle kanal nicht."
    )
    assert lines[100:] == [
        "150 Fehler gefunden; es wurde nichts geladen.",
        "Alle 150 Fehler stehen in „import-fehler.csv“.",
    ]
    with (tmp_path / "hier" / "import-fehler.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))
    assert rows[0] == ["Datei", "Zeile", "Spalte", "Wert", "Regel"]
    assert rows[150][:4] == ["kundenreaktion.csv", "154", "kanal", "taube"]
    assert krm("stand").stdout.startswith(messages.NOTHING_LOADED)


def test_the_file_of_faults_can_be_named(krm, faulty, tmp_path):
    result = krm("import", faulty, "--fehlerdatei", tmp_path / "andere.csv")
    assert result.exit_code == 1
    assert (tmp_path / "andere.csv").exists()
    unwritable = krm("import", faulty, "--fehlerdatei", tmp_path / "fehlt" / "f.csv")
    assert unwritable.exit_code == 1
    assert unwritable.stderr.splitlines()[-1].endswith("lässt sich nicht schreiben.")


def test_cells_of_the_report_are_no_formulas(tmp_path):
    fault = ImportFault("=a.csv", 3, "@spalte", "+49 351", "-Regel")
    write_error_csv([fault], tmp_path / "f.csv")
    content = (tmp_path / "f.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfDatei;Zeile;Spalte;Wert;Regel\r\n")
    assert content.decode("utf-8-sig").splitlines()[1] == "'=a.csv;3;'@spalte;'+49 351;'-Regel"


def test_a_check_writes_nothing(krm, folder, database, faulty):
    result = krm("import", folder, "--nur-pruefen")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, messages.WOULD_CHANGE)
    assert krm("import", faulty, "--nur-pruefen").exit_code == 1
    assert not database.parent.exists()
    krm("import", folder)
    assert krm("import", folder, "--nur-pruefen").stdout.startswith(messages.NOTHING_TO_CHANGE)


def test_datenstand_and_mapping_are_passed_on(krm, folder, tmp_path):
    for text in ("2021-03-31", "31.03.2021"):
        assert "31.03.2021" in krm("import", folder, "--datenstand", text).stdout
    (tmp_path / "m.toml").write_text("[unsinn]\n")
    result = krm("import", folder, "--mapping", tmp_path / "m.toml")
    assert result.exit_code == 1
    assert result.stderr.startswith("m.toml, Spalte unsinn: Diesen Abschnitt gibt es nicht")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["import"], "Die Angabe PFAD fehlt."),
        (["import", "x", "--datenstand", "gestern"], "--datenstand: Das ist kein Datum"),
        (["import", "x", "--datenstand"], "Nach --datenstand fehlt der Wert."),
        (["import", "x", "--nur-pruefen=ja"], "Nach --nur-pruefen darf kein Wert stehen."),
        (["import", "x", "--unbekannt"], "Die Angabe --unbekannt gibt es bei diesem Befehl nicht."),
        (["--unbekannt"], "Die Angabe --unbekannt gibt es bei diesem Befehl nicht."),
        (["impert"], "Den Befehl „impert“ gibt es nicht. Gemeint ist vielleicht import."),
        (["umzug", "xyz"], "Den Befehl „xyz“ gibt es nicht."),
        (["stand", "zuviel"], "Diese Angaben passen nicht zum Befehl; vielleicht ist eine zu viel."),
        (["bericht", "--jahr", "2020", "--format", "pdf", "--nach", "x"], "Für --format ist möglich: docx oder xlsx."),
        (["bericht"], "Die Angabe --jahr fehlt."),
    ],
)
def test_wrong_usage_ends_with_2_and_two_german_lines(krm, arguments, sentence):
    result = krm(*arguments)
    said, where = result.stderr.splitlines()
    assert (result.exit_code, result.stdout) == (2, "")
    assert said.startswith(sentence)
    assert where.startswith("Hilfe dazu: ")
    assert where.endswith(" --help")


def test_the_group_alone_shows_its_help(krm):
    result = krm()
    assert result.exit_code == 2
    assert "Lädt die mitgelieferten Demodaten." in result.stderr


@pytest.mark.parametrize("arguments", [[], ["import"], ["bericht"], ["umzug"], ["umzug", "lesen"]])
def test_the_help_is_german(krm, arguments):
    lines = krm(*arguments, "--help").stdout.splitlines()
    assert lines[0].startswith("Aufruf: ")
    assert "Angaben:" in lines
    assert any(line.split("  ")[-1] == "Zeigt diese Hilfe." for line in lines)
    assert not re.search(r"Usage|Options?\b|OPTION|COMMAND|Commands|ARGS|Show|exit|default|required", "\n".join(lines))


def test_notices_are_printed_before_the_result(krm, folder):
    (folder / "liesmich.txt").write_text("x")
    lines = krm("import", folder).stdout.splitlines()
    assert lines[0] == "Hinweis: „liesmich.txt“ gehört zu keiner Tabelle und wurde nicht gelesen."


def test_an_unusable_path_is_one_sentence(krm, tmp_path):
    result = krm("import", tmp_path / "fehlt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"„{tmp_path / 'fehlt'}“ gibt es nicht.\n"


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("postgresql+psycopg://krm:geheim@127.0.0.1:1/krm", "Die Datenbank 127.0.0.1:1/krm ist nicht erreichbar"),
        ("mysql://krm:geheim@127.0.0.1/krm", messages.DATABASE_ADDRESS_INVALID),
        ("quatsch", messages.DATABASE_ADDRESS_INVALID),
        ("sqlite:////dev/null/krm.sqlite", "„/dev/null“ lässt sich nicht öffnen oder anlegen"),
    ],
)
def test_an_unusable_database_is_one_sentence_without_the_password(krm, folder, url, part):
    result = krm("import", folder, url=url)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert part in result.stderr
    assert "geheim" not in result.output


def test_a_file_that_is_no_database_is_one_sentence(krm, folder, database):
    database.parent.mkdir()
    database.write_bytes(b"keine Datenbank" * 100)
    for command in (["import", folder], ["stand"], ["pruefen"], ["demo"]):
        result = krm(*command)
        assert result.exit_code == 1
        assert "nicht erreichbar oder hat die Arbeit abgebrochen" in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_a_locked_database_is_one_sentence(krm, folder, database):
    krm("import", folder)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        result = krm("import", folder)
    assert (result.exit_code, result.stderr) == (1, f"{messages.DATABASE_LOCKED}\n")


def test_a_database_of_a_newer_version_is_left_alone(krm, folder, database):
    krm("import", folder)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    result = krm("import", folder)
    assert (result.exit_code, result.stderr) == (1, f"{messages.SCHEMA_NEWER}\n")


def test_demo_loads_the_reference_data_once(krm):
    first = krm("demo")
    assert first.exit_code == 0
    assert first.stdout.startswith("Import Nr. 1 ist geladen, Datenstand 31.03.2021.")
    assert krm("demo").stdout.startswith("Nichts geändert")
    stand = krm("stand").stdout.splitlines()
    assert stand[0].endswith("aus „referenzdaten“, Demodaten")
    assert "27  petition_eingabe" in stand[-4].strip()


def test_demo_keeps_away_from_other_data(krm, folder):
    krm("import", folder)
    result = krm("demo")
    assert (result.exit_code, result.stderr) == (1, f"{messages.OTHER_DATA_LOADED}\n")
    only_if_empty = krm("demo", "--wenn-leer")
    assert (only_if_empty.exit_code, only_if_empty.stdout) == (0, f"{messages.DATA_THERE}\n")


def test_demo_keeps_away_from_rows_that_no_import_has_brought(krm, folder, database):
    krm("import", folder)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DELETE FROM importlauf")
        connection.commit()
    assert krm("demo").exit_code == 1


def test_demo_for_an_empty_database_loads(krm):
    assert krm("demo", "--wenn-leer").stdout.startswith("Import Nr. 1 ist geladen")
    assert krm("demo", "--wenn-leer").stdout == f"{messages.DATA_THERE}\n"


def test_stand_of_a_missing_database_creates_none(krm, database):
    result = krm("stand")
    assert (result.exit_code, result.stdout) == (0, f"{messages.NOTHING_LOADED}\n")
    assert not database.parent.exists()
    assert krm("pruefen").stdout == f"{messages.NOTHING_LOADED}\n"


def test_stand_of_an_empty_postgresql_database(krm, postgres_url, folder):
    assert krm("stand", url=postgres_url).stdout == f"{messages.NOTHING_LOADED}\n"
    assert krm("import", folder, url=postgres_url).exit_code == 0
    lines = krm("stand", url=postgres_url).stdout.splitlines()
    assert lines[0].startswith("Datenstand 02.11.2020, Import Nr. 1 vom ")
    assert lines[0].endswith(" UTC aus „lieferung“")
    assert [line.split() for line in lines[8:10]] == [["3", "kundenreaktion"], ["4", "anliegen"]]


def test_pruefen_counts_what_looks_odd(krm, tmp_path, postgres_url, database):
    lieferung = small_delivery()
    lieferung["kundenreaktion"] += [
        reaktion("D-1", kanal="brief", art="lob"),
        reaktion("D-2", kanal="brief", art="lob", erledigt_am=date(2020, 3, 9)),
        reaktion("D-3", kanal="brief", art="idee"),
        reaktion("S-1", status="storniert"),
    ]
    lieferung["anliegen"] += [
        anliegen("D-1", lfd_nr=1, art="lob", bewertung="begruendet", bereich="geld", thema="dauer"),
        anliegen("D-1", lfd_nr=2, art="lob", bereich="team", thema="hoehe"),
        anliegen("D-2", lfd_nr=1, art="lob", bereich="team", thema="hoehe"),
        anliegen("D-2", lfd_nr=2, art="lob", bewertung="begruendet", bereich="geld", thema="dauer"),
        anliegen("D-3", art="lob", bereich="geld", thema="dauer"),
        anliegen("S-1"),
    ]
    lieferung["petition_eingabe"].append(lieferung["petition_eingabe"][0] | {"kennung": "P-2", "aktenzeichen": "X-1"})
    folder = write_folder(lieferung, tmp_path / "auffaellig")
    for url in (None, postgres_url):
        assert krm("import", folder, url=url).exit_code == 0
        # No import lets this happen; a database that others fill may hold it.
        engine = writing_engine(url or f"sqlite:///{database}")
        with engine.begin() as connection:
            year = {"zeitraum_von": date(2020, 1, 1), "zeitraum_bis": date(2020, 12, 31)}
            connection.execute(insert(schema.manuelle_meldung).values(lieferung["manuelle_meldung"][0] | year))
        engine.dispose()
        result = krm("pruefen", url=url)
        assert result.exit_code == 0
        found = dict(line.strip().split("  ")[::-1] for line in result.stdout.splitlines())
        assert found == {
            messages.QUALITY_NO_KANAL: "2",
            messages.QUALITY_NO_BEREICH: "2",
            messages.QUALITY_NO_THEMA: "3",
            messages.QUALITY_NO_BEWERTUNG: "1",
            messages.QUALITY_BEWERTUNG_ELSEWHERE: "2",
            messages.QUALITY_HAUPTART: "1",
            messages.QUALITY_LONG_OVERDUE: "1",
            messages.QUALITY_PETITION: "1",
            messages.QUALITY_MANUAL_AND_CASES: "1",
            messages.QUALITY_DUPLICATES: "1",
        }


def test_limits_come_from_the_settings(krm, folder):
    with (folder / "thema.csv").open("a") as stream:
        stream.writelines(f"t{number};{'x' * 100}\n" for number in range(11_000))
    result = krm("import", folder, import_csv_megabytes=1)
    assert result.exit_code == 1
    assert "thema.csv: Die Datei ist größer als die erlaubten 1 MB." in result.stderr
