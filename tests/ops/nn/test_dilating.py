"""Dilated pooling and ops, and pooling by `tf.nn.pool`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import normal


@pytest.mark.parametrize("kind", ["MAX", "AVG"])
def test_dilated_pooling_is_pooling_of_every_nth_pixel(kind: str) -> None:
    x = normal(2, 7, 9, 3)
    found = tf.nn.pool(x, [2, 3], kind, dilations=[3, 2]).numpy()
    assert found.shape == (2, 4, 5, 3)
    taps = [x[:, 3 * i : 3 * i + 4, 2 * j : 2 * j + 5] for i in range(2) for j in range(3)]
    expected = np.max(taps, 0) if kind == "MAX" else np.mean(taps, 0)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


def test_channels_second() -> None:
    x = normal(2, 3, 8)
    found = tf.nn.pool(x, [2], "MAX", data_format="NCW", dilations=[3]).numpy()
    assert found.tolist() == np.maximum(x[..., :5], x[..., 3:]).tolist()


def test_sizes_that_are_not_known_while_tracing() -> None:
    x = normal(2, 9, 1)
    spec = tf.TensorSpec([None, None, 1], tf.float32)
    traced = tf.function(lambda v: tf.nn.pool(v, [2], "MAX", dilations=[2]), input_signature=[spec])
    assert traced(x).numpy().tolist() == np.maximum(x[:, :7], x[:, 2:]).tolist()


def test_plain_pooling_is_that_of_its_kind() -> None:
    x = normal(1, 4, 5, 1)
    pads = [[0, 0], [1, 1], [1, 0], [0, 0]]
    for how in ("SAME", "VALID", pads):
        found = tf.nn.pool(x, [2, 2], "MAX", strides=[1, 2], padding=how)
        expected = tf.nn.max_pool2d(x, 2, [1, 2], how)
        assert found.numpy().tolist() == expected.numpy().tolist()


def seen(calls: list[Any]) -> Any:
    def op(x: Any, rank: int, padding: str) -> Any:
        calls.append((x.shape.as_list(), rank, padding))
        return x

    return op


# What TensorFlow hands to the op.
@pytest.mark.parametrize(
    ("rates", "options", "expected", "shape"),
    [
        ([2, 3], {"filter_shape": [2, 2]}, ([6, 3, 3, 1], 2, "VALID"), [1, 6, 8, 1]),
        ([1, 1], {"filter_shape": [2, 2]}, ([1, 4, 5, 1], 2, "SAME"), [1, 4, 5, 1]),
        ([2], {"spatial_dims": [2], "padding": "VALID"}, ([2, 4, 3, 1], 1, "VALID"), [1, 4, 5, 1]),
    ],
    ids=["both axes", "nothing to do", "one axis"],
)
def test_what_the_op_is_given(
    rates: list[int], options: dict[str, Any], expected: Any, shape: list[int]
) -> None:
    calls: list[Any] = []
    how: Any = {"padding": "SAME"} | options
    found = tf.nn.with_space_to_batch(tf.ones([1, 4, 5, 1]), rates, op=seen(calls), **how)
    assert calls == [expected]
    assert found.shape == shape


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"pooling_type": "MIN"}, "pooling_type"),
        ({"strides": [2], "dilations": [2]}, "strides > 1"),
        ({"padding": "SAME", "dilations": [2]}, "VALID"),
        ({"strides": [2, 2]}, "`strides` must have 1"),
    ],
    ids=["type", "strides", "padding", "length"],
)
def test_what_pool_refuses(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        tf.nn.pool(normal(1, 8, 1), [2], **({"pooling_type": "MAX"} | options))


@pytest.mark.parametrize(
    ("rates", "padding", "options", "message"),
    [
        ([2, 0], "VALID", {}, "must be positive"),
        ([2, 2], "FULL", {}, "one of 'SAME' or 'VALID'"),
        ([2, 2], "SAME", {}, "filter_shape"),
        ([2, 2], "VALID", {"spatial_dims": [1]}, "spatial_dims"),
    ],
    ids=["rate", "padding", "filter", "axes"],
)
def test_what_with_space_to_batch_refuses(
    rates: list[int], padding: str, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        tf.nn.with_space_to_batch(tf.ones([1, 4, 4, 1]), rates, padding, seen([]), **options)
