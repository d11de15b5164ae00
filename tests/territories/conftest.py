"""Five contrasting territories of France, each built once from a small part of the pinned packages, and served."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import app as application
from access.settings import Settings
from callbacks.application import Convergence
from geodata.build_elsewhere import build_elsewhere
from geodata.delimitation import authority
from geodata.france import Archives
from geodata.perimeter import in_use, read_perimeter, using
from geodata.territory import Territory, load_territory
from services.context import Context
from tests.serving import free_port

HERE = Path(__file__).parent
TODAY = dt.date(2026, 1, 1)
FIVE = {"rural": "244800405", "island": "245600465", "overseas": "249710047", "arrondissements": "200046977", "129 communes": "200067205"}


@dataclass(frozen=True)
class Served:
    """A territory and the application that serves it."""

    snapshot: Path
    territory: Territory
    app: Convergence
    context: Context


@pytest.fixture(scope="session")
def archives() -> Archives:
    return Archives(HERE / "boundaries.zip", HERE / "division.tgz", HERE / "iris.zip")


@pytest.fixture(scope="session", params=FIVE.values(), ids=FIVE)
def made(request: pytest.FixtureRequest, archives: Archives, tmp_path_factory: pytest.TempPathFactory) -> Served:
    """One of the five, built and opened."""
    return built(archives, request.param, tmp_path_factory.mktemp("territory") / request.param)


@pytest.fixture
def served(made: Served) -> Iterator[Served]:
    """One of the five, whose perimeter is in use during the test."""
    with using(read_perimeter(made.snapshot)):
        yield made


def built(archives: Archives, siren: str, snapshot: Path, *, with_examples: bool = True) -> Served:
    """Build the territory of an authority, and open it; the perimeter in use before is again in use after."""
    with using(in_use()):
        build_elsewhere(archives, authority(archives, siren, TODAY), snapshot, with_examples=with_examples)
        return open_at(snapshot)


def open_at(snapshot: Path) -> Served:
    """Open a snapshot as the product does where `CONVERGENCE_SNAPSHOT` names it."""
    contexts: list[Context] = []

    def kept(*args: Any, **kwargs: Any) -> Context:
        contexts.append(Context(*args, **kwargs))
        return contexts[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(application, "Context", kept)
        store = f"sqlite:///{snapshot / 'convergence.db'}"
        settings = Settings(demo=True, database_url=store, port=free_port(), snapshot=snapshot)
        territory = load_territory(snapshot)
        started = application.create_app(settings, territory)
    return Served(snapshot, territory, started, contexts[0])
