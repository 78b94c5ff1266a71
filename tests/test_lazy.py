"""The stub reader, the lazy loader, and the rules that every stub of the project keeps."""

from __future__ import annotations

import importlib
import importlib.util
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import pytest

import tenfold as tf
from tenfold._lazy import StubFinder, attach, read_stub

PACKAGE = Path(tf.__file__).parent
STUBS = sorted(PACKAGE.rglob("*.pyi"))


def module_of(stub: Path) -> str:
    parts = stub.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def entries() -> list[tuple[str, str, str, str]]:
    """(namespace, public name, module, name there) of every line of every stub."""
    return [
        (module_of(stub), alias, *source)
        for stub in STUBS
        for alias, source in read_stub(stub.read_text(encoding="utf-8"), str(stub)).items()
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from a.b import c as c", {"c": ("a.b", "c")}),
        ("from a.b import c", {"c": ("a.b", "c")}),
        ("from a.b import Add as add, c as c", {"add": ("a.b", "Add"), "c": ("a.b", "c")}),
        ("from a import (b as b, c as d)", {"b": ("a", "b"), "d": ("a", "c")}),
        ("from a import (\n    b as b,\n    c as d,\n)\n", {"b": ("a", "b"), "d": ("a", "c")}),
        ("from a import (\n    b as b,\n    c as d)\n", {"b": ("a", "b"), "d": ("a", "c")}),
        ("from a import (b as b,\n    c as d\n)\nfrom e import f",
         {"b": ("a", "b"), "d": ("a", "c"), "f": ("e", "f")}),
        ("# words\n\nfrom a import b as b  # why\r\n", {"b": ("a", "b")}),
        ("", {}),
    ],
    ids=["alias", "plain", "two", "line", "lines", "closed-late", "opened", "noise", "empty"],
)  # fmt: skip
def test_read_stub(text: str, expected: dict[str, tuple[str, str]]) -> None:
    assert read_stub(text) == expected


@pytest.mark.parametrize("line", ["x: int", "import numpy", "from .a import b", "def f(): ..."])
def test_read_stub_names_the_line_it_cannot_read(line: str) -> None:
    with pytest.raises(SyntaxError, match=r"s\.pyi, line 2") as caught:
        read_stub("from a import b as b\n" + line, "s.pyi")
    assert line in str(caught.value)


def test_attach_loads_on_first_access_and_keeps_the_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub = tmp_path / "namespace.pyi"
    stub.write_text("from fractions import Fraction as Ratio\nfrom fractions import gone as gone\n")
    module = ModuleType("namespace")
    monkeypatch.setitem(sys.modules, "namespace", module)
    module.__getattr__, module.__dir__, module.__all__ = attach("namespace", str(stub))  # type: ignore[attr-defined]
    assert "Ratio" not in vars(module)
    from fractions import Fraction

    assert module.Ratio is Fraction
    assert vars(module)["Ratio"] is Fraction
    assert module.__all__ == ["Ratio", "gone"]
    assert {"Ratio", "gone", "__name__"} <= set(dir(module))
    with pytest.raises(AttributeError, match="'fractions' has no attribute 'gone'"):
        _ = module.gone


def test_missing_name_says_which_and_carries_what_suggestions_need() -> None:
    with pytest.raises(AttributeError, match="'tenfold' has no attribute 'no_such'") as caught:
        _ = tf.no_such
    assert caught.value.name == "no_such"
    assert caught.value.obj is tf


@pytest.fixture
def api_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of made-up namespaces in the place of `tenfold/api`."""
    (tmp_path / "made_up").mkdir()
    (tmp_path / "made_up" / "__init__.pyi").write_text(
        "from fractions import Fraction as Ratio\nfrom tenfold.api.made_up import inner as inner\n"
    )
    (tmp_path / "made_up" / "inner.pyi").write_text("from math import sqrt as root\n")
    monkeypatch.setattr("tenfold._lazy._API_FOLDER", str(tmp_path))
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if "made_up" in name:
            del sys.modules[name]
    for holder in (tf, importlib.import_module("tenfold.api")):
        vars(holder).pop("made_up", None)


@pytest.mark.usefixtures("api_folder")
def test_a_stub_alone_is_a_namespace() -> None:
    made_up = importlib.import_module("tenfold.api.made_up")
    from fractions import Fraction

    assert made_up.Ratio is Fraction
    assert made_up.inner.root(9.0) == 3.0
    assert made_up.__name__ == "tenfold.made_up"
    assert made_up.inner.__name__ == "tenfold.made_up.inner"
    assert {"Ratio", "inner"} <= set(dir(made_up))
    assert made_up.__all__ == ["Ratio", "inner"]


@pytest.mark.usefixtures("api_folder")
def test_a_namespace_can_be_imported_by_its_public_name() -> None:
    public = importlib.import_module("tenfold.made_up.inner")
    api = importlib.import_module("tenfold.api.made_up.inner")
    assert public is api
    assert public.__spec__ is not None
    assert public.__spec__.name == "tenfold.api.made_up.inner"
    with pytest.raises(ModuleNotFoundError, match=r"tenfold\.made_up\.gone"):
        importlib.import_module("tenfold.made_up.gone")


def test_the_finder_leaves_other_packages_alone() -> None:
    assert StubFinder().find_spec("numpy.made_up") is None
    assert importlib.util.find_spec("tenfold.no_such") is None


@pytest.mark.parametrize("stub", STUBS, ids=module_of)
def test_every_stub_name_resolves(stub: Path) -> None:
    namespace = importlib.import_module(module_of(stub))
    names = read_stub(stub.read_text(encoding="utf-8"), str(stub))
    missing = [name for name in names if not hasattr(namespace, name)]
    assert not missing
    assert set(names) <= set(dir(namespace))
    assert set(namespace.__all__) == {name for name in names if not name.startswith("_")}


def test_every_stub_line_is_an_explicit_re_export() -> None:
    """`import x` without `as x` is private to type checkers."""
    for stub in STUBS:
        for line in stub.read_text(encoding="utf-8").splitlines():
            code = line.partition("#")[0].strip(" ()")
            for entry in code.partition("import ")[2].split(",") if "import" in code else ():
                assert not entry.strip(" (") or " as " in entry, f"{stub}: {line}"


def test_no_module_has_the_name_of_a_public_name_of_its_package() -> None:
    """Importing such a module would replace the public name by the module."""
    public: dict[str, set[str]] = defaultdict(set)
    for namespace, alias, module, name in entries():
        if f"{module}.{name}" == f"{namespace}.{alias}":
            continue  # the name is the submodule itself
        public[namespace].add(alias)
        room = PACKAGE.parent / module.replace(".", "/") / name
        if room.is_dir() or room.with_suffix(".py").exists():
            continue  # another namespace's name for a room: `tf.losses` is `tf.keras.losses`
        public[module if (PACKAGE.parent / module.replace(".", "/")).is_dir() else
               module.rpartition(".")[0]].add(alias)  # fmt: skip
    clashes = []
    for path in PACKAGE.rglob("*.py"):
        package = ".".join(path.parent.relative_to(PACKAGE.parent).parts)
        if path.stem in public[package] and package != "tenfold.api":
            clashes.append(str(path.relative_to(PACKAGE)))
    for folder in {path.parent for path in PACKAGE.rglob("__init__.py")} - {PACKAGE}:
        package = ".".join(folder.parent.relative_to(PACKAGE.parent).parts)
        if folder.name in public[package]:
            clashes.append(str(folder.relative_to(PACKAGE)))
    assert not clashes


def test_importing_a_room_does_not_change_public_names() -> None:
    """Every public name of tf is the same object before and after every room is imported."""
    script = (
        "import importlib, pkgutil, tenfold as tf\n"
        "first = {name: getattr(tf, name) for name in tf.__all__}\n"
        "names = {module.name for module in pkgutil.iter_modules(tf.__path__)} - {'__main__'}\n"
        "for name in names: \n"
        "    importlib.import_module('tenfold.' + name)\n"
        "print([name for name in first if getattr(tf, name) is not first[name]])\n"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=PACKAGE.parent)
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr
