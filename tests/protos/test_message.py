"""Messages behave as protocol buffers do."""

from __future__ import annotations

import copy
import importlib
import pickle
import pkgutil
from typing import Any

import numpy as np
import pytest

from tenfold.protos import schemas
from tenfold.protos.declare import File
from tenfold.protos.schemas.attr_value import AttrValue
from tenfold.protos.schemas.config import ConfigProto, GPUOptions, OptimizerOptions
from tenfold.protos.schemas.graph import GraphDef
from tenfold.protos.schemas.node_def import NodeDef
from tenfold.protos.schemas.tensor import TensorProto
from tenfold.protos.schemas.types import DataType


def test_scalars_have_the_default_until_they_are_set() -> None:
    node = NodeDef()
    assert (node.name, node.op) == ("", "")
    node.name = "a"
    assert node.name == "a"
    node.name = ""
    assert node.ListFields() == []


def test_a_message_that_is_read_is_not_set_before_it_changes() -> None:
    config = ConfigProto()
    gpu = config.gpu_options
    assert not config.HasField("gpu_options")
    gpu.allow_growth = True
    assert config.HasField("gpu_options")
    assert config.gpu_options is gpu
    assert config == ConfigProto(gpu_options=GPUOptions(allow_growth=True))


def test_a_change_deep_inside_sets_all_that_lies_around() -> None:
    config = ConfigProto()
    config.graph_options.optimizer_options.do_constant_folding = True
    assert [f.name for f, _ in config.ListFields()] == ["graph_options"]
    graph = GraphDef()
    graph.library.function.add().signature.name = "f"
    assert graph.HasField("library")
    value = AttrValue()
    value.list.i.append(3)
    assert value.WhichOneof("value") == "list"


def test_set_in_parent_sets_an_empty_message() -> None:
    value = AttrValue()
    value.list.SetInParent()
    assert value.SerializeToString() == b"\n\x00"


def test_of_a_oneof_at_most_one_is_set() -> None:
    value = AttrValue(i=3)
    assert value.WhichOneof("value") == "i"
    value.b = False
    assert (value.WhichOneof("value"), value.i) == ("b", 0)
    assert value.HasField("b")
    value.shape.unknown_rank = True
    assert [f.name for f, _ in value.ListFields()] == ["shape"]
    value.ClearField("value")
    assert value.WhichOneof("value") is None
    with pytest.raises(ValueError, match="no oneof 'kind'"):
        value.WhichOneof("kind")
    merged = AttrValue.FromString(AttrValue(i=1).SerializeToString() + b"\x12\x01s")
    assert merged == AttrValue(s=b"s")


def test_presence_is_asked_only_where_there_is_one() -> None:
    node = NodeDef()
    assert not node.HasField("experimental_debug_info")
    with pytest.raises(ValueError, match="does not have presence"):
        node.HasField("name")
    with pytest.raises(ValueError, match="does not have presence"):
        node.HasField("input")
    with pytest.raises(ValueError, match="no 'nope' field; it has name"):
        node.HasField("nope")


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("i", np.int32(5), 5),
        ("b", 2, True),
        ("b", np.bool_(True), True),
        ("f", 1, 1.0),
        ("f", 0.1, float(np.float32(0.1))),
        ("f", 1e300, float("inf")),
        ("f", np.float64(2.5), 2.5),
        ("s", bytearray(b"x"), b"x"),
        ("placeholder", b"name", "name"),
        ("type", "DT_INT32", 3),
        ("type", 999, 999),
    ],
)
def test_what_fits_is_kept_in_the_type_of_the_field(field: str, value: Any, kept: Any) -> None:
    message = AttrValue()
    setattr(message, field, value)
    assert getattr(message, field) == kept
    assert type(getattr(message, field)) is type(kept)


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("i", 1.0, TypeError),
        ("i", True, TypeError),
        ("i", "1", TypeError),
        ("i", 1 << 63, ValueError),
        ("b", "x", TypeError),
        ("f", "1", TypeError),
        ("s", "text", TypeError),
        ("placeholder", 3, TypeError),
        ("placeholder", b"\xff", ValueError),
        ("type", "DT_NOTHING", ValueError),
        ("type", 1 << 31, ValueError),
    ],
)
def test_what_does_not_fit_is_refused(field: str, value: Any, error: type[Exception]) -> None:
    message = AttrValue()
    with pytest.raises(error):
        setattr(message, field, value)
    assert message.WhichOneof("value") is None


def test_fields_that_are_not_there_are_refused() -> None:
    node = NodeDef()
    with pytest.raises(AttributeError, match="NodeDef has no field 'foo'"):
        node.foo = 1
    with pytest.raises(AttributeError, match="NodeDef has no field 'foo'"):
        node.foo
    with pytest.raises(ValueError, match="no 'foo' field"):
        NodeDef(foo=1)
    with pytest.raises(AttributeError, match=r"use \.input\.extend"):
        node.input = ["a"]
    with pytest.raises(AttributeError, match=r"use \.experimental_debug_info\.CopyFrom"):
        node.experimental_debug_info = None


def test_repeated_scalars_are_lists_that_check() -> None:
    node = NodeDef(input=["a"])
    node.input.append(b"b")
    node.input.extend(["c", "d"])
    node.input.insert(0, "z")
    node.input[1] = "y"
    node.input += ["e"]
    del node.input[-1]
    assert node.input == ["z", "y", "b", "c", "d"]
    node.input[3:] = ["q"]
    assert node.input.pop() == "q"
    with pytest.raises(TypeError):
        node.input.append(3)
    with pytest.raises(TypeError):
        node.input.extend(["x", 3])
    assert len(node.input) == 3
    other = NodeDef(input=["only"])
    node.input.CopyFrom(other.input)
    node.input.MergeFrom(other.input)
    assert node.input == ["only", "only"]


def test_repeated_messages_copy_what_is_put_in() -> None:
    graph = GraphDef()
    node = NodeDef(name="a")
    graph.node.append(node)
    graph.node.extend([node])
    graph.node.add(name="b", op="NoOp")
    node.name = "changed"
    assert [n.name for n in graph.node] == ["a", "a", "b"]
    with pytest.raises(TypeError, match="takes messages of NodeDef"):
        graph.node.append(GraphDef())
    with pytest.raises(TypeError, match="cannot be replaced"):
        graph.node[0] = node
    del graph.node[1:]
    assert len(graph.node) == 1


def test_maps_make_what_is_looked_up() -> None:
    node = NodeDef()
    assert "T" not in node.attr
    assert node.attr.get("T") is None
    node.attr["T"].type = 1
    node.attr.get_or_create("U")
    assert sorted(node.attr) == ["T", "U"]
    with pytest.raises(ValueError, match="cannot be replaced"):
        node.attr["T"] = AttrValue(i=1)
    with pytest.raises(TypeError):
        node.attr[3]
    del node.attr["U"]
    other = NodeDef()
    other.attr["T"].type = 3
    node.attr.MergeFrom(other.attr)
    other.attr["T"].type = 4
    assert node.attr["T"].type == DataType.DT_INT32
    config = ConfigProto(device_count={"GPU": 0})
    config.device_count["CPU"] = 2
    config.device_count.update({"TPU": 1})
    assert dict(config.device_count) == {"GPU": 0, "CPU": 2, "TPU": 1}
    assert ConfigProto.FromString(config.SerializeToString()) == config
    assert config.device_count["XPU"] == 0
    assert "XPU" in config.device_count


def test_a_constructor_takes_dicts_lists_and_names_of_enum_values() -> None:
    tensor = TensorProto(
        dtype="DT_FLOAT", tensor_shape={"dim": [{"size": 2}, {"size": 3}]}, float_val=[1, 2]
    )
    assert tensor.dtype == DataType.DT_FLOAT
    assert [d.size for d in tensor.tensor_shape.dim] == [2, 3]
    node = NodeDef(attr={"T": AttrValue(type=1), "n": {"i": 5}}, name=None)
    assert (node.attr["T"].type, node.attr["n"].i) == (1, 5)


def test_merging_and_copying() -> None:
    one = GraphDef(node=[NodeDef(name="a")], versions={"producer": 1})
    two = GraphDef(node=[NodeDef(name="b")], versions={"min_consumer": 2})
    one.MergeFrom(two)
    assert [n.name for n in one.node] == ["a", "b"]
    assert (one.versions.producer, one.versions.min_consumer) == (1, 2)
    one.CopyFrom(two)
    assert one == two
    assert one.node[0] is not two.node[0]
    one.node[0].name = "c"
    assert two.node[0].name == "b"
    with pytest.raises(TypeError, match="same class"):
        one.MergeFrom(NodeDef())


def test_clearing() -> None:
    graph = GraphDef(node=[NodeDef()], versions={"producer": 1})
    held = graph.versions
    graph.ClearField("versions")
    held.producer = 9
    assert not graph.HasField("versions")
    graph.Clear()
    assert graph == GraphDef()
    with pytest.raises(ValueError, match="no 'nope' field"):
        graph.ClearField("nope")


def test_equality_copies_and_pickles() -> None:
    graph = GraphDef(node=[NodeDef(name="a", attr={"T": AttrValue(type=1)})])
    for other in (copy.deepcopy(graph), copy.copy(graph), pickle.loads(pickle.dumps(graph))):
        assert other == graph
        other.node[0].attr["T"].type = 2
        assert other != graph
    assert graph != "graph"
    with pytest.raises(TypeError, match="unhashable"):
        hash(graph)


def test_text_is_how_a_message_prints() -> None:
    assert str(NodeDef(name="a", op="B")) == repr(NodeDef(name="a", op="B"))
    assert str(NodeDef(name="a", op="B")) == 'name: "a"\nop: "B"\n'


def test_names_of_enum_values_and_numbers_of_fields_are_attributes() -> None:
    assert (DataType.DT_FLOAT, DataType.Value("DT_FLOAT"), DataType.Name(1)) == (1, 1, "DT_FLOAT")
    assert dict(DataType.items())["DT_BOOL"] == 10
    assert list(DataType)[:2] == DataType.keys()[:2] == ["DT_INVALID", "DT_FLOAT"]
    assert DataType.values()[1] == 1
    assert OptimizerOptions.ON_1 == OptimizerOptions.GlobalJitLevel.Value("ON_1") == 1
    assert NodeDef.NAME_FIELD_NUMBER == 1
    assert NodeDef.DESCRIPTOR.full_name == "tensorflow.NodeDef"
    assert AttrValue.ListValue(i=[1]).i == [1]
    with pytest.raises(ValueError, match="no name defined for value 1000"):
        DataType.Name(1000)
    with pytest.raises(ValueError, match="no value defined for name 'X'"):
        DataType.Value("X")
    with pytest.raises(AttributeError):
        DataType.DT_NOTHING


def test_no_field_is_hidden_by_an_attribute_of_its_class() -> None:
    for schema in pkgutil.iter_modules(schemas.__path__):
        file = importlib.import_module(f"{schemas.__name__}.{schema.name}").FILE
        for kind in file.messages.values():
            hidden = [f.name for f in kind.DESCRIPTOR.fields if hasattr(kind, f.name)]
            assert hidden == []


TABLE = """
message Thing
  1 count optional int32
  2 loose repeated int32 unpacked
  3 parts repeated Thing.Part
  4 kind Thing.Kind
message Thing.Part
  1 delta sint64
enum Thing.Kind
  0 PLAIN
  1 ODD
"""


def test_tables_of_ones_own() -> None:
    file = File("here", "house", TABLE)
    thing = file.messages["Thing"](count=0, loose=[1, 2], kind="ODD")
    thing.parts.add(delta=-3)
    assert thing.HasField("count")
    assert thing.SerializeToString() == b"\x08\x00\x10\x01\x10\x02\x1a\x02\x08\x05\x20\x01"
    assert type(thing).FromString(thing.SerializeToString()) == thing
    assert type(thing).Kind.Name(1) == "ODD"
    user = File("here", "garden", "message Shed\n  1 thing house.Thing\n", [file])
    assert user.messages["Shed"]().thing == file.messages["Thing"]()
