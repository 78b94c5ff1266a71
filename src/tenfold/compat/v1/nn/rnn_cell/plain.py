"""The cells of tf.compat.v1.nn.rnn_cell: plain, gated, and with long short-term memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.core.op import call
from tenfold.core.shapes import TensorShape

from ...initial_values import Constant, Zeros
from ...layers.base import known_size
from .stepping import LSTMStateTuple, RNNCell, parts

Activation = Callable[[Any], Any] | str | None


class _Gates(RNNCell):
    """What cells that multiply inputs and state by one kernel share."""

    def __init__(
        self,
        num_units: int,
        activation: Activation,
        reuse: Any,
        name: str | None,
        dtype: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(_reuse=reuse, name=name, dtype=dtype, **kwargs)
        self._num_units = num_units
        self._activation: Callable[[Any], Any] = _function(activation)

    @property
    def state_size(self) -> Any:
        return self._num_units

    @property
    def output_size(self) -> Any:
        return self._num_units

    def _rows(self, inputs_shape: Any, state: int | None = None) -> int:
        depth = known_size(TensorShape(inputs_shape), -1, type(self).__name__)
        return depth + (self._num_units if state is None else state)


def _function(activation: Activation) -> Callable[[Any], Any]:
    if activation is None:
        return lambda x: call("Tanh", x)
    if isinstance(activation, str):
        from tenfold.keras import activations  # a name of Keras': rarely given

        return activations.get(activation)
    return activation


def _joined(inputs: Any, state: Any) -> Any:
    return call("ConcatV2", [inputs, state], 1)


def _affine(x: Any, kernel: Any, bias: Any) -> Any:
    return call("BiasAdd", call("MatMul", x, kernel.value()), bias.value())


class BasicRNNCell(_Gates):
    """The plainest cell: `activation([inputs, state] @ kernel + bias)`.

    Args:
      num_units: The size of state and output.
      activation: A function, or a name of Keras'; tanh by default.
      reuse: Whether to use the variables that its scope has already.
      name: The name of its variable scope.
      dtype: The dtype of its variables; by default that of the inputs.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default():
      ...     cell = tf.nn.rnn_cell.BasicRNNCell(4)
      ...     output, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
      ...     output.shape.as_list(), [v.name for v in cell.variables]
      ([2, 4], ['basic_rnn_cell/kernel:0', 'basic_rnn_cell/bias:0'])
    """

    def __init__(
        self,
        num_units: int,
        activation: Activation = None,
        reuse: Any = None,
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(num_units, activation, reuse, name, dtype, **kwargs)

    def build(self, input_shape: Any) -> None:
        self._kernel = self.add_weight("kernel", [self._rows(input_shape), self._num_units])
        self._bias = self.add_weight("bias", [self._num_units], initializer=Zeros())
        self.built = True

    def call(self, inputs: Any, state: Any) -> Any:  # type: ignore[override]
        output = self._activation(_affine(_joined(inputs, state), self._kernel, self._bias))
        return output, output


class GRUCell(_Gates):
    """A cell with a gate that resets and one that updates its state.

    Args:
      num_units: The size of state and output.
      activation: A function, or a name of Keras'; tanh by default.
      reuse: Whether to use the variables that its scope has already.
      kernel_initializer: What the kernels start with.
      bias_initializer: What the biases start with; ones for the gates and zeros for the candidate
        by default.
      name: The name of its variable scope.
      dtype: The dtype of its variables; by default that of the inputs.

    Cho et al. (2014), https://arxiv.org/abs/1406.1078.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default():
      ...     cell = tf.nn.rnn_cell.GRUCell(4)
      ...     output, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
      ...     [v.name for v in cell.variables][:2]
      ['gru_cell/gates/kernel:0', 'gru_cell/gates/bias:0']
    """

    def __init__(
        self,
        num_units: int,
        activation: Activation = None,
        reuse: Any = None,
        kernel_initializer: Any = None,
        bias_initializer: Any = None,
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(num_units, activation, reuse, name, dtype, **kwargs)
        self._kernel_initializer = kernel_initializer
        self._bias_initializer = bias_initializer

    def build(self, input_shape: Any) -> None:
        rows, units, given = self._rows(input_shape), self._num_units, self._bias_initializer
        made = [
            (
                self.add_weight(f"{gate}/kernel", [rows, size], None, self._kernel_initializer),
                self.add_weight(f"{gate}/bias", [size], None, given or start),
            )
            for gate, size, start in (
                ("gates", 2 * units, Constant(1.0)),
                ("candidate", units, Zeros()),
            )
        ]
        self._gates, self._candidate = made
        self.built = True

    def call(self, inputs: Any, state: Any) -> Any:  # type: ignore[override]
        gates = call("Sigmoid", _affine(_joined(inputs, state), *self._gates))
        reset, update = parts(gates, 2)
        candidate = self._activation(_affine(_joined(inputs, reset * state), *self._candidate))
        output = update * state + (1 - update) * candidate
        return output, output


class BasicLSTMCell(_Gates):
    """A cell with long short-term memory.

    Args:
      num_units: The size of the memory and of the output.
      forget_bias: Added to the forget gate, so that little is forgotten at first.
      state_is_tuple: Whether the state is an LSTMStateTuple; else its parts are one tensor.
      activation: A function, or a name of Keras'; tanh by default.
      reuse: Whether to use the variables that its scope has already.
      name: The name of its variable scope.
      dtype: The dtype of its variables; by default that of the inputs.

    Zaremba et al. (2014), https://arxiv.org/abs/1409.2329.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default():
      ...     cell = tf.nn.rnn_cell.BasicLSTMCell(4)
      ...     output, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
      ...     state.c.shape.as_list(), cell.variables[0].shape.as_list()
      ([2, 4], [7, 16])
    """

    def __init__(
        self,
        num_units: int,
        forget_bias: float = 1.0,
        state_is_tuple: bool = True,
        activation: Activation = None,
        reuse: Any = None,
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(num_units, activation, reuse, name, dtype, **kwargs)
        self._forget_bias = forget_bias
        self._state_is_tuple = state_is_tuple

    @property
    def state_size(self) -> Any:
        units = self._num_units
        return LSTMStateTuple(units, units) if self._state_is_tuple else 2 * units

    def build(self, input_shape: Any) -> None:
        units = self._num_units
        self._kernel = self.add_weight("kernel", [self._rows(input_shape), 4 * units])
        self._bias = self.add_weight("bias", [4 * units], initializer=Zeros())
        self.built = True

    def call(self, inputs: Any, state: Any) -> Any:  # type: ignore[override]
        memory, previous = state if self._state_is_tuple else parts(state, 2)
        gates = _affine(_joined(inputs, previous), self._kernel, self._bias)
        enter, new, forget, leave = parts(gates, 4)
        kept = memory * call("Sigmoid", forget + self._forget_bias)
        memory = kept + call("Sigmoid", enter) * self._activation(new)
        output = self._activation(memory) * call("Sigmoid", leave)
        if self._state_is_tuple:
            return output, LSTMStateTuple(memory, output)
        return output, _joined(memory, output)


class LSTMCell(_Gates):
    """A cell with long short-term memory, and with peepholes, clipping and a projection.

    Args:
      num_units: The size of the memory.
      use_peepholes: Whether the gates see the memory.
      cell_clip: What the memory's elements are clipped to.
      initializer: What the kernels start with.
      num_proj: The size of the output, a projection; by default there is none.
      proj_clip: What the projection's elements are clipped to.
      num_unit_shards, num_proj_shards: Accepted for TensorFlow's sake.
      forget_bias: Added to the forget gate, so that little is forgotten at first.
      state_is_tuple: Whether the state is an LSTMStateTuple; else its parts are one tensor.
      activation: A function, or a name of Keras'; tanh by default.
      reuse: Whether to use the variables that its scope has already.
      name: The name of its variable scope.
      dtype: The dtype of its variables; by default that of the inputs.

    Sak et al. (2014), https://research.google.com/pubs/archive/43905.pdf.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default():
      ...     cell = tf.nn.rnn_cell.LSTMCell(4, num_proj=2)
      ...     output, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
      ...     output.shape.as_list(), state.c.shape.as_list()
      ([2, 2], [2, 4])
    """

    def __init__(
        self,
        num_units: int,
        use_peepholes: bool = False,
        cell_clip: float | None = None,
        initializer: Any = None,
        num_proj: int | None = None,
        proj_clip: float | None = None,
        num_unit_shards: int | None = None,
        num_proj_shards: int | None = None,
        forget_bias: float = 1.0,
        state_is_tuple: bool = True,
        activation: Activation = None,
        reuse: Any = None,
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(num_units, activation, reuse, name, dtype, **kwargs)
        self._use_peepholes = use_peepholes
        self._cell_clip = cell_clip
        self._initializer = initializer
        self._num_proj = num_proj
        self._proj_clip = proj_clip
        self._forget_bias = forget_bias
        self._state_is_tuple = state_is_tuple

    @property
    def state_size(self) -> Any:
        sizes = LSTMStateTuple(self._num_units, self.output_size)
        return sizes if self._state_is_tuple else sum(sizes)

    @property
    def output_size(self) -> Any:
        return self._num_proj or self._num_units

    def build(self, input_shape: Any) -> None:
        units, start = self._num_units, self._initializer
        rows = self._rows(input_shape, self.output_size)
        self._kernel = self.add_weight("kernel", [rows, 4 * units], None, start)
        self._bias = self.add_weight("bias", [4 * units], initializer=Zeros())
        if self._use_peepholes:
            self._peepholes = [
                self.add_weight(f"w_{gate}_diag", [units], None, start) for gate in "fio"
            ]
        if self._num_proj:
            self._projection = self.add_weight(
                "projection/kernel", [units, self._num_proj], None, start
            )
        self.built = True

    def call(self, inputs: Any, state: Any) -> Any:  # type: ignore[override]
        if self._state_is_tuple:
            memory, previous = state
        else:
            memory = state[:, : self._num_units]
            previous = state[:, self._num_units :]
        gates = _affine(_joined(inputs, previous), self._kernel, self._bias)
        enter, new, forget, leave = parts(gates, 4)
        forget = forget + self._forget_bias
        if self._use_peepholes:
            forget = forget + self._peepholes[0] * memory
            enter = enter + self._peepholes[1] * memory
        kept = call("Sigmoid", forget) * memory
        memory = _clipped(kept + call("Sigmoid", enter) * self._activation(new), self._cell_clip)
        if self._use_peepholes:
            leave = leave + self._peepholes[2] * memory
        output = call("Sigmoid", leave) * self._activation(memory)
        if self._num_proj:
            output = _clipped(call("MatMul", output, self._projection.value()), self._proj_clip)
        if self._state_is_tuple:
            return output, LSTMStateTuple(memory, output)
        return output, _joined(memory, output)


def _clipped(x: Any, limit: float | None) -> Any:
    return x if limit is None else call("Maximum", call("Minimum", x, limit), -limit)
