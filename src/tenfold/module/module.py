"""tf.Module: a named container of variables and of other modules."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from tenfold.core import context, structure
from tenfold.engine.variables.variable import Variable

from .tracking import AutoTrackable


class Module(AutoTrackable):
    """A named container of variables and of other modules, found by walking its attributes.

    Args:
      name: A Python identifier; by default the class's name in snake_case.

    Raises:
      ValueError: `name` is not an identifier.

    Example:
      >>> import tenfold as tf
      >>> class Dense(tf.Module):
      ...     def __init__(self, units, name=None):
      ...         super().__init__(name)
      ...         with self.name_scope:
      ...             self.b = tf.Variable(tf.zeros([units]), name="b")
      >>> dense = Dense(3)
      >>> dense.name, [v.name for v in dense.variables]
      ('dense', ['dense/b:0'])
    """

    # Attributes that are not walked; a subclass may extend the set.
    _TF_MODULE_IGNORED_PROPERTIES: ClassVar[frozenset[str]] = frozenset(
        {"_self_unconditional_checkpoint_dependencies", "_self_unconditional_dependency_names"}
    )

    def __init__(self, name: str | None = None) -> None:
        if name is None:
            name = _snake_case(type(self).__name__)
        elif not isinstance(name, str):
            raise TypeError(f"A module's name must be a string; received {name!r}.")
        if not (name.isascii() and name.isidentifier()):
            raise ValueError(
                f"{name!r} is not a valid module name. Module names must be valid Python "
                "identifiers (e.g. a valid class name)."
            )
        self._name = name
        with context.name_scope(name) as scope:
            self._name_scope = context.name_scope(scope)

    @property
    def name(self) -> str:
        """The name given to the constructor, or made of the class's name."""
        return self._name

    @property
    def name_scope(self) -> Any:
        """A context manager under which variables and ops bear the module's name."""
        return self._name_scope

    @property
    def variables(self) -> tuple[Variable, ...]:
        """All variables of this module and its submodules: its own first, attributes by name."""
        return tuple(self._flatten(predicate=_is_variable, expand_composites=True))

    @property
    def trainable_variables(self) -> tuple[Variable, ...]:
        """Those variables that optimizers change."""
        return tuple(self._flatten(predicate=_is_trainable, expand_composites=True))

    @property
    def non_trainable_variables(self) -> tuple[Variable, ...]:
        """Those variables that optimizers leave alone."""
        return tuple(self._flatten(predicate=_is_fixed, expand_composites=True))

    @property
    def submodules(self) -> tuple[Module, ...]:
        """All modules below this one."""
        return tuple(self._flatten(predicate=_is_module))

    def _flatten(
        self,
        recursive: bool = True,
        predicate: Callable[[Any], bool] | None = None,
        attribute_traversal_key: Callable[[str], Any] | None = None,
        with_path: bool = False,
        expand_composites: bool = False,
    ) -> Iterator[Any]:
        """Walks the attributes, and those of modules found, and gives what a predicate accepts."""
        walk = _Walk(recursive, predicate or _any, attribute_traversal_key, expand_composites)
        found = walk.of(self, ())
        return found if with_path else (leaf for _, leaf in found)

    @classmethod
    def with_name_scope(cls, method: Callable[..., Any]) -> Callable[..., Any]:
        """Runs a method under the module's name scope.

        Args:
          method: A method of a module.

        Returns:
          The method, decorated.

        Example:
          >>> import tenfold as tf
          >>> class Lazy(tf.Module):
          ...     @tf.Module.with_name_scope
          ...     def __call__(self):
          ...         return tf.Variable(1.0, name="w")
          >>> Lazy()().name
          'lazy/w:0'
        """

        @functools.wraps(method)
        def method_with_name_scope(self: Module, *args: Any, **kwargs: Any) -> Any:
            with self.name_scope:
                return method(self, *args, **kwargs)

        return method_with_name_scope


class _Walk:
    """One walk over a module: each object is visited once, a module's own leaves come first."""

    def __init__(
        self,
        recursive: bool,
        predicate: Callable[[Any], bool],
        key: Callable[[str], Any] | None,
        expand: bool,
    ) -> None:
        self.recursive = recursive
        self.predicate = predicate
        self.key = key
        self.expand = expand
        self.seen: set[int] = set()

    def of(self, module: Module, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
        self.seen.add(id(module))
        attributes = {
            n: v for n, v in vars(module).items() if n not in module._TF_MODULE_IGNORED_PROPERTIES
        }
        inner: list[tuple[tuple[Any, ...], Module]] = []
        for name in sorted(attributes, key=self.key):
            for place, leaf in self._leaves(name, attributes[name]):
                if id(leaf) in self.seen:
                    continue
                self.seen.add(id(leaf))
                if self.predicate(leaf):
                    yield (*path, *place), leaf
                if self.recursive and isinstance(leaf, Module):
                    inner.append(((*path, *place), leaf))
        for place, leaf in inner:
            yield from self.of(leaf, place)

    def _leaves(self, name: str, value: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
        if isinstance(value, (Variable, Module)):
            yield (name,), value
            return
        try:
            if self.expand:
                for leaf in structure.flatten(value, expand_composites=True):
                    yield (name,), leaf
            else:
                for place, leaf in structure.flatten_with_tuple_paths(value):
                    yield (name, *place), leaf
        except (TypeError, ValueError) as error:
            raise ValueError(f"Error processing property {name!r} of {value!r}") from error


def _snake_case(name: str) -> str:
    """`HTTPServer2` becomes `http_server2`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=.)(?=[A-Z][a-z])", "_", name)
    return words.lower()


def _any(leaf: Any) -> bool:
    return True


def _is_variable(leaf: Any) -> bool:
    return isinstance(leaf, Variable)


def _is_trainable(leaf: Any) -> bool:
    return isinstance(leaf, Variable) and leaf.trainable


def _is_fixed(leaf: Any) -> bool:
    return isinstance(leaf, Variable) and not leaf.trainable


def _is_module(leaf: Any) -> bool:
    return isinstance(leaf, Module)


__all__ = ["Module"]
