"""The numbers of a native chart as python-pptx takes them, with a workbook in which text stays text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from xlsxwriter import Workbook

from exports.native_chart import Chart, Shape
from exports.safe import TEXT_STAYS_TEXT
from exports.slides.plain import plain

# Catalogue names may look like formulas or addresses.
# No clock: equal numbers give equal workbooks.
_CREATED = datetime(2000, 1, 1)


def chart_data(chart: Chart) -> Any:
    """All series in their order; shares as fractions, None as an empty cell."""
    return _points(chart) if chart.shape is Shape.POINTS else _categories(chart)


def _categories(chart: Chart) -> CategoryChartData:
    data = _SafeCategoryData()
    data.categories = [plain(name) for name in chart.categories]
    for series in chart.series:
        data.add_series(plain(series.name), series.values, series.number_format)
    return data


def _points(chart: Chart) -> XyChartData:
    data = _SafeXyData()
    for series in chart.series:
        added = data.add_series(plain(series.name), series.number_format)
        for x, value in zip(series.x, series.values, strict=True):
            if value is not None:
                added.add_data_point(x, value)
    return data


@contextmanager
def _worksheet(stream: Any) -> Iterator[tuple[Workbook, Any]]:
    with Workbook(stream, TEXT_STAYS_TEXT) as book:
        book.set_properties({"created": _CREATED})
        yield book, book.add_worksheet()


class _SafeCategoryWriter(CategoryWorkbookWriter):
    def _open_worksheet(self, xlsx_file: Any) -> Any:
        return _worksheet(xlsx_file)


class _SafeXyWriter(XyWorkbookWriter):
    def _open_worksheet(self, xlsx_file: Any) -> Any:
        return _worksheet(xlsx_file)


class _SafeCategoryData(CategoryChartData):
    @property
    def _workbook_writer(self) -> CategoryWorkbookWriter:
        return _SafeCategoryWriter(self)


class _SafeXyData(XyChartData):
    @property
    def _workbook_writer(self) -> XyWorkbookWriter:
        return _SafeXyWriter(self)
