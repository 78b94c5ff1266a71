"""What is told of the conversion."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

import tenfold as tf
from tenfold.engine.autograph import verbosity


@pytest.fixture
def talkative() -> Iterator[None]:
    tf.autograph.set_verbosity(1, True)
    yield
    tf.autograph.set_verbosity(0)


def test_conversions_are_told(talkative: None, caplog: Any, capsys: Any) -> None:
    caplog.set_level(logging.INFO, "tenfold.autograph")

    def fresh(x: Any) -> Any:
        return x

    tf.autograph.to_graph(fresh)
    assert "Converted call: test_conversions_are_told.<locals>.fresh" in capsys.readouterr().out
    assert "fresh" in caplog.text


def test_the_code_is_told_on_level_3(talkative: None, capsys: Any) -> None:
    tf.autograph.to_graph(lambda x: not x)
    assert "ag__.not_(x)" not in capsys.readouterr().out
    tf.autograph.set_verbosity(3, True)
    tf.autograph.to_graph(lambda x: not x)
    assert "lambda x: ag__.not_(x)" in capsys.readouterr().out


def test_silence_by_default(capsys: Any, caplog: Any) -> None:
    caplog.set_level(logging.INFO, "tenfold.autograph")
    tf.autograph.to_graph(lambda x: x)
    assert capsys.readouterr().out == ""
    assert caplog.text == ""


def test_the_environment_decides_without_a_call(monkeypatch: Any, caplog: Any) -> None:
    caplog.set_level(logging.INFO, "tenfold.autograph")
    monkeypatch.setattr(verbosity._Verbosity, "level", None)
    monkeypatch.setenv("AUTOGRAPH_VERBOSITY", "3")
    verbosity.tell(3, "said %s", "this")
    verbosity.tell(4, "not said")
    assert caplog.messages == ["said this"]


def test_trace_prints_while_tracing(capsys: Any) -> None:
    @tf.function
    def f(x: Any) -> Any:
        tf.autograph.trace("tracing", 1)
        return x

    f(tf.constant(1))
    f(tf.constant(2))
    assert capsys.readouterr().out == "tracing 1\n"
