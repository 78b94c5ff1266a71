"""Calls: what is converted when it is called, and what is left alone."""

from __future__ import annotations

import functools
from typing import Any

import pytest

import tenfold as tf

from .agreement import agrees

MORE = {"a": 1, "b": 2}


def positive(x: Any) -> Any:
    if x > 0:
        return x
    return -x


def double_positive(x: Any) -> Any:
    return positive(x) * 2


def decorate(function: Any) -> Any:
    @functools.wraps(function)
    def wrapper(x: Any, *args: Any, **kwargs: Any) -> Any:
        if x > 100:
            return x
        return function(x, *args, **kwargs)

    return wrapper


@decorate
def decorated(x: Any, *, by: Any = 3) -> Any:
    if x > 0:
        return x * by
    return -x


def scaled(x: Any, *factors: Any, offset: Any = 0, **more: Any) -> Any:
    for factor in factors:
        if x > 0:
            x = x * factor
    return x + offset + sum(more.values())


class Methods:
    """Functions of all kinds."""

    scale = 2

    def method(self, x: Any) -> Any:
        if x > 0:
            return x * self.scale
        return x

    @staticmethod
    def static(x: Any) -> Any:
        if x > 0:
            return x * 3
        return x

    @classmethod
    def of_class(cls, x: Any) -> Any:
        if x > 0:
            return x * cls.scale
        return x

    def __call__(self, x: Any) -> Any:
        if x > 0:
            return x * 5
        return x

    def __private(self, x: Any) -> Any:
        if x > 0:
            return x * 7
        return x

    def through_private(self, x: Any) -> Any:
        return self.__private(x)


class Derived(Methods):
    """One that calls its base."""

    def method(self, x: Any) -> Any:
        if x > 1:
            return super().method(x) + 1
        return super().method(x) - 1


def uses_helper(x: Any) -> Any:
    return double_positive(x) + 1


def uses_decorated(x: Any) -> Any:
    return decorated(x, by=4)


def uses_star_arguments(x: Any) -> Any:
    return scaled(x, *[2, 3], offset=1, **MORE)


def uses_method(x: Any) -> Any:
    return Methods().method(x)


def uses_static(x: Any) -> Any:
    return Methods.static(x) + Methods().static(x)


def uses_class_method(x: Any) -> Any:
    return Methods.of_class(x)


def uses_callable(x: Any) -> Any:
    return Methods()(x)


def uses_private(x: Any) -> Any:
    return Methods().through_private(x)


def uses_super(x: Any) -> Any:
    return Derived().method(x)


def uses_partial(x: Any) -> Any:
    return functools.partial(scaled, offset=1)(x, 2)


def uses_lambda(x: Any) -> Any:
    return (lambda v, w=positive: w(v) if v > 1 else v)(x)


def uses_local_class(x: Any) -> Any:
    class Local:
        def run(self, v: Any) -> Any:
            if v > 0:
                return v
            return v * 10

    return Local().run(x)


def uses_recursion(x: Any) -> Any:
    def power(base: Any, n: int) -> Any:
        if n == 0:
            return base * 0 + 1
        return base * power(base, n - 1)

    return power(x, 3)


def uses_mutual_recursion(x: Any) -> Any:
    def even(n: int) -> bool:
        return True if n == 0 else odd(n - 1)

    def odd(n: int) -> bool:
        return False if n == 0 else even(n - 1)

    return x if even(6) else -x


def uses_method_of_a_list(x: Any) -> Any:
    items: list[Any] = []
    items.append(x)
    items.extend([x, x])
    return items[0] + len(items)


def uses_map_and_filter(x: Any) -> Any:
    return list(map(positive, [x, -x])), list(filter(None, [0, 2]))


def uses_sorted_key(x: Any) -> Any:
    return x + sorted([3, 1, 2], key=lambda v: -v)[0]


def uses_generator(x: Any) -> Any:
    def items() -> Any:
        yield x
        yield x * 2

    total = 0
    for item in items():
        total += item
    return total


def uses_eval(x: Any) -> Any:
    y = x + 1
    return eval("x + y", {"x": x, "y": y})


def uses_match(x: Any) -> Any:
    match ("pair", 3):
        case ("pair", n):
            if x > 0:
                y = x * n
            else:
                y = x
        case _:
            y = x * 0
    return y


def uses_comprehension(x: Any) -> Any:
    return sum([positive(v) for v in (x, -x) if v is not None])


@pytest.mark.parametrize(
    "function",
    [
        uses_helper,
        uses_decorated,
        uses_star_arguments,
        uses_method,
        uses_static,
        uses_class_method,
        uses_callable,
        uses_private,
        uses_super,
        uses_partial,
        uses_lambda,
        uses_local_class,
        uses_recursion,
        uses_mutual_recursion,
        uses_method_of_a_list,
        uses_map_and_filter,
        uses_sorted_key,
        uses_generator,
        uses_eval,
        uses_match,
        uses_comprehension,
    ],
    ids=lambda f: f.__name__,
)
def test_agrees_with_python(function: Any) -> None:
    agrees(function, -2, 3)


def test_arguments_are_evaluated_in_order() -> None:
    log: list[str] = []

    def note(name: str) -> str:
        log.append(name)
        return name

    def get() -> Any:
        log.append("function")
        return lambda *args, **kwargs: (args, kwargs)

    def f() -> Any:
        return get()(note("a"), *[note("b")], k=note("c"))

    assert tf.autograph.to_graph(f)() == (("a", "b"), {"k": "c"})
    assert log == ["function", "a", "b", "c"]


def test_constructors_are_not_converted() -> None:
    class Strict:
        def __init__(self, x: Any) -> None:
            self.y = x if x > 0 else -x

    @tf.function
    def f(x: Any) -> Any:
        return Strict(x).y

    with pytest.raises(TypeError, match="as a Python bool is not allowed"):
        f(tf.constant(1))


def test_generators_are_not_converted() -> None:
    def items(x: Any) -> Any:
        if x > 0:
            yield x

    @tf.function
    def f(x: Any) -> Any:
        return list(items(x))

    with pytest.raises(TypeError, match="as a Python bool is not allowed"):
        f(tf.constant(1))


def test_a_tf_function_in_a_tf_function() -> None:
    inner = tf.function(positive)

    @tf.function
    def f(x: Any) -> Any:
        return inner(x) + inner(-x)

    assert f(tf.constant(-2)).numpy() == 4


def test_functions_given_to_map_fn_are_converted() -> None:
    @tf.function
    def f(x: Any) -> Any:
        return tf.map_fn(positive, x)

    assert f(tf.constant([-1.0, 2.0])).numpy().tolist() == [1, 2]


def test_functions_written_in_a_call_are_converted() -> None:
    @tf.function
    def f(x: Any) -> Any:
        return tf.cond(x > 0, lambda: positive(x), lambda: positive(x) * 10)

    assert f(tf.constant(-2.0)).numpy() == 20


def test_calling_what_cannot_be_called() -> None:
    def f() -> Any:
        missing: Any = None
        return missing()

    with pytest.raises(TypeError, match="'NoneType' object is not callable"):
        tf.autograph.to_graph(f)()


def test_no_frame_of_ours_stands_between_caller_and_callee() -> None:
    import traceback

    def inner() -> Any:
        return [frame.name for frame in traceback.extract_stack()][-2:]

    def outer() -> Any:
        if len("ab") == 2:
            return inner()

    assert tf.autograph.to_graph(outer)() == ["outer", "inner"]


def test_decorators_are_called_as_they_are() -> None:
    def refuse(function: Any) -> Any:
        def wrapper(x: Any) -> Any:
            return function(x) + 1

        return wrapper

    def f(x: Any) -> Any:
        @refuse
        def inner(v: Any) -> Any:
            if v > 0:
                return v
            return -v

        return inner(x)

    agrees(f, 3, -3)


def test_what_python_calls_of_a_class_in_a_function_is_converted() -> None:
    @tf.function
    def f(x: Any) -> Any:
        class Number:
            @property
            def size(self) -> Any:
                """How far from zero."""
                if x > 0.0:
                    return x
                return -x

            def __getitem__(self, i: int) -> Any:
                return x * i if x > 1.0 else x

        assert Number.size.__doc__ == "How far from zero."
        return Number().size, Number()[3]

    assert [y.numpy() for y in f(tf.constant(-2.0))] == [2, -2]
    assert [y.numpy() for y in f(tf.constant(2.0))] == [2, 6]


def test_a_function_that_calls_itself_while_it_is_traced() -> None:
    @tf.function
    def factorial(n: Any) -> Any:
        if n <= 1:
            return 1
        return n * factorial(n - 1)

    @tf.function
    def doubled(x: Any, times: int) -> Any:
        return x if times == 0 else doubled(x * 2, times - 1)

    with pytest.raises(RecursionError, match=r"'factorial' calls itself .* Write a loop"):
        factorial(tf.constant(4))
    assert doubled(tf.constant(3), 4).numpy() == 48


def test_generators_and_coroutines_are_no_results() -> None:
    @tf.function
    def numbers(x: Any) -> Any:
        yield x

    @tf.function
    async def later(x: Any) -> Any:
        return x

    with pytest.raises(TypeError, match="Generators have no form in a graph: return a list"):
        numbers(tf.constant(1))
    with pytest.raises(TypeError, match="write a plain function"):
        later(tf.constant(1))
