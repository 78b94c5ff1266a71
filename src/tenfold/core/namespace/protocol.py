"""The namespace protocol: what `xp` offers beyond NumPy's own names.

A kernel is written once over `xp`. Most of it is NumPy's API, which `jax.numpy` shares. The few
things that differ are the attributes below; a kernel that truly needs two algorithms branches on
`xp.compiled`.
"""

from __future__ import annotations

import types
from typing import Any


class HostValueNeeded(Exception):
    """A kernel being compiled asked for a value that is known only when the program runs."""


class Namespace(types.SimpleNamespace):
    """NumPy's names, plus what kernels need and NumPy and jax.numpy do not share.

    compiled: Whether values are traced by XLA.
    static(x): The value of `x` as a NumPy array; needs to be known while compiling.
    raise_if(flag, kind, message): Raises the error of `tf.errors` named by `kind` where `flag`
        (a scalar boolean) is true: at once eagerly, after the call when compiled.
    lax: `jax.lax` when compiled, None otherwise.
    """

    compiled: bool
    lax: Any

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"The kernel namespace has no {name!r}.")
