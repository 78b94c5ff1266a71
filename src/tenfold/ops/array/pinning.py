"""Whether a tensor lies in memory that the host keeps in place."""

from __future__ import annotations

from typing import Any

from tenfold.core import rules
from tenfold.core.op import op


@op("tensor: T -> output: T", shape=rules.same, jit=False)
def CheckPinned(xp: Any, tensor: Any) -> Any:
    raise ValueError(
        "not pinned: tensors lie in ordinary memory of the host, or in that of their device."
    )


def check_pinned(tensor: Any, name: str | None = None) -> Any:
    """Asserts that a tensor lies in memory of the host that is pinned for a device.

    No tensor of tenfold does: XLA pins its own memory for transfers.

    Args:
      tensor: A tensor.
      name: A name for the op.

    Returns:
      Nothing: it always raises.

    Raises:
      tf.errors.InvalidArgumentError: The tensor is not pinned.

    Example:
      >>> import tenfold as tf
      >>> try:
      ...     tf.check_pinned(tf.constant(1))
      ... except tf.errors.InvalidArgumentError as error:
      ...     print("not pinned" in str(error))
      True
    """
    return CheckPinned(tensor, name=name)
