"""A plan as the browser's map draws it: the answer of now, or a plan as it was saved."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import partial

from geodata.territory import Territory
from layers.demand import cell_m
from processes.memory_cache import MemoryCache
from scenarios.instance import Instance
from scenarios.outcome import ordered
from scenarios.plan_view import DEGREES, Cells, PlaceView, PlanMap, place_view, plan_map
from scenarios.saving import SavedPlan
from scenarios.service import Answer as Found
from scenarios.solving import PROVEN_GAP
from services.answer import Answer

CORNER_BYTES = 150


class PlanPlace(Answer):
    """A place of a plan; `row` is its rank among the places of the map, null where it is there no more. Degrees, WGS 84."""

    id: str
    name: str
    lon: float
    lat: float
    row: int | None
    imposed: bool


class DemandCells(Answer):
    """The inhabited cells, where they are no longer those of the map: centres in degrees (WGS 84), residents, side in metres."""

    lon: list[float]
    lat: list[float]
    population: list[int]
    cell_m: int


class PlanPicture(Answer):
    """What the map draws of a plan. Rows are ranks among the places of the map."""

    candidates: list[int]
    """Rows of the places that one could choose from."""
    rows: list[int]
    """Rows of the chosen places, in the order of the list."""
    places: list[PlanPlace]
    served: str
    """Base 64, one byte a demand point: 0 not reached, 1 by an existing place, 2 + i by the i-th place."""
    outlines: list[list[list[list[float]]]]
    """The catchment of each place: rings of [longitude, latitude]."""

    @property
    def nbytes(self) -> int:
        """Bytes that it takes, about."""
        return len(self.served) + CORNER_BYTES * sum(len(ring) for rings in self.outlines for ring in rings)


class PlanAnswer(PlanPicture):
    """An answer for the map, and how far its computation is: of a saved plan, that of its question on the data in force."""

    key: str
    query: str
    sentence: str
    """Why there is no answer, or what stopped the search; empty otherwise."""
    steps: int
    running: bool
    cancelled: bool
    proven: bool
    is_saved: bool = False
    cells: DemandCells | None = None


def plan_now(found: Found, pictures: MemoryCache[PlanPicture]) -> PlanAnswer:
    """Return an answer for the map: chosen rows in the order of the list, who reaches each demand point, catchments, progress.

    `pictures` are those of the last plans: a page asks again while its question is being searched, mostly for the same plan.
    """
    instance, progress = found.instance, found.progress
    if instance is None or progress is None:
        return _answered(found, PlanPicture(candidates=[], rows=[], places=[], served="", outlines=[]), proven=False)
    plan = progress.plan or ()
    picture = pictures.get((found.key, tuple(plan)), partial(_picture_now, instance, plan))
    return _answered(found, picture, proven=progress.gap <= PROVEN_GAP)


def _picture_now(instance: Instance, plan: Sequence[int]) -> PlanPicture:
    territory, order = instance.travel_times.territory, ordered(instance, plan)
    places = [place_view(territory, int(instance.sites.rows[place])) for place in order]
    return _picture(places, plan_map(instance, order), territory, instance.question.required)


def _answered(found: Found, picture: PlanPicture, proven: bool) -> PlanAnswer:
    return PlanAnswer(
        key=found.key,
        query=found.query,
        sentence=found.sentence,
        steps=found.steps,
        running=found.running,
        cancelled=found.cancelled,
        proven=proven,
        **picture.given(),
    )


def plan_then(key: str, saved: SavedPlan, territory: Territory, today: Found) -> PlanAnswer:
    """Return a saved plan for the map, as it was saved; the cells as well, where they are no longer those of the territory.

    `today` is what its question is answered on the data in force, which the browser follows beside it.
    """
    view = saved.view
    picture = _picture(view.places, saved.map, territory, view.question.required)
    return PlanAnswer(
        key=key,
        query=view.query,
        sentence="",
        steps=today.steps,
        running=today.running,
        cancelled=today.cancelled,
        is_saved=True,
        proven=view.progress.gap <= PROVEN_GAP,
        cells=changed_cells(saved.cells, territory),
        **picture.given(),
    )


def _picture(places: Sequence[PlaceView], plan: PlanMap, territory: Territory, required: Sequence[str]) -> PlanPicture:
    """Return what the map draws; rows are those of the places and of the choice that the territory has."""
    row_of = {str(name): row for row, name in enumerate(territory.candidates["id"])}
    shown = [
        PlanPlace(
            id=place.id,
            name=place.name,
            lon=place.lon_wgs84,
            lat=place.lat_wgs84,
            row=row_of.get(place.id),
            imposed=place.id in required,
        )
        for place in places
    ]
    return PlanPicture(
        candidates=[row_of[name] for name in plan.candidates if name in row_of],
        rows=[row_of[place.id] for place in places if place.id in row_of],
        places=shown,
        served=base64.b64encode(plan.served.tobytes()).decode(),
        outlines=list(plan.outlines),
    )


def changed_cells(cells: Cells, territory: Territory) -> DemandCells | None:
    """Return the cells of a saved plan; None where they are still those of the territory."""
    if cells.same(Cells.of(territory)):
        return None
    lon, lat = ((column / DEGREES).tolist() for column in (cells.lon, cells.lat))
    return DemandCells(lon=lon, lat=lat, population=cells.population.tolist(), cell_m=cell_m(territory))
