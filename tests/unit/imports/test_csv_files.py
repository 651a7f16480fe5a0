"""CSV files: encoding, separator, quotation marks."""

import pytest

from data_access.imports import messages
from data_access.imports.csv_files import open_csv
from data_access.imports.faults import UnreadableFileError

COLUMNS = ("code", "name")


def rows_of(tmp_path, content: bytes, largest: int = 10_000):
    path = tmp_path / "thema.csv"
    path.write_bytes(content)
    file = open_csv(path, largest)
    return file.encoding, list(file.records(lambda heading: heading.strip().lower() in COLUMNS))


@pytest.mark.parametrize("separator", [";", ","])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_separator_and_byte_order_mark_are_recognised(tmp_path, separator, mark, end):
    text = end.join([separator.join(line) for line in (("code", "name"), ("a", "Höhe"))])
    assert rows_of(tmp_path, mark + text.encode()) == ("utf-8-sig", [(1, ["code", "name"]), (2, ["a", "Höhe"])])


def test_the_separator_is_the_one_that_gives_columns(tmp_path):
    _, rows = rows_of(tmp_path, b'"a;b;c;d",code,name\nx,y,z\n')
    assert rows[1] == (2, ["x", "y", "z"])


def test_umlauts_in_cp1252_are_recognised(tmp_path):
    assert rows_of(tmp_path, "code;name\na;Höhe – ß\n".encode("cp1252")) == (
        "cp1252",
        [(1, ["code", "name"]), (2, ["a", "Höhe – ß"])],
    )


@pytest.mark.parametrize("content", [b"code;name\na;H\xf6he \x81\n", b"code;name\na;\xc3\x28 \x9d"])
def test_bytes_that_are_in_neither_encoding_are_refused(tmp_path, content):
    with pytest.raises(UnreadableFileError) as refused:
        rows_of(tmp_path, content)
    assert refused.value.rule == messages.UNKNOWN_ENCODING


def test_utf16_is_named(tmp_path):
    with pytest.raises(UnreadableFileError) as refused:
        rows_of(tmp_path, "code;name\n".encode("utf-16"))
    assert refused.value.rule == messages.UTF16


def test_an_oversized_file_is_refused_before_it_is_read(tmp_path):
    with pytest.raises(UnreadableFileError) as refused:
        rows_of(tmp_path, b"code;name\n" * 20_000, largest=100_000)
    assert refused.value.rule == messages.too_large(100_000)


def test_row_numbers_count_records_as_a_spreadsheet_does(tmp_path):
    _, rows = rows_of(tmp_path, b'code;name\na;"zwei\nZeilen"\n\nb;y\n')
    assert rows == [(1, ["code", "name"]), (2, ["a", "zwei\nZeilen"]), (3, []), (4, ["b", "y"])]


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (b'code;name\na;x\nb;"offen\nc;y\n', 3),
        (b'code;name\na;"x"y\nb;z\n', 2),
        (b"code;name\na;" + b"x" * 200_000, 2),
    ],
)
def test_a_stray_quotation_mark_or_endless_cell_ends_the_file_with_its_row(tmp_path, content, row):
    with pytest.raises(UnreadableFileError) as refused:
        rows_of(tmp_path, content, largest=1_000_000)
    assert (refused.value.rule, refused.value.row) == (messages.CSV_BROKEN, row)
