"""Tests of gather, scatter, where and what is built on them."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.core import errors
from tenfold.core.dtypes import float64, int64
from tenfold.core.op import call
from tenfold.core.spec import TensorSpec
from tenfold.engine.autodiff.check import compute_gradient
from tenfold.engine.autodiff.indexed_slices import IndexedSlices
from tenfold.engine.autodiff.tape import GradientTape
from tenfold.engine.function.polymorphic import function
from tenfold.ops.array.creation import constant
from tenfold.ops.array.gathering import gather, gather_nd
from tenfold.ops.array.layouts import meshgrid, sequence_mask
from tenfold.ops.array.scattering import scatter_nd
from tenfold.ops.array.selecting import boolean_mask, where
from tenfold.ops.array.uniqueness import argsort, searchsorted, sort, unique


def test_gather_along_the_first_axis_has_a_sparse_gradient() -> None:
    x = constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    with GradientTape() as tape:
        tape.watch(x)
        y = gather(x, [2, 0, 2])
    slices = tape.gradient(y, x)
    assert isinstance(slices, IndexedSlices)
    assert slices.indices.numpy().tolist() == [2, 0, 2]
    assert slices.dense_shape.numpy().tolist() == [3, 2]


def test_gather_defaults_its_axis_to_the_batch() -> None:
    found = gather([[1, 2], [3, 4]], [[1], [0]], batch_dims=1)
    assert found.numpy().tolist() == [[2], [3]]


def test_gather_nd_in_batches() -> None:
    x = constant([[1, 2], [3, 4]])
    assert gather_nd(x, [[1], [0]], batch_dims=1).numpy().tolist() == [2, 3]


def test_bad_rows_may_be_ignored() -> None:
    assert gather_nd([1, 2], [[0], [7]], bad_indices_policy="IGNORE").numpy().tolist() == [1, 0]
    found = scatter_nd([[0], [7]], [5, 6], [2], bad_indices_policy="IGNORE")
    assert found.numpy().tolist() == [5, 0]
    with pytest.raises(errors.InvalidArgumentError, match="= 7 is not in"):
        scatter_nd([[0], [7]], [5, 6], [2])


def test_where_takes_both_or_neither() -> None:
    with pytest.raises(ValueError, match="both"):
        where([True], 1)


@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
def test_boolean_mask_along_an_axis_that_is_a_tensor(known: bool) -> None:
    x = np.arange(24).reshape(2, 3, 4)
    mask = x[0] % 5 > 1

    @function
    def f(axis: object) -> object:
        return boolean_mask(x, mask, axis=constant(1) if known else axis)

    np.testing.assert_array_equal(f(constant(1)), x[:, mask])


def test_the_number_of_batch_axes_may_be_a_tensor() -> None:
    x = constant([[1, 2], [3, 4]])
    assert gather_nd(x, [[1], [0]], batch_dims=constant(1)).numpy().tolist() == [2, 3]
    with pytest.raises(TypeError, match="batch_dims must be an integer"):
        gather_nd(x, [[1], [0]], batch_dims=constant([1]))


def test_boolean_mask_over_several_axes() -> None:
    x = np.arange(12).reshape(2, 2, 3)
    mask = np.array([[True, False], [True, True]])
    np.testing.assert_array_equal(boolean_mask(x, mask).numpy(), x[mask])
    np.testing.assert_array_equal(
        boolean_mask(x, [True, False, True], axis=2).numpy(), x[:, :, [True, False, True]]
    )
    with pytest.raises(ValueError, match="does not fit"):
        boolean_mask(x, [True])
    with pytest.raises(ValueError, match="scalar"):
        boolean_mask(x, True)


@pytest.mark.parametrize("dtype", [np.int32, np.uint8, np.float32, np.int64], ids=str)
@pytest.mark.parametrize("direction", ["ASCENDING", "DESCENDING"])
def test_sort_of_every_kind(dtype: type, direction: str) -> None:
    x = np.array([[3, 0, 2, 2], [1, 9, 9, 0]], dtype)
    if np.issubdtype(dtype, np.signedinteger):
        x[0, 0] = np.iinfo(dtype).min
    expected = np.sort(x, 0) if direction == "ASCENDING" else np.sort(x, 0)[::-1]
    np.testing.assert_array_equal(sort(x, 0, direction).numpy(), expected)


def test_argsort_is_stable() -> None:
    assert argsort([2, 1, 2, 1]).numpy().tolist() == [1, 3, 0, 2]
    assert argsort([2, 1, 2, 1], direction="DESCENDING").numpy().tolist() == [0, 2, 1, 3]
    with pytest.raises(ValueError, match="direction"):
        argsort([1], direction="UP")


def test_searchsorted_in_batches() -> None:
    rows = [[[1, 3, 5]], [[2, 4, 6]]]
    found = searchsorted(rows, [[[3]], [[3]]], side="right")
    assert found.numpy().tolist() == [[[2]], [[1]]]
    with pytest.raises(ValueError, match="side"):
        searchsorted([1], [1], side="middle")


def test_unique_gives_named_parts() -> None:
    found = unique([7, 5, 7])
    assert found.y.numpy().tolist() == [7, 5]
    assert found.idx.numpy().tolist() == [0, 1, 0]


def test_meshgrid_is_numpys() -> None:
    for indexing in ("xy", "ij"):
        ours = meshgrid([1, 2], [3, 4, 5], [6], indexing=indexing)
        theirs = np.meshgrid([1, 2], [3, 4, 5], [6], indexing=indexing)  # type: ignore[call-overload]
        for a, b in zip(ours, theirs, strict=True):
            np.testing.assert_array_equal(a.numpy(), b)
    with pytest.raises(ValueError, match="indexing"):
        meshgrid([1], indexing="ji")


def test_sequence_mask_takes_the_longest() -> None:
    assert sequence_mask([[1], [3]]).raw_shape == (2, 1, 3)


def test_sequence_mask_compares_in_the_dtype_of_maxlen() -> None:
    lengths = constant([1, 2], "uint8")
    assert sequence_mask(lengths, 2.5).numpy().tolist() == [
        [True, False, False],
        [True, True, False],
    ]
    assert sequence_mask(lengths, 2, dtype=None).numpy().tolist() == [[True, False], [True, True]]


def test_gather_nd_gives_bad_rows_no_gradient_where_it_ignores_them() -> None:
    x = constant([1.0, 2.0])
    with GradientTape() as tape:
        tape.watch(x)
        y = gather_nd(x, [[1], [7]], bad_indices_policy="IGNORE")
    assert y.numpy().tolist() == [2.0, 0.0]
    assert np.asarray(tape.gradient(y, x)).tolist() == [0.0, 1.0]


def test_gather_nd_needs_indices_behind_the_batch() -> None:
    with pytest.raises(ValueError, match=r"batch_dims must be less than .* indices, 2; received 2"):
        gather_nd([[1]], [[0, 0]], batch_dims=2)
    with pytest.raises(TypeError, match="batch_dims must be an integer; received None"):
        gather_nd([[1]], [[0, 0]], batch_dims=None)


def test_gather_nd_of_a_batch_of_unknown_rank() -> None:
    x = np.arange(6.0, dtype=np.float32).reshape(2, 3)
    signature = [TensorSpec(None), TensorSpec(None, "int32")]
    traced = function(lambda t, i: gather_nd(t, i, batch_dims=1), input_signature=signature)
    assert np.asarray(traced(x, [[1], [2]])).tolist() == [1.0, 5.0]


CASES = [
    ((3, 4), (2,), 1, 0),
    ((2, 3, 5), (2, 2), 2, 1),
    ((2, 3, 5), (2, 2), -1, 1),
    ((2, 3, 2), (2, 3, 4), 2, 2),
    ((3, 0), (0,), 1, 0),
]


@pytest.mark.parametrize("known_axis", [True, False], ids=["known axis", "unknown axis"])
@pytest.mark.parametrize(("shape", "places", "axis", "batch"), CASES, ids=str)
def test_the_gradient_of_gather_needs_no_known_ranks(
    shape: tuple[int, ...], places: tuple[int, ...], axis: int, batch: int, known_axis: bool
) -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(size=shape)
    where = rng.integers(0, max(1, shape[axis]), places)

    @function(input_signature=[TensorSpec(None, float64), TensorSpec(None, int64), TensorSpec([])])
    def f(x: object, where: object, at: object) -> object:
        at = axis if known_axis else call("Cast", at, DstT=int64)
        return gather(x, where, axis=at, batch_dims=batch)

    theoretical, numerical = compute_gradient(lambda x: f(x, where, float(axis)), [x])
    np.testing.assert_allclose(theoretical[0], numerical[0], atol=1e-8)
    assert theoretical[0].sum() == np.prod(gather(x, where, axis=axis, batch_dims=batch).shape)


def test_negative_batch_axes_need_a_known_rank_of_the_indices() -> None:
    @function(input_signature=[TensorSpec(None, float64), TensorSpec(None, int64)])
    def f(x: object, where: object) -> object:
        with GradientTape() as tape:
            tape.watch(x)
            y = gather(x, where, axis=1, batch_dims=-1)
        return tape.gradient(y, x)

    with pytest.raises(ValueError, match="needs indices of known rank"):
        f(np.ones((2, 3)), [[1], [2]])


@pytest.mark.parametrize("traced", [False, True])
def test_gather_nd_of_batches_that_differ_is_refused(traced: bool) -> None:
    def gathered(x: object, rows: object) -> object:
        return gather_nd(x, rows, batch_dims=1)

    signature = [TensorSpec([None, None]), TensorSpec([None, 1], "int32")]
    call = function(gathered, input_signature=signature) if traced else gathered
    x = np.arange(8, dtype=np.float32).reshape(4, 2)
    np.testing.assert_array_equal(call(x, [[0], [1], [1], [0]]), [0, 3, 5, 6])
    with pytest.raises(errors.InvalidArgumentError):
        call(x, [[0], [1], [1]])
