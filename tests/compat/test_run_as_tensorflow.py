"""Programs that import TensorFlow and Keras get tenfold's own modules."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import tenfold as tf
from tenfold.compat import run_as_tensorflow
from tenfold.compat.run_as_tensorflow import find_namespace, install, run_program

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(tf.__file__).parent.parent)}
COMMANDS = [["-m", "tenfold.compat.run_as_tensorflow"], ["-m", "tenfold.cli", "run"]]


def run(command: list[str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=ENVIRONMENT,
    )


@pytest.fixture
def own_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Undoes what installing the finder does to the process of the tests."""
    modules, finders = dict(sys.modules), list(sys.meta_path)
    for name in list(sys.modules):
        if name.partition(".")[0] in run_as_tensorflow.ROOTS:
            del sys.modules[name]
    yield
    for name in set(sys.modules) - set(modules):
        if name.partition(".")[0] in run_as_tensorflow.ROOTS:
            del sys.modules[name]
    sys.meta_path[:] = finders


@pytest.fixture
def namespaces(own_process: None, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A made-up `keras.layers` and `compat.v1`; the names in `__dir__` are the public ones."""
    made_up = ModuleType("tenfold")
    for name in ("keras", "keras.layers", "keras.models", "compat", "compat.v1", "hidden"):
        *folder, last = name.split(".")
        holder = made_up
        for part in folder:
            holder = getattr(holder, part)
        module = ModuleType(f"tenfold.{name}")
        module.__path__ = []
        setattr(holder, last, module)
    made_up.__path__ = []
    made_up.keras.layers.Dense = made_up.keras.models.Sequential = dict
    made_up.Tensor = int
    made_up.__dir__ = lambda: ["keras", "compat", "Tensor"]
    monkeypatch.setitem(sys.modules, "tenfold", made_up)
    install()
    return made_up


@pytest.mark.parametrize(
    ("statement", "name", "expected"),
    [
        ("import tensorflow as x", "x", ""),
        ("import tensorflow.keras.layers", "tensorflow", ""),
        ("import tensorflow.keras.layers as x", "x", "keras.layers"),
        ("from tensorflow import keras as x", "x", "keras"),
        ("from tensorflow.keras import layers as x", "x", "keras.layers"),
        ("import keras as x", "x", "keras"),
        ("import keras.layers as x", "x", "keras.layers"),
        ("from keras import models as x", "x", "keras.models"),
        ("import tensorflow.compat.v1 as x", "x", "compat.v1"),
    ],
)
def test_every_form_of_import_gives_the_same_module(
    namespaces: ModuleType, statement: str, name: str, expected: str
) -> None:
    value = namespaces
    for part in filter(None, expected.split(".")):
        value = getattr(value, part)
    names: dict[str, object] = {}
    exec(statement, names)
    assert names[name] is value


def test_names_in_a_namespace_are_its_own(namespaces: ModuleType) -> None:
    names: dict[str, object] = {}
    exec("from keras.models import Sequential\nfrom tensorflow.keras.layers import Dense", names)
    assert names["Sequential"] is namespaces.keras.models.Sequential
    assert names["Dense"] is namespaces.keras.layers.Dense


@pytest.mark.parametrize(
    ("module", "message"),
    [
        ("tensorflow.nothing", "tenfold has no namespace 'tf.nothing'"),
        ("tensorflow.hidden", "tenfold has no namespace 'tf.hidden'"),
        ("tensorflow.Tensor", "tenfold has no namespace 'tf.Tensor'"),
        ("keras.nothing.more", "tenfold has no namespace 'tf.keras.nothing'"),
        ("tensorflow.python.framework", "'tensorflow.python' is internal to TensorFlow"),
    ],
)
@pytest.mark.usefixtures("namespaces")
def test_a_missing_namespace_is_named(module: str, message: str) -> None:
    with pytest.raises(ModuleNotFoundError, match=message) as caught:
        exec(f"import {module}")
    assert caught.value.name is not None
    assert module.startswith(caught.value.name)


@pytest.mark.usefixtures("own_process")
def test_a_module_keeps_its_identity() -> None:
    spec, name = tf.compat.__spec__, tf.compat.__name__
    install()
    install()
    import tensorflow.compat  # pyright: ignore[reportMissingImports]

    assert tensorflow.compat is tf.compat
    assert (tf.compat.__spec__, tf.compat.__name__) == (spec, name)
    assert sum(isinstance(f, run_as_tensorflow.NamespaceFinder) for f in sys.meta_path) == 1


@pytest.mark.usefixtures("own_process")
def test_the_real_package_is_never_shadowed(monkeypatch: pytest.MonkeyPatch) -> None:
    finders = list(sys.meta_path)
    monkeypatch.setitem(sys.modules, "tensorflow", ModuleType("tensorflow"))
    with pytest.raises(RuntimeError, match="'tensorflow' is already imported"):
        install()
    assert sys.meta_path == finders


def test_find_namespace_serves_public_modules_only() -> None:
    assert find_namespace("") is tf
    assert find_namespace("compat") is tf.compat
    assert find_namespace("core") is None
    assert find_namespace("__version__") is None


@pytest.mark.parametrize("command", COMMANDS, ids=["module", "cli"])
def test_the_program_sees_what_python_would_show_it(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "neighbour.py").write_text("value = 7\n")
    program = tmp_path / "program.py"
    program.write_text(
        "import sys, tensorflow as tf, neighbour\n"
        "def double(x: int): return 2 * x\n"
        "assert double.__annotations__ == {'x': int}  # no future statement but its own\n"
        "assert sys.modules['__main__'].double is double and __spec__ is None\n"
        "print([__name__, __file__, *sys.argv, sys.path[0], tf.__version__, neighbour.value])\n"
    )
    done = run(command, str(program), "--flag", "-h")
    file, folder = str(program), str(tmp_path)
    expected = ["__main__", file, file, "--flag", "-h", folder, tf.__version__, 7]
    assert (done.stdout, done.stderr, done.returncode) == (f"{expected}\n", "", 0)


@pytest.mark.parametrize("command", COMMANDS, ids=["module", "cli"])
def test_the_exit_status_is_the_programs(command: list[str], tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text("import sys\nsys.exit(3)\n")
    assert run(command, str(program)).returncode == 3


@pytest.mark.parametrize("command", COMMANDS, ids=["module", "cli"])
def test_a_traceback_shows_the_program_only(command: list[str], tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text("def f():\n    import tensorflow.nothing\nf()\n")
    done = run(command, str(program))
    assert done.returncode == 1
    files = [line for line in done.stderr.splitlines() if line.startswith("  File ")]
    assert files == [
        f'  File "{program}", line 3, in <module>',
        f'  File "{program}", line 2, in f',
    ]


@pytest.mark.parametrize("command", COMMANDS, ids=["module", "cli"])
def test_a_program_that_is_not_there(command: list[str], tmp_path: Path) -> None:
    done = run(command, str(tmp_path / "gone.py"))
    assert done.returncode == 2
    assert "can't open file" in done.stderr
    assert "gone.py" in done.stderr


def test_run_program_reads_before_it_changes_anything(tmp_path: Path) -> None:
    main_module, arguments = sys.modules["__main__"], list(sys.argv)
    with pytest.raises(FileNotFoundError):
        run_program([str(tmp_path / "gone.py")])
    assert sys.modules["__main__"] is main_module
    assert sys.argv == arguments


def test_usage_without_a_program() -> None:
    done = run(COMMANDS[0])
    assert done.returncode == 2
    assert done.stdout.startswith("usage: ")
