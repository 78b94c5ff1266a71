"""Arithmetic that gives back its operand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.engine.graph.passes.rewriting import interpreted, left

import tenfold as tf
from tenfold.core.namespace import numpy_ns
from tenfold.core.op import call, registry

FLOATS = tf.TensorSpec([2, 3], tf.float32)
WHOLE = tf.TensorSpec([2, 3], tf.int32)
MINUS_ZERO = np.float32(-0.0)

GONE: list[tuple[str, Callable[[Any], Any], Any]] = [
    ("times one", lambda x: x * 1.0, FLOATS),
    ("one times", lambda x: 1.0 * x, FLOATS),
    ("over one", lambda x: call("RealDiv", x, 1.0), FLOATS),
    ("less zero", lambda x: x - 0.0, FLOATS),
    ("plus minus zero", lambda x: x + tf.constant(MINUS_ZERO), FLOATS),
    ("integer plus zero", lambda x: 0 + x, WHOLE),
    ("times a vector of one", lambda x: x * tf.constant([[1.0]]), FLOATS),
    ("negated twice", lambda x: call("Neg", call("Neg", x)), FLOATS),
]
STAYS: list[tuple[str, Callable[[Any], Any], Any]] = [
    ("plus zero", lambda x: x + 0.0, FLOATS),
    ("less minus zero", lambda x: x - tf.constant(MINUS_ZERO), FLOATS),
    ("times zero", lambda x: x * 0.0, FLOATS),
    ("one less", lambda x: 1.0 - x, FLOATS),
    ("one over", lambda x: call("RealDiv", 1.0, x), FLOATS),
    ("wider", lambda x: x * tf.ones([4, 2, 3]), FLOATS),
    ("one of more", lambda x: x * tf.constant([[[1.0]]]), FLOATS),
]


def computed(x: Any) -> Any:
    return call("Square", x)


@pytest.mark.parametrize(("change", "spec"), [g[1:] for g in GONE], ids=[g[0] for g in GONE])
def test_what_changes_nothing_goes(change: Callable[[Any], Any], spec: Any) -> None:
    assert left(lambda x: change(computed(x)), spec) == ["Square"]


@pytest.mark.parametrize(("change", "spec"), [s[1:] for s in STAYS], ids=[s[0] for s in STAYS])
def test_what_may_change_a_bit_stays(change: Callable[[Any], Any], spec: Any) -> None:
    assert len(left(lambda x: change(computed(x)), spec)) == 2


def test_an_operand_that_may_lie_otherwise_in_memory_stays() -> None:
    assert left(lambda x: x * 1.0, FLOATS) == ["Mul"]
    assert left(lambda x: tf.transpose(x) * 1.0, FLOATS) == ["Transpose", "Mul"]


def test_special_values_come_through() -> None:
    x = tf.constant([[-0.0, np.inf, np.nan], [1e-40, -1.0, 0.0]])

    def change(x: Any) -> list[Any]:
        y = call("Neg", x)
        return [y * 1.0, y + 0.0, y * 0.0, call("Neg", y), y - 0.0]

    y = -x.numpy()
    with np.errstate(invalid="ignore"):
        expected = [y, y + 0, y * np.float32(0), -y, y]
    for found, wanted in zip(interpreted(change, x), expected, strict=True):
        assert found.tobytes() == wanted.tobytes()


def test_transposing_back_goes() -> None:
    def turned(x: Any) -> Any:
        return tf.tanh(tf.transpose(tf.transpose(x, [2, 0, 1]), [1, 2, 0]))

    spec = tf.TensorSpec([2, 3, 4], tf.float32)
    assert left(turned, spec) == ["Tanh"]
    assert left(lambda x: tf.transpose(tf.transpose(x, [2, 0, 1]), [2, 0, 1]), spec) == [
        "Transpose",
        "Transpose",
    ]
    assert left(lambda x: tf.tanh(tf.transpose(x, [0, 1, 2])), spec) == ["Tanh"]


def layouts() -> list[np.ndarray]:
    base = np.arange(1.0, 241.0, dtype=np.float32).reshape(4, 6, 10)
    return [base, base.T, base[::2], base[:, ::-1], np.broadcast_to(base[:1], base.shape)]


@pytest.mark.parametrize("name", ["AddV2", "Sub", "Mul", "RealDiv", "Maximum", "Minimum", "Add"])
def test_a_binary_kernel_leaves_its_result_as_a_product_with_one_would(name: str) -> None:
    for x in layouts():
        for y in (x, np.float32(2), np.ones(x.shape, np.float32)):
            z = registry[name].kernel(numpy_ns, x, y)
            assert z.strides == (z * np.float32(1)).strides


@pytest.mark.parametrize("name", ["Neg", "Square", "Exp", "Log", "Sqrt", "Tanh", "Relu"])
def test_a_unary_kernel_leaves_its_result_as_a_product_with_one_would(name: str) -> None:
    for x in layouts():
        z = registry[name].kernel(numpy_ns, x)
        assert z.strides == (z * np.float32(1)).strides
