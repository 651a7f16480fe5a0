"""Imports into SQLite and PostgreSQL: all or nothing, the same twice changes nothing, updates touch what they name."""

from datetime import date

import pytest
from sqlalchemy import inspect, select, update

from data_access import schema
from data_access.imports import Limits, TableCount, messages, run_import
from data_access.migrate import migrate
from tests import oracle
from tests.deliveries import Row, anliegen, reaktion, small_delivery, standard, write_folder, write_workbook
from tests.integration.imports.conftest import contents
from tests.random_data import random_delivery
from tests.random_data import write_delivery as write_random_delivery


def rows(engine, table, *columns):
    chosen = schema.metadata.tables[table]
    with engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(select(*(chosen.c[name] for name in columns))))


def due_dates(engine):
    return {(jc, az): due for jc, az, due in rows(engine, "kundenreaktion", "jobcenter", "aktenzeichen", "faellig_am")}


def test_everything_delivered_is_stored_and_counted(engine, loaded, tmp_path):
    lieferung = small_delivery()
    result = loaded(write_folder(lieferung, tmp_path / "lieferung"))
    assert (result.ok, result.changed, result.datenstand, result.nummer) == (True, True, date(2020, 11, 2), 1)
    assert result.counts == {name: TableCount(len(table), neu=len(table)) for name, table in lieferung.items()}

    stored = contents(engine)
    assert stored["bereich"] == [("geld", "Geld", None), ("team", "Team", "geld")]
    march = (date(2020, 3, 2), date(2020, 3, 16), date(2020, 3, 16), "erledigt")
    still_open = (date(2020, 3, 2), None, date(2020, 3, 16), "offen")
    autumn = (date(2020, 10, 28), date(2020, 11, 2), date(2020, 11, 2), "erledigt")
    assert stored["kundenreaktion"] == [
        ("nord", "A-1", *march, "email", "beschwerde", 1, "kunde", None),
        ("nord", "A-2", *still_open, None, "beschwerde", 0, None, "Beratung Elbe"),
        ("sued", "A-1", *autumn, None, "beschwerde", 0, None, None),
    ]
    assert stored["kundenreaktion_personenkreis"] == [("nord", "A-1", "familien"), ("nord", "A-1", "umzug")]
    assert stored["anliegen"] == [
        ("nord", "A-1", 1, "beschwerde", "team", "dauer", "begruendet"),
        ("nord", "A-1", 2, "lob", None, None, None),
        ("nord", "A-2", 1, "beschwerde", "geld", None, None),
        ("sued", "A-1", 1, "beschwerde", None, None, None),
    ]
    ((number, datenstand, quelle, demo, checksum, zaehlung),) = stored["importlauf"]
    assert (number, datenstand, quelle, demo, len(checksum)) == (1, date(2020, 11, 2), "lieferung", 0, 64)
    assert zaehlung["anliegen"] == {"gelesen": 4, "neu": 4, "geaendert": 0, "unveraendert": 0, "entfernt": 0}


@pytest.mark.parametrize("seed", [3, 8, 21])
def test_random_deliveries_are_accepted_with_the_due_dates_of_their_standards(engine, loaded, tmp_path, seed):
    lieferung, datenstand = random_delivery(seed, size=60)
    write_random_delivery(lieferung, tmp_path)
    result = loaded(tmp_path, datenstand=datenstand)
    assert result.counts["kundenreaktion"].neu == 60
    assert result.counts["anliegen"].neu == len(lieferung["anliegen"])
    land = {row["code"]: row["bundesland"] for row in lieferung["jobcenter"]}
    assert due_dates(engine) == {
        (row["jobcenter"], row["aktenzeichen"]): oracle.faellig_am(
            row, lieferung["qualitaetsstandard"], land[row["jobcenter"]]
        )
        for row in lieferung["kundenreaktion"]
    }
    assert contents(engine)["kundenreaktion_personenkreis"] == sorted(
        (row["jobcenter"], row["aktenzeichen"], code)
        for row in lieferung["kundenreaktion"]
        for code in row["personenkreis"]
    )
    assert not loaded(tmp_path, datenstand=datenstand).changed


def test_the_same_delivery_twice_changes_nothing(engine, loaded, tmp_path):
    folder = write_folder(small_delivery(), tmp_path / "lieferung")
    loaded(folder)
    before = contents(engine)
    again = loaded(folder)
    assert (again.ok, again.changed, again.nummer) == (True, False, 1)
    assert again.counts["kundenreaktion"] == TableCount(3, unveraendert=3)
    assert contents(engine) == before


def test_the_order_of_rows_and_the_kind_of_file_make_no_difference(engine, loaded, tmp_path):
    loaded(write_folder(small_delivery(), tmp_path / "lieferung"))
    reversed_rows = {name: table[::-1] for name, table in small_delivery().items()}
    assert not loaded(write_folder(reversed_rows, tmp_path / "b", separator=",", encoding="utf-8-sig")).changed
    assert not loaded(write_workbook(small_delivery(), tmp_path / "c.xlsx")).changed


def test_a_workbook_brings_the_same_as_the_folder(engine, loaded, tmp_path, sqlite_engine):
    loaded(write_workbook(small_delivery(), tmp_path / "lieferung.xlsx"))
    assert run_import(sqlite_engine, write_folder(small_delivery(), tmp_path / "lieferung")).ok
    from_workbook, from_folder = contents(engine), contents(sqlite_engine)
    ((*_, checksum, _),), ((*_, other_checksum, _),) = from_workbook.pop("importlauf"), from_folder.pop("importlauf")
    assert from_workbook == from_folder
    assert checksum == other_checksum


def test_one_fault_keeps_everything_out(engine, loaded, tmp_path):
    loaded(write_folder(small_delivery(), tmp_path / "a"))
    before = contents(engine)
    lieferung = small_delivery()
    lieferung["kanal"].append({"code": "fax", "name": "Fax"})
    lieferung["kundenreaktion"].append(reaktion("A-3", kanal="taube"))
    lieferung["anliegen"].append(anliegen("A-3"))
    result = run_import(engine, write_folder(lieferung, tmp_path / "b"))
    assert (result.ok, result.changed, result.error_count) == (False, False, 1)
    assert contents(engine) == before


def test_twenty_different_faults_load_nothing_and_are_all_reported(engine, tmp_path):
    lieferung = small_delivery()
    lieferung["jobcenter"].append({"code": "west", "name": "West", "traegerform": "GmbH", "bundesland": "XX"})
    lieferung["bereich"].append({"code": "kreis", "name": "Kreis", "uebergeordnet": "kreis"})
    lieferung["thema"].append({"code": "ohne", "name": "Ohne"})
    lieferung["kanal"].append({"code": "brief", "name": "Noch ein Brief"})
    lieferung["personenkreis"].append({"code": "alle_u25", "name": "", "sonderlage": 0})
    lieferung["qualitaetsstandard"].append(standard(gueltig_von="2020-06-01"))
    lieferung["ereignis"].append(
        {"datum_von": "2020-06-31", "titel": "Unmöglicher Tag", "kategorie": "Sonstiges", "bereich": None}
    )
    lieferung["kundenreaktion"] += [
        reaktion("B-1", eingang_am="2019-06-01"),
        reaktion("B-2", erledigt_am="2020-03-01"),
        reaktion("B-3", erledigt_am=None),
        reaktion("B-4", status="offen"),
        reaktion("B-5", eingang_am="2021-04-01", erledigt_am="2021-04-02"),
        reaktion("B-6", kanal="taube"),
        reaktion("B-7", personenkreis="umzug|unbekannt"),
        reaktion("B-8"),
    ]
    lieferung["anliegen"] += [anliegen(f"B-{number}") for number in range(1, 8)]
    lieferung["anliegen"] += [
        anliegen("B-9"),
        anliegen("B-1", lfd_nr=0),
        anliegen("B-2", lfd_nr=2, bewertung="vielleicht"),
    ]
    lieferung["petition_eingabe"][0]["eingang_am"] = "13/06/2020"
    lieferung["manuelle_meldung"][0]["wert"] = "1.068"
    result = run_import(engine, write_folder(lieferung, tmp_path / "lieferung"), datenstand=date(2021, 3, 31))
    found = [(fault.file.removesuffix(".csv"), fault.row, fault.column, fault.value) for fault in result.errors]
    assert found == [
        ("jobcenter", 4, "traegerform", "GmbH"),
        ("jobcenter", 4, "bundesland", "XX"),
        ("bereich", 4, "uebergeordnet", "kreis"),
        ("thema", 4, "code", "ohne"),
        ("kanal", 4, "code", "brief"),
        ("personenkreis", 4, "name", None),
        ("qualitaetsstandard", 4, "gueltig_von", "2020-06-01"),
        ("ereignis", 4, "datum_von", "2020-06-31"),
        ("kundenreaktion", 5, "eingang_am", "2019-06-01"),
        ("kundenreaktion", 6, "erledigt_am", "2020-03-01"),
        ("kundenreaktion", 7, "erledigt_am", None),
        ("kundenreaktion", 8, "erledigt_am", "2020-03-16"),
        ("kundenreaktion", 9, "eingang_am", "2021-04-01"),
        ("kundenreaktion", 9, "erledigt_am", "2021-04-02"),
        ("kundenreaktion", 10, "kanal", "taube"),
        ("kundenreaktion", 11, "personenkreis", "unbekannt"),
        ("kundenreaktion", 12, "aktenzeichen", "B-8"),
        ("anliegen", 13, "aktenzeichen", "B-9"),
        ("anliegen", 14, "lfd_nr", "0"),
        ("anliegen", 15, "bewertung", "vielleicht"),
        ("petition_eingabe", 2, "eingang_am", "13/06/2020"),
        ("manuelle_meldung", 2, "wert", "1.068"),
    ]
    assert len({fault.rule for fault in result.errors}) >= 20
    assert not any(contents(engine).values())


def test_a_later_delivery_changes_what_it_names_and_nothing_else(engine, loaded, tmp_path):
    loaded(write_folder(small_delivery(), tmp_path / "a"))
    result = loaded(
        write_folder(
            {
                "kanal": [{"code": "email", "name": "Elektronisch"}, {"code": "fax", "name": "Fax"}],
                "kundenreaktion": [
                    reaktion("A-1", personenkreis="umzug", kanal="fax", ombudsstelle=1, melder="kunde"),
                    reaktion("A-3", eingang_am=date(2020, 12, 1), erledigt_am=date(2020, 12, 24)),
                ],
                "anliegen": [
                    anliegen("A-1", thema="hoehe", bereich="team", bewertung="begruendet"),
                    anliegen("A-2", bereich="geld"),
                    anliegen("A-2", lfd_nr=2, art="idee"),
                    anliegen("A-3"),
                ],
            },
            tmp_path / "b",
        )
    )
    assert result.counts == {
        "kanal": TableCount(2, neu=1, geaendert=1),
        "kundenreaktion": TableCount(2, neu=1, geaendert=1),
        "anliegen": TableCount(4, neu=2, geaendert=1, unveraendert=1, entfernt=1),
    }
    stored = contents(engine)
    assert [row[1] for row in stored["kanal"]] == ["Brief", "Elektronisch", "Fax"]
    assert rows(engine, "kundenreaktion_personenkreis", "personenkreis") == [("umzug",)]
    assert [row[:5] for row in stored["anliegen"]] == [
        ("nord", "A-1", 1, "beschwerde", "team"),
        ("nord", "A-2", 1, "beschwerde", "geld"),
        ("nord", "A-2", 2, "idee", None),
        ("nord", "A-3", 1, "beschwerde", None),
        ("sued", "A-1", 1, "beschwerde", None),
    ]
    assert stored["petition_eingabe"] != []
    assert (result.nummer, result.datenstand) == (2, date(2020, 12, 24))


def test_an_anliegen_file_alone_refers_to_stored_reactions(engine, loaded, tmp_path):
    loaded(write_folder(small_delivery(), tmp_path / "a"))
    loaded(write_folder({"anliegen": [anliegen("A-1", jobcenter="sued", art="lob")]}, tmp_path / "b"))
    assert ("sued", "A-1", 1, "lob", None, None, None) in contents(engine)["anliegen"]


def test_a_reaction_may_come_again_without_its_anliegen(engine, loaded, tmp_path):
    loaded(write_folder(small_delivery(), tmp_path / "a"))
    loaded(write_folder({"kundenreaktion": [reaktion("A-2", art="idee")]}, tmp_path / "b"))
    assert len(contents(engine)["anliegen"]) == 4


def test_a_cancelled_reaction_that_is_taken_up_again_needs_an_anliegen(engine, loaded, tmp_path):
    lieferung = small_delivery()
    lieferung["kundenreaktion"].append(reaktion("A-9", status="storniert"))
    loaded(write_folder(lieferung, tmp_path / "a"))
    result = run_import(engine, write_folder({"kundenreaktion": [reaktion("A-9")]}, tmp_path / "b"))
    assert [fault.rule for fault in result.errors] == [messages.WITHOUT_ANLIEGEN]


def test_events_are_replaced_as_a_whole(engine, loaded, tmp_path):
    loaded(write_folder(small_delivery(), tmp_path / "a"))
    events = small_delivery()["ereignis"][:1]
    events.append({"datum_von": date(2020, 9, 1), "titel": "Neu", "kategorie": "Aktion"})
    result = loaded(write_folder({"ereignis": events}, tmp_path / "b"))
    assert result.counts["ereignis"] == TableCount(2, neu=1, unveraendert=1, entfernt=1)
    assert [title for (title,) in rows(engine, "ereignis", "titel")] == ["Neu", "Schließung"]
    (tmp_path / "b" / "ereignis.csv").write_text("datum_von;titel;kategorie\n")
    assert loaded(tmp_path / "b").counts["ereignis"].entfernt == 2
    assert rows(engine, "ereignis", "titel") == []


def test_an_absent_column_means_empty(engine, loaded, tmp_path):
    loaded(write_folder(small_delivery(), tmp_path / "a"))
    short = {key: value for key, value in reaktion("A-1").items() if value is not None}
    loaded(write_folder({"kundenreaktion": [short]}, tmp_path / "b"))
    assert rows(engine, "kundenreaktion_personenkreis", "personenkreis") == []
    assert contents(engine)["kundenreaktion"][0][6:] == (None, "beschwerde", 0, None, None)


def test_a_new_standard_recomputes_stored_due_dates(engine, loaded, tmp_path):
    loaded(write_folder(small_delivery(), tmp_path / "a"))
    own = standard(jobcenter="nord", frist_tage=21, verschiebe_auf_werktag=1)
    result = loaded(write_folder({"qualitaetsstandard": [own]}, tmp_path / "b"))
    assert messages.recomputed(2) in result.hinweise
    assert due_dates(engine) == {
        ("nord", "A-1"): date(2020, 3, 23),
        ("nord", "A-2"): date(2020, 3, 23),
        ("sued", "A-1"): date(2020, 11, 2),
    }


def test_another_land_recomputes_stored_due_dates(engine, loaded, tmp_path):
    lieferung = small_delivery()
    lieferung["kundenreaktion"][2] |= {"eingang_am": date(2020, 11, 16), "erledigt_am": date(2020, 12, 1)}
    loaded(write_folder(lieferung, tmp_path / "a"))
    assert due_dates(engine)["sued", "A-1"] == date(2020, 11, 19)
    moved = lieferung["jobcenter"][1] | {"bundesland": "SN"}
    loaded(write_folder({"jobcenter": [moved]}, tmp_path / "b"))
    # Buß- und Bettag 2020 is the 18th of November, in Sachsen only.
    assert due_dates(engine)["sued", "A-1"] == date(2020, 11, 20)


def test_a_changed_receipt_gets_the_due_date_of_its_new_standard(engine, loaded, tmp_path):
    lieferung = small_delivery()
    lieferung["qualitaetsstandard"][0]["gueltig_bis"] = date(2020, 12, 31)
    lieferung["qualitaetsstandard"].append(standard(gueltig_von=date(2021, 1, 1), frist_tage=21))
    loaded(write_folder(lieferung, tmp_path / "a"))
    later = reaktion("A-2", status="offen", erledigt_am=None, eingang_am=date(2021, 1, 4))
    loaded(write_folder({"kundenreaktion": [later]}, tmp_path / "b"))
    assert due_dates(engine)["nord", "A-2"] == date(2021, 1, 25)


def test_a_standard_may_not_leave_stored_reactions_without_one(engine, loaded, tmp_path):
    loaded(write_folder(small_delivery(), tmp_path / "a"))
    before = contents(engine)
    shorter = standard(gueltig_bis=date(2020, 1, 31))
    result = run_import(engine, write_folder({"qualitaetsstandard": [shorter]}, tmp_path / "b"))
    rule = messages.stored_without_standard(2, date(2020, 3, 2), date(2020, 3, 2))
    assert [(fault.file, fault.rule) for fault in result.errors] == [("qualitaetsstandard.csv", rule)]
    assert contents(engine) == before


def test_a_stored_standard_and_a_delivered_one_may_not_overlap(engine, loaded, tmp_path):
    loaded(write_folder(small_delivery(), tmp_path / "a"))
    later = standard(gueltig_von=date(2021, 1, 1))
    result = run_import(engine, write_folder({"qualitaetsstandard": [later]}, tmp_path / "b"))
    assert [fault.rule for fault in result.errors] == [messages.standards_overlap(date(2020, 1, 1), None)]
    ended = standard(gueltig_bis=date(2020, 12, 31))
    assert loaded(write_folder({"qualitaetsstandard": [ended, later]}, tmp_path / "c")).ok


def test_a_stored_bereich_and_a_delivered_one_may_not_form_a_circle(engine, loaded, tmp_path):
    loaded(write_folder(small_delivery(), tmp_path / "a"))
    turned = [{"code": "geld", "name": "Geld", "uebergeordnet": "team"}]
    result = run_import(engine, write_folder({"bereich": turned}, tmp_path / "b"))
    assert [fault.rule for fault in result.errors] == [messages.bereich_cycle(("geld", "team", "geld"))]


def test_bereiche_can_change_places(engine, loaded, tmp_path):
    loaded(write_folder(small_delivery(), tmp_path / "a"))
    turned: list[Row] = [
        {"code": "geld", "name": "Geld", "uebergeordnet": "team"},
        {"code": "team", "name": "Team", "uebergeordnet": None},
        {"code": "x", "name": "X", "uebergeordnet": "y"},
        {"code": "y", "name": "Y", "uebergeordnet": "geld"},
    ]
    loaded(write_folder({"bereich": turned}, tmp_path / "b"))
    assert rows(engine, "bereich", "code") == [("geld",), ("team",), ("x",), ("y",)]


def test_the_datenstand_never_goes_back_by_itself(engine, loaded, tmp_path):
    folder = write_folder(small_delivery(), tmp_path / "a")
    assert loaded(folder, datenstand=date(2020, 12, 31)).datenstand == date(2020, 12, 31)
    again = loaded(folder)
    assert (again.changed, again.datenstand) == (False, date(2020, 12, 31))


def test_another_datenstand_is_a_new_import(engine, loaded, tmp_path):
    folder = write_folder(small_delivery(), tmp_path / "a")
    loaded(folder)
    later = loaded(folder, datenstand=date(2020, 12, 31))
    assert (later.changed, later.nummer) == (True, 2)
    back = loaded(folder, datenstand=date(2020, 11, 30))
    assert (back.changed, back.nummer, back.datenstand) == (True, 3, date(2020, 11, 30))
    sums = [row[4] for row in contents(engine)["importlauf"]]
    assert len(set(sums)) == 3


def test_a_datenstand_before_stored_cases_is_refused(engine, loaded, tmp_path):
    loaded(write_folder(small_delivery(), tmp_path / "a"))
    one = {"kundenreaktion": [reaktion("A-1")]}
    result = run_import(engine, write_folder(one, tmp_path / "b"), datenstand=date(2020, 7, 31))
    rule = messages.datenstand_before_stored(date(2020, 11, 2))
    assert [(fault.column, fault.value, fault.rule) for fault in result.errors] == [("Datenstand", "2020-07-31", rule)]


def test_a_wrong_late_date_can_be_corrected_together_with_the_datenstand(engine, loaded, tmp_path):
    lieferung = small_delivery()
    lieferung["kundenreaktion"][1]["eingang_am"] = date(2090, 1, 1)
    result = loaded(write_folder(lieferung, tmp_path / "a"))
    assert messages.datenstand_in_future(date(2090, 1, 1)) in result.hinweise
    assert loaded(write_folder(small_delivery(), tmp_path / "b"), datenstand=date(2020, 12, 31)).datenstand == date(
        2020, 12, 31
    )


def test_a_check_writes_nothing_not_even_a_schema(engine, tmp_path):
    result = run_import(engine, write_folder(small_delivery(), tmp_path / "a"), check_only=True)
    assert (result.ok, result.changed, result.nummer) == (True, True, None)
    assert result.counts["kundenreaktion"] == TableCount(3, neu=3)
    if engine.dialect.name == "sqlite":
        assert list((tmp_path / "var").iterdir()) == []
    else:
        assert inspect(engine).get_table_names() == []


def test_a_check_of_loaded_data_tells_what_would_change(engine, loaded, tmp_path):
    folder = write_folder(small_delivery(), tmp_path / "a")
    loaded(folder)
    before = contents(engine)
    assert not loaded(folder, check_only=True).changed
    changed = loaded(write_folder({"kanal": [{"code": "fax", "name": "Fax"}]}, tmp_path / "b"), check_only=True)
    assert (changed.changed, changed.nummer, changed.counts["kanal"].neu) == (True, 1, 1)
    assert contents(engine) == before


def test_a_computed_due_date_that_is_wrong_in_the_database_is_put_right(engine, loaded, tmp_path):
    folder = write_folder(small_delivery(), tmp_path / "a")
    loaded(folder)
    right = due_dates(engine)
    with engine.begin() as connection:
        connection.execute(update(schema.kundenreaktion).values(faellig_am=date(2020, 12, 24)))
    assert loaded(folder).changed
    assert due_dates(engine) == right


def test_demo_data_below_are_pointed_out(engine, loaded, tmp_path):
    folder = write_folder(small_delivery(), tmp_path / "a")
    loaded(folder, demo=True)
    assert [row[3] for row in contents(engine)["importlauf"]] == [1]
    result = loaded(write_folder({"kanal": [{"code": "fax", "name": "Fax"}]}, tmp_path / "b"))
    assert messages.DEMO_DATA_BELOW in result.hinweise


def test_progress_is_reported_file_by_file(engine, loaded, tmp_path):
    heard: list[tuple[str, int, int | None]] = []
    loaded(write_folder(small_delivery(), tmp_path / "a"), progress=lambda *told: heard.append(told))
    assert (messages.phase_reading("anliegen.csv"), 4, 4) in heard
    assert (messages.PHASE_CHECKING, 0, None) in heard
    assert heard[-1] == (messages.PHASE_WRITING, 12, 13)


def test_an_oversized_csv_file_is_one_fault(engine, tmp_path):
    lieferung = small_delivery()
    folder = write_folder(lieferung, tmp_path / "a")
    with (folder / "thema.csv").open("a") as stream:
        stream.writelines(f"thema_{number};{'x' * 100}\n" for number in range(10_000))
    result = run_import(engine, folder, limits=Limits(csv_megabytes=1))
    assert [(fault.file, fault.rule) for fault in result.errors] == [("thema.csv", messages.too_large(1_000_000))]


def test_a_migrated_but_empty_database_takes_an_import(engine, loaded, tmp_path):
    migrate(engine)
    assert loaded(write_folder(small_delivery(), tmp_path / "a")).nummer == 1
