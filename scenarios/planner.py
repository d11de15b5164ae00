"""From an address to an instance: the one door through which screens, slices and tests put a question to the data."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from criteria.assess import assess
from criteria.hypotheses import Hypotheses
from criteria.weights import Thresholds, Weights
from criteria.workspace import Workspace
from domain.address import joined
from domain.candidate import Role
from domain.facet_values import IntColumn
from domain.scenario import Question
from domain.selection import FacetSet, Selection
from processes.memory_cache import MemoryCache
from scenarios.instance import Instance, build_instance, versions_of
from scenarios.sites import RoleAssessments
from scenarios.travel import TravelTimes

CACHE_BYTES = 50_000_000


def instance_cache(most_bytes: int = CACHE_BYTES) -> MemoryCache[Instance]:
    """Return room for the instances of the last questions."""
    return MemoryCache(most_bytes, lambda instance: instance.nbytes)


@dataclass(frozen=True, eq=False)
class Planner:
    """Puts questions to one territory. `workspace` remembers the last sets of hypotheses; so does `instance` for questions.

    Parameters
    ----------
    travel_times, facets, encoded : travel times; the facets of the candidates, and their columns.
    instances : the instances of the last questions; planners of one process may share it, and then keep within one number of bytes.
    """

    travel_times: TravelTimes
    facets: FacetSet
    encoded: Mapping[str, IntColumn]
    workspace: Callable[[Hypotheses], Workspace]
    instances: MemoryCache[Instance] = field(default_factory=instance_cache, repr=False)

    def instance(self, query: str) -> Instance:
        """Return the instance of a question, made by whoever asks first.

        Raises
        ------
        Unanswerable
            The question cannot be put to the solvers.
        """
        return self.instances.get((self._version, query), partial(self._made, query))

    def _made(self, query: str) -> Instance:
        question, hypotheses = Question.from_query(query), Hypotheses.from_query(query)
        weights, thresholds, space = Weights.from_query(query), Thresholds.from_query(query), self.workspace(hypotheses)
        assessments = RoleAssessments(*(assess(space, role, weights, thresholds) for role in (Role.HUB, Role.SHOP)))
        mask = Selection.from_query(query, self.facets).mask_encoded(self.encoded)
        return build_instance(question, assessments, self.travel_times, mask)

    def forget(self) -> None:
        """Let the instances go: they are made again when asked for."""
        self.instances.forget(self._is_ours)

    @property
    def _version(self) -> str:
        return self.travel_times.territory.version

    def _is_ours(self, key: Hashable) -> bool:
        return isinstance(key, tuple) and key[0] == self._version

    def canonical(self, query: str) -> str:
        """Return all that an answer depends on in an address, in one order: filters, question, hypotheses, and weights if they matter."""
        return self._canonical(query, Question.from_query(query))

    def variant(self, query: str, **changes: Any) -> str:
        """Return the canonical text of the same address with another question: `changes` to its attributes."""
        return self._canonical(query, replace(Question.from_query(query), **changes))

    def _canonical(self, query: str, question: Question) -> str:
        selection = Selection.from_query(query, self.facets)
        filters = Selection(self.facets, selection.filters).to_query()
        parts = [filters, question.to_query(), Hypotheses.from_query(query).to_query()]
        if question.convergent:
            parts += [Weights.from_query(query).to_query(), Thresholds.from_query(query).to_query()]
        return joined(*parts)

    def versions(self, query: str) -> dict[str, str]:
        """Return the versions of data, criteria and travel times that an answer depends on."""
        return versions_of(self.travel_times, Question.from_query(query), Hypotheses.from_query(query))

    def key(self, kind: str, query: str) -> str:
        """Return the name under which an answer is kept: it changes with anything the answer depends on."""
        versions = self.versions(query)
        text = "|".join([kind, self.canonical(query), *(versions[name] for name in sorted(versions))])
        return hashlib.sha256(text.encode()).hexdigest()[:32]
