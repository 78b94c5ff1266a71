"""Tests of x[...]."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tenfold.core import errors
from tenfold.core.convert import to_tensor
from tenfold.core.dimension import Dimension
from tenfold.core.dtypes import float32, int32
from tenfold.engine.autodiff.tape import GradientTape
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.ops.array.creation import constant

VALUE = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
BASIC: list[Any] = [
    0,
    -1,
    slice(1, None),
    slice(None, None, -1),
    (0, 1),
    (..., 1),
    (slice(None), None, 2),
    (None, ..., None),
    (1, ..., slice(0, 3, 2)),
    (slice(5, 1), slice(None, -1)),
    (np.int64(1), np.int32(2)),
]


@pytest.mark.parametrize("key", BASIC, ids=str)
@pytest.mark.parametrize("taped", [False, True], ids=["plain", "taped"])
def test_basic_indices_are_numpys(key: Any, taped: bool) -> None:
    x = to_tensor(VALUE)
    with GradientTape() as tape:
        if taped:
            tape.watch(x)
        found = x[key]
    np.testing.assert_array_equal(found.numpy(), VALUE[key])
    if taped:
        expected = np.zeros_like(VALUE)
        expected[key] = 1
        np.testing.assert_array_equal(tape.gradient(found, x).numpy(), expected)


@pytest.mark.parametrize("key", BASIC, ids=str)
def test_shapes_are_known_while_a_graph_is_built(key: Any) -> None:
    graph = FuncGraph("f")
    with graph.as_default():
        assert graph.placeholder(float32, VALUE.shape, "x")[key].raw_shape == VALUE[key].shape


def test_unknown_lengths_stay_unknown() -> None:
    graph = FuncGraph("f")
    with graph.as_default():
        x = graph.placeholder(float32, (None, 3), "x")
        n = graph.placeholder(int32, (), "n")
        assert x[1:].raw_shape == (None, 3)
        assert x[0].raw_shape == (3,)
        assert x[:, :n].raw_shape == (None, None)
        assert x[n].raw_shape == (3,)


def test_dimensions_are_bounds() -> None:
    x = to_tensor(VALUE)
    one, open_end = Dimension(1), Dimension(None)
    np.testing.assert_array_equal(x[one:open_end, open_end:one].numpy(), VALUE[1:, :1])
    np.testing.assert_array_equal(x[open_end:open_end:open_end].numpy(), VALUE)


def test_scalar_tensors_are_indices_and_bounds() -> None:
    x = to_tensor(VALUE)
    np.testing.assert_array_equal(x[constant(1), : constant(2)].numpy(), VALUE[1, :2])


def test_masks_select() -> None:
    x = to_tensor(VALUE)
    np.testing.assert_array_equal(x[x > 20].numpy(), VALUE[VALUE > 20])
    np.testing.assert_array_equal(x[np.array([False, True])].numpy(), VALUE[1:])


@pytest.mark.parametrize(
    "key",
    [
        np.array([1, 0, -1]),
        (slice(None), np.array([[0, 2]])),
        (..., np.array([3, -4])),
        (np.array([0, 1]), np.array([2, -1])),
        (slice(None), np.array([0, 1]), 2),
    ],
    ids=str,
)
def test_integer_arrays_gather(key: Any) -> None:
    np.testing.assert_array_equal(to_tensor(VALUE)[key].numpy(), VALUE[key])


@pytest.mark.parametrize(
    ("key", "match"),
    [
        (5, "slice index 5 of dimension 0 out of bounds"),
        ((0, -4), "slice index -4 of dimension 1 out of bounds"),
        ((0, 0, 0, 0), "only 3 dims"),
        (slice(0, 1, 0), "non-zero"),
    ],
    ids=str,
)
def test_what_is_out_of_bounds_is_refused(key: Any, match: str) -> None:
    with pytest.raises(errors.InvalidArgumentError, match=match):
        to_tensor(VALUE)[key]


@pytest.mark.parametrize("key", [1.0, "a", (0, 1.5), slice("a", None)], ids=str)
def test_other_types_are_refused(key: Any) -> None:
    with pytest.raises(TypeError, match="Only integers"):
        to_tensor(VALUE)[key]


def test_two_ellipses_are_an_invalid_argument() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="one ellipsis"):
        constant([[1, 2]])[..., ...]
