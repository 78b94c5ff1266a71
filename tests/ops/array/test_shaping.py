"""Sizes of tensors."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf


@pytest.mark.parametrize("traced", [False, True])
@pytest.mark.parametrize("dtype", [tf.float32, tf.uint8, tf.complex64, tf.int64])
def test_the_size_in_any_dtype_where_the_shape_is_known(dtype: Any, traced: bool) -> None:
    def size(x: Any) -> Any:
        return tf.size(x, out_type=dtype)

    found = (tf.function(size) if traced else size)(tf.zeros([2, 3]))
    assert found.dtype is dtype
    assert found.numpy() == 6


def test_the_size_of_an_unknown_shape_is_an_integer() -> None:
    spec = tf.TensorSpec([None])
    with pytest.raises(TypeError, match="Size does not accept float32"):
        tf.function(lambda x: tf.size(x, out_type=tf.float32)).get_concrete_function(spec)
