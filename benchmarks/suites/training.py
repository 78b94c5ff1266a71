"""Training and predicting with a small model, and whether memory stays where it is."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from gauge import Gauge, resident_megabytes

BATCH, STEPS, WIDTH, CLASSES = 32, 200, 784, 10
WARM_SECONDS = 6.0
Cases = dict[str, Callable[[], Any] | Gauge]


def cases(lib: str) -> Cases:
    """The cases, by name."""
    if lib == "jax":
        return {}  # has no layers of its own
    module = import_module(lib)
    generator = np.random.default_rng(0)
    x = generator.normal(size=(BATCH * STEPS, WIDTH)).astype("float32")
    y = generator.integers(0, CLASSES, size=BATCH * STEPS)
    return _torch(module, x, y) if lib == "torch" else _tensorflow(module, x, y)


def _tensorflow(tf: Any, x: np.ndarray, y: np.ndarray) -> Cases:
    def compiled_model(width: int, hidden: int) -> Any:
        model = tf.keras.Sequential(
            [
                tf.keras.Input((width,)),
                tf.keras.layers.Dense(hidden, activation="relu"),
                tf.keras.layers.Dense(CLASSES),
            ]
        )
        loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(optimizer="adam", loss=loss)
        return model

    model = compiled_model(WIDTH, 128)
    model.fit(x, y, batch_size=BATCH, epochs=1, verbose=0)
    sample = tf.constant(x[:1])

    def step_seconds() -> float:
        start = time.perf_counter()
        model.fit(x, y, batch_size=BATCH, epochs=1, verbose=0)
        return (time.perf_counter() - start) / STEPS

    small = compiled_model(4, 8)
    few_x, few_y = x[:16, :4], y[:16]

    return {
        "fit: a step of MLP 784-128-10, Adam, batch 32": Gauge(step_seconds, "s", repeats=5),
        "model(x), one sample": lambda: model(sample),
        "predict, one sample": lambda: model.predict(x[:1], verbose=0),
        "memory gained over 200 fits": Gauge(
            lambda: _gained(lambda: small.fit(few_x, few_y, verbose=0), 200), "MB"
        ),
        "memory gained over 1,000 predicts": Gauge(
            lambda: _gained(lambda: small.predict(few_x, verbose=0), 1000), "MB"
        ),
    }


def _torch(torch: Any, x: np.ndarray, y: np.ndarray) -> Cases:
    nn = torch.nn
    model = nn.Sequential(nn.Linear(WIDTH, 128), nn.ReLU(), nn.Linear(128, CLASSES))
    optimizer = torch.optim.Adam(model.parameters())
    loss_of = nn.CrossEntropyLoss()
    inputs, labels, sample = torch.from_numpy(x), torch.from_numpy(y), torch.from_numpy(x[:1])

    def step_seconds() -> float:
        start = time.perf_counter()
        for batch_x, batch_y in zip(inputs.split(BATCH), labels.split(BATCH), strict=True):
            optimizer.zero_grad()
            loss_of(model(batch_x), batch_y).backward()
            optimizer.step()
        return (time.perf_counter() - start) / STEPS

    return {
        "fit: a step of MLP 784-128-10, Adam, batch 32": Gauge(step_seconds, "s", repeats=5),
        "model(x), one sample": lambda: model(sample),
    }


def _gained(work: Callable[[], Any], times: int) -> float:
    """The resident memory, in MB, that `times` calls of `work` leave behind after the first ten."""
    for _ in range(10):
        work()
    gc.collect()
    before = resident_megabytes()
    for _ in range(times):
        work()
    gc.collect()
    return resident_megabytes() - before
