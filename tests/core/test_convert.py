"""Values become tensors as TensorFlow makes them: its dtypes, and its refusals."""

from __future__ import annotations

from typing import Any

import ml_dtypes
import numpy as np
import pytest

from tenfold.core import convert
from tenfold.core.convert import convert_to_tensor, register_tensor_conversion_function, to_array
from tenfold.core.tensor import EagerTensor
from tenfold.engine.graph.func_graph import FuncGraph

NATURAL = {
    "int": (1, "int32", 1),
    "bool": (True, "bool", True),
    "float": (1.5, "float32", 1.5),
    "complex": (1 + 2j, "complex128", 1 + 2j),
    "smallest int32": (-(2**31), "int32", -(2**31)),
    "beyond int32": (2**31, "int64", 2**31),
    "below int32": (-(2**31) - 1, "int64", -(2**31) - 1),
    "str": ("text", "string", b"text"),
    "str is utf-8": ("ü", "string", "ü".encode()),
    "bytes keep their zeros": (b"a\0", "string", b"a\0"),
    "empty list": ([], "float32", []),
    "list of an empty list": ([[]], "float32", [[]]),
    "ints and floats": ([1, 2.5], "float32", [1.0, 2.5]),
    "one wide int": ([1, 2**40], "int64", [1, 2**40]),
    "str and bytes": (["a", b"b"], "string", [b"a", b"b"]),
    "tuple": ((1, 2), "int32", [1, 2]),
    "nested": ([[1.0, 2], [3, 4.5]], "float32", [[1.0, 2.0], [3.0, 4.5]]),
    "range": (range(3), "int32", [0, 1, 2]),
    "np.float64": (np.float64(1.5), "float64", 1.5),
    "np.int8": (np.int8(3), "int8", 3),
    "np.bool": (np.bool_(True), "bool", True),
    "np.str": (np.str_("x"), "string", b"x"),
    "list of np.float64": ([np.float64(1.5)], "float64", [1.5]),
    "float before np.float64": ([1.0, np.float64(2)], "float32", [1.0, 2.0]),
    "list of np.int64": ([np.int64(1), 1], "int32", [1, 1]),
    "list of arrays": ([np.array([1, 2]), [3, 4]], "int32", [[1, 2], [3, 4]]),
    "int64 array": (np.array([1, 2]), "int64", [1, 2]),
    "float64 array": (np.array([1.0]), "float64", [1.0]),
    "float16 array": (np.array([1.0], np.float16), "float16", [1.0]),
    "bfloat16 array": (np.array([1.5], ml_dtypes.bfloat16), "bfloat16", [1.5]),
    "big-endian array": (np.array([1.0], ">f4"), "float32", [1.0]),
    "array of str": (np.array(["a", "bc"]), "string", [b"a", b"bc"]),
    "a bool after an int": ([1, True], "int32", [1, 1]),
    "a bool after a float": ([[1.0, 2.0], [True, 3.0]], "float32", [[1.0, 2.0], [1.0, 3.0]]),
    "np.float32 before a float": ([np.float32(1.5), 2.0], "float32", [1.5, 2.0]),
    "np.float16 before np.float64": ([np.float16(1), np.float64(2)], "float16", [1.0, 2.0]),
    "float32 array in a list": ([np.array([1.0], np.float32), [2.0]], "float32", [[1.0], [2.0]]),
    "empty range": (range(0), "int32", []),
    "array of bytes objects": (np.array([b"a", b"b"], object), "string", [b"a", b"b"]),
    "empty array": (np.zeros((2, 0), np.int16), "int16", [[], []]),
}


@pytest.mark.parametrize(("value", "dtype", "expected"), NATURAL.values(), ids=NATURAL)
def test_the_dtype_of_a_value(value: Any, dtype: str, expected: Any) -> None:
    x = convert_to_tensor(value)
    assert x.dtype.name == dtype
    assert np.asarray(x).tolist() == expected


WANTED = {
    "int as float32": (1, "float32", 1.0),
    "bool as float32": (True, "float32", 1.0),
    "bool as int32": (True, "int32", 1),
    "bools as int32": ([True, False], "int32", [1, 0]),
    "too large for uint8 wraps": (300, "uint8", 44),
    "negative as uint8 wraps": (-1, "uint8", 255),
    "wide int as float32": (2**40, "float32", 2.0**40),
    "too large for float16": (1e40, "float16", np.inf),
    "float as complex": (1.5, "complex64", 1.5 + 0j),
    "ints as float16": ([1, 2], "float16", [1.0, 2.0]),
    "floats as bfloat16": ([1.5, 2], "bfloat16", [1.5, 2.0]),
    "empty list as int32": ([], "int32", []),
    "float array is cut off": (np.array([1.5]), "int32", [1]),
    "int array as float32": (np.array([1]), "float32", [1.0]),
    "int array as bool": (np.array([1]), "bool", [True]),
    "wide array wraps": (np.array([300]), "uint8", [44]),
    "np.float64 as int32": (np.float64(1.5), "int32", 1),
    "np.int64 wraps": (np.int64(2**40), "int32", 0),
    "int32 wraps": (2**31, "int32", -(2**31)),
    "a list wraps": ([1, 2**31], "int32", [1, -(2**31)]),
    "uint32 wraps": (-1, "uint32", 2**32 - 1),
    "uint64 holds": ([2**63], "uint64", [2**63]),
    "a small int beside a wide one": ([2**63, 1], "uint64", [2**63, 1]),
    "an int beyond 64 bits": ([2**70, -1], "float64", [2.0**70, -1.0]),
    "a bool and a float as float32": ([True, 1.0], "float32", [1.0, 1.0]),
    "empty list as string": ([], "string", []),
    "object array is cut off": (np.array([1.5], object), "int32", [1]),
    "object array of numbers": (np.array([1, 2], object), "float32", [1.0, 2.0]),
}


@pytest.mark.parametrize(("value", "dtype", "expected"), WANTED.values(), ids=WANTED)
def test_a_dtype_that_is_asked_for(value: Any, dtype: str, expected: Any) -> None:
    x = convert_to_tensor(value, dtype)
    assert x.dtype.name == dtype
    assert np.asarray(x).tolist() == expected


REFUSED = {
    "float as int32": (1.5, "int32", TypeError),
    "whole float as int32": (1.0, "int32", TypeError),
    "int as bool": (1, "bool", TypeError),
    "complex as float32": (1j, "float32", TypeError),
    "str as int32": ("a", "int32", TypeError),
    "int as string": (1, "string", TypeError),
    "a float among ints": ([1, 2.5], "int32", TypeError),
    "list of np.float64 as int32": ([np.float64(1.5)], "int32", TypeError),
    "beyond int64": (2**63, None, ValueError),
    "beyond int64 as int64": (2**63, "int64", ValueError),
    "beyond 64 bits": (2**70, None, ValueError),
    "beyond 64 bits in a list": ([1, 2**70], None, ValueError),
    "beyond int64 beside a negative int": ([2**63, -1], None, ValueError),
    "negative beside a wide one as uint64": ([2**63, -1], "uint64", ValueError),
    "None": (None, None, ValueError),
    "dict": ({"a": 1}, None, ValueError),
    "ragged": ([[1], [2, 3]], None, ValueError),
    "an int and a str": ([1, "a"], None, ValueError),
    "None in a list": ([1.5, None], None, ValueError),
    "a complex after a float": ([1.5, 2j], None, ValueError),
    "np.bool after an int": ([1, np.bool_(True)], None, ValueError),
    "object array of ints": (np.array([1, 2], object), None, ValueError),
    "array of str as int32": (np.array(["a"]), "int32", ValueError),
    "array of str objects as int32": (np.array(["a"], object), "int32", ValueError),
    "array as string": (np.array([1]), "string", ValueError),
    "a bool and an int": ([True, 1], None, ValueError),
    "objects": (np.array(["a", 1], object), None, ValueError),
    "dates": (np.array([1], "datetime64[s]"), None, ValueError),
}


@pytest.mark.parametrize(("value", "dtype", "error"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(value: Any, dtype: str | None, error: type[Exception]) -> None:
    with pytest.raises(error):
        convert_to_tensor(value, dtype)


HINTS = {
    "int takes it": (1, "float32", "float32"),
    "float cannot be an int": (1.5, "int32", "float32"),
    "float takes it": (1.5, "float64", "float64"),
    "str cannot be a number": ("a", "float32", "string"),
    "float64 array takes it": (np.array([1.5]), "float32", "float32"),
    "float array is cut off": (np.array([1.5]), "int32", "int32"),
    "np.float64 takes it": (np.float64(1), "float32", "float32"),
    "array of str cannot": (np.array(["a"]), "int32", "string"),
    "a bool and an int take it": ([True, 1], "float32", "float32"),
    "empty list takes it": ([], "int32", "int32"),
    "wide integers are not cut off": ([2**33, 1], "int32", "int64"),
}


@pytest.mark.parametrize(("value", "hint", "dtype"), HINTS.values(), ids=HINTS)
def test_a_hint_is_taken_where_the_value_can(value: Any, hint: str, dtype: str) -> None:
    assert convert_to_tensor(value, dtype_hint=hint).dtype.name == dtype


def test_a_tensor_is_itself_and_is_never_cast() -> None:
    x = convert_to_tensor([1, 2])
    assert convert_to_tensor(x) is x
    assert convert_to_tensor(x, "int32") is x
    assert convert_to_tensor(x, dtype_hint="float32") is x
    with pytest.raises(ValueError, match=r"requested dtype float32 .* int32: .*tf\.cast"):
        convert_to_tensor(x, "float32")


def test_the_source_may_change_afterwards() -> None:
    source = np.array([1.0, 2.0])
    x = convert_to_tensor(source)
    y = convert_to_tensor(source[::-1])
    z = convert_to_tensor(source, "float64")
    source[:] = 9
    assert np.asarray(x).tolist() == [1.0, 2.0]
    assert np.asarray(y).tolist() == [2.0, 1.0]
    assert np.asarray(z).tolist() == [1.0, 2.0]


def test_arrays_of_other_libraries() -> None:
    class Array:
        def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
            return np.array([1, 2], np.int16)

    class Capsule:
        def __init__(self) -> None:
            self.array = np.array([3.0], np.float32)

        def __dlpack__(self, **kwargs: Any) -> Any:
            return self.array.__dlpack__(**kwargs)

        def __dlpack_device__(self) -> tuple[int, int]:
            return self.array.__dlpack_device__()

    x, y = convert_to_tensor(Array()), convert_to_tensor(Capsule())
    assert (x.dtype.name, np.asarray(x).tolist()) == ("int16", [1, 2])
    assert (y.dtype.name, np.asarray(y).tolist()) == ("float32", [3.0])


def test_an_array_from_dlpack_is_a_copy() -> None:
    class Capsule:
        array = np.array([3.0], np.float32)

        def __dlpack__(self, **kwargs: Any) -> Any:
            return self.array.__dlpack__(**kwargs)

        def __dlpack_device__(self) -> tuple[int, int]:
            return self.array.__dlpack_device__()

    x = convert_to_tensor(Capsule())
    Capsule.array[0] = 9.0
    assert np.asarray(x).tolist() == [3.0]


def test_an_object_may_convert_itself() -> None:
    class Own:
        def __tf_tensor__(self, dtype: Any = None, name: Any = None) -> Any:
            return convert_to_tensor(7, dtype)

    assert convert_to_tensor(Own(), "float32").numpy() == 7.0


class Celsius:
    def __init__(self, degrees: float) -> None:
        self.degrees = degrees


def _kelvin(value: Celsius, dtype: Any = None, name: Any = None, as_ref: bool = False) -> Any:
    return convert_to_tensor(value.degrees + 273.0, dtype)


def _decline(value: Any, dtype: Any = None, name: Any = None, as_ref: bool = False) -> Any:
    return NotImplemented


@pytest.fixture
def _fresh_converters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "_converters", list(convert._converters))


@pytest.mark.usefixtures("_fresh_converters")
def test_registered_conversions_are_asked_by_priority() -> None:
    register_tensor_conversion_function(Celsius, _kelvin, priority=50)
    register_tensor_conversion_function(Celsius, _decline, priority=10)
    assert convert_to_tensor(Celsius(1.0)).numpy() == 274.0
    assert convert_to_tensor(Celsius(1.0), "float64").dtype.name == "float64"
    first = EagerTensor(np.array(5.0, np.float32), convert_to_tensor(1.0).dtype)
    register_tensor_conversion_function((Celsius,), lambda v, **_: first, priority=1)
    assert convert_to_tensor(Celsius(1.0)) is first


@pytest.mark.parametrize(
    ("base_type", "function", "match"),
    [("str", _kelvin, "base_type"), (Celsius, 3, "callable")],
    ids=["no type", "no function"],
)
def test_what_cannot_be_registered(base_type: Any, function: Any, match: str) -> None:
    with pytest.raises(TypeError, match=match):
        register_tensor_conversion_function(base_type, function)


def test_to_array_gives_an_array_of_its_own() -> None:
    x = convert_to_tensor([1, 2])
    array, dtype = to_array(x)
    array[0] = 9
    assert dtype is x.dtype
    assert np.asarray(x).tolist() == [1, 2]


@pytest.mark.parametrize("kind", [int, float, np.ndarray, np.float32, (dict, np.int64)])
def test_numbers_keep_their_conversion(kind: Any) -> None:
    with pytest.raises(TypeError, match="Cannot register conversions for Python numeric types"):
        register_tensor_conversion_function(kind, lambda value, **_: None)


@pytest.mark.parametrize("value", [1e40, [1.0, -1e40]])
def test_python_floats_beyond_float32_are_refused_unless_it_is_asked_for(value: Any) -> None:
    with pytest.raises(ValueError, match="outside"):
        convert_to_tensor(value)
    with np.errstate(all="ignore"):
        assert np.isinf(convert_to_tensor(value, "float32").numpy()).any()
        assert np.isinf(convert_to_tensor(float("inf")).numpy())


def test_the_class_of_a_refusal_depends_on_whether_a_graph_is_built() -> None:
    with pytest.raises(ValueError, match="unsupported type"):
        convert_to_tensor(object())
    with FuncGraph("f").as_default(), pytest.raises(TypeError, match="unsupported type"):
        convert_to_tensor(object())
