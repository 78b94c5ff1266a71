"""Which code is converted: the user's. Python's library, ours and some others' stay as they are."""

from __future__ import annotations

import functools
import os
import sysconfig

from tenfold.core.tracebacks import is_ours

_STANDARD = tuple(
    os.path.join(os.path.realpath(path), "")
    for path in {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
)

# Where installed packages are, inside or outside of the standard library's folder.
_INSTALLED = ("site-packages", "dist-packages")

# Installed packages that no condition on a tensor can be in, or that must not be touched.
_LEFT_ALONE = frozenset(
    (
        *("numpy", "ml_dtypes", "jax", "jaxlib", "scipy", "opt_einsum", "h5py", "google", "absl"),
        *("matplotlib", "PIL", "pandas", "pytest", "_pytest", "pluggy", "mock", "hypothesis"),
        *("IPython", "ipykernel", "ipdb", "debugpy", "pydevd", "psutil", "tqdm", "wrapt"),
        *("tensorflow", "keras", "torch", "cycler", "pkg_resources", "setuptools"),
    )
)


@functools.cache
def is_converted(filename: str) -> bool:
    """Whether functions of a file are converted."""
    if filename.startswith("<frozen ") or is_ours(filename):
        return False
    parts = filename.replace("\\", "/").split("/")
    for folder in _INSTALLED:
        if folder in parts:
            package = parts[parts.index(folder) + 1 :][:1]
            return bool(package) and package[0].removesuffix(".py") not in _LEFT_ALONE
    return not os.path.realpath(filename).startswith(_STANDARD)
