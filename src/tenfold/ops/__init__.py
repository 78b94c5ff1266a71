"""Floor 2: the op families, a folder for each public namespace."""

from __future__ import annotations

import importlib
import pkgutil


def load_all() -> None:
    """Imports every family, which fills the registry. Calls of ops load what they need alone."""
    rooms = [f"{__name__}.{room.name}" for room in pkgutil.iter_modules(__path__) if room.ispkg]
    for room in ("tenfold.engine.control_flow", *rooms):
        package = importlib.import_module(room)
        for family in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{room}.{family.name}")
