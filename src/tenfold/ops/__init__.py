"""Floor 2: the op families, a folder for each public namespace. Importing it fills the registry."""

from __future__ import annotations

import importlib
import pkgutil


def _load() -> None:
    for room in pkgutil.iter_modules(__path__):
        package = importlib.import_module(f"{__name__}.{room.name}")
        for family in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{package.__name__}.{family.name}")


_load()
