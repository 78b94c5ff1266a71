"""Operators of the conjugate transposes of others."""

from __future__ import annotations

from typing import Any, ClassVar

from tenfold.core.op import call
from tenfold.core.shapes import TensorShape, from_raw
from tenfold.core.tensor import Tensor
from tenfold.ops.linalg.norms import adjoint as adjoint_of

from .arguments import conjugate
from .base import LinearOperator
from .rewriting import rewrite


class LinearOperatorAdjoint(LinearOperator):
    """The conjugate transposes of another operator's matrices.

    Args:
      operator: The other operator; its hints hold for this one.
      is_non_singular: Whether the matrices have an inverse.
      is_self_adjoint: Whether they equal their conjugate transposes.
      is_positive_definite: Whether they are positive definite.
      is_square: Whether they have as many rows as columns.
      name: A name for the operator; the other's with "_adjoint" by default.

    Raises:
      ValueError: A hint contradicts one of the other operator.

    Example:
      >>> import tenfold as tf
      >>> operator = tf.linalg.LinearOperatorFullMatrix([[1.0, 2.0], [3.0, 4.0]])
      >>> tf.linalg.LinearOperatorAdjoint(operator).to_dense().numpy().tolist()
      [[1.0, 3.0], [2.0, 4.0]]
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
        self._operator = operator
        super().__init__(
            operator.dtype,
            None,
            agreed(is_non_singular, operator.is_non_singular, "is_non_singular"),
            agreed(is_self_adjoint, operator.is_self_adjoint, "is_self_adjoint"),
            agreed(is_positive_definite, operator.is_positive_definite, "is_positive_definite"),
            agreed(is_square, operator.is_square, "is_square"),
            name or f"{operator.name}_adjoint",
            parameters,
        )

    @property
    def operator(self) -> LinearOperator:
        """The operator whose conjugate transposes these are."""
        return self._operator

    def _shape(self) -> TensorShape:
        known = self._operator.shape.dims_tuple
        return from_raw(None if known is None else (*known[:-2], known[-1], known[-2]))

    def _shape_tensor(self) -> Tensor:
        known = self._operator.shape_tensor()
        return call("ConcatV2", [known[:-2], call("ReverseV2", known[-2:], [0])], 0)

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return self._operator.matmul(x, adjoint=not adjoint, adjoint_arg=adjoint_arg)

    def _matvec(self, x: Any, adjoint: bool = False) -> Any:
        return self._operator.matvec(x, adjoint=not adjoint)

    def _solve(self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return self._operator.solve(rhs, adjoint=not adjoint, adjoint_arg=adjoint_arg)

    def _solvevec(self, rhs: Any, adjoint: bool = False) -> Any:
        return self._operator.solvevec(rhs, adjoint=not adjoint)

    def _determinant(self) -> Tensor:
        return conjugate(self._operator.determinant())

    def _log_abs_determinant(self) -> Tensor:
        return self._operator.log_abs_determinant()

    def _trace(self) -> Tensor:
        return conjugate(self._operator.trace())

    def _to_dense(self) -> Tensor:
        return adjoint_of(self._operator.to_dense())

    def _diag_part(self) -> Tensor:
        return conjugate(self._operator.diag_part())

    def _eigvals(self) -> Tensor:
        return conjugate(self._operator._eigvals())

    def _cond(self) -> Tensor:
        return self._operator.cond()

    def _assert_non_singular(self) -> Any:
        return self._operator.assert_non_singular()

    def _assert_positive_definite(self) -> Any:
        return self._operator.assert_positive_definite()

    def _assert_self_adjoint(self) -> Any:
        return self._operator.assert_self_adjoint()


def agreed(hint: bool | None, other: bool | None, name: str) -> bool | None:
    """A hint for an operator that shares this fact with the one it is made of."""
    if hint is not None and other is not None and bool(hint) is not bool(other):
        raise ValueError(f"`{name}` is {hint}, but the hint of the operator is {other}.")
    return other if hint is None else hint


@rewrite("adjoint", LinearOperator)
def _adjoint(operator: LinearOperator) -> LinearOperator:
    return LinearOperatorAdjoint(operator, **operator._hints())


@rewrite("adjoint", LinearOperatorAdjoint)
def _twice(operator: LinearOperatorAdjoint) -> LinearOperator:
    return operator.operator
