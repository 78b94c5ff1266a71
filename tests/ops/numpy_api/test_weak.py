"""Weak tensors: what of Python numbers is weak, what it meets, and what keeps it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

tnp = tf.experimental.numpy


def i8(value: Any = 1) -> Any:
    return tf.constant(value, tf.int8)


# What TensorFlow gives in the mode "all": a dtype, with a star where it is weak.
MADE: dict[str, tuple[Any, str]] = {
    "an int": (lambda: tf.constant(1), "int32*"),
    "a list": (lambda: tf.constant([1, 2], shape=[2, 1]), "int32*"),
    "a float": (lambda: tf.constant(1.5), "float32*"),
    "a complex": (lambda: tf.constant(1j), "complex128*"),
    "a bool": (lambda: tf.constant(True), "bool"),
    "with a dtype": (lambda: tf.constant(1, tf.int32), "int32"),
    "of NumPy": (lambda: tf.constant(np.array([1.0])), "float64"),
    "converted": (lambda: tf.convert_to_tensor(1.5), "float32"),
    "zeros": (lambda: tf.zeros(2), "float32"),
    "an array": (lambda: tnp.array([1, 2.5]), "float32*"),
    "arange": (lambda: tnp.arange(3), "int32*"),
    "ones of int": (lambda: tnp.ones(2, int), "int32"),
    "unary": (lambda: tf.sqrt(tf.constant(4.0)), "float32*"),
    "unary of a number": (lambda: tf.exp(1.0), "float32*"),
    "negative": (lambda: -tf.constant(1), "int32*"),
    "reduced": (lambda: tf.reduce_sum(tf.constant([1, 2])), "int32*"),
    "reshaped": (lambda: tf.constant([1, 2]).reshape([2, 1]), "int32*"),
    "transposed": (lambda: tf.constant([[1.0]]).T, "float32*"),
    "clipped": (lambda: tf.clip_by_value(tf.constant(1.0), 0.0, 1.0), "float32*"),
    "indexed": (lambda: tf.constant([1, 2])[0], "int32"),
    "cast": (lambda: tf.cast(tf.constant(1), tf.int32), "int32"),
    "where": (lambda: tf.where(True, tf.constant(1), tf.constant(2)), "int32"),
    "two weak": (lambda: tf.constant(1) + tf.constant(2.0), "float32*"),
    "matmul": (lambda: tf.constant([[1]]) @ tf.constant([[1.0]]), "float32*"),
    "weak int, int8": (lambda: tf.constant(1) + i8(), "int8"),
    "weak int, bool": (lambda: tf.constant(1) + tf.constant(True), "int32*"),
    "weak float, int8": (lambda: tf.constant(1.5) + i8(), "float64*"),
    "weak float, bfloat16": (lambda: 1.5 + tf.constant(1, tf.bfloat16), "bfloat16"),
    "weak complex, float32": (lambda: tf.constant(1j) + tf.constant(1, tf.float32), "complex64"),
    "weak complex, float64": (lambda: tf.constant(1j) + tf.constant(1, tf.float64), "complex128"),
    "weak complex, int8": (lambda: tf.constant(1j) + i8(), "complex128*"),
    "a number first": (lambda: 1.5 - i8(), "float64*"),
    "a list first": (lambda: [1.5] + i8([1]), "float64*"),
    "a list of ints": (lambda: i8([1, 2]) + [1, 2], "int8"),
    "power": (lambda: 2 ** i8(2), "int8"),
    "quotient of ints": (lambda: tf.constant(1) / tf.constant(2), "float64*"),
    "quotient of int8": (lambda: tf.divide(i8(), tf.constant(2)), "float32"),
    "int32, float32": (lambda: tf.add(tf.constant(1, tf.int32), np.float32(1)), "float32"),
    "uint64, int8": (lambda: tf.constant(1, tf.uint64) + i8(), "float64*"),
    "a function": (lambda: tf.multiply(i8(), 1.5), "float64*"),
    "maximum": (lambda: tf.maximum(i8(), tf.constant(2)), "int8"),
    "a variable": (lambda: tf.Variable(1.5) + tf.constant(1, tf.float64), "float64"),
    "two variables": (lambda: tf.Variable([1.0]) + tf.Variable([1]), "float32"),
    "a comparison": (lambda: i8() == 1.5, "bool"),
}


def told(x: Any) -> str:
    return x.dtype.name + ("*" if x._weak else "")


@pytest.fixture
def lattice(restored: None) -> None:
    tnp.experimental_enable_numpy_behavior(dtype_conversion_mode="all")


def test_what_is_weak(lattice: None) -> None:
    assert {name: told(make()) for name, (make, _) in MADE.items()} == {
        name: text for name, (_, text) in MADE.items()
    }


def test_weakness_shows(lattice: None) -> None:
    assert repr(tf.constant(1)) == "<tf.Tensor: shape=(), dtype=int32, numpy=1, weak=True>"
    assert str(tf.constant(1)) == "tf.Tensor(1, shape=(), dtype=int32, weak=True)"


def test_variables_take_what_promotes_to_their_dtype(lattice: None) -> None:
    long = tf.Variable([1], dtype=tf.int64)
    assert long.assign_add(tf.constant([2])).numpy().tolist() == [3]
    single = tf.Variable([1.0])
    single.assign(tf.constant([3], tf.int8))
    single.assign_sub([1])
    assert single.numpy().tolist() == [2.0]
    with pytest.raises(TypeError, match="Variable dtype is immutable: int64 and float32"):
        long.assign([1.5])


def test_gradients_and_graphs_promote(lattice: None) -> None:
    x = tf.constant(2.0)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = x * i8(3) + 1
    assert y.dtype is tf.float64
    assert tape.gradient(y, x).numpy() == 3.0

    @tf.function
    def traced(a: Any) -> Any:
        return a + tf.constant(1.5)

    assert traced(i8()).dtype is tf.float64
    assert traced(tf.zeros([], tf.bfloat16)).dtype is tf.bfloat16


UNSAFE: dict[str, Any] = {
    "int8 and a float": lambda: i8() + 1.5,
    "int8 and a list of floats": lambda: i8([1]) + [1.5],
    "int32 and float32": lambda: tf.constant(1, tf.int32) + tf.constant(1.0, tf.float32),
    "uint8 and int8": lambda: tf.constant(1, tf.uint8) + i8(),
    "bfloat16 and float16": lambda: tf.zeros([], tf.bfloat16) * tf.zeros([], tf.float16),
    "float32 and a complex": lambda: tf.subtract(tf.zeros([]), 1j),
    "a function": lambda: tf.add(tf.constant(1, tf.int64), tf.constant(1.0, tf.float64)),
    "a variable": lambda: tf.Variable([1]).assign([1.5]),
    "two variables": lambda: tf.Variable([1.0]) + tf.Variable([1]),
}
SAFE: dict[str, tuple[Any, str]] = {
    "int8 and an int": (lambda: i8() + 1, "int8"),
    "bfloat16 and a float": (lambda: tf.zeros([], tf.bfloat16) + 1.5, "bfloat16"),
    "two weak": (lambda: tf.constant(1) + 1.5, "float32*"),
    "int16 and float32": (lambda: tf.constant(1, tf.int16) + tf.zeros([]), "float32"),
    "float64 and a complex": (lambda: tf.zeros([], tf.float64) + 1j, "complex128"),
}


def test_safe_promotion_loses_nothing(restored: None) -> None:
    tnp.experimental_enable_numpy_behavior(dtype_conversion_mode="safe")
    for name, (make, text) in SAFE.items():
        assert told(make()) == text, name
    for make in UNSAFE.values():
        with pytest.raises(TypeError, match=r"In promotion mode SAFE, .* is disallowed"):
            make()


def test_pairs_promote_by_numpys_table(lattice: None) -> None:
    found = [
        tnp.add(1, 1),
        tnp.add(tnp.array([1, 2]), np.float32(1)),
        tnp.add(tf.constant([1.0]), np.array([1.0], np.float16)),
        tnp.maximum(1, 2.0),
        tnp.add([1, 2], [1.5, 2.0]),
        tnp.true_divide(np.int8(3), tf.constant([1, 2])),
        tnp.multiply(tf.constant([1, 2], tf.int8), [1, 2]),
    ]
    assert [told(x) for x in found] == [
        *("int64", "float64", "float32", "float64", "float32", "float64", "int8"),
    ]


def test_other_modes_know_no_weak_tensors(lattice: None) -> None:
    tnp.experimental_enable_numpy_behavior()
    assert not tf.constant(1)._weak and not tf.sqrt(2.0)._weak
    assert (tf.constant([1]) + tf.constant([1.5])).dtype is tf.float64
    with pytest.raises(tf.errors.InvalidArgumentError):
        tf.add(tf.constant([1]), tf.constant([1.5]))
