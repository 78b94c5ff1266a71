"""MNIST from a file on this machine."""

from __future__ import annotations

import os

import numpy as np

Arrays = tuple[np.ndarray, np.ndarray]


def load_data(path: str = "mnist.npz") -> tuple[Arrays, Arrays]:
    """The handwritten digits of MNIST; nothing is downloaded.

    Args:
        path: a file of `~/.keras/datasets`, or an absolute path.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: uint8 images `[60000, 28, 28]` and
        `[10000, 28, 28]`, uint8 labels.

    Raises:
        FileNotFoundError: the file is not there.
    """
    home = os.environ.get("KERAS_HOME", os.path.join("~", ".keras"))
    full = os.path.join(os.path.expanduser(home), "datasets", path)
    if not os.path.exists(full):
        raise FileNotFoundError(
            f"mnist.load_data: there is no file {full}. Put mnist.npz there (arrays x_train, "
            "y_train, x_test, y_test); nothing is downloaded."
        )
    with np.load(full, allow_pickle=False) as file:
        return (file["x_train"], file["y_train"]), (file["x_test"], file["y_test"])
