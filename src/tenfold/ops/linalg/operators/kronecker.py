"""Kronecker products of operators."""

from __future__ import annotations

import math
from typing import Any, ClassVar

from tenfold.core.op import call
from tenfold.core.shapes import TensorShape, from_raw
from tenfold.core.tensor import Tensor
from tenfold.ops.linalg.norms import adjoint as adjoint_of
from tenfold.ops.linalg.norms import matrix_transpose

from .arguments import column, row, sizes, with_batch
from .base import LinearOperator
from .composition import (
    checked_operators,
    if_all,
    inherited,
    joint_batch,
    joint_batch_tensor,
)
from .rewriting import rewrite
from .triangular import dense_cholesky


class LinearOperatorKronecker(LinearOperator):
    """The Kronecker product of operators: blocks of the last, one for each element of the first.

    Args:
      operators: The operators, `[..., m_i, n_i]`; their batches are broadcast.
      is_non_singular: Whether there is an inverse; there is if each operator has one.
      is_self_adjoint: Whether the product equals its conjugate transpose.
      is_positive_definite: Whether it is positive definite.
      is_square: Whether it has as many rows as columns.
      name: A name for the operator; the others' joined by "_x_" by default.

    Raises:
      TypeError: The operators differ in dtype.
      ValueError: The list is empty, or a hint contradicts the operators'.

    Example:
      >>> import tenfold as tf
      >>> left = tf.linalg.LinearOperatorFullMatrix([[1.0, 2.0]])
      >>> right = tf.linalg.LinearOperatorIdentity(2)
      >>> tf.linalg.LinearOperatorKronecker([left, right]).to_dense().numpy().tolist()
      [[1.0, 0.0, 2.0, 0.0], [0.0, 1.0, 0.0, 2.0]]
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
        self._operators = checked_operators(operators, "A Kronecker product")
        regular = if_all(self._operators, "is_non_singular")
        symmetric = if_all(self._operators, "is_self_adjoint")
        definite = symmetric and if_all(self._operators, "is_positive_definite")
        super().__init__(
            self._operators[0].dtype,
            None,
            inherited(is_non_singular, regular, "is_non_singular"),
            inherited(is_self_adjoint, symmetric, "is_self_adjoint"),
            inherited(is_positive_definite, definite, "is_positive_definite"),
            is_square,
            name or "_x_".join(o.name for o in self._operators),
            parameters,
        )

    def _all_square(self) -> bool:
        return all(o.is_square for o in self._operators)

    @property
    def operators(self) -> list[LinearOperator]:
        """The operators, the outermost first."""
        return self._operators

    def _shape(self) -> TensorShape:
        batch = joint_batch(self._operators).dims_tuple
        rows = [o.range_dimension.value for o in self._operators]
        columns = [o.domain_dimension.value for o in self._operators]
        if batch is None:
            return from_raw(None)
        return from_raw((*batch, *(None if None in d else math.prod(d) for d in (rows, columns))))

    def _shape_tensor(self) -> Tensor:
        rows = call("Pack", [o.range_dimension_tensor() for o in self._operators])
        columns = call("Pack", [o.domain_dimension_tensor() for o in self._operators])
        ends = call("Pack", [call("Prod", rows, [0]), call("Prod", columns, [0])])
        return call("ConcatV2", [joint_batch_tensor(self._operators), ends], 0)

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return self._one_by_one(x, adjoint, adjoint_arg, solving=False)

    def _solve(self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return self._one_by_one(rhs, adjoint, adjoint_arg, solving=True)

    def _one_by_one(self, x: Any, adjoint: bool, adjoint_arg: bool, solving: bool) -> Tensor:
        """Each operator acts on its own axis of `[..., n_1, ..., n_d, k]`.

        That axis stands first, as the rows of a matrix; the result goes last, so that the next
        one's stands first. In the end k stands first.
        """
        value = adjoint_of(x) if adjoint_arg else x
        batch_shape = joint_batch(self._operators)
        value = with_batch(value, batch_shape, lambda: joint_batch_tensor(self._operators))
        known = value.raw_shape
        batch: Any = call("Shape", value)[:-2]
        count: Any = call("Shape", value)[-1]
        if known is not None and None not in known:
            batch, count = list(known[:-2]), known[-1]
        for operator in self._operators:
            rows = operator.range_dimension if adjoint != solving else operator.domain_dimension
            size = rows.value
            if size is None:
                size = (
                    operator.range_dimension_tensor()
                    if adjoint != solving
                    else operator.domain_dimension_tensor()
                )
            value = call("Reshape", value, _shape_of(batch, size))
            method = operator.solve if solving else operator.matmul
            value = matrix_transpose(method(value, adjoint=adjoint))
        return matrix_transpose(call("Reshape", value, _shape_of(batch, count)))

    def _determinant(self) -> Tensor:
        if not self._all_square():
            return super()._determinant()
        total = self.domain_dimension_tensor()
        result: Any = None
        for operator in self._operators:
            times = call("Cast", total // operator.domain_dimension_tensor(), DstT=self.dtype)
            power = call("Pow", operator.determinant(), times)
            result = power if result is None else result * power
        return result

    def _log_abs_determinant(self) -> Tensor:
        if not self._all_square():
            return super()._log_abs_determinant()
        total = self.domain_dimension_tensor()
        result: Any = None
        for operator in self._operators:
            log = operator.log_abs_determinant()
            times = call("Cast", total // operator.domain_dimension_tensor(), DstT=log.dtype)
            result = times * log if result is None else result + times * log
        return result

    def _trace(self) -> Tensor:
        if not self._all_square():
            return super()._trace()
        result = self._operators[0].trace()
        for operator in self._operators[1:]:
            result = result * operator.trace()
        return result

    def _diag_part(self) -> Tensor:
        if not self._all_square():
            return super()._diag_part()
        return _outer([o.diag_part() for o in self._operators])

    def _eigvals(self) -> Tensor:
        if not all(o.is_self_adjoint for o in self._operators):
            return super()._eigvals()
        return _outer([o.eigvals() for o in self._operators])

    def _assert_non_singular(self) -> Any:
        if not self._all_square():
            return super()._assert_non_singular()
        checks = [o.assert_non_singular() for o in self._operators]
        return checks[-1]


def _shape_of(batch: Any, rows: Any) -> Any:
    """The shape of a batch of matrices, whose columns take what is left."""
    if isinstance(batch, list) and isinstance(rows, int):
        return [*batch, rows, -1]
    return sizes(batch, rows, -1) if not isinstance(batch, list) or batch else sizes(rows, -1)


def _outer(vectors: list[Any]) -> Tensor:
    """All products of one element of each vector, `[..., n_1 * ... * n_d]`."""
    result = vectors[0]
    for vector in vectors[1:]:
        product = column(result) * row(vector)
        known = product.raw_shape
        shape: Any = sizes(call("Shape", product)[:-2], -1)
        if known is not None and None not in known:
            shape = [*known[:-2], -1]
        result = call("Reshape", product, shape)
    return result


@rewrite("adjoint", LinearOperatorKronecker)
def _adjoint(operator: LinearOperatorKronecker) -> LinearOperatorKronecker:
    return LinearOperatorKronecker([o.adjoint() for o in operator.operators], **operator._hints())


@rewrite("inverse", LinearOperatorKronecker)
def _inverse(operator: LinearOperatorKronecker) -> LinearOperatorKronecker:
    return LinearOperatorKronecker([o.inverse() for o in operator.operators], **operator._hints())


@rewrite("cholesky", LinearOperatorKronecker)
def _cholesky(operator: LinearOperatorKronecker) -> LinearOperator:
    if all(o._can_use_cholesky() for o in operator.operators):
        return LinearOperatorKronecker([o.cholesky() for o in operator.operators], is_square=True)
    # A product may be positive definite though its factors are not.
    return dense_cholesky(operator)
