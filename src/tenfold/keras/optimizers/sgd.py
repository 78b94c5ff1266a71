"""SGD: gradient descent, with momentum where it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenfold.keras.optimizers.base import Optimizer


class SGD(Optimizer):
    """`w -= learning_rate * gradient`, or along a velocity that remembers past gradients.

    Args:
        learning_rate: a number or a schedule.
        momentum: share of the velocity that is kept, within 0 and 1.
        nesterov: look ahead along the velocity.
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

    Raises:
        ValueError: `momentum` is not within 0 and 1.

    >>> import tenfold as tf
    >>> w = tf.Variable(1.0)
    >>> _ = tf.keras.optimizers.SGD(0.5).apply_gradients([(tf.constant(1.0), w)])
    >>> float(w)
    0.5
    """

    def __init__(
        self,
        learning_rate: Any = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
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
        if not isinstance(momentum, int | float) or not 0 <= momentum <= 1:
            raise ValueError(f"`momentum` must be a number between [0, 1]. Received: {momentum!r}")
        self.momentum = momentum
        self.nesterov = nesterov

    def build(self, variables: Sequence[Any]) -> None:
        """Makes the velocities."""
        if not self.built:
            super().build(variables)
            if self.momentum:
                self._velocities = self.add_optimizer_variables(variables, "momentum")

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Changes one variable."""
        step = gradient * learning_rate
        if not self.momentum:
            variable.assign_sub(step)
            return
        slot = self._velocities[self._slot_of(variable)]
        velocity = slot * self.momentum - step
        slot.assign(velocity)
        variable.assign_add(velocity * self.momentum - step if self.nesterov else velocity)

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {**super().get_config(), "momentum": self.momentum, "nesterov": self.nesterov}
