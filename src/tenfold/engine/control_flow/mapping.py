"""Functions over the rows of tensors: tf.map_fn, tf.scan, tf.foldl and tf.foldr."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tenfold.core import context, structure
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import as_dtype
from tenfold.core.extension import BatchableExtensionTypeSpec
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.core.spec import TensorSpec, TypeSpec
from tenfold.core.tensor import Tensor

from .looping import while_loop
from .tensor_array import TensorArray


def rows_of(what: str, elems: Any) -> tuple[list[Tensor], Any]:
    """The tensors in `elems`, and how many rows they have: static where it is known.

    Raises:
      ValueError: There are no tensors, a scalar is among them, or they differ in length.
    """
    flat = [to_tensor(x) for leaf in structure.flatten(elems) for x in _parts(leaf)]
    if not flat:
        raise ValueError(
            f"{what}: elems must be a Tensor or a nested structure of them; received {elems!r}, "
            "which has no Tensor."
        )
    lengths = set()
    for x in flat:
        if x.raw_shape == ():
            raise ValueError(
                f"{what}: elements in elems must be 1+ dimensional Tensors, not scalars."
            )
        if x.raw_shape is not None and x.raw_shape[0] is not None:
            lengths.add(x.raw_shape[0])
    if len(lengths) > 1:
        raise ValueError(
            f"{what}: all elements of elems must have the same number of rows; received "
            f"{sorted(lengths)}."
        )
    if lengths:
        return flat, lengths.pop()
    return flat, call("StridedSlice", call("Shape", flat[0]), [0], [1], [1], shrink_axis_mask=1)


def _is_batch(x: Any) -> bool:
    """Whether a value is a batch of extension types, which is made of batches of tensors."""
    return isinstance(getattr(x, "_type_spec", None), BatchableExtensionTypeSpec)


def _parts(x: Any) -> list[Any]:
    """The tensors of one value, or the specs of those of one spec."""
    made = _is_batch(x) or isinstance(x, BatchableExtensionTypeSpec)
    return structure.flatten(x, expand_composites=True) if made else [x]


def _packed(like: Any, tensors: Iterable[Any]) -> Any:
    """Tensors in a structure; where it has specs of extension types, put together as such."""
    rest = iter(tensors)
    leaves = []
    for leaf in structure.flatten(like):
        taken = [next(rest) for _ in _parts(leaf)]
        made = isinstance(leaf, BatchableExtensionTypeSpec)
        leaves.append(leaf._from_tensor_list(taken) if made else taken[0])
    return structure.pack_sequence_as(like, leaves)


def _unstacked(flat: list[Tensor], count: Any) -> list[TensorArray]:
    return [
        TensorArray(
            x.dtype, size=count, element_shape=x.shape[1:] if x.shape.rank is not None else None
        ).unstack(x)
        for x in flat
    ]


def _row_set(stacked: Tensor, count: Any) -> Tensor:
    if isinstance(count, int):
        inner = stacked.shape[1:] if stacked.shape.rank is not None else None
        if inner is not None:
            stacked.set_shape(TensorShape([count]).concatenate(inner))
    return stacked


def map_fn(
    fn: Callable[[Any], Any],
    elems: Any,
    dtype: Any = None,
    parallel_iterations: int | None = None,
    back_prop: bool = True,
    swap_memory: bool = False,
    infer_shape: bool = True,
    name: str | None = None,
    fn_output_signature: Any = None,
) -> Any:
    """Calls `fn` on each row of `elems`, and stacks what it returns.

    Args:
      fn: Takes a row (in the structure of `elems`), returns a structure of tensors.
      elems: Tensors `[n, ...]`, or batches of n extension types.
      dtype: The old name of `fn_output_signature`.
      parallel_iterations: Accepted for TensorFlow's sake.
      back_prop: Accepted for TensorFlow's sake.
      swap_memory: Accepted for TensorFlow's sake.
      infer_shape: Whether all results have one shape.
      name: A name for the ops.
      fn_output_signature: Dtypes, `tf.TensorSpec`s or specs of batchable extension types in the
        structure that `fn` returns; by default those of the rows of `elems`.

    Returns:
      Tensors `[n, ...]` in that structure.

    Raises:
      TypeError: `fn` is not callable, or returns another dtype.
      ValueError: `elems` has no tensor, or `fn` returns another structure.

    Example:
      >>> import tenfold as tf
      >>> tf.map_fn(lambda x: x * x, tf.constant([1, 2, 3])).numpy().tolist()
      [1, 4, 9]
    """
    if not callable(fn):
        raise TypeError(f"map_fn: fn must be callable; received {fn!r}.")
    flat, count = rows_of("map_fn", elems)
    signature = fn_output_signature if fn_output_signature is not None else dtype
    if signature is None:
        signature = structure.map_structure(_row_type, elems)
    specs = [_output_spec(s) for leaf in structure.flatten(signature) for s in _parts(leaf)]
    row_like = structure.map_structure(lambda x: _row_type(x) if _is_batch(x) else x, elems)
    with context.name_scope(name or "map"):
        inputs = _unstacked(flat, count)
        outputs = [
            TensorArray(
                s.dtype,
                size=count,
                infer_shape=infer_shape,
                element_shape=s.shape if s.shape.rank is not None else None,
            )
            for s in specs
        ]

        shapes: list[TensorShape] = []  # what fn showed to return, also where there are no rows

        def body(i: Any, arrays: list[TensorArray]) -> Any:
            result = fn(_packed(row_like, [a.read(i) for a in inputs]))
            structure.assert_same_structure(signature, result)
            values = [v for leaf in structure.flatten(result) for v in _parts(leaf)]
            written = [
                a.write(i, to_tensor(v, None if isinstance(v, Tensor) else s.dtype))
                for a, v, s in zip(arrays, values, specs, strict=True)
            ]
            shapes[:] = [a.element_shape for a in written]
            return i + 1, written

        _, arrays = while_loop(
            lambda i, _: i < count, body, (to_tensor(0), outputs), maximum_iterations=count
        )
        for array, shape in zip(arrays, shapes, strict=False):
            array._element_shape = shape
        stacked = [_row_set(a.stack(), count) for a in arrays]
    size = count if isinstance(count, int) else None
    whole = structure.map_structure(
        lambda s: s._batch(size) if isinstance(s, BatchableExtensionTypeSpec) else s, signature
    )
    return _packed(whole, stacked)


def _row_type(x: Any) -> Any:
    """What a row of one of the elems is: a dtype, or the spec of an extension type."""
    return x._type_spec._unbatch() if _is_batch(x) else to_tensor(x).dtype


def _output_spec(signature: Any) -> TensorSpec:
    if isinstance(signature, TensorSpec):
        return signature
    if isinstance(signature, TypeSpec):
        raise TypeError(
            f"map_fn: fn_output_signature must be made of dtypes and tf.TensorSpecs; received "
            f"{signature!r}."
        )
    return TensorSpec(None, as_dtype(signature))


def _start(initializer: Any, elems: Any, flat: list[Tensor], reverse: bool) -> tuple[Any, int]:
    """The first state of a fold, and how many rows it used up."""
    if initializer is None:
        rows = [x[-1 if reverse else 0] for x in flat]
        return structure.pack_sequence_as(elems, rows), 1
    return structure.map_structure(to_tensor, initializer), 0


def scan(
    fn: Callable[[Any, Any], Any],
    elems: Any,
    initializer: Any = None,
    parallel_iterations: int = 10,
    back_prop: bool = True,
    swap_memory: bool = False,
    infer_shape: bool = True,
    reverse: bool = False,
    name: str | None = None,
) -> Any:
    """Calls `fn` on a state and each row in turn; gives all states.

    Args:
      fn: Takes the state and a row, returns the next state.
      elems: Tensors `[n, ...]`.
      initializer: The first state; by default the first row, which is then the first result.
      parallel_iterations: Accepted for TensorFlow's sake.
      back_prop: Accepted for TensorFlow's sake.
      swap_memory: Accepted for TensorFlow's sake.
      infer_shape: Whether all states have one shape.
      reverse: Whether to go from the last row to the first.
      name: A name for the ops.

    Returns:
      Tensors `[n, ...]` in the structure of the state: the state after each row.

    Raises:
      TypeError: `fn` is not callable.
      ValueError: `fn` returns another structure than the state's.

    Example:
      >>> import tenfold as tf
      >>> tf.scan(lambda total, x: total + x, tf.constant([1, 2, 3])).numpy().tolist()
      [1, 3, 6]
    """
    if not callable(fn):
        raise TypeError(f"scan: fn must be callable; received {fn!r}.")
    flat, count = rows_of("scan", elems)
    with context.name_scope(name or "scan"):
        inputs = _unstacked(flat, count)
        state, used = _start(initializer, elems, flat, reverse)
        parts = structure.flatten(state)
        outputs = [
            TensorArray(a.dtype, size=count, infer_shape=infer_shape, element_shape=a.shape)
            if infer_shape
            else TensorArray(a.dtype, size=count, infer_shape=False)
            for a in parts
        ]
        last = count - 1
        if used:
            first = last if reverse else 0
            outputs = [out.write(first, a) for out, a in zip(outputs, parts, strict=True)]

        def body(i: Any, held: Any, arrays: list[TensorArray]) -> Any:
            at = last - i if reverse else i
            row = structure.pack_sequence_as(elems, [a.read(at) for a in inputs])
            after = fn(held, row)
            structure.assert_same_structure(held, after)
            values = structure.flatten(after)
            return i + 1, after, [a.write(at, v) for a, v in zip(arrays, values, strict=True)]

        _, _, arrays = while_loop(
            lambda i, *_: i < count,
            body,
            (to_tensor(used), state, outputs),
            maximum_iterations=count,
        )
        stacked = [_row_set(a.stack(), count) for a in arrays]
    return structure.pack_sequence_as(state, stacked)


def _fold(
    what: str, fn: Callable[[Any, Any], Any], elems: Any, initializer: Any, reverse: bool, name: Any
) -> Any:
    if not callable(fn):
        raise TypeError(f"{what}: fn must be callable; received {fn!r}.")
    flat, count = rows_of(what, elems)
    with context.name_scope(name or what):
        inputs = _unstacked(flat, count)
        state, used = _start(initializer, elems, flat, reverse)

        def body(i: Any, held: Any) -> Any:
            at = count - 1 - i if reverse else i
            return i + 1, fn(held, structure.pack_sequence_as(elems, [a.read(at) for a in inputs]))

        _, result = while_loop(
            lambda i, _: i < count, body, (to_tensor(used), state), maximum_iterations=count
        )
    return result


def foldl(
    fn: Callable[[Any, Any], Any],
    elems: Any,
    initializer: Any = None,
    parallel_iterations: int = 10,
    back_prop: bool = True,
    swap_memory: bool = False,
    name: str | None = None,
) -> Any:
    """Calls `fn` on a state and each row, first to last; gives the last state.

    Args:
      fn: Takes the state and a row, returns the next state.
      elems: Tensors `[n, ...]`.
      initializer: The first state; by default the first row.
      parallel_iterations: Accepted for TensorFlow's sake.
      back_prop: Accepted for TensorFlow's sake.
      swap_memory: Accepted for TensorFlow's sake.
      name: A name for the ops.

    Returns:
      The last state.

    Raises:
      TypeError: `fn` is not callable.

    Example:
      >>> import tenfold as tf
      >>> tf.foldl(lambda total, x: total - x, tf.constant([10, 3, 2])).numpy().item()
      5
    """
    return _fold("foldl", fn, elems, initializer, False, name)


def foldr(
    fn: Callable[[Any, Any], Any],
    elems: Any,
    initializer: Any = None,
    parallel_iterations: int = 10,
    back_prop: bool = True,
    swap_memory: bool = False,
    name: str | None = None,
) -> Any:
    """Calls `fn` on a state and each row, last to first; gives the last state.

    Args:
      fn: Takes the state and a row, returns the next state.
      elems: Tensors `[n, ...]`.
      initializer: The first state; by default the last row.
      parallel_iterations: Accepted for TensorFlow's sake.
      back_prop: Accepted for TensorFlow's sake.
      swap_memory: Accepted for TensorFlow's sake.
      name: A name for the ops.

    Returns:
      The last state.

    Raises:
      TypeError: `fn` is not callable.

    Example:
      >>> import tenfold as tf
      >>> tf.foldr(lambda total, x: total - x, tf.constant([2, 3, 10])).numpy().item()
      5
    """
    return _fold("foldr", fn, elems, initializer, True, name)
