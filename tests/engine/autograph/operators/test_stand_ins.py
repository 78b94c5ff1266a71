"""Values for variables that have none yet."""

from __future__ import annotations

import tenfold as tf
from tenfold.engine.autograph.operators.stand_ins import form_of


def test_a_form_makes_zeros() -> None:
    form = form_of({"a": (tf.ones([2]), 3), "b": "text", "c": True})
    assert form is not None
    made = form.make()
    assert made["a"][0].numpy().tolist() == [0, 0]
    assert made["a"][1].dtype is tf.int32
    assert made["b"].numpy() == b""
    assert made["c"].numpy() == False  # noqa: E712


def test_only_tensors_have_forms() -> None:
    slices = tf.IndexedSlices(tf.constant([1.0]), tf.constant([0]))
    for value in (None, len, [1, None], [], (1, slices)):
        assert form_of(value) is None
