"""Python functions as ops of a graph, run on the host: tf.py_function and tf.numpy_function."""

from __future__ import annotations

import functools
import itertools
import weakref
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tenfold.core import context, errors, structure
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dispatch import run_flat
from tenfold.core.dtypes import DType, as_dtype
from tenfold.core.op import op, registry
from tenfold.core.tensor import EagerTensor, Tensor
from tenfold.engine.autodiff.tape import GradientTape
from tenfold.engine.graph.gradient_graph import is_differentiable


class Held:
    """A Python function that nodes refer to by its token, for as long as they live."""

    _numbers = itertools.count()

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.token = f"pyfunc_{next(self._numbers)}"
        _held[self.token] = self


_held: weakref.WeakValueDictionary[str, Held] = weakref.WeakValueDictionary()


def _function_of(token: str) -> Callable[..., Any]:
    held = _held.get(token)
    if held is None:
        raise errors.InternalError(
            None,
            None,
            f"There is no Python function {token!r} in this process: graphs that call Python run "
            "only in the process that made them.",
        )
    return held.function


# What TensorFlow raises for exceptions that come out of the user's function.
_TRANSLATED: tuple[tuple[Any, type[errors.OpError]], ...] = (
    ((ValueError, TypeError), errors.InvalidArgumentError),
    (StopIteration, errors.OutOfRangeError),
    (MemoryError, errors.ResourceExhaustedError),
    (NotImplementedError, errors.UnimplementedError),
    (Exception, errors.UnknownError),
)


def _translated(error: Exception) -> Exception:
    if isinstance(error, errors.OpError):
        return error
    kind = next(made for caught, made in _TRANSLATED if isinstance(error, caught))
    return kind(None, None, f"{type(error).__name__}: {error}")


def _results(result: Any, types: Sequence[DType], what: str) -> list[np.ndarray]:
    """What the function returned as arrays of the promised dtypes."""
    flat = [x for x in structure.flatten(result) if x is not None]
    if len(flat) != len(types):
        raise errors.InvalidArgumentError(
            None,
            None,
            f"{what}: the function returned {len(flat)} values; Tout promises {len(types)}.",
        )
    made = []
    for i, (x, dtype) in enumerate(zip(flat, types, strict=True)):
        tensor = x if isinstance(x, Tensor) else to_tensor(x, None if _has_dtype(x) else dtype)
        if tensor.dtype is not dtype:
            raise errors.InvalidArgumentError(
                None,
                None,
                f"{what}: value {i} that the function returned is {tensor.dtype.name}, but Tout "
                f"promises {dtype.name}. Cast it in the function.",
            )
        held: Any = tensor
        made.append(held._host())
    return made


def _has_dtype(x: Any) -> bool:
    return hasattr(x, "dtype")


CALL = "input: Tin[] -> output: Tout[]"


@op(CALL, stateful=True, jit=False)
def EagerPyFunc(
    xp: Any,
    input: Any,
    *,
    token: str,
    is_async: bool = False,
    Tin: list[DType],
    Tout: list[DType],
) -> Any:
    tensors = [EagerTensor(v, t) for v, t in zip(input, Tin, strict=True)]
    with context.building(None), context.recorders(()):
        try:
            return _results(_function_of(token)(*tensors), Tout, "py_function")
        except Exception as error:
            raise _translated(error) from error


@EagerPyFunc.shape
def eager_py_func_shape(call: Any) -> Any:
    return [None] * len(call.attrs["Tout"])


EagerPyFunc.accepts_none = True


@EagerPyFunc.gradient
def eager_py_func_gradient(done: Any, *dys: Any) -> Any:
    function = _function_of(done.attrs["token"])
    chosen = [
        i for i, dy in enumerate(dys) if dy is not None and is_differentiable(done.outputs[i])
    ]
    sources = [i for i, x in enumerate(done.inputs) if is_differentiable(x)]

    def backward(*args: Any) -> Any:
        arriving, inputs = args[: len(chosen)], args[len(chosen) :]
        with GradientTape() as tape:
            tape.watch([inputs[i] for i in sources])
            outputs = [x for x in structure.flatten(function(*inputs)) if x is not None]
        wanted = [to_tensor(outputs[i]) for i in chosen]
        return tape.gradient(
            wanted,
            [inputs[i] for i in sources],
            output_gradients=list(arriving),
            unconnected_gradients="zero",
        )

    found = _add(
        "EagerPyFunc",
        backward,
        [*(dys[i] for i in chosen), *done.inputs],
        [done.inputs[i].dtype for i in sources],
        None,
        is_async=False,
    )
    for i, dx in zip(sources, found, strict=True):
        if isinstance(dx, Tensor) and state.graph is not None:
            dx.set_shape(done.inputs[i].shape)
    grads: list[Any] = [None] * len(done.inputs)
    for i, dx in zip(sources, found, strict=True):
        grads[i] = dx
    return grads


def _numpy_call(input: Any, token: str, types: list[DType]) -> Any:
    with context.building(None), context.recorders(()):
        try:
            return _results(_function_of(token)(*map(np.array, input)), types, "numpy_function")
        except Exception as error:
            raise _translated(error) from error


@op(CALL, stateful=True, jit=False, shape=eager_py_func_shape)
def PyFunc(xp: Any, input: Any, *, token: str, Tout: list[DType]) -> Any:
    return _numpy_call(input, token, Tout)


PyFunc.not_differentiable()


@op(CALL, jit=False, shape=eager_py_func_shape)
def PyFuncStateless(xp: Any, input: Any, *, token: str, Tout: list[DType]) -> Any:
    return _numpy_call(input, token, Tout)


PyFuncStateless.not_differentiable()


def _add(
    kind: str,
    function: Callable[..., Any],
    inputs: Sequence[Any],
    types: Sequence[DType],
    name: str | None,
    **attrs: Any,
) -> list[Any]:
    held = Held(function)
    tensors = [x if isinstance(x, Tensor) else to_tensor(x) for x in inputs]
    everything = {
        "Tin": [x.dtype for x in tensors],
        "Tout": list(types),
        "token": held.token,
        "_held": held,  # lives as long as the node
        **attrs,
    }
    return run_flat(registry[kind], tensors, everything, name)


def _types(what: str, Tout: Any) -> tuple[bool, list[DType]]:
    """Whether one dtype was promised, and the promised dtypes."""
    if Tout is None:
        raise ValueError(f"{what}: Tout is missing; give the dtype, or a list of dtypes.")
    many = isinstance(Tout, (list, tuple))
    given = Tout if many else [Tout]
    return not many, [as_dtype(getattr(t, "dtype", t)) for t in given]


def py_function(
    func: Any = None, inp: Any = None, Tout: Any = None, name: str | None = None
) -> Any:
    """Calls a Python function on eager tensors, also when it stands in a graph.

    In a graph it runs on the host each time, between the compiled parts. Gradients flow through
    it: for them, `func` is called a second time.

    Args:
      func: Takes as many tensors as `inp` has, returns tensors, or None for none. Left out, a
        decorator comes back: `@tf.py_function(Tout=tf.float32)`.
      inp: A list of tensors.
      Tout: The dtype that `func` returns, or a list of dtypes.
      name: A name for the op.

    Returns:
      A tensor, or a list of them if `Tout` is a list; their shapes are unknown in a graph.

    Raises:
      ValueError: `func` is not callable.
      tf.errors.InvalidArgumentError: `func` returns other dtypes, or raises a ValueError
        or TypeError.
      tf.errors.UnknownError: `func` raises another exception, which stands in the message.

    Example:
      >>> import tenfold as tf
      >>> @tf.function
      ... def f(x):
      ...     return tf.py_function(lambda x: x + float(x.numpy()), [x], tf.float32)
      >>> f(tf.constant(2.0)).numpy().item()
      4.0
    """
    if func is None and Tout is not None:
        return lambda f: functools.wraps(f)(lambda *inp: py_function(f, inp, Tout, name))
    if not callable(func):
        raise ValueError(f"py_function: func must be callable; received {func!r}.")
    single, types = _types("py_function", Tout)
    inputs = list(inp) if isinstance(inp, (list, tuple)) else [inp]
    if state.graph is None:
        tensors = [to_tensor(x) for x in inputs]
        try:
            flat = [x for x in structure.flatten(func(*tensors)) if x is not None]
        except Exception as error:
            raise _translated(error) from error
        found: list[Any] = [_promised(x, t) for x, t in zip(flat, types, strict=False)]
    else:
        found = _add("EagerPyFunc", func, inputs, types, name, is_async=False)
    return found[0] if single and found else found


def _promised(x: Any, dtype: DType) -> Tensor:
    tensor = x if isinstance(x, Tensor) else to_tensor(x, None if _has_dtype(x) else dtype)
    if tensor.dtype is not dtype:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"py_function: the function returned {tensor.dtype.name}, but Tout promises "
            f"{dtype.name}. Cast it in the function.",
        )
    return tensor


def numpy_function(
    func: Any = None,
    inp: Any = None,
    Tout: Any = None,
    stateful: bool = True,
    name: str | None = None,
) -> Any:
    """Calls a Python function on NumPy arrays, also when it stands in a graph.

    In a graph it runs on the host each time, between the compiled parts. No gradient flows.

    Args:
      func: Takes as many arrays as `inp` has, returns arrays, or None for none. Left out, a
        decorator comes back: `@tf.numpy_function(Tout=tf.float32)`.
      inp: A list of tensors.
      Tout: The dtype that `func` returns, or a list of dtypes.
      stateful: Whether equal arguments may give other results; a call that is not stateful and
        whose result nobody uses is left out.
      name: A name for the op.

    Returns:
      A tensor, or a list of them if `Tout` is a list; their shapes are unknown in a graph.

    Raises:
      TypeError: `func` is not callable.
      tf.errors.InvalidArgumentError: `func` returns other dtypes, or raises a ValueError
        or TypeError.
      tf.errors.UnknownError: `func` raises another exception, which stands in the message.

    Example:
      >>> import tenfold as tf
      >>> import numpy as np
      >>> tf.numpy_function(np.sinh, [0.0], tf.float32).numpy().item()
      0.0
    """
    if func is None and Tout is not None:
        return lambda f: functools.wraps(f)(
            lambda *inp: numpy_function(f, inp, Tout, stateful, name)
        )
    if not callable(func):
        raise TypeError(f"numpy_function: func must be callable; received {func!r}.")
    single, types = _types("numpy_function", Tout)
    inputs = list(inp) if isinstance(inp, (list, tuple)) else [inp]
    if state.graph is None:
        result = func(*(np.array(to_tensor(x)._host()) for x in inputs))
        found: list[Any] = [to_tensor(x) for x in structure.flatten(result) if x is not None]
    else:
        kind = "PyFunc" if stateful else "PyFuncStateless"
        found = _add(kind, func, inputs, types, name)
    return found[0] if single and found else found
