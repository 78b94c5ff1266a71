"""Block diagonal operators."""

from __future__ import annotations

from typing import Any, ClassVar

from tenfold.core.op import call
from tenfold.core.shapes import TensorShape, from_raw
from tenfold.core.tensor import Tensor

from .base import LinearOperator
from .blocks import BlockOperator, joined
from .composition import (
    checked_operators,
    if_all,
    inherited,
    joint_batch,
    joint_batch_tensor,
)
from .rewriting import rewrite


class LinearOperatorBlockDiag(BlockOperator):
    """Operators along the diagonal, and zeros beside them.

    Args:
      operators: The operators, `[..., m_i, n_i]`; their batches are broadcast.
      is_non_singular: Whether there is an inverse; there is if each operator has one.
      is_self_adjoint: Whether all operators equal their conjugate transposes.
      is_positive_definite: Whether all operators are positive definite.
      is_square: Whether there are as many rows as columns.
      name: A name for the operator; the others' joined by "_ds_" by default.

    Raises:
      TypeError: The operators differ in dtype.
      ValueError: The list is empty, or a hint contradicts the operators'.

    Example:
      >>> import tenfold as tf
      >>> one = tf.linalg.LinearOperatorIdentity(1)
      >>> matrix = tf.linalg.LinearOperatorFullMatrix([[1.0, 2.0], [3.0, 4.0]])
      >>> tf.linalg.LinearOperatorBlockDiag([one, matrix]).to_dense().numpy().tolist()
      [[1.0, 0.0, 0.0], [0.0, 1.0, 2.0], [0.0, 3.0, 4.0]]
    """

    _fields: ClassVar[dict[str, int | None]] = {"operators": None}

    def __init__(
        self,
        operators: Any,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = True,
        name: str | None = None,
    ) -> None:
        parameters = dict(locals())
        self._operators = checked_operators(operators, "A block diagonal operator")
        regular = if_all(self._operators, "is_non_singular")
        symmetric = if_all(self._operators, "is_self_adjoint")
        definite = if_all(self._operators, "is_positive_definite")
        super().__init__(
            self._operators[0].dtype,
            None,
            inherited(is_non_singular, regular, "is_non_singular"),
            inherited(is_self_adjoint, symmetric, "is_self_adjoint"),
            inherited(is_positive_definite, definite, "is_positive_definite"),
            is_square,
            name or "_ds_".join(o.name for o in self._operators),
            parameters,
        )

    @property
    def operators(self) -> list[LinearOperator]:
        """The operators along the diagonal."""
        return self._operators

    def _diagonal_operators(self) -> list[LinearOperator]:
        return self._operators

    def _shape(self) -> TensorShape:
        batch = joint_batch(self._operators).dims_tuple
        rows = [o.range_dimension.value for o in self._operators]
        columns = [o.domain_dimension.value for o in self._operators]
        if batch is None:
            return from_raw(None)
        return from_raw((*batch, *(None if None in d else sum(d) for d in (rows, columns))))

    def _shape_tensor(self) -> Tensor:
        rows = call("Sum", call("Pack", [o.range_dimension_tensor() for o in self._operators]), [0])
        columns = call("Pack", [o.domain_dimension_tensor() for o in self._operators])
        ends = call("Pack", [rows, call("Sum", columns, [0])])
        return call("ConcatV2", [joint_batch_tensor(self._operators), ends], 0)

    def _product(self, blocks: list[Any], adjoint: bool) -> list[Any]:
        pairs = zip(self._operators, blocks, strict=True)
        return [operator.matmul(x, adjoint=adjoint) for operator, x in pairs]

    def _quotient(self, blocks: list[Any], adjoint: bool) -> list[Any]:
        pairs = zip(self._operators, blocks, strict=True)
        return [operator.solve(x, adjoint=adjoint) for operator, x in pairs]

    def _trace(self) -> Tensor:
        if not all(o.is_square for o in self._operators):
            return super()._trace()
        result = self._operators[0].trace()
        for operator in self._operators[1:]:
            result = result + operator.trace()
        return result

    def _to_dense(self) -> Tensor:
        before, rows = 0, []
        total = self.domain_dimension_tensor()
        for operator in self._operators:
            width = operator.domain_dimension_tensor()
            block = operator.to_dense()
            sides = call("Pack", [before, total - before - width])
            rank = call("Rank", block)
            above = call("Fill", call("Pack", [rank - 1, 2]), 0)
            padding = call("ConcatV2", [above, call("ExpandDims", sides, 0)], 0)
            rows.append(call("Pad", block, padding))
            before = before + width
        return joined(rows)

    def _assert_positive_definite(self) -> Any:
        checks = [o.assert_positive_definite() for o in self._operators]
        return checks[-1]

    def _assert_self_adjoint(self) -> Any:
        checks = [o.assert_self_adjoint() for o in self._operators]
        return checks[-1]


@rewrite("adjoint", LinearOperatorBlockDiag)
def _adjoint(operator: LinearOperatorBlockDiag) -> LinearOperatorBlockDiag:
    return LinearOperatorBlockDiag([o.adjoint() for o in operator.operators], **operator._hints())


@rewrite("inverse", LinearOperatorBlockDiag)
def _inverse(operator: LinearOperatorBlockDiag) -> LinearOperatorBlockDiag:
    return LinearOperatorBlockDiag([o.inverse() for o in operator.operators], **operator._hints())


@rewrite("cholesky", LinearOperatorBlockDiag)
def _cholesky(operator: LinearOperatorBlockDiag) -> LinearOperatorBlockDiag:
    return LinearOperatorBlockDiag(
        [o.cholesky() for o in operator.operators], is_non_singular=True, is_square=True
    )
