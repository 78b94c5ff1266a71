"""The report of `tenfold doctor`."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pytest

from tenfold.cli import doctor


def fake_jax(monkeypatch: pytest.MonkeyPatch, *devices: SimpleNamespace) -> None:
    monkeypatch.setitem(sys.modules, "jax", SimpleNamespace(devices=lambda: list(devices)))


CPU = SimpleNamespace(platform="cpu", device_kind="cpu", id=0)
GPU = SimpleNamespace(platform="gpu", device_kind="Fast Card", id=1)


def test_report_names_versions_extras_devices_and_cache() -> None:
    lines = list(doctor.report(with_devices=False))
    assert f"numpy       {version('numpy')}" in lines
    assert [line.split()[0] for line in lines] == [
        "tenfold", "Python", "platform", "numpy", "ml_dtypes", "[xla]", "[cuda]", "[plot]", "[h5]",
        "[image]", "cache",
    ]  # fmt: skip


def test_report_says_how_to_install_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    present = {"jax": "9.9"}
    monkeypatch.setattr(doctor, "installed_version", present.get)
    lines = list(doctor.report(with_devices=False))
    assert "numpy       missing: pip install numpy" in lines
    assert "[xla]       jax 9.9; missing jaxlib: pip install 'tenfold[xla]'" in lines
    assert "[plot]      missing matplotlib: pip install 'tenfold[plot]'" in lines


def test_extras_name_distributions_that_the_project_asks_for() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    for extra, packages in doctor.EXTRAS.items():
        asked = [re.match(r"[\w-]+", r)[0] for r in project["optional-dependencies"][extra]]
        assert asked == [p for p in packages if p != "jax-cuda12-plugin"], extra


def test_gpu_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    fake_jax(monkeypatch, CPU, GPU)
    assert doctor.gpu_state() == "Fast Card (id 1)"


def test_no_gpu_without_jax(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jax", None)
    assert "jax is not installed" in doctor.gpu_state()


def test_no_gpu_when_devices_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> list[SimpleNamespace]:
        raise RuntimeError("unknown backend")

    monkeypatch.setitem(sys.modules, "jax", SimpleNamespace(devices=fail))
    assert "unknown backend" in doctor.gpu_state()


@pytest.mark.parametrize(
    ("has_driver", "has_plugin", "platforms", "reason"),
    [
        (False, False, "", "no NVIDIA driver"),
        (True, False, "", "this jaxlib has no CUDA"),
        (True, True, "cpu", "JAX_PLATFORMS=cpu leaves the GPU out"),
        (True, True, "", "jax sees no GPU"),
    ],
    ids=["driver", "plugin", "platforms", "unknown"],
)
def test_no_gpu_reasons(
    monkeypatch: pytest.MonkeyPatch,
    has_driver: bool,
    has_plugin: bool,
    platforms: str,
    reason: str,
) -> None:
    fake_jax(monkeypatch, CPU)
    monkeypatch.setattr(doctor.os.path, "exists", lambda path: has_driver)
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    monkeypatch.setattr(doctor, "installed_version", lambda name: "1" if has_plugin else None)
    monkeypatch.setenv("JAX_PLATFORMS", platforms)
    assert reason in doctor.gpu_state()


def test_cache_folder_follows_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    monkeypatch.delenv("TENFOLD_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert doctor.cache_folder() == "/somewhere/tenfold"
    monkeypatch.setenv("TENFOLD_CACHE", "/elsewhere")
    assert doctor.cache_folder() == "/elsewhere"
