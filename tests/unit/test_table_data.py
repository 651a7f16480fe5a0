"""Tables on the way to the browser: headings in groups, what sorts how, and what is cut with a word about it."""

from __future__ import annotations

from datetime import date

from cards.base import CardResult, Drawn, RowLink
from exports.table import Column, Kind, Table
from layouts.table_data import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, result_data, table_data


def counts(columns: int, rows: int, group: int = 0) -> Table:
    """A table of counts; ``group`` columns each stand below one heading."""
    named = [Column(f"S{at}", Kind.ANZAHL, f"G{at // group}" if group else "") for at in range(columns - 1)]
    return Table("T", (Column("Zeile"), *named), tuple((f"Z{at}", *[at] * (columns - 1)) for at in range(rows)))


def test_small_tables_stay_whole():
    data = table_data(counts(5, 30))

    assert (len(data["kopf"]), len(data["zeilen"]), data["hinweise"]) == (5, 30, [])
    assert data["gruppen"] is None


def test_columns_that_belong_together_stand_below_one_heading():
    data = table_data(counts(7, 2, group=3))

    assert data["gruppen"] == [("", 1), ("G0", 3), ("G1", 3)]
    assert data["kopf"] == ["Zeile", "S0", "S1", "S2", "S3", "S4", "S5"]


def test_a_heading_above_every_single_column_is_its_heading():
    data = table_data(counts(4, 2, group=1))

    assert data["gruppen"] is None
    assert data["kopf"] == ["Zeile", "G0", "G1", "G2"]


def test_long_tables_end_on_screen_with_a_word_about_the_files():
    data = table_data(counts(3, 1234))

    assert len(data["zeilen"]) == MAX_ROWS
    assert data["hinweise"] == [
        "Zu sehen und sortiert sind die ersten 400 von 1.234 Zeilen; die Dateien enthalten alle."
    ]


def test_wide_tables_end_before_a_group_would_be_torn():
    data = table_data(counts(200, 100, group=8))

    assert len(data["kopf"]) == 57 <= MAX_COLUMNS
    assert all(len(row) == 57 for row in data["zeilen"])
    assert sum(width for _, width in data["gruppen"]) == 57
    assert len(data["zeilen"]) * 57 <= MAX_CELLS
    assert data["hinweise"] == [
        "Zu sehen und sortiert sind die ersten 70 von 100 Zeilen; die Dateien enthalten alle.",
        "Zu sehen sind die ersten 57 von 200 Spalten; die Dateien enthalten alle.",
    ]


def test_the_total_is_cut_like_the_rows():
    wide = counts(100, 2)
    data = table_data(Table(wide.title, wide.columns, wide.rows, total=("Gesamt", *range(99))))

    assert data["summe"][:2] == ["Gesamt", "0"]
    assert len(data["summe"]) == MAX_COLUMNS


def test_columns_of_time_carry_their_order_because_their_texts_do_not_sort():
    columns = (Column("Monat", Kind.MONAT), Column("Quartal", Kind.QUARTAL), Column("Tag", Kind.DATUM), Column("Text"))
    rows = (
        ("2020-04", "2021-Q1", date(2020, 12, 1), "a"),
        ("2019-12", "2020-Q4", None, "b"),
        ("2020-03", "2020-Q4", date(2020, 2, 10), "c"),
    )
    data = table_data(Table("T", columns, rows))

    assert data["zeilen"][0] == ["April 2020", "1. Quartal 2021", "01.12.2020", "a"]
    assert data["rang"][0] == [2, 0, 1]
    assert data["rang"][1] == [1, 0, 0]
    assert data["rang"][2][1] is None
    assert data["rang"][2][0] > data["rang"][2][2]
    assert set(data["rang"]) == {0, 1, 2}


def test_only_tables_with_several_rows_offer_sorting():
    assert table_data(counts(3, 2))["sortierbar"]
    assert table_data(counts(3, 1))["sortierbar"] is None


def test_rows_tell_where_they_lead_as_far_as_they_are_shown():
    link = RowLink({"kanal": "email"}, {"art": "lob"})
    several = CardResult(counts(3, 1234), "", row_links=(None, *[link] * 1233), drawn=Drawn("y", 10))

    targets = result_data(several)["ziele"]

    assert targets["zeilen"] == [None, *[{"filter": {"kanal": "email"}, "faelle": {"art": "lob"}}] * (MAX_ROWS - 1)]
    assert (targets["achse"], targets["gezeichnet"]) == ("y", 10)
    assert "ziele" not in result_data(CardResult(counts(3, 2), "", row_links=(None, None)))
