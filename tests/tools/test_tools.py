"""The tools of the project's own checks, and its example data."""

from __future__ import annotations

import importlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_longest_file_names_what_is_too_long(tmp_path: Path) -> None:
    too_long = load("tools/longest_file.py").too_long
    (tmp_path / "tenfold" / "protos").mkdir(parents=True)
    (tmp_path / "fits.py").write_text("x = 1\n" * 3)
    (tmp_path / "long.py").write_text("x = 1\n" * 4)
    (tmp_path / "tenfold" / "longer.py").write_text("x = 1\n" * 5)
    (tmp_path / "tenfold" / "protos" / "schema.py").write_text("x = 1\n" * 9)
    found = [(count, path.name) for count, path in too_long(tmp_path, 3)]
    assert found == [(5, "longer.py"), (4, "long.py")]


def test_digits_are_whole() -> None:
    with np.load(ROOT / "examples" / "data" / "digits.npz") as data:
        images, labels = data["images"], data["labels"]
    assert (images.shape, images.dtype) == ((1797, 8, 8), np.uint8)
    assert (images.min(), images.max()) == (0, 16)
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


@pytest.fixture
def benchmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))


@pytest.mark.usefixtures("benchmarks")
def test_harness_chooses_the_number_of_calls_and_reads_gauges() -> None:
    harness, gauge = load("benchmarks/harness.py"), importlib.import_module("gauge")
    timed = harness.measure(lambda: sum(range(100)), repeats=2, loop_seconds=0.001)
    assert timed["calls"] > 1
    assert 0 < timed["minimum"] <= timed["median"]
    values = iter([3.0, 1.0, 2.0])
    read = harness.measure(gauge.Gauge(lambda: next(values), "MB", repeats=3), 9, 9.0)
    assert read == {"median": 2.0, "minimum": 1.0, "unit": "MB", "calls": 1}


@pytest.mark.usefixtures("benchmarks")
def test_harness_reports_what_cannot_run(monkeypatch: pytest.MonkeyPatch) -> None:
    harness = load("benchmarks/harness.py")

    def fail() -> None:
        raise ValueError("no luck\nmore")

    suite = ModuleType("suites.made_up")
    suite.cases = lambda lib: {"fails": fail, "runs": lambda: lib}  # type: ignore[attr-defined]
    monkeypatch.setattr(harness, "import_module", lambda name: suite)
    cases = harness.measure_suite("made_up", "tenfold", 1, 0.0001)["cases"]
    assert cases["fails"] == {"error": "ValueError: no luck"}
    assert cases["runs"]["unit"] == "s"
    monkeypatch.setattr(harness, "import_module", lambda name: fail())
    assert harness.measure_suite("made_up", "tenfold", 1, 0.0001) == {
        "error": "ValueError: no luck"
    }


def test_table_shows_medians_and_ratios() -> None:
    table = load("benchmarks/run.py").table
    values = {"add": {"a": [2e-6, 1e-6, 9e-6], "b": [4e-5]}, "memory": {"b": [2000.0]}}
    assert table(values, {"add": "s", "memory": "MB"}, ["a", "b"]) == [
        "| case | a | b |",
        "|---|---|---|",
        "| add | 2 µs | 40 µs (20x) |",
        "| memory | – | 2,000 MB |",
    ]


def test_the_lists_of_ops_are_up_to_date() -> None:
    command = [sys.executable, str(ROOT / "tools" / "list_ops.py"), "--check"]
    done = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
