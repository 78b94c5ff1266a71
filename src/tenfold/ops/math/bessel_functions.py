"""The public Bessel functions, tf.math.bessel_i0 and its kin and tf.math.special."""

from __future__ import annotations

from typing import Any

from . import bessel


def bessel_i0(x: Any, name: str | None = None) -> Any:
    """The modified Bessel function of the first kind of order 0.

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.special.bessel_i0([1.0, 2.0]).numpy().round(4))
      [1.2661 2.2796]
    """
    return bessel.BesselI0(x, name)


def bessel_i0e(x: Any, name: str | None = None) -> Any:
    """The modified Bessel function of the first kind of order 0, times exp(-|x|).

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.special.bessel_i0e([1.0, 2.0]).numpy().round(4))
      [0.4658 0.3085]
    """
    return bessel.BesselI0e(x, name)


def bessel_i1(x: Any, name: str | None = None) -> Any:
    """The modified Bessel function of the first kind of order 1.

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.special.bessel_i1([1.0, 2.0]).numpy().round(4))
      [0.5652 1.5906]
    """
    return bessel.BesselI1(x, name)


def bessel_i1e(x: Any, name: str | None = None) -> Any:
    """The modified Bessel function of the first kind of order 1, times exp(-|x|).

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.special.bessel_i1e([1.0, 2.0]).numpy().round(4))
      [0.2079 0.2153]
    """
    return bessel.BesselI1e(x, name)


def bessel_j0(x: Any, name: str | None = None) -> Any:
    """The Bessel function of the first kind of order 0.

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.special.bessel_j0([1.0, 2.0]).numpy().round(4))
      [0.7652 0.2239]
    """
    return bessel.BesselJ0(x, name)


def bessel_j1(x: Any, name: str | None = None) -> Any:
    """The Bessel function of the first kind of order 1.

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.special.bessel_j1([1.0, 2.0]).numpy().round(4))
      [0.4401 0.5767]
    """
    return bessel.BesselJ1(x, name)


def bessel_k0(x: Any, name: str | None = None) -> Any:
    """The modified Bessel function of the second kind of order 0.

    Infinite at 0 and below.

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.special.bessel_k0([1.0, 2.0]).numpy().round(4))
      [0.421  0.1139]
    """
    return bessel.BesselK0(x, name)


def bessel_k0e(x: Any, name: str | None = None) -> Any:
    """The modified Bessel function of the second kind of order 0, times exp(x).

    Infinite at 0 and below.

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.special.bessel_k0e([1.0, 2.0]).numpy().round(4))
      [1.1445 0.8416]
    """
    return bessel.BesselK0e(x, name)


def bessel_k1(x: Any, name: str | None = None) -> Any:
    """The modified Bessel function of the second kind of order 1.

    Infinite at 0 and below.

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.special.bessel_k1([1.0, 2.0]).numpy().round(4))
      [0.6019 0.1399]
    """
    return bessel.BesselK1(x, name)


def bessel_k1e(x: Any, name: str | None = None) -> Any:
    """The modified Bessel function of the second kind of order 1, times exp(x).

    Infinite at 0 and below.

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.special.bessel_k1e([1.0, 2.0]).numpy().round(4))
      [1.6362 1.0335]
    """
    return bessel.BesselK1e(x, name)


def bessel_y0(x: Any, name: str | None = None) -> Any:
    """The Bessel function of the second kind of order 0.

    Defined for x > 0.

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.special.bessel_y0([1.0, 2.0]).numpy().round(4))
      [0.0883 0.5104]
    """
    return bessel.BesselY0(x, name)


def bessel_y1(x: Any, name: str | None = None) -> Any:
    """The Bessel function of the second kind of order 1.

    Defined for x > 0.

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.special.bessel_y1([1.0, 2.0]).numpy().round(4))
      [-0.7812 -0.107 ]
    """
    return bessel.BesselY1(x, name)
