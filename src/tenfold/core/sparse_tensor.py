"""tf.SparseTensor: a tensor of which only some entries are stored; all others are zero."""

from __future__ import annotations

from typing import Any

from tenfold.core import rules
from tenfold.core.composite import CompositeTensor
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import DType, as_dtype, float32, int64
from tenfold.core.shapes import TensorShape, as_shape
from tenfold.core.spec import BatchableTypeSpec, TensorSpec


class SparseTensor(CompositeTensor):
    """A tensor that stores some of its entries, by their places.

    Args:
      indices: `[n, ndim]`, int64: the place of each stored entry. Most ops want them in row-major
        order and without repetition.
      values: `[n]`: the stored entries, of any dtype.
      dense_shape: `[ndim]`, int64: the shape of the whole tensor.

    Raises:
      ValueError: The shapes of the three do not fit each other.

    Example:
      >>> import tenfold as tf
      >>> x = tf.SparseTensor(indices=[[0, 0], [1, 2]], values=[1.0, 2.0], dense_shape=[3, 4])
      >>> x.shape, x.dtype.name
      (TensorShape([3, 4]), 'float32')
    """

    def __init__(self, indices: Any, values: Any, dense_shape: Any) -> None:
        self._indices = to_tensor(indices, int64)
        self._values = to_tensor(values)
        self._dense_shape = to_tensor(dense_shape, int64)
        parts = (self._indices.raw_shape, self._values.raw_shape, self._dense_shape.raw_shape)
        places, count, sizes = parts
        _check("indices", places, 2)
        _check("values", count, 1)
        _check("dense_shape", sizes, 1)
        _agree("indices", places, 0, "values", count, 0)
        _agree("indices", places, 1, "dense_shape", sizes, 0)
        self._shape = TensorShape(rules.shape_from(self._dense_shape))

    @classmethod
    def from_value(cls, sparse_tensor_value: Any) -> SparseTensor:
        """A sparse tensor of a value with the same three parts.

        Args:
          sparse_tensor_value: A `tf.SparseTensor`, or any object with `indices`, `values` and
            `dense_shape`.

        Returns:
          A `tf.SparseTensor`.

        Raises:
          TypeError: A part is missing.

        Example:
          >>> import tenfold as tf
          >>> x = tf.SparseTensor([[0]], [1.0], [2])
          >>> tf.SparseTensor.from_value(x).shape
          TensorShape([2])
        """
        parts = ("indices", "values", "dense_shape")
        if not all(hasattr(sparse_tensor_value, name) for name in parts):
            raise TypeError(
                "SparseTensor.from_value needs indices, values and dense_shape; received a "
                f"{type(sparse_tensor_value).__name__}."
            )
        return cls(*(getattr(sparse_tensor_value, name) for name in parts))

    @property
    def indices(self) -> Any:
        """The places of the stored entries, int64 `[n, ndim]`."""
        return self._indices

    @property
    def values(self) -> Any:
        """The stored entries, `[n]`."""
        return self._values

    @property
    def dense_shape(self) -> Any:
        """The shape of the whole tensor, int64 `[ndim]`."""
        return self._dense_shape

    @property
    def dtype(self) -> DType:
        """The dtype of the entries."""
        return self._values.dtype

    @property
    def shape(self) -> TensorShape:
        """What is known of the shape of the whole tensor."""
        return self._shape

    def get_shape(self) -> TensorShape:
        """What is known of the shape of the whole tensor."""
        return self._shape

    def set_shape(self, shape: Any) -> None:
        """Adds to what is known of the shape.

        Args:
          shape: A `tf.TensorShape`, or anything that makes one.

        Raises:
          ValueError: It contradicts what is known.
        """
        self._shape = self._shape.merge_with(as_shape(shape))

    @property
    def op(self) -> Any:
        """The operation of a graph that makes the values."""
        return self._values.op

    @property
    def graph(self) -> Any:
        """The graph that the parts belong to."""
        return self._indices.graph

    def consumers(self) -> list[Any]:
        """The operations of a graph that take a part of this tensor as input."""
        return self._consumers()

    def with_values(self, new_values: Any) -> SparseTensor:
        """A sparse tensor with the same places and other values.

        Args:
          new_values: `[n]`, of any dtype.

        Returns:
          A `tf.SparseTensor` of the same shape.

        Example:
          >>> import tenfold as tf
          >>> x = tf.SparseTensor([[0]], [1.0], [2])
          >>> x.with_values([5]).values.numpy().tolist()
          [5]
        """
        made = SparseTensor(self._indices, new_values, self._dense_shape)
        made._shape = self._shape
        return made

    @property
    def _type_spec(self) -> SparseTensorSpec:
        return SparseTensorSpec(self._shape, self.dtype)

    def _shape_invariant_to_type_spec(self, shape: Any) -> SparseTensorSpec:
        return SparseTensorSpec(shape, self.dtype)

    def __repr__(self) -> str:
        return (
            f"SparseTensor(indices={self._indices}, values={self._values}, "
            f"dense_shape={self._dense_shape})"
        )


def _check(name: str, shape: rules.Shape, ndim: int) -> None:
    if shape is not None and len(shape) != ndim:
        raise ValueError(
            f"SparseTensor: {name} must have rank {ndim}; received a tensor of shape {list(shape)}."
        )


def _agree(
    name: str, shape: rules.Shape, axis: int, other: str, other_shape: rules.Shape, other_axis: int
) -> None:
    if shape is None or other_shape is None:
        return
    a, b = shape[axis], other_shape[other_axis]
    if a is not None and b is not None and a != b:
        raise ValueError(
            f"SparseTensor: {name} of shape {list(shape)} do not fit {other} of shape "
            f"{list(other_shape)}: {a} is not {b}."
        )


class SparseTensorSpec(BatchableTypeSpec):
    """The type of a `tf.SparseTensor`: its shape and dtype.

    Args:
      shape: What is known of the shape of the whole tensor; nothing by default.
      dtype: The dtype of the entries.

    Example:
      >>> import tenfold as tf
      >>> tf.SparseTensorSpec([None, 3], tf.int32)
      SparseTensorSpec(TensorShape([None, 3]), tf.int32)
    """

    __slots__ = ("_dtype", "_shape")

    def __init__(self, shape: Any = None, dtype: Any = float32) -> None:
        self._shape = as_shape(shape)
        self._dtype = as_dtype(dtype)

    @property
    def shape(self) -> TensorShape:
        """What is known of the shape."""
        return self._shape

    @property
    def dtype(self) -> DType:
        """The dtype of the entries."""
        return self._dtype

    @property
    def value_type(self) -> type:
        """`tf.SparseTensor`."""
        return SparseTensor

    @classmethod
    def from_value(cls, value: Any) -> SparseTensorSpec:
        """The spec of a sparse tensor.

        Args:
          value: A `tf.SparseTensor`.

        Returns:
          A spec of its shape and dtype.

        Raises:
          TypeError: `value` is something else.
        """
        if not isinstance(value, SparseTensor):
            raise TypeError(f"Expected a SparseTensor; received a {type(value).__name__}.")
        return cls(value.shape, value.dtype)

    def _serialize(self) -> tuple[Any, ...]:
        return self._shape, self._dtype

    @property
    def _component_specs(self) -> Any:
        rank = self._shape.rank
        return (
            TensorSpec([None, rank], int64),
            TensorSpec([None], self._dtype),
            TensorSpec([rank], int64),
        )

    def _to_components(self, value: Any) -> Any:
        return value.indices, value.values, value.dense_shape

    def _from_components(self, components: Any) -> SparseTensor:
        made = SparseTensor(*components)
        made.set_shape(self._shape)
        return made

    def _batch(self, batch_size: int | None) -> SparseTensorSpec:
        return SparseTensorSpec(TensorShape([batch_size]).concatenate(self._shape), self._dtype)

    def _unbatch(self) -> SparseTensorSpec:
        if self._shape.rank == 0:
            raise ValueError(f"Unbatching needs rank >= 1; {self} has rank 0.")
        rest = TensorShape(None) if self._shape.rank is None else self._shape[1:]
        return SparseTensorSpec(rest, self._dtype)
