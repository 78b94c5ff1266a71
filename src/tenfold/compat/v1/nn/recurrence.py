"""tf.compat.v1.nn.dynamic_rnn and its kin: recurrent networks as loops of the graph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.core import structure
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import as_dtype, int32
from tenfold.core.errors import InvalidArgumentError
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.engine.control_flow.dependencies import assert_that, control_dependencies
from tenfold.engine.control_flow.looping import while_loop
from tenfold.engine.control_flow.tensor_array import TensorArray

from ..variable_scoping import variable_scope
from .rnn_cell.stepping import batch_of, checked_cell, sizes, zeros


def dynamic_rnn(
    cell: Any,
    inputs: Any,
    sequence_length: Any = None,
    initial_state: Any = None,
    dtype: Any = None,
    parallel_iterations: int | None = None,
    swap_memory: bool = False,
    time_major: bool = False,
    scope: Any = None,
) -> tuple[Any, Any]:
    """A recurrent network: a cell applied to each step of a sequence, in a loop of the graph.

    Args:
      cell: An RNNCell.
      inputs: [batch, time, features], or a structure of such tensors; with `time_major`
        [time, batch, features].
      sequence_length: The sequences' lengths, integers [batch]: beyond its length a sequence has
        outputs of zero, and its state stays.
      initial_state: The state before the first step; zeros by default.
      dtype: The dtype of that state where it is not given.
      parallel_iterations, swap_memory: Accepted for TensorFlow's sake.
      time_major: Whether time comes first, in inputs and outputs.
      scope: The variable scope, "rnn" by default.

    Returns:
      The outputs [batch, time, size], and the last state.

    Raises:
      TypeError: `cell` is no cell.
      ValueError: There is neither a state nor a dtype, or inputs do not fit together.
      InvalidArgumentError: `sequence_length` is of another batch size.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     cell = tf.nn.rnn_cell.BasicRNNCell(2)
      ...     outputs, state = tf.nn.dynamic_rnn(
      ...         cell, tf.ones([1, 3, 4]), sequence_length=[2], dtype=tf.float32)
      ...     session.run(tf.global_variables_initializer())
      ...     session.run(outputs)[0, 2].tolist()
      [0.0, 0.0]
    """
    checked_cell(cell)
    with variable_scope(scope or "rnn"):
        steps = [to_tensor(x) for x in structure.flatten(inputs)]
        if not time_major:
            steps = [_swapped(x) for x in steps]
        batch = _batch_size(steps)
        lengths = None if sequence_length is None else _lengths(sequence_length, batch)
        state = _first_state(cell, initial_state, batch, dtype)
        outputs, state = _loop(cell, inputs, steps, state, lengths, batch, dtype)
        if not time_major:
            outputs = structure.map_structure(_swapped, outputs)
        return outputs, state


def _swapped(x: Any) -> Any:
    """Exchanges the first two axes."""
    rank = x.shape.rank
    if rank is not None and rank < 2:
        raise ValueError(
            f"Expected input tensor {x.name} to have rank at least 2, but saw {x.shape}"
        )
    if rank is None:
        rest = call("Range", 2, call("Rank", x), 1)
        return call("Transpose", x, call("ConcatV2", [to_tensor([1, 0]), rest], 0))
    return call("Transpose", x, [1, 0, *range(2, rank)])


def _batch_size(steps: list[Any]) -> Any:
    """The size of the second axis, an integer where one of the inputs tells."""
    known = {x.raw_shape[1] for x in steps if x.raw_shape is not None} - {None}
    if len(known) > 1:
        raise ValueError(f"Inputs have different batch sizes: {sorted(known)}.")
    return known.pop() if known else batch_of(steps[0], 1)


def _lengths(given: Any, batch: Any) -> Any:
    lengths = to_tensor(given)
    if lengths.dtype is not int32:
        lengths = call("Cast", lengths, DstT=int32)
    if lengths.shape.rank not in (None, 1):
        raise ValueError(
            f"sequence_length must be a vector of length batch_size, but saw shape: {lengths.shape}"
        )
    size = None if lengths.raw_shape is None else lengths.raw_shape[0]
    if isinstance(size, int) and isinstance(batch, int):
        if size != batch:
            raise InvalidArgumentError(
                None,
                None,
                f"sequence_length has {size} elements; expected {batch}, the batch size of inputs.",
            )
        return lengths
    found = call("Shape", lengths, out_type=int32)[0]
    check = assert_that(
        call("Equal", found, batch),
        ["Expected shape for sequence_length is ", batch, " but saw shape: ", found],
    )
    with control_dependencies([check]):
        return call("Identity", lengths, name="CheckSeqLen")


def _first_state(cell: Any, state: Any, batch: Any, dtype: Any) -> Any:
    if state is not None:
        return structure.map_structure(to_tensor, state)
    if not dtype:
        raise ValueError("If there is no initial_state, you must give a dtype.")
    if hasattr(cell, "get_initial_state"):
        return cell.get_initial_state(inputs=None, batch_size=batch, dtype=dtype)
    return cell.zero_state(batch, dtype)


def _loop(
    cell: Any, inputs: Any, steps: list[Any], state: Any, lengths: Any, batch: Any, dtype: Any
) -> tuple[Any, Any]:
    time_steps = batch_of(steps[0], 0)
    for x in steps:
        if x.raw_shape is not None and None in x.raw_shape[2:]:
            raise ValueError(
                "Input size (depth of inputs) must be accessible via shape inference, but saw "
                f"value None in {x.shape}."
            )
    flat = structure.flatten(cell.output_size)
    kinds = [as_dtype(dtype or structure.flatten(state)[0].dtype)] * len(flat)
    rows = [x.raw_shape[0] for x in structure.flatten(state) if x.raw_shape]
    static = batch if isinstance(batch, int) else next(iter(rows), None)
    arrays = tuple(
        TensorArray(kind, time_steps, element_shape=TensorShape([static, *sizes(size)]))
        for size, kind in zip(flat, kinds, strict=True)
    )
    given = tuple(
        TensorArray(x.dtype, time_steps, element_shape=x.shape[1:]).unstack(x) for x in steps
    )

    def step(time: Any, outputs: Any, state: Any) -> Any:
        read = structure.pack_sequence_as(inputs, [array.read(time) for array in given])
        found, after = cell(read, state)
        structure.assert_same_structure(cell.output_size, found)
        found = structure.flatten(found)
        if lengths is not None:
            found = [_kept(time < lengths, x, call("ZerosLike", x)) for x in found]
            after = copied(time < lengths, after, state)
        written = tuple(a.write(time, x) for a, x in zip(outputs, found, strict=True))
        return time + 1, written, after

    _, arrays, state = while_loop(
        lambda time, outputs, state: time < time_steps,
        step,
        (to_tensor(0, int32), arrays, state),
        maximum_iterations=time_steps,
    )
    outputs = [array.stack() for array in arrays]
    if isinstance(time_steps, int):
        for x in outputs:
            x.set_shape([time_steps, *x.shape[1:]])
    return structure.pack_sequence_as(cell.output_size, outputs), state


def copied(goes_on: Any, after: Any, before: Any) -> Any:
    """A state after a step; that before it for the sequences that have ended."""
    structure.assert_same_structure(before, after)
    return structure.map_structure(
        lambda new, old: new if isinstance(new, TensorArray) else _kept(goes_on, new, old),
        after,
        before,
    )


def _kept(goes_on: Any, new: Any, old: Any) -> Any:
    """Rows of `new` where `goes_on` [batch] is true, of `old` elsewhere; scalars of `new`."""
    if new.shape.rank == 0:
        return new
    if new.shape.rank is None:
        return call("Select", goes_on, new, old)
    shape = [-1, *[1] * (new.shape.rank - 1)]
    chosen = call("SelectV2", call("Reshape", goes_on, shape), new, old)
    return chosen


def bidirectional_dynamic_rnn(
    cell_fw: Any,
    cell_bw: Any,
    inputs: Any,
    sequence_length: Any = None,
    initial_state_fw: Any = None,
    initial_state_bw: Any = None,
    dtype: Any = None,
    parallel_iterations: int | None = None,
    swap_memory: bool = False,
    time_major: bool = False,
    scope: Any = None,
) -> tuple[Any, Any]:
    """Two recurrent networks, of which one takes the sequences from their ends.

    Args:
      cell_fw, cell_bw: The cells that go forward and backward.
      inputs, sequence_length, dtype, parallel_iterations, swap_memory, time_major: As for
        `tf.compat.v1.nn.dynamic_rnn`.
      initial_state_fw, initial_state_bw: The states before the first steps.
      scope: The variable scope, "bidirectional_rnn" by default.

    Returns:
      The outputs of both networks, each [batch, time, size] and in the order of time; and their
      last states.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default():
      ...     cells = [tf.nn.rnn_cell.GRUCell(2) for _ in range(2)]
      ...     outputs, states = tf.nn.bidirectional_dynamic_rnn(
      ...         *cells, tf.ones([1, 3, 4]), dtype=tf.float32)
      ...     tf.concat(outputs, 2).shape.as_list()
      [1, 3, 4]
    """
    checked_cell(cell_fw, "cell_fw")
    checked_cell(cell_bw, "cell_bw")
    axis = 0 if time_major else 1

    def backward(x: Any) -> Any:
        if sequence_length is None:
            return call("ReverseV2", x, [axis])
        lengths = to_tensor(sequence_length)
        return call("ReverseSequence", x, lengths, seq_dim=axis, batch_dim=1 - axis)

    with variable_scope(scope or "bidirectional_rnn"):
        with variable_scope("fw") as inner:
            ahead = dynamic_rnn(
                *(cell_fw, inputs, sequence_length, initial_state_fw, dtype),
                *(parallel_iterations, swap_memory, time_major, inner),
            )
        with variable_scope("bw") as inner:
            outputs, state = dynamic_rnn(
                *(cell_bw, structure.map_structure(lambda x: backward(to_tensor(x)), inputs)),
                *(sequence_length, initial_state_bw, dtype),
                *(parallel_iterations, swap_memory, time_major, inner),
            )
    back = structure.map_structure(backward, outputs)
    return (ahead[0], back), (ahead[1], state)


def raw_rnn(
    cell: Any,
    loop_fn: Callable[[Any, Any, Any, Any], Any],
    parallel_iterations: int | None = None,
    swap_memory: bool = False,
    scope: Any = None,
) -> tuple[Any, Any, Any]:
    """A recurrent network whose every step asks a function what comes next.

    Args:
      cell: An RNNCell.
      loop_fn: A function `(time, cell_output, cell_state, loop_state)` that gives
        `(finished, next_input, next_state, emitted, next_loop_state)`: which sequences have ended
        [batch], what the cell gets next, what is put out, and anything else that is carried on. At
        the first call time is 0 and the others are None; what it emits then is a structure of
        zeros like those to come, without the batch's axis, or None for the cell's outputs.
      parallel_iterations, swap_memory: Accepted for TensorFlow's sake.
      scope: The variable scope, "rnn" by default.

    Returns:
      The outputs as TensorArrays, the last state, and the last loop state.

    Raises:
      TypeError: `cell` is no cell, or `loop_fn` cannot be called.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> x = [[[1.0]], [[2.0]], [[3.0]]]
      >>> class Sum(tf.nn.rnn_cell.RNNCell):
      ...     state_size = output_size = 1
      ...     def call(self, inputs, state):
      ...         return inputs + state, inputs + state
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     cell, steps = Sum(), tf.constant(x)
      ...     def feed(time, output, state, carried):
      ...         state = cell.zero_state(1, tf.float32) if output is None else state
      ...         ended = tf.fill([1], time >= 3)
      ...         given = tf.gather(steps, tf.minimum(time, 2))
      ...         return ended, given, state, output, None
      ...     arrays, state, _ = tf.nn.raw_rnn(cell, feed)
      ...     session.run(arrays.stack()).ravel().tolist()
      [1.0, 3.0, 6.0]
    """
    checked_cell(cell)
    if not callable(loop_fn):
        raise TypeError("Argument `loop_fn` must be a callable.")
    with variable_scope(scope or "rnn"):
        time = to_tensor(0, int32)
        ended, given, state, emitted, carried = loop_fn(time, None, None, None)
        ended = to_tensor(ended)
        given = structure.map_structure(to_tensor, given)
        state = structure.map_structure(to_tensor, state)
        batch = batch_of(structure.flatten(given)[0], 0)
        static = batch if isinstance(batch, int) else None
        if emitted is None:
            like = cell.output_size
            kind = structure.flatten(state)[0].dtype
            forms = [(sizes(size), kind) for size in structure.flatten(like)]
        else:
            like = structure.map_structure(to_tensor, emitted)
            forms = [(x.shape.as_list(), x.dtype) for x in structure.flatten(like)]
        arrays = tuple(
            TensorArray(kind, 0, dynamic_size=True, element_shape=TensorShape([static, *shape]))
            for shape, kind in forms
        )
        has_loop_state = carried is not None

        def step(time: Any, ended: Any, given: Any, arrays: Any, state: Any, carried: Any) -> Any:
            output, after = cell(given, state)
            later = time + 1
            found = loop_fn(later, output, after, carried if has_loop_state else None)
            now_ended, following, after, emitted, now_carried = found
            rows = [zeros(batch, TensorShape(shape), kind) for shape, kind in forms]
            written = tuple(
                array.write(time, _kept(ended, zero, to_tensor(x)))
                for array, zero, x in zip(arrays, rows, structure.flatten(emitted), strict=True)
            )
            after = copied(
                call("LogicalNot", ended), structure.map_structure(to_tensor, after), state
            )
            now_ended = call("LogicalOr", to_tensor(now_ended), ended)
            kept = carried if now_carried is None else now_carried
            return later, now_ended, following, written, after, kept

        found = while_loop(
            lambda time, ended, *rest: call("LogicalNot", call("All", ended, [0])),
            step,
            (time, ended, given, arrays, state, carried if has_loop_state else to_tensor(0)),
        )
        outputs = structure.pack_sequence_as(like, list(found[3]))
        return outputs, found[4], found[5] if has_loop_state else None
