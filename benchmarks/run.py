"""Runs the suites side by side, each library in its own process, and writes RESULTS.md.

`python benchmarks/run.py [--suites eager] [--libraries tenfold jax] [--rounds 5] [--quick]`
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve().parent
SUITES = (
    "startup",
    "eager",
    "ops",
    "large",
    "compiled",
    "function",
    "control_flow",
    "training",
    "images",
)
LIBRARIES = ("tenfold", "tensorflow", "torch", "jax")
SCALES = {"s": ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")), "MB": ((1.0, "MB"),)}

# For a suite: by case, by library, the median of each round. An error stands for its library.
Rounds = dict[str, dict[str, list[float]]]


def interpreters(chosen: list[str], others: dict[str, Path]) -> dict[str, str]:
    """The interpreter of each library that can be imported, in the table's order."""
    found = {}
    for library in chosen:
        python = str(others.get(library, sys.executable))
        probe = f"import importlib.util as u; print(u.find_spec({library!r}) is not None)"
        try:
            done = subprocess.run([python, "-c", probe], capture_output=True, text=True)
        except FileNotFoundError:
            continue
        if done.stdout.strip() == "True":
            found[library] = python
    return found


def run_suite(
    suite: str, pythons: dict[str, str], rounds: int, quick: bool
) -> tuple[Rounds, dict[str, str], list[str]]:
    """Measures a suite, the libraries taking turns in every round.

    Returns:
        The medians; the unit of each case; and a line for everything that could not run.
    """
    values: Rounds = defaultdict(lambda: defaultdict(list))
    units: dict[str, str] = {}
    failures: dict[str, None] = {}
    for turn in range(rounds):
        order = list(pythons) if turn % 2 == 0 else list(reversed(pythons))
        for library in order:
            print(f"{suite}, round {turn + 1} of {rounds}: {library}", file=sys.stderr)
            result = _measure(suite, library, pythons[library], quick)
            if "error" in result:
                failures[f"{library}, suite {suite}: {result['error']}"] = None
            for case, measured in result.get("cases", {}).items():
                if "error" in measured:
                    failures[f"{library}, {case}: {measured['error']}"] = None
                else:
                    values[case][library].append(measured["median"])
                    units[case] = measured["unit"]
    return values, units, list(failures)


def _measure(suite: str, library: str, python: str, quick: bool) -> dict[str, Any]:
    command = [python, str(HERE / "harness.py"), suite, library, *(["--quick"] if quick else [])]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow"}
    # An installed package has its bytecode; a source tree gets it from the first round on.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    # What a machine sets for NumPy's linear algebra would slow down one side alone.
    for name in [n for n in environment if n.startswith("OPENBLAS_")]:
        del environment[name]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        return {"error": f"exit status {done.returncode}: {lines[-1] if lines else 'no message'}"}
    return json.loads(done.stdout.strip().splitlines()[-1])


def table(values: Rounds, units: dict[str, str], libraries: list[str]) -> list[str]:
    """The lines of a markdown table: medians, and in brackets their ratio to the first library."""
    lines = [f"| case | {' | '.join(libraries)} |", "|---" * (len(libraries) + 1) + "|"]
    for case, by_library in values.items():
        medians = {library: median(found) for library, found in by_library.items()}
        base = medians.get(libraries[0])
        cells = [_cell(medians.get(library), base, units[case]) for library in libraries]
        lines.append(f"| {case} | {' | '.join(cells)} |")
    return lines


def _cell(value: float | None, base: float | None, unit: str) -> str:
    if value is None:
        return "–"
    scale, name = next((s for s in SCALES[unit] if abs(value) >= s[0]), SCALES[unit][-1])
    text = f"{value / scale:.3g} {name}" if value / scale < 1000 else f"{value / scale:,.0f} {name}"
    # A ratio to nothing (memory that did not grow) says nothing.
    if base is None or base <= 0 or value <= 0 or base == value:
        return text
    return (
        f"{text} ({value / base:.2g}x)" if value / base < 100 else f"{text} ({value / base:.0f}x)"
    )


def machine() -> str:
    """The processor, its cores and the system, in words."""
    name = platform.processor() or platform.machine()
    cpu_info = Path("/proc/cpuinfo")
    if cpu_info.exists():
        for line in cpu_info.read_text().splitlines():
            if line.startswith("model name"):
                name = line.partition(":")[2].strip()
                break
    return (
        f"{name}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    )


def versions(pythons: dict[str, str]) -> str:
    """The version of each library."""
    script = "import sys, importlib.metadata as m; print(m.version(sys.argv[1]))"
    found = []
    for library, python in pythons.items():
        done = subprocess.run([python, "-c", script, library], capture_output=True, text=True)
        found.append(f"{library} {done.stdout.strip() or '(source tree)'}")
    return ", ".join(found)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--suites", nargs="+", choices=SUITES, default=list(SUITES))
    parser.add_argument("--libraries", nargs="+", choices=LIBRARIES, default=list(LIBRARIES))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="short loops: does it run at all?")
    parser.add_argument("--output", type=Path, default=HERE / "RESULTS.md")
    default = HERE.parent / ".venv-tensorflow" / "bin" / "python"
    parser.add_argument("--tensorflow-python", type=Path, default=default)
    parser.add_argument("--torch-python", type=Path, default=Path(sys.executable))
    options = parser.parse_args()

    others = {"tensorflow": options.tensorflow_python, "torch": options.torch_python}
    pythons = interpreters(options.libraries, others)
    if not pythons:
        parser.error(f"none of {options.libraries} can be imported; run `make bench`")
    libraries = list(pythons)
    lines = [
        "# Results",
        "",
        f"Medians over {options.rounds} rounds of interleaved processes; in brackets the ratio to "
        f"{libraries[0]}.",
        "",
        f"- {machine()}",
        f"- {versions(pythons)}",
    ]
    for suite in options.suites:
        values, units, failures = run_suite(suite, pythons, options.rounds, options.quick)
        lines += ["", f"## {suite}", ""]
        lines += table(values, units, libraries) if values else ["Nothing could be measured."]
        lines += ["", *(f"- Could not run: {line}" for line in failures)] if failures else []
    text = "\n".join(lines) + "\n"
    options.output.write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
