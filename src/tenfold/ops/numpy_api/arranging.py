"""The same elements in another shape or order."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import Any

import numpy as np

from tenfold.core.op import call
from tenfold.ops.array import arranging

from .filling import array, dims
from .promotion import as_array, normal_axis, rank


def shape(a: Any) -> Any:
    """The shape of an array.

    Args:
      a: An array, or what makes one.

    Returns:
      A `tf.TensorShape`.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.shape([[1, 2]])
      TensorShape([1, 2])
    """
    return as_array(a).shape


def ndim(a: Any) -> int:
    """The rank of an array.

    Args:
      a: An array, or what makes one.

    Returns:
      An int.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.ndim([[1, 2]])
      2
    """
    return rank(as_array(a))


def size(x: Any, axis: int | None = None) -> Any:
    """How many elements an array has, or how long it is along an axis.

    Args:
      x: An array, or what makes one.
      axis: The axis; None for all elements.

    Returns:
      An int where that is known, else a scalar tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.size([[1, 2], [3, 4]])
      4
    """
    a = as_array(x)
    if axis is not None:
        known = a.shape[normal_axis(axis, rank(a))]
        return known if known is not None else call("Shape", a)[axis]
    known = a.shape.num_elements()
    return known if known is not None else call("Size", a)


def reshape(a: Any, newshape: Any, order: str = "C") -> Any:
    """The elements in another shape.

    Args:
      a: An array, or what makes one.
      newshape: The shape; one length may be -1, which is found from the others.
      order: "C" to read and write rows first, "F" columns first.

    Returns:
      A tensor of that shape.

    Raises:
      ValueError: `order` is another.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.reshape([1, 2, 3, 4], (2, 2), order="F").numpy().tolist()
      [[1, 3], [2, 4]]
    """
    x = as_array(a)
    new = dims(newshape)
    if order == "C":
        return call("Reshape", x, new)
    if order != "F":
        raise ValueError(f"reshape: order must be 'C' or 'F'; received {order!r}.")
    backwards = call("Reshape", transpose(x), call("ReverseV2", new, [0]))
    return transpose(backwards)


def ravel(a: Any) -> Any:
    """The elements in a row.

    Args:
      a: An array, or what makes one.

    Returns:
      A vector.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.ravel([[1, 2], [3, 4]]).numpy().tolist()
      [1, 2, 3, 4]
    """
    return call("Reshape", as_array(a), [-1])


def flatten(a: Any, order: str = "C") -> Any:
    """The elements in a row.

    Args:
      a: An array, or what makes one.
      order: "C" to read rows first, "F" columns first.

    Returns:
      A vector.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.flatten([[1, 2], [3, 4]], order="F").numpy().tolist()
      [1, 3, 2, 4]
    """
    return reshape(a, -1, order)


def transpose(a: Any, axes: Sequence[int] | None = None) -> Any:
    """The axes in another order.

    Args:
      a: An array, or what makes one.
      axes: The old place of each axis; None to turn them round.

    Returns:
      A tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.transpose([[1, 2], [3, 4]]).numpy().tolist()
      [[1, 3], [2, 4]]
    """
    x = as_array(a)
    return arranging.transpose(x, None if axes is None else axes)


def swapaxes(a: Any, axis1: int, axis2: int) -> Any:
    """Two axes in each other's place.

    Args:
      a: An array, or what makes one.
      axis1: An axis.
      axis2: Another.

    Returns:
      A tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.swapaxes([[1, 2]], 0, 1).numpy().tolist()
      [[1], [2]]
    """
    x = as_array(a)
    order = list(builtins.range(rank(x)))
    i, j = normal_axis(axis1, rank(x)), normal_axis(axis2, rank(x))
    order[i], order[j] = order[j], order[i]
    return call("Transpose", x, order)


def moveaxis(a: Any, source: int | Sequence[int], destination: int | Sequence[int]) -> Any:
    """Axes in other places, the rest in their order.

    Args:
      a: An array, or what makes one.
      source: The axis to move, or several.
      destination: Where they go.

    Returns:
      A tensor.

    Raises:
      ValueError: There are more of one than of the other.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.moveaxis([[1, 2]], 0, 1).numpy().tolist()
      [[1], [2]]
    """
    x = as_array(a)
    old = [normal_axis(i, rank(x)) for i in np.atleast_1d(source).tolist()]
    new = [normal_axis(i, rank(x)) for i in np.atleast_1d(destination).tolist()]
    if len(old) != len(new):
        raise ValueError(
            f"moveaxis: as many destinations as sources are expected; received {source} and "
            f"{destination}."
        )
    order = [i for i in builtins.range(rank(x)) if i not in old]
    for to, at in sorted(zip(new, old, strict=True)):
        order.insert(to, at)
    return call("Transpose", x, order)


def expand_dims(a: Any, axis: int) -> Any:
    """The array with one more axis, of length 1.

    Args:
      a: An array, or what makes one.
      axis: Where it stands.

    Returns:
      A tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.expand_dims([1, 2], 0).numpy().tolist()
      [[1, 2]]
    """
    return call("ExpandDims", as_array(a), axis)


def squeeze(a: Any, axis: int | Sequence[int] | None = None) -> Any:
    """The array without axes of length 1.

    Args:
      a: An array, or what makes one.
      axis: An axis, several, or None for all of that length.

    Returns:
      A tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.squeeze([[[1, 2]]]).numpy().tolist()
      [1, 2]
    """
    axes = [] if axis is None else [axis] if isinstance(axis, int) else list(axis)
    return call("Squeeze", as_array(a), squeeze_dims=axes)


def broadcast_to(array: Any, shape: Any) -> Any:
    """The array repeated to a shape.

    Args:
      array: An array, or what makes one.
      shape: The shape.

    Returns:
      A tensor of that shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.broadcast_to([1, 2], (2, 2)).numpy().tolist()
      [[1, 2], [1, 2]]
    """
    return call("BroadcastTo", as_array(array), dims(shape))


def broadcast_arrays(*args: Any, **kwargs: Any) -> Any:
    """Arrays repeated to one shape.

    Args:
      *args: Arrays.
      **kwargs: `subok`: False; there is one class of arrays.

    Returns:
      A list of tensors.

    Raises:
      ValueError: `subok` is true.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> [x.numpy().tolist() for x in tnp.broadcast_arrays(1, [2, 3])]
      [[1, 1], [2, 3]]
    """
    if kwargs.get("subok"):
        raise ValueError("broadcast_arrays: subok=True is not supported; there are no subclasses.")
    arrays = [as_array(x) for x in args]
    shape = call("Shape", arrays[0])
    for x in arrays[1:]:
        shape = call("BroadcastArgs", shape, call("Shape", x))
    return [call("BroadcastTo", x, shape) for x in arrays]


def flip(m: Any, axis: int | Sequence[int] | None = None) -> Any:
    """The elements backwards.

    Args:
      m: An array, or what makes one.
      axis: The axis, several, or None for all.

    Returns:
      A tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.flip([[1, 2], [3, 4]], 1).numpy().tolist()
      [[2, 1], [4, 3]]
    """
    x = as_array(m)
    axes = builtins.range(rank(x)) if axis is None else np.atleast_1d(axis).tolist()
    return call("ReverseV2", x, [normal_axis(i, rank(x)) for i in axes])


def flipud(m: Any) -> Any:
    """The rows backwards.

    Args:
      m: An array; one of rank 0 stays as it is.

    Returns:
      A tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.flipud([[1, 2], [3, 4]]).numpy().tolist()
      [[3, 4], [1, 2]]
    """
    x = as_array(m)
    return x if x.ndim == 0 else flip(x, 0)


def fliplr(m: Any) -> Any:
    """The columns backwards.

    Args:
      m: An array of rank 2 or more; one of rank 0 stays as it is.

    Returns:
      A tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.fliplr([[1, 2], [3, 4]]).numpy().tolist()
      [[2, 1], [4, 3]]
    """
    x = as_array(m)
    return x if x.ndim == 0 else flip(x, 1)


def rot90(m: Any, k: int = 1, axes: Sequence[int] = (0, 1)) -> Any:
    """The array turned by quarters of a circle.

    Args:
      m: An array of rank 2 or more.
      k: How many quarters, from the first axis to the second.
      axes: The plane to turn in.

    Returns:
      A tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.rot90([[1, 2], [3, 4]]).numpy().tolist()
      [[2, 4], [1, 3]]
    """
    x = as_array(m)
    i, j = (normal_axis(a, rank(x)) for a in axes)
    quarters = k % 4
    if quarters == 2:
        return flip(x, (i, j))
    if quarters == 1:
        return swapaxes(flip(x, j), i, j)
    return flip(swapaxes(x, i, j), j) if quarters else x


def roll(a: Any, shift: int | Sequence[int], axis: int | Sequence[int] | None = None) -> Any:
    """The elements moved on; those that leave at the end come in at the front.

    Args:
      a: An array, or what makes one.
      shift: How far, or how far along each axis.
      axis: The axis, several, or None to go through all elements in a row.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.roll([1, 2, 3], 1).numpy().tolist()
      [3, 1, 2]
    """
    x = as_array(a)
    if axis is None:
        return call("Reshape", call("Roll", ravel(x), shift, 0), call("Shape", x))
    axes = np.atleast_1d(axis)
    return call("Roll", x, np.broadcast_to(shift, axes.shape), axes)


def atleast_1d(*arys: Any) -> Any:
    """Arrays of rank 1 or more.

    Args:
      *arys: Arrays.

    Returns:
      A tensor, or a list of them for several arrays.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.atleast_1d(5).numpy().tolist()
      [5]
    """
    return _one_or_list([array(a, ndmin=1) for a in arys])


def atleast_2d(*arys: Any) -> Any:
    """Arrays of rank 2 or more.

    Args:
      *arys: Arrays.

    Returns:
      A tensor, or a list of them for several arrays.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.atleast_2d([1, 2]).numpy().tolist()
      [[1, 2]]
    """
    return _one_or_list([array(a, ndmin=2) for a in arys])


def atleast_3d(*arys: Any) -> Any:
    """Arrays of rank 3 or more; vectors lie in the middle, matrices in front.

    Args:
      *arys: Arrays.

    Returns:
      A tensor, or a list of them for several arrays.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.atleast_3d([1, 2]).shape
      TensorShape([1, 2, 1])
    """
    found = []
    for a in arys:
        x = array(a, ndmin=2) if ndim(a) < 2 else as_array(a)
        found.append(x[..., None] if rank(x) == 2 else x)
    return _one_or_list(found)


def _one_or_list(found: list[Any]) -> Any:
    return found[0] if len(found) == 1 else found


def tril(m: Any, k: int = 0) -> Any:
    """The matrices with zeros above a diagonal.

    Args:
      m: An array of rank 2 or more.
      k: How far above the main diagonal the last elements lie that stay.

    Returns:
      A tensor of the same shape.

    Raises:
      ValueError: The rank is less than 2.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.tril([[1, 2], [3, 4]]).numpy().tolist()
      [[1, 0], [3, 4]]
    """
    return _triangle("tril", m, k, "LessEqual")


def triu(m: Any, k: int = 0) -> Any:
    """The matrices with zeros below a diagonal.

    Args:
      m: An array of rank 2 or more.
      k: How far above the main diagonal the first elements lie that stay.

    Returns:
      A tensor of the same shape.

    Raises:
      ValueError: The rank is less than 2.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.triu([[1, 2], [3, 4]]).numpy().tolist()
      [[1, 2], [0, 4]]
    """
    return _triangle("triu", m, k, "GreaterEqual")


def _triangle(name: str, m: Any, k: int, comparison: str) -> Any:
    x = as_array(m)
    if rank(x) < 2:
        raise ValueError(f"{name}: rank 2 or more is needed; received shape {x.shape}.")
    lengths = call("Shape", x)
    rows = call("Range", 0, lengths[-2], 1)[:, None]
    columns = call("Range", 0, lengths[-1], 1)[None]
    inside = call(comparison, columns - rows, k)
    return call("SelectV2", inside, x, call("ZerosLike", x))
