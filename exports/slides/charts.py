"""Native charts of Office: made from the neutral description, with the look of the application."""

from __future__ import annotations

from typing import Any

from pptx.chart.chart import Chart as OfficeChart
from pptx.chart.series import XySeries
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.shapes.graphfrm import GraphicFrame
from pptx.util import Length, Pt

from exports.native_chart import Axis, Chart, Form, Role, Series, Shape
from exports.slides.chart_data import chart_data
from exports.slides.plain import plain

Box = tuple[Length, Length, Length, Length]

_PAPER = RGBColor(0xFF, 0xFF, 0xFF)
_GRID, _AXIS = RGBColor(0xDD, 0xE1, 0xE6), RGBColor(0x8B, 0x95, 0xA1)
_FLAG = RGBColor(0xE6, 0xE9, 0xED)
_DASHES = {"dash": MSO_LINE.DASH, "dot": MSO_LINE.ROUND_DOT}
_MARKERS = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "square": XL_MARKER_STYLE.SQUARE,
}
_SMALL, _TEXT = 9, 12
_FLAG_SIZE = 14
# Room between bars in percent of their width; few columns stay slim.
_GAP_WIDTH, _FEW, _WIDE_GAP = 50, 6, 180
# Elements of a series of bars that a line may not have.
_BARS_ONLY = ("c:invertIfNegative", "c:shape", "c:pictureOptions")


def add_chart(shapes: Any, chart: Chart, box: Box, small: bool = False) -> GraphicFrame:
    """The chart as a shape of its own; ``small`` for one of many on a slide."""
    frame = shapes.add_chart(_type(chart), *box, chart_data(chart))
    office = frame.chart
    _positive_axis_numbers(office)
    size = _SMALL if small else _TEXT
    office.font.size = Pt(size)
    office.font.color.rgb = RGBColor(0x26, 0x32, 0x3F)
    _apart(office, chart)
    _title(office, chart, size)
    _legend(office, chart, size)
    _axes(office, chart, size)
    for plot in office.plots:
        if hasattr(plot, "gap_width"):
            plot.gap_width = _gap_width(chart)
    for drawn, series in zip(all_series(office), chart.series, strict=True):
        _look(drawn, series, chart, small)
    return frame


def _gap_width(chart: Chart) -> int:
    return _WIDE_GAP if chart.shape is Shape.COLUMNS and len(chart.categories) < _FEW else _GAP_WIDTH


def _positive_axis_numbers(office: OfficeChart) -> None:
    """The library numbers axes below zero, which Office reads and its own schema forbids."""
    for number in office._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):
        number.set("val", number.get("val").lstrip("-"))


def all_series(office: OfficeChart) -> list[Any]:
    """The series of all plots in the order of the file."""
    return [series for plot in office.plots for series in plot.series]


def _type(chart: Chart) -> Any:
    if chart.shape is Shape.POINTS:
        return XL_CHART_TYPE.XY_SCATTER_LINES
    lying = chart.shape is Shape.BARS
    if not any(series.form is Form.BAR for series in chart.series):
        return XL_CHART_TYPE.LINE_MARKERS
    if chart.stacked:
        return XL_CHART_TYPE.BAR_STACKED if lying else XL_CHART_TYPE.COLUMN_STACKED
    return XL_CHART_TYPE.BAR_CLUSTERED if lying else XL_CHART_TYPE.COLUMN_CLUSTERED


def _apart(office: OfficeChart, chart: Chart) -> None:
    """Lines beside columns get a plot of their own on the same axes."""
    lines = [at for at, series in enumerate(chart.series) if series.form is not Form.BAR]
    if chart.shape is not Shape.COLUMNS or len(lines) in (0, len(chart.series)):
        return
    area = office._chartSpace.chart.plotArea
    bars = area.find(qn("c:barChart"))
    found = bars.findall(qn("c:ser"))
    plot = parse_xml(f'<c:lineChart {nsdecls("c")}><c:grouping val="standard"/><c:varyColors val="0"/></c:lineChart>')
    for at in lines:
        plot.append(as_line(found[at]))
    plot.append(parse_xml(f'<c:marker {nsdecls("c")} val="1"/>'))
    for axis in bars.findall(qn("c:axId")):
        plot.append(parse_xml(f'<c:axId {nsdecls("c")} val="{axis.get("val")}"/>'))
    bars.addnext(plot)


def as_line(series: Any) -> Any:
    """A series of bars as one of a line, without what only bars have."""
    for name in _BARS_ONLY:
        for element in series.findall(qn(name)):
            series.remove(element)
    return series


def _title(office: OfficeChart, chart: Chart, size: int) -> None:
    office.has_title = bool(chart.title)
    if not chart.title:
        # Without this, a chart of a single series shows its name as a title.
        office._chartSpace.chart.get_or_add_autoTitleDeleted().set("val", "1")
        return
    frame = office.chart_title.text_frame
    frame.text = plain(chart.title)
    frame.paragraphs[0].runs[0].font.size = Pt(size + 1)
    frame.paragraphs[0].runs[0].font.bold = True
    office.chart_title.include_in_layout = False


def _legend(office: OfficeChart, chart: Chart, size: int) -> None:
    office.has_legend = chart.legend
    if not chart.legend:
        return
    office.legend.position = XL_LEGEND_POSITION.TOP
    office.legend.include_in_layout = False
    office.legend.font.size = Pt(size)
    position = office.legend._element.find(qn("c:legendPos"))
    for at in reversed([at for at, series in enumerate(chart.series) if not series.in_legend]):
        entry = f'<c:legendEntry {nsdecls("c")}><c:idx val="{at}"/><c:delete val="1"/></c:legendEntry>'
        position.addnext(parse_xml(entry))


def _axes(office: OfficeChart, chart: Chart, size: int) -> None:
    names, values = office.category_axis, office.value_axis
    _value_axis(values, chart.value_axis, size)
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = _GRID
    if chart.x_axis is not None:
        _value_axis(names, chart.x_axis, size)
    names.has_major_gridlines = False
    names.format.line.color.rgb = _AXIS
    names.tick_labels.font.size = Pt(size)
    if chart.shape is Shape.BARS:
        names.reverse_order = True
        # With the first name on top the axis of values would stand there as well.
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    if chart.shape is not Shape.POINTS:
        names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        names.major_tick_mark = XL_TICK_MARK.NONE
    if chart.label_step > 1:
        skip = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="{chart.label_step}"/>')
        element = names._element
        element.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _value_axis(axis: Any, wanted: Axis, size: int) -> None:
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = wanted.low, wanted.high, wanted.step
    axis.tick_labels.number_format = wanted.number_format
    axis.tick_labels.number_format_is_linked = False
    axis.tick_labels.font.size = Pt(size)
    axis.format.line.fill.background()
    axis.has_title = bool(wanted.title)
    if wanted.title:
        axis.axis_title.text_frame.text = plain(wanted.title)
        run = axis.axis_title.text_frame.paragraphs[0].runs[0]
        run.font.size, run.font.bold = Pt(size), False


def _look(drawn: Any, series: Series, chart: Chart, small: bool) -> None:
    colour = RGBColor.from_string(series.colour)
    if series.form is Form.BAR:
        _bar_look(drawn, series, colour)
    else:
        _line_look(drawn, series, colour, small)
    for at in series.emphasised:
        _emphasise(drawn, at, series, colour)
    _labels(drawn, series, chart, small)


def _bar_look(drawn: Any, series: Series, colour: RGBColor) -> None:
    if series.role is Role.BASE:
        drawn.format.fill.background()
        drawn.format.line.fill.background()
    elif series.hatched:
        _hatch(drawn.format.fill, colour)
    else:
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = colour
    drawn.invert_if_negative = False


def _hatch(fill: Any, colour: RGBColor) -> None:
    """The pattern that says the same as the colour, for those who do not see it."""
    fill.patterned()
    fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    fill.fore_color.rgb, fill.back_color.rgb = _PAPER, colour


def _line_look(drawn: Any, series: Series, colour: RGBColor, small: bool) -> None:
    line = drawn.format.line
    if series.form is Form.MARKS:
        line.fill.background()
    else:
        line.color.rgb, line.width = colour, Pt(1.25 if small else series.width)
        if series.dash in _DASHES:
            line.dash_style = _DASHES[series.dash]
    if not isinstance(drawn, XySeries):
        drawn.smooth = False
    marker = drawn.marker
    flag = series.role is Role.EVENT and series.form is Form.MARKS
    marker.style = _MARKERS[series.marker] if series.marker else XL_MARKER_STYLE.NONE
    if not series.marker:
        return
    marker.size = _FLAG_SIZE if flag else max(2, min(series.marker_size, 72) - (1 if small else 0))
    marker.format.line.color.rgb = colour
    if series.hollow:
        marker.format.fill.background()
        marker.format.line.width = Pt(2.25)
    else:
        marker.format.fill.solid()
        marker.format.fill.fore_color.rgb = _FLAG if flag else colour


def _emphasise(drawn: Any, at: int, series: Series, colour: RGBColor) -> None:
    """Bars that are not over yet are hatched, marks that rest on little are hollow."""
    point = drawn.points[at]
    if series.form is Form.BAR:
        _hatch(point.format.fill, colour)
        point.format.line.color.rgb = colour
        return
    point.marker.style = _MARKERS[series.marker or "circle"]
    point.marker.size = series.marker_size
    point.marker.format.fill.solid()
    point.marker.format.fill.fore_color.rgb = _PAPER
    point.marker.format.line.color.rgb = colour


def _labels(drawn: Any, series: Series, chart: Chart, small: bool) -> None:
    size = Pt(_SMALL if small else _TEXT - 1)
    if series.show_values:
        labels = drawn.data_labels
        labels.show_value = True
        labels.number_format, labels.number_format_is_linked = series.number_format, False
        labels.font.size = size
        if series.form is Form.BAR and not chart.stacked:
            labels.position = XL_LABEL_POSITION.OUTSIDE_END
    for at, text in enumerate(series.labels):
        if text:
            label = drawn.points[at].data_label
            label.text_frame.text = plain(text)
            label.text_frame.paragraphs[0].runs[0].font.size = size
            label.position = _label_position(series, chart)


def _label_position(series: Series, chart: Chart) -> Any:
    if series.form is Form.BAR:
        return XL_LABEL_POSITION.CENTER if chart.stacked else XL_LABEL_POSITION.OUTSIDE_END
    if series.role is Role.EVENT and series.form is Form.MARKS and series.marker == "circle":
        return XL_LABEL_POSITION.CENTER
    if series.role is Role.EVENT:
        return XL_LABEL_POSITION.RIGHT
    return XL_LABEL_POSITION.ABOVE
