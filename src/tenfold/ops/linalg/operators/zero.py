"""Operators of zeros."""

from __future__ import annotations

from typing import Any, ClassVar

from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import as_dtype, float32
from tenfold.core.errors import InvalidArgumentError
from tenfold.core.op import call
from tenfold.core.tensor import Tensor
from tenfold.ops.array.creation import zeros
from tenfold.ops.linalg.norms import adjoint as adjoint_of

from .arguments import must_be, sizes
from .rewriting import rewrite
from .sized import SizedOperator, checked_batch, checked_size


class LinearOperatorZeros(SizedOperator):
    """Matrices of zeros.

    Args:
      num_rows: The number of rows.
      num_columns: The number of columns; as many as rows by default.
      batch_shape: The batch, a vector of integers; none by default.
      dtype: The dtype, float32 by default.
      is_non_singular: False.
      is_self_adjoint: Whether the matrices are square.
      is_positive_definite: False.
      is_square: Whether there are as many rows as columns.
      assert_proper_shapes: Whether the sizes of arguments are checked when a graph runs.
      name: A name for the operator.

    Raises:
      TypeError: A size is no integer.
      ValueError: A size is negative, or a hint cannot be.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.LinearOperatorZeros(2).matvec([3.0, 4.0]).numpy().tolist()
      [0.0, 0.0]
    """

    _fields: ClassVar[dict[str, int | None]] = {"num_rows": 0, "num_columns": 0, "batch_shape": 1}
    _sizes = ("num_rows", "num_columns", "batch_shape")

    def __init__(
        self,
        num_rows: Any,
        num_columns: Any = None,
        batch_shape: Any = None,
        dtype: Any = None,
        is_non_singular: bool | None = False,
        is_self_adjoint: bool | None = True,
        is_positive_definite: bool | None = False,
        is_square: bool | None = True,
        assert_proper_shapes: bool = False,
        name: str = "LinearOperatorZeros",
    ) -> None:
        parameters = dict(locals())
        super().__init__(
            as_dtype(dtype or float32),
            None,
            must_be(is_non_singular, False, "A zero operator is always singular."),
            is_self_adjoint,
            must_be(is_positive_definite, False, "A zero operator is never positive definite."),
            is_square,
            name,
            parameters,
        )
        self._rows = checked_size(num_rows, "num_rows")
        self._columns = (
            self._rows if num_columns is None else checked_size(num_columns, "num_columns")
        )
        self._batch = checked_batch(batch_shape)
        self._assert_proper_shapes = assert_proper_shapes
        both_known = isinstance(self._rows, int) and isinstance(self._columns, int)
        if is_square and both_known and self._rows != self._columns:
            raise ValueError(
                f"A zero operator of {self._rows} rows and {self._columns} columns is not square; "
                "pass is_square=False and is_self_adjoint=False."
            )

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        value = adjoint_of(x) if adjoint_arg else x
        first = call("ZerosLike", value[..., :1, :])
        rows = self._columns if adjoint else self._rows
        return self._expanded(zeros(sizes(rows, 1), self.dtype) * first)

    def _expanded(self, x: Any) -> Tensor:
        return x + zeros(sizes(self._batch, 1, 1), x.dtype) if self._batch_known() else x

    def _zeros(self, *ends: Any) -> Tensor:
        parts = [*([self._batch] if self._batch_known() else []), *ends]
        return zeros(sizes(*parts) if parts else [], self.dtype)

    def _determinant(self) -> Tensor:
        return self._zeros()

    _trace = _determinant

    def _log_abs_determinant(self) -> Tensor:
        return call("Log", self._zeros())

    def _diag_part(self) -> Tensor:
        return self._zeros(call("Minimum", self._rows, self._columns))

    _eigvals = _diag_part

    def _cond(self) -> Tensor:
        return call(
            "Fill", self.batch_shape_tensor(), to_tensor(float("nan"), self.dtype.real_dtype)
        )

    def _to_dense(self) -> Tensor:
        return self._zeros(self._rows, self._columns)

    def _add_to_tensor(self, x: Any) -> Tensor:
        return self._expanded(x)

    def _assert_non_singular(self) -> Any:
        raise InvalidArgumentError(None, None, "Zero operators are always singular.")

    def _assert_positive_definite(self) -> Any:
        raise InvalidArgumentError(None, None, "Zero operators are never positive definite.")

    def _assert_self_adjoint(self) -> Any:
        if self.is_square is False:
            raise InvalidArgumentError(None, None, f"{self.name} is not square: {self.shape}.")
        return None


@rewrite("adjoint", LinearOperatorZeros)
def _adjoint(operator: LinearOperatorZeros) -> LinearOperatorZeros:
    return LinearOperatorZeros(
        operator._columns,
        operator._rows,
        operator._batch,
        operator.dtype,
        is_self_adjoint=operator.is_self_adjoint,
        is_square=operator.is_square,
    )
