"""What series or cards of one answer have alike is told once; the browser puts it back, see ``21-krm-views.js``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain import formats
from figures import theme
from figures.theme import Figure

# What ends the name of a place in a hover text: the value stands behind it, or in a line of its own below.
_ENDS = (": ", "<br>")
# The mark of a series whose hover texts begin with the names of their places.
NAMED = "namen"
# What these series have alike beside that.
ALIKE = "gleich"
# Begins a cell that has not the unit of its column.
WHOLE = "="
_BASE = theme.layout()


def compact(figure: Figure | None) -> Figure | None:
    """The figure without what every chart has alike, and with what its series over time share told once."""
    if figure is None:
        return None
    layout = {key: value for key, value in figure["layout"].items() if key not in _BASE or value != _BASE[key]}
    data = [_without_places(_without_gaps(trace)) for trace in figure["data"]]
    names = _names(data)
    named = [_is_named(trace, names) for trace in data]
    if sum(named) < 2:
        return {**figure, "data": data, "layout": layout}
    alike = _alike([trace for trace, is_named in zip(data, named, strict=True) if is_named])
    told = {NAMED: [names.get(at, "") for at in range(max(names) + 1)], ALIKE: alike}
    data = [_without(trace, names, alike) if is_named else trace for trace, is_named in zip(data, named, strict=True)]
    return {**figure, "data": data, "layout": {**layout, "meta": layout.get("meta", {}) | told}}


def packed(table: dict[str, Any]) -> dict[str, Any]:
    """A table with each row as one text, its cells between tabs, and without repetitions in where its rows lead.

    ``enden`` holds per column the unit with which most of its cells end; the others begin with ``WHOLE``.
    """
    units = [_unit(column) for column in zip(*table["zeilen"], strict=True)]
    rows = ["\t".join(map(_without_unit, cells, units)) for cells in table["zeilen"]]
    packed_table = table | {"zeilen": rows, "enden": units}
    if choice := table.get("wahl"):
        packed_table["wahl"] = choice | _in_kinds([(values, None) for values in choice["zeilen"]])
    if links := table.get("ziele"):
        packed_table["ziele"] = links | _in_kinds(
            [link and (link["filter"], link["faelle"]) for link in links["zeilen"]]
        )
    return packed_table


def _unit(cells: Sequence[str]) -> str:
    """The unit that most cells of a column have behind their number; empty where most have none."""
    ends = Counter(cell[cell.rfind(formats.NBSP) :] for cell in cells if formats.NBSP in cell)
    unit, number = ends.most_common(1)[0] if ends else ("", 0)
    return unit if 2 * number > len(cells) else ""


def _without_unit(cell: str, unit: str) -> str:
    text = cell.replace("\t", " ")
    if not unit:
        return text
    return text.removesuffix(unit) if text.endswith(unit) and not text.startswith(WHOLE) else WHOLE + text


def _in_kinds(links: Sequence[tuple[Mapping[str, str], Any] | None]) -> dict[str, Any]:
    """Where rows lead, given as (parameters, what else there is to it), by kinds that differ in nothing but values.

    ``arten`` holds (names of the parameters, what else) of each kind; ``zeilen`` per row the number of its kind and the
    values, None for a row that leads nowhere.
    """
    kinds: dict[str, tuple[int, tuple[list[str], Any]]] = {}
    rows: list[list[int | str] | None] = []
    for link in links:
        if link is None:
            rows.append(None)
            continue
        values, beside = link
        kind = [*values], beside
        number, _ = kinds.setdefault(repr(kind), (len(kinds), kind))
        rows.append([number, *values.values()])
    return {"arten": [kind for _, kind in kinds.values()], "zeilen": rows}


def told_once(answers: Sequence[tuple[str, Any]]) -> Iterator[Any]:
    """Answers by the id of their place: one that a place before it has already is replaced by that place."""
    seen: dict[str, str] = {}
    for place, answer in answers:
        known = seen.setdefault(repr(answer), place)
        yield answer if known == place or not answer["zeilen"] else {"wie": known, "zeilen": ()}


def _places(trace: dict[str, Any]) -> Sequence[Any]:
    return trace.get("x") or range(len(trace["hovertext"]))


def _is_over_time(trace: dict[str, Any]) -> bool:
    return bool(trace.get("name")) and isinstance(trace.get("hovertext"), list) and trace.get("orientation") != "h"


def _names(traces: Sequence[dict[str, Any]]) -> dict[int, str]:
    """The names of the places, after the first series over time."""
    first = next((trace for trace in traces if _is_over_time(trace)), None)
    if first is None or not all(isinstance(place, int) for place in _places(first)):
        return {}
    return {at: _beginning(text) for at, text in zip(_places(first), first["hovertext"], strict=True) if text}


def _beginning(text: str) -> str:
    ends = [text.find(end) for end in _ENDS if end in text]
    return text[: min(ends)] if ends else text


def _is_named(trace: dict[str, Any], names: dict[int, str]) -> bool:
    return _is_over_time(trace) and all(
        at in names and _beginning(text) == names[at]
        for at, text in zip(_places(trace), trace["hovertext"], strict=True)
    )


def _alike(traces: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The properties that all of them have with the same value."""
    first, *others = traces
    return {
        key: value
        for key, value in first.items()
        if key != "hovertext" and all(one.get(key) == value for one in others)
    }


def _without(trace: dict[str, Any], names: dict[int, str], alike: dict[str, Any]) -> dict[str, Any]:
    """The series with hover texts that go on after the name; texts that are the name alone are left out."""
    texts = [text.removeprefix(names[at]) for at, text in zip(_places(trace), trace["hovertext"], strict=True)]
    shown = {key: value for key, value in trace.items() if key != "hovertext" and key not in alike}
    return shown | {"meta": NAMED} | ({"hovertext": texts} if any(texts) else {})


def _without_gaps(trace: dict[str, Any]) -> dict[str, Any]:
    """A series of single marks without the places where it has none; a line needs its gaps."""
    if "markers" not in trace.get("mode", "") or "lines" in trace["mode"] or trace.get("orientation") == "h":
        return trace
    x, y = trace.get("x"), trace.get("y")
    if not isinstance(x, list) or not isinstance(y, list) or None not in y:
        return trace
    there = [at for at, value in enumerate(y) if value is not None]
    lists = {key: value for key, value in trace.items() if isinstance(value, list) and len(value) == len(y)}
    return {**trace, **{key: [value[at] for at in there] for key, value in lists.items()}}


def _without_places(trace: dict[str, Any]) -> dict[str, Any]:
    """A series without its places where these are 0, 1, 2 …, as charts take them to be."""
    plain = trace.get("x") == list(range(len(trace.get("y") or ()))) and trace.get("orientation") != "h"
    return {key: value for key, value in trace.items() if key != "x"} if plain and trace["x"] else trace
