"""Which variables are needed after branches, and before and after loops."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from tenfold.engine.autograph.converter import LIVE_AFTER, LIVE_BEFORE
from tenfold.engine.autograph.liveness import annotate, captured_names


def annotated(source: str) -> Any:
    body = "\n".join("    " + line for line in source.split("\n"))
    node = ast.parse(f"def f():\n{body}").body[0]
    assert isinstance(node, ast.FunctionDef)
    annotate(node)
    return node


def first(node: Any, kind: Any) -> Any:
    return next(n for n in ast.walk(node) if isinstance(n, kind))


@pytest.mark.parametrize(
    ("source", "live"),
    [
        ("if a:\n    b = 1\nreturn b", {"b"}),
        ("if a:\n    b = 1\nreturn c", {"c"}),
        ("if a:\n    b = 1\nb = 2\nreturn b", set()),
        ("if a:\n    b = 1\nb += 2\nreturn b", {"b"}),
        ("if a:\n    pass\nb.c = d", {"b", "d"}),
        ("if a:\n    pass\nraise b", {"b"}),
        ("while c:\n    if a:\n        b = 1\n    d = b", {"a", "b", "c"}),
        ("while c:\n    b = 2\n    if a:\n        b = 1", {"a", "c"}),
        ("for b in c:\n    if a:\n        b = 1", {"a"}),
        ("for b in c:\n    if a:\n        b = 1\nreturn b", {"a", "b"}),
        ("with a as b:\n    if c:\n        b = 1\n    d = b", {"b"}),
        ("try:\n    if a:\n        b = 1\nexcept E:\n    return b", {"b", "E"}),
        ("try:\n    if a:\n        b = 1\nfinally:\n    c = b", {"b"}),
        ("try:\n    if a:\n        b = 1\nexcept E as b:\n    return b", {"E"}),
        ("if a:\n    pass\nmatch b:\n    case 1:\n        return c", {"b", "c"}),
        ("if a:\n    pass\ndef g(x=b): return c", {"b", "c"}),
    ],
    ids=lambda v: v.replace("\n", "; ") if isinstance(v, str) else "",
)
def test_after_an_if(source: str, live: set[str]) -> None:
    assert getattr(first(annotated(source), ast.If), LIVE_AFTER) == live


def test_around_a_loop() -> None:
    loop = first(annotated("i = 0\nwhile i < n:\n    s = i\n    i += k\nreturn s"), ast.While)
    assert getattr(loop, LIVE_BEFORE) == {"i", "k", "n", "s"}
    assert getattr(loop, LIVE_AFTER) == {"s"}


def test_what_one_iteration_leaves_to_the_next() -> None:
    loop = first(annotated("for i in n:\n    a = b\n    b = c\n    c = i"), ast.For)
    assert getattr(loop, LIVE_BEFORE) == {"b", "c"}
    assert getattr(loop, LIVE_AFTER) == set()


def test_nested_functions_are_annotated_too() -> None:
    node = annotated("def g():\n    if a:\n        b = 1\n    return b")
    assert getattr(first(node, ast.If), LIVE_AFTER) == {"b"}


def test_captured_names() -> None:
    node = annotated("global a\ndef g(): return b\nreturn c")
    assert captured_names(node) == {"a", "b"}


def test_names_that_may_be_looked_up() -> None:
    node = annotated("a = 1\nif b:\n    c = 2\nreturn eval('a + c')")
    assert captured_names(node) == {"a", "c"}
