"""tf.Module: an object that owns variables and other modules."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import Any

from tenfold.core.context import name_scope, state
from tenfold.core.structure import is_nested
from tenfold.engine.variables.variable import Variable

_NAME = re.compile(r"^[A-Za-z_]\w*$")


def camel_to_snake(name: str) -> str:
    return re.sub(r"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))", r"_\1", name).lower()


class Module:
    """Collects the variables and modules that its attributes hold, also inside containers.

    Args:
      name: A Python identifier; by default the class' name in snake case.

    Raises:
      ValueError: The name is not an identifier.

    Example:
      >>> import tenfold as tf
      >>> class Scale(tf.Module):
      ...     def __init__(self):
      ...         super().__init__()
      ...         self.factor = tf.Variable(2.0)
      >>> len(Scale().trainable_variables)
      1
    """

    _TF_MODULE_IGNORED_PROPERTIES: frozenset[str] = frozenset()

    def __init__(self, name: str | None = None) -> None:
        if name is None:
            name = camel_to_snake(type(self).__name__)
        elif not _NAME.match(name):
            raise ValueError(
                f"{name!r} is not a valid module name. Module names must be valid Python "
                "identifiers (e.g. a valid class name)."
            )
        self._name = name
        scope = state.name_scope
        self._scope_name = f"{scope}{name}/"
        self._name_scope = name_scope(self._scope_name)

    @property
    def name(self) -> str:
        """The name given, or made of the class' name."""
        return self._name

    @property
    def name_scope(self) -> Any:
        """A `tf.name_scope` for what this module makes."""
        return self._name_scope

    @property
    def variables(self) -> tuple[Any, ...]:
        """All variables of this module and its submodules, by attribute name."""
        return tuple(self._flatten(predicate=_is_variable))

    @property
    def trainable_variables(self) -> tuple[Any, ...]:
        """The trainable ones among `variables`."""
        return tuple(v for v in self.variables if v.trainable)

    @property
    def non_trainable_variables(self) -> tuple[Any, ...]:
        """The others among `variables`."""
        return tuple(v for v in self.variables if not v.trainable)

    @property
    def submodules(self) -> tuple[Module, ...]:
        """All modules below this one, breadth first."""
        return tuple(self._flatten(predicate=lambda x: isinstance(x, Module)))

    def _flatten(
        self,
        recursive: bool = True,
        predicate: Callable[[Any], bool] | None = None,
        attribute_traversal_key: Any = None,
        with_path: bool = False,
        expand_composites: bool = False,
    ) -> Iterator[Any]:
        """The leaves of this module's attributes that fit, then those of its submodules."""
        seen: set[int] = {id(self)}
        pending: list[tuple[tuple[Any, ...], Module]] = [((), self)]
        while pending:
            path, module = pending.pop(0)
            for where, leaf in _leaves(module, attribute_traversal_key):
                if id(leaf) in seen:
                    continue
                full = (*path, *where)
                wanted = predicate is None or predicate(leaf)
                if wanted or isinstance(leaf, Module):
                    seen.add(id(leaf))
                if wanted:
                    yield (full, leaf) if with_path else leaf
                if recursive and isinstance(leaf, Module):
                    pending.append((full, leaf))

    @classmethod
    def with_name_scope(cls, method: Callable[..., Any]) -> Callable[..., Any]:
        """Makes a method run under the module's name scope.

        Example:
          >>> import tenfold as tf
          >>> class M(tf.Module):
          ...     @tf.Module.with_name_scope
          ...     def make(self):
          ...         return tf.Variable(1.0, name="w")
          >>> M().make().name
          'm/w:0'
        """

        @functools.wraps(method)
        def scoped(self: Module, *args: Any, **kwargs: Any) -> Any:
            with self.name_scope:
                return method(self, *args, **kwargs)

        return scoped


def _is_variable(x: Any) -> bool:
    return isinstance(x, Variable)


def _leaves(module: Module, key: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    attributes = vars(module)
    ignored = module._TF_MODULE_IGNORED_PROPERTIES
    for name in sorted(attributes, key=key):
        if name not in ignored:
            yield from _expand((name,), attributes[name])


def _expand(path: tuple[Any, ...], value: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The leaves of nested containers, dicts by sorted key where their keys can be sorted."""
    if not is_nested(value):
        yield path, value
    elif isinstance(value, dict):
        try:
            keys = sorted(value)
        except TypeError:
            keys = list(value)
        for k in keys:
            yield from _expand((*path, k), value[k])
    else:
        for i, item in enumerate(value):
            yield from _expand((*path, i), item)
