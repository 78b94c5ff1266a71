"""Activations, dropout and cross-entropies under the arguments of TensorFlow 1."""

from __future__ import annotations

from typing import Any

from tenfold.core.context import name_scope
from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.core.sparse_tensor import SparseTensor
from tenfold.ops.linalg import norms
from tenfold.ops.nn import activations, crossentropy, regularize, selection, statistics

from ..renamed_arguments import one_of


def softmax(logits: Any, axis: Any = None, name: str | None = None, dim: Any = None) -> Any:
    """The softmax along an axis, the last by default; `dim` is the old name of `axis`."""
    return crossentropy.softmax(logits, one_of("axis", axis, "dim", dim, -1), name)


def log_softmax(logits: Any, axis: Any = None, name: str | None = None, dim: Any = None) -> Any:
    """The logarithm of the softmax along an axis; `dim` is the old name of `axis`."""
    return crossentropy.log_softmax(logits, one_of("axis", axis, "dim", dim, -1), name)


def _named_only(what: str, sentinel: Any, **given: Any) -> None:
    if sentinel is not None:
        raise ValueError(f"Only call `{what}` with named arguments (labels=..., logits=..., ...)")
    missing = [name for name, value in given.items() if value is None]
    if missing:
        raise ValueError(f"Both labels and logits must be provided: {what} lacks {missing[0]}.")


def softmax_cross_entropy_with_logits(
    _sentinel: Any = None,
    labels: Any = None,
    logits: Any = None,
    dim: int = -1,
    name: str | None = None,
    axis: int | None = None,
) -> Any:
    """The cross-entropy of labels and the softmax of logits; no gradient flows into the labels.

    Args:
      _sentinel: Nothing: arguments are given by name.
      labels: Probabilities, [batch, classes].
      logits: Scores, [batch, classes].
      dim: The axis of classes.
      name: A name.
      axis: A newer name of `dim`.

    Returns:
      A tensor [batch].

    Raises:
      ValueError: An argument is given by position, or one is missing.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> loss = tf.nn.softmax_cross_entropy_with_logits(labels=[[0.0, 1.0]], logits=[[0.0, 0.0]])
      >>> round(loss.numpy()[0].item(), 4)
      0.6931
    """
    _named_only("softmax_cross_entropy_with_logits", _sentinel, labels=labels, logits=logits)
    fixed = call(
        "StopGradient",
        to_tensor(labels, getattr(logits, "dtype", None))
        if not hasattr(labels, "dtype")
        else to_tensor(labels),
    )
    title = name or "softmax_cross_entropy_with_logits_sg"
    return softmax_cross_entropy_with_logits_v2(fixed, logits, axis, title, dim)


def softmax_cross_entropy_with_logits_v2(
    labels: Any, logits: Any, axis: int | None = None, name: str | None = None, dim: Any = None
) -> Any:
    """The cross-entropy of labels and the softmax of logits, with gradients into both.

    Args:
      labels: Probabilities, [batch, classes].
      logits: Scores, [batch, classes].
      axis: The axis of classes, the last by default.
      name: A name.
      dim: The old name of `axis`.

    Returns:
      A tensor [batch].
    """
    chosen = dim if axis is None else axis
    return crossentropy.softmax_cross_entropy_with_logits(
        labels, logits, -1 if chosen is None else chosen, name
    )


def sparse_softmax_cross_entropy_with_logits(
    _sentinel: Any = None, labels: Any = None, logits: Any = None, name: str | None = None
) -> Any:
    """The cross-entropy of class indices and the softmax of logits.

    Args:
      _sentinel: Nothing: arguments are given by name.
      labels: Indices of classes, [batch].
      logits: Scores, [batch, classes].
      name: A name.

    Returns:
      A tensor [batch].

    Raises:
      ValueError: An argument is given by position, or one is missing.
    """
    _named_only("sparse_softmax_cross_entropy_with_logits", _sentinel, labels=labels, logits=logits)
    return crossentropy.sparse_softmax_cross_entropy_with_logits(labels, logits, name)


def sigmoid_cross_entropy_with_logits(
    _sentinel: Any = None, labels: Any = None, logits: Any = None, name: str | None = None
) -> Any:
    """The cross-entropy of labels and the sigmoid of logits, element by element.

    Args:
      _sentinel: Nothing: arguments are given by name.
      labels: Probabilities.
      logits: Scores, of the same shape.
      name: A name.

    Returns:
      A tensor of that shape.

    Raises:
      ValueError: An argument is given by position, or one is missing.
    """
    _named_only("sigmoid_cross_entropy_with_logits", _sentinel, labels=labels, logits=logits)
    return crossentropy.sigmoid_cross_entropy_with_logits(labels, logits, name)


def weighted_cross_entropy_with_logits(
    labels: Any = None,
    logits: Any = None,
    pos_weight: Any = None,
    name: str | None = None,
    targets: Any = None,
) -> Any:
    """The sigmoid cross-entropy with a weight of positive labels; `targets` is an old name."""
    labels = one_of("labels", labels, "targets", targets)
    return crossentropy.weighted_cross_entropy_with_logits(labels, logits, pos_weight, name)


def dropout(
    x: Any,
    keep_prob: Any = None,
    noise_shape: Any = None,
    seed: int | None = None,
    name: str | None = None,
    rate: Any = None,
) -> Any:
    """Sets elements to zero by chance, and scales the others so that the expected sum stays.

    Args:
      x: A tensor of floats.
      keep_prob: The probability that an element is kept: a number or a scalar tensor.
      noise_shape: The shape of the choices; 1 where they are shared.
      seed: A seed.
      name: A name.
      rate: The probability that an element is dropped, instead of `keep_prob`.

    Returns:
      A tensor like `x`.

    Raises:
      ValueError: Neither probability is given, or both.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.nn.dropout(tf.ones([2]), keep_prob=1.0).numpy().tolist()
      [1.0, 1.0]
    """
    if keep_prob is not None and rate is not None:
        raise ValueError("Cannot specify both 'keep_prob' and 'rate'.")
    if keep_prob is None and rate is None:
        raise ValueError("You must provide a rate to dropout.")
    dropped = rate if keep_prob is None else 1.0 - keep_prob
    return regularize.dropout(x, dropped, noise_shape, seed, name)


def relu_layer(x: Any, weights: Any, biases: Any, name: str | None = None) -> Any:
    """`relu(x @ weights + biases)`."""
    return call("Relu", xw_plus_b(x, weights, biases), name=name)


def xw_plus_b(x: Any, weights: Any, biases: Any, name: str | None = None) -> Any:
    """`x @ weights + biases`.

    Args:
      x: [batch, in].
      weights: [in, out].
      biases: [out].
      name: A name.

    Returns:
      [batch, out].
    """
    with name_scope(name or "xw_plus_b") as scope:
        product = call("MatMul", to_tensor(x), to_tensor(weights))
        return call("BiasAdd", product, to_tensor(biases), name=scope)


def moments(
    x: Any,
    axes: Any,
    shift: Any = None,
    name: str | None = None,
    keep_dims: bool | None = None,
    keepdims: bool | None = None,
) -> tuple[Any, Any]:
    """The mean and variance over some axes; `keep_dims` is the old name of `keepdims`."""
    keep = bool(one_of("keepdims", keepdims, "keep_dims", keep_dims, False))
    return statistics.moments(x, axes, shift, keep, name)


def l2_normalize(
    x: Any, axis: Any = None, epsilon: float = 1e-12, name: str | None = None, dim: Any = None
) -> Any:
    """Scales to an L2 norm of 1 along an axis; `dim` is the old name of `axis`."""
    return norms.l2_normalize(x, one_of("axis", axis, "dim", dim), epsilon, name)


def zero_fraction(value: Any, name: str | None = None) -> Any:
    """The fraction of elements that are zero."""
    return statistics.zero_fraction(value, name)


def fused_batch_norm(
    x: Any,
    scale: Any,
    offset: Any,
    mean: Any = None,
    variance: Any = None,
    epsilon: float = 0.001,
    data_format: str = "NHWC",
    is_training: bool = True,
    name: str | None = None,
    exponential_avg_factor: float = 1.0,
) -> tuple[Any, Any, Any]:
    """Batch normalization of images in one operation.

    Args:
      x: [batch, height, width, channels], or with the channels second.
      scale, offset: [channels].
      mean, variance: [channels]: what to normalize by outside of training.
      epsilon: Added to the variance.
      data_format: "NHWC" or "NCHW".
      is_training: Whether the batch's own moments are used.
      name: A name.
      exponential_avg_factor: How much of the batch's moments goes into the running ones.

    Returns:
      The normalized images, and the mean and variance.

    Raises:
      ValueError: Moments are missing outside of training.
    """
    if (not is_training or exponential_avg_factor != 1.0) and (mean is None or variance is None):
        raise ValueError(
            "Both `mean` and `variance` must be a 1D tensor when `is_training` is "
            "False or `exponential_avg_factor` != 1.0."
        )
    empty = to_tensor([], to_tensor(scale).dtype)
    found = call(
        "FusedBatchNormV3",
        to_tensor(x),
        to_tensor(scale),
        to_tensor(offset),
        empty if mean is None else to_tensor(mean),
        empty if variance is None else to_tensor(variance),
        epsilon=max(epsilon, 1.001e-5),
        exponential_avg_factor=exponential_avg_factor,
        data_format=data_format,
        is_training=is_training,
        name=name,
    )
    return found[0], found[1], found[2]


def crelu(features: Any, name: str | None = None, axis: int = -1) -> Any:
    """relu of features and of their negatives, joined along an axis."""
    return activations.crelu(features, axis, name)


def weighted_moments(
    x: Any,
    axes: Any,
    frequency_weights: Any,
    name: str | None = None,
    keep_dims: bool | None = None,
    keepdims: bool | None = None,
) -> tuple[Any, Any]:
    """The weighted mean and variance over some axes; `keep_dims` is an old name."""
    keep = bool(one_of("keepdims", keepdims, "keep_dims", keep_dims, False))
    return statistics.weighted_moments(x, axes, frequency_weights, keep, name)


def sufficient_statistics(
    x: Any,
    axes: Any,
    shift: Any = None,
    keep_dims: bool | None = None,
    name: str | None = None,
    keepdims: bool | None = None,
) -> tuple[Any, Any, Any, Any]:
    """The sums from which moments can be computed; `keep_dims` is an old name."""
    keep = bool(one_of("keepdims", keepdims, "keep_dims", keep_dims, False))
    return statistics.sufficient_statistics(x, axes, shift, keep, name)


def batch_norm_with_global_normalization(
    t: Any = None,
    m: Any = None,
    v: Any = None,
    beta: Any = None,
    gamma: Any = None,
    variance_epsilon: Any = None,
    scale_after_normalization: bool | None = None,
    name: str | None = None,
    input: Any = None,
    mean: Any = None,
    variance: Any = None,
) -> Any:
    """Normalizes images with given moments; `t`, `m` and `v` are old names."""
    return statistics.batch_norm_with_global_normalization(
        one_of("input", input, "t", t),
        one_of("mean", mean, "m", m),
        one_of("variance", variance, "v", v),
        beta,
        gamma,
        variance_epsilon,
        bool(scale_after_normalization),
        name,
    )


def in_top_k(predictions: Any, targets: Any, k: Any, name: str | None = None) -> Any:
    """Whether each target is among the k largest predictions of its row.

    Args:
      predictions: [batch, classes].
      targets: Indices of classes, [batch].
      k: A number.
      name: A name.

    Returns:
      Bools, [batch].

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.nn.in_top_k([[0.1, 0.9]], [1], 1).numpy().tolist()
      [True]
    """
    return selection.in_top_k(targets, predictions, k, name)


def ctc_loss(
    labels: Any,
    inputs: Any = None,
    sequence_length: Any = None,
    preprocess_collapse_repeated: bool = False,
    ctc_merge_repeated: bool = True,
    ignore_longer_outputs_than_inputs: bool = False,
    time_major: bool = True,
    logits: Any = None,
) -> Any:
    """How improbable label sequences are, summed over all alignments to time steps.

    Args:
      labels: A SparseTensor of int32, [batch, labels].
      inputs: Scores, [time, batch, classes]; the last class is the blank.
      sequence_length: The numbers of steps, [batch].
      preprocess_collapse_repeated: Whether repeated labels count once.
      ctc_merge_repeated: Whether repeated outputs count once.
      ignore_longer_outputs_than_inputs: Whether sequences that cannot fit have a loss of zero
        instead of an error.
      time_major: Whether time comes first in the inputs; else the batch does.
      logits: A newer name of `inputs`.

    Returns:
      A tensor [batch].

    Graves et al. (2006), https://www.cs.toronto.edu/~graves/icml_2006.pdf.
    """
    x = to_tensor(one_of("logits", logits, "inputs", inputs))
    if not time_major:
        x = call("Transpose", x, [1, 0, 2])
    found = call(
        "CTCLoss",
        *(x, labels.indices, labels.values, sequence_length),
        preprocess_collapse_repeated=preprocess_collapse_repeated,
        ctc_merge_repeated=ctc_merge_repeated,
        ignore_longer_outputs_than_inputs=ignore_longer_outputs_than_inputs,
    )
    return found[0]


def ctc_beam_search_decoder(
    inputs: Any,
    sequence_length: Any,
    beam_width: int = 100,
    top_paths: int = 1,
    merge_repeated: bool = True,
) -> tuple[list[SparseTensor], Any]:
    """The most probable label sequences, by beam search.

    Args:
      inputs: Scores, [time, batch, classes]; the last class is the blank.
      sequence_length: The numbers of steps, [batch].
      beam_width: How many prefixes are kept after each step.
      top_paths: How many sequences to give.
      merge_repeated: Whether repeated labels of the sequences found count once.

    Returns:
      A list of SparseTensors, and the logarithms of their probabilities [batch, top_paths].
    """
    indices, values, shapes, scores = call(
        *("CTCBeamSearchDecoder", inputs, sequence_length),
        beam_width=beam_width,
        top_paths=top_paths,
        merge_repeated=merge_repeated,
    )
    parts = zip(indices, values, shapes, strict=True)
    return [SparseTensor(*part) for part in parts], scores
