"""InputSpec: what a layer asks of the shapes and dtypes that it is called with."""

from __future__ import annotations

from typing import Any

import tenfold as tf
from tenfold.keras.keras_tensor import flatten, to_shape


class InputSpec:
    """The rank, dtype and dimensions that a layer takes.

    Args:
        dtype: the expected dtype.
        shape: the expected shape, with None for a dimension of any size.
        ndim, max_ndim, min_ndim: the exact, the largest and the smallest rank.
        axes: a dict of axis to expected size.
        allow_last_axis_squeeze: whether a last axis of size 1 may be missing or added.
        optional: whether None may be passed.
        name: the argument's key where inputs are a dict.

    Example:
        >>> from tenfold.keras.input_spec import InputSpec
        >>> InputSpec(min_ndim=2, axes={-1: 4})
        InputSpec(min_ndim=2, axes={-1: 4})
    """

    def __init__(
        self,
        dtype: Any = None,
        shape: Any = None,
        ndim: int | None = None,
        max_ndim: int | None = None,
        min_ndim: int | None = None,
        axes: dict[int, int | None] | None = None,
        allow_last_axis_squeeze: bool = False,
        name: str | None = None,
        optional: bool = False,
    ) -> None:
        self.dtype = None if dtype is None else tf.as_dtype(dtype).name
        self.shape = None if shape is None else to_shape(shape)
        self.ndim = len(self.shape) if self.shape is not None else ndim
        self.max_ndim = max_ndim
        self.min_ndim = min_ndim
        self.axes = {int(axis): size for axis, size in (axes or {}).items()}
        self.allow_last_axis_squeeze = allow_last_axis_squeeze
        self.name = name
        self.optional = optional
        highest = self.ndim if self.ndim is not None else max_ndim
        if highest is not None and self.axes and max(self.axes) >= highest:
            raise ValueError(
                f"Axis {max(self.axes)} is greater than the maximum allowed value: {highest - 1}"
            )

    def __repr__(self) -> str:
        parts = {key: value for key, value in vars(self).items() if value not in (None, {}, False)}
        return f"InputSpec({', '.join(f'{key}={value}' for key, value in parts.items())})"

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal spec."""
        return dict(vars(self))

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> InputSpec:
        """Makes a spec of `get_config`'s answer."""
        return cls(**config)

    def find_mismatch(self, shape: tuple[int | None, ...], dtype: str) -> str | None:
        """What about a shape and dtype does not fit, or None.

        Args:
            shape: an input's shape, with None for unknown dimensions.
            dtype: its dtype's name.

        Returns:
            A clause of an error message.
        """
        ndim = len(shape)
        if self.allow_last_axis_squeeze and self.shape is not None and ndim != self.ndim:
            if ndim == len(self.shape) + 1 and shape[-1] == 1:
                shape, ndim = shape[:-1], ndim - 1
            elif ndim == len(self.shape) - 1 and self.shape[-1] == 1:
                shape, ndim = (*shape, 1), ndim + 1
        if self.ndim is not None and ndim != self.ndim:
            return f"expected ndim={self.ndim}, found ndim={ndim}. Full shape received: {shape}"
        if self.max_ndim is not None and ndim > self.max_ndim:
            return f"expected max_ndim={self.max_ndim}, found ndim={ndim}"
        if self.min_ndim is not None and ndim < self.min_ndim:
            return f"expected min_ndim={self.min_ndim}, found ndim={ndim}. Full shape: {shape}"
        if self.dtype is not None and dtype != self.dtype:
            return f"expected dtype={self.dtype}, found dtype={dtype}"
        for axis, size in self.axes.items():
            if size is not None and shape[axis] not in (size, None):
                return (
                    f"expected axis {axis} of input shape to have value {size}, but received input "
                    f"with shape {shape}"
                )
        for wanted, found in zip(self.shape or (), shape):
            if wanted is not None and found is not None and wanted != found:
                return f"expected shape={self.shape}, found shape={shape}"
        return None


def check_inputs(spec: Any, inputs: Any, layer_name: str) -> None:
    """Checks a layer's first argument against its input spec.

    Args:
        spec: an InputSpec or a structure of them.
        inputs: tensors or KerasTensors in the same structure.
        layer_name: named in errors.

    Raises:
        ValueError: their number, a shape or a dtype does not fit.
    """
    specs, tensors = flatten(spec), flatten(inputs)
    if len(specs) != len(tensors):
        raise ValueError(
            f"Layer {layer_name!r} expected {len(specs)} input(s). Received {len(tensors)} "
            f"instead: inputs={inputs!r}"
        )
    for number, (one, tensor) in enumerate(zip(specs, tensors)):
        if tensor is None:
            if one is not None and one.optional:
                continue
            raise ValueError(
                f"Only input tensors may be passed as positional arguments to layer "
                f"{layer_name!r}: input {number} is None."
            )
        shape = getattr(tensor, "shape", None)
        if one is None or shape is None or getattr(shape, "rank", 0) is None:
            continue
        mismatch = one.find_mismatch(tuple(shape), tf.as_dtype(tensor.dtype).name)
        if mismatch is not None:
            raise ValueError(
                f"Input {number} of layer {layer_name!r} is incompatible with the layer: {mismatch}"
            )
