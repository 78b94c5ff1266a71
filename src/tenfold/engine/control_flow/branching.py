"""Branches: the ops If and Case, their gradients, and tf.cond, tf.case and tf.switch_case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from tenfold.core import context, errors, structure
from tenfold.core.boxes import boxed
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import DType, variant
from tenfold.core.namespace.protocol import HostValueNeeded
from tenfold.core.op import call, op, registry
from tenfold.core.shapes import TensorShape, holds_one
from tenfold.core.tensor import EagerTensor, Tensor
from tenfold.engine.autodiff.indexed_slices import densify
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.engine.graph.gradient_graph import GradientGraph, is_differentiable, zeros_for
from tenfold.engine.graph.nested import is_stateful, sliced, slimmed, used_parameters
from tenfold.engine.graph.told import Failure
from tenfold.engine.graph.traced import Effects, run_traced

from .functions import (
    add_node,
    align,
    as_scalar,
    common_shape,
    extend_outputs,
    new_function,
    note_variables,
    shapes_rule,
    trace,
)
from .list_value import TensorList
from .running import carried, is_known, run_on_host
from .stacked_list import each

Function = FuncGraph


def _truth(value: Any) -> bool:
    """What TensorFlow takes a predicate for: a number that is not 0, a string that is not empty."""
    item = np.asarray(value).item() if np.ndim(value) == 0 else np.size(value)
    return bool(item)


def _choose(xp: Any, index: Any, branches: Sequence[FuncGraph], values: Sequence[Any]) -> Any:
    """Runs the branch of a clamped index."""
    if not xp.compiled:
        return run_on_host(branches[int(index)], values)
    if is_known(index):
        return run_traced(xp, branches[int(index)], values)
    effects = Effects(xp, branches, values)
    shapes = _fake_shapes(xp, effects, branches, values)

    def running(graph: FuncGraph) -> Callable[[Any], Any]:
        def run(held: Any) -> Any:
            outputs, after, failure = effects.run(graph, values, held)
            return (
                [
                    each(shapes[i], lambda a: xp.zeros(a.shape, a.dtype))
                    if i in shapes and t._node.type == "FakeParam"
                    else carried(xp, v, t)
                    for i, (v, t) in enumerate(zip(outputs, graph.outputs, strict=True))
                ],
                after,
                failure or Failure.none(xp),
            )

        return run

    try:
        outputs, after, failure = xp.lax.switch(
            index, [running(g) for g in branches], effects.state()
        )
    except TypeError:
        raise HostValueNeeded from None  # the branches give different shapes
    effects.commit(after, failure)
    return outputs


def _fake_shapes(
    xp: Any, effects: Effects, branches: Sequence[FuncGraph], values: Sequence[Any]
) -> dict[int, Any]:
    """The shapes of outputs that only one branch really gives: XLA wants them of every branch."""
    shapes: dict[int, Any] = {}
    for graph in branches:
        real = [i for i, t in enumerate(graph.outputs) if t._node.type != "FakeParam"]
        wanted = [i for i in real if any(_is_fake(g.outputs[i]) for g in branches)]
        if wanted:

            def run(held: Any, graph: FuncGraph = graph, wanted: list[int] = wanted) -> Any:
                outputs = effects.run(graph, values, held)[0]
                return [carried(xp, outputs[i], graph.outputs[i]) for i in wanted]

            shapes.update(zip(wanted, xp.eval_shape(run, effects.state()), strict=True))
    return shapes


def _is_fake(t: Any) -> bool:
    return t._node.type == "FakeParam"


def _branch_of(xp: Any, cond: Any) -> Any:
    """The index of the branch that a predicate chooses: 0 where it holds."""
    if type(cond) is np.ndarray:
        return np.asarray(not _truth(cond), np.int32)
    if cond.ndim:
        return np.asarray(cond.size == 0, np.int32)
    return xp.where(cond.astype(bool), np.int32(0), np.int32(1))


IF = "cond: Tcond, input: Tin[] -> output: Tout[]"
NONE: Any = ()


@op(IF, stateful=True, shape=shapes_rule)
def If(
    xp: Any,
    cond: Any,
    input: Any,
    *,
    Tout: list[DType],
    then_branch: Function,
    else_branch: Function,
    output_shapes: list[TensorShape] = NONE,
) -> Any:
    return _choose(xp, _branch_of(xp, cond), (then_branch, else_branch), input)


@op(IF, shape=shapes_rule)
def StatelessIf(
    xp: Any,
    cond: Any,
    input: Any,
    *,
    Tout: list[DType],
    then_branch: Function,
    else_branch: Function,
    output_shapes: list[TensorShape] = NONE,
) -> Any:
    return _choose(xp, _branch_of(xp, cond), (then_branch, else_branch), input)


def _clamped(xp: Any, index: Any, count: int) -> Any:
    """The index of a branch; what is out of range chooses the last one, as TensorFlow does."""
    xp = np if is_known(index) else xp  # what the host knows stays there
    valid = (index >= 0) & (index < count)
    return xp.where(valid, index, np.int32(count - 1))


CASE = "branch_index: int32, input: Tin[] -> output: Tout[]"


@op(CASE, stateful=True, shape=shapes_rule)
def Case(
    xp: Any,
    branch_index: Any,
    input: Any,
    *,
    Tout: list[DType],
    branches: list[Function],
    output_shapes: list[TensorShape] = NONE,
) -> Any:
    return _choose(xp, _clamped(xp, branch_index, len(branches)), branches, input)


@op(CASE, shape=shapes_rule)
def StatelessCase(
    xp: Any,
    branch_index: Any,
    input: Any,
    *,
    Tout: list[DType],
    branches: list[Function],
    output_shapes: list[TensorShape] = NONE,
) -> Any:
    return _choose(xp, _clamped(xp, branch_index, len(branches)), branches, input)


@op("-> output: dtype", jit=True)
def FakeParam(xp: Any, *, dtype: DType, shape: TensorShape) -> Any:
    if dtype is variant:
        return boxed(TensorList([], dtype, None))
    if dtype.np.hasobject:
        return boxed(None)
    dims = TensorShape(shape).dims_tuple or ()
    return np.zeros([d or 0 for d in dims], dtype.np)


@FakeParam.shape
def fake_shape(call: Any) -> Any:
    return TensorShape(call.attrs["shape"]).dims_tuple


FakeParam.not_differentiable()


def _branches(node: Any) -> list[FuncGraph]:
    attrs = node.attrs
    if "branches" in attrs:
        return attrs["branches"]
    return [attrs["then_branch"], attrs["else_branch"]]


def _branch_attrs(node_type: str, graphs: Sequence[FuncGraph]) -> dict[str, Any]:
    if node_type.endswith("Case"):
        return {"branches": list(graphs)}
    return {"then_branch": graphs[0], "else_branch": graphs[1]}


def _output_attrs(graphs: Sequence[FuncGraph]) -> dict[str, Any]:
    columns = list(zip(*(g.outputs for g in graphs), strict=True))
    return {
        "Tout": [column[0].dtype for column in columns],
        "output_shapes": [common_shape([t.raw_shape for t in column]) for column in columns],
    }


def _slim(node: Any, wanted: set[int]) -> Any:
    """A branch node without the outputs that nobody wants, and the inputs they alone need."""
    kept = [i for i, t in enumerate(node.outputs) if id(t) in wanted]
    graphs = _branches(node)
    outputs = [[g.outputs[i] for i in kept] for g in graphs]
    used = sorted(set().union(*(used_parameters(g, o) for g, o in zip(graphs, outputs))))
    parts = [
        sliced(g, [g.parameters[i] for i in used], o) for g, o in zip(graphs, outputs, strict=True)
    ]
    attrs = {
        "Tin": [node.inputs[1 + i].dtype for i in used],
        "Tout": [node.outputs[i].dtype for i in kept],
        **_branch_attrs(node.type, parts),
    }
    inputs = [node.inputs[0], *(node.inputs[1 + i] for i in used)]
    return slimmed(node, inputs, [node.outputs[i] for i in kept], attrs)


@If.gradient
@StatelessIf.gradient
@Case.gradient
@StatelessCase.gradient
def branch_gradient(done: Any, *dys: Any) -> Any:
    node = done.outputs[0]._node
    graphs = _branches(node)
    chosen = [
        i
        for i, dy in enumerate(dys)
        if dy is not None and all(is_differentiable(g.outputs[i]) for g in graphs)
    ]
    found = [
        GradientGraph(g, [g.outputs[i] for i in chosen], g.parameters, dense=True) for g in graphs
    ]
    used = [k for k in range(len(node.inputs) - 1) if any(f.parts[k] is not None for f in found)]
    for graph, gradient in zip(graphs, found, strict=True):
        with context.building(gradient.graph), context.recorders(()):
            gradient.graph.outputs = [
                gradient.graph.as_input(zeros_for(graph.parameters[k]))
                if gradient.parts[k] is None
                else gradient.parts[k]
                for k in used
            ]
    arriving = [call("Identity", densify(dys[i])) for i in chosen]
    for index, gradient in enumerate(found):
        _bind(node, index, gradient, arriving)
    results = _add([f.graph for f in found], done.inputs[0], node.type.endswith("Case"), None)
    grads: list[Any] = [None] * len(done.inputs)
    for k, dx in zip(used, results, strict=True):
        grads[1 + k] = dx
    return grads


for _op in (If, StatelessIf, Case, StatelessCase):
    _op.accepts_none = True
    _op.slim = _slim


def _bind(node: Any, index: int, gradient: GradientGraph, arriving: list[Any]) -> None:
    """Replaces what a branch's gradient captured by tensors outside: inputs, outputs, exports."""
    graph = _branches(node)[index]
    places: dict[int, Any] = {}
    for i, t in enumerate(graph.outputs):
        places[id(t)] = node.outputs[i]
    for k, p in enumerate(graph.parameters):
        places[id(p)] = node.inputs[1 + k]
    captures = {}
    for outside, inside in gradient.needs:
        outer = outside
        if id(outside) in places:
            outer = places[id(outside)]
        elif not isinstance(outside, EagerTensor):
            outer = _export(node, index, outside)
        captures[id(outer)] = (outer, inside)
        gradient.graph.sources[id(inside)] = outer
    for dy, inside in zip(arriving, gradient.dys, strict=True):
        captures[id(dy)] = (dy, inside)
    gradient.graph.captures = captures
    gradient.graph.outer = state.graph


def _export(node: Any, index: int, inner: Any) -> Any:
    """Makes an inner value of one branch an output of the node."""
    graphs = _branches(node)
    for i, graph in enumerate(graphs):
        if i == index:
            graph.outputs.append(inner)
            continue
        with context.building(graph), context.recorders(()):
            shape = TensorShape(inner.raw_shape)
            graph.outputs.append(call("FakeParam", dtype=inner.dtype, shape=shape))
    (made,) = extend_outputs(node, [inner])
    attrs = node.attrs
    node.attrs = attrs | {
        "Tout": [*attrs["Tout"], inner.dtype],
        "output_shapes": [*attrs["output_shapes"], made.shape],
    }
    return made


def _add(graphs: Sequence[FuncGraph], chooser: Any, is_case: bool, name: str | None) -> list[Any]:
    """Adds the node of finished branches; gives its outputs."""
    captured = align(graphs)
    kind = ("" if is_stateful(graphs) else "Stateless") + ("Case" if is_case else "If")
    attrs = {
        "Tin": [x.dtype for x in captured],
        **_output_attrs(graphs),
        **_branch_attrs(kind, graphs),
    }
    if not is_case:
        attrs["Tcond"] = chooser.dtype
    return list(add_node(registry[kind], [chooser, *captured], attrs, name).outputs)


def _build(
    chooser: Tensor,
    functions: Sequence[Callable[[], Any]],
    names: Sequence[str],
    what: str,
    is_case: bool,
    name: str,
) -> Any:
    """Traces the branches, checks that they agree, adds the node, packs its results."""
    graphs = [new_function(n) for n in names]
    results = [trace(g, f) for g, f in zip(graphs, functions, strict=True)]
    for graph, result in zip(graphs, results, strict=True):
        try:
            structure.assert_same_structure(results[0], result, expand_composites=True)
        except (ValueError, TypeError) as error:
            raise TypeError(
                f"{what} must have the same number, type, and overall structure of return "
                f"values: {error}"
            ) from None
        flat = structure.flatten(result, expand_composites=True)
        graph.outputs = [x for x in flat if x is not None]
    _same_places(results, what)
    for column in zip(*(g.outputs for g in graphs), strict=True):
        different = [t for t in column if t.dtype is not column[0].dtype]
        if different:
            raise TypeError(
                f"{what} must return tensors of the same dtypes; received "
                f"{' and '.join(f'{t.dtype.name}{t.shape}' for t in column)}. Use tf.cast in one "
                "of them."
            )
    note_variables(graphs)
    outputs = iter([_passed_on(x, name) for x in _add(graphs, chooser, is_case, name)])
    flat = structure.flatten(results[0], expand_composites=True)
    values = [None if x is None else next(outputs) for x in flat]
    return structure.pack_sequence_as(results[0], values, expand_composites=True)


def _passed_on(x: Tensor, scope: str) -> Any:
    """A branch's result under the name that TensorFlow gives it: that of an Identity."""
    with context.name_scope(scope):
        return call("Identity", x)


def _same_places(results: Sequence[Any], what: str) -> None:
    """Refuses branches of which one returns None where another returns a tensor."""
    columns = zip(*(structure.flatten(r, expand_composites=True) for r in results), strict=True)
    for i, column in enumerate(columns):
        if any(x is None for x in column) and not all(x is None for x in column):
            kinds = " and ".join(
                "None" if x is None else f"a {x.dtype.name} tensor" for x in column
            )
            raise ValueError(
                f"{what} must return the same structure: value {i} is {kinds}. Return a tensor "
                "from each branch, or None from all."
            )


def cond(
    pred: Any,
    true_fn: Callable[[], Any] | None = None,
    false_fn: Callable[[], Any] | None = None,
    name: str | None = None,
) -> Any:
    """Calls `true_fn` where `pred` holds, else `false_fn`; in a graph, both are branches of it.

    Args:
      pred: A bool tensor of one element (or a Python bool, eagerly).
      true_fn: A function without arguments.
      false_fn: A function without arguments that returns the same structure of dtypes.
      name: A name for the op.

    Returns:
      What the chosen function returns. A structure of one element, a list or tuple, stays one.

    Raises:
      TypeError: A function is not callable, `pred` is a Python bool in a graph, or the branches
        return different structures or dtypes.
      ValueError: One branch returns None where the other returns a tensor.

    Example:
      >>> import tenfold as tf
      >>> @tf.function
      ... def halved_if_even(n):
      ...     return tf.cond(n % 2 == 0, lambda: n // 2, lambda: n)
      >>> halved_if_even(tf.constant(6)).numpy().item()
      3
    """
    for role, function in (("true_fn", true_fn), ("false_fn", false_fn)):
        if not callable(function):
            raise TypeError(f"cond: {role} must be callable; received {function!r}.")
    assert true_fn is not None and false_fn is not None
    if state.graph is None:
        return true_fn() if pred else false_fn()
    if isinstance(pred, bool):
        raise TypeError(
            "pred must not be a Python bool in a graph: use Python's if, which chooses while the "
            "function is traced."
        )
    pred = to_tensor(pred)
    if not holds_one(pred.raw_shape):
        raise ValueError(f"cond: pred must be a scalar; received shape {pred.shape}.")
    functions = (true_fn, false_fn)
    what = "true_fn and false_fn arguments to tf.cond"
    with context.name_scope(name or "cond") as scope:
        return _build(as_scalar(pred), functions, ("cond_true", "cond_false"), what, False, scope)


def switch_case(
    branch_index: Any,
    branch_fns: Any,
    default: Callable[[], Any] | None = None,
    name: str | None = "switch_case",
) -> Any:
    """Calls the function of an index; in a graph all of them are branches of it.

    Args:
      branch_index: A scalar int32 tensor.
      branch_fns: A list of functions, a dict of functions by index, or pairs of index and
        function; the indices are 0 ... n-1, each once.
      default: Called for every other index; without it the function of the largest index is.
      name: A name for the op.

    Returns:
      What the chosen function returns.

    Raises:
      TypeError: Something is not callable, or the branches disagree.
      ValueError: The indices are not 0 ... n-1.

    Example:
      >>> import tenfold as tf
      >>> tf.switch_case(tf.constant(1), [lambda: tf.constant(10), lambda: tf.constant(20)]).numpy()
      np.int32(20)
    """
    functions = _indexed(branch_fns)
    last = len(functions) - 1
    if default is not None:
        functions.append(default)
    index = to_tensor(branch_index)
    if not index.dtype.is_integer:
        raise TypeError(
            f"switch_case: branch_index must be an integer; received {index.dtype.name}. Cast it."
        )
    if state.graph is None:
        place = int(index)
        return functions[place if 0 <= place <= last else len(functions) - 1]()
    if index.dtype.name != "int32":
        raise TypeError(f"switch_case: branch_index must be int32; received {index.dtype.name}.")
    names = [f"{name or 'switch_case'}_branch{i}" for i in range(len(functions))]
    what = "The branches of tf.switch_case"
    with context.name_scope(name or "switch_case"), context.name_scope("indexed_case") as scope:
        return _build(index, functions, names, what, True, scope)


def _indexed(branch_fns: Any) -> list[Callable[[], Any]]:
    """The functions in the order of their indices."""
    if isinstance(branch_fns, Mapping):
        branch_fns = list(branch_fns.items())
    if isinstance(branch_fns, (list, tuple)) and not branch_fns:
        raise ValueError("switch_case: there must be at least one function; received none.")
    if not isinstance(branch_fns, (list, tuple)):
        raise TypeError(
            f"switch_case: branch_fns must be a list or dict of functions; received {branch_fns!r}."
        )
    if not isinstance(branch_fns[0], (list, tuple)):
        pairs = list(enumerate(branch_fns))
    else:
        pairs = sorted(((int(key), function) for key, function in branch_fns), key=lambda p: p[0])
    if [key for key, _ in pairs] != list(range(len(pairs))):
        raise ValueError(
            f"switch_case: the indices of branch_fns must be 0 ... {len(pairs) - 1}, each once; "
            f"received {[key for key, _ in pairs]}."
        )
    for key, function in pairs:
        if not callable(function):
            raise TypeError(f"switch_case: branch {key} must be callable; received {function!r}.")
    return [function for _, function in pairs]


def case(
    pred_fn_pairs: Any,
    default: Callable[[], Any] | None = None,
    exclusive: bool = False,
    strict: bool = False,
    name: str = "case",
) -> Any:
    """Calls the function of the first predicate that holds.

    Args:
      pred_fn_pairs: Pairs of a scalar bool tensor and a function without arguments.
      default: Called where none holds; without it that is an error.
      exclusive: Whether it is an error when more than one predicate holds.
      strict: Accepted for TensorFlow's sake.
      name: A name for the op.

    Returns:
      What the chosen function returns.

    Raises:
      TypeError: Something is not callable or not a pair.
      tf.errors.InvalidArgumentError: No predicate holds and there is no default; or `exclusive`
        and several hold.

    Example:
      >>> import tenfold as tf
      >>> x = tf.constant(3)
      >>> tf.case([(x < 2, lambda: "few"), (x < 5, lambda: "some")], default=lambda: "many")
      'some'
    """
    pairs = list(pred_fn_pairs.items() if isinstance(pred_fn_pairs, Mapping) else pred_fn_pairs)
    for pair in pairs:
        if not isinstance(pair, (list, tuple)) or len(pair) != 2 or not callable(pair[1]):
            raise TypeError(
                f"case: expected pairs of a predicate and a function; received {pair!r}."
            )
    if not pairs:
        raise ValueError("case: pred_fn_pairs is empty.")
    if default is not None and not callable(default):
        raise TypeError(f"case: default must be callable; received {default!r}.")
    if state.graph is None:
        return _case_now(pairs, default, exclusive)
    preds = [to_tensor(p) for p, _ in pairs]
    checks = []
    if exclusive or default is None:
        count = call("Sum", call("Cast", call("Pack", preds), DstT=np.int32), 0)
        message = (
            "case: "
            + ("more than one" if exclusive else "no")
            + " predicate holds; they are "
            + ", ".join(p.name for p in preds)
        )
        holds = call("LessEqual", count, 1) if exclusive else call("GreaterEqual", count, 1)
        checks.append(call("Assert", holds, [message]))
    functions = [f for _, f in pairs]
    if default is None:
        preds.pop()
    chain = functions.pop() if default is None else default
    for pred, function in zip(reversed(preds), reversed(functions), strict=True):
        chain = _either(pred, function, chain)
    with context.name_scope(name):
        return chain()


def _either(
    pred: Any, function: Callable[[], Any], otherwise: Callable[[], Any]
) -> Callable[[], Any]:
    return lambda: cond(pred, function, otherwise)


def _case_now(pairs: Sequence[tuple[Any, Callable[[], Any]]], default: Any, exclusive: bool) -> Any:
    holding = [function for pred, function in pairs if bool(pred)]
    if exclusive and len(holding) > 1:
        raise errors.InvalidArgumentError(
            None, None, f"case: {len(holding)} predicates hold, but exclusive is set."
        )
    if holding:
        return holding[0]()
    if default is None:
        raise errors.InvalidArgumentError(
            None, None, "case: no predicate holds, and there is no default. Pass default=."
        )
    return default()
