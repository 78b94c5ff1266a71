"""Masks: which steps of a sequence count. A mask rides on its tensor, from layer to layer."""

from __future__ import annotations

import warnings
from typing import Any

import tenfold as tf


def mask_of(x: Any) -> Any:
    """The mask of a tensor, or None."""
    return getattr(x, "_keras_mask", None)


def set_mask(x: Any, mask: Any) -> None:
    x._keras_mask = mask


def masks_of(structure: Any) -> Any:
    """The masks of a structure of tensors; None where none of them has one."""
    if not tf.nest.is_nested(structure):
        return mask_of(structure)
    masks = [mask_of(x) for x in tf.nest.flatten(structure)]
    if all(mask is None for mask in masks):
        return None
    return tf.nest.pack_sequence_as(structure, masks)


def pass_on(layer: Any, inputs: Any, previous: Any, outputs: Any) -> None:
    """Gives a layer's outputs their masks.

    Args:
        layer: the layer that was called.
        inputs: its first argument.
        previous: the masks of the inputs.
        outputs: what it returned; outputs that have their masks keep them.
    """
    leaves = tf.nest.flatten(outputs)
    if layer.supports_masking:
        if any(mask_of(leaf) is None for leaf in leaves):
            masks = layer.compute_mask(inputs, previous)
            if masks is not None:
                for leaf, mask in zip(leaves, tf.nest.flatten(masks), strict=True):
                    if mask is not None and mask_of(leaf) is None:
                        set_mask(leaf, mask)
    elif previous is not None and all(mask_of(leaf) is None for leaf in leaves):
        warnings.warn(
            f"Layer {layer.name!r} (of type {type(layer).__name__}) was passed an input with a "
            "mask attached to it. However, this layer does not support masking and will therefore "
            "destroy the mask information. Downstream layers will not see the mask. Set "
            "`self.supports_masking = True` in its `__init__` if it keeps the steps as they are.",
            stacklevel=4,
        )
