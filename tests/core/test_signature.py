"""An op's text and its kernel's parameters make the OpDef."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from tenfold.core.dtypes import DType, float32, float64, int32, int64, string
from tenfold.core.signature import REQUIRED, Arg, Attr, Types, parse


def kernel(
    xp: Any,
    x: Any,
    *,
    padding: Literal["SAME", "VALID"],
    strides: list[int],
    rate: float = 0.5,
    DstT: DType = float32,
    counter: Any = None,
) -> Any:
    return x


def bare(xp: Any, *inputs: Any) -> Any:
    return inputs


def test_inputs_and_outputs() -> None:
    found = parse("x: T, sizes: int32 -> y: T, text: string", bare, {}, False)
    assert found.inputs == (Arg("x", attr="T"), Arg("sizes", dtype=int32))
    assert found.outputs == (Arg("y", attr="T"), Arg("text", dtype=string))
    assert not any(a.is_list for a in found.inputs)


def test_no_inputs_or_no_outputs() -> None:
    assert parse(" -> y: float32", bare, {}, False).inputs == ()
    assert parse("x: float32 ->", bare, {}, False).outputs == ()


def test_lists_of_one_dtype() -> None:
    found = parse("values: N*T, rest: M*int32 -> y: T", bare, {"M": 0}, False)
    values, rest = found.inputs
    assert (values.number, values.attr, values.is_list) == ("N", "T", True)
    assert (rest.number, rest.dtype, rest.is_list) == ("M", int32, True)
    assert found.attrs["N"] == Attr("N", "int", minimum=1)
    assert found.attrs["M"] == Attr("M", "int", minimum=0)
    assert found.attrs["T"].kind == "type"


def test_lists_of_several_dtypes() -> None:
    found = parse("args: Tin[] -> y: Tin[]", bare, {}, False)
    assert found.inputs == (Arg("args", type_list="Tin"),)
    assert found.inputs[0].is_list
    assert found.attrs == {"Tin": Attr("Tin", "list(type)")}


def test_a_list_attribute_of_the_kernel_makes_a_list() -> None:
    def typed(xp: Any, *, Tout: list[DType]) -> Any:
        return Tout

    assert parse("-> y: Tout", typed, {}, False).outputs == (Arg("y", type_list="Tout"),)


def test_attributes_come_from_keywords() -> None:
    found = parse("x: T -> y: DstT", kernel, {"strides": 1, "DstT": (float32,)}, True).attrs
    assert found == {
        "padding": Attr("padding", "string", allowed=("SAME", "VALID")),
        "strides": Attr("strides", "list(int)", minimum=1),
        "rate": Attr("rate", "float", 0.5),
        "DstT": Attr("DstT", "type", float32, (float32,)),
        "T": Attr("T", "type"),
    }
    assert found["padding"].default is REQUIRED
    assert repr(REQUIRED) == "REQUIRED"


def test_a_counter_is_no_attribute_of_a_random_op() -> None:
    def plain(xp: Any, *, counter: int = 0) -> Any:
        return counter

    assert "counter" not in parse("-> y: int32", plain, {}, True).attrs
    assert parse("-> y: int32", plain, {}, False).attrs["counter"].default == 0


def test_types_may_have_a_default() -> None:
    allowed = {"Tidx": Types((int32, int64), int32), "T": (float32, float64)}
    found = parse("x: T, axis: Tidx -> y: T", bare, allowed, False).attrs
    assert found["Tidx"] == Attr("Tidx", "type", int32, (int32, int64))
    assert found["T"] == Attr("T", "type", REQUIRED, (float32, float64))


def test_an_annotation_that_no_op_def_has() -> None:
    def odd(xp: Any, *, ratio: complex) -> Any:
        return ratio

    with pytest.raises(TypeError, match="'complex' is not one of bool, int"):
        parse("-> y: int32", odd, {}, False)
