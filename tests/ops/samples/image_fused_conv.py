"""Samples for ops/image/fused_conv.py."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.ops.sample import normal, sample

# One image: from a second one on, what TensorFlow gives does not depend on that image.
X, K = normal(1, 4, 5, 3), normal(2, 3, 3, 2)
EDGES = np.array([[0, 0], [1, 0], [2, 1], [0, 0]], np.int32)
NONE = np.zeros((4, 2), np.int32)
SIZE = np.array([6, 7], np.int32)
# Sums of eighteen products, in any order.
HOW: dict[str, Any] = {"rtol": 1e-5, "atol": 1e-5, "mode": "REFLECT", "padding": "VALID"}
HOW["strides"] = [1, 1, 1, 1]
HALF = {**HOW, "rtol": 2e-2, "atol": 2e-2}

SAMPLES = {
    "FusedPadConv2D": [
        sample(X, EDGES, K, **HOW),
        sample(X, EDGES, K, **{**HOW, "mode": "SYMMETRIC"}),
        sample(X, EDGES, K, **{**HOW, "padding": "SAME", "strides": [1, 2, 2, 1]}),
        sample(X, NONE, K, **HOW),
        sample(X.astype(np.float64), EDGES, K.astype(np.float64), **HOW),
        sample(X.astype(np.float16), EDGES, K.astype(np.float16), **HALF),
        sample(normal(2, 4, 5, 3), EDGES, K, golden=False, **HOW),
        sample(X, EDGES + [[0, 0], [9, 9], [0, 0], [0, 0]], K, **HOW),
        sample(X, -EDGES, K, **HOW),
        sample(X, EDGES[:3], K, **HOW),
        sample(X, EDGES, K[0], **HOW),
        sample(X[..., :2], EDGES, K, **HOW),
        sample(X, EDGES, K, **{**HOW, "strides": [1, 1, 1]}),
    ],
    "FusedResizeAndPadConv2D": [
        sample(X, SIZE, EDGES, K, **HOW),
        sample(X, SIZE, EDGES, K, resize_align_corners=True, **HOW),
        sample(X, SIZE // 2, EDGES, K, **{**HOW, "mode": "SYMMETRIC", "padding": "SAME"}),
        sample(X.astype(np.float64), SIZE, EDGES, K.astype(np.float64), **HOW),
        sample(X.astype(np.float16), SIZE, EDGES, K.astype(np.float16), **HALF),
        sample(normal(2, 4, 5, 3), SIZE, EDGES, K, golden=False, **HOW),
        sample(X, -SIZE, EDGES, K, **HOW),
        sample(X, SIZE[:1], EDGES, K, **HOW),
        sample(X, SIZE, EDGES, K[..., :1, :], **HOW),
    ],
}
