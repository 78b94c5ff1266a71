"""tf.types.experimental: the kinds of callables and trace types, to test values against."""

from __future__ import annotations

import abc
import inspect
from collections.abc import Iterator, Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np

from tenfold.core.tensor import Tensor
from tenfold.engine.variables.variable import Variable

from . import atomic, concrete, function_type, polymorphic

# What tf.convert_to_tensor takes.
TensorLike = (
    Tensor
    | Variable
    | np.ndarray
    | np.generic
    | int
    | float
    | complex
    | bool
    | str
    | bytes
    | list
    | tuple
)


class FunctionType(inspect.Signature, metaclass=abc.ABCMeta):
    """What a function takes: its parameters with their types, its output, its captures.

    Example:
      >>> import tenfold as tf
      >>> f = tf.function(lambda x: x).get_concrete_function(tf.TensorSpec([]))
      >>> isinstance(f.function_type, tf.types.experimental.FunctionType)
      True
    """


class Callable(abc.ABC):
    """Something that tf.function made, or that it makes of its argument types.

    Example:
      >>> import tenfold as tf
      >>> isinstance(tf.function(lambda: 1), tf.types.experimental.Callable)
      True
    """

    @property
    @abc.abstractmethod
    def function_type(self) -> Any:
        """Its parameters, output and captures."""

    @abc.abstractmethod
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Runs it."""


class AtomicFunction(Callable):
    """A trace alone, which holds nothing from outside: it is given what it captured too.

    Example:
      >>> import tenfold as tf
      >>> f = tf.function(lambda x: x).get_concrete_function(tf.TensorSpec([]))
      >>> isinstance(f.inference_fn, tf.types.experimental.AtomicFunction)
      True
    """

    @abc.abstractmethod
    def call_with_captures(self, args: Any, kwargs: Any, captures: Any) -> Any:
        """Runs it with arguments, and the tensors that stand for what it captured."""


class ConcreteFunction(Callable):
    """A function traced for certain argument types.

    Example:
      >>> import tenfold as tf
      >>> f = tf.function(lambda x: x).get_concrete_function(tf.TensorSpec([]))
      >>> isinstance(f, tf.types.experimental.ConcreteFunction)
      True
    """

    @property
    @abc.abstractmethod
    def inference_fn(self) -> Any:
        """The trace alone, which is given what it captured too."""


class PolymorphicFunction(Callable):
    """What tf.function makes: it is traced anew for new argument types. Also GenericFunction.

    Example:
      >>> import tenfold as tf
      >>> f = tf.function(lambda x: x)
      >>> isinstance(f, tf.types.experimental.PolymorphicFunction)
      True
    """

    @abc.abstractmethod
    def get_concrete_function(self, *args: Any, **kwargs: Any) -> Any:
        """The function traced for the types of some arguments."""

    @abc.abstractmethod
    def experimental_get_compiler_ir(self, *args: Any, **kwargs: Any) -> Any:
        """What the compiler is given for some arguments, and what it makes of it."""


class TraceType(abc.ABC):
    """What a trace is chosen by: the type of an argument, as `tf.TypeSpec` tells it.

    Example:
      >>> import tenfold as tf
      >>> isinstance(tf.TensorSpec([2]), tf.types.experimental.TraceType)
      True
    """

    @abc.abstractmethod
    def is_subtype_of(self, other: Any) -> bool:
        """Whether a trace for `other` fits arguments of this type."""

    @abc.abstractmethod
    def most_specific_common_supertype(self, others: Sequence[Any]) -> Any:
        """The narrowest type that this and all others fit; None without one."""

    @abc.abstractmethod
    def placeholder_value(self, placeholder_context: Any) -> Any:
        """What stands for the argument in a trace."""

    def to_tensors(self, value: Any) -> list[Any]:
        """The tensors in a value of this type."""
        return []

    def from_tensors(self, tensors: Iterator[Any]) -> Any:
        """A value of this type of tensors."""
        return self.placeholder_value(None)

    def flatten(self) -> list[Any]:
        """The types of the tensors in a value of this type."""
        return []

    def cast(self, value: Any, cast_context: Any) -> Any:
        """A value as one of this type."""
        return value

    @classmethod
    def __subclasshook__(cls, subclass: type) -> Any:
        if cls is not TraceType:
            return NotImplemented
        return all(hasattr(subclass, name) for name in cls.__abstractmethods__) or NotImplemented


@runtime_checkable
class SupportsTracingProtocol(Protocol):
    """An object that says itself by what type a trace is chosen for it.

    Example:
      >>> import tenfold as tf
      >>> isinstance(tf.constant(1), tf.types.experimental.SupportsTracingProtocol)
      True
    """

    def __tf_tracing_type__(self, context: Any) -> Any:
        """Its `tf.types.experimental.TraceType`."""
        ...


AtomicFunction.register(atomic.AtomicFunction)
ConcreteFunction.register(concrete.ConcreteFunction)
FunctionType.register(function_type.FunctionType)
PolymorphicFunction.register(polymorphic.Function)
