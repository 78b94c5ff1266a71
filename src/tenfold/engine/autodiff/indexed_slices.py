"""tf.IndexedSlices: the rows of a larger tensor, as gradients of gathers give them."""

from __future__ import annotations

from typing import Any

from tenfold.core.composite import CompositeTensor
from tenfold.core.convert import register_tensor_conversion_function, to_tensor
from tenfold.core.dtypes import DType, int64, variant
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.core.spec import TensorSpec, TypeSpec


class IndexedSlices(CompositeTensor):
    """Slices of a tensor at given indices along its first axis; all else is zero.

    Args:
      values: `[n, ...]`, the slices.
      indices: `[n]`, integers; an index may occur twice, and its slices then add up.
      dense_shape: The shape of the whole tensor, an integer vector, or None.

    Example:
      >>> import tenfold as tf
      >>> s = tf.IndexedSlices(tf.constant([[1.0, 2.0]]), tf.constant([1]), tf.constant([3, 2]))
      >>> tf.convert_to_tensor(s).numpy().tolist()
      [[0.0, 0.0], [1.0, 2.0], [0.0, 0.0]]
    """

    def __init__(self, values: Any, indices: Any, dense_shape: Any = None) -> None:
        self._values = values
        self._indices = indices
        self._dense_shape = dense_shape

    @property
    def values(self) -> Any:
        return self._values

    @property
    def indices(self) -> Any:
        return self._indices

    @property
    def dense_shape(self) -> Any:
        return self._dense_shape

    @property
    def shape(self) -> TensorShape:
        if self._dense_shape is None:
            return TensorShape(None)
        from_dims = getattr(self._dense_shape, "numpy", None)
        if getattr(self._dense_shape, "graph", None) is None or from_dims is None:
            return TensorShape(self._dense_shape.numpy().tolist())
        return TensorShape(None)

    @property
    def dtype(self) -> DType:
        return self._values.dtype

    @property
    def device(self) -> str:
        return self._values.device

    @property
    def name(self) -> str:
        return self._values.name

    @property
    def op(self) -> Any:
        return self._values.op

    @property
    def graph(self) -> Any:
        return self._values.graph

    def consumers(self) -> list[Any]:
        return self._values.consumers()

    @property
    def _type_spec(self) -> IndexedSlicesSpec:
        shape = self._values.shape
        return IndexedSlicesSpec(
            [None, *shape[1:]] if shape.rank is not None else None,
            self.dtype,
            self._indices.dtype,
            None if self._dense_shape is None else self._dense_shape.dtype,
            self._indices.shape,
        )

    def __neg__(self) -> IndexedSlices:
        return IndexedSlices(-self._values, self._indices, self._dense_shape)

    def __repr__(self) -> str:
        shape = "" if self._dense_shape is None else f", dense_shape={self._dense_shape!s}"
        return f"IndexedSlices(indices={self._indices!s}, values={self._values!s}{shape})"


class IndexedSlicesSpec(TypeSpec):
    """The type of an IndexedSlices.

    Example:
      >>> import tenfold as tf
      >>> tf.IndexedSlicesSpec([None, 2]).value_type.__name__
      'IndexedSlices'
    """

    def __init__(
        self,
        shape: Any = None,
        dtype: Any = None,
        indices_dtype: Any = int64,
        dense_shape_dtype: Any = None,
        indices_shape: Any = None,
    ) -> None:
        from_dtype = TensorSpec([], dtype).dtype if dtype is not None else TensorSpec([]).dtype
        self._shape = TensorShape(shape)
        self._values_dtype = from_dtype
        self._indices_dtype = TensorSpec([], indices_dtype).dtype
        self._dense_shape_dtype = (
            None if dense_shape_dtype is None else TensorSpec([], dense_shape_dtype).dtype
        )
        self._indices_shape = TensorShape([None] if indices_shape is None else indices_shape)

    @property
    def value_type(self) -> type:
        return IndexedSlices

    def _serialize(self) -> tuple[Any, ...]:
        return (
            *(self._shape, self._values_dtype, self._indices_dtype),
            *(self._dense_shape_dtype, self._indices_shape),
        )

    @property
    def _component_specs(self) -> Any:
        rows = self._indices_shape
        values = rows.concatenate(self._shape[1:]) if self._shape.rank else TensorShape(None)
        specs = [TensorSpec(values, self._values_dtype), TensorSpec(rows, self._indices_dtype)]
        if self._dense_shape_dtype is not None:
            specs.append(TensorSpec([self._shape.rank], self._dense_shape_dtype))
        return tuple(specs)

    def _to_components(self, value: IndexedSlices) -> Any:
        parts = (value.values, value.indices)
        return parts if value.dense_shape is None else (*parts, value.dense_shape)

    def _from_components(self, components: Any) -> IndexedSlices:
        return IndexedSlices(*components)


def densify(slices: Any) -> Any:
    """The whole tensor of an IndexedSlices; a tensor is that already."""
    if not isinstance(slices, IndexedSlices):
        return slices
    if slices.dense_shape is None:
        raise ValueError(
            "An IndexedSlices without dense_shape cannot become a dense tensor; give it "
            f"dense_shape: {slices!r}."
        )
    return call("UnsortedSegmentSum", slices.values, slices.indices, _first(slices.dense_shape))


def _first(vector: Any) -> Any:
    return vector[0]


def _convert(
    value: Any, dtype: DType | None = None, name: str | None = None, as_ref: bool = False
) -> Any:
    return to_tensor(densify(value), dtype)


register_tensor_conversion_function(IndexedSlices, _convert)


def add(a: Any, b: Any) -> Any:
    """The sum of two gradients, either of which may be sparse."""
    if isinstance(a, IndexedSlices) and isinstance(b, IndexedSlices):
        return IndexedSlices(
            call("ConcatV2", [a.values, b.values], 0),
            call("ConcatV2", [a.indices, b.indices], 0),
            a.dense_shape if a.dense_shape is not None else b.dense_shape,
        )
    if a.dtype is variant:
        return call("AddN", [a, b])
    return call("AddV2", densify(a), densify(b))
