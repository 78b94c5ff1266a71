"""RMSprop: steps scaled by a running mean of squared gradients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tenfold as tf
from tenfold.keras.optimizers.base import Optimizer


class RMSprop(Optimizer):
    """Divides each gradient by the root of its running mean square (Hinton's lecture 6e).

    Args:
        learning_rate: a number or a schedule.
        rho: share of the running means that is kept.
        momentum: share of the last change that is kept.
        epsilon: added to the mean square.
        centered: subtract the squared running mean.
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
    >>> _ = tf.keras.optimizers.RMSprop(0.1).apply_gradients([(tf.constant(2.0), w)])
    >>> round(float(w), 4)
    0.6838
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        rho: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-7,
        centered: bool = False,
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
        self.rho = rho
        self.momentum = momentum
        self.epsilon = epsilon
        self.centered = centered

    def build(self, variables: Sequence[Any]) -> None:
        """Makes the running means and the last changes."""
        if self.built:
            return
        super().build(variables)
        self._squares = self.add_optimizer_variables(variables, "velocity")
        if self.momentum > 0:
            self._momentums = self.add_optimizer_variables(variables, "momentum")
        if self.centered:
            self._means = self.add_optimizer_variables(variables, "average_gradient")

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Changes one variable."""
        i = self._slot_of(variable)
        square = self.rho * self._squares[i] + (1 - self.rho) * tf.square(gradient)
        self._squares[i].assign(square)
        if self.centered:
            mean = self.rho * self._means[i] + (1 - self.rho) * gradient
            self._means[i].assign(mean)
            square = square - tf.square(mean)
        change = learning_rate * gradient / tf.sqrt(square + self.epsilon)
        if self.momentum > 0:
            change = self.momentum * self._momentums[i] + change
            self._momentums[i].assign(change)
        variable.assign_sub(change)

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {
            **super().get_config(),
            "rho": self.rho,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
            "centered": self.centered,
        }
