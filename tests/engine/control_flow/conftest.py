"""The three ways to run a program: at once, compiled by XLA, interpreted with NumPy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import tenfold as tf
from tenfold.core.settings import settings
from tenfold.engine.graph import executable


@pytest.fixture
def interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets functions run without the compiler."""
    monkeypatch.setattr(executable, "compiler_available", lambda: False)


@pytest.fixture
def compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets functions be compiled on their first call."""
    pytest.importorskip("jax")
    monkeypatch.setattr(settings, "deterministic", True)


@pytest.fixture(params=["compiled", "interpreted"])
def graph(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """`tf.function`, with the compiler and without it."""
    request.getfixturevalue("interpreter" if request.param == "interpreted" else "compiler")
    return tf.function


@pytest.fixture(params=["eager", "compiled", "interpreted"])
def staged(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """What makes a program of a Python function: nothing, or `tf.function` in its two forms."""
    if request.param == "eager":
        return lambda function: function
    request.getfixturevalue("interpreter" if request.param == "interpreted" else "compiler")
    return tf.function
