"""`Dimension`: a size that may be unknown, the form in which `TensorShape.dims` lists sizes."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any


def size_or_none(value: Any) -> int | None:
    """The size that `value` stands for; None if it is unknown.

    Args:
        value: An integer, anything with `__index__`, a `Dimension`, or None.

    Returns:
        A non-negative int, or None.

    Raises:
        TypeError: If `value` is no integer.
        ValueError: If it is negative.
    """
    if value is None:
        return None
    if isinstance(value, Dimension):
        return value.value
    try:
        size = operator.index(value)
    except TypeError:
        raise TypeError(
            f"Dimension value must be an integer, None, or have __index__; got {value!r} of type "
            f"{type(value).__name__}."
        ) from None
    if size < 0:
        raise ValueError(f"Dimension {size} must be >= 0; write None for an unknown dimension.")
    return size


def _arithmetic(apply: Callable[[int, int], int]) -> tuple[Any, Any]:
    """The method of an operator and that of its reflection; an unknown size gives an unknown."""

    def forward(self: Dimension, other: Any) -> Dimension:
        try:
            right = size_or_none(other)
        except TypeError:
            return NotImplemented
        if self.value is None or right is None:
            return Dimension(None)
        return Dimension(apply(self.value, right))

    def reflected(self: Dimension, other: Any) -> Dimension:
        try:
            left = Dimension(other)
        except TypeError:
            return NotImplemented
        return forward(left, self)

    return forward, reflected


def _comparison(apply: Callable[[int, int], bool]) -> Any:
    """The method of a comparison; None where a size is unknown."""

    def compare(self: Dimension, other: Any) -> bool | None:
        try:
            right = size_or_none(other)
        except (TypeError, ValueError):
            return NotImplemented
        return None if self.value is None or right is None else apply(self.value, right)

    return compare


class Dimension:
    """The size of one axis, or the fact that it is unknown.

    Sums, differences, products, quotients and remainders with an unknown size are unknown;
    comparisons with one, `==` among them, are None.

    Args:
        value: A non-negative integer, another `Dimension`, or None for an unknown size.

    Raises:
        TypeError: If `value` is no integer.
        ValueError: If it is negative.

    >>> Dimension(3) + 4, Dimension(3) * None, Dimension(3) == 3
    (Dimension(7), Dimension(None), True)
    """

    __slots__ = ("value",)
    __hash__ = None  # type: ignore[assignment]  # equality is not transitive

    def __init__(self, value: Any) -> None:
        self.value = size_or_none(value)

    def is_compatible_with(self, other: Any) -> bool:
        """Whether both sizes are equal or one is unknown."""
        size = size_or_none(other)
        return self.value is None or size is None or self.value == size

    def assert_is_compatible_with(self, other: Any) -> None:
        """Check that both sizes are equal or one is unknown.

        Raises:
            ValueError: If they are known and differ.
        """
        if not self.is_compatible_with(other):
            raise ValueError(
                f"Dimensions {self} and {other} are not compatible; expected equal sizes, or one "
                "of them unknown."
            )

    def merge_with(self, other: Any) -> Dimension:
        """What both sizes together say.

        Raises:
            ValueError: If they are known and differ.
        """
        self.assert_is_compatible_with(other)
        return Dimension(other) if self.value is None else self

    __add__, __radd__ = _arithmetic(operator.add)
    __sub__, __rsub__ = _arithmetic(operator.sub)
    __mul__, __rmul__ = _arithmetic(operator.mul)
    __floordiv__, __rfloordiv__ = _arithmetic(operator.floordiv)
    __mod__, __rmod__ = _arithmetic(operator.mod)
    __eq__ = _comparison(operator.eq)
    __ne__ = _comparison(operator.ne)
    __lt__ = _comparison(operator.lt)
    __le__ = _comparison(operator.le)
    __gt__ = _comparison(operator.gt)
    __ge__ = _comparison(operator.ge)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __int__(self) -> int:
        return self.__index__()

    def __index__(self) -> int:
        if self.value is None:
            raise TypeError("Dimension: the size is unknown, so it has no integer value.")
        return self.value

    def __repr__(self) -> str:
        return f"Dimension({self.value})"

    def __str__(self) -> str:
        return "?" if self.value is None else str(self.value)

    def __reduce__(self) -> tuple[Any, ...]:
        return Dimension, (self.value,)
