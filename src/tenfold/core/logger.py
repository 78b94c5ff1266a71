"""tf.get_logger: where tenfold's own messages go."""

from __future__ import annotations

import functools
import logging


@functools.cache
def get_logger() -> logging.Logger:
    """The logger of tenfold's messages; set its level to see more or fewer of them.

    Example:
      >>> import tenfold as tf
      >>> tf.get_logger().setLevel("ERROR")
      >>> tf.get_logger().name
      'tenfold'
    """
    return logging.getLogger("tenfold")
