"""What a function means is kept: private names, super, annotations, declarations."""

from __future__ import annotations

import ast
from typing import Any

import tenfold as tf
from tenfold.engine.autograph.canonical import canonicalize, declared_outside
from tenfold.engine.autograph.parsing import Found, parse

from .agreement import agrees


def function_node(source: str, class_name: str = "") -> Any:
    node = ast.parse(source).body[0]
    assert isinstance(node, ast.FunctionDef)
    return canonicalize(Found(node, class_name))


def test_decorators_defaults_and_annotations_are_dropped() -> None:
    node = function_node("@d\ndef f(a: int, b=g(), *, c=h()) -> int:\n    return a")
    assert ast.unparse(node) == "def f(a, b=None, *, c=None):\n    return a"


def test_private_names_are_mangled() -> None:
    node = function_node("def f(self, __a):\n    return self.__x + __a + self.__y__", "_Klass")
    expected = "def f(self, _Klass__a):\n    return self._Klass__x + _Klass__a + self.__y__"
    assert ast.unparse(node) == expected


def test_super_gets_its_arguments() -> None:
    node = function_node("def f(this):\n    return super().f()")
    assert ast.unparse(node) == "def f(this):\n    return super(__class__, this).f()"


def test_annotated_assignments_lose_their_annotation() -> None:
    node = function_node("def f():\n    x: int = 1\n    y: int\n    return x")
    expected = "def f():\n    x = 1\n    if False:\n        y = None\n    return x"
    assert ast.unparse(node) == expected


def test_declarations_go_to_the_top() -> None:
    node = function_node('def f():\n    "doc"\n    if a:\n        global b\n        b = 1')
    assert ast.unparse(node.body[1]) == "global b"
    assert declared_outside(node) == ({"b"}, set())


def test_a_block_that_loses_its_only_statement_stays_a_block() -> None:
    node = function_node("def f():\n    if a:\n        global b")
    assert ast.unparse(node) == "def f():\n    global b\n    if a:\n        pass"


def test_annotated_locals_in_branches() -> None:
    def f(x: Any) -> Any:
        y: Any
        if x > 0:
            y = x * 2
        else:
            y = x * 3
        z: Any = y
        return z

    agrees(f, 1, -1)


class _Counter:
    """Private attributes, set in branches and loops."""

    def __init__(self) -> None:
        self.__total: Any = 0

    def add(self, n: Any) -> Any:
        for i in range(n):
            if i > 1:
                self.__total += i
        return self.__total


def test_private_attributes_in_loops() -> None:
    @tf.function
    def f(n: Any) -> Any:
        return _Counter().add(n)

    assert f(tf.constant(4)).numpy() == 5


def test_the_surrounding_class_is_found() -> None:
    assert parse(_Counter.add).class_name == "_Counter"
