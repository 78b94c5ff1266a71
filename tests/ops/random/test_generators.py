"""tf.random.Generator draws TensorFlow's numbers, eagerly and in functions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.module.tracking import children

Generator = tf.random.Generator


@pytest.mark.parametrize("compiled", [False, True], ids=["eager", "function"])
def test_draws_are_tensorflows_and_move_the_state(compiled: bool) -> None:
    g = Generator.from_seed(1234)
    run = tf.function if compiled else (lambda f: f)
    normal = run(lambda: g.normal([3]))()
    np.testing.assert_allclose(normal, [0.9356609, 1.0854305, -0.93788373], rtol=2e-7)
    assert g.state.numpy().tolist() == [2002, 0, 0]
    uniform = run(lambda: g.uniform([2, 2]))()
    expected = np.float32([[0.31073415, 0.3681823], [0.96182954, 0.31345785]])
    np.testing.assert_array_equal(uniform, expected)
    assert run(lambda: g.uniform([5], maxval=10, dtype=tf.int32))().numpy().tolist() == [
        *(4, 2, 7, 6, 0)
    ]
    full = run(lambda: g.uniform_full_int([2], dtype=tf.uint64))()
    assert full.numpy().tolist() == [6684997737015905965, 17874969876196819646]
    bounded = run(lambda: g.truncated_normal([2]))()
    np.testing.assert_allclose(bounded, [-1.2584243, -0.06602971], rtol=2e-7)
    drawn = run(lambda: g.binomial([3], counts=10.0, probs=[0.2, 0.3, 0.9]))()
    assert drawn.numpy().tolist() == [3, 2, 8]
    assert g.state.numpy().tolist() == [158930, 0, 0]
    seeds = run(lambda: g.make_seeds(2))()
    assert seeds.numpy().tolist() == [[-6511028361871074061, 270105180317621852], [0, 0]]
    assert run(lambda: g.skip(3))().numpy().tolist() == [159442, 0, 0]


def test_a_function_moves_the_state_on_every_call() -> None:
    g = Generator.from_seed(5)

    @tf.function
    def draw(count: Any) -> Any:
        return g.uniform([count])

    drawn = [draw(2).numpy() for _ in range(2)]
    assert draw.get_concrete_function(2).variables[0] is g.state
    assert g.state.numpy().tolist() == [5 + 2 * 2 * 256, 0, 0]
    g.reset_from_seed(5)
    np.testing.assert_array_equal(drawn, [g.uniform([2]).numpy() for _ in range(2)])


def test_a_size_known_only_when_the_function_runs() -> None:
    g, h = Generator.from_seed(5), Generator.from_seed(5)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def draw(x: Any) -> Any:
        return g.normal(tf.shape(x))

    np.testing.assert_array_equal(draw(tf.zeros(4)), h.normal([4]))
    assert g.state.numpy().tolist() == h.state.numpy().tolist()


def test_split_makes_generators_with_new_keys() -> None:
    g = Generator.from_state([159442, 0, 0], "philox")
    states = [x.state.numpy().tolist() for x in g.split(2)]
    assert states == [[0, 0, -967573610159389060], [0, 0, 8992674742127425843]]
    assert g.state.numpy().tolist() == [159954, 0, 0]


@pytest.mark.parametrize(
    ("seed", "alg", "state"),
    [
        (1, "philox", [1, 0, 0]),
        (-5, "philox", [-5, -1, -1]),
        (2**63 + 5, "philox", [-9223372036854775803, 0, 0]),
        ((1 << 200) + (3 << 64) + 9, "philox", [9, 3, 0]),
        (2**64 + 7, "threefry", [7, 1]),
        ([1, 2], "philox", [0, 1, 2]),
        ([1, 2, 3, 4], "philox", [1, 2, 3]),
        ([[1, 2], [3, 4]], "threefry", [1, 2]),
        (np.int32(7), 3, [0, 0, 7]),
    ],
)
def test_states_of_seeds(seed: Any, alg: Any, state: list[int]) -> None:
    assert tf.random.create_rng_state(seed, alg).numpy().tolist() == state


def test_the_upper_half_of_the_counter_counts_when_the_lower_is_full() -> None:
    g = Generator.from_state([-3, 4, 5], "philox")
    drawn = g.uniform_full_int([40], tf.uint32).numpy()
    assert drawn[:4].tolist() == [819738271, 472190379, 599649482, 2652088419]
    assert drawn[-4:].tolist() == [1465900379, 1469274632, 1503072275, 1899801764]
    assert g.state.numpy().tolist() == [10237, 5, 5]


def test_a_negative_skip_goes_back() -> None:
    g = Generator.from_state([186369, 2, 3], "philox")
    g.skip(-5)
    assert g.state.numpy().tolist() == [185089, 2, 3]


def test_reset_replaces_the_state() -> None:
    g = Generator.from_key_counter(5, [1, 2], "philox")
    assert g.state.numpy().tolist() == [1, 2, 5] and int(g.key) == 5
    g.reset([7, 8, 9])
    assert g.state.numpy().tolist() == [7, 8, 9]
    g.reset_from_key_counter(3, [4, 5])
    assert g.state.numpy().tolist() == [4, 5, 3]
    with pytest.raises(ValueError, match="incompatible"):
        g.reset([1, 2])


def test_a_copy_goes_on_by_itself() -> None:
    g = Generator.from_seed(3)
    copy = Generator(copy_from=g)
    np.testing.assert_array_equal(g.normal([2]), copy.normal([2]))
    g.normal([2])
    assert g.state.numpy()[0] == copy.state.numpy()[0] + 512


def test_a_given_variable_is_the_state() -> None:
    v = tf.Variable([1, 2, 3], dtype=tf.int64)
    g = Generator.from_state(v, "philox")
    g.uniform([1])
    assert g.state is v and v.numpy().tolist() == [257, 2, 3]
    assert list(children(g)) == ["_state_var"]


def test_non_deterministic_states_differ() -> None:
    a, b = (Generator.from_non_deterministic_state().state.numpy().tolist() for _ in range(2))
    assert a != b and len(a) == 3


@pytest.mark.parametrize(
    "make",
    [
        lambda: Generator.from_state([1, 2], "philox"),
        lambda: Generator.from_state([1, 2, 3, 4], "philox"),
        lambda: Generator.from_key_counter(5, [1], "philox"),
        lambda: Generator.from_key_counter([5, 6], [1, 2], "philox"),
        lambda: Generator.from_seed(1, "mersenne"),
        lambda: Generator.from_seed(1).uniform([2], dtype=tf.int32),
    ],
    ids=["short", "long", "counter", "key", "algorithm", "bounds"],
)
def test_what_does_not_fit_is_refused(make: Any) -> None:
    with pytest.raises(ValueError, match=r"incompatible|unsupported|both"):
        make()


def test_threefry_generators_draw_what_compiled_tensorflow_draws() -> None:
    g = Generator.from_key_counter(5, [9], tf.random.Algorithm.THREEFRY)
    assert g.skip(10).numpy().tolist() == [9, 5, 0]
    assert g.state.numpy().tolist() == [2569, 5] and g.algorithm == 2
    np.testing.assert_allclose(g.uniform([2]), [0.86910474, 0.29559338], rtol=1e-7)
    assert g.skip(-3).numpy().tolist() == [3081, 5, 0] and g.state.numpy().tolist() == [2313, 5]
    seeds = [[-4153046156361273911, 4957758926321977029], [0, 0]]
    assert g.make_seeds(2).numpy().tolist() == seeds
    with pytest.raises(tf.errors.UnimplementedError, match="Philox"):
        tf.raw_ops.StatefulUniform(resource=g.state.handle, algorithm=2, shape=[2])


def test_the_global_generator_can_be_set() -> None:
    before = tf.random.get_global_generator()
    assert tf.random.get_global_generator() is before
    g = Generator.from_seed(1)
    tf.random.set_global_generator(g)
    assert tf.random.get_global_generator() is g
    tf.random.set_global_generator(before)
