"""How a tf.function calls its Python function."""

from __future__ import annotations

import re
from typing import Any

import pytest

import tenfold as tf
from tenfold.engine.autograph import status
from tenfold.engine.autograph.tracing import call_traced, conversions_for, end_in_users_code


def absolute(x: Any, *, sign: int = 1) -> Any:
    return sign * (x if x > 0 else -x)


def test_conversions_are_shared_by_functions_of_the_same_features() -> None:
    lists = tf.autograph.experimental.Feature.LISTS
    assert conversions_for(False, None) is None
    assert conversions_for(True, None) is conversions_for(True, ())
    assert conversions_for(True, lists) is conversions_for(True, [lists])
    assert conversions_for(True, lists) is not conversions_for(True, None)


def test_calls_with_arguments() -> None:
    assert call_traced(absolute, [-2], {"sign": 3}, None) == 6
    assert call_traced(absolute, [-2], {"sign": 3}, conversions_for(True, None)) == 6


def test_the_status_ends_with_the_call() -> None:
    with pytest.raises(TypeError):
        call_traced(absolute, ["a"], {}, conversions_for(True, None))
    assert status.active() is None


def test_errors_keep_their_identity() -> None:
    error = KeyError("a")
    assert end_in_users_code(error) is error


def generator(x: Any) -> Any:
    if x > 0:
        yield x


class Constructed:
    """Looks at a tensor in its constructor."""

    def __init__(self, x: Any) -> None:
        self.y = x if x > 0 else -x


@pytest.mark.parametrize(
    ("function", "note"),
    [
        (lambda x: list(generator(x)), "does not convert generator .* which is a generator"),
        (lambda x: Constructed(x).y, r"does not convert Constructed\.__init__ .* a constructor"),
    ],
    ids=["generator", "constructor"],
)
def test_code_that_is_not_converted_is_named(function: Any, note: str) -> None:
    with pytest.raises(TypeError) as info:
        tf.function(function)(tf.constant(1))
    (received,) = info.value.__notes__
    assert re.search(note, received)


def test_other_code_needs_no_note() -> None:
    with pytest.raises(TypeError) as info:
        tf.function(lambda x: bool(x))(tf.constant(True))
    assert not hasattr(info.value, "__notes__")
