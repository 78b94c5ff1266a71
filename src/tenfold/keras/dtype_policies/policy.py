"""DTypePolicy: the dtype of a layer's computations and that of its variables."""

from __future__ import annotations

from typing import Any

import tenfold as tf
from tenfold.keras import config

_MIXED = {"mixed_float16": "float16", "mixed_bfloat16": "bfloat16"}


class DTypePolicy:
    """The pair of dtypes that a layer uses.

    Args:
        name: a dtype's name for both, or "mixed_float16" or "mixed_bfloat16", which compute in the
            small dtype and keep variables in float32. None takes `floatx()`.

    Raises:
        ValueError: no dtype has that name.

    Example:
        >>> from tenfold.keras.dtype_policies import DTypePolicy
        >>> policy = DTypePolicy("mixed_float16")
        >>> policy.compute_dtype, policy.variable_dtype
        ('float16', 'float32')
    """

    def __init__(self, name: str | None = None) -> None:
        self.name = name if name is not None else config.floatx()
        if self.name in _MIXED:
            self.compute_dtype, self.variable_dtype = _MIXED[self.name], "float32"
            return
        try:
            self.compute_dtype = self.variable_dtype = tf.as_dtype(self.name).name
        except TypeError:
            raise ValueError(
                f"Cannot convert {name!r} to a mixed precision DTypePolicy. Expected a dtype's "
                f"name or one of {', '.join(_MIXED)}."
            ) from None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DTypePolicy) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f'<DTypePolicy "{self.name}">'

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal policy."""
        return {"name": self.name}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> DTypePolicy:
        """Makes a policy of `get_config`'s answer."""
        return cls(**config)


def get(identifier: Any) -> DTypePolicy:
    """The policy that an argument `dtype` of a layer means.

    Args:
        identifier: a policy, a dtype, a name, a policy's serialized config, or None for `floatx()`.

    Returns:
        A DTypePolicy.

    Raises:
        ValueError: it is none of these.

    Example:
        >>> from tenfold.keras import dtype_policies
        >>> dtype_policies.get("float64").compute_dtype
        'float64'
    """
    if isinstance(identifier, DTypePolicy):
        return identifier
    if isinstance(identifier, dict):
        return DTypePolicy(**identifier["config"])
    if identifier is None or isinstance(identifier, str):
        return DTypePolicy(identifier)
    return DTypePolicy(tf.as_dtype(identifier).name)


def serialize(policy: DTypePolicy) -> dict[str, Any]:
    """The description of a policy that configs hold."""
    return {
        "module": "keras",
        "class_name": "DTypePolicy",
        "config": policy.get_config(),
        "registered_name": None,
    }
