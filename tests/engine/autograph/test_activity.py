"""What code reads, binds, captures and sets parts of."""

from __future__ import annotations

import ast

import pytest

from tenfold.engine.autograph.activity import activity_of, free_names, is_simple, parts_set_by


def of(source: str) -> tuple[set[str], list[str], set[str]]:
    found = activity_of(ast.parse(source).body)
    return found.read, list(found.bound), found.captured


@pytest.mark.parametrize(
    ("source", "read", "bound", "captured"),
    [
        ("a = b", {"b"}, ["a"], set()),
        ("a += b", {"a", "b"}, ["a"], set()),
        ("a, (b, *c) = d", {"d"}, ["a", "b", "c"], set()),
        ("a.b = c", {"a", "c"}, [], set()),
        ("a[b] = c", {"a", "b", "c"}, [], set()),
        ("del a", {"a"}, ["a"], set()),
        ("for a in b: c", {"b", "c"}, ["a"], set()),
        ("with a as b: pass", {"a"}, ["b"], set()),
        ("import a.b, c as d", set(), ["a", "d"], set()),
        ("from a import b as c", set(), ["c"], set()),
        ("try: pass\nexcept A as b: pass", {"A"}, ["b"], set()),
        ("def f(a, b=c): return a + d", {"c"}, ["f"], {"d"}),
        ("lambda a, b=c: a + d", {"c"}, [], {"d"}),
        ("class A(B):\n    x = y", {"B", "y"}, ["A"], {"y"}),
        ("[a for a in b if c]", {"b", "c"}, [], set()),
        ("(a for a in b)", {"b"}, [], {"b"}),
        ("[(a := b) for c in d]", {"b", "d"}, ["a"], set()),
        ("(a := b)", {"b"}, ["a"], set()),
        ("match a:\n    case [b, *c]: pass\n    case {'k': d, **e}: pass", {"a"}, [*"bced"], set()),
        ("a = [f(lambda: b)]", {"f"}, ["a"], {"b"}),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_activity(source: str, read: set[str], bound: list[str], captured: set[str]) -> None:
    assert of(source) == (read, bound, captured)


@pytest.mark.parametrize(
    ("source", "free"),
    [
        ("def f(a): return a + b", {"b"}),
        ("def f():\n    a = 1\n    return a", set()),
        ("def f():\n    nonlocal a\n    a = b", {"a", "b"}),
        ("def f():\n    def g(): return a\n    a = 1", set()),
        ("def f():\n    def g(): return a", {"a"}),
        ("def f():\n    if c:\n        global a\n        a = 1", {"a", "c"}),
        ("class A:\n    def f(self): return b", {"b"}),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_free_names(source: str, free: set[str]) -> None:
    assert free_names(ast.parse(source).body[0]) == free


def test_parts_are_those_that_always_mean_the_same() -> None:
    source = "a.b = 1\nc['k'][0] = 2\nd[-1] += 3\ne[f()] = 4\ng = h\ng.x = 5\ni[g] = 6\nj.k.l = 7"
    assert list(parts_set_by(ast.parse(source).body)) == ["a.b", "c['k'][0]", "d[-1]", "j.k.l"]


def test_simple_places() -> None:
    texts = ["a", "a.b", "a[0]", "a[b].c", "a[-1]", "a[b + 1]", "f().a", "a[0:1]"]
    simple = [is_simple(ast.parse(t, mode="eval").body) for t in texts]
    assert simple == [True, True, True, True, True, False, False, False]
