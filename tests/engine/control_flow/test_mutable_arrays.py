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
