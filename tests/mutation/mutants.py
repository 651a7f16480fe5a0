"""The small changes that are made to a file, one at a time.

Each is what a slip or a hasty edit would do: a comparison turned or moved by one, an answer forgotten, a condition
that always or never holds, one entry of a list missing, one member of an enumeration for another.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

COMPARISON, RETURN, CONDITION, LOGIC = "comparison", "return", "condition", "logic"
ARITHMETIC, CONSTANT, ARGUMENT, ENTRY = "arithmetic", "constant", "argument", "entry"
MEMBER, STATEMENT = "member", "statement"

_LONGEST_CONTEXT = 90
_COLLECTIONS = frozenset({"dict", "frozenset", "list", "set", "tuple"})
# What is not computed, and what is computed while a module is read.
_SKIPPED = frozenset({"annotation", "returns", "decorator_list", "bases", "type_params", "type_comment", "ctx"})
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}

Variants = Iterator[tuple[str, ast.AST]]
Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Mutant:
    """One change: where, of which kind, how the code reads before and after; ``source`` is the whole changed file."""

    file: str
    function: str
    kind: str
    before: str
    after: str
    source: str = field(repr=False, compare=False)

    @property
    def change(self) -> str:
        """The change as one line of text."""
        return f"{self.before} → {self.after}"


def mutants_of(file: str, source: str, functions: Sequence[str] = ()) -> list[Mutant]:
    """All changes to a file, or only to the functions (``name`` or ``Class.name``) that are given."""
    tree = ast.parse(source)
    members = _members(tree)
    found = []
    for slot in _slots(tree, _Place()):
        if functions and slot.place.function not in functions:
            continue
        for kind, replacement in _variants(slot, members):
            around = slot.around()
            before = _shown([slot.node, *around])
            slot.put(replacement)
            found.append(
                Mutant(file, slot.place.function, kind, before, _shown([replacement, *around]), ast.unparse(tree))
            )
            slot.put(slot.node)
    return found


@dataclass(frozen=True)
class _Place:
    """Where a node is: the names around it, the expressions around it, and whether its function answers yes or no."""

    function: str = ""
    around: tuple[ast.AST, ...] = ()
    yes_or_no: bool = False

    def inside(self, node: ast.AST) -> _Place:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            name = f"{self.function}.{node.name}" if self.function else node.name
            answers = node.returns if isinstance(node, ast.FunctionDef) else None
            return _Place(name, (), isinstance(answers, ast.Name) and answers.id == "bool")
        return _Place(self.function, (*self.around, node), self.yes_or_no)


@dataclass(frozen=True)
class _Slot:
    """A node together with the way to put another in its place."""

    node: ast.AST
    place: _Place
    put: Callable[[ast.AST], None]

    def around(self) -> list[ast.AST]:
        """The nodes around it that are shown with it, as many as fit a line."""
        kept: list[ast.AST] = []
        for node in reversed(self.place.around):
            inner = kept[-1] if kept else self.node
            if (
                isinstance(inner, ast.stmt)
                or isinstance(node, ast.Module | ast.Try)
                or len(_text(node)) > _LONGEST_CONTEXT
            ):
                break
            kept.append(node)
        return kept


def _shown(nodes: Sequence[ast.AST]) -> str:
    """The outermost of nodes as one line."""
    return _text(nodes[-1])


def _text(node: ast.AST) -> str:
    """Code as one line; of a statement with others inside only its head."""
    if isinstance(node, ast.If | ast.While):
        return f"if {_text(node.test)}" if isinstance(node, ast.If) else f"while {_text(node.test)}"
    if isinstance(node, ast.For):
        return f"for {_text(node.target)} in {_text(node.iter)}"
    return " ".join(ast.unparse(node).split())


def _slots(parent: ast.AST, place: _Place) -> Iterator[_Slot]:
    inside = place.inside(parent)
    for name, value in ast.iter_fields(parent):
        if name in _SKIPPED:
            continue
        if isinstance(value, ast.AST):
            yield from _slot(value, inside, lambda node, name=name: setattr(parent, name, node))  # type: ignore[misc]
        elif isinstance(value, list):
            for at, item in enumerate(value):
                if isinstance(item, ast.AST) and not _is_docstring(item):
                    put = lambda node, at=at, value=value: value.__setitem__(at, node)  # noqa: E731
                    yield from _slot(item, inside, put)


def _slot(node: ast.AST, place: _Place, put: Callable[[ast.AST], None]) -> Iterator[_Slot]:
    if isinstance(node, ast.Import | ast.ImportFrom) or _is_alias(node):
        return
    yield _Slot(node, place, put)
    yield from _slots(node, place)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_alias(node: ast.AST) -> bool:
    """Whether it only gives a type a name."""
    return isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript)


def _members(tree: ast.Module) -> dict[str, list[str]]:
    """Members of enumerations (``Name.MEMBER``) that the file knows, in alphabetical order."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr.isupper():
            found.setdefault(node.value.id, set()).add(node.attr)
    return {name: sorted(members) for name, members in found.items()}


def _variants(slot: _Slot, members: dict[str, list[str]]) -> Variants:
    node = slot.node
    match node:
        case ast.Compare():
            yield from _compared(node)
        case ast.Return(value=value) if value is not None:
            yield from _returned(value, slot.place.yes_or_no)
        case ast.BoolOp():
            yield from _joined(node)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield LOGIC, operand
        case ast.BinOp() if type(node.op) in _ARITHMETIC:
            yield ARITHMETIC, ast.BinOp(node.left, _ARITHMETIC[type(node.op)](), node.right)
        case ast.If() | ast.While() | ast.IfExp():
            yield from _decided(node)
        case ast.comprehension(ifs=[_, *_]):
            yield CONDITION, ast.comprehension(node.target, node.iter, node.ifs[1:], node.is_async)
        case ast.Constant():
            yield from _changed(node.value)
        case ast.Call():
            yield from _called(node)
        case ast.Attribute(value=ast.Name(id=name), attr=attr) if attr in members.get(name, ()):
            known = members[name]
            other = known[(known.index(attr) + 1) % len(known)]
            if other != attr:
                yield MEMBER, ast.Attribute(ast.Name(name, ast.Load()), other, ast.Load())
        case ast.Tuple(ctx=ast.Load()) | ast.List(ctx=ast.Load()):
            yield from ((ENTRY, type(node)(entries, ast.Load())) for entries in _shorter(node.elts))
        case ast.Set():
            yield from ((ENTRY, ast.Set(entries)) for entries in _shorter(node.elts) if entries)
        case ast.Dict():
            yield from (
                (ENTRY, ast.Dict(*both)) for both in zip(_shorter(node.keys), _shorter(node.values), strict=True)
            )
        case ast.Expr() | ast.Raise() | ast.Continue() | ast.Break() | ast.AugAssign():
            yield STATEMENT, ast.Pass()


def _shorter(entries: list[Entry]) -> Iterator[list[Entry]]:
    """The list without each of its entries."""
    return ([*entries[:at], *entries[at + 1 :]] for at in range(len(entries)))


def _compared(node: ast.Compare) -> Variants:
    for at, operator in enumerate(node.ops):
        for other in _COMPARISONS[type(operator)]:
            yield COMPARISON, ast.Compare(node.left, [*node.ops[:at], other(), *node.ops[at + 1 :]], node.comparators)


def _returned(value: ast.expr, yes_or_no: bool) -> Variants:
    answers = (True, False) if yes_or_no else (None,)
    given = value.value if isinstance(value, ast.Constant) else ...
    for answer in answers:
        if given is not answer:
            yield RETURN, ast.Return(ast.Constant(answer))


def _joined(node: ast.BoolOp) -> Variants:
    yield LOGIC, ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    for rest in _shorter(node.values):
        yield LOGIC, rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def _decided(node: ast.If | ast.While | ast.IfExp) -> Variants:
    for answer in (True, False):
        # What always goes on never ends.
        if answer and isinstance(node, ast.While):
            continue
        fields = dict(ast.iter_fields(node))
        yield CONDITION, type(node)(**{**fields, "test": ast.Constant(answer)})


def _changed(value: object) -> Variants:
    if isinstance(value, bool):
        yield CONSTANT, ast.Constant(not value)
    elif isinstance(value, int | float):
        yield CONSTANT, ast.Constant(value + 1)
        yield CONSTANT, ast.Constant(value - 1)
    elif isinstance(value, str) and value:
        yield CONSTANT, ast.Constant(value[1:])
        # One change tells as much as two about a word; of signs each may matter.
        if len(value) > 1 and not value.replace("_", "").isalnum():
            yield CONSTANT, ast.Constant(value[:-1])


def _called(node: ast.Call) -> Variants:
    for rest in _shorter(node.keywords):
        yield ARGUMENT, ast.Call(node.func, node.args, rest)
    if node.keywords:
        return
    if len(node.args) > 1:
        yield ARGUMENT, ast.Call(node.func, node.args[:-1], [])
    elif len(node.args) == 1 and not isinstance(node.args[0], ast.Starred | ast.GeneratorExp):
        # Another kind of collection of the same things is hardly ever another answer.
        if not (isinstance(node.func, ast.Name) and node.func.id in _COLLECTIONS):
            yield ARGUMENT, node.args[0]
    elif not node.args and isinstance(node.func, ast.Attribute):
        yield ARGUMENT, node.func.value
