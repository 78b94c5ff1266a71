"""A TensorFlow in a process of its own, where there is one.

TENFOLD_TENSORFLOW_PYTHON names its interpreter; by default `.venv-tensorflow/bin/python`.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


class Peer:
    """Sends requests to TensorFlow's process; see peer.py for what it can do."""

    def __init__(self, interpreter: Path, folder: Path) -> None:
        self.folder = folder
        self._process = subprocess.Popen(
            [str(interpreter), str(Path(__file__).with_name("peer.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def ask(self, do: str, **request: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **request}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline() or '{"error": "it ended"}')
        if "error" in answer:
            raise AssertionError(f"TensorFlow's answer to {do}:\n{answer['error']}")
        return answer

    def run(
        self, graph_def: Any, feeds: dict[str, np.ndarray], fetches: Sequence[str]
    ) -> list[np.ndarray]:
        """What TensorFlow computes with a GraphDef."""
        graph, inputs, outputs = (str(self.folder / n) for n in ("g.pb", "in.npz", "out.npz"))
        Path(graph).write_bytes(graph_def.SerializeToString())
        np.savez(inputs, **{str(i): x for i, x in enumerate(feeds.values())})
        self.ask(
            "run",
            graph=graph,
            inputs=inputs,
            outputs=outputs,
            feeds=list(feeds),
            fetches=list(fetches),
        )
        return self._load(outputs)

    def export(
        self, program: str, v1: bool = False
    ) -> tuple[bytes, list[str], list[str], list[np.ndarray]]:
        """A program's GraphDef by TensorFlow, its inputs and outputs, and TensorFlow's results."""
        graph, outputs = (str(self.folder / n) for n in ("g.pb", "out.npz"))
        answer = self.ask("export", program=program, v1=v1, graph=graph, outputs=outputs)
        names = answer["feeds"], answer["fetches"]
        return Path(graph).read_bytes(), *names, self._load(outputs)

    def export_model(
        self, model: str, lowered: bool
    ) -> tuple[bytes, list[str], list[str], list[np.ndarray]]:
        """A frozen Keras model, its input and output, and its result for the example."""
        graph, outputs = (str(self.folder / n) for n in ("g.pb", "out.npz"))
        answer = self.ask(
            "export_model", model=model, lowered=lowered, graph=graph, outputs=outputs
        )
        names = answer["feeds"], answer["fetches"]
        return Path(graph).read_bytes(), *names, self._load(outputs)

    @staticmethod
    def _load(path: str) -> list[np.ndarray]:
        with np.load(path, allow_pickle=True) as arrays:
            return [arrays[name] for name in arrays.files]

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(60)
        assert self._process.stdout is not None
        self._process.stdout.close()


def interpreter() -> Path | None:
    """TensorFlow's interpreter, if there is one."""
    given = os.environ.get("TENFOLD_TENSORFLOW_PYTHON")
    path = Path(given) if given else ROOT / ".venv-tensorflow" / "bin" / "python"
    return path if path.exists() else None


@pytest.fixture(scope="session")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    found = interpreter()
    if found is None:
        pytest.skip("needs TensorFlow: set TENFOLD_TENSORFLOW_PYTHON to its interpreter")
    made = Peer(found, tmp_path_factory.mktemp("peer"))
    yield made
    made.close()
