"""The native charts of a figure beside or below its table; they read the cells of the table wherever these hold it."""

from __future__ import annotations

from typing import Any

from exports.card_file import CardFile
from exports.figure_reading import native_charts
from exports.native_chart import Axis, Chart, Form, Role, Series, Shape
from exports.number_formats import FORMATS
from exports.safe import safe_cell
from exports.table import Kind
from exports.xlsx_ranges import ChartData, Source

_TYPES = {Shape.COLUMNS: "column", Shape.BARS: "bar", Shape.POINTS: "scatter"}
_DASHES = {"solid": "solid", "dash": "dash", "dot": "round_dot"}
_GRID = {"visible": True, "line": {"color": "#D5DBE1", "width": 0.5}}
_FONT = {"size": 9, "color": "#17212B"}
_SOFT = {"color": "#8B95A1", "width": 0.75}
_WIDTH, _LOWEST, _PANEL = 780, 360, (390, 230)
# As many columns leave room for a chart beside the table; a longer table has its chart there in any case.
_NARROW, _LONG = 6, 40
_PANELS_IN_A_ROW = 3
_GAP = 8


def add_charts(book: Any, sheet: Any, file: CardFile, data: ChartData) -> None:
    """All charts of the figure on the sheet of its table; ``data`` takes what no cell of the table holds."""
    charts = native_charts(file)
    rows, columns = len(file.table.rows) + (file.table.total is not None), len(file.table.columns)
    beside = columns <= _NARROW or rows > _LONG
    row, column = (1, columns + 1) if beside else (rows + 2, 0)
    for at, chart in enumerate(charts):
        width, height = (_WIDTH, max(file.hoehe, _LOWEST)) if len(charts) == 1 else _PANEL
        down, right = divmod(at, _PANELS_IN_A_ROW)
        drawn = _drawn(book, chart, data.sources(sheet.get_name(), file, chart))
        _title(drawn, chart.title or file.titel, large=len(charts) == 1)
        drawn.set_size({"width": width, "height": height})
        place = {
            "x_offset": right * (width + _GAP),
            "y_offset": down * (height + _GAP),
            "description": f"{chart.title or file.titel}. {file.aussage} {file.untertitel}".strip(),
        }
        sheet.insert_chart(row, column, drawn, place)


def _drawn(book: Any, chart: Chart, source: Source) -> Any:
    if chart.shape is Shape.POINTS:
        drawn = book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
        layers = [(drawn, list(chart.series))]
    else:
        bars = [one for one in chart.series if one.form is Form.BAR]
        others = [one for one in chart.series if one.form is not Form.BAR]
        stacked = {"subtype": "stacked"} if chart.stacked else {}
        layers = [(book.add_chart({"type": _TYPES[chart.shape], **stacked}), bars)] if bars else []
        layers += [(book.add_chart({"type": "line"}), others)] if others else []
        drawn = layers[0][0]
    for layer, members in layers:
        for series in members:
            layer.add_series(_series(series, source, stacked=chart.stacked, points=chart.shape is Shape.POINTS))
        if layer is not drawn:
            drawn.combine(layer)
    _axes(drawn, chart, source)
    order = [series for _, members in layers for series in members]
    _legend(drawn, chart, order)
    return drawn


def _series(series: Series, source: Source, *, stacked: bool, points: bool) -> dict[str, Any]:
    """One series in the terms of XlsxWriter."""
    name, categories, values = source.of(series)
    made: dict[str, Any] = {"name": name, "categories": categories, "values": values}
    if series.form is Form.BAR:
        made |= _bar(series, stacked=stacked)
    else:
        made |= _line(series)
        if not points:
            made["smooth"] = False
    texts = _labels(series)
    return made | ({"data_labels": texts} if texts else {})


def _bar(series: Series, *, stacked: bool) -> dict[str, Any]:
    overlap = {"gap": 40, "overlap": 100 if stacked else 0}
    if series.role is Role.BASE:
        return overlap | {"fill": {"none": True}, "border": {"none": True}}
    colour = f"#{series.colour}"
    pattern = {"pattern": "wide_upward_diagonal", "fg_color": colour, "bg_color": "#FFFFFF"}
    border = {"border": {"color": colour, "width": 0.75}}
    look: dict[str, Any] = border | ({"pattern": pattern} if series.hatched else {"fill": {"color": colour}})
    if series.emphasised:
        look["points"] = [
            border | {"pattern": pattern} if at in series.emphasised else None for at in range(len(series.values))
        ]
    return overlap | look


def _line(series: Series) -> dict[str, Any]:
    colour = f"#{series.colour}"
    line: dict[str, Any] = {"none": True}
    if series.form is Form.LINE:
        line = {"color": colour, "width": series.width, "dash_type": _DASHES.get(series.dash, "solid")}
    if not series.marker and series.form is Form.LINE:
        return {"line": line, "marker": {"type": "none"}}
    # Pale, not white: some programs draw no border around a mark.
    hollow = {"fill": {"color": _pale(series.colour)}, "border": {"color": colour, "width": 1.25}}
    filled = {"fill": {"color": colour}, "border": {"color": colour}}
    marker = {"type": series.marker or "circle", "size": min(max(series.marker_size, 4), 12)}
    look: dict[str, Any] = {
        "line": line,
        "marker": marker | (hollow if series.hollow and series.role is not Role.SIGNAL else filled),
    }
    if series.emphasised:
        look["points"] = [hollow if at in series.emphasised else None for at in range(len(series.values))]
    return look


def _pale(colour: str) -> str:
    """Halfway between RRGGBB and white."""
    return "#" + "".join(f"{(int(colour[at : at + 2], 16) + 255) // 2:02X}" for at in (0, 2, 4))


def _labels(series: Series) -> dict[str, Any]:
    """Values or texts at the points; a text is never a formula."""
    if not series.show_values and not any(series.labels):
        return {}
    shown: dict[str, Any] = {"value": True, "font": _FONT}
    if series.show_values:
        shown["num_format"] = series.number_format
    if any(series.labels):
        without: dict[str, Any] = {} if series.show_values else {"delete": True}
        shown["custom"] = [{"value": safe_cell(text)} if text else dict(without) or None for text in series.labels]
    if series.form is not Form.BAR:
        shown["position"] = "above"
    return shown


def _axes(drawn: Any, chart: Chart, source: Source) -> None:
    values = _number_axis(chart.value_axis)
    if chart.shape is Shape.POINTS:
        drawn.set_x_axis(_number_axis(chart.x_axis or chart.value_axis))
        drawn.set_y_axis(values)
        return
    names: dict[str, Any] = {
        "num_font": _FONT,
        "line": _SOFT,
        "label_position": "low",
        "major_gridlines": {"visible": False},
    }
    names |= {"text_axis": True, "interval_unit": chart.label_step}
    if source.months:
        names |= {"num_format": FORMATS[Kind.MONAT], "num_format_linked": False}
    if chart.shape is Shape.BARS:
        # The first name stands on top, the numbers at the foot.
        names |= {"reverse": True}
        values |= {"label_position": "high"}
        drawn.set_y_axis(names)
        drawn.set_x_axis(values)
        return
    drawn.set_x_axis(names)
    drawn.set_y_axis(values)


def _number_axis(axis: Axis) -> dict[str, Any]:
    ends = {"min": axis.low, "max": axis.high, "major_unit": axis.step}
    title = {"name": safe_cell(axis.title), "name_font": _FONT} if axis.title else {}
    look = {"num_format": axis.number_format, "num_font": _FONT, "line": {"none": True}, "major_gridlines": _GRID}
    return look | title | {name: end for name, end in ends.items() if end is not None}


def _legend(drawn: Any, chart: Chart, order: list[Series]) -> None:
    if not chart.legend:
        drawn.set_legend({"none": True})
        return
    hidden = [at for at, series in enumerate(order) if not series.in_legend]
    drawn.set_legend({"position": "bottom", "font": _FONT, **({"delete_series": hidden} if hidden else {})})


def _title(drawn: Any, title: str, *, large: bool) -> None:
    drawn.set_title({"name": safe_cell(title), "name_font": {"size": 12 if large else 10, "bold": True}})
    drawn.set_chartarea({"border": {"color": "#D5DBE1"}})
    drawn.show_na_as_empty_cell()
