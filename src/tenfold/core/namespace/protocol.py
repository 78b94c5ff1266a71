"""The namespace protocol: what `xp` offers beyond NumPy's own names.

A kernel is written once over `xp`. Most of it is NumPy's API, which `jax.numpy` shares. The few
things that differ are the attributes below; a kernel that truly needs two algorithms branches on
`xp.compiled`.
"""

from __future__ import annotations

import threading
import types
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np


class HostValueNeeded(Exception):
    """A kernel being compiled asked for a value that is known only when the program runs."""


def boxed(value: Any) -> np.ndarray:
    """An object, such as a list of tensors, as a raw value: in a 0-d array."""
    box = np.empty((), object)
    box[()] = value
    return box


class Namespace(types.SimpleNamespace):
    """NumPy's names, plus what kernels need and NumPy and jax.numpy do not share.

    compiled: Whether values are traced by XLA.
    static(x): The value of `x` as a NumPy array; needs to be known while compiling.
    raise_if(flag, kind, message, values=()): Raises the error of `tf.errors` named by `kind` where
        `flag` (a scalar boolean) is true: at once eagerly, after the call when compiled. Given
        `values`, `message` is a function that makes the text of them.
    lax: `jax.lax` when compiled, None otherwise.
    """

    compiled: bool
    lax: Any

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"The kernel namespace has no {name!r}.")


# The kind of a check whose failure is no error: the program runs again, with more room.
GROWS = "grows"


class Check(NamedTuple):
    """What must not be true when compiled code runs, and what to raise if it is."""

    flag: Any
    kind: str
    message: Any  # a text, or a function that makes it of the values
    values: tuple[Any, ...] = ()


class Rooms:
    """How many elements lists are given room for whose length nobody knows beforehand.

    sizes: The guesses, by the place in the program.
    """

    FIRST = 64
    FACTOR = 4
    LIMIT = 1 << 20

    def __init__(self) -> None:
        self.sizes: dict[str, int] = {}

    def take(self, site: str, bound: int | None = None) -> int:
        """The room for a list; `bound` is a first guess.

        Raises:
          HostValueNeeded: The list has become too long to keep room for.
        """
        size = self.sizes.setdefault(site, self.FIRST if bound is None else bound)
        if size > self.LIMIT:
            raise HostValueNeeded
        return size

    def grow(self, site: str) -> None:
        """Makes a guess greater that was too small."""
        self.sizes[site] = max(self.sizes[site], 1) * self.FACTOR


class Tracing(threading.local):
    """What surrounds a kernel that is being compiled.

    pending: The checks asked for so far.
    counters: What stands for each random op's counter, by the counter's id.
    rooms: The room for lists of unknown length; None where there can be no second run.
    settling: Whether this is only to see what a loop's values look like after a step.
    """

    pending: list[Check] | None = None
    counters: dict[int, Any] | None = None
    rooms: Rooms | None = None
    settling: bool = False


tracing = Tracing()

_carried: list[tuple[Any, ...]] = []
_register: Callable[..., Any] | None = None


def register_carried(
    cls: type, flatten: Callable[[Any], Any], unflatten: Callable[[Any, Any], Any]
) -> None:
    """Lets objects of a class go in and out of compiled code.

    Args:
      cls: The class.
      flatten: Gives an object's arrays, and the rest, which is hashable.
      unflatten: Makes an object of the rest and arrays.
    """
    _carried.append((cls, flatten, unflatten))
    if _register is not None:
        _register(cls, flatten, unflatten)


def set_register(register: Callable[..., Any]) -> None:
    """Says how the compiler learns of a carried class: of the known ones now, then of each."""
    global _register
    _register = register
    for entry in _carried:
        register(*entry)
