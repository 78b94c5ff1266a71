"""`tenfold doctor`: what is installed, which devices there are, and what is missing for more."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from tenfold._version import __version__
from tenfold.core.settings import cache_folder

# For each optional extra, the packages that it brings.
EXTRAS = {
    "xla": ("jax", "jaxlib"),
    "cuda": ("jax", "jax-cuda12-plugin"),
    "plot": ("matplotlib",),
    "h5": ("h5py",),
    "image": ("pillow",),
}
_NVIDIA_DRIVER = "/proc/driver/nvidia/version"


def report(with_devices: bool = True) -> Iterator[str]:
    """Describes the installation, a line at a time.

    Args:
        with_devices: also ask jax for its devices, which starts them.

    Returns:
        The lines: versions, extras, devices, and the cache folder.

    >>> next(report()).split()[0]
    'tenfold'
    """
    yield f"tenfold     {__version__}"
    yield f"Python      {platform.python_version()} ({sys.executable})"
    yield f"platform    {platform.platform()}"
    for package in ("numpy", "ml_dtypes"):
        yield f"{package:<11} {installed_version(package) or 'missing: pip install ' + package}"
    for extra, packages in EXTRAS.items():
        yield f"[{extra}]".ljust(11) + f" {_extra_state(extra, packages)}"
    if with_devices:
        yield f"CPU         {os.cpu_count()} cores"
        yield f"GPU         {gpu_state()}"
    yield f"cache       {cache_folder()}"


def installed_version(package: str) -> str | None:
    """The installed version of a distribution, or None.

    >>> installed_version("no-such-package") is None
    True
    """
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def gpu_state() -> str:
    """The GPUs that jax sees, or why there are none.

    >>> gpu_state() != ""
    True
    """
    try:
        import jax
    except ImportError:
        return "none: jax is not installed; pip install 'tenfold[cuda]'"
    try:
        devices = [device for device in jax.devices() if device.platform != "cpu"]
    except RuntimeError as error:
        return f"none: jax could not start its devices: {error}"
    if devices:
        return ", ".join(f"{device.device_kind} (id {device.id})" for device in devices)
    if not os.path.exists(_NVIDIA_DRIVER) and shutil.which("nvidia-smi") is None:
        return "none: no NVIDIA driver on this machine (no driver file, no nvidia-smi)"
    if installed_version("jax-cuda12-plugin") is None:
        return "none: this jaxlib has no CUDA; pip install 'tenfold[cuda]'"
    chosen = os.environ.get("JAX_PLATFORMS")
    if chosen:
        return f"none: JAX_PLATFORMS={chosen} leaves the GPU out; unset it"
    return "none: jax has CUDA and the driver is there, but jax sees no GPU; run nvidia-smi"


def _extra_state(extra: str, packages: tuple[str, ...]) -> str:
    versions = {package: installed_version(package) for package in packages}
    missing = [package for package, number in versions.items() if number is None]
    found = ", ".join(f"{package} {number}" for package, number in versions.items() if number)
    if not missing:
        return found
    need = f"missing {', '.join(missing)}: pip install 'tenfold[{extra}]'"
    return f"{found}; {need}" if found else need
