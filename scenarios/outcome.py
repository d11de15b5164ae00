"""What a plan brings: who is reached, by whom, and what each actor gains, as plain data that recomputes to the last digit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from criteria.ranges import residents_within_reach, tonnes_range
from criteria.ranges import total as total_range
from domain.candidate import Role
from domain.scenario import STAKES
from domain.units import Range
from scenarios.instance import Floats, Instance

NOT_REACHED, BY_EXISTING = -1, -2
Span = tuple[float | None, float | None, float | None]


@dataclass(frozen=True)
class Opened:
    """One place of a plan: what it adds when the others are open, and what it would yield (ranges low, central, high; None = unknown).

    `newly` counts the residents that it alone reaches first: reached by no existing place, and nearer to it than to the others.
    """

    id: str
    row: int
    role: str
    newly: int
    newly_qpv: int
    served: int
    tonnes: Span
    jobs: Span
    area_m2: float | None
    cost_eur: float | None
    green: int
    imposed: bool
    excluded: bool


@dataclass(frozen=True)
class Stake:
    """One actor's stake: reached before (by existing places alone), reached after, and in all; own units."""

    before: float
    after: float
    total: float


@dataclass(frozen=True)
class Outcome:
    """Everything shown of a plan.

    Attributes
    ----------
    opened : the places, the one that adds most residents first.
    stakes : by actor.
    residents, residents_qpv, residents_rest : reached before, after and in all: equity sets the second beside the third.
    mean_min, mean_min_qpv : mean minutes to the nearest open place of the residents within an hour of one; None when there is none.
    farthest_min : the longest of these times; None when nobody is within an hour.
    tonnes, jobs : of the whole plan; tonnes never pass what the residents around can give.
    cost_eur : sum of the known costs; `cost_unknown` places have none.
    """

    opened: tuple[Opened, ...]
    stakes: Mapping[str, Stake]
    residents: Stake
    residents_qpv: Stake
    residents_rest: Stake
    mean_min: float | None
    mean_min_qpv: float | None
    farthest_min: float | None
    tonnes: Span
    jobs: Span
    vacant_m2: float
    ground_floors: int
    cost_eur: float
    cost_unknown: int

    def to_json(self) -> dict[str, Any]:
        """Return plain data: what is stored, compared, and recomputed."""
        return asdict(self)


def served_by(instance: Instance, plan: Sequence[int]) -> npt.NDArray[np.int64]:
    """Return (m,) the column of the new place that serves each demand point: the nearest within the limit.

    `BY_EXISTING` where an existing place reaches the point already, `NOT_REACHED` where none does.
    """
    out = np.full(len(instance.minutes), NOT_REACHED)
    if len(plan):
        times = instance.minutes[:, list(plan)]
        nearest = np.argmin(times, axis=1)
        within = times[np.arange(len(times)), nearest] <= instance.limit_min
        out[within] = np.array(list(plan))[nearest[within]]
    out[reached_by_existing(instance)] = BY_EXISTING
    return out


def reached_by_existing(instance: Instance) -> npt.NDArray[np.bool_]:
    """Flag (m,) the demand points that an existing place reaches."""
    if not len(instance.existing):
        return np.zeros(len(instance.minutes), bool)
    return np.asarray((instance.minutes[:, instance.existing] <= instance.limit_min).any(axis=1))


def outcome_of(instance: Instance, plan: Sequence[int]) -> Outcome:
    """Work out what a plan (ids of new places) brings."""
    served = served_by(instance, plan)
    before, after = served == BY_EXISTING, served != NOT_REACHED
    demand = instance.atlas.territory.demand
    people = demand["population"].to_numpy(float)
    in_qpv = demand["qpv_code"].notna().to_numpy()
    opened = sorted((_opened(instance, place, served, people, in_qpv) for place in plan), key=lambda item: (-item.newly, item.id))
    open_now = [*plan, *instance.existing.tolist()]
    times = instance.minutes[:, open_now].min(axis=1) if open_now else np.full(len(people), np.inf)
    near = np.isfinite(times) & (people > 0)
    tonnes, jobs = _yield(instance, plan)
    sites = instance.sites
    chosen = np.array(list(plan), dtype=np.int64)
    cost = sites.cost_eur[chosen]
    premises = instance.judged.workspace.is_premises[sites.rows[chosen]]
    area = np.nan_to_num(instance.judged.workspace.column("area_m2")[sites.rows[chosen]], nan=0.0)
    return Outcome(
        opened=tuple(opened),
        stakes={actor: _stake(instance.stakes[:, i], before, after) for i, actor in enumerate(STAKES)},
        residents=_stake(people, before, after),
        residents_qpv=_stake(np.where(in_qpv, people, 0.0), before, after),
        residents_rest=_stake(np.where(in_qpv, 0.0, people), before, after),
        mean_min=_mean(times, people, near),
        mean_min_qpv=_mean(times, people, near & in_qpv),
        farthest_min=round(float(times[near].max()), 3) if near.any() else None,
        tonnes=tonnes,
        jobs=jobs,
        vacant_m2=float(area[~premises].sum()),
        ground_floors=int(premises.sum()),
        cost_eur=float(np.nansum(cost)),
        cost_unknown=int(np.isnan(cost).sum()),
    )


def _stake(weights: Floats, before: npt.NDArray[np.bool_], after: npt.NDArray[np.bool_]) -> Stake:
    return Stake(float(weights[before].sum()), float(weights[after].sum()), float(weights.sum()))


def _mean(times: Floats, people: Floats, who: npt.NDArray[np.bool_]) -> float | None:
    if not who.any():
        return None
    return round(float(np.average(times[who], weights=people[who])), 3)


def _span(value: Range) -> Span:
    return (value.low, value.central, value.high) if value.is_known else (None, None, None)


def tonnes_of(instance: Instance, place: int) -> Range:
    """Return the tonnes a year of one place: what its floor can process, at most what the residents around can give."""
    workspace = instance.judged.workspace
    area = float(instance.sites.area_m2[place])
    if np.isnan(area):
        return Range.unknown()
    residents = float(residents_within_reach(workspace)[instance.sites.rows[place]])
    return tonnes_range(area, residents, workspace.hypotheses)


def _yield(instance: Instance, plan: Sequence[int]) -> tuple[Span, Span]:
    """Return the tonnes and the jobs of the whole plan."""
    if not len(plan):
        return (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)
    spans = np.array([tuple(tonnes_of(instance, place)) for place in plan])
    given = instance.hypotheses["collected_kg_per_inhabitant_yr"] * (_donors(instance, plan) / 1_000.0)
    tonnes = total_range(spans)
    tonnes = tonnes.minimum(given) if tonnes.is_known else tonnes
    jobs = tonnes * instance.hypotheses["jobs_per_1000_t"] * 1e-3
    return _span(tonnes), _span(jobs)


def _donors(instance: Instance, plan: Sequence[int]) -> float:
    """Return the residents within a donor's reach of at least one place of the plan: nobody gives twice."""
    workspace = instance.judged.workspace
    reach_m = workspace.crow_m(workspace.hypotheses.central("donor_reach_m"))
    places = workspace.xy_l93[instance.sites.rows[list(plan)]]
    demand = instance.atlas.demand_l93
    near = np.zeros(len(demand), bool)
    for place in places:
        near |= np.hypot(*(demand - place).T) <= reach_m
    return float(instance.atlas.territory.demand["population"].to_numpy(float)[near].sum())


def _opened(instance: Instance, place: int, served: npt.NDArray[np.int64], people: Floats, in_qpv: npt.NDArray[np.bool_]) -> Opened:
    row = int(instance.sites.rows[place])
    role = Role.HUB if instance.sites.is_hub[place] else Role.SHOP
    mine = served == place
    within = instance.minutes[:, place] <= instance.limit_min
    tonnes, judged = tonnes_of(instance, place), instance.judged.of(role)
    area, cost = float(instance.sites.area_m2[place]), float(instance.sites.cost_eur[place])
    return Opened(
        id=str(instance.ids[place]),
        row=row,
        role=role.value,
        newly=int(people[mine].sum()),
        newly_qpv=int(people[mine & in_qpv].sum()),
        served=int(people[within].sum()),
        tonnes=_span(tonnes),
        jobs=_span(tonnes * instance.hypotheses["jobs_per_1000_t"] * 1e-3),
        area_m2=None if np.isnan(area) else area,
        cost_eur=None if np.isnan(cost) else cost,
        green=int(judged.green_count[row]),
        imposed=str(instance.ids[place]) in instance.question.required,
        excluded=not bool(judged.eligible[row]),
    )
