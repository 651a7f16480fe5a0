"""The small changes of mutation testing, the gate that they have to pass, and the list of those that survive."""

from __future__ import annotations

import pytest

from tests.mutation.gate import Outcome, broken, place
from tests.mutation.mutants import COMPARISON, CONSTANT, Mutant, mutants_of
from tests.mutation.reasons import read_reasons
from tests.mutation.targets import TARGETS, mutants


def changes(code: str) -> set[str]:
    return {mutant.change for mutant in mutants_of("x.py", code)}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("a <= b", {"a <= b → a < b", "a <= b → a > b", "a <= b → pass"}),
        ("x = a is b", {"x = a is b → x = a is not b"}),
        ("x = a and b", {"x = a and b → x = a or b", "x = a and b → x = b", "x = a and b → x = a"}),
        ("x = not a", {"x = not a → x = a"}),
        ("x = a + 1", {"x = a + 1 → x = a - 1", "x = a + 1 → x = a + 2", "x = a + 1 → x = a + 0"}),
        ("x = True", {"x = True → x = False"}),
        ("x = 'ab'", {"x = 'ab' → x = 'b'"}),
        ("x = '=+'", {"x = '=+' → x = '+'", "x = '=+' → x = '='"}),
        ("x = f(a, b)", {"x = f(a, b) → x = f(a)"}),
        ("x = f(a=b, c=d)", {"x = f(a=b, c=d) → x = f(c=d)", "x = f(a=b, c=d) → x = f(a=b)"}),
        ("x = sorted(a)", {"x = sorted(a) → x = a"}),
        ("x = a.strip()", {"x = a.strip() → x = a"}),
        ("x = frozenset(a)", set()),
        ("x = (A.ONE, A.TWO)", {
            "x = (A.ONE, A.TWO) → x = (A.TWO, A.TWO)", "x = (A.ONE, A.TWO) → x = (A.ONE, A.ONE)",
            "x = (A.ONE, A.TWO) → x = (A.TWO,)", "x = (A.ONE, A.TWO) → x = (A.ONE,)",
        }),
        ("x = {a: b}", {"x = {a: b} → x = {}"}),
        ("def f():\n    return a", {"return a → return None"}),
        ("def f() -> bool:\n    return a", {"return a → return True", "return a → return False"}),
        ("def f():\n    return None", set()),
        ("if a:\n    x = b", {"if a → if True", "if a → if False"}),
        ("raise Error", {"raise Error → pass"}),
        ("x = [a for a in b if c]", {"x = [a for a in b if c] → x = [a for a in b]"}),
        ('"""Words."""\nfrom a import b\nX = Mapping[str, int]', set()),
        ("def f(a: int = 1) -> str: ...", {"a: int=1 → a: int=2", "a: int=1 → a: int=0"}),
    ],
)  # fmt: skip
def test_each_kind_of_code_has_its_changes(code: str, expected: set[str]):
    assert changes(code) == expected


def test_a_change_is_the_whole_file_with_one_difference():
    code = "def f(a):\n    return a < 3\n\n\ndef g(a):\n    return a < 3\n"
    found = mutants_of("x.py", code, ("g",))
    assert {mutant.function for mutant in found} == {"g"}
    turned = next(mutant for mutant in found if "<=" in mutant.source)
    assert turned == Mutant("x.py", "g", COMPARISON, "return a < 3", "return a <= 3", turned.source)
    assert turned.source == "def f(a):\n    return a < 3\n\ndef g(a):\n    return a <= 3"


def outcome(target: str, survived: list[Mutant], made: int = 100) -> Outcome:
    return Outcome(target, "x.py", [mutant("a", "b")] * made, survived)


def mutant(before: str, after: str, kind: str = CONSTANT) -> Mutant:
    return Mutant("x.py", "f", kind, before, after, "")


def test_the_gate_holds_where_survivors_are_few_and_explained():
    few = [mutant("a", str(number)) for number in range(10)]
    reasons = [place(one) for one in few]
    assert broken([outcome("scope", few)], reasons) == []
    assert broken([outcome("scope", few, made=99)], reasons) == ["scope: only 89 of 99 changes noticed"]
    assert broken([outcome("scope", few)], reasons[1:]) == ["survived without a reason: x.py | f | constant | a → 0"]
    assert broken([outcome("scope", few[1:])], reasons) == ["explained, but noticed: x.py f a → 0"]
    assert broken([], reasons) == []


@pytest.mark.parametrize(("target", "faults"), [("policy", 1), ("tokens", 1), ("scope", 0)])
def test_no_comparison_survives_where_it_lets_somebody_in(target: str, faults: int):
    survivor = mutant("a < b", "a <= b", COMPARISON)
    assert len(broken([outcome(target, [survivor])], [place(survivor)])) == faults


def test_every_reason_in_the_document_is_of_a_change_that_is_made_and_says_why():
    made = {place(one) for target in TARGETS for file in target.files for one in mutants(target, file)}
    reasons = read_reasons()
    assert set(reasons) <= made
    assert all(len(reason) > 20 for reason in reasons.values())
