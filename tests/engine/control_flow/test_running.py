"""Running the functions that an op holds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.namespace.protocol import HostValueNeeded, boxed
from tenfold.engine.control_flow.list_value import TensorList
from tenfold.engine.control_flow.running import carried, is_known, run_on_host
from tenfold.engine.control_flow.stacked_list import StackedList


def traced(f: Any, *specs: Any) -> Any:
    return tf.function(f).get_concrete_function(*specs).graph


def test_what_is_known_is_a_number_on_the_host() -> None:
    assert is_known(np.array(3))
    assert not is_known(boxed(TensorList([], tf.int32, ())))
    assert not is_known(np.array([b"text"], object))
    assert not is_known(3)


def test_a_held_function_keeps_its_executable() -> None:
    graph = traced(lambda x: x * 2.0, tf.TensorSpec([]))
    assert np.asarray(run_on_host(graph, [np.float32(3)])[0]) == 6
    runner = graph.runner
    assert np.asarray(run_on_host(graph, [np.float32(4)])[0]) == 8
    assert graph.runner is runner


def test_it_runs_without_the_compiler(interpreter: None) -> None:
    graph = traced(lambda x: tf.reduce_sum(x) + 1.0, tf.TensorSpec([2]))
    (found,) = run_on_host(graph, [np.array([3, 4], np.float32)])
    assert (type(found), found.item()) == (np.ndarray, 8)
    assert graph.runner.cluster_count == 0


def test_what_compiled_loops_carry() -> None:
    pytest.importorskip("jax")
    from tenfold.core.namespace.jax_ns import jax_ns

    number = traced(lambda x: x, tf.TensorSpec([])).inputs[0]
    assert carried(jax_ns, np.float64(2), number).dtype == np.float32
    with pytest.raises(HostValueNeeded):
        carried(jax_ns, boxed(object()), number)
    handle = traced(lambda: tf.TensorArray(tf.int32, size=2).flow).outputs[0]
    held = TensorList([None, None], tf.int32, ())
    assert isinstance(carried(jax_ns, boxed(held), handle), StackedList)
    with pytest.raises(HostValueNeeded):
        carried(jax_ns, boxed(object()), handle)
