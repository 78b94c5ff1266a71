"""The MNIST digits."""

from __future__ import annotations

import os
import pathlib
from typing import Any

import numpy as np


def load_data(path: str = "mnist.npz") -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """The MNIST digits (LeCun, Cortes & Burges 1998) from Keras' cache.

    Args:
      path: The file's name in `~/.keras/datasets` (KERAS_HOME moves `~/.keras`), or a full path.

    Returns:
      `(x_train, y_train), (x_test, y_test)`: uint8 images `[n, 28, 28]` and labels `[n]`.

    Raises:
      FileNotFoundError: The file is not there; nothing is downloaded.
      ValueError: The file is damaged.
    """
    home = pathlib.Path(os.environ.get("KERAS_HOME", "~/.keras")).expanduser()
    file = pathlib.Path(path) if os.path.isabs(path) else home / "datasets" / path
    if not file.exists():
        raise FileNotFoundError(
            f"MNIST is not at {file}. Put mnist.npz (with x_train, y_train, x_test, y_test) there."
        )
    try:
        with np.load(file, allow_pickle=False) as data:
            parts = [data[k] for k in ("x_train", "y_train", "x_test", "y_test")]
    except (OSError, ValueError, KeyError) as error:
        raise ValueError(f"{file} is not a whole MNIST archive: {error}.") from None
    return (parts[0], parts[1]), (parts[2], parts[3])
