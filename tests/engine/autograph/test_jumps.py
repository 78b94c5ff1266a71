"""Where the rest of a block goes when a jump before it becomes a flag."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from tenfold.engine.autograph.break_continue import BreakContinue, LoopJumps
from tenfold.engine.autograph.converter import Names
from tenfold.engine.autograph.errors import UnsupportedLanguageElementError
from tenfold.engine.autograph.jumps import guard, jumps_in
from tenfold.engine.autograph.returns import Returns, lower_returns


def lowered(source: str) -> str:
    statements = LoopJumps("broke", "continued").lower(ast.parse(source).body)
    return "\n".join(ast.unparse(ast.fix_missing_locations(s)) for s in statements)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a\nbreak\nb", "a\nbroke = True"),
        ("if a:\n    break\nb", "if a:\n    broke = True\nelse:\n    b"),
        (
            "if a:\n    b\nelse:\n    continue\nc",
            "if a:\n    b\n    c\nelse:\n    continued = True",
        ),
        ("if a:\n    break\nelse:\n    continue\nc", None),
        (
            "if a:\n    if b:\n        break\n    c\nd",
            "if a:\n    if b:\n        broke = True\n    else:\n        c\nif not broke:\n    d",
        ),
        (
            "if a:\n    if b:\n        break\n    if c:\n        continue\nd",
            "if a:\n    if b:\n        broke = True\n    elif c:\n        continued = True\n"
            "if not broke and (not continued):\n    d",
        ),
        ("with a:\n    break\nb", "with a:\n    broke = True\nif not broke:\n    b"),
        (
            "match a:\n    case 1:\n        break\nb",
            "match a:\n    case 1:\n        broke = True\nif not broke:\n    b",
        ),
        (
            "try:\n    break\nexcept A:\n    b\nelse:\n    c\nd",
            "try:\n    broke = True\nexcept A:\n    b\nelse:\n    if not broke:\n        c\n"
            "if not broke:\n    d",
        ),
        ("for i in a:\n    break\nb", "for i in a:\n    break\nb"),
        ("def f():\n    for i in a:\n        break\nb", None),
    ],
)
def test_lowering(source: str, expected: str | None) -> None:
    if expected is None:
        expected = (
            "if a:\n    broke = True\nelse:\n    continued = True"
            if source.startswith("if")
            else "def f():\n    for i in a:\n        break\nb"
        )
    assert lowered(source) == expected


def test_a_jump_in_finally() -> None:
    with pytest.raises(UnsupportedLanguageElementError, match=r"line 4: .*`finally`"):
        lowered("try:\n    a\nfinally:\n    break")


def test_the_jumps_of_a_statement() -> None:
    (loop,) = ast.parse("for i in a:\n    break\nelse:\n    continue").body
    kinds = (ast.Break, ast.Continue)
    assert [type(j) for j in jumps_in(loop, kinds, into_loops=False)] == [ast.Continue]
    assert len(jumps_in(loop, kinds, into_loops=True)) == 2


def test_a_guard_has_the_place_of_what_it_guards() -> None:
    (statement,) = ast.parse("\n\na = 1").body
    assert guard(["flag"], [statement], statement).lineno == 3


def function(source: str, lower: Any) -> str:
    tree = ast.parse(source)
    return ast.unparse(ast.fix_missing_locations(lower(tree)))


def test_loops_get_flags_and_tests() -> None:
    source = "while a:\n    if b:\n        break\n    c\nelse:\n    d"
    assert function(source, BreakContinue(Names()).visit) == (
        "ag__broke = False\nwhile not ag__broke and a:\n    if b:\n        ag__broke = True\n"
        "    else:\n        c\nif not ag__broke:\n    d"
    )


def test_returns_become_a_value_and_a_flag() -> None:
    source = "def f():\n    for i in a:\n        if b:\n            return i\n    return c"
    (node,) = ast.parse(source).body
    assert isinstance(node, ast.FunctionDef)
    received = ast.unparse(ast.fix_missing_locations(lower_returns(node, Names())))
    assert received == (
        "def f():\n    ag__returned = False\n    for i in a:\n        if b:\n"
        "            ag__result = i\n            ag__returned = True\n            break\n"
        "    if not ag__returned:\n        ag__result = c\n        ag__returned = True\n"
        "    return ag__result"
    )


def test_straight_returns_stay() -> None:
    source = "def f():\n    with a:\n        return b"
    (node,) = ast.parse(source).body
    assert isinstance(node, ast.FunctionDef)
    assert ast.unparse(lower_returns(node, Names())) == source


def test_a_return_leaves_every_loop() -> None:
    returns = Returns("result", "returned")
    source = "for i in a:\n    for j in b:\n        return j\n    c"
    statements = returns.lower(ast.parse(source).body)
    received = "\n".join(ast.unparse(ast.fix_missing_locations(s)) for s in statements)
    assert received == (
        "for i in a:\n    for j in b:\n        result = j\n        returned = True\n"
        "        break\n    if returned:\n        break\n    else:\n        c"
    )
