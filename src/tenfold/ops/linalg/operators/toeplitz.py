"""Toeplitz operators."""

from __future__ import annotations

from typing import Any, ClassVar

from tenfold.core.op import call
from tenfold.core.shapes import TensorShape, broadcast_static_shape
from tenfold.core.tensor import Tensor
from tenfold.ops.linalg.norms import adjoint as adjoint_of

from .arguments import column, conjugate, held, must_be, require_dtype, require_rank, row
from .base import LinearOperator
from .circulant import LinearOperatorCirculant
from .full_matrix import ACCEPTED
from .rewriting import rewrite


class LinearOperatorToeplitz(LinearOperator):
    """A square operator whose diagonals are constant; products go by the Fourier transform.

    Args:
      col: `[..., n]`, the first column.
      row: `[..., n]`, the first row; its first element is ignored.
      is_non_singular: Whether the matrices have an inverse.
      is_self_adjoint: Whether they equal their conjugate transposes.
      is_positive_definite: Whether they are positive definite.
      is_square: True.
      name: A name for the operator.

    Raises:
      TypeError: The dtypes differ or are not accepted.
      ValueError: The shapes do not fit, or `is_square` is False.

    Example:
      >>> import tenfold as tf
      >>> operator = tf.linalg.LinearOperatorToeplitz([1.0, 2.0], [1.0, 3.0])
      >>> operator.to_dense().numpy().tolist()
      [[1.0, 3.0], [2.0, 1.0]]
    """

    _fields: ClassVar[dict[str, int | None]] = {"col": 1, "row": 1}

    def __init__(
        self,
        col: Any,
        row: Any,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str = "LinearOperatorToeplitz",
    ) -> None:
        parameters = dict(locals())
        self._col, self._row = held(col), held(row)
        require_dtype(self._col, "col", ACCEPTED)
        require_dtype(self._row, "row", (self._col.dtype,))
        for what, x in (("col", self._col), ("row", self._row)):
            require_rank(x, what, 1)
        if not self._col.shape[-1:].is_compatible_with(self._row.shape[-1:]):
            raise ValueError(
                f"`col` {self._col.shape} and `row` {self._row.shape} must have the same last size."
            )
        super().__init__(
            self._col.dtype,
            None,
            is_non_singular,
            is_self_adjoint,
            is_positive_definite,
            must_be(is_square, True, "A Toeplitz operator is always square."),
            name,
            parameters,
        )

    @property
    def col(self) -> Any:
        """The first columns, `[..., n]`."""
        return self._col

    @property
    def row(self) -> Any:
        """The first rows, `[..., n]`."""
        return self._row

    def _shape(self) -> TensorShape:
        both = broadcast_static_shape(self._col.shape, self._row.shape)
        return both.concatenate(both[-1:])

    def _shape_tensor(self) -> Tensor:
        known = call("BroadcastArgs", call("Shape", self._col), call("Shape", self._row))
        return call("ConcatV2", [known, known[-1:]], 0)

    def _repeated(self) -> tuple[Tensor, Tensor]:
        """Column and row, repeated to one batch."""
        shape = self.shape_tensor()[:-1]
        return call("BroadcastTo", self._col, shape), call("BroadcastTo", self._row, shape)

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        value = adjoint_of(x) if adjoint_arg else x
        col, row = self._repeated()
        # A circulant matrix of twice the size has this one in its corner.
        around = call("ReverseV2", row[..., 1:], [-1])
        kernel = call("ConcatV2", [col, call("ZerosLike", col[..., :1]), around], -1)
        whole = LinearOperatorCirculant.from_kernel(kernel)
        padded = call("ConcatV2", [value, call("ZerosLike", value)], -2)
        found = whole.matmul(padded, adjoint=adjoint)
        return found[..., : call("Shape", value)[-2], :]

    def _to_dense(self) -> Tensor:
        col, first_row = self._repeated()
        along = call("ConcatV2", [call("ReverseV2", first_row[..., 1:], [-1]), col], -1)
        size = self.domain_dimension_tensor()
        places = call("Range", 0, size, 1)
        which = column(places) - row(places) + size - 1
        return call("GatherV2", along, which, -1)

    def _diag_part(self) -> Tensor:
        col, _ = self._repeated()
        return col[..., :1] * call("OnesLike", col)

    def _trace(self) -> Tensor:
        col, _ = self._repeated()
        return col[..., 0] * call("Cast", self.domain_dimension_tensor(), DstT=self.dtype)


@rewrite("adjoint", LinearOperatorToeplitz)
def _adjoint(operator: LinearOperatorToeplitz) -> LinearOperatorToeplitz:
    col, row = operator._repeated()
    first = conjugate(col[..., :1])
    return LinearOperatorToeplitz(
        call("ConcatV2", [first, conjugate(row[..., 1:])], -1),
        call("ConcatV2", [first, conjugate(col[..., 1:])], -1),
        **operator._hints(),
    )
