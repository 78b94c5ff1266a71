"""Diagonal operators."""

from __future__ import annotations

from typing import Any, ClassVar

from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import Tensor
from tenfold.ops.linalg.diagonals import diag as diag_of
from tenfold.ops.linalg.diagonals import diag_part, set_diag
from tenfold.ops.linalg.norms import adjoint as adjoint_of

from .arguments import column, conjugate, held, must_be, require, require_dtype, require_rank
from .base import LinearOperator
from .full_matrix import ACCEPTED
from .rewriting import rewrite


class LinearOperatorDiag(LinearOperator):
    """A square operator with zeros beside its diagonal; all it does takes linear time.

    Args:
      diag: `[..., n]`, floating or complex.
      is_non_singular: Whether the diagonal has no zeros.
      is_self_adjoint: Whether the diagonal is real; True for real dtypes.
      is_positive_definite: Whether the diagonal has positive real parts.
      is_square: True.
      name: A name for the operator.

    Raises:
      TypeError: The dtype is not accepted.
      ValueError: `diag` is a scalar, or a hint cannot be.

    Example:
      >>> import tenfold as tf
      >>> operator = tf.linalg.LinearOperatorDiag([1.0, 2.0])
      >>> (operator @ operator).to_dense().numpy().tolist()
      [[1.0, 0.0], [0.0, 4.0]]
    """

    _fields: ClassVar[dict[str, int | None]] = {"diag": 1}

    def __init__(
        self,
        diag: Any,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str = "LinearOperatorDiag",
    ) -> None:
        parameters = dict(locals())
        self._diag = held(diag)
        require_dtype(self._diag, "diag", ACCEPTED)
        require_rank(self._diag, "diag", 1)
        if not self._diag.dtype.is_complex:
            is_self_adjoint = must_be(
                is_self_adjoint, True, "A real diagonal operator is always self-adjoint."
            )
        is_square = must_be(is_square, True, "A diagonal operator is always square.")
        super().__init__(
            self._diag.dtype,
            None,
            is_non_singular,
            is_self_adjoint,
            is_positive_definite,
            is_square,
            name,
            parameters,
        )

    @property
    def diag(self) -> Any:
        """The diagonals, `[..., n]`."""
        return self._diag

    def _shape(self) -> TensorShape:
        return self._diag.shape.concatenate(self._diag.shape[-1:])

    def _shape_tensor(self) -> Tensor:
        known = call("Shape", self._diag)
        return call("ConcatV2", [known, known[-1:]], 0)

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        factor = conjugate(self._diag) if adjoint else self._diag
        return column(factor) * (adjoint_of(x) if adjoint_arg else x)

    def _matvec(self, x: Any, adjoint: bool = False) -> Any:
        return (conjugate(self._diag) if adjoint else self._diag) * x

    def _solve(self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        factor = conjugate(self._diag) if adjoint else self._diag
        return (adjoint_of(rhs) if adjoint_arg else rhs) / column(factor)

    def _solvevec(self, rhs: Any, adjoint: bool = False) -> Any:
        return rhs / (conjugate(self._diag) if adjoint else self._diag)

    def _determinant(self) -> Tensor:
        return call("Prod", self._diag, [-1])

    def _log_abs_determinant(self) -> Tensor:
        sizes = call("Log", self._size())
        total = call("Sum", sizes, [-1])
        return call("Cast", total, DstT=self.dtype) if self.dtype.is_complex else total

    def _size(self) -> Tensor:
        if self.dtype.is_complex:
            return call("ComplexAbs", self._diag, Tout=self.dtype.real_dtype)
        return call("Abs", self._diag)

    def _to_dense(self) -> Tensor:
        return diag_of(self._diag)

    def _diag_part(self) -> Tensor:
        return to_tensor(self._diag)

    def _add_to_tensor(self, x: Any) -> Tensor:
        known = self.shape.dims_tuple
        if known is None or (known[:-2] != () and known != x.raw_shape):
            return self.to_dense() + x
        return set_diag(x, diag_part(x) + self._diag)

    def _eigvals(self) -> Tensor:
        return to_tensor(self._diag)

    def _cond(self) -> Tensor:
        size = self._size()
        return call("Max", size, [-1]) / call("Min", size, [-1])

    def _assert_non_singular(self) -> Any:
        nonzero = call("NotEqual", self._diag, to_tensor(0, self.dtype))
        return require(nonzero, f"{self.name} is singular: the diagonal has zeros.")

    def _assert_positive_definite(self) -> Any:
        real = self._diag
        if self.dtype.is_complex:
            real = call("Real", real, Tout=self.dtype.real_dtype)
        positive = call("Greater", real, to_tensor(0, real.dtype))
        return require(
            positive, f"{self.name} is not positive definite: see the signs of its diagonal."
        )

    def _assert_self_adjoint(self) -> Any:
        if not self.dtype.is_complex:
            return None
        imaginary = call("Imag", self._diag, Tout=self.dtype.real_dtype)
        real = call("Equal", imaginary, to_tensor(0, imaginary.dtype))
        return require(real, f"{self.name} is not self-adjoint: its diagonal is not real.")


@rewrite("adjoint", LinearOperatorDiag)
def _adjoint(operator: LinearOperatorDiag) -> LinearOperatorDiag:
    return LinearOperatorDiag(conjugate(operator.diag), **operator._hints())


@rewrite("inverse", LinearOperatorDiag)
def _inverse(operator: LinearOperatorDiag) -> LinearOperatorDiag:
    return LinearOperatorDiag(call("Reciprocal", operator.diag), **operator._hints())


@rewrite("cholesky", LinearOperatorDiag)
def _cholesky(operator: LinearOperatorDiag) -> LinearOperatorDiag:
    return LinearOperatorDiag(
        call("Sqrt", operator.diag), is_self_adjoint=True, is_positive_definite=True
    )
