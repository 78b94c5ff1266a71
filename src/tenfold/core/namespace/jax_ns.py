"""The namespace of compiled kernels: jax.numpy. Importing this module imports jax."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from .numpy_ns import fail
from .protocol import Check, HostValueNeeded, Namespace, set_register, tracing


def static(x: Any) -> np.ndarray:
    if isinstance(x, jax.Array):
        raise HostValueNeeded
    return np.asarray(x)


def raise_if(flag: Any, kind: str, message: Any, values: Sequence[Any] = ()) -> None:
    """Remembers a check; the compiled function returns the flag and the host raises."""
    if tracing.pending is not None:
        if isinstance(flag, jax.Array) or flag:
            tracing.pending.append(Check(flag, kind, message, tuple(values)))
    elif not isinstance(flag, jax.Array) and flag:
        fail(kind, message, values)


jax_ns = Namespace(**{n: getattr(jnp, n) for n in dir(jnp) if not n.startswith("_")})
jax_ns.compiled = True
jax_ns.lax = jax.lax
jax_ns.static = static
jax_ns.raise_if = raise_if
jax_ns.eval_shape = jax.eval_shape
jax_ns.vmap = jax.vmap
set_register(jax.tree_util.register_pytree_node)
