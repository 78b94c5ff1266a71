"""Arrays as TensorProtos and back; attributes as AttrValues and back."""

from __future__ import annotations

from typing import Any

import ml_dtypes
import numpy as np
import pytest

import tenfold as tf
from tenfold.core import dtypes
from tenfold.core.shapes import TensorShape
from tenfold.engine.graph.graph_def.attributes import decode, decode_undeclared, encode, kind_of
from tenfold.protos.schemas.attr_value import AttrValue
from tenfold.protos.schemas.tensor import TensorProto
from tenfold.protos.text_parser import parse_text

NUMBERS = [
    *(np.float16, np.float32, np.float64, np.complex64, np.complex128, np.bool_),
    *(np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64),
    *(ml_dtypes.bfloat16, ml_dtypes.float8_e5m2, ml_dtypes.float8_e4m3fn),
    *(ml_dtypes.int4, ml_dtypes.uint4),
]


@pytest.mark.parametrize("kind", NUMBERS, ids=lambda k: np.dtype(k).name)
@pytest.mark.parametrize("values", [1, [0, 1, 1], [], [[1], [0]]], ids=str)
def test_arrays_there_and_back(kind: Any, values: Any) -> None:
    array = np.array(values).astype(kind)
    proto = tf.make_tensor_proto(array)
    again = tf.make_ndarray(TensorProto.FromString(proto.SerializeToString()))
    assert (again.dtype, again.shape) == (array.dtype, array.shape)
    assert again.tobytes() == array.tobytes()
    assert again.flags.writeable


@pytest.mark.parametrize(
    ("value", "options", "text"),
    [
        (1.5, {}, "dtype: DT_FLOAT tensor_shape {} float_val: 1.5"),
        (
            [1, 2],
            {},
            "dtype: DT_INT32 tensor_shape { dim { size: 2 } } "
            r'tensor_content: "\001\000\000\000\002\000\000\000"',
        ),
        ([1.0], {}, "dtype: DT_FLOAT tensor_shape { dim { size: 1 } } float_val: 1"),
        ("a", {}, 'dtype: DT_STRING tensor_shape {} string_val: "a"'),
        ([], {"dtype": "int32"}, "dtype: DT_INT32 tensor_shape { dim { } }"),
        (
            3,
            {"shape": [2, 2]},
            "dtype: DT_INT32 tensor_shape { dim { size: 2 } dim { size: 2 } } int_val: 3",
        ),
        (
            [1, 2, 3],
            {"shape": [2, 2]},
            "dtype: DT_INT32 tensor_shape { dim { size: 2 } dim { size: 2 } } int_val: [1, 2, 3]",
        ),
        (np.float16(1), {}, "dtype: DT_HALF tensor_shape {} half_val: 15360"),
        (1 + 2j, {}, "dtype: DT_COMPLEX128 tensor_shape {} dcomplex_val: [1, 2]"),
        (-5, {"dtype": tf.uint8}, "dtype: DT_UINT8 tensor_shape {} int_val: 251"),
    ],
)
def test_protos_are_those_of_tensorflow(value: Any, options: Any, text: str) -> None:
    assert tf.make_tensor_proto(value, **options) == parse_text(text, TensorProto())


def test_tensors_and_protos_are_taken_too() -> None:
    proto = tf.make_tensor_proto(tf.constant([1, 2]))
    assert tf.make_ndarray(proto).tolist() == [1, 2]
    assert tf.make_tensor_proto(proto) is proto


@pytest.mark.parametrize(
    ("value", "options", "error", "message"),
    [
        ([1, 2, 3], {"shape": [2]}, ValueError, "Takes at most 2, but got 3"),
        (3, {"shape": [2], "verify_shape": True}, TypeError, r"shape: \(2,\), but got \(\)"),
        ([1, 2], {"shape": [2, 2], "allow_broadcast": True}, TypeError, r"but got \(2,\)"),
        (None, {}, ValueError, "None values not supported"),
        ([1, "a"], {}, TypeError, "Failed to convert elements"),
        (1.5, {"dtype": tf.int32}, TypeError, "int32"),
        ([[1], [2, 3]], {}, ValueError, "non-rectangular"),
    ],
)
def test_what_fits_in_no_proto(
    value: Any, options: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        tf.make_tensor_proto(value, **options)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("dtype: DT_FLOAT tensor_shape { dim { size: 3 } } float_val: [1, 2]", [1, 2, 2]),
        ("dtype: DT_FLOAT tensor_shape { dim { size: 2 } }", [0, 0]),
        ("dtype: DT_BOOL tensor_shape { dim { size: 2 } } bool_val: true", [True, True]),
        ('dtype: DT_STRING tensor_shape { dim { size: 2 } } string_val: "a"', [b"a", b"a"]),
        ("dtype: DT_STRING tensor_shape { dim { size: 1 } }", [b""]),
    ],
)
def test_the_last_value_stands_for_the_rest(text: str, wanted: list[Any]) -> None:
    assert tf.make_ndarray(parse_text(text, TensorProto())).tolist() == wanted


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("dtype: DT_FLOAT tensor_shape { dim { size: 1 } } float_val: [1, 2]", ValueError),
        ('dtype: DT_FLOAT tensor_shape { dim { size: 2 } } tensor_content: "1234"', ValueError),
        ("dtype: DT_FLOAT tensor_shape { dim { size: -1 } } float_val: 1", ValueError),
        ("dtype: DT_FLOAT tensor_shape { unknown_rank: true } float_val: 1", ValueError),
        ("dtype: DT_RESOURCE", TypeError),
        ("", TypeError),
    ],
)
def test_protos_that_are_no_array(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        tf.make_ndarray(parse_text(text, TensorProto()))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("string", "text"),
        ("string", b"\xff\x00".decode("utf-8", "surrogateescape")),
        ("int", -3),
        ("float", 0.001),
        ("float", float("inf")),
        ("bool", False),
        ("type", dtypes.float32),
        ("shape", (2, None)),
        ("shape", ()),
        ("shape", None),
        ("list(string)", ["a", "b"]),
        ("list(int)", [1, 2]),
        ("list(float)", [0.5]),
        ("list(bool)", [True, False]),
        ("list(type)", [dtypes.int32, dtypes.string]),
        ("list(shape)", [(1,), None]),
        ("list(int)", []),
        ("func", "name"),
        ("list(func)", ["a", "b"]),
    ],
)
def test_attributes_there_and_back(kind: str, value: Any) -> None:
    message = AttrValue.FromString(encode(kind, value, str).SerializeToString())
    assert message.WhichOneof("value") is not None
    assert decode(kind, message, lambda function: function.name) == value


def test_tensors_as_attributes() -> None:
    message = encode("tensor", tf.constant([1.0, 2.0]), str)
    found = decode("tensor", message, str)
    assert found.dtype is tf.float32
    assert found.numpy().tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    "value",
    [True, 3, 0.5, "text", dtypes.int8, TensorShape([2, None]), [1, 2], [dtypes.int8], []],
    ids=str,
)
def test_attributes_that_no_op_declares(value: Any) -> None:
    message = encode(kind_of(value), value, str)
    assert decode_undeclared(message, str) == value
    assert decode_undeclared(AttrValue(), str) is None
