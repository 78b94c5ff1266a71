"""Records TensorFlow's results, so that tests compare with them where TensorFlow is not installed.

`python tools/record_goldens.py [NAME ...]`, with TensorFlow's interpreter (`make goldens`).

For each file `tests/ops/samples/NAME.py`, every sample is given to `tf.raw_ops`; outputs and
gradients go to `tests/ops/goldens/NAME.npz`. `tests/ops/opdefs.json` gets the OpDef of every
op that the sources have, `tests/ops/refusals.json` which samples a graph refuses while it is built.
Complains of samples that TensorFlow cannot run.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.ops.conformance_goldens import (  # noqa: E402
    GOLDENS,
    MISTAKES,
    OP_DEFS,
    REFUSALS,
    Golden,
    digest,
    kernels,
    sample_files,
    save,
    save_by_op,
)
from tests.ops.sample import Sample, weights  # noqa: E402

# Attributes that tf.raw_ops knows by another name than the OpDef.
RENAMED = {"squeeze_dims": "axis"}


class Recorder:
    """Runs samples on TensorFlow."""

    def __init__(self, tf: Any) -> None:
        self.tf = tf
        self.registry = importlib.import_module("tensorflow.python.framework.op_def_registry")
        self.complaints: list[str] = []

    def record(self, name: str, item: Sample) -> Golden:
        """What TensorFlow does with a sample of the op `name`.

        Args:
            name: wire name.
            item: the sample.

        Returns:
            Outputs and gradients, or the class of the exception.
        """
        definition = self.registry.get(name)
        if definition is None:
            raise SystemExit(f"TensorFlow has no op {name!r}; its samples are under a wrong name.")
        try:
            return self._run(definition, item)
        except Exception as error:
            golden = Golden([], error=type(error).__name__)
            if golden.error in MISTAKES:
                self.complaints.append(f"{name}: {str(error).splitlines()[0][:300]}")
            return golden

    def is_refused_while_built(self, name: str, item: Sample) -> bool:
        """Whether a graph of constants cannot be built, by what is known of its shapes."""
        with self.tf.Graph().as_default():
            try:
                self._called(self.registry.get(name), item)
            except ValueError:
                return True
            except Exception:
                return False
        return False

    def _run(self, definition: Any, item: Sample) -> Golden:
        with self.tf.GradientTape(persistent=True) as tape:
            found, watched = self._called(definition, item, tape)
        return self._golden(tape, found, watched, item)

    def _called(self, definition: Any, item: Sample, tape: Any = None) -> tuple[Any, Any]:
        """What the op gives, and the flat inputs that the tape watches."""
        tf = self.tf
        arguments: list[Any] = []
        flat: list[Any] = []
        for arg, value in zip(definition.input_arg, item.inputs, strict=True):
            if arg.number_attr or arg.type_list_attr:
                tensors = [self._tensor(v) for v in value]
                arguments.append(tensors)
                flat.extend(tensors)
            else:
                arguments.append(self._tensor(value))
                flat.append(arguments[-1])
        kernel = getattr(tf.raw_ops, definition.name)
        names = _parameters(kernel, definition)
        watched = {i: x for i, x in enumerate(flat) if tf.is_tensor(x) and _floating(x)}
        if tape is not None:
            tape.watch(list(watched.values()))
        found = kernel(
            **dict(zip(names, arguments, strict=True)),
            **{_RENAMED.get((definition.name, n), n): v for n, v in item.attrs.items()},
        )
        return found, watched

    def _golden(self, tape: Any, found: Any, watched: Any, item: Sample) -> Golden:
        tf = self.tf
        outputs = [] if isinstance(found, tf.Operation) or found is None else tf.nest.flatten(found)
        golden = Golden([y.numpy() for y in outputs] if item.values else list(map(_blank, outputs)))
        golden.outputs = [_array(y) for y in golden.outputs]
        if item.gradient is not False and item.values:
            golden.gradients = self._gradients(tape, outputs, watched, item)
        return golden

    def _tensor(self, value: Any) -> Any:
        if isinstance(value, (np.ndarray, np.generic)):
            return self.tf.constant(value)
        return value

    def _gradients(
        self, tape: Any, outputs: list[Any], watched: dict[int, Any], item: Sample
    ) -> dict[int, np.ndarray | None] | None:
        targets = [(i, y) for i, y in enumerate(outputs) if _floating(y)]
        wanted = item.grad_inputs
        sources = {i: x for i, x in watched.items() if wanted is None or i in wanted}
        if not targets or not sources:
            return None
        arriving = [weights(y.shape, y.dtype.as_numpy_dtype, i) for i, y in targets]
        try:
            found = tape.gradient([y for _, y in targets], list(sources.values()), arriving)
        except LookupError:
            return None
        return {
            i: None if g is None else _array(self.tf.convert_to_tensor(g).numpy())
            for i, g in zip(sources, found, strict=True)
        }

    def definition(self, name: str) -> dict[str, Any]:
        """An OpDef as plain data, its dtypes by name."""
        op_def = self.registry.get(name)
        return {
            "inputs": [self._arg(arg) for arg in op_def.input_arg],
            "outputs": [self._arg(arg) for arg in op_def.output_arg],
            "attrs": {attr.name: self._attr(attr) for attr in op_def.attr},
            "stateful": op_def.is_stateful,
        }

    def _arg(self, arg: Any) -> str:
        kind = arg.type_list_attr or arg.type_attr or self.tf.dtypes.as_dtype(arg.type).name
        return f"{arg.name}: {f'{arg.number_attr}*' if arg.number_attr else ''}{kind}"

    def _attr(self, attr: Any) -> dict[str, Any]:
        entry: dict[str, Any] = {"kind": attr.type}
        if attr.HasField("allowed_values"):
            entry["allowed"] = self._value("list(" + attr.type + ")", attr.allowed_values)
        if attr.HasField("default_value"):
            entry["default"] = self._value(attr.type, attr.default_value)
        if attr.has_minimum:
            entry["minimum"] = attr.minimum
        return entry

    def _value(self, kind: str, value: Any) -> Any:
        if kind.startswith("list("):
            field = {"string": "s", "int": "i", "float": "f", "bool": "b", "func": "func"}.get(
                kind[5:-1], kind[5:-1]
            )
            return [self._plain(kind[5:-1], v) for v in getattr(value.list, field)]
        return self._plain(kind, getattr(value, value.WhichOneof("value") or "s"))

    def _plain(self, kind: str, value: Any) -> Any:
        if kind == "type":
            return self.tf.dtypes.as_dtype(value).name
        if kind == "shape":
            return None if value.unknown_rank else [d.size for d in value.dim]
        if kind == "string":
            return value.decode()
        return value if kind in ("int", "float", "bool") else str(value)


# What the Python function calls an attribute, where that is another name than in the OpDef.
_RENAMED = {("Squeeze", "squeeze_dims"): "axis"}


def _parameters(kernel: Any, definition: Any) -> list[str]:
    """What the Python function calls the inputs: a few have another name than in the OpDef."""
    parameters = list(inspect.signature(kernel).parameters)
    known = {arg.name for arg in definition.input_arg} | {a.name for a in definition.attr}
    renamed = [p for p in parameters if p not in known and p != "name"]
    return [a.name if a.name in parameters else renamed.pop(0) for a in definition.input_arg]


def _floating(x: Any) -> bool:
    return x.dtype.is_floating or x.dtype.is_complex


def _blank(y: Any) -> np.ndarray:
    return np.zeros(y.shape, y.dtype.as_numpy_dtype)


def _array(y: Any) -> np.ndarray:
    """A result as an array; a string, which TensorFlow gives as `bytes`, as an object array."""
    if isinstance(y, (bytes, str)):
        box = np.empty((), object)
        box[()] = y
        return box
    array = np.asarray(y)
    # TensorFlow's quantised types are records of one integer field.
    return array.view(array.dtype[0]) if array.dtype.fields else array


def main() -> int:
    """Records the named files of samples, or all."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    tf = importlib.import_module("tensorflow")
    recorder = Recorder(tf)
    files = sample_files()
    refusals = json.loads(REFUSALS.read_text()) if REFUSALS.exists() else {}
    for name in sys.argv[1:] or files:
        results = {
            op: {digest(item): recorder.record(op, item) for item in items if item.golden}
            for op, items in files[name].items()
        }
        save(GOLDENS / f"{name}.npz", results)
        for op, items in files[name].items():
            refused = [
                digest(item)
                for item in items
                if item.golden and recorder.is_refused_while_built(op, item)
                if results[op][digest(item)].error not in ("", *MISTAKES)
            ]
            refusals.pop(op, None)
            if refused:
                refusals[op] = refused
        count = sum(map(len, results.values()))
        print(f"{name}: {count} results of TensorFlow {tf.__version__}")
    known = {name for name in kernels() if recorder.registry.get(name) is not None}
    save_by_op(OP_DEFS, {name: recorder.definition(name) for name in known})
    save_by_op(REFUSALS, {name: refusals[name] for name in known & refusals.keys()})
    print("\n".join(recorder.complaints))
    return 1 if recorder.complaints else 0


if __name__ == "__main__":
    sys.exit(main())
