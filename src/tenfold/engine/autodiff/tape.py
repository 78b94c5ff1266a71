"""tf.GradientTape: records what is executed while it is active, and asks the reverse pass."""

from __future__ import annotations

import contextlib
import enum
import math
from collections.abc import Iterator, Sequence
from typing import Any

from tenfold.core import context, structure
from tenfold.core.convert import to_tensor
from tenfold.core.dispatch import Call
from tenfold.core.dtypes import DType
from tenfold.core.op import call
from tenfold.core.tensor import EagerTensor, Tensor

from .backprop import backprop, ones_like, zeros_like
from .indexed_slices import densify


class UnconnectedGradients(enum.Enum):
    """What `gradient` gives for a source that the target does not depend on.

    Example:
      >>> import tenfold as tf
      >>> tf.UnconnectedGradients("zero")
      <UnconnectedGradients.ZERO: 'zero'>
    """

    NONE = "none"
    ZERO = "zero"


class GradientTape:
    """Records operations so that gradients of their results can be asked for.

    Trainable variables are watched when they are read; tensors after `watch`.

    Args:
      persistent: Whether `gradient` may be called more than once.
      watch_accessed_variables: Whether trainable variables are watched by themselves.

    Example:
      >>> import tenfold as tf
      >>> x = tf.constant(3.0)
      >>> with tf.GradientTape() as tape:
      ...     tape.watch(x)
      ...     y = x * x
      >>> tape.gradient(y, x).numpy().item()
      6.0
    """

    watches_only = False

    def __init__(self, persistent: bool = False, watch_accessed_variables: bool = True) -> None:
        self._persistent = persistent
        self._watch_variables = watch_accessed_variables
        self._recording = False
        self._used = False
        self._variables: dict[int, Any] = {}
        self._clear()

    def _clear(self) -> None:
        self._calls: list[Call] = []
        self._watched: dict[int, Any] = {}

    def __enter__(self) -> GradientTape:
        if self._recording:
            raise ValueError("Tape is still recording: it cannot be entered a second time.")
        self._start()
        return self

    def __exit__(self, typ: Any, value: Any, traceback: Any) -> None:
        if self._recording:
            self._stop()

    def _start(self) -> None:
        self._recording = True
        context.push_recorder(self)

    def _stop(self) -> None:
        self._recording = False
        context.pop_recorder(self)

    def record(self, done: Call) -> None:
        """Keeps a call that has a watched input (called by the dispatcher)."""
        watched = self._watched
        for x in done.inputs:
            if id(x) in watched:
                self._calls.append(done)
                self._follow(done.outputs)
                return

    def extend(self, outputs: Sequence[Any], more: Sequence[Any]) -> None:
        """Follows what a recorded call gives besides, now that a gradient has asked for it."""
        if any(id(y) in self._watched for y in outputs):
            self._follow(more)

    def _follow(self, outputs: Sequence[Any]) -> None:
        for y in outputs:
            kind = y._dtype
            if kind.is_floating or kind.is_complex or kind.name in ("resource", "variant"):
                self._watched[id(y)] = y

    def watch_variable(self, variable: Any) -> None:
        """Watches a trainable variable that is read (called by the variable)."""
        if self._watch_variables:
            self._watch(variable)

    def _watch(self, variable: Any) -> None:
        handle = variable.handle
        self._watched[id(handle)] = handle
        self._variables[id(handle)] = variable

    def watch(self, tensor: Any) -> None:
        """Watches a tensor, a variable, or a structure of them.

        Raises:
          ValueError: Something in it is neither, or has no gradient (an integer).
        """
        for x in _leaves(tensor):
            if isinstance(x, Tensor):
                self._watched[id(x)] = x
            elif hasattr(x, "handle"):
                self._watch(x)
            else:
                raise ValueError(
                    f"Passed in object {x!r} of type {type(x).__name__!r}, not tf.Tensor or "
                    "tf.Variable or ExtensionType."
                )

    def stop_recording(self) -> Any:
        """A context in which nothing is recorded.

        Raises:
          ValueError: The tape is not recording.
        """
        return _Pause(self)

    def reset(self) -> None:
        """Forgets everything recorded so far, and records on.

        Raises:
          ValueError: The tape is not recording.
        """
        if not self._recording:
            raise ValueError("Tape is not recording. Call reset() inside of its `with` block.")
        self._clear()
        self._variables = {}
        self._used = False

    def watched_variables(self) -> tuple[Any, ...]:
        """The variables watched so far, in the order in which they were first read."""
        return tuple(self._variables.values())

    def gradient(
        self,
        target: Any,
        sources: Any,
        output_gradients: Any = None,
        unconnected_gradients: Any = UnconnectedGradients.NONE,
    ) -> Any:
        """The gradient of the (summed) target with respect to each source.

        Args:
          target: A tensor, or a structure of tensors, whose gradients add up.
          sources: A tensor or variable, or a structure of them.
          output_gradients: Weights of the targets, in their structure; ones by default.
          unconnected_gradients: None or zeros for sources that do not matter.

        Returns:
          In the structure of `sources`: a tensor of the source's shape, an IndexedSlices, or None.

        Raises:
          RuntimeError: A tape that is not persistent was asked before.
          ValueError: `unconnected_gradients` is unknown.
          TypeError: A target or source is neither a tensor nor a variable.
        """
        unconnected = unconnected_gradients
        if unconnected is not UnconnectedGradients.NONE:
            unconnected = UnconnectedGradients(unconnected)
        self._check_unused()
        if self._recording and not self._persistent:
            self._stop()  # a persistent tape asked inside its own context records the gradient
        self._used = True
        flat, is_nested = [sources], structure.is_nested(sources)
        if is_nested:
            flat = structure.flatten(sources)
        keys = [_key(s, "source") for s in flat]
        wholes = _leaves(target)
        targets = [_key(t, "target") for t in wholes]
        weights = _weights(target, output_gradients, len(targets))
        seeds = [
            _seed(t, w) if id(k) in self._watched or any(k is s for s in keys) else None
            for t, k, w in zip(wholes, targets, weights, strict=True)
        ]
        found = backprop(self._calls, targets, seeds, keys)
        if unconnected is UnconnectedGradients.ZERO:
            found = [
                zeros_like(to_tensor(s)) if g is None else g
                for g, s in zip(found, flat, strict=True)
            ]
        if not self._persistent:
            self._clear()
        if not is_nested:
            return found[0]
        return structure.pack_sequence_as(sources, found)

    def jacobian(
        self,
        target: Any,
        sources: Any,
        unconnected_gradients: Any = UnconnectedGradients.NONE,
        parallel_iterations: int | None = None,
        experimental_use_pfor: bool = True,
    ) -> Any:
        """The Jacobian: for each element of the target, its gradient.

        Returns:
          In the structure of `sources`: `target.shape + source.shape`, or None.

        Raises:
          RuntimeError: A tape that is not persistent was asked before.
          ValueError: The target's shape is unknown.
        """
        shape = target.raw_shape
        if shape is None or None in shape:
            raise ValueError(f"jacobian needs a target of known shape; received {target.shape}.")
        count = math.prod(shape)
        flat = structure.flatten(sources)
        rows = []
        with self._asked_often():
            for i in range(count):
                seed = call("Reshape", _unit(i, count, target.dtype), list(shape))
                rows.append(self.gradient(target, flat, seed, unconnected_gradients))
        found = [_stack(shape, x, [row[i] for row in rows]) for i, x in enumerate(flat)]
        return structure.pack_sequence_as(sources, found)

    def _check_unused(self) -> None:
        if self._used and not self._persistent:
            raise RuntimeError(
                "A non-persistent GradientTape can only be used to compute one set of gradients "
                "(or jacobians). Make it with persistent=True, or use a new tape."
            )

    @contextlib.contextmanager
    def _asked_often(self) -> Iterator[None]:
        """Lets this tape be asked for many gradients, as one answer."""
        self._check_unused()
        persistent, self._persistent = self._persistent, True
        if self._recording and not persistent:
            self._stop()
        try:
            yield
        finally:
            self._persistent = persistent
            if not persistent:
                self._clear()

    def batch_jacobian(
        self,
        target: Any,
        source: Any,
        unconnected_gradients: Any = UnconnectedGradients.NONE,
        parallel_iterations: int | None = None,
        experimental_use_pfor: bool = True,
    ) -> Any:
        """The Jacobian of each example by itself.

        Args:
          target: `[batch, ...]`, whose row i depends on row i of the source only.
          source: `[batch, ...]`.

        Returns:
          `[batch] + target.shape[1:] + source.shape[1:]`.

        Raises:
          ValueError: The shapes are unknown, or their first dimensions differ.
        """
        shape, inner = target.raw_shape, source.raw_shape
        if not shape or not inner or shape[0] != inner[0]:
            raise ValueError(
                "batch_jacobian needs a target and a source with the same first dimension; "
                f"received {target.shape} and {source.shape}."
            )
        if None in shape[1:] or None in inner[1:]:
            raise ValueError(
                "batch_jacobian needs known shapes apart from the first dimension; received "
                f"{target.shape} and {source.shape}."
            )
        width = math.prod(shape[1:])
        batch = -1 if shape[0] is None else shape[0]
        sizes = call("Shape", target) if shape[0] is None else list(shape)
        columns = []
        with self._asked_often():
            for i in range(width):
                row = call("Reshape", _unit(i, width, target.dtype), list(shape[1:]))
                seed = call("BroadcastTo", row, sizes)
                columns.append(self.gradient(target, source, seed, unconnected_gradients))
        if not columns:
            return call("Reshape", zeros_like(target), [batch, *shape[1:], *inner[1:]])
        if columns[0] is None:
            return None
        joined = call("Pack", [_dense(c) for c in columns], axis=1)
        return call("Reshape", joined, [batch, *shape[1:], *inner[1:]])


class _Pause:
    """Stops a tape for a block."""

    def __init__(self, tape: GradientTape) -> None:
        self._tape = tape

    def __enter__(self) -> None:
        if not self._tape._recording:
            raise ValueError("The tape is not recording, so it cannot be stopped.")
        self._tape._stop()

    def __exit__(self, *exc: object) -> None:
        self._tape._start()


def _unit(index: int, count: int, dtype: DType) -> Any:
    """The vector that is one at an index and zero elsewhere."""
    return call("Cast", call("OneHot", index, count, 1.0, 0.0), DstT=dtype)


def _stack(shape: tuple[Any, ...], source: Any, rows: list[Any]) -> Any:
    """The Jacobian of a target of this shape, made of its rows."""
    inner = source.raw_shape
    if not rows:
        empty = call("Fill", list(shape), call("Cast", 0, DstT=source.dtype))
        return call("Reshape", empty, [*shape, *source.shape])
    if rows[0] is None:
        return None
    joined = call("Pack", [_dense(row) for row in rows])
    if inner is not None and None not in inner:
        return call("Reshape", joined, [*shape, *inner])
    sizes = call("ConcatV2", [list(shape), call("Shape", to_tensor(source))], 0)
    return call("Reshape", joined, sizes)


def _leaves(x: Any) -> list[Any]:
    """The tensors and variables of a structure, composite tensors taken apart."""
    return [x] if type(x) is EagerTensor else structure.flatten(x, expand_composites=True)


def _key(x: Any, role: str) -> Any:
    """The tensor by which calls know a tensor or variable."""
    if type(x) is EagerTensor:
        return x
    key = getattr(x, "handle", x)
    if not isinstance(key, Tensor):
        raise TypeError(f"A {role} of a gradient must be a tensor or a variable; received {x!r}.")
    return key


def _weights(target: Any, given: Any, count: int) -> Sequence[Any]:
    if given is None:
        return [None] * count
    flat = structure.flatten(given)
    if len(flat) != count:
        raise ValueError(f"output_gradients has {len(flat)} parts; the target has {count}.")
    return flat


def _seed(target: Any, weight: Any) -> Any:
    if weight is None:
        return ones_like(target if type(target) is EagerTensor else to_tensor(target))
    weight = to_tensor(weight, target.dtype)
    if weight.raw_shape == target.raw_shape or not weight.shape.is_fully_defined():
        return weight
    if weight.shape.num_elements() != 1:
        weight.shape.assert_is_compatible_with(target.shape)
        return weight
    return call("BroadcastTo", call("Reshape", weight, []), call("Shape", target))


def _dense(g: Any) -> Any:
    return densify(g)
