"""``krm snapshot``, and the snapshots that ``krm import`` and ``krm demo`` bring with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from data_access.imports import messages
from data_access.snapshot.files import POINTER, read_pointer
from settings import SNAPSHOT, Settings
from tests.deliveries import small_delivery, write_folder
from tests.integration.snapshot.stands import delivery
from web.commands import register

Krm = Callable[..., Result]


@pytest.fixture
def krm(tmp_path: Path) -> Krm:
    """Runs ``flask krm …`` where pages read snapshots."""

    def run(*arguments: object, analytics: str = SNAPSHOT) -> Result:
        server = Flask("krm_statistik")
        register(server, Settings(var_dir=tmp_path, analytics=analytics))
        return server.test_cli_runner().invoke(args=["krm", *map(str, arguments)])

    return run


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The folder of a delivery."""
    return write_folder(small_delivery(), tmp_path / "lieferung")


def nummer(folder: Path) -> int | None:
    pointer = read_pointer(folder)
    return pointer.nummer if pointer else None


def test_an_import_brings_its_snapshot_and_says_so(krm: Krm, source: Path, folder: Path):
    first = krm("import", source)
    again = krm("import", source)

    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout.endswith("Der Schnappschuss von Import Nr. 1, Datenstand 02.11.2020, ist geschrieben.\n")
    assert again.stdout.endswith("Der Schnappschuss ist schon auf Import Nr. 1, Datenstand 02.11.2020.\n")
    assert nummer(folder) == 1


def test_a_check_and_a_refused_import_write_none(krm: Krm, source: Path, folder: Path, tmp_path: Path):
    krm("import", source)
    before = (folder / POINTER).read_bytes()
    wrong = small_delivery()
    wrong["anliegen"][0] |= {"bereich": "mond"}

    checked = krm("import", write_folder(delivery(2), tmp_path / "mehr"), "--nur-pruefen")
    refused = krm("import", write_folder(wrong, tmp_path / "falsch"), "--fehlerdatei", tmp_path / "fehler.csv")

    assert (checked.exit_code, refused.exit_code) == (0, 1)
    assert "Schnappschuss" not in checked.output + refused.output
    assert (folder / POINTER).read_bytes() == before


def test_an_import_stands_even_when_its_snapshot_fails(krm: Krm, source: Path, folder: Path):
    folder.write_bytes(b"a file where the folder belongs")

    failed = krm("import", source)

    assert failed.exit_code == 1
    assert failed.stderr == (
        f"Die Daten sind geladen, der Schnappschuss ist es nicht: Der Schnappschuss in „{folder}“ lässt sich nicht "
        "schreiben (Speicherplatz, Zugriffsrechte und KRM_SNAPSHOT_MEGABYTES prüfen); der vorige gilt weiter. "
        "Bis der Befehl krm snapshot gelingt, zeigen die Seiten den Stand davor.\n"
    )
    assert krm("stand").stdout.splitlines()[0].startswith("Datenstand 02.11.2020, Import Nr. 1")

    folder.unlink()

    assert krm("snapshot").exit_code == 0
    assert nummer(folder) == 1


def test_the_stand_tells_how_far_the_snapshot_is(krm: Krm, source: Path, tmp_path: Path):
    krm("import", source, analytics="direkt")
    assert krm("stand").stdout.splitlines()[-1] == messages.SNAPSHOT_MISSING
    krm("snapshot")
    assert krm("stand").stdout.splitlines()[-1] == "Der Schnappschuss ist auf diesem Stand."
    krm("import", write_folder(delivery(2), tmp_path / "mehr"), analytics="direkt")
    assert krm("stand").stdout.splitlines()[-1] == messages.snapshot_outdated(1)
    assert "Schnappschuss" not in krm("stand", analytics="direkt").stdout


def test_a_snapshot_can_be_written_elsewhere(krm: Krm, source: Path, folder: Path, tmp_path: Path):
    krm("import", source, analytics="direkt")

    written = krm("snapshot", "--format", "duckdb", "--nach", tmp_path / "woanders")

    assert (written.exit_code, nummer(tmp_path / "woanders"), nummer(folder)) == (0, 1, None)


def test_without_data_there_is_no_snapshot(krm: Krm, folder: Path):
    found = krm("snapshot")

    assert (found.exit_code, found.stderr) == (1, f"{messages.NOTHING_LOADED}\n")
    assert not folder.exists()


def test_the_place_of_the_figures_is_one_that_exists():
    assert Settings(analytics="").analytics == "direkt"
    with pytest.raises(ValueError, match="analytics"):
        Settings(analytics="schnell")
