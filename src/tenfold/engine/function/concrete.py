"""A concrete function: one trace, callable with tensors, differentiable."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from tenfold.core import context, devices, structure
from tenfold.core.context import state
from tenfold.core.dispatch import Call
from tenfold.core.dtypes import resource, variant
from tenfold.core.tensor import EagerTensor, SymbolicTensor, Tensor
from tenfold.engine.autodiff.indexed_slices import IndexedSlices
from tenfold.engine.graph.executable import Executable
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.engine.graph.gradient_graph import (
    GradientGraph,
    inline,
    is_differentiable,
    zeros_for,
)

from .atomic import AtomicFunction
from .function_type import FunctionType
from .variable_arguments import variable_of


class FunctionCall:
    """The op-like description of a call of a traced function, for tapes."""

    name = "PartitionedCall"
    differentiable = True
    accepts_none = True

    def __init__(self, concrete: ConcreteFunction, exported: list[SymbolicTensor]) -> None:
        self.concrete = concrete
        self.exported = exported

    def gradient_function(self, done: Any, *dys: Any) -> list[Any]:
        given = tuple(dy is not None for dy in dys)
        backward = self.concrete.backward(given, self.exported)
        if not backward.is_complete:
            # A loop keeps other values for the gradient of some outputs than for that of all,
            # which is what was exported for.
            count = len(self.concrete.graph.outputs)
            every = [has or i < count for i, has in enumerate(given)]
            mask = tuple(
                w and is_differentiable(y) for w, y in zip(every, done.outputs, strict=True)
            )
            backward = self.concrete.backward(mask, self.exported)
            pairs = zip(done.outputs, dys, mask, strict=True)
            dys = tuple(zeros_for(y) if dy is None and w else dy for y, dy, w in pairs)
        return backward(done, [dy for dy in dys if dy is not None])


class ConcreteFunction:
    """One trace of a function.

    Example:
      >>> import tenfold as tf
      >>> f = tf.function(lambda x: x * 2.0).get_concrete_function(tf.TensorSpec([], tf.float32))
      >>> f(tf.constant(3.0)).numpy().item()
      6.0
    """

    def __init__(
        self,
        graph: FuncGraph,
        outputs: Any,
        make_structure: Callable[..., Any],
        at_once: bool = False,
    ) -> None:
        self.graph = graph
        self.at_once = at_once  # whether to compile on the first call
        self.last_used = 0
        self.structured_outputs = outputs
        self.structured_input_signature: Any = None
        self.function_type: FunctionType | None = None
        self._pack = make_structure
        self._executables: dict[Any, Executable] = {}
        self._backwards: dict[Any, Backward] = {}
        self._lock = threading.RLock()

    @property
    def name(self) -> str:
        return self.graph.name

    @property
    def inputs(self) -> list[SymbolicTensor]:
        return self.graph.inputs + self.graph.internal_captures

    @property
    def outputs(self) -> list[SymbolicTensor]:
        return self.graph.outputs

    @property
    def captured_inputs(self) -> list[Any]:
        return self.graph.external_captures

    @property
    def variables(self) -> tuple[Any, ...]:
        return tuple(self.graph.variables)

    @property
    def trainable_variables(self) -> tuple[Any, ...]:
        return self.graph.trainable_variables

    @property
    def output_dtypes(self) -> Any:
        return structure.map_structure(lambda t: t.dtype, self.structured_outputs)

    @property
    def output_shapes(self) -> Any:
        return structure.map_structure(lambda t: t.shape, self.structured_outputs)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.call_flat(self.bind(args, kwargs))

    def bind(self, args: Sequence[Any], kwargs: dict[str, Any]) -> list[Any]:
        """The tensors of a call, in the order of the graph's inputs.

        A call gives the parameters, as one of the function does, or nothing but those tensors.
        """
        if self.function_type is None:
            raise TypeError(f"{self.name} has no signature to call it with.")
        try:
            flat = self.function_type.bind(args, kwargs)
        except TypeError:
            positional = None if kwargs else self._flat(args)
            if positional is None:
                raise
            flat = positional
        self._check_apart(flat)
        return flat

    def _check_apart(self, flat: Sequence[Any]) -> None:
        """Refuses a variable that the trace reads from outside too, as one of its own."""
        for x in flat:
            if x.dtype is resource and id(x) in self.graph.captures:
                raise TypeError(
                    f"{self.name} holds the variable {x._value.item().name!r}, which is passed to "
                    "it as well; this trace takes them for two. Call the tf.function with it, or "
                    "get_concrete_function."
                )

    def _flat(self, args: Sequence[Any]) -> list[Any] | None:
        """Arguments that are the tensors of the inputs, one after the other."""
        wanted = self.graph.inputs
        if len(args) != len(wanted) or not all(isinstance(a, Tensor) for a in args):
            return None
        pairs = zip(wanted, args, strict=True)
        fit = all(w.dtype is x.dtype and w.shape.is_compatible_with(x.shape) for w, x in pairs)
        return list(args) if fit else None

    @property
    def inference_fn(self) -> AtomicFunction:
        """The trace alone, which is given what it captured too."""
        return AtomicFunction(self.graph, self.function_type, self._call_all)

    @property
    def function_def(self) -> Any:
        """The trace as a FunctionDef message."""
        return self.inference_fn.definition

    def pretty_printed_signature(self, verbose: bool = True) -> str:
        """What the trace takes and gives; `verbose` gives a line to each parameter and capture."""
        return repr(self.function_type) if verbose else str(self.function_type)

    def __repr__(self) -> str:
        return f"<ConcreteFunction {self.function_type or self.name} at 0x{id(self):X}>"

    def __str__(self) -> str:
        return f"ConcreteFunction {self.pretty_printed_signature()}"

    def call_flat(self, args: Sequence[Any]) -> Any:
        """Calls with tensors in the order of the graph's inputs; gives structured outputs."""
        return self._call_all([*args, *self.graph.external_captures])

    def _call_all(self, inputs: Sequence[Any]) -> Any:
        if state.graph is not None:
            return self._pack(self._inline(inputs))
        if not state.recorders:
            outputs = self._run((), inputs)
        else:
            outputs = self._run_recorded(inputs)
        return self._pack(outputs)

    def _inline(self, inputs: Sequence[Any]) -> list[Any]:
        """Adds this function's nodes to the graph being built."""
        graph = state.graph
        for variable in (*self.graph.variables, *self._passed(inputs)):
            graph.uses(variable)
            for recorder in state.recorders:
                if variable.trainable:
                    recorder.watch_variable(variable)
        env = inline(self.graph, inputs, graph)
        return [env[id(t)] for t in self.graph.outputs]

    def _passed(self, inputs: Sequence[Any]) -> list[Any]:
        """The variables among the arguments of a call."""
        if not any(x.dtype is resource for x in self.graph.inputs):
            return []
        given = map(variable_of, inputs[: len(self.graph.inputs)])
        return [variable for variable in given if variable is not None]

    def executable(self, exported: Sequence[SymbolicTensor]) -> Executable:
        key = tuple(id(t) for t in exported)
        found = self._executables.get(key)
        if found is None:
            with self._lock:
                found = self._executables.get(key)
                if found is None:
                    outputs = [*self.graph.outputs, *exported]
                    found = Executable(self.graph.nodes, self.inputs, outputs, self.at_once)
                    self._executables[key] = found
        return found

    def describe(self) -> str:
        """What runs where, and how long compiling took, as far as the function was called."""
        runs = [e.describe() for e in self._executables.values()]
        runs += [f"gradient: {b.concrete.describe()}" for b in self._backwards.values()]
        return "; ".join(runs) or "not called yet"

    def _run(self, exported: Sequence[SymbolicTensor], inputs: Sequence[Any]) -> list[Any]:
        run = self.executable(exported)
        raw = run([x._value for x in inputs])
        made = devices.held if devices.others() else EagerTensor
        return [made(v, t) for v, t in zip(raw, run.dtypes, strict=True)]

    def _run_recorded(self, inputs: Sequence[Any]) -> list[Any]:
        for recorder in state.recorders:
            for variable in (*self.graph.variables, *self._passed(inputs)):
                if variable.trainable:
                    recorder.watch_variable(variable)
        exported = self._to_export()
        with context.recorders(()):
            outputs = self._run(exported, inputs)
        done: Any = Call(FunctionCall(self, exported), inputs, outputs, {})
        for recorder in state.recorders:
            recorder.record(done)
        return outputs[: len(self.graph.outputs)]

    def _to_export(self) -> list[SymbolicTensor]:
        """The inner values that the gradient needs; all of them where gradients nest."""
        tapes = [r for r in state.recorders if not r.watches_only]
        persistent = any(r._persistent for r in tapes)
        if len(tapes) > 1 or persistent:
            return self._all_inner(len(tapes) + persistent)
        mask = tuple(is_differentiable(t) for t in self.graph.outputs)
        return self.backward(mask, None).needed

    def _all_inner(self, order: int) -> list[SymbolicTensor]:
        """Every inner value, and what gradients up to an order need from inside held functions."""
        with self._lock:
            inner = self._inner()
            held = any(n.op.plan.function_attrs for n in self.graph.nodes)
            for _ in range(order if held else 0):
                mask = tuple(is_differentiable(t) for t in (*self.graph.outputs, *inner))
                self.backward(mask, inner)  # makes what it needs outputs of the ops that hold it
                before, inner = inner, self._inner()
                if len(before) == len(inner):
                    break
            return inner

    def _inner(self) -> list[SymbolicTensor]:
        known = {id(t) for t in (*self.inputs, *self.graph.outputs)}
        return [
            t
            for n in self.graph.nodes
            for t in n.outputs
            if id(t) not in known and (not t.dtype.np.hasobject or t.dtype is variant)
        ]

    def backward(self, mask: tuple[bool, ...], exported: list[SymbolicTensor] | None) -> Backward:
        """The function that computes input gradients, for the outputs that have one."""
        key = (mask, None if exported is None else tuple(id(t) for t in exported))
        with self._lock:
            found = self._backwards.get(key)
            if found is None:
                found = self._backwards[key] = Backward(self, mask, exported or [])
        return found


class Backward:
    """Gradients of a traced function's outputs with respect to its inputs, as a function."""

    def __init__(
        self, forward: ConcreteFunction, mask: tuple[bool, ...], exported: list[SymbolicTensor]
    ) -> None:
        outputs = [*forward.graph.outputs, *exported]
        chosen = [t for t, given in zip(outputs, mask, strict=True) if given]
        made = GradientGraph(forward.graph, chosen, forward.inputs)
        graph = made.graph
        graph.inputs = made.dys
        self.parts: list[Any] = [
            [p for p in (g.values, g.indices, g.dense_shape) if p is not None]
            if isinstance(g, IndexedSlices)
            else g
            for g in made.parts
        ]
        graph.outputs = structure.flatten([p for p in self.parts if p is not None])
        self.concrete = ConcreteFunction(graph, None, lambda flat: flat, forward.at_once)
        places: dict[int, tuple[str, Any]] = {
            id(t): ("in", i) for i, t in enumerate(forward.inputs)
        }
        for i, t in enumerate(outputs):
            places.setdefault(id(t), ("out", i))
        captured = [t for t, _ in graph.captures.values()]
        for t in captured:  # such as the handle of a variable that a custom gradient reads
            if isinstance(t, EagerTensor):
                places.setdefault(id(t), ("outside", t))
        self.needed = [t for t in captured if id(t) not in places]
        self._places = [places.get(id(t)) for t in captured]
        self._graph = graph

    @property
    def is_complete(self) -> bool:
        """Whether a call has all values that the gradient needs."""
        return None not in self._places

    def __call__(self, done: Any, dys: list[Tensor]) -> list[Any]:
        values = []
        for place in self._places:
            assert place is not None, "an inner value that the gradient needs was not exported"
            kind, index = place
            if kind == "outside":
                values.append(index)
            else:
                values.append(done.inputs[index] if kind == "in" else done.outputs[index])
        flat = iter(self._call(list(dys), values))
        return [_rebuild(part, flat) for part in self.parts]

    def _call(self, dys: list[Tensor], values: list[Any]) -> list[Any]:
        captures = self._graph.captures
        bound = {
            key: (value, inner)
            for (key, (_, inner)), value in zip(captures.items(), values, strict=True)
        }
        return _Bound(self.concrete, bound).call_flat(dys)


class _Bound(ConcreteFunction):
    """A concrete function with other values in place of what its graph captured."""

    def __init__(self, concrete: ConcreteFunction, captures: dict[int, Any]) -> None:
        self.__dict__.update(concrete.__dict__)
        self._captures = captures

    def call_flat(self, args: Sequence[Any]) -> Any:
        inputs = [*args, *(outside for outside, _ in self._captures.values())]
        if state.graph is not None:
            return self._inline(inputs)
        return self._run_recorded(inputs) if state.recorders else self._run((), inputs)


def _rebuild(part: Any, flat: Any) -> Any:
    if part is None:
        return None
    if isinstance(part, list):
        return IndexedSlices(*(next(flat) for _ in part))
    return next(flat)
