"""tf.timestamp: the time, as an op."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.op import op
from tenfold.core.tensor import Tensor


@op("-> ts: float64", shape=rules.scalar, stateful=True, jit=False)
def Timestamp(xp: Any) -> Any:
    return np.asarray(time.time(), np.float64)


Timestamp.not_differentiable()


def timestamp(name: str | None = None) -> Tensor:
    """The seconds since the beginning of 1970, when the op runs.

    Args:
      name: A name for the op.

    Returns:
      A float64 tensor of rank 0.

    Example:
      >>> import time
      >>> import tenfold as tf
      >>> bool(abs(tf.timestamp().numpy() - time.time()) < 60)
      True
    """
    return Timestamp(name=name)
