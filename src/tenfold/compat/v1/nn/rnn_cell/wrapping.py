"""Cells made of cells: several on top of each other, with dropout, a shortcut or a device."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from tenfold.core import structure
from tenfold.core.context import name_scope
from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.core.placement import device
from tenfold.core.tensor import Tensor
from tenfold.engine.control_flow.tensor_array import TensorArray
from tenfold.ops.nn.regularize import dropout
from tenfold.ops.random.stateful import uniform

from ...variable_scoping import variable_scope
from .stepping import LSTMStateTuple, RNNCell, checked_cell, sizes


class MultiRNNCell(RNNCell):
    """Cells on top of each other: each takes the outputs of the one before.

    Args:
      cells: A list of cells.
      state_is_tuple: Whether the state is a tuple of the cells' states; else it is one tensor.

    Raises:
      ValueError: There are no cells, or states that are tuples in one that is not.
      TypeError: `cells` is no list.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> cells = [tf.nn.rnn_cell.BasicLSTMCell(4), tf.nn.rnn_cell.GRUCell(2)]
      >>> tf.nn.rnn_cell.MultiRNNCell(cells).state_size
      (LSTMStateTuple(c=4, h=4), 2)
    """

    def __init__(self, cells: Sequence[Any], state_is_tuple: bool = True) -> None:
        super().__init__()
        if not cells:
            raise ValueError("Must specify at least one cell for MultiRNNCell.")
        if not isinstance(cells, (list, tuple)):
            raise TypeError(f"cells must be a list or tuple, but saw: {cells}.")
        self._cells = list(cells)
        self._state_is_tuple = state_is_tuple
        if not state_is_tuple and any(structure.is_nested(c.state_size) for c in cells):
            raise ValueError(
                "Some cells return tuples of states, but the flag state_is_tuple is not set. "
                f"State sizes are: {[c.state_size for c in cells]}"
            )

    @property
    def state_size(self) -> Any:
        found = tuple(cell.state_size for cell in self._cells)
        return found if self._state_is_tuple else sum(found)

    @property
    def output_size(self) -> Any:
        return self._cells[-1].output_size

    def zero_state(self, batch_size: Any, dtype: Any) -> Any:
        if not self._state_is_tuple:
            return super().zero_state(batch_size, dtype)
        return tuple(cell.zero_state(batch_size, dtype) for cell in self._cells)

    def call(self, inputs: Any, state: Any) -> Any:  # type: ignore[override]
        if self._state_is_tuple and len(state) != len(self._cells):
            raise ValueError(
                f"Expected state to be a tuple of length {len(self._cells)}, but received: {state}"
            )
        after, at = [], 0
        for i, cell in enumerate(self._cells):
            if self._state_is_tuple:
                before = state[i]
            else:
                before = state[:, at : at + cell.state_size]
                at += cell.state_size
            with variable_scope(f"cell_{i}"):
                inputs, found = cell(inputs, before)
            after.append(found)
        return inputs, (tuple(after) if self._state_is_tuple else call("ConcatV2", after, 1))


class _Wrapper(RNNCell):
    """A cell around another one, whose variables and sizes it has."""

    def __init__(self, cell: Any) -> None:
        super().__init__()
        self._cell = checked_cell(cell)

    @property
    def wrapped_cell(self) -> Any:
        """The cell inside."""
        return self._cell

    @property
    def state_size(self) -> Any:
        return self._cell.state_size

    @property
    def output_size(self) -> Any:
        return self._cell.output_size

    def zero_state(self, batch_size: Any, dtype: Any) -> Any:
        return self._cell.zero_state(batch_size, dtype)

    def __call__(self, inputs: Any, state: Any, scope: Any = None, **kwargs: Any) -> Any:  # type: ignore[override]
        return self.call(inputs, state, scope=scope, **kwargs)

    def call(self, inputs: Any, state: Any, scope: Any = None) -> Any:  # type: ignore[override]
        return self._cell(inputs, state, scope=scope) if scope else self._cell(inputs, state)


# The base of what is mixed into wrappers of both kinds, whose methods it calls.
_Mixed: Any = object


class Dropping(_Mixed):
    """What drops a part of the inputs, outputs and state of a cell: the base is a wrapper."""

    def __init__(
        self,
        cell: Any,
        input_keep_prob: Any = 1.0,
        output_keep_prob: Any = 1.0,
        state_keep_prob: Any = 1.0,
        variational_recurrent: bool = False,
        input_size: Any = None,
        dtype: Any = None,
        seed: int | None = None,
        dropout_state_filter_visitor: Callable[[Any], Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(cell, **kwargs)
        if dropout_state_filter_visitor is not None and not callable(dropout_state_filter_visitor):
            raise TypeError("dropout_state_filter_visitor must be callable")
        self._filter = dropout_state_filter_visitor or _all_but_memory
        self._keep = {
            "input": _probability(input_keep_prob, "input_keep_prob"),
            "state": _probability(state_keep_prob, "state_keep_prob"),
            "output": _probability(output_keep_prob, "output_keep_prob"),
        }
        self._seed = seed
        self._recurrence = {
            "variational_recurrent": variational_recurrent,
            "input_size": input_size,
        }
        self._masks: dict[str, list[Any]] = {}
        if variational_recurrent:
            self._make_masks(input_size, dtype)

    def _make_masks(self, input_size: Any, dtype: Any) -> None:
        if dtype is None:
            raise ValueError("When variational_recurrent=True, dtype must be provided")
        given = {"input": input_size, "state": self.state_size, "output": self.output_size}
        for what, wanted in given.items():
            if not self._drops(what):
                continue
            if wanted is None:
                raise ValueError(
                    "When variational_recurrent=True and input_keep_prob < 1.0 or is unknown, "
                    "input_size must be provided"
                )
            self._masks[what] = [
                uniform([1, *sizes(size)], seed=self._seed_of(what, i), dtype=dtype)
                for i, size in enumerate(structure.flatten(wanted))
            ]

    def _drops(self, what: str) -> bool:
        keep = self._keep[what]
        return isinstance(keep, Tensor) or keep < 1

    def _seed_of(self, what: str, index: int) -> int | None:
        if self._seed is None:
            return None
        text = f"{self._seed}{what}_{index}".encode()
        return int(hashlib.md5(text, usedforsecurity=False).hexdigest()[:8], 16) & 0x7FFFFFFF

    def _dropped(self, what: str, index: int, x: Any) -> Any:
        keep = self._keep[what]
        if what not in self._masks:
            return dropout(x, 1 - keep, seed=self._seed_of(what, index))
        kept = call("Floor", self._masks[what][index] + keep)
        return call("RealDiv", x, to_tensor(keep, x.dtype)) * kept

    def _each(self, what: str, values: Any, drops: Any = None) -> Any:
        flat = structure.flatten(values)
        chosen = [True] * len(flat) if drops is None else drops
        found = [self._dropped(what, i, x) if chosen[i] else x for i, x in enumerate(flat)]
        return structure.pack_sequence_as(values, found)

    def _chosen(self, state: Any) -> list[bool]:
        """For each tensor of a state whether it is dropped."""
        found = self._filter(state)
        if not isinstance(found, bool):
            return [bool(x) for x in structure.flatten(found)]
        if found and structure.is_nested(state):
            children = state.values() if isinstance(state, dict) else state
            return [drops for child in children for drops in self._chosen(child)]
        return [found] * len(structure.flatten(state))

    def call(self, inputs: Any, state: Any, scope: Any = None) -> Any:  # type: ignore[override]
        if self._drops("input"):
            inputs = self._each("input", inputs)
        output, after = super().call(inputs, state, scope)
        if self._drops("state"):
            after = self._each("state", after, self._chosen(after))
        if self._drops("output"):
            output = self._each("output", output)
        return output, after


class DropoutWrapper(Dropping, _Wrapper):
    """A cell with dropout of its inputs, outputs and state.

    Args:
      cell: The cell.
      input_keep_prob, output_keep_prob, state_keep_prob: The probabilities that elements are kept:
        numbers or scalar tensors.
      variational_recurrent: Whether the same elements are dropped in every step.
      input_size: The inputs' size, a structure of sizes; needed where inputs are dropped likewise
        in every step.
      dtype: The dtype of inputs, state and outputs; needed with `variational_recurrent`.
      seed: A seed.
        dropout_state_filter_visitor: For each part of the state, whether it is dropped; by default
        all but the memory of an LSTM is.

    Raises:
      TypeError: `cell` is no cell, or the filter cannot be called.
      ValueError: A probability is not in [0, 1]; or dtype or input_size are missing.

    Gal and Ghahramani (2016), https://arxiv.org/abs/1512.05287.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> cell = tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.GRUCell(4), output_keep_prob=0.5)
      >>> cell.output_size
      4
    """


def _all_but_memory(substate: Any) -> Any:
    is_lstm = isinstance(substate, LSTMStateTuple)
    return LSTMStateTuple(c=False, h=True) if is_lstm else not isinstance(substate, TensorArray)


def _probability(value: Any, name: str) -> Any:
    if isinstance(value, Tensor):
        return value
    number = float(value)
    if not 0.0 <= number <= 1.0:
        raise ValueError(f"Parameter {name} must be between 0 and 1: {number}")
    return number


class Shortcut(_Mixed):
    """What adds the inputs of a cell to its outputs: the base is a wrapper."""

    def __init__(
        self, cell: Any, residual_fn: Callable[[Any, Any], Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(cell, **kwargs)
        self._residual_fn = residual_fn

    def call(self, inputs: Any, state: Any, scope: Any = None) -> Any:  # type: ignore[override]
        outputs, after = super().call(inputs, state, scope)
        if self._residual_fn is not None:
            return self._residual_fn(inputs, outputs), after
        structure.assert_same_structure(inputs, outputs)
        for x, y in zip(structure.flatten(inputs), structure.flatten(outputs), strict=True):
            x.shape.assert_is_compatible_with(y.shape)
        return structure.map_structure(lambda x, y: x + y, inputs, outputs), after


class ResidualWrapper(Shortcut, _Wrapper):
    """A cell whose inputs are added to its outputs.

    Args:
      cell: The cell.
      residual_fn: `f(inputs, outputs)` that gives the new outputs; their sum by default.

    Wu et al. (2016), https://arxiv.org/abs/1609.08144.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.nn.rnn_cell.ResidualWrapper(tf.nn.rnn_cell.GRUCell(4)).state_size
      4
    """


class Placed(_Mixed):
    """What runs a cell on a device: the base is a wrapper."""

    def __init__(self, cell: Any, device: str, **kwargs: Any) -> None:
        super().__init__(cell, **kwargs)
        self._device = device

    def zero_state(self, batch_size: Any, dtype: Any) -> Any:
        with name_scope("DeviceWrapperZeroState"), device(self._device):
            return super().zero_state(batch_size, dtype)

    def call(self, inputs: Any, state: Any, scope: Any = None) -> Any:  # type: ignore[override]
        with device(self._device):
            return super().call(inputs, state, scope)


class DeviceWrapper(Placed, _Wrapper):
    """A cell that runs on a device.

    Args:
      cell: The cell.
      device: The device's name.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.nn.rnn_cell.DeviceWrapper(tf.nn.rnn_cell.GRUCell(4), "/cpu:0").output_size
      4
    """
