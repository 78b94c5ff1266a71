"""tf.experimental.dlpack: arrays that other libraries own, and the other way round."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import errors
from .convert import to_tensor
from .tensor import EagerTensor, Tensor


class _Owner:
    """The holder of a capsule, as the array API's `from_dlpack` asks for one."""

    def __init__(self, capsule: Any) -> None:
        self._capsule = capsule

    def __dlpack__(self, **kwargs: Any) -> Any:
        return self._capsule

    def __dlpack_device__(self) -> tuple[int, int]:
        return (1, 0)


def to_dlpack(tf_tensor: Tensor) -> Any:
    """The DLPack capsule of a tensor, which another library may take over.

    Args:
      tf_tensor: An eager tensor of numbers.

    Returns:
      A capsule, to be used once. It holds a copy: a tensor never changes.

    Raises:
      TypeError: It is no eager tensor.
      tf.errors.InvalidArgumentError: DLPack or NumPy knows no such dtype.

    Example:
      >>> import tenfold as tf
      >>> capsule = tf.experimental.dlpack.to_dlpack(tf.constant([1.0, 2.0]))
      >>> tf.experimental.dlpack.from_dlpack(capsule).numpy().tolist()
      [1.0, 2.0]
    """
    if not isinstance(tf_tensor, EagerTensor):
        raise TypeError(
            f"The argument to `to_dlpack` must be a tensor with a value; received {tf_tensor!r}."
        )
    try:
        return tf_tensor.__dlpack__()
    except (BufferError, TypeError) as error:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"A tensor of dtype {tf_tensor.dtype.name} has no DLPack form here ({error}). Cast it "
            "to a dtype of NumPy first.",
        ) from None


def from_dlpack(dlcapsule: Any) -> Tensor:
    """A tensor of what a DLPack capsule holds.

    Args:
      dlcapsule: A capsule that was not used yet, or an array that gives one (`__dlpack__`).

    Returns:
      A tensor that owns a copy.

    Raises:
      TypeError: It is no capsule.
      ValueError: The capsule was used before.

    Example:
      >>> import numpy as np
      >>> import tenfold as tf
      >>> tf.experimental.dlpack.from_dlpack(np.ones(2).__dlpack__()).numpy().tolist()
      [1.0, 1.0]
    """
    if hasattr(dlcapsule, "__dlpack__"):
        return to_tensor(np.array(np.from_dlpack(dlcapsule)))
    if type(dlcapsule).__name__ != "PyCapsule":
        raise TypeError(f"from_dlpack expects a DLPack capsule; received {dlcapsule!r}.")
    owner: Any = _Owner(dlcapsule)
    return to_tensor(np.array(np.from_dlpack(owner)))
