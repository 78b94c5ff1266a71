"""Random ops whose counter and key are a variable: what `tf.random.Generator` is made of.

The variable holds the two halves of a 128-bit counter and a key, int64 `[3]`; for ThreeFry a
counter of 64 bits and a key, `[2]`. Each op draws from the stream that begins there, and moves the
counter past what it may have used.
"""

from __future__ import annotations

import math
import secrets
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import (
    FLOATING,
    INDEX,
    DType,
    float32,
    float64,
    int32,
    int64,
    uint32,
    uint64,
)
from tenfold.core.errors import UnimplementedError
from tenfold.core.op import op
from tenfold.core.signature import Types
from tenfold.engine.variables.storage import storage_of

from . import philox
from .binomial_sampling import KINDS, binomial_of
from .rejection import RESERVED
from .stateful import check_bounds, dims
from .stateless import stream_of

_STATE = 3
_THREEFRY = 2
_ALGORITHMS = (1, 3)
_SIZES = Types((), default=int64)
_ANY = Types((), default=float32)


def _state(xp: Any, resource: Any, algorithm: Any) -> Any:
    """The variable's value, when it is the state of a generator of the algorithm."""
    state = storage_of(resource).read()
    number = int(xp.static(algorithm))
    if number not in (*_ALGORITHMS, _THREEFRY):
        raise ValueError(
            f"Unsupported algorithm id: {number}; expected 1 (philox), 2 (threefry) or 3 "
            "(auto_select)."
        )
    if np.dtype(state.dtype) != np.int64:
        raise ValueError(f"dtype of RNG state variable must be int64, not {state.dtype}.")
    least = 2 if number == _THREEFRY else _STATE
    if state.ndim != 1 or state.shape[0] < least:
        raise ValueError(
            f"For the {'ThreeFry' if least == 2 else 'Philox'} algorithm, the size of state must "
            f"be at least {least}; received shape {list(state.shape)}."
        )
    return xp.asarray(state)


def _move(xp: Any, resource: Any, algorithm: Any, state: Any, blocks: Any) -> None:
    """Moves the counter on by some blocks, a uint64."""
    if int(xp.static(algorithm)) == _THREEFRY:
        counter = (state[:1].astype(xp.uint64) + blocks).astype(xp.int64)
        storage_of(resource).assign(xp.concatenate([counter, state[1:]]))
        return
    low, high = (state[i].astype(xp.uint64) for i in range(2))
    mask, half = xp.uint64(0xFFFFFFFF), xp.uint64(32)
    # TensorFlow adds by words of 32 bits and forgets one carry, which makes a negative number of
    # blocks go back without touching the upper half.
    first = (low & mask) + (blocks & mask)
    second = (low >> half) + (((blocks >> half) + (first >> half)) & mask)
    counter = xp.stack([low + blocks, high + (second >> half)]).astype(xp.int64)
    storage_of(resource).assign(xp.concatenate([counter, state[2:]]))


def _draw(xp: Any, resource: Any, algorithm: Any, blocks: int) -> philox.Stream:
    """The stream that begins at the state, which moves on by some blocks."""
    if int(xp.static(algorithm)) == _THREEFRY:
        raise UnimplementedError(
            None, None, "Ops that draw from a variable know Philox only; received 2 (threefry)."
        )
    state = _state(xp, resource, algorithm)
    _move(xp, resource, algorithm, state, xp.uint64(blocks))
    words = state.astype(xp.uint64)
    return stream_of(xp, words[2:3], words[:2], algorithm)


def _sized(xp: Any, resource: Any, algorithm: Any, shape: Any) -> tuple[Any, tuple[int, ...]]:
    sizes = dims(xp, shape)
    return _draw(xp, resource, algorithm, math.prod(sizes) * RESERVED), sizes


@op(
    "resource: resource, algorithm: int64, shape: shape_dtype -> output: dtype",
    dtype=_ANY,
    shape_dtype=_SIZES,
    shape=rules.from_dims(2),
    stateful=True,
)
def StatefulUniform(
    xp: Any, resource: Any, algorithm: Any, shape: Any, *, dtype: DType = float32
) -> Any:
    _check_dtype(dtype, FLOATING)
    return philox.uniform(xp, *_sized(xp, resource, algorithm, shape), dtype.np)


StatefulUniform.not_differentiable()


def _check_dtype(dtype: DType, allowed: tuple[DType, ...]) -> None:
    if dtype not in allowed:
        names = ", ".join(t.name for t in allowed)
        raise ValueError(f"dtype {dtype.name} cannot be drawn; expected one of {names}.")


@op(
    "resource: resource, algorithm: int64, shape: shape_dtype -> output: dtype",
    dtype=_ANY,
    shape_dtype=_SIZES,
    shape=rules.from_dims(2),
    stateful=True,
)
def StatefulStandardNormalV2(
    xp: Any, resource: Any, algorithm: Any, shape: Any, *, dtype: DType = float32
) -> Any:
    _check_dtype(dtype, FLOATING)
    return philox.normal(xp, *_sized(xp, resource, algorithm, shape), dtype.np)


StatefulStandardNormalV2.not_differentiable()


@op(
    "resource: resource, algorithm: int64, shape: shape_dtype -> output: dtype",
    dtype=_ANY,
    shape_dtype=_SIZES,
    shape=rules.from_dims(2),
    stateful=True,
)
def StatefulTruncatedNormal(
    xp: Any, resource: Any, algorithm: Any, shape: Any, *, dtype: DType = float32
) -> Any:
    _check_dtype(dtype, FLOATING)
    return philox.truncated_normal(xp, *_sized(xp, resource, algorithm, shape), dtype.np)


StatefulTruncatedNormal.not_differentiable()


@op(
    "resource: resource, algorithm: int64, shape: shape_dtype, minval: dtype, maxval: dtype "
    "-> output: dtype",
    dtype=_SIZES,
    shape_dtype=_SIZES,
    shape=rules.from_dims(2),
    stateful=True,
)
def StatefulUniformInt(
    xp: Any, resource: Any, algorithm: Any, shape: Any, minval: Any, maxval: Any
) -> Any:
    check_bounds(xp, minval, maxval)
    stream, sizes = _sized(xp, resource, algorithm, shape)
    return philox.uniform_int(xp, stream, sizes, minval.dtype, minval, maxval)


StatefulUniformInt.not_differentiable()


@op(
    "resource: resource, algorithm: int64, shape: shape_dtype -> output: dtype",
    dtype=Types((), default=uint64),
    shape_dtype=_SIZES,
    shape=rules.from_dims(2),
    stateful=True,
)
def StatefulUniformFullInt(
    xp: Any, resource: Any, algorithm: Any, shape: Any, *, dtype: DType = uint64
) -> Any:
    _check_dtype(dtype, (int32, int64, uint32, uint64))
    stream, sizes = _sized(xp, resource, algorithm, shape)
    kind = xp.uint32 if dtype.size == 4 else xp.uint64
    return philox.uniform_bits(xp, stream, sizes, kind).astype(dtype.np)


StatefulUniformFullInt.not_differentiable()


@op(
    "resource: resource, algorithm: int64, shape: S, counts: T, probs: T -> output: dtype",
    S=INDEX,
    T=Types(KINDS, default=float64),
    dtype=KINDS,
    shape=rules.from_dims(2),
    jit=False,
    stateful=True,
)
def StatefulRandomBinomial(
    xp: Any,
    resource: Any,
    algorithm: Any,
    shape: Any,
    counts: Any,
    probs: Any,
    *,
    dtype: DType = int64,
) -> Any:
    if int(xp.static(algorithm)) != _ALGORITHMS[0]:
        raise ValueError(f"Unsupported algorithm id: {int(algorithm)}; expected 1 (philox).")
    sizes = dims(xp, shape)
    batch = math.prod(np.broadcast_shapes(counts.shape, probs.shape))
    samples = math.prod(sizes) // max(batch, 1)
    # TensorFlow expects a hundred pairs of numbers to be enough, and counts in groups of four.
    reserved = batch * 2 * 100 * (samples + 3) // 4
    stream = _draw(xp, resource, algorithm, reserved * RESERVED)
    return binomial_of(stream, sizes, counts, probs, dtype)


StatefulRandomBinomial.not_differentiable()


@op(
    "resource: resource, algorithm: int64, delta: int64 ->",
    shape=rules.nothing,
    stateful=True,
)
def RngSkip(xp: Any, resource: Any, algorithm: Any, delta: Any) -> None:
    state = _state(xp, resource, algorithm)
    _move(xp, resource, algorithm, state, _blocks(xp, delta))


RngSkip.not_differentiable()


def _blocks(xp: Any, delta: Any) -> Any:
    return xp.asarray(delta).astype(xp.uint64) * xp.uint64(RESERVED)


@op(
    "resource: resource, alg: int32, delta: uint64 -> value: int64",
    shape=lambda call: (_STATE,),
    stateful=True,
)
def RngReadAndSkip(xp: Any, resource: Any, alg: Any, delta: Any) -> Any:
    state = _state(xp, resource, alg)
    _move(xp, resource, alg, state, _blocks(xp, delta))
    return xp.concatenate([state[:_STATE], xp.zeros(max(0, _STATE - state.shape[0]), xp.int64)])


RngReadAndSkip.not_differentiable()


@op(
    "shape: shape_dtype -> output: dtype",
    dtype=Types((), default=int64),
    shape_dtype=_SIZES,
    shape=rules.from_dims(),
    jit=False,
    stateful=True,
)
def NonDeterministicInts(xp: Any, shape: Any, *, dtype: DType = int64) -> Any:
    _check_dtype(dtype, (int32, int64, uint32, uint64))
    sizes = dims(xp, shape)
    drawn = secrets.token_bytes(math.prod(sizes) * dtype.size)
    return np.frombuffer(drawn, dtype.np).reshape(sizes)


NonDeterministicInts.not_differentiable()
