"""The ops that call a function held as an attribute."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.op import registry
from tenfold.engine.function import calling  # noqa: F401 - registers the ops


def test_call_ops_run_eagerly_and_in_graphs() -> None:
    inner = tf.function(lambda a, b: (a * b, a)).get_concrete_function(
        tf.TensorSpec([]), tf.TensorSpec([])
    )
    call = registry["PartitionedCall"]
    with tf.GradientTape() as tape:
        x = tf.constant(3.0)
        tape.watch(x)
        product, same = call([x, 2.0], f=inner)
    assert (product.numpy(), same.numpy()) == (6.0, 3.0)
    assert tape.gradient(product, x).numpy() == 2.0
    in_graph = tf.function(lambda x: registry["StatefulPartitionedCall"]([x, x], f=inner)[0])
    assert in_graph(tf.constant(np.float32(3))).numpy() == 9.0
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"takes \['float32', 'float32'\]"):
        call([x], f=inner)
    with pytest.raises(TypeError, match="needs the attribute f"):
        call([x])
