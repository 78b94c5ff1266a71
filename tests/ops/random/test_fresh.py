"""Draws without a seed: their distributions, and that no two threads or processes share them."""

from __future__ import annotations

import os
import threading
from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.settings import settings
from tenfold.ops.random import fresh, philox, stateful


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The same numbers in each run of the tests."""
    sources = fresh._Sources()
    sources.generator = np.random.Generator(np.random.SFC64(7))
    monkeypatch.setattr(fresh, "_sources", sources)
    monkeypatch.setattr(settings, "intra_op_threads", 1)
    tf.random.set_seed(None)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("count", [300, 20_001, 100_000])
def test_distributions(dtype: str, count: int) -> None:
    error = 5 / np.sqrt(count)
    u = tf.random.uniform([count], dtype=dtype).numpy()
    assert u.dtype == dtype and u.min() >= 0 and u.max() < 1
    assert abs(u.mean() - 0.5) < error and abs(u.std() - 12**-0.5) < error
    z = tf.random.normal([count], dtype=dtype).numpy()
    assert z.dtype == dtype and abs(z.mean()) < error and abs(z.std() - 1) < error
    assert abs((z**4).mean() - 3) < 10 * error
    assert abs((z[: count // 2] * z[count // 2 : count // 2 * 2]).mean()) < 2 * error
    t = tf.random.truncated_normal([count], dtype=dtype).numpy()
    assert t.dtype == dtype and abs(t).max() < 2
    assert abs(t.mean()) < error and abs(t.std() - 0.8796) < error


def test_integers_classes_and_orders() -> None:
    drawn = tf.random.uniform([3000], -2, 3, tf.int32).numpy()
    assert np.unique(drawn).tolist() == [-2, -1, 0, 1, 2]
    assert tf.random.uniform([], 0, 5, tf.int64).shape == []
    chosen = tf.random.categorical(np.log([[0.25, 0.75]]), 20_000).numpy()
    assert abs(chosen.mean() - 0.75) < 0.03
    order = tf.random.shuffle(tf.range(1000)).numpy()
    assert sorted(order) == list(range(1000)) and list(order) != list(range(1000))
    assert tf.random.shuffle(tf.zeros([1, 2])).shape == [1, 2]


def test_a_seed_still_decides() -> None:
    assert tf.random.uniform([4]).numpy().tolist() != tf.random.uniform([4]).numpy().tolist()
    tf.random.set_seed(3)
    first = tf.random.normal([4]).numpy()
    tf.random.set_seed(3)
    np.testing.assert_array_equal(tf.random.normal([4]), first)
    tf.random.set_seed(None)
    a, b = (tf.random.normal([4], seed=5).numpy() for _ in range(2))
    assert a.tolist() != b.tolist()  # the seed of an op alone: its counter goes on


def test_the_shape_of_a_tensor_serves_as_a_list_does(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Any] = []
    monkeypatch.setitem(stateful._FRESH, philox.uniform, lambda *args: calls.append(args))
    for shape in ([2, 3], tf.zeros([2, 3]).shape, (2, 3)):
        stateful.drawn(stateful.RandomUniform, philox.uniform, shape, tf.float32, None)
    assert calls == [((2, 3), np.float32)] * 3


def test_narrow_numbers_stay_below_one() -> None:
    drawn = tf.random.uniform([5000], dtype=tf.float16).numpy()
    assert drawn.dtype == np.float16 and drawn.max() < 1


def test_each_thread_draws_numbers_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fresh, "_sources", fresh._Sources())
    found: list[Any] = []
    threads = [
        threading.Thread(target=lambda: found.append(tf.random.uniform([8]).numpy()))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
        thread.join()
    assert len({tuple(v) for v in found}) == 3


def test_a_forked_process_forgets_what_its_parent_would_draw() -> None:
    before = fresh.generator()
    fresh._forget()
    assert fresh.generator() is not before
    assert hasattr(os, "fork") is hasattr(os, "register_at_fork")


def test_few_classes_are_chosen_as_many_are(monkeypatch: pytest.MonkeyPatch) -> None:
    logits = [[0.5, -np.inf, 2.0], [np.nan, 1.0, 1.5], [-np.inf] * 3]
    short = tf.random.stateless_categorical(logits, 5, [1, 2]).numpy()
    monkeypatch.setattr(stateful, "_FEW", 0)
    found = tf.random.stateless_categorical(logits, 5, [1, 2]).numpy()
    np.testing.assert_array_equal(found, short)
