"""tf.vectorized_map: a function over all rows at once, as the op MapDefun."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tenfold.core import context, structure
from tenfold.core.boxes import boxed
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dispatch import run_flat
from tenfold.core.dtypes import DType
from tenfold.core.namespace.protocol import HostValueNeeded
from tenfold.core.op import call, op
from tenfold.core.shapes import TensorShape
from tenfold.core.signature import Types
from tenfold.engine.autodiff.indexed_slices import densify
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.engine.graph.gradient_graph import GradientGraph, is_differentiable
from tenfold.engine.graph.nested import has_effects, sliced, slimmed
from tenfold.engine.graph.replay import as_array
from tenfold.engine.graph.told import Failure
from tenfold.engine.graph.traced import Effects

from .functions import extend_outputs, new_function, note_variables, trace
from .list_forms import list_of, to_host
from .mapping import map_fn, rows_of
from .running import carried, run_on_host
from .stacked_list import StackedList, each

Function = FuncGraph


@op(
    "arguments: Targuments[], captured_inputs: Tcaptured[] -> output: output_types[]",
    Tcaptured=Types(default=[]),
)
def MapDefun(
    xp: Any,
    arguments: Any,
    captured_inputs: Any,
    *,
    output_types: list[DType],
    output_shapes: list[TensorShape],
    f: Function,
    max_intra_op_parallelism: int = 1,
) -> Any:
    if xp.compiled:
        return _mapped(xp, f, arguments, captured_inputs)
    rows = [
        run_on_host(f, [*(_row(x, i) for x in arguments), *captured_inputs])
        for i in range(len(arguments[0]))
    ]
    if not rows:
        return [
            np.zeros((0, *(d or 0 for d in TensorShape(s).dims_tuple or ())), t.np)
            for t, s in zip(output_types, output_shapes, strict=True)
        ]
    return [
        np.stack([x if type(x) is np.ndarray else as_array(x, t) for x in column])
        for column, t in zip(zip(*rows, strict=True), output_types, strict=True)
    ]


def _row(value: Any, i: int) -> Any:
    """What one call takes of an argument."""
    held = list_of(value)
    if isinstance(held, StackedList):  # of all rows, as compiled code gives it
        return boxed(to_host(each(held, lambda a: np.asarray(a)[i])))
    return value[i, ...]


def _mapped(xp: Any, f: FuncGraph, arguments: Any, captured: Any) -> list[Any]:
    effects = Effects(xp, (f,), [*arguments, *captured])

    def row(*parts: Any) -> Any:
        outputs, _, failure = effects.run(f, [*parts, *captured], effects.state())
        return [carried(xp, v, t) for v, t in zip(outputs, f.outputs, strict=True)], failure

    outputs, failures = xp.vmap(row)(*(_as_rows(xp, x) for x in arguments))
    if failures is not None and failures.code.size:
        first = failures.code.argmax()
        effects.commit(effects.state(), Failure(failures.code[first], failures.words[first]))
    return outputs


def _as_rows(xp: Any, value: Any) -> Any:
    """An argument with one row for each call: of a list, each of its arrays has them."""
    if isinstance(value, StackedList):
        return value
    if value.dtype.hasobject:
        raise HostValueNeeded
    return xp.asarray(value)


@MapDefun.shape
def map_defun_shape(call: Any) -> Any:
    rows = call.inputs[0].raw_shape
    count = rows[0] if rows else None
    shapes = [TensorShape(s).dims_tuple for s in call.attrs["output_shapes"]]
    return [None if s is None else (count, *s) for s in shapes]


def _attrs(arguments: Any, captured: Any, f: FuncGraph) -> dict[str, Any]:
    return {
        "Targuments": [x.dtype for x in arguments],
        "Tcaptured": [x.dtype for x in captured],
        "output_types": [t.dtype for t in f.outputs],
        "output_shapes": [t.shape for t in f.outputs],
        "f": f,
        "max_intra_op_parallelism": 1,
    }


def _add(f: FuncGraph, arguments: list[Any]) -> list[Any]:
    """Calls MapDefun with a finished function: in the graph being built, or now."""
    captured = f.external_captures
    f.inputs.extend(f.internal_captures)
    f.captures = {}
    inputs = [*arguments, *captured]
    return run_flat(MapDefun, inputs, _attrs(arguments, captured, f))


@MapDefun.gradient
def map_defun_gradient(done: Any, *dys: Any) -> Any:
    f: FuncGraph = done.attrs["f"]
    node = getattr(done.outputs[0], "_node", None)
    chosen = [i for i, dy in enumerate(dys) if dy is not None and is_differentiable(f.outputs[i])]
    gradient = GradientGraph(f, [f.outputs[i] for i in chosen], f.parameters, dense=True)
    count = len(done.attrs["Targuments"])
    places: dict[int, Any] = {id(t): ("row", done.outputs[i]) for i, t in enumerate(f.outputs)}
    for i, p in enumerate(f.parameters):
        places[id(p)] = ("row" if i < count else "whole", done.inputs[i])
    arguments = [densify(dys[i]) for i in chosen]
    graph = gradient.graph
    graph.inputs = list(gradient.dys)
    whole = {}
    for outside, inside in gradient.needs:
        kind, outer = places.get(id(outside), ("whole", outside))
        if id(outside) not in places and getattr(outside, "_node", None) is not None:
            kind, outer = "row", _rows_of_inner(done, node, f, outside)
        if kind == "row":
            arguments.append(outer)
            graph.inputs.append(inside)
        else:
            whole[id(outer)] = (outer, inside)
    used = [i for i, part in enumerate(gradient.parts) if part is not None]
    graph.outputs = [gradient.parts[i] for i in used]
    graph.captures = whole
    graph.outer = state.graph
    grads: list[Any] = [None] * len(done.inputs)
    if used:
        for i, dx in zip(used, _add(graph, arguments), strict=True):
            grads[i] = dx if i < count else call("Sum", dx, 0)
    return grads


def _slim(node: Any, wanted: set[int]) -> Any:
    """A mapped function without the outputs that nobody wants."""
    kept = [i for i, t in enumerate(node.outputs) if id(t) in wanted]
    f = node.attrs["f"]
    attrs = {
        "f": sliced(f, f.parameters, [f.outputs[i] for i in kept]),
        "output_types": [node.attrs["output_types"][i] for i in kept],
        "output_shapes": [node.attrs["output_shapes"][i] for i in kept],
    }
    return slimmed(node, node.inputs, [node.outputs[i] for i in kept], attrs)


MapDefun.accepts_none = True
MapDefun.slim = _slim


def _rows_of_inner(done: Any, node: Any, f: FuncGraph, inner: Any) -> Any:
    """The values that an inner tensor had for each row: a further output, or computed anew."""
    if node is None:
        again = FuncGraph(f.name, f)  # inside f, whose nodes it shares
        again.__dict__.update(nodes=f.nodes, inputs=f.parameters, outputs=[inner])
        attrs = done.attrs | {
            "output_types": [inner.dtype],
            "output_shapes": [inner.shape],
            "f": again,
        }
        return run_flat(MapDefun, list(done.inputs), attrs)[0]
    f.outputs.append(inner)
    (made,) = extend_outputs(node, [inner])
    dims, rows = inner.raw_shape, node.inputs[0].raw_shape
    made._shape = None if dims is None else (rows[0] if rows else None, *dims)
    node.attrs = node.attrs | {
        "output_types": [*node.attrs["output_types"], inner.dtype],
        "output_shapes": [*node.attrs["output_shapes"], inner.shape],
    }
    return made


def vectorized_map(
    fn: Callable[[Any], Any], elems: Any, fallback_to_while_loop: bool = True, warn: bool = True
) -> Any:
    """Calls `fn` on each row of `elems`, all rows at once, and stacks what it returns.

    In compiled code the rows are computed together. Functions that change state or draw random
    numbers cannot be: they go row by row.

    Args:
      fn: Takes a row (in the structure of `elems`), returns a structure of tensors.
      elems: Tensors `[n, ...]`; of those with one row, that row goes with each of the others.
      fallback_to_while_loop: Whether functions that cannot be vectorised run row by row.
      warn: Accepted for TensorFlow's sake.

    Returns:
      Tensors `[n, ...]` in the structure that `fn` returns.

    Raises:
      ValueError: `elems` has no tensor; or `fn` cannot be vectorised and must be.

    Example:
      >>> import tenfold as tf
      >>> a = tf.reshape(tf.range(6.0), [3, 2])
      >>> tf.vectorized_map(lambda row: tf.reduce_sum(row), a).numpy().tolist()
      [1.0, 5.0, 9.0]
    """
    flat = [to_tensor(x) for x in structure.flatten(elems)]
    longest = max((x.raw_shape[0] for x in flat if x.raw_shape and x.raw_shape[0]), default=None)
    if longest is not None:
        flat = [
            call("Tile", x, [longest, *[1] * (len(x.raw_shape) - 1)])
            if x.raw_shape and x.raw_shape[0] == 1 and longest > 1
            else x
            for x in flat
        ]
    flat, _ = rows_of("vectorized_map", flat)
    f = new_function("vectorized_map")
    f.inputs = [
        f.placeholder(x.dtype, None if x.raw_shape is None else x.raw_shape[1:], "row")
        for x in flat
    ]
    result = trace(f, lambda: fn(structure.pack_sequence_as(elems, f.inputs)))
    f.outputs = [x for x in structure.flatten(result, expand_composites=True) if x is not None]
    if any(has_effects(n) for n in f.nodes):
        if not fallback_to_while_loop:
            raise ValueError(
                "vectorized_map: fn changes state or draws random numbers, so it cannot be "
                "vectorised; pass fallback_to_while_loop=True."
            )
        signature = structure.map_structure(lambda t: t.dtype, result)
        packed = structure.pack_sequence_as(elems, flat)
        return map_fn(fn, packed, fn_output_signature=signature)
    if state.graph is not None:
        note_variables((f,))
    elif state.recorders:
        for variable in f.variables:
            for recorder in state.recorders:
                recorder.watch_variable(variable)
    with context.name_scope("vectorized_map"):
        outputs = _add(f, flat)
    return structure.pack_sequence_as(result, outputs, expand_composites=True)
