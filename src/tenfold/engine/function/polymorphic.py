"""tf.function: a Python function traced once for each kind of arguments, then run compiled."""

from __future__ import annotations

import functools
import inspect
import threading
import time
import weakref
from collections.abc import Callable
from typing import Any

from tenfold.core import context, structure
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.op import registry
from tenfold.core.spec import TensorSpec, TypeSpec
from tenfold.core.tensor import SymbolicTensor, Tensor
from tenfold.engine.autograph.conversion import converted_callback
from tenfold.engine.autograph.tracing import call_traced, conversions_for, end_in_users_code
from tenfold.engine.graph.func_graph import FuncGraph

from .cache import Explanation, Traces, described, spec_of
from .concrete import ConcreteFunction
from .function_type import OPEN, FunctionType, named_like
from .lowered import compiler_ir
from .placing import Fitted, opened, placeholders
from .signature import Arguments, ById, key_of
from .variable_arguments import Given, Held, release, specs_of


class _Eagerly(threading.local):
    on = False


eagerly = _Eagerly()


def run_functions_eagerly(run_eagerly: bool) -> None:
    """Makes every `tf.function` call its Python function directly, for debugging.

    Example:
      >>> import tenfold as tf
      >>> tf.config.run_functions_eagerly(True)
      >>> tf.config.functions_run_eagerly()
      True
      >>> tf.config.run_functions_eagerly(False)
    """
    _Eagerly.on = bool(run_eagerly)


def functions_run_eagerly() -> bool:
    """Whether `tf.config.run_functions_eagerly(True)` is in force."""
    return _Eagerly.on


_trace_lock = threading.RLock()


class TraceGraph(FuncGraph):
    """The graph of a function being traced: knows whether variables may be created."""

    def __init__(self, name: str, may_create: bool) -> None:
        super().__init__(name, outer=state.graph)
        self.may_create = may_create
        self.created_variables: list[Any] = []

    def check_creation(self, name: str) -> None:
        if not self.may_create:
            raise ValueError(
                "tf.function only supports singleton tf.Variables created on the first call: the "
                f"variable {name!r} would be created on every call of {self.name!r}. Create it "
                "outside of the function, or only once (`if self.v is None: self.v = ...`)."
            )

    def created(self, variable: Any) -> None:
        self.created_variables.append(weakref.ref(variable))


class Function:
    """What `tf.function` makes: calls the trace that fits the arguments, tracing when none does."""

    def __init__(
        self,
        python_function: Callable[..., Any],
        input_signature: Any = None,
        reduce_retracing: bool = False,
        jit_compile: bool | None = None,
        name: str | None = None,
        conversions: Any = None,
    ) -> None:
        functools.update_wrapper(self, python_function)
        self.python_function = python_function
        self.input_signature = None if input_signature is None else tuple(input_signature)
        self._reduce_retracing = reduce_retracing
        self._jit_compile = jit_compile
        self._conversions = conversions
        self._name = name or getattr(python_function, "__name__", "function")
        self._arguments = Arguments(python_function)
        self._cache = Traces(self._name)
        self._traces = self._cache.exact
        self._held = Held(python_function)
        self._being_traced: set[Any] = set()
        self._may_relax = True
        self._created = False
        self._bound: weakref.WeakKeyDictionary[Any, Function] = weakref.WeakKeyDictionary()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if _Eagerly.on:
            return self.python_function(*args, **kwargs)
        if kwargs or len(args) != self._arguments.count:
            args, kwargs = self._arguments.canonical(args, kwargs)
        if self.input_signature is not None:
            args = self._to_signature(args)
        key, tensors = self._key(args, kwargs)
        concrete = self._traces.get(key)
        if concrete is None:
            concrete = self._find_or_trace(key, args, kwargs)
        self._cache.used(concrete)
        return concrete.call_flat(tensors)

    def _key(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, Given]:
        """What the trace of a call is found by, and the tensors of the call."""
        tensors = Given()
        key: Any = tuple([key_of(a, tensors) for a in args])
        if kwargs:
            # In their own order, which is that of the trace's inputs.
            key = (key, tuple(kwargs), *[key_of(a, tensors) for a in kwargs.values()])
        if tensors.places and (held := self._held.among(tensors)):
            key = (key, *map(ById, held))
        return key, tensors

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        try:
            found = self._bound.get(instance)
        except TypeError:
            return self._bind(instance)
        if found is None:
            found = self._bound[instance] = self._bind(instance)
        return found

    def _bind(self, instance: Any) -> Function:
        reference = weakref.ref(instance)
        function = self.python_function

        @functools.wraps(function)
        def method(*args: Any, **kwargs: Any) -> Any:
            return converted_callback(function)(reference(), *args, **kwargs)

        bound = functools.partial(function, None)
        method.__signature__ = inspect.signature(bound)  # type: ignore[attr-defined]
        del method.__wrapped__
        return Function(
            method,
            self.input_signature,
            self._reduce_retracing,
            self._jit_compile,
            self._name,
            self._conversions,
        )

    def _to_signature(self, args: tuple[Any, ...]) -> tuple[Any, ...]:
        """The arguments as the signature sees them; parameters beyond it keep their defaults."""
        signature = self.input_signature or ()
        rest = args[len(signature) :]
        if len(args) < len(signature) or not self._arguments.are_defaults(len(signature), rest):
            raise TypeError(
                f"{self._name} takes {len(signature)} arguments by its input_signature; "
                f"received {len(args)}."
            )
        return (*(self._fit(a, s) for a, s in zip(args, signature, strict=False)), *rest)

    def _fit(self, value: Any, spec: Any) -> Any:
        if not isinstance(spec, TypeSpec):
            values = structure.flatten_up_to(spec, value, check_types=False)
            pairs = zip(values, structure.flatten(spec), strict=True)
            return structure.pack_sequence_as(spec, [self._fit(v, s) for v, s in pairs])
        if isinstance(spec, TensorSpec):
            if not isinstance(value, Tensor):
                value = to_tensor(value, spec.dtype)
            if value.dtype is spec.dtype and spec.shape.is_compatible_with(value.shape):
                return Fitted(value, spec)
        elif spec.is_compatible_with(value):
            return Fitted(value, spec)
        raise TypeError(
            f"Binding inputs to tf.function failed: {self._name} expects {spec} by its "
            f"input_signature; received {value!r}."
        )

    def _find_or_trace(
        self, key: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> ConcreteFunction:
        with _trace_lock:
            found = self._traces.get(key)
            if found is not None:
                return found
            if key in self._being_traced:
                raise RecursionError(
                    f"The tf.function {self._name!r} calls itself with arguments of the same "
                    "types while it is traced: a graph has no recursion, so that this would never "
                    "end. Write a loop, or let a Python argument say how deep the recursion goes."
                )
            self._being_traced.add(key)
            try:
                if self._may_relax and self.input_signature is None:
                    found = self._relax(args, kwargs)
                if found is None:
                    found = self._trace(args, kwargs)
            except Exception as error:
                raise end_in_users_code(error)  # noqa: B904 -- the same error
            finally:
                self._being_traced.discard(key)
            self._cache.keep(key, found)
        return found

    def _relax(self, args: Any, kwargs: Any) -> ConcreteFunction | None:
        """A trace that fits other sizes too, once a second shape of the same rank arrives.

        Unless the user asked for it, such a trace is dropped where the function looks at a size
        that it left open: then each shape has its own trace, in which all sizes are known.
        """
        values = structure.flatten((args, kwargs), expand_composites=True)
        found = self._cache.fitting(values)
        if found is not None:
            return found
        specs = self._cache.relaxation(values)
        if specs is None:
            return None
        packed = opened((args, kwargs), specs)
        before = state.unknown_sizes_read
        try:
            found = self._trace(*packed, relaxed=True)
        except Exception:
            if self._reduce_retracing:
                raise
        if found is None or (not self._reduce_retracing and state.unknown_sizes_read != before):
            self._may_relax = False
            return None
        self._cache.keep_relaxed(specs, found)
        return found

    def _trace(
        self, args: tuple[Any, ...], kwargs: dict[str, Any], relaxed: bool = False
    ) -> ConcreteFunction:
        start = time.perf_counter()
        concrete, created = self._trace_once(args, kwargs, may_create=not self._created)
        self._created = True
        if created:
            # A second trace shows that the function does not create them again.
            concrete, _ = self._trace_once(args, kwargs, may_create=False)
        arguments = described(self._arguments.names(len(args)), args, kwargs)
        self._cache.note(arguments, time.perf_counter() - start, concrete, relaxed)
        return concrete

    def _trace_once(
        self, args: tuple[Any, ...], kwargs: dict[str, Any], may_create: bool
    ) -> tuple[ConcreteFunction, bool]:
        self._cache.count += 1
        graph = TraceGraph(self._name, may_create)
        names = self._arguments.names(len(args))
        with context.building(graph), context.recorders(()):
            inside = tuple(placeholders(graph, a, n) for a, n in zip(args, names, strict=True))
            named = {k: placeholders(graph, v, k) for k, v in kwargs.items()}
            given = dict(zip(names, inside, strict=True)) | named
            before = {name: structure.flatten(value) for name, value in given.items()}
            result = call_traced(self.python_function, inside, named, self._conversions)
            self._check_unchanged(before, given)
            outputs, pack = _outputs(graph, result, self._name)
        release(graph)
        self._held.learn(graph.external_captures)
        graph.outputs = outputs
        # To put what is made of tensors together may take operations, which the graph has not.
        made = any(hasattr(x, "_type_spec") for x in structure.flatten(result))
        structured = result if made else pack(outputs)
        concrete = ConcreteFunction(graph, structured, pack, at_once=bool(self._jit_compile))
        arguments = (args, tuple(kwargs.values()))
        specs, rest = structure.pack_sequence_as(
            arguments, specs_of(structure.flatten(arguments), spec_of)
        )
        named_specs = dict(zip(kwargs, rest, strict=True))
        concrete.structured_input_signature = (
            tuple(named_like(s, n) for s, n in zip(specs, names, strict=True)),
            {n: named_like(s, n) for n, s in named_specs.items()},
        )
        concrete.function_type = FunctionType(
            self._name,
            dict(zip(names, specs, strict=True)) | named_specs,
            structure.map_structure(spec_of, result),
            {i: spec_of(inner) for i, (_, inner) in graph.captures.items()},
            self._arguments.signature,
        )
        return concrete, bool(graph.created_variables)

    def _check_unchanged(self, before: dict[str, list[Any]], after: dict[str, Any]) -> None:
        """Refuses a function that changes its arguments: no later call would change its own."""
        changed = []
        for name, old in before.items():
            new = structure.flatten(after[name])
            if len(old) != len(new) or any(a is not b for a, b in zip(old, new, strict=True)):
                changed.append(name)
        if changed:
            raise ValueError(
                f"{self._name}({', '.join(before)}) should not modify its Python input arguments. "
                "Modifying a copy is allowed. The following parameter(s) were modified: "
                f"{', '.join(changed)}"
            )

    def get_concrete_function(self, *args: Any, **kwargs: Any) -> ConcreteFunction:
        """The trace for arguments given as values or as `tf.TensorSpec`s.

        Returns:
          A ConcreteFunction, to be called with tensors alone.
        """
        if self.input_signature is not None and not args and not kwargs:
            args = self.input_signature
        args, kwargs = self._arguments.canonical(args, kwargs)
        key, _ = self._key(args, kwargs)
        concrete = self._traces.get(key)
        if concrete is None:
            concrete = self._find_or_trace(key, args, kwargs)
        return concrete

    def experimental_get_tracing_count(self) -> int:
        """How often the Python function was traced."""
        return self._cache.count

    def explain(self) -> Explanation:
        """Tells of each trace what it was made for, why, and what runs where.

        Example:
          >>> import tenfold as tf
          >>> f = tf.function(lambda x, n: x * n)
          >>> _ = f(tf.constant(1.0), 2), f(tf.constant(1.0), 3)
          >>> print(f.explain())
          <lambda>: 2 traces, 2 kept
          1. (x: float32[], n: 2 (a Python int))
              the first call; traced in ... ms
              ...
          2. (x: float32[], n: 3 (a Python int))
              'n' is 3 (a Python int), was 2 (a Python int); traced in ... ms
              ...
        """
        return self._cache.explanation()

    @property
    def function_spec(self) -> Arguments:
        return self._arguments

    def pretty_printed_concrete_signatures(self, verbose: bool = True) -> str:
        """What each trace takes and gives.

        Args:
          verbose: Whether to give a line to each parameter and capture.

        Example:
          >>> import tenfold as tf
          >>> f = tf.function(lambda x: x * 2.0)
          >>> _ = f(tf.constant([1.0]))
          >>> print(f.pretty_printed_concrete_signatures(verbose=False))
          (x: TensorSpec(shape=(1,), dtype=tf.float32, ...)) -> TensorSpec(shape=(1,), ...)
        """
        traces = {id(t): t for t in self._traces.values()}.values()
        texts = [t.pretty_printed_signature(verbose) for t in traces]
        return ("\n\n" if verbose else "\n").join(texts)

    @property
    def function_type(self) -> FunctionType:
        """The parameters, as far as they are the same for all traces."""
        signature = self._arguments.signature
        names = () if signature is None else signature.parameters
        return FunctionType(self._name, dict.fromkeys(names, OPEN), OPEN, None, signature)

    @property
    def name(self) -> str:
        return self._name

    def experimental_get_compiler_ir(self, *args: Any, **kwargs: Any) -> Callable[..., Any]:
        """What XLA is given for some arguments, and what it makes of it.

        Args:
          *args, **kwargs: Arguments as for a call; tensors, or `tf.TensorSpec`s of known shapes.

        Returns:
          A function of `stage`: `"hlo"`, `"stablehlo"` or `"optimized_hlo"` give text,
          `"hlo_serialized"`, `"stablehlo_serialized"` and `"optimized_hlo_serialized"` bytes,
          `"optimized_hlo_dot"` a graph for Graphviz.

        Raises:
          ValueError: The function was made without `jit_compile=True`.

        Example:
          >>> import tenfold as tf
          >>> f = tf.function(lambda x: x + 1.0, jit_compile=True)
          >>> "HloModule" in f.experimental_get_compiler_ir(tf.constant(1.0))(stage="hlo")
          True
        """
        if not self._jit_compile:
            raise ValueError(
                "Compiler IR can only be returned for functions marked with jit_compile=True; "
                f"{self._name!r} is not. Make it with tf.function(jit_compile=True)."
            )
        return compiler_ir(self.get_concrete_function(*args, **kwargs))


def _outputs(graph: FuncGraph, result: Any, name: str) -> tuple[list[Any], Callable[..., Any]]:
    """The graph's outputs, and how to give them the structure that the function returned."""
    flat = structure.flatten(result, expand_composites=True)
    outputs: list[Any] = []
    places: list[int | None] = []
    for x in flat:
        if x is None:
            places.append(None)
            continue
        try:
            tensor = x if isinstance(x, Tensor) else to_tensor(x)
        except (TypeError, ValueError):
            raise TypeError(
                f"The tf.function {name!r} must return tensors, None or structures of them; it "
                f"returned {x!r} of type {type(x).__name__}.{_mend(x)}"
            ) from None
        places.append(len(outputs))
        from_graph = graph.as_input(tensor)
        outputs.append(_identity(graph, from_graph))
    if len(flat) == 1 and flat[0] is result and places[0] == 0:
        return outputs, lambda raw: raw[0]
    like = structure.map_structure(lambda x: x, result)

    def pack(raw: list[Any]) -> Any:
        values = [None if p is None else raw[p] for p in places]
        return structure.pack_sequence_as(like, values, expand_composites=True)

    return outputs, pack


def _mend(value: Any) -> str:
    """What to do about a result that is no tensor, where that can be told."""
    if inspect.isgenerator(value):
        return " Generators have no form in a graph: return a list, or a tensor of all elements."
    if inspect.iscoroutine(value):
        value.close()  # else Python warns that nobody awaited it
        return " Coroutines have no form in a graph: write a plain function."
    return ""


def _identity(graph: FuncGraph, x: SymbolicTensor) -> SymbolicTensor:
    return graph.add(registry["Identity"], [x], {"T": x.dtype}, "Identity").outputs[0]


def function(
    func: Callable[..., Any] | None = None,
    input_signature: Any = None,
    autograph: bool = True,
    jit_compile: bool | None = None,
    reduce_retracing: bool = False,
    experimental_implements: str | None = None,
    experimental_autograph_options: Any = None,
    experimental_attributes: Any = None,
    experimental_relax_shapes: bool | None = None,
    experimental_compile: bool | None = None,
    experimental_follow_type_hints: bool | None = None,
) -> Any:
    """Makes a function run as a compiled graph, traced once for each kind of arguments.

    Args:
      func: The Python function; without it, a decorator is returned.
      input_signature: `tf.TensorSpec`s of the arguments; then there is one trace.
      autograph: Whether Python control flow on tensors is converted.
      jit_compile: Whether to insist on compilation.
      reduce_retracing: Whether to trace with unknown sizes once a second shape arrives.
      experimental_implements: Accepted for TensorFlow's sake.
      experimental_autograph_options: One or several of `tf.autograph.experimental.Feature`.
      experimental_attributes: Accepted for TensorFlow's sake.
      experimental_relax_shapes: The old name of `reduce_retracing`.
      experimental_compile: The old name of `jit_compile`.
      experimental_follow_type_hints: Accepted for TensorFlow's sake.

    Returns:
      A callable like `func`, with `get_concrete_function` and `python_function`.

    Raises:
      TypeError: `func` is not callable.
      ValueError: On a call: a variable is created that was not created on the first call.

    Example:
      >>> import tenfold as tf
      >>> @tf.function
      ... def square(x):
      ...     return x * x
      >>> square(tf.constant(3.0)).numpy().item()
      9.0
    """
    compile_it = jit_compile if experimental_compile is None else experimental_compile
    relax = reduce_retracing if experimental_relax_shapes is None else experimental_relax_shapes
    conversions = conversions_for(autograph, experimental_autograph_options)

    def decorate(target: Callable[..., Any]) -> Function:
        if not callable(target):
            raise TypeError(f"tf.function needs a callable; received {target!r}.")
        return Function(target, input_signature, relax, compile_it, conversions=conversions)

    return decorate if func is None else decorate(func)
