"""Random ops on a state variable draw TensorFlow's numbers and move the state as it does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.op import registry

# In turn, from the state [1, 2, 3] on: an op, what follows resource and algorithm, its attributes,
# TensorFlow's result, and the state's first element after it.
STEPS: list[tuple[str, tuple[Any, ...], dict[str, Any], list[Any], int]] = [
    (
        "StatefulUniform",
        ([3],),
        {},
        [0.45901167392730713, 0.5334248542785645, 0.9627732038497925],
        769,
    ),
    (
        "StatefulUniform",
        ([3],),
        {"dtype": "float64"},
        [0.18269184925586401, 0.769795525404982, 0.9158722887957054],
        1537,
    ),
    (
        "StatefulStandardNormalV2",
        ([3],),
        {},
        [-0.33370697498321533, -1.4834388494491577, -0.49596843123435974],
        2305,
    ),
    (
        "StatefulTruncatedNormal",
        ([3],),
        {},
        [-1.8351200819015503, -0.7373239398002625, 0.17791542410850525],
        3073,
    ),
    ("StatefulUniformInt", ([3], np.int64(3), np.int64(99)), {}, [5, 49, 64], 3841),
    (
        "StatefulUniformFullInt",
        ([3],),
        {},
        [6448320406513266570, 1858991720552011383, 4890117062848629130],
        4609,
    ),
    ("StatefulRandomBinomial", ([3], np.float64(10), np.float64(0.3)), {}, [3, 3, 2], 81409),
    (
        "StatefulRandomBinomial",
        ([2], np.array([10.0, 20.0]), np.float64(0.3)),
        {},
        [4, 6],
        183809,
    ),
    ("RngReadAndSkip", (np.uint64(5),), {}, [183809, 2, 3], 185089),
]


@pytest.mark.parametrize("compiled", [False, True], ids=["eager", "function"])
def test_draws_are_tensorflows_and_move_the_state(compiled: bool) -> None:
    state = tf.Variable([1, 2, 3], dtype=tf.int64)
    for name, inputs, attrs, expected, after in STEPS:

        def step(name: str = name, inputs: Any = inputs, attrs: dict[str, Any] = attrs) -> Any:
            return registry[name](state.handle, 1, *inputs, **attrs)

        found = (tf.function(step, autograph=False) if compiled else step)()
        if found.dtype.is_integer:
            assert found.numpy().tolist() == expected, name
        else:
            np.testing.assert_allclose(found, expected, rtol=2e-7, err_msg=name)
        assert state.numpy().tolist() == [after, 2, 3], name


def test_skip_moves_the_state() -> None:
    state = tf.Variable([1, 2, 3], dtype=tf.int64)
    registry["RngSkip"](state.handle, 1, 5)
    assert state.numpy().tolist() == [1 + 5 * 256, 2, 3]


@pytest.mark.parametrize(
    ("start", "dtype", "algorithm", "error"),
    [
        ([1, 2], tf.int64, 1, tf.errors.InvalidArgumentError),
        ([1, 2, 3], tf.int32, 1, tf.errors.InvalidArgumentError),
        ([1, 2, 3], tf.int64, 7, tf.errors.InvalidArgumentError),
        ([1], tf.int64, 2, (tf.errors.InvalidArgumentError, tf.errors.UnimplementedError)),
    ],
    ids=["short", "dtype", "algorithm", "short threefry"],
)
def test_states_that_do_not_fit_are_refused(
    start: list[int], dtype: Any, algorithm: int, error: Any
) -> None:
    state = tf.Variable(start, dtype=dtype)
    for name, inputs in (("StatefulUniform", ([3],)), ("RngReadAndSkip", (np.uint64(5),))):
        with pytest.raises(error):
            registry[name](state.handle, algorithm, *inputs)
    assert state.numpy().tolist() == start


@pytest.mark.parametrize("dtype", ["int32", "int64", "uint32", "uint64"])
def test_entropy_fills_integers(dtype: str) -> None:
    a, b = (registry["NonDeterministicInts"]([2, 3], dtype=dtype).numpy() for _ in range(2))
    assert a.shape == (2, 3) and a.dtype == dtype and a.tolist() != b.tolist()
    assert len({*a.ravel().tolist()}) > 4


@pytest.mark.parametrize("alg", ["auto_select", "threefry"])
def test_binomial_numbers_are_drawn_by_philox_alone(alg: str) -> None:
    generator = tf.random.Generator.from_seed(3, alg=alg)
    with pytest.raises(tf.errors.InvalidArgumentError, match="Unsupported algorithm id"):
        generator.binomial([2], 3.0, 0.5)
