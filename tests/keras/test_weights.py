"""Tests of save_weights and load_weights: round trips, and damaged or foreign files."""

from __future__ import annotations

import pathlib

import numpy as np
import pytest

import tenfold as tf
from tests.keras.samples import LABELS, X, classifier, fit, regressor


def _trained() -> tf.keras.Model:
    model = classifier(tf.keras.optimizers.Adam(0.05), run_eagerly=True)
    fit(model, X, LABELS)
    return model


def test_a_round_trip_keeps_weights_and_optimizer(tmp_path: pathlib.Path) -> None:
    pytest.importorskip("h5py")
    model, path = _trained(), tmp_path / "m.weights.h5"
    model.save_weights(path)
    again = classifier(tf.keras.optimizers.Adam(0.05), run_eagerly=True)
    again.optimizer.build(again.trainable_variables)
    again.load_weights(path)
    for left, right in zip(model.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(left, right)
    assert int(again.optimizer.iterations) == 9
    left, right = (fit(m, X, LABELS).history["loss"] for m in (model, again))
    np.testing.assert_allclose(left, right, rtol=1e-6)


def test_the_file_is_laid_out_as_keras_does(tmp_path: pathlib.Path) -> None:
    h5py = pytest.importorskip("h5py")
    path = tmp_path / "m.weights.h5"
    _trained().save_weights(path)
    with h5py.File(path) as file:
        assert file["layers/dense/vars/0"].shape == (4, 5)
        assert file["layers/dense_1/vars/1"].shape == (3,)
        assert len(file["optimizer/vars"]) == 10
    assert [p.name for p in tmp_path.iterdir()] == ["m.weights.h5"]


@pytest.mark.parametrize("keep", [0, 100, 0.5], ids=["empty", "header", "half"])
def test_a_truncated_file_is_named_as_such(tmp_path: pathlib.Path, keep: float) -> None:
    pytest.importorskip("h5py")
    model, path = _trained(), tmp_path / "m.weights.h5"
    model.save_weights(path)
    data, before = path.read_bytes(), model.get_weights()
    path.write_bytes(data[: int(keep * len(data)) if keep < 1 else int(keep)])
    with pytest.raises(ValueError, match=r"m\.weights\.h5.*truncated"):
        model.load_weights(path)
    np.testing.assert_array_equal(model.get_weights()[0], before[0])


def test_weights_of_another_shape_are_refused_or_skipped(tmp_path: pathlib.Path) -> None:
    pytest.importorskip("h5py")
    path = tmp_path / "m.weights.h5"
    classifier().save_weights(path)
    model = regressor()
    with pytest.raises(ValueError, match=r"\[\(4, 1\), \(1,\)\].*\[\(4, 5\), \(5,\)\]"):
        model.load_weights(path)
    before = model.get_weights()[0]
    model.load_weights(path, skip_mismatch=True)
    np.testing.assert_array_equal(model.get_weights()[0], before)


def test_a_layer_that_the_file_lacks_is_named(tmp_path: pathlib.Path) -> None:
    pytest.importorskip("h5py")
    path = tmp_path / "m.weights.h5"
    regressor().save_weights(path)
    first = tf.keras.layers.Dense(1)
    model = tf.keras.Sequential([tf.keras.Input((4,)), first, tf.keras.layers.Dense(3)])
    with pytest.raises(ValueError, match="no group 'layers/dense_1'"):
        model.load_weights(path)


def test_names_and_states_that_are_refused(tmp_path: pathlib.Path) -> None:
    pytest.importorskip("h5py")
    model = regressor()
    with pytest.raises(ValueError, match=r"must end in `\.weights\.h5`.*m\.h5"):
        model.save_weights(tmp_path / "m.h5")
    with pytest.raises(FileNotFoundError, match="missing"):
        model.load_weights(tmp_path / "missing.weights.h5")
    with pytest.raises(ValueError, match="no weights yet"):
        tf.keras.Sequential([tf.keras.layers.Dense(1)]).save_weights(tmp_path / "u.weights.h5")
    model.save_weights(tmp_path / "m.weights.h5")
    with pytest.raises(FileExistsError, match="overwrite=True"):
        model.save_weights(tmp_path / "m.weights.h5", overwrite=False)
