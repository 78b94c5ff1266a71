"""Names that programs use on their way between versions."""

from __future__ import annotations

import tenfold as tf
import tenfold.compat.v1 as v1


def test_versions_lie_in_each_other() -> None:
    assert tf.compat.v2 is tf and v1.compat.v2.function is tf.function
    assert v1.compat.v1.Session is v1.Session and v1.compat.as_str(b"a") == "a"


def test_the_horizon_lies_where_it_is_set() -> None:
    assert not tf.compat.forward_compatible(2999, 1, 1)
    with tf.compat.forward_compatibility_horizon(2030, 1, 2):
        assert tf.compat.forward_compatible(2030, 1, 1)
        assert not tf.compat.forward_compatible(2030, 1, 2)


def test_sizes_in_either_form() -> None:
    shape = tf.TensorShape([2, None])
    assert [tf.compat.dimension_value(s) for s in (*shape, *shape.dims)] == [2, None, 2, None]
    assert tf.compat.dimension_at_index(shape, 0).value == 2
    assert tf.compat.dimension_at_index(tf.TensorShape(None), 3).value is None
