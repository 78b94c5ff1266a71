"""Arithmetic of two arrays, with broadcasting and promotion."""

from __future__ import annotations

import math
from typing import Any

from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import int8
from tenfold.core.op import call
from tenfold.engine.control_flow.looping import while_loop
from tenfold.ops.array.casting import cast
from tenfold.ops.math.arithmetic import divide as quotient

from .promotion import default_float, floating_pair, paired, promoted


def add(x1: Any, x2: Any) -> Any:
    """The sum; of booleans the logical or.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.add([1, 2], 1.5).numpy().tolist()
      [2.5, 3.5]
    """
    return _add(*paired(x1, x2))


def subtract(x1: Any, x2: Any) -> Any:
    """The difference.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.subtract([1, 2], 1.5).numpy().tolist()
      [-0.5, 0.5]
    """
    return call("Sub", *paired(x1, x2))


def multiply(x1: Any, x2: Any) -> Any:
    """The product; of booleans the logical and.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.multiply([1, 2], 1.5).numpy().tolist()
      [1.5, 3.0]
    """
    return _multiply(*paired(x1, x2))


def divide(x1: Any, x2: Any) -> Any:
    """The quotient, which is floating.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.divide([1, 2], 4).numpy().tolist()
      [0.25, 0.5]
    """
    return _divide(*paired(x1, x2))


def true_divide(x1: Any, x2: Any) -> Any:
    """The quotient, which is floating.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.true_divide([1, 2], 4).numpy().tolist()
      [0.25, 0.5]
    """
    return _divide(*paired(x1, x2))


def floor_divide(x1: Any, x2: Any) -> Any:
    """The quotient, rounded down.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.floor_divide([7, -7], 2).numpy().tolist()
      [3, -4]
    """
    return call("FloorDiv", *_numbers(x1, x2))


def mod(x1: Any, x2: Any) -> Any:
    """The remainder of the quotient rounded down; it has the sign of x2.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.mod([7, -7], 3).numpy().tolist()
      [1, 2]
    """
    return call("FloorMod", *_numbers(x1, x2))


def remainder(x1: Any, x2: Any) -> Any:
    """The remainder of the quotient rounded down; it has the sign of x2.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.remainder([7, -7], 3).numpy().tolist()
      [1, 2]
    """
    return call("FloorMod", *_numbers(x1, x2))


def power(x1: Any, x2: Any) -> Any:
    """x1 to the power of x2.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.power([2, 3], 2).numpy().tolist()
      [4, 9]
    """
    return call("Pow", *_numbers(x1, x2))


def float_power(x1: Any, x2: Any) -> Any:
    """x1 to the power of x2, which is floating.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.float_power([2, 4], -1).numpy().tolist()
      [0.5, 0.25]
    """
    return call("Pow", *_precise(x1, x2))


def maximum(x1: Any, x2: Any) -> Any:
    """The greater of the two.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.maximum([1, 5], 3).numpy().tolist()
      [3, 5]
    """
    return _extreme("Maximum", "LogicalOr", *paired(x1, x2))


def minimum(x1: Any, x2: Any) -> Any:
    """The lesser of the two.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.minimum([1, 5], 3).numpy().tolist()
      [1, 3]
    """
    return _extreme("Minimum", "LogicalAnd", *paired(x1, x2))


def arctan2(x1: Any, x2: Any) -> Any:
    """The angle of the point of height x1 and width x2.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.arctan2([1.0, -1.0], 1.0).numpy().tolist()
      [0.7853981633974483, -0.7853981633974483]
    """
    return call("Atan2", *floating_pair(x1, x2))


def hypot(x1: Any, x2: Any) -> Any:
    """The hypotenuse of a right triangle of legs x1 and x2.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.hypot([3, 5], [4, 12]).numpy().tolist()
      [5.0, 13.0]
    """
    return _hypot(*floating_pair(x1, x2))


def heaviside(x1: Any, x2: Any) -> Any:
    """0 where x1 is negative, 1 where it is positive, x2 where it is zero.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.heaviside([-1, 0, 1], 0.5).numpy().tolist()
      [0.0, 0.5, 1.0]
    """
    return _heaviside(*floating_pair(x1, x2))


def logaddexp(x1: Any, x2: Any) -> Any:
    """log(exp(x1) + exp(x2)), without overflow.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.logaddexp([0.0, 1000.0], [0.0, 1000.0]).numpy().tolist()
      [0.6931471805599453, 1000.6931471805599]
    """
    return _logaddexp(*floating_pair(x1, x2))


def logaddexp2(x1: Any, x2: Any) -> Any:
    """log2(2**x1 + 2**x2), without overflow.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.logaddexp2([0.0, 1.0], 1.0).numpy().tolist()
      [1.584962500721156, 2.0]
    """
    return _logaddexp2(*floating_pair(x1, x2))


def nextafter(x1: Any, x2: Any) -> Any:
    """The floating number next to x1 in the direction of x2.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.nextafter([0.0, 1.0], 1.0).numpy().tolist()
      [5e-324, 1.0]
    """
    return call("NextAfter", *floating_pair(x1, x2))


def gcd(x1: Any, x2: Any) -> Any:
    """The greatest common divisor of integers.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.gcd([12, 18], 8).numpy().tolist()
      [4, 2]
    """
    return _gcd(*_integers("gcd", x1, x2))


def lcm(x1: Any, x2: Any) -> Any:
    """The least common multiple of integers.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.lcm([4, 6], 10).numpy().tolist()
      [20, 30]
    """
    return _lcm(*_integers("lcm", x1, x2))


def _numbers(x1: Any, x2: Any) -> list[Any]:
    """Two tensors of a dtype that can be computed with: booleans as int8."""
    return [cast(x, int8) if x.dtype.is_bool else x for x in promoted(x1, x2)]


def _precise(x1: Any, x2: Any) -> list[Any]:
    """Two tensors that are floating and no narrower than `default_float`."""
    pair = promoted(x1, x2)
    if pair[0].dtype.is_complex or pair[0].dtype.size > default_float().size:
        return pair
    return [cast(x, default_float()) for x in pair]


def _integers(name: str, x1: Any, x2: Any) -> list[Any]:
    pair = promoted(x1, x2)
    if not pair[0].dtype.is_integer:
        raise TypeError(f"{name}: integers are expected; received {pair[0].dtype.name}.")
    return pair


def _add(x: Any, y: Any) -> Any:
    return call("LogicalOr" if x.dtype.is_bool else "AddV2", x, y)


def _multiply(x: Any, y: Any) -> Any:
    return call("LogicalAnd" if x.dtype.is_bool else "Mul", x, y)


def _divide(x: Any, y: Any) -> Any:
    if x.dtype.is_bool:
        x, y = cast(x, default_float()), cast(y, default_float())
    return quotient(x, y)


def _extreme(name: str, of_booleans: str, x: Any, y: Any) -> Any:
    return call(of_booleans if x.dtype.is_bool else name, x, y)


def _hypot(x: Any, y: Any) -> Any:
    return call("Sqrt", call("Square", x) + call("Square", y))


def _heaviside(x: Any, y: Any) -> Any:
    zero = call("ZerosLike", x)
    step = cast(call("Greater", x, zero), x.dtype)
    found = call("SelectV2", call("Equal", x, zero), y, step)
    return call("SelectV2", call("IsNan", x), x, found)


def _logaddexp(x: Any, y: Any) -> Any:
    greater = call("Maximum", x, y)
    difference = call("Abs", x - y)
    # Where both are the same infinity, the difference is no number.
    same = call("Equal", x, y)
    difference = call("SelectV2", same, call("ZerosLike", difference), difference)
    return greater + call("Log1p", call("Exp", -difference))


def _logaddexp2(x: Any, y: Any) -> Any:
    return _logaddexp(x * math.log(2), y * math.log(2)) / math.log(2)


def _gcd(x: Any, y: Any) -> Any:
    """Euclid's algorithm, on all elements until the last is done."""
    zero = to_tensor(0, x.dtype)
    if not x.dtype.is_unsigned:
        x, y = call("Abs", x), call("Abs", y)
    shape = call("BroadcastArgs", call("Shape", x), call("Shape", y))
    x, y = call("BroadcastTo", x, shape), call("BroadcastTo", y, shape)

    def step(a: Any, b: Any) -> Any:
        done = call("Equal", b, zero)
        divisor = call("SelectV2", done, call("OnesLike", b), b)
        left = call("SelectV2", done, zero, call("FloorMod", a, divisor))
        return call("SelectV2", done, a, b), left

    def is_open(a: Any, b: Any) -> Any:
        left = call("NotEqual", b, zero)
        return call("Any", left, list(range(b.ndim)))

    return while_loop(is_open, step, (x, y))[0]


def _lcm(x: Any, y: Any) -> Any:
    divisor = _gcd(x, y)
    zero = call("Equal", divisor, call("ZerosLike", divisor))
    product = x * call("FloorDiv", y, call("SelectV2", zero, call("OnesLike", divisor), divisor))
    return product if x.dtype.is_unsigned else call("Abs", product)
