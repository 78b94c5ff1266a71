"""tf.zeros_initializer and its kin: objects that make the first value of a variable of a shape."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core.dtypes import DType, as_dtype, float32, string
from tenfold.ops.array.creation import constant, ones, zeros

from .stateful import normal, uniform
from .stateless import stateless_normal, stateless_uniform

_PARTITION = ("partition_shape", "partition_offset")


class Initializer:
    """Makes values of a shape and dtype; `get_config` and `from_config` tell and rebuild it."""

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> Any:
        raise AssertionError(f"{type(self).__name__} has no __call__.")

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal initializer."""
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """The initializer of a configuration; an entry `dtype` is passed over."""
        return cls(**{name: value for name, value in config.items() if name != "dtype"})


def _part(shape: Any, kwargs: dict[str, Any]) -> Any:
    """The shape asked for: of a part, where the variable is kept in parts."""
    for name in kwargs:
        if name not in _PARTITION:
            raise TypeError(
                f"Keyword argument should be one of {list(_PARTITION)}. Received: {name}"
            )
    return kwargs.get("partition_shape", shape)


def _number_or_bool(dtype: Any) -> DType:
    kind = as_dtype(dtype)
    if not kind.is_numpy_compatible or kind is string:
        raise ValueError(f"Argument `dtype` expected to be numeric or boolean. Received {kind}.")
    return kind


def _floating(dtype: Any) -> DType:
    kind = as_dtype(dtype)
    if not kind.is_floating:
        raise ValueError(f"Argument `dtype` is expected to be floating point. Received: {kind}.")
    return kind


class zeros_initializer(Initializer):
    """Makes zeros.

    Example:
      >>> import tenfold as tf
      >>> tf.zeros_initializer()([2]).numpy().tolist()
      [0.0, 0.0]
    """

    def __call__(self, shape: Any, dtype: Any = float32, **kwargs: Any) -> Any:
        """Zeros of a shape and a numeric or boolean dtype.

        Raises:
          ValueError: The dtype is neither numeric nor boolean.
        """
        kind = _number_or_bool(dtype)
        return zeros(_part(shape, kwargs), kind)


class ones_initializer(Initializer):
    """Makes ones.

    Example:
      >>> import tenfold as tf
      >>> tf.ones_initializer()([2], tf.int32).numpy().tolist()
      [1, 1]
    """

    def __call__(self, shape: Any, dtype: Any = float32, **kwargs: Any) -> Any:
        """Ones of a shape and a numeric or boolean dtype.

        Raises:
          ValueError: The dtype is neither numeric nor boolean.
        """
        kind = _number_or_bool(dtype)
        return ones(_part(shape, kwargs), kind)


class constant_initializer(Initializer):
    """Makes given values.

    Args:
      value: A scalar, or a list, tuple or array of as many values as the shape has.
      support_partition: Whether parts of a variable may be asked for; all have the scalar then.

    Raises:
      TypeError: The value is something else.

    Example:
      >>> import tenfold as tf
      >>> tf.constant_initializer([1, 2, 3, 4])([2, 2]).numpy().tolist()
      [[1, 2], [3, 4]]
    """

    def __init__(self, value: Any = 0, support_partition: bool = False) -> None:
        if not (np.isscalar(value) or isinstance(value, (list, tuple, np.ndarray))):
            raise TypeError(
                f"Invalid type for initial value: {type(value).__name__}. Expected Python scalar, "
                "list or tuple of values, or numpy.ndarray."
            )
        self.value = value
        self.support_partition = support_partition

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> Any:
        """The value in a shape; its own dtype without `dtype`.

        Raises:
          TypeError: The value has another number of elements than the shape.
          ValueError: A part is asked for, and `support_partition` is False.
        """
        part = _part(shape, kwargs)
        if kwargs and not self.support_partition:
            raise ValueError("Constant initializer doesn't support partition-related arguments")
        return constant(self.value, None if dtype is None else as_dtype(dtype), part)

    def get_config(self) -> dict[str, Any]:
        return {"value": self.value}


class random_normal_initializer(Initializer):
    """Makes normally distributed numbers.

    Args:
      mean: Their mean.
      stddev: Their standard deviation.
      seed: Decides the numbers: each call gives the same. Without it each call gives others.

    Example:
      >>> import tenfold as tf
      >>> make = tf.random_normal_initializer(stddev=0.1, seed=1)
      >>> make([3]).shape, bool(tf.reduce_all(make([3]) == make([3])))
      (TensorShape([3]), True)
    """

    def __init__(self, mean: Any = 0.0, stddev: Any = 0.05, seed: int | None = None) -> None:
        self.mean = mean
        self.stddev = stddev
        self.seed = seed

    def __call__(self, shape: Any, dtype: Any = float32, **kwargs: Any) -> Any:
        """Numbers of a shape and floating dtype.

        Raises:
          ValueError: The dtype is not floating.
        """
        kind, part = _floating(dtype), _part(shape, kwargs)
        if self.seed is None:
            return normal(part, self.mean, self.stddev, kind)
        return stateless_normal(part, [self.seed, 0], self.mean, self.stddev, kind)

    def get_config(self) -> dict[str, Any]:
        return {"mean": self.mean, "stddev": self.stddev, "seed": self.seed}


class random_uniform_initializer(Initializer):
    """Makes evenly distributed numbers.

    Args:
      minval: Their lower bound.
      maxval: Their upper bound, excluded.
      seed: Decides the numbers: each call gives the same. Without it each call gives others.

    Example:
      >>> import tenfold as tf
      >>> x = tf.random_uniform_initializer(2.0, 3.0)([4])
      >>> bool(tf.reduce_all((x >= 2.0) & (x < 3.0)))
      True
    """

    def __init__(self, minval: Any = -0.05, maxval: Any = 0.05, seed: int | None = None) -> None:
        self.minval = minval
        self.maxval = maxval
        self.seed = seed

    def __call__(self, shape: Any, dtype: Any = float32, **kwargs: Any) -> Any:
        """Numbers of a shape and a floating or integer dtype.

        Raises:
          ValueError: The dtype is neither, or only one bound is given for integers.
        """
        kind, part = as_dtype(dtype), _part(shape, kwargs)
        if not kind.is_floating and not kind.is_integer:
            raise ValueError(
                f"Argument `dtype` expected to be numeric or boolean. Received {kind}."
            )
        if self.seed is None:
            return uniform(part, self.minval, self.maxval, kind)
        return stateless_uniform(part, [self.seed, 0], self.minval, self.maxval, kind)

    def get_config(self) -> dict[str, Any]:
        return {"minval": self.minval, "maxval": self.maxval, "seed": self.seed}
