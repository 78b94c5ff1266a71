"""The gradients of convolutions that take tensors are those that take sizes."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf
from tests.ops.sample import normal

X, KERNEL = normal(2, 5, 4, 3), normal(2, 3, 3, 2)


@pytest.mark.parametrize(("padding", "dy"), [("SAME", (2, 3, 4, 2)), ("VALID", (2, 2, 2, 2))])
def test_versions_agree_with_the_ops_that_take_sizes(padding: str, dy: Any) -> None:
    attrs: dict[str, Any] = {"strides": [1, 2, 1, 1], "padding": padding}
    arriving = normal(*dy)
    dx = tf.conv2d_backprop_input_v2(X, KERNEL, arriving, **attrs)
    same = tf.raw_ops.Conv2DBackpropInput(
        input_sizes=X.shape, filter=KERNEL, out_backprop=arriving, **attrs
    )
    assert (dx.numpy() == same.numpy()).all()
    dk = tf.conv2d_backprop_filter_v2(X, KERNEL, arriving, **attrs)
    same = tf.raw_ops.Conv2DBackpropFilter(
        input=X, filter_sizes=KERNEL.shape, out_backprop=arriving, **attrs
    )
    assert (dk.numpy() == same.numpy()).all()


@pytest.mark.parametrize("function", ["conv2d_backprop_input_v2", "conv2d_backprop_filter_v2"])
def test_a_gradient_that_does_not_fit_is_refused(function: str) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="out_backprop has shape"):
        getattr(tf, function)(X, KERNEL, normal(2, 3, 2, 2), [1] * 4, "VALID")


def test_conv_takes_several_batch_axes() -> None:
    x = normal(2, 2, 5, 4, 3)
    found = tf.conv(x, KERNEL, [1] * 4, "SAME", batch_dims=2)
    apart = tf.stack([tf.nn.conv2d(part, KERNEL, 1, "SAME") for part in x])
    assert (found.numpy() == apart.numpy()).all()
