"""TensorFlow 1's arrays and stacks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.op import call
from tenfold.engine.control_flow import mutable_arrays  # noqa: F401 - registers the ops


def array(size: int, **attrs: Any) -> Any:
    return call("TensorArrayV3", size, **{"dtype": tf.float32, **attrs})


def read(handle: Any, index: int, flow: Any) -> Any:
    return call("TensorArrayReadV3", handle, index, flow, dtype=tf.float32)


def test_elements_are_written_and_read() -> None:
    handle, flow = array(3)
    flow = call("TensorArrayWriteV3", handle, 1, [1.0, 2.0], flow)
    assert read(handle, 1, flow).numpy().tolist() == [1.0, 2.0]
    assert read(handle, 0, flow).numpy().tolist() == [0.0, 0.0]  # as the written one, of zeros
    assert call("TensorArraySizeV3", handle, flow).numpy() == 3
    call("TensorArrayCloseV3", handle)
    assert call("TensorArraySizeV3", handle, flow).numpy() == 0


def test_many_elements_at_once() -> None:
    handle, flow = array(3)
    flow = call("TensorArrayScatterV3", handle, [2, 0, 1], [[5.0], [3.0], [4.0]], flow)
    found = call("TensorArrayGatherV3", handle, [0, 1, 2], flow, dtype=tf.float32)
    assert found.numpy().tolist() == [[3.0], [4.0], [5.0]]
    joined, lengths = call("TensorArrayConcatV3", handle, flow, dtype=tf.float32)
    assert joined.numpy().tolist() == [3.0, 4.0, 5.0]
    assert lengths.numpy().tolist() == [1, 1, 1]
    handle, flow = array(2)
    lengths = np.array([1, 2], np.int64)
    flow = call("TensorArraySplitV3", handle, [1.0, 2.0, 3.0], lengths, flow)
    assert read(handle, 1, flow).numpy().tolist() == [2.0, 3.0]


def test_arrays_without_elements() -> None:
    handle, flow = array(0, element_shape=(2,))
    found = call(
        "TensorArrayGatherV3",
        handle,
        np.zeros(0, np.int32),
        flow,
        dtype=tf.float32,
        element_shape=(2,),
    )
    assert found.shape == [0, 2]
    joined, lengths = call("TensorArrayConcatV3", handle, flow, dtype=tf.float32)
    assert (joined.shape, lengths.shape) == ([0], [0])


def test_what_arrays_refuse() -> None:
    handle, flow = array(1)
    with pytest.raises(tf.errors.OutOfRangeError, match=r"index 1 is not in \[0, 1\)"):
        call("TensorArrayWriteV3", handle, 1, 1.0, flow)
    with pytest.raises(tf.errors.InvalidArgumentError, match="element 0 was not written"):
        read(handle, 0, flow)
    call("TensorArrayWriteV3", handle, 0, 1.0, flow)
    with pytest.raises(tf.errors.InvalidArgumentError, match="element 0 was written already"):
        call("TensorArrayWriteV3", handle, 0, 1.0, flow)


def test_an_array_may_grow_and_may_know_its_elements() -> None:
    handle, flow = array(0, dynamic_size=True, element_shape=(2,))
    call("TensorArrayWriteV3", handle, 2, [1.0, 1.0], flow)
    assert call("TensorArraySizeV3", handle, flow).numpy() == 3
    known, flow = array(1, element_shape=(2,))
    assert read(known, 0, flow).numpy().tolist() == [0.0, 0.0]


def test_gradients_add_up() -> None:
    handle, flow = array(2)
    flow = call("TensorArrayWriteV3", handle, 0, [1.0], flow)
    slopes, out = call("TensorArrayGradV3", handle, flow, source="gradients")
    for value in (2.0, 3.0):
        out = call("TensorArrayWriteV3", slopes, 0, [value], out)
    again, _ = call("TensorArrayGradV3", handle, flow, source="gradients")
    assert read(again, 0, out).numpy().tolist() == [5.0]
    other, _ = call("TensorArrayGradV3", handle, flow, source="others")
    assert read(other, 0, out).numpy().tolist() == [0.0]


def test_stacks() -> None:
    handle = call("StackV2", -1, elem_type=tf.float32)
    assert call("StackPushV2", handle, 1.0).numpy() == 1.0
    call("StackPushV2", handle, [2.0])
    assert call("StackPopV2", handle, elem_type=tf.float32).numpy().tolist() == [2.0]
    assert call("StackPopV2", handle, elem_type=tf.float32).numpy() == 1.0
    with pytest.raises(tf.errors.InvalidArgumentError, match="Stack is empty"):
        call("StackPopV2", handle, elem_type=tf.float32)
    call("StackPushV2", handle, 1.0)
    call("StackCloseV2", handle)
    with pytest.raises(tf.errors.InvalidArgumentError, match="Stack is empty"):
        call("StackPopV2", handle, elem_type=tf.float32)


def of_elements(x: Any) -> Any:
    """Squares and sines, written one by one, read one by one and together."""
    handle, flow = array(3)
    flow = call("TensorArrayWriteV3", handle, 0, x * x, flow)
    flow = call("TensorArrayWriteV3", handle, 1, tf.sin(x), flow)
    one = read(handle, 0, flow)
    both = call("TensorArrayGatherV3", handle, [1, 0], flow, dtype=tf.float32)
    weights = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    return tf.reduce_sum(one * one) + tf.reduce_sum(both * weights)


def of_parts(x: Any) -> Any:
    """Squares, cut and joined."""
    handle, flow = array(2)
    lengths = np.array([1, 1], np.int64)
    flow = call("TensorArraySplitV3", handle, x * x, lengths, flow)
    joined, _ = call("TensorArrayConcatV3", handle, flow, dtype=tf.float32)
    return tf.reduce_sum(joined * joined)


def of_rows(x: Any) -> Any:
    """Squares, of which one row is read."""
    handle, flow = array(2)
    flow = call("TensorArrayScatterV3", handle, [1, 0], tf.stack([x * x, x]), flow)
    return tf.reduce_sum(read(handle, 1, flow) ** 3)


DERIVATIVES: Any = {
    of_elements: (
        lambda x: 4 * x**3 + [1, 2] * np.cos(x) + [6, 8] * x,
        lambda x: 12 * x**2 - [1, 2] * np.sin(x) + [6, 8],
    ),
    of_parts: (lambda x: 4 * x**3, lambda x: 12 * x**2),
    of_rows: (lambda x: 6 * x**5, lambda x: 30 * x**4),
}


@pytest.mark.parametrize("function", DERIVATIVES, ids=lambda f: f.__name__)
def test_gradients_go_through_arrays(function: Any) -> None:
    @tf.function
    def first(x: tf.Tensor) -> Any:
        return tf.gradients(function(x), x)[0]

    @tf.function
    def second(x: tf.Tensor) -> Any:
        return tf.gradients(tf.gradients(function(x), x)[0], x)[0]

    point = np.array([1.0, 2.0], np.float32)
    for traced, want in zip((first, second), DERIVATIVES[function], strict=True):
        np.testing.assert_allclose(traced(tf.constant(point)), want(point), rtol=1e-5)
