"""What kernels may call: NumPy's names, and a few that NumPy and jax.numpy do not share."""

from __future__ import annotations

from .numpy_ns import numpy_ns

__all__ = ["numpy_ns"]
