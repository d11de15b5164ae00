"""Discovery of what is declared one file each: criteria, layers, official data sets, funding schemes."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any


def declared(package: str, name: str) -> list[Any]:
    """Return what each module of a package declares under a name (``CRITERION``, ``LAYER``…), in the order of the modules.

    Raises
    ------
    ValueError
        Two of them share an id.
    """
    path = importlib.import_module(package).__path__
    modules = [importlib.import_module(f"{package}.{one}") for one in sorted(info.name for info in pkgutil.iter_modules(path))]
    found = [getattr(module, name) for module in modules if hasattr(module, name)]
    if len({one.id for one in found}) < len(found):
        raise ValueError(f"two {name} of {package} share an id")
    return found
