"""The base of optimizers: clipping, weight decay, the learning rate, averages, accumulation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

import tenfold as tf
from tenfold.keras.naming import auto_name, snake_case
from tenfold.keras.optimizers.schedules.decay import LearningRateSchedule
from tenfold.keras.saving.serialization import deserialize_keras_object, serialize_keras_object
from tenfold.keras.variable import make_variable


class Optimizer:
    """Changes variables by their gradients.

    Subclasses define `build(variables)`, which makes slots, and
    `update_step(gradient, variable, learning_rate)`.

    Args:
        learning_rate: a number, a schedule, or a callable without arguments.
        weight_decay: share of each weight taken off at each step, times the learning rate.
        clipnorm: greatest norm of one gradient.
        clipvalue: greatest absolute value in a gradient.
        global_clipnorm: greatest norm of all gradients together.
        use_ema: keep moving averages of the weights, for `finalize_variable_values`.
        ema_momentum: how slowly the averages move.
        ema_overwrite_frequency: steps after which the averages become the weights.
        loss_scale_factor: factor of the loss, taken off the gradients.
        gradient_accumulation_steps: steps whose gradients are averaged into one update.
        name: a name.

    Raises:
        ValueError: arguments that do not go together.
    """

    def __init__(
        self,
        learning_rate: Any,
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
        if kwargs:
            raise ValueError(f"Argument(s) not recognized: {kwargs}")
        clips = {"clipnorm": clipnorm, "clipvalue": clipvalue, "global_clipnorm": global_clipnorm}
        given = {key: value for key, value in clips.items() if value is not None}
        if len(given) > 1:
            raise ValueError(
                "Only one of `clipnorm`, `clipvalue` and `global_clipnorm` can be set. "
                f"Received: {given}."
            )
        if use_ema and not 0 <= ema_momentum <= 1:
            raise ValueError(
                f"`ema_momentum` must be in the range [0, 1]. Received: {ema_momentum}"
            )
        if gradient_accumulation_steps is not None and gradient_accumulation_steps < 2:
            raise ValueError(
                "`gradient_accumulation_steps` must be an integer >= 2. "
                f"Received: gradient_accumulation_steps={gradient_accumulation_steps}"
            )
        self.name = name or auto_name(snake_case(type(self).__name__))
        self.weight_decay = weight_decay
        self.clipnorm, self.clipvalue, self.global_clipnorm = clipnorm, clipvalue, global_clipnorm
        self.use_ema, self.ema_momentum = use_ema, ema_momentum
        self.ema_overwrite_frequency = ema_overwrite_frequency
        self.loss_scale_factor = loss_scale_factor
        self.gradient_accumulation_steps = gradient_accumulation_steps
        self.built = False
        self._variables: list[Any] = []
        self._index: dict[int, int] = {}
        self._trainable: list[Any] = []
        self._undecayed: set[int] = set()
        self._undecayed_names: tuple[str, ...] = ()
        with tf.init_scope():
            self._iterations = self._own(
                make_variable(0, (self.name,), "iteration", trainable=False, dtype="int64")
            )
            if isinstance(learning_rate, LearningRateSchedule) or callable(learning_rate):
                self._learning_rate = learning_rate
            else:
                if isinstance(learning_rate, str | bool) or learning_rate is None:
                    raise ValueError(
                        "learning_rate must be a number, a LearningRateSchedule or a callable; "
                        f"received {learning_rate!r}."
                    )
                rate = np.float32(learning_rate)
                self._learning_rate = self._own(
                    make_variable(rate, (self.name,), "learning_rate", trainable=False)
                )

    def _own(self, variable: Any) -> Any:
        self._variables.append(variable)
        return variable

    # State.

    @property
    def variables(self) -> list[Any]:
        """The step count, the learning rate and the slots."""
        return list(self._variables)

    @property
    def iterations(self) -> Any:
        """How many updates were made: an int64 variable, or, where gradients are accumulated, a
        tensor."""
        if self.gradient_accumulation_steps:
            return self._iterations // self.gradient_accumulation_steps
        return self._iterations

    @property
    def learning_rate(self) -> Any:
        """The learning rate: a variable, which may be assigned, or a schedule's value now."""
        rate = self._learning_rate
        if isinstance(rate, LearningRateSchedule):
            return rate(self.iterations)
        return rate() if callable(rate) and not isinstance(rate, tf.Variable) else rate

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        is_variable = isinstance(self._learning_rate, tf.Variable)
        if isinstance(value, LearningRateSchedule) or callable(value):
            if is_variable:
                self._variables = [v for v in self._variables if v is not self._learning_rate]
            self._learning_rate = value
        elif isinstance(self._learning_rate, tf.Variable):
            self._learning_rate.assign(value)
        else:
            raise TypeError(
                "This optimizer was created with a `LearningRateSchedule` object as its "
                "`learning_rate`, so the rate cannot be set to a number. Create the optimizer "
                "with a number instead."
            )

    def build(self, variables: Sequence[Any]) -> None:
        """Makes the slots; subclasses extend it."""
        self._trainable = list(variables)
        self._index = {id(v): i for i, v in enumerate(self._trainable)}
        self.built = True
        if self.use_ema:
            self._averages = self.add_optimizer_variables(variables, "average")
            for average, v in zip(self._averages, variables):
                average.assign(v)
        if self.gradient_accumulation_steps:
            self._accumulators = self.add_optimizer_variables(variables, "gradient_accumulator")

    def add_optimizer_variables(
        self, trainable_variables: Sequence[Any], name: Any, initializer: str = "zeros"
    ) -> Any:
        """Makes one slot for each variable, or several, variable by variable, for several names.

        Args:
            trainable_variables: the variables.
            name: a name, or a list of names.
            initializer: the slots' first values.

        Returns:
            A list of slots, or a list for each name.
        """
        names = [name] if isinstance(name, str) else list(name)
        slots: list[list[Any]] = [[] for _ in names]
        for variable in trainable_variables:
            for slot_name, slot in zip(names, slots):
                slot.append(self.add_variable_from_reference(variable, slot_name, initializer))
        return slots[0] if isinstance(name, str) else slots

    def add_variable_from_reference(
        self, reference_variable: Any, name: str | None = None, initializer: str = "zeros"
    ) -> Any:
        """Makes a variable of the shape and dtype of another.

        Args:
            reference_variable: the other.
            name: a name.
            initializer: `zeros` or `ones`.

        Returns:
            The variable.
        """
        make = tf.zeros if initializer == "zeros" else tf.ones
        with tf.init_scope():
            value = make(reference_variable.shape, reference_variable.dtype)
            path = getattr(reference_variable, "path", None) or reference_variable.name
            label = f"{path.replace('/', '_').replace(':', '_')}_{name or 'slot'}"
            return self._own(make_variable(value, (self.name,), label, trainable=False))

    def _slot_of(self, variable: Any) -> int:
        return self._index[id(variable)]

    # A step.

    def apply_gradients(self, grads_and_vars: Iterable[tuple[Any, Any]]) -> Any:
        """Takes one step.

        Args:
            grads_and_vars: pairs of a gradient (or None) and its variable.

        Returns:
            The step count.
        """
        gradients, variables = zip(*grads_and_vars)
        self.apply(list(gradients), list(variables))
        return self._iterations

    def apply(self, grads: Sequence[Any], trainable_variables: Sequence[Any] | None = None) -> None:
        """Takes one step.

        Args:
            grads: a gradient, or None, for each variable.
            trainable_variables: the variables; those it was built with by default.

        Raises:
            ValueError: there are no gradients, or unknown variables.
        """
        grads = list(grads)
        if trainable_variables is None:
            if not self.built:
                raise ValueError(
                    "When passing `grads` without `variables`, the optimizer must be built. "
                    "Call `optimizer.build(variables)` first."
                )
            trainable_variables = self._trainable
        variables = list(trainable_variables)
        if len(grads) != len(variables):
            raise ValueError(
                f"apply: expected a gradient for each of {len(variables)} variables; received "
                f"{len(grads)} gradients."
            )
        if not self.built:
            with tf.init_scope():
                self.build(variables)
        unknown = [v.name for v in variables if id(v) not in self._index]
        if unknown:
            raise ValueError(
                f"Unknown variables: {unknown}. This optimizer can only be called for the "
                "variables it was originally built with. To work with a new set of variables, "
                "create a new optimizer."
            )
        pairs = [(_dense(g), v) for g, v in zip(grads, variables) if g is not None]
        if not pairs:
            raise ValueError("No gradients provided for any variable.")
        if self.loss_scale_factor is not None:
            pairs = [(g / tf.cast(self.loss_scale_factor, g.dtype), v) for g, v in pairs]
        if self.gradient_accumulation_steps:
            self._accumulate(pairs)
        else:
            self._step(pairs)
        if self.use_ema:
            self._update_averages(pairs)
        for _, variable in pairs:
            constraint = variable.constraint
            if constraint is not None:
                variable.assign(constraint(tf.identity(variable)))
        self._iterations.assign_add(1)

    def _accumulate(self, pairs: list[tuple[Any, Any]]) -> None:
        """Adds gradients up, and steps with their mean every so many calls."""
        steps = self.gradient_accumulation_steps
        for gradient, variable in pairs:
            self._accumulators[self._slot_of(variable)].assign_add(gradient)

        def step() -> Any:
            totals = [self._accumulators[self._slot_of(v)] for _, v in pairs]
            self._step([(tf.identity(t) / steps, v) for t, (_, v) in zip(totals, pairs)])
            for total in totals:
                total.assign(tf.zeros_like(total))
            return tf.constant(True)

        is_due = tf.equal((tf.identity(self._iterations) + 1) % steps, 0)
        tf.cond(is_due, step, lambda: tf.constant(False))

    def _step(self, pairs: list[tuple[Any, Any]]) -> None:
        gradients = self._clip([gradient for gradient, _ in pairs])
        rate = tf.convert_to_tensor(self.learning_rate)
        for gradient, (_, variable) in zip(gradients, pairs):
            dtype = variable.dtype
            own_rate = rate if rate.dtype == dtype else tf.cast(rate, dtype)
            if gradient.dtype != dtype:
                gradient = tf.cast(gradient, dtype)
            if self.weight_decay is not None and self._is_decayed(variable):
                variable.assign_sub(variable * (self.weight_decay * own_rate))
            self.update_step(gradient, variable, own_rate)

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Changes one variable; subclasses define it."""
        raise TypeError(f"{type(self).__name__} does not define `update_step()`.")

    def _clip(self, gradients: list[Any]) -> list[Any]:
        if self.clipnorm is not None and self.clipnorm > 0:
            return [tf.clip_by_norm(g, self.clipnorm) for g in gradients]
        if self.global_clipnorm is not None and self.global_clipnorm > 0:
            return tf.clip_by_global_norm(gradients, self.global_clipnorm)[0]
        if self.clipvalue is not None and self.clipvalue > 0:
            return [tf.clip_by_value(g, -self.clipvalue, self.clipvalue) for g in gradients]
        return gradients

    def exclude_from_weight_decay(
        self, var_list: Sequence[Any] | None = None, var_names: Sequence[str] | None = None
    ) -> None:
        """Names variables that do not decay.

        Args:
            var_list: the variables.
            var_names: parts of names.
        """
        self._undecayed = {id(v) for v in var_list or ()}
        self._undecayed_names = tuple(var_names or ())

    def _is_decayed(self, variable: Any) -> bool:
        if id(variable) in self._undecayed:
            return False
        return not any(name in variable.name for name in self._undecayed_names)

    def scale_loss(self, loss: Any) -> Any:
        """The loss times `loss_scale_factor`, where there is one."""
        return loss if self.loss_scale_factor is None else loss * self.loss_scale_factor

    # Averages.

    def _update_averages(self, pairs: list[tuple[Any, Any]]) -> None:
        is_due: Any = None
        if self.ema_overwrite_frequency:
            is_due = tf.equal((self.iterations + 1) % self.ema_overwrite_frequency, 0)
        keep = tf.where(self.iterations > 0, self.ema_momentum, 0.0)
        for _, variable in pairs:
            average = self._averages[self._slot_of(variable)]
            momentum = tf.cast(keep, variable.dtype)
            new = momentum * average + (1 - momentum) * variable
            average.assign(new)
            if is_due is not None:
                variable.assign(tf.where(is_due, new, tf.identity(variable)))

    def finalize_variable_values(self, var_list: Sequence[Any]) -> None:
        """Sets weights to their moving averages, where those are kept."""
        if self.use_ema and self.built:
            for variable in var_list:
                if id(variable) in self._index:
                    variable.assign(tf.identity(self._averages[self._slot_of(variable)]))

    # Configuration.

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments that all optimizers share."""
        rate = self._learning_rate
        if isinstance(rate, LearningRateSchedule) or not isinstance(rate, tf.Variable):
            rate_config = serialize_keras_object(rate)
        else:
            rate_config = float(rate.numpy())
        return {
            "name": self.name,
            "learning_rate": rate_config,
            "weight_decay": self.weight_decay,
            "clipnorm": self.clipnorm,
            "global_clipnorm": self.global_clipnorm,
            "clipvalue": self.clipvalue,
            "use_ema": self.use_ema,
            "ema_momentum": self.ema_momentum,
            "ema_overwrite_frequency": self.ema_overwrite_frequency,
            "loss_scale_factor": self.loss_scale_factor,
            "gradient_accumulation_steps": self.gradient_accumulation_steps,
        }

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """An optimizer from its configuration."""
        rate = config.get("learning_rate")
        if isinstance(rate, dict):
            config = {**config, "learning_rate": deserialize_keras_object(rate, custom_objects)}
        return cls(**config)

    def save_own_variables(self, store: Any) -> None:
        """Writes all variables into a mapping, as "0", "1" ..."""
        for i, variable in enumerate(self._variables):
            store[str(i)] = variable.numpy()

    def load_own_variables(self, store: Any) -> None:
        """Reads all variables from a mapping, where their number fits."""
        if len(store.keys()) == len(self._variables):
            for i, variable in enumerate(self._variables):
                variable.assign(np.asarray(store[str(i)]))


def _dense(gradient: Any) -> Any:
    return tf.convert_to_tensor(gradient) if hasattr(gradient, "indices") else gradient
