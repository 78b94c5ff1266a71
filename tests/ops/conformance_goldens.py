"""The golden files: what TensorFlow gave for each sample, and what its OpDefs say.

`samples/NAME.py` has its results in `goldens/NAME.npz`, which holds two arrays of bytes: `index`,
a JSON text, and `data`, the values one after the other (few large members compress far better than
many small ones). Results are found by wire name and by the digest of the sample, so that samples
may be added and reordered, and one that has changed is noticed. `refusals.json` has the
digests of those samples that TensorFlow refuses as soon as it builds a graph of them. The module
needs neither TensorFlow nor tenfold: the recorder and the tests share it.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import pkgutil
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np

from tests.ops import samples
from tests.ops.sample import Sample

FOLDER = Path(__file__).resolve().parent
GOLDENS = FOLDER / "goldens"
OP_DEFS = FOLDER / "opdefs.json"
REFUSALS = FOLDER / "refusals.json"
SOURCES = FOLDER.parent.parent / "src" / "tenfold"

# What TensorFlow raises where a sample is wrong, rather than refused: it has no kernel for the
# dtype or the device, or the call is not one of this op.
MISTAKES = ("AbortedError", "InternalError", "NotFoundError", "TypeError", "UnimplementedError")

# Ops that cannot be tried on samples, and why. They still have an OpDef to agree with.
EXEMPT = {
    "Placeholder": "has no value of its own: tests/engine/graph",
    "PrintV2": "prints: tests/ops/strings/test_printing.py",
    "Const": "has a tensor for an attribute: tests/ops/array/test_creation.py",
    **dict.fromkeys(
        (
            *("TensorArrayV3", "TensorArrayGradV3", "TensorArrayWriteV3", "TensorArrayReadV3"),
            *("TensorArrayGatherV3", "TensorArrayScatterV3", "TensorArraySizeV3"),
            *("TensorArrayConcatV3", "TensorArraySplitV3", "TensorArrayCloseV3"),
            *("StackV2", "StackPushV2", "StackPopV2", "StackCloseV2"),
        ),
        "acts on an array or a stack: tests/engine/control_flow/test_mutable_arrays.py",
    ),
    **dict.fromkeys(
        (
            *("ReadVariableOp", "AssignVariableOp", "AssignAddVariableOp", "AssignSubVariableOp"),
            *("VariableShape", "VarHandleOp", "VarIsInitializedOp", "DestroyResourceOp"),
            *("ResourceCountUpTo",),
            *("ResourceGather", "ResourceGatherNd"),
            *("ResourceScatterAdd", "ResourceScatterSub", "ResourceScatterMul"),
            *("ResourceScatterDiv", "ResourceScatterMin", "ResourceScatterMax"),
            *("ResourceScatterUpdate", "ResourceScatterNdUpdate", "ResourceScatterNdAdd"),
            *("ResourceScatterNdSub", "ResourceScatterNdMin", "ResourceScatterNdMax"),
            *("ResourceStridedSliceAssign", "ResourceApplyGradientDescent"),
            *("ResourceApplyMomentum", "ResourceApplyKerasMomentum", "ResourceApplyAdagrad"),
            *("ResourceApplyRMSProp", "ResourceApplyAdam", "ResourceApplyAdagradV2"),
            *("ResourceApplyAdadelta", "ResourceApplyCenteredRMSProp", "ResourceApplyAdaMax"),
            *("ResourceApplyAdamWithAmsgrad", "ResourceApplyAddSign", "ResourceApplyPowerSign"),
            *("ResourceApplyAdagradDA", "ResourceApplyFtrl", "ResourceApplyFtrlV2"),
            *("ResourceApplyProximalAdagrad", "ResourceApplyProximalGradientDescent"),
            *("ResourceSparseApplyAdadelta", "ResourceSparseApplyAdagrad"),
            *("ResourceSparseApplyAdagradDA", "ResourceSparseApplyAdagradV2"),
            *("ResourceSparseApplyCenteredRMSProp", "ResourceSparseApplyRMSProp"),
            *("ResourceSparseApplyFtrl", "ResourceSparseApplyFtrlV2"),
            *("ResourceSparseApplyMomentum", "ResourceSparseApplyKerasMomentum"),
            *("ResourceSparseApplyProximalAdagrad",),
            *("ResourceSparseApplyProximalGradientDescent",),
        ),
        "acts on a variable: tests/engine/variables",
    ),
    **dict.fromkeys(
        (
            *("StatefulUniform", "StatefulUniformInt", "StatefulUniformFullInt"),
            *("StatefulStandardNormalV2", "StatefulTruncatedNormal", "StatefulRandomBinomial"),
            *("RngSkip", "RngReadAndSkip"),
        ),
        "acts on a variable: tests/ops/random/test_resource_streams.py",
    ),
    "NonDeterministicInts": "is unpredictable: tests/ops/random/test_resource_streams.py",
    **dict.fromkeys(
        ("If", "StatelessIf", "While", "StatelessWhile", "Case", "StatelessCase"),
        "has functions for attributes: tests/engine/control_flow",
    ),
    **dict.fromkeys(
        (
            *("FIFOQueueV2", "PaddingFIFOQueueV2", "RandomShuffleQueueV2", "PriorityQueueV2"),
            *("QueueEnqueueV2", "QueueEnqueueManyV2", "QueueDequeueV2", "QueueDequeueManyV2"),
            *("QueueDequeueUpToV2", "QueueCloseV2", "QueueIsClosedV2", "QueueSizeV2"),
        ),
        "acts on a queue: tests/ops/queue",
    ),
    **dict.fromkeys(
        ("MutexV2", "MutexLock", "ConsumeMutexLock"),
        "acts on a mutex: tests/engine/control_flow/test_critical.py",
    ),
    "Assert": "raises: tests/engine/control_flow/test_dependencies.py",
    "NoOp": "does nothing: tests/engine/control_flow/test_dependencies.py",
    "MapDefun": "has a function for an attribute: tests/engine/control_flow/test_vectorizing.py",
    **dict.fromkeys(
        ("EagerPyFunc", "PyFunc", "PyFuncStateless"),
        "calls Python: tests/engine/control_flow/test_python_calls.py",
    ),
    **dict.fromkeys(
        ("OptionalFromValue", "OptionalGetValue", "OptionalHasValue", "OptionalNone"),
        "takes or gives an optional: tests/engine/control_flow",
    ),
    "FakeParam": "gives nothing: tests/engine/control_flow/test_branching.py",
    **dict.fromkeys(
        (
            *("EmptyTensorList", "TensorListReserve", "TensorListPushBack", "TensorListPopBack"),
            *("TensorListSetItem", "TensorListGetItem", "TensorListStack", "TensorListFromTensor"),
            *("TensorListLength", "TensorListElementShape", "TensorListResize"),
            *("TensorListGather", "TensorListScatter", "TensorListScatterV2"),
            *("TensorListScatterIntoExistingList", "TensorListSplit", "TensorListConcat"),
            *("TensorListConcatV2", "TensorListConcatLists", "TensorListPushBackBatch"),
        ),
        "takes or gives a list of tensors: tests/engine/control_flow/test_tensor_list.py",
    ),
    **dict.fromkeys(
        ("PartitionedCall", "StatefulPartitionedCall", "SymbolicGradient", "BatchFunction"),
        "has functions for attributes: tests/engine/function",
    ),
}


@dataclass
class Golden:
    """What TensorFlow did with a sample.

    outputs: The flat outputs.
    gradients: For each flat input that was differentiated, the gradient or None; the whole is
        None where TensorFlow has no gradient for the op, or none was asked for.
    error: The class of the exception, where one was raised.
    """

    outputs: list[np.ndarray]
    gradients: dict[int, np.ndarray | None] | None = None
    error: str = ""


def digest(item: Sample) -> str:
    """A short text that changes with the inputs and attributes of a sample."""
    text = repr((_plain(item.inputs), sorted((k, _plain(v)) for k, v in item.attrs.items())))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, (np.ndarray, np.generic)):
        value = np.asarray(value)
        raw = value.tolist() if value.dtype == object else value.tobytes()
        return value.dtype.name, value.shape, raw
    return value


def sample_files() -> dict[str, dict[str, list[Sample]]]:
    """For each file of samples, its samples by wire name."""
    names = sorted(m.name for m in pkgutil.iter_modules(samples.__path__))
    package = samples.__name__
    return {name: importlib.import_module(f"{package}.{name}").SAMPLES for name in names}


def kernels() -> set[str]:
    """The wire names of all ops, read from the sources: a kernel is `def WireName(xp, ...)`."""
    texts = (path.read_text() for path in SOURCES.rglob("*.py"))
    return {name for text in texts for name in re.findall(r"^def ([A-Z]\w*)\(\s*xp\b", text, re.M)}


def save(path: Path, results: dict[str, dict[str, Golden]]) -> None:
    """Writes the goldens of one file of samples: `{wire name: {digest: golden}}`."""
    data = bytearray()
    index: dict[str, Any] = {}
    for name, goldens in results.items():
        for key, golden in goldens.items():
            entry: dict[str, Any] = {"outputs": [_put(data, y) for y in golden.outputs]}
            if golden.gradients is not None:
                entry["gradients"] = {
                    str(i): None if g is None else _put(data, g)
                    for i, g in golden.gradients.items()
                }
            if golden.error:
                entry["error"] = golden.error
            index.setdefault(name, {})[key] = entry
    path.parent.mkdir(exist_ok=True)
    text = json.dumps(index, separators=(",", ":")).encode()
    np.savez_compressed(
        path, index=np.frombuffer(text, np.uint8), data=np.frombuffer(bytes(data), np.uint8)
    )


def load(path: Path) -> dict[str, dict[str, Golden]]:
    """Reads what `save` wrote; nothing where there is no such file."""
    if not path.exists():
        return {}
    with np.load(path, allow_pickle=False) as file:
        index, data = json.loads(file["index"].tobytes()), file["data"].tobytes()
    return {
        name: {key: _golden(entry, data) for key, entry in entries.items()}
        for name, entries in index.items()
    }


def _golden(entry: dict[str, Any], data: bytes) -> Golden:
    gradients = entry.get("gradients")
    if gradients is not None:
        gradients = {
            int(i): None if place is None else _get(data, place) for i, place in gradients.items()
        }
    return Golden([_get(data, p) for p in entry["outputs"]], gradients, entry.get("error", ""))


def _put(data: bytearray, value: np.ndarray) -> list[Any]:
    """Appends a value; its place is [dtype, shape, start, end]. Strings: lengths, then bytes."""
    start = len(data)
    if value.dtype == object:
        items = value.ravel().tolist()
        data.extend(np.array([len(s) for s in items], np.uint32).tobytes() + b"".join(items))
        return ["string", list(value.shape), start, len(data)]
    data.extend(value.tobytes())
    return [value.dtype.name, list(value.shape), start, len(data)]


def _get(data: bytes, place: list[Any]) -> np.ndarray:
    name, shape, start, end = place
    raw = data[start:end]
    if name != "string":
        dtype = np.dtype(getattr(ml_dtypes, name, name))
        return np.frombuffer(raw, dtype).reshape(shape)
    value = np.empty(shape, object)
    at = 4 * value.size
    for position, length in enumerate(np.frombuffer(raw[:at], np.uint32).tolist()):
        value.flat[position] = raw[at : at + length]
        at += length
    return value


def save_by_op(path: Path, facts: dict[str, Any]) -> None:
    """Writes facts of ops as JSON, one op a line so that changes are easy to read and to merge."""
    lines = (f"{json.dumps(name)}: {json.dumps(facts[name])}" for name in sorted(facts))
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
