"""Blocks as functions: what they declare, and what their function must bind."""

from __future__ import annotations

import ast
from typing import Any

from tenfold.engine.autograph.activity import activity_of
from tenfold.engine.autograph.blocks import bind_locals, ordered, parts
from tenfold.engine.autograph.control_flow import ControlFlow
from tenfold.engine.autograph.converter import Names
from tenfold.engine.autograph.liveness import annotate


def converted(source: str) -> str:
    node: Any = ast.parse(source).body[0]
    names = Names()
    annotate(node)
    node = ControlFlow(names).visit(node)
    bind_locals(node, names)
    return ast.unparse(ast.fix_missing_locations(node))


def test_an_if() -> None:
    assert converted("def f(a, b):\n    if a:\n        b = 1\n        c = 2\n    return b") == (
        "def f(a, b):\n    if False:\n        c = None\n\n"
        "    def ag__if_body():\n        nonlocal b, c\n        b = 1\n        c = 2\n\n"
        "    def ag__else_body():\n        pass\n"
        "    ag__.branch(a, ag__if_body, ag__else_body, ('b',), (), ())()\n    return b"
    )


def test_a_while_loop() -> None:
    assert converted("def f(a):\n    while a > 0:\n        a -= 1\n    return a") == (
        "def f(a):\n\n    def ag__loop_test():\n        return a > 0\n\n"
        "    def ag__loop_body():\n        nonlocal a\n        a -= 1\n"
        "    ag__.while_stmt(ag__loop_test, ag__loop_body, ('a',), (), None)\n    return a"
    )


def test_a_for_loop() -> None:
    assert converted("def f(a):\n    for i, j in a:\n        g(i)") == (
        "def f(a):\n    if False:\n        i = j = None\n\n"
        "    def ag__loop_body(ag__item):\n        nonlocal i, j\n        i, j = ag__item\n"
        "        g(i)\n"
        "    ag__.for_stmt(a, None, ag__loop_body, (), (), None, ('i', 'j'))"
    )


def test_conditions_that_are_pythons_stay() -> None:
    source = "def f(a):\n    if a is None:\n        b = 1\n    while a in c:\n        b = 2"
    assert converted(source) == source


def test_globals_and_nonlocals_are_declared_as_they_are() -> None:
    received = converted(
        "def f(a):\n    global b\n    nonlocal c\n    if a:\n        b = 1\n        c = 2\n"
    )
    assert "global b\n        nonlocal c\n        b = 1" in received
    assert "if False" not in received
    assert "(), ('b', 'c'), ()" in received


def test_parts_say_how_they_are_reached() -> None:
    found = parts(ast.parse("a.b.c = 1\nd['k'] = 2\na.b = 3").body)
    assert ast.unparse(found) == (
        "(ag__.Attribute('a.b', lambda: a, 'b'), ag__.Attribute('a.b.c', lambda: a.b, 'c'), "
        "ag__.Item(\"d['k']\", lambda: d, lambda: 'k'))"
    )


def test_names_come_in_the_order_of_the_text() -> None:
    bound = activity_of(ast.parse("c = a = b = 1").body)
    assert ast.unparse(ordered({"a", "b", "c", "d"}, bound)) == "('c', 'a', 'b')"
