"""The public candidate samplers: they choose seeds and call the ops of `candidate_sampling.py`."""

from __future__ import annotations

from typing import Any

from tenfold.core import random_state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import int64
from tenfold.core.op import call

from .candidate_sampling import (
    AllCandidateSampler,
    ComputeAccidentalHits,
    FixedUnigramCandidateSampler,
    LearnedUnigramCandidateSampler,
    LogUniformCandidateSampler,
    UniformCandidateSampler,
)


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
