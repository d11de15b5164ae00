"""The assessment behind the screen « Convergence »: one workspace for each set of hypotheses, kept from one request to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter

from criteria.assess import Assessment, assess
from criteria.hypotheses import Hypotheses
from criteria.weights import Thresholds, Weights
from criteria.workspace import Workspace, workspaces
from domain.address import Address, Key
from domain.candidate import Role
from domain.limits import MOST_COMPARED
from geodata.territory import Territory
from processes.memory_cache import MemoryCache

CACHE_BYTES = 2_000_000


@dataclass(frozen=True, eq=False)
class Assessor:
    """Turns the parameters of an address into an assessment. `workspace` remembers the last few sets of hypotheses.

    The last assessments are kept: sheets, profiles and tables of a moment are mostly judged alike.
    """

    workspace: Callable[[Hypotheses], Workspace]
    _cached: MemoryCache[Assessment] = field(default_factory=partial(MemoryCache, CACHE_BYTES, attrgetter("nbytes")), repr=False)

    @classmethod
    def of(cls, territory: Territory) -> Assessor:
        """Build for a territory."""
        return cls(workspaces(territory))

    def assess(self, query: str) -> Assessment:
        """Assess every candidate with the role, weights, thresholds and hypotheses of `query`. Total: what is not valid is dropped."""
        role, criteria = role_of(query), criteria_of_query(query)
        return self._cached.get((role, criteria), partial(self._assessed, role, *criteria))

    def _assessed(self, role: Role, hypotheses: Hypotheses, weights: Weights, thresholds: Thresholds) -> Assessment:
        return assess(self.workspace(hypotheses), role, weights, thresholds)

    def in_both_roles(self, query: str) -> tuple[Assessment, Assessment]:
        """Assess every candidate as a hub, then as a shop, whatever role the address names."""
        hub, shop = (self.assess(f"{query}&{Key.ROLE}={role}") for role in (Role.HUB, Role.SHOP))
        return hub, shop


def criteria_of_query(query: str) -> tuple[Hypotheses, Weights, Thresholds]:
    """Return the hypotheses, weights and thresholds that an address sets, whatever the role."""
    return Hypotheses.from_query(query), Weights.from_query(query), Thresholds.from_query(query)


def role_of(query: str) -> Role:
    """Return the role in which places are judged; the satellite shop unless the address says otherwise."""
    return Role.HUB if Address.parse(query).text(Key.ROLE) == Role.HUB else Role.SHOP


def compared(query: str) -> tuple[str, ...]:
    """Return the ids of the places to set side by side, at most four, each once."""
    return Address.parse(query).ids(Key.COMPARED_PLACES, MOST_COMPARED)
