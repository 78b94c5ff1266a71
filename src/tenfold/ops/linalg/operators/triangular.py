"""Lower triangular operators."""

from __future__ import annotations

from typing import Any, ClassVar

from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import Tensor
from tenfold.ops.linalg.diagonals import band_part, diag_part
from tenfold.ops.linalg.factoring import cholesky
from tenfold.ops.linalg.norms import adjoint as adjoint_of
from tenfold.ops.linalg.products import matmul
from tenfold.ops.linalg.solving import MatrixTriangularSolve

from .arguments import held, must_be, require, require_dtype, require_rank
from .base import LinearOperator
from .full_matrix import ACCEPTED
from .rewriting import rewrite


class LinearOperatorLowerTriangular(LinearOperator):
    """A square operator with zeros above its diagonal: solving and determinants are cheap.

    Args:
      tril: `[..., n, n]`; what stands above the diagonal is ignored.
      is_non_singular: Whether the diagonal has no zeros.
      is_self_adjoint: Whether the matrices are real and diagonal.
      is_positive_definite: Whether they are positive definite.
      is_square: True.
      name: A name for the operator.

    Raises:
      TypeError: The dtype is not accepted.
      ValueError: `tril` has fewer than two axes, or `is_square` is False.

    Example:
      >>> import tenfold as tf
      >>> operator = tf.linalg.LinearOperatorLowerTriangular([[1.0, 9.0], [1.0, 2.0]])
      >>> operator.solvevec([1.0, 3.0]).numpy().tolist()
      [1.0, 1.0]
    """

    _fields: ClassVar[dict[str, int | None]] = {"tril": 2}

    def __init__(
        self,
        tril: Any,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str = "LinearOperatorLowerTriangular",
    ) -> None:
        parameters = dict(locals())
        self._tril = held(tril)
        require_dtype(self._tril, "tril", ACCEPTED)
        require_rank(self._tril, "tril", 2)
        super().__init__(
            self._tril.dtype,
            None,
            is_non_singular,
            is_self_adjoint,
            is_positive_definite,
            must_be(is_square, True, "A lower triangular operator is always square."),
            name,
            parameters,
        )

    @property
    def tril(self) -> Any:
        """The matrices, `[..., n, n]`, as they were given."""
        return self._tril

    def _lower(self) -> Tensor:
        return band_part(self._tril, -1, 0)

    def _shape(self) -> TensorShape:
        return self._tril.shape

    def _shape_tensor(self) -> Tensor:
        return call("Shape", self._tril)

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return matmul(self._lower(), x, adjoint_a=adjoint, adjoint_b=adjoint_arg)

    def _solve(self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        right = adjoint_of(rhs) if adjoint_arg else rhs
        return MatrixTriangularSolve(self._tril, right, lower=True, adjoint=adjoint)

    def _determinant(self) -> Tensor:
        return call("Prod", diag_part(self._tril), [-1])

    def _log_abs_determinant(self) -> Tensor:
        diagonal = diag_part(self._tril)
        if self.dtype.is_complex:
            size = call("ComplexAbs", diagonal, Tout=self.dtype.real_dtype)
            return call("Sum", call("Log", size), [-1])
        return call("Sum", call("Log", call("Abs", diagonal)), [-1])

    def _to_dense(self) -> Tensor:
        return self._lower()

    def _diag_part(self) -> Tensor:
        return diag_part(self._tril)

    def _eigvals(self) -> Tensor:
        return diag_part(self._tril)

    def _assert_non_singular(self) -> Any:
        diagonal = diag_part(self._tril)
        nonzero = call("NotEqual", diagonal, call("ZerosLike", diagonal))
        return require(nonzero, f"{self.name} is singular: its diagonal has zeros.")


@rewrite("cholesky", LinearOperator)
def dense_cholesky(operator: LinearOperator) -> LinearOperatorLowerTriangular:
    """The Cholesky factors of the dense matrices."""
    return LinearOperatorLowerTriangular(
        cholesky(operator.to_dense()), is_non_singular=True, is_self_adjoint=False, is_square=True
    )
