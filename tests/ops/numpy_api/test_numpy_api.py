"""tf.experimental.numpy beside TensorFlow's and, where that falls short, beside NumPy."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.numpy_api.calls import CALLS, GOLDENS, agree, evaluate

tnp = tf.experimental.numpy
RECORDED = json.loads(GOLDENS.read_text(encoding="utf-8"))


def test_every_call_is_recorded() -> None:
    assert list(RECORDED) == CALLS
    assert len(CALLS) > 400


@pytest.mark.parametrize("call", CALLS)
def test_a_call_gives_what_tensorflow_gives(call: str, numpy_behavior: None) -> None:
    found = evaluate(call, tf)
    assert agree(found, RECORDED[call]), f"{found}, but TensorFlow gives {RECORDED[call]}"


# Here TensorFlow refuses what NumPy can do, or differs from it by an oversight.
AS_NUMPY = [
    "around(25, -1)",
    "around(np.array([14, 15, 25]), -1)",
    "float_power(2, 3)",
    "float_power(2, -1)",
    "var([1, 2, 4], ddof=1)",
    "var([[1, 2, 4], [0, 1, 5]], axis=1, ddof=1)",
    "cumsum([True, True])",
    "arctan2(1, 2)",
    "nextafter(1, 2)",
    "isinf(1)",
    "isneginf([-np.inf, 1])",
    "isposinf([np.inf, 1])",
    "linspace(0, 10, 3, dtype=np.int32)",
    "linspace([0, 1], [1, 2], 2, axis=-1)",
    "logspace(0, 2, 3, base=2, dtype=np.float32)",
    "concatenate([[[1]], [[2]]], axis=None)",
    "isclose(1, 2, rtol=1)",
    "isclose([1, np.inf, -np.inf], [1, np.inf, np.inf])",
    "logaddexp([1.0, -np.inf], [3.0, -np.inf])",
    "rad2deg([0.0, 1.0])",
    "flip([[1, 2], [3, 4]], (0, 1))",
    "hsplit(np.array([[1, 2], [3, 4]]), 2)",
    "pad([1, 2], 1, 'constant')",
    "average([[1, 2], [3, 4]], axis=1, weights=[1, 3])",
    "gcd([12, 18, 0], [8, 27, 5])",
    "lcm([-4, 6, 0], [6, 8, 5])",
    "take_along_axis(np.array([[1, 2], [3, 4]]), np.array([[-1], [0]]), 1)",
]


@pytest.mark.parametrize("call", AS_NUMPY)
@pytest.mark.parametrize("is_enabled", [False, True], ids=["plain", "enabled"])
def test_a_call_gives_what_numpy_gives(call: str, is_enabled: bool, restored: None) -> None:
    if is_enabled:
        tnp.experimental_enable_numpy_behavior()
    found = eval(f"tnp.{call}", {"tnp": tnp, "np": np})
    wanted = eval(f"np.{call}", {"np": np})
    for x, y in zip(
        *(v if isinstance(v, (list, tuple)) else [v] for v in (found, wanted)), strict=True
    ):
        assert np.asarray(x).dtype == np.asarray(y).dtype
        np.testing.assert_allclose(x, y, rtol=1e-12)


GRADIENTS: dict[str, Any] = {
    "sinc": lambda x: tnp.sinc(x),
    "hypot": lambda x: tnp.hypot(x, 2.0),
    "logaddexp2": lambda x: tnp.logaddexp2(x, 1.0),
    "var": lambda x: tnp.var(x, ddof=1),
    "cross": lambda x: tnp.cross(x, [1.0, 2.0, 3.0]),
    "kron": lambda x: tnp.kron(x, [[1.0], [2.0]]),
    "polyval": lambda x: tnp.polyval(x, 1.5),
    "average": lambda x: tnp.average(x, weights=[1.0, 2.0, 4.0]),
    "pad": lambda x: tnp.pad(x, 2, "reflect") ** 2,
    "take_along_axis": lambda x: tnp.take_along_axis(x, [2, 0, 0], 0) ** 2,
    "linspace": lambda x: tnp.linspace(x, 2.0, 4) ** 2,
}


@pytest.mark.parametrize("name", GRADIENTS)
def test_gradients_are_finite_differences(name: str) -> None:
    x = np.array([0.3, -0.6, 1.1])
    direction = np.array([0.5, 1.0, -0.7])

    def total(value: np.ndarray) -> float:
        return tnp.sum(GRADIENTS[name](tf.constant(value))).numpy()

    variable = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = tnp.sum(GRADIENTS[name](variable))
    slope = tape.gradient(y, variable).numpy() @ direction
    step = 1e-6
    expected = (total(x + step * direction) - total(x - step * direction)) / (2 * step)
    assert slope == pytest.approx(expected, rel=1e-6, abs=1e-8)


TRACED: dict[str, Any] = {
    "arithmetic": lambda x: tnp.add(tnp.multiply(x, 2), 1.5),
    "tril": lambda x: tnp.tril(x, 1),
    "var": lambda x: tnp.var(x, axis=0, ddof=1),
    "average": lambda x: tnp.average(x, axis=1, weights=[1.0, 2.0]),
    "gcd": lambda x: tnp.gcd(tnp.array(x, tnp.int32), 4),
    "meshgrid": lambda x: tnp.meshgrid(x[0], x[1])[1],
    "arange": lambda x: tnp.arange(tf.shape(x)[0]),
    "take_along_axis": lambda x: tnp.take_along_axis(x, [[1, 0]], 0),
    "einsum": lambda x: tnp.einsum("ij->j", x),
    "argsort": lambda x: tnp.argsort(x, axis=0),
}


@pytest.mark.parametrize("name", TRACED)
def test_a_traced_function_gives_the_same(name: str) -> None:
    x = tf.constant([[6.0, -2.0], [4.0, 8.0]])
    spec = tf.TensorSpec([None, 2], tf.float32)
    traced = tf.function(TRACED[name], input_signature=[spec])
    np.testing.assert_allclose(traced(x), TRACED[name](x), rtol=1e-6)


ERRORS = {
    "arange": (lambda: tnp.arange(0, 5, 0), "step must not be zero"),
    "clip": (lambda: tnp.clip(1, None, None), "not more than one"),
    "cross": (lambda: tnp.cross([1, 2, 3, 4], [1, 2, 3, 4]), "2 or 3 elements"),
    "diag": (lambda: tnp.diag(tnp.ones((1, 1, 1))), "vector or matrix"),
    "diff": (lambda: tnp.diff([1, 2], n=-1), "n must not be negative"),
    "matmul": (lambda: tnp.matmul(2, [1]), "Use multiply"),
    "pad": (lambda: tnp.pad([1], 1, "edge"), "mode must be"),
    "reshape": (lambda: tnp.reshape([1], 1, "A"), "order must be"),
    "size": (lambda: tnp.size([1, 2], 1), "axis 1 is out of bounds"),
    "sort": (lambda: tnp.sort([1], kind="bubble"), "kind must be"),
    "swapaxes": (lambda: tnp.swapaxes([1], 0, 1), "out of bounds"),
    "take": (lambda: tnp.take([1], 0, mode="raise"), "mode must be"),
    "where": (lambda: tnp.where([True], 1), "both x and y"),
    "average": (lambda: tnp.average([[1]], weights=[1, 2]), "do not fit"),
    "select": (lambda: tnp.select([], []), "as many choices"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_what_is_refused(name: str) -> None:
    made, message = ERRORS[name]
    with pytest.raises(ValueError, match=message):
        made()


@pytest.mark.parametrize("name", ["sum", "mean", "amax", "any", "all", "prod", "count_nonzero"])
def test_arrays_of_unknown_rank_are_reduced(name: str) -> None:
    reduce = getattr(tnp, name)
    traced = tf.function(lambda x: reduce(x), input_signature=[tf.TensorSpec(None, tf.float32)])
    x = np.array([[1, 2], [0, 4]], np.float32)
    np.testing.assert_array_equal(traced(x), reduce(x))


@pytest.mark.parametrize("spec", [None, [None]], ids=["rank", "size"])
def test_arrays_of_unknown_shapes_are_compared(spec: Any) -> None:
    signature = [tf.TensorSpec(spec, tf.float32)] * 2
    equal = tf.function(tnp.array_equal, input_signature=signature)
    close = tf.function(tnp.allclose, input_signature=signature)
    ones = np.ones(3, np.float32)
    assert bool(equal(ones, ones)) and bool(close(ones, ones))
    assert not bool(equal(ones, ones[:1]))  # though one broadcasts to the other
    assert not bool(equal(ones, 2 * ones)) and not bool(close(ones, 2 * ones))
