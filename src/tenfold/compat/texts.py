"""Texts as bytes and as strings, and the kinds of numbers, as programs test for them."""

from __future__ import annotations

import codecs
import numbers
import os
from typing import Any

import numpy as np

bytes_or_text_types = (bytes, str)
integral_types = (numbers.Integral, np.integer)
real_types = (numbers.Real, np.integer, np.floating)
complex_types = (numbers.Complex, np.number)


def _refusal(value: Any) -> TypeError:
    return TypeError(f"Expected binary or unicode string, got {value!r}")


def as_bytes(bytes_or_text: Any, encoding: str = "utf-8") -> bytes:
    """A text as bytes.

    Args:
      bytes_or_text: A string, or bytes, which stay as they are.
      encoding: How characters are written.

    Returns:
      The bytes.

    Raises:
      TypeError: It is neither.
      LookupError: The encoding is unknown.

    Example:
      >>> import tenfold as tf
      >>> tf.compat.as_bytes("a")
      b'a'
    """
    codecs.lookup(encoding)
    if isinstance(bytes_or_text, bytearray):
        return bytes(bytes_or_text)
    if isinstance(bytes_or_text, bytes):
        return bytes_or_text
    if isinstance(bytes_or_text, str):
        return bytes_or_text.encode(encoding)
    raise _refusal(bytes_or_text)


def as_text(bytes_or_text: Any, encoding: str = "utf-8") -> str:
    """A text as a string.

    Args:
      bytes_or_text: Bytes, or a string, which stays as it is.
      encoding: How characters are written.

    Returns:
      The string.

    Raises:
      TypeError: It is neither.
      LookupError: The encoding is unknown.

    Example:
      >>> import tenfold as tf
      >>> tf.compat.as_text(b"a")
      'a'
    """
    codecs.lookup(encoding)
    if isinstance(bytes_or_text, bytes):
        return bytes_or_text.decode(encoding)
    if isinstance(bytes_or_text, str):
        return bytes_or_text
    raise _refusal(bytes_or_text)


as_str = as_text


def as_str_any(value: Any, encoding: str = "utf-8") -> str:
    """Anything as a string: bytes are decoded, all else is what `str` makes of it.

    Args:
      value: Anything.
      encoding: How bytes are read.

    Example:
      >>> import tenfold as tf
      >>> tf.compat.as_str_any(b"a"), tf.compat.as_str_any(1)
      ('a', '1')
    """
    return as_text(value, encoding) if isinstance(value, bytes) else str(value)


def path_to_str(path: Any) -> Any:
    """A path object as a string; anything else as it is.

    Args:
      path: A `pathlib.Path`, say.

    Example:
      >>> import pathlib, tenfold as tf
      >>> tf.compat.path_to_str(pathlib.PurePosixPath("a") / "b")
      'a/b'
    """
    return as_str_any(path.__fspath__()) if isinstance(path, os.PathLike) else path
