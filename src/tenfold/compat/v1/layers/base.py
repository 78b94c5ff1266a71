"""tf.compat.v1.layers.Layer: variables of a variable scope, and a function that uses them."""

from __future__ import annotations

import re
import weakref
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from tenfold.core.context import name_scope, state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import as_dtype
from tenfold.core.shapes import TensorShape
from tenfold.core.structure import flatten, map_structure
from tenfold.core.tensor import Tensor

from ..graph_keys import GraphKeys
from ..variable_scoping import get_variable, get_variable_scope, variable_scope


class Layer:
    """Variables, and a function of tensors that uses them.

    A subclass makes its variables in `build(input_shape)` with `add_weight` and computes in
    `call(inputs)`. The variables are made when the layer is first called, in a variable scope of
    the layer's name, and used again by every later call.

    Args:
      trainable: Whether optimizers change the variables.
      name: The name of its variable scope; by default that of the class, made unique.
      dtype: The dtype of its variables; by default that of its first inputs.
      **kwargs: `activity_regularizer`, a function of the outputs whose result is a loss; and
        `_scope` and `_reuse`, the variable scope to use and whether its variables are there.

    Raises:
      TypeError: An argument is not known.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> class Scale(tf.layers.Layer):
      ...     def build(self, input_shape):
      ...         self.factor = self.add_weight("factor", [], initializer=tf.ones_initializer())
      ...     def call(self, inputs):
      ...         return inputs * self.factor
      >>> with tf.Graph().as_default():
      ...     layer = Scale()
      ...     y, z = layer(tf.ones([2])), layer(tf.ones([3]))
      ...     [v.name for v in layer.variables]
      ['scale/factor:0']
    """

    def __init__(
        self, trainable: bool = True, name: str | None = None, dtype: Any = None, **kwargs: Any
    ) -> None:
        scope, self._reuse = kwargs.pop("_scope", None), kwargs.pop("_reuse", None)
        self._activity_regularizer = kwargs.pop("activity_regularizer", None)
        if kwargs:
            raise TypeError(
                f"{type(self).__name__} got an unexpected keyword argument {next(iter(kwargs))!r}."
            )
        self.trainable = trainable
        self.built = False
        self._dtype = None if dtype is None else as_dtype(dtype).name
        self._base_name = name or snake_case(type(self).__name__)
        self._name = name or _unique(self._base_name)
        self._scope: Any = None
        self._trainable_weights: list[Any] = []
        self._non_trainable_weights: list[Any] = []
        self._updates: list[Any] = []
        self._losses: list[Any] = []
        self._ends: list[tuple[Any, Any]] = []
        if scope is not None:
            with variable_scope(scope) as found:
                self._scope = found

    @property
    def name(self) -> str:
        """The layer's name, unique among those of the open scope where it was not given."""
        return self._name

    @property
    def dtype(self) -> str | None:
        """The name of the variables' dtype; None before it is known."""
        return self._dtype

    @property
    def scope_name(self) -> str:
        """The name of the layer's variable scope.

        Raises:
          ValueError: The layer was not called yet.
        """
        if self._scope is None:
            raise ValueError(
                f"No name available for layer scope because the layer {self._name!r} has not been "
                "used yet. Call it once."
            )
        return self._scope.name

    @property
    def graph(self) -> Any:
        """The graph that the layer's last call was added to."""
        return self._end("outputs")[0].graph

    @property
    def activity_regularizer(self) -> Any:
        """The function whose result for the outputs is a loss."""
        return self._activity_regularizer

    @property
    def trainable_weights(self) -> list[Any]:
        """The variables that optimizers change."""
        own = self._trainable_weights if self.trainable else []
        return _once([*own, *(v for x in self._layers() for v in x.trainable_weights)])

    @property
    def non_trainable_weights(self) -> list[Any]:
        """The other variables."""
        own = self._non_trainable_weights
        if not self.trainable:
            own = [*self._trainable_weights, *own]
        return _once([*own, *(v for x in self._layers() for v in x.non_trainable_weights)])

    @property
    def weights(self) -> list[Any]:
        """All variables, those that optimizers change first."""
        return self.trainable_weights + self.non_trainable_weights

    variables = weights
    trainable_variables = trainable_weights
    non_trainable_variables = non_trainable_weights

    @property
    def updates(self) -> list[Any]:
        """Operations to run with a training step."""
        return [*self._updates, *(u for x in self._layers() for u in x.updates)]

    @property
    def losses(self) -> list[Any]:
        """The losses of regularizers, and those added with `add_loss`."""
        return [*self._losses, *(loss for x in self._layers() for loss in x.losses)]

    @property
    def input(self) -> Any:
        """The inputs of the layer's last call."""
        return self._end("inputs")

    @property
    def output(self) -> Any:
        """The outputs of the layer's last call."""
        found = self._end("outputs")
        return found[0] if len(found) == 1 else found

    def build(self, input_shape: Any) -> None:
        """Makes the variables; a subclass with variables has its own."""
        self.built = True

    def call(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """Computes the outputs; a subclass has its own."""
        return inputs

    def __call__(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """Makes the variables if need be, and computes the outputs.

        Args:
          inputs: A tensor, or a structure of them.
          *args, **kwargs: Given to `call`; `scope` is the variable scope of a first call.

        Returns:
          What `call` gives.
        """
        self._set_scope(kwargs.pop("scope", None))
        inputs = map_structure(_as_tensor, inputs)
        reuse = True if self.built else self._reuse
        with (
            variable_scope(self._scope, reuse=reuse, auxiliary_name_scope=False) as scope,
            name_scope(scope.original_name_scope),
        ):
            if not self.built:
                first = flatten(inputs)[0]
                self._dtype = self._dtype or first.dtype.base_dtype.name
                self.build(map_structure(lambda x: x.shape, inputs))
                self.built = True
            outputs = self.call(inputs, *args, **kwargs)
            if self._activity_regularizer is not None:
                for x in flatten(outputs):
                    self.add_loss(self._activity_regularizer(x))
        self._ends.append((inputs, flatten(outputs)))
        return outputs

    def apply(self, *args: Any, **kwargs: Any) -> Any:
        """Calls the layer."""
        return self(*args, **kwargs)

    def add_weight(
        self,
        name: str,
        shape: Any = None,
        dtype: Any = None,
        initializer: Any = None,
        regularizer: Callable[[Any], Any] | None = None,
        trainable: bool | None = None,
        constraint: Callable[[Any], Any] | None = None,
        use_resource: bool | None = None,
        partitioner: Any = None,
        **kwargs: Any,
    ) -> Any:
        """Makes a variable of this layer, or finds it again.

        Args:
          name: Its name in the layer's variable scope.
          shape: Its shape, a scalar's by default.
          dtype: Its dtype; by default the layer's.
          initializer: What it starts with; by default the scope's initializer, or Glorot-uniform.
          regularizer: A function of the variable whose result is a loss.
          trainable: Whether optimizers change it, if they change the layer's variables at all.
          constraint: What optimizers apply after an update.
          use_resource: Accepted for TensorFlow's sake.
          partitioner: A function of `shape` and `dtype` that gives the number of parts along each
            axis.
          **kwargs: `synchronization` and `aggregation`, as for `tf.Variable`.

        Returns:
          A variable.
        """
        self._set_scope(None)
        trainable = True if trainable is None else trainable
        graph = state.graph
        key = GraphKeys.REGULARIZATION_LOSSES
        before = len(graph.get_collection(key)) if graph is not None else 0
        reuse = True if self.built else self._reuse
        with variable_scope(self._scope, reuse=reuse, auxiliary_name_scope=False):
            variable = get_variable(
                name,
                shape=() if shape is None else shape,
                dtype=as_dtype(dtype or self._dtype or get_variable_scope().dtype),
                initializer=initializer,
                regularizer=regularizer,
                trainable=trainable and self.trainable,
                constraint=constraint,
                partitioner=partitioner,
                use_resource=use_resource,
                **kwargs,
            )
        if graph is not None:
            self._losses.extend(graph.get_collection(key)[before:])
        owned = self._trainable_weights if trainable else self._non_trainable_weights
        if all(v is not variable for v in owned):
            owned.append(variable)
        return variable

    def add_variable(self, *args: Any, **kwargs: Any) -> Any:
        """`add_weight`, under an older name."""
        return self.add_weight(*args, **kwargs)

    def add_loss(self, losses: Any, inputs: Any = None) -> None:
        """Adds losses to those of the layer and to the graph's collection."""
        for loss in losses if isinstance(losses, (list, tuple)) else [losses]:
            self._losses.append(loss)
            if state.graph is not None:
                state.graph.add_to_collection(GraphKeys.REGULARIZATION_LOSSES, loss)

    def add_update(self, updates: Any, inputs: Any = None) -> None:
        """Adds operations to run with a training step to those of the layer and of the graph."""
        for update in updates if isinstance(updates, (list, tuple)) else [updates]:
            self._updates.append(update)
            if state.graph is not None:
                state.graph.add_to_collection(GraphKeys.UPDATE_OPS, update)

    def count_params(self) -> int:
        """The number of elements of all variables.

        Raises:
          ValueError: The variables are not made yet.
        """
        if not self.built:
            raise ValueError(
                f"You tried to call `count_params` on layer {self._name}, but the layer isn't "
                "built. Call the layer, or its `build(input_shape)`."
            )
        return sum(v.shape.num_elements() or 0 for v in self.weights)

    def _set_scope(self, scope: Any) -> None:
        if self._scope is None:
            if self._reuse:
                opened = variable_scope(self._base_name if scope is None else scope)
            else:
                opened = variable_scope(scope, default_name=self._base_name)
            with opened as found:
                self._scope = found

    def _layers(self) -> list[Layer]:
        """The layers that are attributes of this one, also in lists."""
        return [
            x
            for value in vars(self).values()
            for x in (value if isinstance(value, (list, tuple)) else (value,))
            if isinstance(x, Layer)
        ]

    def _end(self, which: str) -> Any:
        if not self._ends:
            raise AttributeError(f"Layer {self._name} has no inbound nodes: it was not called.")
        return self._ends[-1][which == "outputs"]


def snake_case(name: str) -> str:
    """The name of a class as names of layers are written: `BasicLSTMCell` is basic_lstm_cell."""
    spaced = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", name)
    spaced = re.sub(r"([a-z])([A-Z])", r"\1_\2", spaced).lower()
    return spaced if spaced[0] != "_" else f"private{spaced}"


def known_size(x: Any, axis: int, what: str) -> int:
    """The size of an axis of a shape.

    Raises:
      ValueError: It is not known.
    """
    dims = TensorShape(x).dims_tuple
    size = None if dims is None else dims[axis]
    if size is None:
        raise ValueError(
            f"The size of axis {axis} of the inputs to `{what}` should be defined. Found None in "
            f"{TensorShape(x)}."
        )
    return int(size)


def _as_tensor(x: Any) -> Any:
    return x if isinstance(x, Tensor) or hasattr(x, "_type_spec") else to_tensor(x)


def _once(variables: Sequence[Any]) -> list[Any]:
    return list({id(v): v for v in variables}.values())


_names: weakref.WeakKeyDictionary[Any, Counter[str]] = weakref.WeakKeyDictionary()
_eager_names: Counter[str] = Counter()


def _unique(base: str) -> str:
    """A name that no layer made in the open variable scope of this graph has."""
    if state.graph is None:
        counts = _eager_names
    else:
        counts = _names.setdefault(state.graph, Counter())
    key = f"{get_variable_scope().name}/{base}"
    counts[key] += 1
    return base if counts[key] == 1 else f"{base}_{counts[key] - 1}"
