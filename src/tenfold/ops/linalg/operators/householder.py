"""Reflections."""

from __future__ import annotations

from typing import Any, ClassVar

from tenfold.core.convert import to_tensor
from tenfold.core.errors import InvalidArgumentError
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import Tensor
from tenfold.ops.array.creation import ones
from tenfold.ops.linalg.norms import adjoint as adjoint_of
from tenfold.ops.linalg.norms import l2_normalize
from tenfold.ops.linalg.products import matmul

from .arguments import column, conjugate, held, must_be, require_dtype, require_rank
from .base import LinearOperator
from .full_matrix import ACCEPTED
from .rewriting import rewrite


class LinearOperatorHouseholder(LinearOperator):
    """Reflections at hyperplanes, `I - 2 v v*` for an axis `v` of length 1.

    Args:
      reflection_axis: `[..., n]`, the direction of `v`, of any length but zero.
      is_non_singular: Whether the matrices have an inverse: they have.
      is_self_adjoint: True.
      is_positive_definite: False.
      is_square: True.
      name: A name for the operator.

    Raises:
      TypeError: The dtype is not accepted.
      ValueError: `reflection_axis` is a scalar, or a hint cannot be.

    Example:
      >>> import tenfold as tf
      >>> operator = tf.linalg.LinearOperatorHouseholder([0.0, 2.0])
      >>> operator.matvec([1.0, 1.0]).numpy().tolist()
      [1.0, -1.0]
    """

    _fields: ClassVar[dict[str, int | None]] = {"reflection_axis": 1}

    def __init__(
        self,
        reflection_axis: Any,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str = "LinearOperatorHouseholder",
    ) -> None:
        parameters = dict(locals())
        self._axis = held(reflection_axis)
        require_dtype(self._axis, "reflection_axis", ACCEPTED)
        require_rank(self._axis, "reflection_axis", 1)
        if is_non_singular is False:
            raise ValueError("A reflection is always non-singular.")
        super().__init__(
            self._axis.dtype,
            None,
            is_non_singular,
            must_be(is_self_adjoint, True, "A reflection is always self-adjoint."),
            must_be(is_positive_definite, False, "A reflection is never positive definite."),
            must_be(is_square, True, "A reflection is always square."),
            name,
            parameters,
        )

    @property
    def reflection_axis(self) -> Any:
        """The axes, `[..., n]`, as they were given."""
        return self._axis

    def _shape(self) -> TensorShape:
        return self._axis.shape.concatenate(self._axis.shape[-1:])

    def _shape_tensor(self) -> Tensor:
        known = call("Shape", self._axis)
        return call("ConcatV2", [known, known[-1:]], 0)

    def _unit(self) -> Tensor:
        if not self.dtype.is_complex:
            return l2_normalize(self._axis, axis=-1)
        size = call("ComplexAbs", self._axis, Tout=self.dtype.real_dtype)
        length = call("Sqrt", call("Sum", call("Square", size), [-1], keep_dims=True))
        return self._axis / call("Cast", length, DstT=self.dtype)

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        value = adjoint_of(x) if adjoint_arg else x
        axis = column(self._unit())
        along = matmul(axis, value, adjoint_a=True)
        return value - to_tensor(2, self.dtype) * axis * along

    def _solve(self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return self._matmul(rhs, adjoint_arg=adjoint_arg)

    def _ones(self) -> Tensor:
        return ones(self.batch_shape_tensor(), self.dtype)

    def _determinant(self) -> Tensor:
        return -self._ones()

    def _log_abs_determinant(self) -> Tensor:
        return call("ZerosLike", self._ones())

    def _trace(self) -> Tensor:
        size = call("Cast", self.domain_dimension_tensor(), DstT=self.dtype)
        return self._ones() * (size - to_tensor(2, self.dtype))

    def _diag_part(self) -> Tensor:
        unit = self._unit()
        return to_tensor(1, self.dtype) - to_tensor(2, self.dtype) * unit * conjugate(unit)

    def _eigvals(self) -> Tensor:
        every = call("OnesLike", self._axis)
        return call("ConcatV2", [-every[..., :1], every[..., 1:]], -1)

    def _cond(self) -> Tensor:
        return ones(self.batch_shape_tensor(), self.dtype)

    def _assert_non_singular(self) -> Any:
        return None

    _assert_self_adjoint = _assert_non_singular

    def _assert_positive_definite(self) -> Any:
        raise InvalidArgumentError(None, None, "A reflection is never positive definite.")


@rewrite("inverse", LinearOperatorHouseholder)
def _itself(operator: LinearOperatorHouseholder) -> LinearOperatorHouseholder:
    return operator
