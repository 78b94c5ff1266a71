"""Variables of TensorFlow 1 that lie in several parts, and what cuts them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tenfold.core.context import name_scope
from tenfold.core.convert import register_tensor_conversion_function, to_tensor
from tenfold.core.dtypes import DType, as_dtype, string
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import Operators

Partitioner = Callable[..., list[int]]


@dataclass(frozen=True)
class PartitionInfo:
    """What an initializer is told of the part that it makes.

    full_shape: The shape of the whole variable.
    var_offset: Where the part begins in it.
    """

    full_shape: list[int]
    var_offset: list[int]


def fixed_size_partitioner(num_shards: int, axis: int = 0) -> Partitioner:
    """Cuts variables into a number of parts.

    Args:
      num_shards: How many.
      axis: Along which axis.

    Returns:
      A function of `shape` and `dtype` that gives the number of parts along each axis.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.fixed_size_partitioner(3)(shape=tf.TensorShape([10, 4]), dtype=tf.float32)
      [3, 1]
    """

    def partitioner(shape: Any, **unused_args: Any) -> list[int]:
        return _along(shape, axis, num_shards)

    return partitioner


def variable_axis_size_partitioner(
    max_shard_bytes: int,
    axis: int = 0,
    bytes_per_string_element: int = 16,
    max_shards: int | None = None,
) -> Partitioner:
    """Cuts variables into parts of at most so many bytes.

    Args:
      max_shard_bytes: The most bytes of a part.
      axis: Along which axis.
      bytes_per_string_element: What a string counts for.
      max_shards: The most parts; any number by default.

    Returns:
      A function of `shape` and `dtype` that gives the number of parts along each axis.

    Raises:
      ValueError: A number is not positive.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> cut = tf.variable_axis_size_partitioner(max_shard_bytes=100)
      >>> cut(shape=tf.TensorShape([10, 4]), dtype=tf.float32)
      [2, 1]
    """
    _check_positive(
        max_shard_bytes=max_shard_bytes, bytes_per_string_element=bytes_per_string_element
    )
    if max_shards is not None:
        _check_positive(max_shards=max_shards)

    def partitioner(shape: Any, dtype: Any, **unused_args: Any) -> list[int]:
        dims = known_sizes(shape)
        slices = math.prod(dims) // dims[axis] * _bytes_of(dtype, bytes_per_string_element)
        each = max(1, max_shard_bytes // slices)
        parts = math.ceil(dims[axis] / each)
        return _along(shape, axis, parts if max_shards is None else min(max_shards, parts))

    return partitioner


def min_max_variable_partitioner(
    max_partitions: int = 1,
    axis: int = 0,
    min_slice_size: int = 256 << 10,
    bytes_per_string_element: int = 16,
) -> Partitioner:
    """Cuts variables into parts of at least so many bytes.

    Args:
      max_partitions: The most parts.
      axis: Along which axis.
      min_slice_size: The least bytes of a part.
      bytes_per_string_element: What a string counts for.

    Returns:
      A function of `shape` and `dtype` that gives the number of parts along each axis.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> cut = tf.min_max_variable_partitioner(max_partitions=8, min_slice_size=64)
      >>> cut(shape=tf.TensorShape([10, 4]), dtype=tf.float32)
      [3, 1]
    """

    def partitioner(shape: Any, dtype: Any, **unused_args: Any) -> list[int]:
        total = math.prod(known_sizes(shape)) * _bytes_of(dtype, bytes_per_string_element)
        return _along(shape, axis, max(1, min(max_partitions, math.ceil(total / min_slice_size))))

    return partitioner


def _check_positive(**numbers: int) -> None:
    for name, value in numbers.items():
        if value < 1:
            raise ValueError(f"Argument `{name}` must be positive. Received {name}={value}")


def _bytes_of(dtype: Any, bytes_per_string: int) -> int:
    kind = as_dtype(dtype).base_dtype
    return bytes_per_string if kind is string else kind.size


def _along(shape: Any, axis: int, parts: int) -> list[int]:
    dims = known_sizes(shape)
    found = [1] * len(dims)
    found[axis] = min(parts, dims[axis])
    return found


def known_sizes(shape: Any) -> list[int]:
    """The sizes of a shape.

    Raises:
      ValueError: One is unknown.
    """
    dims = TensorShape(shape)
    if not dims.is_fully_defined():
        raise ValueError(f"Shape is not fully defined: {dims}; a variable to be cut needs one.")
    return [int(size) for size in dims]  # type: ignore[arg-type]


class PartitionedVariable(Operators):
    """A variable that lies in several parts along one axis; as a tensor, all of it.

    Args:
      name: Its name.
      shape: The shape of the whole.
      dtype: Its dtype.
      variable_list: The parts, in order.
      partitions: The number of parts along each axis.
    """

    def __init__(
        self,
        name: str,
        shape: Any,
        dtype: DType,
        variable_list: Sequence[Any],
        partitions: Sequence[int],
    ) -> None:
        self._name = name
        self._shape = TensorShape(shape)
        self._dtype = dtype
        self._parts = list(variable_list)
        self._partitions = list(partitions)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    @property
    def name(self) -> str:
        return self._name

    @property
    def dtype(self) -> DType:
        return self._dtype

    @property
    def shape(self) -> TensorShape:
        return self._shape

    def get_shape(self) -> TensorShape:
        return self._shape

    def _get_variable_list(self) -> list[Any]:
        return self._parts

    def _get_partitions(self) -> list[int]:
        return self._partitions

    def partition_axes(self) -> list[int]:
        """The axes along which the variable is cut."""
        return [i for i, n in enumerate(self._partitions) if n > 1] or [0]

    def as_tensor(self) -> Any:
        """The value of the whole."""
        with name_scope(self._name + "/ConcatPartitions/"):
            (axis,) = self.partition_axes()
            parts = [part.value() for part in self._parts]
            whole = parts[0] if len(parts) == 1 else call("ConcatV2", parts, axis)
        with name_scope(""):
            return call("Identity", whole, name=self._name)

    def _as_graph_element(self) -> Any:
        return self.as_tensor()

    def __getitem__(self, key: Any) -> Any:
        return self.as_tensor()[key]

    def assign(
        self,
        value: Any,
        use_locking: bool = False,
        name: str | None = None,
        read_value: bool = True,
    ) -> list[Any]:
        """Replaces the value: an assignment for each part."""
        return self._each("assign", value)

    def assign_add(
        self,
        value: Any,
        use_locking: bool = False,
        name: str | None = None,
        read_value: bool = True,
    ) -> list[Any]:
        """Adds a value: an operation for each part."""
        return self._each("assign_add", value)

    def assign_sub(
        self,
        value: Any,
        use_locking: bool = False,
        name: str | None = None,
        read_value: bool = True,
    ) -> list[Any]:
        """Subtracts a value: an operation for each part."""
        return self._each("assign_sub", value)

    def _each(self, change: str, value: Any) -> list[Any]:
        (axis,) = self.partition_axes()
        sizes = [part.shape.as_list()[axis] for part in self._parts]
        pieces = call("SplitV", to_tensor(value, self._dtype), sizes, axis, num_split=len(sizes))
        return [getattr(part, change)(x) for part, x in zip(self._parts, pieces, strict=True)]


def _whole(value: PartitionedVariable, dtype: Any = None, name: Any = None, as_ref: Any = 0) -> Any:
    whole = value.as_tensor()
    return NotImplemented if dtype is not None and dtype is not whole.dtype else whole


register_tensor_conversion_function(PartitionedVariable, _whole)


def cut(name: str, shape: list[int], partitions: Sequence[int]) -> list[PartitionInfo]:
    """Where each part begins; the first ones have one row more where they do not come out even.

    Raises:
      ValueError: The numbers of parts do not fit the shape, or cut more than one axis.
    """
    fits = len(partitions) == len(shape)
    if not fits or any(n < 1 or n > d for n, d in zip(partitions, shape, strict=True)):
        raise ValueError(f"Variable {name} of shape {shape} cannot be cut into {list(partitions)}.")
    axes = [i for i, n in enumerate(partitions) if n > 1] or [0]
    if len(axes) > 1:
        raise ValueError(
            f"Can only slice a variable along one dimension: shape: {shape}, partitioning: "
            f"{list(partitions)}"
        )
    count = partitions[axes[0]]
    each, more = divmod(shape[axes[0]], count)
    begins = [i * each + min(i, more) for i in range(count)]
    return [
        PartitionInfo(shape, [b if i == axes[0] else 0 for i in range(len(shape))]) for b in begins
    ]


def part_shape(infos: Sequence[PartitionInfo], index: int) -> list[int]:
    """The shape of one part: it ends where the next one begins."""
    whole, begin = infos[index].full_shape, infos[index].var_offset
    end = infos[index + 1].var_offset if index + 1 < len(infos) else whole
    return [e - b if e > b else w for w, b, e in zip(whole, begin, end, strict=True)]
