"""The versions: of tenfold, and of what it stands in for. The one place that states them."""

__version__ = "0.1.0"

# Programs ask `tf.__version__` what they may use: the answer is the release whose API this is.
TENSORFLOW = "2.21.0"
KERAS = "3.15.0"
