"""What a year without a plan leaves to those who hold its places: bulky waste, and what empty places cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from criteria.ranges import relieved_range, total
from criteria.vacancy import vacancy_at
from domain.candidate import Role
from domain.units import Range
from scenarios.instance import Instance
from scenarios.outcome import Span, span_or_none

UNKNOWN: Span = (None, None, None)


@dataclass(frozen=True)
class Idle:
    """A year without a plan, as it was worked out with it.

    Attributes
    ----------
    bulky : bulky waste that its places would take over, t/yr.
    premises, sites : what its landlords' premises, and its sites in zones, cost while they are empty, €/yr; None without any.
    unknown : ids of the places of which nobody knows whether they are empty, or how large: they are left out.
    """

    bulky: Span = UNKNOWN
    premises: Span | None = None
    sites: Span | None = None
    unknown: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Idle:
        """Read plain data; KeyError, TypeError or ValueError for anything else."""
        spans = {name: None if data[name] is None else tuple(data[name]) for name in ("premises", "sites")}
        return cls(tuple(data["bulky"]), **spans, unknown=tuple(data["unknown"]))


def idle_of(instance: Instance, plan: Sequence[int]) -> Idle:
    """Work out what a year without a plan (ids of new places) leaves."""
    workspace = instance.assessments.workspace
    rows = [int(instance.sites.rows[place]) for place in plan]
    roles = [Role.HUB if instance.sites.is_hub[place] else Role.SHOP for place in plan]
    costs = [vacancy_at(workspace, role, row).cost for role, row in zip(roles, rows, strict=True)]
    is_premises = [bool(workspace.is_premises[row]) for row in rows]
    unknown = tuple(str(instance.ids[place]) for place, cost in zip(plan, costs, strict=True) if not cost.is_known)
    premises, sites = ([cost for cost, mine in zip(costs, is_premises, strict=True) if mine is kind] for kind in (True, False))
    return Idle(_relieved(instance, plan), _sum(premises), _sum(sites), unknown)


def _sum(costs: Sequence[Range]) -> Span | None:
    return span_or_none(total(np.array([tuple(cost) for cost in costs]))) if costs else None


def _relieved(instance: Instance, plan: Sequence[int]) -> Span:
    """Return the bulky waste taken over: what the floors process, at most what is dumped near at least one place, counted once."""
    areas = instance.sites.area_m2[list(plan)]
    if not len(plan) or np.isnan(areas).all():
        return UNKNOWN
    workspace, hypotheses = instance.assessments.workspace, instance.hypotheses
    demand, points = workspace.territory.demand, workspace.demand_l93
    near, reach_m = np.zeros(len(demand), bool), hypotheses.central("estate_reach_m")
    for row in instance.sites.rows[list(plan)]:
        near |= np.hypot(*(points - workspace.xy_l93[row]).T) <= reach_m * workspace.scale[row]
    homes, social = (demand[name].to_numpy(float)[near] for name in ("dwellings", "social_dwellings"))
    known = np.isfinite(social)
    if homes[known].sum() < homes.sum() / 2:
        return UNKNOWN
    return span_or_none(relieved_range(float(np.nansum(areas)), float(np.nansum(social)), hypotheses))
