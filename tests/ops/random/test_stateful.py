"""Random ops draw TensorFlow's numbers, call after call."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.random_state import set_seed
from tenfold.core.settings import settings
from tenfold.ops.random import generators, philox, stateful


def test_calls_after_a_global_seed_draw_what_tensorflow_draws() -> None:
    set_seed(1)
    first, second = stateful.uniform([3]), stateful.uniform([3])
    np.testing.assert_array_equal(first, np.float32([0.16513085, 0.9014813, 0.6309742]))
    assert not np.array_equal(first, second)


def test_an_op_seed_goes_on_where_its_last_call_stopped() -> None:
    set_seed(42)
    draws = [stateful.normal([2], seed=3).numpy() for _ in range(2)]
    np.testing.assert_allclose(draws[0], [0.8021455, 0.505679], rtol=1e-6)
    np.testing.assert_allclose(draws[1], [0.50655407, 0.3115288], rtol=1e-6)


def test_categorical_reserves_two_words_for_each_sample() -> None:
    set_seed(None)
    logits = np.array([[0.0, 1.0, 2.0]] * 3, np.float32)
    first = stateful.Multinomial(logits, 5, seed=8, seed2=3).numpy()
    second = stateful.Multinomial(logits, 5, seed=8, seed2=3).numpy()
    assert first[0].tolist()[:5] == [2, 1, 0, 2, 2]
    assert second[0].tolist()[:5] == [1, 2, 1, 2, 2]


@pytest.mark.parametrize(
    ("low", "high", "dtype"),
    [(0, 10, np.int32), (-5, 5, np.int64), (2.0, 3.0, np.float32), (-1.0, 1.0, np.float64)],
    ids=["int32", "int64", "float32", "float64"],
)
def test_uniform_stays_within_its_bounds(low: Any, high: Any, dtype: Any) -> None:
    x = stateful.uniform([500], low, high, dtype, seed=1).numpy()
    assert x.dtype == dtype and x.min() >= low and x.max() < high
    assert x.max() - x.min() > 0.8 * (high - low)


def test_an_integer_uniform_needs_an_upper_bound() -> None:
    with pytest.raises(ValueError, match="Must specify maxval"):
        stateful.uniform([2], dtype=np.int32)


def test_truncated_normals_lie_within_two_deviations() -> None:
    x = stateful.truncated_normal([4000], stddev=0.5, seed=1).numpy()
    assert np.abs(x).max() < 1.0
    assert abs(x.mean()) < 0.03 and 0.4 < x.std() < 0.48


def test_shuffle_permutes_rows() -> None:
    x = np.arange(40).reshape(20, 2)
    y = stateful.shuffle(x, seed=1).numpy()
    assert not np.array_equal(x, y)
    np.testing.assert_array_equal(np.sort(y, 0), x)


def test_a_negative_size_is_refused() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="Dimensions must be >= 0"):
        stateful.uniform([2, -1])


@pytest.mark.parametrize(
    ("global_seed", "op_seed", "expected"),
    [
        (None, 0, [241, 533]),
        (None, -1, [811, 537]),
        (None, 2**33, [565, 699]),
        (-3, 0, [227, 949]),
        (2**40, -1, [343, 896]),
        (0, 0, [422, 378]),
        (0, 2**33, [553, 247]),
    ],
)
def test_seeds_are_taken_modulo_the_largest_int32(
    global_seed: int | None, op_seed: int, expected: list[int]
) -> None:
    set_seed(global_seed)
    drawn = stateful.uniform([2], 0, 1000, tf.int32, seed=op_seed)
    set_seed(None)
    assert drawn.numpy().tolist() == expected


def test_setting_the_seed_lets_functions_that_were_traced_start_anew() -> None:
    @tf.function
    def draw() -> Any:
        return [tf.random.uniform([], 0, 1000, tf.int32) for _ in range(2)]

    set_seed(9)
    found = [[int(x) for x in draw()] for _ in range(2)]
    set_seed(9)
    found.append([int(x) for x in draw()])
    set_seed(None)
    assert found == [[224, 850], [205, 951], [224, 850]]


def test_a_seed_set_in_a_function_is_that_of_its_graph() -> None:
    @tf.function
    def draw() -> Any:
        tf.random.set_seed(33)
        return tf.random.uniform([], 0, 1000, tf.int32)

    set_seed(9)
    assert int(draw()) == 265
    set_seed(9)
    assert int(stateful.uniform([], 0, 1000, tf.int32)) != 265
    set_seed(None)


def test_a_constant_is_shuffled_in_compiled_code() -> None:
    draw = tf.function(lambda: tf.random.shuffle(tf.range(4)))
    assert all(sorted(draw().numpy().tolist()) == [0, 1, 2, 3] for _ in range(3))


@pytest.mark.parametrize("shape", [[3], tf.constant([3])], ids=["list", "tensor"])
@pytest.mark.parametrize(
    "draw",
    [
        lambda shape: tf.random.normal(shape, seed=4),
        lambda shape: tf.random.uniform(shape, seed=4),
        lambda shape: tf.random.uniform(shape, 1, 99, tf.int64, seed=4),
        lambda shape: tf.random.truncated_normal(shape, seed=4),
    ],
    ids=["normal", "uniform", "uniform_int", "truncated_normal"],
)
def test_the_short_way_and_the_long_one_share_a_counter(draw: Any, shape: Any) -> None:
    set_seed(1)
    expected = [draw([3]).numpy().tolist() for _ in range(2)]
    set_seed(1)
    found = [draw(shape).numpy().tolist(), draw([3]).numpy().tolist()]
    set_seed(None)
    assert found == expected


def test_categorical_and_shuffle_share_a_counter_with_their_ops() -> None:
    logits, rows = tf.zeros([2, 50]), tf.range(30)
    set_seed(1)
    expected = [f.numpy().tolist() for f in (_choose(logits), _choose(logits), _mix(rows))]
    set_seed(1)
    found = [_choose(logits.numpy()), _choose(logits), _mix(rows.numpy().tolist())]
    set_seed(None)
    assert [f.numpy().tolist() for f in found] == expected


def _choose(logits: Any) -> Any:
    return tf.random.categorical(logits, 7, seed=4)


def _mix(rows: Any) -> Any:
    return tf.random.shuffle(rows, seed=4)


def test_where_determinism_is_asked_for_random_ops_need_a_seed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "deterministic", True)
    monkeypatch.setattr(generators._Global, "generator", None)
    set_seed(None)
    for draw in (lambda: tf.random.uniform([2]), lambda: tf.nn.dropout(tf.ones([2]), 0.5)):
        with pytest.raises(RuntimeError, match="require a seed"):
            draw()
    with pytest.raises(RuntimeError, match="require a seed"):
        tf.function(lambda: tf.random.normal([2]))()
    with pytest.raises(tf.errors.InvalidArgumentError, match="must have a seed"):
        tf.raw_ops.RandomUniform(shape=[2], dtype=tf.float32)
    for make in (tf.random.Generator.from_non_deterministic_state, tf.random.get_global_generator):
        with pytest.raises(RuntimeError, match="determinism is enabled"):
            make()
    assert tf.random.uniform([2], seed=1).shape == [2]
    set_seed(1)
    assert tf.random.uniform([2]).shape == [2]
    set_seed(None)


@pytest.mark.parametrize("n", [2, 3, 40, 64, 65, 200])
def test_few_rows_are_shuffled_as_many_are(n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    tf.random.set_seed(5)
    short = tf.random.shuffle(tf.range(n)).numpy()
    tf.random.set_seed(5)
    monkeypatch.setattr(philox, "FEW", 0)
    np.testing.assert_array_equal(tf.random.shuffle(tf.range(n)).numpy(), short)


@pytest.mark.parametrize("n", [66, 511, 512, 3000])
def test_rows_exchanged_at_once_are_in_the_order_of_one_after_another(
    n: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def order(many: int) -> Any:
        monkeypatch.setattr(stateful, "_MANY", many)
        return tf.random.experimental.stateless_shuffle(tf.range(n), [n, 6]).numpy()

    np.testing.assert_array_equal(order(1), order(n + 1))


@pytest.mark.parametrize("count", [1, 2, 16, 32, 33])
def test_few_doubles_are_those_of_many(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    tf.random.set_seed(5)
    short = tf.random.uniform([count], dtype=tf.float64).numpy()
    tf.random.set_seed(5)
    monkeypatch.setattr(philox, "FEW", 0)
    np.testing.assert_array_equal(tf.random.uniform([count], dtype=tf.float64).numpy(), short)


@pytest.mark.parametrize("logits", [[[0.0, 1.0, -np.inf], [2.0, 0.0, 1.0]], [[-np.inf, np.nan]]])
def test_few_classes_are_drawn_as_many_are(
    logits: list[list[float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    tf.random.set_seed(5)
    short = tf.random.categorical(logits, 9).numpy()
    tf.random.set_seed(5)
    monkeypatch.setattr(stateful, "_FEW", 0)
    np.testing.assert_array_equal(tf.random.categorical(logits, 9).numpy(), short)


@pytest.mark.parametrize("jit", [False, True])
def test_the_bounds_of_random_integers_are_named(jit: bool) -> None:
    draw = tf.function(
        lambda a, b: tf.random.stateless_uniform([2], [1, 2], a, b, tf.int32), jit_compile=jit
    )
    with pytest.raises(tf.errors.InvalidArgumentError, match="minval=5 and maxval=1"):
        draw(5, 1)
    with pytest.raises(tf.errors.InvalidArgumentError, match="minval=5 and maxval=1"):
        tf.random.uniform([2], 5, 1, tf.int32)
