"""tf.compat.v1.nn.rnn_cell.RNNCell: one step of a recurrent network, and the states it carries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import as_dtype, int32
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.core.structure import map_structure
from tenfold.core.tensor import Tensor

from ...layers.base import Layer


class RNNCell(Layer):
    """One step of a recurrent network: `output, next_state = cell(inputs, state)`.

    A subclass tells the sizes of its state and output, and computes in `call(inputs, state)` (or
    in `__call__(inputs, state, scope=None)`, as it was written first).

    Args:
      trainable, name, dtype, **kwargs: As for `tf.compat.v1.layers.Layer`.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> class Sum(tf.nn.rnn_cell.RNNCell):
      ...     state_size = output_size = 2
      ...     def call(self, inputs, state):
      ...         total = inputs + state
      ...         return total, total
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     outputs, state = tf.nn.dynamic_rnn(Sum(), tf.ones([1, 3, 2]), dtype=tf.float32)
      ...     session.run(state).tolist()
      [[3.0, 3.0]]
    """

    @property
    def state_size(self) -> Any:
        """The state's size: an integer, a TensorShape, or a structure of them."""
        raise AttributeError(f"The cell {type(self).__name__} does not tell its state_size.")

    @property
    def output_size(self) -> Any:
        """The output's size: an integer, a TensorShape, or a structure of them."""
        raise AttributeError(f"The cell {type(self).__name__} does not tell its output_size.")

    def __call__(self, inputs: Any, state: Any, scope: Any = None, **kwargs: Any) -> Any:  # type: ignore[override]
        """Computes one step.

        Args:
          inputs: [batch, features].
          state: A structure of tensors [batch, size], as `state_size` is one.
          scope: The variable scope of a first call.

        Returns:
          The outputs [batch, size], and the next state.
        """
        return super().__call__(inputs, state, scope=scope, **kwargs)

    def zero_state(self, batch_size: Any, dtype: Any) -> Any:
        """The state of zeros.

        Args:
          batch_size: An integer, or a scalar tensor.
          dtype: The state's dtype.

        Returns:
          A structure of tensors [batch_size, size].
        """
        return map_structure(lambda size: zeros(batch_size, size, dtype), self.state_size)

    def get_initial_state(
        self, inputs: Any = None, batch_size: Any = None, dtype: Any = None
    ) -> Any:
        """The state of zeros for a batch of inputs, or for a size and a dtype.

        Raises:
          ValueError: Neither inputs nor both the size and the dtype are given.
        """
        if inputs is not None:
            x = to_tensor(inputs)
            batch_size = batch_of(x) if batch_size is None else batch_size
            dtype = x.dtype if dtype is None else dtype
        if batch_size is None or dtype is None:
            raise ValueError(
                "batch_size and dtype cannot be None while constructing initial state: "
                f"batch_size={batch_size}, dtype={dtype}. Pass them, or inputs."
            )
        return self.zero_state(batch_size, dtype)


class LSTMStateTuple(NamedTuple):
    """The state of an LSTM cell: `c`, what it remembers, and `h`, its output."""

    c: Any
    h: Any

    @property
    def dtype(self) -> Any:
        """The dtype of both parts.

        Raises:
          TypeError: They differ.
        """
        if self.c.dtype != self.h.dtype:
            raise TypeError(f"Inconsistent internal state: {self.c.dtype} vs {self.h.dtype}")
        return self.c.dtype


def checked_cell(cell: Any, name: str = "cell") -> Any:
    """A cell, refused if it is none.

    Raises:
      TypeError: It lacks what every cell has.
    """
    lacking = [k for k in ("state_size", "output_size") if not hasattr(cell, k)]
    if lacking or not callable(cell):
        raise TypeError(
            f"The argument {name!r} ({cell!r}) is not an RNNCell: it has no "
            f"{' and no '.join(lacking) or '__call__'}."
        )
    return cell


def batch_of(x: Any, axis: int = 0) -> Any:
    """The size of an axis: an integer where it is known, else a scalar tensor."""
    size = None if x.raw_shape is None else x.raw_shape[axis]
    return call("Shape", x, out_type=int32)[axis] if size is None else int(size)


def zeros(batch_size: Any, size: Any, dtype: Any) -> Any:
    """Zeros of shape [batch_size, *size]."""
    dims = sizes(size)
    if isinstance(batch_size, Tensor):
        shape = call("Pack", [call("Cast", batch_size, DstT=int32), *dims], axis=0)
    else:
        shape = to_tensor([int(batch_size), *dims], int32)
    return call("Fill", shape, to_tensor(0, as_dtype(dtype)))


def sizes(size: Any) -> list[int]:
    """A size as a list of those of all axes: `5` is [5]."""
    dims = TensorShape(size if isinstance(size, TensorShape) else [size]).as_list()
    return [int(d) for d in dims if d is not None]


def parts(x: Any, count: int) -> Sequence[Any]:
    """Equal parts of a tensor, along its second axis."""
    return call("Split", 1, x, num_split=count)
