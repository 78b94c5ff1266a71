"""The spec of None."""

from __future__ import annotations

import pytest

import tenfold as tf


def test_none_is_made_of_no_tensors() -> None:
    spec = tf.NoneTensorSpec()
    assert spec.flatten() == [] and spec.to_tensors(None) == []
    assert spec.from_tensors(iter(())) is None
    assert spec == tf.NoneTensorSpec() and repr(spec) == "NoneTensorSpec()"
    assert tf.type_spec_from_value(None) == spec == spec.value_type()._type_spec


def test_nothing_else_fits() -> None:
    spec = tf.NoneTensorSpec()
    assert spec.is_compatible_with(None) and spec.is_compatible_with(spec)
    assert not spec.is_compatible_with(1) and not spec.is_compatible_with(tf.TensorSpec([]))
    assert spec.most_specific_compatible_shape(spec) is spec
    with pytest.raises(ValueError, match="No TypeSpec is compatible"):
        spec.most_specific_compatible_shape(tf.TensorSpec([]))
