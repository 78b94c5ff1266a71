"""Random ops that are pure functions of their seed: equal seeds give equal numbers, always."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import (
    FLOATING,
    INDEX,
    REAL,
    DType,
    as_dtype,
    float32,
    int32,
    int64,
    uint32,
    uint64,
)
from tenfold.core.namespace import numpy_ns
from tenfold.core.op import call, op
from tenfold.core.signature import Types
from tenfold.core.tensor import EagerTensor

from . import philox, threefry
from .algorithms import Algorithm, algorithm_number
from .stateful import (
    _bound,
    check_bounds,
    check_logits,
    choose,
    dims,
    plain_sizes,
    scaled,
    shape_tensor,
)

_SIZES = Types(INDEX, default=int32)
_SEED = Types(INDEX, default=int64)
_WHOLE = (int32, int64, uint32, uint64)
# The key that scrambles seeds, so that those that differ in one bit give unlike streams.
_SCRAMBLE = (0x3EC8F720, 0x02461E29)
_PHILOX = 1


def _scrambled(xp: Any, seed: Any) -> tuple[Any, Any]:
    """The key `[1]` and the counter `[2]`, uint64, that a seed `[2]` stands for."""
    if seed.shape != (2,):
        raise ValueError(f"seed must have shape [2], not {list(seed.shape)}.")
    parts = seed.astype(xp.int64).astype(xp.uint64)
    high = parts[1] & xp.uint64(0xFFFFFFFF), parts[1] >> xp.uint64(32)
    mixed = philox.blocks(xp, _SCRAMBLE, high, parts[:1])[0].astype(xp.uint64)
    key = mixed[0] | (mixed[1] << xp.uint64(32))
    upper = mixed[2] | (mixed[3] << xp.uint64(32))
    return key.reshape(1), xp.stack([xp.zeros_like(upper), upper])


def _key_shapes(call: Any) -> Any:
    return [(1,), (2,)]


@op(
    "seed: Tseed -> key: uint64, counter: uint64", Tseed=_SEED, shape=rules.shaped(_key_shapes, "2")
)
def StatelessRandomGetKeyCounter(xp: Any, seed: Any) -> Any:
    return _scrambled(xp, seed)


StatelessRandomGetKeyCounter.not_differentiable()


def stream_of(xp: Any, key: Any, counter: Any, alg: Any) -> philox.Stream:
    """The stream that an explicit key and counter stand for."""
    number = int(xp.static(alg))
    if number not in (_PHILOX, Algorithm.AUTO_SELECT.value):
        raise ValueError(
            f"Unsupported algorithm id {number}; expected 1 (philox) or 3 (auto_select)."
        )
    return _stream(xp, key, counter)


def source_of(xp: Any, key: Any, counter: Any, alg: Any) -> tuple[Any, Any]:
    """The algorithm's distributions, and the stream that they draw from."""
    if int(xp.static(alg)) != Algorithm.THREEFRY.value:
        return philox, stream_of(xp, key, counter, alg)
    if not counter.shape[0] or not key.shape[0]:
        raise ValueError("ThreeFry needs a key and a counter of one word each.")
    return threefry, threefry.Stream(xp, key[0], counter[0])


def scrambled_stream(xp: Any, seed: Any) -> philox.Stream:
    """The stream that a seed `[2]` stands for."""
    return _stream(xp, *_scrambled(xp, seed))


def _stream(xp: Any, key: Any, counter: Any) -> philox.Stream:
    mask, half = xp.uint64(0xFFFFFFFF), xp.uint64(32)
    upper = counter[1]
    words = key[0] & mask, key[0] >> half
    return philox.Stream(xp, words, (upper & mask, upper >> half), counter[0], carries=True)


@op(
    "shape: Tshape, key: uint64, counter: uint64, alg: int32 -> output: dtype",
    dtype=FLOATING,
    Tshape=_SIZES,
    shape=rules.from_dims(),
)
def StatelessRandomUniformV2(
    xp: Any, shape: Any, key: Any, counter: Any, alg: Any, *, dtype: DType = float32
) -> Any:
    draw, stream = source_of(xp, key, counter, alg)
    return draw.uniform(xp, stream, dims(xp, shape), dtype.np)


StatelessRandomUniformV2.not_differentiable()


@op(
    "shape: Tshape, key: uint64, counter: uint64, alg: int32 -> output: dtype",
    dtype=FLOATING,
    Tshape=_SIZES,
    shape=rules.from_dims(),
)
def StatelessRandomNormalV2(
    xp: Any, shape: Any, key: Any, counter: Any, alg: Any, *, dtype: DType = float32
) -> Any:
    draw, stream = source_of(xp, key, counter, alg)
    return draw.normal(xp, stream, dims(xp, shape), dtype.np)


StatelessRandomNormalV2.not_differentiable()


@op(
    "shape: Tshape, key: uint64, counter: uint64, alg: int32 -> output: dtype",
    dtype=FLOATING,
    Tshape=_SIZES,
    shape=rules.from_dims(),
)
def StatelessTruncatedNormalV2(
    xp: Any, shape: Any, key: Any, counter: Any, alg: Any, *, dtype: DType = float32
) -> Any:
    draw, stream = source_of(xp, key, counter, alg)
    return draw.truncated_normal(xp, stream, dims(xp, shape), dtype.np)


StatelessTruncatedNormalV2.not_differentiable()


@op(
    "shape: Tshape, key: uint64, counter: uint64, alg: int32, minval: dtype, maxval: dtype "
    "-> output: dtype",
    dtype=_WHOLE,
    Tshape=_SIZES,
    shape=rules.from_dims(),
)
def StatelessRandomUniformIntV2(
    xp: Any, shape: Any, key: Any, counter: Any, alg: Any, minval: Any, maxval: Any
) -> Any:
    draw, stream = source_of(xp, key, counter, alg)
    check_bounds(xp, minval, maxval)
    return draw.uniform_int(xp, stream, dims(xp, shape), minval.dtype, minval, maxval)


StatelessRandomUniformIntV2.not_differentiable()


@op(
    "shape: Tshape, key: uint64, counter: uint64, alg: int32 -> output: dtype",
    dtype=_WHOLE,
    Tshape=_SIZES,
    shape=rules.from_dims(),
)
def StatelessRandomUniformFullIntV2(
    xp: Any, shape: Any, key: Any, counter: Any, alg: Any, *, dtype: DType = uint64
) -> Any:
    draw, stream = source_of(xp, key, counter, alg)
    kind = xp.uint32 if dtype.size == 4 else xp.uint64
    return draw.uniform_bits(xp, stream, dims(xp, shape), kind).astype(dtype.np)


StatelessRandomUniformFullIntV2.not_differentiable()


def _sample_shape(call: Any) -> Any:
    logits, count = call.inputs[0].raw_shape, rules.value_of(call.inputs[1])
    return None if logits is None else logits[0], None if count is None else int(count)


@op(
    "logits: T, num_samples: int32, seed: Tseed -> output: output_dtype",
    T=REAL,
    Tseed=_SEED,
    output_dtype=INDEX,
    shape=_sample_shape,
)
def StatelessMultinomial(
    xp: Any, logits: Any, num_samples: Any, seed: Any, *, output_dtype: DType = int64
) -> Any:
    count = int(xp.static(num_samples))
    check_logits(logits, count)
    stream = scrambled_stream(xp, seed)
    shares = philox.uniform(xp, stream, (logits.shape[0], count), xp.float64)
    return choose(xp, shares, logits, output_dtype)


StatelessMultinomial.not_differentiable()


def key_of_seed(seed: Any, alg: str) -> tuple[Any, Any, int]:
    """The key, the counter and the algorithm for a public seed."""
    if algorithm_number(alg) == Algorithm.THREEFRY.value:
        words = call("Cast", to_tensor(seed), DstT=uint32)
        key = call("Reshape", call("Bitcast", words, type=uint64), [1])
        return key, to_tensor([0], uint64), Algorithm.THREEFRY.value
    key, counter = StatelessRandomGetKeyCounter(seed)
    return key, counter, _PHILOX


def _at_once(of: Any, shape: Any, seed: Any, kind: DType, alg: str) -> EagerTensor | None:
    """Eager floating numbers for a plain shape and seed: the ops' kernels without the ops between.

    None where something is left to convert, or to refuse.
    """
    sizes = plain_sizes(shape)
    if type(seed) is EagerTensor and seed.dtype in INDEX:
        seed = seed._host().tolist()
    plain = type(seed) in (list, tuple) and len(seed) == 2
    if sizes is None or not plain or kind not in FLOATING or alg not in ("auto_select", "philox"):
        return None
    if not all([type(v) is int and -(1 << 63) <= v < 1 << 63 for v in seed]):  # noqa: C419 -- faster
        return None
    words = philox.mixed_seed(_SCRAMBLE, seed[0], seed[1])
    stream = philox.Stream(numpy_ns, words[:2], words[2:], np.uint64(0))
    return EagerTensor(of(numpy_ns, stream, sizes, kind.np), kind)


def stateless_uniform(
    shape: Any,
    seed: Any,
    minval: Any = 0,
    maxval: Any = None,
    dtype: Any = float32,
    name: str | None = None,
    alg: str = "auto_select",
) -> Any:
    """Numbers in [minval, maxval), all equally likely, decided by a seed alone.

    Args:
      shape: The shape of the result, a list or an integer tensor.
      seed: Two integers, `[2]`.
      minval: The lower bound, included; None with `maxval` None: all values of an integer dtype.
      maxval: The upper bound, excluded; 1 for floating dtypes.
      dtype: A floating dtype or an integer dtype of 32 or 64 bits.
      name: A name for the op.
      alg: `"philox"`, `"threefry"` or `"auto_select"`, which is Philox.

    Returns:
      A tensor of shape `shape`.

    Raises:
      ValueError: An integer dtype with one bound only, or another dtype.

    Example:
      >>> import tenfold as tf
      >>> a, b = (tf.random.stateless_uniform([2], seed=[1, 2]) for _ in range(2))
      >>> bool(tf.reduce_all(a == b))
      True
    """
    kind = as_dtype(dtype)
    if kind not in (*FLOATING, *_WHOLE):
        raise ValueError(
            f"Argument `dtype` got invalid value {kind!r}. Accepted dtypes are "
            f"{[t.name for t in (*FLOATING, *_WHOLE)]}."
        )
    if kind in (uint32, uint64) and minval is not None:
        raise ValueError(
            f"Argument `dtype` got invalid value {kind!r} with minval {minval!r}. Unsigned "
            "integers are drawn of all values only: pass minval=None and maxval=None, or a signed "
            "dtype."
        )
    found = _at_once(philox.uniform, shape, seed, kind, alg)
    if found is not None:
        if type(minval) is int and minval == 0 and maxval is None:
            return found
        low, high = _bound(minval, kind), _bound(1 if maxval is None else maxval, kind)
        return found * (high - low) + low
    sizes = shape_tensor(shape)
    key = key_of_seed(seed, alg)
    if kind.is_integer:
        if (minval is None) != (maxval is None):
            raise ValueError(
                f"For integer `dtype` argument {kind!r}, argument `minval` and `maxval` must be "
                f"both None or not None. Got minval={minval} and maxval={maxval}."
            )
        if minval is None:
            return StatelessRandomUniformFullIntV2(sizes, *key, dtype=kind, name=name)
        low, high = _bound(minval, kind), _bound(maxval, kind)
        return StatelessRandomUniformIntV2(sizes, *key, low, high, name=name)
    low, high = _bound(minval, kind), _bound(1 if maxval is None else maxval, kind)
    result = StatelessRandomUniformV2(sizes, *key, dtype=kind)
    return call("AddV2", result * (high - low), low, name=name)


def stateless_normal(
    shape: Any,
    seed: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: Any = float32,
    name: str | None = None,
    alg: str = "auto_select",
) -> Any:
    """Numbers of a normal distribution, decided by a seed alone.

    Args:
      shape: The shape of the result, a list or an integer tensor.
      seed: Two integers, `[2]`.
      mean: The mean: a number or a tensor that broadcasts to `shape`.
      stddev: The standard deviation, likewise.
      dtype: A floating dtype.
      name: A name for the op.
      alg: `"philox"`, `"threefry"` or `"auto_select"`, which is Philox.

    Returns:
      A tensor of shape `shape`.

    Example:
      >>> import tenfold as tf
      >>> a, b = (tf.random.stateless_normal([2], seed=[1, 2]) for _ in range(2))
      >>> bool(tf.reduce_all(a == b))
      True
    """
    kind = as_dtype(dtype)
    found = _at_once(philox.normal, shape, seed, kind, alg)
    if found is not None:
        return scaled(found, mean, stddev)
    drawn = StatelessRandomNormalV2(shape_tensor(shape), *key_of_seed(seed, alg), dtype=kind)
    return call("AddV2", drawn * _bound(stddev, kind), _bound(mean, kind), name=name)


def stateless_truncated_normal(
    shape: Any,
    seed: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: Any = float32,
    name: str | None = None,
    alg: str = "auto_select",
) -> Any:
    """Normal numbers within two standard deviations of the mean, decided by a seed alone.

    Args:
      shape: The shape of the result, a list or an integer tensor.
      seed: Two integers, `[2]`.
      mean: The mean before truncation: a number or a tensor that broadcasts to `shape`.
      stddev: The standard deviation before truncation, likewise.
      dtype: A floating dtype.
      name: A name for the op.
      alg: `"philox"`, `"threefry"` or `"auto_select"`, which is Philox.

    Returns:
      A tensor of shape `shape`.

    Example:
      >>> import tenfold as tf
      >>> x = tf.random.stateless_truncated_normal([100], seed=[1, 2])
      >>> float(tf.reduce_max(tf.abs(x))) <= 2.0
      True
    """
    kind = as_dtype(dtype)
    found = _at_once(philox.truncated_normal, shape, seed, kind, alg)
    if found is not None:
        return scaled(found, mean, stddev)
    drawn = StatelessTruncatedNormalV2(shape_tensor(shape), *key_of_seed(seed, alg), dtype=kind)
    return call("AddV2", drawn * _bound(stddev, kind), _bound(mean, kind), name=name)


def stateless_categorical(
    logits: Any, num_samples: Any, seed: Any, dtype: Any = int64, name: str | None = None
) -> Any:
    """Classes drawn by their logits, decided by a seed alone.

    Args:
      logits: Unscaled log probabilities, `[batch, classes]`.
      num_samples: How many to draw for each row.
      seed: Two integers, `[2]`.
      dtype: int32 or int64.
      name: A name for the op.

    Returns:
      An integer tensor `[batch, num_samples]`.

    Example:
      >>> import tenfold as tf
      >>> tf.random.stateless_categorical([[0.0, -1e9]], 3, seed=[1, 2]).numpy().tolist()
      [[0, 0, 0]]
    """
    return StatelessMultinomial(
        to_tensor(logits), num_samples, seed, output_dtype=as_dtype(dtype), name=name
    )


def split(seed: Any, num: int = 2, alg: str = "auto_select") -> Any:
    """Makes several seeds of one, independent of each other and of it.

    Args:
      seed: Two integers, `[2]`.
      num: How many.
      alg: `"philox"`, `"threefry"` or `"auto_select"`, which is Philox.

    Returns:
      A tensor `[num, 2]` of the dtype of `seed`.

    Example:
      >>> import tenfold as tf
      >>> tf.random.split([1, 2], num=3).shape
      TensorShape([3, 2])
    """
    seed = to_tensor(seed)
    return stateless_uniform([num, 2], seed, None, None, seed.dtype, alg=alg)


def fold_in(seed: Any, data: Any, alg: str = "auto_select") -> Any:
    """Makes a new seed of a seed and a number, say of the step.

    Args:
      seed: Two integers, `[2]`.
      data: An integer scalar.
      alg: `"philox"`, `"threefry"` or `"auto_select"`, which is Philox.

    Returns:
      A tensor `[2]` of the dtype of `data`.

    Example:
      >>> import tenfold as tf
      >>> tf.random.fold_in([1, 2], 3).shape
      TensorShape([2])
    """
    data = to_tensor(data)
    first = stateless_uniform([], seed, None, None, data.dtype, alg=alg)
    return call("Pack", [first, data])
