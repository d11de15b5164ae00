"""What one saved plan reaches and another does not, for the map."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from domain.saved import SavedScenario
from i18n import gettext as _
from scenarios.assignment import MOST, assignment_of
from scenarios.plan_view import Cells, PlaceView, place_view
from scenarios.saving import places_of, saved_plan, view_of
from services.answer import Answer
from services.context import Context
from services.plan_map import DemandCells, changed_cells

NEITHER, BOTH, NEWLY, LOST = range(4)


class PlacePoint(Answer):
    """Where a place is, in degrees (WGS 84)."""

    lon: float
    lat: float


class ScenarioDifference(Answer):
    """What one saved plan reaches and the other does not, with the places of the plan after."""

    codes: str
    """Base 64, one byte a demand point: 0 reached by neither plan, 1 by both, 2 newly reached, 3 lost."""
    newly: int
    """People newly reached, counted by shares."""
    lost: int
    before: str
    """Name of the scenario that is compared with."""
    after: str
    """Name of the scenario whose places are given."""
    places: list[PlacePoint]
    cells: DemandCells | None


def scenario_difference(context: Context, before: str, after: str) -> ScenarioDifference | None:
    """Return the difference between two saved scenarios, by their ids; None when one does not exist.

    Raises
    ------
    ValueError
        See `difference_between`.
    StoreUnavailable
        The saved scenarios cannot be read.
    """
    one, other = context.scenarios.get(before), context.scenarios.get(after)
    return None if one is None or other is None else difference_between(context, one, other)


def difference_between(context: Context, before: SavedScenario, after: SavedScenario) -> ScenarioDifference:
    """Return what one saved plan reaches and the other does not.

    Under capacity, a point counts as reached on the map where at least half of it is; the people are counted by shares.

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
    codes = np.select([here & there, there, here], [BOTH, NEWLY, LOST], NEITHER).astype(np.uint8)
    people = cells.population.astype(float)
    return ScenarioDifference(
        codes=base64.b64encode(codes.tobytes()).decode(),
        newly=round(float(people @ np.maximum(more, 0.0))),
        lost=round(float(people @ np.maximum(-more, 0.0))),
        before=before.name,
        after=after.name,
        places=[PlacePoint(lon=place.lon_wgs84, lat=place.lat_wgs84) for place in _places(context, after)],
        cells=changed_cells(cells, context.territory),
    )


def _places(context: Context, saved: SavedScenario) -> Sequence[PlaceView]:
    view = view_of(saved)
    if view is not None:
        return view.places
    rows = {str(name): row for row, name in enumerate(context.territory.candidates["id"])}
    return [place_view(context.territory, rows[name]) for name in places_of(saved) if name in rows]


def _reached(context: Context, saved: SavedScenario) -> tuple[npt.NDArray[np.float64], Cells]:
    """Return the share of each demand point that a saved plan reaches; worked out again for a scenario of an older format."""
    plan = saved_plan(saved)
    if plan is not None:
        return plan.map.reached.astype(float), plan.cells
    answer, cells = context.service.answer(saved.question), Cells.of(context.territory)
    if answer.instance is None or answer.progress is None or answer.progress.plan is None:
        raise ValueError(_("Le scénario « {name} » n'a plus de réponse : recalculez-le.").format(name=saved.name))
    return assignment_of(answer.instance, answer.progress.plan).reached, cells
