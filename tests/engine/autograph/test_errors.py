"""Where tracebacks end, and the switch that shows all of them."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from typing import Any

import pytest

import tenfold as tf
from tenfold.core.tracebacks import is_ours, users_frames
from tenfold.engine.autograph.errors import place


@pytest.fixture
def unfiltered() -> Iterator[None]:
    tf.debugging.disable_traceback_filtering()
    yield
    tf.debugging.enable_traceback_filtering()


def inner(x: Any) -> Any:
    return tf.matmul(x, x)


@tf.function
def outer(x: Any) -> Any:
    if tf.reduce_sum(x) > 0:
        for _ in tf.range(2):
            x = inner(x)
    return x


def failing() -> Any:
    with pytest.raises(ValueError, match="inner dimensions") as info:
        outer(tf.ones([2, 3]))
    return traceback.extract_tb(info.value.__traceback__)


def test_the_traceback_ends_at_the_users_line() -> None:
    frames = failing()
    assert frames[-1].filename == __file__
    assert frames[-1].line == "return tf.matmul(x, x)"
    assert [f.line for f in frames if f.filename == __file__][1:] == [
        "if tf.reduce_sum(x) > 0:",
        "for _ in tf.range(2):",
        "x = inner(x)",
        "return tf.matmul(x, x)",
    ]


def test_few_frames_are_ours() -> None:
    assert sum(is_ours(f.filename) for f in failing()) <= 3


def test_all_frames_can_be_seen(unfiltered: None) -> None:
    assert not tf.debugging.is_traceback_filtering_enabled()
    assert sum(is_ours(f.filename) for f in failing()) > 10


def test_errors_of_nested_functions() -> None:
    nested = tf.function(lambda x: outer(x))
    with pytest.raises(ValueError, match="inner dimensions") as info:
        nested(tf.ones([2, 3]))
    frames = traceback.extract_tb(info.value.__traceback__)
    assert frames[-1].line == "return tf.matmul(x, x)"
    assert sum(is_ours(f.filename) for f in frames) <= 3


def test_a_traceback_of_our_frames_alone_stays() -> None:
    assert users_frames(None) is None
    try:
        tf.constant("a") + 1
    except Exception as error:
        assert error.__traceback__ is not None
        ours = error.__traceback__.tb_next
        assert users_frames(ours) is ours
    else:
        raise AssertionError


def test_a_place_has_file_and_line() -> None:
    assert place(inner) == f"{__file__}, line {inner.__code__.co_firstlineno}"
