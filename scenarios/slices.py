"""Slices of work: pure functions from a state to a better one, run by an executor; any process with the data can go on from a state."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from criteria.workspace import workspaces
from domain.published import PublishedPlace
from geodata.candidate_facets import candidate_facets
from geodata.column_table import encode_table
from geodata.published import with_places
from geodata.territory import GTFS, ROADS, Territory, load_territory
from scenarios import sweeps
from scenarios.instance import Instance
from scenarios.planner import Planner, instance_cache
from scenarios.solving import further, to_report
from scenarios.travel import TravelTimes

SLICE_S = 2.0
CACHE_BYTES = 20_000_000  # a process that does slices is at one question, rarely two
PLAN, ROBUST, FRONT = "plan", "robust", "front"


@dataclass(frozen=True)
class TerritorySource:
    """Where a process finds the data: the snapshot (None = the embedded one), the cache of travel times, an OpenStreetMap extract, a GTFS.

    Without a GTFS or an extract of its own, it is the one that a refresh brought to the snapshot, where it did.
    The published places travel with each job; `version` is the name of the territory that they make, by which a process knows it again.
    """

    snapshot: Path | None = None
    cache: Path | None = None
    osm: Path | None = None
    gtfs: Path | None = None
    version: str = ""
    places: tuple[PublishedPlace, ...] = field(default=(), compare=False, repr=False)

    def travel_times(self, territory: Territory) -> TravelTimes:
        """Return the travel times of a territory, by what this source has of roads and timetables."""
        return TravelTimes(territory, self.cache, self.osm or received_roads(territory), self.gtfs or territory.files.get(GTFS))


def received_roads(territory: Territory) -> Path | None:
    """Return the extract of OpenStreetMap that a refresh brought, where it did and what reads it is installed."""
    return territory.files.get(ROADS) if find_spec("pyrosm") else None


@dataclass(frozen=True)
class Job:
    """One slice to do: a kind of study, its question, the state it goes on from, and the plan it is about (robustness)."""

    kind: str
    query: str
    state: bytes
    plan: tuple[int, ...] = ()
    seconds: float = SLICE_S


@dataclass(frozen=True)
class Slice:
    """What a slice of work gave: the new state, what to show of it, and whether anything is left to do."""

    state: bytes
    report: dict[str, Any]
    finished: bool


def planner_of(territory: Territory, source: TerritorySource) -> Planner:
    """Return a planner on a territory and the places of `source`, for a process that holds nothing else."""
    return _planner_on(source.travel_times(territory), source)


def _planner_on(ground: TravelTimes, source: TerritorySource) -> Planner:
    whole = with_places(ground.territory, source.places).territory
    facets = candidate_facets(whole)
    encoded = encode_table(whole.candidates, facets, ()).encoded
    return Planner(ground.with_places(whole), facets, encoded, workspaces(whole), instance_cache(CACHE_BYTES))


@lru_cache(maxsize=1)
def _travel_times_at(source: TerritorySource) -> TravelTimes:
    return source.travel_times(load_territory(source.snapshot))


@lru_cache(maxsize=2)
def planner_at(source: TerritorySource) -> Planner:
    """Return this process's planner, its data read once."""
    return _planner_on(_travel_times_at(replace(source, version="", places=())), source)


def work_at(source: TerritorySource, job: Job) -> Slice:
    """Do one slice in a process that holds nothing but the code."""
    return work(planner_at(source), job)


def work(planner: Planner, job: Job) -> Slice:
    """Do one slice."""
    instance = planner.instance(job.query)
    if job.kind == PLAN:
        progress = further(instance, job.state, job.seconds)
        return Slice(progress.state, to_report(progress), progress.finished)
    state = sweeps.from_bytes(job.state)
    if job.kind == ROBUST:
        return _studied(instance, sweeps.advance_robust(instance, state, job.plan, job.seconds), job.kind)
    return _studied(instance, sweeps.advance_front(instance, state, job.seconds), job.kind)


def begun(instance: Instance, kind: str) -> Slice:
    """Return a study where nothing is known yet."""
    state = sweeps.begin_robust(instance) if kind == ROBUST else sweeps.begin_front(instance)
    return _studied(instance, state, kind)


def _studied(instance: Instance, state: dict[str, Any], kind: str) -> Slice:
    finished = sweeps.read_robust(instance, state).finished if kind == ROBUST else sweeps.read_front(state)[1]
    return Slice(sweeps.to_bytes(state), {"left": len(state["left"])}, finished)
