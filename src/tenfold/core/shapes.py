"""Static shapes: `TensorShape`, and the same facts as raw tuples for those who need speed.

A raw shape is a tuple of ints and Nones (an unknown size), or None if even the rank is unknown.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, SupportsIndex, overload

from tenfold.core.context import state
from tenfold.core.dimension import Dimension, size_or_none
from tenfold.core.messages import message_class, shape_message

RawShape = tuple[int | None, ...] | None


def raw(shape_like: Any) -> RawShape:
    """The raw shape that `shape_like` stands for.

    Args:
        shape_like: None, a `TensorShape`, an integer (a vector's length), an iterable of integers
            and Nones, or a shape's wire message.

    Returns:
        A tuple of ints and Nones, or None for an unknown rank.

    Raises:
        TypeError: If a size is no integer.
        ValueError: If a size is negative.

    >>> raw([2, None]), raw(3), raw(None)
    ((2, None), (3,), None)
    """
    kind = type(shape_like)
    if kind is TensorShape:
        return shape_like.dims_tuple
    if kind is tuple:
        for size in shape_like:
            if size is not None and (type(size) is not int or size < 0):
                return tuple([size_or_none(size) for size in shape_like])
        return shape_like
    if shape_like is None:
        return None
    if kind is int:
        return (size_or_none(shape_like),)
    return _raw_of_unusual(shape_like)


def _raw_of_unusual(shape_like: Any) -> RawShape:
    if isinstance(shape_like, TensorShape):
        return shape_like.dims_tuple
    if isinstance(shape_like, str | bytes):
        raise TypeError(
            f"TensorShape: cannot make a shape of {shape_like!r}; expected an integer, an iterable "
            "of integers and Nones, or None."
        )
    if hasattr(shape_like, "unknown_rank"):
        if shape_like.unknown_rank:
            return None
        return tuple([None if dim.size == -1 else dim.size for dim in shape_like.dim])
    try:
        sizes = iter(shape_like)
    except TypeError:
        return (size_or_none(shape_like),)
    return tuple([size_or_none(size) for size in sizes])


def broadcast(a: RawShape, b: RawShape) -> RawShape:
    """The raw shape of two broadcast operands.

    Args:
        a: One raw shape.
        b: The other.

    Returns:
        The shape of the result; None if the rank of an operand is unknown.

    Raises:
        ValueError: If the shapes cannot be broadcast.

    >>> broadcast((2, 1), (3,)), broadcast((None, 2), (1,)), broadcast(None, (1,))
    ((2, 3), (None, 2), None)
    """
    if a == b:
        return a
    if a is None or b is None:
        return None
    long, short = (a, b) if len(a) >= len(b) else (b, a)
    result = list(long)
    for i, y in enumerate(short, len(long) - len(short)):
        x = long[i]
        if x == y or y == 1:
            continue
        if x == 1 or (x is None and y is not None):
            result[i] = y
        elif y is not None:
            raise ValueError(
                f"Incompatible shapes for broadcasting: {text(a)} and {text(b)}; expected each "
                "pair of sizes, aligned at the last axis, to be equal or to hold a 1."
            )
    return tuple(result)


def broadcast_static_shape(shape_x: Any, shape_y: Any) -> TensorShape:
    """The static shape of two broadcast operands.

    Args:
        shape_x: A `TensorShape`, or anything that makes one.
        shape_y: The other.

    Returns:
        The `TensorShape` of the result.

    Raises:
        ValueError: If the shapes cannot be broadcast.

    >>> broadcast_static_shape([2, 1], [3])
    TensorShape([2, 3])
    """
    return from_raw(broadcast(raw(shape_x), raw(shape_y)))


def text(dims: RawShape) -> str:
    """A raw shape as messages print it: `(2, None)`, or `<unknown>`."""
    return "<unknown>" if dims is None else str(dims)


def as_shape(shape: Any) -> TensorShape:
    """The `TensorShape` that `shape` stands for; itself if it is one already."""
    return shape if isinstance(shape, TensorShape) else TensorShape(shape)


def from_raw(dims: RawShape) -> TensorShape:
    """The `TensorShape` of a raw shape, unchecked."""
    shape = object.__new__(TensorShape)
    shape.dims_tuple = dims
    return shape


def unknown_shape(rank: int | None = None) -> TensorShape:
    """A shape of `rank` unknown sizes; of unknown rank without it."""
    return from_raw(None if rank is None else (None,) * rank)


def is_compatible(a: RawShape, b: RawShape) -> bool:
    """Whether one tensor can have both raw shapes."""
    if a is None or b is None or a == b:
        return True
    return len(a) == len(b) and all(
        x == y or x is None or y is None for x, y in zip(a, b, strict=True)
    )


class TensorShape:
    """What is known about the shape of a tensor: all sizes, some, only their number, or nothing.

    Iterating and indexing give ints, or None for an unknown size; a slice is a `TensorShape`.
    It compares equal to lists and tuples of the same sizes.

    Args:
        dims: A list of ints and Nones, an integer (a vector's length), another `TensorShape`, or
            None for an unknown rank.

    Raises:
        TypeError: If a size is no integer.
        ValueError: If a size is negative.

    >>> shape = TensorShape([2, None, 3])
    >>> shape.rank, shape[0], shape[1:], shape == (2, None, 3)
    (3, 2, TensorShape([None, 3]), True)
    """

    __slots__ = ("__weakref__", "dims_tuple")

    dims_tuple: RawShape

    def __init__(self, dims: Any) -> None:
        self.dims_tuple = raw(dims)

    @property
    def rank(self) -> int | None:
        """The number of axes; None if unknown."""
        return None if self.dims_tuple is None else len(self.dims_tuple)

    ndims = rank

    @property
    def dims(self) -> list[Dimension] | None:
        """The sizes as `Dimension`s; None if the rank is unknown."""
        return None if self.dims_tuple is None else [Dimension(size) for size in self.dims_tuple]

    def as_list(self) -> list[int | None]:
        """The sizes as a list of ints and Nones.

        Raises:
            ValueError: If the rank is unknown.
        """
        if self.dims_tuple is None:
            raise ValueError("as_list() is not defined on a TensorShape of unknown rank.")
        return list(_noted(self.dims_tuple))

    def num_elements(self) -> int | None:
        """The product of the sizes; None if one is unknown."""
        dims = self.dims_tuple
        return math.prod(dims) if self.is_fully_defined() else None  # type: ignore[arg-type]

    def is_fully_defined(self) -> bool:
        """Whether every size is known."""
        return self.dims_tuple is not None and None not in _noted(self.dims_tuple)

    def is_compatible_with(self, other: Any) -> bool:
        """Whether one tensor can have both shapes.

        Args:
            other: Anything that makes a `TensorShape`.

        Returns:
            True if a rank is unknown, or ranks are equal and sizes equal where both are known.

        >>> TensorShape([2, None]).is_compatible_with([2, 5])
        True
        """
        return is_compatible(self.dims_tuple, raw(other))

    def assert_is_compatible_with(self, other: Any) -> None:
        """Check `is_compatible_with`.

        Raises:
            ValueError: If no tensor can have both shapes.
        """
        if not self.is_compatible_with(other):
            raise ValueError(
                f"Shapes {self} and {text(raw(other))} are incompatible; expected equal ranks, and "
                "equal sizes where both are known."
            )

    def assert_is_fully_defined(self) -> None:
        """Check `is_fully_defined`.

        Raises:
            ValueError: If a size is unknown.
        """
        if not self.is_fully_defined():
            raise ValueError(f"Shape {self} is not fully defined; expected every size to be known.")

    def assert_has_rank(self, rank: int) -> None:
        """Check that the rank is `rank` or unknown.

        Raises:
            ValueError: If it is another.
        """
        if self.rank not in (None, rank):
            raise ValueError(f"Shape {self} must have rank {rank}, but has rank {self.rank}.")

    def assert_same_rank(self, other: Any) -> None:
        """Check that both ranks are equal or one is unknown.

        Raises:
            ValueError: If they are known and differ.
        """
        other = as_shape(other)
        if None not in (self.rank, other.rank) and self.rank != other.rank:
            raise ValueError(
                f"Shapes {self} and {other} must have the same rank, but have ranks {self.rank} "
                f"and {other.rank}."
            )

    def with_rank(self, rank: int) -> TensorShape:
        """This shape, known to have rank `rank`.

        Raises:
            ValueError: If it has another rank.
        """
        self.assert_has_rank(rank)
        return unknown_shape(rank) if self.dims_tuple is None else self

    def with_rank_at_least(self, rank: int) -> TensorShape:
        """This shape, checked to have at least `rank` axes.

        Raises:
            ValueError: If it has fewer.
        """
        if self.rank is not None and self.rank < rank:
            raise ValueError(f"Shape {self} must have rank at least {rank}, but has {self.rank}.")
        return self

    def with_rank_at_most(self, rank: int) -> TensorShape:
        """This shape, checked to have at most `rank` axes.

        Raises:
            ValueError: If it has more.
        """
        if self.rank is not None and self.rank > rank:
            raise ValueError(f"Shape {self} must have rank at most {rank}, but has {self.rank}.")
        return self

    def merge_with(self, other: Any) -> TensorShape:
        """What both shapes together say.

        Args:
            other: Anything that makes a `TensorShape`.

        Returns:
            The shape with every size that either knows.

        Raises:
            ValueError: If no tensor can have both shapes.

        >>> TensorShape([2, None]).merge_with([None, 3])
        TensorShape([2, 3])
        """
        mine, theirs = self.dims_tuple, raw(other)
        if mine is None or theirs is None:
            return from_raw(theirs if mine is None else mine)
        if not is_compatible(mine, theirs):
            raise ValueError(
                f"Shapes {text(mine)} and {text(theirs)} are not compatible; expected equal ranks, "
                "and equal sizes where both are known."
            )
        return from_raw(tuple([y if x is None else x for x, y in zip(mine, theirs, strict=True)]))

    def concatenate(self, other: Any) -> TensorShape:
        """The axes of this shape followed by those of `other`.

        >>> TensorShape([2]).concatenate([3, None])
        TensorShape([2, 3, None])
        """
        mine, theirs = self.dims_tuple, raw(other)
        return from_raw(None if mine is None or theirs is None else mine + theirs)

    def most_specific_compatible_shape(self, other: Any) -> TensorShape:
        """The narrowest shape that holds tensors of both shapes.

        Args:
            other: Anything that makes a `TensorShape`.

        Returns:
            The sizes on which both agree, None where they differ; unknown if the ranks differ.

        >>> TensorShape([2, 3]).most_specific_compatible_shape([2, 4])
        TensorShape([2, None])
        """
        mine, theirs = self.dims_tuple, raw(other)
        if mine is None or theirs is None or len(mine) != len(theirs):
            return from_raw(None)
        pairs = zip(mine, theirs, strict=True)
        return from_raw(tuple([x if x == y else None for x, y in pairs]))

    def is_subtype_of(self, other: Any) -> bool:
        """Whether every tensor of this shape has the shape `other` too."""
        if not isinstance(other, TensorShape):
            return False
        mine, theirs = self.dims_tuple, other.dims_tuple
        if theirs is None or mine == theirs:
            return True
        if mine is None or len(mine) != len(theirs):
            return False
        return all(y is None or x == y for x, y in zip(mine, theirs, strict=True))

    def most_specific_common_supertype(self, others: Sequence[Any]) -> TensorShape | None:
        """The narrowest shape that holds this and all `others`; None if one is no shape."""
        result = self
        for other in others:
            if not isinstance(other, TensorShape):
                return None
            result = result.most_specific_compatible_shape(other)
        return result

    def placeholder_value(self, placeholder_context: Any) -> TensorShape:
        """The shape itself: static shapes are constants to a trace."""
        return self

    def flatten(self) -> list[Any]:
        """The empty list: a static shape holds no tensors."""
        return []

    def to_tensors(self, value: Any) -> list[Any]:
        """The empty list: a static shape holds no tensors."""
        return []

    def from_tensors(self, tensors: Iterator[Any]) -> TensorShape:
        """The shape itself, whatever `tensors` holds."""
        return self

    def cast(self, value: Any, cast_context: Any) -> TensorShape:
        """The shape `value`, if it is a subtype of this.

        Raises:
            AssertionError: If it is not.
        """
        if not (isinstance(value, TensorShape) and value.is_subtype_of(self)):
            raise AssertionError(f"TensorShape.cast: received {value!r}; expected {self!r}.")
        return value

    def __len__(self) -> int:
        if self.dims_tuple is None:
            raise ValueError("Cannot take the length of a shape of unknown rank.")
        return len(self.dims_tuple)

    def __bool__(self) -> bool:
        return self.dims_tuple is not None

    def __iter__(self) -> Iterator[int | None]:
        if self.dims_tuple is None:
            raise ValueError("Cannot iterate over a shape of unknown rank.")
        return iter(_noted(self.dims_tuple))

    @overload
    def __getitem__(self, key: SupportsIndex) -> int | None: ...
    @overload
    def __getitem__(self, key: slice) -> TensorShape: ...
    def __getitem__(self, key: SupportsIndex | slice) -> int | TensorShape | None:
        dims = self.dims_tuple
        if dims is None:
            return _slice_of_unknown(key) if isinstance(key, slice) else None
        return from_raw(dims[key]) if isinstance(key, slice) else _noted((dims[key],))[0]

    def __add__(self, other: Any) -> TensorShape:
        return self.concatenate(other)

    def __radd__(self, other: Any) -> TensorShape:
        return as_shape(other).concatenate(self)

    def __eq__(self, other: object) -> bool:
        if type(other) is TensorShape:
            return _noted(self.dims_tuple or ()) == (other.dims_tuple or ()) and (
                (self.dims_tuple is None) is (other.dims_tuple is None)
            )
        try:
            return self.dims_tuple == raw(other)
        except (TypeError, ValueError):
            return NotImplemented

    def __hash__(self) -> int:
        return hash(self.dims_tuple)

    def __repr__(self) -> str:
        dims = self.dims_tuple
        return f"TensorShape({None if dims is None else list(dims)})"

    def __str__(self) -> str:
        return text(self.dims_tuple)

    def __reduce__(self) -> tuple[Any, ...]:
        return TensorShape, (self.dims_tuple,)

    def as_proto(self) -> Any:
        """The shape as a TensorShapeProto message.

        >>> TensorShape([2, None]).as_proto().dim[1].size
        -1
        """
        return shape_message(self.dims_tuple)

    experimental_as_proto = as_proto

    @classmethod
    def experimental_from_proto(cls, proto: Any) -> TensorShape:
        """The shape that a TensorShapeProto message describes."""
        return cls(proto)

    @classmethod
    def experimental_type_proto(cls) -> Any:
        """The class of the messages of shapes."""
        return message_class("tensor_shape", "TensorShapeProto")


def _noted(dims: tuple[int | None, ...]) -> tuple[int | None, ...]:
    """The sizes; notes that they were looked at where one is unknown.

    A trace that leaves sizes open is only kept if the function does not look at them.
    """
    if None in dims:
        state.unknown_sizes_read += 1
    return dims


def _slice_of_unknown(key: slice) -> TensorShape:
    """A slice of a shape of unknown rank: its rank is known if both ends count from the front."""
    if key.step not in (None, 1):
        raise ValueError(f"A shape of unknown rank cannot be sliced with step {key.step}.")
    start = 0 if key.start is None else int(key.start)
    if key.stop is None or start < 0 or int(key.stop) < 0:
        return from_raw(None)
    return unknown_shape(max(0, int(key.stop) - start))


def holds_one(shape: Any) -> bool:
    """Whether a tensor of a raw shape may have exactly one element."""
    return shape is None or all(d in (None, 1) for d in shape)
