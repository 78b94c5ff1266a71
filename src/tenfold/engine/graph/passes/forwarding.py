"""Dependencies: users of an op that only passes a value on get the value from where it comes."""

from __future__ import annotations

from tenfold.engine.graph.node import Node

from .draft import Draft, Replacement


def forward(draft: Draft, node: Node) -> Replacement | None:
    """The inputs of an op whose kernel returns them as they are."""
    if any(draft.producer(x).type == "FakeParam" for x in node.inputs):
        return None  # a branch tells outputs that it does not compute by that op
    return node.inputs


def forward_same_dtype(draft: Draft, node: Node) -> Replacement | None:
    """A cast to the dtype that is there: its kernel returns the input as it is."""
    same = node.inputs[0]._dtype is node.outputs[0]._dtype
    return forward(draft, node) if same else None


RULES = {
    "Identity": forward,
    "IdentityN": forward,
    "StopGradient": forward,
    "PreventGradient": forward,
    "Cast": forward_same_dtype,
}
