"""What this build and this machine can do: tf.test.is_built_with_cuda and its kin."""

from __future__ import annotations

import functools
import importlib.util
import platform
import sys
import unittest
from collections.abc import Callable
from typing import Any, TypeVar

from tenfold.core import config

Test = TypeVar("Test", bound=Callable[..., Any])


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def is_built_with_cuda() -> bool:
    """Whether XLA's library for CUDA is installed.

    Example:
      >>> import tenfold as tf
      >>> isinstance(tf.test.is_built_with_cuda(), bool)
      True
    """
    return any(_has(f"jax_cuda{version}_plugin") for version in (12, 13))


def is_built_with_rocm() -> bool:
    """Whether XLA's library for ROCm is installed.

    Example:
      >>> import tenfold as tf
      >>> isinstance(tf.test.is_built_with_rocm(), bool)
      True
    """
    return any(_has(f"jax_rocm{version}_plugin") for version in (60, 7))


def is_built_with_gpu_support() -> bool:
    """Whether XLA's library for some kind of GPU is installed.

    Example:
      >>> import tenfold as tf
      >>> tf.test.is_built_with_gpu_support() == (
      ...     tf.test.is_built_with_cuda() or tf.test.is_built_with_rocm())
      True
    """
    return is_built_with_cuda() or is_built_with_rocm()


def is_built_with_xla() -> bool:
    """Whether functions can be compiled: whether the `xla` extra is installed.

    Example:
      >>> import tenfold as tf
      >>> isinstance(tf.test.is_built_with_xla(), bool)
      True
    """
    return _has("jax")


def is_cpu_target_available(target: str) -> bool:
    """Whether code can be compiled for a kind of CPU: XLA compiles for this machine's.

    Args:
      target: The kind: `x86_64`, `aarch64`, `arm` ...

    Example:
      >>> import platform
      >>> import tenfold as tf
      >>> tf.test.is_cpu_target_available("x86_64") == (platform.machine() in ("x86_64", "AMD64"))
      True
    """
    names = {"amd64": "x86_64", "arm64": "aarch64"}
    machine = platform.machine().lower()
    return names.get(machine, machine) == names.get(target.lower(), target.lower())


def is_gpu_available(
    cuda_only: bool = False, min_cuda_compute_capability: tuple[int, int] | None = None
) -> bool:
    """Whether there is a GPU. `tf.config.list_physical_devices("GPU")` tells more.

    Args:
      cuda_only: Whether it must be one of NVIDIA's.
      min_cuda_compute_capability: The least capability (major, minor) of one of NVIDIA's.

    Example:
      >>> import tenfold as tf
      >>> tf.test.is_gpu_available() == bool(tf.config.list_physical_devices("GPU"))
      True
    """
    return any(
        (not cuda_only or "rocm" not in str(getattr(gpu.client, "platform_version", "")).lower())
        and _is_capable(gpu, min_cuda_compute_capability)
        for gpu in config.gpus()
    )


def _is_capable(gpu: Any, least: tuple[int, int] | None) -> bool:
    capability = getattr(gpu, "compute_capability", None)
    if least is None or capability is None:
        return True
    return tuple(map(int, str(capability).split("."))) >= tuple(least)


def gpu_device_name() -> str:
    """The name of the first GPU, or an empty text.

    Example:
      >>> import tenfold as tf
      >>> tf.test.gpu_device_name() == "/device:GPU:0" * tf.test.is_gpu_available()
      True
    """
    return "/device:GPU:0" if config.gpus() else ""


def disable_with_predicate(pred: Callable[[], bool], skip_message: str) -> Callable[[Test], Test]:
    """A decorator: a test is skipped where a predicate is true.

    Args:
      pred: A function without arguments.
      skip_message: Why it is skipped.

    Example:
      >>> import tenfold as tf
      >>> @tf.test.disable_with_predicate(tf.test.is_built_with_rocm, "not on ROCm")
      ... def test_add():
      ...     return 3
      >>> test_add()
      3
    """

    def decorate(test: Test) -> Test:
        @functools.wraps(test)
        def run(*args: Any, **kwargs: Any) -> Any:
            if pred():
                raise unittest.SkipTest(skip_message)
            return test(*args, **kwargs)

        return run  # type: ignore[return-value]

    return decorate


def with_eager_op_as_function(cls: Any = None, only_as_function: bool = False) -> Any:
    """A decorator of test cases that changes nothing: eager ops run in one way only.

    Args:
      cls: The class; without it, a decorator is given.
      only_as_function: Accepted for TensorFlow's sake.

    Example:
      >>> import tenfold as tf
      >>> @tf.test.with_eager_op_as_function
      ... class AddTest(tf.test.TestCase):
      ...     pass
      >>> AddTest.__name__
      'AddTest'
    """
    return (lambda decorated: decorated) if cls is None else cls


def sync_devices() -> None:
    """Waits until every device has done what it was given. Public as tf.test.experimental's.

    Example:
      >>> import tenfold as tf
      >>> tf.test.experimental.sync_devices()
    """
    jax = sys.modules.get("jax")
    if jax is not None:  # else nothing has been compiled
        jax.block_until_ready(jax.live_arrays())
