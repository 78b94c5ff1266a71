"""What is called in place of a function, and what is said where it stays as it is."""

from __future__ import annotations

import functools
import threading
from typing import Any

import pytest

import tenfold as tf
from tenfold.engine.autograph import status
from tenfold.engine.autograph.conversion import conversions, converted_callback
from tenfold.engine.autograph.features import Feature


def helper(x: Any) -> Any:
    return x or x == 3


def callee(function: Any) -> Any:
    return conversions().callee(function)


def test_users_functions_are_converted() -> None:
    made = callee(helper)
    assert made is not helper
    assert made.__code__ is callee(helper).__code__


def test_converted_functions_are_not_converted_again() -> None:
    made = callee(helper)
    assert callee(made) is made


def test_functions_nested_in_converted_ones_are_converted_with_them() -> None:
    def outer() -> Any:
        def inner(x: Any) -> Any:
            return x and x

        return inner

    inner = callee(outer)()
    assert callee(inner) is inner
    assert "ag__" in inner.__code__.co_freevars


def test_methods_of_nested_classes_are_converted_on_their_own() -> None:
    def outer() -> Any:
        class C:
            def method(self, x: Any) -> Any:
                return x and x

        return C

    made = callee(outer)()
    assert "ag__" not in made.method.__code__.co_freevars
    assert "ag__" in callee(made.method).__code__.co_freevars
    assert callee(made().method).__self__.__class__ is made


@pytest.mark.parametrize(
    "function",
    [tf.square, tf.nn.relu, functools.reduce, threading.Thread, "".join, dict, isinstance, None],
    ids=lambda f: getattr(f, "__name__", "none"),
)
def test_other_code_is_left_alone(function: Any) -> None:
    assert callee(function) is function


def test_replacements() -> None:
    for function in (len, range, abs, int, float, sorted, map, filter, tf.map_fn):
        assert callee(function) is not function
    assert callee(print) is print
    printing = conversions(frozenset({Feature.BUILTIN_FUNCTIONS}))
    assert printing.callee(print) is not print


def test_partials_keep_their_arguments() -> None:
    made = callee(functools.partial(helper, 1))
    assert made.func.__code__ is callee(helper).__code__
    assert made.args == (1,)
    kept = functools.partial(dict, a=1)
    assert callee(kept) is kept


def test_not_recursive() -> None:
    alone = conversions(frozenset(), False)
    assert alone.callee(helper) is helper
    assert alone.callee(len) is not len


def test_source_that_is_missing_is_said_once(caplog: Any) -> None:
    namespace: dict[str, Any] = {}
    exec("def f(x):\n    return x + 1", namespace)
    f = namespace["f"]
    run = tf.function(f)
    assert run(tf.constant(1)).numpy() == 2
    assert run(tf.constant([1])).numpy().tolist() == [2]
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    assert "could not convert f (<string>, line 1): no source of <string>" in record.getMessage()
    assert "do_not_convert" in record.getMessage()


def test_conditions_in_code_without_source_say_what_to_do(caplog: Any) -> None:
    namespace: dict[str, Any] = {}
    exec("def f(x):\n    return 1 if x > 0 else 2", namespace)
    with pytest.raises(TypeError, match="as a Python bool is not allowed"):
        tf.function(namespace["f"])(tf.constant(1))
    assert len(caplog.records) == 1


def test_a_function_of_a_notebook(caplog: Any) -> None:
    import linecache

    text = "def f(x):\n    return x if x > 0 else -x\n"
    linecache.cache["<cell 7>"] = (len(text), None, text.splitlines(True), "<cell 7>")
    namespace: dict[str, Any] = {}
    exec(compile(text, "<cell 7>", "exec"), namespace)
    assert tf.function(namespace["f"])(tf.constant(-3)).numpy() == 3
    assert not caplog.records


def test_callbacks_are_converted_where_their_caller_is() -> None:
    assert converted_callback(helper) is helper
    with status.using(conversions()):
        assert converted_callback(helper).__code__ is callee(helper).__code__
        with status.using(None):
            assert converted_callback(helper) is helper


def test_threads_convert_one_function_once() -> None:
    def f(x: Any) -> Any:
        return x and x

    codes: list[Any] = []
    threads = [threading.Thread(target=lambda: codes.append(callee(f).__code__)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(codes) == 4
    assert all(code is codes[0] for code in codes)


def test_do_not_convert() -> None:
    @tf.autograph.experimental.do_not_convert
    def plain(x: Any) -> Any:
        return helper(x)

    @tf.function
    def f(x: Any) -> Any:
        return plain(x)

    with pytest.raises(TypeError, match="as a Python bool is not allowed"):
        f(tf.constant(True))
    assert plain.__name__ == "plain"
    assert plain(False) is False


def test_do_not_convert_with_parentheses_and_for_methods() -> None:
    class C:
        @tf.autograph.experimental.do_not_convert()
        def method(self, x: Any) -> Any:
            return list(x)

    assert len(tf.function(C().method)(tf.constant([1, 2]))) == 2


def test_autograph_false() -> None:
    f = tf.function(lambda x: 1 if x > 0 else 2, autograph=False)
    with pytest.raises(TypeError, match="as a Python bool is not allowed"):
        f(tf.constant(1))


def test_methods_that_are_tf_functions() -> None:
    class Counter:
        def __init__(self) -> None:
            self.total = tf.Variable(0)

        @tf.function
        def add(self, x: Any) -> Any:
            if x > 0:
                self.total.assign_add(x)
            return self.total

        @tf.function(autograph=False)
        def plain(self, x: Any) -> Any:
            return 1 if x > 0 else 2

    counter = Counter()
    assert counter.add(tf.constant(2)).numpy() == 2
    assert counter.add(tf.constant(-2)).numpy() == 2
    with pytest.raises(TypeError, match="as a Python bool is not allowed"):
        counter.plain(tf.constant(1))


def test_functions_run_eagerly_are_plain_python() -> None:
    seen: list[str] = []

    @tf.function
    def f(x: Any) -> Any:
        if x > 0:
            seen.append(type(x).__name__)
        return x

    tf.config.run_functions_eagerly(True)
    try:
        f(tf.constant(1))
        f(tf.constant(-1))
    finally:
        tf.config.run_functions_eagerly(False)
    assert seen == ["EagerTensor"]


def test_callable_objects_and_partials_become_functions() -> None:
    class Absolute:
        def __call__(self, x: Any) -> Any:
            return x if x > 0 else -x

    assert tf.function(Absolute())(tf.constant(-1)).numpy() == 1
    assert (
        tf.function(functools.partial(lambda k, x: k if x > 0 else x, 5))(tf.constant(1)).numpy()
        == 5
    )
