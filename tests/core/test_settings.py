"""Tests of settings that are kept and given back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tenfold.core import settings as module
from tenfold.core.blas_threads import set_blas_threads


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(module, "settings", module._Settings())
    yield
    set_blas_threads(0)


def test_threads() -> None:
    module.set_inter_op_parallelism_threads(2)
    module.set_intra_op_parallelism_threads(3)
    assert module.get_inter_op_parallelism_threads() == 2
    assert module.get_intra_op_parallelism_threads() == 3
    with pytest.raises(ValueError, match="num_threads"):
        module.set_intra_op_parallelism_threads(-1)


def test_jit() -> None:
    module.set_jit(True)
    assert module.get_jit() == "autoclustering"
    module.set_jit(False)
    assert module.get_jit() == ""


def test_optimizer_options_add_up() -> None:
    module.set_experimental_options({"constant_folding": True})
    module.set_experimental_options({"remapping": False})
    assert module.get_experimental_options() == {
        "disable_model_pruning": False,
        "disable_meta_optimizer": False,
        "constant_folding": True,
        "remapping": False,
    }


def test_policies() -> None:
    module.set_device_policy("warn")
    assert module.get_device_policy() == "warn"
    module.set_device_policy(None)
    assert module.get_device_policy() == "silent"
    with pytest.raises(ValueError, match="'loud' is not a valid device policy"):
        module.set_device_policy("loud")


def test_flags() -> None:
    module.enable_tensor_float_32_execution(False)
    module.set_synchronous_execution(False)
    module.set_log_device_placement(True)
    module.enable_op_determinism()
    assert not module.tensor_float_32_execution_enabled()
    assert not module.get_synchronous_execution()
    assert module.get_log_device_placement()
    assert module.settings.deterministic
