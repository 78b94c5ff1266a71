"""tf.fingerprint: a short number for each slice of a tensor."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.farmhash import fingerprint64
from tenfold.core.op import op
from tenfold.core.tensor import Tensor


def _shape(call: Any) -> Any:
    shape, method = call.inputs[0].raw_shape, rules.value_of(call.inputs[1])
    if method is not None:
        _check_method(method.item())
    return (None if shape is None or not shape else shape[0], None if shape is None else 8)


def _check_method(name: bytes) -> None:
    if name != b"farmhash64":
        raise ValueError(f"Unsupported fingerprint method: {name.decode()}; pass 'farmhash64'.")


def _hashed(rows: list[bytes]) -> np.ndarray:
    """The fingerprints of texts, 8 bytes each, least first."""
    numbers = [fingerprint64(row) for row in rows]
    return np.array(numbers, "<u8").view(np.uint8).reshape(len(rows), 8)


@op(
    "data: T, method: string -> fingerprint: uint8",
    shape=rules.shaped(_shape, "n ...", ""),
    jit=False,
)
def Fingerprint(xp: Any, data: Any, method: Any) -> Any:
    if method.ndim:
        raise ValueError(f"`method` should be a scalar string; its shape is {list(method.shape)}.")
    _check_method(method.item())
    if not data.ndim:
        raise ValueError("`data` should have at least one dimension: [].")
    if data.dtype.hasobject:
        texts = _hashed([bytes(text) for text in data.ravel().tolist()])
        if data.ndim == 1:
            return texts
        # Rows of several texts: the fingerprint of their fingerprints.
        data = texts.reshape(data.shape[0], math.prod(data.shape[1:]) * 8)
    return _hashed([row.tobytes() for row in data])


def fingerprint(data: Any, method: str = "farmhash64", name: str | None = None) -> Tensor:
    """A number of 64 bits for each slice of the first axis, the same on every machine.

    Args:
      data: A tensor of rank 1 or more.
      method: The hash: `farmhash64`.
      name: A name for the op.

    Returns:
      A uint8 tensor of shape [data.shape[0], 8], the least byte first.

    Raises:
      tf.errors.InvalidArgumentError: The rank is 0, or the method another.

    Example:
      >>> import tenfold as tf
      >>> tf.fingerprint(["a"]).numpy().tolist()
      [[227, 117, 223, 182, 101, 66, 69, 179]]
    """
    return Fingerprint(data, method, name=name)
