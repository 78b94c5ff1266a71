"""`tf.experimental.numpy.random`: samples, from TensorFlow's global generator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tenfold.core import random_state
from tenfold.core.dtypes import int64
from tenfold.core.op import call
from tenfold.ops.array.casting import cast
from tenfold.ops.random import poisson_sampling, stateful

from .filling import dims
from .promotion import as_array, default_float, dtype_named, promoted

Size = int | Sequence[int] | None


def seed(s: int) -> None:
    """Sets the seed of the random functions: the global one, as `tf.random.set_seed` does.

    Args:
      s: The seed.

    Returns:
      None.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.random.seed(1) is None
      True
    """
    random_state.set_seed(int(s))


def _dims(size: Size) -> Any:
    return np.zeros(0, np.int32) if size is None else dims(size)


def randn(*args: int) -> Any:
    """Samples of the standard normal distribution.

    Args:
      *args: The shape.

    Returns:
      A float64 tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.random.randn(2, 3).shape
      TensorShape([2, 3])
    """
    return standard_normal(args)


def standard_normal(size: Size = None) -> Any:
    """Samples of the standard normal distribution.

    Args:
      size: The shape; None for a scalar.

    Returns:
      A float64 tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.random.standard_normal((2, 3)).shape
      TensorShape([2, 3])
    """
    return stateful.normal(_dims(size), dtype=default_float())


def rand(*size: int) -> Any:
    """Samples that are uniform in [0, 1).

    Args:
      *size: The shape.

    Returns:
      A float64 tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.random.rand(2, 3).shape
      TensorShape([2, 3])
    """
    return uniform(0.0, 1.0, size)


def random(size: Size = None) -> Any:
    """Samples that are uniform in [0, 1).

    Args:
      size: The shape; None for a scalar.

    Returns:
      A float64 tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.random.random((2, 3)).shape
      TensorShape([2, 3])
    """
    return uniform(0.0, 1.0, size)


def uniform(low: Any = 0.0, high: Any = 1.0, size: Size = None) -> Any:
    """Samples that are uniform in an interval.

    Args:
      low: Where it begins; an array broadcasts.
      high: Where it ends, which is left out.
      size: The shape; None for that of `low` and `high`.

    Returns:
      A float64 tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.random.uniform(1, 2, (2, 3)).shape
      TensorShape([2, 3])
    """
    first, last = (cast(x, default_float()) for x in promoted(low, high))
    if size is None:
        shape = call("BroadcastArgs", call("Shape", first), call("Shape", last))
    else:
        shape = _dims(size)
    unit = stateful.uniform(shape, dtype=default_float())
    return unit * (last - first) + first


def poisson(lam: Any = 1.0, size: Size = None) -> Any:
    """Samples of a Poisson distribution.

    Args:
      lam: The mean; an array broadcasts.
      size: The shape; None for that of `lam`.

    Returns:
      An int64 tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.random.poisson(3.0, (2, 3)).dtype
      tf.int64
    """
    rate = cast(as_array(lam), default_float())
    if size is not None:
        rate = call("BroadcastTo", rate, _dims(size))
    return cast(poisson_sampling.poisson([], rate, default_float()), int64)


def randint(low: Any, high: Any = None, size: Size = None, dtype: Any = np.int64) -> Any:
    """Integers that are uniform in a range.

    Args:
      low: Where it begins; where it is the only argument, where it ends, and it begins at 0.
      high: Where it ends, which is left out.
      size: The shape; None for a scalar.
      dtype: An integer dtype.

    Returns:
      A tensor of that dtype.

    Raises:
      ValueError: The dtype is no integer.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.random.randint(0, 5, (2, 3)).shape
      TensorShape([2, 3])
    """
    wanted = dtype_named(dtype)
    if not wanted.is_integer:
        raise ValueError(f"randint: an integer dtype is expected; received {wanted.name}.")
    if high is None:
        low, high = 0, low
    found = stateful.uniform(
        _dims(size), cast(as_array(low), int64), cast(as_array(high), int64), dtype=int64
    )
    return cast(found, wanted)
