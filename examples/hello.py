"""A first program, as written for TensorFlow: `tenfold run examples/hello.py`."""

import sys

import tensorflow as tf

print(f"{tf.__name__} {tf.__version__} runs {sys.argv[0]}")
