"""Adam: steps from running means of gradients and of their squares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tenfold as tf
from tenfold.keras.optimizers.base import Optimizer


class Adam(Optimizer):
    """Adaptive moment estimation (arXiv:1412.6980).

    Args:
        learning_rate: a number or a schedule.
        beta_1: share of the running mean that is kept.
        beta_2: share of the running mean square that is kept.
        epsilon: added to the root of the mean square.
        amsgrad: divide by the greatest mean square so far.
        weight_decay: share of each weight taken off at each step, times the learning rate.
        clipnorm: greatest norm of one gradient.
        clipvalue: greatest absolute value in a gradient.
        global_clipnorm: greatest norm of all gradients together.
        use_ema: keep moving averages of the weights.
        ema_momentum: how slowly the averages move.
        ema_overwrite_frequency: steps after which the averages become the weights.
        loss_scale_factor: factor of the loss, taken off the gradients.
        gradient_accumulation_steps: steps whose gradients are averaged into one update.
        name: a name.

    >>> import tenfold as tf
    >>> w = tf.Variable(1.0)
    >>> _ = tf.keras.optimizers.Adam(0.1).apply_gradients([(tf.constant(2.0), w)])
    >>> round(float(w), 4)
    0.9
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        amsgrad: bool = False,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            weight_decay=weight_decay,
            clipnorm=clipnorm,
            clipvalue=clipvalue,
            global_clipnorm=global_clipnorm,
            use_ema=use_ema,
            ema_momentum=ema_momentum,
            ema_overwrite_frequency=ema_overwrite_frequency,
            loss_scale_factor=loss_scale_factor,
            gradient_accumulation_steps=gradient_accumulation_steps,
            name=name,
            **kwargs,
        )
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.amsgrad = amsgrad

    def build(self, variables: Sequence[Any]) -> None:
        """Makes the running means."""
        if self.built:
            return
        super().build(variables)
        self._means, self._squares = self.add_optimizer_variables(
            variables, ["momentum", "velocity"]
        )
        if self.amsgrad:
            self._greatest = self.add_optimizer_variables(variables, "velocity_hat")

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Changes one variable."""
        i = self._slot_of(variable)
        dtype = variable.dtype
        count = tf.cast(self.iterations + 1, dtype)
        power_1 = tf.pow(tf.cast(self.beta_1, dtype), count)
        power_2 = tf.pow(tf.cast(self.beta_2, dtype), count)
        rate = learning_rate * tf.sqrt(1 - power_2) / (1 - power_1)
        mean = self._means[i] + (gradient - self._means[i]) * (1 - self.beta_1)
        square = self._squares[i] + (tf.square(gradient) - self._squares[i]) * (1 - self.beta_2)
        self._means[i].assign(mean)
        self._squares[i].assign(square)
        if self.amsgrad:
            square = tf.maximum(self._greatest[i], square)
            self._greatest[i].assign(square)
        variable.assign_sub(mean * rate / (tf.sqrt(square) + self.epsilon))

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {
            **super().get_config(),
            "beta_1": self.beta_1,
            "beta_2": self.beta_2,
            "epsilon": self.epsilon,
            "amsgrad": self.amsgrad,
        }
