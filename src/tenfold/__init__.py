"""TensorFlow 2's system, small enough to read: `import tenfold as tf`.

The table of contents is `__init__.pyi`; each name is loaded when it is first used.
"""

from tenfold._lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, __file__)
