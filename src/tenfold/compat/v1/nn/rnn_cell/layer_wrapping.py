"""tf.nn.RNNCell*Wrapper: Keras layers around a cell, with dropout, a shortcut or a device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tenfold as tf
from tenfold.core.context import name_scope
from tenfold.core.structure import map_structure
from tenfold.keras.layer import Layer

from .stepping import batch_of, zeros
from .wrapping import Dropping, Placed, Shortcut


class _CellLayer(Layer):
    """A layer around a cell, whose variables and sizes it has."""

    def __init__(self, cell: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        lacking = [k for k in ("call", "state_size", "output_size") if not hasattr(cell, k)]
        if lacking:
            raise AttributeError(
                f"{cell!r} is no cell: {type(cell).__name__!r} object has no attribute "
                f"{lacking[0]!r}. A cell has call(inputs, state), state_size and output_size."
            )
        self.cell = cell

    @property
    def state_size(self) -> Any:
        """The size of the cell's state."""
        return self.cell.state_size

    @property
    def output_size(self) -> Any:
        """The size of the cell's output."""
        return self.cell.output_size

    def build(self, input_shape: Any) -> None:
        """Makes the variables of the cell."""
        if hasattr(self.cell, "build") and not getattr(self.cell, "built", False):
            self.cell.build(input_shape)
            self.cell.built = True

    def call(self, inputs: Any, state: Any, scope: Any = None, **kwargs: Any) -> Any:
        """One step of the cell."""
        return self.cell.call(inputs, state, **kwargs)

    def zero_state(self, batch_size: Any, dtype: Any) -> Any:
        """The state of zeros.

        Args:
          batch_size: An integer, or a scalar tensor.
          dtype: The state's dtype.

        Returns:
          A structure of tensors `[batch_size, size]`.
        """
        with name_scope(f"{type(self).__name__}ZeroState"):
            if hasattr(self.cell, "zero_state"):
                return self.cell.zero_state(batch_size, dtype)
            return map_structure(lambda size: zeros(batch_size, size, dtype), self.state_size)

    def get_initial_state(
        self, inputs: Any = None, batch_size: Any = None, dtype: Any = None
    ) -> Any:
        """The state of zeros for a batch of inputs, or for a size.

        Args:
          inputs: `[batch, ...]`, or None.
          batch_size: The batch's size, where no inputs are given.
          dtype: The state's dtype; that of the inputs, or of the layer, by default.

        Returns:
          A structure of tensors `[batch_size, size]`.

        Raises:
          ValueError: Neither inputs nor a size are given.
        """
        if inputs is not None:
            inputs = tf.convert_to_tensor(inputs)
            batch_size, dtype = batch_of(inputs), dtype or inputs.dtype
        if batch_size is None:
            raise ValueError("batch_size cannot be None: pass it, or inputs.")
        return self.zero_state(batch_size, dtype or self.compute_dtype)

    def get_config(self) -> dict[str, Any]:
        """The configuration, with that of the cell; functions are in it as they are."""
        cell = {"class_name": type(self.cell).__name__, "config": self.cell.get_config()}
        return {**super().get_config(), "cell": cell}

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """A wrapper of a configuration.

        Args:
          config: What `get_config` gave.
          custom_objects: Classes of cells by name; those of Keras and of
            `tf.compat.v1.nn.rnn_cell` are found without it.

        Returns:
          A wrapper.

        Raises:
          ValueError: The cell's class is not known.
        """
        given = dict(config)
        found = given.pop("cell")
        name = found["class_name"]
        places = (tf.keras.layers, tf.compat.v1.nn.rnn_cell)
        kind = (custom_objects or {}).get(name)
        kind = kind or next((getattr(p, name) for p in places if hasattr(p, name)), None)
        if kind is None:
            raise ValueError(f"Unknown cell {name!r}: pass its class in custom_objects.")
        return cls(kind.from_config(found["config"]), **given)


class RNNCellDropoutWrapper(Dropping, _CellLayer):
    """A cell with dropout of its inputs, outputs and state.

    Args:
      cell: The cell: `call(inputs, state)`, `state_size` and `output_size`.
      input_keep_prob, output_keep_prob, state_keep_prob: The probabilities that elements are kept.
      variational_recurrent: Whether the same elements are dropped in every step.
      input_size: The inputs' size; needed where inputs are dropped likewise in every step.
      dtype: The dtype of inputs, state and outputs; needed with `variational_recurrent`.
      seed: A seed.
      dropout_state_filter_visitor: For each part of the state, whether it is dropped; by default
        all but the memory of an LSTM is.

    Raises:
      AttributeError: `cell` is no cell.
      TypeError: The filter cannot be called.
      ValueError: A probability is not in [0, 1]; or dtype or input_size are missing.

    Gal and Ghahramani (2016), https://arxiv.org/abs/1512.05287.

    Example:
      >>> import tenfold as tf
      >>> cell = tf.compat.v1.nn.rnn_cell.GRUCell(4)
      >>> tf.nn.RNNCellDropoutWrapper(cell, output_keep_prob=0.5).output_size
      4
    """

    def get_config(self) -> dict[str, Any]:
        """The configuration, with that of the cell; functions are in it as they are."""
        kept = {f"{what}_keep_prob": keep for what, keep in self._keep.items()}
        visitor = {"dropout_state_filter_visitor": self._filter}
        return {**super().get_config(), **kept, **self._recurrence, "seed": self._seed, **visitor}


class RNNCellResidualWrapper(Shortcut, _CellLayer):
    """A cell whose inputs are added to its outputs.

    Args:
      cell: The cell: `call(inputs, state)`, `state_size` and `output_size`.
      residual_fn: `f(inputs, outputs)` that gives the new outputs; their sum by default.

    Raises:
      AttributeError: `cell` is no cell.

    Wu et al. (2016), https://arxiv.org/abs/1609.08144.

    Example:
      >>> import tenfold as tf
      >>> tf.nn.RNNCellResidualWrapper(tf.compat.v1.nn.rnn_cell.GRUCell(4)).state_size
      4
    """

    def get_config(self) -> dict[str, Any]:
        """The configuration, with that of the cell; functions are in it as they are."""
        function: dict[str, Callable[..., Any]] = (
            {} if self._residual_fn is None else {"residual_fn": self._residual_fn}
        )
        return {**super().get_config(), **function}


class RNNCellDeviceWrapper(Placed, _CellLayer):
    """A cell that runs on a device.

    Args:
      cell: The cell: `call(inputs, state)`, `state_size` and `output_size`.
      device: The device's name.

    Raises:
      AttributeError: `cell` is no cell.

    Example:
      >>> import tenfold as tf
      >>> cell = tf.compat.v1.nn.rnn_cell.GRUCell(4)
      >>> tf.nn.RNNCellDeviceWrapper(cell, "/cpu:0").output_size
      4
    """

    def get_config(self) -> dict[str, Any]:
        """The configuration, with that of the cell."""
        return {**super().get_config(), "device": self._device}
