"""The public names of tf.compat.v1.spectral."""

from tenfold._lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, __file__)
