"""What a screen declares, what it is given, and how screens are found."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from access.settings import Settings
from domain.person import Action, Person, PersonRole, can
from domain.selection import FacetSet
from geodata.column_table import ColumnTable
from geodata.territory import Territory
from scenarios.service import Service
from store.proposals import Proposals
from store.scenarios import Scenarios
from views.assessor import Assessor
from views.editions import Edition, Editions


@dataclass(frozen=True, eq=False)
class Context:
    """What every screen may read. All that hangs on the places is of one edition, the same from the beginning to the end of a request."""

    settings: Settings
    editions: Editions
    scenarios: Scenarios
    proposals: Proposals

    @property
    def edition(self) -> Edition:
        """The edition that the page being answered holds."""
        return self.editions.current()

    @property
    def territory(self) -> Territory:
        """Its frames, published places included."""
        return self.edition.territory

    @property
    def facets(self) -> FacetSet:
        """The facets of its candidates."""
        return self.edition.facets

    @property
    def table(self) -> ColumnTable:
        """Its candidates as the browser reads them."""
        return self.edition.table

    @property
    def urls(self) -> dict[str, str]:
        """The address of each data file served to the browser."""
        return self.edition.urls

    @property
    def assessor(self) -> Assessor:
        """What assesses its candidates."""
        return self.edition.assessor

    @property
    def service(self) -> Service:
        """What answers questions about its scenarios."""
        return self.edition.service


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

    def is_for(self, person: Person) -> bool:
        """Say whether a person uses this screen."""
        return can(person, self.action) and self.role in {None, person.role}


@lru_cache(maxsize=1)
def discover() -> tuple[View, ...]:
    """Return every screen of this package, in the header's order: a module that defines ``VIEW`` is a screen."""
    package = importlib.import_module("views")
    modules = [importlib.import_module(f"views.{info.name}") for info in pkgutil.iter_modules(package.__path__)]
    return tuple(sorted((module.VIEW for module in modules if hasattr(module, "VIEW")), key=lambda view: view.order))


def view_at(path: str) -> View | None:
    """Return the screen at a path; `None` where there is none."""
    clean = path.rstrip("/") or "/"
    return next((view for view in discover() if view.path == clean), None)
