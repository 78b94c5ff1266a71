"""The older forms of the stateless ops, which take a seed in place of a key and a counter."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import FLOATING, INDEX, DType, float32, int32, int64, uint32, uint64
from tenfold.core.op import op
from tenfold.core.signature import Types

from . import philox
from .stateful import check_bounds, dims
from .stateless import StatelessRandomGetKeyCounter, scrambled_stream

_SIZES = Types(INDEX, default=int32)
_SEED = Types(INDEX, default=int64)
_REAL = Types(FLOATING, default=float32)
_PHILOX = 1


@op(
    "shape: T, seed: Tseed -> output: dtype",
    dtype=_REAL,
    T=_SIZES,
    Tseed=_SEED,
    shape=rules.shaped(rules.from_dims(), None, "2"),
)
def StatelessRandomUniform(xp: Any, shape: Any, seed: Any, *, dtype: DType = float32) -> Any:
    return philox.uniform(xp, scrambled_stream(xp, seed), dims(xp, shape), dtype.np)


StatelessRandomUniform.not_differentiable()


@op(
    "shape: T, seed: Tseed -> output: dtype",
    dtype=_REAL,
    T=_SIZES,
    Tseed=_SEED,
    shape=rules.shaped(rules.from_dims(), None, "2"),
)
def StatelessRandomNormal(xp: Any, shape: Any, seed: Any, *, dtype: DType = float32) -> Any:
    return philox.normal(xp, scrambled_stream(xp, seed), dims(xp, shape), dtype.np)


StatelessRandomNormal.not_differentiable()


@op(
    "shape: T, seed: Tseed -> output: dtype",
    dtype=_REAL,
    T=_SIZES,
    Tseed=_SEED,
    shape=rules.shaped(rules.from_dims(), None, "2"),
)
def StatelessTruncatedNormal(xp: Any, shape: Any, seed: Any, *, dtype: DType = float32) -> Any:
    return philox.truncated_normal(xp, scrambled_stream(xp, seed), dims(xp, shape), dtype.np)


StatelessTruncatedNormal.not_differentiable()


@op(
    "shape: T, seed: Tseed, minval: dtype, maxval: dtype -> output: dtype",
    dtype=INDEX,
    T=INDEX,
    Tseed=_SEED,
    shape=rules.shaped(rules.from_dims(), None, "2"),
)
def StatelessRandomUniformInt(xp: Any, shape: Any, seed: Any, minval: Any, maxval: Any) -> Any:
    check_bounds(xp, minval, maxval)
    stream = scrambled_stream(xp, seed)
    return philox.uniform_int(xp, stream, dims(xp, shape), minval.dtype, minval, maxval)


StatelessRandomUniformInt.not_differentiable()


@op(
    "shape: T, seed: Tseed -> output: dtype",
    dtype=Types((int32, int64, uint32, uint64), default=uint64),
    T=_SIZES,
    Tseed=Types((int32, int64, uint32, uint64), default=int64),
    shape=rules.shaped(rules.from_dims(), None, "2"),
)
def StatelessRandomUniformFullInt(xp: Any, shape: Any, seed: Any, *, dtype: DType = uint64) -> Any:
    if np.dtype(seed.dtype) not in (np.int32, np.int64):
        raise ValueError(f"seed must have dtype int32 or int64, not {seed.dtype}.")
    stream = scrambled_stream(xp, seed)
    kind = xp.uint32 if dtype.size == 4 else xp.uint64
    return philox.uniform_bits(xp, stream, dims(xp, shape), kind).astype(dtype.np)


StatelessRandomUniformFullInt.not_differentiable()


@op("-> alg: int32", shape=rules.scalar, stateful=True)
def StatelessRandomGetAlg(xp: Any) -> Any:
    return np.array(_PHILOX, np.int32)


StatelessRandomGetAlg.not_differentiable()


@op("seed: Tseed -> key: uint64, counter: uint64, alg: int32", Tseed=_SEED)
def StatelessRandomGetKeyCounterAlg(xp: Any, seed: Any) -> Any:
    return *StatelessRandomGetKeyCounter.kernel(xp, seed), xp.asarray(np.int32(_PHILOX))


@StatelessRandomGetKeyCounterAlg.shape
def key_counter_alg_shape(call: Any) -> Any:
    rules.merge(call.inputs[0].raw_shape, (2,))
    return [(1,), (2,), ()]


StatelessRandomGetKeyCounterAlg.not_differentiable()
