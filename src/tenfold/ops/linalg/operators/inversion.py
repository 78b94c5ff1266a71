"""Operators of the inverses of others."""

from __future__ import annotations

from typing import Any, ClassVar

from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import Tensor

from .adjoints import agreed
from .base import LinearOperator
from .rewriting import rewrite


class LinearOperatorInversion(LinearOperator):
    """The inverses of another operator's matrices: multiplying is solving with that.

    Args:
      operator: The other operator, not singular; its hints hold for this one.
      is_non_singular: True.
      is_self_adjoint: Whether the matrices equal their conjugate transposes.
      is_positive_definite: Whether they are positive definite.
      is_square: True.
      name: A name for the operator; the other's with "_inv" by default.

    Raises:
      ValueError: The operator is known to be singular, or not square, or a hint contradicts it.

    Example:
      >>> import tenfold as tf
      >>> operator = tf.linalg.LinearOperatorFullMatrix([[2.0, 0.0], [0.0, 4.0]])
      >>> tf.linalg.LinearOperatorInversion(operator).matvec([1.0, 1.0]).numpy().tolist()
      [0.5, 0.25]
    """

    _fields: ClassVar[dict[str, int | None]] = {"operator": None}

    def __init__(
        self,
        operator: LinearOperator,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str | None = None,
    ) -> None:
        parameters = dict(locals())
        if operator.is_square is False or is_square is False:
            raise ValueError("An inverse is of a square operator; the hint is_square is False.")
        if operator.is_non_singular is False or is_non_singular is False:
            raise ValueError("An inverse is of a regular operator; is_non_singular is False.")
        self._operator = operator
        super().__init__(
            operator.dtype,
            None,
            agreed(is_non_singular, operator.is_non_singular, "is_non_singular"),
            agreed(is_self_adjoint, operator.is_self_adjoint, "is_self_adjoint"),
            agreed(is_positive_definite, operator.is_positive_definite, "is_positive_definite"),
            agreed(is_square, operator.is_square, "is_square"),
            name or f"{operator.name}_inv",
            parameters,
        )

    @property
    def operator(self) -> LinearOperator:
        """The operator whose inverses these are."""
        return self._operator

    def _shape(self) -> TensorShape:
        return self._operator.shape

    def _shape_tensor(self) -> Tensor:
        return self._operator.shape_tensor()

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return self._operator.solve(x, adjoint=adjoint, adjoint_arg=adjoint_arg)

    def _matvec(self, x: Any, adjoint: bool = False) -> Any:
        return self._operator.solvevec(x, adjoint=adjoint)

    def _solve(self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return self._operator.matmul(rhs, adjoint=adjoint, adjoint_arg=adjoint_arg)

    def _solvevec(self, rhs: Any, adjoint: bool = False) -> Any:
        return self._operator.matvec(rhs, adjoint=adjoint)

    def _determinant(self) -> Tensor:
        return call("Reciprocal", self._operator.determinant())

    def _log_abs_determinant(self) -> Tensor:
        return -self._operator.log_abs_determinant()

    def _eigvals(self) -> Tensor:
        return call("Reciprocal", self._operator._eigvals())

    def _cond(self) -> Tensor:
        return self._operator.cond()

    def _assert_non_singular(self) -> Any:
        return self._operator.assert_non_singular()

    def _assert_positive_definite(self) -> Any:
        return self._operator.assert_positive_definite()

    def _assert_self_adjoint(self) -> Any:
        return self._operator.assert_self_adjoint()


@rewrite("inverse", LinearOperator)
def _inverse(operator: LinearOperator) -> LinearOperator:
    return LinearOperatorInversion(
        operator,
        is_non_singular=operator.is_non_singular,
        is_self_adjoint=operator.is_self_adjoint,
        is_positive_definite=operator.is_positive_definite,
        is_square=operator.is_square,
    )


@rewrite("inverse", LinearOperatorInversion)
def _twice(operator: LinearOperatorInversion) -> LinearOperator:
    return operator.operator
