"""tf.autodiff.ForwardAccumulator: derivatives carried forward, along with the calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenfold.core import context, structure
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.core.tensor import Tensor

from .backprop import backprop, input_gradients, ones_like, zeros_like
from .indexed_slices import IndexedSlices, densify
from .tape import GradientTape, UnconnectedGradients


class ForwardAccumulator:
    """Computes Jacobian-vector products while the calls are made.

    A gradient tape asks how one result depends on many inputs; an accumulator asks how many
    results depend on one direction in the inputs. Accumulators nest, in each other and with tapes.

    Args:
      primals: A tensor or variable, or a structure of them.
      tangents: The direction, in the structure and with the shapes of `primals`.

    Raises:
      ValueError: A primal occurs twice, or a tangent does not have the shape of its primal.

    Example:
      >>> import tenfold as tf
      >>> x = tf.constant([2.0, 3.0])
      >>> with tf.autodiff.ForwardAccumulator(x, tf.constant([1.0, 0.0])) as acc:
      ...     y = x * x
      >>> acc.jvp(y).numpy().tolist()
      [4.0, 0.0]
    """

    watches_only = False
    _persistent = True  # traced functions must give out what the products need

    def __init__(self, primals: Any, tangents: Any) -> None:
        structure.assert_same_structure(primals, tangents)
        self._recording = False
        # By id of a tensor: the tensor, kept alive, and its tangent.
        self._tangents: dict[int, tuple[Any, Any]] = {}
        pairs = zip(structure.flatten(primals), structure.flatten(tangents), strict=True)
        for primal, tangent in pairs:
            self._watch(primal, tangent)

    def _watch(self, primal: Any, tangent: Any) -> None:
        key = getattr(primal, "handle", primal)
        if not isinstance(key, Tensor):
            raise ValueError(f"Primals must be tensors or variables; received {primal!r}.")
        if id(key) in self._tangents:
            raise ValueError(
                f"Tensor {primal!r} was specified as a primal multiple times. If that is meant, "
                "add up the tangents and pass it once."
            )
        tangent = to_tensor(tangent, primal.dtype)
        if not tangent.shape.is_compatible_with(primal.shape):
            raise ValueError(
                f"A tangent must have the shape of its primal: {tangent.shape} is not "
                f"{primal.shape}."
            )
        if primal.dtype.is_floating or primal.dtype.is_complex:
            self._tangents[id(key)] = (key, tangent)

    def __enter__(self) -> ForwardAccumulator:
        if self._recording:
            raise ValueError("Accumulator is already recording.")
        self._recording = True
        context.push_recorder(self)
        return self

    def __exit__(self, typ: Any, value: Any, traceback: Any) -> None:
        if self._recording:
            self._recording = False
            context.pop_recorder(self)

    def watch_variable(self, variable: Any) -> None:
        """Does nothing: only primals count."""

    def extend(self, outputs: Sequence[Any], more: Sequence[Any]) -> None:
        """Does nothing: what a call gives besides, only reverse gradients take."""

    def record(self, done: Any) -> None:
        """Carries the tangents of a call's inputs to its outputs (called by the dispatcher)."""
        known = self._tangents
        given = [known[id(x)][1] if id(x) in known else None for x in done.inputs]
        if all(t is None for t in given):
            return
        # Those entered earlier see this work and so nest around it; those entered later do not.
        active = state.recorders
        with context.recorders(active[: active.index(self)]):
            for y, tangent in zip(done.outputs, push_forward(done, given), strict=True):
                if tangent is not None:
                    known[id(y)] = (y, tangent)

    def jvp(self, primals: Any, unconnected_gradients: Any = UnconnectedGradients.NONE) -> Any:
        """The derivative of tensors along the direction.

        Args:
          primals: A tensor or variable, or a structure of them.
          unconnected_gradients: None or zeros for tensors that do not depend on the primals.

        Returns:
          Tensors in the structure and with the shapes of `primals`.

        Raises:
          ValueError: `unconnected_gradients` is unknown.
        """
        unconnected = UnconnectedGradients(unconnected_gradients)

        def one(x: Any) -> Any:
            key = getattr(x, "handle", x)
            if id(key) in self._tangents:
                return self._tangents[id(key)][1]
            if unconnected is UnconnectedGradients.NONE:
                return None
            return zeros_like(to_tensor(x))

        return structure.map_structure(one, primals)


def push_forward(done: Any, tangents: list[Any]) -> list[Any]:
    """The tangents of a call's outputs.

    The gradient of a call is linear in what arrives: `dx = dy @ J`. Differentiated along the
    tangents with respect to `dy` it gives `J @ tangent`; the value of `dy` does not matter.
    """
    results = getattr(done.op.gradient_function, "num_results", 0)
    if any(t is not None for t in tangents[:results]):
        # A custom gradient is for the reverse pass; forward, the calls inside count, as they do
        # in TensorFlow.
        return [*tangents[:results], *[None] * (len(done.outputs) - results)]
    seeds = [ones_like(y) if _is_continuous(y) else None for y in done.outputs]
    chosen = [dy for dy in seeds if dy is not None]
    if not chosen:
        return [None] * len(seeds)
    with GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(chosen)
        gradients = input_gradients(done, seeds)
    targets, weights = [], []
    for gradient, tangent in zip(gradients, tangents, strict=True):
        if gradient is None or tangent is None:
            continue
        if isinstance(gradient, IndexedSlices):
            if isinstance(tangent, IndexedSlices):
                tangent = densify(tangent)
            gradient, tangent = (
                gradient.values,
                call("GatherV2", tangent, gradient.indices, 0),
            )
        targets.append(gradient)
        weights.append(tangent)
    if not targets:
        return [None] * len(seeds)
    found = iter(backprop(tape._calls, targets, weights, chosen))
    return [None if dy is None else next(found) for dy in seeds]


def _is_continuous(y: Tensor) -> bool:
    return y.dtype.is_floating or y.dtype.is_complex
