"""The rewritten code as a whole: lines, names, cells, globals."""

from __future__ import annotations

import gc
import inspect
import linecache
import traceback
import weakref
from types import FunctionType
from typing import Any

import pytest

import tenfold as tf
from tenfold.engine.autograph.conversion import conversions
from tenfold.engine.autograph.loop_options import set_loop_options
from tenfold.engine.autograph.rewriting import resolve, rewrite_tree

convert = tf.autograph.to_graph


def test_tracebacks_point_at_the_users_lines() -> None:
    def f(x: Any) -> Any:
        if x:
            for _ in range(2):
                raise KeyError("here")
        return x

    try:
        convert(f)(1)
    except KeyError as error:
        frames = [s for s in traceback.extract_tb(error.__traceback__) if s.filename == __file__]
    first = f.__code__.co_firstlineno
    assert [s.lineno - first for s in frames[1:]] == [1, 2, 3]
    assert {s.name for s in frames[1:]} == {"f"}


def test_names_and_signature_are_kept() -> None:
    def f(a: int, /, b: str = "x", *args: Any, c: int = 3, **kwargs: Any) -> tuple[Any, ...]:
        """Says what it does."""
        return a, b, args, c, kwargs

    made = convert(f)
    assert (made.__name__, made.__qualname__) == (f.__name__, f.__qualname__)
    assert inspect.signature(made) == inspect.signature(f)
    assert made.__doc__ == "Says what it does."
    assert made.__module__ == __name__
    assert made(1, "y", 2, c=4, d=5) == f(1, "y", 2, c=4, d=5)
    assert made(1) == f(1)


def test_defaults_are_the_same_objects() -> None:
    default: list[int] = []

    def f(x: list[int] = default) -> list[int]:
        return x

    assert convert(f)() is default


def test_cells_are_shared() -> None:
    total = 0

    def f(n: int) -> int:
        nonlocal total
        if n > 0:
            total += n
        return total

    assert convert(f)(3) == 3
    assert total == 3
    total = 10
    assert convert(f)(1) == 11


limit = 5


def test_globals_are_looked_up_when_they_are_read() -> None:
    global limit

    def f(x: int) -> bool:
        return x < limit and limit > 0

    made = convert(f)
    assert made(7) is False
    limit = 10
    assert made(7) is True
    limit = 5


def test_a_function_may_have_the_name_of_a_global() -> None:
    def limit() -> int:
        return globals()["limit"]

    assert convert(limit)() == 5


def test_recursion_goes_through_the_name() -> None:
    def factorial(n: int) -> int:
        if n < 2:
            return 1
        return n * factorial(n - 1)

    assert convert(factorial)(5) == 120


def test_locals_that_are_never_set() -> None:
    def f(flag: bool) -> list[str]:
        if flag:
            a = 1
        return list(locals())

    assert sorted(convert(f)(True)) == ["a", "flag"]
    assert sorted(convert(f)(False)) == ["flag"]


def test_locals_after_a_tensor_decided() -> None:
    @tf.function
    def f(x: Any) -> Any:
        if x > 0:
            y = x
        else:
            y = -x
        return locals()

    found = f(tf.constant(-2))
    assert {k: v.numpy() for k, v in found.items()} == {"x": -2, "y": 2}


def test_unset_names_raise_what_python_raises() -> None:
    def f(flag: bool) -> Any:
        if flag:
            a = 1
        return a

    with pytest.raises(UnboundLocalError):
        convert(f)(False)


def test_deleted_names_are_gone() -> None:
    def f(flag: bool) -> Any:
        a = 1
        if flag:
            del a
        return a

    assert convert(f)(False) == 1
    with pytest.raises(UnboundLocalError):
        convert(f)(True)


def test_exception_names_are_gone_after_their_handler() -> None:
    def f(flag: bool) -> Any:
        if flag:
            try:
                raise KeyError("a")
            except KeyError as error:
                text = str(error)
            try:
                return error
            except NameError:
                return text
        return None

    assert convert(f)(True) == "'a'"


def test_imports_in_branches() -> None:
    def f(flag: bool) -> Any:
        if flag:
            import math as m
            from os import path
        else:
            m = path = None
        return m, path

    assert convert(f)(True) == f(True)
    assert convert(f)(False) == (None, None)


def test_definitions_in_branches() -> None:
    def f(flag: bool) -> Any:
        if flag:

            def g(x: int = 2) -> int:
                return x * 2

            class C:
                value = g()
        else:
            g = C = None  # type: ignore[assignment, misc]
        return g, C

    g, c = convert(f)(True)
    assert (g(), c.value) == (4, 4)
    assert convert(f)(False) == (None, None)


def test_match_statements() -> None:
    def f(value: Any) -> Any:
        for _ in range(1):
            match value:
                case {"a": a, **rest}:
                    return a, rest
                case [first, *others] if first:
                    return first, others
                case _:
                    continue
        return None

    for value in ({"a": 1, "b": 2}, [1, 2, 3], [0, 1], 7):
        assert convert(f)(value) == f(value)


def test_with_statements() -> None:
    class Swallow:
        def __enter__(self) -> Swallow:
            return self

        def __exit__(self, *exc: object) -> bool:
            return True

    def f(flag: bool) -> Any:
        result = None
        for _ in range(2):
            with Swallow() as s:
                if flag:
                    raise KeyError
                result = s
                break
        return result

    assert convert(f)(True) is None
    assert isinstance(convert(f)(False), Swallow)


def test_class_bodies_are_left_alone() -> None:
    def f(x: int) -> Any:
        class C:
            y = 1 if x else 2
            z = [i for i in range(3) if i and i > 1]

        return C.y, C.z

    assert convert(f)(0) == f(0)


def test_star_expressions_and_comprehensions() -> None:
    def f(items: list[int]) -> Any:
        pairs = {(a, b) for a in items for b in items if a < b and not a == 2}  # noqa: SIM201
        table = {k: [*range(k)] for k in items if k}
        return pairs, table, [*items, *items], {**table, 9: None}

    assert convert(f)([1, 2, 3]) == f([1, 2, 3])


def test_nested_functions_keep_defaults_and_annotations() -> None:
    def f(x: int) -> Any:
        def g(a: int, b: int = x if x > 1 else 7) -> int:
            return a + b

        return g(1), g.__annotations__["a"], g.__defaults__

    assert convert(f)(0) == f(0)


def test_try_with_everything() -> None:
    def f(kind: str) -> list[str]:
        log: list[str] = []
        for i in range(2):
            try:
                log.append(f"try{i}")
                if kind == "raise":
                    raise ValueError
                if kind == "break":
                    break
                if kind == "return":
                    return log
            except ValueError:
                log.append("except")
                continue
            else:
                log.append("else")
            finally:
                log.append("finally")
            log.append("end")
        return log

    for kind in ("raise", "break", "return", ""):
        assert convert(f)(kind) == f(kind)


def test_futures_are_those_of_the_source() -> None:
    namespace: dict[str, Any] = {}

    def f() -> Any:
        def g(x: undefined) -> None:  # type: ignore[name-defined]  # noqa: F821
            return None

        return g.__annotations__

    namespace.update(convert(f)())
    assert namespace["x"] == "undefined"


def test_conversion_happens_once_per_code_object() -> None:
    def make(n: int) -> Any:
        def f(x: Any) -> Any:
            return n if x else -n

        return f

    first, second = (conversions().callee(make(n)) for n in (1, 2))
    assert first.__code__ is second.__code__
    assert (first(True), second(True)) == (1, 2)


def test_code_is_not_kept_alive() -> None:
    text = "def f(x): return x and not x"
    linecache.cache["<cell>"] = (len(text), None, [text], "<cell>")
    namespace: dict[str, Any] = {}
    exec(compile(text, "<cell>", "exec"), namespace)
    f = namespace.pop("f")
    assert conversions().callee(f).__code__ is not f.__code__
    alive = weakref.ref(f.__code__)
    del f
    gc.collect()
    assert alive() is None


def test_names_are_resolved_around_a_function() -> None:
    local = tf.autograph

    def f(n: int) -> None:
        local.experimental.set_loop_options()
        tf.autograph.experimental.set_loop_options()

    assert isinstance(f, FunctionType)
    node, _ = rewrite_tree(f, set_loop_options)
    calls = [s.value for s in node.body]  # type: ignore[union-attr, attr-defined]
    assert all(resolve(c.func.args[0], f) is set_loop_options for c in calls)
