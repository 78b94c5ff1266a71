"""Operators that are their dense matrices."""

from __future__ import annotations

from typing import Any, ClassVar

from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import complex64, complex128, float16, float32, float64
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import Tensor
from tenfold.ops.linalg.products import matmul

from .arguments import held, require_dtype, require_rank
from .base import LinearOperator

ACCEPTED = (float16, float32, float64, complex64, complex128)


class LinearOperatorFullMatrix(LinearOperator):
    """An operator that holds its matrix: the interface of operators, without any gain.

    Args:
      matrix: `[..., m, n]`, floating or complex.
      is_non_singular: Whether the matrices have an inverse.
      is_self_adjoint: Whether they equal their conjugate transposes.
      is_positive_definite: Whether they are positive definite.
      is_square: Whether they have as many rows as columns.
      name: A name for the operator.

    Raises:
      TypeError: The dtype is not accepted.
      ValueError: The matrix has fewer than two axes, or the hints contradict one another.

    Example:
      >>> import tenfold as tf
      >>> operator = tf.linalg.LinearOperatorFullMatrix([[1.0, 2.0], [3.0, 4.0]])
      >>> operator.matvec([1.0, 1.0]).numpy().tolist()
      [3.0, 7.0]
    """

    _fields: ClassVar[dict[str, int | None]] = {"matrix": 2}

    def __init__(
        self,
        matrix: Any,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str = "LinearOperatorFullMatrix",
    ) -> None:
        parameters = dict(locals())
        self._matrix = held(matrix)
        require_dtype(self._matrix, "matrix", ACCEPTED)
        require_rank(self._matrix, "matrix", 2)
        super().__init__(
            self._matrix.dtype,
            None,
            is_non_singular,
            is_self_adjoint,
            is_positive_definite,
            is_square,
            name,
            parameters,
        )

    @property
    def matrix(self) -> Any:
        """The matrices, `[..., m, n]`."""
        return self._matrix

    def _shape(self) -> TensorShape:
        return self._matrix.shape

    def _shape_tensor(self) -> Tensor:
        return call("Shape", self._matrix)

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return matmul(self._matrix, x, adjoint_a=adjoint, adjoint_b=adjoint_arg)

    def _to_dense(self) -> Tensor:
        return to_tensor(self._matrix)
