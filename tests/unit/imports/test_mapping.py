"""``mapping.toml``: what it renames, and what is said about its faults."""

import pytest

from data_access.imports import contract, messages
from data_access.imports.faults import Faults
from data_access.imports.mapping import Mapping, read_mapping

COMPLETE = """
[dateien]
"Reaktionen 2020.csv" = "kundenreaktion"
"Wege" = "kanal"

[spalten.kundenreaktion]
"Eingangsdatum" = "eingang_am"
"Notiz" = "erfasserbemerkung"

[werte.kundenreaktion.kanal]
"E-Mail" = "email"
"7" = "brief"

[werte.kundenreaktion.ombudsstelle]
"Ja" = 1
"Nein" = false

[ombudsstelle]
muster = ["ombud", "O\\\\.?-?Stelle"]
"""


def mapping_of(tmp_path, text):
    path = tmp_path / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    faults = Faults()
    return read_mapping(path, faults), faults.kept


def test_files_columns_and_values_are_translated(tmp_path):
    mapping, faults = mapping_of(tmp_path, COMPLETE)
    reaktion = contract.TABLES["kundenreaktion"]
    assert faults == []
    assert mapping.table("reaktionen 2020") == "kundenreaktion"
    assert mapping.table("wege") == "kanal"
    assert mapping.table("Anliegen") == "anliegen"
    assert mapping.table("Notizen") is None
    assert mapping.column(reaktion, " eingangsdatum ") == "eingang_am"
    assert mapping.column(reaktion, "Status") == "status"
    assert mapping.column(reaktion, "Laune") is None
    assert mapping.werte["kundenreaktion"] == {
        "kanal": {"E-Mail": "email", "7": "brief"},
        "ombudsstelle": {"Ja": "1", "Nein": "0"},
    }


def test_patterns_of_the_ombudsstelle_ignore_case(tmp_path):
    mapping, _ = mapping_of(tmp_path, COMPLETE)
    assert [mapping.is_ombudsstelle(note) for note in ("über OMBUDSstelle", "o.-stelle", "Telefon")] == [
        True,
        True,
        False,
    ]
    assert [Mapping().is_ombudsstelle(note) for note in ("Ombudsfrau", "o.-stelle")] == [True, False]


def test_a_single_pattern_needs_no_list(tmp_path):
    mapping, faults = mapping_of(tmp_path, '[ombudsstelle]\nmuster = "schlicht"')
    assert faults == []
    assert mapping.is_ombudsstelle("Schlichtung")
    assert not mapping.is_ombudsstelle("Ombudsstelle")


@pytest.mark.parametrize(
    ("text", "column", "rule"),
    [
        ("[datein]\n", "datein", messages.unknown_section(("dateien", "spalten", "werte", "ombudsstelle"))),
        ('dateien = "x"', "dateien", messages.MAPPING_NOT_A_SECTION),
        ('[dateien]\n"A.csv" = "faelle"', "dateien.A.csv", messages.unknown_table(contract.TABLES)),
        ('[spalten.faelle]\n"A" = "b"', "spalten.faelle", messages.unknown_table(contract.TABLES)),
        (
            '[spalten.thema]\n"A" = "farbe"',
            "spalten.thema.A",
            messages.unknown_column(("code", "name")),
        ),
        ('[werte.thema.farbe]\n"A" = "b"', "werte.thema.farbe", messages.unknown_column(("code", "name"))),
        ('[werte.thema.code]\n"A" = ["b"]', "werte.thema.code.A", messages.MAPPING_NOT_A_VALUE),
        ('[werte.kundenreaktion.erfasserbemerkung]\n"A" = "b"', "werte.kundenreaktion.erfasserbemerkung", None),
        ('[ombudsstelle]\nmuster = "(offen"', "ombudsstelle.muster", messages.NOT_A_PATTERN),
        ("[ombudsstelle]\nmuster = 5", "ombudsstelle.muster", messages.NOT_A_PATTERN),
        ("[ombudsstelle]\nmuster = []", "ombudsstelle.muster", messages.NOT_A_PATTERN),
        ('[ombudsstelle]\nregel = "x"', "ombudsstelle.regel", messages.ONLY_MUSTER),
    ],
)
def test_every_fault_names_its_place(tmp_path, text, column, rule):
    _, faults = mapping_of(tmp_path, text)
    assert [(fault.file, fault.column) for fault in faults] == [("mapping.toml", column)]
    assert rule is None or faults[0].rule == rule


def test_all_faults_are_found_at_once(tmp_path):
    _, faults = mapping_of(tmp_path, '[x]\n[dateien]\na = "b"\n[spalten.thema]\nA = "c"\n[ombudsstelle]\nmuster = "("')
    assert [fault.column for fault in faults] == ["x", "dateien.a", "spalten.thema.A", "ombudsstelle.muster"]


def test_broken_toml_names_its_line(tmp_path):
    _, faults = mapping_of(tmp_path, '[dateien]\n"A.csv" = kanal\n')
    assert [(fault.row, fault.rule) for fault in faults] == [(2, messages.MAPPING_NOT_TOML)]


def test_a_mapping_that_cannot_be_read_is_a_fault(tmp_path):
    faults = Faults()
    assert read_mapping(tmp_path / "fehlt.toml", faults) == Mapping()
    assert [fault.rule for fault in faults.kept] == [messages.FILE_NOT_READABLE]
    (tmp_path / "mapping.toml").write_bytes("[dateien]\n# Übersetzung".encode("cp1252"))
    read_mapping(tmp_path / "mapping.toml", faults)
    assert faults.kept[-1].rule == messages.MAPPING_NOT_UTF8
