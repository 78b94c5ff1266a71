"""tf.nn.RNNCell*Wrapper around cells of any kind, beside numbers of TensorFlow's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

WRAPPERS = [
    (tf.nn.RNNCellDropoutWrapper, {}),
    (tf.nn.RNNCellResidualWrapper, {}),
    (tf.nn.RNNCellDeviceWrapper, {"device": "/cpu:0"}),
]
wrappers = pytest.mark.parametrize(("kind", "more"), WRAPPERS, ids=lambda x: str(x)[-24:])


class Adding:
    """A cell that is no layer."""

    state_size = output_size = 3

    def call(self, x: Any, state: Any) -> Any:
        return x + state, state + 1

    def get_config(self) -> dict[str, Any]:
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Adding:
        return cls()


X, STATE = tf.ones([2, 3]), tf.ones([2, 3])


@wrappers
def test_a_wrapper_has_the_cells_sizes_and_states(kind: Any, more: dict[str, Any]) -> None:
    wrapper = kind(Adding(), **more)
    assert (wrapper.state_size, wrapper.output_size) == (3, 3)
    output, state = wrapper(X, STATE)
    added = 1.0 if kind is tf.nn.RNNCellResidualWrapper else 0.0
    np.testing.assert_array_equal(output, np.full((2, 3), 2.0 + added))
    np.testing.assert_array_equal(state, np.full((2, 3), 2.0))
    for zeros in (wrapper.zero_state(2, tf.float32), wrapper.get_initial_state(inputs=X)):
        np.testing.assert_array_equal(zeros, np.zeros((2, 3)))


@wrappers
def test_a_classic_cell_has_its_variables_made_and_tracked(kind: Any, more: Any) -> None:
    cell = tf.compat.v1.nn.rnn_cell.GRUCell(3)
    wrapper = kind(cell, **more)
    assert cell.variables == []
    output, state = wrapper(X, STATE)
    assert len(cell.trainable_variables) == 4
    assert output.shape == state.shape == (2, 3)


@wrappers
def test_a_wrapper_comes_back_from_its_configuration(kind: Any, more: dict[str, Any]) -> None:
    config = kind(Adding(), **more).get_config()
    assert config["cell"] == {"class_name": "Adding", "config": {}}
    again = kind.from_config(config, custom_objects={"Adding": Adding})
    assert isinstance(again.cell, Adding)
    assert again.get_config() == config
    with pytest.raises(ValueError, match="Unknown cell 'Adding'"):
        kind.from_config(config)


@wrappers
def test_what_is_no_cell_is_refused(kind: Any, more: dict[str, Any]) -> None:
    with pytest.raises(AttributeError, match="no attribute 'call'"):
        kind(object(), **more)


def test_a_function_joins_inputs_and_outputs() -> None:
    wrapper = tf.nn.RNNCellResidualWrapper(Adding(), residual_fn=lambda x, y: 10 * x + y)
    np.testing.assert_array_equal(wrapper(X, STATE)[0], np.full((2, 3), 12.0))
    assert "residual_fn" in wrapper.get_config()
    with pytest.raises(ValueError, match="incompatible"):
        tf.nn.RNNCellResidualWrapper(Adding())(tf.ones([2, 1]), STATE)


def test_a_seed_drops_as_tensorflow_does() -> None:
    tf.random.set_seed(3)
    wrapper = tf.nn.RNNCellDropoutWrapper(
        Adding(), input_keep_prob=0.5, output_keep_prob=0.6, state_keep_prob=0.7, seed=7
    )
    output, state = wrapper(X, STATE)
    np.testing.assert_allclose(output, DROPPED[0], rtol=1e-3)
    np.testing.assert_allclose(state, DROPPED[1], rtol=1e-3)


DROPPED = (
    [[0.0, 5.0, 5.0], [0.0, 0.0, 0.0]],
    [[0.0, 2.8571, 0.0], [0.0, 2.8571, 2.8571]],
)


def test_probabilities_and_filters_are_checked() -> None:
    wrapper = tf.nn.RNNCellDropoutWrapper
    with pytest.raises(ValueError, match="input_keep_prob must be between 0 and 1"):
        wrapper(Adding(), input_keep_prob=1.5)
    with pytest.raises(TypeError, match="must be callable"):
        wrapper(Adding(), dropout_state_filter_visitor=3)
    with pytest.raises(ValueError, match="dtype must be provided"):
        wrapper(Adding(), input_keep_prob=0.5, variational_recurrent=True)
