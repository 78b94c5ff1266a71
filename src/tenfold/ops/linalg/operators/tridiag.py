"""Tridiagonal operators."""

from __future__ import annotations

from typing import Any, ClassVar

from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import Tensor
from tenfold.ops.linalg.diagonals import diag as diag_of
from tenfold.ops.linalg.norms import adjoint as adjoint_of
from tenfold.ops.linalg.tridiagonal import compact_diagonals, earlier, later, tridiagonal_solve

from .arguments import column, conjugate, held, must_be, require_dtype, same_batch
from .base import LinearOperator
from .full_matrix import ACCEPTED

_FORMATS = ("compact", "matrix", "sequence")


class LinearOperatorTridiag(LinearOperator):
    """A square operator with zeros beside three diagonals; products and solutions take linear time.

    Args:
      diagonals: `[..., 3, n]` for "compact": the elements above the diagonal, whose last one is
        ignored, those on it, and those below it, whose first one is ignored. Three tensors
        `[..., n]` for "sequence"; `[..., n, n]` for "matrix".
      diagonals_format: "compact", "matrix" or "sequence".
      is_non_singular: Whether the matrices have an inverse.
      is_self_adjoint: Whether they equal their conjugate transposes.
      is_positive_definite: Whether they are positive definite.
      is_square: True.
      name: A name for the operator.

    Raises:
      TypeError: The dtype is not accepted.
      ValueError: The format is unknown, the diagonals do not have it, or `is_square` is False.

    Example:
      >>> import tenfold as tf
      >>> operator = tf.linalg.LinearOperatorTridiag([[1.0, 0.0], [2.0, 3.0], [0.0, 4.0]])
      >>> operator.to_dense().numpy().tolist()
      [[2.0, 1.0], [4.0, 3.0]]
    """

    _fields: ClassVar[dict[str, int | None]] = {"diagonals": 2}

    def __init__(
        self,
        diagonals: Any,
        diagonals_format: str = "compact",
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str = "LinearOperatorTridiag",
    ) -> None:
        parameters = dict(locals())
        if diagonals_format not in _FORMATS:
            raise ValueError(
                f"Argument `diagonals_format` must be one of {', '.join(_FORMATS)}; received "
                f"{diagonals_format!r}."
            )
        self._format = diagonals_format
        if diagonals_format == "sequence":
            self._diagonals: Any = [held(x) for x in diagonals]
            self._fields = {"diagonals": 1}  # type: ignore[misc]
        else:
            self._diagonals = held(diagonals)
        self._above, self._main, self._below = compact_diagonals(
            self._diagonals, diagonals_format, pad=True
        )
        require_dtype(self._main, "diagonals", ACCEPTED)
        super().__init__(
            self._main.dtype,
            None,
            is_non_singular,
            is_self_adjoint,
            is_positive_definite,
            must_be(is_square, True, "A tridiagonal operator is always square."),
            name,
            parameters,
        )

    @property
    def diagonals(self) -> Any:
        """The diagonals, as they were given."""
        return self._diagonals

    @property
    def diagonals_format(self) -> str:
        """How the diagonals were given."""
        return self._format

    def _shape(self) -> TensorShape:
        return self._main.shape.concatenate(self._main.shape[-1:])

    def _shape_tensor(self) -> Tensor:
        known = call("Shape", self._main)
        return call("ConcatV2", [known, known[-1:]], 0)

    def _parts(self, adjoint: bool = False) -> tuple[Any, Any, Any]:
        if not adjoint:
            return self._above, self._main, self._below
        above, main, below = (conjugate(x) for x in (self._above, self._main, self._below))
        return later(below, -1), main, earlier(above, -1)

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        value = to_tensor(adjoint_of(x) if adjoint_arg else x)
        above, main, below = (column(d) for d in self._parts(adjoint))
        return main * value + above * later(value, -2) + below * earlier(value, -2)

    def _solve(self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        packed = call("Pack", list(self._parts(adjoint)), axis=-2)
        packed, right = same_batch(packed, adjoint_of(rhs) if adjoint_arg else rhs)
        return tridiagonal_solve(packed, right)

    def _diag_part(self) -> Tensor:
        return self._main

    def _to_dense(self) -> Tensor:
        if self.shape[-1] == 1:
            return column(self._main)
        packed = call("Pack", list(self._parts()), axis=-2)
        return diag_of(packed, k=(-1, 1), align="LEFT_RIGHT")
