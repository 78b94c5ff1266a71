"""GraphDefs that TensorFlow wrote, run by tenfold: `tools/record_graphs.py` recorded them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.interop.programs import PROGRAMS

import tenfold as tf
from tenfold.core.op import registry
from tenfold.core.tensor import load_families
from tenfold.engine.graph.graph_def.functionalize import FRAMES, functionalized
from tenfold.protos.schemas.graph import GraphDef

GOLDENS = Path(__file__).parent / "goldens"
INDEX: dict[str, Any] = json.loads((GOLDENS / "index.json").read_text())

load_families()


@cache
def results() -> dict[str, np.ndarray]:
    with np.load(GOLDENS / "results.npz") as arrays:
        return {name: arrays[name] for name in arrays.files}


def graph_def_of(key: str) -> Any:
    return GraphDef.FromString((GOLDENS / f"{key}.pb").read_bytes())


@pytest.mark.parametrize("key", INDEX)
def test_a_recorded_graph_gives_the_recorded_results(key: str) -> None:
    name, _, form = key.partition(".")
    program = PROGRAMS[name]
    needed = (*program.needs, *(program.needs_in_frames if form == "frames" else ()))
    missing = [op for op in needed if op not in registry]
    if missing:
        pytest.skip(f"has no kernel for {missing}")
    feeds, fetches = INDEX[key]["feeds"], INDEX[key]["fetches"]

    @tf.function(autograph=False)
    def run(*values: Any) -> Any:
        given = dict(zip(feeds, values, strict=True))
        return tf.graph_util.import_graph_def(graph_def_of(key), given, fetches)

    found = run(*map(tf.constant, program.inputs))
    assert len(found) == len(fetches)
    for i, y in enumerate(found):
        wanted = results()[f"{key}.{i}"]
        assert y.numpy().dtype == wanted.dtype
        np.testing.assert_allclose(y.numpy(), wanted, rtol=2e-5, atol=1e-5)


@pytest.mark.parametrize("key", [key for key in INDEX if key.endswith(".frames")])
def test_no_frame_is_left(key: str) -> None:
    graph_def = graph_def_of(key)
    before = graph_def.SerializeToString()
    raised = functionalized(graph_def)
    ops = {n.op for n in raised.node} | {n.op for f in raised.library.function for n in f.node_def}
    assert not ops & (FRAMES | {"Exit", "NextIteration", "LoopCond"})
    names = [n.name for n in raised.node]
    assert len(names) == len(set(names))
    assert {f.split(":")[0] for f in INDEX[key]["fetches"]} <= set(names)
    known = set(names)
    assert all(r.lstrip("^").split(":")[0] in known for n in raised.node for r in n.input)
    assert graph_def.SerializeToString() == before
