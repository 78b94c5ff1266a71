"""Samples of whole steps of recurrent cells, and of whole sequences of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.ops.sample import Sample, normal, sample, uniform

TIME, BATCH, INPUTS, CELLS = 5, 2, 3, 4
X = normal(TIME, BATCH, INPUTS)
STATES = (normal(BATCH, CELLS), normal(BATCH, CELLS, seed=1))
WEIGHTS = (
    normal(INPUTS + CELLS, 4 * CELLS),
    *(normal(CELLS, seed=s) for s in (2, 3, 4)),
    normal(4 * CELLS),
)
# Sums of products over up to 7 columns and 5 steps, in the order the machine's BLAS takes them in.
SUMS: dict[str, Any] = {"rtol": 1e-5, "atol": 1e-5}
HALF: dict[str, Any] = {"rtol": 1e-2, "atol": 1e-2}


def half(values: Any) -> Any:
    return tuple(v.astype(np.float16) for v in values)


def sequence(length: int = TIME, x: Any = X, given: Any = (*STATES, *WEIGHTS), **o: Any) -> Sample:
    # TensorFlow has no second gradient, and its first takes gates and clipping for constant.
    options = {"order": 0, **SUMS, **o}
    return sample(np.int64(length), x, *given, **options)


def wrong(place: int, shape: tuple[int, ...]) -> Any:
    given = [*STATES, *WEIGHTS]
    given[place] = normal(*shape)
    return tuple(given)


def sequences(**o: Any) -> list[Sample]:
    return [
        sequence(**o),
        sequence(use_peephole=True, cell_clip=0.0, **o),
        sequence(use_peephole=True, cell_clip=0.5, **o),
        sequence(cell_clip=-1.0, **o),
        sequence(1, X[:1], **o),
        sequence(TIME, *(half([X])), half((*STATES, *WEIGHTS)), **HALF, gradient=False),
        sequence(given=wrong(0, (BATCH, 5))),
        sequence(given=wrong(2, (INPUTS + CELLS, 15))),
        sequence(given=wrong(6, (15,))),
        # TensorFlow leaves what follows the length as memory held it.
        sequence(3, X, golden=False),
        sequence(0, X, golden=False),
        sequence(0, X[:0], golden=False),
    ]


KEPT = tuple(uniform(TIME, BATCH, CELLS, seed=s) for s in range(7))
GRADS = (normal(TIME, BATCH, CELLS), normal(TIME, BATCH, CELLS, seed=1))


def back(length: int = TIME, peeps: bool = False, **o: Any) -> Sample:
    given = (X, *STATES, *WEIGHTS, *KEPT, *GRADS)
    return sample(np.int64(length), *given, use_peephole=peeps, gradient=False, **SUMS, **o)


def cell(*changes: Any, **o: Any) -> Sample:
    given = [X[0], *STATES, *WEIGHTS]
    for place, value in changes:
        given[place] = value
    return sample(*given, gradient=False, **{**SUMS, **o})


GRU = (
    X[0],
    STATES[0],
    normal(INPUTS + CELLS, 2 * CELLS),
    normal(INPUTS + CELLS, CELLS),
    normal(2 * CELLS),
    normal(CELLS),
)
SAMPLES = {
    "BlockLSTM": [*sequences(), sequence(forget_bias=0.0, cell_clip=0.0)],
    # TensorFlow's gradient is of BlockLSTM, whose weights stand in another order.
    "BlockLSTMV2": sequences(gradient=False),
    "BlockLSTMGrad": [back(), back(peeps=True), back(3, golden=False), back(0, golden=False)],
    "BlockLSTMGradV2": [back(), back(peeps=True), back(3, golden=False)],
    "LSTMBlockCell": [
        cell(),
        cell(use_peephole=True, cell_clip=0.5),
        cell(forget_bias=0.0, cell_clip=0.0),
        sample(*half((X[0], *STATES, *WEIGHTS)), gradient=False, **HALF),
        cell((3, normal(INPUTS + CELLS, 15))),
        cell((7, normal(15))),
    ],
    "LSTMBlockCellGrad": [
        sample(
            X[0],
            *STATES,
            *WEIGHTS,
            *(v[0] for v in KEPT[:6]),
            *(v[0] for v in GRADS),
            use_peephole=peeps,
            gradient=False,
            **SUMS,
        )
        for peeps in (False, True)
    ],
    "GRUBlockCell": [
        sample(*GRU, gradient=False, **SUMS),
        sample(*GRU[:2], normal(INPUTS + CELLS, 7), *GRU[3:], gradient=False, **SUMS),
        sample(*GRU[:5], normal(3), gradient=False, **SUMS),
    ],
    "GRUBlockCellGrad": [
        sample(*GRU, *(v[0] for v in KEPT[:3]), GRADS[0][0], gradient=False, **SUMS),
    ],
}
