"""What AutoGraph says about its work: `tf.autograph.set_verbosity`."""

from __future__ import annotations

import logging
import os

logger = logging.getLogger("tenfold.autograph")


class _Verbosity:
    """The level, and whether to print besides logging."""

    level: int | None = None
    to_stdout = False


def _level() -> int:
    if _Verbosity.level is not None:
        return _Verbosity.level
    given = os.environ.get("AUTOGRAPH_VERBOSITY", "0")
    return int(given) if given.lstrip("-").isdigit() else 0


def set_verbosity(level: int, alsologtostdout: bool = False) -> None:
    """Sets how much AutoGraph tells of its work.

    Args:
      level: 0 tells only what went wrong; 1 also which functions are converted; 3 also their code.
        Without a call, the environment variable `AUTOGRAPH_VERBOSITY` decides.
      alsologtostdout: Whether to print the messages besides logging them.

    Example:
      >>> import tenfold as tf
      >>> tf.autograph.set_verbosity(0)
    """
    _Verbosity.level = int(level)
    _Verbosity.to_stdout = bool(alsologtostdout)


def tells(level: int) -> bool:
    """Whether the verbosity is at least `level`."""
    return _level() >= level


def tell(level: int, message: str, *args: object) -> None:
    """Logs a message if the verbosity is at least `level`."""
    if not tells(level):
        return
    logger.info(message, *args)
    if _Verbosity.to_stdout:
        print(message % args)


def trace(*args: object) -> None:
    """Prints its arguments while the function is traced, not when it runs.

    Args:
      *args: What to print; a tensor of the graph prints as such.

    Example:
      >>> import tenfold as tf
      >>> @tf.function
      ... def f(x):
      ...     tf.autograph.trace("tracing f")
      ...     return x
      >>> _ = f(tf.constant(1)), f(tf.constant(2))
      tracing f
    """
    print(*args)
