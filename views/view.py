"""What a screen declares, and how screens are found."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from domain.person import Action, Person, PersonRole, can
from services.context import Context


@dataclass(frozen=True, slots=True)
class View:
    """A screen: its path, its name in the header, its layout, and whose it is: everybody's unless it names an action, or one role."""

    id: str
    path: str
    label: str
    order: int
    layout: Callable[[Context], Any]
    action: Action = Action.READ
    role: PersonRole | None = None
    is_in_menu: bool = False
    """Reached from the menu of the account, not from the header."""
    who: str = ""
    """Whose it is, in a sentence for the others, who then find it in the header too."""
    has_pages: bool = False
    """Answers every address below its path too: its callbacks read which."""

    def is_for(self, person: Person) -> bool:
        """Say whether a person uses this screen."""
        return can(person, self.action) and self.role in {None, person.role}


@lru_cache(maxsize=1)
def discover() -> tuple[View, ...]:
    """Return every screen, in the header's order: a module of a room of this package that defines ``VIEW`` is a screen."""
    package = importlib.import_module("views")
    names = [info.name for info in pkgutil.walk_packages(package.__path__, "views.") if not info.ispkg]
    modules = [importlib.import_module(name) for name in names]
    return tuple(sorted((module.VIEW for module in modules if hasattr(module, "VIEW")), key=lambda view: view.order))


def view_at(path: str) -> View | None:
    """Return the screen at a path; `None` where there is none."""
    clean = path.rstrip("/") or "/"
    return next((view for view in discover() if view.path == clean or (view.has_pages and clean.startswith(f"{view.path}/"))), None)
