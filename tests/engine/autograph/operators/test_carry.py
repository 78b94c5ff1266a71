"""What a loop carries: first values that are made up, invariants, what is absent."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf
from tenfold.engine.autograph.operators.carry import Carry
from tenfold.engine.autograph.operators.places import UNBOUND, Global


def carry_of(values: dict[str, Any]) -> tuple[Carry, dict[str, Any]]:
    namespace = {k: v for k, v in values.items() if v is not UNBOUND}
    places = [Global(name, namespace) for name in values]
    return Carry(places, places, "file.py, line 1"), namespace


def test_there_and_back() -> None:
    carry, variables = carry_of({"a": 1, "b": (2.0, None)})
    assert [x.numpy() for x in carry.leaves()] == [1, 2.0]
    carry.load([tf.constant(5), tf.constant(6.0)])
    assert variables["b"][0].numpy() == 6
    variables["a"] = tf.constant(7)
    assert [x.numpy() for x in carry.collect()] == [7, 6]
    carry.finish([tf.constant(8), tf.constant(9.0)])
    assert (variables["a"].numpy(), variables["b"][0].numpy()) == (8, 9)


def test_first_values_are_made_up() -> None:
    carry, variables = carry_of({"a": UNBOUND, "b": None, "t": UNBOUND, "never": UNBOUND})

    def iterate() -> None:
        variables.update(a=tf.constant([1.5, 2.5]), b=(1, 2), t=3)

    carry.make_up(iterate, without=["t"])
    assert variables == {"b": None}
    assert [x.numpy().tolist() for x in carry.leaves()] == [[0, 0], 0, 0, 0]
    assert carry.made_up == ["a", "b"]


def test_unknown_sizes_are_kept_open() -> None:
    @tf.function(input_signature=[tf.TensorSpec([None, 2])])
    def f(x: Any) -> Any:
        carry, variables = carry_of({"a": UNBOUND})
        carry.make_up(lambda: variables.update(a=x * 2), without=[])
        assert carry.leaves()[0].shape == [0, 2]
        assert carry.invariants()[0].as_list() == [None, 2]  # type: ignore[index]
        return x

    f(tf.ones([3, 2]))


def test_an_iteration_that_needs_a_first_value() -> None:
    carry, _ = carry_of({"a": UNBOUND})

    def iterate() -> None:
        raise UnboundLocalError("cannot access local variable 'a' where it is not associated")

    with pytest.raises(ValueError, match=r"'a' must be defined before the loop at file.py, line 1"):
        carry.make_up(iterate, without=[])


def test_other_unset_names_are_the_users_affair() -> None:
    carry, _ = carry_of({"a": UNBOUND})

    def iterate() -> None:
        raise NameError("name 'other' is not defined", name="other")

    with pytest.raises(NameError, match="other"):
        carry.make_up(iterate, without=[])


def test_no_invariants_unless_needed() -> None:
    first = tf.ones([2])
    carry, _ = carry_of({"a": first, "b": 1})
    assert carry.invariants() is None
    carry.set_invariants([(first, [None])])
    assert [s.as_list() for s in carry.invariants() or ()] == [[None], []]


def test_invariants_of_structures() -> None:
    pair = (tf.ones([2]), tf.ones([3]))
    carry, _ = carry_of({"a": pair})
    carry.set_invariants([(pair, (tf.TensorShape([None]), None))])
    assert [s.as_list() for s in carry.invariants() or ()] == [[None], [3]]


def test_objects_set_in_each_iteration_are_left() -> None:
    carry, variables = carry_of({"f": UNBOUND})
    variables["f"] = len
    assert carry.collect() == []
    carry.finish([])
    assert variables["f"] is len


@pytest.mark.parametrize(
    ("first", "last", "error", "message"),
    [
        (1, 1.5, TypeError, "'a' has dtype int32 before the loop, but dtype float32"),
        ([1], [1, 2], TypeError, "'a' does not have the same nested structure"),
        (1, None, ValueError, "'a' is None at the end of an iteration"),
        (1, len, TypeError, "an int32 tensor of shape .* builtin_function_or_method"),
        (len, sum, ValueError, "can only carry tensors"),
        (1, UNBOUND, ValueError, "'a' is deleted in the loop"),
        ([1.0], [[1.0]], TypeError, "same nested structure"),
        (tf.ones([1]), tf.ones([2]), ValueError, r"shape \(1,\) before the loop, but shape \(2,\)"),
        (tf.ones([1]), tf.ones([1, 1]), ValueError, r"but shape \(1, 1\) after one iteration"),
    ],
    ids=lambda v: None,
)
def test_complaints(first: Any, last: Any, error: type[Exception], message: str) -> None:
    carry, variables = carry_of({"a": first})
    Global("a", variables).set(last)
    with pytest.raises(error, match=message) as info:
        carry.collect()
    assert "file.py, line 1" in str(info.value)
