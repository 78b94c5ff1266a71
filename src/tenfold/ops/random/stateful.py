"""Random ops whose counter is hidden: each call goes on where the last one stopped."""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import Any

import numpy as np

from tenfold.core import random_state, rules
from tenfold.core.context import scoped, state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import FLOATING, INDEX, REAL, DType, as_dtype, float32, int32, int64
from tenfold.core.namespace import numpy_ns
from tenfold.core.op import op
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import EagerTensor, Tensor

from . import fresh, philox

set_seed = random_state.set_seed
# How many blocks TensorFlow's kernels set aside for each number, whatever they use.
_RESERVED = 256


def draw_stream(xp: Any, counter: Any, blocks: int) -> philox.Stream:
    """The stream of this call; the counter moves past what the call may use."""
    key, high = philox.key_of(*counter.seed)
    stream = philox.Stream(xp, key, high, counter.value)
    counter.value = counter.value + xp.uint64(blocks)
    return stream


def _reserved(count: int) -> int:
    return count * _RESERVED


def dims(xp: Any, shape: Any) -> tuple[int, ...]:
    """The sizes that an op's `shape` input spells."""
    sizes = xp.static(shape)
    if sizes.ndim > 1:
        raise ValueError(f"shape must be a vector; received {sizes.tolist()}.")
    if sizes.size and sizes.min() < 0:
        raise ValueError(f"Dimensions must be >= 0; received shape {sizes.tolist()}.")
    return tuple(int(n) for n in np.atleast_1d(sizes))


def _numbers(xp: Any, of: Any, sizes: tuple[int, ...], dtype: DType, counter: Any) -> Any:
    """Floating numbers of one of the distributions of `philox`."""
    return of(xp, draw_stream(xp, counter, _reserved(math.prod(sizes))), sizes, dtype.np)


def drawn(
    op: Any, of: Any, shape: Any, dtype: DType, seed: int | None, name: str | None = None
) -> Any:
    """Calls an op whose kernel is `_numbers` of one distribution, and whose seeds are by the rules.

    Args:
      op: The op.
      of: The function of `philox` that the kernel calls.
      shape: The shape of the result, a list or an integer tensor.
      dtype: A floating dtype.
      seed: The op's seed, or None.
      name: A name for the op.

    Returns:
      A tensor of shape `shape`.
    """
    pair = random_state.op_seeds(seed)
    sizes = plain_sizes(shape)
    if sizes is not None and dtype in FLOATING:
        # Nothing is left to convert, and no recorder asks for what has no gradient.
        if pair == (0, 0) and dtype.np in fresh.DRAWN:
            return EagerTensor(_FRESH[of](sizes, dtype.np), dtype)
        counter = _eager_counter(op, pair, dtype=dtype, T=int32)
        return EagerTensor(_numbers(numpy_ns, of, sizes, dtype, counter), dtype)
    return op(shape_tensor(shape), dtype=dtype, seed=pair[0], seed2=pair[1], name=name)


# What gives the same distribution where no seed is given.
_FRESH: dict[Any, Any] = {
    philox.uniform: fresh.uniform,
    philox.normal: fresh.normal,
    philox.truncated_normal: fresh.truncated_normal,
}


def plain_sizes(shape: Any) -> tuple[int, ...] | None:
    """The sizes in a list of integers or a shape that is known, when a kernel may run at once."""
    if not state.eager:
        return None
    if type(shape) is TensorShape:
        shape = shape.dims_tuple
    if type(shape) not in (list, tuple):
        return None
    return tuple(shape) if all([type(n) is int and n >= 0 for n in shape]) else None  # noqa: C419 -- faster


def _eager_counter(op: Any, pair: tuple[int, int], **attrs: Any) -> random_state.Counter:
    if pair == (0, 0):
        return random_state.Counter(random_state.resolve(0, 0))
    return random_state.eager_counter(op.name, {"seed": pair[0], "seed2": pair[1], **attrs})


@op(
    "shape: T -> output: dtype",
    dtype=FLOATING,
    T=INDEX,
    shape=rules.from_dims(),
    stateful=True,
    counter=True,
)
def RandomUniform(
    xp: Any, shape: Any, *, seed: int = 0, seed2: int = 0, dtype: DType, counter: Any = None
) -> Any:
    return _numbers(xp, philox.uniform, dims(xp, shape), dtype, counter)


RandomUniform.not_differentiable()


def check_bounds(xp: Any, minval: Any, maxval: Any) -> None:
    """Random integers lie in a range that holds some."""
    xp.raise_if(minval >= maxval, "InvalidArgumentError", _bounds_text, [minval, maxval])


def _bounds_text(values: Any) -> str:
    return f"Need minval < maxval; received minval={values[0]} and maxval={values[1]}."


@op(
    "shape: T, minval: Tout, maxval: Tout -> output: Tout",
    Tout=INDEX,
    T=INDEX,
    shape=rules.shaped(rules.from_dims(), "n", "", ""),
    stateful=True,
    counter=True,
)
def RandomUniformInt(
    xp: Any,
    shape: Any,
    minval: Any,
    maxval: Any,
    *,
    seed: int = 0,
    seed2: int = 0,
    counter: Any = None,
) -> Any:
    sizes = dims(xp, shape)
    for name, bound in (("minval", minval), ("maxval", maxval)):
        if bound.ndim:
            raise ValueError(f"{name} must be 0-D, got shape {list(bound.shape)}.")
    if math.prod(sizes):
        check_bounds(xp, minval, maxval)
    stream = draw_stream(xp, counter, _reserved(math.prod(sizes)))
    return philox.uniform_int(xp, stream, sizes, minval.dtype, minval, maxval)


RandomUniformInt.not_differentiable()


@scoped("random_uniform", last="RandomUniform")
def uniform(
    shape: Any,
    minval: Any = 0,
    maxval: Any = None,
    dtype: Any = float32,
    seed: int | None = None,
    name: str | None = None,
) -> Any:
    """Random numbers in [minval, maxval), all equally likely.

    Args:
      shape: The shape of the result, a list or an integer tensor.
      minval: The lower bound, included: a number or a tensor that broadcasts to `shape`.
      maxval: The upper bound, excluded; 1 for floating dtypes, needed for integers.
      dtype: A floating dtype, int32 or int64.
      seed: With the global seed of `tf.random.set_seed`, decides the numbers.
      name: A name for the op.

    Returns:
      A tensor of shape `shape`.

    Raises:
      ValueError: An integer dtype without `maxval`, or another dtype.

    Example:
      >>> import tenfold as tf
      >>> x = tf.random.uniform([3], minval=2, maxval=5, dtype=tf.int32)
      >>> x.shape, bool(tf.reduce_all((x >= 2) & (x < 5)))
      (TensorShape([3]), True)
    """
    kind = as_dtype(dtype)
    if kind not in (*FLOATING, int32, int64):
        raise ValueError(
            f"Argument `dtype` got invalid value {kind!r}. Accepted dtypes are "
            f"{[t.name for t in (*FLOATING, int32, int64)]}."
        )
    if maxval is None:
        if kind.is_integer:
            raise ValueError(f"Must specify maxval for integer dtype {kind!r}.")
        maxval = 1
    if kind.is_integer:
        seed1, seed2 = pair = random_state.op_seeds(seed)
        sizes = plain_sizes(shape)
        whole = type(minval) is int and type(maxval) is int
        if sizes is not None and whole and kind.min <= minval < maxval <= kind.max:
            if pair == (0, 0):
                found = fresh.generator().integers(minval, maxval, sizes, kind.np)
                return EagerTensor(np.asarray(found), kind)
            counter = _eager_counter(RandomUniformInt, pair, T=int32, Tout=kind)
            stream = draw_stream(numpy_ns, counter, _reserved(math.prod(sizes)))
            bounds = kind.np.type(minval), kind.np.type(maxval)
            return EagerTensor(philox.uniform_int(numpy_ns, stream, sizes, kind.np, *bounds), kind)
        low, high = _bound(minval, kind), _bound(maxval, kind)
        return RandomUniformInt(shape_tensor(shape), low, high, seed=seed1, seed2=seed2, name=name)
    plain = type(minval) is int and minval == 0
    result = drawn(RandomUniform, philox.uniform, shape, kind, seed, name)
    if plain and type(maxval) is int and maxval == 1:
        return result
    high = _bound(maxval, kind)
    if plain:
        return result * high
    low = _bound(minval, kind)
    return result * (high - low) + low


def _bound(value: Any, dtype: DType) -> Any:
    return value if isinstance(value, Tensor) else to_tensor(value, dtype)


def shape_tensor(shape: Any) -> Any:
    """A shape argument as an integer tensor; None within it is an error."""
    if isinstance(shape, Tensor):
        return shape
    if isinstance(shape, (list, tuple)) and not len(shape):
        return to_tensor(np.zeros(0, np.int32))
    as_list = getattr(shape, "as_list", None)
    return to_tensor(as_list() if as_list is not None else shape, dtype_hint=int32)


@op(
    "shape: T -> output: dtype",
    dtype=FLOATING,
    T=INDEX,
    shape=rules.from_dims(),
    stateful=True,
    counter=True,
)
def RandomStandardNormal(
    xp: Any, shape: Any, *, seed: int = 0, seed2: int = 0, dtype: DType, counter: Any = None
) -> Any:
    return _numbers(xp, philox.normal, dims(xp, shape), dtype, counter)


RandomStandardNormal.not_differentiable()


@scoped("random_normal")
def normal(
    shape: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: Any = float32,
    seed: int | None = None,
    name: str | None = None,
) -> Any:
    """Random numbers of a normal distribution.

    Args:
      shape: The shape of the result, a list or an integer tensor.
      mean: The mean: a number or a tensor that broadcasts to `shape`.
      stddev: The standard deviation, likewise.
      dtype: A floating dtype.
      seed: With the global seed of `tf.random.set_seed`, decides the numbers.
      name: A name for the op.

    Returns:
      A tensor of shape `shape`.

    Example:
      >>> import tenfold as tf
      >>> x = tf.random.normal([1000], mean=5.0, seed=1)
      >>> x.shape, 4.5 < float(tf.reduce_mean(x)) < 5.5
      (TensorShape([1000]), True)
    """
    made = drawn(RandomStandardNormal, philox.normal, shape, as_dtype(dtype), seed, name)
    return scaled(made, mean, stddev)


def scaled(result: Any, mean: Any, stddev: Any) -> Any:
    if type(stddev) is not float or stddev != 1.0:
        result = result * _bound(stddev, result.dtype)
    if type(mean) is not float or mean != 0.0:
        result = result + _bound(mean, result.dtype)
    return result


@op(
    "shape: T -> output: dtype",
    dtype=FLOATING,
    T=INDEX,
    shape=rules.from_dims(),
    stateful=True,
    counter=True,
)
def TruncatedNormal(
    xp: Any, shape: Any, *, seed: int = 0, seed2: int = 0, dtype: DType, counter: Any = None
) -> Any:
    return _numbers(xp, philox.truncated_normal, dims(xp, shape), dtype, counter)


TruncatedNormal.not_differentiable()


@scoped("truncated_normal")
def truncated_normal(
    shape: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: Any = float32,
    seed: int | None = None,
    name: str | None = None,
) -> Any:
    """Random normal numbers, drawn again where they are beyond two standard deviations.

    Args:
      shape: The shape of the result, a list or an integer tensor.
      mean: The mean before truncation: a number or a tensor that broadcasts to `shape`.
      stddev: The standard deviation before truncation, likewise.
      dtype: A floating dtype.
      seed: With the global seed of `tf.random.set_seed`, decides the numbers.
      name: A name for the op.

    Returns:
      A tensor of shape `shape`.

    Example:
      >>> import tenfold as tf
      >>> x = tf.random.truncated_normal([1000], stddev=3.0)
      >>> float(tf.reduce_max(tf.abs(x))) <= 6.0
      True
    """
    made = drawn(TruncatedNormal, philox.truncated_normal, shape, as_dtype(dtype), seed, name)
    return scaled(made, mean, stddev)


@op("value: T -> output: T", shape=rules.same, stateful=True, counter=True)
def RandomShuffle(
    xp: Any, value: Any, *, seed: int = 0, seed2: int = 0, counter: Any = None
) -> Any:
    if not _several_rows(value):
        return value
    return permuted(xp, draw_stream(xp, counter, -(-(value.shape[0] - 1) // 4)), value)


RandomShuffle.not_differentiable()


def _several_rows(value: Any) -> bool:
    return bool(value.ndim and value.size > 1 and value.shape[0] > 1)


def permuted(xp: Any, stream: philox.Stream, value: Any) -> Any:
    """The rows of a value, each in turn exchanged with one that comes later or with itself."""
    if not _several_rows(value):
        return value
    n = value.shape[0]
    if not xp.compiled and n <= 4 * philox.FEW and not stream.carries:
        found = enumerate(stream.few_words(n - 1))
        return value.take(_exchanged([word % (n - i) for i, word in found]), 0)
    words = stream.words(n - 1).astype(xp.int64)
    jumps = words % xp.arange(n, 1, -1, dtype=xp.int64)
    if xp.compiled:
        return xp.asarray(value)[_exchange(xp, jumps, n)]
    return value.take(_exchanged_at_once(jumps) if n >= _MANY else _exchanged(jumps.tolist()), 0)


# So many rows are exchanged sooner by sorting the exchanges than one after another.
_MANY = 512


def _exchanged(jumps: list[int]) -> list[int]:
    """The order after exchanging each i with i + jumps[i], in Python."""
    order = list(range(len(jumps) + 1))
    for i, jump in enumerate(jumps):
        if jump:
            order[i], order[i + jump] = order[i + jump], order[i]
    return order


def _exchanged_at_once(jumps: np.ndarray) -> np.ndarray:
    """What `_exchanged` gives, without going step by step.

    Step i takes for good what lies at its target, and leaves there what lies at i. So it takes
    what the step before it with the same target left, and all that matters is what lies at i when
    step i comes: what the last step with the target i left, which lay at that step, and so on.
    """
    held = np.arange(len(jumps) + 1)
    steps = np.flatnonzero(jumps)
    pairs = ((steps + jumps[steps]) << 32) | steps
    pairs.sort()
    targets, steps = pairs >> 32, pairs & 0xFFFFFFFF
    held[targets] = steps  # of the steps with one target the last
    while not np.array_equal(earlier := held.take(held), held):
        held = earlier
    order = held.copy()
    order[steps] = targets
    again = np.flatnonzero(targets[1:] == targets[:-1])
    order[steps[again + 1]] = held[steps[again]]
    return order


def _exchange(xp: Any, jumps: Any, n: int) -> Any:
    """What `_exchanged_at_once` gives, under XLA; what goes to place n is dropped."""
    steps = xp.arange(n - 1)
    pairs = xp.sort(xp.where(jumps == 0, n, steps + jumps) << 32 | steps)
    targets, steps = pairs >> 32, pairs & 0xFFFFFFFF
    is_again = targets[1:] == targets[:-1]
    last = xp.where(xp.append(is_again, False), n, targets)
    held = xp.arange(n).at[last].set(steps, mode="drop")
    held = xp.lax.while_loop(lambda held: (held[held] != held).any(), lambda held: held[held], held)
    order = held.at[xp.where(targets < n, steps, n)].set(targets, mode="drop")
    again = xp.where(is_again & (targets[1:] < n), steps[1:], n)
    return order.at[again].set(held[steps[:-1]], mode="drop")


def _shuffled(rows: np.ndarray) -> np.ndarray:
    """The rows in an order that no seed decides."""
    if not _several_rows(rows):
        return rows
    return rows.take(fresh.generator().permutation(len(rows)), 0)


def shuffle(value: Any, seed: int | None = None, name: str | None = None) -> Any:
    """The rows of a tensor in random order.

    Args:
      value: A tensor of any dtype, shuffled along its first axis.
      seed: With the global seed of `tf.random.set_seed`, decides the order.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> sorted(tf.random.shuffle([1, 2, 3]).numpy().tolist())
      [1, 2, 3]
    """
    seed1, seed2 = pair = random_state.op_seeds(seed)
    if state.eager and type(value) is EagerTensor:
        if pair == (0, 0):
            return EagerTensor(_shuffled(value._host()), value.dtype)
        counter = _eager_counter(RandomShuffle, pair, T=value.dtype)
        return EagerTensor(
            RandomShuffle.kernel(numpy_ns, value._host(), counter=counter), value.dtype
        )
    return RandomShuffle(value, seed=seed1, seed2=seed2, name=name)


def _sample_shape(call: Any) -> Any:
    logits, count = call.inputs[0].raw_shape, rules.value_of(call.inputs[1])
    rows = None if logits is None else logits[0]
    return rows, None if count is None else int(count)


@op(
    "logits: T, num_samples: int32 -> output: output_dtype",
    T=REAL,
    output_dtype=INDEX,
    shape=rules.shaped(_sample_shape, "rows classes", ""),
    stateful=True,
    counter=True,
)
def Multinomial(
    xp: Any,
    logits: Any,
    num_samples: Any,
    *,
    seed: int = 0,
    seed2: int = 0,
    output_dtype: DType = int64,
    counter: Any = None,
) -> Any:
    count = int(xp.static(num_samples))
    check_logits(logits, count)
    rows = logits.shape[0]
    stream = draw_stream(xp, counter, _reserved(2 * rows * (-(-count // 4) * 4)))
    shares = philox.uniform(xp, stream, (rows, count), xp.float64)
    return choose(xp, shares, logits, output_dtype)


Multinomial.not_differentiable()


def check_logits(logits: Any, count: int) -> None:
    if logits.ndim != 2:
        raise ValueError(f"logits should be a matrix, got shape {list(logits.shape)}.")
    if count < 0:
        raise ValueError(f"num_samples should be nonnegative, got {count}.")
    if not logits.shape[1]:
        raise ValueError("num_classes should be positive, got 0.")


# So many numbers are searched sooner in Python.
_FEW = 64


def choose(xp: Any, shares: Any, logits: Any, dtype: DType) -> Any:
    """Classes drawn by their logits: the first whose cumulative weight exceeds a random share.

    Args:
      xp: The namespace.
      shares: Uniform numbers in [0, 1), float64 `[rows, count]`.
      logits: `[rows, classes]`.
      dtype: The dtype of the result.

    Returns:
      `[rows, count]`.
    """
    (rows, classes), count = logits.shape, shares.shape[1]
    if not xp.compiled and rows * (count + classes) <= _FEW:
        pairs = zip(logits.tolist(), shares.tolist(), strict=True)
        chosen = [_choose_few(weights, values) for weights, values in pairs]
        return np.array(chosen, dtype.np).reshape(rows, count)
    x = logits.astype(xp.float64)
    finite = xp.isfinite(x)
    if not xp.compiled and finite.all():
        weights = xp.exp(x - x.max(1, keepdims=True))
    else:
        top = xp.where(finite, x, -xp.inf).max(1, keepdims=True)
        weights = xp.where(finite, xp.exp(x - top), 0.0)
    total = xp.cumsum(weights, 1)
    share = shares * total[:, -1:]
    if xp.compiled:
        found = xp.vmap(lambda a, v: xp.searchsorted(a, v, side="right"))(total, share)
    else:
        found = np.empty((rows, count), np.int64)
        for i in range(rows):
            found[i] = total[i].searchsorted(share[i], "right")
    return xp.minimum(found, classes - 1).astype(dtype.np)


def _choose_few(logits: list[float], shares: list[float]) -> list[int]:
    """The classes of one row, in Python."""
    finite = [v if math.isfinite(v) else -math.inf for v in logits]
    top, total, sums = max(finite), 0.0, []
    for v in finite:
        total += math.exp(v - top) if v > -math.inf else 0.0
        sums.append(total)
    last = len(sums) - 1
    return [min(bisect_right(sums, share * total), last) for share in shares]


def categorical(
    logits: Any,
    num_samples: Any,
    dtype: Any = None,
    seed: int | None = None,
    name: str | None = None,
) -> Any:
    """Random classes, each as likely as the exponential of its logit.

    Args:
      logits: Unscaled log probabilities, `[batch, classes]`.
      num_samples: How many to draw for each row.
      dtype: int32 or int64 (the default).
      seed: With the global seed of `tf.random.set_seed`, decides the classes.
      name: A name for the op.

    Returns:
      An integer tensor `[batch, num_samples]`.

    Example:
      >>> import tenfold as tf
      >>> tf.random.categorical([[0.0, -1e9]], 3).numpy().tolist()
      [[0, 0, 0]]
    """
    seed1, seed2 = pair = random_state.op_seeds(seed)
    kind = int64 if dtype is None else as_dtype(dtype)
    if type(logits) is EagerTensor and type(num_samples) is int and state.eager and kind in INDEX:
        values = logits._host()
        if values.ndim == 2 and values.shape[1] and num_samples >= 0 and logits.dtype in REAL:
            if pair == (0, 0):
                shares = fresh.uniform((len(values), num_samples), np.float64)
                return EagerTensor(choose(numpy_ns, shares, values, kind), kind)
            counter = _eager_counter(Multinomial, pair, T=logits.dtype, output_dtype=kind)
            count = np.int32(num_samples)
            made = Multinomial.kernel(numpy_ns, values, count, output_dtype=kind, counter=counter)
            return EagerTensor(made, kind)
    return Multinomial(logits, num_samples, seed=seed1, seed2=seed2, output_dtype=kind, name=name)
