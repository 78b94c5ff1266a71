"""The text form of messages, read."""

from __future__ import annotations

import math

import pytest

from tenfold.protos.schemas.attr_value import AttrValue
from tenfold.protos.schemas.graph import GraphDef
from tenfold.protos.schemas.node_def import NodeDef
from tenfold.protos.schemas.tensor import TensorProto
from tenfold.protos.text_parser import ParseError, parse_text
from tenfold.protos.text_writer import to_text


def test_every_form_of_the_grammar() -> None:
    graph = parse_text(
        """
        # a comment
        node < name: "a" 'b'; op: "C",  # strings are joined
          input: ["x", "y"]
          attr { key: "T" value { type: DT_FLOAT } }
          attr: { key: "n", value: { i: -0x10 } }
        >
        node: [{name: "second"}, {}]
        versions { producer: 012 }
        """,
        GraphDef(),
    )
    assert graph.node[0].name == "ab"
    assert graph.node[0].input == ["x", "y"]
    assert graph.node[0].attr["n"].i == -16
    assert graph.node[0].attr["T"].type == 1
    assert [n.name for n in graph.node] == ["ab", "second", ""]
    assert graph.versions.producer == 10


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1.0),
        ("-2.5e3", -2500.0),
        ("1f", 1.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("inf", math.inf),
        ("-Infinity", -math.inf),
        ("0x10", 16.0),
    ],
)
def test_floats(text: str, value: float) -> None:
    assert parse_text(f"f: {text}", AttrValue()).f == value


def test_escapes() -> None:
    value = parse_text(r's: "\101\x42C\n\t\\\"\'\377\0\u00e9"', AttrValue())
    assert value.s == b"ABC\n\t\\\"'\xff\0\xc3\xa9"
    assert parse_text(to_text(value), AttrValue()) == value


def test_booleans_and_enums() -> None:
    for text, wanted in (("true", True), ("t", True), ("1", True), ("False", False)):
        assert parse_text(f"b: {text}", AttrValue()).b is wanted
    assert parse_text("type: 77", AttrValue()).type == 77
    assert parse_text("type: DT_BOOL", AttrValue()).type == 10
    packed = parse_text("float_val: [1, 2.5] float_val: 3", TensorProto())
    assert packed.float_val == [1, 2.5, 3]


def test_unknown_fields_are_passed_over_on_demand() -> None:
    text = 'new: 3 newer { a: [1, {b: "}"}] } newest: "a" "b" name: "n" other: -1'
    assert parse_text(text, NodeDef(), allow_unknown_field=True) == NodeDef(name="n")
    with pytest.raises(ParseError, match=r"1:1 : .*no field named 'new'"):
        parse_text(text, NodeDef())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('name "a"', "expected ':' after 'name'"),
        ("name: a", "expected a quoted text"),
        ('name: "a', "unexpected '\"'"),
        ('input: ["a" "b"', "expected ',' or ']'"),
        ("attr { key: 3 }", "expected a quoted text for 'key'"),
        ("attr { kee: 3 }", "expected key or value, found 'kee'"),
        ('\n  attr { key: "a" value { i: 1.5 } }', "2:30"),
        ('attr { key: "a" value { i: "x" } }', "expected a value for 'i'"),
        ('attr { key: "a" value { b: 7 } }', "expected true or false"),
        ('attr { key: "a" value { type: DT_X } }', "no value defined for name 'DT_X'"),
        ("experimental_debug_info {", "found the end of the text"),
        ("} ", "expected the name of a field"),
        (r'name: "\q"', r"unknown escape \\q"),
        (r'name: "\377"', "not UTF-8"),
    ],
)
def test_errors_name_the_place(text: str, message: str) -> None:
    with pytest.raises(ParseError, match=message):
        parse_text(text, NodeDef())


def test_one_line() -> None:
    node = NodeDef(name="a", input=["b", "c"])
    assert to_text(node, as_one_line=True) == 'name: "a" input: "b" input: "c"'
