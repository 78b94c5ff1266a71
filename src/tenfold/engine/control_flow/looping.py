"""Loops: the op While, its gradient, and tf.while_loop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tenfold.core import context, structure
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import int32
from tenfold.core.op import call, op, registry
from tenfold.core.shapes import TensorShape, holds_one
from tenfold.core.spec import TensorSpec, TypeSpec
from tenfold.core.tensor import EagerTensor, SymbolicTensor, Tensor
from tenfold.engine.autodiff.indexed_slices import add, densify
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.engine.graph.gradient_graph import (
    GradientGraph,
    copy_nodes,
    is_differentiable,
    zeros_for,
)
from tenfold.engine.graph.nested import is_stateful, sliced, slimmed, used_parameters

from .compiled_loop import run_compiled
from .functions import (
    add_node,
    align,
    as_scalar,
    new_function,
    note_variables,
    trace,
)
from .list_value import shape_input
from .loop_saving import Saved, read_at_start
from .running import run_on_host

Function = FuncGraph
NONE: Any = ()
WHILE = "input: T[] -> output: T[]"


def _loop(xp: Any, values: Sequence[Any], cond: FuncGraph, body: FuncGraph) -> list[Any]:
    if xp.compiled:
        return run_compiled(xp, values, cond, body)
    held = list(values)
    while np.asarray(run_on_host(cond, held)[0]).item():
        held = run_on_host(body, held)
    return held


def loop_shapes(call: Any) -> Any:
    """The shape rule: what the attribute says, or what the body's outputs have."""
    shapes = call.attrs["output_shapes"] or [t.raw_shape for t in call.attrs["body"].outputs]
    return [TensorShape(s).dims_tuple for s in shapes]


@op(WHILE, stateful=True, shape=loop_shapes)
def While(
    xp: Any,
    input: Any,
    *,
    cond: Function,
    body: Function,
    output_shapes: list[TensorShape] = NONE,
    parallel_iterations: int = 10,
) -> Any:
    return _loop(xp, input, cond, body)


@op(WHILE, shape=loop_shapes)
def StatelessWhile(
    xp: Any,
    input: Any,
    *,
    cond: Function,
    body: Function,
    output_shapes: list[TensorShape] = NONE,
    parallel_iterations: int = 10,
) -> Any:
    return _loop(xp, input, cond, body)


def _slim(node: Any, wanted: set[int]) -> Any:
    """A loop without the variables that neither its condition nor a wanted output depends on."""
    cond, body = node.attrs["cond"], node.attrs["body"]
    kept = {i for i, t in enumerate(node.outputs) if id(t) in wanted}
    kept |= used_parameters(cond, cond.outputs) | used_parameters(body, [])
    while True:
        needed = kept | used_parameters(body, [body.outputs[i] for i in kept])
        if needed == kept:
            break
        kept = needed
    places = sorted(kept)
    attrs = {
        "cond": sliced(cond, [cond.parameters[i] for i in places], cond.outputs),
        "body": sliced(
            body, [body.parameters[i] for i in places], [body.outputs[i] for i in places]
        ),
        "T": [node.inputs[i].dtype for i in places],
    }
    inputs = [node.inputs[i] for i in places]
    return slimmed(node, inputs, [node.outputs[i] for i in places], attrs)


def _add_loop(
    cond: FuncGraph, body: FuncGraph, initial: Sequence[Any], name: str | None, parallel: int = 10
) -> list[Any]:
    """Adds the node of a loop whose functions are complete; gives its outputs.

    What the functions captured becomes loop variables that stay as they are.
    """
    captured = align([cond, body])
    body.outputs.extend(body.inputs[len(initial) :])
    kind = "While" if is_stateful((cond, body)) else "StatelessWhile"
    attrs = {
        "T": [t.dtype for t in body.inputs],
        "cond": cond,
        "body": body,
        "output_shapes": [t.shape for t in body.inputs],
        "parallel_iterations": parallel,
    }
    node = add_node(registry[kind], [*initial, *captured], attrs, name)
    return node.outputs


# What a gradient may ask about a tensor without needing the tensor itself at every step.
_ABOUT = frozenset({"Shape", "Size", "Rank", "TensorListLength", "TensorListElementShape"})


@While.gradient
@StatelessWhile.gradient
def while_gradient(done: Any, *dys: Any) -> Any:
    """Runs the loop backwards: the body's gradient, fed with the values that were saved."""
    node = done.outputs[0]._node
    body: FuncGraph = node.attrs["body"]
    fixed = {i for i, (p, t) in enumerate(zip(body.inputs, body.outputs, strict=True)) if p is t}
    flowing, gradient = _body_gradient(body, dys, fixed)
    kept = sorted(i for i in fixed if gradient.parts[i] is not None)
    saved = Saved(node, done.inputs)
    count = saved.count()
    _compute_forward(body, gradient)
    sources = {id(p): node.inputs[i] for i, p in enumerate(body.inputs) if i in fixed}
    outer: list[tuple[SymbolicTensor, Any]] = []  # captured, and the tensor outside
    stepwise: list[tuple[SymbolicTensor, SymbolicTensor, SymbolicTensor]] = []
    for outside, inside in gradient.needs:
        if isinstance(outside, EagerTensor):
            outer.append((inside, outside))
        elif id(outside) in sources:
            outer.append((inside, sources[id(outside)]))
        elif (value := body.known_value(outside)) is not None:
            outer.append((inside, EagerTensor(value, outside.dtype)))
        elif (before := saved.before(outside)) is not None:
            outer.append((inside, before))
        else:
            stepwise.append((inside, outside, saved.steps_of(outside)))
    initial = [np.int32(0)]
    initial += [zeros_for(node.outputs[i]) if dys[i] is None else densify(dys[i]) for i in flowing]
    initial += [zeros_for(node.inputs[i]) for i in kept]
    initial += [steps for _, _, steps in stepwise]
    values = [state.graph.as_input(to_tensor(x)) for x in initial]
    for i, dy, value in zip(flowing, gradient.dys, values[1:], strict=False):
        if (first := read_at_start(body, gradient, i, dy)) is not None:
            outer.append((first, value))
    cond, back = new_function("while_cond_backward"), new_function("while_body_backward")
    specs = [(int32, ())]
    specs += [(body.inputs[i].dtype, body.inputs[i].raw_shape) for i in flowing]
    specs += [(v.dtype, v.raw_shape) for v in values[1 + len(flowing) :]]
    for function in (cond, back):
        function.inputs = [function.placeholder(t, s, "grad") for t, s in specs]
    with context.building(cond), context.recorders(()):
        cond.outputs = [call("Less", cond.inputs[0], count)]
    with context.building(back), context.recorders(()):
        back.outputs = _step_back(back, gradient, flowing, kept, outer, stepwise)
    results = _add_loop(cond, back, values, None)
    grads = {i: dy for i, dy in enumerate(dys) if i in fixed}  # what passes by unchanged
    for i, dx in zip((*flowing, *kept), results[1:], strict=False):
        known = grads.get(i)
        grads[i] = dx if known is None else add(known, dx)
    return [grads.get(i) for i in range(len(done.inputs))]


for _op in (While, StatelessWhile):
    _op.accepts_none = True
    _op.slim = _slim


def _body_gradient(
    body: FuncGraph, dys: Sequence[Any], fixed: set[int]
) -> tuple[list[int], GradientGraph]:
    """The gradient of one step, and the loop variables that gradients flow through."""
    flowing = {
        i
        for i, dy in enumerate(dys)
        if dy is not None and i not in fixed and is_differentiable(body.inputs[i])
    }
    while True:
        order = sorted(flowing)
        made = GradientGraph(body, [body.outputs[i] for i in order], body.inputs, dense=True)
        reached = {i for i, part in enumerate(made.parts) if part is not None} - fixed
        if reached <= flowing:
            return order, made
        flowing |= reached


def _compute_forward(body: FuncGraph, gradient: GradientGraph) -> None:
    """Lets the body compute what the gradient asks about its tensors, such as their shapes."""
    graph = gradient.graph
    known = body.__dict__.setdefault("answers", {})
    for outside, inside in gradient.needs:
        users = inside.consumers()
        asking = [n for n in users if n.type in _ABOUT]
        result = any(part is inside for part in gradient.parts)
        if isinstance(outside, EagerTensor) or result or len(asking) < len(users):
            continue
        for asked in asking:
            key = (asked.type, asked.outputs[0].dtype, id(outside))
            if key not in known:
                known[key] = body.add(asked.op, [outside], asked.attrs, asked.name).outputs[0]
            answer = known[key]
            stand_in = graph.capture(answer)  # one for all nodes that ask the same
            _replace(graph, asked, stand_in)
            gradient.parts = [stand_in if p is asked.outputs[0] else p for p in gradient.parts]
        del graph.captures[id(outside)]


def _replace(graph: FuncGraph, node: Any, stand_in: SymbolicTensor) -> None:
    """Puts a tensor in the place of a node's output."""
    old = node.outputs[0]
    graph.nodes.remove(stand_in._node)
    graph.nodes.insert(0, stand_in._node)
    graph.nodes.remove(node)
    for other in graph.nodes:
        other.inputs = [stand_in if x is old else x for x in other.inputs]


def _step_back(
    back: FuncGraph,
    gradient: GradientGraph,
    flowing: Sequence[int],
    kept: Sequence[int],
    outer: Sequence[tuple[SymbolicTensor, Any]],
    stepwise: Sequence[tuple[SymbolicTensor, SymbolicTensor, SymbolicTensor]],
) -> list[SymbolicTensor]:
    """The body of the loop that goes back: takes the saved values, adds up the gradients."""
    step, *rest = back.inputs
    dvars, rest = rest[: len(flowing)], rest[len(flowing) :]
    sums, lists = rest[: len(kept)], rest[len(kept) :]
    env: dict[int, Any] = {id(inside): dy for inside, dy in zip(gradient.dys, dvars, strict=True)}
    shorter = []
    for (inside, inner, _), steps in zip(stepwise, lists, strict=True):
        left, value = call(
            "TensorListPopBack", steps, shape_input(inner.raw_shape), element_dtype=inner.dtype
        )
        shorter.append(left)
        env[id(inside)] = value
    for inside, outside in outer:
        env[id(inside)] = back.as_input(outside)
    copy_nodes(gradient.graph, back, env)
    dxs = [None if part is None else env[id(part)] for part in gradient.parts]
    news: list[Any] = [zeros_for(dv) if dxs[i] is None else dxs[i] for i, dv in zip(flowing, dvars)]
    totals = [add(total, dxs[i]) for i, total in zip(kept, sums, strict=True)]
    return [call("AddV2", step, np.int32(1)), *news, *totals, *shorter]


def while_loop(
    cond: Callable[..., Any],
    body: Callable[..., Any],
    loop_vars: Any,
    shape_invariants: Any = None,
    parallel_iterations: int = 10,
    back_prop: bool = True,
    swap_memory: bool = False,
    maximum_iterations: Any = None,
    name: str | None = None,
) -> Any:
    """Calls `body` again and again while `cond` holds; in a graph it becomes a loop of it.

    Gradients flow through it, to any order. What they need of each step is kept until then: memory
    is the number of steps times the inner values of one. In compiled code it is one array for each
    of these values. Where the number of steps is known when the loop starts (a counter that is
    compared with a limit), the array has as many rows. Else it has room for 64 steps at first;
    when a run needs more, the program is compiled with four times the room and runs again, so that
    it keeps at most four times what it needs. Loops of more than a million steps whose number
    nobody knows run on the host, step by step, each step compiled.

    Args:
      cond: Takes the loop variables, gives a scalar bool.
      body: Takes the loop variables, gives their next values: the same structure of dtypes.
      loop_vars: The first values: a list or tuple of (structures of) tensors.
      shape_invariants: For each tensor a `tf.TensorShape` (or a TypeSpec) that holds throughout;
        by default the shape of its first value.
      parallel_iterations: Accepted for TensorFlow's sake.
      back_prop: Whether gradients flow through a loop in a graph.
      swap_memory: Accepted for TensorFlow's sake.
      maximum_iterations: An integer; the loop ends after so many steps.
      name: A name for the op.

    Returns:
      The last values, in the structure of `loop_vars`.

    Raises:
      TypeError: A function is not callable, or a variable changes its dtype.
      ValueError: A variable changes its shape, or `body` returns another structure.

    Example:
      >>> import tenfold as tf
      >>> i, total = tf.while_loop(lambda i, s: i < 5, lambda i, s: (i + 1, s + i), (0, 0))
      >>> total.numpy().item()
      10
    """
    for role, function in (("cond", cond), ("body", body)):
        if not callable(function):
            raise TypeError(f"while_loop: {role} must be callable; received {function!r}.")
    if not isinstance(loop_vars, (list, tuple)):
        raise TypeError(f"while_loop: loop_vars must be a list or tuple; received {loop_vars!r}.")
    if not loop_vars:
        raise ValueError("while_loop: there are no loop variables; give at least one.")
    if state.graph is None:
        return _loop_now(cond, body, loop_vars, shape_invariants, maximum_iterations)
    with context.name_scope(name or "while") as scope:
        loop = _Building(cond, body, loop_vars, shape_invariants, maximum_iterations)
        found = loop.add(parallel_iterations, scope)
    if back_prop:
        return found
    return structure.map_structure(
        lambda x: call("StopGradient", x) if is_differentiable(x) else x,
        found,
        expand_composites=True,
    )


def _as_tensors(values: Any) -> Any:
    return structure.map_structure(
        lambda x: x if isinstance(x, Tensor) else to_tensor(x), values, expand_composites=True
    )


def _loop_now(
    cond: Any, body: Any, loop_vars: Any, shape_invariants: Any, maximum_iterations: Any
) -> Any:
    """The loop in Python, where no graph is being built."""
    limit = None if maximum_iterations is None else int(to_tensor(maximum_iterations))
    values = _as_tensors(loop_vars)
    steps = 0
    while (limit is None or steps < limit) and bool(to_tensor(cond(*values))):
        result = body(*values)
        if not isinstance(result, (list, tuple)):
            result = (result,)
        structure.assert_same_structure(list(values), list(result), expand_composites=True)
        values = _as_tensors(structure.pack_sequence_as(loop_vars, structure.flatten(result)))
        steps += 1
    return values


class _Building:
    """A loop being added to a graph."""

    def __init__(
        self, cond: Any, body: Any, loop_vars: Any, shape_invariants: Any, maximum_iterations: Any
    ) -> None:
        self.cond = cond
        self.body = body
        self.first = _as_tensors(loop_vars)
        self.flat = structure.flatten(self.first, expand_composites=True)
        self.specs = self._specs(loop_vars, shape_invariants)
        self.limit = None
        if maximum_iterations is not None:
            self.limit = call("Cast", to_tensor(maximum_iterations), DstT=int32)

    def _specs(self, loop_vars: Any, invariants: Any) -> list[TensorSpec]:
        if invariants is None:
            return [TensorSpec(t.shape, t.dtype) for t in self.flat]
        specs: list[TensorSpec] = []
        parts = structure.flatten(self.first)
        given = _flat_invariants(invariants, len(parts))
        for value, invariant in zip(parts, given, strict=True):
            if isinstance(invariant, TypeSpec) and not isinstance(invariant, TensorSpec):
                specs += structure.flatten(invariant, expand_composites=True)
            elif isinstance(value, Tensor):
                specs.append(self._fitting(value, invariant))
            else:
                shape = TensorShape(invariant)
                spec = value._shape_invariant_to_type_spec(shape)
                specs += structure.flatten(spec, expand_composites=True)
        return specs

    @staticmethod
    def _fitting(value: Tensor, invariant: Any) -> TensorSpec:
        shape = invariant.shape if isinstance(invariant, TensorSpec) else TensorShape(invariant)
        if not shape.is_compatible_with(value.shape):
            raise ValueError(
                f"The shape invariant {shape} specified for {_named(value)} is not compatible "
                f"with the initial shape of the loop variable, {value.shape}."
            )
        return TensorSpec(shape, value.dtype)

    def add(self, parallel_iterations: int, name: str) -> Any:
        cond, body = new_function("while_cond"), new_function("while_body")
        counted = self.limit is not None
        initial = [np.int32(0)] * counted + self.flat
        specs = [TensorSpec((), int32)] * counted + self.specs
        for function in (cond, body):
            function.inputs = [
                function.placeholder(s.dtype, s.shape.dims_tuple, _plain_name(x))
                for s, x in zip(specs, initial, strict=True)
            ]
        cond.outputs = [self._trace_cond(cond, counted)]
        body.outputs = self._trace_body(body, counted)
        note_variables((cond, body))
        values = [state.graph.as_input(to_tensor(x)) for x in initial]
        outputs = _add_loop(cond, body, values, name, parallel_iterations)
        found = outputs[counted : counted + len(self.flat)]
        return structure.pack_sequence_as(self.first, list(found), expand_composites=True)

    def _packed(self, tensors: Sequence[Any]) -> Any:
        return structure.pack_sequence_as(self.first, list(tensors), expand_composites=True)

    def _trace_cond(self, graph: FuncGraph, counted: bool) -> SymbolicTensor:
        def holds() -> Any:
            result = to_tensor(self.cond(*self._packed(graph.inputs[counted:])))
            if holds_one(result.raw_shape):
                result = as_scalar(result)
            if counted:
                below = call("Less", graph.inputs[0], self.limit)
                return call("LogicalAnd", below, result)
            return result

        found = trace(graph, holds)
        if found.dtype.name != "bool" or found.raw_shape != ():
            raise TypeError(
                f"while_loop: cond must give a scalar bool; it gave {found.dtype.name}"
                f"{found.shape}."
            )
        return found

    def _trace_body(self, graph: FuncGraph, counted: bool) -> list[SymbolicTensor]:
        result = trace(graph, lambda: self._step(graph.inputs[counted:]))
        outputs = structure.flatten(result, expand_composites=True)
        self._check(outputs)
        if counted:
            with context.building(graph), context.recorders(()):
                outputs.insert(0, call("AddV2", graph.inputs[0], np.int32(1)))
        return outputs

    def _step(self, inputs: Sequence[Any]) -> Any:
        result = self.body(*self._packed(inputs))
        if not isinstance(result, (list, tuple)) or (
            len(self.first) == 1 and len(result) != 1 and structure.is_nested(self.first[0])
        ):
            result = (result,)
        try:
            structure.assert_same_structure(list(self.first), list(result), expand_composites=True)
        except (ValueError, TypeError) as error:
            raise ValueError(
                f"while_loop: body returns another structure than loop_vars: {error}"
            ) from None
        return [
            x if x is None or isinstance(x, Tensor) else to_tensor(x, like.dtype)
            for x, like in zip(
                structure.flatten(result, expand_composites=True), self.flat, strict=True
            )
        ]

    def _check(self, outputs: Sequence[SymbolicTensor]) -> None:
        """Refuses a step that changes dtypes or shapes."""
        for first, spec, output in zip(self.flat, self.specs, outputs, strict=True):
            if output is None:
                raise ValueError(
                    f"while_loop: body returns None for {_named(first)}; return a tensor."
                )
            if output.dtype is not spec.dtype:
                raise TypeError(
                    f"Input tensor {_named(first)} enters the loop with type {spec.dtype.name}, "
                    f"but has type {output.dtype.name} after one iteration. Cast it in the body."
                )
            if not output.shape.is_compatible_with(spec.shape) or (
                output.shape.most_specific_compatible_shape(spec.shape) != spec.shape
            ):
                raise ValueError(
                    f"Input tensor {_named(first)} enters the loop with shape {spec.shape}, but "
                    f"has shape {output.shape} after one iteration. To allow the shape to vary "
                    "across iterations, use the `shape_invariants` argument of tf.while_loop to "
                    "specify a less-specific shape."
                )


def _flat_invariants(invariants: Any, count: int) -> list[Any]:
    flat: list[Any] = []

    def visit(x: Any) -> None:
        if x is None or isinstance(x, (TensorShape, TypeSpec)):
            flat.append(x)
        elif isinstance(x, dict):
            for key in sorted(x):
                visit(x[key])
        else:
            for part in x:
                visit(part)

    visit(invariants)
    if len(flat) != count:
        raise ValueError(
            f"while_loop: shape_invariants has {len(flat)} parts, loop_vars has {count}."
        )
    return flat


def _named(x: Any) -> str:
    return repr(x.name) if isinstance(x, SymbolicTensor) else f"{x.dtype.name}{x.shape}"


def _plain_name(x: Any) -> str:
    return x._node.name.rpartition("/")[2] if isinstance(x, SymbolicTensor) else "loop_var"
