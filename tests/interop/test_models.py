"""Frozen Keras models: TensorFlow's run in tenfold, tenfold's in TensorFlow."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.engine.function.wrapping import convert_variables_to_constants_v2
from tenfold.protos.schemas.graph import GraphDef

from .conftest import Peer
from .models import MODELS


def run(graph_def: Any, feed: str, fetch: str, x: np.ndarray) -> np.ndarray:
    f = tf.function(lambda x: tf.import_graph_def(graph_def, {feed: x}, [fetch])[0])
    return f(tf.constant(x)).numpy()


@pytest.mark.parametrize("lowered", [False, True], ids=["functional", "frames"])
@pytest.mark.parametrize("name", MODELS)
def test_tenfold_runs_models_of_tensorflow(name: str, lowered: bool, peer: Peer) -> None:
    data, (feed,), (fetch,), (wanted,) = peer.export_model(name, lowered)
    found = run(GraphDef.FromString(data), feed, fetch, MODELS[name].example())
    np.testing.assert_allclose(found, wanted, rtol=2e-4, atol=1e-5)


@pytest.mark.parametrize("name", MODELS)
def test_tensorflow_runs_models_of_tenfold(name: str, peer: Peer) -> None:
    model = MODELS[name]
    missing = [layer for layer in model.layers if not hasattr(tf.keras.layers, layer)]
    if missing:
        pytest.skip(f"has no layer {missing}")
    tf.keras.utils.set_random_seed(1)
    made = model.build(tf.keras)
    x = model.example()
    spec = tf.TensorSpec([None, *x.shape[1:]], tf.float32, "x")
    trace = tf.function(lambda x: made(x, training=False)).get_concrete_function(spec)
    frozen = convert_variables_to_constants_v2(trace)
    (own,) = frozen(tf.constant(x))
    (found,) = peer.run(frozen.graph.as_graph_def(), {"x:0": x}, [frozen.outputs[0].name])
    np.testing.assert_allclose(found, own.numpy(), rtol=2e-4, atol=1e-5)
