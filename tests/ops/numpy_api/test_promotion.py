"""The dtypes that values agree on, in each mode."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.numpy_api.calls import DTYPES, PROMOTIONS, promotions

tnp = tf.experimental.numpy
NUMPYS = [t for t in DTYPES if t != "bfloat16"]


@pytest.mark.parametrize("mode", ["all", "safe"])
def test_the_lattice_is_tensorflows(mode: str, restored: None) -> None:
    assert promotions(mode, tf) == json.loads(PROMOTIONS.read_text(encoding="utf-8"))[mode]


@pytest.mark.parametrize("first", NUMPYS)
def test_the_usual_table_is_numpys(first: str) -> None:
    for second in NUMPYS:
        wanted = np.result_type(np.dtype(first), np.dtype(second))
        assert tnp.result_type(first, second) == wanted
        assert tnp.promote_types(first, second) == wanted


@pytest.mark.parametrize(
    ("given", "usual", "single"),
    [
        ((1.5,), tf.float64, tf.float32),
        ((1.5, 2), tf.float64, tf.float32),
        ((1j,), tf.complex128, tf.complex64),
        ((1, True), tf.int64, tf.int64),
        ((1.5, np.int8), tf.float64, tf.float32),
        ((1.5, np.int32), tf.float64, tf.float64),
        ((1.5, np.float64), tf.float64, tf.float64),
        ((1.5, tf.constant(1.0)), tf.float32, tf.float32),
        (([1, [2.5]],), tf.float64, tf.float32),
        ((1.5, tf.bfloat16), tf.float64, tf.float32),
        ((1, tf.bfloat16), tf.bfloat16, tf.bfloat16),
        ((), tf.float64, tf.float64),
    ],
    ids=str,
)
def test_python_numbers_are_weak(given: Any, usual: Any, single: Any, restored: None) -> None:
    assert tnp.result_type(*given) is usual
    tnp.experimental_enable_numpy_behavior(prefer_float32=True)
    assert tnp.result_type(*given) is single


def test_preferring_float32_is_for_python_numbers_alone(restored: None) -> None:
    tnp.experimental_enable_numpy_behavior(prefer_float32=True)
    found = [
        tnp.asarray(1.5),
        tnp.asarray([1, 2]),
        tnp.asarray(np.array([1.5])),
        tnp.asarray([1], dtype=float),
        tnp.ones(2),
        tnp.sin(1),
        tnp.linspace(0, 1, 3),
        tf.constant([1, 2], tf.int8) + 1.5,
        tf.constant([1, 2]) + 1.5,
        tnp.full((2,), 1.5),
    ]
    assert [x.dtype.name for x in found] == [
        *("float32", "int64", "float64", "float64", "float64", "float64", "float32", "float32"),
        *("float64", "float32"),
    ]


def test_the_newer_modes_make_narrow_arrays(restored: None) -> None:
    tnp.experimental_enable_numpy_behavior(dtype_conversion_mode="all")
    found = [tnp.asarray(1), tnp.asarray(1.5), tnp.ones(2), tnp.sum([1, 2]), tnp.sin(1)]
    assert [x.dtype.name for x in found] == ["int32", "float32", "float32", "int32", "float32"]


def test_an_unsafe_promotion_says_what_to_do(restored: None) -> None:
    tnp.experimental_enable_numpy_behavior(dtype_conversion_mode="safe")
    with pytest.raises(TypeError, match=r"int32 and float32 is disallowed\. Use tf\.cast"):
        _ = tf.constant([1], tf.int32) + tf.constant([1.5], tf.float32)


def test_nothing_is_promoted_when_that_is_off(restored: None) -> None:
    tnp.experimental_enable_numpy_behavior(dtype_conversion_mode="off")
    with pytest.raises(tf.errors.InvalidArgumentError, match="int32"):
        _ = tf.constant([1]) * tf.constant([1.5])
    assert tf.constant([[1, 2]]).T.shape == [2, 1]


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(ValueError, match="must be one of legacy, all, safe, off; received 'some'"):
        tnp.experimental_enable_numpy_behavior(dtype_conversion_mode="some")


def test_a_list_with_tensors_is_one_array() -> None:
    found = tnp.array([[1, 2], tf.constant([3.5, 4.0])])
    assert found.dtype is tf.float32
    assert found.numpy().tolist() == [[1.0, 2.0], [3.5, 4.0]]
