"""Logic and shifts, bit by bit."""

from __future__ import annotations

from typing import Any

from tenfold.core import rules
from tenfold.core.dtypes import INTEGER
from tenfold.core.op import op


def _clamped(xp: Any, x: Any, y: Any) -> Any:
    """A shift within [0, bits - 1], as TensorFlow takes it: what others do with the rest varies."""
    return xp.clip(y, 0, x.dtype.itemsize * 8 - 1).astype(x.dtype)


@op("x: T, y: T -> z: T", T=INTEGER, shape=rules.broadcast)
def BitwiseAnd(xp: Any, x: Any, y: Any) -> Any:
    return x & y


BitwiseAnd.not_differentiable()


def bitwise_and(x: Any, y: Any, name: str | None = None) -> Any:
    """Bits that are set in both x and y.

    Args:
      x: An integer tensor.
      y: A tensor of the same dtype, whose shape broadcasts with that of x.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.bitwise.bitwise_and(tf.constant([0, 2, 3]), [1, 3, 2]).numpy().tolist()
      [0, 2, 2]
    """
    return BitwiseAnd(x, y, name)


@op("x: T, y: T -> z: T", T=INTEGER, shape=rules.broadcast)
def BitwiseOr(xp: Any, x: Any, y: Any) -> Any:
    return x | y


BitwiseOr.not_differentiable()


def bitwise_or(x: Any, y: Any, name: str | None = None) -> Any:
    """Bits that are set in x, in y, or in both.

    Args:
      x: An integer tensor.
      y: A tensor of the same dtype, whose shape broadcasts with that of x.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.bitwise.bitwise_or(tf.constant([0, 2, 3]), [1, 3, 2]).numpy().tolist()
      [1, 3, 3]
    """
    return BitwiseOr(x, y, name)


@op("x: T, y: T -> z: T", T=INTEGER, shape=rules.broadcast)
def BitwiseXor(xp: Any, x: Any, y: Any) -> Any:
    return x ^ y


BitwiseXor.not_differentiable()


def bitwise_xor(x: Any, y: Any, name: str | None = None) -> Any:
    """Bits that are set in one of x and y only.

    Args:
      x: An integer tensor.
      y: A tensor of the same dtype, whose shape broadcasts with that of x.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.bitwise.bitwise_xor(tf.constant([0, 2, 3]), [1, 3, 2]).numpy().tolist()
      [1, 1, 1]
    """
    return BitwiseXor(x, y, name)


@op("x: T, y: T -> z: T", T=INTEGER, shape=rules.broadcast)
def LeftShift(xp: Any, x: Any, y: Any) -> Any:
    return xp.left_shift(x, _clamped(xp, x, y))


LeftShift.not_differentiable()


def left_shift(x: Any, y: Any, name: str | None = None) -> Any:
    """The bits of x moved up by y places; y is clamped to the bits of the dtype less one.

    Args:
      x: An integer tensor.
      y: A tensor of the same dtype, whose shape broadcasts with that of x.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.bitwise.left_shift(tf.constant([1, 2, 3]), [0, 1, 2]).numpy().tolist()
      [1, 4, 12]
    """
    return LeftShift(x, y, name)


@op("x: T, y: T -> z: T", T=INTEGER, shape=rules.broadcast)
def RightShift(xp: Any, x: Any, y: Any) -> Any:
    return xp.right_shift(x, _clamped(xp, x, y))


RightShift.not_differentiable()


def right_shift(x: Any, y: Any, name: str | None = None) -> Any:
    """The bits of x moved down by y places; the sign of x fills those that become free.

    Args:
      x: An integer tensor.
      y: A tensor of the same dtype, whose shape broadcasts with that of x.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.bitwise.right_shift(tf.constant([8, -8, 3]), [1, 2, 9]).numpy().tolist()
      [4, -2, 0]
    """
    return RightShift(x, y, name)


@op("x: T -> y: T", T=INTEGER, shape=rules.same)
def Invert(xp: Any, x: Any) -> Any:
    return ~x


Invert.not_differentiable()


def invert(x: Any, name: str | None = None) -> Any:
    """Every bit of x flipped: -x - 1 for signed integers.

    Args:
      x: An integer tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.bitwise.invert([0, 5, -1]).numpy().tolist()
      [-1, -6, 0]
    """
    return Invert(x, name)


@op("x: T -> y: uint8", T=INTEGER, shape=rules.same)
def PopulationCount(xp: Any, x: Any) -> Any:
    return xp.bitwise_count(x.view(f"uint{x.dtype.itemsize * 8}")).astype("uint8")


PopulationCount.not_differentiable()
