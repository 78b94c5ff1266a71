"""The base of linear operators: what every one offers, in terms of what its class defines."""

from __future__ import annotations

import functools
from abc import abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np

from tenfold.core import structure
from tenfold.core.composite import CompositeTensor
from tenfold.core.context import name_scope
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import DType, as_dtype, int32
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import Tensor
from tenfold.engine.variables.variable import Variable
from tenfold.ops.linalg.norms import adjoint as adjoint_of
from tenfold.ops.linalg.structured import Structured

from . import rewriting
from .arguments import HINTS, column
from .composite import LinearOperatorSpec
from .dense import DenseDefaults


class LinearOperator(DenseDefaults, Structured, CompositeTensor):
    """A batch of matrices `[..., m, n]` that may be known by their structure only.

    A subclass defines `_shape`, `_shape_tensor` and `_matmul`, and, where its structure makes
    them cheaper than the dense matrix does, `_solve`, `_determinant`, `_to_dense` and so on.

    Operators stand wherever tensors do that are made of tensors: as arguments and results of a
    `tf.function`, and in `tf.nest` structures. Hints (True, False, or None for not known) are
    promises of the caller, by which methods choose their way; they are not checked.

    Args:
      dtype: The dtype of the matrices.
      graph_parents: Accepted for TensorFlow's sake; has no effect.
      is_non_singular: Whether the matrices have an inverse.
      is_self_adjoint: Whether they equal their conjugate transposes.
      is_positive_definite: Whether `x* A x` has a positive real part for all `x` but zero.
      is_square: Whether they have as many rows as columns.
      name: A name for the operator.
      parameters: The arguments of the subclass, by name.

    Raises:
      ValueError: The hints contradict one another.

    Example:
      >>> import tenfold as tf
      >>> class Twice(tf.linalg.LinearOperator):
      ...     def _shape(self): return tf.TensorShape([2, 2])
      ...     def _shape_tensor(self): return tf.constant([2, 2])
      ...     def _matmul(self, x, adjoint=False, adjoint_arg=False):
      ...         return 2.0 * (tf.linalg.adjoint(x) if adjoint_arg else x)
      >>> Twice(tf.float32).matvec([1.0, 3.0]).numpy().tolist()
      [2.0, 6.0]
    """

    # Arguments that are tensors, with how many axes of each belong to one matrix; None for
    # operators and lists of them.
    _fields: ClassVar[dict[str, int | None]] = {}
    # Of these, sizes, which are kept as Python numbers where they are known.
    _sizes: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        dtype: Any,
        graph_parents: Any = None,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str | None = None,
        parameters: dict[str, Any] | None = None,
    ) -> None:
        if is_positive_definite and is_non_singular is False:
            raise ValueError("A positive definite matrix is always non-singular.")
        if is_self_adjoint and is_square is False:
            raise ValueError("A self-adjoint matrix is always square.")
        self._dtype = None if dtype is None else as_dtype(dtype).base_dtype
        self._is_non_singular = True if is_positive_definite else is_non_singular
        self._is_self_adjoint = is_self_adjoint
        self._is_positive_definite = is_positive_definite
        self._is_square_hint = True if is_positive_definite or is_self_adjoint else is_square
        self._name = name or type(self).__name__
        given = {k: v for k, v in (parameters or {}).items() if k not in ("self", "__class__")}
        self._parameters = given
        self._graph_parents = list(graph_parents or [])

    @abstractmethod
    def _shape(self) -> TensorShape:
        """What is known of the shape."""

    @abstractmethod
    def _shape_tensor(self) -> Tensor:
        """The shape as a tensor; asked for only where it is not known."""

    @abstractmethod
    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        """The product with a tensor that fits."""

    # What it is.

    @property
    def dtype(self) -> DType:
        """The dtype of the matrices."""
        return self._dtype  # type: ignore[return-value]

    @property
    def name(self) -> str:
        """The name of the operator."""
        return self._name

    @property
    def parameters(self) -> dict[str, Any]:
        """The arguments that the operator was made of."""
        return dict(self._parameters)

    @property
    def graph_parents(self) -> list[Any]:
        """What was given as such; has no meaning."""
        return self._graph_parents

    @property
    def variables(self) -> tuple[Any, ...]:
        """The variables that the operator, or one that it is made of, holds."""
        found: dict[int, Any] = {}
        for part in structure.flatten(list(self._parameters.values())):
            if isinstance(part, Variable):
                found[id(part)] = part
            elif isinstance(part, LinearOperator):
                found |= {id(v): v for v in part.variables}
        return tuple(found.values())

    @property
    def trainable_variables(self) -> tuple[Any, ...]:
        """Those of the variables that are trainable."""
        return tuple([v for v in self.variables if v.trainable])

    @property
    def non_trainable_variables(self) -> tuple[Any, ...]:
        """Those of the variables that are not trainable."""
        return tuple([v for v in self.variables if not v.trainable])

    @property
    def submodules(self) -> tuple[LinearOperator, ...]:
        """The operators that this one is made of, and those that they are made of."""
        found: dict[int, LinearOperator] = {}
        for part in structure.flatten(list(self._parameters.values())):
            if isinstance(part, LinearOperator):
                found |= {id(o): o for o in (part, *part.submodules)}
        return tuple(found.values())

    @property
    def name_scope(self) -> Any:
        """A context manager under which ops bear the operator's name."""
        return name_scope(self._name)

    @classmethod
    def with_name_scope(cls, method: Callable[..., Any]) -> Callable[..., Any]:
        """Runs a method of a subclass under the operator's name scope.

        Args:
          method: The method.

        Returns:
          The method, decorated.
        """

        @functools.wraps(method)
        def scoped(self: LinearOperator, *args: Any, **kwargs: Any) -> Any:
            with self.name_scope:
                return method(self, *args, **kwargs)

        return scoped

    @property
    def is_non_singular(self) -> bool | None:
        """Whether the matrices have an inverse; None if that is not known."""
        return self._is_non_singular

    @property
    def is_self_adjoint(self) -> bool | None:
        """Whether the matrices equal their conjugate transposes; None if that is not known."""
        return self._is_self_adjoint

    @property
    def is_positive_definite(self) -> bool | None:
        """Whether `x* A x` has a positive real part for all `x` but zero; None if not known."""
        return self._is_positive_definite

    @property
    def is_square(self) -> bool | None:
        """Whether there are as many rows as columns; None if that is not known."""
        known = self.shape.dims_tuple
        if known is not None and None not in known[-2:]:
            return known[-1] == known[-2]
        return self._is_square_hint

    @property
    def shape(self) -> TensorShape:
        """What is known of the shape, `[..., m, n]`."""
        return self._shape()

    @property
    def batch_shape(self) -> TensorShape:
        """What is known of the shape but its last two axes."""
        return self.shape[:-2]

    @property
    def tensor_rank(self) -> int | None:
        """The number of axes, those of the batch included."""
        return self.shape.rank

    @property
    def domain_dimension(self) -> Any:
        """The number of columns, as a `Dimension`."""
        dims = self.shape.dims
        return TensorShape([None]).dims[0] if dims is None else dims[-1]  # type: ignore[index]

    @property
    def range_dimension(self) -> Any:
        """The number of rows, as a `Dimension`."""
        dims = self.shape.dims
        return TensorShape([None]).dims[0] if dims is None else dims[-2]  # type: ignore[index]

    def shape_tensor(self, name: str = "shape_tensor") -> Tensor:
        """The shape as an int32 tensor.

        Example:
          >>> import tenfold as tf
          >>> tf.linalg.LinearOperatorIdentity(2, batch_shape=[3]).shape_tensor().numpy().tolist()
          [3, 2, 2]
        """
        known = self.shape.dims_tuple
        if known is not None and None not in known:
            return to_tensor(np.array(known, np.int32))
        found = self._shape_tensor()
        return found if found.dtype is int32 else call("Cast", found, DstT=int32)

    def batch_shape_tensor(self, name: str = "batch_shape_tensor") -> Tensor:
        """The shape but its last two axes, as an int32 tensor."""
        return self.shape_tensor()[:-2]

    def tensor_rank_tensor(self, name: str = "tensor_rank_tensor") -> Tensor:
        """The number of axes, as an int32 tensor."""
        return call("Size", self.shape_tensor())

    def domain_dimension_tensor(self, name: str = "domain_dimension_tensor") -> Tensor:
        """The number of columns, as an int32 tensor."""
        return self.shape_tensor()[-1]

    def range_dimension_tensor(self, name: str = "range_dimension_tensor") -> Tensor:
        """The number of rows, as an int32 tensor."""
        return self.shape_tensor()[-2]

    def _hints(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in HINTS}

    # Products.

    def matmul(
        self, x: Any, adjoint: bool = False, adjoint_arg: bool = False, name: str = "matmul"
    ) -> Any:
        """The product with matrices or with another operator.

        Args:
          x: `[..., n, k]` of the operator's dtype; or an operator.
          adjoint: Whether to multiply by the conjugate transposes of the operator.
          adjoint_arg: Whether `x` is `[..., k, n]`, to be conjugated and transposed.
          name: A name for the op.

        Returns:
          `[..., m, k]`; an operator, simplified where that is possible, if `x` is one.

        Raises:
          TypeError: `x` has another dtype.
          ValueError: The shapes do not fit.

        Example:
          >>> import tenfold as tf
          >>> operator = tf.linalg.LinearOperatorDiag([1.0, 2.0])
          >>> operator.matmul([[1.0], [1.0]]).numpy().tolist()
          [[1.0], [2.0]]
        """
        if isinstance(x, LinearOperator):
            left, right = self._both(x, adjoint, adjoint_arg, "x", solving=False)
            return rewriting.apply("matmul", left, right)
        value = self._argument(x)
        self._check_fit(value, -2 if adjoint else -1, -1 if adjoint_arg else -2)
        return self._matmul(value, adjoint=adjoint, adjoint_arg=adjoint_arg)

    def __matmul__(self, other: Any) -> Any:
        return self.matmul(other)

    def __rmatmul__(self, other: Any) -> Any:
        return self.premultiplied(other)

    def premultiplied(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        """The product of matrices `[..., k, m]` with the operator: `x A` is the adjoint of `A* x*`.

        Args:
          x: The matrices, of the operator's dtype.
          adjoint: Whether to multiply by the conjugate transposes of the operator.
          adjoint_arg: Whether `x` is to be conjugated and transposed.

        Returns:
          `[..., k, n]`.
        """
        return adjoint_of(self.matmul(x, adjoint=not adjoint, adjoint_arg=not adjoint_arg))

    def matvec(self, x: Any, adjoint: bool = False, name: str = "matvec") -> Any:
        """The product with vectors.

        Args:
          x: `[..., n]`, of the operator's dtype.
          adjoint: Whether to multiply by the conjugate transposes of the operator.
          name: A name for the op.

        Returns:
          `[..., m]`.

        Raises:
          TypeError: `x` has another dtype.
          ValueError: The shapes do not fit.
        """
        value = self._argument(x)
        self._check_fit(value, -2 if adjoint else -1, -1)
        return self._matvec(value, adjoint=adjoint)

    def _matvec(self, x: Any, adjoint: bool = False) -> Any:
        return call("Squeeze", self.matmul(column(x), adjoint=adjoint), squeeze_dims=[-1])

    def solve(
        self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False, name: str = "solve"
    ) -> Any:
        """The solution `x` of `A x = rhs`.

        Args:
          rhs: `[..., m, k]` of the operator's dtype; or an operator.
          adjoint: Whether to solve with the conjugate transposes of the operator.
          adjoint_arg: Whether `rhs` is `[..., k, m]`, to be conjugated and transposed.
          name: A name for the op.

        Returns:
          `[..., n, k]`; an operator, simplified where that is possible, if `rhs` is one.

        Raises:
          NotImplementedError: The operator is known to be singular, or not to be square.
          TypeError: `rhs` has another dtype.
          ValueError: The shapes do not fit.

        Example:
          >>> import tenfold as tf
          >>> operator = tf.linalg.LinearOperatorDiag([1.0, 2.0])
          >>> operator.solve([[1.0], [1.0]]).numpy().tolist()
          [[1.0], [0.5]]
        """
        self._require_solvable()
        if isinstance(rhs, LinearOperator):
            left, right = self._both(rhs, adjoint, adjoint_arg, "rhs", solving=True)
            return rewriting.apply("solve", left, right)
        value = self._argument(rhs)
        self._check_fit(value, -1 if adjoint else -2, -1 if adjoint_arg else -2)
        return self._solve(value, adjoint=adjoint, adjoint_arg=adjoint_arg)

    def solvevec(self, rhs: Any, adjoint: bool = False, name: str = "solve") -> Any:
        """The solution `x` of `A x = rhs` for vectors.

        Args:
          rhs: `[..., m]`, of the operator's dtype.
          adjoint: Whether to solve with the conjugate transposes of the operator.
          name: A name for the op.

        Returns:
          `[..., n]`.

        Raises:
          NotImplementedError: The operator is known to be singular, or not to be square.
          TypeError: `rhs` has another dtype.
          ValueError: The shapes do not fit.
        """
        self._require_solvable()
        value = self._argument(rhs)
        self._check_fit(value, -1 if adjoint else -2, -1)
        return self._solvevec(value, adjoint=adjoint)

    def _solvevec(self, rhs: Any, adjoint: bool = False) -> Any:
        return call("Squeeze", self.solve(column(rhs), adjoint=adjoint), squeeze_dims=[-1])

    def _require_solvable(self) -> None:
        for wrong, what in ((self.is_non_singular, "singular"), (self.is_square, "not square")):
            if wrong is False:
                raise NotImplementedError(
                    f"{self.name} is expected to be {what}: there is no exact solution. Use "
                    "tf.linalg.lstsq(operator.to_dense(), rhs, fast=False)."
                )

    def _argument(self, x: Any) -> Any:
        """What is multiplied, as a tensor of the operator's dtype."""
        value = x if isinstance(x, Variable) else to_tensor(x)
        if value.dtype is not self.dtype:
            raise TypeError(
                f"{self.name} expects an argument of dtype {self.dtype.name}; received "
                f"{value.dtype.name}. Use tf.cast(x, tf.{self.dtype.name})."
            )
        return value

    def _check_fit(self, x: Any, own: int, other: int) -> None:
        mine, theirs = self.shape.dims_tuple, x.raw_shape
        if theirs is not None and len(theirs) < -other:
            raise ValueError(f"{self.name}: the argument {list(theirs)} has too few axes.")
        if mine is None or theirs is None or None in (mine[own], theirs[other]):
            return
        if mine[own] != theirs[other]:
            raise ValueError(
                f"{self.name}: dimensions {mine[own]} and {theirs[other]} are not compatible; the "
                f"operator is {list(mine)}, the argument {list(theirs)}."
            )

    def _both(
        self, x: LinearOperator, adjoint: bool, adjoint_arg: bool, what: str, solving: bool
    ) -> tuple[LinearOperator, LinearOperator]:
        left = self.adjoint() if adjoint else self
        right = x.adjoint() if adjoint_arg else x
        mine = left.range_dimension if solving else left.domain_dimension
        if not mine.is_compatible_with(right.range_dimension):
            raise ValueError(
                f"Operators are incompatible. Expected `{what}` to have dimension {mine} but got "
                f"{right.range_dimension}."
            )
        return left, right

    # Other operators.

    def adjoint(self, name: str = "adjoint") -> LinearOperator:
        """The operator of the conjugate transposes, `[..., n, m]`.

        Example:
          >>> import tenfold as tf
          >>> operator = tf.linalg.LinearOperatorFullMatrix([[1.0, 2.0]])
          >>> operator.adjoint().to_dense().numpy().tolist()
          [[1.0], [2.0]]
        """
        return self if self.is_self_adjoint else rewriting.apply("adjoint", self)

    @property
    def H(self) -> LinearOperator:
        """The operator of the conjugate transposes."""
        return self.adjoint()

    def inverse(self, name: str = "inverse") -> LinearOperator:
        """The operator of the inverses.

        Raises:
          ValueError: The operator is known to be singular, or not to be square.

        Example:
          >>> import tenfold as tf
          >>> tf.linalg.LinearOperatorDiag([2.0]).inverse().to_dense().numpy().tolist()
          [[0.5]]
        """
        if self.is_square is False:
            raise ValueError(f"{self.name} is not square and has no inverse.")
        if self.is_non_singular is False:
            raise ValueError(f"{self.name} is singular and has no inverse.")
        return rewriting.apply("inverse", self)

    def cholesky(self, name: str = "cholesky") -> LinearOperator:
        """The operator of the lower triangular `L` with `L L* = A`.

        Raises:
          ValueError: The operator is not known to be positive definite and self-adjoint.

        Example:
          >>> import tenfold as tf
          >>> operator = tf.linalg.LinearOperatorDiag([4.0], is_positive_definite=True)
          >>> operator.cholesky().to_dense().numpy().tolist()
          [[2.0]]
        """
        if not self._can_use_cholesky():
            raise ValueError(
                f"{self.name} has no Cholesky decomposition: it is not known to be positive "
                "definite and self-adjoint. Give these hints if it is."
            )
        return rewriting.apply("cholesky", self)

    def __getitem__(self, slices: Any) -> Any:
        """The operator of a part of the batch."""
        return self._sliced(slices if isinstance(slices, tuple) else (slices,), None)

    def _sliced(self, slices: tuple[Any, ...], batch: Any) -> Any:
        """The operator of a part of its batch, which is first repeated to `batch` (a tensor)."""
        batch = self.batch_shape_tensor() if batch is None else batch
        tensors, others = self._tensors_and_others()

        def part(value: Any, ndim: int | None) -> Any:
            if ndim is None:
                return value._sliced(slices, batch)
            size = call("Shape", value)
            own = size[call("Size", size) - ndim :]
            whole = call("BroadcastTo", value, call("ConcatV2", [batch, own], 0))
            if Ellipsis in slices:
                return whole[(*slices, *(slice(None),) * ndim)]
            return whole[(*slices, Ellipsis, *(slice(None),) * ndim)]

        made = {
            name: structure.map_structure(lambda v, n=self._fields[name]: part(v, n), value)
            for name, value in tensors.items()
        }
        return type(self)(**made, **others, name=self.name)

    # As a composite tensor.

    def _tensors_and_others(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The arguments that are tensors or operators, and all others, the name apart."""
        tensors: dict[str, Any] = {}
        others: dict[str, Any] = {}
        for name in self._parameters:
            if name == "name":
                continue
            value = self._kept(name)
            known_size = name in self._sizes and not isinstance(value, (Tensor, Variable))
            if name not in self._fields or value is None or known_size:
                others[name] = value
            else:
                tensors[name] = value
        return tensors, others

    def _kept(self, name: str) -> Any:
        """An argument as the operator keeps it."""
        return getattr(self, name, self._parameters[name])

    @property
    def _type_spec(self) -> LinearOperatorSpec:
        return LinearOperatorSpec.from_operator(self)

    def _shape_invariant_to_type_spec(self, shape: TensorShape) -> Any:
        return self._type_spec._with_tensor_ranks_only()

    def __repr__(self) -> str:
        dtype = None if self._dtype is None else self._dtype.name
        return f"<tf.linalg.{type(self).__name__} {self.name!r}: shape={self.shape}, dtype={dtype}>"
