"""Solving by conjugate gradients: conjugate_gradient."""

from __future__ import annotations

from typing import Any, NamedTuple

from tenfold.core import rules
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.core.tensor import Tensor
from tenfold.ops.linalg.norms import norm

from .arguments import conjugate


class CGState(NamedTuple):
    """Where the iteration stands.

    i: The number of steps, a scalar of int32.
    x: The solution so far, `[..., n]`.
    r: What is left of the right side, `[..., n]`.
    p: The direction of the next step, `[..., n]`.
    gamma: The product of `r` and the preconditioned `r`, `[...]`.
    """

    i: Any
    x: Any
    r: Any
    p: Any
    gamma: Any


def conjugate_gradient(
    operator: Any,
    rhs: Any,
    preconditioner: Any = None,
    x: Any = None,
    tol: Any = 1e-5,
    max_iter: Any = 20,
    name: str = "conjugate_gradient",
) -> CGState:
    """The solution of `A x = rhs` by conjugate gradients.

    Hestenes and Stiefel, "Methods of conjugate gradients for solving linear systems" (1952). The
    iteration ends when what is left is shorter than `tol` times the right side, for all of a
    batch.

    Args:
      operator: A self-adjoint and positive definite `tf.linalg.LinearOperator`, `[..., n, n]`.
      rhs: `[..., n]`.
      preconditioner: Another such operator, near to the inverse.
      x: `[..., n]`, where to start; at zero by default.
      tol: The relative length of what may be left.
      max_iter: The greatest number of steps; it has to be known while a function is traced.
      name: A name for the ops.

    Returns:
      A named tuple `(i, x, r, p, gamma)`: the steps, the solution, what is left, the last
      direction, and the product of what is left with its preconditioned self.

    Raises:
      ValueError: An operator is not known to be self-adjoint and positive definite, or `max_iter`
        is not known while a function is traced.

    Example:
      >>> import tenfold as tf
      >>> operator = tf.linalg.LinearOperatorDiag([1.0, 2.0], is_positive_definite=True)
      >>> found = tf.linalg.experimental.conjugate_gradient(operator, [1.0, 1.0])
      >>> found.x.numpy().round(4).tolist()
      [1.0, 0.5]
    """
    for part in (operator, preconditioner):
        if part is not None and not (part.is_self_adjoint and part.is_positive_definite):
            raise ValueError(
                f"Expected a self-adjoint, positive definite operator; {part.name} has the hints "
                f"is_self_adjoint={part.is_self_adjoint}, "
                f"is_positive_definite={part.is_positive_definite}."
            )
    right = to_tensor(rhs, operator.dtype)
    limit = to_tensor(tol, operator.dtype.real_dtype) * _length(right)
    steps = _steps(max_iter)
    now = _start(operator, right, preconditioner, x)
    for _ in range(steps):
        left = call("Greater", _length(now.r), limit)
        running = call("Any", call("Reshape", left, [-1]), [0])
        if state.graph is None:
            if not running._host():
                break
            now = _next(operator, preconditioner, now)
        else:
            ahead = _next(operator, preconditioner, now)
            now = CGState(*map(lambda a, b: call("SelectV2", running, a, b), ahead, now))
    return now


def _steps(max_iter: Any) -> int:
    known = rules.value_of(max_iter) if isinstance(max_iter, Tensor) else max_iter
    if known is None:
        raise ValueError("conjugate_gradient: max_iter must be known while a function is traced.")
    return int(known)


def _length(x: Any) -> Tensor:
    length = norm(x, axis=-1)
    return call("Real", length, Tout=length.dtype.real_dtype) if length.dtype.is_complex else length


def _dot(a: Any, b: Any) -> Tensor:
    return call("Sum", conjugate(a) * b, [-1])


def _start(operator: Any, right: Any, preconditioner: Any, x: Any) -> CGState:
    if x is None:
        solution, rest = call("ZerosLike", right), right
    else:
        solution = to_tensor(x, operator.dtype)
        rest = right - operator.matvec(solution)
    direction = rest if preconditioner is None else preconditioner.matvec(rest)
    return CGState(to_tensor(0), solution, rest, direction, _dot(rest, direction))


def _next(operator: Any, preconditioner: Any, now: CGState) -> CGState:
    along = operator.matvec(now.p)
    size = call("ExpandDims", now.gamma / _dot(now.p, along), -1)
    x, r = now.x + size * now.p, now.r - size * along
    q = r if preconditioner is None else preconditioner.matvec(r)
    gamma = _dot(r, q)
    return CGState(now.i + 1, x, r, q + call("ExpandDims", gamma / now.gamma, -1) * now.p, gamma)
