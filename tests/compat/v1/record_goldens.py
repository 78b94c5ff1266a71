"""Records what TensorFlow's graphs of version 1 compute; run it where TensorFlow is installed.

python tests/compat/v1/record_goldens.py
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import tensorflow.compat.v1 as tf
from optimizer_cases import OPTIMIZERS, training_run

GOLDENS = Path(__file__).parent / "goldens.json"


def main() -> None:
    tf.disable_v2_behavior()
    found = {name: training_run(tf, make) for name, make in OPTIMIZERS.items()}
    rounded = {
        name: {key: np.asarray(value, np.float64).round(8).tolist() for key, value in run.items()}
        for name, run in found.items()
    }
    GOLDENS.write_text(json.dumps(rounded, indent=1) + "\n")


if __name__ == "__main__":
    main()
