"""Settings of a process that are kept and given back: threads, optimizer options, the cache."""

from __future__ import annotations

import os
import sys
from typing import Any

from .blas_threads import set_blas_threads


class _Settings:
    """The values as a process starts with them."""

    def __init__(self) -> None:
        self.inter_op_threads = 0
        self.intra_op_threads = 0
        self.jit = ""
        self.optimizer_options: dict[str, Any] = {}
        self.device_policy: str | None = "silent"
        self.synchronous = True
        self.deterministic = False
        self.tensor_float_32 = True
        self.log_placement = False
        self.mlir_bridge = False


settings = _Settings()


def _count(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{name} must be an integer of at least 0; received {value!r}.")
    return value


def set_inter_op_parallelism_threads(num_threads: int) -> None:
    """Sets how many threads independent operations share.

    Args:
      num_threads: The number; 0 lets the system choose.

    Example:
      >>> import tenfold as tf
      >>> tf.config.threading.set_inter_op_parallelism_threads(0)
    """
    settings.inter_op_threads = _count("num_threads", num_threads)


def get_inter_op_parallelism_threads() -> int:
    """How many threads independent operations share; 0 if the system chooses.

    Example:
      >>> import tenfold as tf
      >>> tf.config.threading.get_inter_op_parallelism_threads()
      0
    """
    return settings.inter_op_threads


def set_intra_op_parallelism_threads(num_threads: int) -> None:
    """Sets how many threads one operation uses, products of matrices among them.

    NumPy's decompositions follow, where NumPy has its usual library (OpenBLAS). One thread is the
    better choice where other processes keep the cores busy.

    Args:
      num_threads: The number; 0 lets the system choose.

    Example:
      >>> import tenfold as tf
      >>> tf.config.threading.set_intra_op_parallelism_threads(0)
    """
    settings.intra_op_threads = _count("num_threads", num_threads)
    set_blas_threads(settings.intra_op_threads)


def get_intra_op_parallelism_threads() -> int:
    """How many threads one operation uses; 0 if the system chooses.

    Example:
      >>> import tenfold as tf
      >>> tf.config.threading.get_intra_op_parallelism_threads()
      0
    """
    return settings.intra_op_threads


def set_jit(enabled: bool | str) -> None:
    """Sets the mode of just-in-time compilation. Functions are compiled by XLA in any case.

    Args:
      enabled: True or "autoclustering", or False.

    Example:
      >>> import tenfold as tf
      >>> tf.config.optimizer.set_jit(False)
    """
    settings.jit = "autoclustering" if enabled in (True, "autoclustering") else ""


def get_jit() -> str:
    """The mode of just-in-time compilation: "autoclustering" or "".

    Example:
      >>> import tenfold as tf
      >>> tf.config.optimizer.get_jit()
      ''
    """
    return settings.jit


def set_experimental_options(options: dict[str, Any]) -> None:
    """Sets options of the graph optimizer; those that are not named stay as they are.

    They hold for functions that are called for the first time afterwards. No pass changes results.

    Args:
      options: Values by name. `constant_folding`, `arithmetic_optimization` (also common
        subexpressions), `dependency_optimization`, `shape_optimization`, `function_optimization`
        (branches that are known) and `loop_optimization` are on unless they are set to False;
        `disable_meta_optimizer` turns all of them off, `disable_model_pruning` keeps the nodes
        that they leave without users. Other names are kept, and given back.

    Example:
      >>> import tenfold as tf
      >>> tf.config.optimizer.set_experimental_options({"constant_folding": True})
    """
    settings.optimizer_options.update(options)


def get_experimental_options() -> dict[str, Any]:
    """The options of the graph optimizer.

    Returns:
      A new dict of values by name.

    Example:
      >>> import tenfold as tf
      >>> tf.config.optimizer.get_experimental_options()["disable_meta_optimizer"]
      False
    """
    defaults = {"disable_model_pruning": False, "disable_meta_optimizer": False}
    return defaults | settings.optimizer_options


_POLICIES = (None, "silent", "silent_for_int32", "explicit", "warn")


def set_device_policy(device_policy: str | None) -> None:
    """Sets what happens to an input that lies on another device than the operation.

    Args:
      device_policy: "silent", "silent_for_int32", "explicit", "warn", or None for the default.

    Raises:
      ValueError: The policy is unknown.

    Example:
      >>> import tenfold as tf
      >>> tf.config.experimental.set_device_policy("silent")
    """
    if device_policy not in _POLICIES:
        raise ValueError(f"{device_policy!r} is not a valid device policy; use one of {_POLICIES}.")
    settings.device_policy = device_policy or "silent"


def get_device_policy() -> str | None:
    """What happens to an input that lies on another device than the operation.

    Example:
      >>> import tenfold as tf
      >>> tf.config.experimental.get_device_policy()
      'silent'
    """
    return settings.device_policy


def set_synchronous_execution(enable: bool) -> None:
    """Sets whether an eager operation is done when its call returns. It always is.

    Args:
      enable: Kept, and given back by `get_synchronous_execution`.

    Example:
      >>> import tenfold as tf
      >>> tf.config.experimental.set_synchronous_execution(True)
    """
    settings.synchronous = bool(enable)


def get_synchronous_execution() -> bool:
    """What `set_synchronous_execution` was given.

    Example:
      >>> import tenfold as tf
      >>> tf.config.experimental.get_synchronous_execution()
      True
    """
    return settings.synchronous


def enable_op_determinism() -> None:
    """Asks that the same calls on the same values give the same bits.

    Example:
      >>> import tenfold as tf
      >>> tf.config.experimental.enable_op_determinism()
    """
    settings.deterministic = True


def enable_tensor_float_32_execution(enabled: bool) -> None:
    """Sets whether GPUs may round float32 inputs of products to TensorFloat-32.

    Args:
      enabled: Whether they may.

    Example:
      >>> import tenfold as tf
      >>> tf.config.experimental.enable_tensor_float_32_execution(True)
    """
    settings.tensor_float_32 = bool(enabled)


def tensor_float_32_execution_enabled() -> bool:
    """Whether GPUs may round float32 inputs of products to TensorFloat-32.

    Example:
      >>> import tenfold as tf
      >>> tf.config.experimental.tensor_float_32_execution_enabled()
      True
    """
    return settings.tensor_float_32


def set_log_device_placement(enabled: bool) -> None:
    """Sets whether placements are logged.

    Args:
      enabled: Kept, and given back by `get_log_device_placement`.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.set_log_device_placement(False)
    """
    settings.log_placement = bool(enabled)


def get_log_device_placement() -> bool:
    """What `set_log_device_placement` was given.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.get_log_device_placement()
      False
    """
    return settings.log_placement


def enable_mlir_bridge() -> None:
    """Asks that graphs go to XLA by way of MLIR, as they do in any case.

    Example:
      >>> import tenfold as tf
      >>> tf.config.experimental.enable_mlir_bridge()
    """
    settings.mlir_bridge = True


def disable_mlir_bridge() -> None:
    """Takes back `enable_mlir_bridge`. Graphs go to XLA by way of MLIR in any case.

    Example:
      >>> import tenfold as tf
      >>> tf.config.experimental.disable_mlir_bridge()
    """
    settings.mlir_bridge = False


def cache_folder() -> str:
    """The folder for compiled functions and downloads: `TENFOLD_CACHE`, or the platform's place.

    Example:
      >>> cache_folder() != ""
      True
    """
    chosen = os.environ.get("TENFOLD_CACHE")
    if chosen:
        return chosen
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "tenfold")
