"""The figure of a card as native charts: the same series, read from the dict that the browser draws."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from domain import formats
from exports import labels
from exports.card_file import CardFile
from exports.german import cell_text
from exports.native_chart import Axis, Chart, Form, Role, Series, Shape, Value
from exports.table import Cell, Kind, Table

Part = Mapping[str, Any]

_PAST, _OPEN = "8B95A1", "C76A14"
_COLOUR = re.compile(r"#([0-9a-fA-F]{6})")
_LINE_END = re.compile(r"<br\s*/?>")
_TAG = re.compile(r"</?b>")
_PARTS = re.compile(r"(\d+) von (\d+)")
_SHARES = (Kind.ANTEIL, Kind.PROZENTPUNKTE)
_TIMES = (Kind.MONAT, Kind.QUARTAL)
# What a figure rounds its values to; four decimals first, being closer.
_DECIMALS = (4, 3)


def native_charts(file: CardFile) -> tuple[Chart, ...]:
    """The charts of a card, one per panel of its figure; empty where there is nothing to draw."""
    if file.figure is None:
        return ()
    layout = file.figure["layout"]
    panels: dict[tuple[str, str], list[Part]] = {}
    for trace in file.figure["data"]:
        panels.setdefault((trace.get("xaxis", "x"), trace.get("yaxis", "y")), []).append(trace)
    alone = len(panels) == 1
    charts = (_Panel(file.table, layout, traces, axes, alone).chart() for axes, traces in panels.items())
    return tuple(chart for chart in charts if chart.series)


class _Panel:
    """One panel of a figure: the traces on one pair of axes."""

    def __init__(self, table: Table, layout: Part, traces: Sequence[Part], axes: tuple[str, str], alone: bool) -> None:
        shared = layout.get("template", {}).get("layout", {})
        self.layout, self.traces, self.alone = layout, traces, alone
        self.axes = axes
        self.x = {**shared.get("xaxis", {}), **layout.get(_long(axes[0]), {})}
        self.y = {**shared.get("yaxis", {}), **layout.get(_long(axes[1]), {})}
        self.shape = self._shape()
        self.values = self.x if self.shape is Shape.BARS else self.y
        self.kind = _kind(self.values, table)
        self.numbers = _Numbers(table, self.kind)
        self.categories, self.step = self._categories(table)

    def chart(self) -> Chart:
        stacked = self.layout.get("barmode") == "stack" or any("base" in trace for trace in self.traces)
        series = {
            Shape.POINTS: self._points,
            Shape.BARS: self._lying,
            Shape.COLUMNS: self._upright,
        }[self.shape]()
        named = self.traces[0].get("name", "")
        title = "" if self.alone or len(series) > 1 else _plain(named)
        return Chart(
            key="" if self.alone else (_plain(named) if self.axes[0] != "x" or self.axes[1] == "y" else self.axes[1]),
            title=title,
            shape=self.shape,
            categories=self.categories,
            series=tuple(_bars_first(_told_apart(_one_foot(series)))),
            value_axis=self._value_axis(),
            x_axis=Axis(_kind(self.x, None), *_ends(self.x), title=_title(self.x))
            if self.shape is Shape.POINTS
            else None,
            stacked=stacked,
            label_step=self.step,
        )

    def _shape(self) -> Shape:
        first, last = self.y.get("range", (0, 1))
        if first > last:
            return Shape.BARS
        return Shape.COLUMNS if self.x.get("tickmode") == "array" else Shape.POINTS

    def _value_axis(self) -> Axis:
        low, high = _ends(self.values)
        if self.kind is Kind.ANTEIL:
            if self.shape is Shape.BARS:
                # Bars begin at zero, or their lengths would mislead.
                return Axis(self.kind, 0, 1)
            low, high = _tenth(low), max(1.0, (high or 0) / 100) if (high or 0) > 95 else (high or 0) / 100
            return Axis(self.kind, low, round(high, 4), _title(self.values))
        # Bars to the left and to the right of zero take what they need.
        return Axis(self.kind, None if (low or 0) < 0 else round(low or 0, 4), None, _title(self.values))

    def _categories(self, table: Table) -> tuple[tuple[str, ...], int]:
        if self.shape is Shape.POINTS:
            return (), 1
        axis = self.y if self.shape is Shape.BARS else self.x
        places, texts = axis["tickvals"], [_plain(text) for text in axis["ticktext"]]
        if self.shape is Shape.BARS:
            return tuple(texts), 1
        length = round(axis["range"][1] - axis["range"][0])
        if len(places) == length and len(set(texts)) == length:
            return tuple(texts), 1
        named = dict(zip(places, texts, strict=True))
        found = _time_names(table, length) or [named.get(at, "") for at in range(length)]
        return tuple(found), places[1] - places[0] if len(places) > 1 else 1

    # --- names below -------------------------------------------------------------------------------------------

    def _upright(self) -> list[Series]:
        found: list[Series] = []
        for trace in self.traces:
            if not _plain(trace.get("name", "")):
                found.append(self._events(trace))
            elif "base" in trace:
                found += self._floating(trace, upright=True)
            else:
                found.append(self._one(trace, trace.get("y", ()), trace.get("x")))
        found += self._targets()
        return found + self._breaks()

    def _one(self, trace: Part, values: Sequence[Value], places: Sequence[Any] | None) -> Series:
        placed = self._placed(values, places)
        emphasised = tuple(at for at in _emphasised(trace, places) if placed[at] is not None)
        exact = tuple(self.numbers.exact(value) for value in placed)
        return replace(
            self._look(trace),
            values=exact,
            kind=self._kind_of(exact),
            emphasised=emphasised,
            labels=self._texts(trace, places) if "text" in str(trace.get("mode", "")) else (),
        )

    def _kind_of(self, values: Sequence[Value]) -> Kind:
        """Means and limits of counts are no whole numbers."""
        broken = any(isinstance(value, float) and not value.is_integer() for value in values)
        return Kind.VERHAELTNIS if broken and self.kind is Kind.ANZAHL else self.kind

    def _placed(self, values: Sequence[Any], places: Sequence[Any] | None) -> list[Any]:
        """One value per category; what stands between two categories belongs to the edge of a step."""
        at = range(len(values)) if places is None else places
        found = dict(zip(at, values, strict=False))
        return [found.get(place) for place in range(len(self.categories))]

    def _texts(self, trace: Part, places: Sequence[Any] | None) -> tuple[str, ...]:
        return tuple(_plain(text or "") for text in self._placed(trace.get("text") or (), places))

    def _events(self, trace: Part) -> Series:
        """Flags at the nearest category; those that meet there share a mark."""
        numbers: dict[int, list[str]] = {}
        for position, text in zip(trace["x"], trace["text"], strict=True):
            numbers.setdefault(min(int(position + 0.5), len(self.categories) - 1), []).append(text)
        return self._marks(labels.EVENTS, {at: ", ".join(texts) for at, texts in numbers.items()}, trace["y"][0])

    def _breaks(self) -> list[Series]:
        """Breaks of the series as marks at the first category behind them."""
        at = [shape["x0"] for shape in self.layout.get("shapes", ()) if _is_break(shape)]
        notes = [note for note in self.layout.get("annotations", ()) if note.get("yanchor") == "top"]
        texts = {note["x"]: _plain(note["text"]) for note in notes}
        if not at or self.axes != ("x", "y"):
            return []
        low, high = self.y["range"]
        height = low + 0.86 * (high - low)
        found = {int(place + 0.5): texts.get(place, "") for place in at}
        return [self._marks(labels.BREAKS, {max(place, 0): text for place, text in found.items()}, height)]

    def _marks(self, name: str, texts: Mapping[int, str], height: float) -> Series:
        places = range(len(self.categories))
        value = round(height / 100, 4) if self.kind in _SHARES else round(height, 2)
        return Series(
            name,
            tuple(value if at in texts else None for at in places),
            self.kind,
            Form.MARKS,
            _OPEN if name == labels.BREAKS else _PAST,
            Role.EVENT,
            marker="diamond" if name == labels.BREAKS else "circle",
            labels=tuple(texts.get(at, "") for at in places),
            in_legend=True,
        )

    def _targets(self) -> list[Series]:
        notes = self.layout.get("annotations", ())
        found = []
        for shape in self.layout.get("shapes", ()):
            if shape.get("xref") != "paper" or shape.get("yref") != "y" or shape["y0"] != shape["y1"]:
                continue
            name = next((_plain(note["text"]) for note in notes if note.get("y") == shape["y0"]), labels.TARGET)
            value = self.numbers.exact(shape["y0"])
            found.append(
                Series(name, (value,) * len(self.categories), self.kind, Form.LINE, _OPEN, Role.LIMIT, dash="dash")
            )
        return found

    # --- names on the left -------------------------------------------------------------------------------------

    def _lying(self) -> list[Series]:
        texts = {
            place: _plain(text).strip()
            for trace in self.traces
            if trace.get("mode") == "text"
            for place, text in zip(trace["y"], trace["text"], strict=True)
        }
        found: list[Series] = []
        floating = any("base" in trace for trace in self.traces)
        for trace in self.traces:
            if floating and trace["type"] == "bar":
                found += self._floating(trace, upright=False)
            elif trace["type"] == "bar" or "markers" in str(trace.get("mode")):
                found.append(self._bars(trace))
        if texts:
            self.categories = tuple(
                f"{name} ({texts[at]})" if texts.get(at) else name for at, name in enumerate(self.categories)
            )
        for trace in self.traces:
            if trace.get("mode") == "lines" and _plain(trace.get("name", "")):
                found = self._with_total(found, trace)
        return found

    def _bars(self, trace: Part) -> Series:
        places = [round(place) for place in trace["y"]]
        series = self._one(trace, trace["x"], places)
        texts = [_plain(text or "").strip() for text in self._placed(trace.get("text") or (), places)]
        shown = replace(series, form=Form.BAR, marker="", role=series.role)
        return _with_labels(shown, texts) if any(texts) else shown

    def _with_total(self, found: list[Series], trace: Part) -> list[Series]:
        """The line of the whole as one more bar below the others."""
        name = re.split(r"\s[\d–]", _plain(trace["name"]), maxsplit=1)[0]
        total = self.numbers.exact(trace["x"][0])
        self.categories += (name,)
        return [
            replace(
                one,
                values=(*one.values, total if at == 0 else None),
                labels=(*one.labels, "") if one.labels else (),
            )
            for at, one in enumerate(found)
        ]

    # --- floating bars -----------------------------------------------------------------------------------------

    def _floating(self, trace: Part, *, upright: bool) -> list[Series]:
        """A series of bars above an invisible foot."""
        along, values = ("x", "y") if upright else ("y", "x")
        places = trace[along]
        series = self._one(trace, trace[values], places)
        foot = tuple(self.numbers.exact(value) for value in self._placed(trace["base"], places))
        if not any(foot):
            return [series]
        base = Series(labels.BASE, foot, self.kind, Form.BAR, "FFFFFF", Role.BASE, in_legend=False)
        return [base, series]

    # --- numbers on both axes ----------------------------------------------------------------------------------

    def _points(self) -> list[Series]:
        found = []
        for trace in self.traces:
            x = trace.get("x", range(len(trace["y"])))
            pairs = [(at, self.numbers.exact(y)) for at, y in zip(x, trace["y"], strict=True) if at is not None]
            found.append(
                replace(
                    self._look(trace),
                    x=tuple(at for at, _ in pairs),
                    values=tuple(value for _, value in pairs),
                    labels=tuple(_plain(text) for text in trace.get("text", ())),
                )
            )
        return found + self._days()

    def _days(self) -> list[Series]:
        """Lines straight up at marked numbers, with their text at the top."""
        notes = {note["x"]: _plain(note["text"]) for note in self.layout.get("annotations", ())}
        lines = [shape for shape in self.layout.get("shapes", ()) if shape.get("yref") == "paper"]
        foot, top = (_ends(self.y)[0] or 0) / 100, (_ends(self.y)[1] or 100) / 100
        return [
            Series(
                notes.get(line["x0"], labels.TARGET),
                (foot, round(top * (0.97 - 0.07 * (at % 2)), 4)),
                self.kind,
                Form.LINE,
                _OPEN,
                Role.EVENT,
                x=(line["x0"], line["x0"]),
                dash="dot",
                labels=("", notes.get(line["x0"], "")),
                in_legend=False,
            )
            for at, line in enumerate(lines)
        ]

    def _look(self, trace: Part) -> Series:
        """Name and look of a trace, without its values."""
        mode, line, marker = str(trace.get("mode", "")), trace.get("line", {}), trace.get("marker", {})
        form = Form.BAR if trace["type"] == "bar" else Form.LINE if "lines" in mode else Form.MARKS
        symbol = marker.get("symbol", "circle")
        symbol = symbol if isinstance(symbol, str) else "circle"
        shape = marker.get("pattern", {}).get("shape", "")
        colour = _colour(line.get("color") if form is Form.LINE else marker.get("color"))
        return Series(
            name=_plain(trace.get("name", "")),
            values=(),
            kind=self.kind,
            form=form,
            colour=colour,
            role=_role(form, mode, colour, trace),
            dash=line.get("dash", "solid"),
            width=float(line.get("width", 2)) if form is Form.LINE else 2.0,
            marker=symbol.removesuffix("-open") if "markers" in mode else "",
            marker_size=int(marker.get("size", 7)),
            hollow=symbol.endswith("-open"),
            hatched=isinstance(shape, str) and bool(shape),
            in_legend=trace.get("showlegend", True),
        )


class _Numbers:
    """Drawn values back as those of the table: figures round, and draw shares in percent."""

    def __init__(self, table: Table, kind: Kind) -> None:
        self.share = kind in _SHARES
        cells = [_fraction(cell) for row in (*table.rows, table.total or ()) for cell in row]
        self._exact: dict[float, float] = {}
        for decimals in reversed(_DECIMALS):
            self._exact |= {
                round(cell * 100 if self.share else cell, decimals): cell for cell in cells if cell is not None
            }

    def exact(self, drawn: Any) -> Value:
        """The value of the table that is drawn like this, else the drawn one in the unit of the table."""
        if drawn is None or (isinstance(drawn, int) and not self.share):
            return drawn
        found = self._exact.get(round(float(drawn), 4))
        if found is not None:
            return found
        return round(float(drawn) / 100, 6) if self.share else float(drawn)


def _long(axis: str) -> str:
    """``x2`` as the layout names it: ``xaxis2``."""
    return f"{axis[0]}axis{axis[1:]}"


def _plain(text: str) -> str:
    """Chart text without line ends, tags and escapes."""
    return html.unescape(_TAG.sub("", _LINE_END.sub(" ", str(text))))


def _title(axis: Part) -> str:
    return _plain(axis.get("title", {}).get("text", ""))


def _kind(axis: Part, table: Table | None) -> Kind:
    """What an axis measures."""
    suffix = axis.get("ticksuffix", "") or "".join(map(str, axis.get("ticktext", ())))[-1:]
    if "Pp" in suffix:
        return Kind.PROZENTPUNKTE
    if "%" in suffix:
        return Kind.ANTEIL
    if table is None or axis.get("tickformat") == ",d":
        return Kind.ANZAHL
    kinds = {column.kind for column in table.columns} | set(table.row_kinds)
    return Kind.TAGE if Kind.TAGE in kinds else Kind.VERHAELTNIS


def _ends(axis: Part) -> tuple[float | None, float | None]:
    low, high = axis.get("range", (None, None))
    return low, high


def _tenth(low: float | None) -> float:
    """Where an axis of shares begins: a full ten percent at or below, but not below zero."""
    return max(0, int((low or 0) // 10)) / 10


def _is_break(shape: Part) -> bool:
    return bool(shape.get("line", {}).get("dash") == "longdash")


def _fraction(cell: Cell) -> float | None:
    """The number in a cell of shares or measures; of a small base, where only its parts are told, their quotient."""
    if isinstance(cell, str) and (parts := _PARTS.fullmatch(cell)) and int(parts[2]):
        return int(parts[1]) / int(parts[2])
    return cell if isinstance(cell, float) else None


def _colour(text: Any) -> str:
    found = _COLOUR.fullmatch(text) if isinstance(text, str) else None
    return found[1].upper() if found else _PAST


def _role(form: Form, mode: str, colour: str, trace: Part) -> Role:
    """Signals lie on other points; limits are lines without points of their own."""
    if str(trace.get("marker", {}).get("symbol", "")) == "diamond-open":
        return Role.SIGNAL
    if form is Form.LINE and "markers" not in mode and trace.get("hoverinfo") == "skip":
        return Role.LIMIT
    return Role.PAST if colour == _PAST else Role.DATA


def _emphasised(trace: Part, places: Sequence[Any] | None) -> list[int]:
    """Places of the points that are hatched or hollow while their neighbours are not."""
    marker = trace.get("marker", {})
    looks = marker.get("pattern", {}).get("shape", "") if trace["type"] == "bar" else marker.get("symbol", "")
    if isinstance(looks, str):
        return []
    at = range(len(looks)) if places is None else places
    plain = ("", "circle")
    return [place for place, look in zip(at, looks, strict=False) if look not in plain]


def _with_labels(series: Series, texts: Sequence[str]) -> Series:
    """The value at every bar; a text of its own only where the figure does not begin with the value."""
    own = [
        "" if value is None or text.startswith(cell_text(value, series.kind).removesuffix(" Pp.")) else text
        for value, text in zip(series.values, texts, strict=True)
    ]
    return replace(series, show_values=True, labels=tuple(own) if any(own) else ())


def _one_foot(series: Sequence[Series]) -> list[Series]:
    """Floating bars stand on different places: one foot carries them all."""
    feet = [one for one in series if one.role is Role.BASE]
    if not feet:
        return list(series)
    values = tuple(
        next((value for value in at if value is not None), None) for at in zip(*(f.values for f in feet), strict=True)
    )
    return [replace(feet[0], values=values), *(one for one in series if one.role is not Role.BASE)]


def _told_apart(series: Iterable[Series]) -> list[Series]:
    """Series of one name get a word that tells them apart: lower and upper limits."""
    series = list(series)
    names = [one.name for one in series]
    found = []
    for one in series:
        if names.count(one.name) == 2:
            other = next(o for o in series if o.name == one.name and o is not one)
            upper = _sum(one) > _sum(other)
            one = replace(one, name=(labels.UPPER if upper else labels.LOWER).format(name=one.name))
        found.append(one)
    return found


def _sum(series: Series) -> float:
    return sum(value for value in series.values if value is not None)


def _bars_first(series: Sequence[Series]) -> list[Series]:
    """Bars, then lines, then marks: in this order Office can hold them in one chart."""
    order = (Form.BAR, Form.LINE, Form.MARKS)
    return sorted(series, key=lambda one: order.index(one.form))


def _time_names(table: Table, length: int) -> list[str]:
    """Names of all places of a time axis: the rows of the table, or its last columns."""
    if len(table.rows) == length and (table.columns[0].kind in _TIMES):
        return [_short(cell_text(row[0], table.columns[0].kind)) for row in table.rows]
    if len(table.rows) == length:
        return [str(row[0]) for row in table.rows]
    headings = [column.name for column in table.columns[1:]]
    return [_short(name) for name in headings[-length:]] if len(headings) >= length else []


def _short(name: str) -> str:
    """``Januar 2020`` as ``Jan. 2020``, ``1. Quartal 2020`` as ``1. Q. 2020``."""
    for long, short in zip(formats.MONATE, formats.MONATE_KURZ, strict=True):
        if name.startswith(long + " "):
            return short + name.removeprefix(long)
    return name.replace("Quartal", "Q.")
