"""The table of compiled forms, and that every form computes what NumPy does."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from tenfold.core.op import registry
from tenfold.ops.nn import batch_norm, correlate, depthwise, formulations, window_pooling
from tenfold.ops.nn.formulations import Case, choose, chunks, images_at_once, rows_at_once
from tenfold.ops.nn.windows import windows
from tests.ops import conformance
from tests.ops.conformance_compiled import compiled_outputs
from tests.ops.sample import Sample, ints, normal, sample


def case(
    size: int, kernel: int, stride: int, channels: int, groups: int = 1, padding: str = "SAME"
) -> Case:
    w = windows((size, size), (kernel, kernel), (stride, stride), padding)
    return Case(size * size * channels, channels, groups, w)


@pytest.mark.parametrize(
    ("computation", "given", "form"),
    [
        ("convolution", case(8, 1, 1, 16), "dot"),
        ("convolution", case(8, 1, 2, 16), "xla"),
        ("convolution", case(8, 3, 1, 1), "shifted slices"),
        ("convolution", case(8, 3, 1, 3), "rows"),
        ("convolution", case(8, 3, 1, 16), "xla"),
        ("input gradient", case(8, 3, 1, 3), "spread columns"),
        ("input gradient", case(8, 3, 2, 3), "spread columns"),
        ("input gradient", case(8, 3, 2, 16), "phases"),
        ("input gradient", case(8, 3, 2, 16, groups=4), "xla"),
        ("kernel gradient", case(8, 1, 2, 16), "dot"),
        ("kernel gradient", case(8, 1, 2, 16, groups=4), "xla"),
        ("kernel gradient", case(8, 5, 1, 1), "columns"),
        ("kernel gradient", case(8, 3, 2, 3), "columns"),
        ("kernel gradient", case(8, 7, 1, 1), "xla"),
        ("kernel gradient", case(8, 5, 1, 3), "xla"),
        ("kernel gradient", case(8, 3, 1, 5), "xla"),
        ("padding", case(28, 3, 2, 64), "none"),
        ("padding", case(28, 7, 1, 64), "of the image"),
        ("pooling", case(8, 2, 1, 4), "taps"),
        ("pooling", case(8, 3, 2, 4), "taps"),
        ("pooling", case(8, 3, 1, 4), "axis by axis"),
        ("max-pool gradient", case(8, 2, 2, 4), "spread"),
        ("max-pool gradient", case(9, 3, 2, 4), "spread"),
        ("max-pool gradient", case(9, 3, 1, 4), "by images"),
        ("channel sums", Case(28 * 28 * 64, 64), "by image"),
        ("channel sums", Case(64, 64), "in two steps"),
    ],
    ids=str,
)
def test_the_table(computation: str, given: Case, form: str) -> None:
    assert choose(computation, given) == form


def test_images_at_once_divide_the_batch() -> None:
    assert images_at_once(128, 50_000) == 16
    assert images_at_once(127, 50_000) == 1
    assert images_at_once(12, 1) == 12
    assert images_at_once(0, 10) == 1


def agree(
    monkeypatch: pytest.MonkeyPatch, module: Any, forms: str, name: str, item: Sample
) -> None:
    """Asserts that an op compiled in some forms, split by semicolons, gives what it gives eagerly.

    Each computation takes the one that it has.
    """
    example = conformance.Case(name, 0, item, None)
    expected = conformance.run(example)
    taken = []

    def only(computation: str, given: Case) -> str:
        known = [form for form, _ in formulations._TABLE[computation]]
        found = [form for form in forms.split("; ") if form in known]
        taken.extend(found)
        return (found or [choose(computation, given)])[0]

    monkeypatch.setattr(module, "choose", only)
    (found,) = compiled_outputs([example])
    assert taken, "the forms were not asked for"
    for y, x in zip(found, expected, strict=True):
        np.testing.assert_allclose(y, np.asarray(x), rtol=1e-4, atol=1e-4)


PADS = {"padding": "EXPLICIT", "explicit_paddings": [0, 0, 1, 2, 0, 1, 0, 0]}
CONVOLUTIONS: list[tuple[str, str, int, int, int, Any]] = [
    ("Conv2D", "dot", 3, 1, 1, "SAME"),
    ("Conv2D", "shifted slices", 1, 3, 2, "SAME"),
    ("Conv2D", "rows", 3, 3, 1, "SAME"),
    ("Conv2D", "rows", 2, 3, 1, PADS),
    ("Conv2D", "xla", 3, 3, 2, "VALID"),
    ("Conv2DBackpropInput", "dot", 3, 1, 1, "VALID"),
    ("Conv2DBackpropInput", "spread columns", 3, 3, 1, "SAME"),
    ("Conv2DBackpropInput", "spread columns", 2, 2, 1, "VALID"),
    ("Conv2DBackpropInput", "spread columns", 2, 3, 1, PADS),
    ("Conv2DBackpropInput", "spread columns", 3, 3, 2, "SAME"),
    ("Conv2DBackpropInput", "spread columns", 2, 3, 2, PADS),
    ("Conv2DBackpropInput", "phases", 3, 3, 2, "SAME"),
    ("Conv2DBackpropInput", "phases", 3, 3, 2, PADS),
    ("Conv2DBackpropInput", "phases", 2, 2, 3, "VALID"),
    ("Conv2DBackpropInput", "phases", 2, 1, 2, "SAME"),
    ("Conv2DBackpropInput", "xla", 3, 3, 2, PADS),
    ("Conv2DBackpropFilter", "dot", 3, 1, 1, "SAME"),
    ("Conv2DBackpropFilter", "dot", 3, 1, 2, "SAME"),
    ("Conv2DBackpropFilter", "columns", 2, 3, 2, "SAME"),
    ("Conv2DBackpropFilter", "columns", 1, 3, 1, PADS),
    ("Conv2DBackpropFilter", "columns", 2, 3, 2, "VALID"),
    ("Conv2DBackpropFilter", "xla", 2, 3, 2, PADS),
]


@pytest.mark.parametrize(
    ("name", "form", "channels", "window", "stride", "padding"), CONVOLUTIONS, ids=str
)
def test_convolutions(
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    form: str,
    channels: int,
    window: int,
    stride: int,
    padding: Any,
) -> None:
    attrs: dict[str, Any] = {"strides": [1, stride, stride, 1]}
    attrs |= {"padding": padding} if isinstance(padding, str) else padding
    x, kernel = normal(3, 7, 6, channels), normal(window, window, channels, 4)
    dy = normal(*registry["Conv2D"](x, kernel, **attrs).shape)
    inputs = {
        "Conv2D": (x, kernel),
        "Conv2DBackpropInput": (np.array(x.shape, np.int32), kernel, dy),
        "Conv2DBackpropFilter": (x, np.array(kernel.shape, np.int32), dy),
    }
    agree(monkeypatch, correlate, form, name, sample(*inputs[name], **attrs))


def test_columns_of_some_images_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formulations, "_COLUMNS", 2 * 9 * 2 * 42)
    attrs = {"strides": [1, 1, 1, 1], "padding": "SAME"}
    sizes = np.array([3, 3, 2, 4], np.int32)
    item = sample(normal(6, 7, 6, 2), sizes, normal(6, 7, 6, 4), **attrs)
    agree(monkeypatch, correlate, "columns", "Conv2DBackpropFilter", item)


def test_chunks_divide_the_batch() -> None:
    assert chunks(128, 1000) == 1
    assert chunks(128, 8_000_000) == 64
    assert chunks(128, 100_000_000) == 128
    assert chunks(0, 1000) == 1


PLANES: list[tuple[int, int, Any]] = [
    (1, 1, "SAME"),
    (2, 1, "SAME"),
    (2, 1, "VALID"),
    (1, 2, "SAME"),
    (3, 1, PADS),
]


@pytest.mark.parametrize("most", [1, 100_000], ids=["some rows", "all rows"])
@pytest.mark.parametrize("multiplier", [1, 2])
@pytest.mark.parametrize(("stride", "dilation", "padding"), PLANES, ids=str)
def test_depthwise_kernel_gradients(
    monkeypatch: pytest.MonkeyPatch,
    stride: int,
    dilation: int,
    padding: Any,
    multiplier: int,
    most: int,
) -> None:
    monkeypatch.setattr(formulations, "_ROWS", most)
    attrs: dict[str, Any] = {
        "strides": [1, stride, stride, 1],
        "dilations": [1, *[dilation] * 2, 1],
    }
    attrs |= {"padding": padding} if isinstance(padding, str) else padding
    x, kernel = normal(3, 8, 6, 2), normal(3, 3, 2, multiplier)
    dy = normal(*registry["DepthwiseConv2dNative"](x, kernel, **attrs).shape)
    item = sample(x, np.array(kernel.shape, np.int32), dy, **attrs)
    example = conformance.Case("DepthwiseConv2dNativeBackpropFilter", 0, item, None)
    (found,) = compiled_outputs([example])
    np.testing.assert_allclose(found[0], np.asarray(conformance.run(example)[0]), 1e-4, 1e-4)


def test_rows_at_once_divide_the_height() -> None:
    w = windows((32, 32), (3, 3), (1, 1), "SAME")
    assert rows_at_once(32, w, 32 * 64) == 4
    assert rows_at_once(7, w, 7 * 512) == 1
    assert rows_at_once(112, w, 112 * 64) == 14
    assert rows_at_once(11, w, 10**6) == 11


@pytest.mark.parametrize("form", ["none", "of the image"])
@pytest.mark.parametrize("multiplier", [1, 2])
@pytest.mark.parametrize(("stride", "dilation", "padding"), PLANES, ids=str)
def test_depthwise(
    monkeypatch: pytest.MonkeyPatch,
    form: str,
    stride: int,
    dilation: int,
    padding: Any,
    multiplier: int,
) -> None:
    attrs: dict[str, Any] = {
        "strides": [1, stride, stride, 1],
        "dilations": [1, *[dilation] * 2, 1],
    }
    attrs |= {"padding": padding} if isinstance(padding, str) else padding
    item = sample(normal(3, 8, 6, 2), normal(3, 3, 2, multiplier), **attrs)
    agree(monkeypatch, depthwise, form, "DepthwiseConv2dNative", item)


def geometry(window: int, stride: int, padding: str) -> dict[str, Any]:
    ksize, strides = [1, window, window, 1], [1, stride, stride, 1]
    return {"ksize": ksize, "strides": strides, "padding": padding}


@pytest.mark.parametrize("name", ["MaxPool", "AvgPool"])
@pytest.mark.parametrize("form", ["taps; none", "taps; of the image", "axis by axis"])
@pytest.mark.parametrize(("window", "stride"), [(3, 2), (3, 1), (2, 3), (5, 4), (1, 2)])
def test_pooling(
    monkeypatch: pytest.MonkeyPatch, name: str, form: str, window: int, stride: int
) -> None:
    item = sample(normal(3, 7, 6, 2), **geometry(window, stride, "SAME"))
    agree(monkeypatch, window_pooling, form, name, item)


@pytest.mark.parametrize("form", ["taps; none", "taps; of the image", "axis by axis"])
def test_explicit_pooling(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    edges = [0, 0, 2, 1, 0, 2, 0, 0]
    attrs = geometry(3, 2, "EXPLICIT") | {"explicit_paddings": edges}
    agree(monkeypatch, window_pooling, form, "MaxPool", sample(normal(3, 7, 6, 2), **attrs))


@pytest.mark.parametrize(
    ("form", "window", "stride", "padding"),
    [
        ("spread", 2, 2, "VALID"),
        ("spread; none", 3, 2, "SAME"),
        ("spread; of the image", 3, 2, "SAME"),
        ("spread", 3, 2, "VALID"),
        ("spread", 2, 3, "VALID"),
        ("spread; none", 5, 3, "SAME"),
        ("spread", 3, 1, "SAME"),
        ("by images", 3, 1, "SAME"),
        ("by images", 2, 1, "VALID"),
    ],
    ids=str,
)
@pytest.mark.parametrize("ties", [False, True], ids=["distinct", "ties"])
def test_max_pool_gradients(
    monkeypatch: pytest.MonkeyPatch, form: str, window: int, stride: int, padding: str, ties: bool
) -> None:
    shape = (6, 8, 6, 3)
    x = ints(*shape, low=0, high=2).astype(np.float32) if ties else normal(*shape)
    attrs = geometry(window, stride, padding)
    y = np.asarray(registry["MaxPool"](x, **attrs))
    monkeypatch.setattr(formulations, "_CACHED", 2 * math.prod(shape[1:]))  # three parts of two
    item = sample(x, y, normal(*y.shape), **attrs)
    agree(monkeypatch, window_pooling, form, "MaxPoolGrad", item)


NORM = (30 + normal(5, 3, 6, 3), normal(3), normal(3, seed=1), normal(3, seed=2), np.ones(3))


@pytest.mark.parametrize("layout", ["NHWC", "NCHW"])
@pytest.mark.parametrize("form", ["by image", "in two steps"])
@pytest.mark.parametrize("name", ["FusedBatchNormV3", "FusedBatchNormGradV3"])
def test_batch_norm(monkeypatch: pytest.MonkeyPatch, form: str, layout: str, name: str) -> None:
    x, scale, offset, mean, variance = (v.astype(np.float32) for v in NORM)
    if name == "FusedBatchNormV3":
        item = sample(x, scale, offset, mean, variance, data_format=layout)
    else:
        dy = normal(*x.shape, seed=3)
        item = sample(dy, x, scale, 30 + mean, variance, mean[:0], data_format=layout)
    agree(monkeypatch, batch_norm, form, name, item)
