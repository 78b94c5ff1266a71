"""Floor 8: living beside programs written for TensorFlow."""

from tenfold._lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, __file__)
