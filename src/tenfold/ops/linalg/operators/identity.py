"""The identity, and multiples of it."""

from __future__ import annotations

from typing import Any, ClassVar

from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import as_dtype, float32
from tenfold.core.op import call
from tenfold.core.tensor import Tensor
from tenfold.ops.array.creation import ones
from tenfold.ops.linalg.diagonals import diag_part, eye, set_diag
from tenfold.ops.linalg.norms import adjoint as adjoint_of

from .arguments import (
    column,
    conjugate,
    held,
    must_be,
    require,
    require_dtype,
    sizes,
)
from .full_matrix import ACCEPTED
from .rewriting import rewrite
from .sized import SizedOperator, checked_batch, checked_size


class LinearOperatorIdentity(SizedOperator):
    """The identity: all it does is to repeat its argument along its batch.

    Args:
      num_rows: The number of rows and columns.
      batch_shape: The batch, a vector of integers; none by default.
      dtype: The dtype, float32 by default.
      is_non_singular: True.
      is_self_adjoint: True.
      is_positive_definite: True.
      is_square: True.
      assert_proper_shapes: Whether the sizes of arguments are checked when a graph runs.
      name: A name for the operator.

    Raises:
      TypeError: A size is no integer.
      ValueError: A size is negative, or a hint is False.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.LinearOperatorIdentity(2).matvec([3.0, 4.0]).numpy().tolist()
      [3.0, 4.0]
    """

    _fields: ClassVar[dict[str, int | None]] = {"num_rows": 0, "batch_shape": 1}
    _sizes = ("num_rows", "batch_shape")

    def __init__(
        self,
        num_rows: Any,
        batch_shape: Any = None,
        dtype: Any = None,
        is_non_singular: bool | None = True,
        is_self_adjoint: bool | None = True,
        is_positive_definite: bool | None = True,
        is_square: bool | None = True,
        assert_proper_shapes: bool = False,
        name: str = "LinearOperatorIdentity",
    ) -> None:
        parameters = dict(locals())
        super().__init__(
            as_dtype(dtype or float32),
            None,
            must_be(is_non_singular, True, "An identity operator is always non-singular."),
            must_be(is_self_adjoint, True, "An identity operator is always self-adjoint."),
            must_be(is_positive_definite, True, "An identity operator is positive definite."),
            must_be(is_square, True, "An identity operator is always square."),
            name,
            parameters,
        )
        self._rows = self._columns = checked_size(num_rows, "num_rows")
        self._batch = checked_batch(batch_shape)
        self._assert_proper_shapes = assert_proper_shapes

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return self._expanded(adjoint_of(x) if adjoint_arg else x)

    def _solve(self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return self._matmul(rhs, adjoint_arg=adjoint_arg)

    def _ones(self, *ends: Any) -> Tensor:
        batch = [self._batch] if self._batch_known() else []
        parts = [*batch, *ends]
        return ones(sizes(*parts) if parts else [], self.dtype)

    def _determinant(self) -> Tensor:
        return self._ones()

    def _log_abs_determinant(self) -> Tensor:
        return call("ZerosLike", self._ones())

    def _trace(self) -> Tensor:
        return self._ones() * call("Cast", self._rows, DstT=self.dtype)

    def _diag_part(self) -> Tensor:
        return self._ones(self._rows)

    _eigvals = _diag_part

    def _cond(self) -> Tensor:
        return self._ones()

    def _to_dense(self) -> Tensor:
        batch = self._batch if self._batch_known() else []
        return eye(self._rows, batch_shape=batch, dtype=self.dtype)

    def _add_to_tensor(self, x: Any) -> Tensor:
        whole = self._expanded(x)
        return set_diag(whole, diag_part(whole) + to_tensor(1, self.dtype))

    def _assert_non_singular(self) -> Any:
        return None

    _assert_positive_definite = _assert_self_adjoint = _assert_non_singular


@rewrite("adjoint", LinearOperatorIdentity)
@rewrite("inverse", LinearOperatorIdentity)
def _itself(operator: LinearOperatorIdentity) -> LinearOperatorIdentity:
    return operator


@rewrite("cholesky", LinearOperatorIdentity)
def _cholesky(operator: LinearOperatorIdentity) -> LinearOperatorIdentity:
    return LinearOperatorIdentity(
        operator._rows, operator._batch, operator.dtype, assert_proper_shapes=False
    )


class LinearOperatorScaledIdentity(SizedOperator):
    """A multiple of the identity.

    Args:
      num_rows: The number of rows and columns.
      multiplier: `[...]`, floating or complex.
      is_non_singular: Whether the multiplier has no zeros.
      is_self_adjoint: Whether the multiplier is real; True for real dtypes.
      is_positive_definite: Whether the multiplier has a positive real part.
      is_square: True.
      assert_proper_shapes: Whether the sizes of arguments are checked when a graph runs.
      name: A name for the operator.

    Raises:
      TypeError: The size is no integer, or the dtype is not accepted.
      ValueError: The size is negative, or `is_square` is False.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.LinearOperatorScaledIdentity(2, 3.0).matvec([1.0, 2.0]).numpy().tolist()
      [3.0, 6.0]
    """

    _fields: ClassVar[dict[str, int | None]] = {"num_rows": 0, "multiplier": 0}
    _sizes = ("num_rows",)

    def __init__(
        self,
        num_rows: Any,
        multiplier: Any,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = True,
        assert_proper_shapes: bool = False,
        name: str = "LinearOperatorScaledIdentity",
    ) -> None:
        parameters = dict(locals())
        self._multiplier = held(multiplier)
        require_dtype(self._multiplier, "multiplier", ACCEPTED)
        if not self._multiplier.dtype.is_complex:
            is_self_adjoint = must_be(
                is_self_adjoint, True, "A real multiple of the identity is always self-adjoint."
            )
        super().__init__(
            self._multiplier.dtype,
            None,
            is_non_singular,
            is_self_adjoint,
            is_positive_definite,
            must_be(is_square, True, "A multiple of the identity is always square."),
            name,
            parameters,
        )
        self._rows = self._columns = checked_size(num_rows, "num_rows")
        known = self._multiplier.shape
        fully = known.is_fully_defined()
        self._batch = tuple(known.as_list()) if fully else call("Shape", self._multiplier)
        self._assert_proper_shapes = assert_proper_shapes

    @property
    def multiplier(self) -> Any:
        """The multipliers, `[...]`."""
        return self._multiplier

    def _scale(self, adjoint: bool = False) -> Tensor:
        return column(column(conjugate(self._multiplier) if adjoint else self._multiplier))

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return (adjoint_of(x) if adjoint_arg else x) * self._scale(adjoint)

    def _solve(self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return (adjoint_of(rhs) if adjoint_arg else rhs) / self._scale(adjoint)

    def _size(self) -> Tensor:
        if self.dtype.is_complex:
            return call("ComplexAbs", self._multiplier, Tout=self.dtype.real_dtype)
        return call("Abs", self._multiplier)

    def _count(self, dtype: Any) -> Tensor:
        return call("Cast", self._rows, DstT=dtype)

    def _determinant(self) -> Tensor:
        return call("Pow", self._multiplier, self._count(self.dtype))

    def _log_abs_determinant(self) -> Tensor:
        log = call("Log", self._size())
        return log * self._count(log.dtype)

    def _trace(self) -> Tensor:
        return self._multiplier * self._count(self.dtype)

    def _diag_part(self) -> Tensor:
        return column(self._multiplier) * ones(sizes(self._rows), self.dtype)

    _eigvals = _diag_part

    def _cond(self) -> Tensor:
        size = self._size()
        nonzero = call("NotEqual", size, to_tensor(0, size.dtype))
        one, none = to_tensor(1, self.dtype), to_tensor(float("nan"), self.dtype)
        return call("SelectV2", nonzero, one, none)

    def _to_dense(self) -> Tensor:
        return self._scale() * eye(self._rows, dtype=self.dtype)

    def _add_to_tensor(self, x: Any) -> Tensor:
        whole = self._expanded(x)
        return set_diag(whole, diag_part(whole) + column(self._multiplier))

    def _assert_non_singular(self) -> Any:
        nonzero = call("NotEqual", self._multiplier, to_tensor(0, self.dtype))
        return require(nonzero, f"{self.name} is singular: the multiplier is zero.")

    def _assert_positive_definite(self) -> Any:
        real = self._multiplier
        if self.dtype.is_complex:
            real = call("Real", real, Tout=self.dtype.real_dtype)
        positive = call("Greater", real, to_tensor(0, real.dtype))
        return require(positive, f"{self.name} is not positive definite: see its multiplier.")

    def _assert_self_adjoint(self) -> Any:
        if not self.dtype.is_complex:
            return None
        imaginary = call("Imag", self._multiplier, Tout=self.dtype.real_dtype)
        real = call("Equal", imaginary, to_tensor(0, imaginary.dtype))
        return require(real, f"{self.name} is not self-adjoint: its multiplier is not real.")

    def _sliced(self, slices: tuple[Any, ...], batch: Any) -> Any:
        others = {**self._tensors_and_others()[1], "num_rows": self._rows}
        whole = self.batch_shape_tensor() if batch is None else batch
        others["multiplier"] = call("BroadcastTo", self._multiplier, whole)[slices]
        return LinearOperatorScaledIdentity(**others, name=self.name)


@rewrite("adjoint", LinearOperatorScaledIdentity)
def _scaled_adjoint(operator: LinearOperatorScaledIdentity) -> LinearOperatorScaledIdentity:
    scale = conjugate(operator.multiplier)
    return LinearOperatorScaledIdentity(operator._rows, scale, **operator._hints())


@rewrite("inverse", LinearOperatorScaledIdentity)
def _scaled_inverse(operator: LinearOperatorScaledIdentity) -> LinearOperatorScaledIdentity:
    scale = call("Reciprocal", operator.multiplier)
    return LinearOperatorScaledIdentity(operator._rows, scale, **operator._hints())


@rewrite("cholesky", LinearOperatorScaledIdentity)
def _scaled_cholesky(operator: LinearOperatorScaledIdentity) -> LinearOperatorScaledIdentity:
    return LinearOperatorScaledIdentity(
        operator._rows,
        call("Sqrt", operator.multiplier),
        is_non_singular=True,
        is_self_adjoint=True,
        is_positive_definite=True,
    )
