"""What the catalogue says about what is loaded."""

from __future__ import annotations

from pathlib import Path

from data_access.catalog import read_stand
from data_access.demo import load_demo
from data_access.engine import writing_engine
from data_access.imports import run_import
from tests.deliveries import small_delivery, write_folder


def test_data_imported_on_top_of_the_reference_data_stay_marked_as_demo(tmp_path: Path):
    engine = writing_engine(f"sqlite:///{tmp_path / 'krm.sqlite'}")
    load_demo(engine)
    folder = tmp_path / "lieferung"
    folder.mkdir()
    write_folder(small_delivery(), folder)

    result = run_import(engine, folder)

    assert result.ok, result.errors
    with engine.connect() as connection:
        stand = read_stand(connection)
    assert stand.nummer == 2
    assert stand.demo


def test_own_data_alone_are_no_demo(tmp_path: Path):
    engine = writing_engine(f"sqlite:///{tmp_path / 'krm.sqlite'}")
    folder = tmp_path / "lieferung"
    folder.mkdir()
    write_folder(small_delivery(), folder)

    assert run_import(engine, folder).ok
    with engine.connect() as connection:
        assert not read_stand(connection).demo
