"""The initializers of tf.compat.v1: functions of a shape and dtype that draw from the graph."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import as_dtype, float32
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.ops.linalg.diagonals import diag_part, eye
from tenfold.ops.linalg.factoring import qr
from tenfold.ops.random.stateful import normal, truncated_normal, uniform


class Initializer:
    """What gives a variable its first value: called with a shape, and a dtype."""

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        """A tensor of a shape and dtype."""
        raise AssertionError(f"{type(self).__name__} says no value.")

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal initializer."""
        return {k: v.name if k == "dtype" else v for k, v in self.__dict__.items()}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Initializer:
        """The initializer that `get_config` describes."""
        return cls(**config)


class Zeros(Initializer):
    """All zeros.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.zeros_initializer()([2]).numpy().tolist()
      [0.0, 0.0]
    """

    def __init__(self, dtype: Any = float32) -> None:
        self.dtype = as_dtype(dtype)

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        """Zeros of a shape."""
        wanted = self.dtype if dtype is None else as_dtype(dtype)
        return call("Fill", _dims(shape), _scalar(0, wanted))


class Ones(Zeros):
    """All ones."""

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        """Ones of a shape."""
        wanted = self.dtype if dtype is None else as_dtype(dtype)
        return call("Fill", _dims(shape), _scalar(1, wanted))


class Constant(Initializer):
    """The given value or values.

    Args:
      value: A number, or an array of as many as the shape holds.
      dtype: The dtype where the call gives none.
      verify_shape: Whether an array must have the very shape.
    """

    def __init__(self, value: Any = 0, dtype: Any = float32, verify_shape: bool = False) -> None:
        self.value = value
        self.dtype = as_dtype(dtype)
        self.verify_shape = verify_shape

    def __call__(
        self,
        shape: Any,
        dtype: Any = None,
        partition_info: Any = None,
        verify_shape: bool | None = None,
    ) -> Any:
        """The value in a shape."""
        wanted = self.dtype if dtype is None else as_dtype(dtype)
        value = to_tensor(self.value, wanted)
        verify = self.verify_shape if verify_shape is None else verify_shape
        if verify and value.shape.as_list() != TensorShape(shape).as_list():
            raise TypeError(
                f"Expected Tensor's shape: {tuple(shape)}, got {tuple(value.shape.as_list())}."
            )
        if value.shape.num_elements() == 1:
            return call("Fill", _dims(shape), call("Reshape", value, _dims([])))
        return call("Reshape", value, _dims(shape))


class RandomUniform(Initializer):
    """Numbers drawn uniformly from [minval, maxval), by default [0, 1)."""

    def __init__(
        self, minval: Any = 0.0, maxval: Any = None, seed: int | None = None, dtype: Any = float32
    ) -> None:
        self.minval = minval
        self.maxval = maxval
        self.seed = seed
        self.dtype = as_dtype(dtype)

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        """Draws a tensor of a shape."""
        wanted = self.dtype if dtype is None else as_dtype(dtype)
        return uniform(shape, self.minval, self.maxval, wanted, self.seed)


class RandomNormal(Initializer):
    """Numbers of a normal distribution."""

    def __init__(
        self, mean: Any = 0.0, stddev: Any = 1.0, seed: int | None = None, dtype: Any = float32
    ) -> None:
        self.mean = mean
        self.stddev = stddev
        self.seed = seed
        self.dtype = as_dtype(dtype)

    _draw = staticmethod(normal)

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        """Draws a tensor of a shape."""
        wanted = self.dtype if dtype is None else as_dtype(dtype)
        return self._draw(shape, self.mean, self.stddev, wanted, self.seed)


class TruncatedNormal(RandomNormal):
    """Numbers of a normal distribution, drawn anew beyond two standard deviations."""

    _draw = staticmethod(truncated_normal)


class UniformUnitScaling(Initializer):
    """Numbers drawn uniformly so that the scale of a layer's input is kept."""

    def __init__(self, factor: float = 1.0, seed: int | None = None, dtype: Any = float32) -> None:
        self.factor = factor
        self.seed = seed
        self.dtype = as_dtype(dtype)

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        """Draws a tensor of a shape."""
        wanted = self.dtype if dtype is None else as_dtype(dtype)
        size = max(1.0, math.prod(float(d) for d in list(shape)[:-1]))
        limit = math.sqrt(3 / size) * self.factor
        return uniform(shape, -limit, limit, wanted, self.seed)


class VarianceScaling(Initializer):
    """Numbers whose variance fits the numbers of inputs and outputs of a layer.

    Args:
      scale: A factor of the variance.
      mode: "fan_in", "fan_out" or "fan_avg": what the variance is divided by.
      distribution: "uniform", "truncated_normal" (or "normal"), "untruncated_normal".
      seed: A seed.
      dtype: The dtype where the call gives none.

    Raises:
      ValueError: An argument is none of these.
    """

    def __init__(
        self,
        scale: float = 1.0,
        mode: str = "fan_in",
        distribution: str = "truncated_normal",
        seed: int | None = None,
        dtype: Any = float32,
    ) -> None:
        if scale <= 0.0:
            raise ValueError(f"Argument `scale` must be a positive float. Received: {scale}")
        if mode not in ("fan_in", "fan_out", "fan_avg"):
            raise ValueError(
                "Argument `mode` should be one of ('fan_in', 'fan_out', 'fan_avg'). Received: "
                f"{mode}"
            )
        known = ("normal", "uniform", "truncated_normal", "untruncated_normal")
        if distribution not in known:
            raise ValueError(
                f"Argument `distribution` should be one of {known}. Received: {distribution}"
            )
        self.scale = scale
        self.mode = mode
        self.distribution = distribution
        self.seed = seed
        self.dtype = as_dtype(dtype)

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        """Draws a tensor of a shape."""
        wanted = self.dtype if dtype is None else as_dtype(dtype)
        fan_in, fan_out = fans(shape if partition_info is None else partition_info.full_shape)
        fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2.0}
        scale = self.scale / max(1.0, fan[self.mode])
        if self.distribution in ("normal", "truncated_normal"):
            # The standard deviation of a normal distribution cut off at two of them.
            stddev = math.sqrt(scale) / 0.87962566103423978
            return truncated_normal(shape, 0.0, stddev, wanted, self.seed)
        if self.distribution == "untruncated_normal":
            return normal(shape, 0.0, math.sqrt(scale), wanted, self.seed)
        limit = math.sqrt(3.0 * scale)
        return uniform(shape, -limit, limit, wanted, self.seed)


class _Scaled(VarianceScaling):
    """Variance scaling with everything fixed but the seed."""

    fixed: tuple[float, str, str]

    def __init__(self, seed: int | None = None, dtype: Any = float32) -> None:
        super().__init__(*self.fixed, seed, dtype)

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal initializer."""
        return {"seed": self.seed, "dtype": self.dtype.name}


class GlorotUniform(_Scaled):
    """Glorot and Bengio's uniform initialization (AISTATS 2010)."""

    fixed = (1.0, "fan_avg", "uniform")


class GlorotNormal(_Scaled):
    """Glorot and Bengio's initialization (AISTATS 2010), of a truncated normal distribution."""

    fixed = (1.0, "fan_avg", "truncated_normal")


class HeNormal(_Scaled):
    """He and others' initialization (arXiv:1502.01852), of a truncated normal distribution."""

    fixed = (2.0, "fan_in", "truncated_normal")


class HeUniform(_Scaled):
    """He and others' uniform initialization (arXiv:1502.01852)."""

    fixed = (2.0, "fan_in", "uniform")


class LecunNormal(_Scaled):
    """LeCun and others' initialization, of a truncated normal distribution."""

    fixed = (1.0, "fan_in", "truncated_normal")


class LecunUniform(_Scaled):
    """LeCun and others' uniform initialization."""

    fixed = (1.0, "fan_in", "uniform")


class Orthogonal(Initializer):
    """An orthogonal matrix, from the QR decomposition of a random one (arXiv:1312.6120)."""

    def __init__(self, gain: float = 1.0, seed: int | None = None, dtype: Any = float32) -> None:
        self.gain = gain
        self.seed = seed
        self.dtype = as_dtype(dtype)

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        """Draws a tensor of a shape of at least two dimensions."""
        wanted = self.dtype if dtype is None else as_dtype(dtype)
        dims: list[Any] = TensorShape(shape).as_list()
        if len(dims) < 2:
            raise ValueError(
                "The tensor to initialize, specified by argument `shape` must be at least "
                f"two-dimensional. Received shape={shape}"
            )
        rows, columns = math.prod(dims[:-1]), dims[-1]
        drawn = normal([max(rows, columns), min(rows, columns)], dtype=wanted, seed=self.seed)
        q, r = qr(drawn, full_matrices=False)
        q = call("Mul", q, call("Sign", diag_part(r)))
        if rows < columns:
            q = call("Transpose", q, _dims([1, 0]))
        return call("Mul", call("Reshape", q, _dims(dims)), _scalar(self.gain, wanted))


class Identity(Initializer):
    """The identity matrix times a gain."""

    def __init__(self, gain: float = 1.0, dtype: Any = float32) -> None:
        self.gain = gain
        self.dtype = as_dtype(dtype)

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        """The identity of a shape of two dimensions."""
        wanted = self.dtype if dtype is None else as_dtype(dtype)
        dims = list(shape)
        if len(dims) != 2:
            raise ValueError(
                "The tensor to initialize, specified by argument `shape` must be at least "
                f"two-dimensional. Received shape={shape}"
            )
        return call("Mul", eye(dims[0], dims[1], dtype=wanted), _scalar(self.gain, wanted))


def fans(shape: Any) -> tuple[float, float]:
    """The numbers of inputs and outputs of a layer whose weights have a shape."""
    known: list[Any] = TensorShape(shape).as_list()
    dims: Sequence[int] = [int(d) for d in known]
    if not dims:
        return 1.0, 1.0
    if len(dims) == 1:
        return float(dims[0]), float(dims[0])
    field = math.prod(dims[:-2])
    return float(dims[-2] * field), float(dims[-1] * field)


def _dims(shape: Any) -> Any:
    dims = TensorShape(shape).as_list() if isinstance(shape, TensorShape) else shape
    return to_tensor(list(dims), as_dtype("int32"))


def _scalar(value: Any, dtype: Any) -> Any:
    if dtype.name == "string":
        return to_tensor("", dtype)
    return to_tensor(bool(value) if dtype.is_bool else value, dtype)
