"""Running averages of variables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenfold.core import context
from tenfold.core.context import name_scope, state
from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.engine.control_flow.dependencies import group
from tenfold.engine.variables.variable import Variable

from ..graph_keys import GraphKeys
from ..graph_variables import make_variable
from ..initial_values import Zeros
from ..variable_lists import moving_average_variables, trainable_variables


class ExponentialMovingAverage:
    """Keeps an average of variables in which older values count less and less.

    Args:
      decay: How much of the average is kept at each update.
      num_updates: The number of updates so far, with which the decay grows up to `decay`.
      zero_debias: Whether the averages of tensors are corrected for their start at zero.
      name: A name.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     v = tf.Variable(1.0)
      ...     averages = tf.train.ExponentialMovingAverage(0.5)
      ...     update = averages.apply([v])
      ...     session.run(tf.global_variables_initializer())
      ...     session.run(v.assign(3.0)).item()
      ...     session.run(update)
      ...     session.run(averages.average(v)).item()
      3.0
      2.0
    """

    def __init__(
        self,
        decay: Any,
        num_updates: Any = None,
        zero_debias: bool = False,
        name: str = "ExponentialMovingAverage",
    ) -> None:
        self._decay = decay
        self._num_updates = num_updates
        self._zero_debias = zero_debias
        self._name = name
        self._averages: dict[int, Any] = {}
        self._counts: dict[int, Any] = {}
        self._keep: list[Any] = []

    @property
    def name(self) -> str:
        """The name."""
        return self._name

    def apply(self, var_list: Sequence[Any] | None = None) -> Any:
        """An operation that brings the averages of variables up to date.

        Args:
          var_list: Variables or tensors; by default the trainable variables.

        Returns:
          The operation; None where calls run at once.

        Raises:
          TypeError: One is not of floats.
          ValueError: One has an average by another call already.
        """
        chosen = trainable_variables(None) if var_list is None else list(var_list)
        for variable in chosen:
            if not variable.dtype.is_floating:
                raise TypeError(f"The variables must be half, float, or double: {variable.name}")
            if id(variable) not in self._averages:
                self._make(variable)
        with name_scope(self._name):
            decay = to_tensor(self._decay)
            if self._num_updates is not None:
                count = call("Cast", to_tensor(self._num_updates), DstT=decay.dtype)
                decay = call("Minimum", decay, (1.0 + count) / (10.0 + count))
            done = [self._update(variable, decay) for variable in chosen]
            return group(*done, name=state.name_scope or None)

    def average(self, var: Any) -> Any:
        """The variable that holds the average of a variable, or None."""
        return self._averages.get(id(var))

    def average_name(self, var: Any) -> str:
        """The name of the variable that holds the average of a variable."""
        found = self.average(var)
        if found is not None:
            return found.name.split(":")[0]
        base = var.name.split(":")[0] if isinstance(var, Variable) else var.op.name
        return f"{base}/{self._name}"

    def variables_to_restore(self, moving_avg_variables: Any = None) -> dict[str, Any]:
        """The variables to load by name so that the averages take the variables' places.

        Args:
          moving_avg_variables: Variables that have averages; by default the trainable ones and
            those that do.

        Returns:
          A dict from names in a checkpoint to variables.
        """
        if moving_avg_variables is None:
            moving_avg_variables = [*trainable_variables(None), *moving_average_variables(None)]
        averaged = {id(v): v for v in moving_avg_variables}
        found = {self.average_name(v): v for v in averaged.values()}
        names = {v.name for v in averaged.values()}
        for v in state.graph.get_collection(GraphKeys.GLOBAL_VARIABLES):
            if v.name not in names and v.name.split(":")[0] not in found:
                found[v.name.split(":")[0]] = v
        return found

    def _make(self, variable: Any) -> None:
        self._keep.append(variable)
        is_variable = isinstance(variable, Variable)
        base = variable.name.split(":")[0]
        with context.init_scope(), name_scope(""):
            self._averages[id(variable)] = self._own(
                f"{base}/{self._name}",
                _first_value(variable) if is_variable else _zeros_like(variable),
            )
            if self._zero_debias and not is_variable:
                self._counts[id(variable)] = self._own(f"{base}/{self._name}/biased", 0.0)
        if is_variable and state.graph is not None:
            state.graph.add_to_collection(GraphKeys.MOVING_AVERAGE_VARIABLES, variable)

    def _own(self, name: str, initial_value: Any) -> Any:
        return make_variable(
            initial_value=initial_value,
            trainable=False,
            collections=None,
            validate_shape=True,
            name=name,
            dtype=None,
        )

    def _update(self, variable: Any, decay: Any) -> Any:
        average = self._averages[id(variable)]
        value = to_tensor(variable)
        if decay.dtype is not value.dtype:
            decay = call("Cast", decay, DstT=value.dtype)
        rate = 1.0 - decay
        count = self._counts.get(id(variable))
        if count is not None:
            # Weighted by what the weights so far sum to, which starts at zero.
            total = count.value() * decay + rate
            rate = rate / total
            moved = average.assign_sub((average.value() - value) * rate)
            return group(*(getattr(x, "op", x) for x in (moved, count.assign(total))))
        moved = average.assign_sub((average.value() - value) * rate)
        return moved.op if state.graph is not None else moved


def _first_value(variable: Any) -> Any:
    return variable.initialized_value() if state.graph is not None else variable.value()


def _zeros_like(tensor: Any) -> Any:
    return lambda: Zeros()(tensor.shape.as_list(), tensor.dtype)
