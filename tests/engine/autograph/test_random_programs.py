"""Functions written at random do what Python does, on numbers and on tensors."""

from __future__ import annotations

import linecache
from typing import Any

import pytest

import tenfold as tf
from tenfold.engine.graph import executable

from .random_program import Writer


def function_of(source: str, name: str) -> Any:
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    namespace: dict[str, Any] = {"tf": tf}
    exec(compile(source, name, "exec"), namespace)
    return namespace["f"]


@pytest.fixture
def interpreted(monkeypatch: Any) -> None:
    """Leaves out the compiler: what it makes of graphs is tested elsewhere."""
    monkeypatch.setattr(executable, "compiler_available", lambda: False)


@pytest.mark.parametrize("first", range(0, 60, 10))
def test_agrees_with_python(first: int, interpreted: None) -> None:
    for seed in range(first, first + 10):
        source = Writer(seed).write()
        f = function_of(source, f"<random program {seed}>")
        converted, traced = tf.autograph.to_graph(f), tf.function(f)
        for x in (0, 3, 8, 14):
            expected = f(x)
            assert converted(x) == expected, source
            received = tuple(int(v) for v in traced(tf.constant(x)))
            assert received == expected, source
