"""Which dtypes a layer computes and keeps its variables in."""

from __future__ import annotations

from tenfold._lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, __file__)
