"""Candidate sampling: a few classes drawn to stand for the many that are wrong."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import random_state, rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import int64
from tenfold.core.errors import NotFoundError
from tenfold.core.op import call, op
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


def _candidates(
    kind: Any, true_classes: Any, seed: int | None, name: str | None, **attrs: Any
) -> Any:
    seeds = random_state.op_seeds(seed)
    classes = call("Cast", to_tensor(true_classes), DstT=int64)
    return kind(classes, seed=seeds[0], seed2=seeds[1], name=name, **attrs)


def log_uniform_candidate_sampler(
    true_classes: Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    seed: int | None = None,
    name: str | None = None,
) -> Any:
    """Draws classes, low numbers more often than high ones, as words sorted by frequency occur.

    Class k has a chance of `log((k + 2) / (k + 1)) / log(range_max + 1)`.

    Args:
      true_classes: `[batch, num_true]`, the right classes of each example.
      num_true: How many right classes an example has.
      num_sampled: How many classes to draw.
      unique: Whether they must all be different.
      range_max: The number of classes.
      seed: With the global seed, decides the classes.
      name: A name for the op.

    Returns:
      The classes `[num_sampled]`, int64; and how often right classes `[batch, num_true]` and drawn
      ones `[num_sampled]` are to be expected in such a sample, float32.

    Raises:
      tf.errors.InvalidArgumentError: There are fewer classes than should be drawn, or a right
        class is not among them.

    Example:
      >>> import tenfold as tf
      >>> drawn, _, _ = tf.random.log_uniform_candidate_sampler([[0]], 1, 3, True, 3, seed=1)
      >>> sorted(drawn.numpy().tolist())
      [0, 1, 2]
    """
    attrs = {"num_true": num_true, "num_sampled": num_sampled, "unique": unique}
    kind = LogUniformCandidateSampler
    return _candidates(kind, true_classes, seed, name, range_max=range_max, **attrs)


def uniform_candidate_sampler(
    true_classes: Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    seed: int | None = None,
    name: str | None = None,
) -> Any:
    """Draws classes, all with the same chance.

    Args:
      true_classes: `[batch, num_true]`, the right classes of each example.
      num_true: How many right classes an example has.
      num_sampled: How many classes to draw.
      unique: Whether they must all be different.
      range_max: The number of classes.
      seed: With the global seed, decides the classes.
      name: A name for the op.

    Returns:
      The classes `[num_sampled]`, int64; and how often right classes `[batch, num_true]` and drawn
      ones `[num_sampled]` are to be expected in such a sample, float32.

    Raises:
      tf.errors.InvalidArgumentError: There are fewer classes than should be drawn, or a right
        class is not among them.

    Example:
      >>> import tenfold as tf
      >>> drawn, _, often = tf.random.uniform_candidate_sampler([[0]], 1, 3, False, 6, seed=1)
      >>> drawn.shape, often.numpy().tolist()
      (TensorShape([3]), [0.5, 0.5, 0.5])
    """
    attrs = {"num_true": num_true, "num_sampled": num_sampled, "unique": unique}
    kind = UniformCandidateSampler
    return _candidates(kind, true_classes, seed, name, range_max=range_max, **attrs)


def learned_unigram_candidate_sampler(
    true_classes: Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    seed: int | None = None,
    name: str | None = None,
) -> Any:
    """Draws classes as often as they were right so far, each counted once to begin with.

    Args:
      true_classes: `[batch, num_true]`, the right classes of each example, which are counted.
      num_true: How many right classes an example has.
      num_sampled: How many classes to draw.
      unique: Whether they must all be different.
      range_max: The number of classes.
      seed: With the global seed, decides the classes.
      name: A name for the op.

    Returns:
      The classes `[num_sampled]`, int64; and how often right classes `[batch, num_true]` and drawn
      ones `[num_sampled]` are to be expected in such a sample, float32.

    Raises:
      tf.errors.InvalidArgumentError: There are fewer classes than should be drawn, or a right
        class is not among them.

    Example:
      >>> import tenfold as tf
      >>> drawn, _, _ = tf.nn.learned_unigram_candidate_sampler([[0]], 1, 3, True, 3, seed=1)
      >>> sorted(drawn.numpy().tolist())
      [0, 1, 2]
    """
    attrs = {"num_true": num_true, "num_sampled": num_sampled, "unique": unique}
    kind = LearnedUnigramCandidateSampler
    return _candidates(kind, true_classes, seed, name, range_max=range_max, **attrs)


def fixed_unigram_candidate_sampler(
    true_classes: Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    vocab_file: str = "",
    distortion: float = 1.0,
    num_reserved_ids: int = 0,
    num_shards: int = 1,
    shard: int = 0,
    unigrams: Any = (),
    seed: int | None = None,
    name: str | None = None,
) -> Any:
    """Draws classes with chances in proportion to given weights.

    Args:
      true_classes: `[batch, num_true]`, the right classes of each example.
      num_true: How many right classes an example has.
      num_sampled: How many classes to draw.
      unique: Whether they must all be different.
      range_max: The number of classes.
      vocab_file: A file with a weight after the last comma of each line; or give `unigrams`.
      distortion: The power that weights are raised to.
      num_reserved_ids: How many classes come before the first weight, and are never drawn.
      num_shards: In how many shares the classes are dealt out.
      shard: Which share to draw from.
      unigrams: The weights; or give `vocab_file`.
      seed: With the global seed, decides the classes.
      name: A name for the op.

    Returns:
      The classes `[num_sampled]`, int64; and how often right classes `[batch, num_true]` and drawn
      ones `[num_sampled]` are to be expected in such a sample, float32.

    Raises:
      tf.errors.InvalidArgumentError: The number of weights is not `range_max`, or there are none.

    References:
      Vose, A Linear Algorithm For Generating Random Numbers With a Given Distribution (1991).

    Example:
      >>> import tenfold as tf
      >>> drawn, _, _ = tf.random.fixed_unigram_candidate_sampler(
      ...     [[1]], 1, 2, True, 3, unigrams=[0.0, 1.0, 2.0])
      >>> sorted(drawn.numpy().tolist())
      [1, 2]
    """
    return _candidates(
        FixedUnigramCandidateSampler,
        true_classes,
        seed,
        name,
        num_true=num_true,
        num_sampled=num_sampled,
        unique=unique,
        range_max=range_max,
        vocab_file=vocab_file,
        distortion=distortion,
        num_reserved_ids=num_reserved_ids,
        num_shards=num_shards,
        shard=shard,
        unigrams=[float(w) for w in unigrams],
    )


def all_candidate_sampler(
    true_classes: Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    seed: int | None = None,
    name: str | None = None,
) -> Any:
    """All classes, in the form of a sampler: to compare sampled losses with the whole.

    Args:
      true_classes: `[batch, num_true]`, the right classes of each example.
      num_true: How many right classes an example has.
      num_sampled: The number of classes.
      unique: Whether they must all be different, which they are.
      seed: Accepted, and not needed.
      name: A name for the op.

    Returns:
      The classes `[num_sampled]`, int64; and ones of the shapes `[batch, num_true]` and
      `[num_sampled]`, float32.

    Raises:
      tf.errors.InvalidArgumentError: A right class is not among the classes.

    Example:
      >>> import tenfold as tf
      >>> tf.nn.all_candidate_sampler([[1]], 1, 3, True)[0].numpy().tolist()
      [0, 1, 2]
    """
    attrs = {"num_true": num_true, "num_sampled": num_sampled, "unique": unique}
    return _candidates(AllCandidateSampler, true_classes, seed, name, **attrs)


def compute_accidental_hits(
    true_classes: Any,
    sampled_candidates: Any,
    num_true: int,
    seed: int | None = None,
    name: str | None = None,
) -> Any:
    """Where drawn classes are right ones of an example.

    Args:
      true_classes: `[batch, num_true]`, the right classes of each example.
      sampled_candidates: `[n]`, the drawn classes.
      num_true: How many right classes an example has.
      seed: Accepted, and not needed.
      name: A name for the op.

    Returns:
      For each hit its example, int32, the place of the class among the drawn ones, int64, and the
      lowest float32 number, which, added to a logit, takes it out of a softmax.

    Raises:
      tf.errors.InvalidArgumentError: `true_classes` has not `num_true` columns.

    Example:
      >>> import tenfold as tf
      >>> rows, places, _ = tf.nn.compute_accidental_hits([[1], [5]], [7, 5, 3], 1)
      >>> rows.numpy().tolist(), places.numpy().tolist()
      ([1], [1])
    """
    drawn = call("Cast", to_tensor(sampled_candidates), DstT=int64)
    kind = ComputeAccidentalHits
    classes = call("Cast", to_tensor(true_classes), DstT=int64)
    seeds = random_state.op_seeds(seed)
    return kind(classes, drawn, num_true=num_true, seed=seeds[0], seed2=seeds[1], name=name)
