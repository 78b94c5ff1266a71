"""Moving the zero frequency to the middle of an axis, and back."""

from __future__ import annotations

from typing import Any

from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import int32
from tenfold.core.op import call

from .transforms import rank_of


def fftshift(x: Any, axes: Any = None, name: str | None = None) -> Any:
    """Moves the zero frequency from the beginning to the middle.

    Args:
      x: A tensor.
      axes: The axes to shift, an integer or several; all of them if None.
      name: A name for the op.

    Returns:
      A tensor like `x`.

    Example:
      >>> import tenfold as tf
      >>> tf.signal.fftshift([0, 1, 2, -2, -1]).numpy().tolist()
      [-2, -1, 0, 1, 2]
    """
    return _shifted(x, axes, 1, name)


def ifftshift(x: Any, axes: Any = None, name: str | None = None) -> Any:
    """Moves the zero frequency from the middle to the beginning.

    Args:
      x: A tensor.
      axes: The axes to shift, an integer or several; all of them if None.
      name: A name for the op.

    Returns:
      A tensor like `x`.

    Example:
      >>> import tenfold as tf
      >>> tf.signal.ifftshift([-2, -1, 0, 1, 2]).numpy().tolist()
      [0, 1, 2, -2, -1]
    """
    return _shifted(x, axes, -1, name)


def _shifted(x: Any, axes: Any, sign: int, name: str | None) -> Any:
    x = to_tensor(x)
    rank = rank_of(x)
    places = call("Range", 0, rank, 1) if axes is None else to_tensor(axes, int32)
    sizes = call("GatherV2", call("Shape", x), call("FloorMod", places, rank), 0)
    # The middle of an odd axis is one further from its end than from its beginning.
    shift = sizes // 2 if sign > 0 else -(sizes // 2)
    return call("Roll", x, shift, places, name=name)
