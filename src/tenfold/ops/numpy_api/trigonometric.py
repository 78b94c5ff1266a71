"""Angles and what is computed of them."""

from __future__ import annotations

import math
from typing import Any

from tenfold.core.op import call

from .promotion import floating


def sin(x: Any) -> Any:
    """The sine, for angles in radians.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.sin([0.0, 0.5]).numpy().tolist()
      [0.0, 0.479425538604203]
    """
    return call("Sin", floating(x))


def cos(x: Any) -> Any:
    """The cosine, for angles in radians.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.cos([0.0, 0.5]).numpy().tolist()
      [1.0, 0.8775825618903728]
    """
    return call("Cos", floating(x))


def tan(x: Any) -> Any:
    """The tangent, for angles in radians.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.tan([0.0, 0.5]).numpy().tolist()
      [0.0, 0.5463024898437905]
    """
    return call("Tan", floating(x))


def sinh(x: Any) -> Any:
    """The hyperbolic sine.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.sinh([0.0, 0.5]).numpy().tolist()
      [0.0, 0.5210953054937474]
    """
    return call("Sinh", floating(x))


def cosh(x: Any) -> Any:
    """The hyperbolic cosine.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.cosh([0.0, 0.5]).numpy().tolist()
      [1.0, 1.1276259652063807]
    """
    return call("Cosh", floating(x))


def tanh(x: Any) -> Any:
    """The hyperbolic tangent.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.tanh([0.0, 0.5]).numpy().tolist()
      [0.0, 0.46211715726000974]
    """
    return call("Tanh", floating(x))


def arcsin(x: Any) -> Any:
    """The angle in [-pi/2, pi/2] of a sine.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.arcsin([0.0, 0.5]).numpy().tolist()
      [0.0, 0.5235987755982989]
    """
    return call("Asin", floating(x))


def arccos(x: Any) -> Any:
    """The angle in [0, pi] of a cosine.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.arccos([1.0, 0.5]).numpy().tolist()
      [0.0, 1.0471975511965976]
    """
    return call("Acos", floating(x))


def arctan(x: Any) -> Any:
    """The angle in [-pi/2, pi/2] of a tangent.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.arctan([0.0, 0.5]).numpy().tolist()
      [0.0, 0.4636476090008061]
    """
    return call("Atan", floating(x))


def arcsinh(x: Any) -> Any:
    """The inverse of the hyperbolic sine.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.arcsinh([0.0, 0.5]).numpy().tolist()
      [0.0, 0.48121182505960347]
    """
    return call("Asinh", floating(x))


def arccosh(x: Any) -> Any:
    """The inverse of the hyperbolic cosine.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.arccosh([1.0, 2.5]).numpy().tolist()
      [0.0, 1.566799236972411]
    """
    return call("Acosh", floating(x))


def arctanh(x: Any) -> Any:
    """The inverse of the hyperbolic tangent.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.arctanh([0.0, 0.5]).numpy().tolist()
      [0.0, 0.5493061443340549]
    """
    return call("Atanh", floating(x))


def deg2rad(x: Any) -> Any:
    """Radians of degrees.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.deg2rad([0, 180]).numpy().tolist()
      [0.0, 3.141592653589793]
    """
    return floating(x) * (math.pi / 180)


def rad2deg(x: Any) -> Any:
    """Degrees of radians.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.rad2deg([0.0, 1.0]).numpy().tolist()
      [0.0, 57.29577951308232]
    """
    return floating(x) * (180 / math.pi)


def sinc(x: Any) -> Any:
    """sin(pi x) / (pi x), and 1 at zero.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.sinc([0.0, 0.5]).numpy().tolist()
      [1.0, 0.6366197723675814]
    """
    return _sinc(floating(x))


def _sinc(x: Any) -> Any:
    y = x * math.pi
    zero = call("Equal", y, call("ZerosLike", y))
    # The divisor is 1 at zero, so that the gradient there is no nan.
    safe = call("SelectV2", zero, call("OnesLike", y), y)
    return call("SelectV2", zero, call("OnesLike", y), call("Sin", safe) / safe)
