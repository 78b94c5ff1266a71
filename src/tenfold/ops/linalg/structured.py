"""What stands for a matrix and is no tensor: functions of matrices hand their work to it."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from tenfold.core.dtypes import DType


class Structured:
    """A matrix known by its structure, whose methods are what functions of matrices compute."""

    # NumPy arrays and tensors leave `x @ operator` to the operator.
    __array_ufunc__ = None
    __array_priority__ = 200

    @property
    @abstractmethod
    def dtype(self) -> DType:
        """The dtype of the matrix."""

    @abstractmethod
    def matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        """The product with `x`."""

    @abstractmethod
    def premultiplied(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        """The product of `x` with this matrix."""

    @abstractmethod
    def solve(self, rhs: Any, adjoint: bool = False) -> Any:
        """The solution of an equation."""

    @abstractmethod
    def adjoint(self) -> Any:
        """The conjugate transpose."""

    @abstractmethod
    def inverse(self) -> Any:
        """The inverse."""

    @abstractmethod
    def cholesky(self) -> Any:
        """The lower triangular factor."""

    @abstractmethod
    def determinant(self) -> Any:
        """The determinant."""

    @abstractmethod
    def log_abs_determinant(self) -> Any:
        """The logarithm of the determinant's size."""

    @abstractmethod
    def diag_part(self) -> Any:
        """The main diagonal."""


def structured_product(
    a: Any, b: Any, adjoint_a: bool, adjoint_b: bool, transpose_a: bool, transpose_b: bool
) -> Any:
    """The product of two matrices of which at least one is structured."""
    if transpose_a or transpose_b:
        raise ValueError(
            "matmul: a structured matrix cannot be transposed without conjugation; pass adjoint_a "
            "or adjoint_b."
        )
    if isinstance(a, Structured):
        return a.matmul(b, adjoint=adjoint_a, adjoint_arg=adjoint_b)
    return b.premultiplied(a, adjoint=adjoint_b, adjoint_arg=adjoint_a)
