"""tf.compat.v1.logging: messages of levels, written by Python's logging."""

from __future__ import annotations

import collections
import logging
import sys
from typing import Any

DEBUG = logging.DEBUG
INFO = logging.INFO
WARN = logging.WARN
ERROR = logging.ERROR
FATAL = logging.FATAL

_logger = logging.getLogger("tensorflow")
_counts: collections.Counter[Any] = collections.Counter()


def get_logger() -> logging.Logger:
    """The logger of the messages.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.get_logger().name
      'tensorflow'
    """
    return _logger


def set_verbosity(v: Any) -> None:
    """Sets the level below which messages are not written."""
    _logger.setLevel(v)


def get_verbosity() -> int:
    """The level below which messages are not written."""
    return _logger.getEffectiveLevel()


def log(level: Any, msg: str, *args: Any, **kwargs: Any) -> None:
    """Writes a message of a level; `args` go into its placeholders."""
    _logger.log(level, msg, *args, **kwargs)


def debug(msg: str, *args: Any, **kwargs: Any) -> None:
    """Writes a message for those who look for mistakes."""
    _logger.debug(msg, *args, **kwargs)


def info(msg: str, *args: Any, **kwargs: Any) -> None:
    """Writes a message that informs."""
    _logger.info(msg, *args, **kwargs)


def warning(msg: str, *args: Any, **kwargs: Any) -> None:
    """Writes a warning."""
    _logger.warning(msg, *args, **kwargs)


warn = warning


def error(msg: str, *args: Any, **kwargs: Any) -> None:
    """Writes the message of an error."""
    _logger.error(msg, *args, **kwargs)


def fatal(msg: str, *args: Any, **kwargs: Any) -> None:
    """Writes the message of an error that ends the program; the program goes on."""
    _logger.critical(msg, *args, **kwargs)


def vlog(level: Any, msg: str, *args: Any, **kwargs: Any) -> None:
    """Writes a message of a level."""
    _logger.log(level, msg, *args, **kwargs)


def log_if(level: Any, msg: str, condition: bool, *args: Any) -> None:
    """Writes a message if a condition holds."""
    if condition:
        _logger.log(level, msg, *args)


def log_first_n(level: Any, msg: str, n: int, *args: Any) -> None:
    """Writes a message the first `n` times that this is called with it."""
    _counts["first", msg] += 1
    log_if(level, msg, _counts["first", msg] <= n, *args)


def log_every_n(level: Any, msg: str, n: int, *args: Any) -> None:
    """Writes a message every `n` times that this is called with it, the first time too."""
    _counts["every", msg] += 1
    log_if(level, msg, (_counts["every", msg] - 1) % n == 0, *args)


def TaskLevelStatusMessage(msg: str) -> None:
    """Writes the message of an error."""
    _logger.error(msg)


def flush() -> None:
    """Writes out what is still held back."""
    for handler in _logger.handlers:
        handler.flush()
    sys.stderr.flush()
