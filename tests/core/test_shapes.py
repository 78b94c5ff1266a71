"""Tests of static shapes."""

from __future__ import annotations

import pickle
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tenfold.core import shapes
from tenfold.core.dimension import Dimension
from tenfold.core.shapes import TensorShape, broadcast, raw

A, U, SCALAR = TensorShape([2, None, 3]), TensorShape(None), TensorShape([])
MESSAGE = SimpleNamespace(
    unknown_rank=False, dim=[SimpleNamespace(size=2), SimpleNamespace(size=-1)]
)


@pytest.mark.parametrize(
    ("dims", "expected"),
    [
        (3, (3,)),
        (np.int64(3), (3,)),
        (np.array([2, 3]), (2, 3)),
        (np.array(3), (3,)),
        (A, (2, None, 3)),
        ([Dimension(2), Dimension(None)], (2, None)),
        ((2, np.int32(4)), (2, 4)),
        (range(3), (0, 1, 2)),
        (None, None),
        ((), ()),
        (MESSAGE, (2, None)),
        (SimpleNamespace(unknown_rank=True), None),
    ],
)
def test_construction(dims: Any, expected: shapes.RawShape) -> None:
    shape = TensorShape(dims)
    assert shape.dims_tuple == expected == raw(dims)
    assert all(type(size) in (int, type(None)) for size in shape.dims_tuple or ())


@pytest.mark.parametrize("dims", ["ab", "3", [2.0], 2.5, [A], ["2"], (1, 2.0)], ids=str)
def test_refuses_what_is_no_size(dims: Any) -> None:
    with pytest.raises(TypeError, match=r"must be an integer|cannot make a shape"):
        TensorShape(dims)


@pytest.mark.parametrize("dims", [-1, [-1, 2], (3, -2)], ids=str)
def test_refuses_negative_sizes(dims: Any) -> None:
    with pytest.raises(ValueError, match="must be >= 0"):
        TensorShape(dims)


def test_text() -> None:
    assert (repr(A), str(A)) == ("TensorShape([2, None, 3])", "(2, None, 3)")
    assert (repr(U), str(U)) == ("TensorShape(None)", "<unknown>")
    assert (repr(SCALAR), str(SCALAR)) == ("TensorShape([])", "()")


def test_as_a_sequence() -> None:
    assert (len(A), list(A), A[0], A[1], A[-1]) == (3, [2, None, 3], 2, None, 3)
    assert 2 in A
    assert (repr(A[1:]), repr(A[::-1])) == ("TensorShape([None, 3])", "TensorShape([3, None, 2])")
    assert (bool(SCALAR), bool(U)) == (True, False)
    assert np.zeros(TensorShape([2, 3])).shape == (2, 3)
    with pytest.raises(IndexError):
        A[5]


def test_unknown_rank_as_a_sequence() -> None:
    assert U[0] is None
    assert [U[part].rank for part in (slice(1, None), slice(-2, None), slice(-1))] == [None] * 3
    assert [U[part].rank for part in (slice(2), slice(1, 3), slice(2, 1))] == [2, 2, 0]
    for fails in (len, list, lambda shape: shape[::2], TensorShape.as_list):
        with pytest.raises(ValueError, match="unknown rank"):
            fails(U)


def test_equality() -> None:
    assert A == [2, None, 3] == A
    assert A == (2, None, 3)
    assert TensorShape([2]) == 2
    assert TensorShape(A) == A
    assert TensorShape(None) == U
    assert U.__eq__(None) is True
    assert A.__eq__(None) is False
    assert A != U
    for other in ("x", [2.0], [-1], object(), [2, 4, 3]):
        assert other != A
    assert hash(A) == hash(TensorShape([2, None, 3]))


def test_addition() -> None:
    for four in (4, [4], (4,), TensorShape([4])):
        assert (A + four).dims_tuple == (2, None, 3, 4)
        assert (four + A).dims_tuple == (4, 2, None, 3)
    assert (A + U).rank is None


def test_facts() -> None:
    assert (A.rank, A.ndims, U.rank) == (3, 3, None)
    assert A.dims is not None
    assert [dim.value for dim in A.dims] == A.as_list() == [2, None, 3]
    assert U.dims is None
    sizes = [shape.num_elements() for shape in (TensorShape([2, 3]), SCALAR, A, U)]
    assert sizes == [6, 1, None, None]
    defined = [shape.is_fully_defined() for shape in (TensorShape([2, 3]), SCALAR, A, U)]
    assert defined == [True, True, False, False]


def test_compatibility() -> None:
    assert A.is_compatible_with([2, 9, 3])
    assert A.is_compatible_with(U)
    assert not A.is_compatible_with([2])
    assert not A.is_compatible_with([3, 9, 3])
    with pytest.raises(TypeError, match="'x'"):
        A.is_compatible_with("x")


def test_merge_with() -> None:
    assert A.merge_with([None, 4, 3]) == [2, 4, 3]
    assert A.merge_with(U) == U.merge_with(A) == A
    for other in ([3, 4, 3], [2]):
        with pytest.raises(ValueError, match="not compatible"):
            A.merge_with(other)


def test_most_specific_compatible_shape() -> None:
    assert A.most_specific_compatible_shape([2, 3, 3]) == A
    for other in ([2, 3], U, 3):
        assert A.most_specific_compatible_shape(other).rank is None


@pytest.mark.parametrize(
    ("check", "argument", "message"),
    [
        ("assert_is_fully_defined", (), "not fully defined"),
        ("assert_has_rank", (2,), "must have rank 2"),
        ("assert_same_rank", ([1],), r"\(2, None, 3\) and \(1,\) must have the same rank"),
        ("assert_is_compatible_with", ([3, 4, 3],), "are incompatible"),
        ("with_rank", (2,), "must have rank 2"),
        ("with_rank_at_least", (4,), "at least 4"),
        ("with_rank_at_most", (2,), "at most 2"),
    ],
)
def test_checks_fail(check: str, argument: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        getattr(A, check)(*argument)


def test_checks_pass() -> None:
    assert A.with_rank(3) is A.with_rank_at_least(2) is A.with_rank_at_most(3) is A
    assert U.with_rank(2) == [None, None]
    assert U.with_rank_at_most(2) is U
    assert A.assert_same_rank([1, 2, 3]) is U.assert_has_rank(2) is None


def test_as_a_trace_type() -> None:
    narrow = TensorShape([2, 4, 3])
    assert narrow.is_subtype_of(A)
    assert A.is_subtype_of(U)
    assert not A.is_subtype_of(narrow)
    assert not U.is_subtype_of(A)
    assert not A.is_subtype_of(3)
    assert A.most_specific_common_supertype([narrow, TensorShape([1, 4, 3])]) == [None, None, 3]
    assert A.most_specific_common_supertype([3]) is None
    assert A.placeholder_value(None) is A.from_tensors(iter([])) is A
    assert A.flatten() == A.to_tensors(A) == []
    assert A.cast(narrow, None) is narrow
    with pytest.raises(AssertionError, match="received"):
        narrow.cast(A, None)


def test_pickles() -> None:
    for shape in (A, U, SCALAR):
        assert pickle.loads(pickle.dumps(shape)) == shape


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((2, 1), (3,), (2, 3)),
        ((None, 2), (1,), (None, 2)),
        ((None,), (2,), (2,)),
        ((None,), (None,), (None,)),
        ((None,), (1,), (None,)),
        ((0,), (1,), (0,)),
        ((), (4, 5), (4, 5)),
        ((4, 1, 3), (2, 1), (4, 2, 3)),
        (None, (1,), None),
    ],
)
def test_broadcast(a: shapes.RawShape, b: shapes.RawShape, expected: shapes.RawShape) -> None:
    assert broadcast(a, b) == broadcast(b, a) == expected
    assert shapes.broadcast_static_shape(a, b).dims_tuple == expected


def test_broadcast_names_both_shapes() -> None:
    with pytest.raises(ValueError, match=r"\(2, 2\) and \(3,\)"):
        broadcast((2, 2), (3,))
