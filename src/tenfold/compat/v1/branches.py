"""Conditions, loops, gradients and Python calls under the arguments of TensorFlow 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tenfold.engine.autodiff import graph_gradients
from tenfold.engine.autodiff.tape import UnconnectedGradients
from tenfold.engine.control_flow import branching, dependencies, looping, python_calls
from tenfold.ops.strings.passing_print import Print

from .renamed_arguments import one_of


def cond(
    pred: Any,
    true_fn: Callable[[], Any] | None = None,
    false_fn: Callable[[], Any] | None = None,
    strict: bool = False,
    name: str | None = None,
    fn1: Callable[[], Any] | None = None,
    fn2: Callable[[], Any] | None = None,
) -> Any:
    """What one of two functions gives, as a scalar bool says.

    Args:
      pred: A scalar bool.
      true_fn: A function without arguments, for true.
      false_fn: A function without arguments, for false.
      strict: Whether a list of one tensor stays a list.
      name: A name.
      fn1, fn2: Old names of the functions.

    Returns:
      What the chosen function gives.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     x = tf.placeholder(tf.float32, [])
      ...     y = tf.cond(x > 0, lambda: x, lambda: -x)
      ...     session.run(y, {x: -2.0}).item()
      2.0
    """
    chosen = [one_of("true_fn", true_fn, "fn1", fn1), one_of("false_fn", false_fn, "fn2", fn2)]
    if not all(map(callable, chosen)):
        raise TypeError("true_fn and false_fn must be callable.")
    found = branching.cond(pred, chosen[0], chosen[1], name)
    if not strict and isinstance(found, (list, tuple)) and len(found) == 1:
        return found[0]
    return found


def while_loop(
    cond: Callable[..., Any],
    body: Callable[..., Any],
    loop_vars: Any,
    shape_invariants: Any = None,
    parallel_iterations: int = 10,
    back_prop: bool = True,
    swap_memory: bool = False,
    name: str | None = None,
    maximum_iterations: Any = None,
    return_same_structure: bool = False,
) -> Any:
    """Repeats a function as long as another one says so.

    Args:
      cond: A function of the loop's variables that gives a scalar bool.
      body: A function of the loop's variables that gives their next values.
      loop_vars: Their first values.
      shape_invariants: Shapes that hold in every iteration.
      parallel_iterations, back_prop, swap_memory: Accepted for TensorFlow's sake.
      name: A name.
      maximum_iterations: A limit.
      return_same_structure: Whether a list of one variable stays a list.

    Returns:
      The last values.
    """
    found = looping.while_loop(
        cond,
        body,
        loop_vars,
        shape_invariants,
        parallel_iterations,
        back_prop,
        swap_memory,
        maximum_iterations,
        name,
    )
    if not return_same_structure and isinstance(found, (list, tuple)) and len(found) == 1:
        return found[0]
    return found


def gradients(
    ys: Any,
    xs: Any,
    grad_ys: Any = None,
    name: str = "gradients",
    colocate_gradients_with_ops: bool = False,
    gate_gradients: bool = False,
    aggregation_method: Any = None,
    stop_gradients: Any = None,
    unconnected_gradients: Any = UnconnectedGradients.NONE,
) -> list[Any]:
    """The gradients of the sum of `ys` with respect to each of `xs`; see `tf.gradients`.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     x = tf.constant(3.0)
      ...     session.run(tf.gradients(x * x, x))[0].item()
      6.0
    """
    return graph_gradients.gradients(
        ys,
        xs,
        grad_ys,
        name,
        gate_gradients,
        aggregation_method,
        stop_gradients,
        unconnected_gradients,
    )


def hessians(
    ys: Any,
    xs: Any,
    name: str = "hessians",
    colocate_gradients_with_ops: bool = False,
    gate_gradients: bool = False,
    aggregation_method: Any = None,
) -> list[Any]:
    """The second derivatives of the sum of `ys` with respect to each of `xs`."""
    return graph_gradients.hessians(ys, xs, gate_gradients, aggregation_method, name)


def tuple_of(tensors: Any, name: str | None = None, control_inputs: Any = None) -> Any:
    """The tensors, each available only when all of them are. Public as `tf.compat.v1.tuple`."""
    return dependencies.tuple_of(tensors, control_inputs, name)


def py_func(
    func: Callable[..., Any], inp: Any, Tout: Any, stateful: bool = True, name: str | None = None
) -> Any:
    """A Python function of arrays as an operation.

    Args:
      func: A function of NumPy arrays that gives arrays.
      inp: The tensors it is called with.
      Tout: The dtypes of what it gives: one, or a list.
      stateful: Whether equal inputs may give different outputs.
      name: A name.

    Returns:
      A tensor, or a list of them as `Tout` is.
    """
    return python_calls.numpy_function(func, inp, Tout, stateful, name)


def print_and_pass(
    input_: Any,
    data: Sequence[Any],
    message: str | None = None,
    first_n: int | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Any:
    """A tensor as it is; when it is computed, others are printed. Public as `tf.compat.v1.Print`.

    Args:
      input_: The tensor.
      data: The tensors to print.
      message: What comes before them.
      first_n: How often it prints, calls with the same message together; None for always.
      summarize: How many elements of each are printed.
      name: A name.

    Returns:
      A tensor equal to `input_`.
    """
    return Print(
        input_,
        list(data),
        message=message or "",
        first_n=-1 if first_n is None else first_n,
        summarize=3 if summarize is None else summarize,
        name=name,
    )
