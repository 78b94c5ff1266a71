"""What an op supplies to the conformance suite: inputs and attributes to try it on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import ml_dtypes
import numpy as np


@dataclass
class Sample:
    """One call of an op, by wire name. Neither TensorFlow nor tenfold is needed to make one.

    Inputs are in the order of the OpDef: arrays (differentiated where they are floating), Python
    values (converted by the op's own rules), lists of them where the OpDef has a list. Attributes
    that are dtypes are written by name: `DstT="float16"`.

    rtol, atol: Tolerance against TensorFlow's recorded result; the default allows 4 ulp in float32.
    exact: The result must be equal to the bit.
    gradient: Whether the gradient is checked (None: where inputs are floating and TF has one).
    grad_inputs: Indices of the inputs to differentiate with respect to (None: all floating ones).
    compiled: Whether the op is also tried under jit.
    order: Up to which order gradients are compared with finite differences: 0 where TensorFlow's
        gradient is not the derivative, or the point is not smooth; 1 where TensorFlow has no
        second gradient.
    values: Whether the result is determined. Where it is not (random ops), dtypes and shapes are
        compared.
    golden: Whether TensorFlow can run the sample. Where it has no kernel for an op or dtype, what
        tenfold gives is compared with itself only.

    Where TensorFlow refuses the call, the class of its exception is recorded, and tenfold must
    raise it.
    """

    inputs: tuple[Any, ...]
    attrs: dict[str, Any] = field(default_factory=dict)
    rtol: float = 5e-7
    atol: float = 1e-7
    exact: bool = False
    gradient: bool | None = None
    grad_inputs: tuple[int, ...] | None = None
    compiled: bool = True
    order: int = 2
    values: bool = True
    golden: bool = True


def sample(*inputs: Any, **options: Any) -> Sample:
    """A sample; keyword arguments that are not Sample's own fields are attributes of the op."""
    own = {k: options.pop(k) for k in list(options) if k in Sample.__dataclass_fields__}
    return Sample(inputs, options, **own)


def normal(*shape: int, dtype: Any = np.float32, seed: int = 0) -> np.ndarray:
    values = np.random.default_rng([seed, *shape]).normal(size=shape)
    if np.dtype(_named(dtype)).kind == "c":
        values = values + 1j * np.random.default_rng([seed + 1, *shape]).normal(size=shape)
    return values.astype(_named(dtype))


def uniform(
    *shape: int, low: float = 0.0, high: float = 1.0, dtype: Any = np.float32, seed: int = 0
) -> np.ndarray:
    return np.random.default_rng([seed, *shape]).uniform(low, high, shape).astype(_named(dtype))


def ints(
    *shape: int, low: int = -9, high: int = 10, dtype: Any = np.int32, seed: int = 0
) -> np.ndarray:
    return np.random.default_rng([seed, *shape]).integers(low, high, shape).astype(dtype)


def definite(*shape: int, dtype: Any = np.float64, least: float = 2.0) -> np.ndarray:
    """Hermitian matrices with no eigenvalue much below `least`.

    Rounded, because the last bits of a product differ from one machine's BLAS to the next.
    """
    x = normal(*shape, dtype=dtype)
    exact = x @ x.swapaxes(-1, -2).conj() + least * np.eye(shape[-1], dtype=dtype)
    return np.round(exact * 4096) / 4096 + 0.0  # and no negative zeros


def weights(shape: Sequence[int], dtype: Any, index: int = 0) -> np.ndarray:
    """What arrives at output `index` when its gradient is asked for: fixed random numbers."""
    return np.asarray(normal(*shape, dtype=dtype, seed=100 + index))


def differentiable(x: Any) -> bool:
    """Whether an input of a sample is an array that gradients are taken with respect to."""
    if not isinstance(x, (np.ndarray, np.generic)):
        return False
    return x.dtype.kind in "fc" or x.dtype == ml_dtypes.bfloat16


def _named(dtype: Any) -> Any:
    return ml_dtypes.bfloat16 if dtype == "bfloat16" else dtype
