"""What two branches leave behind, brought together."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf
from tenfold.engine.autograph.operators.merging import ELSE, MAIN, FormsNeeded, Merging, Watched
from tenfold.engine.autograph.operators.places import UNBOUND


def merging(required: bool = True, kind: str = "") -> Merging:
    return Merging([Watched("'y'", required, kind)], "file.py, line 1")


def test_leaves_and_structures() -> None:
    m = merging()
    main = {"a": tf.constant(1), "b": (None, 2)}
    assert [x.numpy() for x in m.leaves(MAIN, [main])] == [1, 2]
    orelse = {"a": 3, "b": (None, tf.constant(4))}
    assert [x.numpy() for x in m.leaves(ELSE, [orelse])] == [3, 4]
    assert m.merged([5, 6], [UNBOUND]) == [{"a": 5, "b": (None, 6)}]


def test_what_neither_touches_stays() -> None:
    value = [1, 2]
    m = merging()
    m.leaves(MAIN, [value])
    m.leaves(ELSE, [value])
    assert m.merged([7, 8], [value])[0] is value


def test_a_value_of_one_branch_is_dropped_where_it_may_be() -> None:
    m = merging(required=False)
    m.leaves(MAIN, [tf.constant([1.0, 2.0])])
    (stand_in,) = m.leaves(ELSE, [UNBOUND])
    assert stand_in.numpy().tolist() == [0, 0]
    assert m.merged([3], [UNBOUND]) == [UNBOUND]


def test_a_returned_value_needs_to_be_known_first() -> None:
    watched = [Watched("the return value", True, "result")]
    m = Merging(watched, "file.py, line 1")
    assert m.leaves(MAIN, [UNBOUND]) == []
    with pytest.raises(FormsNeeded) as info:
        m.leaves(ELSE, [{"a": tf.constant([1.5])}])
    m = Merging(watched, "file.py, line 1", info.value.forms)
    assert [x.numpy().tolist() for x in m.leaves(MAIN, [UNBOUND])] == [[0]]
    assert [x.numpy().tolist() for x in m.leaves(ELSE, [{"a": tf.constant([1.5])}])] == [[1.5]]
    assert m.merged([9], [UNBOUND]) == [{"a": 9}]


def test_a_branch_that_jumps_may_lack_what_the_other_has() -> None:
    watched = [Watched("ag__returned", True, "flag"), Watched("'y'", True)]
    m = Merging(watched, "file.py, line 1")
    m.leaves(MAIN, [False, 5])
    flag, y = m.leaves(ELSE, [True, UNBOUND])
    assert (flag.numpy(), y.numpy()) == (True, 0)
    assert m.merged([1, 2], [False, UNBOUND]) == [1, 2]
    m = Merging(watched, "file.py, line 1")
    m.leaves(MAIN, [False, UNBOUND])
    with pytest.raises(ValueError, match="'y' must also be initialized in the main branch"):
        m.leaves(ELSE, [True, 5])


def test_what_two_branches_that_jump_leave_is_lost() -> None:
    watched = [Watched("ag__returned", True, "flag"), Watched("'y'", True)]
    m = Merging(watched, "file.py, line 1")
    m.leaves(MAIN, [True, UNBOUND])
    assert len(m.leaves(ELSE, [True, 5])) == 1
    assert m.merged([1], [False, UNBOUND])[1] is UNBOUND


@pytest.mark.parametrize(
    ("main", "orelse", "error", "message"),
    [
        (1, UNBOUND, ValueError, "also be initialized in the else branch"),
        (UNBOUND, 1, ValueError, "also be initialized in the main branch"),
        (1, 2.0, TypeError, "int32 in the main branch, but dtype float32 in the else branch"),
        (None, 1, ValueError, "None at the end of the main branch, but an int32 tensor"),
        (1, None, ValueError, "None at the end of the else branch, but an int32 tensor"),
        ([1], (1,), TypeError, "must have the same nested structure"),
        (len, sum, TypeError, "can only choose between tensors"),
    ],
)
@pytest.mark.parametrize("main_first", [True, False], ids=["main first", "else first"])
def test_complaints(
    main: Any, orelse: Any, error: type[Exception], message: str, main_first: bool
) -> None:
    m = merging()
    sides = [(MAIN, main), (ELSE, orelse)]
    first, second = sides if main_first else sides[::-1]
    m.leaves(first[0], [first[1]])
    with pytest.raises(error, match=message) as info:
        m.leaves(second[0], [second[1]])
    assert "file.py, line 1" in str(info.value)


def test_flags_that_agree() -> None:
    m = merging(kind="flag")
    m.leaves(MAIN, [True])
    m.leaves(ELSE, [True])
    assert m.same_flag(0) is True
    m = merging()
    m.leaves(MAIN, [True])
    m.leaves(ELSE, [False])
    assert m.same_flag(0) is None
