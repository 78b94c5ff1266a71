"""Extension types and IndexedSlices through functions, tapes and nests."""

from __future__ import annotations

import tenfold as tf


class Masked(tf.experimental.ExtensionType):
    values: tf.Tensor
    mask: tf.Tensor

    def total(self) -> tf.Tensor:
        return tf.reduce_sum(tf.where(self.mask, self.values, tf.zeros_like(self.values)))


def test_an_extension_type_goes_through_a_function_and_a_tape() -> None:
    x = Masked([1.0, 2.0, 3.0], [True, False, True])
    double = tf.function(lambda m: Masked(m.values * 2.0, m.mask))
    with tf.GradientTape() as tape:
        tape.watch(x.values)
        y = double(x)
        total = y.total()
    assert isinstance(y, Masked)
    assert total.numpy() == 8
    assert tape.gradient(total, x.values).numpy().tolist() == [2, 0, 2]
    double(Masked([5.0, 6.0, 7.0], [True, True, True]))
    assert double.experimental_get_tracing_count() == 1


def test_extension_types_compare_by_value() -> None:
    a, b = Masked([1.0, 2.0], [True, False]), Masked([1.0, 2.0], [True, False])
    assert bool(a == b)
    assert not bool(a == Masked([1.0, 3.0], [True, False]))
    assert bool(a != Masked([1.0, 3.0], [True, False]))


def test_nests_expand_extension_types() -> None:
    x = Masked([1.0], [True])
    parts = tf.nest.flatten({"a": x}, expand_composites=True)
    assert [p.dtype for p in parts] == [tf.float32, tf.bool]
    again = tf.nest.pack_sequence_as({"a": x}, parts, expand_composites=True)
    assert bool(again["a"] == x)


def test_sparse_gradients_leave_a_function_sparse() -> None:
    v = tf.Variable([[1.0], [2.0], [3.0]])
    look = tf.function(lambda i: tf.reduce_sum(tf.gather(v, i) ** 2.0))
    with tf.GradientTape() as tape:
        y = look(tf.constant([2, 0, 2]))
    g = tape.gradient(y, v)
    assert isinstance(g, tf.IndexedSlices)
    assert tf.convert_to_tensor(g).numpy().tolist() == [[2], [0], [12]]
