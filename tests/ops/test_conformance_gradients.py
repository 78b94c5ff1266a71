"""The gradient checker finds wrong gradients."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import COMPLEX, FLOATING
from tenfold.core.op import Op, call, op, registry
from tests.ops.conformance_gradients import check_gradients
from tests.ops.sample import normal

Gradient = Callable[[Any, Any], Any]


@pytest.fixture
def cube() -> Iterator[Callable[[Gradient], Op]]:
    """Makes an op x * x * x with a gradient of the test's choice."""

    @op("x: T -> y: T", T=(*FLOATING, *COMPLEX), shape=rules.same)
    def CheckedCube(xp: Any, x: Any) -> Any:
        return x * x * x

    def with_gradient(gradient: Gradient) -> Op:
        CheckedCube.gradient(gradient)
        return CheckedCube

    yield with_gradient
    del registry["CheckedCube"]


def mul(*factors: Any) -> Any:
    product = factors[0]
    for factor in factors[1:]:
        product = call("Mul", product, factor)
    return product


def three(x: Any) -> Any:
    return to_tensor(3.0, x.dtype)


def right(done: Any, dy: Any) -> Any:
    (x,) = done.inputs
    return (mul(dy, three(x), x, x),)


def scaled(done: Any, dy: Any) -> Any:
    (x,) = done.inputs
    return (mul(dy, three(x), x, x, to_tensor(1.001, x.dtype)),)


def negated(done: Any, dy: Any) -> Any:
    return (call("Neg", right(done, dy)[0]),)


def absent(done: Any, dy: Any) -> Any:
    return (None,)


def without_weight(done: Any, dy: Any) -> Any:
    (x,) = done.inputs
    return (mul(three(x), x, x),)


def frozen(done: Any, dy: Any) -> Any:
    """Right to first order; the factor 3 x x is a constant to the next tape."""
    x = np.asarray(done.inputs[0])
    return (mul(dy, to_tensor(3 * x * x)),)


def transposed(done: Any, dy: Any) -> Any:
    return (to_tensor(np.asarray(right(done, dy)[0]).T),)


POINT = normal(2, 3, dtype=np.float64)


def test_the_right_gradient_passes_to_second_order(cube: Callable[[Gradient], Op]) -> None:
    made, seen = cube(right), []

    def function(xs: Any) -> Any:
        seen.append(xs[0])
        return [made(xs[0])]

    check_gradients(function, [POINT], order=2)
    # Each order looks at the point, ahead of it and behind it.
    assert len(seen) == 6


@pytest.mark.parametrize("wrong", [scaled, negated, absent, without_weight, transposed])
def test_a_wrong_gradient_is_found(cube: Callable[[Gradient], Op], wrong: Gradient) -> None:
    made = cube(wrong)
    with pytest.raises(AssertionError, match="order 1"):
        check_gradients(lambda xs: [made(xs[0])], [POINT], order=1)


def test_a_wrong_second_gradient_is_found(cube: Callable[[Gradient], Op]) -> None:
    made = cube(frozen)
    check_gradients(lambda xs: [made(xs[0])], [POINT], order=1)
    with pytest.raises(AssertionError, match="order 2"):
        check_gradients(lambda xs: [made(xs[0])], [POINT], order=2)


def test_the_conjugate_matters_for_complex_numbers(cube: Callable[[Gradient], Op]) -> None:
    def conjugated(done: Any, dy: Any) -> Any:
        x = to_tensor(np.conj(np.asarray(done.inputs[0])))
        return (mul(dy, three(x), x, x),)

    point = normal(3, dtype=np.complex128)
    made = cube(right)
    with pytest.raises(AssertionError, match="order 1"):
        check_gradients(lambda xs: [made(xs[0])], [point], order=1)
    made = cube(conjugated)
    check_gradients(lambda xs: [made(xs[0])], [point], order=1)
    assert made.gradient_function is conjugated


def test_a_point_that_is_not_finite_is_refused(cube: Callable[[Gradient], Op]) -> None:
    made = cube(right)
    with pytest.raises(AssertionError, match="not finite"):
        check_gradients(lambda xs: [made(xs[0])], [np.array([np.inf])], order=1)
