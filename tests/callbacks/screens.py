"""Every callback of every screen, declared once more, as the application does it."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

import callbacks
from callbacks import accounts
from callbacks import screens as every
from callbacks.registry import Registry
from services.context import Context


def screens() -> list[ModuleType]:
    """Return the modules of the room that declare callbacks of their own."""
    modules = [importlib.import_module(f"callbacks.{info.name}") for info in pkgutil.iter_modules(callbacks.__path__)]
    return [module for module in modules if hasattr(module, "register") and module is not every]


def declared(context: Context) -> Registry:
    """Return a registry filled by every screen."""
    registry = Registry()
    for screen in screens():
        # Those of accounts are given services rather than the context; a declaration alone calls neither.
        screen.register(registry, *([None, None] if screen is accounts else [context]))
    return registry
