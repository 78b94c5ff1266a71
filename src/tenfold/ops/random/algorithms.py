"""The names and numbers of the counter-based generators."""

from __future__ import annotations

import enum
from typing import Any


class Algorithm(enum.Enum):
    """The counter-based generators that there are names for."""

    PHILOX = 1
    THREEFRY = 2
    AUTO_SELECT = 3


def algorithm_number(alg: Any) -> int:
    """The number of an algorithm given by name, by number or as an `Algorithm`."""
    if isinstance(alg, str) and alg.upper() in Algorithm.__members__:
        return Algorithm[alg.upper()].value
    number = getattr(alg, "value", alg)
    if number not in (1, 2, 3):
        raise ValueError(
            f"Argument `alg` got unsupported value {alg!r}. Supported values are 'philox' (1), "
            "'threefry' (2) and 'auto_select' (3)."
        )
    return int(number)
