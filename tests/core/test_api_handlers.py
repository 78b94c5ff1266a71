"""Handlers take over calls of public functions for the types they ask for, and nothing else."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import tenfold as tf

experimental = tf.experimental


class Masked(experimental.ExtensionType):
    values: tf.Tensor
    mask: tf.Tensor


def masked(*values: float) -> Masked:
    return Masked(list(values), [True] * len(values))


@pytest.fixture
def registered() -> Iterator[Callable[[Any], Any]]:
    """Notes handlers, and takes them back after the test."""
    targets: list[Any] = []

    def note(target: Any) -> Any:
        targets.append(target)
        return target

    yield note
    for target in targets:
        experimental.unregister_dispatch_for(target)


def test_a_function_is_the_plain_one_before_and_after() -> None:
    before = tf.math.multiply

    @experimental.dispatch_for_api(tf.multiply)
    def times(x: Masked, y: Masked) -> Any:
        return "taken"

    assert tf.multiply(masked(1.0), masked(2.0)) == "taken"
    assert tf.math.multiply(x=masked(1.0), y=masked(2.0), name="product") == "taken"
    assert float(tf.multiply(2.0, 3.0)) == 6.0
    experimental.unregister_dispatch_for(times)
    assert tf.multiply is tf.math.multiply is before
    with pytest.raises((TypeError, ValueError)):
        tf.multiply(masked(1.0), masked(2.0))
    with pytest.raises(ValueError, match="was not registered"):
        experimental.unregister_dispatch_for(times)


def test_lists_and_unions_of_types(registered: Any) -> None:
    @registered
    @experimental.dispatch_for_api(tf.concat, {"values": typing.List[Masked]})  # noqa: UP006
    def joined(values: Any, axis: Any, name: Any = "concat") -> Any:
        return len(values), axis

    @registered
    @experimental.dispatch_for_api(tf.maximum)
    def larger(x: Masked, y: Masked | tf.Tensor | None, name: str | None = None) -> Any:
        return name

    assert tf.concat([masked(1.0), masked(2.0)], 0) == (2, 0)
    assert tf.concat(axis=1, values=(masked(1.0),)) == (1, 1)
    assert tf.concat([[1], [2]], 0).numpy().tolist() == [1, 2]
    assert tf.maximum(masked(1.0), tf.constant(1.0), "n") == "n"
    assert tf.maximum(masked(1.0), None, name="m") == "m"


def test_several_signatures_and_not_implemented(registered: Any) -> None:
    @registered
    @experimental.dispatch_for_api(tf.subtract, {"x": Masked}, {"y": Masked})
    def either(x: Any, y: Any) -> Any:
        return NotImplemented if isinstance(y, str) else "taken"

    assert tf.subtract(masked(1.0), 1.0) == tf.subtract(1.0, masked(1.0)) == "taken"
    with pytest.raises((TypeError, ValueError)):
        tf.subtract(masked(1.0), "no")


def test_unary_functions(registered: Any) -> None:
    @registered
    @experimental.dispatch_for_unary_elementwise_apis(Masked)
    def each(api: Any, x: Any) -> Any:
        return Masked(api(x.values), x.mask)

    assert tf.abs(masked(-1.0)).values.numpy().tolist() == [1.0]
    assert tf.cast(masked(1.5), tf.int32).values.dtype is tf.int32
    assert tf.nn.relu(features=masked(-1.0), name="r").values.numpy().tolist() == [0.0]
    assert tf.clip_by_value(masked(5.0), 0.0, 2.0).values.numpy().tolist() == [2.0]
    with pytest.raises(ValueError, match="already been registered"):
        experimental.dispatch_for_unary_elementwise_apis(Masked)(lambda api, x: x)

    @registered
    @experimental.dispatch_for_api(tf.abs, {"x": Masked})
    def special(x: Any, name: Any = None) -> Any:
        return x

    with pytest.raises(ValueError, match="Multiple dispatch targets"):
        tf.abs(masked(-1.0))


def test_binary_functions_and_asserts(registered: Any) -> None:
    @registered
    @experimental.dispatch_for_binary_elementwise_apis(Masked, Masked)
    def pairs(api: Any, x: Any, y: Any) -> Any:
        return Masked(api(x.values, y.values), x.mask & y.mask)

    @registered
    @experimental.dispatch_for_binary_elementwise_assert_apis(Masked, Masked)
    def asserted(api: Any, x: Any, y: Any) -> Any:
        return api(x.values, y.values)

    assert tf.pow(masked(2.0), masked(3.0)).values.numpy().tolist() == [8.0]
    np.testing.assert_array_equal(tf.add(masked(1.0), masked(2.0)).values, [3.0])
    tf.debugging.assert_equal(masked(1.0), masked(1.0))
    with pytest.raises(tf.errors.InvalidArgumentError, match="message"):
        tf.debugging.assert_equal(masked(1.0), masked(2.0), message="message")


def test_handlers_work_while_a_function_is_traced(registered: Any) -> None:
    @registered
    @experimental.dispatch_for_unary_elementwise_apis(Masked)
    def each(api: Any, x: Any) -> Any:
        return Masked(api(x.values), x.mask)

    traced = tf.function(lambda x: tf.negative(x, name="n").values)
    assert traced(masked(1.0)).numpy().tolist() == [-1.0]


def unannotated(x: Any, y: Any, name: Any = None) -> Any: ...


del unannotated.__annotations__


@pytest.mark.parametrize(
    ("make", "match"),
    [
        (lambda: experimental.dispatch_for_api(len), "does not support dispatch"),
        (lambda: experimental.dispatch_for_api(tf.add)(unannotated), "at least one signature"),
        (lambda: experimental.dispatch_for_api(tf.add, {"z": Masked})(unannotated), "'z'"),
        (lambda: experimental.dispatch_for_api(tf.add, {"x": 3})(unannotated), "not supported"),
        (
            lambda: experimental.dispatch_for_api(tf.matmul, {"a": Masked})(lambda a, b, **k: 0),
            "does not match",
        ),
        (
            lambda: experimental.dispatch_for_unary_elementwise_apis(Masked)(lambda x: 0),
            r"\(api, x\)",
        ),
    ],
)
def test_refused(make: Any, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        make()


def test_a_handler_may_call_what_it_handles_with_plain_tensors() -> None:
    class Masked(tf.experimental.ExtensionType):
        values: tf.Tensor

    kind = typing.Union[Masked, tf.Tensor]  # noqa: UP007 -- as programs write it

    @tf.experimental.dispatch_for_api(tf.stack, {"values": list[kind]})
    def stack(values, axis=0):
        return Masked(tf.stack([getattr(v, "values", v) for v in values], axis))

    @tf.experimental.dispatch_for_binary_elementwise_apis(kind, kind)
    def both(function, left, right):
        return Masked(function(*(getattr(v, "values", v) for v in (left, right))))

    try:
        x, y = Masked(tf.constant([1, 2])), tf.constant([3, 4])
        assert tf.stack([x, y]).values.numpy().tolist() == [[1, 2], [3, 4]]
        assert tf.stack([y, y]).numpy().tolist() == [[3, 4], [3, 4]]
        assert tf.add(x, y).values.numpy().tolist() == [4, 6]
        assert tf.add(y, y).numpy().tolist() == [6, 8]
    finally:
        tf.experimental.unregister_dispatch_for(stack)
        tf.experimental.unregister_dispatch_for(both)
