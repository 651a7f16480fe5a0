"""Other numbers in a chart that is there: only what belongs to the data changes, all that people see of it stays."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Cm

from exports.native_chart import Axis, Chart, Role
from exports.slides.chart_data import chart_data
from exports.slides.charts import add_chart
from exports.slides.template import NEUTRAL

_DATA = ("c:tx", "c:cat", "c:val", "c:xVal", "c:yVal")
_PLOTS = ("c:barChart", "c:lineChart", "c:scatterChart")
# Elements of a series behind its points, and behind its labels.
_BEHIND_LABELS = ("c:trendline", "c:errBars", "c:cat", "c:val", "c:xVal", "c:yVal", "c:smooth", "c:shape", "c:extLst")
_BEHIND_POINTS = ("c:dLbls", *_BEHIND_LABELS)
_BOX = (Cm(0), Cm(0), Cm(20), Cm(12))
# Texts that we write at points: parts of a small base and numbers of events.
_OWN_LABEL = re.compile(r"[\d.]+ von [\d.]+|\d+(, \d+)*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WHITE = "FFFFFF"


def put_data(frame: Any, chart: Chart) -> bool:
    """Give the chart in ``frame`` the data of ``chart``; False where it is of another kind than it was made."""
    space = frame.chart._chartSpace
    area = space.chart.plotArea
    old = _series_of(area)
    new = _series_of(_fresh(chart))
    if not old or _kind(old[0]) != _kind(new[0]):
        return False
    matched = _matches(old, new)
    for at, series in enumerate(new):
        there = matched.get(at)
        if there is None:
            there = copy.deepcopy(series)
            _add(area, series.getparent(), there)
        else:
            _take_data(there, series)
        there.find(qn("c:idx")).set("val", str(at))
        there.find(qn("c:order")).set("val", str(at))
    kept = {id(one) for one in matched.values()}
    for one in old:
        if id(one) not in kept:
            one.getparent().remove(one)
    frame.chart.part.chart_workbook.update_from_xlsx_blob(chart_data(chart).xlsx_blob)
    _widen(frame.chart, chart)
    return True


def _series_of(area: Any) -> list[Any]:
    return list(area.iter(qn("c:ser")))


def _kind(series: Any) -> bool:
    """Whether the series has numbers on both axes."""
    return series.find(qn("c:xVal")) is not None


def _fresh(chart: Chart) -> Any:
    """The same chart as it would be made today, for the parts that are missing."""
    deck = Presentation(str(NEUTRAL))
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    return add_chart(slide.shapes, chart, _BOX).chart._chartSpace.chart.plotArea


def _name_of(series: Any) -> str:
    """Its name without the address in the workbook."""
    tx = series.find(qn("c:tx"))
    return "" if tx is None else "".join(node.text or "" for node in tx.iter(qn("c:v")))


def _matches(old: Sequence[Any], new: Sequence[Any]) -> dict[int, Any]:
    """Which series of today is which of those that are there; only series of equal plots can be the same."""
    found: dict[int, Any] = {}
    for look in {_look(series) for series in new}:
        places = [at for at, series in enumerate(new) if _look(series) == look]
        there = [series for series in old if _look(series) == look]
        found |= _pairs([(at, _name_of(new[at])) for at in places], there)
    return found


def _pairs(wanted: Sequence[tuple[int, str]], there: Sequence[Any]) -> dict[int, Any]:
    """By name, the rest in order; names of periods move on with the data, so that last year's may be this year's."""
    moved = sorted(map(_name_of, there)) != sorted(name for _, name in wanted)
    found: dict[int, Any] = {}
    left = list(there)
    for at, name in wanted:
        same = next((series for series in left if _name_of(series) == name), None)
        if same is not None and not (moved and _YEAR.search(name)):
            found[at] = same
            left.remove(same)
    rest = [at for at, _ in wanted if at not in found]
    return found | dict(zip(rest, left, strict=False))


def _look(series: Any) -> tuple[str, bool]:
    """What it is drawn as."""
    return series.getparent().tag, _is_marks(series)


def _is_marks(series: Any) -> bool:
    """Whether a series shows marks without a line."""
    line = series.find(f"{qn('c:spPr')}/{qn('a:ln')}")
    return line is not None and line.find(qn("a:noFill")) is not None


def _add(area: Any, made_in: Any, series: Any) -> None:
    """A new series into the plot of its kind, which comes along where there is none."""
    plot = next((one for one in area if one.tag == made_in.tag), None)
    if plot is None:
        first = next(one for one in area if one.tag in {qn(name) for name in _PLOTS})
        plot = copy.deepcopy(made_in)
        for one in plot.findall(qn("c:ser")):
            plot.remove(one)
        for axis, own in zip(plot.findall(qn("c:axId")), first.findall(qn("c:axId")), strict=True):
            axis.set("val", own.get("val"))
        first.addnext(plot)
    before = [one for one in plot if one.tag in (qn("c:ser"), qn("c:varyColors"), qn("c:grouping"), qn("c:barDir"))]
    before[-1].addnext(series)


def _take_data(there: Any, new: Any) -> None:
    for name in _DATA:
        before, after = there.find(qn(name)), new.find(qn(name))
        if before is not None and after is not None:
            there.replace(before, copy.deepcopy(after))
    count = _length(new)
    _points(there, new, count)
    _labels(there, new, count)


def _length(series: Any) -> int:
    found = series.find(f".//{qn('c:val')}//{qn('c:ptCount')}")
    if found is None:
        found = series.find(f".//{qn('c:yVal')}//{qn('c:ptCount')}")
    return 0 if found is None else int(found.get("val"))


def _index(element: Any) -> int:
    return int(element.find(qn("c:idx")).get("val"))


def _points(there: Any, new: Any, count: int) -> None:
    """Looks of single points: ours follow the data, those that somebody gave stay while their point is there."""
    for point in there.findall(qn("c:dPt")):
        if _is_ours(point) or _index(point) >= count:
            there.remove(point)
    taken = {_index(point) for point in there.findall(qn("c:dPt"))}
    for point in new.findall(qn("c:dPt")):
        if _index(point) not in taken and _is_ours(point):
            _before(there, copy.deepcopy(point), _BEHIND_POINTS)


def _is_ours(point: Any) -> bool:
    """Hatched bars and hollow marks: bars that are not over yet, marks that rest on little."""
    if point.find(f"{qn('c:spPr')}/{qn('a:pattFill')}") is not None:
        return True
    fill = point.find(f"{qn('c:marker')}/{qn('c:spPr')}/{qn('a:solidFill')}/{qn('a:srgbClr')}")
    return fill is not None and fill.get("val") == _WHITE


def _labels(there: Any, new: Any, count: int) -> None:
    """Texts at single points, in the same way."""
    wanted = [label for label in new.findall(f"{qn('c:dLbls')}/{qn('c:dLbl')}") if _rich(label) is not None]
    labels = there.find(qn("c:dLbls"))
    if labels is None:
        if wanted:
            _before(there, copy.deepcopy(new.find(qn("c:dLbls"))), _BEHIND_LABELS)
        return
    for label in labels.findall(qn("c:dLbl")):
        text = _rich(label)
        ours = text is not None and (bool(wanted) or _OWN_LABEL.fullmatch(text) is not None)
        if ours or _index(label) >= count:
            labels.remove(label)
    taken = [*labels.findall(qn("c:dLbl")), *map(copy.deepcopy, wanted)]
    for at, label in enumerate(sorted(taken, key=_index)):
        labels.insert(at, label)


def _rich(label: Any) -> str | None:
    """Text that stands at a point instead of its value."""
    rich = label.find(f"{qn('c:tx')}/{qn('c:rich')}")
    return None if rich is None else "".join(node.text or "" for node in rich.iter(qn("a:t")))


def _before(series: Any, element: Any, behind: Sequence[str]) -> None:
    tags = {qn(name) for name in behind}
    next(one for one in series if one.tag in tags).addprevious(element)


def _widen(office: Any, chart: Chart) -> None:
    """Axes grow where values would be cut off; else they stay as somebody set them."""
    # Limits and marks may leave the picture, as they do from the start.
    data = [one for one in chart.series if one.role not in (Role.LIMIT, Role.EVENT)]
    _grow(office.value_axis, chart.value_axis, [value for one in data for value in one.values if value is not None])
    if chart.x_axis is not None:
        _grow(office.category_axis, chart.x_axis, [x for one in data for x in one.x])


def _grow(axis: Any, wanted: Axis, shown: Sequence[float | int]) -> None:
    low, high = axis.minimum_scale, axis.maximum_scale
    if shown and low is not None and wanted.low is not None and min(shown) < low:
        axis.minimum_scale = min(low, wanted.low)
    if shown and high is not None and max(shown) > high:
        axis.maximum_scale = wanted.high
