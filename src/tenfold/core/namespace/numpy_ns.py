"""The namespace of eager kernels: NumPy."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any, NoReturn

import numpy as np

from .. import errors
from . import matrices, short_forms
from .protocol import Namespace

# TensorFlow's kernels give inf and nan in silence. The filter covers warnings raised from our own
# kernels only, in every thread, and leaves the user's NumPy settings alone.
warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"tenfold\.")


def static(x: Any) -> np.ndarray:
    return x


def raise_if(flag: Any, kind: str, message: Any, values: Sequence[Any] = ()) -> None:
    if flag:
        fail(kind, message, values)


def fail(kind: str, message: Any, values: Sequence[Any] = ()) -> NoReturn:
    text = message if isinstance(message, str) else message([np.asarray(v) for v in values])
    raise getattr(errors, kind)(None, None, text)


# NumPy loads some of its modules when they are asked for; of them kernels use these.
MODULES = ("fft",)
names = [n for n in np.__all__ if n in vars(np)]
numpy_ns = Namespace(**{name: getattr(np, name) for name in (*names, *MODULES)})
vars(numpy_ns).update(
    {name: form for name, form in vars(short_forms).items() if name in np.__all__}
)
numpy_ns.linalg = matrices
numpy_ns.compiled = False
numpy_ns.lax = None
numpy_ns.static = static
numpy_ns.raise_if = raise_if
