"""Tests of callbacks: when they are called, with what, and when they stop training."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.keras.samples import LABELS, LABELS_HELD, VALUES, X_HELD, X, classifier, fit, regressor

callbacks = tf.keras.callbacks
KINDS = ("train", "test", "predict")


class Recorder(callbacks.Callback):
    """Notes each call: the hook, the epoch or batch, and the names in the logs."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[tuple[Any, ...]] = []


def _recording(hook: str) -> Any:
    def note(self: Recorder, *args: Any, logs: Any = None) -> None:
        if args and isinstance(args[-1], dict):
            logs, args = args[-1], args[:-1]
        self.events.append((hook, *args, " ".join(sorted(logs or {}))))

    return note


for _hook in (
    "epoch_begin",
    "epoch_end",
    *(f"{kind}_{point}" for kind in KINDS for point in ("begin", "end")),
    *(f"{kind}_batch_{point}" for kind in KINDS for point in ("begin", "end")),
):
    setattr(Recorder, f"on_{_hook}", _recording(_hook))

EVALUATION = [
    ("test_begin", ""),
    ("test_batch_begin", 0, ""),
    ("test_batch_end", 0, "accuracy loss"),
    ("test_batch_begin", 1, ""),
    ("test_batch_end", 1, "accuracy loss"),
    ("test_end", "accuracy loss"),
]


def test_order_of_calls_in_fit() -> None:
    recorder = Recorder()
    options = {"epochs": 1, "batch_size": 6, "validation_data": (X_HELD, LABELS_HELD)}
    fit(classifier(run_eagerly=True), X, LABELS, callbacks=[recorder], **options)
    assert recorder.events == [
        ("train_begin", ""),
        ("epoch_begin", 0, ""),
        ("train_batch_begin", 0, ""),
        ("train_batch_end", 0, "accuracy loss"),
        ("train_batch_begin", 1, ""),
        ("train_batch_end", 1, "accuracy loss"),
        *EVALUATION,
        ("epoch_end", 0, "accuracy loss val_accuracy val_loss"),
        ("train_end", "accuracy loss val_accuracy val_loss"),
    ]
    assert recorder.params == {"verbose": 0, "epochs": 1, "steps": 2}


def test_order_of_calls_in_evaluate() -> None:
    recorder = Recorder()
    classifier(run_eagerly=True).evaluate(X, LABELS, batch_size=6, verbose=0, callbacks=[recorder])
    assert recorder.events == EVALUATION


def test_order_of_calls_in_predict() -> None:
    recorder = Recorder()
    classifier(run_eagerly=True).predict(X, batch_size=6, verbose=0, callbacks=[recorder])
    assert recorder.events == [
        ("predict_begin", ""),
        ("predict_batch_begin", 0, ""),
        ("predict_batch_end", 0, "outputs"),
        ("predict_batch_begin", 1, ""),
        ("predict_batch_end", 1, "outputs"),
        ("predict_end", ""),
    ]


def test_history_belongs_to_the_model() -> None:
    model = regressor(run_eagerly=True)
    history = fit(model, X, VALUES)
    assert isinstance(history, callbacks.History) and model.history is history
    assert history.epoch == [0, 1, 2] and len(history.history["loss"]) == 3
    assert all(isinstance(value, float) for value in history.history["loss"])


def _diverging(**options: Any) -> tuple[Any, Any, Any]:
    """Training whose rate is too large, so that the first epoch is the best."""
    model, stopping = regressor(0.9, run_eagerly=True), callbacks.EarlyStopping(**options)
    data = {"validation_data": (X_HELD, VALUES * 2), "epochs": 12}
    return model, stopping, fit(model, X, VALUES, callbacks=[stopping], **data)


@pytest.mark.parametrize(
    ("options", "epochs", "best_epoch", "best"),
    [
        ({"patience": 2}, 3, 0, 0.555521),
        ({"patience": 1, "min_delta": 0.5}, 2, 0, 0.555521),
        ({"patience": 2, "baseline": 0.01}, 2, 0, 0.555521),
        ({"start_from_epoch": 4}, 6, 4, 4.611005),
        ({"monitor": "loss", "mode": "max", "patience": 1}, 12, 11, 241.76376),
    ],
    ids=["patience", "min_delta", "baseline", "start", "max"],
)
def test_early_stopping(options: dict[str, Any], epochs: int, best_epoch: int, best: float) -> None:
    _, stopping, history = _diverging(**options)
    assert history.epoch == list(range(epochs))
    assert (stopping.best_epoch, stopping.best) == (best_epoch, pytest.approx(best, rel=1e-4))
    assert stopping.stopped_epoch == (epochs - 1 if epochs < 12 else 0)


@pytest.mark.parametrize(
    ("restore", "expected"),
    [
        (False, [0.586776, -0.111395, -0.114338, 0.061469]),
        (True, [0.824661, 0.753408, 0.088018, 0.688471]),
    ],
    ids=["last", "best"],
)
def test_restoring_the_best_weights(restore: bool, expected: list[float]) -> None:
    model, _, _ = _diverging(patience=2, restore_best_weights=restore)
    np.testing.assert_allclose(model.get_weights()[0].ravel(), expected, rtol=1e-4)


def test_early_stopping_warns_of_what_it_does_not_know() -> None:
    with pytest.warns(UserWarning, match="mode 'sideways' is unknown"):
        stopping = callbacks.EarlyStopping(mode="sideways")
    assert stopping.mode == "auto"
    watching = callbacks.EarlyStopping(monitor="val_loss")
    with pytest.warns(UserWarning, match="`val_loss` which is not available.*loss"):
        history = fit(regressor(run_eagerly=True), X, VALUES, epochs=1, callbacks=[watching])
    assert history.epoch == [0]


def test_a_callback_may_stop_training() -> None:
    class Stop(callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            self.model.stop_training = epoch == 1

    assert fit(regressor(run_eagerly=True), X, VALUES, epochs=9, callbacks=[Stop()]).epoch == [0, 1]


def test_a_callback_may_change_the_learning_rate() -> None:
    class Freeze(callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            self.model.optimizer.learning_rate = 0.0

    losses = fit(regressor(run_eagerly=True), X, VALUES, epochs=3, callbacks=[Freeze()]).history[
        "loss"
    ]
    assert losses[0] == pytest.approx(0.140541, rel=1e-4)
    assert losses[1] == losses[2] != losses[0]


def test_terminate_on_nan() -> None:
    values = np.where(np.arange(10)[:, None] == 9, np.nan, VALUES)
    history = fit(
        regressor(run_eagerly=True), X, values, epochs=5, callbacks=[callbacks.TerminateOnNaN()]
    )
    assert history.epoch == [0] and np.isnan(history.history["loss"][0])


def test_lambda_callback() -> None:
    seen: list[int] = []
    callback = callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: seen.append(epoch))
    fit(regressor(run_eagerly=True), X, VALUES, callbacks=[callback])
    assert seen == [0, 1, 2]


def test_one_line_an_epoch(capsys: pytest.CaptureFixture[str]) -> None:
    fit(regressor(run_eagerly=True), X, VALUES, epochs=2, verbose=2)
    out = capsys.readouterr().out
    assert "Epoch 1/2" in out and "Epoch 2/2" in out
    assert "3/3" in out and "loss: 0.1405" in out and "loss: 0.0843" in out


@pytest.mark.parametrize("monitor", ["val_mse", "val_accuracy", "loss"])
def test_early_stopping_asks_the_metric_which_way_is_better(monitor: str) -> None:
    model = tf.keras.Sequential([tf.keras.Input((1,)), tf.keras.layers.Dense(1)])
    model.compile("sgd", "mse", metrics=["mse", "accuracy"])
    stopping = callbacks.EarlyStopping(monitor)
    stopping.set_model(model)
    x = np.ones((2, 1), np.float32)
    model.evaluate(x, x, verbose=0)
    assert stopping._larger_is_better() is (monitor == "val_accuracy")


def test_early_stopping_does_not_guess() -> None:
    model = tf.keras.Sequential([tf.keras.Input((1,)), tf.keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    x = np.ones((2, 1), np.float32)
    with pytest.raises(ValueError, match="cannot tell whether monitor='quality' should rise"):
        model.fit(x, x, verbose=0, callbacks=[callbacks.EarlyStopping("quality")])
