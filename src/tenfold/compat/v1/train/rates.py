"""Learning rates that fall with the number of steps."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from tenfold.core import context
from tenfold.core.context import name_scope
from tenfold.core.convert import convert_to_tensor as convert
from tenfold.core.op import call
from tenfold.ops.random.stateful import normal


def _rate(name: str | None, default: str, learning_rate: Any, compute: Callable[..., Any]) -> Any:
    """A rate as a tensor of the graph, or as a function where calls run at once."""

    def value() -> Any:
        with name_scope(name or default):
            return compute(convert(learning_rate))

    return value if context.executing_eagerly() else value()


def _as(x: Any, like: Any) -> Any:
    x = x() if callable(x) else x
    x = convert(x)
    return x if x.dtype is like.dtype else call("Cast", x, DstT=like.dtype)


def exponential_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    decay_rate: Any,
    staircase: bool = False,
    name: str | None = None,
) -> Any:
    """`learning_rate * decay_rate ** (global_step / decay_steps)`.

    Args:
      learning_rate: The first rate.
      global_step: The number of steps: a variable or tensor.
      decay_steps: After how many steps the rate has been multiplied once.
      decay_rate: What it is multiplied by.
      staircase: Whether it changes only after whole `decay_steps`.
      name: A name.

    Returns:
      A scalar; where calls run at once, a function that gives it.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     session.run(tf.train.exponential_decay(1.0, 2, 1, 0.5)).item()
      0.25
    """

    def compute(rate: Any) -> Any:
        share = _as(global_step, rate) / _as(decay_steps, rate)
        share = call("Floor", share) if staircase else share
        return rate * call("Pow", _as(decay_rate, rate), share)

    return _rate(name, "ExponentialDecay", learning_rate, compute)


def natural_exp_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    decay_rate: Any,
    staircase: bool = False,
    name: str | None = None,
) -> Any:
    """`learning_rate * exp(-decay_rate * global_step / decay_steps)`; see `exponential_decay`."""

    def compute(rate: Any) -> Any:
        share = _as(global_step, rate) / _as(decay_steps, rate)
        share = call("Floor", share) if staircase else share
        return rate * call("Exp", -_as(decay_rate, rate) * share)

    return _rate(name, "NaturalExpDecay", learning_rate, compute)


def inverse_time_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    decay_rate: Any,
    staircase: bool = False,
    name: str | None = None,
) -> Any:
    """`learning_rate / (1 + decay_rate * global_step / decay_steps)`; see `exponential_decay`."""

    def compute(rate: Any) -> Any:
        share = _as(global_step, rate) / _as(decay_steps, rate)
        share = call("Floor", share) if staircase else share
        return rate / (1.0 + _as(decay_rate, rate) * share)

    return _rate(name, "InverseTimeDecay", learning_rate, compute)


def polynomial_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    end_learning_rate: Any = 0.0001,
    power: Any = 1.0,
    cycle: bool = False,
    name: str | None = None,
) -> Any:
    """From `learning_rate` to `end_learning_rate` along a power of the remaining share of steps.

    Args:
      learning_rate: The first rate.
      global_step: The number of steps.
      decay_steps: After how many steps the last rate is reached.
      end_learning_rate: The last rate.
      power: The power; 1 is a straight line.
      cycle: Whether it starts again, over more steps, beyond `decay_steps`.
      name: A name.

    Returns:
      A scalar; where calls run at once, a function that gives it.
    """

    def compute(rate: Any) -> Any:
        step, steps = _as(global_step, rate), _as(decay_steps, rate)
        end = _as(end_learning_rate, rate)
        if cycle:
            rounds = call("Ceil", step / steps)
            steps = steps * call("Maximum", rounds, 1.0)
        else:
            step = call("Minimum", step, steps)
        return (rate - end) * call("Pow", 1.0 - step / steps, _as(power, rate)) + end

    return _rate(name, "PolynomialDecay", learning_rate, compute)


def cosine_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    alpha: Any = 0.0,
    name: str | None = None,
) -> Any:
    """From `learning_rate` to `alpha` of it along half a cosine (arXiv:1608.03983).

    Args:
      learning_rate: The first rate.
      global_step: The number of steps.
      decay_steps: After how many steps the last rate is reached.
      alpha: The last rate, as a fraction of the first.
      name: A name.

    Returns:
      A scalar; where calls run at once, a function that gives it.
    """

    def compute(rate: Any) -> Any:
        steps = _as(decay_steps, rate)
        done = call("Minimum", _as(global_step, rate), steps) / steps
        wave = 0.5 * (1.0 + call("Cos", done * math.pi))
        return rate * ((1.0 - alpha) * wave + alpha)

    return _rate(name, "CosineDecay", learning_rate, compute)


def cosine_decay_restarts(
    learning_rate: Any,
    global_step: Any,
    first_decay_steps: Any,
    t_mul: float = 2.0,
    m_mul: float = 1.0,
    alpha: float = 0.0,
    name: str | None = None,
) -> Any:
    """Cosine decay that starts again, each time over more steps (arXiv:1608.03983).

    Args:
      learning_rate: The first rate.
      global_step: The number of steps.
      first_decay_steps: The length of the first period.
      t_mul: How much longer each period is than the one before.
      m_mul: How much higher each period starts.
      alpha: The last rate of a period, as a fraction of the first.
      name: A name.

    Returns:
      A scalar; where calls run at once, a function that gives it.
    """

    def compute(rate: Any) -> Any:
        done = _as(global_step, rate) / _as(first_decay_steps, rate)
        if t_mul == 1.0:
            period = call("Floor", done)
            done = done - period
        else:
            grown = call("Log", 1.0 - done * (1.0 - t_mul)) / math.log(t_mul)
            period = call("Floor", grown)
            power = call("Pow", _as(t_mul, rate), period)
            done = (done - (1.0 - power) / (1.0 - t_mul)) / power
        start = call("Pow", _as(m_mul, rate), period)
        wave = 0.5 * start * (1.0 + call("Cos", done * math.pi))
        return rate * ((1.0 - alpha) * wave + alpha)

    return _rate(name, "SGDRDecay", learning_rate, compute)


def _linear_cosine(
    rate: Any, step: Any, steps: Any, periods: float, alpha: float, beta: float, noise: Any
) -> Any:
    """A line and a cosine multiplied; `noise` of the step is added to the line."""
    steps = _as(steps, rate)
    step = call("Minimum", _as(step, rate), steps)
    share = step / steps
    line = 1.0 - share + noise(step)
    wave = 0.5 * (1.0 + call("Cos", share * (2.0 * math.pi * periods)))
    return rate * ((alpha + line) * wave + beta)


def linear_cosine_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    num_periods: float = 0.5,
    alpha: float = 0.0,
    beta: float = 0.001,
    name: str | None = None,
) -> Any:
    """A linear decay times a cosine (Bello and others, ICML 2017).

    Args:
      learning_rate: The first rate.
      global_step: The number of steps.
      decay_steps: Over how many steps the rate falls.
      num_periods: Over how many periods the cosine goes.
      alpha: Added to the line.
      beta: Added to the product.
      name: A name.

    Returns:
      A scalar; where calls run at once, a function that gives it.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     round(session.run(tf.train.linear_cosine_decay(0.5, 10, 10)).item(), 6)
      0.0005
    """

    def compute(rate: Any) -> Any:
        return _linear_cosine(
            rate, global_step, decay_steps, num_periods, alpha, beta, lambda step: 0.0
        )

    return _rate(name, "LinearCosineDecay", learning_rate, compute)


def noisy_linear_cosine_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    initial_variance: float = 1.0,
    variance_decay: float = 0.55,
    num_periods: float = 0.5,
    alpha: float = 0.0,
    beta: float = 0.001,
    name: str | None = None,
) -> Any:
    """`linear_cosine_decay` with normal noise on the line (Bello and others, ICML 2017).

    Args:
      learning_rate: The first rate.
      global_step: The number of steps.
      decay_steps: Over how many steps the rate falls.
      initial_variance: The noise's variance at the start.
      variance_decay: The variance is divided by `(1 + step) ** variance_decay`.
      num_periods: Over how many periods the cosine goes.
      alpha: Added to the line.
      beta: Added to the product.
      name: A name.

    Returns:
      A scalar; where calls run at once, a function that gives it.
    """

    def compute(rate: Any) -> Any:
        def noise(step: Any) -> Any:
            spread = initial_variance / call("Pow", 1.0 + step, _as(variance_decay, rate))
            drawn = normal([], 0.0, 1.0, rate.dtype)
            return drawn * call("Sqrt", spread)

        return _linear_cosine(rate, global_step, decay_steps, num_periods, alpha, beta, noise)

    return _rate(name, "NoisyLinearCosineDecay", learning_rate, compute)


def piecewise_constant(
    x: Any, boundaries: Sequence[Any], values: Sequence[Any], name: str | None = None
) -> Any:
    """A rate that is constant between boundaries.

    Args:
      x: The number of steps.
      boundaries: Rising numbers of steps.
      values: One rate more than there are boundaries; a boundary belongs to the rate before it.
      name: A name.

    Returns:
      A scalar; where calls run at once, a function that gives it.

    Raises:
      ValueError: The numbers of boundaries and values do not fit.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     session.run(tf.train.piecewise_constant(5, [4], [1.0, 0.5])).item()
      0.5
    """
    if len(boundaries) != len(values) - 1:
        raise ValueError(
            "The length of boundaries should be 1 less than the length of values; received "
            f"{len(boundaries)} and {len(values)}."
        )

    def compute(first: Any) -> Any:
        step = convert(x() if callable(x) else x)
        found = first
        for boundary, value in zip(boundaries, values[1:], strict=True):
            beyond = call("Greater", step, _as(boundary, step))
            found = call("SelectV2", beyond, _as(value, first), found)
        return found

    return _rate(name, "PiecewiseConstant", values[0], compute)


piecewise_constant_decay = piecewise_constant
