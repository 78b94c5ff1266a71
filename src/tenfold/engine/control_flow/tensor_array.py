"""tf.TensorArray: a list of tensors that loops read and write, on the TensorList ops."""

from __future__ import annotations

import contextlib
from typing import Any

import numpy as np

from tenfold.core import context, errors
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import DType, as_dtype, float32, int32, int64, variant
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.core.spec import TensorSpec, TypeSpec
from tenfold.core.tensor import EagerTensor, Tensor

from .list_forms import list_of
from .list_value import shape_input


class TensorArray:
    """A list of tensors of one dtype, for loops that read or write one element at a time.

    Each write gives the array as it is afterwards: go on with that. Gradients flow through reads
    and writes, to any order.

    Args:
      dtype: The elements' dtype.
      size: How many elements there are, an integer.
      dynamic_size: Whether a write past the end makes the array longer.
      clear_after_read: Whether an element may be read once only (eagerly; true by default, so
        that its memory is free afterwards).
      tensor_array_name: Accepted for TensorFlow's sake.
      handle: Accepted for TensorFlow's sake.
      flow: The list of an existing array.
      infer_shape: Whether all elements must have the shape of the first that is written.
      element_shape: The elements' shape, as far as it is known.
      colocate_with_first_write_call: Accepted for TensorFlow's sake.
      name: Accepted for TensorFlow's sake.

    Raises:
      ValueError: There is neither a size nor a flow; elements differ in shape, or are too many
        to unstack.
      tf.errors.OutOfRangeError: An index is out of range.
      tf.errors.InvalidArgumentError: An element is read twice, or is not there, in a graph; one
        is written that has another dtype.

    Example:
      >>> import tenfold as tf
      >>> @tf.function
      ... def squares(n):
      ...     ta = tf.TensorArray(tf.int32, size=n)
      ...     _, ta = tf.while_loop(
      ...         lambda i, ta: i < n, lambda i, ta: (i + 1, ta.write(i, i * i)), (0, ta))
      ...     return ta.stack()
      >>> squares(4).numpy().tolist()
      [0, 1, 4, 9]
    """

    def __init__(
        self,
        dtype: Any,
        size: Any = None,
        dynamic_size: bool | None = None,
        clear_after_read: bool | None = None,
        tensor_array_name: str | None = None,
        handle: Any = None,
        flow: Any = None,
        infer_shape: bool = True,
        element_shape: Any = None,
        colocate_with_first_write_call: bool = True,
        name: str | None = None,
    ) -> None:
        if handle is not None:
            raise ValueError("TensorArray: handles are TensorFlow 1's; pass flow= instead.")
        if flow is not None and size is not None:
            raise ValueError("TensorArray: give a flow or a size, not both.")
        if flow is None and size is None:
            raise ValueError(
                "Size must be declared for TensorArrays: pass size=0, dynamic_size=True for one "
                "that grows."
            )
        self._dtype = as_dtype(dtype).base_dtype
        self._dynamic_size = bool(dynamic_size)
        self._clear_after_read = True if clear_after_read is None else clear_after_read
        self._infer_shape = infer_shape
        self._element_shape = TensorShape(element_shape)
        self._cleared: set[int] = set()
        if flow is None:
            with _scope(name, "TensorArrayV2") as scope:
                count = to_tensor(size)
                if count.dtype is not int32:
                    count = call("Cast", count, DstT=int32)
                flow = call(
                    "TensorListReserve",
                    shape_input(self._element_shape.dims_tuple),
                    count,
                    element_dtype=self._dtype,
                    name=scope,
                )
        self._flow = flow

    @property
    def flow(self) -> Tensor:
        """The list, as a scalar variant tensor."""
        return self._flow

    @property
    def dtype(self) -> DType:
        return self._dtype

    @property
    def handle(self) -> None:
        """None: handles are TensorFlow 1's."""
        return None

    @property
    def element_shape(self) -> TensorShape:
        """What is known of the elements' shape."""
        return self._element_shape

    @property
    def dynamic_size(self) -> bool:
        return self._dynamic_size

    @property
    def _type_spec(self) -> TensorArraySpec:
        return TensorArraySpec(
            self._element_shape, self._dtype, self._dynamic_size, self._infer_shape
        )

    def _next(self, flow: Any) -> TensorArray:
        """The array after a change: in a graph a new object, eagerly this one."""
        if isinstance(flow, EagerTensor):
            self._flow = flow
            return self
        made = TensorArray.__new__(TensorArray)
        made.__dict__.update(self.__dict__)
        made._flow = flow
        return made

    def _note_shape(self, shape: TensorShape) -> None:
        if not self._infer_shape:
            return
        if not self._element_shape.is_compatible_with(shape):
            if state.graph is None:
                raise ValueError(
                    f"Incompatible shape for value ({shape}), expected ({self._element_shape}). "
                    "Pass infer_shape=False for elements of several shapes."
                )
            raise ValueError(
                f"Inconsistent shapes: saw {shape} but expected {self._element_shape}. Pass "
                "infer_shape=False for elements of several shapes."
            )
        self._element_shape = self._element_shape.merge_with(shape)

    def _eager_index(self, index: Any, action: str) -> int | None:
        """The index where it is a number now and the list is at hand, checked against its size."""
        if not isinstance(self._flow, EagerTensor) or state.graph is not None:
            return None
        held = list_of(self._flow._value)
        assert held is not None
        place, size = int(to_tensor(index)), len(held)  # type: ignore[arg-type]
        if place < 0:
            raise errors.OutOfRangeError(
                None, None, f"{action} negative indices (index {place}) is not allowed."
            )
        if place >= size and action.startswith("Reading"):
            raise errors.OutOfRangeError(
                None, None, f"Tried to read from index {place} but array size is: {size} "
            )
        if place >= size and not self._dynamic_size:
            raise errors.OutOfRangeError(
                None,
                None,
                f"Tried to write to index {place} but array is not resizeable and size is: {size}. "
                "Pass dynamic_size=True for one that grows.",
            )
        return place

    def _element(self, value: Any) -> Tensor:
        """A value as an element."""
        if isinstance(value, Tensor) and value.dtype is not self._dtype:
            raise errors.InvalidArgumentError(
                None,
                None,
                f"TensorArray dtype is {self._dtype.name} but Op is trying to write dtype "
                f"{value.dtype.name}. Use tf.cast.",
            )
        return to_tensor(value, self._dtype)

    def read(self, index: Any, name: str | None = None) -> Tensor:
        """The element at an index (an int32 scalar)."""
        place = self._eager_index(index, "Reading from")
        if place is not None and place in self._cleared:
            raise errors.InvalidArgumentError(
                None,
                None,
                f"Could not read index {place} twice because it was cleared after a previous read "
                "(perhaps try setting clear_after_read = false?)",
            )
        with _scope(name, "TensorArrayV2Read"):
            item = call(
                "TensorListGetItem",
                self._flow,
                index,
                shape_input(self._element_shape.dims_tuple),
                element_dtype=self._dtype,
            )
        if place is not None and self._clear_after_read:
            self._cleared.add(place)
        return item

    def write(self, index: Any, value: Any, name: str | None = None) -> TensorArray:
        """The array with `value` at an index (an int32 scalar)."""
        value = self._element(value)
        place = self._eager_index(index, "Writing to")
        made = self._next(self._flow)
        made._note_shape(value.shape)
        if place is not None:
            made._cleared.discard(place)
        with _scope(name, "TensorArrayV2Write"):
            flow = call(
                "TensorListSetItem",
                self._flow,
                index,
                value,
                resize_if_index_out_of_bounds=self._dynamic_size,
            )
        return made._next(flow)

    def stack(self, name: str | None = None) -> Tensor:
        """All elements in one tensor, `[size, *element]`."""
        if self._element_shape.rank is None and isinstance(self._flow, EagerTensor):
            held = list_of(self._flow._value)
            if held is not None and not len(held):  # type: ignore[arg-type]
                return to_tensor(np.zeros(0, self._dtype.np), self._dtype)
        with _scope(name, "TensorArrayV2Stack"):
            return call(
                "TensorListStack",
                self._flow,
                shape_input(self._element_shape.dims_tuple),
                element_dtype=self._dtype,
                num_elements=self._static_size(),
            )

    def _static_size(self) -> int:
        """The size where the graph knows it, else -1."""
        node = getattr(self._flow, "_node", None)
        while node is not None and node.type == "TensorListSetItem":
            if node.attrs["resize_if_index_out_of_bounds"]:
                return -1
            node = node.inputs[0]._node
        if node is None or node.type != "TensorListReserve":
            return -1
        known = node.graph.known_value(node.inputs[1])
        return -1 if known is None else int(known)

    def gather(self, indices: Any, name: str | None = None) -> Tensor:
        """The elements at `[n]` indices, `[n, *element]`."""
        return call(
            "TensorListGather",
            self._flow,
            indices,
            shape_input(self._element_shape.dims_tuple),
            element_dtype=self._dtype,
            name=name,
        )

    def concat(self, name: str | None = None) -> Tensor:
        """The elements joined along their first axis."""
        dims = self._element_shape.dims_tuple
        if dims == ():
            raise errors.InvalidArgumentError(
                None,
                None,
                "Concat saw a scalar shape at index 0 but requires at least vectors. Use stack "
                "for scalars.",
            )
        shape = TensorShape(None if dims is None else [None, *dims[1:]])
        tensor, _ = call(
            "TensorListConcatV2",
            self._flow,
            shape_input(shape.dims_tuple),
            np.zeros(0, np.int64),
            element_dtype=self._dtype,
            name=name,
        )
        return tensor

    def unstack(self, value: Any, name: str | None = None) -> TensorArray:
        """The array of the rows of a tensor."""
        value = to_tensor(value, self._dtype)
        shape = value.shape
        made = self._next(self._flow)
        made._element_shape = TensorShape(None)
        made._note_shape(shape[1:] if shape.rank is not None else TensorShape(None))
        self._check_rows(value)
        made._cleared.clear()
        with _scope(name, "TensorArrayUnstack"):
            flow = call("TensorListFromTensor", value, shape_input(made._element_shape.dims_tuple))
        return made._next(flow)

    def _check_rows(self, value: Tensor) -> None:
        if self._dynamic_size or not isinstance(self._flow, EagerTensor) or state.graph is not None:
            return
        rows, size = value.raw_shape[0], int(self.size())  # type: ignore[index]
        if rows > size:  # type: ignore[operator]
            raise ValueError(
                f"Cannot unstack {rows} tensors into a TensorArray of static size {size}. Pass "
                "dynamic_size=True for one that grows."
            )

    def scatter(self, indices: Any, value: Any, name: str | None = None) -> TensorArray:
        """The array with the rows of a tensor at `[n]` indices."""
        with _scope(name, "TensorArrayScatter"):
            value = to_tensor(value, self._dtype)
            flow = call("TensorListScatterIntoExistingList", self._flow, value, indices)
        shape = value.shape
        made = self._next(self._flow)
        made._note_shape(shape[1:] if shape.rank is not None else TensorShape(None))
        made._cleared.clear()
        return made._next(flow)

    def split(self, value: Any, lengths: Any, name: str | None = None) -> TensorArray:
        """The array of pieces of a tensor, cut along its first axis into `[n]` lengths."""
        value = to_tensor(value, self._dtype)
        lengths = to_tensor(lengths)
        if lengths.dtype is not int64:
            lengths = call("Cast", lengths, DstT=int64)
        dims = value.raw_shape
        shape = TensorShape(None if dims is None else [None, *dims[1:]])
        made = self._next(self._flow)
        made._note_shape(shape)
        made._cleared.clear()
        with _scope(name, "TensorArraySplit"):
            flow = call("TensorListSplit", value, shape_input(shape.dims_tuple), lengths)
        return made._next(flow)

    def size(self, name: str | None = None) -> Tensor:
        """How many elements there are, an int32 scalar."""
        known = self._static_size()
        if known >= 0:
            return to_tensor(known)
        return call("TensorListLength", self._flow, name=name)

    def identity(self) -> TensorArray:
        """The array itself, as a value of its own."""
        made = TensorArray.__new__(TensorArray)
        made.__dict__.update(self.__dict__)
        made._cleared = set(self._cleared)
        return made

    def grad(self, source: Any, flow: Any = None, name: str | None = None) -> Any:
        """Not offered, as in TensorFlow 2: gradients need no array of their own.

        Raises:
          NotImplementedError: Always. Use tf.GradientTape or tf.gradients.
        """
        raise NotImplementedError(
            "TensorArray.grad is TensorFlow 1's: gradients flow through TensorArrays by "
            "themselves. Use tf.GradientTape or tf.gradients."
        )

    def close(self, name: str | None = None) -> None:
        """Empties the array, eagerly; does nothing in a graph."""
        if state.graph is None:
            self._flow = call(
                "TensorListReserve",
                shape_input(self._element_shape.dims_tuple),
                0,
                element_dtype=self._dtype,
            )


def _scope(name: str | None, default: str) -> Any:
    """The name scope of an action in a graph; eagerly there is nothing to name."""
    if state.graph is None:
        return contextlib.nullcontext()
    return context.name_scope(name or default)


class TensorArraySpec(TypeSpec):
    """The type of a `tf.TensorArray`.

    Args:
      element_shape: The elements' shape.
      dtype: The elements' dtype.
      dynamic_size: Whether the arrays grow.
      infer_shape: Whether the elements have one shape.

    Example:
      >>> import tenfold as tf
      >>> tf.TensorArraySpec([3], tf.int32).value_type.__name__
      'TensorArray'
    """

    __slots__ = ("_dtype", "_dynamic_size", "_element_shape", "_infer_shape")

    def __init__(
        self,
        element_shape: Any = None,
        dtype: Any = float32,
        dynamic_size: bool = False,
        infer_shape: bool = True,
    ) -> None:
        self._element_shape = TensorShape(element_shape)
        self._dtype = as_dtype(dtype)
        self._dynamic_size = dynamic_size
        self._infer_shape = infer_shape

    @property
    def value_type(self) -> type:
        return TensorArray

    @classmethod
    def from_value(cls, value: TensorArray) -> TensorArraySpec:
        """The spec of an array."""
        return value._type_spec

    def is_compatible_with(self, spec_or_value: Any) -> bool:
        """Whether one array can satisfy both specs: a shape that is not known yet fits any."""
        other = spec_or_value
        if isinstance(other, TensorArray):
            other = other._type_spec
        return (
            isinstance(other, TensorArraySpec)
            and self._dtype is other._dtype
            and self._dynamic_size == other._dynamic_size
            and self._element_shape.is_compatible_with(other._element_shape)
        )

    def _serialize(self) -> tuple[Any, ...]:
        return self._element_shape, self._dtype, self._dynamic_size, self._infer_shape

    @property
    def _component_specs(self) -> Any:
        return [TensorSpec([], variant)]

    def _to_components(self, value: TensorArray) -> Any:
        return [value.flow]

    def _from_components(self, components: Any) -> TensorArray:
        return TensorArray(
            self._dtype,
            flow=components[0],
            dynamic_size=self._dynamic_size,
            infer_shape=self._infer_shape,
            element_shape=self._element_shape,
        )
