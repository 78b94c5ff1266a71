"""Model: a layer that can be trained, saved and summarised."""

from __future__ import annotations

from typing import Any

from tenfold.keras.layer import Layer
from tenfold.keras.saving.weights import load_weights_file, save_weights_file
from tenfold.keras.training.loop import Trainer


class Model(Trainer, Layer):
    """A trainable network: subclass it and write `call`, or give it inputs and outputs.

    Args:
      *args, **kwargs: `inputs` and `outputs` (tensors made from `keras.Input`) make a functional
        model; `name`, `trainable` and `dtype` are as for any layer.

    Example:
      >>> import tenfold as tf
      >>> class Double(tf.keras.Model):
      ...     def call(self, x):
      ...         return 2.0 * x
      >>> Double()(tf.constant([1.0, 2.0])).numpy().tolist()
      [2.0, 4.0]
    """

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls is Model and (len(args) >= 2 or "outputs" in kwargs):
            from tenfold.keras.models.functional import Functional

            return Functional.__new__(Functional)
        return super().__new__(cls)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        Trainer.__init__(self)
        Layer.__init__(self, *args, **kwargs)

    def call(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError(
            f"The model {type(self).__name__} has no `call` method; write one that computes its "
            "outputs from its inputs."
        )

    @property
    def layers(self) -> list[Any]:
        """The layers directly inside this model."""
        return list(self._sublayers)

    def get_layer(self, name: str | None = None, index: int | None = None) -> Any:
        """The layer of a name or index.

        Raises:
          ValueError: There is none.
        """
        if index is not None and name is not None:
            raise ValueError("Provide only a layer name or a layer index.")
        if index is not None:
            if index >= len(self.layers):
                raise ValueError(
                    f"Was asked to retrieve layer at index {index} but model only has "
                    f"{len(self.layers)} layers."
                )
            return self.layers[index]
        for layer in self.layers:
            if layer.name == name:
                return layer
        names = [layer.name for layer in self.layers]
        raise ValueError(f"No such layer: {name}. Existing layers are: {names}.")

    def summary(
        self,
        line_length: int | None = None,
        positions: Any = None,
        print_fn: Any = None,
        expand_nested: bool = False,
        show_trainable: bool = False,
        layer_range: Any = None,
    ) -> None:
        """Prints a table of the layers, their output shapes and parameter counts."""
        from tenfold.keras.models.summary import print_summary

        print_summary(
            self,
            line_length=line_length,
            positions=positions,
            print_fn=print_fn,
            expand_nested=expand_nested,
            show_trainable=show_trainable,
            layer_range=layer_range,
        )

    def save_weights(self, filepath: Any, overwrite: bool = True, **kwargs: Any) -> None:
        """Writes the weights (and the optimizer's) to a `.weights.h5` file, as Keras 3 does.

        Args:
          filepath: A path that ends in `.weights.h5`.
          overwrite: Whether a file that is there may be replaced.

        Raises:
          ValueError: The path ends otherwise, or the model has no weights yet.
          ImportError: h5py is missing.
        """
        save_weights_file(self, filepath, overwrite)

    def load_weights(self, filepath: Any, skip_mismatch: bool = False, **kwargs: Any) -> None:
        """Reads the weights of a `.weights.h5` file into this model.

        Args:
          filepath: The file's path.
          skip_mismatch: Whether layers whose shapes differ are passed over.

        Raises:
          FileNotFoundError: There is no such file.
          ValueError: A layer's weights differ in number or shape, or the file is damaged.
        """
        load_weights_file(self, filepath, skip_mismatch)
