"""How an edition is made: the published places added to the territory, and all that the screens read worked out once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from domain.published import PublishedPlace
from geodata.candidate_facets import TEXT_COLUMNS, candidate_facets, other_columns
from geodata.column_table import encode_table
from geodata.published import with_places
from geodata.territory import Territory
from processes.memory_cache import MemoryCache
from scenarios.executors import Pool, thread_pool
from scenarios.instance import Instance
from scenarios.planner import Planner, instance_cache
from scenarios.service import Service
from scenarios.slices import TerritorySource, work_at
from scenarios.travel import TravelTimes
from services.assessor import Assessor
from services.data_files import DataFile, ground_files, places_file
from services.editions import Edition
from store.searches import Searches

LOG = logging.getLogger(__name__)
Names = Callable[[], Mapping[str, str]]


@dataclass(frozen=True, eq=False)
class EditionMaker:
    """Makes editions of one territory.

    Parameters
    ----------
    ground : the territory without any published place.
    travel_times : its travel times, which every edition shares.
    files : what the browser fetches and no place changes, by name.
    searches : where the states of scenarios live.
    source, pool : where other processes find the territory, and what they are; None when it is in this process's memory only.
    landlords : names the organisations that have been added, by code.
    instances : those of the last questions, whatever the edition: they share one number of bytes.
    """

    ground: Territory
    travel_times: TravelTimes
    files: Mapping[str, DataFile]
    searches: Searches
    source: TerritorySource | None = None
    pool: Pool | None = None
    landlords: Names = dict
    instances: MemoryCache[Instance] = field(default_factory=instance_cache, repr=False)

    @classmethod
    def of(
        cls,
        territory: Territory,
        searches: Searches,
        source: TerritorySource | None = None,
        pool: Pool | None = None,
        landlords: Names = dict,
    ) -> EditionMaker:
        """Work out what all editions share."""
        travel_times = source.travel_times(territory) if source else TravelTimes(territory)
        return cls(territory, travel_times, ground_files(territory), searches, source, pool, landlords)

    def __call__(self, places: Sequence[PublishedPlace]) -> Edition:
        """Make the edition of a set of published places."""
        settled = with_places(self.ground, places, self.landlords() if places else {})
        if settled.left_out:
            LOG.warning("places that are in no municipality are left out: %s", ", ".join(place.id for place in settled.left_out))
        territory = settled.territory
        facets, assessor = candidate_facets(territory), Assessor.of(territory)
        table = encode_table(territory.candidates, facets, TEXT_COLUMNS, other_columns(facets))
        planner = Planner(self.travel_times.with_places(territory), facets, table.encoded, assessor.workspace, self.instances)
        service = Service(planner, self.searches, self._pool(planner, places))
        files = {**self.files, "places": places_file(table.data)}
        return Edition(territory, facets, table, files, assessor, service, tuple(places))

    def _pool(self, planner: Planner, places: Sequence[PublishedPlace]) -> Pool:
        """Every edition's slices are done by the same processes: each job brings the places that it is about."""
        if self.source is None or self.pool is None:
            return thread_pool(planner)
        source = replace(self.source, version=planner.travel_times.territory.version, places=tuple(places))
        return self.pool.running(partial(work_at, source))
