"""Products of operators that are not multiplied out."""

from __future__ import annotations

from typing import Any, ClassVar

from tenfold.core.op import call
from tenfold.core.shapes import TensorShape, broadcast_static_shape, from_raw
from tenfold.core.tensor import Tensor

from .adjoints import LinearOperatorAdjoint
from .arguments import combined
from .base import LinearOperator
from .rewriting import rewrite


def checked_operators(operators: Any, what: str) -> list[LinearOperator]:
    """A list of at least one operator, all of one dtype."""
    found = list(operators)
    if not found:
        raise ValueError(f"{what} needs a list of at least one operator; received an empty one.")
    kinds = {operator.dtype for operator in found}
    if len(kinds) > 1:
        named = ", ".join(f"{o.name} {o.dtype.name}" for o in found)
        raise TypeError(f"{what} needs operators of one dtype; received {named}.")
    return found


def inherited(hint: bool | None, found: bool | None, name: str) -> bool | None:
    """A hint, or what follows from the operators; a contradiction is refused."""
    if hint is None:
        return found
    if found is not None and bool(hint) is not found:
        raise ValueError(f"`{name}` is {hint}, but the operators' hints imply {found}.")
    return hint


def if_all(operators: list[LinearOperator], hint: str) -> bool | None:
    """True where all operators have the hint; one that has not may still leave the whole so."""
    return True if all(getattr(o, hint) for o in operators) else None


def _is_square_of_half(operators: list[LinearOperator]) -> bool:
    """Whether the product is `A A*`: the second half the adjoint of the first, mirrored."""
    if len(operators) % 2:
        return False
    pairs = zip(operators, operators[::-1], strict=True)
    return all(_are_adjoint(a, b) or _are_adjoint(b, a) for a, b in pairs)


def _are_adjoint(a: LinearOperator, b: LinearOperator) -> bool:
    return (
        b.is_self_adjoint is True
        if a is b
        else isinstance(b, LinearOperatorAdjoint) and b.operator is a
    )


def joint_batch(operators: list[LinearOperator]) -> TensorShape:
    """The static batch shape with which all operators are broadcast."""
    batch = TensorShape([])
    for operator in operators:
        batch = broadcast_static_shape(batch, operator.batch_shape)
    return batch


def joint_batch_tensor(operators: list[LinearOperator]) -> Tensor:
    """The batch shape with which all operators are broadcast, as a tensor."""
    batch = operators[0].batch_shape_tensor()
    for operator in operators[1:]:
        batch = call("BroadcastArgs", batch, operator.batch_shape_tensor())
    return batch


class LinearOperatorComposition(LinearOperator):
    """The product of operators, applied one after the other, the last one first.

    Args:
      operators: Operators whose shapes fit, `[..., l, m]`, `[..., m, n]` and so on.
      is_non_singular: Whether the product has an inverse; it has if each operator has one.
      is_self_adjoint: Whether it equals its conjugate transpose.
      is_positive_definite: Whether it is positive definite.
      is_square: Whether it has as many rows as columns.
      name: A name for the operator; the others' joined by "_o_" by default.

    Raises:
      TypeError: The operators differ in dtype.
      ValueError: The list is empty, or a hint contradicts the operators'.

    Example:
      >>> import tenfold as tf
      >>> twice = tf.linalg.LinearOperatorScaledIdentity(2, 2.0)
      >>> matrix = tf.linalg.LinearOperatorFullMatrix([[1.0, 2.0], [3.0, 4.0]])
      >>> tf.linalg.LinearOperatorComposition([twice, matrix]).to_dense().numpy().tolist()
      [[2.0, 4.0], [6.0, 8.0]]
    """

    _fields: ClassVar[dict[str, int | None]] = {"operators": None}

    def __init__(
        self,
        operators: Any,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str | None = None,
    ) -> None:
        parameters = dict(locals())
        self._operators = checked_operators(operators, "A composition")
        for left, right in zip(self._operators, self._operators[1:], strict=False):
            if not left.domain_dimension.is_compatible_with(right.range_dimension):
                raise ValueError(
                    f"The operators of a composition do not fit: {left.name} is {left.shape}, "
                    f"{right.name} is {right.shape}."
                )
        regular = if_all(self._operators, "is_non_singular")
        symmetric = if_all(self._operators, "is_self_adjoint")
        definite = if_all(self._operators, "is_positive_definite")
        if len(self._operators) > 1:
            symmetric = _is_square_of_half(self._operators) or None
            definite = regular and symmetric
        super().__init__(
            self._operators[0].dtype,
            None,
            inherited(is_non_singular, regular, "is_non_singular"),
            inherited(is_self_adjoint, symmetric, "is_self_adjoint"),
            inherited(is_positive_definite, definite, "is_positive_definite"),
            is_square,
            name or "_o_".join(o.name for o in self._operators),
            parameters,
        )

    @property
    def operators(self) -> list[LinearOperator]:
        """The operators, the one that is applied last first."""
        return self._operators

    def _shape(self) -> TensorShape:
        first, last = self._operators[0], self._operators[-1]
        batch = joint_batch(self._operators).dims_tuple
        if batch is None:
            return from_raw(None)
        return TensorShape([*batch, first.range_dimension, last.domain_dimension])

    def _shape_tensor(self) -> Tensor:
        first, last = self._operators[0], self._operators[-1]
        ends = [first.range_dimension_tensor(), last.domain_dimension_tensor()]
        return call("ConcatV2", [joint_batch_tensor(self._operators), call("Pack", ends)], 0)

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        order = self._operators if adjoint else self._operators[::-1]
        result = order[0].matmul(x, adjoint=adjoint, adjoint_arg=adjoint_arg)
        for operator in order[1:]:
            result = operator.matmul(result, adjoint=adjoint)
        return result

    def _solve(self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        order = self._operators[::-1] if adjoint else self._operators
        result = order[0].solve(rhs, adjoint=adjoint, adjoint_arg=adjoint_arg)
        for operator in order[1:]:
            result = operator.solve(result, adjoint=adjoint)
        return result

    def _all_square(self) -> bool:
        return all(o.is_square for o in self._operators)

    def _determinant(self) -> Tensor:
        if not self._all_square():
            return super()._determinant()
        result = self._operators[0].determinant()
        for operator in self._operators[1:]:
            result = result * operator.determinant()
        return result

    def _log_abs_determinant(self) -> Tensor:
        if not self._all_square():
            return super()._log_abs_determinant()
        result = self._operators[0].log_abs_determinant()
        for operator in self._operators[1:]:
            result = result + operator.log_abs_determinant()
        return result

    def _assert_non_singular(self) -> Any:
        if not self._all_square():
            return super()._assert_non_singular()
        checks = [operator.assert_non_singular() for operator in self._operators]
        return checks[-1]


@rewrite("compose", LinearOperator, LinearOperator)
@rewrite("matmul", LinearOperator, LinearOperator)
def _product(left: LinearOperator, right: LinearOperator) -> LinearOperator:
    square = left.is_square and right.is_square
    regular = combined([left.is_non_singular, right.is_non_singular]) if square else None
    return LinearOperatorComposition(
        [left, right], is_non_singular=regular, is_square=True if square else None
    )
