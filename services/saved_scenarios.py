"""Saved scenarios that are open: as they were saved, with what has changed since, and the difference between two of them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from domain.address import Address, Key
from domain.saved import SavedScenario, ScenarioDraft
from geodata.territory import Territory
from i18n import gettext as _
from layers.demand import CELL_M
from scenarios.assignment import MOST, assignment_of
from scenarios.plan_view import DEGREES, Cells, PlaceView, place_view
from scenarios.saving import SavedPlan, copy_of, draft_of, names_of, places_of, saved_plan, view_of
from scenarios.since import Since, since
from scenarios.solving import PROVEN_GAP
from services.context import Context
from services.scenarios import drawn


@dataclass(frozen=True, eq=False)
class Opened:
    """A saved scenario that is open, and what it shows."""

    saved: SavedScenario
    plan: SavedPlan


def opened_scenario(context: Context, query: str) -> Opened | None:
    """Return the saved scenario that an address shows; None when it names none, has moved to another question, or is of an older format.

    Raises
    ------
    StoreUnavailable
        When the saved scenarios cannot be read.
    """
    saved = named(context, query)
    if saved is None or not is_unmoved(context, saved, query):
        return None
    plan = saved_plan(saved)
    return None if plan is None else Opened(saved, plan)


def named(context: Context, query: str) -> SavedScenario | None:
    """Return the saved scenario that an address names."""
    name = Address.parse(query).text(Key.SAVED)
    return context.scenarios.get(name) if name else None


def is_unmoved(context: Context, saved: SavedScenario, query: str) -> bool:
    """Whether an address still asks what was saved: both are read by today's rules, which may have dropped a filter since."""
    planner = context.service.planner
    return planner.canonical(query) == planner.canonical(saved.question)


def what_changed(context: Context, opened: Opened, asker: str | None) -> Since:
    """Return what has changed since a scenario was saved; `asker` is the id of who asks."""
    return since(context.service, opened.plan.view, opened.plan.map, asker)


def draft(context: Context, query: str, name: str, note: str) -> ScenarioDraft:
    """Return what to save of what an address shows: the answer to its question, or a saved scenario as it is.

    Raises
    ------
    ValueError
        When there is no plan to save, or a field cannot be kept; a sentence in the current language.
    StoreUnavailable
        When the saved scenarios cannot be read.
    """
    shown = opened_scenario(context, query)
    if shown is not None:
        return copy_of(shown.saved, name, note)
    return draft_of(context.service.answer(query), name, note)


def place_name(context: Context, saved: Sequence[SavedScenario], place: str) -> str:
    """Return the name of a place: as some scenarios saved it, else as it is now, else its id."""
    for item in saved:
        if place in names_of(item):
            return names_of(item)[place]
    candidates = context.territory.candidates
    found = candidates.loc[candidates["id"] == place, "name"]
    return str(found.iloc[0]) if len(found) else place


def difference_between(context: Context, before: SavedScenario, after: SavedScenario) -> dict[str, Any]:
    """Return what one saved plan reaches and the other does not, with the places of the plan after.

    One byte a demand point, in base 64: 0 reached by neither plan, 1 by both, 2 newly reached, 3 lost; and the people of each. Under
    capacity, a point counts as reached on the map where at least half of it is; the people are counted by shares.

    Raises
    ------
    ValueError
        The two plans are not of the same demand points; a sentence in the current language.
    """
    (one, cells), (other, others) = _reached(context, before), _reached(context, after)
    if not cells.same(others):
        raise ValueError(
            _(
                "Ces deux scénarios n'ont pas été enregistrés sur la même maille d'habitants : leurs cartes ne se superposent pas. "
                "Recalculez le plus ancien comme un nouveau scénario."
            )
        )
    here, there, more = one >= MOST, other >= MOST, other - one
    codes = np.select([here & there, there, here], [1, 2, 3], 0).astype(np.uint8)
    people = cells.population.astype(float)
    return {
        "codes": base64.b64encode(codes.tobytes()).decode(),
        "newly": round(float(people @ np.maximum(more, 0.0))),
        "lost": round(float(people @ np.maximum(-more, 0.0))),
        "places": [{"lon": place.lon_wgs84, "lat": place.lat_wgs84} for place in _places(context, after)],
        **_cells(cells, context.territory),
    }


def _places(context: Context, saved: SavedScenario) -> Sequence[PlaceView]:
    view = view_of(saved)
    if view is not None:
        return view.places
    rows = {str(name): row for row, name in enumerate(context.territory.candidates["id"])}
    return [place_view(context.territory, rows[name]) for name in places_of(saved) if name in rows]


def _reached(context: Context, saved: SavedScenario) -> tuple[Any, Cells]:
    """Return the share of each demand point that a saved plan reaches; worked out again for a scenario of an older format."""
    plan = saved_plan(saved)
    if plan is not None:
        return plan.map.reached.astype(float), plan.cells
    answer, cells = context.service.answer(saved.question), Cells.of(context.territory)
    if answer.instance is None or answer.progress is None or answer.progress.plan is None:
        raise ValueError(_("Le scénario « {name} » n'a plus de réponse : recalculez-le.").format(name=saved.name))
    return assignment_of(answer.instance, answer.progress.plan).reached, cells


def saved_json(opened: Opened, territory: Territory) -> dict[str, Any]:
    """Return a saved scenario for the map, as it was saved; the cells as well, where they are no longer those of the territory."""
    view, plan = opened.plan.view, opened.plan.map
    state = {"key": saved_key(opened.saved), "steps": 0, "running": False, "cancelled": False, "query": view.query, "sentence": ""}
    picture = drawn(view.places, plan, territory, view.question.required)
    return {**state, "proven": view.progress.gap <= PROVEN_GAP, **picture, **_cells(opened.plan.cells, territory)}


def saved_key(saved: SavedScenario) -> str:
    """Return the name under which the browser knows a saved answer."""
    return f"saved-{saved.id}"


def _cells(cells: Cells, territory: Territory) -> dict[str, Any]:
    if cells.same(Cells.of(territory)):
        return {}
    degrees = {name: (getattr(cells, name) / DEGREES).tolist() for name in ("lon", "lat")}
    return {"cells": {**degrees, "population": cells.population.tolist(), "cell_m": CELL_M}}
