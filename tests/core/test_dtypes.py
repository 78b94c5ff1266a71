"""Tests of the element types."""

from __future__ import annotations

import copy
import operator
import pickle

import ml_dtypes
import numpy as np
import pytest

from tenfold.core import dtypes
from tenfold.core.dtypes import BY_NUMPY, DType, as_dtype

NAMES = {dtype.as_datatype_enum: dtype.name for dtype in dtypes.ALL}


def test_wire_numbers() -> None:
    expected = {1: "float32", 7: "string", 10: "bool", 14: "bfloat16", 19: "float16"}
    expected |= {20: "resource", 21: "variant", 23: "uint64", 28: "float8_e5m2fnuz"}
    expected |= {29: "int4", 32: "uint2", 33: "float4_e2m1fn"}
    assert {number: NAMES[number] for number in expected} == expected
    assert sorted(NAMES) == list(range(1, 34))


@pytest.mark.parametrize("dtype", dtypes.ALL, ids=lambda d: d.name)
def test_is_a_singleton(dtype: DType) -> None:
    assert DType(dtype.as_datatype_enum) is dtype
    assert getattr(dtypes, dtype.name) is dtype
    for copied in (pickle.loads(pickle.dumps(dtype)), copy.copy(dtype), copy.deepcopy(dtype)):
        assert copied is dtype
    assert repr(dtype) == f"tf.{dtype.name}"
    assert str(dtype) == f"<dtype: '{dtype.name}'>"
    assert int(dtype) == dtype.as_datatype_enum


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (float, "float32"),
        (bool, "bool"),
        (object, "string"),
        ("half", "float16"),
        ("double", "float64"),
        ("float", "float32"),
        (np.float32, "float32"),
        (np.dtype("S3"), "string"),
        (np.dtype("U3"), "string"),
        (np.str_, "string"),
        (np.bytes_, "string"),
        (np.dtype(">f4"), "float32"),
        (np.zeros(3), "float64"),
        (np.int_, "int64"),
        (np.dtype([("qint8", "i1")]), "qint8"),
        (ml_dtypes.bfloat16, "bfloat16"),
        (np.dtype(ml_dtypes.int4), "int4"),
        (9, "int64"),
        (101, "float32_ref"),
    ],
    ids=str,
)
def test_as_dtype(value: object, name: str) -> None:
    assert as_dtype(value).name == name


@pytest.mark.parametrize(
    "value",
    [int, str, bytes, complex, "int", "<f4", "O", None, 999, [1], np.datetime64],
    ids=str,
)
def test_as_dtype_refuses(value: object) -> None:
    with pytest.raises(TypeError, match=r"cannot make a tf\.DType"):
        as_dtype(value)


def test_type_of_unknown_number() -> None:
    with pytest.raises(TypeError, match="999 is no type's number"):
        DType(999)


def test_equality_with_other_spellings() -> None:
    float32 = dtypes.float32
    for same in ("float32", np.float32, np.dtype("float32"), 1, float):
        assert float32 == same
        assert same == float32
        assert operator.ne(float32, same) is False
    for other in ("foo", None, np.float64, [1], dtypes.float64, object()):
        assert float32 != other
        assert operator.eq(float32, other) is False


def test_storage() -> None:
    assert dtypes.float32.np == np.float32
    assert dtypes.qint8.np == np.int8
    assert dtypes.quint16.np == np.uint16
    assert dtypes.bfloat16.np == ml_dtypes.bfloat16
    for held_as_objects in (dtypes.string, dtypes.resource, dtypes.variant):
        assert held_as_objects.np == np.dtype(object)
        assert held_as_objects.size == 0
    assert BY_NUMPY[np.dtype(np.int8)] is dtypes.int8
    assert BY_NUMPY[np.dtype(object)] is dtypes.string


def test_as_numpy_dtype() -> None:
    assert dtypes.float32.as_numpy_dtype is np.float32
    assert dtypes.bool.as_numpy_dtype is np.bool_
    assert dtypes.string.as_numpy_dtype is object
    assert dtypes.qint8.as_numpy_dtype == np.dtype([("qint8", "i1")])


@pytest.mark.parametrize(
    ("flag", "names"),
    [
        ("is_bool", {"bool"}),
        ("is_complex", {"complex64", "complex128"}),
        ("is_quantized", {"qint8", "quint8", "qint16", "quint16", "qint32"}),
        ("is_unsigned", {"uint2", "uint4", "uint8", "uint16", "uint32", "uint64"}),
        (
            "is_integer",
            {f"{u}int{n}" for u in ("", "u") for n in (2, 4, 8, 16, 32, 64)},
        ),
        (
            "is_floating",
            {n for n in NAMES.values() if n.startswith(("float", "bfloat"))},
        ),
        (
            "is_numeric",
            set(NAMES.values())
            - {"bool", "string", "resource", "variant"}
            - {n for n in NAMES.values() if n.startswith(("float8", "float4"))}
            - {"int2", "int4", "uint2", "uint4"},
        ),
        ("is_numpy_compatible", set(NAMES.values()) - {"resource", "variant"}),
    ],
)
def test_flags(flag: str, names: set[str]) -> None:
    assert {dtype.name for dtype in dtypes.ALL if getattr(dtype, flag)} == names


def test_extremes() -> None:
    assert (dtypes.int8.min, dtypes.int8.max) == (-128, 127)
    assert (dtypes.int4.min, dtypes.uint4.max) == (-8, 15)
    assert dtypes.float32.max == np.finfo(np.float32).max
    assert float(dtypes.float16.max) == 65504
    assert float(dtypes.float8_e4m3fn.max) == 448
    assert dtypes.float64.min == -dtypes.float64.max
    for no_number in (dtypes.bool, dtypes.string, dtypes.complex64, dtypes.qint8):
        with pytest.raises(TypeError, match="has no maximum"):
            _ = no_number.max


def test_limits() -> None:
    assert dtypes.uint8.limits == (0, 255)
    assert dtypes.int8.limits == (0, 127)
    assert dtypes.float32.limits == (0, 1)
    for without in (dtypes.bfloat16, dtypes.float16, dtypes.string, dtypes.int4):
        with pytest.raises(ValueError, match="no defined limits"):
            _ = without.limits


def test_real_dtype() -> None:
    assert dtypes.complex64.real_dtype is dtypes.float32
    assert dtypes.complex128.real_dtype is dtypes.float64
    assert dtypes.int8.real_dtype is dtypes.int8


def test_reference_types() -> None:
    ref = DType(101)
    assert ref.base_dtype is dtypes.float32
    assert ref.is_floating
    assert ref.limits == (0, 1)
    assert dtypes.float32.is_compatible_with(ref)
    assert not ref.is_compatible_with(dtypes.float32)
    assert dtypes.float32.base_dtype is dtypes.float32


def test_is_compatible_with_needs_a_type() -> None:
    assert dtypes.float32.is_compatible_with("float32")
    assert not dtypes.float32.is_compatible_with("float64")
    with pytest.raises(TypeError, match="None"):
        dtypes.float32.is_compatible_with(None)


def test_as_a_trace_type() -> None:
    float32 = dtypes.float32
    assert float32.is_subtype_of(float32)
    assert not float32.is_subtype_of("float32")
    assert float32.most_specific_common_supertype([float32]) is float32
    assert float32.most_specific_common_supertype([dtypes.float64]) is None
    assert float32.placeholder_value(None) is float32
    assert float32.flatten() == float32.to_tensors(float32) == []
    assert float32.from_tensors(iter([])) is float32
    assert float32.cast(float32, None) is float32
    with pytest.raises(AssertionError, match=r"expected tf\.float32"):
        float32.cast(3, None)


def test_other_names_of_a_numpy_type_are_that_type() -> None:
    assert dtypes.as_dtype(np.longlong) is dtypes.int64
    assert dtypes.as_dtype(np.ulonglong) is dtypes.uint64
