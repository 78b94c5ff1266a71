"""The vocabulary of shape rules, on shapes known in part."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core import rules
from tenfold.core.convert import convert_to_tensor
from tenfold.core.dtypes import float32
from tenfold.core.tensor import SymbolicTensor


def unknown(shape: Any, node: Any = None) -> SymbolicTensor:
    return SymbolicTensor(node, 0, float32, shape)


def call(*inputs: Any, **attrs: Any) -> Any:
    tensors = [x if isinstance(x, SymbolicTensor) else convert_to_tensor(x) for x in inputs]
    return SimpleNamespace(inputs=tensors, attrs=attrs)


class Graph:
    """What rules ask of the graph of a symbolic tensor."""

    def __init__(self, value: Any = None, dims: Any = None) -> None:
        self.value, self.dims = value, dims

    def known_value(self, x: Any) -> Any:
        return self.value

    def known_dims(self, x: Any) -> Any:
        return self.dims


def test_plain_rules() -> None:
    x, y = unknown((2, None)), unknown((3,))
    assert rules.same(call(x, y)) == (2, None)
    assert rules.same_as(1)(call(x, y)) == (3,)
    assert rules.scalar(call(x)) == ()
    assert rules.vector(call(x)) == (None,)
    assert rules.unknown(call(x)) is None
    assert rules.nothing(call(x)) == []


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((2, 3), (3,), (2, 3)),
        ((2, 1), (1, 3), (2, 3)),
        ((None, 3), (2, 1), (2, 3)),
        ((None,), (1,), (None,)),
        ((None,), (None,), (None,)),
        (None, (3,), None),
        ((), (4,), (4,)),
        ((0,), (1,), (0,)),
    ],
    ids=str,
)
def test_broadcast(a: Any, b: Any, expected: Any) -> None:
    assert rules.broadcast(call(unknown(a), unknown(b))) == expected
    assert rules.broadcast(call(unknown(b), unknown(a))) == expected


def test_broadcast_refuses_what_contradicts() -> None:
    with pytest.raises(ValueError, match=r"2.*3"):
        rules.broadcast(call(unknown((2,)), unknown((3,))))


def test_merged_takes_what_each_knows() -> None:
    assert rules.merged(call(unknown((2, None)), unknown(None), unknown((None, 3)))) == (2, 3)
    for wrong in ((2, 4), (2,)):
        with pytest.raises(ValueError, match="not compatible"):
            rules.merged(call(unknown((2, 3)), unknown(wrong)))


@pytest.mark.parametrize(
    ("shape", "axes", "keep", "expected"),
    [
        ((2, 3, 4), [1], False, (2, 4)),
        ((2, 3, 4), [-1, 0], False, (3,)),
        ((2, 3, 4), 1, True, (2, 1, 4)),
        ((2, None), [0], False, (None,)),
        ((2, 3), [], False, (2, 3)),
        ((2, 3), [0, 1], False, ()),
        (None, [0], True, None),
    ],
    ids=str,
)
def test_reduce(shape: Any, axes: Any, keep: bool, expected: Any) -> None:
    axes = np.array(axes, np.int32)
    assert rules.reduce(call(unknown(shape), axes, keep_dims=keep)) == expected


def test_reduce_over_axes_that_are_not_known() -> None:
    x, axes = unknown((2, 3)), unknown((1,))
    assert rules.reduce(call(x, axes, keep_dims=True)) == (None, None)
    assert rules.reduce(call(x, axes, keep_dims=False)) is None


def test_reduce_names_the_range_of_axes() -> None:
    with pytest.raises(ValueError, match=r"axis 2 is outside \[-2, 2\)"):
        rules.reduce(call(unknown((2, 3)), [2]))


@pytest.mark.parametrize(
    ("a", "b", "attrs", "expected"),
    [
        ((2, 3), (3, 4), {}, (2, 4)),
        ((3, 2), (3, 4), {"transpose_a": True}, (2, 4)),
        ((2, 3), (4, 3), {"transpose_b": True}, (2, 4)),
        ((5, 1, 3, 2), (6, 3, 4), {"adj_x": True}, (5, 6, 2, 4)),
        ((None, 3), (None, 4), {}, (None, 4)),
        (None, (3, 4), {}, None),
    ],
    ids=str,
)
def test_matmul(a: Any, b: Any, attrs: dict[str, bool], expected: Any) -> None:
    assert rules.matmul(call(unknown(a), unknown(b), **attrs)) == expected


@pytest.mark.parametrize(
    ("a", "b", "match"),
    [((2, 3), (4, 5), "inner dimensions differ"), ((3,), (3, 4), "rank 2")],
    ids=["inner", "rank"],
)
def test_matmul_refuses(a: Any, b: Any, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        rules.matmul(call(unknown(a), unknown(b)))


def test_values_known_while_building() -> None:
    node = SimpleNamespace(graph=Graph(value=np.array([2, 3])))
    assert rules.value_of(convert_to_tensor([1, 2])).tolist() == [1, 2]
    assert rules.value_of(unknown((2,), node)).tolist() == [2, 3]
    assert rules.value_of(unknown((2,))) is None


def test_shapes_that_an_input_spells() -> None:
    part = SimpleNamespace(graph=Graph(dims=[2, None, -1]))
    nothing = SimpleNamespace(graph=Graph())
    assert rules.shape_from(convert_to_tensor([4, -1])) == (4, None)
    assert rules.shape_from(unknown((3,), part)) == (2, None, None)
    assert rules.shape_from(unknown((3,), nothing)) == (None, None, None)
    assert rules.shape_from(unknown((None,), nothing)) is None
    assert rules.shape_from(unknown(None)) is None
    assert rules.from_dims(1)(call(unknown(None), [5, 6])) == (5, 6)


def test_normalize_axis() -> None:
    assert [rules.normalize_axis(a, 3) for a in (-3, -1, 0, 2)] == [0, 2, 0, 2]
    with pytest.raises(ValueError, match=r"dim -4 is outside \[-3, 3\) for rank 3"):
        rules.normalize_axis(-4, 3, "dim")


def test_size() -> None:
    assert rules.size((2, 3)) == 6
    assert rules.size(()) == 1
    assert rules.size((2, None)) is None
    assert rules.size(None) is None


@pytest.mark.parametrize(
    ("length", "kernel", "stride", "padding", "dilation", "expected"),
    [
        (5, 3, 1, "VALID", 1, 3),
        (5, 3, 2, "VALID", 1, 2),
        (5, 3, 2, "SAME", 1, 3),
        (5, 3, 1, "VALID", 2, 1),
        (2, 3, 1, "VALID", 1, 0),
        (None, 3, 1, "SAME", 1, None),
    ],
)
def test_window(
    length: Any, kernel: int, stride: int, padding: str, dilation: int, expected: Any
) -> None:
    assert rules.window(length, kernel, stride, padding, dilation) == expected


def _held(*forms: str | None) -> Callable[..., Any]:
    rule = rules.shaped(rules.same, *forms)

    def hold(*shapes: Any) -> Any:
        inputs = [SimpleNamespace(raw_shape=s) for s in shapes]
        named = [SimpleNamespace(name=f"x{i}") for i in range(len(shapes))]
        op = SimpleNamespace(plan=SimpleNamespace(inputs=named))
        return rule(SimpleNamespace(inputs=inputs, op=op))

    return hold


def test_inputs_are_held_to_forms() -> None:
    hold = _held("b h w c", "n 4", "n", "", None)
    assert hold((1, 2, 3, None), (5, None), (5,), (), (7, 7)) == (1, 2, 3, None)
    assert hold(None, None, None, None, None) is None
    for shapes in (
        [(1, 2, 3)],
        [(1, 2, 3, 4), (5, 3)],
        [None, (5, 4), (6,)],
        [None, None, None, (1,)],
    ):
        with pytest.raises(ValueError, match=r"x[0123] must be .*, got shape"):
            hold(*shapes)


def test_forms_of_any_rank() -> None:
    hold = _held("... m n", "n ...")
    assert hold((5, 6, 2, 3), (3,)) == (5, 6, 2, 3)
    assert hold((2, 3), (3, 9, 9)) == (2, 3)
    with pytest.raises(ValueError, match=r"\[\.\.\., m, n\], got shape \[3\]"):
        hold((3,))
    with pytest.raises(ValueError, match=r"\[n, \.\.\.\] with n = 3, got shape \[4, 3\]"):
        hold((2, 3), (4, 3))


def test_rows_are_known_one_by_one() -> None:
    with tf.Graph().as_default():
        n = tf.compat.v1.placeholder(tf.int32, [])
        row, other = rules.rows_of(tf.convert_to_tensor([[1, 2], [n, 3]])) or []
        assert row.tolist() == [1, 2] and other is None
        assert rules.rows_of(tf.stack([[n, 3]], axis=1)) is None
        assert tf.pad(tf.ones([4, 5]), [[1, 2], [n, 3]]).shape.as_list() == [7, None]
