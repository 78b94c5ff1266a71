"""Initializers: objects that make the first value of a weight from its shape."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import tenfold as tf

from . import serialization
from .config import floatx
from .naming import SeedGenerator, draw_seed, make_default_seed

# The standard deviation of a standard normal distribution that is cut at two of its own.
_TRUNCATED_STDDEV = 0.87962566103423978

Shape = Sequence[int]
Seed = int | SeedGenerator | None


class Initializer:
    """Base of initializers: subclasses define `__call__(shape, dtype)`.

    Example:
      >>> import tenfold as tf
      >>> class Twos(Initializer):
      ...     def __call__(self, shape, dtype=None):
      ...         return tf.fill(shape, 2.0)
      >>> Twos()([2]).numpy().tolist()
      [2.0, 2.0]
    """

    def __call__(self, shape: Shape, dtype: Any = None) -> Any:
        """A tensor of `shape` and `dtype`."""
        raise TypeError(f"{type(self).__name__} must define __call__(self, shape, dtype=None).")

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal initializer."""
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Initializer:
        """Makes an initializer of `get_config`'s answer."""
        return cls(**config)


class Zeros(Initializer):
    """All zeros.

    Example:
      >>> Zeros()([2]).numpy().tolist()
      [0.0, 0.0]
    """

    def __call__(self, shape: Shape, dtype: Any = None) -> Any:
        """Zeros of `shape`."""
        return tf.zeros(shape, dtype or floatx())


class Ones(Initializer):
    """All ones.

    Example:
      >>> Ones()([2]).numpy().tolist()
      [1.0, 1.0]
    """

    def __call__(self, shape: Shape, dtype: Any = None) -> Any:
        """Ones of `shape`."""
        return tf.ones(shape, dtype or floatx())


class Constant(Initializer):
    """One value everywhere.

    Args:
      value: A number, or an array that broadcasts to the weight's shape.

    Example:
      >>> Constant(3.0)([2]).numpy().tolist()
      [3.0, 3.0]
    """

    def __init__(self, value: Any = 0.0) -> None:
        self.value = value

    def __call__(self, shape: Shape, dtype: Any = None) -> Any:
        """`value`, broadcast to `shape`."""
        dtype = dtype or floatx()
        return tf.cast(self.value, dtype) * tf.ones(shape, dtype)

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal initializer."""
        return {"value": serialization.serialize(self.value)}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Constant:
        """Makes an initializer of `get_config`'s answer."""
        value = config["value"]
        return cls(serialization.deserialize(value, {}) if isinstance(value, dict) else value)


class Identity(Initializer):
    """The identity matrix, times `gain`.

    Args:
      gain: A factor.

    Example:
      >>> Identity(2.0)([2, 2]).numpy().tolist()
      [[2.0, 0.0], [0.0, 2.0]]
    """

    def __init__(self, gain: float = 1.0) -> None:
        self.gain = gain

    def __call__(self, shape: Shape, dtype: Any = None) -> Any:
        """A matrix of `shape`, which has two dimensions; else ValueError."""
        if len(shape) != 2:
            raise ValueError(f"Identity: shape must have 2 dimensions; received {tuple(shape)}.")
        return self.gain * tf.eye(*shape, dtype=dtype or floatx())

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal initializer."""
        return {"gain": self.gain}


class RandomInitializer(Initializer):
    """Base of initializers that draw: an integer seed gives the same numbers at every call.

    Args:
      seed: An integer, a `SeedGenerator` for other numbers at each call, or None to draw a seed.

    Raises:
      ValueError: `seed` is something else.
    """

    def __init__(self, seed: Seed | dict[str, Any] = None) -> None:
        if isinstance(seed, dict):
            seed = SeedGenerator.from_config(seed["config"])
        if seed is not None and (
            isinstance(seed, bool) or not isinstance(seed, int | SeedGenerator)
        ):
            raise ValueError(
                f"{type(self).__name__}: seed must be an integer, a SeedGenerator or None; "
                f"received {seed!r}."
            )
        self._init_seed = seed
        self.seed: int | SeedGenerator = make_default_seed() if seed is None else seed

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal initializer."""
        return {"seed": serialization.serialize(self._init_seed)}


def _normal(seed: Seed, shape: Shape, mean: float, stddev: float, dtype: Any) -> Any:
    return tf.random.stateless_normal(shape, draw_seed(seed), mean, stddev, dtype or floatx())


def _truncated(seed: Seed, shape: Shape, mean: float, stddev: float, dtype: Any) -> Any:
    return tf.random.stateless_truncated_normal(
        shape, draw_seed(seed), mean, stddev, dtype or floatx()
    )


def _uniform(seed: Seed, shape: Shape, low: float, high: float, dtype: Any) -> Any:
    return tf.random.stateless_uniform(shape, draw_seed(seed), low, high, dtype or floatx())


class RandomNormal(RandomInitializer):
    """Draws from a normal distribution.

    Args:
      mean, stddev: The distribution's mean and standard deviation.
      seed: An integer, a `SeedGenerator`, or None.

    Example:
      >>> RandomNormal(seed=1)([2, 3]).shape
      TensorShape([2, 3])
    """

    _draw = staticmethod(_normal)

    def __init__(self, mean: float = 0.0, stddev: float = 0.05, seed: Seed = None) -> None:
        self.mean, self.stddev = mean, stddev
        super().__init__(seed)

    def __call__(self, shape: Shape, dtype: Any = None) -> Any:
        """Random numbers of `shape`."""
        return self._draw(self.seed, shape, self.mean, self.stddev, dtype)

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal initializer."""
        return {**super().get_config(), "mean": self.mean, "stddev": self.stddev}


class TruncatedNormal(RandomNormal):
    """Draws from a normal distribution, and again what lies two standard deviations off.

    Args:
      mean, stddev: The mean and standard deviation before the cut.
      seed: An integer, a `SeedGenerator`, or None.

    Example:
      >>> float(abs(TruncatedNormal(seed=1)([100]).numpy()).max()) <= 0.1
      True
    """

    _draw = staticmethod(_truncated)


class RandomUniform(RandomInitializer):
    """Draws from a uniform distribution.

    Args:
      minval, maxval: The interval's ends.
      seed: An integer, a `SeedGenerator`, or None.

    Example:
      >>> float(abs(RandomUniform(seed=1)([100]).numpy()).max()) <= 0.05
      True
    """

    def __init__(self, minval: float = -0.05, maxval: float = 0.05, seed: Seed = None) -> None:
        self.minval, self.maxval = minval, maxval
        super().__init__(seed)

    def __call__(self, shape: Shape, dtype: Any = None) -> Any:
        """Random numbers of `shape`."""
        return _uniform(self.seed, shape, self.minval, self.maxval, dtype)

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal initializer."""
        return {**super().get_config(), "minval": self.minval, "maxval": self.maxval}


class VarianceScaling(RandomInitializer):
    """Draws with a variance of `scale / n`, where `n` counts inputs, outputs or their mean.

    Args:
      scale: A positive factor.
      mode: What `n` is: `"fan_in"`, `"fan_out"` or `"fan_avg"`.
      distribution: `"truncated_normal"`, `"untruncated_normal"` or `"uniform"`.
      seed: An integer, a `SeedGenerator`, or None.
      input_axes, output_axes: The axes that count as inputs and outputs; by default the last two.

    Raises:
      ValueError: `scale` is not positive, or a name is unknown.

    Example:
      >>> VarianceScaling(2.0, "fan_out", "uniform", seed=1)([2, 3]).shape
      TensorShape([2, 3])
    """

    def __init__(
        self,
        scale: float = 1.0,
        mode: str = "fan_in",
        distribution: str = "truncated_normal",
        seed: Seed = None,
        input_axes: Sequence[int] | None = None,
        output_axes: Sequence[int] | None = None,
    ) -> None:
        if scale <= 0.0:
            raise ValueError(f"VarianceScaling: scale must be positive; received {scale!r}.")
        if mode not in ("fan_in", "fan_out", "fan_avg"):
            raise ValueError(
                f"VarianceScaling: mode must be fan_in, fan_out or fan_avg; received {mode!r}."
            )
        distribution = distribution.lower()
        if distribution == "normal":
            distribution = "truncated_normal"
        if distribution not in ("uniform", "truncated_normal", "untruncated_normal"):
            raise ValueError(
                "VarianceScaling: distribution must be uniform, truncated_normal or "
                f"untruncated_normal; received {distribution!r}."
            )
        self.scale, self.mode, self.distribution = scale, mode, distribution
        self.input_axes, self.output_axes = input_axes, output_axes
        super().__init__(seed)

    def __call__(self, shape: Shape, dtype: Any = None) -> Any:
        """Random numbers of `shape`."""
        fan_in, fan_out = count_fans(shape, self.input_axes, self.output_axes)
        fans = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2.0}
        scale = self.scale / max(1.0, fans[self.mode])
        if self.distribution == "uniform":
            limit = math.sqrt(3.0 * scale)
            return _uniform(self.seed, shape, -limit, limit, dtype)
        if self.distribution == "untruncated_normal":
            return _normal(self.seed, shape, 0.0, math.sqrt(scale), dtype)
        return _truncated(self.seed, shape, 0.0, math.sqrt(scale) / _TRUNCATED_STDDEV, dtype)

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal initializer."""
        return {
            **super().get_config(),
            "scale": self.scale,
            "mode": self.mode,
            "distribution": self.distribution,
            "input_axes": self.input_axes,
            "output_axes": self.output_axes,
        }


def count_fans(
    shape: Shape,
    input_axes: Sequence[int] | None = None,
    output_axes: Sequence[int] | None = None,
) -> tuple[int, int]:
    """How many inputs and outputs each unit of a weight of this shape is joined to.

    A kernel is `[*space, inputs, outputs]`: the places of its window multiply both counts.
    """
    shape = tuple(shape)
    if input_axes is None and output_axes is None and len(shape) < 2:
        size = shape[0] if shape else 1
        return size, size
    inputs = [axis % len(shape) for axis in ([-2] if input_axes is None else input_axes)]
    outputs = [axis % len(shape) for axis in ([-1] if output_axes is None else output_axes)]
    window = math.prod(d for axis, d in enumerate(shape) if axis not in {*inputs, *outputs})
    fan_in = window * math.prod(shape[axis] for axis in inputs)
    return int(fan_in), int(window * math.prod(shape[axis] for axis in outputs))


class _Scaled(VarianceScaling):
    """A VarianceScaling whose scale, mode and distribution are fixed."""

    _fixed: tuple[float, str, str]

    def __init__(
        self,
        seed: Seed = None,
        input_axes: Sequence[int] | None = None,
        output_axes: Sequence[int] | None = None,
    ) -> None:
        super().__init__(*self._fixed, seed, input_axes, output_axes)

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal initializer."""
        config = super().get_config()
        return {key: config[key] for key in ("seed", "input_axes", "output_axes")}


class GlorotUniform(_Scaled):
    """Uniform with variance 2 / (inputs + outputs) (Glorot and Bengio, 2010).

    Args:
      seed: An integer, a `SeedGenerator`, or None.
      input_axes, output_axes: The axes that count as inputs and outputs.

    Example:
      >>> float(abs(GlorotUniform(seed=1)([3, 3]).numpy()).max()) <= 1.0
      True
    """

    _fixed = (1.0, "fan_avg", "uniform")


class GlorotNormal(_Scaled):
    """Truncated normal with variance 2 / (inputs + outputs) (Glorot and Bengio, 2010).

    Args:
      seed: An integer, a `SeedGenerator`, or None.
      input_axes, output_axes: The axes that count as inputs and outputs.

    Example:
      >>> GlorotNormal(seed=1)([2, 3]).shape
      TensorShape([2, 3])
    """

    _fixed = (1.0, "fan_avg", "truncated_normal")


class HeUniform(_Scaled):
    """Uniform with variance 2 / inputs (He et al., 2015).

    Args:
      seed: An integer, a `SeedGenerator`, or None.
      input_axes, output_axes: The axes that count as inputs and outputs.

    Example:
      >>> float(abs(HeUniform(seed=1)([6, 3]).numpy()).max()) <= 1.0
      True
    """

    _fixed = (2.0, "fan_in", "uniform")


class HeNormal(_Scaled):
    """Truncated normal with variance 2 / inputs (He et al., 2015).

    Args:
      seed: An integer, a `SeedGenerator`, or None.
      input_axes, output_axes: The axes that count as inputs and outputs.

    Example:
      >>> HeNormal(seed=1)([2, 3]).shape
      TensorShape([2, 3])
    """

    _fixed = (2.0, "fan_in", "truncated_normal")


class LecunUniform(_Scaled):
    """Uniform with variance 1 / inputs (LeCun et al., 1998).

    Args:
      seed: An integer, a `SeedGenerator`, or None.
      input_axes, output_axes: The axes that count as inputs and outputs.

    Example:
      >>> float(abs(LecunUniform(seed=1)([3, 3]).numpy()).max()) <= 1.0
      True
    """

    _fixed = (1.0, "fan_in", "uniform")


class LecunNormal(_Scaled):
    """Truncated normal with variance 1 / inputs (LeCun et al., 1998).

    Args:
      seed: An integer, a `SeedGenerator`, or None.
      input_axes, output_axes: The axes that count as inputs and outputs.

    Example:
      >>> LecunNormal(seed=1)([2, 3]).shape
      TensorShape([2, 3])
    """

    _fixed = (1.0, "fan_in", "truncated_normal")


class Orthogonal(RandomInitializer):
    """A matrix with orthonormal rows or columns, times `gain` (Saxe et al., 2014).

    A shape of more than two dimensions is filled through `[product of all but the last, last]`.

    Args:
      gain: A factor.
      seed: An integer, a `SeedGenerator`, or None.

    Example:
      >>> q = Orthogonal(seed=1)([2, 2]).numpy()
      >>> (q @ q.T).round(5).tolist() == [[1, 0], [0, 1]]
      True
    """

    def __init__(self, gain: float = 1.0, seed: Seed = None) -> None:
        self.gain = gain
        super().__init__(seed)

    def __call__(self, shape: Shape, dtype: Any = None) -> Any:
        """A tensor of `shape`, which has at least two dimensions; else ValueError."""
        if len(shape) < 2:
            raise ValueError(
                f"Orthogonal: shape must have at least 2 dimensions; received {tuple(shape)}."
            )
        rows, columns = math.prod(shape[:-1]), shape[-1]
        drawn = _normal(self.seed, (max(rows, columns), min(rows, columns)), 0.0, 1.0, dtype)
        q, r = tf.linalg.qr(drawn)
        q *= tf.sign(tf.linalg.diag_part(r))  # makes the answer unique
        return self.gain * tf.reshape(tf.transpose(q) if rows < columns else q, shape)

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal initializer."""
        return {**super().get_config(), "gain": self.gain}


zeros, ones, constant, identity = Zeros, Ones, Constant, Identity
random_normal, random_uniform, truncated_normal = RandomNormal, RandomUniform, TruncatedNormal
variance_scaling, orthogonal = VarianceScaling, Orthogonal
glorot_uniform, glorot_normal = GlorotUniform, GlorotNormal
he_uniform, he_normal = HeUniform, HeNormal
lecun_uniform, lecun_normal = LecunUniform, LecunNormal
IdentityInitializer, OrthogonalInitializer = Identity, Orthogonal

_REGISTRY = {
    "uniform": RandomUniform,
    "normal": RandomNormal,
    "one": Ones,
    "zero": Zeros,
    "IdentityInitializer": Identity,
    "OrthogonalInitializer": Orthogonal,
    **serialization.with_snake_names(
        Zeros, Ones, Constant, Identity, Orthogonal, RandomNormal, RandomUniform, TruncatedNormal
    ),
    **serialization.with_snake_names(VarianceScaling, GlorotUniform, GlorotNormal),
    **serialization.with_snake_names(HeUniform, HeNormal, LecunUniform, LecunNormal),
}


def get(identifier: Any) -> Any:
    """The initializer that a name, configuration, class, object or function means.

    Args:
      identifier: As in `"he_normal"`, `Zeros`, `Constant(2.0)`, a number, or None.

    Returns:
      An initializer or function of `(shape, dtype)`; None for None.

    Raises:
      ValueError: The name is unknown.

    Example:
      >>> type(get("he_normal")).__name__
      'HeNormal'
    """
    if isinstance(identifier, bool | int | float) or hasattr(identifier, "dtype"):
        return Constant(identifier)
    return serialization.resolve(identifier, _REGISTRY, "initializer", Initializer)


def serialize(initializer: Any) -> Any:
    """The configuration of an initializer.

    Args:
      initializer: An initializer.

    Returns:
      A dictionary of plain values.

    Example:
      >>> serialize(Constant(2.0))["config"]
      {'value': 2.0}
    """
    return serialization.serialize(initializer)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The initializer that `serialize` described.

    Args:
      config: A configuration.
      custom_objects: More classes by name.

    Returns:
      An initializer.

    Raises:
      ValueError: The configuration names an unknown class.

    Example:
      >>> deserialize(serialize(Constant(2.0))).value
      2.0
    """
    return serialization.deserialize(config, _REGISTRY, custom_objects, "initializer")
