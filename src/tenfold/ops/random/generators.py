"""tf.random.Generator: a stream of random numbers whose position is a variable."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import context
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import as_dtype, float32, int32, int64, uint64
from tenfold.core.op import call
from tenfold.core.settings import settings
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import Tensor
from tenfold.engine.variables.variable import Variable

from .algorithms import algorithm_number
from .resource_streams import NonDeterministicInts, RngReadAndSkip, StatefulRandomBinomial
from .stateful import shape_tensor
from .stateless import (
    StatelessRandomNormalV2,
    StatelessRandomUniformFullIntV2,
    StatelessRandomUniformIntV2,
    StatelessRandomUniformV2,
    StatelessTruncatedNormalV2,
)

_DEFAULT = "philox"
# The words of the counter, by algorithm; one word of key follows.
_COUNTER = {1: 2, 2: 1, 3: 2}


def create_rng_state(seed: Any, alg: Any) -> Any:
    """The state of a generator that stands for a seed.

    Args:
      seed: A Python integer of any size, or a tensor of integers.
      alg: `"philox"`, `"threefry"`, `"auto_select"`, or an `Algorithm`.

    Returns:
      An int64 vector: the counter, then the key; `[3]` for Philox, `[2]` for ThreeFry.

    Raises:
      ValueError: An unknown algorithm.

    Example:
      >>> import tenfold as tf
      >>> tf.random.create_rng_state(1234, "philox").numpy().tolist()
      [1234, 0, 0]
    """
    size = _COUNTER[algorithm_number(alg)] + 1
    if type(seed) is int:
        # Two's complement, least significant word first.
        words = [(seed >> (64 * i)) & (2**64 - 1) for i in range(size)]
        return to_tensor(np.array(words, np.uint64).astype(np.int64))
    flat = call("Reshape", call("Cast", to_tensor(seed), DstT=int64), [-1])
    known = flat.raw_shape[0]
    if known is None:
        raise ValueError("create_rng_state: the number of elements of seed must be known.")
    if known >= size:
        return call("Slice", flat, [0], [size])
    return call("Pad", flat, [[size - known, 0]])


def _expect(value: Any, shape: list[int]) -> Any:
    """The value, if it has the shape."""
    if not value.shape.is_compatible_with(TensorShape(shape)):
        raise ValueError(f"Shapes {value.shape} and {shape} are incompatible.")
    return value


def _key_counter_state(key: Any, counter: Any, number: int) -> Any:
    counter = _expect(_as_int64(counter), [_COUNTER[number]])
    key = _expect(_as_int64(key), [])
    return call("ConcatV2", [counter, call("Reshape", key, [1])], 0)


def _as_int64(value: Any) -> Any:
    if isinstance(value, Variable):
        value = value.value()
    if not isinstance(value, Tensor):
        value = np.asarray(value)
        value = to_tensor(value.astype(np.int64) if value.dtype.kind in "iuf" else value)
    return value if value.dtype is int64 else call("Cast", value, DstT=int64)


class Generator:
    """A stream of random numbers, with its position as state.

    Equal states give equal numbers, in eager code and in functions, which draw from a generator
    and move it on like any other variable.

    Args:
      copy_from: A generator whose state and algorithm to copy.
      state: The state: an int64 vector, the counter and then the key; or a variable to use.
      alg: The algorithm: `"philox"`, or what `Algorithm` names.

    Example:
      >>> import tenfold as tf
      >>> g = tf.random.Generator.from_seed(1234)
      >>> g.uniform_full_int([2], tf.int32).numpy().tolist()
      [1680725959, 110001726]
    """

    def __init__(self, copy_from: Any = None, state: Any = None, alg: Any = None) -> None:
        if copy_from is not None:
            if state is not None or alg is not None:
                raise AssertionError(
                    "Generator: pass either copy_from, or state and alg; received both."
                )
            state, alg = copy_from.state.value(), copy_from.algorithm
        elif state is None or alg is None:
            raise AssertionError(
                f"Generator: needs state and alg, or copy_from; received state={state!r}, "
                f"alg={alg!r}. Generator.from_seed makes one of a seed."
            )
        self._alg = algorithm_number(alg)
        size = _COUNTER[self._alg] + 1
        if isinstance(state, Variable):
            self._state_var = _expect(state, [size])
        else:
            start = _expect(_as_int64(state), [size])
            self._state_var = Variable(start, dtype=int64, name="StateVar", trainable=False)

    @classmethod
    def from_state(cls, state: Any, alg: Any) -> Generator:
        """A generator with a state.

        Args:
          state: An int64 vector: the counter, then the key; or a variable to use.
          alg: The algorithm.

        Raises:
          ValueError: The state does not have the algorithm's size.
        """
        return cls(state=state, alg=alg)

    @classmethod
    def from_seed(cls, seed: Any, alg: Any = None) -> Generator:
        """A generator whose state stands for a seed.

        Args:
          seed: A Python integer of any size, or a tensor of integers.
          alg: The algorithm; Philox if None.
        """
        alg = _DEFAULT if alg is None else alg
        return cls(state=create_rng_state(seed, alg), alg=alg)

    @classmethod
    def from_non_deterministic_state(cls, alg: Any = None) -> Generator:
        """A generator that is different every time.

        Args:
          alg: The algorithm; Philox if None.

        Raises:
          RuntimeError: Determinism is enabled.
        """
        if settings.deterministic:
            raise RuntimeError(
                '"from_non_deterministic_state" cannot be called when determinism is enabled. Use '
                "Generator.from_seed."
            )
        alg = _DEFAULT if alg is None else alg
        size = _COUNTER[algorithm_number(alg)] + 1
        with context.init_scope():
            state = NonDeterministicInts([size], dtype=int64)
        return cls(state=state, alg=alg)

    @classmethod
    def from_key_counter(cls, key: Any, counter: Any, alg: Any) -> Generator:
        """A generator with a key and a counter.

        Args:
          key: An integer scalar.
          counter: Integers, `[2]` for Philox, the lower half first; `[1]` for ThreeFry.
          alg: The algorithm.

        Raises:
          ValueError: The key or the counter does not have its shape.
        """
        return cls(state=_key_counter_state(key, counter, algorithm_number(alg)), alg=alg)

    def _trackable_children(self) -> dict[str, Any]:
        """What checkpoints keep."""
        return {"_state_var": self._state_var}

    @property
    def algorithm(self) -> int:
        """The number of the algorithm."""
        return self._alg

    @property
    def state(self) -> Variable:
        """The variable that holds counter and key."""
        return self._state_var

    @property
    def key(self) -> Any:
        """The key, an int64 scalar."""
        return self._state_var.value()[_COUNTER[self._alg]]

    def reset(self, state: Any) -> None:
        """Replaces the state.

        Args:
          state: An int64 vector of the algorithm's size.
        """
        size = _COUNTER[self._alg] + 1
        self._state_var.assign(_expect(_as_int64(state), [size]))

    def reset_from_seed(self, seed: Any) -> None:
        """Replaces the state by that of a seed.

        Args:
          seed: A Python integer of any size, or a tensor of integers.
        """
        self._state_var.assign(create_rng_state(seed, self._alg))

    def reset_from_key_counter(self, key: Any, counter: Any) -> None:
        """Replaces the state by a key and a counter.

        Args:
          key: An integer scalar.
          counter: Integers, `[2]` for Philox.
        """
        self._state_var.assign(_key_counter_state(key, counter, self._alg))

    def skip(self, delta: Any) -> Any:
        """Moves on as if `delta` numbers had been drawn.

        Args:
          delta: An integer scalar.

        Returns:
          The state before, int64 `[3]`.
        """
        delta = to_tensor(delta)
        if delta.dtype is not uint64:
            delta = call("Cast", delta, DstT=uint64)
        return RngReadAndSkip(self._handle(), self._alg, delta)

    def _handle(self) -> Any:
        """The state's handle, which a graph that is being built notes as its variable's."""
        if context.state.graph is not None:
            context.state.graph.uses(self._state_var)
        return self._state_var.handle

    def _draw(self, shape: Any) -> tuple[Any, Any, Any, int]:
        """The sizes, the key and the counter for a draw, which the state moves past."""
        sizes = shape_tensor(shape)
        state = self.skip(call("Prod", sizes, [0]) if sizes.raw_shape != (0,) else 1)
        words = call("Bitcast", state, type=uint64)
        split = _COUNTER[self._alg]
        return sizes, words[split : split + 1], words[:split], self._alg

    def uniform(
        self,
        shape: Any,
        minval: Any = 0,
        maxval: Any = None,
        dtype: Any = float32,
        name: str | None = None,
    ) -> Any:
        """Random numbers in [minval, maxval), all equally likely.

        Args:
          shape: The shape of the result, a list or an integer tensor.
          minval: The lower bound, included. None, with `maxval` None: all integers of the dtype.
          maxval: The upper bound, excluded; 1 for floating dtypes if None.
          dtype: A floating dtype, or an integer dtype of 32 or 64 bits.
          name: A name for the op.

        Returns:
          A tensor of shape `shape`.

        Raises:
          ValueError: An integer dtype with one bound only.
        """
        kind = as_dtype(dtype)
        if not kind.is_integer:
            low = to_tensor(minval, kind)
            span = to_tensor(1 if maxval is None else maxval, kind) - low
            drawn = StatelessRandomUniformV2(*self._draw(shape), dtype=kind)
            return call("AddV2", drawn * span, low, name=name)
        if (minval is None) != (maxval is None):
            raise ValueError(
                f"For integer dtype {kind!r}, minval and maxval must be both `None` or both "
                f"non-`None`; got minval={minval} and maxval={maxval}."
            )
        if minval is None:
            return self.uniform_full_int(shape, kind, name)
        low, high = to_tensor(minval, kind), to_tensor(maxval, kind)
        return StatelessRandomUniformIntV2(*self._draw(shape), low, high, name=name)

    def uniform_full_int(self, shape: Any, dtype: Any = uint64, name: str | None = None) -> Any:
        """Random integers, all values of a dtype equally likely.

        Args:
          shape: The shape of the result, a list or an integer tensor.
          dtype: int32, int64, uint32 or uint64.
          name: A name for the op.

        Returns:
          A tensor of shape `shape`.
        """
        kind = as_dtype(dtype)
        return StatelessRandomUniformFullIntV2(*self._draw(shape), dtype=kind, name=name)

    def normal(
        self,
        shape: Any,
        mean: Any = 0.0,
        stddev: Any = 1.0,
        dtype: Any = float32,
        name: str | None = None,
    ) -> Any:
        """Random numbers of a normal distribution.

        Args:
          shape: The shape of the result, a list or an integer tensor.
          mean: The mean: a number or a tensor that broadcasts to `shape`.
          stddev: The standard deviation, likewise.
          dtype: A floating dtype.
          name: A name for the op.

        Returns:
          A tensor of shape `shape`.
        """
        return self._scaled(StatelessRandomNormalV2, shape, mean, stddev, dtype, name)

    def truncated_normal(
        self,
        shape: Any,
        mean: Any = 0.0,
        stddev: Any = 1.0,
        dtype: Any = float32,
        name: str | None = None,
    ) -> Any:
        """Random normal numbers within two standard deviations of the mean.

        Args:
          shape: The shape of the result, a list or an integer tensor.
          mean: The mean before truncation: a number or a tensor that broadcasts to `shape`.
          stddev: The standard deviation before truncation, likewise.
          dtype: A floating dtype.
          name: A name for the op.

        Returns:
          A tensor of shape `shape`.
        """
        return self._scaled(StatelessTruncatedNormalV2, shape, mean, stddev, dtype, name)

    def _scaled(
        self, drawn: Any, shape: Any, mean: Any, stddev: Any, dtype: Any, name: str | None
    ) -> Any:
        kind = as_dtype(dtype)
        mean, stddev = to_tensor(mean, kind), to_tensor(stddev, kind)
        result = drawn(*self._draw(shape), dtype=kind)
        return call("AddV2", result * stddev, mean, name=name)

    def binomial(
        self, shape: Any, counts: Any, probs: Any, dtype: Any = int32, name: str | None = None
    ) -> Any:
        """Random numbers of successes in independent trials.

        Args:
          shape: The shape of the result, which ends with that of `counts` broadcast against
            `probs`.
          counts: How many trials, floating.
          probs: The probability of success, of the dtype of `counts`.
          dtype: The dtype of the result: float16, float32, float64, int32 or int64.
          name: A name for the op.

        Returns:
          A tensor of shape `shape`.
        """
        counts = to_tensor(counts)
        probs = to_tensor(probs, dtype_hint=counts.dtype)
        return StatefulRandomBinomial(
            self._handle(),
            self._alg,
            shape_tensor(shape),
            counts,
            probs,
            dtype=as_dtype(dtype),
            name=name,
        )

    def make_seeds(self, count: int = 1) -> Any:
        """Seeds for the stateless functions, drawn from this generator.

        Args:
          count: How many.

        Returns:
          int64 `[2, count]`: a seed in each column.
        """
        keys = self.uniform_full_int([count], int64)
        return call("Pack", [keys, call("ZerosLike", keys)])

    def split(self, count: int = 1) -> list[Generator]:
        """New generators, independent of each other and of what this one goes on to draw.

        Args:
          count: How many.
        """
        keys = self.uniform_full_int([count], int64)
        start = [0] * _COUNTER[self._alg]
        return [Generator.from_key_counter(keys[i], start, self._alg) for i in range(count)]


class _Global:
    """The generator of the process, made when it is first asked for."""

    generator: Any = None


def get_global_generator() -> Any:
    """The generator that belongs to the process: a fresh one, unless one was set.

    Raises:
      RuntimeError: Determinism is enabled, and none was set.

    Example:
      >>> import tenfold as tf
      >>> tf.random.set_global_generator(tf.random.Generator.from_seed(1))
      >>> tf.random.get_global_generator().state.numpy().tolist()
      [1, 0, 0]
    """
    if _Global.generator is None:
        if settings.deterministic:
            raise RuntimeError(
                '"get_global_generator" cannot be called when determinism is enabled, unless a '
                "generator was set: call tf.random.set_global_generator first."
            )
        with context.init_scope():
            _Global.generator = Generator.from_non_deterministic_state()
    return _Global.generator


def set_global_generator(generator: Any) -> None:
    """Makes a generator the one that belongs to the process.

    Functions that were traced with the old one keep it.

    Args:
      generator: The generator.

    Example:
      >>> import tenfold as tf
      >>> g = tf.random.Generator.from_seed(7)
      >>> tf.random.set_global_generator(g)
      >>> tf.random.get_global_generator() is g
      True
    """
    _Global.generator = generator
