"""Kernels on large eager arrays that XLA runs faster than NumPy, once they have run often enough.

NumPy goes over its memory once for each step of a kernel; XLA joins the steps and goes over it
once. Where a kernel has many steps, and arrays are large, that outweighs what compiling takes.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from typing import Any

import numpy as np
from numpy import ndarray

from .compiling import COMPILING, Schedule, compiler_available, later, schedule
from .dispatch import frozen
from .namespace.protocol import tracing
from .pieces import LEAST
from .settings import settings

# What XLA takes for a kernel, in seconds, besides its import.
KERNEL = 0.03
# So many forms of a kernel (shapes, dtypes, attributes) are remembered, and compiled.
FORMS = 64
# Integers that XLA has to know when it compiles: axes, so few.
_FEW = 32


class LargeKernel:
    """A kernel for NumPy that is compiled for large arrays that come often.

    Calls are counted for each combination of shapes, dtypes and attributes. From the count and from
    what a compiled call saves follows the call from which on XLA's code runs (`core/compiling.py`).
    """

    def __init__(self, kernel: Callable[..., Any], plain: Callable[..., Any], saved: float) -> None:
        """
        Args:
          kernel: The kernel, written over a namespace.
          plain: The same for NumPy.
          saved: What XLA's saves, in seconds for each element of the largest input.
        """
        self._kernel = kernel
        self._plain = plain
        self._saved = saved
        self._forms: dict[Any, _Form] = {}

    def __call__(self, xp: Any, *arrays: Any, **attrs: Any) -> Any:
        size = max([x.size for x in arrays])
        if size < LEAST or settings.deterministic or not compiler_available():
            return self._plain(xp, *arrays, **attrs)
        form = self._form(arrays, attrs, size)
        if form.is_due(arrays):
            return form.run(arrays)
        return self._plain(xp, *arrays, **attrs)

    def _form(self, arrays: Sequence[ndarray], attrs: dict[str, Any], size: int) -> _Form:
        known = tuple([x.dtype.kind in "iu" and x.size <= _FEW for x in arrays])
        values = [x.tobytes() for x, is_known in zip(arrays, known, strict=True) if is_known]
        key = (*[(x.shape, x.dtype) for x in arrays], *values, frozen(list(attrs.items())))
        form = self._forms.get(key)
        if form is None:
            if len(self._forms) >= FORMS:
                self._forms.clear()
            calls = schedule(self._saved * size, COMPILING + KERNEL)
            kernel = functools.partial(self._kernel, **attrs)
            form = self._forms[key] = _Form(kernel, known, calls)
        return form


class _Form:
    """The calls of a kernel with inputs of certain shapes."""

    __slots__ = ("_calls", "_compiled", "_compiling", "_kernel", "_known", "_schedule")

    def __init__(self, kernel: Callable[..., Any], known: Sequence[bool], at: Schedule) -> None:
        self._kernel = kernel
        self._known = known
        self._schedule = at
        self._calls = 0
        self._compiling: Future[Any] | None = None
        self._compiled: Any = None

    def is_due(self, arrays: Sequence[ndarray]) -> bool:
        """Whether a call is to run compiled; has it compiled in time for that."""
        if self._compiled is not None:
            return True
        self._calls += 1
        begin, switch = self._schedule
        if self._calls < begin:
            return False
        if self._compiling is None:
            fed, alone = self._fed(arrays), self._with_known(arrays)
            self._compiling = later(lambda: _compiled(alone, fed))
        if self._calls < switch:
            return False
        wait([self._compiling])
        if self._compiling.exception() is not None:  # XLA cannot hold this form
            self._schedule = Schedule(*[2**62] * 2)
            return False
        self._compiled = self._compiling.result()
        return True

    def run(self, arrays: Sequence[ndarray]) -> Any:
        found = self._compiled(*self._fed(arrays))
        return [*map(np.asarray, found)] if isinstance(found, (tuple, list)) else np.asarray(found)

    def _fed(self, arrays: Sequence[ndarray]) -> list[ndarray]:
        return [x for x, is_known in zip(arrays, self._known, strict=True) if not is_known]

    def _with_known(self, arrays: Sequence[ndarray]) -> Callable[..., Any]:
        """The kernel as a function of the namespace and of those inputs that are not known."""
        held = [x if is_known else None for x, is_known in zip(arrays, self._known, strict=True)]

        def alone(xp: Any, *fed: Any) -> Any:
            left = iter(fed)
            return self._kernel(xp, *[next(left) if x is None else x for x in held])

        return alone


def _compiled(function: Callable[..., Any], arrays: Sequence[ndarray]) -> Callable[..., Any]:
    """A function of a namespace and arrays, compiled for the shapes of these arrays."""
    import jax

    from .namespace.jax_ns import jax_ns

    def traced(*inputs: Any) -> Any:
        saved, tracing.pending = tracing.pending, []
        try:
            found = function(jax_ns, *inputs)
            if tracing.pending:
                raise ValueError(
                    "The kernel checks its inputs: nobody would look at what it finds."
                )
            return found
        finally:
            tracing.pending = saved

    jitted = jax.jit(traced)

    def run(*inputs: Any) -> Any:
        with jax.enable_x64(True):
            return jitted(*inputs)

    run(*[np.ones(x.shape, x.dtype) for x in arrays])
    return run
