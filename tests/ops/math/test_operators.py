"""Python's operators on tensors."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tenfold.core import dtypes, errors
from tenfold.core.convert import to_tensor
from tenfold.ops.math import arithmetic

FLOATS = to_tensor([1.0, 2.0])
INTS = to_tensor([1, 2])
BOOLS = to_tensor([True, False])


@pytest.mark.parametrize(
    ("function", "expected", "dtype"),
    [
        (lambda: FLOATS + np.float64(2), [3.0, 4.0], "float32"),
        (lambda: FLOATS + np.array([1.0, 2.0]), [2.0, 4.0], "float32"),
        (lambda: np.float32(2) * FLOATS, [2.0, 4.0], "float32"),
        (lambda: np.array([1, 2]) * FLOATS, [1.0, 4.0], "float32"),
        (lambda: 2 - FLOATS, [1.0, 0.0], "float32"),
        (lambda: [1, 2] + INTS, [2, 4], "int32"),
        (lambda: INTS / INTS, [1.0, 1.0], "float64"),
        (lambda: 7 // INTS, [7, 3], "int32"),
        (lambda: -7 % to_tensor([3, -3]), [2, -1], "int32"),
        (lambda: FLOATS**2, [1.0, 4.0], "float32"),
        (lambda: 2**FLOATS, [2.0, 4.0], "float32"),
        (lambda: abs(to_tensor([3 + 4j])), [5.0], "float64"),
        (lambda: -INTS, [-1, -2], "int32"),
        (lambda: to_tensor([1], dtypes.uint8) + 255, [0], "uint8"),
        (lambda: to_tensor([1.0], dtypes.bfloat16) + 1.5, [2.5], "bfloat16"),
        (lambda: to_tensor(["a"]) + "b", [b"ab"], "string"),
        (lambda: BOOLS & True, [True, False], "bool"),
        (lambda: BOOLS ^ BOOLS, [False, False], "bool"),
        (lambda: ~BOOLS, [False, True], "bool"),
        (lambda: INTS == [1, 3], [True, False], "bool"),
        (lambda: INTS <= 1, [True, False], "bool"),
    ],
)
def test_operands_adapt_to_the_tensor(
    function: Callable[[], Any], expected: list[Any], dtype: str
) -> None:
    result = function()
    assert result.dtype.name == dtype
    assert result.numpy().tolist() == expected


@pytest.mark.parametrize(
    ("function", "error"),
    [
        (lambda: INTS + 1.5, errors.InvalidArgumentError),
        (lambda: FLOATS + 1j, errors.InvalidArgumentError),
        (lambda: BOOLS + BOOLS, errors.InvalidArgumentError),
        (lambda: FLOATS + None, ValueError),
        (lambda: INTS < 1.5, TypeError),
        (lambda: INTS // 0, errors.InvalidArgumentError),
        (lambda: INTS % to_tensor([0, 1]), errors.InvalidArgumentError),
        (lambda: INTS**-1, errors.InvalidArgumentError),
        (lambda: INTS == FLOATS, errors.InvalidArgumentError),
    ],
)
def test_what_does_not_fit_is_refused(function: Callable[[], Any], error: type) -> None:
    with pytest.raises(error):
        function()


def test_equality_with_none_and_other_shapes() -> None:
    assert operator.eq(INTS, None) is False
    assert operator.ne(INTS, None) is True
    assert not operator.eq(FLOATS, to_tensor([1.0, 2.0, 3.0])).numpy()
    assert operator.ne(FLOATS, to_tensor([1.0, 2.0, 3.0])).numpy()


def test_reflected_operator_of_another_type_is_asked() -> None:
    class Other:
        def __radd__(self, x: Any) -> str:
            return "reflected"

    assert FLOATS + Other() == "reflected"
    with pytest.raises(ValueError, match="unsupported type"):
        FLOATS - Other()


@pytest.mark.parametrize(
    "expression",
    [
        lambda x: x - 1.5,
        lambda x: 1.5 + x,
        lambda x: x * "a",
        lambda x: x // [1.5, 2.5],
        lambda x: 1j - x,
        lambda x: x**2.5,
    ],
)
def test_a_python_value_of_another_kind_is_a_type_error(expression: Any) -> None:
    with pytest.raises(TypeError, match=r"Cannot convert .* dtype int32.*tf.cast"):
        expression(to_tensor([1, 2]))


def test_addition_and_division_leave_it_to_the_op() -> None:
    x = to_tensor([1, 2])
    with pytest.raises(errors.InvalidArgumentError, match="expected to be a int32"):
        x + 1.5
    assert (x / 2).dtype == dtypes.float64


@pytest.mark.parametrize("name", ["sub", "mul", "floordiv", "mod", "pow"])
def test_a_python_value_that_does_not_fit_is_a_type_error(name: str) -> None:
    function = getattr(operator, name)
    with pytest.raises(TypeError, match=r"Cannot convert 2\.5 .* dtype int32"):
        function(INTS, 2.5)
    with pytest.raises(TypeError, match=r"Cannot convert 2\.5 .* dtype int32"):
        function(2.5, INTS)
    with pytest.raises(TypeError):
        function(INTS, [1.5, 2])


def test_the_sum_with_a_value_that_does_not_fit_is_refused_by_the_op() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="AddV2"):
        INTS + 2.5


def test_the_product_of_bools_is_their_conjunction() -> None:
    assert (BOOLS * True).numpy().tolist() == [True, False]


def test_add_joins_strings() -> None:
    assert arithmetic.add("a", "b").numpy() == b"ab"


@pytest.mark.parametrize("value", [True, "a"])
def test_division_is_of_numbers(value: Any) -> None:
    with pytest.raises(TypeError, match="division"):
        arithmetic.divide(value, value)
