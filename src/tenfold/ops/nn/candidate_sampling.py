"""The ops of candidate sampling: a few classes drawn to stand for the many that are wrong.

The public functions stand in `samplers.py`; the distributions in `candidates.py`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.errors import NotFoundError
from tenfold.core.op import op
from tenfold.ops.random import philox

from .candidates import Fixed, Learned, LogUniform, Sampler, Uniform, Words, sample

_TEXT = (
    "true_classes: int64 -> sampled_candidates: int64, true_expected_count: float32, "
    "sampled_expected_count: float32"
)
_BLOCKS = 512  # what TensorFlow sets aside of the random stream for each candidate
_UNIGRAMS: list[float] = []
# What the learning samplers have counted, by what makes them different: a state of the op's own.
_learned: dict[tuple[Any, ...], Learned] = {}


def _shapes(call_: Any) -> Any:
    shape, count = call_.inputs[0].raw_shape, call_.attrs["num_sampled"]
    if shape is not None and len(shape) != 2:
        raise ValueError(f"true_classes must be a matrix; received shape {list(shape)}.")
    true = rules.merge(shape, (None, call_.attrs["num_true"]))
    return [(count,), true, (count,)]


def _check(true_classes: np.ndarray, num_true: int, size: int) -> None:
    if true_classes.ndim != 2 or true_classes.shape[1] != num_true:
        raise ValueError(
            f"true_classes must be a matrix of num_true = {num_true} columns; received shape "
            f"{list(true_classes.shape)}."
        )
    outside = true_classes[(true_classes < 0) | (true_classes >= size)]
    if outside.size:
        raise ValueError(f"true_classes must be within [0, {size}); received {outside[0]}.")


def _drawn(
    xp: Any,
    sampler: Sampler,
    true_classes: Any,
    num_true: int,
    count: int,
    unique: bool,
    counter: Any,
) -> Any:
    _check(true_classes, num_true, sampler.size)
    if unique and count > sampler.size:
        raise ValueError(
            f"Sampler's range is too small: {count} different candidates of {sampler.size}."
        )
    key, high = philox.key_of(*counter.seed)
    words = Words(philox.Stream(xp, key, high, counter.value))
    counter.value = counter.value + np.uint64(_BLOCKS * count)
    return sample(sampler, words, true_classes, count, unique)


@op(
    _TEXT,
    num_true=1,
    num_sampled=1,
    range_max=1,
    shape=_shapes,
    jit=False,
    stateful=True,
    counter=True,
)
def LogUniformCandidateSampler(
    xp: Any,
    true_classes: Any,
    *,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    seed: int = 0,
    seed2: int = 0,
    counter: Any = None,
) -> Any:
    sampler = LogUniform(range_max)
    return _drawn(xp, sampler, true_classes, num_true, num_sampled, unique, counter)


LogUniformCandidateSampler.not_differentiable()


@op(
    _TEXT,
    num_true=1,
    num_sampled=1,
    range_max=1,
    shape=_shapes,
    jit=False,
    stateful=True,
    counter=True,
)
def UniformCandidateSampler(
    xp: Any,
    true_classes: Any,
    *,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    seed: int = 0,
    seed2: int = 0,
    counter: Any = None,
) -> Any:
    sampler = Uniform(range_max)
    return _drawn(xp, sampler, true_classes, num_true, num_sampled, unique, counter)


UniformCandidateSampler.not_differentiable()


def _learning(
    xp: Any, true_classes: Any, attrs: tuple[str, int, int, bool, int, int, int], counter: Any
) -> Any:
    """Draws by the counts so far, then counts the true classes."""
    _, num_true, count, unique, size, *seeds = attrs
    if attrs not in _learned or (any(seeds) and not counter.value):
        _learned[attrs] = Learned(size)
    sampler = _learned[attrs]
    found = _drawn(xp, sampler, true_classes, num_true, count, unique, counter)
    sampler.learn(true_classes)
    return found


@op(
    _TEXT,
    num_true=1,
    num_sampled=1,
    range_max=1,
    shape=_shapes,
    jit=False,
    stateful=True,
    counter=True,
)
def LearnedUnigramCandidateSampler(
    xp: Any,
    true_classes: Any,
    *,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    seed: int = 0,
    seed2: int = 0,
    counter: Any = None,
) -> Any:
    attrs = ("learned", num_true, num_sampled, unique, range_max, seed, seed2)
    return _learning(xp, true_classes, attrs, counter)


LearnedUnigramCandidateSampler.not_differentiable()


@op(
    _TEXT,
    num_true=1,
    num_sampled=1,
    range_max=1,
    shape=_shapes,
    jit=False,
    stateful=True,
    counter=True,
)
def ThreadUnsafeUnigramCandidateSampler(
    xp: Any,
    true_classes: Any,
    *,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    seed: int = 0,
    seed2: int = 0,
    counter: Any = None,
) -> Any:
    attrs = ("unsafe", num_true, num_sampled, unique, range_max, seed, seed2)
    return _learning(xp, true_classes, attrs, counter)


ThreadUnsafeUnigramCandidateSampler.not_differentiable()


@op(
    _TEXT,
    num_true=1,
    num_sampled=1,
    range_max=1,
    num_shards=1,
    shard=0,
    shape=_shapes,
    jit=False,
    stateful=True,
    counter=True,
)
def FixedUnigramCandidateSampler(
    xp: Any,
    true_classes: Any,
    *,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    vocab_file: str = "",
    distortion: float = 1.0,
    num_reserved_ids: int = 0,
    num_shards: int = 1,
    shard: int = 0,
    unigrams: list[float] = _UNIGRAMS,
    seed: int = 0,
    seed2: int = 0,
    counter: Any = None,
) -> Any:
    if bool(vocab_file) == bool(unigrams):
        raise ValueError("Must provide either vocab_file or unigrams, and only one of them.")
    given = _weights_of_file(vocab_file) if vocab_file else unigrams
    weights = [0.0] * num_reserved_ids + [float(w) ** distortion for w in given]
    weights = weights[shard::num_shards] if shard < num_shards else []
    if len(weights) != range_max:
        raise ValueError(f"range is {range_max}, must be equal to weights size {len(weights)}.")
    sampler = Fixed(weights)
    return _drawn(xp, sampler, true_classes, num_true, num_sampled, unique, counter)


FixedUnigramCandidateSampler.not_differentiable()


def _weights_of_file(path: str) -> list[float]:
    """The number after the last comma of each line."""
    try:
        with open(path, encoding="utf-8") as lines:
            return [float(line.rsplit(",", 1)[-1]) for line in lines if line.strip()]
    except OSError as error:
        raise NotFoundError(None, None, f"{path}: {error.strerror}") from None


@op(
    _TEXT,
    num_true=1,
    num_sampled=1,
    shape=_shapes,
    jit=False,
    stateful=True,
)
def AllCandidateSampler(
    xp: Any,
    true_classes: Any,
    *,
    num_true: int,
    num_sampled: int,
    unique: bool,
    seed: int = 0,
    seed2: int = 0,
) -> Any:
    _check(true_classes, num_true, num_sampled)
    ones = np.ones(num_sampled, np.float32)
    return np.arange(num_sampled), np.ones(true_classes.shape, np.float32), ones


AllCandidateSampler.not_differentiable()


def _hit_shapes(call_: Any) -> Any:
    rules.merge(call_.inputs[0].raw_shape, (None, call_.attrs["num_true"]))
    rules.merge(call_.inputs[1].raw_shape, (None,))
    return [(None,), (None,), (None,)]


@op(
    "true_classes: int64, sampled_candidates: int64 -> indices: int32, ids: int64, "
    "weights: float32",
    shape=_hit_shapes,
    jit=False,
)
def ComputeAccidentalHits(
    xp: Any,
    true_classes: Any,
    sampled_candidates: Any,
    *,
    num_true: int,
    seed: int = 0,
    seed2: int = 0,
) -> Any:
    if true_classes.ndim != 2 or true_classes.shape[1] != num_true:
        raise ValueError(
            f"true_candidates must be a batch_size * num_true matrix; received shape "
            f"{list(true_classes.shape)} and num_true {num_true}."
        )
    if sampled_candidates.ndim != 1:
        raise ValueError(
            f"sampled_candidates must be a vector; received shape {list(sampled_candidates.shape)}."
        )
    place = {int(c): i for i, c in enumerate(sampled_candidates)}
    hits = [
        (row, place[c])
        for row, classes in enumerate(true_classes.tolist())
        for c in classes
        if c in place
    ]
    rows, ids = np.array(hits, np.int64).reshape(-1, 2).T
    weights = np.full(len(hits), np.finfo(np.float32).min)
    return rows.astype(np.int32), ids.copy(), weights


ComputeAccidentalHits.not_differentiable()
