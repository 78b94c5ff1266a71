"""Gradients that users define: for a function, or for an op of a given name."""

from __future__ import annotations

import copy
import functools
import inspect
from collections.abc import Callable, Sequence
from typing import Any

from tenfold.core import context, dispatch, structure
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.op import Op, registry
from tenfold.core.tensor import Tensor

from .backprop import registered, zeros_like
from .tape import GradientTape


class VariableWatcher:
    """A recorder that only notes which variables are read."""

    watches_only = True
    _persistent = False

    def __init__(self) -> None:
        self.seen: dict[int, Any] = {}

    def record(self, done: Any) -> None:
        """Lets calls pass."""

    def extend(self, outputs: Sequence[Any], more: Sequence[Any]) -> None:
        """Lets outputs pass."""

    def watch_variable(self, variable: Any) -> None:
        self.seen.setdefault(id(variable), variable)


def custom_gradient(f: Callable[..., Any] | None = None) -> Callable[..., Any]:
    """Gives a function a gradient of its own.

    Args:
      f: `f(*args, **kwargs)` giving `(result, grad_fn)`. `grad_fn(*dys)` takes one gradient per
        tensor of the result and gives one per positional argument (None for none). If `f` reads
        trainable variables it is called as `grad_fn(*dys, variables=[...])` and gives
        `(gradients of arguments, gradients of variables)`.

    Returns:
      A function `(*args, **kwargs) -> result`.

    Raises:
      TypeError: `f` reads variables and `grad_fn` does not accept `variables`.
      ValueError: `grad_fn` gives another number of gradients.

    Example:
      >>> import tenfold as tf
      >>> @tf.custom_gradient
      ... def clip_gradient(x):
      ...     return x, lambda dy: tf.minimum(dy, 1.0)
      >>> x = tf.constant(2.0)
      >>> with tf.GradientTape() as tape:
      ...     tape.watch(x)
      ...     y = 5.0 * clip_gradient(x)
      >>> tape.gradient(y, x).numpy().item()
      1.0
    """
    return custom_gradient if f is None else _WithGradient(f)


class _WithGradient:
    """A function (or, through an instance, a method) with a gradient of its own."""

    def __init__(self, f: Callable[..., Any]) -> None:
        functools.update_wrapper(self, f)
        self._f = f

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        return self if instance is None else _WithGradient(self._f.__get__(instance, owner))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if state.plain:
            result, _ = self._f(*args, **kwargs)
            return structure.map_structure(to_tensor, result, expand_composites=True)
        return _call(self._f, args, kwargs)


def _call(f: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Runs `f` and puts an IdentityN with the gradient of `f` between its results and the user."""
    arguments = structure.flatten(args, expand_composites=True)
    inputs = [None if x is None else to_tensor(x) for x in arguments]
    watcher = VariableWatcher()
    with context.recorders((*state.recorders, watcher)):
        result, grad_fn = f(*args, **kwargs)
        results = [to_tensor(y) for y in structure.flatten(result, expand_composites=True)]
    given = {id(x) for x in structure.flatten([args, kwargs])}
    variables = [v for v in watcher.seen.values() if id(v) not in given]
    if variables and not _accepts_variables(grad_fn):
        raise TypeError(
            "@tf.custom_gradient grad_fn must accept keyword argument 'variables', since function "
            f"uses variables: {variables}. Write it as `def grad(*dys, variables=None)` and "
            "return (gradients of the arguments, gradients of the variables)."
        )
    for recorder in state.recorders:  # `f` may have hidden what it reads from them
        for variable in variables:
            if variable.trainable:
                recorder.watch_variable(variable)
    gradient = _Gradient(grad_fn, len(results), inputs, variables)
    flat = [*results, *(x for x in inputs if x is not None), *(v.handle for v in variables)]
    outputs = dispatch.run_flat(_identity(gradient), flat, {"T": [x.dtype for x in flat]})
    return structure.pack_sequence_as(result, outputs[: len(results)], expand_composites=True)


def _identity(gradient: Callable[..., Any]) -> Op:
    """IdentityN with another gradient: it computes and exports as the op it is."""
    made = copy.copy(registry["IdentityN"])
    made.gradient_function = gradient
    made.accepts_none = True
    return made


class _Gradient:
    """The user's gradient in the form in which ops have theirs."""

    def __init__(
        self,
        grad_fn: Callable[..., Any],
        num_results: int,
        inputs: Sequence[Any],
        variables: list[Any],
    ) -> None:
        self.grad_fn = grad_fn
        self.num_results = num_results
        self.used = [x is not None for x in inputs]
        self.variables = variables

    def __call__(self, done: Any, *dys: Any) -> list[Any]:
        results = list(zip(done.outputs, dys, strict=True))[: self.num_results]
        if all(dy is None for _, dy in results):
            return [None] * len(done.inputs)
        filled = [zeros_like(y) if dy is None else dy for y, dy in results]
        to_variables: list[Any] = []
        if self.variables:
            found, for_variables = self.grad_fn(*filled, variables=self.variables)
            to_variables = structure.flatten(for_variables)
            if len(to_variables) != len(self.variables):
                raise ValueError(
                    "Must return gradient for each variable from @custom_gradient grad_fn: "
                    f"{len(self.variables)} variables, {len(to_variables)} gradients."
                )
        else:
            found = self.grad_fn(*filled)
        to_inputs = structure.flatten(found)
        if len(to_inputs) != len(self.used):
            raise ValueError(
                f"custom_gradient function expected to return {len(self.used)} gradients, but "
                f"returned {len(to_inputs)} instead."
            )
        kept = [g for g, used in zip(to_inputs, self.used, strict=True) if used]
        gradients = [g if g is None or hasattr(g, "dtype") else to_tensor(g) for g in kept]
        return [None] * self.num_results + gradients + to_variables


def _accepts_variables(grad_fn: Callable[..., Any]) -> bool:
    parameters = inspect.signature(grad_fn).parameters
    if any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
        return True
    found = parameters.get("variables")
    return found is not None and found.kind is not found.POSITIONAL_ONLY


def recompute_grad(f: Callable[..., Any]) -> Callable[..., Any]:
    """Trades time for memory: the gradient of `f` computes `f` anew instead of keeping its inside.

    Args:
      f: A function of tensors; it may read variables.

    Returns:
      A function with the same results and gradients.

    Example:
      >>> import tenfold as tf
      >>> x = tf.constant(3.0)
      >>> with tf.GradientTape() as tape:
      ...     tape.watch(x)
      ...     y = tf.recompute_grad(lambda x: x * x)(x)
      >>> tape.gradient(y, x).numpy().item()
      6.0
    """

    @custom_gradient
    def forward(*args: Any, **kwargs: Any) -> Any:
        with context.recorders(tuple(r for r in state.recorders if r.watches_only)):
            result = f(*args, **kwargs)

        def gradient(*dys: Any, variables: Sequence[Any] = ()) -> Any:
            sources = structure.flatten(args, expand_composites=True)
            with GradientTape() as tape:
                tape.watch([x for x in sources if isinstance(x, Tensor)])
                tape.watch(list(variables))
                again = structure.flatten(f(*args, **kwargs), expand_composites=True)
            wanted = [x for x in sources if isinstance(x, Tensor) or hasattr(x, "handle")]
            found = tape.gradient(again, [wanted, list(variables)], output_gradients=list(dys))
            of_tensors = iter(found[0])
            chosen = {id(x) for x in wanted}
            of_arguments = [next(of_tensors) if id(x) in chosen else None for x in sources]
            return (of_arguments, found[1]) if variables else of_arguments

        return result, gradient

    return functools.wraps(f)(forward)


def grad_pass_through(f: Callable[..., Any]) -> Callable[..., Any]:
    """Makes gradients pass a function as if it were the identity.

    Args:
      f: A function whose results have the shapes of its arguments.

    Returns:
      A function with the same results, whose gradients are those that arrive.

    Example:
      >>> import tenfold as tf
      >>> x = tf.constant(2.7)
      >>> with tf.GradientTape() as tape:
      ...     tape.watch(x)
      ...     y = tf.grad_pass_through(tf.floor)(x)
      >>> tape.gradient(y, x).numpy().item()
      1.0
    """

    @custom_gradient
    def passing(*args: Any, **kwargs: Any) -> Any:
        def gradient(*dys: Any, variables: Any = None) -> Any:
            return dys if variables is None else (dys, [None] * len(variables))

        return f(*args, **kwargs), gradient

    return functools.wraps(f)(passing)


class RegisterGradient:
    """Registers a function as the gradient of the ops of a name.

    Args:
      op_type: The name, such as "MatMul".

    Raises:
      TypeError: `op_type` is not a string.
      KeyError: The op has a gradient already.

    Example:
      >>> import tenfold as tf
      >>> @tf.RegisterGradient("MyOwnOp")
      ... def gradient(op, dy):
      ...     return dy * op.inputs[0]
    """

    def __init__(self, op_type: str) -> None:
        self._op_type = _new_name(op_type)

    def __call__(self, f: Callable[..., Any]) -> Callable[..., Any]:
        _refuse_second(self._op_type)
        registered[self._op_type] = f
        return f


def no_gradient(op_type: str) -> None:
    """States that no gradient flows through the ops of a name.

    Args:
      op_type: The name, such as "Size".

    Raises:
      TypeError: `op_type` is not a string.
      KeyError: The op has a gradient already.

    Example:
      >>> import tenfold as tf
      >>> tf.no_gradient("MyOwnSize")
    """
    _refuse_second(_new_name(op_type))
    registered[op_type] = None


def _new_name(op_type: Any) -> str:
    if not isinstance(op_type, str):
        raise TypeError(f"op_type must be a string; received {op_type!r}.")
    return op_type


def _refuse_second(op_type: str) -> None:
    known = registry.get(op_type)
    has = known is not None and (known.gradient_function or not known.differentiable)
    if has or op_type in registered:
        raise KeyError(f"Registering two gradient with name {op_type!r}! It has one already.")
