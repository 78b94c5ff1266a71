"""What converters share."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from tenfold.engine.autograph.converter import (
    Converter,
    Names,
    assign,
    at,
    constant,
    is_generator,
    is_plain,
    is_python_bool,
    operator,
    thunk,
)


def expression(text: str) -> Any:
    return ast.parse(text, mode="eval").body


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("True", True),
        ("a is None", True),
        ("a in b", True),
        ("a not in b is not c", True),
        ("not a is None", True),
        ("a is None and b in c", True),
        ("a", False),
        ("not a", False),
        ("a == b", False),
        ("a is None and b", False),
        ("a < b in c", False),
        ("f()", False),
    ],
)
def test_conditions_that_are_pythons(text: str, expected: bool) -> None:
    assert is_python_bool(expression(text)) is expected


def test_names_are_fresh() -> None:
    names = Names()
    assert [names.fresh("x"), names.fresh("x"), names.function("x")] == [
        "ag__x",
        "ag__x_2",
        "ag__x_3",
    ]
    assert names.functions == {"ag__x_3"}


def test_generators_are_told_by_their_own_yields() -> None:
    def first(source: str) -> Any:
        return ast.parse(source).body[0]

    assert is_generator(first("def f():\n    if a:\n        yield 1"))
    assert is_generator(first("def f():\n    x = yield from a"))
    assert not is_generator(
        first("def f():\n    def g():\n        yield 1\n    return lambda: (yield)")
    )


def test_which_scopes_are_entered() -> None:
    class Names_(Converter):
        def visit_Name(self, node: ast.Name) -> ast.AST:
            return ast.copy_location(ast.Name(node.id.upper(), node.ctx), node)

    source = (
        "a\nclass C:\n    b\ndef f(x=c):\n    d\n    lambda: e\ndef g():\n    yield h\n"
        "async def i():\n    j"
    )
    received = ast.unparse(Names_().visit(ast.parse(source)))
    assert received.replace("\n\n", "\n") == (
        "A\nclass C:\n    b\ndef f(x=C):\n    D\n    lambda: E\ndef g():\n    yield h\n"
        "async def i():\n    j"
    )


def test_operators_are_plain_calls() -> None:
    call = operator("not_", thunk(constant(1)))
    assert is_plain(call)
    assert ast.unparse(call) == "ag__.not_(lambda: 1)"
    assert not is_plain(expression("f()"))


def test_new_code_has_the_place_of_the_head() -> None:
    (statement,) = ast.parse("if (a and\n        b):\n    c\n    d").body
    made = at(assign("x", constant(1)), statement)
    assert (made.lineno, made.end_lineno) == (1, 2)
    (simple,) = ast.parse("\na = b").body
    assert at(assign("x", constant(1)), simple).lineno == 2
