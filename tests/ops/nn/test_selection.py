"""The largest entries of each row."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.namespace import numpy_ns
from tenfold.ops.nn import selection


def test_few_of_a_long_row_are_found_without_sorting(monkeypatch: pytest.MonkeyPatch) -> None:
    x = np.random.default_rng(0).integers(-20, 20, (3, 500))
    for dtype in ("float32", "int32", "uint8"):
        values = x.astype(dtype) if dtype != "uint8" else (x + 20).astype(dtype)
        wanted = np.argsort(-values.astype("int64"), -1, kind="stable")[:, :7]
        with monkeypatch.context() as patch:
            patch.setattr(numpy_ns, "argsort", None)
            found = tf.nn.top_k(values, 7)
        np.testing.assert_array_equal(found.indices.numpy(), wanted)
        np.testing.assert_array_equal(found.values.numpy(), np.take_along_axis(values, wanted, -1))


@pytest.mark.parametrize("special", [np.nan, -np.inf])
def test_few_of_a_long_row_with_what_cannot_be_told_apart(special: float) -> None:
    x = np.full(100, special, "float32")
    x[[5, 50]] = 1.0, 2.0
    assert selection._in_turn(x, 4) is None
    found = tf.nn.top_k(x, 4).indices.numpy().tolist()
    assert found == tf.nn.top_k(x, 60).indices.numpy().tolist()[:4]


@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16", "int8", "int32", "uint32"])
@pytest.mark.parametrize("k", [1, 20, 200])
def test_many_are_found_by_sorting_whole_numbers(dtype: str, k: int) -> None:
    generator = np.random.default_rng(0)
    x = (generator.normal(size=(3, 4, 200)) * 20).astype(tf.as_dtype(dtype).as_numpy_dtype)
    if tf.as_dtype(dtype).is_integer:
        limits = np.iinfo(dtype)
        x = generator.integers(limits.min, limits.max, x.shape, dtype, endpoint=True)
        x[..., ::3] = 7
    else:
        x[..., ::5], x[..., 1::5], x[..., 3::9], x[..., 4::11] = 0.0, -0.0, np.inf, -np.inf
        x[..., 7] = np.inf if dtype == "bfloat16" else np.nan
    # A stable ascending sort of the mirrored rows, read backwards.
    order = 199 - np.argsort(x[..., ::-1], axis=-1, kind="stable")[..., ::-1][..., :k]
    values = np.take_along_axis(x, order, -1)
    for find in (tf.nn.top_k, tf.function(tf.nn.top_k, jit_compile=True)):
        found, at = find(tf.constant(x), k)
        assert at.numpy().tolist() == order.tolist()
        assert found.numpy().tobytes() == values.tobytes()
