"""The kinds of optimizers: what each makes of a value, its slots and a gradient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.engine.control_flow.dependencies import control_dependencies

from .base import Optimizer


class GradientDescentOptimizer(Optimizer):
    """Goes down the gradient by a fixed rate.

    Args:
      learning_rate: A number, tensor, or function that gives one.
      use_locking: Accepted for TensorFlow's sake.
      name: A name.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     w = tf.Variable(1.0)
      ...     step = tf.train.GradientDescentOptimizer(0.1).minimize(w * w)
      ...     session.run(tf.global_variables_initializer())
      ...     session.run(step)
      ...     round(float(session.run(w)), 6)
      0.8
    """

    def __init__(
        self, learning_rate: Any, use_locking: bool = False, name: str = "GradientDescent"
    ) -> None:
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate

    def update(self, value: Any, slots: Sequence[Any], gradient: Any) -> tuple[Any, list[Any]]:
        return value - self._number(self._learning_rate, value) * gradient, []


class MomentumOptimizer(Optimizer):
    """Goes down an exponentially weighted sum of gradients.

    Args:
      learning_rate: A number, tensor, or function that gives one.
      momentum: How much of the sum is kept.
      use_locking: Accepted for TensorFlow's sake.
      name: A name.
      use_nesterov: Whether to look ahead (Sutskever and others, ICML 2013).
    """

    slots = (("momentum", "Momentum", 0.0),)

    def __init__(
        self,
        learning_rate: Any,
        momentum: Any,
        use_locking: bool = False,
        name: str = "Momentum",
        use_nesterov: bool = False,
    ) -> None:
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._momentum = momentum
        self._use_nesterov = use_nesterov

    def update(self, value: Any, slots: Sequence[Any], gradient: Any) -> tuple[Any, list[Any]]:
        rate = self._number(self._learning_rate, value)
        momentum = self._number(self._momentum, value)
        total = slots[0] * momentum + gradient
        if self._use_nesterov:
            return value - (gradient * rate + total * momentum * rate), [total]
        return value - total * rate, [total]


class AdagradOptimizer(Optimizer):
    """Divides the rate by the root of the sum of squared gradients (Duchi and others, JMLR 2011).

    Args:
      learning_rate: A number, tensor, or function that gives one.
      initial_accumulator_value: What the sums start with; positive.
      use_locking: Accepted for TensorFlow's sake.
      name: A name.

    Raises:
      ValueError: The initial value is not positive.
    """

    slots = (("accumulator", "Adagrad", "_initial"),)

    def __init__(
        self,
        learning_rate: Any,
        initial_accumulator_value: float = 0.1,
        use_locking: bool = False,
        name: str = "Adagrad",
    ) -> None:
        if initial_accumulator_value <= 0.0:
            raise ValueError(
                f"initial_accumulator_value must be positive: {initial_accumulator_value}"
            )
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._initial = initial_accumulator_value

    def update(self, value: Any, slots: Sequence[Any], gradient: Any) -> tuple[Any, list[Any]]:
        total = slots[0] + call("Square", gradient)
        rate = self._number(self._learning_rate, value)
        return value - rate * gradient * call("Rsqrt", total), [total]


class AdadeltaOptimizer(Optimizer):
    """Scales gradients by the recent sizes of updates and gradients (Zeiler, arXiv:1212.5701).

    Args:
      learning_rate: A number, tensor, or function that gives one.
      rho: How much of the averages is kept.
      epsilon: Keeps divisions finite.
      use_locking: Accepted for TensorFlow's sake.
      name: A name.
    """

    slots = (("accum", "Adadelta", 0.0), ("accum_update", "Adadelta", 0.0))

    def __init__(
        self,
        learning_rate: Any = 0.001,
        rho: Any = 0.95,
        epsilon: Any = 1e-8,
        use_locking: bool = False,
        name: str = "Adadelta",
    ) -> None:
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._rho = rho
        self._epsilon = epsilon

    def update(self, value: Any, slots: Sequence[Any], gradient: Any) -> tuple[Any, list[Any]]:
        rate, rho, epsilon = (
            self._number(x, value) for x in (self._learning_rate, self._rho, self._epsilon)
        )
        squares = slots[0] * rho + call("Square", gradient) * (1.0 - rho)
        step = call("Sqrt", slots[1] + epsilon) * call("Rsqrt", squares + epsilon) * gradient
        steps = slots[1] * rho + call("Square", step) * (1.0 - rho)
        return value - step * rate, [squares, steps]


class AdamOptimizer(Optimizer):
    """Scales averaged gradients by the root of averaged squares (Kingma and Ba, arXiv:1412.6980).

    Args:
      learning_rate: A number, tensor, or function that gives one.
      beta1: How much of the average of gradients is kept.
      beta2: How much of the average of squares is kept.
      epsilon: Keeps divisions finite; added after the correction of the root ("epsilon hat").
      use_locking: Accepted for TensorFlow's sake.
      name: A name.
    """

    slots = (("m", "Adam", 0.0), ("v", "Adam", 0.0))
    rows_only = False  # the averages of rows without a gradient shrink too

    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta1: Any = 0.9,
        beta2: Any = 0.999,
        epsilon: Any = 1e-08,
        use_locking: bool = False,
        name: str = "Adam",
    ) -> None:
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._beta1 = beta1
        self._beta2 = beta2
        self._epsilon = epsilon
        self._powers: Any = None

    def _create_slots(self, variables: Sequence[Any]) -> None:
        self._powers = tuple(
            self._other(name, beta() if callable(beta) else beta)
            for name, beta in (("beta1_power", self._beta1), ("beta2_power", self._beta2))
        )
        super()._create_slots(variables)

    def update(self, value: Any, slots: Sequence[Any], gradient: Any) -> tuple[Any, list[Any]]:
        rate, beta1, beta2, epsilon, power1, power2 = (
            self._number(x, value)
            for x in (
                *(self._learning_rate, self._beta1, self._beta2, self._epsilon),
                *(p.value() for p in self._powers),
            )
        )
        rate = rate * call("Sqrt", 1.0 - power2) / (1.0 - power1)
        m = slots[0] + (gradient - slots[0]) * (1.0 - beta1)
        v = slots[1] + (call("Square", gradient) - slots[1]) * (1.0 - beta2)
        return value - m * rate / (call("Sqrt", v) + epsilon), [m, v]

    def _finish(self, updates: Sequence[Any]) -> list[Any]:
        with control_dependencies([x for x in updates if x is not None]):
            done = [
                power.assign(power.value() * self._number(beta, power))
                for power, beta in zip(self._powers, (self._beta1, self._beta2), strict=True)
            ]
        return [x.op for x in done] if state.graph is not None else []


class RMSPropOptimizer(Optimizer):
    """Divides gradients by the root of a running average of their squares (Tieleman and Hinton).

    Args:
      learning_rate: A number, tensor, or function that gives one.
      decay: How much of the average is kept.
      momentum: How much of the last update is kept.
      epsilon: Keeps divisions finite.
      use_locking: Accepted for TensorFlow's sake.
      centered: Whether to divide by an estimate of the variance instead.
      name: A name.
    """

    slots = (("rms", "RMSProp", 1.0), ("momentum", "RMSProp", 0.0))

    def __init__(
        self,
        learning_rate: Any,
        decay: Any = 0.9,
        momentum: Any = 0.0,
        epsilon: Any = 1e-10,
        use_locking: bool = False,
        centered: bool = False,
        name: str = "RMSProp",
    ) -> None:
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._decay = decay
        self._momentum = momentum
        self._epsilon = epsilon
        if centered:
            rms, momenta = type(self).slots
            self.slots = (rms, ("mg", "RMSProp", 0.0), momenta)

    def update(self, value: Any, slots: Sequence[Any], gradient: Any) -> tuple[Any, list[Any]]:
        rate, decay, momentum, epsilon = (
            self._number(x, value)
            for x in (self._learning_rate, self._decay, self._momentum, self._epsilon)
        )
        squares = slots[0] + (call("Square", gradient) - slots[0]) * (1.0 - decay)
        spread, means = squares, []
        if len(slots) == 3:
            means = [slots[1] + (gradient - slots[1]) * (1.0 - decay)]
            spread = squares - call("Square", means[0])
        step = slots[-1] * momentum + rate * gradient * call("Rsqrt", spread + epsilon)
        return value - step, [squares, *means, step]


class FtrlOptimizer(Optimizer):
    """Follows the regularized leader (McMahan and others, KDD 2013).

    Args:
      learning_rate: A number, tensor, or function that gives one.
      learning_rate_power: Not positive; how the rate falls.
      initial_accumulator_value: What the sums of squares start with.
      l1_regularization_strength: Not negative.
      l2_regularization_strength: Not negative.
      use_locking: Accepted for TensorFlow's sake.
      name: A name.
      accum_name: A name for the sums of squares.
      linear_name: A name for the linear terms.
      l2_shrinkage_regularization_strength: Not negative; shrinks by the value's size.
      beta: Added to the sums' roots.

    Raises:
      ValueError: A number is out of range.
    """

    slots = (("accum", "Ftrl", "_initial"), ("linear", "Ftrl", 0.0))

    def __init__(
        self,
        learning_rate: Any,
        learning_rate_power: float = -0.5,
        initial_accumulator_value: float = 0.1,
        l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        use_locking: bool = False,
        name: str = "Ftrl",
        accum_name: str | None = None,
        linear_name: str | None = None,
        l2_shrinkage_regularization_strength: float = 0.0,
        beta: float | None = None,
    ) -> None:
        super().__init__(use_locking, name)
        if learning_rate_power > 0.0:
            raise ValueError(
                f"learning_rate_power {learning_rate_power} needs to be negative or zero"
            )
        strengths = {
            "initial_accumulator_value": initial_accumulator_value,
            "l1_regularization_strength": l1_regularization_strength,
            "l2_regularization_strength": l2_regularization_strength,
            "l2_shrinkage_regularization_strength": l2_shrinkage_regularization_strength,
        }
        for what, value in strengths.items():
            if value < 0.0:
                raise ValueError(f"{what} {value} needs to be positive or zero")
        self._learning_rate = learning_rate
        self._power = learning_rate_power
        self._initial = initial_accumulator_value
        self._l1 = l1_regularization_strength
        self._l2 = l2_regularization_strength
        self._shrinkage = l2_shrinkage_regularization_strength
        self._beta = beta or 0.0
        self.slots = (
            ("accum", accum_name or name, "_initial"),
            ("linear", linear_name or name, 0.0),
        )

    def update(self, value: Any, slots: Sequence[Any], gradient: Any) -> tuple[Any, list[Any]]:
        rate = self._number(self._learning_rate, value)
        total, linear = slots
        new_total = total + call("Square", gradient)
        powers = [call("Pow", x, self._number(-self._power, value)) for x in (total, new_total)]
        shrunk = gradient + value * (2.0 * self._shrinkage)
        linear = linear + shrunk - (powers[1] - powers[0]) / rate * value
        l2 = 2.0 * self._l2 + self._beta / rate
        quadratic = powers[1] / rate + l2
        clipped = call("Minimum", call("Maximum", linear, -self._l1), self._l1)
        return (clipped - linear) / quadratic, [new_total, linear]


class _Proximal(Optimizer):
    """What proximal optimizers share: after a step values shrink towards zero."""

    _l1: float
    _l2: float

    def _shrunk(self, stepped: Any, rate: Any) -> Any:
        size = call("Maximum", call("Abs", stepped) - rate * self._l1, 0.0)
        if self._l1 > 0:
            stepped = call("Sign", stepped) * size
        return stepped / (1.0 + rate * self._l2)


class ProximalGradientDescentOptimizer(_Proximal):
    """Gradient descent with L1 and L2 regularization by shrinking (Duchi and Singer, JMLR 2009).

    Args:
      learning_rate: A number or tensor.
      l1_regularization_strength: Not negative.
      l2_regularization_strength: Not negative.
      use_locking: Accepted for TensorFlow's sake.
      name: A name.
    """

    def __init__(
        self,
        learning_rate: Any,
        l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        use_locking: bool = False,
        name: str = "ProximalGradientDescent",
    ) -> None:
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._l1 = l1_regularization_strength
        self._l2 = l2_regularization_strength

    def update(self, value: Any, slots: Sequence[Any], gradient: Any) -> tuple[Any, list[Any]]:
        rate = self._number(self._learning_rate, value)
        return self._shrunk(value - rate * gradient, rate), []


class ProximalAdagradOptimizer(_Proximal):
    """Adagrad with L1 and L2 regularization by shrinking (Duchi and Singer, JMLR 2009).

    Args:
      learning_rate: A number or tensor.
      initial_accumulator_value: What the sums start with; positive.
      l1_regularization_strength: Not negative.
      l2_regularization_strength: Not negative.
      use_locking: Accepted for TensorFlow's sake.
      name: A name.

    Raises:
      ValueError: The initial value is not positive.
    """

    slots = (("accumulator", "ProximalAdagrad", "_initial"),)

    def __init__(
        self,
        learning_rate: Any,
        initial_accumulator_value: float = 0.1,
        l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        use_locking: bool = False,
        name: str = "ProximalAdagrad",
    ) -> None:
        if initial_accumulator_value <= 0.0:
            raise ValueError(
                f"initial_accumulator_value must be positive: {initial_accumulator_value}"
            )
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._initial = initial_accumulator_value
        self._l1 = l1_regularization_strength
        self._l2 = l2_regularization_strength

    def update(self, value: Any, slots: Sequence[Any], gradient: Any) -> tuple[Any, list[Any]]:
        total = slots[0] + call("Square", gradient)
        rate = self._number(self._learning_rate, value) * call("Rsqrt", total)
        return self._shrunk(value - rate * gradient, rate), [total]


class AdagradDAOptimizer(Optimizer):
    """Adagrad with dual averaging, for sparse linear models (Duchi and others, JMLR 2011).

    Args:
      learning_rate: A number or tensor.
      global_step: The variable that counts the updates.
      initial_gradient_squared_accumulator_value: What the sums of squares start with; positive.
      l1_regularization_strength: Not negative.
      l2_regularization_strength: Not negative.
      use_locking: Accepted for TensorFlow's sake.
      name: A name.

    Raises:
      ValueError: The initial value is not positive.
    """

    slots = (
        ("gradient_accumulator", "AdagradDA", 0.0),
        ("gradient_squared_accumulator", "AdagradDA", "_initial"),
    )

    def __init__(
        self,
        learning_rate: Any,
        global_step: Any,
        initial_gradient_squared_accumulator_value: float = 0.1,
        l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        use_locking: bool = False,
        name: str = "AdagradDA",
    ) -> None:
        if initial_gradient_squared_accumulator_value <= 0.0:
            raise ValueError(
                "initial_gradient_squared_accumulator_value must be positive: "
                f"{initial_gradient_squared_accumulator_value}"
            )
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._global_step = global_step
        self._initial = initial_gradient_squared_accumulator_value
        self._l1 = l1_regularization_strength
        self._l2 = l2_regularization_strength

    def update(self, value: Any, slots: Sequence[Any], gradient: Any) -> tuple[Any, list[Any]]:
        rate = self._number(self._learning_rate, value)
        step = call("Cast", to_tensor(self._global_step) + 1, DstT=value.dtype)
        total, squares = slots[0] + gradient, slots[1] + call("Square", gradient)
        shrunk = total
        if self._l1 > 0:
            size = call("Maximum", call("Abs", total) - step * self._l1, 0.0)
            shrunk = call("Sign", total) * size
        divisor = self._l2 * step * rate + call("Sqrt", squares)
        return -rate * shrunk / divisor, [total, squares]
