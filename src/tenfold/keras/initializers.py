"""Initial values of weights. One seed always gives one value, as a stateless generator draws it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

import tenfold as tf
from tenfold.keras.naming import by_both_names, default_seed, find
from tenfold.keras.saving.serialization import deserialize_keras_object, serialize_keras_object

__all__ = [
    "Constant", "GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "Identity", "Initializer",
    "LecunNormal", "LecunUniform", "Ones", "Orthogonal", "RandomNormal", "RandomUniform",
    "TruncatedNormal", "VarianceScaling", "Zeros", "deserialize", "get", "serialize",
]  # fmt: skip

Shape = Sequence[int]
_TRUNCATED_STDDEV = 0.87962566103423978  # of a unit normal cut off at two deviations


class Initializer:
    """A callable from a shape and a dtype to a value; subclasses define `__call__`."""

    def __call__(self, shape: Shape, dtype: Any = None) -> Any:
        """A tensor of zeros."""
        return tf.zeros(shape, dtype or "float32")

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """An initializer from its configuration."""
        return cls(**config)

    def clone(self) -> Any:
        """An equal initializer."""
        return type(self).from_config(self.get_config())


class Zeros(Initializer):
    """All zeros.

    >>> import tenfold as tf
    >>> tf.keras.initializers.Zeros()((2,)).numpy().tolist()
    [0.0, 0.0]
    """


class Ones(Initializer):
    """All ones."""

    def __call__(self, shape: Shape, dtype: Any = None) -> Any:
        """A tensor of ones."""
        return tf.ones(shape, dtype or "float32")


class Constant(Initializer):
    """One value everywhere.

    Args:
        value: a scalar, or an array that broadcasts to the shape asked for.
    """

    def __init__(self, value: Any = 0.0) -> None:
        self.value = value

    def __call__(self, shape: Shape, dtype: Any = None) -> Any:
        """A tensor filled with the value."""
        value = tf.cast(tf.convert_to_tensor(self.value), dtype or "float32")
        return tf.broadcast_to(value, shape)

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {"value": serialize_keras_object(self.value)}


class Identity(Initializer):
    """A multiple of the identity matrix.

    Args:
        gain: value on the diagonal.
    """

    def __init__(self, gain: float = 1.0) -> None:
        self.gain = gain

    def __call__(self, shape: Shape, dtype: Any = None) -> Any:
        """A matrix of the given shape."""
        if len(shape) != 2:
            raise ValueError(f"Identity: expected a shape of 2 dimensions; received {shape}.")
        return self.gain * tf.eye(*shape, dtype=dtype or "float32")

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {"gain": self.gain}


class RandomInitializer(Initializer):
    """Base of the random ones: keeps the seed, drawn once where None was given."""

    def __init__(self, seed: Any = None) -> None:
        self._given_seed = seed
        self.seed = default_seed() if seed is None else seed
        if not isinstance(self.seed, int | np.integer):
            raise ValueError(
                f"{type(self).__name__}: seed must be an integer or None; received {seed!r}."
            )

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {"seed": self._given_seed}

    def _uniform(self, shape: Shape, low: float, high: float, dtype: Any) -> Any:
        return tf.random.stateless_uniform(
            shape, seed=self._pair(), minval=low, maxval=high, dtype=dtype or "float32"
        )

    def _normal(self, shape: Shape, mean: float, stddev: float, dtype: Any, cut: bool) -> Any:
        draw = tf.random.stateless_truncated_normal if cut else tf.random.stateless_normal
        seed = self._pair()
        return draw(shape, seed=seed, mean=mean, stddev=stddev, dtype=dtype or "float32")

    def _pair(self) -> list[int]:
        """The seed of the stateless functions: within int32, as Keras gives it to them."""
        return [int(self.seed) % (tf.int32.max - 1), 0]


class RandomUniform(RandomInitializer):
    """Uniform between two bounds.

    Args:
        minval: least value.
        maxval: greatest value.
        seed: an integer, or None for one that is drawn now.

    >>> import tenfold as tf
    >>> tf.keras.initializers.RandomUniform(seed=1)((2, 3)).shape
    TensorShape([2, 3])
    """

    def __init__(self, minval: float = -0.05, maxval: float = 0.05, seed: Any = None) -> None:
        self.minval, self.maxval = minval, maxval
        super().__init__(seed)

    def __call__(self, shape: Shape, dtype: Any = None) -> Any:
        """A random tensor."""
        return self._uniform(shape, self.minval, self.maxval, dtype)

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {**super().get_config(), "minval": self.minval, "maxval": self.maxval}


class RandomNormal(RandomInitializer):
    """Normal with a mean and a standard deviation."""

    _cut = False

    def __init__(self, mean: float = 0.0, stddev: float = 0.05, seed: Any = None) -> None:
        self.mean, self.stddev = mean, stddev
        super().__init__(seed)

    def __call__(self, shape: Shape, dtype: Any = None) -> Any:
        """A random tensor."""
        return self._normal(shape, self.mean, self.stddev, dtype, self._cut)

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {**super().get_config(), "mean": self.mean, "stddev": self.stddev}


class TruncatedNormal(RandomNormal):
    """Normal, drawn again beyond two standard deviations."""

    _cut = True


class VarianceScaling(RandomInitializer):
    """Random with a variance of `scale / fan`.

    Args:
        scale: a positive factor.
        mode: the fan: `fan_in`, `fan_out` or `fan_avg`.
        distribution: `truncated_normal`, `untruncated_normal` or `uniform`.
        seed: an integer, or None for one that is drawn now.
        input_axes: axes that count as inputs; None for the usual layout of kernels.
        output_axes: axes that count as outputs.

    Raises:
        ValueError: an argument is not one of these.
    """

    def __init__(
        self,
        scale: float = 1.0,
        mode: str = "fan_in",
        distribution: str = "truncated_normal",
        seed: Any = None,
        input_axes: Any = None,
        output_axes: Any = None,
    ) -> None:
        if scale <= 0:
            raise ValueError(f"VarianceScaling: scale must be positive; received {scale}.")
        if mode not in ("fan_in", "fan_out", "fan_avg"):
            raise ValueError(
                f"VarianceScaling: mode must be 'fan_in', 'fan_out' or 'fan_avg'; received {mode!r}"
            )
        distribution = distribution.lower()
        distribution = {"normal": "truncated_normal"}.get(distribution, distribution)
        if distribution not in ("uniform", "truncated_normal", "untruncated_normal"):
            raise ValueError(
                "VarianceScaling: distribution must be 'uniform', 'truncated_normal' or "
                f"'untruncated_normal'; received {distribution!r}."
            )
        self.scale, self.mode, self.distribution = scale, mode, distribution
        self.input_axes, self.output_axes = input_axes, output_axes
        super().__init__(seed)

    def __call__(self, shape: Shape, dtype: Any = None) -> Any:
        """A random tensor."""
        fan_in, fan_out = compute_fans(shape, self.input_axes, self.output_axes)
        fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[self.mode]
        variance = self.scale / max(1.0, fan)
        if self.distribution == "uniform":
            limit = math.sqrt(3.0 * variance)
            return self._uniform(shape, -limit, limit, dtype)
        cut = self.distribution == "truncated_normal"
        stddev = math.sqrt(variance) / (_TRUNCATED_STDDEV if cut else 1)
        return self._normal(shape, 0.0, stddev, dtype, cut)

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        config = {**super().get_config(), **self._axes()}
        if type(self) is VarianceScaling:
            config |= {
                "scale": self.scale,
                "mode": self.mode,
                "distribution": self.distribution,
            }
        return config

    def _axes(self) -> dict[str, Any]:
        return {"input_axes": self.input_axes, "output_axes": self.output_axes}


def _axes_of(axes: Any, rank: int) -> list[int]:
    return [int(axis) % rank for axis in np.atleast_1d(np.asarray(axes))]


def compute_fans(shape: Shape, input_axes: Any = None, output_axes: Any = None) -> tuple[int, int]:
    """How many inputs and outputs a kernel of this shape joins: the last two axes, times space."""
    shape = tuple(int(size) for size in shape)
    if input_axes is not None or output_axes is not None:
        axes_in = _axes_of(input_axes, len(shape))
        axes_out = _axes_of(output_axes, len(shape))
        rest = [n for axis, n in enumerate(shape) if axis not in axes_in + axes_out]
        field = math.prod(rest)
        fan_in = math.prod(shape[axis] for axis in axes_in)
        return fan_in * field, math.prod(shape[axis] for axis in axes_out) * field
    if len(shape) < 2:
        size = shape[0] if shape else 1
        return size, size
    field = math.prod(shape[:-2])
    return shape[-2] * field, shape[-1] * field


def _scaled(name: str, scale: float, mode: str, distribution: str, doc: str) -> type:
    """A VarianceScaling with its arguments fixed."""

    def __init__(
        self: Any, seed: Any = None, input_axes: Any = None, output_axes: Any = None
    ) -> None:
        VarianceScaling.__init__(self, scale, mode, distribution, seed, input_axes, output_axes)

    body = {"__init__": __init__, "__doc__": doc, "__module__": __name__}
    return type(name, (VarianceScaling,), body)


_UNIFORM, _NORMAL = "uniform", "truncated_normal"
GlorotUniform = _scaled(
    "GlorotUniform", 1.0, "fan_avg", _UNIFORM, "Uniform within sqrt(6 / (fan_in + fan_out))."
)
GlorotNormal = _scaled(
    "GlorotNormal", 1.0, "fan_avg", _NORMAL, "Truncated normal, variance 2 / (fan_in + fan_out)."
)
HeUniform = _scaled("HeUniform", 2.0, "fan_in", _UNIFORM, "Uniform within sqrt(6 / fan_in).")
HeNormal = _scaled("HeNormal", 2.0, "fan_in", _NORMAL, "Truncated normal, variance 2 / fan_in.")
LecunUniform = _scaled("LecunUniform", 1.0, "fan_in", _UNIFORM, "Uniform within sqrt(3 / fan_in).")
LecunNormal = _scaled("LecunNormal", 1.0, "fan_in", _NORMAL, "Truncated normal, variance 1/fan_in.")


class Orthogonal(RandomInitializer):
    """A random orthogonal matrix, the last axis against all others.

    Args:
        gain: a factor.
        seed: an integer, or None for one that is drawn now.
    """

    def __init__(self, gain: float = 1.0, seed: Any = None) -> None:
        self.gain = gain
        super().__init__(seed)

    def __call__(self, shape: Shape, dtype: Any = None) -> Any:
        """A random tensor."""
        if len(shape) < 2:
            raise ValueError(f"Orthogonal: expected 2 or more dimensions; received {shape}.")
        rows, columns = math.prod(shape[:-1]), shape[-1]
        tall = (max(rows, columns), min(rows, columns))
        q, r = tf.linalg.qr(self._normal(tall, 0.0, 1.0, dtype, cut=False))
        q = q * tf.sign(tf.linalg.diag_part(r))
        return self.gain * tf.reshape(tf.transpose(q) if rows < columns else q, shape)

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {**super().get_config(), "gain": self.gain}


_TABLE = {
    **by_both_names(
        Zeros, Ones, Constant, Identity, RandomUniform, RandomNormal, TruncatedNormal,
        VarianceScaling, GlorotUniform, GlorotNormal, HeUniform, HeNormal, LecunUniform,
        LecunNormal, Orthogonal,
    ),
    "zero": Zeros, "one": Ones, "uniform": RandomUniform, "normal": RandomNormal,
}  # fmt: skip


def get(identifier: Any) -> Any:
    """The initializer that a name, configuration, array or callable means; None for None.

    Args:
        identifier: a name, a configuration, a class, a callable `(shape, dtype)`, or the value.

    Returns:
        A callable from `(shape, dtype=...)` to a tensor.

    Raises:
        ValueError: it means nothing that is known.

    >>> import tenfold as tf
    >>> tf.keras.initializers.get("ones")((2,)).numpy().tolist()
    [1.0, 1.0]
    """
    if identifier is None:
        return None
    if isinstance(identifier, str):
        return find("initializer", identifier, _TABLE)()
    if isinstance(identifier, dict):
        return deserialize(identifier)
    if isinstance(identifier, type):
        return identifier()
    if callable(identifier):
        return identifier
    if isinstance(identifier, np.ndarray | np.generic) or tf.is_tensor(identifier):
        return Constant(identifier)
    raise ValueError(f"Could not interpret initializer identifier: {identifier!r}.")


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The initializer that `serialize` described; the module may be left out for ours."""
    if isinstance(config, dict) and config.get("module") is None and config["class_name"] in _TABLE:
        return _TABLE[config["class_name"]](**config["config"])
    return deserialize_keras_object(config, custom_objects)


serialize = serialize_keras_object
