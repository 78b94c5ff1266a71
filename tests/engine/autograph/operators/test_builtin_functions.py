"""Python's built-in functions on tensors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.engine.autograph.operators import builtin_functions


def run(function: Any, *args: Any, **options: Any) -> Any:
    return tf.function(function, **options)(*args)


def test_len() -> None:
    @tf.function(input_signature=[tf.TensorSpec([None, 2])])
    def f(x: Any) -> Any:
        assert tf.is_tensor(len(x))
        return len(x)

    assert f(np.ones([5, 2], np.float32)).numpy() == 5
    assert run(lambda x: len(x), tf.ones([3])).numpy() == 3
    assert run(lambda x: len([x, x]), tf.ones([3])).numpy() == 2
    with pytest.raises(ValueError, match="len requires a non-scalar tensor"):
        run(lambda x: len(x), tf.constant(1))


def test_range() -> None:
    assert run(lambda n: range(n), tf.constant(3)).numpy().tolist() == [0, 1, 2]
    assert run(lambda n: range(1, n), tf.constant(3)).numpy().tolist() == [1, 2]
    assert run(lambda n: range(n, 0, -2), tf.constant(5)).numpy().tolist() == [5, 3, 1]
    assert run(lambda n: range(n), tf.constant(3, tf.int64)).dtype is tf.int64
    assert list(builtin_functions.range_(1, 3)) == [1, 2]


def test_numbers() -> None:
    assert run(lambda x: abs(x), tf.constant(-2.5)).numpy() == 2.5
    assert run(lambda x: int(x), tf.constant(-2.7)).numpy() == -2
    assert run(lambda x: float(x), tf.constant(3)).dtype is tf.float32
    assert run(lambda x: x + abs(-2) + int("7") + int("11", 2) + 0, tf.constant(0)).numpy() == 12
    assert run(lambda x: x + float("1.5") + 0.0, tf.constant(0.0)).numpy() == 1.5


def test_sorted() -> None:
    x = tf.constant([3, 1, 2])
    assert run(lambda x: sorted(x), x).numpy().tolist() == [1, 2, 3]
    assert run(lambda x: sorted(x, reverse=True), x).numpy().tolist() == [3, 2, 1]
    assert run(lambda x: sorted(x, key=lambda v: -v), x).numpy().tolist() == [3, 2, 1]
    extremes = tf.constant([0, -(2**31), 2**31 - 1])
    assert run(lambda x: sorted(x), extremes).numpy().tolist() == [-(2**31), 0, 2**31 - 1]
    small = tf.constant([3, 0, 255], tf.uint8)
    assert run(lambda x: sorted(x), small).numpy().tolist() == [0, 3, 255]
    with pytest.raises(ValueError, match="rank 1"):
        run(lambda x: sorted(x), tf.ones([2, 2]))
    unknown = [tf.TensorSpec([None], tf.int32)]
    with pytest.raises(ValueError, match="length is known"):
        run(lambda x: sorted(x, key=lambda v: -v), x, input_signature=unknown)


def test_functions_that_iterate_stay_pythons() -> None:
    x = tf.constant([1, 2, 3])
    assert run(lambda x: sum(x), x).numpy() == 6
    assert [int(v) for v in run(lambda x: list(map(tf.square, x)), x)] == [1, 4, 9]
    for function in (max, min, any, all):
        with pytest.raises(TypeError, match="as a Python bool is not allowed"):
            run(lambda x, f=function: f(x), x)


def test_bool_of_a_tensor_is_not_allowed() -> None:
    with pytest.raises(TypeError, match="as a Python bool is not allowed"):
        run(lambda x: bool(x), tf.constant(True))


def test_print_is_pythons(capsys: Any) -> None:
    def f(x: Any) -> Any:
        print("tracing", 1, sep="|")
        return x

    traced = tf.function(f)
    traced(tf.constant(1))
    traced(tf.constant(2))
    assert capsys.readouterr().out == "tracing|1\n"


def test_print_with_the_feature(capsys: Any) -> None:
    def f(x: Any) -> Any:
        print("x =", x, [3], sep="|", end="!\n")
        print("tracing")
        return x

    traced = tf.function(
        f, experimental_autograph_options=tf.autograph.experimental.Feature.BUILTIN_FUNCTIONS
    )
    traced(tf.constant([1.5, 2.0]))
    traced(tf.constant([3.0, 4.0]))
    assert capsys.readouterr().out == "tracing\nx =|[1.5 2. ]|[3]!\nx =|[3. 4.]|[3]!\n"


def test_print_to_a_file_is_refused_for_tensors() -> None:
    def f(x: Any) -> Any:
        print(x, file=None)
        return x

    options = tf.autograph.experimental.Feature.ALL
    with pytest.raises(ValueError, match="file cannot be used with tensors"):
        run(f, tf.constant(1), experimental_autograph_options=options)


class Stream:
    """A class with its own ways."""

    def __iter__(self) -> Any:
        return iter([1, 2])


def test_classes_may_register() -> None:
    saved = list(builtin_functions._overloads)
    builtin_functions.register_builtin(enumerate, Stream, lambda s, start=0: f"from {start}")
    builtin_functions.register_builtin(map, Stream, lambda f, s: f(7))
    try:

        @tf.function
        def f(x: Any) -> Any:
            assert enumerate(Stream(), 3) == "from 3"
            assert list(zip(Stream(), "ab", strict=True)) == [(1, "a"), (2, "b")]
            return map(lambda v: v + x, Stream())  # noqa: C417

        assert f(tf.constant(1)).numpy() == 8
        assert list(enumerate(Stream())) == [(0, 1), (1, 2)]
    finally:
        builtin_functions._overloads[:] = saved


def test_gradients_of_sorting_are_dense() -> None:
    @tf.function
    def f(v: tf.Tensor) -> tf.Tensor:
        return sorted(v, reverse=True) * tf.constant([1.0, 2.0, 3.0])

    v = tf.constant([2.0, 3.0, 1.0])
    with tf.GradientTape() as tape:
        tape.watch(v)
        y = f(v)
    assert tape.gradient(y, v).numpy().tolist() == [2, 1, 3]
