"""Losses over very many classes, of which only the right ones and a sample are looked at."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import int64
from tenfold.core.op import call

from .crossentropy import sigmoid_cross_entropy_with_logits, softmax_cross_entropy_with_logits
from .embedding import embedding_lookup
from .samplers import log_uniform_candidate_sampler

_HIT = float(np.finfo(np.float32).min)


def _sampled_logits(
    weights: Any,
    biases: Any,
    labels: Any,
    inputs: Any,
    sampled: Any,
    num_true: int,
    remove_accidental_hits: bool,
) -> tuple[Any, Any]:
    """Logits of right and sampled classes less the log of how often they are expected, and labels.

    Returns:
      Both `[batch, num_true + num_sampled]`, the right classes first.
    """
    inputs = to_tensor(inputs)
    kind = inputs.dtype
    candidates, true_expected, sampled_expected = (
        call("StopGradient", to_tensor(v)) for v in sampled
    )
    candidates = call("Cast", candidates, DstT=int64)
    flat = call("Reshape", labels, [-1])
    every = call("ConcatV2", [flat, candidates], 0)
    rows = call("Cast", embedding_lookup(weights, every), DstT=kind)
    bias = call("Cast", embedding_lookup(biases, every), DstT=kind)
    count = call("Shape", flat)[0]
    width = call("Shape", rows)[1]
    own = call("Reshape", rows[:count], call("Pack", [-1, num_true, width]))
    true_logits = call("Sum", call("ExpandDims", inputs, 1) * own, [2])
    true_logits = true_logits + call("Reshape", bias[:count], [-1, num_true])
    logits = call("MatMul", inputs, rows[count:], transpose_b=True) + bias[count:]
    true_logits = true_logits - call("Log", call("Cast", true_expected, DstT=kind))
    logits = logits - call("Log", call("Cast", sampled_expected, DstT=kind))
    if remove_accidental_hits:
        grid = call("Reshape", labels, [-1, num_true, 1])
        hit = call("Any", call("Equal", grid, candidates), [1])
        logits = logits + call("Cast", hit, DstT=kind) * to_tensor(_HIT, kind)
    ones, zeros = call("OnesLike", true_logits), call("ZerosLike", logits)
    together = call("ConcatV2", [true_logits, logits], 1)
    return together, call("ConcatV2", [ones / num_true, zeros], 1)


def _labels(labels: Any, num_true: int) -> Any:
    """The right classes as int64 `[batch, num_true]`."""
    labels = to_tensor(labels)
    if labels.dtype is not int64:
        labels = call("Cast", labels, DstT=int64)
    return call("Reshape", labels, [-1, num_true])


def nce_loss(
    weights: Any,
    biases: Any,
    labels: Any,
    inputs: Any,
    num_sampled: int,
    num_classes: int,
    num_true: int = 1,
    sampled_values: Any = None,
    remove_accidental_hits: bool = False,
    name: str | None = "nce_loss",
) -> Any:
    """Noise-contrastive estimation: tells right classes from sampled ones.

    Args:
      weights: `[num_classes, width]`, or a list of tensors that hold the rows one after the other.
      biases: `[num_classes]`.
      labels: `[batch, num_true]`, the right classes.
      inputs: `[batch, width]`, activations.
      num_sampled: How many classes to draw for the batch.
      num_classes: The number of classes.
      num_true: How many right classes an example has.
      sampled_values: What a candidate sampler gave; `tf.random.log_uniform_candidate_sampler` is
        asked by default.
      remove_accidental_hits: Whether drawn classes that are right do not count as wrong.
      name: A name for the op.

    Returns:
      `[batch]`, the loss of each example.

    References:
      Gutmann and Hyvarinen, Noise-contrastive estimation (2010).

    Example:
      >>> import tenfold as tf
      >>> loss = tf.nn.nce_loss(
      ...     weights=tf.zeros([50, 4]), biases=tf.zeros([50]), labels=[[3], [7]],
      ...     inputs=tf.ones([2, 4]), num_sampled=5, num_classes=50)
      >>> loss.shape
      TensorShape([2])
    """
    classes = _labels(labels, num_true)
    sampled = sampled_values or log_uniform_candidate_sampler(
        classes, num_true, num_sampled, True, num_classes
    )
    logits, targets = _sampled_logits(
        weights, biases, classes, inputs, sampled, num_true, remove_accidental_hits
    )
    losses = sigmoid_cross_entropy_with_logits(labels=targets, logits=logits)
    return call("Sum", losses, [1], name=name)


def sampled_softmax_loss(
    weights: Any,
    biases: Any,
    labels: Any,
    inputs: Any,
    num_sampled: int,
    num_classes: int,
    num_true: int = 1,
    sampled_values: Any = None,
    remove_accidental_hits: bool = True,
    seed: int | None = None,
    name: str | None = "sampled_softmax_loss",
) -> Any:
    """Softmax cross entropy over the right classes and a sample of the others.

    For training only: evaluate with the softmax over all classes.

    Args:
      weights: `[num_classes, width]`, or a list of tensors that hold the rows one after the other.
      biases: `[num_classes]`.
      labels: `[batch, num_true]`, the right classes.
      inputs: `[batch, width]`, activations.
      num_sampled: How many classes to draw for the batch.
      num_classes: The number of classes.
      num_true: How many right classes an example has.
      sampled_values: What a candidate sampler gave; `tf.random.log_uniform_candidate_sampler` is
        asked by default.
      remove_accidental_hits: Whether drawn classes that are right do not count as wrong.
      seed: With the global seed, decides what is drawn.
      name: A name for the op.

    Returns:
      `[batch]`, the loss of each example.

    References:
      Jean et al., On Using Very Large Target Vocabulary for Neural Machine Translation (2014).

    Example:
      >>> import tenfold as tf
      >>> loss = tf.nn.sampled_softmax_loss(
      ...     weights=tf.zeros([50, 4]), biases=tf.zeros([50]), labels=[[3], [7]],
      ...     inputs=tf.ones([2, 4]), num_sampled=5, num_classes=50)
      >>> loss.shape
      TensorShape([2])
    """
    classes = _labels(labels, num_true)
    sampled = sampled_values or log_uniform_candidate_sampler(
        classes, num_true, num_sampled, True, num_classes, seed
    )
    logits, targets = _sampled_logits(
        weights, biases, classes, inputs, sampled, num_true, remove_accidental_hits
    )
    targets = call("StopGradient", targets)
    return softmax_cross_entropy_with_logits(labels=targets, logits=logits, name=name)
