"""The `tenfold` command."""

from __future__ import annotations

import runpy
import sys

import pytest

import tenfold as tf
from tenfold.cli.main import main


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["--version"])
    assert exit_.value.code == 0
    assert capsys.readouterr().out == f"tenfold {tf.version.TENFOLD_VERSION}\n"


@pytest.mark.parametrize("arguments", [[], ["unknown"], ["run"]], ids=["none", "unknown", "run"])
def test_misuse_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2
    assert "usage: tenfold" in capsys.readouterr().err


def test_doctor_short_names_versions_and_leaves_devices_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["doctor", "--short"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"tenfold     {tf.version.TENFOLD_VERSION}\n")
    assert "GPU" not in out


def test_run_of_a_missing_program(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "no/such/program.py"]) == 2
    assert "no/such/program.py" in capsys.readouterr().err


def test_python_m_tenfold_is_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["tenfold", "doctor", "--short"])
    with pytest.raises(SystemExit) as exit_:
        runpy.run_module("tenfold", run_name="__main__")
    assert exit_.value.code == 0
    assert capsys.readouterr().out.startswith("tenfold ")
