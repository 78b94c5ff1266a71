"""Learning rates that depend on the step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tenfold as tf


class LearningRateSchedule:
    """A callable from a step to a learning rate; subclasses define `__call__`."""

    def __call__(self, step: Any) -> Any:
        """The learning rate at a step."""
        raise TypeError(f"{type(self).__name__} does not define `__call__(step)`.")

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """A schedule from its configuration."""
        return cls(**config)


class ExponentialDecay(LearningRateSchedule):
    """`initial_learning_rate * decay_rate ** (step / decay_steps)`.

    Args:
        initial_learning_rate: the rate at step 0.
        decay_steps: steps for one factor of `decay_rate`; positive.
        decay_rate: the factor.
        staircase: change in jumps, every `decay_steps` steps.
        name: a name.

    Raises:
        ValueError: `decay_steps` is not positive.

    >>> import tenfold as tf
    >>> decay = tf.keras.optimizers.schedules.ExponentialDecay(1.0, 2, 0.25)
    >>> float(decay(1))
    0.5
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        decay_rate: float,
        staircase: bool = False,
        name: str = "ExponentialDecay",
    ) -> None:
        if decay_steps <= 0:
            raise ValueError(f"ExponentialDecay: decay_steps must be > 0; received {decay_steps}.")
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = decay_steps
        self.decay_rate = decay_rate
        self.staircase = staircase
        self.name = name

    def __call__(self, step: Any) -> Any:
        """The learning rate at a step, a scalar."""
        factors = tf.cast(step, "float32") / tf.cast(self.decay_steps, "float32")
        if self.staircase:
            factors = tf.floor(factors)
        return self.initial_learning_rate * tf.pow(tf.cast(self.decay_rate, "float32"), factors)

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        names = ("initial_learning_rate", "decay_steps", "decay_rate", "staircase", "name")
        return {name: getattr(self, name) for name in names}


class PiecewiseConstantDecay(LearningRateSchedule):
    """One value up to each boundary, and one after the last.

    Args:
        boundaries: steps in growing order; a boundary belongs to the value before it.
        values: one more than boundaries.
        name: a name.

    Raises:
        ValueError: the two lengths do not fit.

    >>> import tenfold as tf
    >>> decay = tf.keras.optimizers.schedules.PiecewiseConstantDecay([10], [1.0, 0.5])
    >>> float(decay(10)), float(decay(11))
    (1.0, 0.5)
    """

    def __init__(
        self, boundaries: Sequence[int], values: Sequence[float], name: str = "PiecewiseConstant"
    ) -> None:
        if len(boundaries) != len(values) - 1:
            raise ValueError(
                "PiecewiseConstantDecay: expected one more value than boundaries; received "
                f"{len(boundaries)} boundaries and {len(values)} values."
            )
        self.boundaries, self.values, self.name = boundaries, values, name

    def __call__(self, step: Any) -> Any:
        """The learning rate at a step, a scalar."""
        step = tf.convert_to_tensor(step)
        rate = tf.constant(self.values[0], "float32")
        for boundary, value in zip(self.boundaries, self.values[1:]):
            is_past = step > tf.cast(boundary, step.dtype)
            rate = tf.where(is_past, tf.constant(value, "float32"), rate)
        return rate

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {"boundaries": self.boundaries, "values": self.values, "name": self.name}
