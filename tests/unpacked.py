"""Tables of the answers of pages, as the browser puts them together, see ``assets/21-krm-views.js``."""

from __future__ import annotations

from typing import Any

from layouts.compact import WHOLE


def cells_of(table: dict[str, Any]) -> list[list[str]]:
    """The cells of a table that travelled."""
    return [
        [_whole(cell, unit) for cell, unit in zip(line.split("\t"), table["enden"], strict=True)]
        for line in table["zeilen"]
    ]


def _whole(cell: str, unit: str) -> str:
    return cell.removeprefix(WHOLE) if unit and cell.startswith(WHOLE) else cell + unit


def led_to(told: dict[str, Any]) -> list[tuple[dict[str, str], Any] | None]:
    """Where the rows of a table lead: parameters, and what else there is to it."""
    return [None if row is None else _link(told["arten"][row[0]], row[1:]) for row in told["zeilen"]]


def _link(kind: tuple[list[str], Any], values: list[str]) -> tuple[dict[str, str], Any]:
    names, beside = kind
    return dict(zip(names, values, strict=True)), beside
