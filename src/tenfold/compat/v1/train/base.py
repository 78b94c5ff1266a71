"""The optimizers of TensorFlow 1: operations of the graph that change variables by gradients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenfold.core import context
from tenfold.core.context import name_scope, state
from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.engine.autodiff.graph_gradients import gradients
from tenfold.engine.autodiff.indexed_slices import IndexedSlices, densify
from tenfold.engine.autodiff.tape import GradientTape
from tenfold.engine.control_flow.dependencies import control_dependencies, group

from ..graph_keys import GraphKeys
from ..graph_variables import make_variable
from ..initial_values import Constant
from ..variable_lists import trainable_variables
from ..variable_scoping import variable_scope


class Optimizer:
    """Changes variables by gradients: `minimize` is `compute_gradients`, then `apply_gradients`.

    A kind of optimizer says which slots it keeps for a variable (`slots`), and in `update` what
    becomes of values, slots and a gradient; the same rule serves all rows of a variable, or those
    that a sparse gradient names.

    Args:
      use_locking: Accepted for TensorFlow's sake.
      name: A name for the operations.

    Raises:
      ValueError: There is no name.
    """

    GATE_NONE = 0
    GATE_OP = 1
    GATE_GRAPH = 2

    # For each slot its key, the name of its variables, and its initial value.
    slots: tuple[tuple[str, str, Any], ...] = ()
    rows_only = True  # whether a sparse gradient leaves the other rows' slots alone

    def __init__(self, use_locking: bool, name: str) -> None:
        if not name:
            raise ValueError("Must specify the optimizer name")
        self._use_locking = use_locking
        self._name = name
        self._slots: dict[str, dict[int, Any]] = {}
        self._owners: list[Any] = []  # keeps the variables whose ids are keys alive
        self._others: dict[tuple[str, int], Any] = {}

    def get_name(self) -> str:
        """The optimizer's name."""
        return self._name

    def minimize(
        self,
        loss: Any,
        global_step: Any = None,
        var_list: Any = None,
        gate_gradients: int = GATE_OP,
        aggregation_method: Any = None,
        colocate_gradients_with_ops: bool = False,
        name: str | None = None,
        grad_loss: Any = None,
    ) -> Any:
        """An operation that makes a loss smaller.

        Args:
          loss: A tensor; where calls run at once, a function that gives one.
          global_step: A variable that each update adds one to.
          var_list: The variables to change; by default the trainable ones.
          gate_gradients, aggregation_method, colocate_gradients_with_ops: Accepted for TensorFlow's
            sake.
          name: A name for the operation.
          grad_loss: A weight of the loss.

        Returns:
          The operation; None where calls run at once.

        Raises:
          ValueError: No variable has a gradient.
        """
        found = self.compute_gradients(loss, var_list, grad_loss=grad_loss)
        if not any(g is not None for g, _ in found):
            raise ValueError(
                "No gradients provided for any variable, check your graph for ops that do not "
                f"support gradients, between variables {[str(v) for _, v in found]} and loss "
                f"{loss}."
            )
        return self.apply_gradients(found, global_step=global_step, name=name)

    def compute_gradients(
        self,
        loss: Any,
        var_list: Any = None,
        gate_gradients: int = GATE_OP,
        aggregation_method: Any = None,
        colocate_gradients_with_ops: bool = False,
        grad_loss: Any = None,
    ) -> list[tuple[Any, Any]]:
        """The gradients of a loss with respect to variables.

        Args:
          loss: A tensor; where calls run at once, a function that gives one.
          var_list: The variables; by default the trainable ones.
          gate_gradients, aggregation_method, colocate_gradients_with_ops: Accepted for TensorFlow's
            sake.
          grad_loss: A weight of the loss.

        Returns:
          A list of (gradient, variable); the gradient is None where the loss does not depend on it.

        Raises:
          ValueError: There are no variables.
          RuntimeError: Calls run at once, and the loss is no function.
        """
        if callable(loss):
            with GradientTape() as tape:
                value = loss()
            chosen = _flat(var_list) if var_list is not None else tape.watched_variables()
            return list(zip(tape.gradient(value, chosen, grad_loss), chosen, strict=True))
        if context.executing_eagerly():
            raise RuntimeError(
                "`loss` passed to Optimizer.compute_gradients should be a function "
                "when eager execution is enabled."
            )
        if var_list is None:
            resources = state.graph.get_collection(GraphKeys.TRAINABLE_RESOURCE_VARIABLES)
            chosen = [*trainable_variables(None), *resources]
        else:
            chosen = _flat(var_list)
        if not chosen:
            raise ValueError("No variables to optimize.")
        weights = None if grad_loss is None else [grad_loss]
        with name_scope("gradients"):
            found = gradients([loss], chosen, weights)
        return list(zip(found, chosen, strict=True))

    def apply_gradients(
        self, grads_and_vars: Any, global_step: Any = None, name: str | None = None
    ) -> Any:
        """An operation that changes variables by gradients.

        Args:
          grads_and_vars: Pairs of a gradient and a variable, as from `compute_gradients`.
          global_step: A variable that each update adds one to.
          name: A name for the operation.

        Returns:
          The operation; None where calls run at once.

        Raises:
          ValueError: There are no variables, or no gradient for any.
        """
        pairs = [(g, v) for g, v in grads_and_vars]
        if not pairs:
            raise ValueError("No variables provided.")
        given = [(g, v) for g, v in pairs if g is not None]
        if not given:
            raise ValueError(
                f"No gradients provided for any variable: {[str(v) for _, v in pairs]}."
            )
        with context.init_scope(), name_scope(""):
            self._create_slots([v for _, v in given])
        with name_scope(name or self._name) as scope:
            self._prepare()
            done = []
            for gradient, variable in given:
                with name_scope(f"update_{variable.name.split(':')[0].replace('/', '_')}"):
                    done.append(self._apply(gradient, variable))
            done.extend(self._finish(done))
            if global_step is None:
                train_op = group(*done, name=scope)
            else:
                with control_dependencies([group(*done, name="update")]):
                    train_op = getattr(global_step.assign_add(1, name=scope), "op", None)
        if state.graph is not None:
            known = state.graph.get_collection_ref(GraphKeys.TRAIN_OP)
            if not any(x is train_op for x in known):
                known.append(train_op)
        return train_op

    def get_slot(self, var: Any, name: str) -> Any:
        """The variable that a slot keeps for a variable, or None."""
        return self._slots.get(name, {}).get(id(var))

    def get_slot_names(self) -> list[str]:
        """The names of the slots."""
        return sorted(self._slots)

    def variables(self) -> list[Any]:
        """The variables that the optimizer itself keeps."""
        slots = [v for table in self._slots.values() for v in table.values()]
        return sorted([*self._others.values(), *slots], key=lambda v: v.name)

    def update(self, value: Any, slots: Sequence[Any], gradient: Any) -> tuple[Any, list[Any]]:
        """The new value and the new slots, from the old ones and a gradient."""
        raise AssertionError(f"{type(self).__name__} says no update.")

    def initial_slot(self, variable: Any, start: Any) -> Any:
        """The initial value of a slot: `start` everywhere."""
        if variable.shape.is_fully_defined():
            return lambda: Constant(start)(variable.shape.as_list(), variable.dtype)
        value = to_tensor(start, variable.dtype)
        return lambda: call("Fill", call("Shape", variable.initial_value), value)

    def _create_slots(self, variables: Sequence[Any]) -> None:
        for variable in variables:
            for key, name, start in self.slots:
                self._slot(variable, key, name, start)

    def _slot(self, variable: Any, key: str, name: str, start: Any) -> None:
        table = self._slots.setdefault(key, {})
        if id(variable) in table:
            return
        self._owners.append(variable)
        base = variable.name.split(":")[0]
        with variable_scope(None, f"{base}/{name}", auxiliary_name_scope=False) as scope:
            table[id(variable)] = make_variable(
                initial_value=self.initial_slot(variable, self._start(start)),
                trainable=False,
                collections=None,
                validate_shape=variable.shape.is_fully_defined(),
                name=scope.name,
                dtype=None,
            )

    def _start(self, start: Any) -> Any:
        return getattr(self, start) if isinstance(start, str) else start

    def _other(self, name: str, initial_value: Any) -> Any:
        """A variable of the optimizer's own, one for each graph."""
        key = (name, id(state.graph))
        if key not in self._others:
            with context.init_scope(), name_scope(""):
                self._others[key] = make_variable(
                    initial_value=initial_value,
                    trainable=False,
                    collections=None,
                    validate_shape=True,
                    name=name,
                    dtype=None,
                )
        return self._others[key]

    def _prepare(self) -> None:
        """Makes tensors of the hyperparameters."""

    def _finish(self, updates: Sequence[Any]) -> list[Any]:
        """Further operations, to run after the updates."""
        return []

    def _apply(self, gradient: Any, variable: Any) -> Any:
        slots = [self._slots[key][id(variable)] for key, _, _ in self.slots]
        if isinstance(gradient, IndexedSlices):
            if self.rows_only:
                return self._apply_rows(gradient, variable, slots)
            gradient = densify(gradient)
        new, new_slots = self.update(variable.value(), [s.value() for s in slots], gradient)
        if variable.constraint is not None:
            new = variable.constraint(new)
        done = [s.assign(x) for s, x in zip(slots, new_slots, strict=True)]
        return group(*[_operation(x) for x in (*done, variable.assign(new))])

    def _apply_rows(self, gradient: IndexedSlices, variable: Any, slots: Sequence[Any]) -> Any:
        """Updates only the rows that a sparse gradient names, each once."""
        rows, places = call("Unique", gradient.indices)
        count = call("Size", rows)
        summed = call("UnsortedSegmentSum", gradient.values, places, count)
        olds = [v.sparse_read(rows) for v in (variable, *slots)]
        new, new_slots = self.update(olds[0], olds[1:], summed)
        done = [
            v.scatter_update(IndexedSlices(x, rows))
            for v, x in zip((*slots, variable), (*new_slots, new), strict=True)
        ]
        return group(*[_operation(x) for x in done])

    def _number(self, value: Any, like: Any) -> Any:
        """A hyperparameter (a number, tensor, or function that gives one) in a tensor's dtype."""
        value = value() if callable(value) else value
        tensor = to_tensor(value)
        return tensor if tensor.dtype is like.dtype else call("Cast", tensor, DstT=like.dtype)


def _operation(x: Any) -> Any:
    return getattr(x, "op", x) if state.graph is not None else x


def _flat(variables: Any) -> list[Any]:
    if not isinstance(variables, (list, tuple)):
        return [variables]
    return [v for part in variables for v in _flat(part)]
