"""Records what TensorFlow's graphs of version 1 compute; run it where TensorFlow is installed.

python tests/compat/v1/record_goldens.py
"""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import tensorflow.compat.v1 as tf
from classic_programs import PROGRAMS, run_program
from layer_cases import LAYERS, layer_values
from nn_cases import FUNCTIONS, function_value
from optimizer_cases import OPTIMIZERS, training_run
from rnn_cases import runs
from tensorflow.python.keras.layers.legacy_rnn import rnn_cell_impl
from tensorflow.python.keras.legacy_tf_layers import convolutional, core, pooling
from value_cases import LOSSES, METRICS, RATES, loss_value, metric_values, rates

GOLDENS = Path(__file__).parent / "goldens.json"


class Extended:
    """A module with some names more: those that Keras 3 takes away from TensorFlow 1's."""

    def __init__(self, module: Any, **names: Any) -> None:
        self._module = module
        vars(self).update(names)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)


def plain(value: Any) -> Any:
    """Arrays as lists of numbers that a text can hold."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, str):
        return value
    return np.asarray(value, np.float64).round(8).tolist()


def main() -> None:
    tf.disable_v2_behavior()
    layers = SimpleNamespace(**vars(core) | vars(convolutional) | vars(pooling))
    extended = Extended(tf, layers=layers, nn=Extended(tf.nn, rnn_cell=rnn_cell_impl))
    found = {
        "optimizers": {name: training_run(tf, make) for name, make in OPTIMIZERS.items()},
        "losses": {name: loss_value(tf, make) for name, make in LOSSES.items()},
        "rates": {name: rates(tf, make) for name, make in RATES.items()},
        "metrics": {name: metric_values(tf, make) for name, make in METRICS.items()},
        "networks": runs(tf, rnn_cell_impl),
        "layers": {name: layer_values(tf, layers, name) for name in LAYERS},
        "functions": {name: function_value(tf, name) for name in FUNCTIONS},
        "programs": {name: run_program(extended, name) for name in PROGRAMS},
    }
    GOLDENS.write_text(json.dumps(plain(found), indent=1) + "\n")


if __name__ == "__main__":
    main()
