"""Discovery of the criteria: every module of ``criteria.measures`` that holds a ``CRITERION``."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from criteria.criterion import Criterion
from domain.candidate import Role
from domain.discovery import declared
from domain.stakeholder import STAKEHOLDERS


@lru_cache(maxsize=1)
def criteria() -> tuple[Criterion, ...]:
    """Return every criterion, by actor (in the actors' order), then by id.

    Raises
    ------
    ValueError
        When two criteria share an id.
    """
    found: list[Criterion] = declared("criteria.measures", "CRITERION")
    return tuple(sorted(found, key=lambda criterion: (STAKEHOLDERS.index(criterion.stakeholder), criterion.id)))


@lru_cache(maxsize=len(Role))
def criteria_of(role: Role) -> tuple[Criterion, ...]:
    """Return the criteria that count in a role."""
    return tuple(criterion for criterion in criteria() if role in criterion.scales)


@lru_cache(maxsize=1)
def criteria_version() -> str:
    """Return a short hash of every criterion's id, version and thresholds: it changes when a result may change."""
    text = "\n".join(f"{c.id}@{c.version} {c.weight} {[(role.value, scale.knots) for role, scale in c.scales.items()]}" for c in criteria())
    return hashlib.sha256(text.encode()).hexdigest()[:8]
