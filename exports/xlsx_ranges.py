"""Where the numbers of a chart stand in the workbook: in its table, or else on a sheet of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from exports import labels
from exports.card_file import CardFile
from exports.german import cell_text
from exports.native_chart import Chart, Series
from exports.safe import safe_cell
from exports.table import Cell, Kind, Table

# In longer tables nobody looks for a short series.
_MOST_ROWS = 1_000

# A range as XlsxWriter takes it: sheet, first row, first column, last row, last column.
Range = list[Any]


@dataclass
class Source:
    """The ranges of one chart; ``of`` answers one series with its name, the range of its names or x, and its values.

    ``months``: the names of the categories are cells that hold months as dates.
    """

    chart: Chart
    sheet: str
    columns: dict[int, Range]
    headings: dict[int, int]
    names: Range | None
    data: ChartData
    title: str
    months: bool

    def of(self, series: Series) -> tuple[Any, Range, Range]:
        """Name, names of the categories (or the numbers along the axis) and values of a series of the chart."""
        at = next(place for place, one in enumerate(self.chart.series) if one is series)
        name: Any = safe_cell(series.name)
        if at in self.headings:
            name = [self.sheet, 0, self.headings[at]]
        values = self.columns.get(at) or self.data.add(self.title, series.name, series.values, series.number_format)
        if series.x:
            return name, self.data.add(self.title, f"{series.name} (x)", series.x, "General"), values
        if self.names is None:
            self.names = self.data.add(self.title, self.chart.title or self.title, self.chart.categories, "@")
        return name, self.names, values


@dataclass
class ChartData:
    """What charts show and no table holds, such as the foot of a floating bar; written at the end of the workbook."""

    columns: list[tuple[str, str, Sequence[Cell], str]] = field(default_factory=list)

    def add(self, figure: str, name: str, values: Sequence[Cell], number_format: str) -> Range:
        """One more column; the range that its values will have."""
        self.columns.append((figure, name, values, number_format))
        at = len(self.columns) - 1
        return [labels.SHEET_CHARTS, 2, at, 1 + max(len(values), 1), at]

    def sources(self, sheet: str, file: CardFile, chart: Chart) -> Source:
        """The ranges of a chart of the figure whose table is on ``sheet``."""
        rows = [*file.table.rows, *([file.table.total] if file.table.total is not None else [])]
        offset, found = _best(file.table, rows, chart)
        columns = {
            at: [sheet, offset + 1, column, offset + len(chart.series[at].values), column]
            for at, column in found.items()
        }
        headings = {
            at: column for at, column in found.items() if file.table.columns[column].heading == chart.series[at].name
        }
        size = len(chart.categories)
        named = bool(found) and size > 0 and _named_alike(file.table, rows[offset : offset + size], chart)
        names = [sheet, offset + 1, 0, offset + size, 0] if named else None
        months = named and file.table.columns[0].kind is Kind.MONAT
        return Source(chart, sheet, columns, headings, names, self, sheet, months)

    def write(self, book: Any) -> None:
        """The sheet with the columns, each below its figure and its name; none without columns."""
        if not self.columns:
            return
        sheet = book.add_worksheet(labels.SHEET_CHARTS)
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        soft = book.add_format({"font_color": "#515E6B", "text_wrap": True, "valign": "top"})
        made = {code: book.add_format({"num_format": code}) for _, _, _, code in self.columns}
        for at, (figure, name, values, code) in enumerate(self.columns):
            sheet.write_string(0, at, figure, soft)
            sheet.write_string(1, at, name, heading)
            for row, value in enumerate(values):
                if isinstance(value, str):
                    sheet.write_string(row + 2, at, value, made[code])
                elif value is not None:
                    sheet.write_number(row + 2, at, value, made[code])
        sheet.set_column(0, len(self.columns) - 1, 18)
        sheet.freeze_panes(2, 0)


def _best(table: Table, rows: Sequence[Sequence[Cell]], chart: Chart) -> tuple[int, dict[int, int]]:
    """The row at which most series begin, and which column holds which of them."""
    size = max((len(series.values) for series in chart.series), default=0)
    best: tuple[int, dict[int, int]] = (0, {})
    if chart.categories and size <= len(rows) <= _MOST_ROWS:
        for offset in range(len(rows) - size + 1):
            found = {
                at: column
                for at, series in enumerate(chart.series)
                if (column := _column(table, rows[offset : offset + size], series)) is not None
            }
            if len(found) > len(best[1]):
                best = offset, found
    return best


def _column(table: Table, rows: Sequence[Sequence[Cell]], series: Series) -> int | None:
    """The column that holds exactly the values of the series; None without one, or where all are empty.

    Of several the one with its name.
    """
    values = series.values
    if len(values) != len(rows) or all(value is None for value in values):
        return None
    named = [column.heading == series.name for column in table.columns]
    for column in sorted(range(1, len(rows[0])), key=lambda at: not named[at]):
        if all(row[column] == value and type(row[column]) is not str for row, value in zip(rows, values, strict=True)):
            return column
    return None


def _named_alike(table: Table, rows: Sequence[Sequence[Cell]], chart: Chart) -> bool:
    """Whether the first column names the rows as the chart does, be it in full where the chart shortens."""
    kind = table.columns[0].kind
    return all(
        _same(cell_text(row[0], kind if row is not table.total else Kind.TEXT), name, kind)
        for row, name in zip(rows, chart.categories, strict=True)
    )


def _same(full: str, short: str, kind: Kind) -> bool:
    """Whether a chart's name is that of a row: the same, its beginning, or ``Jan. 2020`` and ``Jan.`` of a month."""
    if full == short or short.startswith(f"{full} ("):
        return True
    if short.endswith("…"):
        return full.startswith(short[:-1].rstrip())
    year = short.split()[1:]
    return kind is Kind.MONAT and short != "" and full[:3] == short[:3] and year in ([], full.split()[-1:])
