"""Operators that are made of blocks: arguments in blocks or in one, and results alike."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from tenfold.core.op import call
from tenfold.core.shapes import broadcast_static_shape
from tenfold.core.tensor import Tensor
from tenfold.ops.linalg.norms import adjoint as adjoint_of

from .arguments import column, with_batch
from .base import LinearOperator


def joined(blocks: list[Any]) -> Tensor:
    """Blocks `[..., m_i, k]` one below the other, repeated to one batch."""
    batches = [x.shape[:-2] for x in blocks]
    if any(b != batches[0] or not b.is_fully_defined() for b in batches):
        static = batches[0]
        batch = call("Shape", blocks[0])[:-2]
        for x in blocks[1:]:
            static = broadcast_static_shape(static, x.shape[:-2])
            batch = call("BroadcastArgs", batch, call("Shape", x)[:-2])
        blocks = [with_batch(x, static, lambda: batch) for x in blocks]
    return call("ConcatV2", blocks, -2) if len(blocks) > 1 else blocks[0]


def joined_vectors(blocks: list[Any]) -> Tensor:
    """Vectors `[..., m_i]` one after the other, repeated to one batch."""
    return call("Squeeze", joined([column(x) for x in blocks]), squeeze_dims=[-1])


class BlockOperator(LinearOperator):
    """An operator whose rows and columns come in blocks.

    Products and solutions take a list of blocks too, and then give one.
    """

    @abstractmethod
    def _diagonal_operators(self) -> list[LinearOperator]:
        """The operators whose rows and columns are those of the blocks."""

    @abstractmethod
    def _product(self, blocks: list[Any], adjoint: bool) -> list[Any]:
        """The product with blocks `[..., n_i, k]`."""

    @abstractmethod
    def _quotient(self, blocks: list[Any], adjoint: bool) -> list[Any]:
        """The solution for right sides `[..., m_i, k]`."""

    def _in_blocks(self, x: Any, least_rank: int) -> bool:
        """Whether an argument is a list of blocks, and not a nested list of numbers."""
        if not isinstance(x, (list, tuple)) or len(x) != len(self._diagonal_operators()):
            return False
        shapes = [getattr(block, "shape", None) for block in x]
        return all(s is not None and len(s) >= least_rank for s in shapes)

    def _split(self, x: Any, of_range: bool) -> list[Any]:
        """The blocks of `[..., n, k]`."""
        operators = self._diagonal_operators()
        dims = [o.range_dimension if of_range else o.domain_dimension for o in operators]
        sizes: Any = [d.value for d in dims]
        if None in sizes:
            tensors = [
                o.range_dimension_tensor() if of_range else o.domain_dimension_tensor()
                for o in operators
            ]
            sizes = call("Pack", tensors)
        return list(call("SplitV", x, sizes, -2, num_split=len(operators)))

    def matmul(
        self, x: Any, adjoint: bool = False, adjoint_arg: bool = False, name: str = "matmul"
    ) -> Any:
        """The product with matrices, with a list of their blocks, or with another operator.

        Args:
          x: `[..., n, k]` of the operator's dtype; a list of `[..., n_i, k]`; or an operator.
          adjoint: Whether to multiply by the conjugate transposes of the operator.
          adjoint_arg: Whether `x` is to be conjugated and transposed.
          name: A name for the op.

        Returns:
          `[..., m, k]`; a list of `[..., m_i, k]`, or an operator, if `x` is one.
        """
        if not self._in_blocks(x, 2):
            return super().matmul(x, adjoint=adjoint, adjoint_arg=adjoint_arg)
        return self._product(self._blocks(x, adjoint_arg), adjoint)

    def _blocks(self, x: Any, adjoint_arg: bool) -> list[Any]:
        values = [self._argument(block) for block in x]
        return [adjoint_of(v) for v in values] if adjoint_arg else values

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        value = adjoint_of(x) if adjoint_arg else x
        return joined(self._product(self._split(value, of_range=adjoint), adjoint))

    def matvec(self, x: Any, adjoint: bool = False, name: str = "matvec") -> Any:
        """The product with vectors, or with a list of their blocks.

        Args:
          x: `[..., n]` of the operator's dtype, or a list of `[..., n_i]`.
          adjoint: Whether to multiply by the conjugate transposes of the operator.
          name: A name for the op.

        Returns:
          `[..., m]`; a list of `[..., m_i]` if `x` is one.
        """
        if not self._in_blocks(x, 1):
            return super().matvec(x, adjoint=adjoint)
        found = self._product([column(v) for v in self._blocks(x, False)], adjoint)
        return [call("Squeeze", y, squeeze_dims=[-1]) for y in found]

    def solve(
        self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False, name: str = "solve"
    ) -> Any:
        """The solution `x` of `A x = rhs`, in blocks if `rhs` is a list of them.

        Args:
          rhs: `[..., m, k]` of the operator's dtype; a list of `[..., m_i, k]`; or an operator.
          adjoint: Whether to solve with the conjugate transposes of the operator.
          adjoint_arg: Whether `rhs` is to be conjugated and transposed.
          name: A name for the op.

        Returns:
          `[..., n, k]`; a list of `[..., n_i, k]`, or an operator, if `rhs` is one.
        """
        if not self._in_blocks(rhs, 2):
            return super().solve(rhs, adjoint=adjoint, adjoint_arg=adjoint_arg)
        self._require_solvable()
        return self._quotient(self._blocks(rhs, adjoint_arg), adjoint)

    def _solve(self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        value = adjoint_of(rhs) if adjoint_arg else rhs
        return joined(self._quotient(self._split(value, of_range=not adjoint), adjoint))

    def solvevec(self, rhs: Any, adjoint: bool = False, name: str = "solve") -> Any:
        """The solution `x` of `A x = rhs` for vectors, in blocks if `rhs` is a list of them.

        Args:
          rhs: `[..., m]` of the operator's dtype, or a list of `[..., m_i]`.
          adjoint: Whether to solve with the conjugate transposes of the operator.
          name: A name for the op.

        Returns:
          `[..., n]`; a list of `[..., n_i]` if `rhs` is one.
        """
        if not self._in_blocks(rhs, 1):
            return super().solvevec(rhs, adjoint=adjoint)
        self._require_solvable()
        found = self._quotient([column(v) for v in self._blocks(rhs, False)], adjoint)
        return [call("Squeeze", y, squeeze_dims=[-1]) for y in found]

    def _determinant(self) -> Tensor:
        operators = self._diagonal_operators()
        if not all(o.is_square for o in operators):
            return super()._determinant()
        result = operators[0].determinant()
        for operator in operators[1:]:
            result = result * operator.determinant()
        return result

    def _log_abs_determinant(self) -> Tensor:
        operators = self._diagonal_operators()
        if not all(o.is_square for o in operators):
            return super()._log_abs_determinant()
        result = operators[0].log_abs_determinant()
        for operator in operators[1:]:
            result = result + operator.log_abs_determinant()
        return result

    def _diag_part(self) -> Tensor:
        operators = self._diagonal_operators()
        if not all(o.is_square for o in operators):
            return super()._diag_part()
        return joined_vectors([o.diag_part() for o in operators])

    def _eigvals(self) -> Tensor:
        # A triangle of blocks that is self-adjoint is diagonal, of self-adjoint blocks.
        return joined_vectors([o._eigvals() for o in self._diagonal_operators()])

    def _assert_non_singular(self) -> Any:
        operators = self._diagonal_operators()
        if not all(o.is_square for o in operators):
            return super()._assert_non_singular()
        checks = [o.assert_non_singular() for o in operators]
        return checks[-1]
