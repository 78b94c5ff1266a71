"""Operators that are another one plus a matrix of low rank."""

from __future__ import annotations

from typing import Any, ClassVar

from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape, broadcast_static_shape
from tenfold.core.tensor import Tensor
from tenfold.ops.linalg.factoring import cholesky
from tenfold.ops.linalg.norms import adjoint as adjoint_of
from tenfold.ops.linalg.products import matmul
from tenfold.ops.linalg.solving import MatrixSolve, cholesky_solve, det, slogdet

from .arguments import conjugate, held, require_dtype, require_rank, row, same_batch
from .base import LinearOperator
from .diagonal import LinearOperatorDiag
from .identity import LinearOperatorIdentity


class LinearOperatorLowRankUpdate(LinearOperator):
    """`L + U D V*`: solving costs what solving with `L` does, and a small system.

    Args:
      base_operator: `L`, `[..., m, n]`.
      u: `U`, `[..., m, r]`, of the operator's dtype.
      diag_update: `[..., r]`, the diagonal of `D`; the identity by default.
      v: `V`, `[..., n, r]`; `U` by default.
      is_diag_update_positive: Whether `diag_update` is positive; True without one.
      is_non_singular: Whether the matrices have an inverse.
      is_self_adjoint: Whether they equal their conjugate transposes.
      is_positive_definite: Whether they are positive definite.
      is_square: Whether they have as many rows as columns.
      name: A name for the operator.

    Raises:
      TypeError: The dtypes differ.
      ValueError: The shapes do not fit, or a hint contradicts others.

    The solution is by Woodbury's identity, the determinant by the matrix determinant lemma.

    Example:
      >>> import tenfold as tf
      >>> operator = tf.linalg.LinearOperatorLowRankUpdate(
      ...     tf.linalg.LinearOperatorIdentity(2), [[1.0], [1.0]])
      >>> operator.to_dense().numpy().tolist()
      [[2.0, 1.0], [1.0, 2.0]]
    """

    _fields: ClassVar[dict[str, int | None]] = {
        "base_operator": None,
        "u": 2,
        "diag_update": 1,
        "v": 2,
    }

    def __init__(
        self,
        base_operator: LinearOperator,
        u: Any,
        diag_update: Any = None,
        v: Any = None,
        is_diag_update_positive: bool | None = None,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str = "LinearOperatorLowRankUpdate",
    ) -> None:
        parameters = dict(locals())
        dtype = base_operator.dtype
        self._base = base_operator
        self._u = held(u, dtype)
        self._v = self._u if v is None else held(v, dtype)
        self._update = None if diag_update is None else held(diag_update, dtype)
        for what, x, least in (
            ("u", self._u, 2),
            ("v", self._v, 2),
            ("diag_update", self._update, 1),
        ):
            if x is not None:
                require_dtype(x, what, (dtype,))
                require_rank(x, what, least)
        if diag_update is None and is_diag_update_positive is False:
            raise ValueError("Without diag_update it counts as ones: positive.")
        self._is_update_positive = True if diag_update is None else is_diag_update_positive
        self._symmetric = v is None
        self._check_fit_of_parts()
        if self._symmetric and base_operator.is_self_adjoint and not dtype.is_complex:
            is_self_adjoint = _implied(is_self_adjoint, "is_self_adjoint")
        if self._symmetric and base_operator.is_positive_definite and self._is_update_positive:
            is_positive_definite = _implied(is_positive_definite, "is_positive_definite")
            is_non_singular = _implied(is_non_singular, "is_non_singular")
        super().__init__(
            dtype,
            None,
            is_non_singular,
            is_self_adjoint,
            is_positive_definite,
            is_square,
            name,
            parameters,
        )

    def _check_fit_of_parts(self) -> None:
        rank_u, rank_v = self._u.shape[-1:], self._v.shape[-1:]
        pairs = [
            (self._base.range_dimension, self._u.shape[-2:-1], "rows of u"),
            (self._base.domain_dimension, self._v.shape[-2:-1], "rows of v"),
        ]
        fits = rank_u.is_compatible_with(rank_v)
        if self._update is not None:
            fits = fits and rank_u.is_compatible_with(self._update.shape[-1:])
        for dimension, shape, what in pairs:
            if not shape.is_compatible_with([dimension]):
                raise ValueError(f"The {what} are {shape}; the base operator has {dimension}.")
        if not fits:
            raise ValueError(
                f"u {self._u.shape}, v {self._v.shape} and diag_update do not agree in their last "
                "sizes."
            )

    @property
    def base_operator(self) -> LinearOperator:
        """`L`."""
        return self._base

    @property
    def u(self) -> Any:
        """`U`, `[..., m, r]`."""
        return self._u

    @property
    def v(self) -> Any:
        """`V`, `[..., n, r]`."""
        return self._v

    @property
    def diag_update(self) -> Any:
        """The diagonal of `D`, `[..., r]`; None for the identity."""
        return self._update

    @property
    def is_diag_update_positive(self) -> bool | None:
        """Whether the diagonal of `D` is positive; None if that is not known."""
        return self._is_update_positive

    @property
    def diag_operator(self) -> LinearOperator:
        """`D` as an operator."""
        if self._update is not None:
            return LinearOperatorDiag(
                self._update, is_positive_definite=self._is_update_positive or None
            )
        size = self._u.shape[-1]
        rows = call("Shape", self._u)[-1] if size is None else size
        return LinearOperatorIdentity(rows, dtype=self.dtype)

    def _kept(self, name: str) -> Any:
        return None if name == "v" and self._symmetric else super()._kept(name)

    def _shape(self) -> TensorShape:
        batch = broadcast_static_shape(self._base.batch_shape, self._u.shape[:-2])
        batch = broadcast_static_shape(batch, self._v.shape[:-2])
        if self._update is not None:
            batch = broadcast_static_shape(batch, self._update.shape[:-1])
        return batch.concatenate(self._base.shape[-2:])

    def _shape_tensor(self) -> Tensor:
        whole = self._base.shape_tensor()
        batch = call("BroadcastArgs", whole[:-2], call("Shape", self._u)[:-2])
        batch = call("BroadcastArgs", batch, call("Shape", self._v)[:-2])
        if self._update is not None:
            batch = call("BroadcastArgs", batch, call("Shape", self._update)[:-1])
        return call("ConcatV2", [batch, whole[-2:]], 0)

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        outer, inner = (self._v, self._u) if adjoint else (self._u, self._v)
        small = matmul(inner, x, adjoint_a=True, adjoint_b=adjoint_arg)
        scaled = self.diag_operator.matmul(small, adjoint=adjoint)
        whole = self._base.matmul(x, adjoint=adjoint, adjoint_arg=adjoint_arg)
        return whole + matmul(outer, scaled)

    def _solve(self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        if not self._base.is_square:
            return super()._solve(rhs, adjoint=adjoint, adjoint_arg=adjoint_arg)
        outer, inner = (self._v, self._u) if adjoint else (self._u, self._v)
        first = self._base.solve(rhs, adjoint=adjoint, adjoint_arg=adjoint_arg)
        small, right = same_batch(self._capacitance(adjoint), matmul(inner, first, adjoint_a=True))
        if self._definite_capacitance():
            middle = cholesky_solve(cholesky(small), right)
        else:
            middle = MatrixSolve(small, right)
        # The base may have fewer batch axes than the update.
        base_outer = self._base.solve(outer, adjoint=adjoint)
        return first - matmul(base_outer, middle)

    def _capacitance(self, adjoint: bool = False) -> Tensor:
        """`D^-1 + V* L^-1 U`, or that of the adjoint."""
        outer, inner = (self._v, self._u) if adjoint else (self._u, self._v)
        middle = matmul(inner, self._base.solve(outer, adjoint=adjoint), adjoint_a=True)
        diagonal = self.diag_operator.inverse()
        return (diagonal.adjoint() if adjoint else diagonal).add_to_tensor(middle)

    def _definite_capacitance(self) -> bool:
        base = self._base
        definite = base.is_positive_definite and base.is_self_adjoint
        return bool(self._symmetric and definite and self._is_update_positive)

    def _determinant(self) -> Tensor:
        if not self._base.is_square:
            return super()._determinant()
        small = det(self._capacitance()) * self.diag_operator.determinant()
        return small * self._base.determinant()

    def _log_abs_determinant(self) -> Tensor:
        if not self._base.is_square:
            return super()._log_abs_determinant()
        small = slogdet(self._capacitance())[1]
        return small + self.diag_operator.log_abs_determinant() + self._base.log_abs_determinant()

    def _diag_part(self) -> Tensor:
        if not self._base.is_square:
            return super()._diag_part()
        scaled = self._u if self._update is None else self._u * row(self._update)
        return self._base.diag_part() + call("Sum", scaled * conjugate(self._v), [-1])

    def _to_dense(self) -> Tensor:
        scaled = to_tensor(self._u) if self._update is None else self._u * row(self._update)
        return self._base.add_to_tensor(matmul(scaled, adjoint_of(self._v)))


def _implied(hint: bool | None, name: str) -> bool:
    if hint is False:
        raise ValueError(f"`{name}` is False, but the hints of the parts imply True.")
    return True
