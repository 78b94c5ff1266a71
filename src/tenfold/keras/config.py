"""The few settings that all of Keras shares: the float dtype, the fuzz factor, the image layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_FLOATS = ("bfloat16", "float16", "float32", "float64")
_LAYOUTS = ("channels_first", "channels_last")


@dataclass
class _Settings:
    floatx: str = "float32"
    epsilon: float = 1e-7
    image_data_format: str = "channels_last"


_settings = _Settings()


def floatx() -> str:
    """The dtype that layers, losses and metrics use when none is given.

    Returns:
      A name such as `"float32"`.

    Example:
      >>> from tenfold.keras.config import floatx
      >>> floatx()
      'float32'
    """
    return _settings.floatx


def set_floatx(value: str) -> None:
    """Sets the dtype that `floatx` gives.

    Args:
      value: `"bfloat16"`, `"float16"`, `"float32"` or `"float64"`.

    Raises:
      ValueError: `value` is none of these.

    Example:
      >>> from tenfold.keras.config import floatx, set_floatx
      >>> set_floatx("float64"); floatx()
      'float64'
      >>> set_floatx("float32")
    """
    _settings.floatx = _one_of("set_floatx", value, _FLOATS)


def epsilon() -> float:
    """The small number that keeps divisions and logarithms finite.

    Returns:
      A float, 1e-07 unless it was set.

    Example:
      >>> from tenfold.keras.config import epsilon
      >>> epsilon()
      1e-07
    """
    return _settings.epsilon


def set_epsilon(value: float) -> None:
    """Sets the number that `epsilon` gives.

    Args:
      value: A small positive float.

    Example:
      >>> from tenfold.keras.config import epsilon, set_epsilon
      >>> set_epsilon(1e-5); epsilon()
      1e-05
      >>> set_epsilon(1e-7)
    """
    _settings.epsilon = float(value)


def image_data_format() -> str:
    """Where images keep their channels when a layer does not say.

    Returns:
      `"channels_last"` (`[batch, height, width, channels]`) or `"channels_first"`.

    Example:
      >>> from tenfold.keras.config import image_data_format
      >>> image_data_format()
      'channels_last'
    """
    return _settings.image_data_format


def set_image_data_format(data_format: str) -> None:
    """Sets the layout that `image_data_format` gives.

    Args:
      data_format: `"channels_last"` or `"channels_first"`.

    Raises:
      ValueError: `data_format` is neither.

    Example:
      >>> from tenfold.keras.config import image_data_format, set_image_data_format
      >>> set_image_data_format("channels_first"); image_data_format()
      'channels_first'
      >>> set_image_data_format("channels_last")
    """
    _settings.image_data_format = _one_of("set_image_data_format", data_format, _LAYOUTS)


def _one_of(function: str, value: Any, choices: tuple[str, ...]) -> str:
    name = str(value).lower()
    if name not in choices:
        raise ValueError(f"{function}: expected one of {', '.join(choices)}; received {value!r}.")
    return name
