"""A second, independent reading of workbooks: computes formulas from the cells alone, to hold stored values against.

Knows what our workbooks use: IF, OR, AND, SUM, COUNT, COUNTA, ABS, MAX, TRUE, arithmetic, comparisons, ranges, other
sheets and names.
Empty cells are None; as in Excel, text is greater than every number, and an empty cell equals "" and 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"]|"")*")
    |(?P<ref>(?:'(?:[^']|'')+'!|[A-Za-z_ÄÖÜäöüß][\wÄÖÜäöüß]*!)?\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?(?![\w(]))
    |(?P<number>[0-9]+(?:\.[0-9]+)?)
    |(?P<name>[A-Za-z_ÄÖÜäöüß][\wÄÖÜäöüß.]*)
    |(?P<sign><=|>=|<>|[-+*/<>=(),]))""",
    re.VERBOSE,
)


class Evaluator:
    """Computes the cells of a workbook that was read with its formulas."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.names = {name: defined.attr_text for name, defined in book.defined_names.items()}
        self.known: dict[tuple[str, str], Any] = {}

    def cell(self, sheet: str, address: str) -> Any:
        """The value of a cell; its formula is computed here, whatever the file has stored for it."""
        place = (sheet, address)
        if place not in self.known:
            value = self.book[sheet][address].value
            formula = isinstance(value, str) and self.book[sheet][address].data_type == "f"
            self.known[place] = _Formula(self, sheet, value[1:]).value() if formula else value
        return self.known[place]

    def area(self, sheet: str, reference: str) -> list[Any]:
        """The values of a cell or range, row by row."""
        name, _, address = reference.rpartition("!")
        sheet = name.strip("'").replace("''", "'") or sheet
        address = address.replace("$", "")
        if ":" not in address:
            return [self.cell(sheet, address)]
        return [self.cell(sheet, one.coordinate) for row in self.book[sheet][address] for one in row]


class _Formula:
    """Recursive descent over one formula."""

    def __init__(self, book: Evaluator, sheet: str, text: str) -> None:
        self.book, self.sheet = book, sheet
        self.tokens = list(_tokens(text))
        self.at = 0

    def value(self) -> Any:
        result = self.comparison()
        assert self.at == len(self.tokens), self.tokens[self.at :]
        return result

    def comparison(self) -> Any:
        left = self.terms()
        while self.peek() in ("<", ">", "=", "<=", ">=", "<>"):
            sign, right = self.take(), self.terms()
            left = _compare(sign, left, right)
        return left

    def terms(self) -> Any:
        left = self.factors()
        while self.peek() in ("+", "-"):
            sign, right = self.take(), self.factors()
            left = _number(left) + _number(right) if sign == "+" else _number(left) - _number(right)
        return left

    def factors(self) -> Any:
        left = self.atom()
        while self.peek() in ("*", "/"):
            sign, right = self.take(), self.atom()
            left = _number(left) * _number(right) if sign == "*" else _divided(_number(left), _number(right))
        return left

    def atom(self) -> Any:
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "number":
            return float(text)
        if kind == "ref":
            values = self.book.area(self.sheet, text)
            return values[0] if ":" not in text else values
        if kind == "name" and self.peek() == "(":
            return self.call(text)
        if text == "TRUE":
            return True
        if kind == "name":
            return self.book.area(self.sheet, self.book.names[text])[0]
        assert text == "(", text
        result = self.comparison()
        assert self.take() == ")"
        return result

    def call(self, name: str) -> Any:
        self.take()
        arguments = [self.comparison()]
        while self.peek() == ",":
            self.take()
            arguments.append(self.comparison())
        assert self.take() == ")"
        if name == "IF":
            chosen = arguments[1] if arguments[0] else arguments[2]
            if isinstance(chosen, _Failure):
                raise ArithmeticError(chosen.reason)
            return chosen
        return FUNCTIONS[name](_flat(arguments))

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1][1]


class _Failure:
    """What a branch that is not taken may hold: Excel computes only the branch that it needs."""

    def __init__(self, reason: str) -> None:
        self.reason = reason


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        match = TOKEN.match(text, at)
        assert match is not None, text[at:]
        assert match.lastgroup is not None
        yield match.lastgroup, match[match.lastgroup]
        at = match.end()


def _flat(values: list[Any]) -> list[Any]:
    return [one for value in values for one in (value if isinstance(value, list) else [value])]


def _number(value: Any) -> Any:
    if isinstance(value, str | _Failure):
        return _Nothing()
    return 0 if value is None else value


class _Nothing(_Failure):
    """The outcome of arithmetic on text, and whatever is computed with it."""

    def __init__(self) -> None:
        super().__init__("arithmetic on text")

    def _same(self, _other: Any) -> _Nothing:
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _same


def _divided(left: Any, right: Any) -> Any:
    return _Failure("division by zero") if right == 0 else left / right


def _compare(sign: str, left: Any, right: Any) -> bool:
    if left is None:
        left = "" if isinstance(right, str) else 0
    if right is None:
        right = "" if isinstance(left, str) else 0
    a, b = (isinstance(left, str), left), (isinstance(right, str), right)
    if a[0] != b[0]:
        return {"=": False, "<>": True}.get(sign, (a[0] < b[0]) == (sign in ("<", "<=")))
    compare: dict[str, Callable[[], bool]] = {
        "=": lambda: left == right,
        "<>": lambda: left != right,
        "<": lambda: left < right,
        ">": lambda: left > right,
        "<=": lambda: left <= right,
        ">=": lambda: left >= right,
    }
    return bool(compare[sign]())


def _numbers(values: list[Any]) -> list[Any]:
    return [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]


FUNCTIONS: dict[str, Callable[[list[Any]], Any]] = {
    "OR": any,
    "AND": all,
    "SUM": lambda values: sum(_numbers(values)),
    "COUNT": lambda values: len(_numbers(values)),
    "COUNTA": lambda values: len([value for value in values if value is not None]),
    "MAX": lambda values: next((value for value in values if isinstance(value, _Failure)), None) or max(values),
    "ABS": lambda values: values[0] if isinstance(values[0], _Failure) else abs(values[0]),
}
