"""Steps of optimizers as ops: what TensorFlow makes of the same variables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

GRAD = np.array([0.5, -1.0, 0.0], np.float32)
START = ([1, 2, 3], [0.1, 0.2, 0.3], [0.01, 0.02, 0.03])
MOMENTUM = {"lr": 0.1, "grad": GRAD, "momentum": 0.9}
ADAM = {"beta1_power": 0.81, "beta2_power": 0.98, "lr": 0.1, "beta1": 0.9, "beta2": 0.99}
ADAM |= {"epsilon": 1e-3, "grad": GRAD}
RMS = {"lr": 0.1, "rho": 0.9, "momentum": 0.5, "epsilon": 1e-3, "grad": GRAD}

STEPS: dict[str, tuple[str, list[str], dict[str, Any], list[list[float]]]] = {
    "gradient descent": (
        *("GradientDescent", [], {"alpha": 0.1, "delta": GRAD}),
        [[0.95, 2.1, 3.0]],
    ),
    "momentum": (
        *("Momentum", ["accum"], MOMENTUM),
        [[0.941, 2.082, 2.973], [0.59, -0.82, 0.27]],
    ),
    "nesterov": (
        *("Momentum", ["accum"], {**MOMENTUM, "use_nesterov": True}),
        [[0.8969, 2.1738, 2.9757], [0.59, -0.82, 0.27]],
    ),
    "keras momentum": (
        *("KerasMomentum", ["accum"], MOMENTUM),
        [[1.04, 2.28, 3.27], [0.04, 0.28, 0.27]],
    ),
    "keras nesterov": (
        *("KerasMomentum", ["accum"], {**MOMENTUM, "use_nesterov": True}),
        [[0.986, 2.352, 3.243], [0.04, 0.28, 0.27]],
    ),
    "adagrad": (
        *("Adagrad", ["accum"], {"lr": 0.1, "grad": GRAD}),
        [[0.91548455, 2.0912871, 3.0], [0.35, 1.2, 0.3]],
    ),
    "adagrad alone": (
        *("Adagrad", ["accum"], {"lr": 0.1, "grad": GRAD, "update_slots": False}),
        [[0.8418861, 2.2236068, 3.0], [0.1, 0.2, 0.3]],
    ),
    "rmsprop": (
        *("RMSProp", ["ms", "mom"], RMS),
        [[0.84819496, 2.1786456, 2.985], [0.115, 0.28, 0.27], [0.15180504, -0.17864567, 0.015]],
    ),
    "adam": (
        *("Adam", ["m", "v"], ADAM),
        [[0.90725386, 1.9657047, 2.884060], [0.14, 0.08, 0.27], [0.0124, 0.0298, 0.0297]],
    ),
    "nadam": (
        *("Adam", ["m", "v"], {**ADAM, "use_nesterov": True}),
        [[0.88340485, 2.0120034, 2.8956537], [0.14, 0.08, 0.27], [0.0124, 0.0298, 0.0297]],
    ),
}


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("name", STEPS)
def test_a_step(name: str, compiled: bool) -> None:
    op, slots, given, expected = STEPS[name]
    held = [tf.Variable(np.array(s, np.float32)) for s in START[: len(slots) + 1]]
    handles = dict(zip(["var", *slots], [v.handle for v in held], strict=True))

    def step() -> None:
        getattr(tf.raw_ops, f"ResourceApply{op}")(**handles, **given)

    (tf.function(step, jit_compile=True) if compiled else step)()
    for variable, values in zip(held, expected, strict=True):
        np.testing.assert_allclose(variable.numpy(), values, rtol=2e-6, atol=1e-7)


def test_what_does_not_fit_is_refused() -> None:
    v = tf.Variable(np.ones(3, np.float32))
    apply = tf.raw_ops.ResourceApplyGradientDescent
    with pytest.raises(tf.errors.InvalidArgumentError, match="do not have the same form"):
        apply(var=v.handle, alpha=0.1, delta=GRAD[:2])
    with pytest.raises(tf.errors.InvalidArgumentError, match="alpha is not a scalar"):
        apply(var=v.handle, alpha=[0.1], delta=GRAD)
    assert v.numpy().tolist() == [1.0] * 3
