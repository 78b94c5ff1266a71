"""Labels as one-hot rows."""

from __future__ import annotations

from typing import Any

import numpy as np


def to_categorical(x: Any, num_classes: int | None = None) -> np.ndarray:
    """Integer labels as one-hot rows.

    Args:
        x: labels, `[...]` or `[..., 1]`.
        num_classes: number of classes; the greatest label plus one by default.

    Returns:
        A float64 array `[..., num_classes]`.

    >>> to_categorical([1, 0], 3).tolist()
    [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]
    """
    labels = np.asarray(x, dtype="int64")
    if labels.ndim > 1 and labels.shape[-1] == 1:
        labels = labels[..., 0]
    count = int(labels.max()) + 1 if num_classes is None else num_classes
    return np.eye(count)[labels]
