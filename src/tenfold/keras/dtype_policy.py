"""In which dtype a layer keeps its weights and in which it computes."""

from __future__ import annotations

from typing import Any

import tenfold as tf

_MIXED = {"mixed_float16": "float16", "mixed_bfloat16": "bfloat16"}


class DTypePolicy:
    """A named pair of dtypes.

    Args:
        name: a dtype's name for both, or `mixed_float16`, `mixed_bfloat16` for float32 weights.

    Raises:
        ValueError: the name is neither.

    >>> import tenfold as tf
    >>> tf.keras.DTypePolicy("mixed_bfloat16").variable_dtype
    'float32'
    """

    def __init__(self, name: str = "float32") -> None:
        if name in _MIXED:
            self.compute_dtype, self.variable_dtype = _MIXED[name], "float32"
        else:
            try:
                name = tf.as_dtype(name).name
            except TypeError:
                raise ValueError(
                    f"DTypePolicy: {name!r} is neither a dtype nor one of {sorted(_MIXED)}."
                ) from None
            self.compute_dtype = self.variable_dtype = name
        self.name = name

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {"name": self.name}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> DTypePolicy:
        """A policy from its configuration."""
        return cls(**config)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DTypePolicy) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f'<DTypePolicy "{self.name}">'


def as_policy(value: Any) -> DTypePolicy:
    """A policy from None (float32), a name, a dtype, a configuration or a policy."""
    if isinstance(value, DTypePolicy):
        return value
    if isinstance(value, dict):
        return DTypePolicy(**value["config"])
    if value is None:
        return DTypePolicy()
    return DTypePolicy(value if isinstance(value, str) else tf.as_dtype(value).name)
