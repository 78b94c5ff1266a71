"""Finding the source of functions, wherever they were written."""

from __future__ import annotations

import ast
import functools
import linecache
from typing import Any

import pytest

from tenfold.engine.autograph.errors import UnsupportedLanguageElementError
from tenfold.engine.autograph.parsing import SourceMissing, mangle, parse


def source_of(function: Any) -> str:
    return ast.unparse(parse(function).node)


def test_a_function_keeps_its_lines() -> None:
    def f(x: Any) -> Any:
        return x

    node = parse(f).node
    assert node.lineno == f.__code__.co_firstlineno
    assert source_of(f) == "def f(x: Any) -> Any:\n    return x"


def test_lambdas_of_one_line_are_told_apart() -> None:
    pair = (lambda x: x + 1), (lambda x: x + 2)
    assert [source_of(f) for f in pair] == ["lambda x: x + 1", "lambda x: x + 2"]


def test_a_lambda_inside_a_lambda() -> None:
    outer = lambda x: lambda x: x * 2  # noqa: E731
    assert source_of(outer(1)) == "lambda x: x * 2"
    assert source_of(outer) == "lambda x: lambda x: x * 2"


def test_a_lambda_over_several_lines() -> None:
    f = functools.partial(
        lambda x: (
            x
            + 1
        ),
    ).func  # fmt: skip
    assert source_of(f) == "lambda x: x + 1"


def test_a_decorated_function_is_found_under_its_wrapper() -> None:
    def decorate(function: Any) -> Any:
        @functools.wraps(function)
        def wrapper(*args: Any) -> Any:
            return function(*args)

        return wrapper

    @decorate
    def f(x: Any) -> Any:
        return x

    assert source_of(f).startswith("@functools.wraps(function)\ndef wrapper(")
    assert source_of(f.__wrapped__).startswith("@decorate\ndef f(")


def test_functions_of_one_name() -> None:
    if __name__:

        def f() -> int:
            return 1

        first = f

        def f() -> int:  # type: ignore[no-redef]
            return 2

    assert [source_of(g).splitlines()[-1] for g in (first, f)] == ["    return 1", "    return 2"]


def test_what_exec_made_has_no_source() -> None:
    namespace: dict[str, Any] = {}
    exec("def f(x): return x", namespace)
    with pytest.raises(SourceMissing, match="no source of <string>"):
        parse(namespace["f"])


def test_what_exec_made_is_found_where_its_text_is_registered() -> None:
    text = "def f(x):\n    return x if x > 0 else -x\n"
    name = "<a cell of a notebook>"
    linecache.cache[name] = (len(text), None, text.splitlines(True), name)
    namespace: dict[str, Any] = {}
    exec(compile(text, name, "exec"), namespace)
    assert source_of(namespace["f"]) == text.rstrip()


def test_a_file_that_changed_is_not_trusted(tmp_path: Any) -> None:
    path = tmp_path / "module.py"
    path.write_text("\ndef f(x):\n    return x\n")
    namespace: dict[str, Any] = {}
    exec(compile("def f(x):\n    return x\n", str(path), "exec"), namespace)
    with pytest.raises(SourceMissing, match="has no function f on line 1"):
        parse(namespace["f"])


def test_a_text_that_is_no_python(tmp_path: Any) -> None:
    path = tmp_path / "module.py"
    path.write_text("def f(x:\n")
    namespace: dict[str, Any] = {}
    exec(compile("def f(x):\n    return x\n", str(path), "exec"), namespace)
    with pytest.raises(SourceMissing, match="cannot be parsed"):
        parse(namespace["f"])


def test_generators_and_coroutines_are_refused() -> None:
    def generator() -> Any:
        yield 1

    async def coroutine() -> None:
        pass

    async def both() -> Any:
        yield 1

    for function, kind in ((generator, "generators"), (coroutine, "coroutines"), (both, "gen")):
        with pytest.raises(UnsupportedLanguageElementError, match=kind):
            parse(function)


def test_each_call_gives_a_tree_of_its_own() -> None:
    def f(x: Any) -> Any:
        return x

    first = parse(f).node
    first.args.args.clear()
    assert parse(f).node.args.args


def test_mangling() -> None:
    names = ["__x", "__x__", "x", "_x"]
    assert [mangle(n, "_C") for n in names] == ["_C__x", "__x__", "x", "_x"]
    assert mangle("__x", "") == "__x"
    assert mangle("__x", "__") == "__x"
