"""Whatever stands in the files: an import answers with faults or a sentence, never with an error of its own."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from data_access.engine import writing_engine
from data_access.imports import ImportRefusedError, run_import
from data_access.imports.contract import TABLES
from tests.deliveries import small_delivery, write_folder, write_workbook
from tests.sizes import examples

EXAMPLES = examples(40, 500, 10_000)

cells = st.one_of(
    st.text(max_size=30),
    st.dates().map(str),
    st.integers().map(str),
    st.floats().map(str),
    st.sampled_from(
        ["", "0", "1", "nord", "A-1", "ohne", "=1+1", "2020-03-02", "01.02.2020", "1.068", "\x00", "\u202e"]
    ),
)


def check(source: Path):
    """The result of a check against an empty database, or None where the source was refused in a sentence."""
    try:
        return run_import(writing_engine(f"sqlite:///{source.parent / 'keine.sqlite'}"), source, check_only=True)
    except ImportRefusedError:
        return None


@EXAMPLES
@given(table=st.sampled_from(sorted(TABLES)), content=st.binary(max_size=300))
def test_any_bytes_in_any_file(table, content):
    folder = Path(tempfile.mkdtemp())
    write_folder(small_delivery(), folder)
    (folder / f"{table}.csv").write_bytes(content)
    result = check(folder)
    shutil.rmtree(folder)
    assert result is not None
    assert not result.ok
    assert f"{table}.csv" in {fault.file for fault in result.errors}


@EXAMPLES
@given(data=st.data())
def test_any_cell_in_any_place(data):
    lieferung = small_delivery()
    table = data.draw(st.sampled_from(sorted(lieferung)))
    row = data.draw(st.sampled_from(lieferung[table]))
    column = data.draw(st.sampled_from(sorted(row)))
    row[column] = data.draw(cells)
    folder = Path(tempfile.mkdtemp())
    result = check(write_folder(lieferung, folder, encoding="utf-8-sig"))
    shutil.rmtree(folder)
    assert result is not None
    assert result.ok == (result.error_count == 0)
    assert all(fault.rule.endswith((".", "-")) for fault in result.errors)


@EXAMPLES
@given(place=st.integers(0, 12_000), value=st.integers(0, 255))
def test_any_changed_byte_of_a_workbook(place, value):
    folder = Path(tempfile.mkdtemp())
    path = write_workbook(small_delivery(), folder / "a.xlsx")
    content = bytearray(path.read_bytes())
    content[place % len(content)] = value
    path.write_bytes(content)
    result = check(path)
    shutil.rmtree(folder)
    assert result is None or result.ok == (result.error_count == 0)
