"""Cosine transforms are their definitions as sums, and the inverse ones undo them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import normal

from .modes import each_mode, gradient, tried


def definition(x: np.ndarray, kind: int, norm: str | None) -> np.ndarray:
    """The transform as a sum of cosines."""
    n = x.shape[-1]
    k, m = np.arange(n)[:, None], np.arange(n)[None, :]
    if kind == 1:
        matrix = 2.0 * np.cos(np.pi * k * m / (n - 1))
        matrix[:, [0, -1]] /= 2
    elif kind == 2:
        matrix = 2.0 * np.cos(np.pi * k * (2 * m + 1) / (2 * n))
    elif kind == 3:
        matrix = 2.0 * np.cos(np.pi * (2 * k + 1) * m / (2 * n))
        matrix[:, 0] = 1.0
    else:
        matrix = 2.0 * np.cos(np.pi * (2 * k + 1) * (2 * m + 1) / (4 * n))
    if norm == "ortho":
        matrix *= np.sqrt(1 / (2 * n))
        if kind == 2:
            matrix[0] *= np.sqrt(0.5)
        if kind == 3:
            matrix[:, 0] *= np.sqrt(2.0)
    return x @ matrix.T


KINDS: list[Any] = [(1, None), *((k, n) for k in (2, 3, 4) for n in (None, "ortho"))]


@each_mode
@pytest.mark.parametrize(("kind", "norm"), KINDS)
def test_transforms_are_their_definitions(mode: str, kind: int, norm: str | None) -> None:
    x = normal(2, 7, dtype=np.float64)
    found = tried(mode, lambda v: tf.signal.dct(v, kind, norm=norm), x)
    np.testing.assert_allclose(found, definition(x, kind, norm), atol=1e-13)
    scale = 1.0 if norm else 12.0 if kind == 1 else 14.0
    back = tried(mode, lambda v: tf.signal.idct(v, kind, norm=norm), found)
    np.testing.assert_allclose(back, scale * x, atol=1e-12)


@each_mode
@pytest.mark.parametrize("n", [5, 9])
def test_signals_are_cut_and_padded(mode: str, n: int) -> None:
    x = normal(2, 7, dtype=np.float64)
    resized = np.pad(x, [(0, 0), (0, 2)])[:, :n]
    found = tried(mode, lambda v: tf.signal.dct(v, 2, n=n), x)
    np.testing.assert_allclose(found, definition(resized, 2, None), atol=1e-13)


@each_mode
@pytest.mark.parametrize("norm", [None, "ortho"])
@pytest.mark.parametrize("window", ["vorbis", "kaiser_bessel_derived", None])
def test_the_inverse_mdct_undoes_it(mode: str, window: str | None, norm: str | None) -> None:
    x = normal(2, 40, dtype=np.float64)
    function: Any = None if window is None else getattr(tf.signal, f"{window}_window")

    def there_and_back(v: tf.Tensor) -> tf.Tensor:
        spectra = tf.signal.mdct(v, 8, function, norm=norm)
        return tf.signal.inverse_mdct(spectra, function, norm=norm)

    found = tried(mode, there_and_back, x)
    np.testing.assert_allclose(found[:, 4:-4], x[:, 4:-4], atol=1e-12)


def test_the_mdct_is_its_definition() -> None:
    x = normal(16, dtype=np.float64)
    n, m = np.arange(16)[None, :], np.arange(8)[:, None]
    matrix = 2 * np.cos(np.pi / 8 * (n + 0.5 + 4) * (m + 0.5))
    window = tf.signal.vorbis_window(16, tf.float64).numpy()
    found = tf.signal.mdct(x, 16)
    np.testing.assert_allclose(found[0], matrix @ (x * window), atol=1e-12)


def test_gradients() -> None:
    x = normal(2, 16, dtype=np.float64)
    for kind in (1, 2, 3, 4):
        found, expected = gradient(lambda v, k=kind: tf.signal.dct(v, k), x)
        assert found == pytest.approx(expected, rel=1e-6)
    found, expected = gradient(lambda v: tf.signal.mdct(v, 8), x)
    assert found == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("error", "kwargs"),
    [
        (ValueError, {"type": 5}),
        (ValueError, {"norm": "unitary"}),
        (ValueError, {"type": 1, "norm": "ortho"}),
        (ValueError, {"n": 0}),
        (ValueError, {"type": 1, "n": None, "input": np.ones(1)}),
        (NotImplementedError, {"axis": 0}),
    ],
)
def test_what_does_not_fit_is_refused(error: Any, kwargs: dict[str, Any]) -> None:
    with pytest.raises(error):
        tf.signal.dct(**{"input": np.ones(4), **kwargs})


def test_frames_that_are_not_divisible_by_four_are_refused() -> None:
    with pytest.raises(ValueError, match="divisible by 4"):
        tf.signal.mdct(np.ones(40), 10)


def test_the_type_may_be_a_tensor() -> None:
    x = tf.constant([1.0, 2.0, 3.0])
    np.testing.assert_array_equal(tf.signal.dct(x, tf.constant(3)), tf.signal.dct(x, 3))
