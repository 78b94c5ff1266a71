"""tf.compat.v1.nn.static_rnn and its kin: recurrent networks with one copy of a cell a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenfold.core import structure
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import int32
from tenfold.core.op import call
from tenfold.engine.control_flow.dependencies import control_dependencies

from ..variable_scoping import variable_scope
from .recurrence import copied
from .rnn_cell.stepping import batch_of, checked_cell


def static_rnn(
    cell: Any,
    inputs: Sequence[Any],
    initial_state: Any = None,
    dtype: Any = None,
    sequence_length: Any = None,
    scope: Any = None,
) -> tuple[list[Any], Any]:
    """A recurrent network: a cell applied to each tensor of a list.

    Args:
      cell: An RNNCell.
      inputs: A list of tensors [batch, features], one for each step, or of structures of them.
      initial_state: The state before the first step; zeros by default.
      dtype: The dtype of that state where it is not given.
      sequence_length: The sequences' lengths, integers [batch]: beyond its length a sequence has
        outputs of zero, and its state stays.
      scope: The variable scope, "rnn" by default.

    Returns:
      The list of outputs [batch, size], and the last state.

    Raises:
      TypeError: `cell` is no cell, or `inputs` no list.
      ValueError: There are no inputs, or there is neither a state nor a dtype.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default():
      ...     steps = tf.unstack(tf.ones([2, 3, 4]), axis=1)
      ...     outputs, state = tf.nn.static_rnn(
      ...         tf.nn.rnn_cell.BasicLSTMCell(5), steps, dtype=tf.float32)
      ...     len(outputs), state.h.shape.as_list()
      (3, [2, 5])
    """
    checked_cell(cell)
    if not structure.is_nested(inputs) or isinstance(inputs, dict):
        raise TypeError("inputs must be a sequence")
    if not inputs:
        raise ValueError("inputs must not be empty")
    outputs = []
    with variable_scope(scope or "rnn") as opened:
        steps = [structure.map_structure(to_tensor, x) for x in inputs]
        first = structure.flatten(steps[0])[0]
        if first.shape.rank is not None and first.shape.rank < 2 and first.shape.rank != 0:
            raise ValueError(f"Expected inputs of rank at least 2, but saw {first.shape}.")
        state = initial_state
        if state is None:
            if not dtype:
                raise ValueError("If no initial_state is provided, dtype must be specified")
            state = cell.zero_state(batch_of(first), dtype)
        lengths = None if sequence_length is None else to_tensor(sequence_length)
        if lengths is not None and lengths.dtype is not int32:
            lengths = call("Cast", lengths, DstT=int32)
        for time, x in enumerate(steps):
            if time:
                opened.reuse_variables()
            output, after = cell(x, state)
            if lengths is not None:
                goes_on = call("Less", time, lengths)
                zero = structure.map_structure(lambda y: call("ZerosLike", y), output)
                output, after = copied(goes_on, output, zero), copied(goes_on, after, state)
            outputs.append(output)
            state = after
    return outputs, state


def static_state_saving_rnn(
    cell: Any,
    inputs: Sequence[Any],
    state_saver: Any,
    state_name: Any,
    sequence_length: Any = None,
    scope: Any = None,
) -> tuple[list[Any], Any]:
    """A recurrent network that fetches its first state somewhere, and keeps its last one there.

    Args:
      cell: An RNNCell.
      inputs: A list of tensors [batch, features].
      state_saver: An object with `state(name)` that gives a state, and `save_state(name, value)`
        that gives an operation.
      state_name: The name of the state, or a structure of names as `cell.state_size` is one.
      sequence_length, scope: As for `tf.compat.v1.nn.static_rnn`.

    Returns:
      The list of outputs, and the last state; the last output is there once the state is kept.

    Raises:
      TypeError: `cell` is no cell.
      ValueError: `state_name` is not of the state's structure.
    """
    checked_cell(cell)
    names = structure.flatten(state_name)
    wanted = structure.flatten(cell.state_size)
    if len(names) != len(wanted):
        raise ValueError(
            f"Number of elements in state_name must match the state's: {state_name} vs. "
            f"{cell.state_size}."
        )
    states = [to_tensor(state_saver.state(name)) for name in names]
    first = structure.pack_sequence_as(cell.state_size, states)
    outputs, last = static_rnn(cell, inputs, first, None, sequence_length, scope)
    saved = [
        state_saver.save_state(name, x)
        for name, x in zip(names, structure.flatten(last), strict=True)
    ]
    with control_dependencies(saved):
        kept = structure.map_structure(lambda x: call("Identity", x), (outputs[-1], last))
    return [*outputs[:-1], kept[0]], kept[1]


def static_bidirectional_rnn(
    cell_fw: Any,
    cell_bw: Any,
    inputs: Sequence[Any],
    initial_state_fw: Any = None,
    initial_state_bw: Any = None,
    dtype: Any = None,
    sequence_length: Any = None,
    scope: Any = None,
) -> tuple[list[Any], Any, Any]:
    """Two recurrent networks over a list, of which one takes the sequences from their ends.

    Args:
      cell_fw, cell_bw: The cells that go forward and backward.
      inputs: A list of tensors [batch, features].
      initial_state_fw, initial_state_bw: The states before the first steps.
      dtype, sequence_length: As for `tf.compat.v1.nn.static_rnn`.
      scope: The variable scope, "bidirectional_rnn" by default.

    Returns:
      For each step the outputs of both networks, joined along the last axis; and the last states.

    Raises:
      TypeError: A cell is none, or `inputs` is no list.
      ValueError: There are no inputs.
    """
    checked_cell(cell_fw, "cell_fw")
    checked_cell(cell_bw, "cell_bw")
    if not isinstance(inputs, (list, tuple)):
        raise TypeError("inputs must be a sequence")
    if not inputs:
        raise ValueError("inputs must not be empty")
    with variable_scope(scope or "bidirectional_rnn"):
        with variable_scope("fw") as inner:
            ahead, state_fw = static_rnn(
                cell_fw, inputs, initial_state_fw, dtype, sequence_length, inner
            )
        with variable_scope("bw") as inner:
            back, state_bw = static_rnn(
                *(cell_bw, _reversed(inputs, sequence_length), initial_state_bw, dtype),
                *(sequence_length, inner),
            )
    flat = zip(ahead, _reversed(back, sequence_length), strict=True)
    joined = [
        structure.map_structure(lambda a, b: call("ConcatV2", [a, b], 1), one, other)
        for one, other in flat
    ]
    return joined, state_fw, state_bw


def _reversed(steps: Sequence[Any], lengths: Any) -> list[Any]:
    """A list of steps from its end; each sequence from its own end where lengths are given."""
    if lengths is None:
        return list(reversed(steps))
    columns = zip(*(structure.flatten(step) for step in steps), strict=True)
    turned = []
    for column in columns:
        stacked = call("Pack", [to_tensor(x) for x in column], axis=0)
        found = call("ReverseSequence", stacked, to_tensor(lengths), seq_dim=0, batch_dim=1)
        turned.append(call("Unpack", found, num=len(steps), axis=0))
    return [
        structure.pack_sequence_as(step, [column[i] for column in turned])
        for i, step in enumerate(steps)
    ]
