"""LayerState: the variables, sublayers, metrics and losses that a layer holds.

Nothing is registered on assignment: what a layer holds is read from its attributes when it is asked
for, in the order of assignment, so lists that grow and attributes that are replaced need no care.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

import tenfold as tf
from tenfold.keras import dtype_policies
from tenfold.keras.keras_tensor import to_shape
from tenfold.keras.naming import SeedGenerator
from tenfold.keras.operation import Operation

_UNTRACKED = {"_inbound_nodes", "_outbound_nodes", "_init_arguments", "_losses", "_weights"}


class LayerState(Operation):
    """The state of a layer; `Layer` adds how it is built and called."""

    dtype_policy: dtype_policies.DTypePolicy
    built: bool
    _path: str | None
    _trainable: bool
    _weights: list[tf.Variable]
    _losses: list[Any]

    # Weights

    def add_weight(
        self,
        shape: Any = None,
        initializer: Any = None,
        dtype: Any = None,
        trainable: bool = True,
        autocast: bool = True,
        regularizer: Any = None,
        constraint: Any = None,
        aggregation: str = "none",
        overwrite_with_gradient: bool = False,
        name: str | None = None,
    ) -> tf.Variable:
        """Makes a variable that belongs to the layer.

        Args:
            shape: its shape; a scalar where None.
            initializer: what gives its first value; Glorot uniform where None, zeros for integers.
            dtype: its dtype; the layer's variable dtype where None.
            trainable: whether gradients update it while the layer is trainable.
            autocast: kept for Keras' sake.
            regularizer: a function of the variable that joins `losses`.
            constraint: a function that optimizers apply to the new value.
            aggregation: how distributed copies are brought together.
            overwrite_with_gradient: whether optimizers replace the value by the gradient.
            name: its name.

        Returns:
            The variable, of the given shape.

        Raises:
            RuntimeError: the layer's `__init__` did not call `super().__init__()`.
        """
        self._check_initialized()
        shape = () if shape is None else to_shape(shape)
        kind = tf.as_dtype(self.variable_dtype if dtype is None else dtype)
        if initializer is None:
            initializer = "glorot_uniform" if kind.is_floating else "zeros"
        make = tf.keras.initializers.get(initializer)
        with tf.init_scope():
            variable = tf.Variable(
                make(shape, dtype=kind.name),
                trainable=trainable,
                dtype=kind,
                name=name or "variable",
                constraint=tf.keras.constraints.get(constraint),
            )
        variable.path = f"{self.path}/{name or 'variable'}"
        variable.regularizer = tf.keras.regularizers.get(regularizer)
        variable.overwrite_with_gradient = overwrite_with_gradient
        self._weights.append(variable)
        return variable

    @property
    def _own_weights(self) -> list[tf.Variable]:
        """The layer's own variables, trainable ones first."""
        attributes = [leaf for leaf in self._held() if isinstance(leaf, tf.Variable)]
        own = _unique([*self._weights, *attributes])
        return [v for v in own if v.trainable] + [v for v in own if not v.trainable]

    @property
    def weights(self) -> list[tf.Variable]:
        """The variables of the layer and its sublayers, without metrics and seeds."""
        return _unique([v for layer in self._flatten_layers() for v in layer._own_weights])

    @property
    def trainable_weights(self) -> list[tf.Variable]:
        """The weights that training changes."""
        found = [
            variable
            for layer in self._flatten_layers(only_trainable=True)
            for variable in layer._own_weights
            if variable.trainable
        ]
        return _unique(found)

    @property
    def non_trainable_weights(self) -> list[tf.Variable]:
        """The weights that training leaves alone."""
        return _without(self.weights, self.trainable_weights)

    @property
    def variables(self) -> list[tf.Variable]:
        """The weights, and the variables of metrics and seed generators."""
        others = []
        for layer in self._flatten_layers():
            held = layer._held()
            others += [leaf.state for leaf in held if isinstance(leaf, SeedGenerator)]
            others += [v for leaf in held if _is_metric(leaf) for v in leaf.variables]
        return _unique([*self.weights, *others])

    @property
    def trainable_variables(self) -> list[tf.Variable]:
        return self.trainable_weights

    @property
    def non_trainable_variables(self) -> list[tf.Variable]:
        return _without(self.variables, self.trainable_weights)

    @property
    def metrics(self) -> list[Any]:
        """The metrics of the layer and its sublayers."""
        return _unique([m for one in self._flatten_layers() for m in one._held() if _is_metric(m)])

    @property
    def metrics_variables(self) -> list[tf.Variable]:
        return [variable for metric in self.metrics for variable in metric.variables]

    def get_weights(self) -> list[np.ndarray]:
        """The values of `weights`, as arrays."""
        return [variable.numpy() for variable in self.weights]

    def set_weights(self, weights: list[Any]) -> None:
        """Replaces the values of `weights`.

        Args:
            weights: one array for each of `weights`, of its shape.

        Raises:
            ValueError: their number or a shape differs.
        """
        own = self.weights
        if len(own) != len(weights):
            raise ValueError(
                f"You called `set_weights(weights)` on layer {self.name!r} with a weight list of "
                f"length {len(weights)}, but the layer was expecting {len(own)} weights."
            )
        for variable, value in zip(own, weights):
            if tuple(variable.shape) != np.shape(value):
                raise ValueError(
                    f"Layer {self.name!r} weight shape {tuple(variable.shape)} is not compatible "
                    f"with provided weight shape {np.shape(value)}."
                )
        for variable, value in zip(own, weights):
            variable.assign(value)

    def count_params(self) -> int:
        """The number of scalars in `weights`.

        Raises:
            ValueError: the layer is not built yet.
        """
        if not self.built:
            raise ValueError(
                f"You tried to call `count_params` on layer {self.name!r}, but the layer isn't "
                "built. You can build it manually via: `layer.build(input_shape)`."
            )
        return sum(int(np.prod(tuple(variable.shape))) for variable in self.weights)

    # Switches and names

    @property
    def trainable(self) -> bool:
        """Whether training changes the layer; setting it sets it for sublayers too."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        for layer in self._flatten_layers():
            layer._trainable = bool(value)

    @property
    def path(self) -> str:
        """The names of the layers around this one when it was built, and its own, with slashes."""
        return self._path or self.name

    @property
    def dtype(self) -> str:
        """The dtype of the layer's variables."""
        return self.dtype_policy.variable_dtype

    @property
    def variable_dtype(self) -> str:
        return self.dtype_policy.variable_dtype

    @property
    def compute_dtype(self) -> str:
        """The dtype of the layer's computations."""
        return self.dtype_policy.compute_dtype

    @property
    def input_dtype(self) -> str:
        """The dtype that floating inputs are cast to."""
        return self.dtype_policy.compute_dtype

    # Losses

    def add_loss(self, loss: Any) -> None:
        """Adds scalars to the loss that training minimises.

        Args:
            loss: a scalar tensor computed in `call`, or a list of them.

        Raises:
            ValueError: a loss is not a tensor.
        """
        for one in loss if isinstance(loss, (list, tuple)) else [loss]:
            if not tf.is_tensor(one):
                raise ValueError(f"`add_loss()` can only add tensors. Received: loss={one!r}")
            self._losses.append(one)

    @property
    def losses(self) -> list[Any]:
        """The losses of the last call and the regularization losses of trainable weights."""
        found = [loss for layer in self._flatten_layers() for loss in layer._losses]
        for variable in self.trainable_weights:
            regularizer = getattr(variable, "regularizer", None)
            if regularizer is not None:
                found.append(regularizer(variable))
        return found

    def _clear_losses(self) -> None:
        for layer in self._flatten_layers():
            layer._losses = []

    # What the layer holds

    def _held(self) -> list[Any]:
        """The layers, variables, metrics and seed generators among the attributes, each once."""
        items = [value for key, value in vars(self).items() if key not in _UNTRACKED]
        return _unique(list(_walk(items)))

    @property
    def _sublayers(self) -> list[LayerState]:
        """The layers held directly."""
        return [leaf for leaf in self._held() if isinstance(leaf, LayerState) and leaf is not self]

    def _flatten_layers(self, only_trainable: bool = False) -> list[LayerState]:
        """This layer and all below it, each once, parents first."""
        found: dict[int, LayerState] = {}

        def visit(layer: LayerState) -> None:
            if id(layer) in found or (only_trainable and not layer._trainable):
                return
            found[id(layer)] = layer
            for sublayer in layer._sublayers:
                visit(sublayer)

        visit(self)
        return list(found.values())

    def _check_initialized(self) -> None:
        if "_path" not in vars(self):
            raise RuntimeError(
                f"In layer {type(self).__name__!r}, you forgot to call `super().__init__()` as the "
                "first statement in the `__init__()` method."
            )


def _walk(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from _walk(part)
    elif isinstance(value, (LayerState, tf.Variable, SeedGenerator)) or _is_metric(value):
        yield value


def _is_metric(value: Any) -> bool:
    return hasattr(value, "update_state") and hasattr(value, "variables")


def _unique(values: list[Any]) -> list[Any]:
    return list({id(value): value for value in values}.values())


def _without(values: list[Any], removed: list[Any]) -> list[Any]:
    gone = {id(value) for value in removed}
    return [value for value in values if id(value) not in gone]
