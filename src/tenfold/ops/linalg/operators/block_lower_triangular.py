"""Operators of blocks that are zero above the block diagonal."""

from __future__ import annotations

from typing import Any, ClassVar

from tenfold.core.op import call
from tenfold.core.shapes import TensorShape, from_raw
from tenfold.core.tensor import Tensor

from .arguments import combined, must_be
from .base import LinearOperator
from .blocks import BlockOperator
from .composition import checked_operators, inherited, joint_batch, joint_batch_tensor
from .full_matrix import LinearOperatorFullMatrix
from .rewriting import rewrite


class LinearOperatorBlockLowerTriangular(BlockOperator):
    """Operators on and below the block diagonal, and zeros above it.

    Args:
      operators: A list of rows of operators; row `i` has `i + 1` of them, of which the last is
        square. Their batches are broadcast.
      is_non_singular: Whether there is an inverse; there is if those on the diagonal have one.
      is_self_adjoint: Whether the matrices equal their conjugate transposes.
      is_positive_definite: Whether they are positive definite.
      is_square: True.
      name: A name for the operator.

    Raises:
      TypeError: The operators differ in dtype.
      ValueError: The rows do not make a triangle, their sizes differ, or a hint contradicts them.

    Example:
      >>> import tenfold as tf
      >>> one = tf.linalg.LinearOperatorIdentity(1)
      >>> two = tf.linalg.LinearOperatorFullMatrix([[2.0]])
      >>> operator = tf.linalg.LinearOperatorBlockLowerTriangular([[one], [two, one]])
      >>> operator.to_dense().numpy().tolist()
      [[1.0, 0.0], [2.0, 1.0]]
    """

    _fields: ClassVar[dict[str, int | None]] = {"operators": None}

    def __init__(
        self,
        operators: Any,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str = "LinearOperatorBlockLowerTriangular",
    ) -> None:
        parameters = dict(locals())
        self._operators = [list(line) for line in operators]
        flat = checked_operators(
            [o for line in self._operators for o in line], "A block lower triangular operator"
        )
        _check_triangle(self._operators)
        regular = combined([line[-1].is_non_singular for line in self._operators])
        super().__init__(
            flat[0].dtype,
            None,
            inherited(is_non_singular, regular, "is_non_singular"),
            is_self_adjoint,
            is_positive_definite,
            must_be(is_square, True, "A block lower triangular operator is always square."),
            name,
            parameters,
        )

    @property
    def operators(self) -> list[list[LinearOperator]]:
        """The rows of operators."""
        return self._operators

    def _diagonal_operators(self) -> list[LinearOperator]:
        return [line[-1] for line in self._operators]

    def _all(self) -> list[LinearOperator]:
        return [operator for line in self._operators for operator in line]

    def _shape(self) -> TensorShape:
        batch = joint_batch(self._all()).dims_tuple
        rows = [o.range_dimension.value for o in self._diagonal_operators()]
        if batch is None:
            return from_raw(None)
        return from_raw((*batch, *((None if None in rows else sum(rows)),) * 2))

    def _shape_tensor(self) -> Tensor:
        rows = [o.range_dimension_tensor() for o in self._diagonal_operators()]
        size = call("Sum", call("Pack", rows), [0])
        return call("ConcatV2", [joint_batch_tensor(self._all()), call("Pack", [size, size])], 0)

    def _repeated(self, x: Any, count: int) -> Tensor:
        """What comes from the diagonal alone, repeated along the batch of all blocks."""
        return call("BroadcastTo", x, self.shape_tensor()[:-count])

    def _determinant(self) -> Tensor:
        return self._repeated(super()._determinant(), 2)

    def _log_abs_determinant(self) -> Tensor:
        return self._repeated(super()._log_abs_determinant(), 2)

    def _diag_part(self) -> Tensor:
        return self._repeated(super()._diag_part(), 1)

    def _eigvals(self) -> Tensor:
        return self._repeated(super()._eigvals(), 1)

    def _product(self, blocks: list[Any], adjoint: bool) -> list[Any]:
        count = len(self._operators)
        results: list[Any] = [None] * count
        for i, line in enumerate(self._operators):
            for j, operator in enumerate(line):
                source, target = (i, j) if adjoint else (j, i)
                term = operator.matmul(blocks[source], adjoint=adjoint)
                known = results[target]
                results[target] = term if known is None else known + term
        return results

    def _quotient(self, blocks: list[Any], adjoint: bool) -> list[Any]:
        count = len(self._operators)
        found: list[Any] = [None] * count
        for i in reversed(range(count)) if adjoint else range(count):
            rest = blocks[i]
            for k in range(i + 1, count) if adjoint else range(i):
                operator = self._operators[k][i] if adjoint else self._operators[i][k]
                rest = rest - operator.matmul(found[k], adjoint=adjoint)
            found[i] = self._operators[i][i].solve(rest, adjoint=adjoint)
        return found


def _check_triangle(rows: list[list[LinearOperator]]) -> None:
    for i, line in enumerate(rows):
        if len(line) != i + 1:
            raise ValueError(
                f"Argument `operators[{i}]` must contain `{i + 1}` blocks; received {len(line)}."
            )
        if line[-1].is_square is False:
            raise ValueError(
                f"The operators on the diagonal must be square; `operators[{i}][{i}]` is "
                f"{line[-1].shape}."
            )
        for j, operator in enumerate(line):
            fits = operator.range_dimension.is_compatible_with(line[-1].range_dimension)
            above = rows[j][-1].domain_dimension
            if not fits or not operator.domain_dimension.is_compatible_with(above):
                raise ValueError(
                    f"`operators[{i}][{j}]` is {operator.shape}; expected "
                    f"{line[-1].range_dimension} rows and {above} columns, as those on the "
                    "diagonal have."
                )


@rewrite("inverse", LinearOperatorBlockLowerTriangular)
def _inverse(operator: LinearOperatorBlockLowerTriangular) -> LinearOperatorBlockLowerTriangular:
    rows: list[list[Any]] = []
    dense: list[list[Any]] = []
    for i, line in enumerate(operator.operators):
        found: list[Any] = []
        for j in range(i):
            rest = line[j].matmul(dense[j][j])
            for k in range(j + 1, i):
                rest = rest + line[k].matmul(dense[k][j])
            found.append(-line[i].solve(rest))
        inverse = line[i].inverse()
        rows.append([*map(LinearOperatorFullMatrix, found), inverse])
        dense.append([*found, inverse.to_dense()])
    return LinearOperatorBlockLowerTriangular(rows, **operator._hints())
