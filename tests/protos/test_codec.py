"""Every message class against what the protobuf library wrote: bytes, text and JSON."""

from __future__ import annotations

import base64
import importlib
import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tenfold.protos.json_form import from_dict, to_dict
from tenfold.protos.schemas.graph import GraphDef
from tenfold.protos.schemas.node_def import NodeDef
from tenfold.protos.schemas.struct import StructuredValue
from tenfold.protos.schemas.versions import VersionDef
from tenfold.protos.text_parser import parse_text
from tenfold.protos.text_writer import to_text
from tenfold.protos.wire import DecodeError, varint

GOLDENS = Path(__file__).parent / "goldens" / "messages.json"


@cache
def goldens() -> dict[str, list[dict[str, Any]]]:
    return json.loads(GOLDENS.read_text())


def class_of(name: str) -> Any:
    module, _, message = name.partition(".")
    return importlib.import_module(f"tenfold.protos.schemas.{module}").FILE.messages[message]


@pytest.mark.parametrize("name", sorted(goldens()))
def test_a_message_is_what_protobuf_makes_of_it(name: str) -> None:
    check(name, goldens()[name])


def check(name: str, cases: list[dict[str, Any]]) -> None:
    """Bytes, text and JSON lead to the same message and come from it."""
    kind = class_of(name)
    for case in cases:
        data = base64.b64decode(case["bytes"])
        message = kind.FromString(data)
        assert message.SerializeToString() == data
        assert message.ByteSize() == len(data)
        assert to_text(message) == case["text"]
        assert parse_text(case["text"], kind()).SerializeToString() == data
        if "json" in case:
            assert to_dict(message) == case["json"]
            assert from_dict(case["json"], kind()).SerializeToString() == data


def test_unknown_fields_survive() -> None:
    full = GraphDef()
    full.node.add(name="a", op="Const", input=["b"])
    full.versions.producer = 12
    data = full.SerializeToString()
    narrow = VersionDef.FromString(data)
    assert narrow.ListFields() == []
    assert GraphDef.FromString(narrow.SerializeToString()) == full
    narrow.DiscardUnknownFields()
    assert narrow.SerializeToString() == b""


def test_unknown_fields_of_every_wire_type_are_passed_over() -> None:
    known = VersionDef(producer=7).SerializeToString()
    unknown = (
        b"\xf8\x01\x96\x01"  # 31: varint
        b"\xf9\x01\x00\x01\x02\x03\x04\x05\x06\x07"  # 31: 8 bytes
        b"\xfd\x01\x00\x01\x02\x03"  # 31: 4 bytes
        b"\xfb\x01\x08\x01\xfc\x01"  # 31: a group with field 1
    )
    message = VersionDef.FromString(unknown + known)
    assert message.producer == 7
    assert message.SerializeToString() == known + unknown


def test_the_parts_of_a_message_that_comes_twice_are_merged() -> None:
    one = GraphDef(versions=VersionDef(producer=1)).SerializeToString()
    two = GraphDef(versions=VersionDef(min_consumer=2)).SerializeToString()
    both = GraphDef.FromString(one + two).versions
    assert (both.producer, both.min_consumer) == (1, 2)


def test_a_list_may_come_packed_or_loose() -> None:
    loose = VersionDef.FromString(b"\x18\x05\x18\x06")
    assert loose.bad_consumers == [5, 6]
    assert loose.SerializeToString() == b"\x1a\x02\x05\x06"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x0a\x05ab", id="text cut off"),
        pytest.param(b"\x0a", id="length missing"),
        pytest.param(b"\x0a\x02\xff\xff", id="not UTF-8"),
        pytest.param(b"\xff" * 11, id="endless number"),
        pytest.param(b"\x07\x00", id="no wire type"),
        pytest.param(b"\x00\x00", id="field zero"),
        pytest.param(b"\xfd\x7f\x00", id="four bytes cut off"),
        pytest.param(b"\xfb\x01\x08", id="open group"),
    ],
)
def test_damaged_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(DecodeError):
        NodeDef.FromString(data)


def test_messages_nested_without_end_are_refused() -> None:
    with pytest.raises(DecodeError, match="nested too deeply"):
        StructuredValue.FromString(nested(5000))


def nested(depth: int) -> bytes:
    """A StructuredValue with a list of one StructuredValue with a list ..."""
    data = b""
    for _ in range(depth):
        data = b"\x0a" + varint(len(data)) + data  # ListValue.values
        data = b"\x9a\x03" + varint(len(data)) + data  # StructuredValue.list_value
    return data


def test_numbers_that_are_not_finite() -> None:
    value = class_of("attr_value.AttrValue")(f=math.nan)
    assert "f: nan" in to_text(value)
    assert math.isnan(parse_text("f: nan", type(value)()).f)
    assert to_dict(value) == {"f": "NaN"}
