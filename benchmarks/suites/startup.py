"""What a library costs before the first line of work: time, memory, disk."""

from __future__ import annotations

from gauge import Gauge, in_new_process, installed_megabytes

IMPORT_SECONDS = """
import time
start = time.perf_counter()
import {lib}
{use}
print(time.perf_counter() - start)
"""
RESIDENT = """
from gauge import resident_megabytes
before = resident_megabytes()
import {lib}
{use}
print(resident_megabytes() - before)
"""
# Makes a first tensor, so that a library which loads lazily has loaded what eager work needs.
FIRST_USE = {
    "tenfold": "tenfold.constant([1.0]) + 1.0",
    "tensorflow": "tensorflow.constant([1.0]) + 1.0",
    "torch": "torch.tensor([1.0]) + 1.0",
    "jax": "jax.numpy.array([1.0]) + 1.0",
}


def cases(lib: str) -> dict[str, Gauge]:
    """The cases, by name. Memory is that of the import alone: the interpreter's is taken off."""
    use = FIRST_USE[lib]

    def run(template: str, use: str) -> float:
        return in_new_process(template.format(lib=lib, use=use))

    return {
        "import": Gauge(lambda: run(IMPORT_SECONDS, ""), "s", repeats=3),
        "import and a first sum": Gauge(lambda: run(IMPORT_SECONDS, use), "s", repeats=3),
        "memory of the import": Gauge(lambda: run(RESIDENT, ""), "MB"),
        "memory after a first sum": Gauge(lambda: run(RESIDENT, use), "MB"),
        "installed, with what it requires": Gauge(lambda: installed_megabytes(lib), "MB"),
    }
