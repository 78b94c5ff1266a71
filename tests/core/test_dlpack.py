"""Capsules that other libraries take over, and the other way round."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

dlpack = tf.experimental.dlpack


@pytest.mark.parametrize("dtype", ["int8", "uint16", "int64", "float16", "float32", "complex64"])
def test_there_and_back(dtype: str) -> None:
    x = tf.cast(tf.constant([[1, 2], [3, 4]]), dtype)
    y = dlpack.from_dlpack(dlpack.to_dlpack(x))
    assert y.dtype == x.dtype
    assert y.numpy().tolist() == x.numpy().tolist()


def test_numpy_both_ways() -> None:
    array = np.arange(3.0)
    taken = dlpack.from_dlpack(array.__dlpack__())
    array[0] = 9
    assert taken.numpy().tolist() == [0, 1, 2]  # a tensor owns its value
    assert np.from_dlpack(taken).tolist() == [0, 1, 2]


def test_jax_both_ways() -> None:
    jnp = pytest.importorskip("jax.numpy")
    assert dlpack.from_dlpack(jnp.arange(3)).numpy().tolist() == [0, 1, 2]
    assert jnp.from_dlpack(tf.constant([1.0, 2.0])).tolist() == [1.0, 2.0]


@pytest.mark.parametrize("value", [tf.constant("a"), tf.cast(1, tf.bfloat16)], ids=str)
def test_dtypes_without_a_form_are_refused(value: Any) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match=f"dtype {value.dtype.name} has no"):
        dlpack.to_dlpack(value)


def test_other_values_are_refused() -> None:
    with pytest.raises(TypeError, match="must be a tensor with a value; received 3"):
        dlpack.to_dlpack(3)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="expects a DLPack capsule; received 3"):
        dlpack.from_dlpack(3)
