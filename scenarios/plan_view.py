"""What the screens show of a plan, as values that need no territory: the figures and the places, and what the map draws.

Both are built from a live answer, or read from a saved scenario: panel, map and comparison have one drawing code for the two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from geopandas import GeoSeries

from criteria.hypotheses import HYPOTHESES, of_today
from domain.candidate import Role
from domain.scenario import Question
from domain.suitability import KNOCKOUTS, Suitability, suitability
from domain.units import Range
from geodata.crs import local_crs
from geodata.manifest import Refreshed
from geodata.territory import Territory
from scenarios.assignment import BY_EXISTING, assignment_of
from scenarios.idle import Idle, idle_of
from scenarios.instance import Instance
from scenarios.outcome import Outcome, outcome_of
from scenarios.packing import pack, pack_text, unpack, unpack_text
from scenarios.solving import Progress, from_report, to_report
from scenarios.stakes import unknown_dwellings
from scenarios.travel import TravelTimes
from siting.transit_reach import TRANSIT, TransitTerms

EXISTING_CODE, FIRST_CODE = 1, 2
OUTLINE_TOLERANCE_M = 25.0
CELL_COLUMNS = ("lon", "lat", "population")
EXAMPLE = "exemple"
DEGREES = 1e5  # positions are kept to 5 decimals
Rings = list[list[list[float]]]


@dataclass(frozen=True)
class PlaceView:
    """A place as everybody could read it; None where something is unknown.

    Attributes
    ----------
    commune : its name.
    rent_eur_m2_yr : € a m² and year.
    facts : what its suitability rests on, by column of `domain.suitability.KNOCKOUTS` (m², months, codes).
    """

    id: str
    name: str
    kind: str
    landlord: str | None
    commune: str
    lon_wgs84: float
    lat_wgs84: float
    is_example: bool
    rent_eur_m2_yr: float | None
    facts: Mapping[str, str | float | None]

    def suitability(self, role: Role) -> Suitability:
        """Return whether it suits a role, as the one row of the answer."""
        return suitability({name: [value] for name, value in self.facts.items()}, role)


@dataclass(frozen=True)
class Transport:
    """The timetable that times by public transport rest on, and its working hypotheses (minutes; seconds after midnight where `_s`).

    Attributes
    ----------
    publisher : of the feed, as it calls itself; an invented feed says there that it is an example.
    day, last_day : the day that the rides are of, the last one of the feed; YYYY-MM-DD.
    left_out : trips whose times make no sense.
    """

    publisher: str
    day: str
    last_day: str
    left_out: int
    first_s: int
    step_s: int
    departures: int
    most_walk_min: float
    most_change_min: float
    change_s: int

    @property
    def is_example(self) -> bool:
        """Whether the feed says that it is an example."""
        return EXAMPLE in self.publisher.lower()


@dataclass(frozen=True)
class Travel:
    """How travel times are worked out: on roads, or from straight lines at a speed, with a detour index and minutes of access.

    With `transport`, all this is of the walks to stops, from them and between them.
    """

    on_roads: bool
    source: str
    speed_km_h: float
    detour_index: float
    access_min: float
    transport: Transport | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Travel:
        """Read plain data; KeyError, TypeError or ValueError for anything else."""
        transport = data.get("transport")
        return cls(**{**data, "transport": None if transport is None else Transport(**transport)})


@dataclass(frozen=True)
class Grounds:
    """What the figures rest on.

    Attributes
    ----------
    unknown_dwellings : dwellings that stand where the number of social ones is unknown.
    versions : of data, criteria and travel times.
    hypotheses : low, central and high value of each, in force.
    weights, thresholds : as an address writes them; empty for the defaults.
    refreshed : what official services had given of the territory, by data set.
    """

    travel: Travel
    unknown_dwellings: float
    versions: Mapping[str, str]
    hypotheses: Mapping[str, tuple[float, float, float]]
    weights: str
    thresholds: str
    refreshed: Mapping[str, Refreshed] = field(default_factory=dict)

    def range_of(self, hypothesis: str) -> Range:
        """Return the range that was in force of a hypothesis; where it came later, its default. KeyError for none that is known."""
        return Range(*self.hypotheses[hypothesis]) if hypothesis in self.hypotheses else HYPOTHESES[hypothesis].default


@dataclass(frozen=True, eq=False)
class PlanView:
    """A plan with its figures and its certificate.

    Attributes
    ----------
    query : canonical text of the question.
    places : in the order of `outcome.opened`.
    unreachable : residents that no place to choose from reaches (only where the goal promises to reach everyone).
    capacity_decides : whether the capacity of the floors weighed in the choice.
    idle : what a year without it leaves; unknown in a plan that was saved before that was worked out.
    """

    query: str
    outcome: Outcome
    progress: Progress
    places: tuple[PlaceView, ...]
    unreachable: float
    capacity_decides: bool
    grounds: Grounds
    idle: Idle = field(default_factory=Idle)

    @cached_property
    def question(self) -> Question:
        """The question that the plan answers."""
        return Question.from_query(self.query)

    def place(self, place_id: str) -> PlaceView | None:
        """Return a place of the plan by its id."""
        return next((place for place in self.places if place.id == place_id), None)

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "query": self.query,
            "outcome": self.outcome.to_json(),
            "progress": {**to_report(self.progress), "finished": self.progress.finished},
            "attributes": [asdict(place) for place in self.places],
            "unreachable": self.unreachable,
            "capacity_decides": self.capacity_decides,
            "grounds": asdict(self.grounds),
            "idle": asdict(self.idle),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PlanView:
        """Read what `to_json` wrote; KeyError, TypeError or ValueError for anything else."""
        grounds = dict(data["grounds"])
        ranges = {
            of_today(str(name), 0.0)[0]: tuple(of_today(str(name), end)[1] for end in ends) for name, ends in grounds["hypotheses"].items()
        }
        refreshed = {str(id_): Refreshed(**one) for id_, one in grounds.get("refreshed", {}).items()}
        return cls(
            str(data["query"]),
            Outcome.from_json(data["outcome"]),
            from_report(data["progress"], bool(data["progress"]["finished"])),
            tuple(PlaceView(**place) for place in data["attributes"]),
            float(data["unreachable"]),
            bool(data["capacity_decides"]),
            Grounds(**{**grounds, "travel": Travel.from_json(grounds["travel"]), "hypotheses": ranges, "refreshed": refreshed}),
            Idle.from_json(data["idle"]) if "idle" in data else Idle(),
        )


@dataclass(frozen=True, eq=False)
class Cells:
    """The inhabited cells of m demand points: positions in 1e-5 degree (WGS 84), and residents."""

    lon: npt.NDArray[np.int64]
    lat: npt.NDArray[np.int64]
    population: npt.NDArray[np.int64]

    @classmethod
    def of(cls, territory: Territory) -> Cells:
        """Return the cells of a territory."""
        points = territory.demand.geometry.to_crs(4326)
        lon, lat = (np.round(axis.to_numpy() * DEGREES).astype(np.int64) for axis in (points.x, points.y))
        return cls(lon, lat, territory.demand["population"].to_numpy().astype(np.int64))

    def same(self, other: Cells) -> bool:
        """Whether two sets of demand points are the same."""
        return all(np.array_equal(getattr(self, name), getattr(other, name)) for name in CELL_COLUMNS)

    def to_json(self) -> dict[str, str]:
        """Return plain data, columns compressed."""
        return {name: pack(np.diff(getattr(self, name), prepend=0).astype("<i4")) for name in CELL_COLUMNS}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Cells:
        """Read what `to_json` wrote; KeyError, TypeError or ValueError for anything else."""
        lon, lat, population = (np.cumsum(unpack(data[name], "<i4").astype(np.int64)) for name in CELL_COLUMNS)
        if not len(lon) == len(lat) == len(population):
            raise ValueError("columns of unequal lengths")
        return cls(lon, lat, population)


@dataclass(frozen=True, eq=False)
class PlanMap:
    """What the map draws of a plan.

    Attributes
    ----------
    candidates : ids of the places that one could choose from.
    served : (m,) 0 not reached, 1 by an existing place, 2 + i by the i-th place of the list.
    reached : (m,) share of each demand point that is reached.
    outlines : the catchment of each place, as rings of [longitude, latitude], those of its holes among them.
    """

    candidates: tuple[str, ...]
    served: npt.NDArray[np.uint8]
    reached: npt.NDArray[np.float32]
    outlines: tuple[Rings, ...]

    def to_json(self) -> dict[str, Any]:
        """Return plain data, columns compressed."""
        return {
            "candidates": pack_text("\n".join(self.candidates)),
            "served": pack(self.served),
            "reached": pack(self.reached.astype("<f4")),
            "outlines": _packed_outlines(self.outlines),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PlanMap:
        """Read what `to_json` wrote; KeyError, TypeError or ValueError for anything else."""
        served, reached = unpack(data["served"], "u1"), unpack(data["reached"], "<f4")
        if len(served) != len(reached):
            raise ValueError("columns of unequal lengths")
        candidates = unpack_text(data["candidates"])
        return cls(tuple(candidates.split("\n")) if candidates else (), served, reached, _unpacked_outlines(data["outlines"]))


def plan_view(instance: Instance, progress: Progress, query: str) -> PlanView:
    """Return what the screens show of a plan; `progress` has one."""
    outcome = outcome_of(instance, progress.plan or ())
    people = instance.travel_times.territory.demand["population"].to_numpy(float)
    places = tuple(place_view(instance.travel_times.territory, opened.row) for opened in outcome.opened)
    lost = float(people[list(progress.lost)].sum())
    idle = idle_of(instance, progress.plan or ())
    return PlanView(query, outcome, progress, places, lost, instance.capacity_decides, _grounds(instance), idle)


def place_view(territory: Territory, row: int) -> PlaceView:
    """Return a candidate as everybody may read it."""
    candidate = territory.candidates.iloc[row]
    landlord = candidate["landlord"]
    return PlaceView(
        id=str(candidate["id"]),
        name=str(candidate["name"]),
        kind=str(candidate["kind"]),
        landlord=landlord if isinstance(landlord, str) else None,
        commune=str(territory.areas["name"].get(candidate["area_code"], "")),
        lon_wgs84=float(candidate["lon"]),
        lat_wgs84=float(candidate["lat"]),
        is_example=bool(candidate["is_example"]),
        rent_eur_m2_yr=_known(candidate["rent_eur_m2_yr"]),
        facts={item.column: _fact(candidate[item.column]) for item in KNOCKOUTS},
    )


def _known(value: Any) -> float | None:
    return None if value is None or np.isnan(value) else float(value)


def _fact(value: Any) -> str | float | None:
    return value if isinstance(value, str) else _known(value)


def _grounds(instance: Instance) -> Grounds:
    question, travel_times, hypotheses = instance.question, instance.travel_times, instance.hypotheses
    travel = _travel(travel_times, question.mode, hypotheses.central("detour"))
    ranges = {name: (hypotheses[name].low, hypotheses[name].central, hypotheses[name].high) for name in HYPOTHESES}
    assessment = instance.assessments.shop
    return Grounds(
        travel,
        float(unknown_dwellings(travel_times.territory)),
        instance.versions,
        ranges,
        assessment.weights.to_query(),
        assessment.thresholds.to_query(),
        travel_times.territory.refreshed,
    )


def _travel(travel_times: TravelTimes, mode: str, detour: float) -> Travel:
    table, transport = travel_times.timetables.timetable, None
    if mode == TRANSIT and table is not None:
        transport = Transport(table.publisher, str(table.day), str(table.last_day), table.left_out, **asdict(TransitTerms()))
    given = travel_times.hypotheses(detour)["foot" if transport else mode]
    return Travel(travel_times.on_roads(mode), given.source, given.speed_km_h, given.detour_index, given.access_min, transport)


def plan_map(instance: Instance, order: Sequence[int]) -> PlanMap:
    """Return what the map draws of a plan: ids of new places, in the order of the list of what to do (see `outcome.ordered`)."""
    served = assignment_of(instance, order)
    return PlanMap(
        tuple(str(name) for name in instance.ids),
        _codes(served.server, order),
        served.reached.astype(np.float32),
        tuple(_outlines(instance, order)),
    )


def _codes(served: npt.NDArray[np.int64], plan: Sequence[int]) -> npt.NDArray[np.uint8]:
    codes = np.zeros(len(served), dtype=np.uint8)
    codes[served == BY_EXISTING] = EXISTING_CODE
    for i, place in enumerate(plan):
        codes[served == place] = FIRST_CODE + i
    return codes


def _outlines(instance: Instance, plan: Sequence[int]) -> list[Rings]:
    """Return the catchment of each place, simplified."""
    detour, question = instance.hypotheses.central("detour"), instance.question
    shapes = [instance.travel_times.outline_l93(int(instance.columns[place]), question.mode, question.minutes, detour) for place in plan]
    if not shapes:
        return []
    wgs84 = GeoSeries(shapely.simplify(np.array(shapes, dtype=object), OUTLINE_TOLERANCE_M), crs=local_crs()).to_crs(4326)
    return [_rings(shape) for shape in wgs84]


def _rings(shape: Any) -> Rings:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty]
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    return [np.round(shapely.get_coordinates(ring), 5).tolist() for ring in rings]


def _packed_outlines(outlines: Sequence[Rings]) -> dict[str, Any]:
    """Return the lengths of the rings of each place, and all their corners as differences, in 1e-5 degree."""
    corners = np.array([corner for rings in outlines for ring in rings for corner in ring], dtype=float).reshape(-1, 2)
    steps = np.diff(np.round(corners * DEGREES).astype(np.int64), axis=0, prepend=0)
    return {"rings": [[len(ring) for ring in rings] for rings in outlines], "corners": pack(steps.astype("<i4"))}


def _unpacked_outlines(data: Mapping[str, Any]) -> tuple[Rings, ...]:
    steps = unpack(data["corners"], "<i4").astype(np.int64).reshape(-1, 2)
    corners, out, start = (np.cumsum(steps, axis=0) / DEGREES).tolist(), [], 0
    for lengths in data["rings"]:
        rings = []
        for length in lengths:
            rings.append(corners[start : start + length])
            start += length
        out.append(rings)
    if start != len(corners):
        raise ValueError("corners left over")
    return tuple(out)
