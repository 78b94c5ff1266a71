"""Steps of optimizers, on whole variables and on rows: what TensorFlow makes of the same ones."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

GRAD = np.array([0.5, -1.0, 0.0], np.float32)
START = ([1, 2, 3], [0.1, 0.2, 0.3], [0.5, 0.25, 0.75], [0.05, 0.1, 0.15])
Step = tuple[str, list[str], dict[str, Any], Any]

STEPS: dict[str, Step] = {
    "adagrad v2": (
        *("AdagradV2", ["accum"], {"lr": 0.1, "epsilon": 0.001, "grad": GRAD}),
        [[0.9156272, 2.091204, 3.0], [0.35, 1.2, 0.3]],
    ),
    "adagrad v2 alone": (
        *(
            "AdagradV2",
            ["accum"],
            {"lr": 0.1, "epsilon": 0.001, "grad": GRAD, "update_slots": False},
        ),
        [[0.8423845, 2.2231078, 3.0], [0.1, 0.2, 0.3]],
    ),
    "adadelta": (
        *(
            "Adadelta",
            ["accum", "accum_update"],
            {"lr": 0.1, "rho": 0.9, "epsilon": 0.001, "grad": GRAD},
        ),
        [
            [0.89608943, 2.0945113, 3.0],
            [0.115, 0.28000003, 0.27],
            [0.5579741, 0.31432384, 0.67499995],
        ],
    ),
    "centered rmsprop": (
        *(
            "CenteredRMSProp",
            ["mg", "ms", "mom"],
            {"lr": 0.1, "rho": 0.9, "momentum": 0.5, "epsilon": 0.001, "grad": GRAD},
        ),
        [
            [0.9009888, 2.1268873, 2.925],
            [0.14000002, 0.07999997, 0.27],
            [0.475, 0.32500002, 0.67499995],
            [0.09901115, -0.12688729, 0.075],
        ],
    ),
    "adamax": (
        *(
            "AdaMax",
            ["m", "v"],
            {
                "beta1_power": 0.81,
                "lr": 0.1,
                "beta1": 0.9,
                "beta2": 0.99,
                "epsilon": 0.001,
                "grad": GRAD,
            },
        ),
        [[0.8529257, 1.9579368, 2.8088698], [0.14000002, 0.07999997, 0.27], [0.5, 1.0, 0.7425]],
    ),
    "amsgrad": (
        *(
            "AdamWithAmsgrad",
            ["m", "v", "vhat"],
            {
                "beta1_power": 0.81,
                "beta2_power": 0.98,
                "lr": 0.1,
                "beta1": 0.9,
                "beta2": 0.99,
                "epsilon": 0.001,
                "grad": GRAD,
            },
        ),
        [
            [0.9852471, 1.9882886, 2.9767044],
            [0.14000002, 0.07999997, 0.27],
            [0.4975, 0.2575, 0.7425],
            [0.4975, 0.2575, 0.7425],
        ],
    ),
    "add sign": (
        *(
            "AddSign",
            ["m"],
            {"lr": 0.1, "sign_decay": 0.9, "beta": 0.8, "alpha": 1.0, "grad": GRAD},
        ),
        [[0.905, 2.19, 3.0], [0.18, -0.039999977, 0.24000001]],
    ),
    "power sign": (
        *(
            "PowerSign",
            ["m"],
            {"lr": 0.1, "sign_decay": 0.9, "beta": 0.8, "logbase": 2.0, "grad": GRAD},
        ),
        [[0.69751763, 2.6049647, 3.0], [0.18, -0.039999977, 0.24000001]],
    ),
    "ftrl": (
        *(
            "Ftrl",
            ["accum", "linear"],
            {"lr": 0.1, "l1": 0.2, "l2": 0.3, "lr_power": -0.5, "grad": GRAD},
        ),
        [[0.23845659, 1.1696471, -0.09050182], [0.35, 1.2, 0.3], [-1.7538023, -13.714631, 0.75]],
    ),
    "ftrl power": (
        *(
            "Ftrl",
            ["accum", "linear"],
            {"lr": 0.1, "l1": 0.2, "l2": 0.3, "lr_power": -0.7, "grad": GRAD},
        ),
        [[0.2966073, 1.4036896, -0.112127826], [0.35, 1.2, 0.3], [-1.8003895, -16.989912, 0.75]],
    ),
    "ftrl by rate": (
        *(
            "Ftrl",
            ["accum", "linear"],
            {
                "lr": 0.1,
                "l1": 0.2,
                "l2": 0.3,
                "lr_power": -0.5,
                "grad": GRAD,
                "multiply_linear_by_lr": True,
            },
        ),
        [[-0.390756, 0.9749171, -1.201206], [0.35, 1.2, 0.3], [0.27461976, -1.1464632, 0.75]],
    ),
    "ftrl v2": (
        *(
            "FtrlV2",
            ["accum", "linear"],
            {"lr": 0.1, "l1": 0.2, "l2": 0.3, "lr_power": -0.5, "l2_shrinkage": 0.05, "grad": GRAD},
        ),
        [[0.22310996, 1.1523378, -0.13986644], [0.35, 1.2, 0.3], [-1.6538024, -13.514631, 1.05]],
    ),
    "ftrl v2 by rate": (
        *(
            "FtrlV2",
            ["accum", "linear"],
            {
                "lr": 0.1,
                "l1": 0.2,
                "l2": 0.3,
                "lr_power": -0.5,
                "l2_shrinkage": 0.05,
                "grad": GRAD,
                "multiply_linear_by_lr": True,
            },
        ),
        [[-0.40610272, 0.95760775, -1.2505707], [0.35, 1.2, 0.3], [0.28461978, -1.1264632, 0.78]],
    ),
    "dual averaging": (
        *(
            "AdagradDA",
            ["gradient_accumulator", "gradient_squared_accumulator"],
            {"lr": 0.1, "l1": 0.2, "l2": 0.3, "global_step": np.int64(3), "grad": GRAD},
        ),
        [[-0.0, 0.016555825, -0.0], [0.6, -0.8, 0.3], [0.75, 1.25, 0.75]],
    ),
    "dual averaging without l1": (
        *(
            "AdagradDA",
            ["gradient_accumulator", "gradient_squared_accumulator"],
            {"lr": 0.1, "l1": 0.0, "l2": 0.3, "global_step": np.int64(3), "grad": GRAD},
        ),
        [[-0.06275985, 0.0662233, -0.031379923], [0.6, -0.8, 0.3], [0.75, 1.25, 0.75]],
    ),
    "proximal adagrad": (
        *("ProximalAdagrad", ["accum"], {"lr": 0.1, "l1": 0.2, "l2": 0.3, "grad": GRAD}),
        [[0.8391269, 2.0177708, 2.8095973], [0.35, 1.2, 0.3]],
    ),
    "proximal descent": (
        *("ProximalGradientDescent", [], {"alpha": 0.1, "l1": 0.2, "l2": 0.3, "delta": GRAD}),
        [[0.9029127, 2.0194175, 2.893204]],
    ),
}

# On rows: the gradient of the last one comes in two parts, and none is of the second.
ROWS = np.array([[0.5, -1.0], [0.25, 2.0], [-0.5, 0.0]], np.float32)
INDICES = np.array([2, 0, 2], np.int32)
ROW_STEPS: dict[str, Step] = {
    "adagrad v2": (
        *("AdagradV2", ["accum"], {"lr": 0.1, "epsilon": 0.001}),
        [
            [[0.9381361, 0.40066856], [2.0, 1.0], [2.9885101, 1.5931636]],
            [[0.1625, 4.05], [0.2, 0.1], [0.8, 1.15]],
        ],
    ),
    "adagrad v2 alone": (
        *("AdagradV2", ["accum"], {"lr": 0.1, "epsilon": 0.001, "update_slots": False}),
        [
            [[0.9211923, -0.390445], [2.0, 1.0], [3.0, 1.7575339]],
            [[0.1, 0.05], [0.2, 0.1], [0.3, 0.15]],
        ],
    ),
    "adadelta": (
        *("Adadelta", ["accum", "accum_update"], {"lr": 0.1, "rho": 0.9, "epsilon": 0.001}),
        [
            [[0.9432568, 0.34996265], [2.0, 1.0], [2.999992, 1.6262228]],
            [[0.09625, 0.44500008], [0.2, 0.1], [0.29050002, 0.21150002]],
            [[0.48219794, 0.45011207], [0.25, 0.125], [0.72800195, 0.4471398]],
        ],
    ),
    "centered rmsprop": (
        *(
            "CenteredRMSProp",
            ["mg", "ms", "mom"],
            {"lr": 0.1, "rho": 0.9, "momentum": 0.5, "epsilon": 0.001},
        ),
        [
            [[0.9374823, 0.22165325], [2.0, 1.0], [2.8551466, 1.6705871]],
            [[0.115, 0.24500005], [0.2, 0.1], [0.238, 0.031499982]],
            [[0.45624998, 0.6250001], [0.25, 0.125], [0.655, 0.39374998]],
            [[0.06251771, 0.27834675], [0.1, 0.05], [0.005228184, -0.056862343]],
        ],
    ),
    "ftrl": (
        *("Ftrl", ["accum", "linear"], {"lr": 0.1, "l1": 0.2, "l2": 0.3, "lr_power": -0.5}),
        [
            [[0.0, 0.3133604], [2.0, 1.0], [0.59714925, 0.94502085]],
            [[0.1625, 4.05], [0.2, 0.1], [0.8, 1.15]],
            [[-0.118851244, -6.694272], [0.25, 0.125], [-5.899355, -10.901233]],
        ],
    ),
    "ftrl power": (
        *("Ftrl", ["accum", "linear"], {"lr": 0.1, "l1": 0.2, "l2": 0.3, "lr_power": -0.7}),
        [
            [[0.0, 0.37641314], [2.0, 1.0], [0.8033134, 1.1172819]],
            [[0.1625, 4.05], [0.2, 0.1], [0.8, 1.15]],
            [[-0.05757153, -10.446206], [0.25, 0.125], [-7.553432, -13.19152]],
        ],
    ),
    "ftrl by rate": (
        *(
            "Ftrl",
            ["accum", "linear"],
            {"lr": 0.1, "l1": 0.2, "l2": 0.3, "lr_power": -0.5, "multiply_linear_by_lr": True},
        ),
        [
            [[-0.9028357, 0.2047938], [2.0, 1.0], [-0.19499676, 0.6469763]],
            [[0.1625, 4.05], [0.2, 0.1], [0.8, 1.15]],
            [[0.43811488, -0.4444272], [0.25, 0.125], [0.20611021, -0.7526233]],
        ],
    ),
    "ftrl v2": (
        *(
            "FtrlV2",
            ["accum", "linear"],
            {"lr": 0.1, "l1": 0.2, "l2": 0.3, "lr_power": -0.5, "l2_shrinkage": 0.05},
        ),
        [
            [[0.0, 0.31094778], [2.0, 1.0], [0.5544094, 0.923546]],
            [[0.1625, 4.05], [0.2, 0.1], [0.8, 1.15]],
            [[-0.01885128, -6.644272], [0.25, 0.125], [-5.491434, -10.658055]],
        ],
    ),
    "ftrl v2 by rate": (
        *(
            "FtrlV2",
            ["accum", "linear"],
            {
                "lr": 0.1,
                "l1": 0.2,
                "l2": 0.3,
                "lr_power": -0.5,
                "l2_shrinkage": 0.05,
                "multiply_linear_by_lr": True,
            },
        ),
        [
            [[-0.9244287, 0.20238121], [2.0, 1.0], [-0.22943687, 0.6281335]],
            [[0.1625, 4.05], [0.2, 0.1], [0.8, 1.15]],
            [[0.44811487, -0.4394272], [0.25, 0.125], [0.23898079, -0.73128605]],
        ],
    ),
    "dual averaging": (
        *(
            "AdagradDA",
            ["gradient_accumulator", "gradient_squared_accumulator"],
            {"lr": 0.1, "l1": 0.2, "l2": 0.3, "global_step": np.int64(3)},
        ),
        [
            [[-0.0, -0.06739319], [2.0, 1.0], [-0.0, 0.01980035]],
            [[0.35, 2.05], [0.2, 0.1], [0.3, -0.85]],
            [[0.5625, 4.25], [0.25, 0.125], [1.25, 1.375]],
        ],
    ),
    "dual averaging without l1": (
        *(
            "AdagradDA",
            ["gradient_accumulator", "gradient_squared_accumulator"],
            {"lr": 0.1, "l1": 0.0, "l2": 0.3, "global_step": np.int64(3)},
        ),
        [
            [[-0.041666668, -0.09528002], [2.0, 1.0], [-0.024833737, 0.06732119]],
            [[0.35, 2.05], [0.2, 0.1], [0.3, -0.85]],
            [[0.5625, 4.25], [0.25, 0.125], [1.25, 1.375]],
        ],
    ),
    "proximal adagrad": (
        *("ProximalAdagrad", ["accum"], {"lr": 0.1, "l1": 0.2, "l2": 0.3}),
        [
            [[0.826835, 0.38494274], [2.0, 1.0], [2.7344685, 1.4719222]],
            [[0.1625, 4.05], [0.2, 0.1], [0.8, 1.15]],
        ],
    ),
    "proximal descent": (
        *("ProximalGradientDescent", [], {"alpha": 0.1, "l1": 0.2, "l2": 0.3}),
        [[[0.9271845, 0.27184466], [2.0, 1.0], [2.7909324, 1.4698842]]],
    ),
    "momentum": (
        *("Momentum", ["accum"], {"lr": 0.1, "momentum": 0.9}),
        [
            [[0.966, 0.29549998], [2.0, 1.0], [2.9037, 1.66435]],
            [[0.34, 2.045], [0.2, 0.1], [0.19299996, -0.77849996]],
        ],
    ),
    "nesterov": (
        *("Momentum", ["accum"], {"lr": 0.1, "momentum": 0.9, "use_nesterov": True}),
        [
            [[0.9444, 0.11594999], [2.0, 1.0], [2.91333, 1.747915]],
            [[0.34, 2.045], [0.2, 0.1], [0.19299996, -0.77849996]],
        ],
    ),
    "keras momentum": (
        *("KerasMomentum", ["accum"], {"lr": 0.1, "momentum": 0.9}),
        [
            [[1.065, 0.345], [2.0, 1.0], [3.468, 1.9465001]],
            [[0.065, -0.155], [0.2, 0.1], [0.24800001, 0.2115]],
        ],
    ),
    "keras nesterov": (
        *("KerasMomentum", ["accum"], {"lr": 0.1, "momentum": 0.9, "use_nesterov": True}),
        [
            [[1.0335, 0.16049999], [2.0, 1.0], [3.4212, 2.0018501]],
            [[0.065, -0.155], [0.2, 0.1], [0.24800001, 0.2115]],
        ],
    ),
    "adagrad": (
        *("Adagrad", ["accum"], {"lr": 0.1}),
        [
            [[0.9379826, 0.4006192], [2.0, 1.0], [2.9884818, 1.5932505]],
            [[0.1625, 4.05], [0.2, 0.1], [0.8, 1.15]],
        ],
    ),
    "adagrad alone": (
        *("Adagrad", ["accum"], {"lr": 0.1, "update_slots": False}),
        [
            [[0.9209431, -0.39442724], [2.0, 1.0], [3.0, 1.7581989]],
            [[0.1, 0.05], [0.2, 0.1], [0.3, 0.15]],
        ],
    ),
    "rmsprop": (
        *("RMSProp", ["ms", "mom"], {"lr": 0.1, "rho": 0.9, "momentum": 0.5, "epsilon": 0.001}),
        [
            [[0.66983306, 0.075523645], [2.0, 1.0], [2.3922558, 1.5275201]],
            [[0.09625, 0.44500008], [0.2, 0.1], [0.29050002, 0.21150002]],
            [[0.33016694, 0.42447636], [0.25, 0.125], [0.14084244, -0.009173356]],
        ],
    ),
}


def variables(start: Any, slots: list[str]) -> tuple[list[Any], dict[str, Any]]:
    held = [tf.Variable(np.array(s, np.float32)) for s in start[: len(slots) + 1]]
    return held, dict(zip(["var", *slots], [v.handle for v in held], strict=True))


def row_start() -> list[Any]:
    return [np.array(s)[:, None] * [1, 0.5] for s in START]


def check(held: list[Any], expected: Any) -> None:
    for variable, values in zip(held, expected, strict=True):
        # A few roundings in float32, in whatever order XLA puts them.
        np.testing.assert_allclose(variable.numpy(), values, rtol=3e-6, atol=1e-6)


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("name", STEPS)
def test_a_step(name: str, compiled: bool) -> None:
    op, slots, given, expected = STEPS[name]
    held, handles = variables(START, slots)

    def step() -> None:
        getattr(tf.raw_ops, f"ResourceApply{op}")(**handles, **given)

    (tf.function(step, jit_compile=True) if compiled else step)()
    check(held, expected)


@pytest.mark.parametrize("traced", [False, True])
@pytest.mark.parametrize("name", ROW_STEPS)
def test_a_step_on_rows(name: str, traced: bool) -> None:
    op, slots, given, expected = ROW_STEPS[name]
    held, handles = variables(row_start(), slots)

    def step() -> None:
        apply = getattr(tf.raw_ops, f"ResourceSparseApply{op}")
        apply(**handles, **given, grad=ROWS, indices=INDICES)

    (tf.function(step) if traced else step)()
    check(held, expected)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"indices": INDICES[:2]}, "a row for each of the 2 indices"),
        ({"indices": INDICES[None]}, "indices must be a vector"),
        ({"indices": INDICES + 1}, "3 is not in"),
        ({"indices": INDICES - 1}, "-1 is not in"),
        ({"grad": ROWS[:, :1]}, "must be equal"),
        ({"lr": 0.0}, "lr must be positive"),
        ({"l1": -0.1}, "l1 must not be negative"),
        ({"l2": [0.1]}, "l2 is not a scalar"),
        ({"lr_power": 0.5}, "lr_power must not be positive"),
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, Any], message: str) -> None:
    held, handles = variables(row_start(), ["accum", "linear"])
    given = {"lr": 0.1, "l1": 0.2, "l2": 0.3, "lr_power": -0.5, "grad": ROWS, "indices": INDICES}
    with pytest.raises(tf.errors.InvalidArgumentError, match=message):
        tf.raw_ops.ResourceSparseApplyFtrl(**handles, **{**given, **change})
    check(held, row_start()[:3])


def test_no_rows_change_nothing() -> None:
    held, handles = variables(row_start(), ["accum"])
    none = {"grad": ROWS[:0], "indices": INDICES[:0]}
    tf.raw_ops.ResourceSparseApplyAdagrad(**handles, lr=0.1, **none)
    check(held, row_start()[:2])


def test_a_negative_strength_is_refused_when_compiled() -> None:
    held, handles = variables(START, ["accum"])

    @tf.function(jit_compile=True)
    def step(l1: Any) -> None:
        tf.raw_ops.ResourceApplyProximalAdagrad(**handles, lr=0.1, l1=l1, l2=0.3, grad=GRAD)

    step(tf.constant(0.2))
    check(held, STEPS["proximal adagrad"][3])
    with pytest.raises(tf.errors.InvalidArgumentError, match="l1 must not be negative"):
        step(tf.constant(-0.5))
