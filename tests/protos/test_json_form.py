"""The JSON form of messages."""

from __future__ import annotations

import pytest

from tenfold.protos.json_form import JsonError, from_dict, from_json, to_json
from tenfold.protos.schemas.attr_value import AttrValue
from tenfold.protos.schemas.config import ConfigProto
from tenfold.protos.schemas.node_def import NodeDef
from tenfold.protos.schemas.trackable_object_graph import TrackableObjectGraph


def test_there_and_back() -> None:
    config = ConfigProto(device_count={"CPU": 2}, allow_soft_placement=True)
    config.gpu_options.visible_device_list = "0"
    text = to_json(config)
    assert '"allowSoftPlacement": true' in text
    assert from_json(text, ConfigProto()) == config
    graph = TrackableObjectGraph()
    graph.nodes.add().has_checkpoint_values.value = True
    assert '"hasCheckpointValues": true' in to_json(graph)
    assert from_json(to_json(graph), TrackableObjectGraph()) == graph


def test_names_may_stand_as_in_the_schema() -> None:
    config = from_dict({"allow_soft_placement": True, "gpuOptions": None}, ConfigProto())
    assert config == ConfigProto(allow_soft_placement=True)


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"nope": 1}, id="no such field"),
        pytest.param({"attr": {"a": 3}}, id="no object"),
        pytest.param({"attr": {"a": {"i": "x"}}}, id="no number"),
        pytest.param({"attr": {"a": {"b": "yes"}}}, id="no bool"),
    ],
)
def test_what_is_no_message_is_refused(values: object) -> None:
    with pytest.raises(JsonError):
        from_dict(values, NodeDef())


def test_text_that_is_no_json_is_refused() -> None:
    with pytest.raises(JsonError, match="Failed to load JSON"):
        from_json("{", AttrValue())
