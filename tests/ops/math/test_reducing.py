"""The public reductions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tenfold.core import errors
from tenfold.core.convert import to_tensor
from tenfold.engine.autodiff.tape import GradientTape
from tenfold.ops.math import arg_extremes, counting, reducing, scan, segment_reducing, sums


def test_axis_none_int_list_and_kept() -> None:
    x = to_tensor([[1, 2], [3, 4]])
    assert reducing.reduce_sum(x).numpy() == 10
    assert reducing.reduce_sum(x, 0).numpy().tolist() == [4, 6]
    assert reducing.reduce_sum(x, [0, -1], keepdims=True).numpy().tolist() == [[10]]
    assert reducing.reduce_sum(x, []).numpy().tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("axis", [2, -3, [0, 0], [0, -2]])
def test_bad_axes_are_refused(axis: int | list[int]) -> None:
    with pytest.raises(errors.InvalidArgumentError, match="Invalid reduction"):
        reducing.reduce_sum(to_tensor([[1, 2], [3, 4]]), axis)


def test_a_long_float32_sum_keeps_its_digits() -> None:
    rows = np.full((1_000_000, 2), 0.1, np.float32)
    total = reducing.reduce_sum(to_tensor(rows), 0).numpy()
    assert np.abs(total / 1e5 - 1).max() < 1e-5


def test_variance_of_complex_and_of_integers() -> None:
    assert reducing.reduce_variance([1 + 1j, 3 + 1j]).numpy() == 1.0
    with pytest.raises(TypeError, match="int32"):
        reducing.reduce_variance([1, 2])
    with pytest.raises(TypeError, match="int32"):
        reducing.reduce_std([1, 2])


def test_logsumexp_of_large_infinite_and_no_numbers() -> None:
    assert np.isclose(reducing.reduce_logsumexp([1000.0, 1000.0]).numpy(), 1000.6931)
    assert reducing.reduce_logsumexp([-np.inf, -np.inf]).numpy() == -np.inf
    assert reducing.reduce_logsumexp(np.zeros(0, np.float32)).numpy() == -np.inf
    kept = reducing.reduce_logsumexp([[0.0, 0.0]], 1, keepdims=True)
    assert kept.shape == [1, 1]


def test_gradient_of_a_gathered_result() -> None:
    x = to_tensor([1.0, 2.0, 3.0])
    with GradientTape() as tape:
        tape.watch(x)
        y = reducing.reduce_sum(segment_reducing.segment_sum(x * x, [0, 0, 1]) + 1.0)
    assert tape.gradient(y, x).numpy().tolist() == [2.0, 4.0, 6.0]


def test_argmax_refuses_scalars_and_empty_axes() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="range"):
        arg_extremes.argmax(5)
    with pytest.raises(errors.InvalidArgumentError, match="empty"):
        arg_extremes.argmin(np.zeros((0, 2), np.float32))


def test_scan_axis_out_of_range() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="scan axis"):
        scan.cumsum([1, 2], axis=3)


@pytest.mark.parametrize("ids", [[1, 0, 2], [-1, 0, 0], [0, 0]])
def test_bad_segment_ids(ids: list[int]) -> None:
    with pytest.raises(errors.InvalidArgumentError):
        segment_reducing.segment_sum([1, 2, 3], ids)


def test_unsorted_segment_mean_of_an_empty_segment() -> None:
    mean = segment_reducing.unsorted_segment_mean([1.0, 3.0], [2, 2], 3)
    assert mean.numpy().tolist() == [0.0, 0.0, 2.0]


def test_bincount_lengths_and_rows() -> None:
    assert counting.bincount([1, 1, 3], minlength=6).numpy().tolist() == [0, 2, 0, 1, 0, 0]
    assert counting.bincount([1, 1, 3], maxlength=2).numpy().tolist() == [0, 2]
    assert counting.bincount([]).numpy().tolist() == []
    assert counting.bincount([[1, 1], [0, 0]], axis=-1).numpy().tolist() == [[0, 2], [2, 0]]
    assert counting.bincount([1, 1], weights=[0.5, 1.0]).numpy().tolist() == [0.0, 1.5]
    with pytest.raises(errors.InvalidArgumentError, match="non-negative"):
        counting.bincount([-1])


def test_confusion_matrix_with_weights_and_bad_classes() -> None:
    weighted = counting.confusion_matrix([0, 1], [1, 1], weights=[2, 3])
    assert weighted.numpy().tolist() == [[0, 2], [0, 3]]
    with pytest.raises(errors.InvalidArgumentError):
        counting.confusion_matrix([0, 5], [1, 1], num_classes=2)


def test_add_n_checks_its_inputs() -> None:
    with pytest.raises(ValueError, match="at least one"):
        sums.add_n([])
    with pytest.raises(errors.InvalidArgumentError, match="same shape"):
        sums.add_n([[1.0, 2.0], [1.0]])
    assert sums.add_n(to_tensor([1.0, 2.0])).numpy() == 3.0
    assert sums.add_n(x for x in (1, 2, 4)).numpy() == 7


@pytest.mark.parametrize(
    "shape",
    [(300_001,), (3, 100_003), (600, 1000), (90_001, 3), (500, 211, 3), (40, 7919)],
    ids=str,
)
@pytest.mark.parametrize("axis", [None, 0, -1], ids=str)
def test_large_sums_agree_with_sums_in_a_wider_type(
    shape: tuple[int, ...], axis: int | None
) -> None:
    x = np.random.default_rng(0).random(shape).astype("float32")
    wanted = x.astype("float64").sum(axis, keepdims=True)
    total = reducing.reduce_sum(to_tensor(x), axis, keepdims=True)
    assert total.shape == wanted.shape and total.dtype.name == "float32"
    np.testing.assert_allclose(total.numpy(), wanted, rtol=2e-6)
    flat = reducing.reduce_sum(to_tensor(x), axis).numpy()
    np.testing.assert_array_equal(flat, np.squeeze(total.numpy(), axis))


@pytest.mark.parametrize("reduce", [reducing.reduce_any, reducing.reduce_all])
def test_logical_reductions_take_bools_only(reduce: Any) -> None:
    for x in (to_tensor([1.0, 0.0]), to_tensor([1, 0])):
        for axis in (None, 0):
            with pytest.raises(errors.InvalidArgumentError, match="bool"):
                reduce(x, axis)
    with pytest.raises(TypeError, match="bool"):
        reduce([1, 2, 3])


def test_an_axis_that_is_no_integer_is_a_type_error() -> None:
    with pytest.raises(TypeError, match=r"0\.5"):
        reducing.reduce_sum(to_tensor([1.0]), 0.5)


def test_mean_of_unsorted_integer_segments_is_floating() -> None:
    found = segment_reducing.unsorted_segment_mean([1, 2, 4], [0, 1, 0], 2)
    assert found.dtype.name == "float64"
    assert found.numpy().tolist() == [2.5, 2.0]
