"""The base of all layers: weights made on the first call, and everything tracked by attribute."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import numpy as np

import tenfold as tf
from tenfold.keras import constraints, initializers, regularizers
from tenfold.keras.call_context import current, inside, path_within
from tenfold.keras.dtype_policy import DTypePolicy, as_policy
from tenfold.keras.masking import mask_of, masks_of, pass_on, set_mask
from tenfold.keras.naming import auto_name, default_seed, snake_case
from tenfold.keras.saving.serialization import serialize_keras_object
from tenfold.keras.symbolic import KerasTensor, Recorded, record, symbolic_in
from tenfold.keras.tracking import Trackable, as_tuples, is_trackable, leaves_of, shapes_of
from tenfold.keras.variable import make_variable


class Layer(Recorded, Trackable):
    """A computation with weights.

    Subclasses define `call(inputs)`, and `build(input_shape)` to make their weights. Layers,
    variables and metrics that are set as attributes, also inside lists and dicts, are tracked.

    Args:
        activity_regularizer: penalty on the output.
        trainable: whether training changes the weights.
        dtype: a dtype or policy; float32 by default.
        autocast: cast floating inputs to the compute dtype.
        name: a name; `dense`, `dense_1` ... by default.

    >>> import tenfold as tf
    >>> class Twice(tf.keras.layers.Layer):
    ...     def call(self, x):
    ...         return 2 * x
    >>> Twice()(tf.constant([1.0, 2.0])).numpy().tolist()
    [2.0, 4.0]
    """

    # Set before any other attribute, by `_set_up`.
    _tracked: dict[str, Any]
    _own_weights: list[Any]
    _seeds: list[Any]
    _frozen: set[int]
    _regularized: list[tuple[Any, Any]]
    _added_losses: list[Any]
    _given_batch_shape: tuple[int | None, ...] | None
    _path: tuple[str, ...]
    _takes_training: bool
    _takes_mask: bool
    built: bool
    supports_masking: bool

    def __init__(
        self,
        *,
        activity_regularizer: Any = None,
        trainable: bool = True,
        dtype: Any = None,
        autocast: bool = True,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        self._set_up()
        if "input_shape" in kwargs or "input_dim" in kwargs or "batch_input_shape" in kwargs:
            dim = kwargs.pop("input_dim", None)
            shape = kwargs.pop("input_shape", None if dim is None else (dim,))
            full = kwargs.pop("batch_input_shape", None)
            self._given_batch_shape = tuple(full) if full else (None, *shape)
        if kwargs:
            raise ValueError(
                f"Unrecognized keyword arguments passed to {type(self).__name__}: {kwargs}"
            )
        self.name: str = name or auto_name(snake_case(type(self).__name__))
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.autocast = autocast
        self._trainable = trainable
        self._dtype_policy = as_policy(dtype)

    def _set_up(self) -> None:
        """The state that tracking needs, before any attribute is set."""
        if "_tracked" in self.__dict__:
            return
        set_plain = super().__setattr__
        set_plain("_tracked", {})
        set_plain("_own_weights", [])
        set_plain("_seeds", [])
        set_plain("_inbound_nodes", [])
        set_plain("_frozen", set())
        set_plain("_regularized", [])
        set_plain("_added_losses", [])
        set_plain("_given_batch_shape", None)
        set_plain("built", False)
        set_plain("_path", ())
        parameters = inspect.signature(self.call).parameters
        set_plain("_takes_training", "training" in parameters)
        is_open = any(p.kind is p.VAR_KEYWORD for p in parameters.values())
        set_plain("_takes_mask", "mask" in parameters and not is_open)
        set_plain("supports_masking", type(self).compute_mask is not Layer.compute_mask)

    # Tracking.

    def __setattr__(self, name: str, value: Any) -> None:
        if "_tracked" not in self.__dict__:
            self._set_up()
        if name[:1] == "_" and name in _UNTRACKED:
            return object.__setattr__(self, name, value)
        if is_trackable(value) and not any(value is seed for seed in self._seeds):
            self._tracked[name] = value
        else:
            self._tracked.pop(name, None)
        object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        self._tracked.pop(name, None)
        object.__delattr__(self, name)

    def _tracked_leaves(self) -> Iterator[Any]:
        """Tracked variables, layers and metrics, each once, in the order they were set."""
        seen: set[int] = set()
        for value in self._tracked.values():
            for leaf in leaves_of(value):
                if id(leaf) not in seen:
                    seen.add(id(leaf))
                    yield leaf

    @property
    def _sublayers(self) -> list[Layer]:
        return [leaf for leaf in self._tracked_leaves() if isinstance(leaf, Layer)]

    def _flatten_layers(self) -> list[Layer]:
        """This layer and all below it, each once."""
        found: dict[int, Layer] = {}
        stack: list[Layer] = [self]
        while stack:
            layer = stack.pop()
            if id(layer) not in found:
                found[id(layer)] = layer
                stack.extend(reversed(layer._sublayers))
        return list(found.values())

    @property
    def metrics(self) -> list[Any]:
        """The metrics set on this layer and the layers below it."""
        found: dict[int, Any] = {}
        for layer in self._flatten_layers():
            for leaf in layer._tracked_leaves():
                if hasattr(leaf, "update_state"):
                    found[id(leaf)] = leaf
        return list(found.values())

    # Weights.

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
    ) -> Any:
        """Makes a weight.

        Args:
            shape: its shape; a scalar by default.
            initializer: its first value; GlorotUniform for floats, zeros for the rest.
            dtype: its dtype; the layer's by default.
            trainable: whether training changes it.
            autocast: accepted for compatibility: layers cast weights where they use them.
            regularizer: a penalty, added to `losses`.
            constraint: a projection, applied after each update.
            aggregation: how replicas of it are joined.
            overwrite_with_gradient: accepted for compatibility.
            name: its name.

        Returns:
            A `tf.Variable`.
        """
        shape = () if shape is None else (shape,) if isinstance(shape, int) else tuple(shape)
        dtype = tf.as_dtype(dtype or self.variable_dtype)
        if initializer is None:
            initializer = "glorot_uniform" if dtype.is_floating else "zeros"
        make = initializers.get(initializer)
        penalty = regularizers.get(regularizer)
        with tf.init_scope():
            variable = make_variable(
                make(shape, dtype=dtype),
                path_within(self),
                name,
                trainable=trainable,
                dtype=dtype,
                regularizer=penalty,
                constraint=constraints.get(constraint),
            )
        if penalty is not None:
            self._regularized.append((variable, penalty))
        self._own_weights.append(variable)
        if not trainable:
            self._frozen.add(id(variable))
        if trainable and not self._trainable:
            variable.trainable = False
        return variable

    def _add_seed(self, seed: Any) -> Any:
        """Makes the state of a random stream: a variable, so that compiled functions advance it
        too, which is no weight."""
        with tf.init_scope():
            state = make_variable(
                [default_seed() if seed is None else seed, 0],
                (*path_within(self), "seed_generator"),
                "seed_generator_state",
                trainable=False,
                dtype="int64",
            )
        self._seeds.append(state)
        return state

    def _own_variables(self) -> list[Any]:
        """Weights of this layer alone: those added, then those set as attributes."""
        own = list(self._own_weights)
        seen = {id(variable) for variable in own}
        own += [
            leaf
            for leaf in self._tracked_leaves()
            if isinstance(leaf, tf.Variable) and id(leaf) not in seen
        ]
        changing = [id(v) not in self._frozen if id(v) in seen else v.trainable for v in own]
        order = sorted(range(len(own)), key=lambda i: not changing[i])
        return [own[i] for i in order]

    @property
    def variables(self) -> list[Any]:
        """All weights of this layer and those below it, with the states of random streams."""
        found: dict[int, Any] = {}
        for layer in self._flatten_layers():
            found.update((id(v), v) for v in (*layer._own_variables(), *layer._seeds))
        return list(found.values())

    @property
    def metrics_variables(self) -> list[Any]:
        """The variables of the metrics of this layer and those below it."""
        found = {id(v): v for metric in self.metrics for v in metric.variables}
        return list(found.values())

    @property
    def weights(self) -> list[Any]:
        """All weights of this layer and those below it."""
        found: dict[int, Any] = {}
        for layer in self._flatten_layers():
            found.update((id(v), v) for v in layer._own_variables())
        return list(found.values())

    @property
    def trainable_weights(self) -> list[Any]:
        """The weights that training changes."""
        if not self._trainable:
            return []
        found: dict[int, Any] = {}
        for v in self._own_variables():
            if v.trainable:
                found[id(v)] = v
        for layer in self._sublayers:
            found.update((id(v), v) for v in layer.trainable_weights)
        return list(found.values())

    @property
    def non_trainable_weights(self) -> list[Any]:
        """The weights that training leaves alone."""
        trainable = {id(v) for v in self.trainable_weights}
        return [v for v in self.weights if id(v) not in trainable]

    @property
    def trainable_variables(self) -> list[Any]:
        """The same as `trainable_weights`."""
        return self.trainable_weights

    @property
    def non_trainable_variables(self) -> list[Any]:
        """The variables that training leaves alone, with the states of random streams."""
        trainable = {id(v) for v in self.trainable_weights}
        return [v for v in self.variables if id(v) not in trainable]

    @property
    def trainable(self) -> bool:
        """Whether training changes this layer; set on all layers below it too."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        for layer in self._flatten_layers():
            layer._trainable = bool(value)
            for variable in layer._own_weights:
                variable.trainable = bool(value) and id(variable) not in layer._frozen

    def get_weights(self) -> list[np.ndarray]:
        """The values of `weights`, as arrays."""
        return [v.numpy() for v in self.weights]

    def set_weights(self, weights: Any) -> None:
        """Assigns the values of `weights`, in their order.

        Args:
            weights: one array for each weight.

        Raises:
            ValueError: their number or a shape does not fit.
        """
        own = self.weights
        if len(own) != len(weights):
            raise ValueError(
                f"You called `set_weights(weights)` on layer '{self.name}' with a weight list of "
                f"length {len(weights)}, but the layer was expecting {len(own)} weights."
            )
        for variable, value in zip(own, weights):
            if tuple(variable.shape) != np.shape(value):
                raise ValueError(
                    f"Layer {self.name} weight shape {tuple(variable.shape)} is not compatible "
                    f"with provided weight shape {np.shape(value)}."
                )
            variable.assign(value)

    def count_params(self) -> int:
        """The number of scalars in the weights.

        Raises:
            ValueError: the layer has not been built.
        """
        if not self.built and type(self).build is not Layer.build:
            raise ValueError(
                f"You tried to call `count_params` on layer '{self.name}', but the layer isn't "
                "built. Call it on data first, or call `build(input_shape)`."
            )
        return sum(int(np.prod(v.shape)) for v in self.weights)

    # Losses.

    def add_loss(self, loss: Any) -> None:
        """Adds one or more scalars to the losses of this call.

        Args:
            loss: a tensor, or a structure of them, that was computed from the inputs.

        Raises:
            ValueError: it is no tensor.
        """
        losses = tf.nest.flatten(loss)
        for one in losses:
            if not tf.is_tensor(one):
                raise ValueError(
                    "`add_loss()` can only be called from inside `build()` or `call()`, on a "
                    f"tensor. Received invalid value: {one!r}"
                )
        self._added_losses.extend(losses)

    @property
    def losses(self) -> list[Any]:
        """Losses added in the last call, and the penalties on trainable weights."""
        layers = self._flatten_layers()
        added = [loss for layer in layers for loss in layer._added_losses]
        penalties = [
            penalty(tf.convert_to_tensor(v))
            for layer in layers
            if layer._trainable
            for v, penalty in layer._regularized
            if v.trainable
        ]
        return added + penalties

    def _forget_losses(self) -> None:
        for layer in self._flatten_layers():
            layer._added_losses.clear()

    # Dtypes.

    @property
    def dtype_policy(self) -> DTypePolicy:
        """The pair of dtypes for weights and for computing."""
        return self._dtype_policy

    @property
    def dtype(self) -> str:
        """The weights' dtype."""
        return self._dtype_policy.variable_dtype

    variable_dtype = dtype

    @property
    def compute_dtype(self) -> str:
        """The dtype that inputs are cast to."""
        return self._dtype_policy.compute_dtype

    # Building and calling.

    @property
    def path(self) -> str:
        """The names of the layers around it at its first call, and its own, joined by slashes."""
        return "/".join((*self._path, self.name))

    def build(self, input_shape: Any) -> None:
        """Makes the weights; subclasses that have some define it."""
        self.built = True

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """The computation; subclasses define it."""
        raise TypeError(f"Layer {type(self).__name__} does not have a `call()` method implemented.")

    def get_build_config(self) -> dict[str, Any] | None:
        """What `build_from_config` needs to make the weights again."""
        shape = self.__dict__.get("_build_shape")
        return None if shape is None else {"input_shape": shape}

    def build_from_config(self, config: dict[str, Any]) -> None:
        """Makes the weights from what `get_build_config` returned."""
        shape = config.get("input_shape")
        if shape is not None and not self.built:
            self._build_once(as_tuples(shape))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Runs the layer on tensors or arrays, or records a call on symbolic tensors."""
        if any(isinstance(arg, KerasTensor) for arg in args) or symbolic_in(args, kwargs):
            return self._call_symbolic(args, kwargs)
        args = tuple([self._prepare(arg) for arg in args])
        previous = masks_of(args[0]) if args else None
        if previous is not None and self._takes_mask and kwargs.get("mask") is None:
            kwargs["mask"] = previous
        if not self.built:
            if args and args[0] is None and type(self).build is not Layer.build:
                raise ValueError(
                    f"Inputs to a layer should be tensors. Got None as input for layer "
                    f"'{self.name}'."
                )
            self._build_once(shapes_of(args[0] if args else next(iter(kwargs.values()), None)))
        outer = (current.training, current.depth, current.path)
        training = kwargs.get("training")
        if training is None:
            training = current.training
        if self._takes_training:
            if training is not None:
                kwargs["training"] = training
        else:
            kwargs.pop("training", None)
        if not outer[1]:
            self._forget_losses()
        current.training, current.depth = training, outer[1] + 1
        current.path = (*outer[2], self.name)
        try:
            outputs = self.call(*args, **kwargs)
        finally:
            current.training, current.depth, current.path = outer
        if self.activity_regularizer is not None:
            for output in tf.nest.flatten(outputs):
                batch = tf.cast(tf.shape(output)[0], output.dtype)
                self.add_loss(self.activity_regularizer(output) / batch)
        if previous is not None or self.supports_masking:
            pass_on(self, args[0] if args else None, previous, outputs)
        return outputs

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        """The mask of the output: by default the input's; subclasses that change steps define it.

        Args:
            inputs: the first argument of the call.
            previous_mask: the mask that came with it, or None.
        """
        return previous_mask

    def _prepare(self, arg: Any) -> Any:
        """Arrays as tensors, floating ones in the compute dtype.

        Raises:
            ValueError: a Python value where a tensor is due.
        """
        if isinstance(arg, list | tuple | dict):
            return tf.nest.map_structure(self._prepare, arg)
        if arg is None:
            return arg
        if isinstance(arg, str | bool | int | float):
            raise ValueError(
                "Only input tensors may be passed as positional arguments. The following argument "
                f"value should be passed as a keyword argument: {arg!r} (of type {type(arg)}). If "
                "it is data, pass an array or a tensor: np.array(...), tf.constant(...)."
            )
        if isinstance(arg, np.ndarray | np.generic):
            arg = tf.convert_to_tensor(arg)
        elif not hasattr(arg, "dtype"):
            return arg
        dtype = arg.dtype
        if self.autocast and dtype != self.compute_dtype and tf.as_dtype(dtype).is_floating:
            mask, arg = mask_of(arg), tf.cast(arg, self.compute_dtype)
            if mask is not None:
                set_mask(arg, mask)
        return arg

    def _build_once(self, shapes: Any) -> None:
        object.__setattr__(self, "_build_shape", shapes)
        object.__setattr__(self, "_path", current.path)
        with inside(self), tf.init_scope():
            self.build(shapes)
        self.built = True

    def _call_symbolic(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        shapes = shapes_of(args[0] if args else next(iter(kwargs.values())))
        if not self.built:
            self._build_once(shapes)
        outputs = self.compute_output_spec(*args, **kwargs)
        record(self, args, kwargs, outputs)
        return outputs

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """The symbolic result of a call on symbolic tensors."""
        if type(self).compute_output_shape is Layer.compute_output_shape:
            return self._trace(args, kwargs)
        shape = self.compute_output_shape(shapes_of(args[0]))
        return KerasTensor(shape, self.compute_dtype)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shape of the output for an input of this shape, None where a size is not known."""
        inputs = KerasTensor(input_shape, self.compute_dtype)
        return shapes_of(self._trace((inputs,), {}))

    def _trace(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Traces `call` to learn the shapes and dtypes of its outputs."""
        leaves = tf.nest.flatten((args, kwargs))
        places = [i for i, leaf in enumerate(leaves) if isinstance(leaf, KerasTensor)]

        def run(*values: Any) -> Any:
            filled = list(leaves)
            for place, value in zip(places, values):
                filled[place] = value
            inner_args, inner_kwargs = tf.nest.pack_sequence_as((args, kwargs), filled)
            return self(*inner_args, **inner_kwargs)

        specs = [tf.TensorSpec(leaves[i].shape, leaves[i].dtype) for i in places]
        traced = tf.function(run, autograph=False).get_concrete_function(*specs)
        return tf.nest.map_structure(
            lambda out: KerasTensor(tuple(out.shape), out.dtype), traced.structured_outputs
        )

    # Configuration.

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments that all layers share."""
        config = {
            "name": self.name,
            "trainable": self._trainable,
            "dtype": serialize_keras_object(self._dtype_policy),
        }
        if self.activity_regularizer is not None:
            config["activity_regularizer"] = serialize_keras_object(self.activity_regularizer)
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """A layer from its configuration."""
        return cls(**config)

    def save_own_variables(self, store: Any) -> None:
        """Writes this layer's own weights into a mapping, as "0", "1" ..."""
        for i, variable in enumerate(self._own_variables()):
            store[str(i)] = variable.numpy()

    def load_own_variables(self, store: Any) -> None:
        """Reads this layer's own weights from a mapping.

        Raises:
            ValueError: their number does not fit.
        """
        own = self._own_variables()
        if len(store.keys()) != len(own):
            raise ValueError(
                f"Layer '{self.name}' expected {len(own)} variables, but received "
                f"{len(store.keys())} variables during loading. Expected: "
                f"{[v.name for v in own]}."
            )
        for i, variable in enumerate(own):
            variable.assign(np.asarray(store[str(i)]))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}, built={self.built}>"


_UNTRACKED = {
    "_tracked",
    "_own_weights",
    "_seeds",
    "_added_losses",
    "_regularized",
    "_path",
    "_build_shape",
}
