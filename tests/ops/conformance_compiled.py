"""Runs the kernels of many samples in one function compiled by XLA."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jax
import numpy as np

from tenfold.core import dispatch, random_state
from tenfold.core.namespace import jax_ns as compiled_namespace
from tenfold.core.namespace.jax_ns import jax_ns
from tenfold.core.namespace.numpy_ns import fail
from tenfold.core.namespace.protocol import HostValueNeeded, Namespace, tracing
from tenfold.engine.graph.compile import known_options
from tests.ops.conformance import Case, bind

# Compiles twice as fast; what XLA computes is under test, not how fast.
QUICK = known_options({"xla_backend_optimization_level": 0, "xla_cpu_use_fusion_emitters": False})


class _Trial:
    """A sample whose inputs are traced, but for those that the kernel needs on the host."""

    def __init__(self, case: Case) -> None:
        self.case = case
        flat, self.attrs = bind(case)
        self.values = [x._host() for x in flat]
        self.host = {i for i, x in enumerate(self.values) if x.dtype == object}
        self._find_host_values()

    @property
    def traced(self) -> list[np.ndarray]:
        return [x for i, x in enumerate(self.values) if i not in self.host]

    def kernel(self, traced: Sequence[Any]) -> list[Any]:
        """The kernel's flat outputs, for the inputs that are not on the host."""
        left = iter(traced)
        values = [x if i in self.host else next(left) for i, x in enumerate(self.values)]
        namespace = Namespace(**vars(jax_ns))

        def static(x: Any) -> np.ndarray:
            try:
                return compiled_namespace.static(x)
            except HostValueNeeded:
                wanted = {i for i, value in enumerate(values) if value is x}
                self.host |= wanted or self._integers()
                raise

        namespace.static = static
        attrs = self.attrs
        if self.case.op.counter:
            # The kernel leaves a traced value in its counter: never in the one of eager calls.
            seeds = random_state.resolve(attrs["seed"], attrs["seed2"])
            attrs = attrs | {"_counter": random_state.Counter(seeds)}
        return list(dispatch.run_kernel(self.case.op, namespace, values, attrs))

    def _integers(self) -> set[int]:
        return {i for i, x in enumerate(self.values) if x.dtype.kind in "iu"}

    def _find_host_values(self) -> None:
        for _ in range(len(self.values) + 1):
            try:
                jax.eval_shape(self.kernel, self.traced)
            except HostValueNeeded:
                continue
            return
        raise AssertionError(f"{self.case}: the kernel needs a computed value on the host")


def compiled_outputs(cases: Sequence[Case]) -> list[list[np.ndarray]]:
    """For each case, its flat outputs, all computed by one compiled function.

    Raises:
      OpError: a check that a kernel asked for fails, as the compiled program would raise it.
    """
    with jax.enable_x64(True):
        trials = [_Trial(case) for case in cases]
        asked: list[tuple[str, Any]] = []

        def everything(inputs: list[list[Any]]) -> Any:
            tracing.pending = []
            try:
                outputs = [t.kernel(x) for t, x in zip(trials, inputs, strict=True)]
                asked[:] = [(c.kind, c.message) for c in tracing.pending]
                told = [list(c.values) for c in tracing.pending]
                return outputs, [c.flag for c in tracing.pending], told
            finally:
                tracing.pending = None

        run = jax.jit(everything, compiler_options=QUICK)
        found, flags, told = run([t.traced for t in trials])
        for (kind, message), flag, values in zip(asked, flags, told, strict=True):
            if np.any(flag):
                fail(kind, message, values)
        return [[np.asarray(y) for y in outputs] for outputs in found]


def compiled_refusal(case: Case) -> Exception | None:
    """What the op raises, compiled, where TensorFlow refuses the case."""
    try:
        flat, attrs = bind(case)
    except Exception as error:
        return error
    try:
        compiled_outputs([case])
    except Exception as error:
        return dispatch.explain(case.op, flat, attrs, error)
    return None
