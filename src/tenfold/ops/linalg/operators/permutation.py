"""Operators that change the order of rows."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import as_dtype, float32, int32, int64
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import Tensor
from tenfold.ops.array.creation import ones, zeros
from tenfold.ops.linalg.lu_factors import reordered, with_one_batch
from tenfold.ops.linalg.norms import adjoint as adjoint_of
from tenfold.ops.linalg.solving import det

from .arguments import held, must_be, require_rank
from .base import LinearOperator


class LinearOperatorPermutation(LinearOperator):
    """A permutation of rows: row `i` of the product is row `perm[i]` of the argument.

    Args:
      perm: `[..., n]`, integers, each a permutation of `range(n)`.
      dtype: The dtype of the matrices.
      is_non_singular: Whether the matrices have an inverse: they have.
      is_self_adjoint: Whether each permutation is its own inverse.
      is_positive_definite: Whether each permutation leaves all rows where they are.
      is_square: True.
      name: A name for the operator.

    Raises:
      TypeError: `perm` is not of integers.
      ValueError: `perm` is a scalar or no permutation, or a hint cannot be.

    Example:
      >>> import tenfold as tf
      >>> operator = tf.linalg.LinearOperatorPermutation([2, 0, 1])
      >>> operator.matvec([5.0, 6.0, 7.0]).numpy().tolist()
      [7.0, 5.0, 6.0]
    """

    _fields: ClassVar[dict[str, int | None]] = {"perm": 1}

    def __init__(
        self,
        perm: Any,
        dtype: Any = float32,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str = "LinearOperatorPermutation",
    ) -> None:
        parameters = dict(locals())
        self._perm = held(perm)
        if self._perm.dtype not in (int32, int64):
            raise TypeError(
                f"Argument `perm` must be of integers; received {self._perm.dtype.name}."
            )
        require_rank(self._perm, "perm", 1)
        value = rules.value_of(self._perm) if isinstance(self._perm, Tensor) else None
        if value is not None and (np.sort(value, -1) != np.arange(value.shape[-1])).any():
            raise ValueError(
                f"Argument `perm` must hold permutations of range({value.shape[-1]}); received "
                f"{value.tolist()}."
            )
        if is_non_singular is False:
            raise ValueError("A permutation is always non-singular.")
        super().__init__(
            as_dtype(dtype),
            None,
            is_non_singular,
            is_self_adjoint,
            is_positive_definite,
            must_be(is_square, True, "A permutation is always square."),
            name,
            parameters,
        )

    @property
    def perm(self) -> Any:
        """The permutations, `[..., n]`."""
        return self._perm

    def _shape(self) -> TensorShape:
        return self._perm.shape.concatenate(self._perm.shape[-1:])

    def _shape_tensor(self) -> Tensor:
        known = call("Shape", self._perm)
        return call("ConcatV2", [known, known[-1:]], 0)

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        value = adjoint_of(x) if adjoint_arg else to_tensor(x)
        value, order = with_one_batch(value, to_tensor(self._perm))
        return reordered(value, order, back=adjoint)

    def _solve(self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return self._matmul(rhs, adjoint=not adjoint, adjoint_arg=adjoint_arg)

    def _determinant(self) -> Tensor:
        return det(self.to_dense())

    def _log_abs_determinant(self) -> Tensor:
        return zeros(self.batch_shape_tensor(), self.dtype)

    def _cond(self) -> Tensor:
        return ones(self.batch_shape_tensor(), self.dtype)

    def _to_dense(self) -> Tensor:
        one, zero = to_tensor(1, self.dtype), to_tensor(0, self.dtype)
        return call("OneHot", self._perm, self.domain_dimension_tensor(), one, zero)

    def _diag_part(self) -> Tensor:
        places = call("Range", 0, self.domain_dimension_tensor(), 1)
        stays = call("Equal", self._perm, call("Cast", places, DstT=self._perm.dtype))
        return call("Cast", stays, DstT=self.dtype)

    def _assert_non_singular(self) -> Any:
        return None
