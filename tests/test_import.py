"""What `import tenfold` may cost."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

import tenfold as tf

SOURCE = Path(tf.__file__).parent.parent
# Modules that `import tenfold` may load beyond those of the bare interpreter and NumPy.
MODULE_BUDGET = 30


def run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        capture_output=True, text=True, check=False, cwd=SOURCE,
    )  # fmt: skip


def test_import_is_silent() -> None:
    done = run("import tenfold")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("heavy", ["jax", "jaxlib", "h5py", "google.protobuf", "matplotlib"])
def test_import_leaves_optional_packages_alone(heavy: str) -> None:
    done = run(f"import sys, tenfold; print({heavy!r} in sys.modules)")
    assert done.stdout == "False\n", done.stderr


def test_import_loads_few_modules() -> None:
    done = run(
        "import sys, numpy, typing\n"
        "before = set(sys.modules)\n"
        "import tenfold\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    loaded = done.stdout.split()
    assert "tenfold" in loaded, done.stderr
    assert len(loaded) <= MODULE_BUDGET, loaded


def test_dir_lists_every_public_name() -> None:
    assert set(tf.__all__) <= set(dir(tf))
    assert "__version__" in dir(tf)
    assert "attach" not in dir(tf)


def test_star_import_brings_every_public_name() -> None:
    names: dict[str, object] = {}
    exec("from tenfold import *", names)
    assert set(tf.__all__) <= set(names)


def test_version_is_a_release_number() -> None:
    for release in (tf.__version__, tf.keras.__version__, tf.version.TENFOLD_VERSION):
        assert [part.isdigit() for part in release.split(".")] == [True] * 3


def test_programs_are_told_the_release_whose_api_this_is() -> None:
    assert tf.__version__ == tf.version.VERSION == "2.21.0"
    assert tf.keras.__version__ == "3.15.0"


def test_version_is_the_installed_one() -> None:
    try:
        installed = version("tenfold")
    except PackageNotFoundError:
        pytest.skip("tenfold is run from its source tree, not installed")
    assert installed == tf.version.TENFOLD_VERSION
