"""What turns the behaviours of TensorFlow 1 and 2 on and off for the whole process."""

from __future__ import annotations

from . import default_graph, dimensions


class _Switches:
    """Which behaviours are on."""

    resource_variables = True
    control_flow_v2 = True


def enable_resource_variables() -> None:
    """Makes variables behind handles; they always are here."""
    _Switches.resource_variables = True


def disable_resource_variables() -> None:
    """Accepted for TensorFlow's sake: variables stay behind handles, and behave the same."""
    _Switches.resource_variables = False


def resource_variables_enabled() -> bool:
    """Whether variables behind handles were asked for.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.resource_variables_enabled()
      True
    """
    return _Switches.resource_variables


def enable_control_flow_v2() -> None:
    """Keeps conditions and loops as functions of the graph; they always are here."""
    _Switches.control_flow_v2 = True


def disable_control_flow_v2() -> None:
    """Accepted for TensorFlow's sake: conditions and loops stay functions of the graph."""
    _Switches.control_flow_v2 = False


def control_flow_v2_enabled() -> bool:
    """Whether conditions and loops as functions of the graph were asked for."""
    return _Switches.control_flow_v2


def enable_v2_tensorshape() -> None:
    """Makes `shape[i]` an integer or None."""
    dimensions.set_dimensions(False)


def disable_v2_tensorshape() -> None:
    """Makes `shape[i]` a Dimension, which has its size in `.value`."""
    dimensions.set_dimensions(True)


def enable_tensor_equality() -> None:
    """Makes `==` compare eager tensors by their values, as it always does here."""


def disable_tensor_equality() -> None:
    """Accepted for TensorFlow's sake: in graphs `==` compares tensors by identity anyway."""


def disable_v2_behavior() -> None:
    """Makes the process behave as TensorFlow 1: calls build the default graph.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.disable_v2_behavior()
      >>> x = tf.constant(1.0)
      >>> x.name
      'Const:0'
      >>> tf.reset_default_graph()
      >>> tf.enable_v2_behavior()
    """
    default_graph.disable_eager_execution()
    disable_v2_tensorshape()
    disable_resource_variables()
    disable_tensor_equality()
    disable_control_flow_v2()


def enable_v2_behavior() -> None:
    """Makes the process behave as TensorFlow 2 again: calls run at once.

    Raises:
      ValueError: The default graph has nodes.
    """
    default_graph.enable_eager_execution()
    enable_v2_tensorshape()
    enable_resource_variables()
    enable_tensor_equality()
    enable_control_flow_v2()
