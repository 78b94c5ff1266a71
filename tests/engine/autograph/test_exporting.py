"""to_graph, to_code: conversion by hand."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

import tenfold as tf
from tenfold.engine.autograph.errors import ConversionError, UnsupportedLanguageElementError


def absolute(x: Any) -> Any:
    """The absolute value."""
    if x > 0:
        return x
    return -x


def twice(x: Any) -> Any:
    return absolute(x) * 2


def test_to_graph_gives_a_function_for_graphs() -> None:
    made = tf.autograph.to_graph(absolute)
    assert tf.function(made, autograph=False)(tf.constant(-2)).numpy() == 2
    assert made(-3) == 3
    assert made(tf.constant(-4)).numpy() == 4
    assert made.__doc__ == "The absolute value."
    assert inspect.signature(made) == inspect.signature(absolute)


def test_to_graph_is_recursive_or_not() -> None:
    recursive = tf.autograph.to_graph(twice)
    assert tf.function(recursive, autograph=False)(tf.constant(-2)).numpy() == 4
    alone = tf.autograph.to_graph(twice, recursive=False)
    with pytest.raises(TypeError, match="as a Python bool is not allowed"):
        tf.function(alone, autograph=False)(tf.constant(-2))


def test_to_graph_of_a_method_takes_the_object() -> None:
    class C:
        def method(self, x: Any) -> Any:
            return x if x > 0 else -x

    assert tf.autograph.to_graph(C().method)(C(), -1) == 1


def test_to_code_is_python() -> None:
    code = tf.autograph.to_code(absolute)
    compile(code, "<code>", "exec")
    assert code.startswith("def absolute(x):")
    assert "ag__.branch(x > 0, ag__if_body, ag__else_body" in code


def test_to_code_of_a_lambda() -> None:
    f = lambda x: 1 if x > 0 else 2  # noqa: E731
    expected = "lambda x: ag__.if_exp(x > 0, lambda: 1, lambda: 2, '1 if x > 0 else 2')"
    assert tf.autograph.to_code(f) == expected


def test_features_change_the_code() -> None:
    def f(x: Any) -> Any:
        x[0] = 1
        return x

    lists = tf.autograph.experimental.Feature.LISTS
    assert "set_item" not in tf.autograph.to_code(f)
    assert "set_item" in tf.autograph.to_code(f, experimental_optional_features=lists)


@pytest.mark.parametrize("entity", [3, len, int, object()], ids=["int", "len", "type", "object"])
@pytest.mark.parametrize("convert", ["to_graph", "to_code"])
def test_only_functions_have_code(convert: str, entity: Any) -> None:
    with pytest.raises(ConversionError, match="doesn't expose a __code__"):
        getattr(tf.autograph, convert)(entity)


@pytest.mark.parametrize("convert", ["to_graph", "to_code"])
def test_generators(convert: str) -> None:
    def generator() -> Any:
        yield 1

    with pytest.raises(UnsupportedLanguageElementError, match="generators are not supported"):
        getattr(tf.autograph, convert)(generator)


@pytest.mark.parametrize("convert", ["to_graph", "to_code"])
def test_source_is_needed(convert: str) -> None:
    with pytest.raises(ConversionError, match="no source of <string>"):
        getattr(tf.autograph, convert)(eval("lambda x: x"))
