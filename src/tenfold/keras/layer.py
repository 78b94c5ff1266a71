"""Layer: a function of tensors with state that is made when the input shapes are known."""

from __future__ import annotations

import functools
import inspect
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

import tenfold as tf
from tenfold.keras import call_context, dtype_policies, operators  # noqa: F401 - KerasTensor's
from tenfold.keras.dtype_policies.policy import serialize as serialize_policy
from tenfold.keras.input_spec import check_inputs
from tenfold.keras.keras_tensor import KerasTensor, flatten, is_shape, map_structure
from tenfold.keras.layer_state import LayerState
from tenfold.keras.operation import trace_call

_INPUT_ARGUMENTS = ("input_shape", "batch_input_shape", "batch_shape", "input_dim")


class Layer(LayerState):
    """The base of layers and models.

    A subclass makes its variables in `build(input_shape)` (or in `__init__`) and computes in
    `call(inputs)`. Called on tensors it computes; called on KerasTensors it becomes a node of a
    functional model.

    Args:
        activity_regularizer: a function of each output that joins `losses`.
        trainable: whether training changes the variables.
        dtype: a dtype, its name or a DTypePolicy; `floatx()` where None.
        autocast: whether floating inputs are cast to the compute dtype.
        name: its name; one is made from the class where None.

    Raises:
        ValueError: an argument is unknown.

    Example:
        >>> import tenfold as tf
        >>> class Scale(tf.keras.layers.Layer):
        ...     def build(self, input_shape):
        ...         self.factor = self.add_weight((input_shape[-1],), "ones")
        ...     def call(self, inputs):
        ...         return inputs * self.factor
        >>> Scale()(tf.ones((2, 3))).shape
        TensorShape([2, 3])
    """

    supports_masking: bool = False
    input_spec: Any = None
    _init_arguments: tuple[tuple[Any, ...], dict[str, Any]]
    _build_shapes: Any = None

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        layer = super().__new__(cls)
        layer._init_arguments = (args, kwargs)  # for the default get_config
        return layer

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "build" in vars(cls):
            cls.build = _wrap_build(vars(cls)["build"])  # type: ignore[method-assign]

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
        super().__init__(name)
        self._path = None
        self._trainable = bool(trainable)
        self._weights = []
        self._losses = []
        self.built = False
        self.autocast = autocast
        self.dtype_policy = dtype_policies.get(dtype)
        self.activity_regularizer = tf.keras.regularizers.get(activity_regularizer)
        self._input_shape_arg = _take_input_shape(kwargs)
        if kwargs:
            raise ValueError(
                f"Unrecognized keyword arguments passed to {type(self).__name__}: {kwargs}"
            )

    # Building

    def build(self, input_shape: Any = None) -> None:
        """Makes the variables; the default has none.

        Args:
            input_shape: the shape of the first input, with None for the batch, or a structure of
                shapes where the input is one of tensors.
        """
        self._check_initialized()
        self.built = True

    def get_build_config(self) -> dict[str, Any] | None:
        """What `build` was called with, so that a loaded layer can be built alike."""
        return self._build_shapes

    def build_from_config(self, config: dict[str, Any]) -> None:
        """Builds the layer as one that `get_build_config` described."""
        if config:
            shapes = {key: _to_shapes(value) for key, value in config.items()}
            self.build(shapes["input_shape"]) if "input_shape" in shapes else self.build(**shapes)

    def _maybe_build(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        if self.built:
            return
        names = list(inspect.signature(self.build).parameters)
        if len(names) == 1 or "input_shape" in names:
            first = args[0] if args else next(iter(kwargs.values()), None)
            self.build(_shapes_of(first))
        else:
            bound = self._signature.bind(*args, **kwargs).arguments
            shapes = {f"{name}_shape": _shapes_of(value) for name, value in bound.items()}
            self.build(**{name: shape for name, shape in shapes.items() if name in names})
        self.built = True

    # Calling

    @functools.cached_property
    def _signature(self) -> inspect.Signature:
        return inspect.signature(self.call)

    @functools.cached_property
    def _takes_training(self) -> bool:
        return "training" in self._signature.parameters

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self._check_initialized()
        args = tuple(map_structure(self._convert, arg) for arg in args)
        if kwargs:
            kwargs = {key: map_structure(self._convert, arg) for key, arg in kwargs.items()}
        if self.input_spec is not None and args:
            check_inputs(self.input_spec, args[0], self.name)
        if not self.built:
            self._maybe_build(args, kwargs)
        given = kwargs.get("training")
        training = given if given is not None else call_context.current_training()
        is_outermost = call_context.is_outermost()
        if any(isinstance(leaf, KerasTensor) for leaf in flatten((args, kwargs))):
            with call_context.calling(self, training):
                outputs = self.symbolic_call(*args, **kwargs)
            self._clear_losses()  # what tracing added belongs to no call
            return outputs
        if is_outermost:
            self._clear_losses()
        if self._takes_training and (training is not None or "training" in kwargs):
            kwargs = {**kwargs, "training": training}
        elif not self._takes_training and "training" in kwargs and not self._takes_any_keyword:
            kwargs = {key: value for key, value in kwargs.items() if key != "training"}
        with call_context.calling(self, training):
            outputs = self.call(*args, **kwargs)
            if self.activity_regularizer is not None:
                for output in flatten(outputs):
                    self.add_loss(self.activity_regularizer(output))
        return outputs

    @functools.cached_property
    def _takes_any_keyword(self) -> bool:
        return any(p.kind is p.VAR_KEYWORD for p in self._signature.parameters.values())

    def _convert(self, value: Any) -> Any:
        """An array as a tensor, and floating tensors in the layer's compute dtype."""
        if isinstance(value, (np.ndarray, np.generic)):
            value = tf.convert_to_tensor(value)
        if not self.autocast or not tf.is_tensor(value) or isinstance(value, tf.Variable):
            return value
        if value.dtype.is_floating and value.dtype.name != self.compute_dtype:
            return tf.cast(value, self.compute_dtype)
        return value

    def _read(self, variable: Any) -> Any:
        """A variable's value in the compute dtype."""
        if self.compute_dtype == self.variable_dtype:
            return variable
        return tf.cast(variable, self.compute_dtype)

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        """The mask of the outputs: the inputs' mask."""
        return previous_mask

    # Shapes of outputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shape of the output for an input shape, found by tracing `call`.

        Args:
            input_shape: a shape, with None for unknown dimensions, or a structure of shapes.

        Returns:
            A shape, or a structure of shapes.
        """
        if not self.built:
            self.build(input_shape)
        inputs = _map_shapes(lambda shape: KerasTensor(shape, self.compute_dtype), input_shape)
        outputs = trace_call(self.call, (inputs,), {})
        return map_structure(lambda tensor: tensor.shape, outputs)

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """The KerasTensors that a call would give; nothing is computed.

        Args:
            *args, **kwargs: `call`'s arguments, with KerasTensors in place of tensors.

        Returns:
            A structure of KerasTensors.
        """
        if type(self).compute_output_shape is Layer.compute_output_shape:
            return trace_call(self.call, args, kwargs)
        first = args[0] if args else next(iter(kwargs.values()))
        shapes = self.compute_output_shape(_shapes_of(first))
        return _map_shapes(lambda shape: KerasTensor(shape, self.compute_dtype), shapes)

    # Configuration

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal layer.

        Returns:
            A dict of plain values. Where a subclass does not override this, it holds the arguments
            that its `__init__` received.

        Raises:
            NotImplementedError: those arguments are not plain values: override `get_config`.
        """
        config: dict[str, Any] = {"name": self.name, "trainable": self.trainable}
        config["dtype"] = serialize_policy(self.dtype_policy)
        if self.activity_regularizer is not None:
            config["activity_regularizer"] = tf.keras.regularizers.serialize(
                self.activity_regularizer
            )
        if type(self).get_config is Layer.get_config:
            config.update(self._own_arguments())
        return config

    def _own_arguments(self) -> dict[str, Any]:
        args, kwargs = self._init_arguments
        own = dict(inspect.signature(type(self)).bind(*args, **kwargs).arguments)
        for parameter in inspect.signature(type(self)).parameters.values():
            if parameter.kind is parameter.VAR_KEYWORD:
                own.update(own.pop(parameter.name, {}))
        own.pop("name", None)
        own.pop("dtype", None)
        odd = {k: v for k, v in own.items() if not all(map(_is_plain, flatten(v)))}
        if odd:
            raise NotImplementedError(
                f"Object {type(self).__name__} was created by passing non-serializable argument "
                f"values in `__init__()`: {odd}. Override `get_config()` so that it returns plain "
                "values, and `from_config()` if they must be turned back."
            )
        return own

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}, built={self.built}>"


def _wrap_build(build: Callable[..., Any]) -> Callable[..., Any]:
    """A `build` that notes its shapes, names what it makes and marks the layer as built."""

    @functools.wraps(build)
    def wrapped(self: Layer, *args: Any, **kwargs: Any) -> None:
        self._check_initialized()
        with call_context.building(self):
            self._path = call_context.current_path()
            build(self, *args, **kwargs)
        shapes = {"input_shape": args[0]} if args else kwargs
        self._build_shapes = {k: _to_shapes(shape) for k, shape in shapes.items()} or None
        self.built = True

    return wrapped


def _take_input_shape(kwargs: dict[str, Any]) -> tuple[int | None, ...] | None:
    """Takes the batch shape that old code passes to a model's first layer out of `kwargs`."""
    given = {name: kwargs.pop(name) for name in _INPUT_ARGUMENTS if name in kwargs}
    if not given:
        return None
    warnings.warn(
        "Do not pass an `input_shape`/`input_dim` argument to a layer. When using Sequential "
        "models, prefer using an `Input(shape)` object as the first layer in the model instead.",
        stacklevel=4,
    )
    name, value = next(iter(given.items()))
    if name == "input_dim":
        return (None, int(value))
    return (None, *value) if name == "input_shape" else tuple(value)


def _shapes_of(inputs: Any) -> Any:
    """The shapes of tensors, as tuples in the same structure."""

    def shape_of(leaf: Any) -> Any:
        return tuple(leaf.shape) if hasattr(leaf, "shape") else None

    return map_structure(shape_of, inputs)


def _map_shapes(function: Callable[[Any], Any], shapes: Any) -> Any:
    if is_shape(shapes):
        return function(tuple(shapes))
    if isinstance(shapes, dict):
        return {key: _map_shapes(function, shape) for key, shape in shapes.items()}
    return type(shapes)(_map_shapes(function, shape) for shape in shapes)


def _to_shapes(shapes: Any) -> Any:
    return None if shapes is None else _map_shapes(lambda shape: shape, shapes)


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, (bool, int, float, str))
