"""Embeddings, and losses of sampled classes, under the arguments of TensorFlow 1."""

from __future__ import annotations

from typing import Any

from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.ops.nn import embedding, embedding_sparse, sampled_losses

from ..partitions import PartitionedVariable


def _in_order(tables: Any, partition_strategy: str) -> Any:
    """The tables as `tf.nn.embedding_lookup` takes them: one, or with rows one after the other.

    Under "mod" row i is in table `i % n`; the tables are joined in the order of rows then.

    Raises:
      ValueError: The strategy is neither "mod" nor "div".
    """
    if partition_strategy not in ("mod", "div"):
        raise ValueError(
            f"Unrecognized partition strategy: {partition_strategy!r}; expected 'mod' or 'div'."
        )
    if isinstance(tables, PartitionedVariable):
        tables = list(tables)
    several = isinstance(tables, (list, tuple)) and hasattr(tables[0], "dtype")
    if not several or partition_strategy == "div":
        return tables
    if len(tables) == 1:
        return tables[0]
    parts = [to_tensor(table) for table in tables]
    sizes = [call("Shape", table)[0] for table in parts]
    begins = call("Cumsum", call("Pack", sizes, axis=0), 0, exclusive=True)
    rows = call("Range", 0, call("AddN", sizes), 1)
    places = call("GatherV2", begins, rows % len(parts), 0) + rows // len(parts)
    return call("GatherV2", call("ConcatV2", parts, 0), places, 0)


def embedding_lookup(
    params: Any,
    ids: Any,
    partition_strategy: str = "mod",
    name: str | None = None,
    validate_indices: bool = True,
    max_norm: Any = None,
) -> Any:
    """The rows of a table at given indices.

    Args:
      params: [rows, ...], a tensor or variable, or a list of them among which the rows are shared
        out.
      ids: Indices.
      partition_strategy: How: with "mod" row i is in table `i % n`, with "div" the first table has
        the first rows.
      name: A name.
      validate_indices: Accepted for TensorFlow's sake.
      max_norm: The largest norm of a row; rows beyond it are scaled.

    Returns:
      A tensor of shape `ids.shape + params.shape[1:]`.

    Raises:
      ValueError: The strategy is not known.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tables = [tf.constant([[0.0], [2.0]]), tf.constant([[1.0], [3.0]])]
      >>> tf.nn.embedding_lookup(tables, [3, 0]).numpy().tolist()
      [[3.0], [0.0]]
    """
    return embedding.embedding_lookup(_in_order(params, partition_strategy), ids, max_norm, name)


def embedding_lookup_sparse(
    params: Any,
    sp_ids: Any,
    sp_weights: Any,
    partition_strategy: str = "mod",
    name: str | None = None,
    combiner: str | None = None,
    max_norm: Any = None,
    allow_fast_lookup: bool = False,
) -> Any:
    """For each row of sparse ids, the combination of the table's rows that they name.

    Args:
      params: As for `tf.compat.v1.nn.embedding_lookup`.
      sp_ids: A SparseTensor of ids.
      sp_weights: A SparseTensor of their weights, or None for weights of one.
      partition_strategy: As for `tf.compat.v1.nn.embedding_lookup`.
      name: A name.
      combiner: "mean", "sqrtn" or "sum".
      max_norm: The largest norm of a row.
      allow_fast_lookup: As for `tf.nn.embedding_lookup_sparse`.

    Returns:
      [rows of `sp_ids`, ...].
    """
    table = _in_order(params, partition_strategy)
    return embedding_sparse.embedding_lookup_sparse(
        table, sp_ids, sp_weights, combiner or "mean", max_norm, name, allow_fast_lookup
    )


def safe_embedding_lookup_sparse(
    embedding_weights: Any,
    sparse_ids: Any,
    sparse_weights: Any = None,
    combiner: str = "mean",
    default_id: int | None = None,
    name: str | None = None,
    partition_strategy: str = "div",
    max_norm: Any = None,
    allow_fast_lookup: bool = False,
) -> Any:
    """`embedding_lookup_sparse` that leaves out negative ids, and fills rows without any.

    Args:
      embedding_weights, sparse_ids, sparse_weights, combiner, partition_strategy, max_norm, name,
      allow_fast_lookup: As for `tf.compat.v1.nn.embedding_lookup_sparse`.
      default_id: What a row without ids gets: the embedding of that id, zeros by default.

    Returns:
      [rows of `sparse_ids`, ...].
    """
    return embedding_sparse.safe_embedding_lookup_sparse(
        _in_order(embedding_weights, partition_strategy),
        *(sparse_ids, sparse_weights, combiner, default_id, max_norm, name, allow_fast_lookup),
    )


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
    partition_strategy: str = "mod",
    name: str = "nce_loss",
) -> Any:
    """The loss of noise-contrastive estimation: true classes against sampled ones.

    Args:
      weights: [classes, features], or a list of such tables.
      biases: [classes].
      labels: Indices of true classes, [batch, num_true].
      inputs: [batch, features].
      num_sampled: How many classes are sampled.
      num_classes: How many classes there are.
      num_true: How many of them are true for each example.
      sampled_values: What a candidate sampler gave; by default classes are drawn by rank.
      remove_accidental_hits: Whether a sampled class that is a true one is left out.
      partition_strategy: As for `tf.compat.v1.nn.embedding_lookup`.
      name: A name.

    Returns:
      [batch].

    Gutmann and Hyvärinen (2010), http://proceedings.mlr.press/v9/gutmann10a.html.
    """
    return sampled_losses.nce_loss(
        _in_order(weights, partition_strategy),
        *(_in_order(biases, partition_strategy), labels, inputs, num_sampled, num_classes),
        *(num_true, sampled_values, remove_accidental_hits, name),
    )


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
    partition_strategy: str = "mod",
    name: str = "sampled_softmax_loss",
    seed: int | None = None,
) -> Any:
    """The softmax cross-entropy of true classes among sampled ones.

    Args:
      weights, biases, labels, inputs, num_sampled, num_classes, num_true, sampled_values,
      remove_accidental_hits, partition_strategy, name: As for `tf.compat.v1.nn.nce_loss`.
      seed: A seed of the samples.

    Returns:
      [batch].

    Jean et al. (2014), https://arxiv.org/abs/1412.2007.
    """
    return sampled_losses.sampled_softmax_loss(
        _in_order(weights, partition_strategy),
        *(_in_order(biases, partition_strategy), labels, inputs, num_sampled, num_classes),
        *(num_true, sampled_values, remove_accidental_hits, seed, name),
    )
